/* migrate.c - contents, counts and entries from one frame to another. */
#include "policy/migrate.h"

#include "base/vmstat.h"
#include "parts/pcp.h"
#include "parts/rmap.h"
#include "parts/tlb.h"
#include "policy/fastscan.h"

/* The frame is nobody's again: what __free_page() does. */
static void give_back(struct mm *m, uint32_t cpu, pfn_t pfn)
{
    ev(m, EV_FREE_BLOCK, zone_of(m, pfn), pfn, 0);
    ev_push(m);
    frame_set_type(m, pfn, FT_FREE);
    frame_set_owner(m, pfn, 0);
    frame_set_vpn(m, pfn, 0);
    frame_set_tag(m, pfn, 0);
    frame_set_flags(m, pfn, 0);
    frame_set_refcount(m, pfn, 0);
    frame_set_mapcount(m, pfn, -1);
    frame_touch(m, pfn);
    vmstat_add(m, VMC_pgfree, 1);
    pcp_put(m, cpu, pfn, 0);
    ev_pop(m);
}

struct move {
    uint32_t cpu;
    pfn_t to;
};

/* One entry names the new frame; no TLB may go on naming the old one. */
static void repoint(struct mm *m, void *ctx, const struct rmap_place *place)
{
    const struct move *move = ctx;
    const uint64_t entry = (place->entry & ~PTE_PFN_MASK) | (uint64_t)move->to << PTE_PFN_SHIFT;

    pgtable_write(m, place->at.table, place->at.index, entry);
    tlb_flush_range(m, move->cpu, place->proc, place->addr, place->addr + MM_PAGE_BYTES);
}

/* Everything that makes it this page but its place. */
static void copy_frame(struct mm *m, pfn_t from, pfn_t to)
{
    const struct frame *f = &m->frame[from];

    frame_set_type(m, to, f->type);
    frame_set_owner(m, to, f->owner);
    frame_set_vpn(m, to, f->vpn);
    frame_set_tag(m, to, f->tag);
    frame_set_flags(m, to, f->flags);
    frame_set_memcg(m, to, f->memcg);
    frame_set_refcount(m, to, f->refcount);
    frame_set_mapcount(m, to, frame_mapcount(m, from));
    frame_touch(m, to);
}

void migrate_page(struct mm *m, uint32_t cpu, pfn_t from, pfn_t to)
{
    const struct frame *f = &m->frame[from];
    const uint32_t pid = f->owner != 0 ? m->proc[f->owner - 1].pid : 0;
    struct move move = {.cpu = cpu, .to = to};
    unsigned entries;

    MM_ASSERT(m, !frame_is(m, from, PG_LRU) && m->frame[to].type == FT_FREE);
    ev(m, EV_PAGE_MIGRATE, from, to, 0, pid, f->vpn << MM_PAGE_SHIFT);
    ev_push(m);
    clock_add(m, cpu, m->config.cost_ns[COST_MIGRATE_PAGE] + m->config.cost_ns[COST_COPY_PAGE]);
    copy_frame(m, from, to);
    entries = rmap_walk(m, from, repoint, &move);
    MM_ASSERT(m, (int32_t)entries == frame_mapcount(m, from) + 1);
    lru_drain(m, cpu); /* lru_cache_add(), lru_add_drain() */
    lru_put(m, to);
    vmstat_add(m, VMC_pgmigrate_success, 1);
    give_back(m, cpu, from);
    ev_pop(m);
}

static pfn_t pop(struct mm *m, pfn_t *list)
{
    const pfn_t pfn = *list;

    *list = frame_next(m, pfn);
    frame_set_next(m, pfn, PFN_NONE);
    return pfn;
}

/* compaction_alloc() */
static pfn_t target(struct mm *m, struct compact_run *run)
{
    if (run->targets == PFN_NONE && !fastscan_targets(m, run)) {
        scanners_targets(m, run);
    }
    if (run->targets == PFN_NONE) {
        return PFN_NONE;
    }
    run->target_pages--;
    return pop(m, &run->targets);
}

static pfn_t source(struct mm *m, struct compact_run *run)
{
    const pfn_t pfn = pop(m, &run->sources);
    const bool file = !frame_is(m, pfn, PG_SWAPBACKED);

    vmstat_node_add(m, node_of(m, pfn), file ? VMC_nr_isolated_file : VMC_nr_isolated_anon, -1);
    return pfn;
}

bool migrate_run(struct mm *m, struct compact_run *run)
{
    bool all = true;

    while (run->sources != PFN_NONE) {
        const pfn_t to = all ? target(m, run) : PFN_NONE;

        if (to == PFN_NONE) {
            vmstat_add(m, VMC_pgmigrate_fail, all ? 1 : 0);
            all = false;
            lru_add(m, run->cpu, source(m, run)); /* putback_lru_page() */
            continue;
        }
        migrate_page(m, run->cpu, source(m, run), to);
        run->migrated++;
    }
    run->source_pages = 0;
    return all;
}

pfn_t migrate_release(struct mm *m, struct compact_run *run)
{
    pfn_t highest = PFN_NONE;

    while (run->targets != PFN_NONE) {
        const pfn_t pfn = pop(m, &run->targets);

        highest = highest == PFN_NONE || pfn > highest ? pfn : highest;
        give_back(m, run->cpu, pfn);
    }
    run->target_pages = 0;
    return highest;
}
