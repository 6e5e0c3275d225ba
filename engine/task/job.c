/* job.c - the commands that make accesses. */
#include "task/job.h"

#include <string.h>

#include "base/rng.h"
#include "task/access.h"
#include "task/actor.h"
#include "task/jobslot.h"
#include "task/layout.h"
#include "task/pattern.h"
#include "task/turn.h"

#define ARG_COMMAND    UINT32_MAX
#define ZIPF_PAGES_MAX (1ull << 32)

/* ---- read write fetch ---- */

/* What a line asks for, as the fields of a job. */
struct ask {
    slot_t proc;
    slot_t label; /* of `next`; SLOT_NONE */
    struct job job;
    bool seeded;
    uint64_t seed;
};

static enum mm_err ask_next(struct mm *m, const struct mm_cmd *cmd, struct ask *ask)
{
    const uint64_t bytes = cmd->arg[4].a;

    ask->label = actor_label(m, ask->proc, actor_text(cmd, 0));
    if (cmd->arg[0].kind != RANGE_WHOLE || ask->label == SLOT_NONE) {
        return actor_refuse(m, cmd, 0, MM_ENONAME, 0, 0);
    }
    const struct label *label = &m->label[ask->label];

    if (bytes == 0 || bytes > label->bytes - label->position) {
        return actor_refuse(m, cmd, 4, MM_ERANGE, bytes, label->bytes - label->position);
    }
    ask->job.start = label->start + label->position;
    ask->job.bytes = bytes;
    return MM_OK;
}

static enum mm_err ask_pattern(struct mm *m, const struct mm_cmd *cmd, struct ask *ask)
{
    struct job *job = &ask->job;

    job->pattern = actor_given(cmd, 1) ? (uint32_t)cmd->arg[1].a : PAT_SEQ;
    if (job->pattern >= PAT_COUNT) {
        return actor_refuse(m, cmd, 1, MM_EBADARG, cmd->arg[1].a, PAT_COUNT - 1);
    }
    if (job->pattern == PAT_STRIDE) {
        job->stride = cmd->arg[1].b;
        if (job->stride == 0 || job->stride > job->bytes) {
            return actor_refuse(m, cmd, 1, MM_ERANGE, job->stride, job->bytes);
        }
    }
    const uint64_t period =
        pattern_period((enum mm_pattern)job->pattern, job->start, job->bytes, job->stride);

    if (job->pattern == PAT_ZIPF) {
        job->zipf = cmd->arg[1].b;
        if (job->zipf > PATTERN_ZIPF_MAX) {
            return actor_refuse(m, cmd, 1, MM_ERANGE, job->zipf, PATTERN_ZIPF_MAX);
        }
        if (period > ZIPF_PAGES_MAX) {
            return actor_refuse(m, cmd, 0, MM_ERANGE, period, ZIPF_PAGES_MAX);
        }
    }
    job->total = actor_given(cmd, 2)        ? cmd->arg[2].a
                 : job->pattern == PAT_LOOP ? JOB_ENDLESS
                                            : period;
    if (job->total == 0) {
        return actor_refuse(m, cmd, 2, MM_ERANGE, 0, 1);
    }
    if (job->total == JOB_ENDLESS && !cmd->background) {
        return actor_refuse(m, cmd, 1, MM_EENDLESS, job->total, 0);
    }
    return MM_OK;
}

static enum mm_err ask_accesses(struct mm *m, const struct mm_cmd *cmd, enum mm_access_type type,
                                struct ask *ask)
{
    enum mm_err err;

    memset(ask, 0, sizeof(*ask));
    ask->label = SLOT_NONE;
    ask->job.kind = JK_ACCESSES;
    ask->job.access = type;
    ask->job.background = cmd->background;
    ask->seeded = actor_given(cmd, 3);
    ask->seed = cmd->arg[3].a;
    err = actor_get(m, cmd, &ask->proc);
    if (err != MM_OK) {
        return err;
    }
    if (job_busy(m, ask->proc)) {
        return actor_refuse(m, cmd, ARG_COMMAND, MM_EBUSY, 0, 0);
    }
    err = type == ACC_WRITE && actor_given(cmd, 4)
              ? ask_next(m, cmd, ask)
              : actor_range(m, cmd, 0, ask->proc, &ask->job.start, &ask->job.bytes);
    if (err != MM_OK) {
        return err;
    }
    if (ask->job.bytes == 0) {
        return actor_refuse(m, cmd, 0, MM_ERANGE, 0, 1);
    }
    if (m->config.paging_levels == 2 && ask->job.start + ask->job.bytes - 1 > UINT32_MAX) {
        return actor_refuse(m, cmd, 0, MM_ERANGE, ask->job.start + ask->job.bytes - 1, UINT32_MAX);
    }
    err = ask_pattern(m, cmd, ask);
    if (err != MM_OK) {
        return err;
    }
    if (!jobslot_room(m)) {
        return actor_refuse(m, cmd, ARG_COMMAND, MM_ELIMIT, m->config.jobs_max, m->config.jobs_max);
    }
    return MM_OK;
}

