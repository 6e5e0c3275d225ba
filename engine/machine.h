/* machine.h - boot, the table of commands, one step from its opening to its end.
 *
 * Models    nothing by itself: it hands every command to the module that owns it and lets tasks take turns.
 * Shape     machine_open, then machine_turn until MM_DONE. A step's number is machine.step + 1 while it runs.
 * Units     a turn is what the scheduler gives one job, at most config.quantum accesses.
 * Owns      machine.{seq,step,running,turns,cmd_seq,start_ns,r_*}, evcount.
 * Events    COMMAND COMMAND_END
 * Invariants  (machine_check)
 *   M1  the sum of the event counters is seq
 *   M2  no command runs: nothing is waited for
 */
#ifndef MM_MACHINE_H
#define MM_MACHINE_H

#include "base/mm_int.h"
#include "mm.h"

/* Boot: sysctls, memory, TLBs; step 0, seq 0. Pre: state_init. */
void machine_boot(struct mm *m);
/* May this command be begun now? Changes nothing; fills m->fail when not. */
enum mm_err machine_accepts(struct mm *m, const struct mm_cmd *cmd);
/* Open a step. Pre: machine_accepts. */
void machine_open(struct mm *m, const struct mm_cmd *cmd);
/* One scheduler turn of the open step; closes it when nothing is left to wait for. */
enum mm_run_state machine_turn(struct mm *m);
/* End the open step where it is. */
void machine_stop(struct mm *m);
void machine_check(struct mm *m);

#endif
