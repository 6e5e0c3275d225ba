/* mprotect.h - mprotect, madvise, mlock, munlock: change what areas are without moving them.
 *
 * Models    mm/mprotect.c: mprotect_fixup(); mm/madvise.c: madvise_update_vma(), madvise_dontneed_single_vma();
 *           mm/mlock.c: mlock_fixup(), apply_vma_lock_flags().
 * Differs   a locked page changes lists at once (parts/lru), not by way of the mlock batch. MADV_DONTNEED leaves
 *           the pages of a shared mapping alone: nothing but the mapping keeps them until there is a page cache.
 * Units     bytes; `every` counts pages from the start of the range.
 * Events    SYSCALL VMA_* MLOCK_PAGES SYSCALL_RETURN
 */
#ifndef MM_TASK_MPROTECT_H
#define MM_TASK_MPROTECT_H

#include "parts/vma.h"

struct mm_cmd;

enum mm_err mprotect_check(struct mm *m, const struct mm_cmd *cmd);
void mprotect_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err madvise_check(struct mm *m, const struct mm_cmd *cmd);
void madvise_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err mlock_check(struct mm *m, const struct mm_cmd *cmd);
void mlock_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err munlock_check(struct mm *m, const struct mm_cmd *cmd);
void munlock_do(struct mm *m, const struct mm_cmd *cmd);

#endif