/* Take the slot, write the fields and wait when it is in the foreground. */
static void start(struct mm *m, slot_t proc, const struct job *job)
{
    if (!turn_busy_cpu(m, m->proc[proc].cpu)) {
        turn_idle_until(m, m->proc[proc].cpu, m->machine->start_ns);
    }
    const slot_t slot = jobslot_take(m, proc);

    MM_ASSERT(m, job->total > 0);
    job_set_total(m, slot, job->total);
    job_set_start(m, slot, job->start);
    job_set_bytes(m, slot, job->bytes);
    job_set_stride(m, slot, job->stride);
    job_set_rng0(m, slot, job->rng0);
    job_set_rng1(m, slot, job->rng1);
    job_set_zipf(m, slot, job->zipf);
    job_set_kind(m, slot, job->kind);
    job_set_access(m, slot, job->access);
    job_set_pattern(m, slot, job->pattern);
    job_set_trace(m, slot, job->trace);
    job_set_background(m, slot, job->background);
    if (!job->background) {
        wait_foreground(m, slot);
    }
}

static void do_accesses(struct mm *m, const struct mm_cmd *cmd, enum mm_access_type type)
{
    uint64_t rng[2];
    struct ask ask;
    const enum mm_err err = ask_accesses(m, cmd, type, &ask);

    MM_ASSERT(m, err == MM_OK);
    if (ask.job.pattern == PAT_RANDOM || ask.job.pattern == PAT_ZIPF) {
        if (!ask.seeded) { /* the machine's own generator gives the seed */
            uint64_t state[2] = {m->machine->rng0, m->machine->rng1};

            ask.seed = rng_next(state);
            machine_set_rng0(m, 0, state[0]);
            machine_set_rng1(m, 0, state[1]);
        }
        rng_seed(rng, ask.seed);
        ask.job.rng0 = rng[0];
        ask.job.rng1 = rng[1];
    }
    if (ask.label != SLOT_NONE) {
        label_set_position(m, ask.label, m->label[ask.label].position + ask.job.bytes);
    }
    start(m, ask.proc, &ask.job);
}

enum mm_err read_check(struct mm *m, const struct mm_cmd *cmd)
{
    struct ask ask;

    return ask_accesses(m, cmd, ACC_READ, &ask);
}

void read_do(struct mm *m, const struct mm_cmd *cmd)
{
    do_accesses(m, cmd, ACC_READ);
}

enum mm_err write_check(struct mm *m, const struct mm_cmd *cmd)
{
    struct ask ask;

    return ask_accesses(m, cmd, ACC_WRITE, &ask);
}

void write_do(struct mm *m, const struct mm_cmd *cmd)
{
    do_accesses(m, cmd, ACC_WRITE);
}

enum mm_err fetch_check(struct mm *m, const struct mm_cmd *cmd)
{
    struct ask ask;

    return ask_accesses(m, cmd, ACC_FETCH, &ask);
}

void fetch_do(struct mm *m, const struct mm_cmd *cmd)
{
    do_accesses(m, cmd, ACC_FETCH);
}

/* ---- touch ---- */

static enum mm_err ask_touch(struct mm *m, const struct mm_cmd *cmd, slot_t *proc, vaddr_t *addr)
{
    enum mm_err err = actor_get(m, cmd, proc);

    if (err == MM_OK && job_busy(m, *proc)) {
        err = actor_refuse(m, cmd, ARG_COMMAND, MM_EBUSY, 0, 0);
    }
    if (err == MM_OK) {
        err = actor_addr(m, cmd, 0, *proc, addr);
    }
    if (err == MM_OK && m->config.paging_levels == 2 && *addr > UINT32_MAX) {
        err = actor_refuse(m, cmd, 0, MM_ERANGE, *addr, UINT32_MAX);
    }
    if (err == MM_OK && cmd->arg[1].a >= ACC_COUNT) {
        err = actor_refuse(m, cmd, 1, MM_EBADARG, cmd->arg[1].a, ACC_COUNT - 1);
    }
    return err;
}

enum mm_err touch_check(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t proc;
    vaddr_t addr;

    return ask_touch(m, cmd, &proc, &addr);
}

void touch_do(struct mm *m, const struct mm_cmd *cmd)
{
    struct pgtable_pos leaf;
    vaddr_t addr;
    slot_t proc;
    const enum mm_err err = ask_touch(m, cmd, &proc, &addr);

    MM_ASSERT(m, err == MM_OK);
    const uint32_t cpu = m->proc[proc].cpu;
    const uint32_t gen = m->proc[proc].gen;

    if (!turn_busy_cpu(m, cpu)) {
        turn_idle_until(m, cpu, m->machine->start_ns);
    }
    m->cpu_now = cpu;
    if (access_one(m, cpu, proc, addr, (enum mm_access_type)cmd->arg[1].a) == ACCESS_OK &&
        m->proc[proc].gen == gen && pgtable_find(m, m->proc[proc].pgd_pfn, addr, &leaf)) {
        machine_set_r_addr(m, 0, addr);
        machine_set_r_pfn(m, 0, pgtable_pfn(pgtable_read(m, leaf.table, leaf.index)));
    }
}

