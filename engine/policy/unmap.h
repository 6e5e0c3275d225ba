/* unmap.h - take pages and page tables out of an address space.
 *
 * Models    mm/memory.c: zap_pte_range(), free_pgtables(), free_pgd_range(); mm/mmap.c: exit_mmap().
 * Differs   frames go back one by one to the allocator, not in batches of an mmu_gather. File pages are private to the
 *           process in this slice (no page cache), so they are freed too.
 * Units     [start, end) bytes, page-aligned.
 * Owns      nothing; writes entries through parts/pgtable, frames, RSS of proc, resident_pages of vma.
 * Events    PTE_CLEAR PT_FREE, and those of the allocator and the TLB
 */
#ifndef MM_POLICY_UNMAP_H
#define MM_POLICY_UNMAP_H

#include "parts/vma.h"

/* Clear every entry of [start, end), which lies in `vma`: frames whose last mapping this was go back, RSS follows,
 * the TLB is flushed. Tables stay. */
void unmap_pages(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end);
/* Free the tables that map nothing outside [floor, ceiling) around [start, end), as free_pgtables() does:
 * floor is the end of the area below, ceiling the start of the one above (0: the end of user space). */
void unmap_tables(struct mm *m, slot_t proc, vaddr_t start, vaddr_t end, vaddr_t floor,
                  vaddr_t ceiling);
/* Everything: entries, areas, tables, top table. The process has no address space afterwards (pgd_pfn PFN_NONE). */
void unmap_space(struct mm *m, slot_t proc);
/* Change the rights of the present entries of [start, end) to what flags allow (mprotect). */
void unmap_protect(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end, uint32_t flags);

#endif
