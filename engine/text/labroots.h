/* labroots.h - values about labs: lab.misses, lab.lru.misses, lab.curve.fifo.4 …
 *
 * Shape     lab.KEY is of the first policy for hits, misses and evictions, else a field of the lab; lab.POLICY.KEY is
 *           of that run; what other labs have stands under words of their own (rows in labroots.c).
 * Units     those of the records.
 */
#ifndef MM_TEXT_LABROOTS_H
#define MM_TEXT_LABROOTS_H

#include "text/roots.h"

bool path_lab(struct path *p);

#endif
