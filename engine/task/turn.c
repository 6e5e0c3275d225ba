/* turn.c - whose turn it is, and what a job does in it. */
#include "task/turn.h"

#include "mm.h"
#include "task/batch.h"
#include "task/jobslot.h"
#include "task/pattern.h"
#include "task/sprint.h"

#define AHEAD 256u /* addresses worked out at once */
#define TOLD  512u /* accesses told at once */

uint32_t turn_next_cpu(const struct mm *m)
{
    uint32_t best = UINT32_MAX;

    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        if (m->job[i].live) {
            const uint32_t cpu = m->proc[m->job[i].proc].cpu;

            if (best == UINT32_MAX || m->cpu[cpu].clock_ns < m->cpu[best].clock_ns ||
                (m->cpu[cpu].clock_ns == m->cpu[best].clock_ns && cpu < best)) {
                best = cpu;
            }
        }
    }
    return best;
}

static bool runs_on(const struct mm *m, slot_t job, uint32_t cpu)
{
    return m->job[job].live && m->proc[m->job[job].proc].cpu == cpu;
}

bool turn_busy_cpu(const struct mm *m, uint32_t cpu)
{
    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        if (runs_on(m, i, cpu)) {
            return true;
        }
    }
    return false;
}

uint64_t turn_now(const struct mm *m)
{
    uint64_t now = 0;

    for (uint32_t c = 0; c < m->config.cpus; c++) {
        now = m->cpu[c].clock_ns > now ? m->cpu[c].clock_ns : now;
    }
    return now;
}

void turn_idle_until(struct mm *m, uint32_t cpu, uint64_t ns)
{
    if (m->cpu[cpu].clock_ns < ns) {
        ev(m, EV_TIME_PASSES, cpu, ns - m->cpu[cpu].clock_ns);
        cpu_set_clock_ns(m, cpu, ns);
    }
}

/* Addresses worked out ahead, and where the generator stands after each. */
struct ahead {
    uint64_t op[AHEAD];
    uint64_t rng[AHEAD][2];
};

/* `count` accesses of the job have been made. */
static void advance(struct mm *m, slot_t job, const struct pattern *p, uint64_t count,
                    const uint64_t rng[2])
{
    const uint64_t done = m->job[job].done + count;

    job_set_done(m, job, done);
    if (p != NULL) {
        job_set_loops(m, job, done / p->period);
        job_set_rng0(m, job, rng[0]);
        job_set_rng1(m, job, rng[1]);
    }
}

const uint16_t mm_access_events[MM_ACCESS_EVENTS_N] = {
#define X(name) EV_##name,
    MM_ACCESS_EVENTS(X)
#undef X
};

static void events_so_far(const struct mm *m, uint64_t count[MM_ACCESS_EVENTS_N])
{
    for (unsigned i = 0; i < MM_ACCESS_EVENTS_N; i++) {
        count[i] = m->evcount[mm_access_events[i]].count;
    }
}

/* What the sections say that such accesses touch, without changes to tell it. Frames only have other tags. */
static void view_leave(struct mm *m, uint64_t stores)
{
    m->view_stale |= 1u << MM_SEC_machine | 1u << MM_SEC_memory | 1u << MM_SEC_tlb |
                     1u << MM_SEC_counters | 1u << MM_SEC_processes;
    m->view_stale |= stores > 0 ? 1u << MM_SEC_frames : 0;
}

/* As many accesses as can be made fast and told together. */
static uint64_t make_told(struct mm *m, slot_t job, uint32_t cpu, const struct pattern *p,
                          const uint64_t *op, uint64_t (*rng)[2], uint64_t count)
{
    const slot_t proc = m->job[job].proc;
    struct mm_access record[TOLD];
    uint64_t before[MM_ACCESS_EVENTS_N];
    struct mm_accesses run = {.seq_first = m->machine->seq + 1,
                              .access = record,
                              .cpu = cpu,
                              .pid = m->proc[proc].pid,
                              .tag_first = m->machine->tag_next};

    events_so_far(m, before);
    m->observed = 0;
    run.count = batch_run(m, cpu, proc, op, count < TOLD ? count : TOLD, record);
    if (run.count > 0) {
        advance(m, job, p, run.count, p != NULL ? rng[run.count - 1] : NULL);
    }
    m->observed = 1;
    if (run.count > 0) {
        events_so_far(m, run.events);
        for (unsigned i = 0; i < MM_ACCESS_EVENTS_N; i++) {
            run.events[i] -= before[i];
        }
        view_leave(m, run.events[MM_ACCESS_STORE]);
        m->sink->accesses(m->sink->ctx, &run);
    }
    return run.count;
}

