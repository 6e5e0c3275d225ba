/* viewhash.h - view_hash: by section, the sum of mix(kind, id, field, value) over all visible fields.
 *
 * Shape     two 32-bit lanes a section, so that a page can keep it with 32-bit arithmetic. A zero value adds nothing.
 * Models    a Merkle sum; the mixing rounds are MurmurHash3's (Appleby, public domain).
 */
#ifndef MM_BASE_VIEWHASH_H
#define MM_BASE_VIEWHASH_H

#include "base/mm_int.h"
#include "mm.h"

/* Section of each record kind (enum mm_section). */
extern const uint8_t viewhash_section[MM_R_ALL];
/* sum += sign * mix(row, id, value); sign is 1 or UINT32_MAX. */
void viewhash_add(const struct mm_field_row *row, uint64_t id, uint64_t value, uint32_t sign,
                  uint32_t sum[2]);

#endif
