/* pcp.c - batch and high, take, refill, put, bulk free, drain. */
#include "parts/pcp.h"

#include "base/vmstat.h"
#include "parts/node.h"

#define BATCH_PAGES_MAX 256u /* 1 MiB: a quarter of it is the largest batch */
#define FREE_FACTOR_MAX 5u   /* CONFIG_PCP_BATCH_SCALE_MAX */
#define UNTOLD_MAX      125

static unsigned list_of(unsigned order, unsigned type)
{
    if (order > MM_PCP_ORDER_MAX) {
        return (MM_PCP_ORDER_MAX + 1) * MM_PCP_TYPES + (type == MT_MOVABLE);
    }
    return order * MM_PCP_TYPES + type;
}

static unsigned order_of(const struct mm *m, unsigned list)
{
    const unsigned order = list / MM_PCP_TYPES;

    return order > MM_PCP_ORDER_MAX ? m->pageblock_order : order;
}

/* ---- sizes ---- */

static uint32_t batch_pages(uint32_t managed)
{
    uint32_t batch = managed >> 10;
    uint32_t power = 1;

    batch = (batch < BATCH_PAGES_MAX ? batch : BATCH_PAGES_MAX) / 4;
    batch = batch < 1 ? 1 : batch;
    batch += batch / 2;
    while (power * 2 <= batch) {
        power *= 2;
    }
    return power > 1 ? power - 1 : 1;
}

static uint32_t high_pages(const struct mm *m, uint32_t zone, uint32_t batch)
{
    const uint64_t fraction = m->sysctl[SC_PERCPU_HIGH_FRACTION].value;
    const uint64_t total =
        fraction == 0 ? zone_mark_pages(m, zone, ZONE_LOW) : m->zone[zone].managed_pages / fraction;
    const unsigned own = node_cpus(m, m->zone[zone].node);
    const uint64_t high = total / (own > 0 ? own : m->config.cpus);

    return high > 4ull * batch ? (uint32_t)high : 4 * batch;
}

void pcp_zone_setup(struct mm *m, uint32_t zone)
{
    const uint32_t batch = batch_pages(m->zone[zone].managed_pages);
    const uint32_t high = high_pages(m, zone, batch);

    for (uint32_t cpu = 0; m->config.pcp && cpu < m->config.cpus; cpu++) {
        pcp_set_batch(m, pcp_id(m, cpu, zone), batch);
        pcp_set_high(m, pcp_id(m, cpu, zone), high);
    }
}

void pcp_setup(struct mm *m)
{
    for (uint32_t zone = 0; zone < m->zones; zone++) {
        pcp_zone_setup(m, zone);
    }
}

/* ---- lists ---- */

static void list_add(struct mm *m, uint32_t pcp, unsigned list, pfn_t pfn, unsigned order,
                     unsigned type, bool at_tail)
{
    const uint32_t id = pcp * MM_PCP_LISTS + list;
    const struct pcplist *l = &m->pcplist[id];
    const pfn_t head = l->head - 1; /* PFN_NONE when empty */
    const pfn_t tail = l->tail - 1;

    frame_link(m, pfn, at_tail ? tail : PFN_NONE, at_tail ? PFN_NONE : head);
    if (at_tail || head == PFN_NONE) {
        pcplist_set_tail(m, id, pfn + 1);
    }
    if (!at_tail || head == PFN_NONE) {
        pcplist_set_head(m, id, pfn + 1);
    }
    pcplist_set_blocks(m, id, l->blocks + 1);
    frame_set_migratetype(m, pfn, (uint8_t)type);
    frame_set_order(m, pfn, (uint8_t)order);
    frame_flags_add(m, pfn, PG_PCP);
    pcp_set_count(m, pcp, m->pcp[pcp].count + (1u << order));
}

static void list_remove(struct mm *m, uint32_t pcp, unsigned list, pfn_t pfn)
{
    const uint32_t id = pcp * MM_PCP_LISTS + list;

    if (frame_prev(m, pfn) == PFN_NONE) {
        pcplist_set_head(m, id, frame_next(m, pfn) + 1);
    }
    if (frame_next(m, pfn) == PFN_NONE) {
        pcplist_set_tail(m, id, frame_prev(m, pfn) + 1);
    }
    pcplist_set_blocks(m, id, m->pcplist[id].blocks - 1);
    frame_unlink(m, pfn);
    frame_flags_clear(m, pfn, PG_PCP);
    frame_set_order(m, pfn, 0);
    pcp_set_count(m, pcp, m->pcp[pcp].count - (1u << order_of(m, list)));
}

