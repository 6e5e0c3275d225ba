/* slab.c - objects in and out, slabs from list to list. */
#include "parts/slab.h"

/* ---- lists ----------------------------------------------------------------------------------------------- */

static uint32_t free_objects(const struct mm *m, slot_t slab)
{
    return m->slab[slab].objects - m->slab[slab].inuse;
}

static void move(struct mm *m, slot_t slab, enum mm_slab_state to, uint32_t cpu)
{
    ev(m, EV_SLAB_MOVE, m->slab[slab].cache, slab, m->slab[slab].state, to, cpu,
       free_objects(m, slab));
    slab_set_state(m, slab, to);
    slab_set_cpu(m, slab, to == SLS_CPU || to == SLS_CPU_PARTIAL ? cpu : 0);
}

static uint32_t node_id(const struct mm *m, slot_t slab)
{
    return slab_node_id(m, m->slab[slab].cache, m->slab[slab].node);
}

static void node_add(struct mm *m, slot_t slab, bool tail)
{
    const uint32_t n = node_id(m, slab);
    const uint32_t first = m->kmem_node[n].partial;
    const uint32_t last = m->kmem_node[n].partial_last;

    slab_set_prev(m, slab, tail ? last : 0);
    slab_set_next(m, slab, tail ? 0 : first);
    if (tail ? last != 0 : first != 0) {
        if (tail) {
            slab_set_next(m, last - 1, slab + 1);
        } else {
            slab_set_prev(m, first - 1, slab + 1);
        }
    }
    if (tail || last == 0) {
        kmem_node_set_partial_last(m, n, slab + 1);
    }
    if (!tail || first == 0) {
        kmem_node_set_partial(m, n, slab + 1);
    }
    kmem_node_set_nr_partial(m, n, m->kmem_node[n].nr_partial + 1);
}

static void node_remove(struct mm *m, slot_t slab)
{
    const uint32_t n = node_id(m, slab);
    const uint32_t next = m->slab[slab].next;
    const uint32_t prev = m->slab[slab].prev;

    if (prev != 0) {
        slab_set_next(m, prev - 1, next);
    } else {
        kmem_node_set_partial(m, n, next);
    }
    if (next != 0) {
        slab_set_prev(m, next - 1, prev);
    } else {
        kmem_node_set_partial_last(m, n, prev);
    }
    slab_set_next(m, slab, 0);
    slab_set_prev(m, slab, 0);
    kmem_node_set_nr_partial(m, n, m->kmem_node[n].nr_partial - 1);
}

/* An unused slab that its node need not keep joins the chain of those that are given back. */
static bool given_up(struct mm *m, slot_t slab, slot_t *chain)
{
    const struct kmem_node *n = &m->kmem_node[node_id(m, slab)];

    if (m->slab[slab].inuse > 0 || n->nr_partial < m->kmem_cache[m->slab[slab].cache].min_partial) {
        return false;
    }
    move(m, slab, SLS_EMPTY, 0);
    slab_set_next(m, slab, *chain);
    *chain = slab + 1;
    return true;
}

/* __unfreeze_partials(): a CPU's partial slabs, from `first` on, go to their nodes. */
static slot_t drain(struct mm *m, uint32_t cpu, slot_t cache, uint32_t first, uint32_t slabs)
{
    uint32_t objects = 0;
    slot_t chain = 0;

    for (uint32_t s = first; s != 0; s = m->slab[s - 1].next) {
        objects += free_objects(m, s - 1);
    }
    ev(m, EV_SLAB_DRAIN, cache, cpu, slabs, objects, m->kmem_cache[cache].cpu_partial_slabs);
    ev_push(m);
    while (first != 0) {
        const slot_t slab = first - 1;

        first = m->slab[slab].next;
        slab_set_next(m, slab, 0);
        if (!given_up(m, slab, &chain)) {
            move(m, slab, SLS_NODE_PARTIAL, 0);
            node_add(m, slab, true);
        }
    }
    ev_pop(m);
    return chain;
}

/* put_cpu_partial(). When the list is full and may_drain, all that was on it goes to the nodes. */
static slot_t put_cpu_partial(struct mm *m, uint32_t cpu, slot_t slab, bool may_drain)
{
    const slot_t cache = m->slab[slab].cache;
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    const uint32_t first = m->kmem_cpu[kc].partial;
    const uint32_t slabs = m->kmem_cpu[kc].partial_slabs;
    const bool full = may_drain && first != 0 && slabs >= m->kmem_cache[cache].cpu_partial_slabs;

    move(m, slab, SLS_CPU_PARTIAL, cpu);
    slab_set_next(m, slab, full ? 0 : first);
    kmem_cpu_set_partial(m, kc, slab + 1);
    kmem_cpu_set_partial_slabs(m, kc, full ? 1 : slabs + 1);
    return full ? drain(m, cpu, cache, first, slabs) : 0;
}

