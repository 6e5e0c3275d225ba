/* scanners.c - finding pages to move and frames to move them to. */
#include "policy/scanners.h"

#include "base/vmstat.h"

/* What one pageblock yields, worked out before anything is taken. */
struct find {
    pfn_t pfn[MM_PAGEBLOCK_FRAMES_MAX];
    uint32_t count;   /* pages, or free blocks */
    uint32_t pages;   /* in those */
    uint32_t scanned; /* frames looked at */
    pfn_t stop;       /* where the scanner stands afterwards */
};

static void pay(struct mm *m, const struct compact_run *run, uint32_t scanned)
{
    clock_add(m, run->cpu, m->config.cost_ns[COST_SCAN_PAGE] * scanned);
}

static struct pageblock *block_at(const struct mm *m, pfn_t pfn)
{
    return &m->pageblock[pageblock_of(m, pfn)];
}

static void set_skip(struct mm *m, pfn_t pfn)
{
    pageblock_set_skip(m, pageblock_of(m, pfn), 1);
}

static bool skipped(const struct mm *m, const struct compact_run *run, pfn_t pfn)
{
    return !run->ignore_skip && block_at(m, pfn)->skip != 0;
}

/* ---- positions ---- */

void scanners_reset(struct mm *m, uint32_t zone)
{
    const pfn_t start = m->zone[zone].start_pfn;

    zone_set_compact_migrate_pfn(m, zone, start);
    zone_set_compact_migrate_sync_pfn(m, zone, start);
    zone_set_compact_free_pfn(m, zone, scanners_block(m, scanners_zone_end(m, zone) - 1));
}

static void show(struct mm *m, const struct compact_run *run)
{
    zone_set_scan_migrate_pfn(m, run->zone, run->migrate_pfn);
    zone_set_scan_free_pfn(m, run->zone, run->free_pfn);
}

void scanners_begin(struct mm *m, struct compact_run *run)
{
    const struct zone *z = &m->zone[run->zone];
    const pfn_t end = scanners_zone_end(m, run->zone);
    const bool sync = run->mode != CM_ASYNC;

    run->sources = run->targets = PFN_NONE;
    run->migrate_pfn = z->start_pfn;
    run->free_pfn = scanners_block(m, end - 1);
    if (!run->whole_zone) {
        run->migrate_pfn = sync ? z->compact_migrate_sync_pfn : z->compact_migrate_pfn;
        run->free_pfn = z->compact_free_pfn;
        if (run->free_pfn < z->start_pfn || run->free_pfn >= end) {
            run->free_pfn = scanners_block(m, end - 1);
            zone_set_compact_free_pfn(m, run->zone, run->free_pfn);
        }
        if (run->migrate_pfn < z->start_pfn || run->migrate_pfn >= end) {
            run->migrate_pfn = z->start_pfn;
            zone_set_compact_migrate_pfn(m, run->zone, run->migrate_pfn);
            zone_set_compact_migrate_sync_pfn(m, run->zone, run->migrate_pfn);
        }
        run->whole_zone = run->migrate_pfn <= z->compact_init_migrate_pfn;
    }
    run->update_cached = !sync && z->compact_migrate_pfn == z->compact_migrate_sync_pfn;
    show(m, run);
}

void scanners_end(struct mm *m, const struct compact_run *run)
{
    zone_set_scan_migrate_pfn(m, run->zone, PFN_NONE);
    zone_set_scan_free_pfn(m, run->zone, PFN_NONE);
}

bool scanners_met(const struct mm *m, const struct compact_run *run)
{
    return pageblock_of(m, run->free_pfn) <= pageblock_of(m, run->migrate_pfn);
}

/* update_cached_migrate(): nothing to move before the pageblock that begins at `end`; Linux goes one further. */
static void remember_source(struct mm *m, const struct compact_run *run, pfn_t end)
{
    const struct zone *z = &m->zone[run->zone];
    const pfn_t pfn = end + pageblock_frames(m);

    if (pfn > z->compact_migrate_pfn) {
        zone_set_compact_migrate_pfn(m, run->zone, pfn);
    }
    if (run->mode != CM_ASYNC && pfn > z->compact_migrate_sync_pfn) {
        zone_set_compact_migrate_sync_pfn(m, run->zone, pfn);
    }
}

/* ---- pages to move ---- */

