/* frame.h - one record per physical frame, and the pageblocks they lie in.
 *
 * Models    Linux 6.1 struct page (include/linux/mm_types.h, page-flags.h): flags, _refcount, _mapcount, 64 bytes a
 *           frame.
 * Differs   a block's tail frames have its type and owner, its head alone has its order and reference count (as in
 *           Linux). There is no page type in _mapcount: frame.type says what a frame holds.
 * Shape     frame[pfn], pageblock[pfn / 512]; frame.next/prev link the frames of one list (free, LRU, by hand).
 * Units     pfn_t counts frames from physical 0.
 * Owns      struct frame, struct pageblock; machine.tag_next, machine.reserved_frames.
 * Invariants  (frame_check)
 *   F1  a hole is PG_RESERVED and otherwise all zeros but for its type: holes are the same bytes
 *   F2  a free frame has no references, mapcount -1, no owner, no vpn, tag 0, no use, no flag but PG_BUDDY and PG_PCP
 *   F3  mapcount >= -1; refcount >= 0; a frame with mapcount >= 0 has a reference for each mapping
 *   F4  what boot kept is type KERNEL, PG_RESERVED, refcount 1, and has a use; only KERNEL frames have one
 *   F5  next and prev name frames of the machine or PFN_NONE
 */
#ifndef MM_PARTS_FRAME_H
#define MM_PARTS_FRAME_H

#include "base/event.h"

MM_DEFINE_RECORD(frame, MM_FRAME_FIELDS)
MM_DEFINE_RECORD(pageblock, MM_PAGEBLOCK_FIELDS)

/* What boot writes: a frame that does not exist; one that it keeps for `use`; one that it gives back, all zeros again.
 * Pre: the record is zero (release: kept). */
void frame_boot_hole(struct mm *m, pfn_t pfn);
void frame_boot_keep(struct mm *m, pfn_t pfn, enum mm_kernel_use use);
void frame_boot_release(struct mm *m, pfn_t pfn);
/* The next content tag: never 0, never the same twice until 2^32 were given. */
uint32_t frame_new_tag(struct mm *m);
void frame_check(struct mm *m);

/* The frame was touched by the step that runs now (0: boot). */
static inline void frame_touch(struct mm *m, pfn_t pfn)
{
    frame_set_step(m, pfn, m->machine->step + m->machine->running);
}
static inline void frame_flags_add(struct mm *m, pfn_t pfn, uint32_t flags)
{
    frame_set_flags(m, pfn, m->frame[pfn].flags | flags);
}
static inline void frame_flags_clear(struct mm *m, pfn_t pfn, uint32_t flags)
{
    frame_set_flags(m, pfn, m->frame[pfn].flags & ~flags);
}
static inline bool frame_is(const struct mm *m, pfn_t pfn, uint32_t flags)
{
    return (m->frame[pfn].flags & flags) == flags;
}

/* Its neighbours on its list, or PFN_NONE. */
static inline pfn_t frame_next(const struct mm *m, pfn_t pfn)
{
    return m->frame[pfn].next_plus1 - 1;
}
static inline pfn_t frame_prev(const struct mm *m, pfn_t pfn)
{
    return m->frame[pfn].prev_plus1 - 1;
}
/* -1 unmapped, N - 1 mapped N times. */
static inline int32_t frame_mapcount(const struct mm *m, pfn_t pfn)
{
    return m->frame[pfn].mapcount_plus1 - 1;
}

/* Put pfn between prev and next (either may be PFN_NONE); the list's owner keeps its head and tail. */
static inline void frame_link(struct mm *m, pfn_t pfn, pfn_t prev, pfn_t next)
{
    frame_set_prev(m, pfn, prev);
    frame_set_next(m, pfn, next);
    if (prev != PFN_NONE) {
        frame_set_next(m, prev, pfn);
    }
    if (next != PFN_NONE) {
        frame_set_prev(m, next, pfn);
    }
}
/* Take pfn out from between its neighbours. */
static inline void frame_unlink(struct mm *m, pfn_t pfn)
{
    const pfn_t prev = frame_prev(m, pfn);
    const pfn_t next = frame_next(m, pfn);

    if (prev != PFN_NONE) {
        frame_set_next(m, prev, next);
    }
    if (next != PFN_NONE) {
        frame_set_prev(m, next, prev);
    }
    frame_set_prev(m, pfn, PFN_NONE);
    frame_set_next(m, pfn, PFN_NONE);
}

#endif
