/* jobslot.c - taking and clearing job records. */
#include "task/jobslot.h"

static slot_t free_slot(const struct mm *m)
{
    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        if (!m->job[i].live) {
            return i;
        }
    }
    return SLOT_NONE;
}

bool jobslot_room(const struct mm *m)
{
    return free_slot(m) != SLOT_NONE;
}

slot_t jobslot_take(struct mm *m, slot_t proc)
{
    const slot_t job = free_slot(m);

    MM_ASSERT(m, job != SLOT_NONE && m->proc[proc].live && m->proc[proc].job == 0);
    job_set_live(m, job, 1);
    job_set_gen(m, job, m->job[job].gen + 1);
    job_set_proc(m, job, proc);
    proc_set_job(m, proc, job + 1);
    return job;
}

void jobslot_end(struct mm *m, slot_t job)
{
    const slot_t proc = m->job[job].proc;

    MM_ASSERT(m, m->job[job].live);
    ev(m, EV_JOB_END, job, m->proc[proc].pid, m->job[job].done);
    if (m->job[job].kind == JK_TRACE) { /* stopped or done: the process can go on from here */
        proc_set_trace_next(m, proc, m->job[job].rng0 + m->job[job].done);
    }
    proc_set_job(m, proc, 0);
#define CLEAR(kind, name, type, vis, unit, en, zh) \
    if (MM_F_##kind##_##name != MM_F_job_gen) {    \
        kind##_set_##name(m, job, 0);              \
    }
    MM_JOB_FIELDS(CLEAR)
#undef CLEAR
}

void jobslot_check(struct mm *m)
{
    static const struct job none;

    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        const struct job *j = &m->job[i];

        if (j->live) {
            MM_ASSERT(m, m->proc[j->proc].live && m->proc[j->proc].job == i + 1); /* J1 */
            MM_ASSERT(m, j->done <= j->total);                                    /* J2 */
            continue;
        }
#define EMPTY(kind, name, type, vis, unit, en, zh) \
    MM_ASSERT(m, MM_F_##kind##_##name == MM_F_job_gen || j->name == none.name); /* J4 */
        MM_JOB_FIELDS(EMPTY)
#undef EMPTY
    }
    for (slot_t p = 0; p < m->config.procs_max; p++) {
        const uint32_t job = m->proc[p].job;

        MM_ASSERT(m, job == 0 || (m->job[job - 1].live && m->job[job - 1].proc == p)); /* J1 */
    }
}
