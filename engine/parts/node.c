/* node.c - distances and the order in which nodes are tried. */
#include "parts/node.h"

#define LOAD_ROOM   1024u /* MAX_NUMNODES: distance comes first, load decides between equals */
#define CPU_PENALTY 1u    /* a node without CPUs is rather used */

typedef void set_byte_fn(struct mm *m, uint32_t id, uint8_t value);

static set_byte_fn *const set_distance[MM_NODES_MAX] = {
    node_set_distance0, node_set_distance1, node_set_distance2, node_set_distance3,
    node_set_distance4, node_set_distance5, node_set_distance6, node_set_distance7};
static set_byte_fn *const set_order[MM_NODES_MAX] = {
    node_set_order0, node_set_order1, node_set_order2, node_set_order3,
    node_set_order4, node_set_order5, node_set_order6, node_set_order7};

unsigned node_distance(const struct mm *m, uint32_t from, uint32_t to)
{
    const struct node *n = &m->node[from];
    const uint8_t distance[MM_NODES_MAX] = {n->distance0, n->distance1, n->distance2, n->distance3,
                                            n->distance4, n->distance5, n->distance6, n->distance7};

    MM_ASSERT(m, to < MM_NODES_MAX);
    return distance[to];
}

uint32_t node_fallback(const struct mm *m, uint32_t node, uint32_t place)
{
    const struct node *n = &m->node[node];
    const uint8_t order[MM_NODES_MAX] = {n->order0, n->order1, n->order2, n->order3,
                                         n->order4, n->order5, n->order6, n->order7};

    MM_ASSERT(m, place < m->config.nodes && order[place] > 0);
    return order[place] - 1u;
}

unsigned node_cpus(const struct mm *m, uint32_t node)
{
    unsigned count = 0;

    for (uint64_t mask = m->node[node].cpus; mask != 0; mask &= mask - 1) {
        count++;
    }
    return count;
}

static uint8_t configured_distance(const struct mm_config *cfg, uint32_t from, uint32_t to)
{
    if (cfg->distance_count > 1) {
        return cfg->distance[from * cfg->nodes + to];
    }
    if (from == to) {
        return NODE_DISTANCE_LOCAL;
    }
    return cfg->distance_count == 1 ? cfg->distance[0] : NODE_DISTANCE_REMOTE;
}

/* The nearest node not used yet; MM_NODES_MAX when all are. */
static uint32_t next_best(const struct mm *m, uint32_t node, uint64_t used,
                          const unsigned load[MM_NODES_MAX])
{
    uint32_t best = MM_NODES_MAX;
    unsigned best_worth = UINT32_MAX;

    if (!(used >> node & 1)) {
        return node;
    }
    for (uint32_t n = 0; n < m->config.nodes; n++) {
        unsigned worth = node_distance(m, node, n) + (n < node);

        worth += m->node[n].cpus != 0 ? CPU_PENALTY : 0;
        worth = worth * LOAD_ROOM + load[n];
        if (!(used >> n & 1) && worth < best_worth) {
            best_worth = worth;
            best = n;
        }
    }
    return best;
}

static void order_from(struct mm *m, uint32_t node, unsigned load[MM_NODES_MAX])
{
    uint64_t used = 0;
    uint32_t before = node;

    for (unsigned place = 0; place < m->config.nodes; place++) {
        const uint32_t n = next_best(m, node, used, load);

        if (node_distance(m, node, n) != node_distance(m, node, before)) {
            load[n]++; /* the first of its distance; others begin with the next one */
        }
        set_order[place](m, node, (uint8_t)(n + 1));
        used |= 1ull << n;
        before = n;
    }
}

void node_init(struct mm *m)
{
    const uint32_t nodes = m->config.nodes;
    unsigned load[MM_NODES_MAX] = {0};

    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        const uint32_t node = cpu * nodes / m->config.cpus;

        cpu_set_node(m, cpu, node);
        node_set_cpus(m, node, m->node[node].cpus | 1ull << cpu);
    }
    for (uint32_t a = 0; a < nodes; a++) {
        for (uint32_t b = 0; b < nodes; b++) {
            set_distance[b](m, a, configured_distance(&m->config, a, b));
        }
    }
    for (uint32_t node = 0; node < nodes; node++) {
        order_from(m, node, load);
    }
}

void node_check(struct mm *m)
{
    const uint32_t nodes = m->config.nodes;
    uint64_t cpus = 0;

    for (uint32_t node = 0; node < nodes; node++) {
        uint64_t used = 0;
        unsigned far = 0;

        for (uint32_t n = 0; n < nodes; n++) {
            const unsigned d = node_distance(m, node, n);

            MM_ASSERT(m, n == node ? d == NODE_DISTANCE_LOCAL : d > NODE_DISTANCE_LOCAL); /* N1 */
        }
        for (uint32_t place = 0; place < nodes; place++) { /* N2 */
            const uint32_t n = node_fallback(m, node, place);

            MM_ASSERT(m, n < nodes && (place > 0 || n == node));
            MM_ASSERT(m, node_distance(m, node, n) >= far);
            far = node_distance(m, node, n);
            used |= 1ull << n;
        }
        MM_ASSERT(m, used == (1ull << nodes) - 1);
        MM_ASSERT(m, (cpus & m->node[node].cpus) == 0); /* N3 */
        cpus |= m->node[node].cpus;
    }
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        MM_ASSERT(m, m->node[m->cpu[cpu].node].cpus >> cpu & 1);
    }
}
