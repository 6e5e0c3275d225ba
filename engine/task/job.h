/* job.h - work that takes time, and who runs next: read write fetch touch trace wait stop sleep.
 *
 * Models    a round-robin scheduler with a fixed quantum counted in accesses.
 * Differs   a process stays on its CPU; the quantum is config.quantum accesses, not a time slice with priorities; a
 *           process without a job uses no time.
 * Shape     one job a process (proc.job). An `accesses` job goes over [start, start + bytes) page by page; a `trace`
 *           job over the recorded operations from rng0 on. Position is job.done, so a job can be left and taken up at
 *           any access. The CPU with the smallest clock among those with jobs has the next turn (the lowest number on
 *           a tie); jobs of a CPU take turns in slot order from cpu.job_next.
 * Units     accesses; *_ns simulated nanoseconds.
 * Owns      job records while they live; machine.wait_kind, wait_slot, until_ns, turns, fg_job; cpu.job_next.
 * Events    JOB_TURN JOB_END TRACE_BEGIN TIME_PASSES
 * Invariants  (checked, same letters, in job_check)
 *   J1  a live job's process is live and its proc.job is the job, plus 1; and the other way round
 *   J2  done <= total; done == total only for a job that is ending
 *   J3  a trace job's trace exists and its operations reach as far as total
 *   J4  an empty slot has every field but gen zero
 */
#ifndef MM_TASK_JOB_H
#define MM_TASK_JOB_H

#include "mm.h"
#include "task/access.h"

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

enum mm_err read_check(struct mm *m, const struct mm_cmd *cmd);
void read_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err write_check(struct mm *m, const struct mm_cmd *cmd);
void write_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err fetch_check(struct mm *m, const struct mm_cmd *cmd);
void fetch_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err touch_check(struct mm *m, const struct mm_cmd *cmd);
void touch_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err trace_check(struct mm *m, const struct mm_cmd *cmd);
void trace_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err wait_check(struct mm *m, const struct mm_cmd *cmd);
void wait_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err stop_check(struct mm *m, const struct mm_cmd *cmd);
void stop_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err sleep_check(struct mm *m, const struct mm_cmd *cmd);
void sleep_do(struct mm *m, const struct mm_cmd *cmd);

void job_check(struct mm *m);

#endif
