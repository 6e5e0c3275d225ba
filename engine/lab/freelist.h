/* freelist.h - the free-list lab: a heap, the list of its free pieces, what is searched and what is wasted.
 *
 * Models    lab/freecore.h.
 * Differs   the list is kept beside the heap, not inside its free pieces; a header takes bytes but holds nothing.
 * Shape     labblock: one a piece, free or used; the free ones are linked from lab.head through next (slot plus 1) in
 *           list order. A piece that is cut keeps its slot for what remains.
 * Units     bytes; the address a caller gets lies behind the header.
 * Owns      labblock and lab.{memory,base,header,align,fit,order,coalesce,head,pieces,free,largest,internal,external,
 *           searched,next} while lab.kind is freelist.
 * Events    LAB_SEARCH LAB_PLACE LAB_SPLIT LAB_RELEASE LAB_INSERT LAB_COALESCE LAB_FAIL
 * Invariants  (freelist_check)
 *   H1  the pieces tile the heap: none overlap, none is empty, nothing is left out
 *   H2  every free piece is on the list once, no used one is; used ones have a name, free ones none
 *   H3  pieces, free, largest, internal, external are what the pieces say
 *   H4  a list ordered by address is in order
 */
#ifndef MM_LAB_FREELIST_H
#define MM_LAB_FREELIST_H

#include "lab/lab.h"

enum mm_err lab_freelist_check(struct mm *m, const struct mm_cmd *cmd);
void lab_freelist_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_alloc_check(struct mm *m, const struct mm_cmd *cmd);
void lab_alloc_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_free_check(struct mm *m, const struct mm_cmd *cmd);
void lab_free_do(struct mm *m, const struct mm_cmd *cmd);

/* The used piece of that name; SLOT_NONE. */
slot_t freelist_find(const struct mm *m, const char *name);
void freelist_check(struct mm *m);

#endif
