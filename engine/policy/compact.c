/* compact.c - when to compact, for how long, and who does it. */
#include "policy/compact.h"

#include "base/vmstat.h"
#include "parts/buddy.h"
#include "parts/node.h"
#include "parts/pcp.h"
#include "policy/migrate.h"

#define COSTLY_ORDER 3u

/* ---- is it worth it? ---- */

static uint32_t mark_with_gap(const struct mm *m, uint32_t zone, unsigned order)
{
    return zone_mark_pages(m, zone, order > COSTLY_ORDER ? ZONE_LOW : ZONE_MIN) + (2u << order);
}

enum compact_result compact_suitable(const struct mm *m, uint32_t zone, unsigned order,
                                     unsigned rank)
{
    const uint32_t min = zone_mark_pages(m, zone, ZONE_MIN);
    int32_t index;

    if (order >= MM_ORDERS) {
        return CR_CONTINUE;
    }
    if (zone_watermark_ok(m, zone, order, min, rank, 0)) {
        return CR_SUCCESS;
    }
    if (!zone_watermark_ok(m, zone, 0, mark_with_gap(m, zone, order), rank, 0)) {
        return CR_SKIPPED;
    }
    index = order > COSTLY_ORDER ? frag_index(m, zone, order) : -1;
    if (index >= 0 && (uint64_t)index <= m->sysctl[SC_EXTFRAG_THRESHOLD].value) {
        return CR_SKIPPED;
    }
    return CR_CONTINUE;
}

bool compact_worth(const struct mm *m, uint32_t zone, unsigned order, unsigned rank,
                   uint64_t reclaimable_pages)
{
    const uint64_t pages = zone_seen_free(m, zone) + reclaimable_pages;

    return !zone_watermark_ok(m, zone, order, zone_mark_pages(m, zone, ZONE_MIN), rank, 0) &&
           zone_watermark_were(m, zone, 0, mark_with_gap(m, zone, order), rank, 0, pages);
}

/* ---- putting it off ---- */

bool compact_deferred(struct mm *m, uint32_t zone, unsigned order)
{
    const struct zone *z = &m->zone[zone];
    const uint32_t limit = 1u << z->compact_defer_shift;

    if (order < z->compact_order_failed) {
        return false;
    }
    if (z->compact_considered + 1 >= limit) {
        zone_set_compact_considered(m, zone, limit);
        return false;
    }
    ev(m, EV_COMPACT_DEFER, zone, order, z->compact_defer_shift, z->compact_considered + 1, 1);
    zone_set_compact_considered(m, zone, z->compact_considered + 1);
    return true;
}

void compact_defer(struct mm *m, uint32_t zone, unsigned order)
{
    const uint32_t shift = m->zone[zone].compact_defer_shift;
    const uint32_t next = shift < COMPACT_DEFER_SHIFT_MAX ? shift + 1 : shift;

    ev(m, EV_COMPACT_DEFER, zone, order, next, 0, 0);
    zone_set_compact_considered(m, zone, 0);
    zone_set_compact_defer_shift(m, zone, next);
    if (order < m->zone[zone].compact_order_failed) {
        zone_set_compact_order_failed(m, zone, order);
    }
}

void compact_defer_reset(struct mm *m, uint32_t zone, unsigned order, bool success)
{
    if (success) {
        zone_set_compact_considered(m, zone, 0);
        zone_set_compact_defer_shift(m, zone, 0);
    }
    if (order >= m->zone[zone].compact_order_failed) {
        zone_set_compact_order_failed(m, zone, order + 1);
    }
}

/* compaction_restarting() */
static bool restarting(const struct mm *m, uint32_t zone, unsigned order)
{
    const struct zone *z = &m->zone[zone];

    return order >= z->compact_order_failed && z->compact_defer_shift == COMPACT_DEFER_SHIFT_MAX &&
           z->compact_considered >= 1u << z->compact_defer_shift;
}

void compact_forget_skips(struct mm *m, uint32_t node)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        if (m->zone[z].node == node) {
            scanners_forget_skips(m, z);
        }
    }
}

/* ---- one zone ---- */

