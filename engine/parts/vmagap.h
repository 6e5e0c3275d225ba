/* vmagap.h - free gaps between the areas of an address space.
 *
 * Models    mm/mmap.c: vm_unmapped_area(), top-down and bottom-up.
 * Shape     walks the tree of parts/vma by gap_max_pages: a subtree without a gap that is large enough is never
 *           entered.
 * Units     bytes, page-aligned.
 * Owns      nothing.
 */
#ifndef MM_PARTS_VMAGAP_H
#define MM_PARTS_VMAGAP_H

#include "parts/vma.h"

/* Highest (from_top) or lowest address of a free gap of `bytes` that begins at or above low and ends at or below high,
 * the guard gaps of stacks left free; VADDR_NONE when there is none. O(log n). */
vaddr_t vmagap_find(const struct mm *m, slot_t proc, uint64_t bytes, vaddr_t low, vaddr_t high,
                    bool from_top);

#endif
