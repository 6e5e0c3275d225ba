/* blocks.h - free blocks on their lists, and the pageblocks they lie in.
 *
 * Models    Linux 6.1 mm/page_alloc.c: add_to_free_list(), del_page_from_free_list(), move_to_free_list(),
 *           move_freepages_block(), set_pageblock_migratetype().
 * Differs   the "movable" frames of a pageblock are those on an LRU list; no other pages can be moved.
 * Shape     freelist.head -> frame.next …; a block is named by its first frame, which has PG_BUDDY, its order and the
 *           migrate type of its list.
 * Units     order is log2 frames; blocks counts blocks, *_pages frames.
 * Owns      freelist.*, pageblock.migratetype; frame.next/prev/order/migratetype and PG_BUDDY of free blocks;
 *           zone.free_pages and nr_free_pages, which a caller of insert and remove counts by itself.
 * Events    PAGEBLOCK_TAG
 */
#ifndef MM_PARTS_BLOCKS_H
#define MM_PARTS_BLOCKS_H

#include "parts/zone.h"

static inline uint32_t buddy_list(uint32_t zone, unsigned order, unsigned type)
{
    return (zone * MM_ORDERS + order) * MM_MIGRATETYPE_COUNT + type;
}
/* On the list of this order and type; off the list it is on; to the tail of the list of another type. */
void blocks_insert(struct mm *m, pfn_t pfn, unsigned order, unsigned type, bool at_tail);
void blocks_remove(struct mm *m, pfn_t pfn);
void blocks_move(struct mm *m, pfn_t pfn, unsigned type);
/* So many pages more are free. */
void blocks_count_free(struct mm *m, uint32_t zone, int64_t pages);
/* The frames of pfn's pageblock that can be moved as a whole. False: the zone ends inside it. */
bool blocks_span(const struct mm *m, pfn_t pfn, pfn_t *start, pfn_t *end);
/* Free frames of the span, and frames in use that could be moved away. */
void blocks_count(const struct mm *m, pfn_t start, pfn_t end, unsigned *free, unsigned *movable);
/* pfn's pageblock is of this type from now on; `pages` of it are free. */
void blocks_tag(struct mm *m, pfn_t pfn, unsigned type, unsigned pages);
/* All free blocks of start..end-1 to the lists of `type`. */
void blocks_move_span(struct mm *m, pfn_t start, pfn_t end, unsigned type);

#endif
