/* palloc.h - the page allocator: which zone, under which watermark, and what happens to the frames.
 *
 * Models    Linux 6.1 mm/page_alloc.c: __alloc_pages(), get_page_from_freelist(), prep_new_page(), __free_pages_ok().
 * Differs   no reclaim, no compaction, no kswapd, no OOM killer in here yet: when no zone is above its min mark the
 *           request fails at once (EV_ALLOC_FAIL) and the caller decides. No per-CPU lists.
 * Shape     the zones of zone_list() are walked with the low mark, then with the min mark (which __GFP_HIGH may go
 *           below). ALLOC_NOFRAGMENT: a request that begins in Normal with DMA32 below it first tries every zone
 *           without mixing migrate types. An atomic request for more than one frame that got below the low mark has
 *           its pageblock kept for its kind (HIGHATOMIC); kept pageblocks are given back before a request that could
 *           have waited fails.
 * Units     orders are log2 frames.
 * Owns      a frame's type, owner, refcount while it changes hands; counters pgalloc_*, pgfree, numa_*;
 *           machine.fail_frames_nth.
 * Events    ALLOC ZONE_CHECK (one a zone and mark) FRAME_TAKEN FRAME_ZERO ALLOC_FAIL FREE_BLOCK and those of buddy.h
 * Invariants  (palloc_check)
 *   P1  the zero page is a KERNEL frame with PG_ZERO_PAGE and PG_RESERVED, tag 0
 *   P2  an allocated block's frames have its head's type, zone and owner
 *   P3  numa_hit + numa_miss == numa_local + numa_other
 */
#ifndef MM_POLICY_PALLOC_H
#define MM_POLICY_PALLOC_H

#include "parts/pcp.h"
#include "policy/boot.h"

/* Boots memory: frames, zones, free lists, vm.min_free_kbytes and what follows from it, watermarks, the zero page.
 * Pre: the records are there and zero, sysctls hold their defaults. */
void palloc_init(struct mm *m);
/* Take 2^order frames for `cpu` (its node first). On success every frame of the block has type and owner (process
 * slot + 1, 0 the kernel), mapcount -1 and step; the head has refcount 1 and the order. With GFP_BIT_ZERO the tags are
 * 0 and the time of zeroing has passed (EV_FRAME_ZERO). False: no memory (EV_ALLOC_FAIL), nothing else changed. */
bool palloc_get(struct mm *m, uint32_t cpu, unsigned order, uint32_t gfp, enum mm_frame_type type,
                uint32_t owner, pfn_t *pfn);
/* The same, beginning at another node than the CPU's. */
bool palloc_get_node(struct mm *m, uint32_t cpu, uint32_t node, unsigned order, uint32_t gfp,
                     enum mm_frame_type type, uint32_t owner, pfn_t *pfn);
/* Free a block whose refcount is 1: its frames become FREE without owner, vpn, tag, flags, table entries. */
void palloc_put(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order);
void palloc_check(struct mm *m);

#endif