/* find_suitable_fallback() for a block of this order: could the request make it its own? */
static bool could_steal(const struct mm *m, uint32_t zone, unsigned order, enum mm_migratetype type)
{
    if (order < m->pageblock_order / 2 && type == MT_MOVABLE) {
        return false;
    }
    for (unsigned t = MT_UNMOVABLE; t <= MT_RECLAIMABLE; t++) {
        if (t != (unsigned)type && m->freelist[buddy_list(zone, order, t)].blocks > 0) {
            return true;
        }
    }
    return false;
}

static bool has_block(const struct mm *m, const struct compact_run *run)
{
    for (unsigned o = run->order; o < MM_ORDERS; o++) {
        if (m->freelist[buddy_list(run->zone, o, run->type)].blocks > 0 ||
            could_steal(m, run->zone, o, run->type)) {
            return true;
        }
    }
    return false;
}

/* compact_finished() */
static enum compact_result finished(struct mm *m, const struct compact_run *run)
{
    if (scanners_met(m, run)) {
        scanners_reset(m, run->zone);
        if (run->direct) {
            zone_set_compact_blockskip_flush(m, run->zone, 1);
        }
        return run->whole_zone ? CR_COMPLETE : CR_PARTIAL_SKIPPED;
    }
    if (run->why == CW_PROACTIVE) {
        if (m->node[m->zone[run->zone].node].kswapd_awake) {
            return CR_PARTIAL_SKIPPED;
        }
        return compact_score_zone(m, run->zone) > compact_score_mark(m, true) ? CR_CONTINUE
                                                                              : CR_SUCCESS;
    }
    if (run->order >= MM_ORDERS || run->migrate_pfn % pageblock_frames(m) != 0) {
        return CR_CONTINUE;
    }
    return has_block(m, run) ? CR_SUCCESS : CR_CONTINUE;
}

/* The frames that were freed go to the zone, where they merge, once a block of the order has been worked through. */
static void flush_freed(struct mm *m, const struct compact_run *run, pfn_t *last_moved)
{
    if (run->order > 0 && run->order < MM_ORDERS && *last_moved != 0 &&
        *last_moved < (run->migrate_pfn & ~((1u << run->order) - 1))) {
        lru_drain(m, run->cpu);
        pcp_drain_zone(m, run->cpu, run->zone);
        *last_moved = 0;
    }
}

/* Until finished() says so, a cluster at a time. */
static enum compact_result work(struct mm *m, struct compact_run *run)
{
    enum compact_result result;
    pfn_t last_moved = 0;

    while ((result = finished(m, run)) == CR_CONTINUE) {
        const pfn_t start = run->migrate_pfn;

        run->rescan = scanners_block(m, last_moved) == scanners_block(m, start);
        if (!scanners_sources(m, run)) {
            if (run->update_cached) {
                zone_set_compact_migrate_sync_pfn(m, run->zone,
                                                  m->zone[run->zone].compact_migrate_pfn);
            }
        } else {
            run->update_cached = false;
            last_moved = start;
            if (!migrate_run(m, run)) {
                if (!scanners_met(m, run)) {
                    return CR_CONTENDED;
                }
                if (run->direct && run->mode == CM_ASYNC) {
                    run->migrate_pfn = ((run->migrate_pfn - 1) | ((1u << run->order) - 1)) + 1;
                    last_moved = 0;
                }
            }
        }
        flush_freed(m, run, &last_moved);
    }
    return result;
}

enum compact_result compact_zone(struct mm *m, struct compact_run *run, unsigned rank)
{
    const struct zone *z = &m->zone[run->zone];
    enum compact_result result = compact_suitable(m, run->zone, run->order, rank);
    pfn_t left;

    if (run->order < MM_ORDERS) {
        ev(m, EV_COMPACT_SUITABLE, run->zone, run->order, result,
           (uint64_t)frag_index(m, run->zone, run->order), z->free_pages,
           mark_with_gap(m, run->zone, run->order));
    }
    if (result != CR_CONTINUE) {
        return result;
    }
    if (run->order < MM_ORDERS && restarting(m, run->zone, run->order)) {
        scanners_forget_skips(m, run->zone);
    }
    scanners_begin(m, run);
    ev(m, EV_COMPACT_BEGIN, run->zone, run->order, run->mode, run->why, run->migrate_pfn,
       run->free_pfn);
    ev_push(m);
    lru_drain(m, run->cpu);
    result = work(m, run);
    left = migrate_release(m, run);
    if (left != PFN_NONE && scanners_block(m, left) > z->compact_free_pfn) {
        zone_set_compact_free_pfn(m, run->zone, scanners_block(m, left));
    }
    vmstat_add(m, VMC_compact_migrate_scanned, (int64_t)run->migrate_scanned);
    vmstat_add(m, VMC_compact_free_scanned, (int64_t)run->free_scanned);
    ev_pop(m);
    ev(m, EV_COMPACT_END, run->zone, run->order, result, run->migrated, run->migrate_pfn,
       run->free_pfn);
    scanners_end(m, run);
    return result;
}

