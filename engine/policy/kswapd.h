/* kswapd.h - one kernel thread a node that keeps its free pages above the high mark, and works off boosts.
 *
 * Models    Linux 6.1 mm/vmscan.c: wakeup_kswapd(), pgdat_balanced(), balance_pgdat(), kswapd_try_to_sleep().
 * Differs   a pass is one moment at a scheduling point and takes no time from the tasks; the nap of 100 ms before
 *           the long sleep is left out. What it reclaims is policy/reclaim's answer.
 * Shape     node.kswapd_awake, _order and _zone (what it was woken for), _failures: passes in a row that freed
 *           nothing; at 16 the node is hopeless and is left to direct reclaim. A balanced node has one zone, up to
 *           the one asked for, above its high mark.
 * Owns      node.kswapd_*; zone.boost_pages while it shrinks; pageoutrun, kswapd_high_wmark_hit_quickly.
 * Events    KSWAPD_WAKE KSWAPD_SLEEP WATERMARK_BOOST
 * Invariants  (kswapd_check)
 *   D1  a node that is awake has fewer than 16 failures
 */
#ifndef MM_POLICY_KSWAPD_H
#define MM_POLICY_KSWAPD_H

#include "parts/node.h"
#include "parts/zone.h"

#define KSWAPD_FAILURES_MAX 16u

/* A request of this order that may use zones up to `rank` wants kswapd of `node`. Nothing happens when the node is
 * balanced and not boosted, or hopeless; then a request that cannot reclaim by itself wakes kcompactd instead. */
void kswapd_wake(struct mm *m, uint32_t node, unsigned order, uint32_t gfp, unsigned rank);
/* One pass of each kswapd that is awake. At scheduling points. */
void kswapd_turn(struct mm *m);
/* Is some zone of the node up to `rank` above its high mark for this order? */
bool kswapd_balanced(const struct mm *m, uint32_t node, unsigned order, unsigned rank);
void kswapd_check(struct mm *m);

#endif