/* On a list of the LRU, whole, and held by nothing but its mappings; a locked one when that is allowed. */
static bool movable(const struct mm *m, pfn_t pfn)
{
    const struct frame *f = &m->frame[pfn];

    if ((f->flags & PG_UNEVICTABLE) && m->sysctl[SC_COMPACT_UNEVICTABLE].value == 0) {
        return false;
    }
    return (f->flags & PG_LRU) && f->refcount == frame_mapcount(m, pfn) + 1;
}

/* isolate_migratepages_block(), looking only. */
static void look_for_sources(const struct mm *m, const struct compact_run *run, pfn_t end,
                             struct find *found)
{
    const bool give_up =
        run->direct && run->mode == CM_ASYNC; /* the aligned block is lost at one failure */
    const pfn_t size = 1u << run->order % MM_ORDERS;
    pfn_t pfn = run->migrate_pfn;
    pfn_t next_block = give_up ? (pfn | (size - 1)) + 1 : 0;

    *found = (struct find){.count = 0};
    for (; pfn < end; pfn++) {
        const struct frame *f = &m->frame[pfn];

        if (give_up && pfn >= next_block) {
            if (found->count > 0) {
                break;
            }
            next_block = (pfn | (size - 1)) + 1;
        }
        found->scanned++;
        if (f->flags & PG_BUDDY) {
            pfn += (1u << f->order) - 1;
            continue;
        }
        if (!(f->flags & PG_HEAD) && movable(m, pfn)) {
            found->pfn[found->count++] = pfn;
            if (found->count >= COMPACT_CLUSTER_PAGES && !run->rescan) {
                pfn++;
                break;
            }
            continue;
        }
        if (f->flags & PG_HEAD) {
            pfn += (1u << f->order) - 1;
        }
        if (give_up) {
            found->count = 0;
            if (pfn < next_block) {
                pfn = next_block - 1;
                next_block += size;
            }
        }
    }
    found->pages = found->count;
    found->stop = pfn < end ? pfn : end;
}

static void push(struct mm *m, pfn_t *list, pfn_t pfn)
{
    frame_set_next(m, pfn, *list);
    *list = pfn;
}

static void take_sources(struct mm *m, struct compact_run *run, const struct find *found)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const pfn_t pfn = found->pfn[i];
        const bool file = !frame_is(m, pfn, PG_SWAPBACKED);

        lru_take(m, pfn);
        vmstat_node_add(m, node_of(m, pfn), file ? VMC_nr_isolated_file : VMC_nr_isolated_anon, 1);
        push(m, &run->sources, pfn);
    }
    run->source_pages += found->count;
    if (found->count > 0) {
        vmstat_add(m, VMC_compact_isolated, found->count);
    }
}

static bool source_block(const struct mm *m, const struct compact_run *run, pfn_t pfn)
{
    return run->mode != CM_ASYNC || !run->direct || block_at(m, pfn)->migratetype == run->type;
}

/* One pageblock, from migrate_pfn on. */
static void sources_of_block(struct mm *m, struct compact_run *run, pfn_t end)
{
    const pfn_t start = run->migrate_pfn;
    const bool aligned = start % pageblock_frames(m) == 0;
    struct find found;

    look_for_sources(m, run, end, &found);
    ev(m, EV_COMPACT_ISOLATE, run->zone, pageblock_of(m, start), found.pages, found.scanned);
    pay(m, run, found.scanned);
    if (found.count > 0 && found.pfn[0] % pageblock_frames(m) == 0 && !run->ignore_skip) {
        set_skip(m, start); /* test_and_set_skip() */
    }
    take_sources(m, run, &found);
    if (found.stop == end && (found.count == 0 || run->rescan)) {
        if (aligned && found.count == 0) {
            set_skip(m, start);
        }
        remember_source(m, run, end);
    }
    run->migrate_scanned += found.scanned;
    run->migrate_pfn = found.stop;
    show(m, run);
}

bool scanners_sources(struct mm *m, struct compact_run *run)
{
    pfn_t end = scanners_block(m, run->migrate_pfn) + pageblock_frames(m);

    for (; end <= run->free_pfn; end += pageblock_frames(m)) {
        const pfn_t pfn = run->migrate_pfn;

        if (pfn % pageblock_frames(m) == 0 && skipped(m, run, pfn)) {
            run->migrate_pfn = end;
            continue;
        }
        if (!source_block(m, run, pfn)) {
            remember_source(m, run, end);
            run->migrate_pfn = end;
            continue;
        }
        sources_of_block(m, run, end);
        break;
    }
    show(m, run);
    return run->source_pages > 0;
}

