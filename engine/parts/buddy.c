/* buddy.c - free lists: take, split, fall back, give, merge. */
#include "parts/buddy.h"

#include "base/vmstat.h"

enum mm_migratetype buddy_migratetype(const struct mm *m, uint32_t gfp)
{
    if (!m->config.migratetypes || (gfp & GFP_BIT_MOVABLE)) {
        return MT_MOVABLE;
    }
    return gfp & GFP_BIT_RECLAIMABLE ? MT_RECLAIMABLE : MT_UNMOVABLE;
}

uint32_t buddy_blocks(const struct mm *m, uint32_t zone, unsigned order)
{
    uint32_t blocks = 0;

    for (unsigned type = 0; type < MM_MIGRATETYPE_COUNT; type++) {
        blocks += m->freelist[buddy_list(zone, order, type)].blocks;
    }
    return blocks;
}

/* ---- boot ---- */

void buddy_fill(struct mm *m, pfn_t start, pfn_t end)
{
    while (start < end) {
        unsigned order = MM_ORDER_MAX;

        while (start & ((1u << order) - 1) || start + (1u << order) > end) {
            order--;
        }
        blocks_insert(m, start, order, m->pageblock[pageblock_of(m, start)].migratetype, true);
        blocks_count_free(m, zone_of(m, start), 1 << order);
        start += 1u << order;
    }
}

static bool in_some_zone(const struct mm *m, pfn_t pfn)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        if (pfn - m->zone[z].start_pfn < m->zone[z].spanned_pages) {
            return true;
        }
    }
    return false;
}

/* memmap_init_range() marks a pageblock when it comes to its first frame: one whose first frame is in no zone (that of
 * frame 0) stays as it was, UNMOVABLE. */
static void mark_block(struct mm *m, uint32_t zone)
{
    const pfn_t start = m->zone[zone].start_pfn;
    const uint32_t block = pageblock_of(m, start);

    if (m->config.pc && m->config.migratetypes && m->zone[zone].spanned_pages > 0 &&
        !in_some_zone(m, block * pageblock_frames(m))) {
        pageblock_set_migratetype(m, block, MT_UNMOVABLE);
    }
}

void buddy_init(struct mm *m)
{
    const uint32_t lists = m->region[MM_R_freelist].count;
    const uint32_t blocks = m->region[MM_R_pageblock].count;

    for (uint32_t i = 0; i < lists; i++) {
        freelist_set_head(m, i, PFN_NONE);
        freelist_set_tail(m, i, PFN_NONE);
    }
    for (uint32_t i = 0; i < blocks; i++) {
        pageblock_set_migratetype(m, i, MT_MOVABLE);
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        mark_block(m, z);
    }
}

/* ---- take ---- */

/* Split the block down to `order`: upper halves go to the heads of their lists. */
static void split(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned from, unsigned order,
                  unsigned type)
{
    const uint32_t zone = zone_of(m, pfn);

    while (from > order) {
        const pfn_t upper = pfn + (1u << (from - 1));

        ev(m, EV_BUDDY_SPLIT, zone, pfn, from, from - 1, type, upper);
        from--;
        blocks_insert(m, upper, from, type, false);
        cost(m, cpu, COST_SPLIT);
    }
}

static bool take_smallest(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, unsigned type,
                          pfn_t *pfn)
{
    for (unsigned o = order; o < MM_ORDERS; o++) {
        const struct freelist *list = &m->freelist[buddy_list(zone, o, type)];

        if (list->blocks == 0) {
            ev(m, EV_LIST_EMPTY, zone, o, type);
            continue;
        }
        *pfn = list->head;
        ev(m, EV_BUDDY_TAKE, zone, *pfn, o, type, list->blocks - 1);
        blocks_remove(m, *pfn);
        blocks_count_free(m, zone, -((int64_t)1 << order));
        split(m, cpu, *pfn, o, order, type);
        return true;
    }
    return false;
}

bool buddy_take(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, enum mm_migratetype type,
                bool no_mixing, pfn_t *pfn)
{
    MM_ASSERT(m, order <= MM_ORDER_MAX && zone < m->zones && type <= MT_RECLAIMABLE);
    return take_smallest(m, cpu, zone, order, type, pfn) ||
           (m->config.migratetypes && steal_fallback(m, zone, order, type, no_mixing) &&
            take_smallest(m, cpu, zone, order, type, pfn));
}

bool buddy_take_kept(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, pfn_t *pfn)
{
    return take_smallest(m, cpu, zone, order, MT_HIGHATOMIC, pfn);
}

/* ---- give ---- */

static bool is_free_block(const struct mm *m, pfn_t pfn, unsigned order, uint32_t zone)
{
    return pfn < m->frames && (m->frame[pfn].flags & PG_BUDDY) && m->frame[pfn].order == order &&
           zone_of(m, pfn) == zone;
}

static bool may_merge(const struct mm *m, pfn_t pfn, pfn_t buddy, unsigned order)
{
    if (order >= m->pageblock_order) {
        const unsigned own = m->pageblock[pageblock_of(m, pfn)].migratetype;
        const unsigned other = m->pageblock[pageblock_of(m, buddy)].migratetype;

        return own == other || (own < MT_HIGHATOMIC && other < MT_HIGHATOMIC);
    }
    return true;
}