/* ---- taking ---------------------------------------------------------------------------------------------- */

/* The CPU's own list begins with `first` from now on. */
static void own_list(struct mm *m, uint32_t kc, slot_t cache, uint64_t first, uint32_t objects)
{
    kmem_cpu_set_freelist(m, kc, first);
    kmem_cpu_set_free_objects(m, kc, objects);
    kmem_cpu_set_ahead(m, kc, slab_ahead(m, cache, first));
}

/* get_freelist(): all free objects of the CPU's slab onto the CPU's own list. */
static void load(struct mm *m, uint32_t kc, slot_t slab)
{
    own_list(m, kc, m->slab[slab].cache, m->slab[slab].freelist, free_objects(m, slab));
    slab_set_freelist(m, slab, 0);
}

static void make_cpu_slab(struct mm *m, uint32_t cpu, uint32_t kc, slot_t slab)
{
    move(m, slab, SLS_CPU, cpu);
    kmem_cpu_set_slab(m, kc, slab + 1);
    load(m, kc, slab);
}

/* get_partial_node(): the first partial slab for now, some more for later. */
static bool take_from_node(struct mm *m, uint32_t cpu, slot_t cache, uint32_t node)
{
    const uint32_t n = slab_node_id(m, cache, node);
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    uint32_t more = 0;

    if (m->kmem_node[n].partial == 0) {
        return false;
    }
    const slot_t now = m->kmem_node[n].partial - 1;

    node_remove(m, now);
    make_cpu_slab(m, cpu, kc, now);
    while (m->kmem_node[n].partial != 0 && more <= m->kmem_cache[cache].cpu_partial_slabs / 2) {
        const slot_t later = m->kmem_node[n].partial - 1;

        node_remove(m, later);
        put_cpu_partial(m, cpu, later, false);
        more++;
    }
    return true;
}

/* The CPU's list is empty. Where it was filled from; SLP_NEW_SLAB: from nowhere. */
static enum mm_slab_path refill(struct mm *m, uint32_t cpu, slot_t cache)
{
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    const uint32_t own = m->cpu[cpu].node;

    if (m->kmem_cpu[kc].slab != 0) {
        const slot_t slab = m->kmem_cpu[kc].slab - 1;

        if (m->slab[slab].freelist != 0) {
            load(m, kc, slab);
            return SLP_SLAB_FREELIST;
        }
        move(m, slab, SLS_FULL, cpu);
        kmem_cpu_set_slab(m, kc, 0);
    }
    if (m->kmem_cpu[kc].partial != 0) {
        const slot_t slab = m->kmem_cpu[kc].partial - 1;

        kmem_cpu_set_partial(m, kc, m->slab[slab].next);
        kmem_cpu_set_partial_slabs(m, kc, m->kmem_cpu[kc].partial_slabs - 1);
        slab_set_next(m, slab, 0);
        make_cpu_slab(m, cpu, kc, slab);
        return SLP_CPU_PARTIAL;
    }
    if (take_from_node(m, cpu, cache, own)) {
        return SLP_NODE_PARTIAL;
    }
    for (uint32_t i = 1; i < m->config.nodes; i++) {
        const uint32_t node = (own + i) % m->config.nodes;

        if (m->kmem_node[slab_node_id(m, cache, node)].nr_partial >
                m->kmem_cache[cache].min_partial &&
            take_from_node(m, cpu, cache, node)) {
            return SLP_OTHER_NODE;
        }
    }
    return SLP_NEW_SLAB;
}

static uint64_t take_first(struct mm *m, uint32_t cpu, slot_t cache, enum mm_slab_path path)
{
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    const uint64_t obj = m->kmem_cpu[kc].freelist;
    const slot_t slab = m->kmem_cpu[kc].slab - 1;

    MM_ASSERT(m, obj != 0 && slab_of(m, obj) == slab);
    ev(m, EV_KMEM_ALLOC, cache, slab, obj, path, cpu);
    own_list(m, kc, cache, slab_next_free(m, cache, obj), m->kmem_cpu[kc].free_objects - 1);
    slab_set_next_free(m, cache, obj, 0);
    slab_flip_used(m, slab, slab_index(m, slab, obj));
    slab_set_inuse(m, slab, m->slab[slab].inuse + 1);
    kmem_cache_set_used_objects(m, cache, m->kmem_cache[cache].used_objects + 1);
    return obj;
}

