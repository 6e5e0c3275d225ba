/* reclaim.c - there is nothing to reclaim yet, and that is what is answered. */
#include "policy/reclaim.h"

#include "base/vmstat.h"
#include "parts/node.h"

#define MODE_WRITE 2u
#define MODE_UNMAP 4u

uint64_t reclaim_direct(struct mm *m, uint32_t node, unsigned order, uint32_t gfp, unsigned rank)
{
    static const enum mm_vm_counter stall[ZT_COUNT] = {
        [ZT_DMA] = VMC_allocstall_dma,         [ZT_DMA32] = VMC_allocstall_dma32,
        [ZT_NORMAL] = VMC_allocstall_normal,   [ZT_HIGHMEM] = VMC_allocstall_high,
        [ZT_MOVABLE] = VMC_allocstall_movable,
    };
    const bool claims = m->machine->reclaim_says > 0;
    const uint64_t freed = claims ? RECLAIM_CLUSTER_PAGES : 0;

    ev(m, EV_DIRECT_RECLAIM, order, gfp, node, freed);
    machine_set_reclaim_says(m, 0, m->machine->reclaim_says - claims);
    vmstat_add(m, stall[zone_type_of_rank(m, rank)], 1);
    return freed;
}

uint64_t reclaim_balance(struct mm *m, uint32_t node, unsigned order, unsigned rank, bool boosted)
{
    (void)m;
    (void)node;
    (void)order;
    (void)rank;
    (void)boosted;
    return 0;
}

uint64_t reclaim_zone_pages(const struct mm *m, uint32_t zone)
{
    const uint64_t file = vmstat_zone_get(m, zone, VMC_nr_zone_inactive_file) +
                          vmstat_zone_get(m, zone, VMC_nr_zone_active_file);

    return file > 0 ? file : m->zone[zone].free_pages;
}

/* File pages of the node that vm.zone_reclaim_mode lets go. */
static uint64_t node_pagecache(const struct mm *m, uint32_t node)
{
    const uint64_t mode = m->sysctl[SC_ZONE_RECLAIM_MODE].value;
    const uint64_t all = vmstat_node_get(m, node, VMC_nr_file_pages);
    const uint64_t lists = vmstat_node_get(m, node, VMC_nr_inactive_file) +
                           vmstat_node_get(m, node, VMC_nr_active_file);
    const uint64_t mapped = vmstat_node_get(m, node, VMC_nr_mapped);
    const uint64_t loose = lists > mapped ? lists - mapped : 0;
    const uint64_t most = mode & MODE_UNMAP ? all : loose;
    const uint64_t kept = mode & MODE_WRITE ? 0 : vmstat_node_get(m, node, VMC_nr_dirty);

    return most > kept ? most - kept : 0;
}

/* So many percent of each of its zones. */
static uint64_t node_share(const struct mm *m, uint32_t node, enum mm_sysctl percent)
{
    uint64_t pages = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        if (m->zone[z].node == node) {
            pages += m->zone[z].managed_pages * m->sysctl[percent].value / 100;
        }
    }
    return pages;
}

static bool node_has_nothing(const struct mm *m, uint32_t node)
{
    return node_pagecache(m, node) <= node_share(m, node, SC_MIN_UNMAPPED_RATIO) &&
           vmstat_node_get(m, node, VMC_nr_slab_reclaimable) <=
               node_share(m, node, SC_MIN_SLAB_RATIO);
}

enum mm_node_reclaim reclaim_node(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order,
                                  uint32_t gfp, bool memalloc)
{
    const uint32_t node = m->zone[zone].node;
    enum mm_node_reclaim answer = NR_SOME;

    if (node_has_nothing(m, node)) {
        answer = NR_FULL;
    } else if (!(gfp & GFP_BIT_DIRECT_RECLAIM) || memalloc ||
               (node != m->cpu[cpu].node && node_cpus(m, node) > 0)) {
        answer = NR_NOSCAN;
    }
    ev(m, EV_ZONE_RECLAIM, zone, order, answer, 0);
    if (answer == NR_SOME) {
        vmstat_add(m, VMC_zone_reclaim_failed, 1);
    }
    return answer;
}
