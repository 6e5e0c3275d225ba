/* segfit.h - memory cut into pieces for segments: first, best, worst and next fit; the two kinds of waste.
 *
 * Models    the textbook's contiguous allocation (Knuth, The Art of Computer Programming 1, section 2.5): holes in
 *           address order, a hole is cut at its low end, freed pieces are joined with free neighbours at once.
 * Differs   no header takes memory. Linux places nothing this way.
 * Shape     labblock: pieces in address order from slot 0, linked through next (slot plus 1).
 * Units     bytes.
 * Owns      labblock and lab.{free,largest,internal,external,searched,next} while lab.kind is segments.
 * Events    LAB_SEARCH LAB_PLACE LAB_SPLIT LAB_RELEASE LAB_COALESCE LAB_FAIL
 * Invariants  (segfit_check)
 *   F1  the pieces tile [base, base + memory): each begins where the one before ends, none is empty
 *   F2  no two free pieces lie side by side
 *   F3  free, largest, external, internal are what the pieces say
 *   F4  a free piece has no name; asked is at most its size, 0 for a free one
 */
#ifndef MM_LAB_SEGFIT_H
#define MM_LAB_SEGFIT_H

#include "lab/lab.h"

/* One free piece of lab.memory bytes from lab.base. */
void segfit_begin(struct mm *m);
/* Look for a hole of at least `bytes`; emits a LAB_SEARCH for each piece looked at, LAB_FAIL when there is none. Its
 * slot, or SLOT_NONE. */
slot_t segfit_find(struct mm *m, uint64_t bytes, enum mm_lab_fit fit);
/* Take `bytes` from the low end of this hole for `name` (a live name; it is held), of which `asked` were asked for. */
void segfit_take(struct mm *m, slot_t block, uint64_t bytes, uint64_t asked, slot_t name);
/* Give a used piece back and join it with free neighbours. */
void segfit_give(struct mm *m, slot_t block);
/* Pieces there are. */
uint32_t segfit_count(const struct mm *m);
void segfit_check(struct mm *m);

#endif