/* ---- free frames ---- */

static bool target_block(const struct mm *m, const struct compact_run *run, pfn_t pfn)
{
    const struct frame *f = &m->frame[pfn];

    if ((f->flags & PG_BUDDY) && f->order >= m->pageblock_order) {
        return false;
    }
    return run->ignore_targets || block_at(m, pfn)->migratetype == MT_MOVABLE;
}

/* isolate_freepages_block(), looking only, from `start` on. */
static void look_for_targets(const struct mm *m, const struct compact_run *run, pfn_t start,
                             pfn_t end, uint32_t stride, struct find *found)
{
    const uint32_t min = zone_mark_pages(m, run->zone, ZONE_MIN);
    uint64_t free_pages = m->zone[run->zone].free_pages;
    pfn_t pfn = start;

    *found = (struct find){.count = 0};
    for (; pfn < end; pfn += stride) {
        const struct frame *f = &m->frame[pfn];
        const uint32_t size = 1u << f->order;

        found->scanned++;
        if (f->flags & PG_HEAD) {
            pfn += size - 1;
            continue;
        }
        if (!(f->flags & PG_BUDDY)) {
            continue;
        }
        if (!zone_watermark_were(m, run->zone, 0, min + size, 0, 0, free_pages)) {
            break;
        }
        free_pages -= size;
        found->pfn[found->count++] = pfn;
        found->scanned += size - 1;
        found->pages += size;
        if (run->source_pages <= run->target_pages + found->pages) {
            pfn += size;
            break;
        }
        pfn += size - 1;
    }
    found->stop = pfn < end ? pfn : end;
}

/* Off the free lists, cut into single frames; the highest is used first. */
static void take_targets(struct mm *m, struct compact_run *run, const struct find *found)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const pfn_t pfn = found->pfn[i];
        const unsigned order = m->frame[pfn].order;
        const unsigned type = block_at(m, pfn)->migratetype;

        blocks_remove(m, pfn);
        if (type != MT_ISOLATE) {
            blocks_count_free(m, run->zone, -((int64_t)1 << order));
        }
        if (order + 1 >= m->pageblock_order && type < MT_HIGHATOMIC) {
            blocks_tag(m, pfn, MT_MOVABLE, 1u << order);
        }
        for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
            push(m, &run->targets, p);
        }
    }
    run->target_pages += found->pages;
    if (found->pages > 0) {
        vmstat_add(m, VMC_compact_isolated, found->pages);
    }
}

/* One pageblock, from *start on, which moves on. */
static uint32_t targets_of_block(struct mm *m, struct compact_run *run, pfn_t *start, pfn_t end,
                                 uint32_t stride, bool remember)
{
    const pfn_t block = scanners_block(m, *start);
    struct find found;

    look_for_targets(m, run, *start, end, stride, &found);
    ev(m, EV_COMPACT_TARGET, run->zone, pageblock_of(m, block), found.pages, found.scanned);
    pay(m, run, found.scanned);
    take_targets(m, run, &found);
    run->free_scanned += found.scanned;
    *start = found.stop;
    if (found.stop == end) { /* update_pageblock_skip() */
        set_skip(m, block);
        if (remember && block < m->zone[run->zone].compact_free_pfn) {
            zone_set_compact_free_pfn(m, run->zone, block);
        }
    }
    return found.pages;
}

bool scanners_may_take(const struct mm *m, const struct compact_run *run, pfn_t pfn)
{
    const uint32_t min = zone_mark_pages(m, run->zone, ZONE_MIN);

    return zone_watermark_ok(m, run->zone, 0, min + (1u << m->frame[pfn].order), 0, 0);
}

void scanners_looked(struct mm *m, struct compact_run *run, pfn_t pfn, uint32_t blocks)
{
    const pfn_t at = pfn != PFN_NONE ? pfn : run->free_pfn;
    const uint32_t pages = pfn != PFN_NONE ? 1u << m->frame[pfn].order : 0;
    const uint32_t scanned = blocks + (pages > 0 ? pages - 1 : 0);

    ev(m, EV_COMPACT_TARGET, run->zone, pageblock_of(m, at), pages, scanned);
    pay(m, run, scanned);
    run->free_scanned += scanned;
}

