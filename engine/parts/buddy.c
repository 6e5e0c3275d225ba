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

/* ---- lists ---- */

static void list_insert(struct mm *m, pfn_t pfn, unsigned order, unsigned type, bool at_tail)
{
    const uint32_t list = buddy_list(zone_of(m, pfn), order, type);
    const pfn_t head = m->freelist[list].head;
    const pfn_t tail = m->freelist[list].tail;

    frame_link(m, pfn, at_tail ? tail : PFN_NONE, at_tail ? PFN_NONE : head);
    if (at_tail || head == PFN_NONE) {
        freelist_set_tail(m, list, pfn);
    }
    if (!at_tail || head == PFN_NONE) {
        freelist_set_head(m, list, pfn);
    }
    freelist_set_blocks(m, list, m->freelist[list].blocks + 1);
    frame_set_migratetype(m, pfn, (uint8_t)type);
    frame_set_order(m, pfn, (uint8_t)order);
    frame_flags_add(m, pfn, PG_BUDDY);
}

static void list_remove(struct mm *m, pfn_t pfn)
{
    const struct frame *f = &m->frame[pfn];
    const uint32_t list = buddy_list(zone_of(m, pfn), f->order, f->migratetype);
    const pfn_t next = frame_next(m, pfn);
    const pfn_t prev = frame_prev(m, pfn);

    if (prev == PFN_NONE) {
        freelist_set_head(m, list, next);
    }
    if (next == PFN_NONE) {
        freelist_set_tail(m, list, prev);
    }
    freelist_set_blocks(m, list, m->freelist[list].blocks - 1);
    frame_unlink(m, pfn);
    frame_flags_clear(m, pfn, PG_BUDDY);
    frame_set_order(m, pfn, 0);
}

static void count_free(struct mm *m, uint32_t zone, int64_t pages)
{
    zone_set_free_pages(m, zone, (uint32_t)((int64_t)m->zone[zone].free_pages + pages));
    vmstat_zone_add(m, zone, VMC_nr_free_pages, pages);
}

/* ---- boot ---- */

/* Largest aligned blocks of [start, end), ascending, each to the tail of its list. */
static void fill_run(struct mm *m, pfn_t start, pfn_t end)
{
    while (start < end) {
        unsigned order = MM_ORDER_MAX;

        while (start & ((1u << order) - 1) || start + (1u << order) > end) {
            order--;
        }
        list_insert(m, start, order, MT_MOVABLE, true);
        count_free(m, zone_of(m, start), 1 << order);
        start += 1u << order;
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
        const pfn_t end = m->zone[z].start_pfn + m->zone[z].spanned_pages;
        pfn_t pfn = m->zone[z].start_pfn;

        while (pfn < end) {
            pfn_t run = pfn;

            while (run < end && m->frame[run].type == FT_FREE) {
                run++;
            }
            fill_run(m, pfn, run);
            pfn = run + 1;
        }
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
        list_insert(m, upper, from, type, false);
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
        list_remove(m, *pfn);
        count_free(m, zone, -((int64_t)1 << order));
        split(m, cpu, *pfn, o, order, type);
        return true;
    }
    return false;
}

/* The type that helps out a request of `type` with a block of this order, or MT_COUNT. */
static unsigned fallback_type(const struct mm *m, uint32_t zone, unsigned order, unsigned type)
{
    static const uint8_t others[3][2] = {
        [MT_UNMOVABLE] = {MT_RECLAIMABLE, MT_MOVABLE},
        [MT_MOVABLE] = {MT_RECLAIMABLE, MT_UNMOVABLE},
        [MT_RECLAIMABLE] = {MT_UNMOVABLE, MT_MOVABLE},
    };

    for (unsigned i = 0; i < 2; i++) {
        if (m->freelist[buddy_list(zone, order, others[type][i])].blocks > 0) {
            return others[type][i];
        }
    }
    return MT_COUNT;
}

static bool can_steal(unsigned order, unsigned type)
{
    return order >= MM_PAGEBLOCK_ORDER / 2 || type == MT_RECLAIMABLE || type == MT_UNMOVABLE;
}

