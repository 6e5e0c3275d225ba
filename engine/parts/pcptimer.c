/* pcptimer.c - the seconds of each CPU. */
#include "parts/pcptimer.h"

#define SECOND_NS 1000000000ull
#define IDLE_S    3u /* so long unused, and pages of other nodes go */

static uint64_t seconds(const struct mm *m, uint32_t cpu)
{
    return m->cpu[cpu].clock_ns / SECOND_NS;
}

static bool is_remote(const struct mm *m, uint32_t cpu, uint32_t zone)
{
    return m->zone[zone].node != m->cpu[cpu].node;
}

/* Something would come of a second here: a count to tell, a list to watch. */
static bool has_work(const struct mm *m, uint32_t cpu)
{
    for (uint32_t zone = 0; zone < m->zones; zone++) {
        const struct pcp *p = &m->pcp[pcp_id(m, cpu, zone)];

        if (p->untold != 0 ||
            (is_remote(m, cpu, zone) && p->count > 0 && (p->used || p->expire_s > 0))) {
            return true;
        }
    }
    return false;
}

bool pcptimer_due(const struct mm *m)
{
    const bool watched = m->config.nodes > 1 || m->config.drift;

    for (uint32_t cpu = 0; watched && cpu < m->config.cpus; cpu++) {
        if (seconds(m, cpu) > m->cpu[cpu].refreshed_s) {
            return true;
        }
    }
    return false;
}

static void watch(struct mm *m, uint32_t cpu, uint32_t zone)
{
    const uint32_t pcp = pcp_id(m, cpu, zone);
    const struct pcp *p = &m->pcp[pcp];

    if (p->used) {
        pcp_set_used(m, pcp, 0);
        pcp_set_expire_s(m, pcp, IDLE_S);
    }
    if (p->expire_s == 0 || p->count == 0) {
        return;
    }
    pcp_set_expire_s(m, pcp, is_remote(m, cpu, zone) ? p->expire_s - 1 : 0);
    if (p->expire_s == 0 && is_remote(m, cpu, zone)) {
        ev(m, EV_PCP_EXPIRE, cpu, zone, IDLE_S);
        ev_push(m);
        pcp_drain_some(m, cpu, zone, p->batch);
        ev_pop(m);
    }
}

static void second(struct mm *m, uint32_t cpu)
{
    for (uint32_t zone = 0; zone < m->zones; zone++) {
        pcp_tell(m, cpu, zone);
        watch(m, cpu, zone);
    }
}

void pcptimer_run(struct mm *m)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        for (uint64_t s = m->cpu[cpu].refreshed_s; s < seconds(m, cpu) && has_work(m, cpu); s++) {
            second(m, cpu);
        }
        if (m->cpu[cpu].refreshed_s != seconds(m, cpu)) {
            cpu_set_refreshed_s(m, cpu, seconds(m, cpu));
        }
    }
}

void pcptimer_check(struct mm *m)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        MM_ASSERT(m, m->cpu[cpu].refreshed_s <= seconds(m, cpu)); /* T1 */
        for (uint32_t zone = 0; zone < m->zones; zone++) {
            const uint32_t most = m->config.nodes > 1 ? IDLE_S : 0;

            MM_ASSERT(m, m->pcp[pcp_id(m, cpu, zone)].expire_s <= most);
        }
    }
}
