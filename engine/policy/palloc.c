/* palloc.c - from a request to a block, and back. */
#include "policy/palloc.h"

#include "base/vmstat.h"
#include "policy/slowpath.h"

void palloc_init(struct mm *m)
{
    boot_init(m);
}

static bool fails_by_order(struct mm *m)
{
    const uint32_t nth = m->machine->fail_frames_nth;

    if (nth > 0) {
        machine_set_fail_frames_nth(m, 0, nth - 1);
    }
    return nth == 1;
}

/* The block gets its use: every frame type and owner, the head its count and order. */
static void hand_out(struct mm *m, pfn_t pfn, unsigned order, uint32_t gfp, enum mm_frame_type type,
                     uint32_t owner)
{
    ev(m, EV_FRAME_TAKEN, pfn, order, type, owner);
    for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
        MM_ASSERT(m, m->frame[p].type == FT_FREE && m->frame[p].refcount == 0);
        frame_set_type(m, p, (uint8_t)type);
        frame_set_owner(m, p, owner);
        frame_touch(m, p);
    }
    frame_set_refcount(m, pfn, 1);
    frame_set_order(m, pfn, (uint8_t)order);
    if (order > 0 && (gfp & GFP_BIT_COMP)) {
        frame_flags_add(m, pfn, PG_HEAD);
    }
}

/* The process that asks, when it is one that lives. */
static slot_t asker(const struct mm *m, uint32_t owner)
{
    return owner > 0 && m->proc[owner - 1].live ? owner - 1 : SLOT_NONE;
}

bool palloc_get_node(struct mm *m, uint32_t cpu, uint32_t node, unsigned order, uint32_t gfp,
                     enum mm_frame_type type, uint32_t owner, pfn_t *pfn)
{
    enum mm_alloc_why why = AW_INJECTED;
    struct zonewalk w;
    bool got = false;

    MM_ASSERT(m, order <= MM_ORDER_MAX && type != FT_FREE && type != FT_HOLE);
    zonewalk_init(m, &w, cpu, node, order, gfp);
    ev(m, EV_ALLOC, order, gfp, w.type, w.zone_count > 0 ? w.zone[0] : 0);
    ev_push(m);
    cost(m, cpu, COST_ALLOC);
    if (!fails_by_order(m)) {
        got = zonewalk_take(m, &w, ZONE_LOW, zonewalk_unmixed(m, &w), pfn) ||
              slowpath_take(m, &w, asker(m, owner), pfn, &why);
    }
    if (!got) {
        ev(m, EV_ALLOC_FAIL, order, gfp, why);
    } else {
        hand_out(m, *pfn, order, gfp, type, owner);
        if (gfp & GFP_BIT_ZERO) { /* free frames have tag 0 already: here time passes */
            ev(m, EV_FRAME_ZERO, *pfn, order);
            clock_add(m, cpu, m->config.cost_ns[COST_ZERO_PAGE] << order);
        }
    }
    ev_pop(m);
    return got;
}

bool palloc_get(struct mm *m, uint32_t cpu, unsigned order, uint32_t gfp, enum mm_frame_type type,
                uint32_t owner, pfn_t *pfn)
{
    return palloc_get_node(m, cpu, m->cpu[cpu].node, order, gfp, type, owner, pfn);
}

void palloc_put(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order)
{
    const struct frame *head = &m->frame[pfn];

    MM_ASSERT(m, pfn < m->frames && head->refcount == 1 && head->mapcount_plus1 == 0);
    MM_ASSERT(m, head->order == order && !(head->flags & (PG_RESERVED | PG_BUDDY)));
    ev(m, EV_FREE_BLOCK, zone_of(m, pfn), pfn, order);
    ev_push(m);
    for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
        frame_set_type(m, p, FT_FREE);
        frame_set_owner(m, p, 0);
        frame_set_use(m, p, KU_NONE);
        frame_set_vpn(m, p, 0);
        frame_set_tag(m, p, 0);
        frame_set_flags(m, p, 0);
        frame_touch(m, p);
    }
    frame_set_refcount(m, pfn, 0);
    frame_set_entries(m, pfn, 0);
    frame_set_level(m, pfn, 0);
    frame_set_order(m, pfn, 0);
    vmstat_add(m, VMC_pgfree, (int64_t)1 << order);
    pcp_put(m, cpu, pfn, order);
    ev_pop(m);
}

void palloc_check(struct mm *m)
{
    const struct frame *zero = &m->frame[m->machine->zero_pfn];

    MM_ASSERT(m, m->machine->zero_pfn < m->frames && zero->type == FT_KERNEL); /* P1 */
    MM_ASSERT(m, zero->flags == (PG_RESERVED | PG_ZERO_PAGE) && zero->tag == 0);
    for (pfn_t pfn = 0; pfn < m->frames;) { /* P2 */
        const struct frame *f = &m->frame[pfn];
        const uint32_t size = f->refcount > 0 ? 1u << f->order : 1;

        for (uint32_t i = 1; i < size; i++) {
            MM_ASSERT(m, f[i].type == f->type && f[i].owner == f->owner);
            MM_ASSERT(m, f[i].refcount == 0 && f[i].order == 0);
        }
        pfn += size;
    }
    MM_ASSERT(m, vmstat_get(m, VMC_numa_hit) + vmstat_get(m, VMC_numa_miss) ==
                     vmstat_get(m, VMC_numa_local) + vmstat_get(m, VMC_numa_other)); /* P3 */
    MM_ASSERT(m, m->machine->pf_memalloc == 0);                                      /* P4 */
}