/* ---- what a CPU has not told the zone yet ---- */

/* calculate_normal_threshold() */
static int32_t threshold_pages(const struct mm *m, uint32_t zone)
{
    int32_t cpus = 0;
    int32_t size = 1;
    int32_t pages;

    for (uint32_t n = m->config.cpus; n != 0; n /= 2) {
        cpus++;
    }
    for (uint32_t n = m->zone[zone].managed_pages >> 15; n != 0; n /= 2) {
        size++;
    }
    pages = 2 * cpus * size;
    return pages < UNTOLD_MAX ? pages : UNTOLD_MAX;
}

static void set_untold(struct mm *m, uint32_t pcp, uint32_t zone, int32_t pages)
{
    const int32_t before = m->pcp[pcp].untold;

    pcp_set_untold(m, pcp, pages);
    zone_set_untold_pages(m, zone, m->zone[zone].untold_pages + pages - before);
}

static void count(struct mm *m, uint32_t pcp, uint32_t zone, int32_t pages)
{
    const int32_t most = threshold_pages(m, zone);
    const int32_t untold = m->pcp[pcp].untold + pages;

    if (m->config.drift) {
        set_untold(m, pcp, zone, untold > most || untold < -most ? 0 : untold);
    }
}

void pcp_tell(struct mm *m, uint32_t cpu, uint32_t zone)
{
    if (m->pcp[pcp_id(m, cpu, zone)].untold != 0) {
        set_untold(m, pcp_id(m, cpu, zone), zone, 0);
    }
}

/* A page went over the lists: parts/pcptimer looks for it, where there are other nodes. */
static void mark_used(struct mm *m, uint32_t pcp)
{
    if (m->config.nodes > 1 && !m->pcp[pcp].used) {
        pcp_set_used(m, pcp, 1);
    }
}

/* ---- take ---- */

static void refill(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, unsigned type,
                   bool no_mixing)
{
    const uint32_t pcp = pcp_id(m, cpu, zone);
    uint32_t blocks = m->pcp[pcp].batch;
    int32_t taken = 0;
    pfn_t pfn;

    if (blocks > 1) {
        blocks = blocks >> order > 2 ? blocks >> order : 2;
    }
    ev(m, EV_PCP_REFILL, cpu, zone, order, type, blocks);
    ev_push(m);
    for (uint32_t i = 0; i < blocks; i++) {
        if (!buddy_take(m, cpu, zone, order, (enum mm_migratetype)type, no_mixing, &pfn)) {
            break;
        }
        list_add(m, pcp, list_of(order, type), pfn, order, type, true);
        taken += 1 << order;
    }
    count(m, pcp, zone, -taken);
    ev_pop(m);
}

bool pcp_take(struct mm *m, uint32_t cpu, uint32_t zone, unsigned order, enum mm_migratetype type,
              bool no_mixing, pfn_t *pfn)
{
    const uint32_t pcp = pcp_id(m, cpu, zone);
    const unsigned list = list_of(order, type);
    const struct pcplist *l = &m->pcplist[pcp * MM_PCP_LISTS + list];

    if (!pcp_keeps(m, order)) {
        return false;
    }
    MM_ASSERT(m, zone < m->zones && type < MM_PCP_TYPES);
    pcp_set_free_factor(m, pcp, m->pcp[pcp].free_factor / 2);
    if (l->blocks == 0) {
        refill(m, cpu, zone, order, type, no_mixing);
        if (l->blocks == 0) {
            return false;
        }
    }
    *pfn = l->head - 1;
    ev(m, EV_PCP_TAKE, cpu, zone, *pfn, order, type, l->blocks - 1);
    mark_used(m, pcp);
    list_remove(m, pcp, list, *pfn);
    return true;
}

/* ---- put ---- */

