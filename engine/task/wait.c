/* wait.c - what a running command waits for, and the commands that only wait or end a job. */
#include "task/wait.h"

#include "task/actor.h"
#include "task/jobslot.h"
#include "task/turn.h"

bool job_busy(const struct mm *m, slot_t proc)
{
    return m->proc[proc].job != 0;
}

/* ---- waiting ---- */

static bool any_job(const struct mm *m)
{
    return turn_next_cpu(m) != UINT32_MAX;
}

/* Whether what the command waits for is still to come, time aside. */
static bool expected(const struct mm *m)
{
    const struct machine *w = m->machine;

    switch ((enum job_wait)w->wait_kind) {
    case JOB_WAIT_PROC: return m->proc[w->wait_slot].live && job_busy(m, w->wait_slot);
    case JOB_WAIT_ALL: return any_job(m);
    case JOB_WAIT_UNTIL:
    case JOB_WAIT_CLOCK: return true;
    case JOB_WAIT_NONE: break;
    }
    return false;
}

static void wait_for(struct mm *m, enum job_wait kind, slot_t proc, uint64_t until_ns)
{
    machine_set_wait_kind(m, 0, kind);
    machine_set_wait_slot(m, 0, proc);
    machine_set_until_ns(m, 0, until_ns);
}

/* Nothing is waited for any more: CPUs without work catch up with the latest of them. */
static void settle(struct mm *m, uint64_t ns)
{
    const uint64_t now = turn_now(m);

    for (uint32_t c = 0; c < m->config.cpus; c++) {
        if (!turn_busy_cpu(m, c)) {
            turn_idle_until(m, c, ns > now ? ns : now);
        }
    }
    wait_for(m, JOB_WAIT_NONE, 0, 0);
    machine_set_fg_job(m, 0, 0);
}

/* The end of a wait by the clock: a sleep is over; anything else was given up. */
static enum mm_run_state timed_out(struct mm *m)
{
    const uint64_t until_ns = m->machine->until_ns;

    if (m->machine->wait_kind != JOB_WAIT_CLOCK) {
        machine_set_r_errno(m, 0, LX_EAGAIN);
    }
    settle(m, until_ns);
    return MM_DONE;
}

enum mm_run_state job_run(struct mm *m, uint64_t budget)
{
    uint64_t made = 0;

    do {
        const uint32_t cpu = turn_next_cpu(m);

        if (!expected(m)) {
            settle(m, 0);
            return MM_DONE;
        }
        if (cpu == UINT32_MAX) { /* nobody works: only time can pass */
            return timed_out(m);
        }
        if (m->machine->until_ns != 0 && m->cpu[cpu].clock_ns >= m->machine->until_ns) {
            return timed_out(m);
        }
        machine_set_turns(m, 0, m->machine->turns + 1);
        made += turn_run(m, cpu);
    } while (made < budget);
    if (expected(m)) {
        return MM_MORE;
    }
    settle(m, 0);
    return MM_DONE;
}

void job_stop_command(struct mm *m)
{
    const uint32_t job = m->machine->fg_job;

    if (job != 0 && m->job[job - 1].live) {
        jobslot_end(m, job - 1);
    }
    settle(m, 0);
}

void job_progress(const struct mm *m, uint64_t *done, uint64_t *total)
{
    *done = 0;
    *total = 0;
    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        const struct job *j = &m->job[i];
        const bool wanted =
            m->machine->wait_kind == JOB_WAIT_ALL ||
            (m->machine->wait_kind == JOB_WAIT_PROC && m->machine->wait_slot == j->proc);

        if (j->live && wanted && j->total != JOB_ENDLESS) {
            *done += j->done;
            *total += j->total;
        }
    }
}

void wait_foreground(struct mm *m, slot_t job)
{
    wait_for(m, JOB_WAIT_PROC, m->job[job].proc, 0);
    machine_set_fg_job(m, 0, job + 1);
}

/* ---- wait stop sleep ---- */

/* The clock `ns` after `now`; 0 when that is beyond what a clock can show. */
static uint64_t clock_in(uint64_t now, uint64_t ns)
{
    return ns < UINT64_MAX / 2 - now ? now + ns : 0;
}

enum mm_err wait_check(struct mm *m, const struct mm_cmd *cmd)
{
    const bool bounded = actor_given(cmd, 2);
    slot_t proc = SLOT_NONE;

    if (bounded && clock_in(turn_now(m), cmd->arg[2].a) == 0) {
        return actor_refuse(m, cmd, 2, MM_ERANGE, cmd->arg[2].a, UINT64_MAX / 2);
    }
    if (actor_given(cmd, 1)) {
        return MM_OK;
    }
    if (actor_given(cmd, 0)) {
        const enum mm_err err = actor_get_arg(m, cmd, 0, &proc);

        if (err != MM_OK) {
            return err;
        }
    }
    for (slot_t i = 0; i < m->config.jobs_max && !bounded; i++) {
        const struct job *j = &m->job[i];

        if (j->live && j->total == JOB_ENDLESS && (proc == SLOT_NONE || j->proc == proc)) {
            return actor_refuse(m, cmd, 0, MM_EENDLESS, 0, 0);
        }
    }
    return MM_OK;
}

void wait_do(struct mm *m, const struct mm_cmd *cmd)
{
    uint64_t until_ns = 0;
    slot_t proc = 0;

    if (actor_given(cmd, 2)) {
        until_ns = clock_in(m->machine->start_ns, cmd->arg[2].a);
    }
    if (actor_given(cmd, 1)) {
        wait_for(m, JOB_WAIT_UNTIL, 0, until_ns);
    } else if (actor_given(cmd, 0)) {
        const enum mm_err err = actor_get_arg(m, cmd, 0, &proc);

        MM_ASSERT(m, err == MM_OK);
        wait_for(m, JOB_WAIT_PROC, proc, until_ns);
    } else {
        wait_for(m, JOB_WAIT_ALL, 0, until_ns);
    }
}

enum mm_err stop_check(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t proc;
    const enum mm_err err = actor_get_arg(m, cmd, 0, &proc);

    if (err == MM_OK && !job_busy(m, proc)) {
        return actor_refuse(m, cmd, 0, MM_EBADARG, 0, 0);
    }
    return err;
}

void stop_do(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t proc;
    const enum mm_err err = actor_get_arg(m, cmd, 0, &proc);

    MM_ASSERT(m, err == MM_OK);
    jobslot_end(m, m->proc[proc].job - 1);
}

enum mm_err sleep_check(struct mm *m, const struct mm_cmd *cmd)
{
    if (clock_in(turn_now(m), cmd->arg[0].a) == 0) {
        return actor_refuse(m, cmd, 0, MM_ERANGE, cmd->arg[0].a, UINT64_MAX / 2);
    }
    return MM_OK;
}

void sleep_do(struct mm *m, const struct mm_cmd *cmd)
{
    wait_for(m, JOB_WAIT_CLOCK, 0, clock_in(m->machine->start_ns, cmd->arg[0].a));
}
