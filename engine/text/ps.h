/* ps.h - ps(1): the processes as a table.
 *
 * Models    procps-ng 4.0.2: ps, ps -e, ps -ef, ps aux, ps -eo FIELD,…, ps -o FIELD,… -p PID, with --sort=[-]FIELD.
 * Differs   all processes of the machine are shown, whichever of these is asked; no kernel threads and no shell.
 *           Times and CPU shares are of simulated time.
 */
#ifndef MM_TEXT_PS_H
#define MM_TEXT_PS_H

#include "text/procfs.h"

/* Adds the table. False: options not accepted, the report says which and what would do. */
bool ps_show(const struct mm *m, const char *options, struct report *r);
/* The i-th field of -o, NULL after the last. */
const char *ps_field(unsigned i);

#endif