/* ---- who does it ---- */

static enum compact_result direct_zone(struct mm *m, struct compact_run *run, unsigned rank,
                                       enum mm_compact_priority prio)
{
    enum compact_result result;

    if (prio > CP_SYNC_FULL && compact_deferred(m, run->zone, run->order)) {
        return CR_DEFERRED;
    }
    result = compact_zone(m, run, rank);
    if (result == CR_SUCCESS) {
        compact_defer_reset(m, run->zone, run->order, false);
    } else if (prio != CP_ASYNC && (result == CR_COMPLETE || result == CR_PARTIAL_SKIPPED)) {
        compact_defer(m, run->zone, run->order);
    }
    return result;
}

enum compact_result compact_direct(struct mm *m, uint32_t cpu, unsigned order, uint32_t gfp,
                                   uint32_t node, unsigned rank, enum mm_compact_priority prio)
{
    enum compact_result best = CR_SKIPPED;
    uint8_t list[MM_ZONES_MAX];
    const unsigned zones = zone_list(m, node, rank, list);

    MM_ASSERT(m, order > 0 && order < MM_ORDERS);
    for (unsigned i = 0; (gfp & GFP_BIT_IO) && i < zones && best != CR_SUCCESS; i++) {
        if ((gfp & GFP_BIT_THISNODE) && m->zone[list[i]].node != node) {
            continue;
        }
        struct compact_run run = {.cpu = cpu,
                                  .zone = list[i],
                                  .order = order,
                                  .search_order = order,
                                  .type = buddy_migratetype(m, gfp),
                                  .gfp = gfp,
                                  .mode = prio == CP_ASYNC ? CM_ASYNC : CM_SYNC_LIGHT,
                                  .why = CW_DIRECT,
                                  .direct = true,
                                  .whole_zone = prio == CP_SYNC_FULL,
                                  .ignore_skip = prio == CP_SYNC_FULL,
                                  .ignore_targets = prio == CP_SYNC_FULL};
        const enum compact_result result = direct_zone(m, &run, rank, prio);

        best = result > best ? result : best;
    }
    return best;
}

void compact_all(struct mm *m, uint32_t cpu)
{
    lru_drain_all(m);
    for (uint32_t z = 0; z < m->zones; z++) {
        struct compact_run run = {.cpu = cpu,
                                  .zone = z,
                                  .order = COMPACT_ORDER_NONE,
                                  .type = MT_UNMOVABLE,
                                  .gfp = GFP_KERNEL,
                                  .mode = CM_SYNC_FULL,
                                  .why = CW_COMMAND,
                                  .whole_zone = true,
                                  .ignore_skip = true};

        compact_zone(m, &run, 0);
    }
}

/* ---- invariants ---- */

void compact_check(struct mm *m)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        const struct zone *zone = &m->zone[z];
        const pfn_t most = scanners_zone_end(m, z) + 2 * pageblock_frames(m);

        MM_ASSERT(m, zone->scan_migrate_pfn_plus1 == 0 && zone->scan_free_pfn_plus1 == 0); /* C1 */
        MM_ASSERT(m, zone->compact_migrate_pfn <= most && zone->compact_free_pfn <= most); /* C2 */
        MM_ASSERT(m, zone->compact_migrate_sync_pfn <= most);
        MM_ASSERT(m, zone->compact_defer_shift <= COMPACT_DEFER_SHIFT_MAX);
    }
    MM_ASSERT(m, vmstat_get(m, VMC_nr_isolated_anon) == 0); /* C1 */
    MM_ASSERT(m, vmstat_get(m, VMC_nr_isolated_file) == 0);
}
