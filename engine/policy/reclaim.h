/* reclaim.h - what the allocator asks of reclaim: the seam that page replacement fills.
 *
 * Models    the entry points of Linux 6.1 mm/vmscan.c: try_to_free_pages(), zone_reclaimable_pages(), node_reclaim(),
 *           kswapd_shrink_node().
 * Differs   nothing is reclaimed yet: there is neither a page cache nor swap, so no page could leave memory, and every
 *           answer is the one Linux gives then. A shrinkable slab cache is not looked at.
 * Units     pages.
 * Events    DIRECT_RECLAIM ZONE_RECLAIM
 */
#ifndef MM_POLICY_RECLAIM_H
#define MM_POLICY_RECLAIM_H

#include "parts/zone.h"

/* Frames that a request of this order would like back at least (SWAP_CLUSTER_MAX). */
#define RECLAIM_CLUSTER_PAGES 32u

/* The asker reclaims by itself, from the zones up to `rank` seen from `node`; pages freed. Counts allocstall_*.
 * Tests: machine.reclaim_says calls answer RECLAIM_CLUSTER_PAGES though nothing came. */
uint64_t reclaim_direct(struct mm *m, uint32_t node, unsigned order, uint32_t gfp, unsigned rank);
/* One pass of kswapd over a node up to `rank`; `boosted` while it only works off a boost. Pages freed. */
uint64_t reclaim_balance(struct mm *m, uint32_t node, unsigned order, unsigned rank, bool boosted);
/* Pages of the zone that reclaim could free were it to try long enough: its file pages; when there are none its free
 * pages, as Linux 6.1.120 and later answer. */
uint64_t reclaim_zone_pages(const struct mm *m, uint32_t zone);
/* A zone failed its mark during the walk and vm.zone_reclaim_mode is on: reclaim from its node first. `memalloc`: the
 * asker is itself reclaiming. Counts zone_reclaim_failed unless enough came. */
enum mm_node_reclaim reclaim_node(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order,
                                  uint32_t gfp, bool memalloc);

#endif
