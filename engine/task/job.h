/* job.h - the commands that make accesses: read write fetch touch trace.
 *
 * Models    a program's loads, stores and fetches.
 * Differs   a job names whole pages; `touch` is one access at once and no job.
 * Shape     one job a process (proc.job). An `accesses` job goes over [start, start + bytes) in the order of
 *           task/pattern; a `trace` job makes the recorded operations from number rng0 on. The position is job.done,
 *           so a job can be left and taken up at any access.
 * Units     accesses.
 * Owns      job records while they live (task/turn moves their position).
 * Events    TRACE_BEGIN, and those of the accesses
 * Invariants  (checked, same letters, in job_check)
 *   J1 J4   jobslot.h
 *   J2  done < total unless the job is ending
 *   J3  a trace job's trace exists and its operations reach as far as total
 */
#ifndef MM_TASK_JOB_H
#define MM_TASK_JOB_H

#include "mm.h"
#include "task/wait.h"

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
/* What jobslot_check asserts, and J2 J3. */
void job_check(struct mm *m);

#endif