/* Blocks go back to the buddy allocator until `pages` are gone: one list from its tail until it is empty, then the
 * next, beginning with `list`. */
static void free_bulk(struct mm *m, uint32_t cpu, uint32_t zone, uint32_t pages, unsigned list)
{
    const uint32_t pcp = pcp_id(m, cpu, zone);
    int64_t left = pages < m->pcp[pcp].count ? pages : m->pcp[pcp].count;

    mark_used(m, pcp);
    while (left > 0) {
        const struct pcplist *l = &m->pcplist[pcp * MM_PCP_LISTS + list];
        const pfn_t pfn = l->tail - 1;
        const unsigned order = order_of(m, list);

        if (l->blocks == 0) {
            list = (list + 1) % MM_PCP_LISTS;
            continue;
        }
        list_remove(m, pcp, list, pfn);
        buddy_give_as(m, cpu, pfn, order, (enum mm_migratetype)m->frame[pfn].migratetype);
        count(m, pcp, zone, 1 << order);
        left -= (int64_t)1 << order;
    }
}

/* So many pages, and a part goes back. None may stay when larger blocks pile up, which would keep memory in pieces;
 * while kswapd runs the lists are kept short. */
static uint32_t high_now(const struct mm *m, const struct pcp *p, uint32_t node, unsigned order)
{
    if (p->free_factor > 0 && order > 0 && order <= MM_PCP_ORDER_MAX) {
        return 0;
    }
    return m->node[node].kswapd_awake && p->batch * 4 < p->high ? p->batch * 4 : p->high;
}

/* How many pages go back at once: twice as many each time that none was taken since; a batch stays. */
static uint32_t spill_pages(const struct pcp *p, uint32_t high)
{
    const uint32_t most = high - p->batch; /* Q3: never negative */
    const uint32_t wish = p->batch << p->free_factor;

    return wish < most ? wish : most;
}

/* Too many pages are on the lists, after a free to `list`. */
static void spill(struct mm *m, uint32_t cpu, uint32_t zone, unsigned list, uint32_t high)
{
    const struct pcp *p = &m->pcp[pcp_id(m, cpu, zone)];
    const uint32_t pages = high == 0 ? p->count : spill_pages(p, high);

    ev(m, EV_PCP_SPILL, cpu, zone, pages, p->count, high, p->free_factor);
    ev_push(m);
    if (high > 0 && p->batch << p->free_factor < high - p->batch &&
        p->free_factor < FREE_FACTOR_MAX) {
        pcp_set_free_factor(m, pcp_id(m, cpu, zone), p->free_factor + 1);
    }
    free_bulk(m, cpu, zone, pages, list);
    ev_pop(m);
}

void pcp_put(struct mm *m, uint32_t cpu, pfn_t pfn, unsigned order)
{
    const uint32_t zone = zone_of(m, pfn);
    const unsigned own = m->pageblock[pageblock_of(m, pfn)].migratetype;
    const unsigned type = own < MM_PCP_TYPES ? own : MT_MOVABLE;
    const uint32_t pcp = pcp_id(m, cpu, zone);
    const unsigned list = list_of(order, type);
    uint32_t high;

    if (!pcp_keeps(m, order) || own == MT_ISOLATE) {
        buddy_give(m, cpu, pfn, order);
        return;
    }
    ev(m, EV_PCP_PUT, cpu, zone, pfn, order, type,
       m->pcplist[pcp * MM_PCP_LISTS + list].blocks + 1);
    mark_used(m, pcp);
    list_add(m, pcp, list, pfn, order, own, false);
    high = high_now(m, &m->pcp[pcp], m->zone[zone].node, order);
    if (m->pcp[pcp].count >= high) {
        spill(m, cpu, zone, list, high);
    }
}

/* ---- drain ---- */

void pcp_drain_some(struct mm *m, uint32_t cpu, uint32_t zone, uint32_t pages)
{
    const uint32_t most = m->pcp[pcp_id(m, cpu, zone)].count;

    pages = pages < most ? pages : most;
    if (pages > 0) {
        ev(m, EV_PCP_DRAIN, cpu, zone, pages);
        ev_push(m);
        free_bulk(m, cpu, zone, pages, 0);
        ev_pop(m);
    }
}

