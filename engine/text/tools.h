/* tools.h - free, vmstat, pmap and ps, in procps' format, from the simulated machine.
 *
 * Models    procps-ng 4.0.2 (Debian 12): free(1), vmstat(8), pmap(1), ps(1).
 * Differs   only the options named here. vmstat shows the averages since boot; its shares and ticks (10 ms) are of
 *           simulated time, all of it user time of processes that live, or idle. No swap, no disk, no interrupts.
 * Errors    false when the options are not accepted: the text then says which and what would do. A buffer too small
 *           cuts the text, *length is what it would have needed.
 */
#ifndef MM_TEXT_TOOLS_H
#define MM_TEXT_TOOLS_H

#include "text/procfs.h"

/* free [-b|-k|-m|-g|-h] [-w] [-t] */
bool tools_free(const struct mm *m, const char *options, char *buf, size_t size, size_t *length);
/* vmstat [-s] */
bool tools_vmstat(const struct mm *m, const char *options, char *buf, size_t size, size_t *length);
/* pmap [-x] PID|NAME */
bool tools_pmap(const struct mm *m, const char *options, char *buf, size_t size, size_t *length);
/* ps: see ps.h */
bool tools_ps(const struct mm *m, const char *options, char *buf, size_t size, size_t *length);

#endif
