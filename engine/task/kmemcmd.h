/* kmemcmd.h - the commands kmem_cache, kmem_alloc, kmem_free, kmalloc, kfree: kernel objects by hand; a cache shrunk by
 * a write to /sys.
 *
 * Models    kmem_cache_create(), kmem_cache_alloc(), kmem_cache_free(), kmalloc(), kfree() called by a kernel module;
 *           /sys/kernel/slab/NAME/shrink.
 * Differs   `count` objects at once; when memory ends in between, the label keeps what was had and the errno is ENOMEM.
 *           every=K frees the objects 0, K, 2K … of those that are left. A cache is never destroyed.
 * Shape     a label of the kernel (proc 0) with cache (slot + 1), count and first_obj; its objects are linked by their
 *           first word in the order in which they were taken. kmalloc above 8 KiB is a label of frames, as alloc_pages
 *           makes it.
 * Units     an object is named by its physical address.
 * Owns      the first word of objects under a label.
 * Events    LABEL_SET and those of policy/kmem and policy/palloc
 * Invariants  (kmemcmd_check)
 *   L1  a label's list has `count` > 0 objects in use, all of its cache; no object is under two labels
 */
#ifndef MM_TASK_KMEMCMD_H
#define MM_TASK_KMEMCMD_H

#include "task/actor.h"

enum mm_err kmem_cache_check_cmd(struct mm *m, const struct mm_cmd *cmd);
void kmem_cache_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err kmem_alloc_check(struct mm *m, const struct mm_cmd *cmd);
void kmem_alloc_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err kmem_free_check(struct mm *m, const struct mm_cmd *cmd);
void kmem_free_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err kmalloc_check(struct mm *m, const struct mm_cmd *cmd);
void kmalloc_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err kfree_check(struct mm *m, const struct mm_cmd *cmd);
void kfree_do(struct mm *m, const struct mm_cmd *cmd);

/* The cache of /sys/kernel/slab/NAME/shrink; SLOT_NONE when the path is not of that form or there is none. */
slot_t kmemcmd_shrink_path(const struct mm *m, const char *path);

void kmemcmd_check(struct mm *m);

#endif
