/* kalloc.h - the commands alloc_pages and free_pages: blocks of frames for the kernel, by hand.
 *
 * Models    alloc_pages(), __free_pages() called by a kernel module.
 * Differs   `count` blocks at once; when memory ends in between, the label keeps what was had and the errno is ENOMEM.
 *           free_pages every=K frees the blocks 0, K, 2K … of those that are left.
 * Shape     a label of the kernel (proc 0) with order, count and first_pfn; its blocks are linked by frame.next as
 *           they were taken.
 * Owns      frame.next/prev of blocks under a label of the kernel.
 * Events    LABEL_SET and those of palloc.h
 * Invariants  (kalloc_check)
 *   K1  a kernel label's list has `count` blocks of its order, all type KERNEL, owner 0, refcount 1
 *   K2  count > 0
 */
#ifndef MM_TASK_KALLOC_H
#define MM_TASK_KALLOC_H

#include "task/actor.h"

enum mm_err alloc_pages_check(struct mm *m, const struct mm_cmd *cmd);
void alloc_pages_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err free_pages_check(struct mm *m, const struct mm_cmd *cmd);
void free_pages_do(struct mm *m, const struct mm_cmd *cmd);
void kalloc_check(struct mm *m);

#endif
