/* process.h - processes: the slot, signals, exit, kill by the kernel for want of memory.
 *
 * Models    kernel/exit.c: do_exit(); kernel/signal.c: force_sig_fault(), as far as memory is concerned.
 * Differs   a process that ends is reaped at once, there is no zombie. No handlers run: a signal in proc.catch_mask is
 *           reported and the process goes on. When no frame is left the task that asked is killed; no victim is chosen.
 * Owns      struct proc (but vma_*, RSS and table figures), struct job at the end of its process.
 * Events    SPAWN SIGNAL EXIT OOM_KILL JOB_END
 * Invariants  (process_check)
 *   P1  pids of live processes are distinct and below machine.pid_next
 *   P2  a live process has a top table; a free slot is zero but for gen
 *   P3  RSS figures are the sums over its areas; total_vm_pages is the sum of area lengths
 *   P4  its job, when it has one, is live and names it
 *   P5  machine.committed_pages is the sum of the lengths of areas with VM_ACCOUNT
 */
#ifndef MM_TASK_PROCESS_H
#define MM_TASK_PROCESS_H

#include "parts/vma.h"

struct mm_cmd;

/* Can one more process be made (slots, names)? */
bool process_room(const struct mm *m);
/* End of user space of a process here. */
vaddr_t process_task_size(const struct mm *m);
/* A live process without areas, its top table made, on `cpu`. SLOT_NONE when no frame is to be had. Emits SPAWN. */
slot_t process_new(struct mm *m, const char *name, const char *file, uint32_t cpu);
/* Ends it: job, areas, tables, labels; the slot is free afterwards. Emits EXIT. */
void process_exit(struct mm *m, slot_t proc, uint32_t exit_code, uint32_t signal);
/* Deliver a signal about addr: sets machine.r_signal, r_code, r_addr. True: caught, the process lives; false: it
 * is gone. */
bool process_signal(struct mm *m, slot_t proc, unsigned signal, unsigned si_code, vaddr_t addr);
/* No frame was to be had for it: OOM_KILL, then SIGKILL. */
void process_oom_kill(struct mm *m, slot_t proc);

enum mm_err exit_check(struct mm *m, const struct mm_cmd *cmd);
void exit_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err kill_check(struct mm *m, const struct mm_cmd *cmd);
void kill_do(struct mm *m, const struct mm_cmd *cmd);

void process_check(struct mm *m);

#endif
