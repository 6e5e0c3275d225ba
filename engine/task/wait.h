/* wait.h - what a running command waits for, and how turns are given until it has come: wait stop sleep.
 *
 * Models    a shell's wait and sleep.
 * Differs   time passes only while a command waits; a command that only calls the kernel takes its own cost.
 * Shape     machine.wait_kind and wait_slot say for what, machine.until_ns (0: never) when it is given up. A foreground
 *           command starts its job and waits for it. CPUs without a job move to the latest clock when the wait is over.
 * Units     *_ns simulated nanoseconds; budgets in accesses.
 * Owns      machine.wait_kind, wait_slot, until_ns, fg_job (slot + 1), turns.
 * Events    JOB_END (stop) TIME_PASSES
 */
#ifndef MM_TASK_WAIT_H
#define MM_TASK_WAIT_H

#include "mm.h"
#include "parts/vma.h"

#define JOB_ENDLESS UINT64_MAX

/* What the running command waits for (machine.wait_kind). */
enum job_wait {
    JOB_WAIT_NONE,  /* nothing: the command is over */
    JOB_WAIT_PROC,  /* the job of process wait_slot */
    JOB_WAIT_ALL,   /* every job */
    JOB_WAIT_UNTIL, /* until the host stops it, or until_ns */
    JOB_WAIT_CLOCK  /* until_ns */
};

/* One or more scheduler turns of the running command, until about `budget` accesses were made (0: one turn) or what it
 * waits for has come. MM_DONE when it has. The result does not depend on the budgets. */
enum mm_run_state job_run(struct mm *m, uint64_t budget);
/* mm_stop: the command waits no longer; its foreground job ends. */
void job_stop_command(struct mm *m);
/* Whether the process has a job: then it takes only kill and stop. */
bool job_busy(const struct mm *m, slot_t proc);
/* Accesses done and wanted by what the running command waits for; both 0 when that is no job. */
void job_progress(const struct mm *m, uint64_t *done, uint64_t *total);

/* A command that just started this job waits for it. */
void wait_foreground(struct mm *m, slot_t job);

enum mm_err wait_check(struct mm *m, const struct mm_cmd *cmd);
void wait_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err stop_check(struct mm *m, const struct mm_cmd *cmd);
void stop_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err sleep_check(struct mm *m, const struct mm_cmd *cmd);
void sleep_do(struct mm *m, const struct mm_cmd *cmd);

#endif