void scanners_take_one(struct mm *m, struct compact_run *run, pfn_t pfn)
{
    struct find found = {.count = 1, .pages = 1u << m->frame[pfn].order};

    found.pfn[0] = pfn;
    take_targets(m, run, &found);
}

void scanners_take_around(struct mm *m, struct compact_run *run, pfn_t pfn)
{
    const pfn_t first = scanners_block(m, pfn);
    const pfn_t low = m->zone[run->zone].start_pfn;
    const pfn_t most = scanners_zone_end(m, run->zone);
    const pfn_t end = first + pageblock_frames(m) < most ? first + pageblock_frames(m) : most;
    pfn_t start = first > low ? first : low;

    (void)targets_of_block(m, run, &start, end, 1, false);
}

void scanners_targets(struct mm *m, struct compact_run *run)
{
    const pfn_t zone_end = scanners_zone_end(m, run->zone);
    const pfn_t lowest = scanners_block(m, run->migrate_pfn) + pageblock_frames(m);
    uint32_t stride = run->mode == CM_ASYNC ? COMPACT_CLUSTER_PAGES : 1;
    pfn_t at = run->free_pfn;
    pfn_t block = scanners_block(m, at);

    for (; block >= lowest; block -= pageblock_frames(m), at = block) {
        const pfn_t most = block + pageblock_frames(m);
        const pfn_t end = most < zone_end ? most : zone_end;
        uint32_t pages;

        if (!target_block(m, run, block) || skipped(m, run, block)) {
            continue;
        }
        pages = targets_of_block(m, run, &at, end, stride, true);
        if (run->target_pages >= run->source_pages) {
            if (at >= end) {
                at = block - pageblock_frames(m);
            }
            break;
        }
        if (at < end) {
            break;
        }
        if (pages > 0) {
            stride = 1;
        } else {
            stride = stride * 2 < COMPACT_CLUSTER_PAGES ? stride * 2 : COMPACT_CLUSTER_PAGES;
        }
    }
    run->free_pfn = at;
    show(m, run);
}

/* ---- forgetting ---- */

/* __reset_isolation_pfn(): a sample of the block's frames shows one that can be moved, or is free. */
static bool worth_a_look(struct mm *m, uint32_t zone, pfn_t pfn, bool source, bool target)
{
    const pfn_t first = scanners_block(m, pfn);
    const pfn_t start = m->zone[zone].start_pfn;
    const pfn_t end = scanners_zone_end(m, zone);

    if (source && target && block_at(m, pfn)->skip == 0) {
        return true;
    }
    if (!source && target && block_at(m, pfn)->migratetype != MT_MOVABLE) {
        return false;
    }
    for (pfn_t p = first > start ? first : start; p < first + pageblock_frames(m) && p < end;
         p += 1u << 3) {
        if ((source && frame_is(m, p, PG_LRU)) || (target && frame_is(m, p, PG_BUDDY))) {
            pageblock_set_skip(m, pageblock_of(m, pfn), 0);
            return true;
        }
    }
    return false;
}

void scanners_forget_skips(struct mm *m, uint32_t zone)
{
    pfn_t low = m->zone[zone].start_pfn;
    pfn_t high = scanners_zone_end(m, zone) - 1;
    pfn_t source = high;
    pfn_t target = low;
    bool source_set = false;
    bool target_set = false;

    if (!m->zone[zone].compact_blockskip_flush) {
        return;
    }
    zone_set_compact_blockskip_flush(m, zone, 0);
    for (; low < high; low += pageblock_frames(m), high -= pageblock_frames(m)) {
        if (worth_a_look(m, zone, low, true, source_set) && low < source) {
            source_set = true;
            source = low;
            zone_set_compact_init_migrate_pfn(m, zone, low);
            zone_set_compact_migrate_pfn(m, zone, low);
            zone_set_compact_migrate_sync_pfn(m, zone, low);
        }
        if (worth_a_look(m, zone, high, target_set, true) && high > target) {
            target_set = true;
            target = high;
            zone_set_compact_init_free_pfn(m, zone, high);
            zone_set_compact_free_pfn(m, zone, high);
        }
        if (high < pageblock_frames(m)) {
            break;
        }
    }
    if (source >= target) {
        zone_set_compact_migrate_pfn(m, zone, low);
        zone_set_compact_migrate_sync_pfn(m, zone, low);
        zone_set_compact_free_pfn(m, zone, high);
    }
}