static void move_block(struct mm *m, pfn_t pfn, unsigned type)
{
    const unsigned order = m->frame[pfn].order;

    list_remove(m, pfn);
    list_insert(m, pfn, order, type, true);
}

/* The frames of pfn's pageblock that can be moved as a whole: empty when the zone ends inside it. */
static bool pageblock_span(const struct mm *m, pfn_t pfn, pfn_t *start, pfn_t *end)
{
    const struct zone *z = &m->zone[zone_of(m, pfn)];

    *start = pfn & ~(MM_PAGEBLOCK_FRAMES - 1);
    *end = *start + MM_PAGEBLOCK_FRAMES;
    if (*start < z->start_pfn) {
        *start = pfn;
    }
    return *end <= z->start_pfn + z->spanned_pages;
}

/* Free frames of the span, and frames in use that could be moved away. */
static void pageblock_count(const struct mm *m, pfn_t start, pfn_t end, unsigned *free,
                            unsigned *movable)
{
    *free = 0;
    *movable = 0;
    for (pfn_t pfn = start; pfn < end;) {
        const struct frame *f = &m->frame[pfn];

        if (f->flags & PG_BUDDY) {
            *free += 1u << f->order;
            pfn += 1u << f->order;
        } else {
            *movable += f->type == FT_ANON || f->type == FT_FILE;
            pfn++;
        }
    }
}

static void tag_pageblock(struct mm *m, pfn_t pfn, unsigned type, unsigned pages)
{
    const uint32_t block = pfn / MM_PAGEBLOCK_FRAMES;

    if (m->pageblock[block].migratetype != type) {
        ev(m, EV_PAGEBLOCK_TAG, block, m->pageblock[block].migratetype, type, pages);
        pageblock_set_migratetype(m, block, (uint8_t)type);
    }
}

/* All free blocks of start..end-1 to the lists of `type`. */
static void move_span(struct mm *m, pfn_t start, pfn_t end, unsigned type)
{
    for (pfn_t p = start; p < end;) {
        const bool head = (m->frame[p].flags & PG_BUDDY) != 0;
        const uint32_t size = head ? 1u << m->frame[p].order : 1;

        if (head) {
            move_block(m, p, type);
        }
        p += size;
    }
}

/* Make the block at pfn, on the list of another type, available to requests of `type`. */
static void steal(struct mm *m, pfn_t pfn, unsigned type, bool whole)
{
    const unsigned order = m->frame[pfn].order;
    const unsigned old = m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype;
    unsigned free;
    unsigned movable;
    unsigned alike;
    pfn_t start;
    pfn_t end;

    if (old == MT_HIGHATOMIC) {
        move_block(m, pfn, type);
        return;
    }
    if (order >= MM_PAGEBLOCK_ORDER || !whole || !pageblock_span(m, pfn, &start, &end)) {
        move_block(m, pfn, type);
        for (pfn_t p = pfn; order >= MM_PAGEBLOCK_ORDER && p < pfn + (1u << order);
             p += MM_PAGEBLOCK_FRAMES) {
            tag_pageblock(m, p, type, MM_PAGEBLOCK_FRAMES);
        }
        return;
    }
    pageblock_count(m, start, end, &free, &movable);
    move_span(m, start, end, type);
    alike = type == MT_MOVABLE  ? movable
            : old == MT_MOVABLE ? MM_PAGEBLOCK_FRAMES - (free + movable)
                                : 0;
    if (free + alike >= MM_PAGEBLOCK_FRAMES / 2) {
        tag_pageblock(m, pfn, type, free);
    }
}

static bool fall_back(struct mm *m, uint32_t zone, unsigned order, unsigned type, bool no_mixing)
{
    const unsigned least = no_mixing && order < MM_PAGEBLOCK_ORDER ? MM_PAGEBLOCK_ORDER : order;
    unsigned from = MT_COUNT;
    unsigned o = MM_ORDERS;
    pfn_t pfn;

    while (o > least && from == MT_COUNT) {
        o--;
        from = fallback_type(m, zone, o, type);
    }
    if (from == MT_COUNT) {
        return false;
    }
    if (!can_steal(o, type) && type == MT_MOVABLE && o > order) {
        for (o = order, from = MT_COUNT; from == MT_COUNT; o++) {
            from = fallback_type(m, zone, o, type);
        }
        o--;
    }
    pfn = m->freelist[buddy_list(zone, o, from)].head;
    ev(m, EV_BUDDY_FALLBACK, zone, o, type, from, pfn, can_steal(o, type));
    steal(m, pfn, type, can_steal(o, type));
    return true;
}