/* ---- trace ---- */

static uint32_t find_trace(const struct mm *m, const char *name)
{
    for (uint32_t i = 0; i < m->trace_count; i++) {
        if (strcmp(m->trace[i]->name, name) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* The first access of the recording that the command makes. */
static uint64_t trace_skip(const struct mm *m, const struct mm_cmd *cmd, slot_t proc)
{
    if (actor_given(cmd, 4)) {
        return cmd->arg[4].a;
    }
    return proc != SLOT_NONE ? m->proc[proc].trace_next : 0;
}

/* A living process of that name goes on in the recording that it runs, and in no other. */
static enum mm_err trace_check_goes_on(struct mm *m, const struct mm_cmd *cmd, slot_t proc,
                                       uint32_t trace)
{
    if (m->proc[proc].trace != trace + 1 ||
        (!actor_given(cmd, 4) && m->proc[proc].trace_next == m->trace[trace]->op_count)) {
        return actor_refuse(m, cmd, 2, MM_EEXISTS, 0, 0);
    }
    if (job_busy(m, proc)) {
        return actor_refuse(m, cmd, 2, MM_EBUSY, 0, 0);
    }
    return MM_OK;
}

enum mm_err trace_check(struct mm *m, const struct mm_cmd *cmd)
{
    const uint32_t trace = find_trace(m, actor_text(cmd, 1));
    enum mm_err err = actor_new_word(m, cmd, 2);

    if (trace == UINT32_MAX) {
        return actor_refuse(m, cmd, 1, MM_ENONAME, 0, 0);
    }
    if (err != MM_OK) {
        return err;
    }
    const slot_t proc = actor_find(m, actor_text(cmd, 2));
    const uint64_t skip = trace_skip(m, cmd, proc);

    if (proc != SLOT_NONE) {
        err = trace_check_goes_on(m, cmd, proc, trace);
    }
    if (err != MM_OK) {
        return err;
    }
    if (skip >= m->trace[trace]->op_count) {
        return actor_refuse(m, cmd, 4, MM_ERANGE, skip, m->trace[trace]->op_count);
    }
    if (actor_given(cmd, 3) && cmd->arg[3].a == 0) {
        return actor_refuse(m, cmd, 3, MM_ERANGE, 0, 1);
    }
    if (!jobslot_room(m)) {
        return actor_refuse(m, cmd, ARG_COMMAND, MM_ELIMIT, m->config.jobs_max, m->config.jobs_max);
    }
    return proc != SLOT_NONE ? MM_OK : layout_check(m, cmd, 1, &m->trace[trace]->layout);
}

/* The CPU with the fewest jobs, the lowest number among equals. */
static uint32_t calm_cpu(const struct mm *m)
{
    uint32_t jobs[MM_CPUS_MAX] = {0};
    uint32_t best = 0;

    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        if (m->job[i].live) {
            jobs[m->proc[m->job[i].proc].cpu]++;
        }
    }
    for (uint32_t c = 1; c < m->config.cpus; c++) {
        best = jobs[c] < jobs[best] ? c : best;
    }
    return best;
}

void trace_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint32_t index = find_trace(m, actor_text(cmd, 1));
    const struct mm_trace *trace = m->trace[index];
    slot_t proc = actor_find(m, actor_text(cmd, 2));
    const uint64_t skip = trace_skip(m, cmd, proc);
    struct job job = {.kind = JK_TRACE,
                      .trace = index + 1,
                      .rng0 = skip,
                      .total = trace->op_count - skip,
                      .background = cmd->background};

    if (actor_given(cmd, 3) && cmd->arg[3].a < job.total) {
        job.total = cmd->arg[3].a;
    }
    if (proc == SLOT_NONE) {
        proc = layout_spawn(m, actor_text(cmd, 2), &trace->layout, calm_cpu(m));
    }
    if (proc == SLOT_NONE) {
        return; /* no frame for its tables: the errno is set */
    }
    ev(m, EV_TRACE_BEGIN, index, m->proc[proc].pid, job.total);
    proc_set_trace(m, proc, index + 1);
    proc_set_trace_next(m, proc, skip); /* moves when the job ends */
    start(m, proc, &job);
}

void job_check(struct mm *m)
{
    jobslot_check(m);
    for (slot_t i = 0; i < m->config.jobs_max; i++) {
        const struct job *j = &m->job[i];

        if (!j->live) {
            continue;
        }
        MM_ASSERT(m, j->done < j->total || m->machine->running); /* J2 */
        if (j->kind == JK_TRACE) {
            MM_ASSERT(m, j->trace >= 1 && j->trace <= m->trace_count); /* J3 */
            MM_ASSERT(m, j->rng0 + j->total <= m->trace[j->trace - 1]->op_count);
        } else {
            MM_ASSERT(m, j->bytes > 0 && j->pattern < PAT_COUNT && j->trace == 0);
        }
    }
}
