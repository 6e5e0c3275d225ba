/* turn.c - whose turn it is, and what a job does in it. */
#include "task/turn.h"

#include "mm.h"
#include "task/batch.h"
#include "task/jobslot.h"
#include "task/pattern.h"
#include "task/sprint.h"

#define AHEAD 256u /* addresses worked out at once */

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

/* Make these accesses, fast where possible. False when the process died of one. */
static bool make(struct mm *m, slot_t job, uint32_t cpu, const struct pattern *p,
                 const uint64_t *op, uint64_t (*rng)[2], uint64_t count)
{
    const slot_t proc = m->job[job].proc;
    uint64_t i = 0;

    while (i < count) {
        const uint64_t quick = batch_run(m, cpu, proc, op + i, count - i);

        if (quick > 0) {
            i += quick;
            advance(m, job, p, quick, p != NULL ? rng[i - 1] : NULL);
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
