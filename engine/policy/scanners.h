/* scanners.h - the two scanners of compaction: one finds pages to move from the bottom of a zone upwards, the other
 * free frames from its top downwards.
 *
 * Models    Linux 6.1 mm/compaction.c: isolate_migratepages(), isolate_migratepages_block(), isolate_freepages(),
 *           isolate_freepages_block(), suitable_migration_source(), suitable_migration_target(), isolation_suitable(),
 *           test_and_set_skip(), __reset_isolation_suitable(); mm/page_alloc.c: __isolate_free_page(),
 *           split_map_pages().
 * Differs   fast_find_migrateblock(), which for orders above 3 first looks for a pageblock in the free lists, is left
 *           out: pages to move are looked for pageblock by pageblock. Nothing else runs meanwhile, so no lock is ever
 *           contended and nothing is looked at twice.
 * Shape     a page moves that is on an LRU list, whole, and held by its mappings alone. A locked one (mlock) moves as
 *           well with vm.compact_unevictable_allowed=1, Linux's default, and keeps its lock; with 0 it stays.
 *           Pages to move are linked by frame.next from `sources`, the one found last first; free frames, each of
 *           order 0, from `targets`, the highest first. Both are off every list of the machine.
 * Units     order MM_ORDERS means: no order, whole zones (Linux's -1).
 * Owns      zone.compact_migrate_pfn … compact_blockskip_flush, scan_migrate_pfn, scan_free_pfn; pageblock.skip
 * Events    COMPACT_ISOLATE COMPACT_TARGET PAGEBLOCK_TAG, those of parts/lru.h
 */
#ifndef MM_POLICY_SCANNERS_H
#define MM_POLICY_SCANNERS_H

#include "parts/blocks.h"
#include "parts/lru.h"

#define COMPACT_CLUSTER_PAGES 32u /* COMPACT_CLUSTER_MAX */
#define COMPACT_ORDER_NONE    MM_ORDERS

/* One run over a zone: struct compact_control. */
struct compact_run {
    uint32_t cpu; /* on whose clock it is done */
    uint32_t zone;
    unsigned order;
    enum mm_migratetype type; /* of the request */
    uint32_t gfp;
    enum compact_mode mode;
    enum compact_why why;
    bool direct;         /* by the task that wants the memory */
    bool whole_zone;     /* from end to end */
    bool ignore_skip;    /* pageblock.skip is not heeded */
    bool ignore_targets; /* pageblocks of any type may take pages */
    bool rescan;         /* this pageblock once more, all of it */
    bool update_cached;
    unsigned search_order; /* of the free lists, where fastscan.h looks next; how often it failed */
    uint32_t search_fail;
    pfn_t migrate_pfn, free_pfn;
    pfn_t sources, targets;
    uint32_t source_pages, target_pages;
    uint64_t migrate_scanned, free_scanned, migrated;
};

/* First frame after the zone. */
static inline pfn_t scanners_zone_end(const struct mm *m, uint32_t zone)
{
    return m->zone[zone].start_pfn + m->zone[zone].spanned_pages;
}
static inline pfn_t scanners_block(const struct mm *m, pfn_t pfn)
{
    return pfn & ~(pageblock_frames(m) - 1);
}
/* Where they start, by the run's whole_zone and what the zone remembers. */
void scanners_begin(struct mm *m, struct compact_run *run);
void scanners_end(struct mm *m, const struct compact_run *run);
bool scanners_met(const struct mm *m, const struct compact_run *run);
/* Take pages to move off the LRU lists: up to a cluster, within one pageblock. False: none there. */
bool scanners_sources(struct mm *m, struct compact_run *run);
/* Take free frames, as many as there are pages to move, or more by a block. */
void scanners_targets(struct mm *m, struct compact_run *run);
/* For fastscan.h: may the zone spare this free block? So many blocks were looked at, and this one (or PFN_NONE) was
 * chosen; take it; take what else is free in its pageblock. */
bool scanners_may_take(const struct mm *m, const struct compact_run *run, pfn_t pfn);
void scanners_looked(struct mm *m, struct compact_run *run, pfn_t pfn, uint32_t blocks);
void scanners_take_one(struct mm *m, struct compact_run *run, pfn_t pfn);
void scanners_take_around(struct mm *m, struct compact_run *run, pfn_t pfn);
/* The zone's scanners start at its ends next time. */
void scanners_reset(struct mm *m, uint32_t zone);
/* Forget the skip marks of a zone whose scanners met in a direct run since (when kswapd sleeps, or a deferral ends). */
void scanners_forget_skips(struct mm *m, uint32_t zone);

#endif
