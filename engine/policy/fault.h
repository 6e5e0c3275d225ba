/* fault.h - what the kernel does when an access cannot be translated.
 *
 * Models    arch/x86/mm/fault.c: do_user_addr_fault(), access_error(); mm/memory.c: handle_pte_fault(),
 *           do_anonymous_page(), do_wp_page(); mm/mmap.c: expand_downwards(); mm/rmap.c: __anon_vma_prepare().
 * Differs   no page cache yet: a page of a file mapping is a frame filled from (file, block) for this process alone,
 *           and its fault is minor. Shared mappings of files are as private ones whose writes stay. No swap, no huge
 *           pages, no userfaultfd, no protection keys. A file has no end: there is no SIGBUS beyond it.
 * Units     addr bytes; error_code as the CPU pushes it (PF_*).
 * Events    PAGE_FAULT VMA_FIND STACK_GROW FAULT_DECIDE PT_ALLOC PTE_SET FRAME_FILL FAULT_DONE
 */
#ifndef MM_POLICY_FAULT_H
#define MM_POLICY_FAULT_H

#include "parts/pgtable.h"
#include "parts/vma.h"

/* Handle one fault of `proc` on `cpu` at `addr`. Emits PAGE_FAULT … FAULT_DONE, counts minflt, pgfault, RSS,
 * mapcount; moves the CPU's clock. Returns how it ended; a kind with a signal (fault_signal) changed nothing that
 * a program sees, and the caller then delivers the signal. */
enum mm_fault_kind fault_handle(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr,
                                uint32_t error_code);
/* Signal and si_code of a kind that is not a success; false for a success. FK_NO_MEMORY gives SIGKILL, 0. */
bool fault_signal(enum mm_fault_kind kind, unsigned *signal, unsigned *si_code);
/* Fault in every page of [start, end) as mlock and MAP_POPULATE do (write faults where the area is private and
 * writable), without an access by the CPU: no TLB, no page-fault event of an access. FK_NO_MEMORY when a frame was
 * refused, FK_BAD_ACCESS at an area without rights, FK_BAD_AREA at a hole, else FK_SPURIOUS. */
enum mm_fault_kind fault_populate(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t start,
                                  vaddr_t end);
/* Make the tables that addr lacks and find its leaf entry. False: a frame was refused (what was made stays). */
bool fault_tables(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr, struct pgtable_pos *leaf);
/* Grow a stack area down to addr. False when a limit forbids it. */
bool fault_grow_stack(struct mm *m, slot_t vma, vaddr_t addr);
/* Is addr canonical on this machine (always on 32 bits)? */
bool fault_canonical(const struct mm *m, vaddr_t addr);

#endif
