/* jobslot.h - the record of a job: taken when one begins, cleared when it ends, whoever ends it.
 *
 * Models    nothing of Linux.
 * Shape     proc.job is the slot plus 1; job.proc points back. Which work a job is: task/pattern and task/turn.
 * Owns      struct job's live, gen, proc; proc.job; proc.trace_next when a trace ends.
 * Events    JOB_END
 * Invariants  (checked, same letters, in jobslot_check)
 *   J1  a live job's process is live and its proc.job is the job, plus 1; and the other way round
 *   J2  done <= total
 *   J4  an empty slot has every field but gen zero
 */
#ifndef MM_TASK_JOBSLOT_H
#define MM_TASK_JOBSLOT_H

#include "parts/vma.h"

/* Is there a slot for one more? A limit of the tool. */
bool jobslot_room(const struct mm *m);
/* A slot for a job of this process, all its other fields zero. Pre: room; the process has no job. */
slot_t jobslot_take(struct mm *m, slot_t proc);
/* The job ends (done, stopped, or its process is going): EV_JOB_END, the slot is empty. */
void jobslot_end(struct mm *m, slot_t job);
void jobslot_check(struct mm *m);

#endif
