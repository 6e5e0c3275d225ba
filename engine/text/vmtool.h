/* vmtool.h - vmstat(8).
 *
 * Models    procps-ng 4.0.2 (Debian 12), src/vmstat.c: the default line, -a, -w, -S, -s, -f, -m, -n, -y, delay and
 *           count.
 * Differs   the first line shows the averages since boot, as there; its shares and ticks (10 ms) are of simulated time,
 *           all of it user time of processes that live, or idle. The machine stands still while a tool reads it: the
 *           lines of a delay show no change, and a delay without a count is refused. No interrupts, no -d, -D, -p, -t.
 *           -S k and m divide exactly where the tool rounds to a float once more.
 * Units     kB unless -S says otherwise; -m counts objects, and as in the tool its Pages are objects of a slab.
 */
#ifndef MM_TEXT_VMTOOL_H
#define MM_TEXT_VMTOOL_H

#include "text/procfs.h"

/* vmstat [-a] [-w] [-n] [-y] [-S k|K|m|M] [-s|-f|-m] [DELAY COUNT]. False: the text says what would do. */
bool vmtool(const struct mm *m, const char *options, struct report *r);

#endif
