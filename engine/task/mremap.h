/* mremap.h - grow, shrink or move a mapping.
 *
 * Models    mm/mremap.c: SYSCALL(mremap), vma_to_resize(), move_vma(), move_page_tables(); mm/mmap.c: copy_vma().
 * Differs   MREMAP_FIXED and MREMAP_DONTUNMAP do not exist in the language. Entries move one by one, never a whole
 *           table.
 * Units     bytes.
 * Events    SYSCALL VMA_* PTE_CLEAR PTE_SET SYSCALL_RETURN
 */
#ifndef MM_TASK_MREMAP_H
#define MM_TASK_MREMAP_H

#include "parts/vma.h"

struct mm_cmd;

enum mm_err mremap_check(struct mm *m, const struct mm_cmd *cmd);
void mremap_do(struct mm *m, const struct mm_cmd *cmd);

#endif