void pcp_drain_zone(struct mm *m, uint32_t cpu, uint32_t zone)
{
    pcp_drain_some(m, cpu, zone, UINT32_MAX);
}

void pcp_drain(struct mm *m, uint32_t cpu)
{
    for (uint32_t zone = 0; zone < m->zones; zone++) {
        pcp_drain_zone(m, cpu, zone);
    }
}

void pcp_drain_all(struct mm *m)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        pcp_drain(m, cpu);
    }
}

uint64_t pcp_zone_pages(const struct mm *m, uint32_t zone)
{
    uint64_t pages = 0;

    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        pages += m->pcp[pcp_id(m, cpu, zone)].count;
    }
    return pages;
}

/* ---- invariants ---- */

/* Walks one list; the pages on it. */
static uint64_t check_list(struct mm *m, uint32_t zone, uint32_t pcp, unsigned list)
{
    const struct pcplist *l = &m->pcplist[pcp * MM_PCP_LISTS + list];
    const unsigned order = order_of(m, list);
    uint32_t blocks = 0;
    pfn_t before = PFN_NONE;

    for (pfn_t pfn = l->head - 1; pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
        const struct frame *f = &m->frame[pfn];
        const unsigned type = f->migratetype < MM_PCP_TYPES ? f->migratetype : MT_MOVABLE;

        MM_ASSERT(m, ++blocks <= l->blocks && frame_prev(m, pfn) == before); /* Q1 */
        MM_ASSERT(m, f->order == order && zone_of(m, pfn) == zone);
        MM_ASSERT(m, list_of(order, type) == list);
        MM_ASSERT(m, f->type == FT_FREE && f->flags == PG_PCP && f->refcount == 0);
        MM_ASSERT(m, (pfn & ((1u << order) - 1)) == 0);
        before = pfn;
    }
    MM_ASSERT(m, blocks == l->blocks && l->tail - 1 == before);
    return (uint64_t)blocks << order;
}

/* Free frames by their heads' flags, those in use, and the sum of a zone. */
static void check_zone(struct mm *m, uint32_t zone)
{
    const struct zone *z = &m->zone[zone];
    uint64_t listed = 0;
    uint64_t used = 0;

    for (pfn_t pfn = z->start_pfn; pfn < z->start_pfn + z->spanned_pages;) {
        const struct frame *f = &m->frame[pfn];
        const uint32_t size = f->flags & (PG_BUDDY | PG_PCP) ? 1u << f->order : 1;

        MM_ASSERT(m, (f->flags & (PG_BUDDY | PG_PCP)) != (PG_BUDDY | PG_PCP));
        listed += f->flags & PG_PCP ? size : 0;
        used += f->type != FT_FREE && f->type != FT_HOLE && !(f->flags & PG_RESERVED);
        pfn += size;
    }
    MM_ASSERT(m, listed == pcp_zone_pages(m, zone));                 /* Q2 */
    MM_ASSERT(m, z->free_pages + listed + used == z->managed_pages); /* Q4 */
}

void pcp_check(struct mm *m)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        for (uint32_t zone = 0; zone < m->zones; zone++) {
            const uint32_t id = pcp_id(m, cpu, zone);
            const struct pcp *p = &m->pcp[id];
            uint64_t pages = 0;

            for (unsigned list = 0; list < MM_PCP_LISTS; list++) {
                pages += check_list(m, zone, id, list);
            }
            MM_ASSERT(m, pages == p->count); /* Q2 */
            MM_ASSERT(m, m->config.pcp ? p->batch >= 1 && p->high >= 4 * p->batch : p->count == 0);
            MM_ASSERT(m, p->free_factor <= FREE_FACTOR_MAX);                   /* Q3 */
            MM_ASSERT(m, p->untold <= UNTOLD_MAX && p->untold >= -UNTOLD_MAX); /* Q5 */
            MM_ASSERT(m, m->config.drift || p->untold == 0);
        }
    }
    for (uint32_t zone = 0; zone < m->zones; zone++) {
        int32_t untold = 0;

        for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
            untold += m->pcp[pcp_id(m, cpu, zone)].untold;
        }
        MM_ASSERT(m, m->zone[zone].untold_pages == untold);
        check_zone(m, zone);
    }
}
