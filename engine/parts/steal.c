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

static bool can_steal(const struct mm *m, unsigned order, unsigned type)
{
    return order >= m->pageblock_order / 2 || type == MT_RECLAIMABLE || type == MT_UNMOVABLE;
}

/* Raise the zone's marks by a pageblock, to at most vm.watermark_boost_factor of its high mark. */
static void boost(struct mm *m, uint32_t zone)
{
    const struct zone *z = &m->zone[zone];
    const uint64_t factor = m->sysctl[SC_WATERMARK_BOOST_FACTOR].value;
    uint64_t most = z->high_pages / 10000 * factor + z->high_pages % 10000 * factor / 10000;
    uint64_t boosted = (uint64_t)z->boost_pages + pageblock_frames(m);

    if (factor == 0 || z->managed_pages < 4 * pageblock_frames(m) || most == 0) {
        return;
    }
    most = most > pageblock_frames(m) ? most : pageblock_frames(m);
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
    const unsigned old = m->pageblock[pageblock_of(m, pfn)].migratetype;
    unsigned free;
    unsigned movable;
    unsigned alike;
    pfn_t start;
    pfn_t end;

    if (old == MT_HIGHATOMIC) {
        blocks_move(m, pfn, type);
        return;
    }
    if (order >= m->pageblock_order) {
        blocks_move(m, pfn, type);
        for (pfn_t p = pfn; p < pfn + (1u << order); p += pageblock_frames(m)) {
            blocks_tag(m, p, type, pageblock_frames(m));
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
            : old == MT_MOVABLE ? pageblock_frames(m) - (free + movable)
                                : 0;
    if (free + alike >= pageblock_frames(m) / 2) {
        blocks_tag(m, pfn, type, free);
    }
}

bool steal_fallback(struct mm *m, uint32_t zone, unsigned order, unsigned type, bool no_mixing)
{
    const unsigned least = no_mixing && order < m->pageblock_order ? m->pageblock_order : order;
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
    if (!can_steal(m, o, type) && type == MT_MOVABLE && o > order) {
        for (o = order, from = MT_COUNT; from == MT_COUNT; o++) {
            from = fallback_type(m, zone, o, type);
        }
        o--;
    }
    pfn = m->freelist[buddy_list(zone, o, from)].head;
    ev(m, EV_BUDDY_FALLBACK, zone, o, type, from, pfn, can_steal(m, o, type));
    steal(m, pfn, type, can_steal(m, o, type));
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
        kept >= m->zone[zone].managed_pages / 100 + pageblock_frames(m) ||
        m->pageblock[pageblock_of(m, pfn)].migratetype >= MT_HIGHATOMIC ||
        m->pageblock[pageblock_of(m, pfn)].zone != zone || /* shared with the zone below */
        !blocks_span(m, pfn, &start, &end)) {
        return;
    }
    blocks_count(m, start, end, &free, &movable);
    ev(m, EV_HIGHATOMIC_KEEP, zone, pageblock_of(m, pfn), kept + pageblock_frames(m));
    blocks_tag(m, pfn, MT_HIGHATOMIC, free);
    zone_set_highatomic_pages(m, zone, kept + pageblock_frames(m));
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
        if (m->pageblock[pageblock_of(m, pfn)].migratetype == MT_HIGHATOMIC) {
            const uint32_t left = m->zone[zone].highatomic_pages - pageblock_frames(m);

            ev(m, EV_HIGHATOMIC_GIVE, zone, pageblock_of(m, pfn), type, left);
            blocks_tag(m, pfn, type, free);
            zone_set_highatomic_pages(m, zone, left);
        }
        blocks_move_span(m, start, end, type);
        return true;
    }
    return false;
}
