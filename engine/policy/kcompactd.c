/* kcompactd.c - compaction in the background, when asked for and ahead of need. */
#include "policy/kcompactd.h"

#include "base/vmstat.h"
#include "parts/node.h"
#include "parts/pcp.h"

#define CHECK_NS 500000000ull /* HPAGE_FRAG_CHECK_INTERVAL_MSEC */

static bool node_suitable(const struct mm *m, uint32_t node, unsigned order, unsigned rank)
{
    for (unsigned r = 0; r <= rank; r++) {
        const uint32_t z = zone_find(m, node, r);

        if (z != SLOT_NONE && compact_suitable(m, z, order, rank) == CR_CONTINUE) {
            return true;
        }
    }
    return false;
}

void compact_wake(struct mm *m, uint32_t node, unsigned order, unsigned rank)
{
    const struct node *n = &m->node[node];

    if (order == 0) {
        return;
    }
    if (n->kcompactd_order == 0 || n->kcompactd_zone > rank) {
        node_set_kcompactd_zone(m, node, rank);
    }
    if (n->kcompactd_order < order) {
        node_set_kcompactd_order(m, node, order);
    }
    if (!n->kcompactd_awake && node_suitable(m, node, n->kcompactd_order, n->kcompactd_zone)) {
        ev(m, EV_KCOMPACTD_WAKE, node, n->kcompactd_order, rank);
        node_set_kcompactd_awake(m, node, 1);
    }
}

/* The CPU on whose clock the node's kcompactd works: its first, or the machine's. */
static uint32_t daemon_cpu(const struct mm *m, uint32_t node)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        if (m->cpu[cpu].node == node) {
            return cpu;
        }
    }
    return 0;
}

static uint64_t check_ns(const struct mm *m, uint32_t node)
{
    return m->node[node].proactive_ns != 0 ? m->node[node].proactive_ns : CHECK_NS;
}

static bool timer_rings(const struct mm *m, uint32_t node)
{
    return m->cpu[daemon_cpu(m, node)].clock_ns >= check_ns(m, node) &&
           (m->node[node].kcompactd_order > 0 || m->sysctl[SC_COMPACTION_PROACTIVENESS].value > 0);
}

static void set_timer(struct mm *m, uint32_t node, unsigned shift)
{
    node_set_proactive_ns(m, node, m->cpu[daemon_cpu(m, node)].clock_ns + (CHECK_NS << shift));
}

bool compact_due(const struct mm *m)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        if (m->node[node].kcompactd_awake || timer_rings(m, node)) {
            return true;
        }
    }
    return false;
}

static struct compact_run daemon_run(uint32_t cpu, uint32_t zone, unsigned order,
                                     enum compact_why why)
{
    return (struct compact_run){.cpu = cpu,
                                .zone = zone,
                                .order = order,
                                .search_order = order,
                                .type = MT_UNMOVABLE,
                                .gfp = GFP_KERNEL,
                                .mode = CM_SYNC_LIGHT,
                                .why = why,
                                .whole_zone = why == CW_PROACTIVE,
                                .ignore_skip = why == CW_PROACTIVE};
}

static void count_run(struct mm *m, const struct compact_run *run)
{
    vmstat_add(m, VMC_compact_daemon_migrate_scanned, (int64_t)run->migrate_scanned);
    vmstat_add(m, VMC_compact_daemon_free_scanned, (int64_t)run->free_scanned);
}

/* kcompactd_do_work() */
static void daemon_work(struct mm *m, uint32_t node)
{
    const unsigned order = m->node[node].kcompactd_order;
    const unsigned rank = m->node[node].kcompactd_zone;
    const uint32_t cpu = daemon_cpu(m, node);

    vmstat_add(m, VMC_compact_daemon_wake, 1);
    for (unsigned r = 0; r <= rank; r++) {
        const uint32_t z = zone_find(m, node, r);
        struct compact_run run = daemon_run(cpu, z, order, CW_KCOMPACTD);
        enum compact_result result;

        if (z == SLOT_NONE || compact_deferred(m, z, order) ||
            compact_suitable(m, z, order, r) != CR_CONTINUE) {
            continue;
        }
        result = compact_zone(m, &run, rank); /* a second look: with the reserve kept from `rank` */
        if (result == CR_SUCCESS) {
            compact_defer_reset(m, z, order, false);
        } else if (result == CR_PARTIAL_SKIPPED || result == CR_COMPLETE) {
            for (uint32_t c = 0; c < m->config.cpus; c++) {
                pcp_drain_zone(m, c, z);
            }
            compact_defer(m, z, order);
        }
        count_run(m, &run);
    }
    node_set_kcompactd_order(m, node, 0);
    ev(m, EV_KCOMPACTD_SLEEP, node, order);
    node_set_kcompactd_runs(m, node, m->node[node].kcompactd_runs + 1);
}

/* should_proactive_compact_node(), proactive_compact_node(): no gain, and the next look is 32 s away. */
static void daemon_ahead(struct mm *m, uint32_t node)
{
    const uint32_t score = compact_score_node(m, node);
    const uint32_t mark = compact_score_mark(m, false);

    set_timer(m, node, 0);
    if (m->sysctl[SC_COMPACTION_PROACTIVENESS].value == 0 || m->node[node].kswapd_awake ||
        score <= mark) {
        return;
    }
    ev(m, EV_COMPACT_SCORE, node, score, mark, compact_score_mark(m, true));
    ev_push(m);
    for (uint32_t z = 0; z < m->zones; z++) {
        if (m->zone[z].node == node) {
            struct compact_run run =
                daemon_run(daemon_cpu(m, node), z, COMPACT_ORDER_NONE, CW_PROACTIVE);

            compact_zone(m, &run, 0);
            count_run(m, &run);
        }
    }
    node_set_kcompactd_runs(m, node, m->node[node].kcompactd_runs + 1);
    ev_pop(m);
    set_timer(m, node, compact_score_node(m, node) >= score ? COMPACT_DEFER_SHIFT_MAX : 0);
}

void compact_daemon(struct mm *m)
{
    const uint32_t cpu_before = m->cpu_now;

    for (uint32_t node = 0; node < m->config.nodes; node++) {
        const bool awake = m->node[node].kcompactd_awake != 0;

        m->cpu_now = daemon_cpu(m, node);
        if (awake || (timer_rings(m, node) && m->node[node].kcompactd_order > 0)) {
            node_set_kcompactd_awake(m, node, 0);
            daemon_work(m, node);
            set_timer(m, node, 0);
        } else if (timer_rings(m, node)) {
            daemon_ahead(m, node);
        }
    }
    m->cpu_now = cpu_before;
}

void compact_ask(struct mm *m)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        node_set_proactive_ns(m, node, 1);
    }
}
