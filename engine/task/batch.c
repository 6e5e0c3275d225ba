/* batch.c - many accesses at once, and what they come to in counts and time. */
#include "task/batch.h"

#include "parts/node.h"
#include "parts/zone.h"
#include "task/batchwalk.h"
#include "task/sprint.h"
#include "task/sprintset.h"

/* No access without a fault makes more events than this. */
#define EVENTS_MAX (16u + MM_LEVELS_MAX)
#define OWN_MAX \
    512u /* accesses written down on a machine of several nodes when nobody asks for them */

enum { L1, L2 };

static void count_events(struct mm *m, enum mm_event_type type, uint64_t count)
{
    evcount_set_count(m, type, m->evcount[type].count + count);
    machine_set_seq(m, 0, m->machine->seq + count);
}

static void count_tlb(struct mm *m, uint32_t cpu, unsigned level, uint64_t hits, uint64_t misses)
{
    const uint32_t id = cpu * MM_TLB_LEVELS_MAX + level;

    tlbstat_set_hits(m, id, m->tlbstat[id].hits + hits);
    tlbstat_set_misses(m, id, m->tlbstat[id].misses + misses);
    count_events(m, EV_TLB_HIT, hits);
    count_events(m, EV_TLB_MISS, misses);
}

/* Write down what was counted. */
static void settle(const struct batch *b, uint32_t cpu)
{
    struct mm *m = b->m;
    const struct batch_tally *n = &b->n;
    const uint64_t *ns = m->config.cost_ns;
    const uint64_t hits1 = n->done - n->misses;
    const uint64_t misses2 = n->misses - n->hits2; /* of the last level: each has a walk */
    const uint64_t walks = misses2 + n->upgrades;
    const uint64_t fills2 = b->levels > 1 ? walks : 0;

    count_tlb(m, cpu, L1, hits1, n->misses);
    if (b->levels > 1) {
        count_tlb(m, cpu, L2, n->hits2, misses2);
    }
    count_events(m, EV_ACCESS, n->done);
    count_events(m, EV_RETURN, n->done);
    count_events(m, EV_STORE, n->stores);
    count_events(m, EV_TLB_FILL, n->misses + n->upgrades + fills2);
    count_events(m, EV_TLB_EVICT, n->evictions);
    count_events(m, EV_WALK_LEVEL, walks * b->paging_levels);
    count_events(m, EV_PTE_MARK, n->marks);
    machine_set_tag_next(m, 0, b->tag);
    clock_add(m, cpu,
              hits1 * ns[COST_TLB_HIT] + n->hits2 * ns[COST_TLB_L2_HIT] +
                  walks * b->paging_levels * ns[COST_WALK_LEVEL]);
}

/* What the sprint leaves over is made here, one access at a time. */
static void sprint(struct batch *b, const uint64_t *ops, uint64_t count, struct mm_access *record)
{
    struct mm *m = b->m;
    struct sprint_tally n = {.tag = b->tag, .record = record};
    uint64_t done = sprint_run(m, ops, count, &n);
    bool made = true;

    while (done < count && made) {
        const vpn_t vpn = ops[done] >> (2 + MM_PAGE_SHIFT);

        b->tag = n.tag;
        sprintset_lend(m, vpn);
        made = batchwalk_run(b, ops + done, 1, record != NULL ? record + done : NULL) == 1;
        sprintset_take(m, vpn);
        n.tag = b->tag;
        done += made;
        if (made) {
            n.record = record != NULL ? record + done : NULL;
            done += sprint_run(m, ops + done, count - done, &n);
        }
    }
    b->tag = n.tag;
    b->n.misses += n.misses;
    b->n.hits2 += n.hits2;
    b->n.evictions += n.evictions;
    b->n.stores += n.stores;
    b->n.done = done;
}

/* Where the frames are: memory of another node costs more. Which accesses have one event more is written down. */
static void reach_memory(struct mm *m, uint32_t cpu, struct mm_access *record, uint64_t count)
{
    const uint32_t own = m->cpu[cpu].node;
    uint64_t there[MM_NODES_MAX] = {0};
    uint64_t remote = 0;

    for (uint64_t i = 0; i < count; i++) {
        const uint32_t node = node_of(m, record[i].pfn);

        there[node]++;
        record[i].events = (uint8_t)(record[i].events + (node != own));
    }
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        if (node != own) {
            remote += there[node];
            clock_add(m, cpu, there[node] * access_far_ns(m, own, node));
        }
    }
    node_set_access_local(m, own, m->node[own].access_local + there[own]);
    node_set_access_remote(m, own, m->node[own].access_remote + remote);
    count_events(m, EV_NUMA_REMOTE, remote);
}

uint64_t batch_run(struct mm *m, uint32_t cpu, slot_t proc, const uint64_t *ops, uint64_t count,
                   struct mm_access *record)
{
    struct mm_access own[OWN_MAX];
    const bool nodes = m->config.nodes > 1;
    const bool pure = record != NULL;
    struct batch b;

    if (m->observed || m->fast_off || m->cpu[cpu].proc != proc + 1) {
        return 0;
    }
    if (count > (m->seq_stop - m->machine->seq) / EVENTS_MAX) {
        count = (m->seq_stop - m->machine->seq) / EVENTS_MAX;
    }
    if (nodes && record == NULL) {
        record = own;
        count = count < OWN_MAX ? count : OWN_MAX;
    }
    if (count == 0) {
        return 0;
    }
    batchwalk_init(&b, m, cpu, proc);
    b.pure = pure;
    if (sprint_ready(m, cpu, proc)) {
        sprint(&b, ops, count, record);
    } else {
        batchwalk_mark(m, cpu);
        b.n.done = batchwalk_run(&b, ops, count, record);
        sprint_calm(m, b.n.done);
    }
    if (b.n.done > 0) {
        settle(&b, cpu);
    }
    if (nodes && b.n.done > 0) {
        reach_memory(m, cpu, record, b.n.done);
    }
    return b.n.done;
}
