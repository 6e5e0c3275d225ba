/* lru.c - lists and batches of user pages. */
#include "parts/lru.h"

#include "base/vmstat.h"

static enum lru_list list_of_flags(uint32_t flags)
{
    const bool active = (flags & PG_ACTIVE) != 0;

    if (flags & PG_UNEVICTABLE) {
        return LRU_UNEVICTABLE;
    }
    if (flags & PG_SWAPBACKED) {
        return active ? LRU_ACTIVE_ANON : LRU_INACTIVE_ANON;
    }
    return active ? LRU_ACTIVE_FILE : LRU_INACTIVE_FILE;
}

enum lru_list lru_list_of(const struct mm *m, pfn_t pfn)
{
    return list_of_flags(m->frame[pfn].flags);
}

/* ---- lists ---- */

static void count(struct mm *m, pfn_t pfn, enum lru_list list, int64_t pages)
{
    const uint32_t zone = zone_of(m, pfn);
    const uint32_t node = m->zone[zone].node;
    const uint32_t id = lru_list_id(node, list);

    lrulist_set_pages(m, id, (uint32_t)(m->lrulist[id].pages + pages));
    vmstat_node_add(m, node, (enum mm_vm_counter)(VMC_nr_inactive_anon + (unsigned)list), pages);
    vmstat_zone_add(m, zone, (enum mm_vm_counter)(VMC_nr_zone_inactive_anon + (unsigned)list),
                    pages);
}

static pfn_t list_head(const struct mm *m, uint32_t id)
{
    return m->lrulist[id].head_plus1 - 1;
}
static pfn_t list_tail(const struct mm *m, uint32_t id)
{
    return m->lrulist[id].tail_plus1 - 1;
}

void lru_put(struct mm *m, pfn_t pfn)
{
    const enum lru_list list = lru_list_of(m, pfn);
    const uint32_t id = lru_list_id(node_of(m, pfn), list);
    const pfn_t head = list_head(m, id);

    MM_ASSERT(m, !frame_is(m, pfn, PG_LRU));
    frame_flags_add(m, pfn, PG_LRU);
    count(m, pfn, list, 1);
    if (list == LRU_UNEVICTABLE) {
        return;
    }
    frame_link(m, pfn, PFN_NONE, head);
    lrulist_set_head(m, id, pfn);
    if (head == PFN_NONE) {
        lrulist_set_tail(m, id, pfn);
    }
}

void lru_take(struct mm *m, pfn_t pfn)
{
    const enum lru_list list = lru_list_of(m, pfn);
    const uint32_t id = lru_list_id(node_of(m, pfn), list);

    MM_ASSERT(m, frame_is(m, pfn, PG_LRU));
    frame_flags_clear(m, pfn, PG_LRU);
    count(m, pfn, list, -1);
    if (list == LRU_UNEVICTABLE) {
        return;
    }
    if (list_head(m, id) == pfn) {
        lrulist_set_head(m, id, frame_next(m, pfn));
    }
    if (list_tail(m, id) == pfn) {
        lrulist_set_tail(m, id, frame_prev(m, pfn));
    }
    frame_unlink(m, pfn);
}

/* ---- batches ---- */

typedef void slot_setter(struct mm *m, uint32_t id, uint32_t pfn);
static slot_setter *const set_slot[MM_LRU_BATCH_PAGES] = {
    lrubatch_set_page0,  lrubatch_set_page1,  lrubatch_set_page2,  lrubatch_set_page3,
    lrubatch_set_page4,  lrubatch_set_page5,  lrubatch_set_page6,  lrubatch_set_page7,
    lrubatch_set_page8,  lrubatch_set_page9,  lrubatch_set_page10, lrubatch_set_page11,
    lrubatch_set_page12, lrubatch_set_page13, lrubatch_set_page14};

