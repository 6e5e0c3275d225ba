/* slabtidy.c - partial slabs put in order, and the rules of parts/slab.h. */
#include "parts/slab.h"

#define PROMOTE_MAX 32u /* partial slabs with more free objects than that keep their place */

static uint32_t free_objects(const struct mm *m, slot_t slab)
{
    return m->slab[slab].objects - m->slab[slab].inuse;
}

uint32_t slab_node_free_objects(const struct mm *m, slot_t cache)
{
    uint32_t sum = 0;

    for (uint32_t n = 0; n < m->config.nodes; n++) {
        uint32_t s = m->kmem_node[slab_node_id(m, cache, n)].partial;

        for (; s != 0; s = m->slab[s - 1].next) {
            sum += free_objects(m, s - 1);
        }
    }
    return sum;
}

/* The node's list anew from chains of slots plus 1: chain[0] first. */
static void relink(struct mm *m, uint32_t n, const uint32_t chain[PROMOTE_MAX + 1])
{
    uint32_t last = 0;
    uint32_t count = 0;

    kmem_node_set_partial(m, n, 0);
    for (unsigned i = 0; i <= PROMOTE_MAX; i++) {
        for (uint32_t s = chain[i]; s != 0; s = m->slab[s - 1].next) {
            slab_set_prev(m, s - 1, last);
            if (last != 0) {
                slab_set_next(m, last - 1, s);
            } else {
                kmem_node_set_partial(m, n, s);
            }
            last = s;
            count++;
        }
    }
    kmem_node_set_partial_last(m, n, last);
    kmem_node_set_nr_partial(m, n, count);
}

