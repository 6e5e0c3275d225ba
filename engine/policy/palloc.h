/* palloc.h - the page allocator: from a request to a block, through the fast path or all steps of the slow one.
 *
 * Models    Linux 6.1 mm/page_alloc.c: __alloc_pages(), __alloc_pages_slowpath(), gfp_to_alloc_flags(),
 *           __gfp_pfmemalloc_flags(), __alloc_pages_direct_reclaim(), __alloc_pages_direct_compact(),
 *           should_reclaim_retry(), should_compact_retry(), __alloc_pages_may_oom(), prep_new_page(),
 *           __free_pages_ok().
 * Differs   the OOM step kills nobody but the process that asks, which its caller does. A request of the kernel
 *           itself that Linux would answer with a kill or, with nobody left, with a panic fails here, and the log
 *           says so. A request that Linux would try for ever (__GFP_NOFAIL with nothing left; one without __GFP_FS,
 *           for which the OOM killer does nothing) fails when a try has changed nothing. No real-time tasks. kswapd
 *           gets its turn between the tries of a request, as cond_resched() would let it.
 * Shape     fast: a walk with the low mark. Slow: 1 wake kswapd, 2 walk with min, 3 compact first for large or
 *           unmovable blocks; then until it is had: wake, walk (with the reserves of those who free memory), 5
 *           direct reclaim, 6 direct compaction, 7 requests that do not try again, 8 and 9 is there a point in
 *           another try, 10 the OOM step with the high mark; at the end 11 __GFP_NOFAIL gets half of min, all others
 *           fail.
 * Units     orders are log2 frames.
 * Owns      a frame's type, owner, refcount while it changes hands; pgfree, machine.pf_memalloc;
 *           machine.fail_frames_nth.
 * Events    ALLOC ALLOC_SLOW ALLOC_RETRY OOM_STEP FRAME_TAKEN FRAME_ZERO ALLOC_FAIL FREE_BLOCK and those of
 *           zonewalk.h
 * Invariants  (palloc_check)
 *   P1  the zero page is a KERNEL frame with PG_ZERO_PAGE and PG_RESERVED, tag 0
 *   P2  an allocated block's frames have its head's type, zone and owner
 *   P3  numa_hit + numa_miss == numa_local + numa_other
 *   P4  nobody is reclaiming between commands
 */
#ifndef MM_POLICY_PALLOC_H
#define MM_POLICY_PALLOC_H

#include "parts/pcp.h"
#include "policy/boot.h"

/* Boots memory: frames, zones, free lists, vm.min_free_kbytes and what follows from it, watermarks, the zero page.
 * Pre: the records are there and zero, sysctls hold their defaults. */
void palloc_init(struct mm *m);
/* Take 2^order frames for `cpu` (its node first). On success every frame of the block has type and owner (process
 * slot + 1, 0 the kernel), mapcount -1 and step; the head has refcount 1 and the order. With GFP_BIT_ZERO the tags
 * are 0 and the time of zeroing has passed (EV_FRAME_ZERO). False: no memory (EV_ALLOC_FAIL), nothing else changed.
 * */
bool palloc_get(struct mm *m, uint32_t cpu, unsigned order, uint32_t gfp, enum mm_frame_type type,
                uint32_t owner, pfn_t *pfn);
/* The same, beginning at another node than the CPU's. */
bool palloc_get_node(struct mm *m, uint32_t cpu, uint32_t node, unsigned order, uint32_t gfp,
                     enum mm_frame_type type, uint32_t owner, pfn_t *pfn);
/* Free a block whose refcount is 1: its frames become FREE without owner, vpn, tag, flags, table entries. */
void palloc_put(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order);
void palloc_check(struct mm *m);

#endif
