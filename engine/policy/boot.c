/* boot.c - from a plan to frames, lists and marks. */
#include "policy/boot.h"

#include "base/vmstat.h"

static uint32_t zone_at(const struct boot_plan *plan, pfn_t pfn)
{
    for (unsigned z = 0; z < plan->zones; z++) {
        if (pfn >= plan->zone[z].start && pfn < plan->zone[z].end) {
            return z;
        }
    }
    return SLOT_NONE;
}

static void write_runs(struct mm *m, const struct boot_plan *plan)
{
    for (unsigned i = 0; i < plan->runs; i++) {
        const struct boot_run *run = &plan->run[i];

        for (pfn_t pfn = run->start; pfn < run->end; pfn++) {
            if (run->use == KU_NONE) {
                frame_boot_hole(m, pfn);
            } else {
                frame_boot_keep(m, pfn, (enum mm_kernel_use)run->use);
            }
        }
        if (run->use == KU_ZERO) {
            machine_set_zero_pfn(m, 0, run->start);
        }
    }
}

/* What no run covers is free: to the lists. */
static void free_rest(struct mm *m, const struct boot_plan *plan)
{
    unsigned i = 0;

    for (unsigned z = 0; z < plan->zones; z++) {
        const pfn_t end = plan->zone[z].end;
        pfn_t pfn = plan->zone[z].start;
        uint32_t managed = 0;

        while (pfn < end) {
            pfn_t stop = end;

            while (i < plan->runs && plan->run[i].end <= pfn) {
                i++;
            }
            if (i < plan->runs && plan->run[i].start < end) {
                stop = plan->run[i].start > pfn ? plan->run[i].start : pfn;
            }
            buddy_fill(m, pfn, stop);
            managed += stop - pfn;
            pfn = stop < end ? plan->run[i].end : end;
        }
        zone_add_managed(m, z, managed);
    }
}

static void set_reserves(struct mm *m)
{
    const uint64_t share_kb = vmstat_get(m, VMC_nr_free_pages) * 4 / 32;

    if (share_kb < m->sysctl[SC_ADMIN_RESERVE_KBYTES].value) {
        sysctl_set_value(m, SC_ADMIN_RESERVE_KBYTES, share_kb);
    }
    if (share_kb < m->sysctl[SC_USER_RESERVE_KBYTES].value) {
        sysctl_set_value(m, SC_USER_RESERVE_KBYTES, share_kb);
    }
}

#define THP_LEAST_PAGES 131072u /* 512 MiB: with less, Linux leaves huge pages off */

static void set_marks(struct mm *m)
{
    const bool large = m->machine->totalram_pages >= THP_LEAST_PAGES;
    uint32_t thp = m->config.thp;

    if (thp == MM_THP_AUTO) {
        thp = m->config.pc ? THP_ALWAYS : THP_NEVER;
    }
    sysctl_set_value(m, SC_MIN_FREE_KBYTES, zone_default_min_free_kbytes(m));
    zone_setup_watermarks(m);
    zone_setup_protection(m);
    set_reserves(m);
    if (m->config.pc && !large) {
        thp = THP_NEVER;
    }
    machine_set_thp(m, 0, thp);
    if (large && (m->config.pc || thp != THP_NEVER)) {
        sysctl_set_value(m, SC_MIN_FREE_KBYTES, zone_recommended_min_free(m));
        zone_setup_watermarks(m);
    }
    pcp_setup(m);
}

/* As free_reserved_area() does: frame by frame, each merging with its neighbours. */
static void give_back(struct mm *m, const struct boot_plan *plan)
{
    for (unsigned i = 0; i < plan->runs; i++) {
        const struct boot_run *run = &plan->run[i];
        const uint32_t z = zone_at(plan, run->start);

        if (!run->late) {
            continue;
        }
        for (pfn_t pfn = run->start; pfn < run->end; pfn++) {
            frame_boot_release(m, pfn);
            buddy_give(m, 0, pfn, 0);
        }
        zone_add_managed(m, z, run->end - run->start);
    }
}

static void take_used(struct mm *m)
{
    for (uint32_t i = 0; i < m->config.used_count; i++) {
        const struct mm_used_config *used = &m->config.used[i];
        const uint32_t z = zone_find(m, used->node, zone_rank(m, (enum mm_zone_type)used->type));
        const enum mm_migratetype type = m->config.migratetypes ? MT_UNMOVABLE : MT_MOVABLE;
        pfn_t pfn;

        for (uint32_t n = 0; z != SLOT_NONE && n < used->pages; n++) {
            if (!buddy_take(m, 0, z, 0, type, false, &pfn)) {
                break;
            }
            frame_set_type(m, pfn, FT_KERNEL);
            frame_set_use(m, pfn, KU_MODULE);
            frame_set_refcount(m, pfn, 1);
        }
    }
}

void boot_init(struct mm *m)
{
    struct boot_plan plan;

    boot_make_plan(&m->config, &plan);
    zone_init(m);
    machine_set_tag_next(m, 0, 1);
    machine_set_reserved_frames(m, 0, 0);
    machine_set_totalram_pages(m, 0, 0);
    machine_set_user_min_free_kbytes(m, 0, 0);
    write_runs(m, &plan);
    buddy_init(m);
    free_rest(m, &plan);
    set_marks(m);
    give_back(m, &plan);
    take_used(m);
}

void boot_check(struct mm *m)
{
    uint64_t kept = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        MM_ASSERT(m, m->zone[z].managed_pages <= m->zone[z].present_pages);
        kept += m->zone[z].present_pages - m->zone[z].managed_pages;
    }
    MM_ASSERT(m, kept == m->machine->reserved_frames); /* O1 */
}