static pfn_t slot_get(const struct mm *m, uint32_t id, uint32_t slot)
{
    const struct lrubatch *b = &m->lrubatch[id];
    const uint32_t page[MM_LRU_BATCH_PAGES] = {
        b->page0, b->page1, b->page2,  b->page3,  b->page4,  b->page5,  b->page6, b->page7,
        b->page8, b->page9, b->page10, b->page11, b->page12, b->page13, b->page14};

    return page[slot];
}

static void drain_batch(struct mm *m, uint32_t cpu, enum lru_batch batch)
{
    const uint32_t id = cpu * LRB_COUNT + batch;
    const uint32_t pages = m->lrubatch[id].count;

    if (pages == 0) {
        return;
    }
    ev(m, EV_LRU_DRAIN, cpu, batch, pages);
    lrubatch_set_count(m, id, 0);
    for (uint32_t i = 0; i < pages; i++) {
        const pfn_t pfn = slot_get(m, id, i);

        set_slot[i](m, id, 0);
        lru_put(m, pfn);
        MM_ASSERT(m, m->frame[pfn].refcount > 1); /* nobody frees a page that waits */
        frame_set_refcount(m, pfn, m->frame[pfn].refcount - 1);
    }
}

static void batch_add(struct mm *m, uint32_t cpu, enum lru_batch batch, pfn_t pfn)
{
    const uint32_t id = cpu * LRB_COUNT + batch;
    const uint32_t pages = m->lrubatch[id].count;

    ev(m, EV_LRU_ADD, pfn, batch, cpu, pages + 1);
    set_slot[pages](m, id, pfn);
    lrubatch_set_count(m, id, pages + 1);
    frame_set_refcount(m, pfn, m->frame[pfn].refcount + 1);
    if (pages + 1 == MM_LRU_BATCH_PAGES) {
        drain_batch(m, cpu, batch);
    }
}

void lru_add(struct mm *m, uint32_t cpu, pfn_t pfn)
{
    if (frame_is(m, pfn, PG_UNEVICTABLE)) {
        lru_put(m, pfn);
    } else {
        batch_add(m, cpu, LRB_ADD, pfn);
    }
}

void lru_drain(struct mm *m, uint32_t cpu)
{
    for (unsigned batch = 0; batch < LRB_COUNT; batch++) {
        drain_batch(m, cpu, (enum lru_batch)batch);
    }
}

void lru_drain_all(struct mm *m)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        lru_drain(m, cpu);
    }
}

/* Out of every batch, given that `users` references are not the batches'. A page waits where its process runs, so
 * other CPUs are seldom looked at. */
static void settle(struct mm *m, uint32_t cpu, pfn_t pfn, int32_t users)
{
    if (m->frame[pfn].refcount > users) {
        lru_drain(m, cpu);
    }
    if (m->frame[pfn].refcount > users) {
        lru_drain_all(m);
    }
}

void lru_forget(struct mm *m, uint32_t cpu, pfn_t pfn)
{
    settle(m, cpu, pfn, 1);
    ev(m, EV_LRU_DEL, pfn, lru_list_of(m, pfn), node_of(m, pfn));
    lru_take(m, pfn);
    frame_flags_clear(m, pfn, PG_ACTIVE | PG_UNEVICTABLE);
}

void lru_lock(struct mm *m, uint32_t cpu, pfn_t pfn, bool lock)
{
    const uint32_t bits = PG_MLOCKED | PG_UNEVICTABLE;
    uint32_t flags;

    settle(m, cpu, pfn, frame_mapcount(m, pfn) + 1);
    flags = lock ? m->frame[pfn].flags | bits : m->frame[pfn].flags & ~bits;
    if (!frame_is(m, pfn, PG_LRU)) { /* new: it is put on a list later */
        frame_set_flags(m, pfn, flags);
        return;
    }
    ev(m, EV_LRU_MOVE, pfn, lru_list_of(m, pfn), list_of_flags(flags), node_of(m, pfn));
    lru_take(m, pfn);
    frame_set_flags(m, pfn, flags & ~(uint32_t)PG_LRU);
    lru_put(m, pfn);
}

