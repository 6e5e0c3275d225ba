/* names.h - short words kept in the block and shared by number.
 *
 * Shape     name[0] is the empty name; others are reference-counted and found by linear search over live slots.
 * Units     at most 31 bytes of text.
 * Invariants  N1 live names are distinct  N2 refs > 0 exactly for live names except 0
 */
#ifndef MM_BASE_NAMES_H
#define MM_BASE_NAMES_H

#include "base/event.h"

/* Number of `text`, entered when new; one reference is added. SLOT_NONE when no slot is left or it is too long. */
slot_t name_get(struct mm *m, const char *text);
/* One more reference to a live name. */
void name_hold(struct mm *m, slot_t id);
void name_put(struct mm *m, slot_t id);
/* Number of `text`, or SLOT_NONE; changes nothing. */
slot_t name_find(const struct mm *m, const char *text);
/* Copies the text, always terminated. */
void name_text(const struct mm *m, slot_t id, char out[MM_NAME_BYTES]);
/* 1 when a new name can still be entered. */
bool name_room(const struct mm *m, unsigned wanted);
void names_check(struct mm *m);

#endif
