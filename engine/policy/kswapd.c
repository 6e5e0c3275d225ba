/* kswapd.c - waking, one pass, going to sleep. */
#include "policy/kswapd.h"

#include "base/vmstat.h"
#include "policy/compact.h"
#include "policy/kcompactd.h"
#include "policy/reclaim.h"

/* The zone is the node's and may serve requests for `rank`. */
static bool covers(const struct mm *m, uint32_t zone, uint32_t node, unsigned rank)
{
    const struct zone *z = &m->zone[zone];

    return z->node == node && z->managed_pages > 0 &&
           zone_rank(m, (enum mm_zone_type)z->type) <= rank;
}

bool kswapd_balanced(const struct mm *m, uint32_t node, unsigned order, unsigned rank)
{
    bool any = false;

    for (uint32_t z = 0; z < m->zones; z++) {
        if (covers(m, z, node, rank)) {
            if (zone_watermark_ok(m, z, order, zone_mark_pages(m, z, ZONE_HIGH), rank, 0)) {
                return true;
            }
            any = true;
        }
    }
    return !any;
}

static bool is_boosted(const struct mm *m, uint32_t node, unsigned rank)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        if (covers(m, z, node, rank) && m->zone[z].boost_pages > 0) {
            return true;
        }
    }
    return false;
}

static bool is_hopeless(const struct mm *m, uint32_t node)
{
    return m->node[node].kswapd_failures >= KSWAPD_FAILURES_MAX;
}

void kswapd_wake(struct mm *m, uint32_t node, unsigned order, uint32_t gfp, unsigned rank)
{
    const struct node *n = &m->node[node];
    const bool quiet = is_hopeless(m, node) ||
                       (kswapd_balanced(m, node, order, rank) && !is_boosted(m, node, rank));

    if (!n->kswapd_awake && !quiet) {
        ev(m, EV_KSWAPD_WAKE, node, order, rank);
    }
    if (n->kswapd_zone < rank) {
        node_set_kswapd_zone(m, node, rank);
    }
    if (n->kswapd_order < order) {
        node_set_kswapd_order(m, node, order);
    }
    if (!n->kswapd_awake && !quiet) {
        node_set_kswapd_awake(m, node, 1);
    }
    if (!n->kswapd_awake && !(gfp & GFP_BIT_DIRECT_RECLAIM)) {
        compact_wake(m, node, order, rank); /* free, but in pieces perhaps; it looks by itself */
    }
}

/* The boosts that the pass found are done. */
static void work_off(struct mm *m, uint32_t node, unsigned rank)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        if (covers(m, z, node, rank) && m->zone[z].boost_pages > 0) {
            ev(m, EV_WATERMARK_BOOST, z, m->zone[z].boost_pages, 0);
            zone_set_boost_pages(m, z, 0);
        }
    }
}

/* balance_pgdat() and what follows it. */
static void pass(struct mm *m, uint32_t node)
{
    const unsigned order = m->node[node].kswapd_order;
    const unsigned rank = m->node[node].kswapd_zone;
    const bool boosted = is_boosted(m, node, rank);
    const bool balanced = kswapd_balanced(m, node, order, rank);
    uint64_t freed = 0;
    uint32_t failures = m->node[node].kswapd_failures;
    bool done;

    vmstat_add(m, VMC_pageoutrun, 1);
    if (boosted || !balanced) {
        freed = reclaim_balance(m, node, order, rank, boosted && balanced);
        failures = freed > 0 ? 0 : failures + 1;
    }
    if (boosted) {
        work_off(m, node, rank);
        compact_wake(m, node, m->pageblock_order, rank);
    }
    done = failures >= KSWAPD_FAILURES_MAX || kswapd_balanced(m, node, order, rank);
    ev(m, EV_KSWAPD_SLEEP, node, order, kswapd_balanced(m, node, order, rank), freed, failures);
    node_set_kswapd_failures(m, node, failures);
    node_set_kswapd_order(m, node, 0);
    if (done) {
        node_set_kswapd_zone(m, node, 0);
        node_set_kswapd_awake(m, node, 0);
        compact_forget_skips(m, node);
        compact_wake(m, node, order, rank);
    } else {
        vmstat_add(m, VMC_kswapd_high_wmark_hit_quickly, 1);
    }
}

void kswapd_turn(struct mm *m)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        if (m->node[node].kswapd_awake) {
            pass(m, node);
        }
    }
}

void kswapd_check(struct mm *m)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        MM_ASSERT(m, !m->node[node].kswapd_awake || !is_hopeless(m, node)); /* D1 */
    }
}
