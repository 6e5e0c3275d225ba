/* usage.h - who uses which frames: mapcount, RSS, page tables, and the counters that follow.
 *
 * Models    mm/rmap.c: page_add_new_anon_rmap(), page_add_file_rmap(), page_remove_rmap(); include/linux/mm.h:
 *           mm_inc_nr_ptes() and its like; mm/mlock.c: mlock_new_page(), munlock_page().
 * Differs   RSS is exact at once, without per-thread batches.
 * Shape     a frame is anonymous (PG_ANON), of a file, or of a shared anonymous mapping (file type with
 *           PG_SWAPBACKED).
 * Units     pages.
 * Owns      frame.mapcount; proc.rss_*, *_vm_pages, hiwater_*, tables, pgtables_bytes; vma.resident_pages; counters
 *           nr_anon_pages, nr_mapped, nr_file_pages, nr_shmem, nr_mlock, nr_page_table_pages, unevictable_pgs_mlocked,
 *           unevictable_pgs_munlocked.
 * Events    those of parts/lru.h
 */
#ifndef MM_POLICY_USAGE_H
#define MM_POLICY_USAGE_H

#include "parts/lru.h"
#include "parts/pgtable.h"
#include "parts/vma.h"

/* `pages` (may be negative) of areas with these flags came or went: VmSize, VmPeak, VmData, VmStk, VmExe + VmLib. */
void usage_areas(struct mm *m, slot_t proc, uint32_t flags, int64_t pages);
/* Present pages of [start, end) that count as resident (the zero page does not). */
uint32_t usage_count(const struct mm *m, slot_t proc, vaddr_t start, vaddr_t end);
/* A frame's first mapping, in this area at addr. Pre: its type and flags are set. Marks it locked in a VM_LOCKED
 * area, and hands it to the LRU lists. */
void usage_map(struct mm *m, slot_t vma, pfn_t pfn, vaddr_t addr);
/* That mapping is gone; true when it was the last: the page is off the LRU lists then, and the caller frees it. */
bool usage_unmap(struct mm *m, slot_t vma, pfn_t pfn);
/* The mapping passes to another area (mremap). */
void usage_move(struct mm *m, slot_t from, slot_t to, pfn_t pfn, vaddr_t addr);
/* PG_MLOCKED on or off for a page of proc, with its counters and its LRU list. */
void usage_lock(struct mm *m, slot_t proc, pfn_t pfn, bool lock);
/* A table page of this level (the top level too) came (+1) or went (-1). */
void usage_table(struct mm *m, slot_t proc, unsigned level, pfn_t table, int count);

#endif