/* Its buddy is in use, but the block that both would make has a free buddy: likely to grow soon, so use it late. */
static bool merge_is_near(const struct mm *m, pfn_t pfn, unsigned order, uint32_t zone)
{
    const pfn_t higher = pfn & ~(1u << order);

    return order < MM_ORDER_MAX - 1 && is_free_block(m, higher ^ (2u << order), order + 1, zone);
}

void buddy_give(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order)
{
    buddy_give_as(m, cpu, pfn, order,
                  (enum mm_migratetype)m->pageblock[pageblock_of(m, pfn)].migratetype);
}

void buddy_give_as(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order, enum mm_migratetype type)
{
    const uint32_t zone = zone_of(m, pfn);
    const unsigned given = order;
    bool at_tail;

    MM_ASSERT(m, (pfn & ((1u << order) - 1)) == 0 && order <= MM_ORDER_MAX);
    for (; order < MM_ORDER_MAX; order++) {
        const pfn_t buddy = pfn ^ (1u << order);

        if (!is_free_block(m, buddy, order, zone) || !may_merge(m, pfn, buddy, order)) {
            break;
        }
        ev(m, EV_BUDDY_MERGE, zone, pfn, buddy, order, pfn & buddy);
        blocks_remove(m, buddy);
        cost(m, cpu, COST_SPLIT);
        pfn &= buddy;
    }
    at_tail = merge_is_near(m, pfn, order, zone);
    ev(m, EV_BUDDY_INSERT, zone, pfn, order, type, at_tail,
       m->freelist[buddy_list(zone, order, type)].blocks + 1);
    blocks_insert(m, pfn, order, type, at_tail);
    blocks_count_free(m, zone, (int64_t)1 << given);
}

/* ---- invariants ---- */

/* Walks one list; the frames in its blocks. */
static uint64_t check_list(struct mm *m, uint32_t zone, unsigned order, unsigned type)
{
    const struct freelist *list = &m->freelist[buddy_list(zone, order, type)];
    uint32_t blocks = 0;
    pfn_t before = PFN_NONE;

    for (pfn_t pfn = list->head; pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
        const struct frame *f = &m->frame[pfn];

        MM_ASSERT(m, ++blocks <= list->blocks && frame_prev(m, pfn) == before); /* B1 */
        MM_ASSERT(m, f->order == order && f->migratetype == type && zone_of(m, pfn) == zone);
        MM_ASSERT(m, f->flags & PG_BUDDY);              /* B6 */
        MM_ASSERT(m, (pfn & ((1u << order) - 1)) == 0); /* B2 */
        MM_ASSERT(m, zone_of(m, pfn + (1u << order) - 1) == zone);
        MM_ASSERT(m, order == MM_ORDER_MAX || !is_free_block(m, pfn ^ (1u << order), order, zone) ||
                         !may_merge(m, pfn, pfn ^ (1u << order), order)); /* B3 */
        before = pfn;
    }
    MM_ASSERT(m, blocks == list->blocks && list->tail == before);
    return (uint64_t)blocks << order;
}

static void check_kept(struct mm *m, uint32_t zone) /* B7 */
{
    const struct zone *z = &m->zone[zone];
    const pfn_t end = z->start_pfn + z->spanned_pages;
    uint32_t kept = 0;

    for (pfn_t pfn = z->start_pfn & ~(pageblock_frames(m) - 1); pfn < end;
         pfn += pageblock_frames(m)) {
        const struct pageblock *block = &m->pageblock[pageblock_of(m, pfn)];

        kept +=
            block->zone == zone && block->migratetype == MT_HIGHATOMIC ? pageblock_frames(m) : 0;
    }
    MM_ASSERT(m, kept == z->highatomic_pages);
}

void buddy_check(struct mm *m)
{
    uint64_t all = 0;
    uint32_t heads = 0;
    uint32_t listed = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        uint64_t pages = 0;

        for (unsigned o = 0; o < MM_ORDERS; o++) {
            for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
                pages += check_list(m, z, o, t);
                listed += m->freelist[buddy_list(z, o, t)].blocks;
            }
        }
        MM_ASSERT(m, pages == m->zone[z].free_pages); /* B4 */
        check_kept(m, z);
        all += pages;
    }
    MM_ASSERT(m, all == vmstat_get(m, VMC_nr_free_pages));
    for (pfn_t pfn = 0;
         pfn < m->frames;) { /* B5 B6: heads in order of address cover the free frames, once each */
        const struct frame *f = &m->frame[pfn];
        const uint32_t size = f->flags & (PG_BUDDY | PG_PCP) ? 1u << f->order : 1;

        heads += (f->flags & PG_BUDDY) != 0;
        MM_ASSERT(m, (f->type == FT_FREE) == ((f->flags & (PG_BUDDY | PG_PCP)) != 0));
        for (uint32_t i = 1; i < size; i++) {
            MM_ASSERT(m, f[i].type == FT_FREE && f[i].flags == 0 && f[i].order == 0);
        }
        pfn += size;
    }
    MM_ASSERT(m, heads == listed);
}
