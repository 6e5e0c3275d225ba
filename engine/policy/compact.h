/* compact.h - compaction: moving pages together so that large blocks become free.
 *
 * Models    Linux 6.1 mm/compaction.c: compact_zone(), compact_finished(), compaction_suitable(),
 *           try_to_compact_pages(), defer_compaction(), compaction_deferred(), compaction_defer_reset(),
 *           sysctl_compaction_handler().
 * Differs   see scanners.h and migrate.h. A block is not set aside for the request while it is being made (capture). No
 *           task is killed or rescheduled within a run.
 * Units     pages.
 * Owns      zone.compact_considered, compact_defer_shift, compact_order_failed; compact_migrate_scanned and
 *           compact_free_scanned.
 * Events    COMPACT_SUITABLE COMPACT_BEGIN COMPACT_END COMPACT_DEFER and those of scanners.h and migrate.h
 * Invariants  (compact_check)
 *   C1  no scanner runs between commands: scan_*_pfn name no frame, nr_isolated_* are 0
 *   C2  remembered positions are 0 or lie in the zone, or a pageblock beyond; defer_shift <= 6
 */
#ifndef MM_POLICY_COMPACT_H
#define MM_POLICY_COMPACT_H

#include "policy/frag.h"
#include "policy/scanners.h"

#define COMPACT_DEFER_SHIFT_MAX 6u

/* The asker compacts the zones up to `rank` seen from `node`, until one has a block of this order. The caller counts
 * compact_stall, compact_success and compact_fail, and tries its request again. */
enum compact_result compact_direct(struct mm *m, uint32_t cpu, unsigned order, uint32_t gfp,
                                   uint32_t node, unsigned rank, enum mm_compact_priority prio);
/* Is it worth compacting the zone for a request whose highest zone is `rank`? CONTINUE: yes; SUCCESS: there is such a
 * block; SKIPPED: too little is free, or it is not fragmentation that is the matter. Min mark. No event. */
enum compact_result compact_suitable(const struct mm *m, uint32_t zone, unsigned order,
                                     unsigned rank);
/* __compaction_suitable(): would there be room to compact, were so many pages more free, and is there no block yet? */
bool compact_worth(const struct mm *m, uint32_t zone, unsigned order, unsigned rank,
                   uint64_t reclaimable_pages);
/* One run over run->zone, as far as it is suitable; the caller says why and how in *run. */
enum compact_result compact_zone(struct mm *m, struct compact_run *run, unsigned rank);
/* Is it put off for an order that failed here lately? Counts the request. */
bool compact_deferred(struct mm *m, uint32_t zone, unsigned order);
/* It failed: twice as many requests must pass before the next try. */
void compact_defer(struct mm *m, uint32_t zone, unsigned order);
/* After a request: it succeeded in the zone (`success`), or is thought to. */
void compact_defer_reset(struct mm *m, uint32_t zone, unsigned order, bool success);
/* kswapd of the node goes to sleep: skip marks are forgotten where a direct run went through the whole zone. */
void compact_forget_skips(struct mm *m, uint32_t node);
/* `1` was written to vm.compact_memory: every zone from end to end. */
void compact_all(struct mm *m, uint32_t cpu);

void compact_check(struct mm *m);

#endif
