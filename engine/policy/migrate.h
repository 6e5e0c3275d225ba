/* migrate.h - pages move from frame to frame, and nobody who uses them notices.
 *
 * Models    Linux 6.1 mm/migrate.c: migrate_pages(), unmap_and_move(), move_to_new_folio(), remove_migration_ptes(),
 *           putback_movable_pages(); mm/compaction.c: compaction_alloc(), release_freepages().
 * Differs   a page's entries name the new frame at once: there are no migration entries in between, as nobody can
 *           fault on them meanwhile. No page is busy or dirty on disk here, so every page that found a frame moves at
 *           the first try, in every mode.
 * Units     pages of 4 KiB.
 * Owns      what a frame holds while it changes frames; counters pgmigrate_success, pgmigrate_fail.
 * Events    PAGE_MIGRATE TLB_INVLPG FREE_BLOCK and those of parts/pcp.h and parts/lru.h
 */
#ifndef MM_POLICY_MIGRATE_H
#define MM_POLICY_MIGRATE_H

#include "policy/scanners.h"

/* Move one page, off the LRU list, to a free frame that is on no list: bytes, flags, counts, entries. The new frame
 * goes to the head of the page's LRU list, the old one back to the allocator. */
void migrate_page(struct mm *m, uint32_t cpu, pfn_t from, pfn_t to);
/* Move all pages of run->sources to frames that the free scanner finds. False: no frame was left for some, which went
 * back to their LRU lists. Nothing is left in run->sources. */
bool migrate_run(struct mm *m, struct compact_run *run);
/* Give back what is left of run->targets; the highest frame of it, or PFN_NONE. */
pfn_t migrate_release(struct mm *m, struct compact_run *run);

#endif