/* As many accesses as can be made fast. */
static uint64_t make_quick(struct mm *m, slot_t job, uint32_t cpu, const struct pattern *p,
                           const uint64_t *op, uint64_t (*rng)[2], uint64_t count)
{
    if (m->observed) {
        return m->sink->accesses != NULL ? make_told(m, job, cpu, p, op, rng, count) : 0;
    }
    const uint64_t quick = batch_run(m, cpu, m->job[job].proc, op, count, NULL);

    if (quick > 0) {
        advance(m, job, p, quick, p != NULL ? rng[quick - 1] : NULL);
    }
    return quick;
}

/* Make these accesses, fast where possible. False when the process died of one. */
static bool make(struct mm *m, slot_t job, uint32_t cpu, const struct pattern *p,
                 const uint64_t *op, uint64_t (*rng)[2], uint64_t count)
{
    const slot_t proc = m->job[job].proc;
    uint64_t i = 0;

    while (i < count) {
        const uint64_t quick =
            make_quick(m, job, cpu, p, op + i, p != NULL ? rng + i : NULL, count - i);

        if (quick > 0) {
            i += quick;
            continue;
        }
        sprint_close(m);
        if (access_one(m, cpu, proc, MM_OP_ADDR(op[i]), (enum mm_access_type)MM_OP_ACCESS(op[i])) ==
            ACCESS_KILLED) {
            return false;
        }
        advance(m, job, p, 1, p != NULL ? rng[i] : NULL);
        i++;
    }
    return true;
}

static bool make_pattern(struct mm *m, slot_t job, uint32_t cpu, uint64_t count)
{
    const unsigned type = m->job[job].access;
    struct pattern p;
    struct ahead a;

    pattern_init(m, job, &p);
    while (count > 0) {
        const uint64_t n = count < AHEAD ? count : AHEAD;

        for (uint64_t i = 0; i < n; i++) {
            a.op[i] = MM_OP(pattern_next(&p), type);
            a.rng[i][0] = p.rng[0];
            a.rng[i][1] = p.rng[1];
        }
        if (!make(m, job, cpu, &p, a.op, a.rng, n)) {
            return false;
        }
        count -= n;
    }
    return true;
}

static slot_t pick(const struct mm *m, uint32_t cpu)
{
    const slot_t first = m->cpu[cpu].job_next;

    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        const slot_t job = (first + i) % m->config.jobs_max;

        if (runs_on(m, job, cpu)) {
            return job;
        }
    }
    return SLOT_NONE;
}

uint64_t turn_run(struct mm *m, uint32_t cpu)
{
    const slot_t job = pick(m, cpu);

    MM_ASSERT(m, job != SLOT_NONE);
    const struct job *j = &m->job[job];
    const slot_t proc = j->proc;
    const uint64_t before = j->done;
    const uint64_t began_ns = m->cpu[cpu].clock_ns;
    uint64_t count = m->config.quantum;
    bool alive;

    if (count > j->total - before) {
        count = j->total - before;
    }
    m->cpu_now = cpu;
    cpu_set_job_next(m, cpu, (job + 1) % m->config.jobs_max);
    ev(m, EV_JOB_TURN, job, m->proc[proc].pid, cpu);
    ev_push(m);
    if (m->cpu[cpu].proc != proc + 1) {
        sprint_close(m);
        access_load(m, cpu, proc);
    }
    if (j->kind == JK_TRACE) {
        const uint64_t *ops = m->trace[j->trace - 1]->ops + j->rng0 + before;

        alive = make(m, job, cpu, NULL, ops, NULL, count);
    } else {
        alive = make_pattern(m, job, cpu, count);
    }
    if (alive) {
        proc_set_utime_ns(m, proc, m->proc[proc].utime_ns + m->cpu[cpu].clock_ns - began_ns);
        if (j->done == j->total) {
            jobslot_end(m, job);
        }
    }
    ev_pop(m);
    return count;
}
