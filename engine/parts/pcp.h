/* pcp.h - per-CPU page lists: free blocks that one CPU keeps at hand, so that most requests need not ask the zone.
 *
 * Models    Linux 6.1 mm/page_alloc.c: rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(),
 *           nr_pcp_high(), free_pcppages_bulk(), drain_pages_zone(), zone_batchsize(), zone_highsize().
 * Differs   Linux's counters lag: a CPU tells what it took and gave only when that is more than a threshold, or after
 *           a second. Here every counter is exact; with drift=on watermark checks see the lagging count of free pages
 *           (__mod_zone_page_state()): of what goes over these lists.
 * Shape     pcp[cpu * zones + zone] counts the pages of MM_PCP_LISTS lists: orders 0 to 3 by unmovable, movable and
 *           reclaimable, then that of pageblocks by other and movable. Head is hot: freed last, taken first; bulk
 *           frees take from the tail, list after list, beginning with the one that was freed to. A block is named by
 *           its first frame, which has PG_PCP, its order, and as migrate type that of its pageblock when it was
 *           freed: so it goes back to the buddy's list of that type. Blocks of a HIGHATOMIC pageblock lie among the
 *           movable ones. Other orders, and all with pcp=off, go to the buddy allocator directly.
 * Units     count, high, batch are pages; blocks are blocks.
 * Owns      struct pcp but for expire_s, struct pcplist, zone.untold_pages; frame.next/prev/order/migratetype and
 *           PG_PCP of the frames on the lists. They are type FREE without references, but not in zone.free_pages.
 * Events    PCP_TAKE PCP_REFILL PCP_PUT PCP_SPILL PCP_DRAIN and those of buddy.h
 * Invariants  (pcp_check)
 *   Q1  a list has `blocks` blocks of its order and zone, linked both ways from head to tail, free, with PG_PCP
 *   Q2  count is the sum over lists of blocks << order; no frame is on two lists, and none has PG_PCP that is on none
 *   Q3  batch >= 1, high >= 4 * batch or as vm.percpu_pagelist_high_fraction says; count < high after a free
 *   Q4  free + pcp + used = managed, in every zone
 *   Q5  untold is at most 125 either way, and 0 without drift=on; zone.untold_pages is its sum over CPUs
 */
#ifndef MM_PARTS_PCP_H
#define MM_PARTS_PCP_H

#include "parts/buddy.h"

MM_DEFINE_RECORD(pcp, MM_PCP_FIELDS)
MM_DEFINE_RECORD(pcplist, MM_PCPLIST_FIELDS)

#define PCP_HIGH_FRACTION_MIN 8u /* least vm.percpu_pagelist_high_fraction but 0 */

/* Batch and high of this zone on every CPU, from its managed pages and its low mark (boost included) or
 * vm.percpu_pagelist_high_fraction. Linux does it at boot, whenever the watermarks change, and when that is written. */
void pcp_zone_setup(struct mm *m, uint32_t zone);
void pcp_setup(struct mm *m); /* of all zones */
/* Take 2^order frames of the zone for `cpu` from its list, which is refilled when empty (no_mixing as in buddy_take).
 * The frames are still type FREE without references. False: such blocks are not kept here, or the zone has none;
 * then the buddy allocator may be asked. Pre: order <= MM_ORDER_MAX, type is not HIGHATOMIC or ISOLATE. */
bool pcp_take(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, enum mm_migratetype type,
              bool no_mixing, pfn_t *pfn);
/* Give back a block whose frames are type FREE again: to the CPU's list, from where a part may go on to the buddy
 * allocator, or at once to that. */
void pcp_put(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order);
/* All pages of one CPU's lists of a zone, of all zones, of all CPUs go back to the buddy allocator. */
void pcp_drain_zone(struct mm *m, uint32_t cpu, uint32_t zone);
void pcp_drain(struct mm *m, uint32_t cpu);
void pcp_drain_all(struct mm *m);
/* The same of so many pages of one CPU's lists of a zone, at most all. */
void pcp_drain_some(struct mm *m, uint32_t cpu, uint32_t zone, uint32_t pages);
/* The zone's count of free pages learns what the CPU has not told yet. */
void pcp_tell(struct mm *m, uint32_t cpu, uint32_t zone);
/* Pages of the zone on the lists of all CPUs. */
uint64_t pcp_zone_pages(const struct mm *m, uint32_t zone);
void pcp_check(struct mm *m);

static inline uint32_t pcp_id(const struct mm *m, uint32_t cpu, uint32_t zone)
{
    return cpu * m->zones + zone;
}
/* Are blocks of this order kept on lists? */
static inline bool pcp_keeps(const struct mm *m, unsigned order)
{
    return m->config.pcp && (order <= MM_PCP_ORDER_MAX || order == m->pageblock_order);
}

#endif
