/* fastscan.c - a look at the free lists. */
#include "policy/fastscan.h"

#include "parts/buddy.h"

/* One search, and what it found. */
struct search {
    pfn_t low, min;   /* preferred from here on; good enough from here on */
    pfn_t highest;    /* pageblock of the highest block seen */
    uint32_t limit;   /* blocks to look at on a list */
    uint32_t scanned; /* blocks looked at in all */
    pfn_t front
        [MM_ORDERS]; /* by order: the block that becomes the list's first; PFN_NONE: stays as it is */
    pfn_t found;
};

/* The list begins with this block from now on; those before it go behind the last one. */
static void rotate(struct mm *m, uint32_t list, pfn_t first)
{
    const pfn_t head = m->freelist[list].head;
    const pfn_t tail = m->freelist[list].tail;
    const pfn_t last = frame_prev(m, first);

    if (head == first) {
        return;
    }
    frame_set_next(m, tail, head);
    frame_set_prev(m, head, tail);
    frame_set_next(m, last, PFN_NONE);
    frame_set_prev(m, first, PFN_NONE);
    freelist_set_head(m, list, first);
    freelist_set_tail(m, list, last);
}

/* One list from its tail; true when a block in the preferred part was found. */
static bool look_at(const struct mm *m, const struct compact_run *run, unsigned order,
                    struct search *s)
{
    const struct freelist *list = &m->freelist[buddy_list(run->zone, order, MT_MOVABLE)];
    const pfn_t start = m->zone[run->zone].start_pfn;
    uint32_t scanned = 0;
    pfn_t best = 0;

    s->front[order] = PFN_NONE;
    for (pfn_t pfn = list->blocks > 0 ? list->tail : PFN_NONE; pfn != PFN_NONE;
         pfn = frame_prev(m, pfn)) {
        scanned++;
        s->scanned++;
        if (pfn >= s->highest) {
            s->highest = scanners_block(m, pfn) > start ? scanners_block(m, pfn) : start;
        }
        if (pfn >= s->low) {
            s->found = s->front[order] = pfn;
            return true;
        }
        if (pfn >= s->min && pfn > best) {
            best = pfn;
            s->limit /= 2;
        }
        if (scanned >= s->limit) {
            s->front[order] = pfn;
            break;
        }
    }
    if (best != 0) {
        s->found = s->front[order] = best;
    }
    if (scanned >= s->limit) {
        s->limit = s->limit > 1 ? s->limit / 2 : 1;
    }
    return false;
}

/* The order to look at after this one; MM_ORDERS when all were. */
static unsigned next_order(struct compact_run *run, unsigned order)
{
    order = order > 0 ? order - 1 : run->order - 1;
    if (order == run->search_order) {
        run->search_order = run->search_order > 0 ? run->search_order - 1 : run->order - 1;
        return MM_ORDERS;
    }
    return order;
}

static void look(struct mm *m, struct compact_run *run, struct search *s, bool at_start)
{
    const uint32_t shift = run->search_fail < 31 ? run->search_fail : 31;
    const uint32_t distance = run->free_pfn - run->migrate_pfn;

    *s = (struct search){.low = scanners_block(m, run->free_pfn - distance / 4),
                         .min = scanners_block(m, run->free_pfn - distance / 2),
                         .limit = ((COMPACT_CLUSTER_PAGES >> shift) + 1) / 2,
                         .found = PFN_NONE};
    s->limit = at_start ? pageblock_frames(m) / 2 : s->limit > 0 ? s->limit : 1;
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        s->front[o] = PFN_NONE;
    }
    if (run->search_order >= run->order) {
        run->search_order = run->order - 1;
    }
    for (unsigned o = run->search_order; o < MM_ORDERS && s->found == PFN_NONE;) {
        if (buddy_blocks(m, run->zone, o) > 0 && look_at(m, run, o, s)) {
            run->search_fail = 0;
            run->search_order = o;
        }
        o = s->found == PFN_NONE ? next_order(run, o) : o;
    }
}

/* Nothing was found: at the start of a run the scanner begins with the highest pageblock seen, which it returns. */
static pfn_t begin_lower(struct compact_run *run, const struct search *s, bool at_start)
{
    run->search_fail++;
    if (!at_start) {
        return PFN_NONE;
    }
    if (s->highest >= s->min && s->highest != 0) {
        run->free_pfn = s->highest;
    } else if (run->direct) {
        run->free_pfn = s->min;
    } else {
        return PFN_NONE;
    }
    return run->free_pfn;
}

bool fastscan_targets(struct mm *m, struct compact_run *run)
{
    const bool at_start = run->free_pfn >= m->zone[run->zone].compact_init_free_pfn;
    struct search s;
    pfn_t around;

    if (run->order == 0 || run->order >= MM_ORDERS) {
        return false;
    }
    look(m, run, &s, at_start);
    if (s.found != PFN_NONE && !scanners_may_take(m, run, s.found)) {
        s.found = PFN_NONE; /* the zone needs it */
    }
    scanners_looked(m, run, s.found, s.scanned);
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        if (s.front[o] != PFN_NONE) {
            rotate(m, buddy_list(run->zone, o, MT_MOVABLE), s.front[o]);
        }
    }
    if (s.found == PFN_NONE) {
        around = begin_lower(run, &s, at_start);
    } else {
        around = s.found;
        scanners_take_one(m, run, s.found);
    }
    if (s.highest > pageblock_frames(m) && s.highest >= m->zone[run->zone].compact_free_pfn) {
        zone_set_compact_free_pfn(m, run->zone, s.highest - pageblock_frames(m));
    }
    if (around != PFN_NONE && run->target_pages < run->source_pages &&
        !(run->direct && run->mode == CM_ASYNC)) {
        scanners_take_around(m, run, around); /* fast_isolate_around() */
    }
    return run->target_pages > 0;
}
