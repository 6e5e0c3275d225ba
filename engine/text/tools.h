/* tools.h - free, vmstat, pmap and ps, in procps' format, from the simulated machine.
 *
 * Models    procps-ng 4.0.2 (Debian 12): free(1), vmstat(8), pmap(1), ps(1).
 * Differs   only the options named here. vmstat without -s shows the averages since boot; CPU shares are of simulated
 *           time. ps shows the machine's processes only: no kernel threads, no shell.
 * Errors    false when the options are not accepted: the text then says which and what would do.
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
/* ps [aux | -e | -eo FIELD,… ] */
bool tools_ps(const struct mm *m, const char *options, char *buf, size_t size, size_t *length);

#endif