bool slab_take(struct mm *m, uint32_t cpu, slot_t cache, uint64_t *obj)
{
    enum mm_slab_path path = SLP_CPU_FREELIST;

    if (m->kmem_cpu[slab_cpu_id(m, cache, cpu)].freelist == 0) {
        path = refill(m, cpu, cache);
    }
    if (path == SLP_NEW_SLAB) {
        return false;
    }
    *obj = take_first(m, cpu, cache, path);
    return true;
}

uint32_t slab_room(const struct mm *m)
{
    return m->region[MM_R_slab].count - m->machine->slab_live;
}

static slot_t slot_get(struct mm *m)
{
    slot_t slab = m->machine->slab_fresh;

    if (m->machine->slab_free != 0) {
        slab = m->machine->slab_free - 1;
        machine_set_slab_free(m, 0, m->slab[slab].link);
        slab_set_link(m, slab, 0);
    } else {
        MM_ASSERT(m, slab < m->region[MM_R_slab].count);
        machine_set_slab_fresh(m, 0, slab + 1);
    }
    machine_set_slab_live(m, 0, m->machine->slab_live + 1);
    return slab;
}

/* Slabs and objects of a cache and of the slab's node, one slab more or fewer. */
static void count_slab(struct mm *m, slot_t slab, bool more)
{
    const slot_t cache = m->slab[slab].cache;
    const uint32_t n = node_id(m, slab);
    const uint32_t one = more ? 1u : UINT32_MAX;
    const uint32_t objects = more ? m->slab[slab].objects : 0u - m->slab[slab].objects;

    kmem_cache_set_slabs(m, cache, m->kmem_cache[cache].slabs + one);
    kmem_cache_set_total_objects(m, cache, m->kmem_cache[cache].total_objects + objects);
    kmem_node_set_slabs(m, n, m->kmem_node[n].slabs + one);
    kmem_node_set_total_objects(m, n, m->kmem_node[n].total_objects + objects);
}

uint64_t slab_add(struct mm *m, uint32_t cpu, slot_t cache, pfn_t pfn, unsigned order)
{
    const struct kmem_cache *c = &m->kmem_cache[cache];
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    const uint32_t objects = order == c->order ? c->objects : c->objects_min;
    const uint64_t base = (uint64_t)pfn << MM_PAGE_SHIFT;
    const slot_t slab = slot_get(m);

    MM_ASSERT(m, m->kmem_cpu[kc].slab == 0 && m->kmem_cpu[kc].freelist == 0);
    MM_ASSERT(m, order == c->order || order == c->order_min);
    ev(m, EV_SLAB_NEW, cache, slab, pfn, order, objects, node_of(m, pfn));
    slab_set_live(m, slab, 1);
    slab_set_cache(m, slab, cache);
    slab_set_pfn(m, slab, pfn);
    slab_set_order(m, slab, order);
    slab_set_node(m, slab, node_of(m, pfn));
    slab_set_objects(m, slab, objects);
    slab_set_state(m, slab, SLS_CPU);
    slab_set_cpu(m, slab, cpu);
    for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
        frame_set_vpn(m, p, (vpn_t)slab + 1);
    }
    frame_flags_add(m, pfn, PG_SLAB);
    for (uint32_t i = 0; i + 1 < objects; i++) {
        slab_set_next_free(m, cache, base + (uint64_t)i * c->size_bytes,
                           base + (uint64_t)(i + 1) * c->size_bytes);
    }
    count_slab(m, slab, true);
    kmem_cpu_set_slab(m, kc, slab + 1);
    own_list(m, kc, cache, base, objects);
    return take_first(m, cpu, cache, SLP_NEW_SLAB);
}

/* ---- giving back ----------------------------------------------------------------------------------------- */

