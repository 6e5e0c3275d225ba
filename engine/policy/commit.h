/* commit.h - how much memory is promised.
 *
 * Models    mm/util.c: __vm_enough_memory(), vm_commit_limit(); mm/mmap.c: accountable_mapping(), may_expand_vm().
 * Differs   every process is root's (CAP_SYS_ADMIN), as in the recordings, so the admin reserve is not kept back.
 * Units     pages.
 * Owns      machine.committed_pages.
 * Events    COMMIT_CHECK
 */
#ifndef MM_POLICY_COMMIT_H
#define MM_POLICY_COMMIT_H

#include "parts/vma.h"

/* CommitLimit, shown in every mode. */
uint64_t commit_limit_pages(const struct mm *m);
/* Promise `pages` more to proc. False: ENOMEM. Emits COMMIT_CHECK. */
bool commit_charge(struct mm *m, slot_t proc, uint64_t pages);
void commit_release(struct mm *m, uint64_t pages);
/* Counted without asking: the areas of a new program; mremap's new area while munmap has not yet taken the old one
 * back. */
void commit_add(struct mm *m, uint64_t pages);
/* Is a mapping with these flags charged? */
bool commit_accountable(uint32_t vm_flags);

#endif
