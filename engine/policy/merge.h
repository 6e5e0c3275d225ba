/* merge.h - when areas become one and one becomes two.
 *
 * Models    Linux 6.1 mm/mmap.c: vma_merge() with its eight cases, can_vma_merge_before()/after(),
 *           is_mergeable_anon_vma(), __vma_adjust(), __split_vma(), find_mergeable_anon_vma().
 * Differs   no memory policies, userfaultfd or anon names to compare. Without fork an anon_vma_chain is empty or
 *           singular.
 * Units     addresses in bytes, pgoff in pages.
 * Owns      nothing.
 * Events    VMA_MERGE VMA_RESIZE VMA_SPLIT
 */
#ifndef MM_POLICY_MERGE_H
#define MM_POLICY_MERGE_H

#include "parts/vma.h"

/* Try to cover [want->start, want->end) with prev and/or the next area, as vma_merge() does. prev: the area before or
 * around want->start (SLOT_NONE: none). The area that covers it now, or SLOT_NONE (nothing changed). */
slot_t merge_range(struct mm *m, slot_t proc, slot_t prev, const struct vma_want *want,
                   uint32_t anon_vma);
/* The rules alone: may `want`, with this anon_vma, join `vma` that ends where it starts / starts where it ends? */
bool merge_can_after(const struct mm *m, slot_t vma, const struct vma_want *want,
                     uint32_t anon_vma);
bool merge_can_before(const struct mm *m, slot_t vma, const struct vma_want *want,
                      uint32_t anon_vma);
/* mmap_region()'s own rule for a new mapping: the area that swallowed it, or SLOT_NONE. */
slot_t merge_new(struct mm *m, slot_t proc, const struct vma_want *want);
/* Has the process reached max_map_count? Then a call that would split answers ENOMEM. */
bool merge_full(const struct mm *m, slot_t proc);
/* Cut an area at addr, which lies inside it. The new area, which is returned, is the upper part, or the lower one
 * (new_below); the other keeps the slot. SLOT_NONE: no memory for its objects, nothing changed. Pre: room. */
slot_t merge_split(struct mm *m, slot_t vma, vaddr_t addr, bool new_below);
/* The anon_vma an area gets at its first anonymous page: a neighbour's when compatible, else a new one. False: no
 * memory for it. */
bool merge_anon_prepare(struct mm *m, slot_t vma);

#endif
