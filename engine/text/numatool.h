/* numatool.h - numastat(8).
 *
 * Models    numactl 2.0.16 (Debian 12), numastat.c: the default table, -m, -n, -c, -z, -p (-v says no more).
 * Differs   the tool's complaints about lines of meminfo that it does not know are left out; lines are never folded (as
 *           when its output is no terminal). No -s; a pattern of -p is a part of the
 *           name of a process, not of its command line.
 * Units     the default counts pages; -m and -n are MiB, two digits after the point, none with -c.
 */
#ifndef MM_TEXT_NUMATOOL_H
#define MM_TEXT_NUMATOOL_H

#include "text/procnode.h"

/* numastat [-m] [-n] [-c] [-z] [-p PID|PATTERN]…. False: the text says what would do. */
bool numatool(const struct mm *m, const char *options, struct report *r);

#endif
