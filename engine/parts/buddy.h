/* buddy.h - free blocks of 2^order frames: take, split, give back, merge.
 *
 * Models    Linux 6.1 mm/page_alloc.c: __rmqueue_smallest(), expand(), __free_one_page(), buddy_merge_likely(),
 *           memblock_free_all().
 * Differs   no CMA, lists are never shuffled. config.migratetypes = 0: every request and every block is MOVABLE, so
 *           there is one list an order. The per-CPU lists in front of it are parts/pcp. Without a PC's layout (profile
 *           classroom, memory by hand) the pageblock of frame 0 is MOVABLE at boot as well.
 *           Grouping by migrate type stays on however small the machine (Linux leaves it off where there are fewer
 *           than MIGRATE_TYPES pageblocks of memory: 12 MiB; migratetypes=off says so here).
 * Shape     freelist.head -> frame.next …; a block is named by its first frame, which has PG_BUDDY, its order and the
 *           migrate type of its list. At boot the lists stand in ascending order of address, all MOVABLE but what
 *           lies in the pageblock of frame 0, a frame in no zone: that is UNMOVABLE (recorded: one such pageblock in
 *           zone DMA).
 * Units     order 0..MM_ORDER_MAX is log2 frames; blocks counts blocks, *_pages frames.
 * Owns      zone.free_pages and nr_free_pages, with blocks.h.
 * Events    LIST_EMPTY BUDDY_TAKE BUDDY_SPLIT BUDDY_MERGE BUDDY_INSERT and those of steal.h
 * Invariants  (buddy_check)
 *   B1  a list has `blocks` blocks, linked both ways, from head to tail; its blocks have its order, type and zone
 *   B2  a block of order o starts at a multiple of 2^o and lies in one zone
 *   B3  no block and its buddy are both free at the same order below MM_ORDER_MAX
 *   B4  sum over lists of blocks << order == zone.free_pages; their sum over zones is nr_free_pages
 *   B5  no frame is in two blocks; a frame is in a block, here or on a CPU's list, exactly when its type is FREE
 *   B6  only a block's head has PG_BUDDY
 *   B7  highatomic_pages is a pageblock's frames for every pageblock of the zone that is tagged HIGHATOMIC
 */
#ifndef MM_PARTS_BUDDY_H
#define MM_PARTS_BUDDY_H

#include "parts/steal.h"

/* Pageblocks MOVABLE (one whose first frame is in no zone UNMOVABLE), lists empty. Pre: zone_init. */
void buddy_init(struct mm *m);
/* The free frames start..end-1 of one zone to the tails of the lists, as largest aligned blocks, ascending. At boot.
 * */
void buddy_fill(struct mm *m, pfn_t start, pfn_t end);
/* Take 2^order frames for a request of this migrate type from the zone; splits, and falls back to other types unless
 * no_mixing (then only whole pageblocks). Costs COST_SPLIT a split on `cpu`. The frames are still type FREE without
 * references: the caller gives them a use. False: no block, nothing changed. Pre: order <= MM_ORDER_MAX. */
bool buddy_take(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, enum mm_migratetype type,
                bool no_mixing, pfn_t *pfn);
/* Take 2^order frames from the pageblocks kept for atomic requests. */
bool buddy_take_kept(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, pfn_t *pfn);
/* Give back a block whose frames are type FREE again: merge, then insert. */
void buddy_give(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order);
/* The same, to the lists of this type, whatever that of the pageblock is by now. */
void buddy_give_as(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order, enum mm_migratetype type);
/* The list a request with these gfp bits is served from. */
enum mm_migratetype buddy_migratetype(const struct mm *m, uint32_t gfp);
/* Free blocks of one order in a zone, all types. */
uint32_t buddy_blocks(const struct mm *m, uint32_t zone, unsigned order);
void buddy_check(struct mm *m);

#endif
