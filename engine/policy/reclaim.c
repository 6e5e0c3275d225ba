/* reclaim.c - there is nothing to reclaim yet, and that is what is answered. */
#include "policy/reclaim.h"

#include "base/vmstat.h"

uint64_t reclaim_direct(struct mm *m, uint32_t node, unsigned order, uint32_t gfp, unsigned rank)
{
    static const enum mm_vm_counter stall[ZT_COUNT] = {
        [ZT_DMA] = VMC_allocstall_dma,         [ZT_DMA32] = VMC_allocstall_dma32,
        [ZT_NORMAL] = VMC_allocstall_normal,   [ZT_HIGHMEM] = VMC_allocstall_normal,
        [ZT_MOVABLE] = VMC_allocstall_movable,
    };

    ev(m, EV_DIRECT_RECLAIM, order, gfp, node, 0);
    vmstat_add(m, stall[zone_type_of_rank(m, rank)], 1);
    return 0;
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
    return m->zone[zone].free_pages;
}

/* Pages of the node that could leave memory: file pages no process maps. */
static bool node_has_nothing(const struct mm *m, uint32_t node)
{
    (void)m;
    (void)node;
    return true;
}

enum mm_node_reclaim reclaim_node(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order,
                                  uint32_t gfp, bool memalloc)
{
    const uint32_t node = m->zone[zone].node;
    enum mm_node_reclaim answer = NR_SOME;

    if (node_has_nothing(m, node)) {
        answer = NR_FULL;
    } else if (!(gfp & GFP_BIT_DIRECT_RECLAIM) || memalloc || node != m->cpu[cpu].node) {
        answer = NR_NOSCAN;
    }
    ev(m, EV_ZONE_RECLAIM, zone, order, answer, 0);
    return answer;
}
