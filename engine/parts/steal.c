/* steal.c - blocks of one type for requests of another; pageblocks kept for atomic requests. */
#include "parts/steal.h"

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

/* Raise the zone's marks by a pageblock, to at most vm.watermark_boost_factor of its high mark. */
static void boost(struct mm *m, uint32_t zone)
{
    const struct zone *z = &m->zone[zone];
    const uint64_t factor = m->sysctl[SC_WATERMARK_BOOST_FACTOR].value;
    uint64_t most = z->high_pages / 10000 * factor + z->high_pages % 10000 * factor / 10000;
    uint64_t boosted = (uint64_t)z->boost_pages + MM_PAGEBLOCK_FRAMES;

    if (factor == 0 || z->managed_pages < 4 * MM_PAGEBLOCK_FRAMES || most == 0) {
        return;
    }
    most = most > MM_PAGEBLOCK_FRAMES ? most : MM_PAGEBLOCK_FRAMES;
    boosted = boosted < most ? boosted : most;
    zone_set_boosted(m, zone, 1);
    if (boosted != z->boost_pages) {
        ev(m, EV_WATERMARK_BOOST, zone, z->boost_pages, boosted);
        zone_set_boost_pages(m, zone, (uint32_t)boosted);
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
        blocks_move(m, pfn, type);
        return;
    }
    if (order >= MM_PAGEBLOCK_ORDER) {
        blocks_move(m, pfn, type);
        for (pfn_t p = pfn; p < pfn + (1u << order); p += MM_PAGEBLOCK_FRAMES) {
            blocks_tag(m, p, type, MM_PAGEBLOCK_FRAMES);
        }
        return;
    }
    boost(m, zone_of(m, pfn));
    if (!whole || !blocks_span(m, pfn, &start, &end)) {
        blocks_move(m, pfn, type);
        return;
    }
    blocks_count(m, start, end, &free, &movable);
    blocks_move_span(m, start, end, type);
    alike = type == MT_MOVABLE  ? movable
            : old == MT_MOVABLE ? MM_PAGEBLOCK_FRAMES - (free + movable)
                                : 0;
    if (free + alike >= MM_PAGEBLOCK_FRAMES / 2) {
        blocks_tag(m, pfn, type, free);
    }
}

bool steal_fallback(struct mm *m, uint32_t zone, unsigned order, unsigned type, bool no_mixing)
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

/* ---- the reserve for atomic requests of more than one frame ---- */

void steal_keep(struct mm *m, pfn_t pfn)
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
        m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].zone != zone || /* shared with the zone below */
        !blocks_span(m, pfn, &start, &end)) {
        return;
    }
    blocks_count(m, start, end, &free, &movable);
    ev(m, EV_HIGHATOMIC_KEEP, zone, pfn / MM_PAGEBLOCK_FRAMES, kept + MM_PAGEBLOCK_FRAMES);
    blocks_tag(m, pfn, MT_HIGHATOMIC, free);
    zone_set_highatomic_pages(m, zone, kept + MM_PAGEBLOCK_FRAMES);
    blocks_move_span(m, start, end, MT_HIGHATOMIC);
}

bool steal_unkeep(struct mm *m, uint32_t zone, enum mm_migratetype type)
{
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        const pfn_t pfn = m->freelist[buddy_list(zone, o, MT_HIGHATOMIC)].head;
        unsigned free;
        unsigned movable;
        pfn_t start;
        pfn_t end;

        if (pfn == PFN_NONE || !blocks_span(m, pfn, &start, &end)) {
            continue;
        }
        blocks_count(m, start, end, &free, &movable);
        if (m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype == MT_HIGHATOMIC) {
            const uint32_t left = m->zone[zone].highatomic_pages - MM_PAGEBLOCK_FRAMES;

            ev(m, EV_HIGHATOMIC_GIVE, zone, pfn / MM_PAGEBLOCK_FRAMES, type, left);
            blocks_tag(m, pfn, type, free);
            zone_set_highatomic_pages(m, zone, left);
        }
        blocks_move_span(m, start, end, type);
        return true;
    }
    return false;
}
