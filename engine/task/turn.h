/* turn.h - one turn of one job, and the clocks of CPUs that wait.
 *
 * Models    a round-robin scheduler whose quantum is counted in accesses.
 * Differs   a process stays on its CPU; no priorities, no sleeping tasks, no kernel threads.
 * Shape     the CPU with the smallest clock among those with jobs is next (the lowest number on a tie); the jobs of a
 *           CPU take turns in slot order from cpu.job_next. A turn is at most config.quantum accesses.
 * Units     accesses; *_ns simulated nanoseconds.
 * Owns      job.done, loops, rng*; cpu.job_next; proc.utime_ns; clocks of idle CPUs.
 * Events    JOB_TURN TIME_PASSES, and those of the accesses
 */
#ifndef MM_TASK_TURN_H
#define MM_TASK_TURN_H

#include "parts/vma.h"

/* The CPU whose turn it is; UINT32_MAX when no job lives. */
uint32_t turn_next_cpu(const struct mm *m);
/* Give the next job of this CPU its turn; accesses made. Ends the job when it is done. Pre: it has one. */
uint64_t turn_run(struct mm *m, uint32_t cpu);
/* The largest clock of all CPUs. */
uint64_t turn_now(const struct mm *m);
/* Does a job live on this CPU? */
bool turn_busy_cpu(const struct mm *m, uint32_t cpu);
/* Let time pass on a CPU until its clock is at least ns. */
void turn_idle_until(struct mm *m, uint32_t cpu, uint64_t ns);

#endif
