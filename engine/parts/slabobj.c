/* slabobj.c - bytes of objects, which of them are in use, and the records of caches. */
#include "parts/slabobj.h"

#include <stddef.h>
#include <string.h>

#include "base/names.h"

#define USED_BITS 64u
_Static_assert(offsetof(struct slab, used7) - offsetof(struct slab, used0) == 7 * sizeof(uint64_t),
               "used0 to used7 stand side by side");

/* ---- bytes ----------------------------------------------------------------------------------------------- */

static uint64_t peek(const struct mm *m, uint64_t addr)
{
    const uint8_t *p = m->table + addr;

    if (slab_word_bytes(m) == 4) {
        return *(const uint32_t *)(const void *)p;
    }
    return *(const uint64_t *)(const void *)p;
}

static void poke(struct mm *m, uint64_t addr, uint64_t value)
{
    uint8_t *p = m->table + addr;

    if (peek(m, addr) == value) {
        return;
    }
    state_mark(m, p);
    if (slab_word_bytes(m) == 4) {
        *(uint32_t *)(void *)p = (uint32_t)value;
    } else {
        *(uint64_t *)(void *)p = value;
    }
}

uint64_t slab_word(const struct mm *m, uint64_t obj)
{
    return peek(m, obj);
}

void slab_set_word(struct mm *m, uint64_t obj, uint64_t value)
{
    poke(m, obj, value);
}

uint64_t slab_next_free(const struct mm *m, slot_t cache, uint64_t obj)
{
    return peek(m, obj + m->kmem_cache[cache].offset_bytes);
}

void slab_set_next_free(struct mm *m, slot_t cache, uint64_t obj, uint64_t next)
{
    poke(m, obj + m->kmem_cache[cache].offset_bytes, next);
}

uint64_t slab_base(const struct mm *m, slot_t slab)
{
    return (uint64_t)m->slab[slab].pfn << MM_PAGE_SHIFT;
}

slot_t slab_of(const struct mm *m, uint64_t obj)
{
    const uint64_t pfn = obj >> MM_PAGE_SHIFT;

    if (pfn >= m->frames || m->frame[pfn].type != FT_SLAB) {
        return SLOT_NONE;
    }
    return (slot_t)(m->frame[pfn].vpn - 1);
}

uint32_t slab_index(const struct mm *m, slot_t slab, uint64_t obj)
{
    const uint64_t at = obj - slab_base(m, slab);
    const uint32_t size = m->kmem_cache[m->slab[slab].cache].size_bytes;

    MM_ASSERT(m, at % size == 0 && at / size < m->slab[slab].objects);
    return (uint32_t)(at / size);
}

uint64_t slab_ahead(const struct mm *m, slot_t cache, uint64_t obj)
{
    uint64_t ahead = 0;

    for (unsigned shift = 0; obj != 0 && shift < 64; shift += 16) {
        obj = slab_next_free(m, cache, obj);
        if (obj != 0) {
            ahead |= (uint64_t)(slab_index(m, slab_of(m, obj), obj) + 1) << shift;
        }
    }
    return ahead;
}

bool slab_used(const struct mm *m, slot_t slab, uint32_t index)
{
    const char *used = (const char *)&m->slab[slab] + offsetof(struct slab, used0);
    uint64_t word;

    memcpy(&word, used + index / USED_BITS * sizeof word, sizeof word);
    return (word >> (index % USED_BITS) & 1) != 0;
}

void slab_flip_used(struct mm *m, slot_t slab, uint32_t index)
{
    const uint64_t bit = 1ull << (index % USED_BITS);

#define FLIP(n) \
    case n: slab_set_used##n(m, slab, m->slab[slab].used##n ^ bit); break;
    switch (index / USED_BITS) {
        FLIP(0)
        FLIP(1)
        FLIP(2)
        FLIP(3)
        FLIP(4)
        FLIP(5)
        FLIP(6)
        FLIP(7)
    default: MM_ASSERT(m, index < SLAB_OBJECTS_MAX);
    }
#undef FLIP
}

/* ---- caches ---------------------------------------------------------------------------------------------- */

struct slab_geometry slab_geometry_of(const struct mm *m, slot_t cache)
{
    const struct kmem_cache *c = &m->kmem_cache[cache];

    return (struct slab_geometry){.object_bytes = c->object_bytes,
                                  .size_bytes = c->size_bytes,
                                  .align = c->align,
                                  .offset_bytes = c->offset_bytes,
                                  .order = c->order,
                                  .objects = c->objects,
                                  .order_min = c->order_min,
                                  .objects_min = c->objects_min,
                                  .min_partial = c->min_partial,
                                  .cpu_partial = c->cpu_partial,
                                  .cpu_partial_slabs = c->cpu_partial_slabs};
}

static void name_cache(struct mm *m, slot_t slot, const char *name, const struct slab_geometry *g)
{
    const slot_t id = name_get(m, name);

    MM_ASSERT(m, id != SLOT_NONE && !m->kmem_cache[slot].live);
    kmem_cache_set_live(m, slot, 1);
    kmem_cache_set_name(m, slot, id);
    kmem_cache_set_object_bytes(m, slot, g->object_bytes);
    kmem_cache_set_size_bytes(m, slot, g->size_bytes);
    kmem_cache_set_align(m, slot, g->align);
    kmem_cache_set_offset_bytes(m, slot, g->offset_bytes);
    kmem_cache_set_order(m, slot, g->order);
    kmem_cache_set_objects(m, slot, g->objects);
    kmem_cache_set_order_min(m, slot, g->order_min);
    kmem_cache_set_objects_min(m, slot, g->objects_min);
    kmem_cache_set_min_partial(m, slot, g->min_partial);
    kmem_cache_set_cpu_partial(m, slot, g->cpu_partial);
    kmem_cache_set_cpu_partial_slabs(m, slot, g->cpu_partial_slabs);
}

void slab_cache_new(struct mm *m, slot_t cache, const char *name, uint32_t row, uint32_t flags,
                    const struct slab_geometry *g)
{
    MM_ASSERT(m, g->objects <= SLAB_OBJECTS_MAX && g->order <= MM_ORDER_MAX);
    ev(m, EV_KMEM_CACHE, cache, g->object_bytes, g->size_bytes, g->order, g->objects, 0);
    name_cache(m, cache, name, g);
    kmem_cache_set_row(m, cache, row);
    kmem_cache_set_flags(m, cache, flags);
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        kmem_cpu_set_live(m, slab_cpu_id(m, cache, c), 1);
    }
    for (uint32_t n = 0; n < m->config.nodes; n++) {
        kmem_node_set_live(m, slab_node_id(m, cache, n), 1);
    }
}

void slab_cache_alias(struct mm *m, slot_t slot, const char *name, slot_t cache,
                      uint32_t object_bytes)
{
    struct slab_geometry g;

    ev(m, EV_KMEM_CACHE, cache, object_bytes, m->kmem_cache[cache].size_bytes,
       m->kmem_cache[cache].order, m->kmem_cache[cache].objects, 1);
    if (object_bytes > m->kmem_cache[cache].object_bytes) {
        kmem_cache_set_object_bytes(m, cache, object_bytes);
    }
    kmem_cache_set_aliases(m, cache, m->kmem_cache[cache].aliases + 1);
    g = slab_geometry_of(m, cache);
    name_cache(m, slot, name, &g);
    kmem_cache_set_flags(m, slot, m->kmem_cache[cache].flags);
    kmem_cache_set_alias_of(m, slot, cache + 1);
}