slot_t slab_shrink_node(struct mm *m, slot_t cache, uint32_t node)
{
    const uint32_t n = slab_node_id(m, cache, node);
    uint32_t chain[PROMOTE_MAX + 1] = {0};
    uint32_t rest_last = 0;
    slot_t dead = 0;

    for (uint32_t s = m->kmem_node[n].partial; s != 0;) {
        const slot_t slab = s - 1;
        const uint32_t next = m->slab[slab].next;
        const uint32_t free = free_objects(m, slab);

        if (free == m->slab[slab].objects) {
            ev(m, EV_SLAB_MOVE, cache, slab, SLS_NODE_PARTIAL, SLS_EMPTY, 0, free);
            slab_set_state(m, slab, SLS_EMPTY);
            slab_set_prev(m, slab, 0);
            slab_set_next(m, slab, dead);
            dead = s;
        } else if (free <= PROMOTE_MAX) {
            slab_set_next(m, slab, chain[free - 1]);
            chain[free - 1] = s;
        } else {
            slab_set_next(m, slab, 0);
            if (rest_last != 0) {
                slab_set_next(m, rest_last - 1, s);
            } else {
                chain[PROMOTE_MAX] = s;
            }
            rest_last = s;
        }
        s = next;
    }
    relink(m, n, chain);
    return dead;
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

/* Every object of a list is free, in this slab and on no list yet; the list has `count` of them (S2). */
static void check_list(struct mm *m, slot_t slab, uint64_t obj, uint32_t count,
                       uint64_t seen[SLAB_OBJECTS_MAX / 64])
{
    for (; obj != 0; obj = slab_next_free(m, m->slab[slab].cache, obj)) {
        MM_ASSERT(m, slab_of(m, obj) == slab && count > 0);
        const uint32_t i = slab_index(m, slab, obj);

        MM_ASSERT(m, (seen[i / 64] >> (i % 64) & 1) == 0);
        seen[i / 64] |= 1ull << (i % 64);
        count--;
    }
    MM_ASSERT(m, count == 0);
}

static void check_objects(struct mm *m, slot_t slab)
{
    const struct slab *s = &m->slab[slab];
    const bool on_cpu = s->state == SLS_CPU;
    const uint32_t kc = slab_cpu_id(m, s->cache, s->cpu);
    const uint32_t own = on_cpu ? m->kmem_cpu[kc].free_objects : 0;
    uint64_t seen[SLAB_OBJECTS_MAX / 64] = {0};
    uint32_t used = 0;

    for (uint32_t i = 0; i < SLAB_OBJECTS_MAX; i++) {
        if (slab_used(m, slab, i)) {
            MM_ASSERT(m, i < s->objects); /* S1 */
            seen[i / 64] |= 1ull << (i % 64);
            used++;
        }
    }
    MM_ASSERT(m, used == s->inuse && own <= s->objects - used);
    if (on_cpu) {
        check_list(m, slab, m->kmem_cpu[kc].freelist, own, seen);
        MM_ASSERT(m, m->kmem_cpu[kc].ahead ==
                         slab_ahead(m, s->cache, m->kmem_cpu[kc].freelist)); /* S7 */
    }
    check_list(m, slab, s->freelist, s->objects - used - own, seen);
}

static void check_slab(struct mm *m, slot_t slab)
{
    const struct slab *s = &m->slab[slab];
    const struct kmem_cache *c = &m->kmem_cache[s->cache];

    MM_ASSERT(m, c->live && c->alias_of == 0 && s->link == 0);
    MM_ASSERT(m, s->objects == (s->order == c->order ? c->objects : c->objects_min));
    for (pfn_t p = s->pfn; p < s->pfn + (1u << s->order); p++) { /* S1 */
        MM_ASSERT(m, m->frame[p].type == FT_SLAB && m->frame[p].vpn == (vpn_t)slab + 1);
        MM_ASSERT(m, node_of(m, p) == s->node);
    }
    switch ((enum mm_slab_state)s->state) { /* S3 */
    case SLS_CPU:
        MM_ASSERT(m, m->kmem_cpu[slab_cpu_id(m, s->cache, s->cpu)].slab == slab + 1);
        break;
    case SLS_CPU_PARTIAL:
    case SLS_NODE_PARTIAL: MM_ASSERT(m, s->freelist != 0); break;
    case SLS_FULL: MM_ASSERT(m, s->freelist == 0 && s->inuse == s->objects); break;
    default: MM_ASSERT(m, s->state == SLS_CPU);
    }
    check_objects(m, slab);
}

static uint32_t check_cpu(struct mm *m, slot_t cache, uint32_t cpu)
{
    const struct kmem_cpu *kc = &m->kmem_cpu[slab_cpu_id(m, cache, cpu)];
    uint32_t count = 0;

    MM_ASSERT(m, kc->live);
    MM_ASSERT(m, kc->slab != 0 || (kc->freelist == 0 && kc->free_objects == 0));
    MM_ASSERT(m, kc->slab == 0 || m->slab[kc->slab - 1].cpu == cpu);
    for (uint32_t s = kc->partial; s != 0; s = m->slab[s - 1].next) {
        const struct slab *slab = &m->slab[s - 1];

        MM_ASSERT(m, slab->live && slab->cache == cache && slab->state == SLS_CPU_PARTIAL);
        MM_ASSERT(m, slab->cpu == cpu && ++count <= kc->partial_slabs);
    }
    MM_ASSERT(m, count == kc->partial_slabs);
    return count;
}

static uint32_t check_node(struct mm *m, slot_t cache, uint32_t node)
{
    const struct kmem_node *n = &m->kmem_node[slab_node_id(m, cache, node)];
    uint32_t count = 0;
    uint32_t last = 0;

    MM_ASSERT(m, n->live);
    for (uint32_t s = n->partial; s != 0; s = m->slab[s - 1].next) {
        const struct slab *slab = &m->slab[s - 1];

        MM_ASSERT(m, slab->live && slab->cache == cache && slab->state == SLS_NODE_PARTIAL);
        MM_ASSERT(m, slab->node == node && slab->prev == last && ++count <= n->nr_partial);
        last = s;
    }
    MM_ASSERT(m, count == n->nr_partial && last == n->partial_last);
    return count;
}

/* S3, S4: the lists hold all slabs of their state. */
static void check_cache(struct mm *m, slot_t cache)
{
    const struct kmem_cache *c = &m->kmem_cache[cache];
    uint32_t partial[2] = {0, 0};
    uint32_t slabs = 0;
    uint32_t total = 0;
    uint32_t used = 0;

    for (uint32_t i = 0; i < m->config.cpus; i++) {
        partial[0] += check_cpu(m, cache, i);
    }
    for (uint32_t i = 0; i < m->config.nodes; i++) {
        const struct kmem_node *n = &m->kmem_node[slab_node_id(m, cache, i)];

        partial[1] += check_node(m, cache, i);
        slabs += n->slabs;
        total += n->total_objects;
    }
    MM_ASSERT(m, slabs == c->slabs && total == c->total_objects);
    for (slot_t s = 0; s < m->machine->slab_fresh; s++) {
        const struct slab *slab = &m->slab[s];

        if (slab->live && slab->cache == cache) {
            partial[0] -= slab->state == SLS_CPU_PARTIAL;
            partial[1] -= slab->state == SLS_NODE_PARTIAL;
            slabs--;
            total -= slab->objects;
            used += slab->inuse;
        }
    }
    MM_ASSERT(m, partial[0] == 0 && partial[1] == 0 && slabs == 0 && total == 0);
    MM_ASSERT(m, used == c->used_objects);
}

static void check_slots(struct mm *m)
{
    uint32_t unused = 0;
    uint32_t frames = 0;

    for (uint32_t s = m->machine->slab_free; s != 0; s = m->slab[s - 1].link) { /* S5 */
        MM_ASSERT(m, !m->slab[s - 1].live && ++unused <= m->machine->slab_fresh);
    }
    MM_ASSERT(m, unused + m->machine->slab_live == m->machine->slab_fresh);
    for (slot_t s = 0; s < m->machine->slab_fresh; s++) {
        if (m->slab[s].live) {
            check_slab(m, s);
            frames += 1u << m->slab[s].order;
            continue;
        }
#define IS_ZERO(kind, field, type, vis, unit, en, zh)                                         \
    MM_ASSERT(m, MM_F_slab_##field == MM_F_slab_gen || MM_F_slab_##field == MM_F_slab_link || \
                     m->slab[s].field == 0);
        MM_SLAB_FIELDS_OF_SLAB(IS_ZERO)
#undef IS_ZERO
    }
    for (pfn_t p = 0; p < m->frames; p++) { /* S6 */
        frames -= m->frame[p].type == FT_SLAB;
    }
    MM_ASSERT(m, frames == 0);
}

void slab_check(struct mm *m)
{
    for (slot_t c = 0; c < m->region[MM_R_kmem_cache].count; c++) {
        if (m->kmem_cache[c].live && m->kmem_cache[c].alias_of == 0) {
            check_cache(m, c);
        } else {
            MM_ASSERT(m, m->kmem_cache[c].slabs == 0 && m->kmem_cache[c].used_objects == 0);
        }
    }
    check_slots(m);
}
