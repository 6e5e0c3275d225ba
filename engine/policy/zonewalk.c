/* zonewalk.c - zone after zone: the mark, the block. */
#include "policy/zonewalk.h"

#include "base/vmstat.h"
#include "parts/node.h"
#include "policy/kswapd.h"
#include "policy/reclaim.h"

#define RECLAIM_DISTANCE 30u /* node reclaim is done no farther away */
#define RECLAIM_MODES    7u  /* the bits of vm.zone_reclaim_mode that switch it on */

void zonewalk_init(const struct mm *m, struct zonewalk *w, uint32_t cpu, uint32_t node,
                   unsigned order, uint32_t gfp)
{
    unsigned kept = 0;

    *w = (struct zonewalk){.cpu = cpu,
                           .node = node,
                           .order = order,
                           .gfp = gfp,
                           .rank = zone_rank_of_gfp(m, gfp),
                           .type = buddy_migratetype(m, gfp)};
    w->zone_count = zone_list(m, node, w->rank, w->zone);
    for (unsigned i = 0; i < w->zone_count; i++) {
        if (!(gfp & GFP_BIT_THISNODE) || m->zone[w->zone[i]].node == node) {
            w->zone[kept++] = w->zone[i];
        }
    }
    w->zone_count = kept;
}

unsigned zonewalk_unmixed(const struct mm *m, const struct zonewalk *w)
{
    const bool normal = w->zone_count > 0 && m->zone[w->zone[0]].type == ZT_NORMAL &&
                        zone_rank(m, ZT_DMA32) != zone_rank(m, ZT_NORMAL);

    return normal && (m->config.nodes == 1 ||
                      zone_find(m, m->zone[w->zone[0]].node, zone_rank(m, ZT_DMA32)) != SLOT_NONE)
               ? WALK_UNMIXED
               : 0;
}

static void count_alloc(struct mm *m, const struct zonewalk *w, uint32_t zone)
{
    static const enum mm_vm_counter pgalloc[ZT_COUNT] = {
        [ZT_DMA] = VMC_pgalloc_dma,         [ZT_DMA32] = VMC_pgalloc_dma32,
        [ZT_NORMAL] = VMC_pgalloc_normal,   [ZT_HIGHMEM] = VMC_pgalloc_high,
        [ZT_MOVABLE] = VMC_pgalloc_movable,
    };
    const uint32_t node = m->zone[zone].node;
    const uint32_t preferred = m->zone[w->zone[0]].node;
    const bool local = node == m->cpu[w->cpu].node;

    if (m->config.nodes > 1) {
        ev(m, EV_NUMA_ALLOC, zone, preferred, node, w->cpu, node == preferred, local);
    }
    vmstat_add(m, pgalloc[m->zone[zone].type], (int64_t)1 << w->order);
    if (node == preferred) {
        vmstat_zone_add(m, zone, VMC_numa_hit, 1);
    } else {
        vmstat_zone_add(m, zone, VMC_numa_miss, 1);
        vmstat_zone_add(m, w->zone[0], VMC_numa_foreign, 1);
    }
    vmstat_zone_add(m, zone, local ? VMC_numa_local : VMC_numa_other, 1);
}

/* From the CPU's own lists; else from the pageblocks kept for such requests, or as everyone; one that cannot wait,
 * or is being killed, from them last. */
static bool take(struct mm *m, const struct zonewalk *w, uint32_t zone, unsigned flags, pfn_t *pfn)
{
    const bool unmixed = (flags & WALK_UNMIXED) != 0;
    const bool at_hand = pcp_take(m, w->cpu, zone, w->order, w->type, unmixed, pfn);

    if (!at_hand && (flags & ZONE_HIGHATOMIC) && buddy_take_kept(m, w->cpu, zone, w->order, pfn)) {
        return true;
    }
    if (at_hand || buddy_take(m, w->cpu, zone, w->order, w->type, unmixed, pfn)) {
        if (flags & ZONE_HIGHATOMIC) {
            steal_keep(m, *pfn);
        }
        return true;
    }
    return (flags & (ZONE_NON_BLOCK | ZONE_OOM)) && buddy_take_kept(m, w->cpu, zone, w->order, pfn);
}

