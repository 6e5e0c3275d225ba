/* brk.h - the end of the heap.
 *
 * Models    Linux 6.1 mm/mmap.c: SYSCALL(brk), do_brk_flags().
 * Differs   RLIMIT_DATA and RLIMIT_AS are unlimited.
 * Shape     [start_brk, brk) is the heap; its first area never joins the bss below it, later ones extend it.
 * Units     bytes.
 * Owns      proc.brk after the start of the program.
 * Events    SYSCALL COMMIT_CHECK VMA_NEW VMA_RESIZE BRK_MOVE SYSCALL_RETURN
 */
#ifndef MM_TASK_BRK_H
#define MM_TASK_BRK_H

#include "parts/vma.h"

struct mm_cmd;

/* Moves the end of the heap; where it is afterwards (the old place when it cannot move). */
vaddr_t brk_call(struct mm *m, slot_t proc, vaddr_t brk);

enum mm_err brk_check(struct mm *m, const struct mm_cmd *cmd);
void brk_do(struct mm *m, const struct mm_cmd *cmd);

#endif
