/* dmesg.h - the kernel's log as text.
 *
 * Models    dmesg(1) of util-linux 2.38; the lines of Linux 6.1 mm/page_alloc.c, lib/show_mem.c, mm/oom_kill.c and of
 *           memory's part of boot, word for word as recorded.
 * Differs   of boot only what memory says; the lines of one record each have the stamp, as on the console. No -T: the
 *           machine has no wall clock. Time at boot is 0.
 * Units     seconds since boot, six decimals.
 */
#ifndef MM_TEXT_DMESG_H
#define MM_TEXT_DMESG_H

#include "text/report.h"

/* The whole log; with `stamps` each line begins "[    0.000000] ". Levels: a bit each, 1 << level. */
void dmesg_text(const struct mm *m, bool stamps, unsigned levels, struct report *r);
/* The tool: [-t] [-l LEVEL,…]. */
bool dmesg_run(const struct mm *m, const char *options, struct report *r);

#endif
