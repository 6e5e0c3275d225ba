/* segroots.h - values of the segmentation lab and of the page-table lab: lab.segments.NAME.KEY,
 * lab.tables.SCHEME.KEY. */
#ifndef MM_TEXT_SEGROOTS_H
#define MM_TEXT_SEGROOTS_H

#include "text/roots.h"

/* lab.segments.NAME.base limit dpl present …; NAME may be a selector: lab.segments.0x7b.dpl */
bool segroots_segments(struct path *p);
/* lab.tables.SCHEME.bytes tables accesses best worst now expected probes longest … */
bool segroots_tables(struct path *p);
bool segroots_freelist(struct path *p);
/* lab.swapped_bytes, lab.paged_bytes: what was written and read back, together. */
bool segroots_moved(struct path *p);

#endif
