/* freetool.h - free(1).
 *
 * Models    procps-ng 4.0.2 (Debian 12), src/free.c; used is total - available, as since 4.0.
 * Differs   the machine stands still while a tool reads it: -s N shows the same figures as often as -c says, and -s
 *           without -c, which would go on for ever, is refused.
 * Units     kibibytes unless an option says otherwise.
 */
#ifndef MM_TEXT_FREETOOL_H
#define MM_TEXT_FREETOOL_H

#include "text/procfs.h"

/* free [-b|-k|-m|-g|--kilo|--mega|--giga|--tera|--peta|--tebi|--pebi] [-h] [--si] [-l] [-t] [-v] [-w] [-s N] [-c N],
 * the long names too. False: the text says what would do. */
bool freetool(const struct mm *m, const char *options, struct report *r);
/* A size as -h shows it, at most five characters ("1.5Gi"), four with `si` ("1.6G"). */
#define FREETOOL_SIZE_BYTES 24u
void freetool_human(uint64_t bytes, bool si, char out[FREETOOL_SIZE_BYTES]);

#endif