/* A steal on the way raised the marks: kswapd is told, if this request may wake it. */
static void tell_boost(struct mm *m, const struct zonewalk *w, uint32_t zone, uint32_t before)
{
    if (!m->zone[zone].boosted) {
        return;
    }
    if (w->gfp & GFP_BIT_KSWAPD_RECLAIM) {
        zone_set_boosted(m, zone, 0);
        kswapd_wake(m, m->zone[zone].node, 0, 0,
                    zone_rank(m, (enum mm_zone_type)m->zone[zone].type));
    } else {
        zone_set_boosted(m, zone, before);
    }
}

static bool above(struct mm *m, const struct zonewalk *w, uint32_t zone, uint32_t mark_pages,
                  unsigned flags)
{
    const uint32_t lowered = zone_lowered_mark(mark_pages, flags);
    const unsigned reserves = flags & ~(unsigned)WALK_UNMIXED;
    const bool ok = zone_watermark_ok(m, zone, w->order, lowered, w->rank, reserves);

    ev(m, EV_ZONE_CHECK, zone, w->order, zone_seen_free(m, zone), lowered,
       zone_protection(m, zone, w->rank), ok);
    return ok;
}

/* vm.zone_reclaim_mode: make room here before the next zone is tried. */
static bool reclaimed(struct mm *m, const struct zonewalk *w, uint32_t zone, uint32_t mark_pages,
                      unsigned flags)
{
    const uint32_t home = m->zone[w->zone[0]].node;

    if (!(m->sysctl[SC_ZONE_RECLAIM_MODE].value & RECLAIM_MODES) ||
        node_distance(m, home, m->zone[zone].node) > RECLAIM_DISTANCE) {
        return false;
    }
    return reclaim_node(m, w->cpu, zone, w->order, w->gfp, m->machine->pf_memalloc != 0) >=
               NR_SOME &&
           above(m, w, zone, mark_pages, flags);
}

static bool try_zone(struct mm *m, const struct zonewalk *w, uint32_t zone, enum zone_mark mark,
                     unsigned flags, pfn_t *pfn)
{
    const uint32_t mark_pages = zone_mark_pages(m, zone, mark);
    const uint32_t boosted = m->zone[zone].boosted;

    if (flags & WALK_NO_MARK) {
        ev(m, EV_ZONE_CHECK, zone, w->order, m->zone[zone].free_pages, 0, 0, 1);
    } else if (!above(m, w, zone, mark_pages, flags)) {
        const bool unboosted = w->order == 0 && (flags & ZONE_MIN_RESERVE) && mark == ZONE_MIN &&
                               m->zone[zone].boost_pages > 0;

        if (!(unboosted && above(m, w, zone, m->zone[zone].min_pages, flags)) &&
            !reclaimed(m, w, zone, mark_pages, flags)) {
            return false;
        }
    }
    if (!take(m, w, zone, flags, pfn)) {
        return false;
    }
    count_alloc(m, w, zone);
    tell_boost(m, w, zone, boosted);
    return true;
}

bool zonewalk_take(struct mm *m, const struct zonewalk *w, enum zone_mark mark, unsigned flags,
                   pfn_t *pfn)
{
    const uint32_t home = w->zone_count > 0 ? m->zone[w->zone[0]].node : 0;

    for (;;) {
        for (unsigned i = 0; i < w->zone_count; i++) {
            if ((flags & WALK_UNMIXED) && m->zone[w->zone[i]].node != home) {
                break; /* staying local matters more than not mixing */
            }
            if (try_zone(m, w, w->zone[i], mark, flags, pfn)) {
                return true;
            }
        }
        if (!(flags & WALK_UNMIXED)) {
            return false;
        }
        flags &= ~(unsigned)WALK_UNMIXED;
    }
}

void zonewalk_wake_kswapd(struct mm *m, const struct zonewalk *w)
{
    uint32_t last = UINT32_MAX;

    for (unsigned i = 0; i < w->zone_count; i++) {
        const struct zone *z = &m->zone[w->zone[i]];

        if (z->node != last && z->managed_pages > 0) {
            kswapd_wake(m, z->node, w->order, w->gfp, w->rank);
            last = z->node;
        }
    }
}

bool zonewalk_unkeep(struct mm *m, const struct zonewalk *w, bool force)
{
    for (unsigned i = 0; i < w->zone_count; i++) {
        const uint32_t kept = m->zone[w->zone[i]].highatomic_pages;

        if (kept > (force ? 0 : pageblock_frames(m)) && steal_unkeep(m, w->zone[i], w->type)) {
            return true;
        }
    }
    return false;
}