bool buddy_take(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, enum mm_migratetype type,
                bool no_mixing, pfn_t *pfn)
{
    MM_ASSERT(m, order <= MM_ORDER_MAX && zone < m->zones && type <= MT_RECLAIMABLE);
    return take_smallest(m, cpu, zone, order, type, pfn) ||
           (m->config.migratetypes && fall_back(m, zone, order, type, no_mixing) &&
            take_smallest(m, cpu, zone, order, type, pfn));
}

/* ---- the reserve for atomic requests of more than one frame ---- */

bool buddy_take_kept(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, pfn_t *pfn)
{
    return take_smallest(m, cpu, zone, order, MT_HIGHATOMIC, pfn);
}

void buddy_keep(struct mm *m, pfn_t pfn)
{
    const uint32_t zone = zone_of(m, pfn);
    const uint32_t kept = m->zone[zone].highatomic_pages;
    unsigned free;
    unsigned movable;
    pfn_t start;
    pfn_t end;

    if (!m->config.migratetypes ||
        kept >= m->zone[zone].managed_pages / 100 + MM_PAGEBLOCK_FRAMES ||
        m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype >= MT_HIGHATOMIC ||
        !pageblock_span(m, pfn, &start, &end)) {
        return;
    }
    pageblock_count(m, start, end, &free, &movable);
    tag_pageblock(m, pfn, MT_HIGHATOMIC, free);
    zone_set_highatomic_pages(m, zone, kept + MM_PAGEBLOCK_FRAMES);
    move_span(m, start, end, MT_HIGHATOMIC);
}

bool buddy_unkeep(struct mm *m, uint32_t zone, enum mm_migratetype type)
{
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        const pfn_t pfn = m->freelist[buddy_list(zone, o, MT_HIGHATOMIC)].head;
        unsigned free;
        unsigned movable;
        pfn_t start;
        pfn_t end;

        if (pfn == PFN_NONE || !pageblock_span(m, pfn, &start, &end)) {
            continue;
        }
        pageblock_count(m, start, end, &free, &movable);
        if (m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype == MT_HIGHATOMIC) {
            tag_pageblock(m, pfn, type, free);
            zone_set_highatomic_pages(m, zone,
                                      m->zone[zone].highatomic_pages - MM_PAGEBLOCK_FRAMES);
        }
        move_span(m, start, end, type);
        return true;
    }
    return false;
}

/* ---- give ---- */

static bool is_free_block(const struct mm *m, pfn_t pfn, unsigned order, uint32_t zone)
{
    return pfn < m->frames && (m->frame[pfn].flags & PG_BUDDY) && m->frame[pfn].order == order &&
           zone_of(m, pfn) == zone;
}

static bool may_merge(const struct mm *m, pfn_t pfn, pfn_t buddy, unsigned order)
{
    if (order >= MM_PAGEBLOCK_ORDER) {
        const unsigned own = m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype;
        const unsigned other = m->pageblock[buddy / MM_PAGEBLOCK_FRAMES].migratetype;

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
                  (enum mm_migratetype)m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype);
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
        list_remove(m, buddy);
        cost(m, cpu, COST_SPLIT);
        pfn &= buddy;
    }
    at_tail = merge_is_near(m, pfn, order, zone);
    ev(m, EV_BUDDY_INSERT, zone, pfn, order, type, at_tail,
       m->freelist[buddy_list(zone, order, type)].blocks + 1);
    list_insert(m, pfn, order, type, at_tail);
    count_free(m, zone, (int64_t)1 << given);
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

    for (pfn_t pfn = z->start_pfn & ~(MM_PAGEBLOCK_FRAMES - 1); pfn < end;
         pfn += MM_PAGEBLOCK_FRAMES) {
        kept += m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype == MT_HIGHATOMIC
                    ? MM_PAGEBLOCK_FRAMES
                    : 0;
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