slot_t slab_put(struct mm *m, uint32_t cpu, uint64_t obj)
{
    const slot_t slab = slab_of(m, obj);
    slot_t chain = 0;

    MM_ASSERT(m, slab != SLOT_NONE && slab_word(m, obj) == 0);
    const slot_t cache = m->slab[slab].cache;
    const uint32_t index = slab_index(m, slab, obj);
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    const bool own = m->kmem_cpu[kc].slab == slab + 1;
    const uint64_t prior = own ? m->kmem_cpu[kc].freelist : m->slab[slab].freelist;

    MM_ASSERT(m, slab_used(m, slab, index));
    ev(m, EV_KMEM_FREE, cache, slab, obj, own ? SLF_CPU_FREELIST : SLF_SLAB_FREELIST, cpu);
    slab_flip_used(m, slab, index);
    slab_set_inuse(m, slab, m->slab[slab].inuse - 1);
    kmem_cache_set_used_objects(m, cache, m->kmem_cache[cache].used_objects - 1);
    slab_set_next_free(m, cache, obj, prior);
    if (own) {
        own_list(m, kc, cache, obj, m->kmem_cpu[kc].free_objects + 1);
        return 0;
    }
    slab_set_freelist(m, slab, obj);
    if (m->slab[slab].state == SLS_FULL) {
        return put_cpu_partial(m, cpu, slab, true);
    }
    if (m->slab[slab].state == SLS_NODE_PARTIAL && m->slab[slab].inuse == 0 &&
        m->kmem_node[node_id(m, slab)].nr_partial >= m->kmem_cache[cache].min_partial) {
        node_remove(m, slab);
        move(m, slab, SLS_EMPTY, 0);
        chain = slab + 1;
    }
    return chain;
}

/* deactivate_slab(): the CPU's slab, its free objects put before those that others gave back. */
static slot_t let_go(struct mm *m, uint32_t kc, slot_t cache)
{
    const slot_t slab = m->kmem_cpu[kc].slab - 1;
    const bool tail = m->slab[slab].freelist != 0;
    uint64_t last = m->kmem_cpu[kc].freelist;
    slot_t chain = 0;

    if (last != 0) {
        while (slab_next_free(m, cache, last) != 0) {
            last = slab_next_free(m, cache, last);
        }
        slab_set_next_free(m, cache, last, m->slab[slab].freelist);
        slab_set_freelist(m, slab, m->kmem_cpu[kc].freelist);
    }
    kmem_cpu_set_slab(m, kc, 0);
    own_list(m, kc, cache, 0, 0);
    if (m->slab[slab].freelist == 0) {
        move(m, slab, SLS_FULL, 0);
    } else if (!given_up(m, slab, &chain)) {
        move(m, slab, SLS_NODE_PARTIAL, 0);
        node_add(m, slab, tail);
    }
    return chain;
}

/* One chain after another. */
static slot_t join(struct mm *m, slot_t first, slot_t second)
{
    slot_t last = first;

    if (first == 0) {
        return second;
    }
    while (m->slab[last - 1].next != 0) {
        last = m->slab[last - 1].next;
    }
    slab_set_next(m, last - 1, second);
    return first;
}

slot_t slab_flush(struct mm *m, uint32_t cpu, slot_t cache)
{
    const uint32_t kc = slab_cpu_id(m, cache, cpu);
    const uint32_t first = m->kmem_cpu[kc].partial;
    const uint32_t slabs = m->kmem_cpu[kc].partial_slabs;
    slot_t chain = m->kmem_cpu[kc].slab != 0 ? let_go(m, kc, cache) : 0;

    if (first != 0) {
        kmem_cpu_set_partial(m, kc, 0);
        kmem_cpu_set_partial_slabs(m, kc, 0);
        chain = join(m, chain, drain(m, cpu, cache, first, slabs));
    }
    return chain;
}

slot_t slab_reap(struct mm *m, slot_t chain, pfn_t *pfn, unsigned *order)
{
    const slot_t slab = chain - 1;
    const struct slab was = m->slab[slab];
    const uint64_t base = slab_base(m, slab);

    MM_ASSERT(m, was.live && was.state == SLS_EMPTY && was.inuse == 0);
    ev(m, EV_SLAB_FREE, was.cache, slab, was.pfn, was.order);
    for (uint32_t i = 0; i < was.objects; i++) {
        slab_set_next_free(m, was.cache, base + (uint64_t)i * m->kmem_cache[was.cache].size_bytes,
                           0);
    }
    count_slab(m, slab, false);
#define CLEAR(kind, field, type, vis, unit, en, zh) kind##_set_##field(m, slab, 0);
    MM_SLAB_FIELDS_OF_SLAB(CLEAR)
#undef CLEAR
    slab_set_gen(m, slab, was.gen + 1);
    slab_set_link(m, slab, m->machine->slab_free);
    machine_set_slab_free(m, 0, slab + 1);
    machine_set_slab_live(m, 0, m->machine->slab_live - 1);
    *pfn = was.pfn;
    *order = was.order;
    return was.next;
}
