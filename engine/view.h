/* view.h - plain readings of the state for the outside; see mm.h for the functions.
 *
 * Models    nothing of Linux: the windows of the house.
 * Shape     a reading is (kind, id, field) -> 64 bits, signed fields sign-extended.
 * Invariants  (view_check)
 *   W1  a view_hash kept from changes equals the one computed from scratch
 */
#ifndef MM_VIEW_H
#define MM_VIEW_H

#include "base/mm_int.h"

void view_check(struct mm *m);

#endif
