/* slabtool.h - slabtop(1).
 *
 * Models    procps-ng 4.0.2 (Debian 12), src/slabtop.c and library/slabinfo.c: the text of slabtop -o.
 * Differs   printed once always, as with -o: here is no terminal to repaint. Equal rows keep the order of
 *           /proc/slabinfo (the tool's order of them is the C library's). With no objects at all the shares are 0.0,
 *           not nan.
 * Units     objects, slabs, kB.
 */
#ifndef MM_TEXT_SLABTOOL_H
#define MM_TEXT_SLABTOOL_H

#include "text/procslab.h"

/* slabtop [-o] [-s a|b|c|l|v|n|o|p|s|u]. False: the text says what would do. */
bool slabtool(const struct mm *m, const char *options, struct report *r);

#endif
