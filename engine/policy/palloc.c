/* palloc.c - from a request to a block, and back. */
#include "policy/palloc.h"

#include "base/vmstat.h"

/* What a walk of the zones goes by. */
struct request {
    uint32_t cpu;
    uint32_t node; /* where it would like to be */
    unsigned order;
    uint32_t gfp;
    unsigned rank;
    enum mm_migratetype type;
    unsigned zone_count;
    uint8_t zone[MM_ZONES_MAX]; /* first choice first */
};

void palloc_init(struct mm *m)
{
    boot_init(m);
}

static void count_alloc(struct mm *m, const struct request *r, uint32_t zone)
{
    static const enum mm_vm_counter pgalloc[ZT_COUNT] = {
        [ZT_DMA] = VMC_pgalloc_dma,         [ZT_DMA32] = VMC_pgalloc_dma32,
        [ZT_NORMAL] = VMC_pgalloc_normal,   [ZT_HIGHMEM] = VMC_pgalloc_normal,
        [ZT_MOVABLE] = VMC_pgalloc_movable,
    };
    const uint32_t node = m->zone[zone].node;

    vmstat_add(m, pgalloc[m->zone[zone].type], (int64_t)1 << r->order);
    if (node == m->zone[r->zone[0]].node) {
        vmstat_zone_add(m, zone, VMC_numa_hit, 1);
    } else {
        vmstat_zone_add(m, zone, VMC_numa_miss, 1);
        vmstat_zone_add(m, r->zone[0], VMC_numa_foreign, 1);
    }
    vmstat_zone_add(m, zone, node == m->cpu[r->cpu].node ? VMC_numa_local : VMC_numa_other, 1);
}

/* From the CPU's own lists; else from the pageblocks kept for such requests, or as everyone; an order-0 request that
 * cannot reclaim from them last. */
static bool take(struct mm *m, const struct request *r, uint32_t zone, unsigned flags,
                 bool no_mixing, pfn_t *pfn)
{
    const bool at_hand = pcp_take(m, r->cpu, zone, r->order, r->type, no_mixing, pfn);

    if (!at_hand && (flags & ZONE_HIGHATOMIC) &&
        buddy_take_kept(m, r->cpu, zone, r->order, pfn)) {
        return true;
    }
    if (at_hand || buddy_take(m, r->cpu, zone, r->order, r->type, no_mixing, pfn)) {
        if (flags & ZONE_HIGHATOMIC) {
            steal_keep(m, *pfn);
        }
        return true;
    }
    return (flags & ZONE_NON_BLOCK) && buddy_take_kept(m, r->cpu, zone, r->order, pfn);
}

static bool try_zone(struct mm *m, const struct request *r, uint32_t zone, enum zone_mark mark,
                     unsigned flags, bool no_mixing, pfn_t *pfn)
{
    const uint32_t mark_pages = zone_lowered_mark(zone_mark_pages(m, zone, mark), flags);
    const bool ok = zone_watermark_ok(m, zone, r->order, mark_pages, r->rank, flags);

    ev(m, EV_ZONE_CHECK, zone, r->order, m->zone[zone].free_pages, mark_pages,
       zone_protection(m, zone, r->rank), ok);
    if (!ok || !take(m, r, zone, flags, no_mixing, pfn)) {
        return false;
    }
    count_alloc(m, r, zone);
    return true;
}

static bool walk_zones(struct mm *m, const struct request *r, enum zone_mark mark, unsigned flags,
                       bool no_mixing, pfn_t *pfn)
{
    const uint32_t first_node = r->zone_count > 0 ? m->zone[r->zone[0]].node : 0;

    for (;;) {
        unsigned i = 0;

        for (; i < r->zone_count; i++) {
            if (no_mixing && m->zone[r->zone[i]].node != first_node) {
                break; /* staying local matters more than not mixing */
            }
            if (try_zone(m, r, r->zone[i], mark, flags, no_mixing, pfn)) {
                return true;
            }
        }
        if (!no_mixing) {
            return false;
        }
        no_mixing = false;
    }
}

/* ALLOC_NOFRAGMENT: Normal first, with DMA32 of the same node to fall back on. */
static bool rather_not_mix(const struct mm *m, const struct request *r)
{
    return r->zone_count > 0 && m->zone[r->zone[0]].type == ZT_NORMAL &&
           zone_find(m, m->zone[r->zone[0]].node, zone_rank(m, ZT_DMA32)) != SLOT_NONE &&
           zone_rank(m, ZT_DMA32) != zone_rank(m, ZT_NORMAL);
}

/* One kept pageblock of any zone of the request goes to its type. */
static bool unkeep(struct mm *m, const struct request *r)
{
    for (unsigned i = 0; i < r->zone_count; i++) {
        if (m->zone[r->zone[i]].highatomic_pages > 0 && steal_unkeep(m, r->zone[i], r->type)) {
            return true;
        }
    }
    return false;
}

static bool find_block(struct mm *m, const struct request *r, pfn_t *pfn)
{
    const bool high = (r->gfp & GFP_BIT_HIGH) != 0;
    const bool blocks = (r->gfp & GFP_BIT_DIRECT_RECLAIM) != 0;
    const unsigned flags = (high ? ZONE_MIN_RESERVE : 0u) | (blocks ? 0u : ZONE_NON_BLOCK) |
                           (high && !blocks && r->order > 0 ? ZONE_HIGHATOMIC : 0u);

    if (walk_zones(m, r, ZONE_LOW, 0, rather_not_mix(m, r), pfn)) {
        return true;
    }
    do {
        if (walk_zones(m, r, ZONE_MIN, flags, false, pfn)) {
            return true;
        }
    } while (blocks &&
             unkeep(m, r)); /* before a request that may wait fails, the reserve is given back */
    return false;
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

bool palloc_get_node(struct mm *m, uint32_t cpu, uint32_t node, unsigned order, uint32_t gfp,
                     enum mm_frame_type type, uint32_t owner, pfn_t *pfn)
{
    struct request r = {.cpu = cpu,
                        .node = node,
                        .order = order,
                        .gfp = gfp,
                        .rank = zone_rank_of_gfp(m, gfp),
                        .type = buddy_migratetype(m, gfp)};
    bool got;

    MM_ASSERT(m, order <= MM_ORDER_MAX && type != FT_FREE && type != FT_HOLE);
    r.zone_count = zone_list(m, node, r.rank, r.zone);
    ev(m, EV_ALLOC, order, gfp, r.type, r.zone_count > 0 ? r.zone[0] : 0);
    ev_push(m);
    cost(m, cpu, COST_ALLOC);
    got = !fails_by_order(m) && find_block(m, &r, pfn);
    if (!got) {
        ev(m, EV_ALLOC_FAIL, order, gfp);
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
}
