/* steal.h - blocks of one migrate type for requests of another, and the pageblocks kept for atomic requests.
 *
 * Models    Linux 6.1 mm/page_alloc.c: __rmqueue_fallback(), find_suitable_fallback(), can_steal_fallback(),
 *           steal_suitable_fallback(), boost_watermark(), reserve_highatomic_pageblock(),
 *           unreserve_highatomic_pageblock().
 * Differs   grouping by mobility is not given up on machines of less than 12 MiB, as it is there.
 * Units     pages.
 * Owns      zone.highatomic_pages, zone.boost_pages while it grows, zone.boosted.
 * Events    BUDDY_FALLBACK WATERMARK_BOOST HIGHATOMIC_KEEP HIGHATOMIC_GIVE PAGEBLOCK_TAG
 */
#ifndef MM_PARTS_STEAL_H
#define MM_PARTS_STEAL_H

#include "parts/blocks.h"

/* Move a block of 2^order frames or more, or the free frames of its pageblock, to the lists of `type`: the largest
 * block there is, of the first type that helps out; for MOVABLE the smallest when the pageblock cannot change sides.
 * no_mixing: whole pageblocks only. False: no other type has one. */
bool steal_fallback(struct mm *m, uint32_t zone, unsigned order, unsigned type, bool no_mixing);
/* Keep pfn's pageblock for atomic requests, while less than 1 % of the zone and a pageblock are kept. */
void steal_keep(struct mm *m, pfn_t pfn);
/* Give one kept pageblock of the zone to requests of this type. False when none has free pages. */
bool steal_unkeep(struct mm *m, uint32_t zone, enum mm_migratetype type);

#endif