/* ---- invariants ---- */

struct tally {
    uint64_t zone[MM_ZONES_MAX][LRU_COUNT]; /* pages with PG_LRU */
    uint64_t listed;
    uint64_t waiting; /* in batches add */
};

static void check_list(struct mm *m, uint32_t node, enum lru_list list, struct tally *t)
{
    const uint32_t id = lru_list_id(node, list);
    uint32_t pages = 0;
    pfn_t before = PFN_NONE;

    for (pfn_t pfn = list_head(m, id); pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
        MM_ASSERT(m, ++pages <= m->lrulist[id].pages && frame_prev(m, pfn) == before); /* L1 */
        MM_ASSERT(m, frame_is(m, pfn, PG_LRU) && lru_list_of(m, pfn) == list);
        MM_ASSERT(m, node_of(m, pfn) == node);
        before = pfn;
    }
    MM_ASSERT(m, list_tail(m, id) == before);
    MM_ASSERT(m, list == LRU_UNEVICTABLE || pages == m->lrulist[id].pages);
    MM_ASSERT(
        m, vmstat_node_get(m, node, (enum mm_vm_counter)(VMC_nr_inactive_anon + (unsigned)list)) ==
               m->lrulist[id].pages); /* L4 */
    t->listed += m->lrulist[id].pages;
}

static void check_batches(struct mm *m,
                          struct tally *t) /* L2; scratch counts the references of batches */
{
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        m->scratch[pfn] = 0;
    }
    for (uint32_t id = 0; id < m->region[MM_R_lrubatch].count; id++) {
        const uint32_t pages = m->lrubatch[id].count;

        MM_ASSERT(m, pages < MM_LRU_BATCH_PAGES);
        for (uint32_t i = 0; i < MM_LRU_BATCH_PAGES; i++) {
            const pfn_t pfn = slot_get(m, id, i);

            MM_ASSERT(m, (pfn != 0) == (i < pages) && pfn < m->frames);
            if (i < pages) {
                m->scratch[pfn]++;
                MM_ASSERT(m, m->frame[pfn].refcount >=
                                 frame_mapcount(m, pfn) + 1 + (int32_t)m->scratch[pfn]);
                MM_ASSERT(m, id % LRB_COUNT != LRB_ADD || !frame_is(m, pfn, PG_LRU));
                t->waiting += id % LRB_COUNT == LRB_ADD;
            }
        }
    }
}

void lru_check(struct mm *m)
{
    struct tally t = {{{0}}, 0, 0};
    uint64_t users = 0;

    for (uint32_t node = 0; node < m->config.nodes; node++) {
        for (unsigned list = 0; list < LRU_COUNT; list++) {
            check_list(m, node, (enum lru_list)list, &t);
        }
    }
    check_batches(m, &t);
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) { /* L3 */
        const struct frame *f = &m->frame[pfn];
        const bool user = f->type == FT_ANON || f->type == FT_FILE;

        MM_ASSERT(m, user || !(f->flags & PG_LRU));
        MM_ASSERT(m, !user || (f->flags & PG_LRU) || m->scratch[pfn] == 1);
        users += user;
        if (f->flags & PG_LRU) {
            t.zone[zone_of(m, pfn)][lru_list_of(m, pfn)]++;
        }
    }
    MM_ASSERT(m, users == t.listed + t.waiting);
    for (uint32_t z = 0; z < m->zones; z++) { /* L4 */
        for (unsigned list = 0; list < LRU_COUNT; list++) {
            const enum mm_vm_counter c = (enum mm_vm_counter)(VMC_nr_zone_inactive_anon + list);

            MM_ASSERT(m, vmstat_zone_get(m, z, c) == t.zone[z][list]);
        }
    }
}
