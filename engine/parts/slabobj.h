/* slabobj.h - the records of the slab allocator: caches, what a CPU and a node hold of them, slabs, their objects.
 *
 * Models    Linux 6.1 struct kmem_cache, kmem_cache_cpu, kmem_cache_node, slab; get_freepointer(), virt_to_slab().
 * Shape     free objects are linked through their own bytes: at offset_bytes of each stands the physical address of
 *           the next, 0 at the end (8 bytes, with two-level paging 4), in the frame's bytes at m->table + pfn * 4096.
 *           A frame of a slab has type SLAB and vpn = slot of its slab + 1.
 * Units     an object is named by its physical address.
 * Owns      struct kmem_cache; with parts/slab kmem_cpu, kmem_node, slab and the bytes of slab frames.
 * Events    KMEM_CACHE
 */
#ifndef MM_PARTS_SLABOBJ_H
#define MM_PARTS_SLABOBJ_H

#include "parts/slabgeo.h"
#include "parts/zone.h"

MM_DEFINE_RECORD(kmem_cache, MM_KMEM_CACHE_FIELDS)
MM_DEFINE_RECORD(kmem_cpu, MM_KMEM_CPU_FIELDS)
MM_DEFINE_RECORD(kmem_node, MM_KMEM_NODE_FIELDS)
MM_DEFINE_RECORD(slab, MM_SLAB_FIELDS_OF_SLAB)

static inline unsigned slab_word_bytes(const struct mm *m)
{
    return m->config.paging_levels == 2 ? 4 : 8;
}
static inline uint32_t slab_cpu_id(const struct mm *m, slot_t cache, uint32_t cpu)
{
    return cache * m->config.cpus + cpu;
}
static inline uint32_t slab_node_id(const struct mm *m, slot_t cache, uint32_t node)
{
    return cache * m->config.nodes + node;
}

/* A cache comes to life in this slot: `row` of the table of named caches plus 1, or 0. Takes a reference to a name.
 * Emits KMEM_CACHE. Pre: the slot is free, there is room for a name. */
void slab_cache_new(struct mm *m, slot_t cache, const char *name, uint32_t row, uint32_t flags,
                    const struct slab_geometry *g);
/* A second name for a cache, in a slot of its own. Emits KMEM_CACHE. */
void slab_cache_alias(struct mm *m, slot_t slot, const char *name, slot_t cache,
                      uint32_t object_bytes);
/* The geometry a live cache has. */
struct slab_geometry slab_geometry_of(const struct mm *m, slot_t cache);

/* The slab an object lies in; SLOT_NONE when the address is in no slab. */
slot_t slab_of(const struct mm *m, uint64_t obj);
/* Physical address of a slab's first object. */
uint64_t slab_base(const struct mm *m, slot_t slab);
/* Number of an object in its slab. Asserts that it begins there. */
uint32_t slab_index(const struct mm *m, slot_t slab, uint64_t obj);
/* Does somebody hold the i-th object? And: the opposite from now on. */
bool slab_used(const struct mm *m, slot_t slab, uint32_t index);
void slab_flip_used(struct mm *m, slot_t slab, uint32_t index);

/* The pointer in a free object to the next one; 0 at the end. */
uint64_t slab_next_free(const struct mm *m, slot_t cache, uint64_t obj);
void slab_set_next_free(struct mm *m, slot_t cache, uint64_t obj, uint64_t next);
/* The four that follow `obj` on its list, as kmem_cpu.ahead has them. obj may be 0. */
uint64_t slab_ahead(const struct mm *m, slot_t cache, uint64_t obj);
/* The first word of an object that somebody holds: its owner may keep a link or a count there; it must be 0 again
 * before the object is freed. */
uint64_t slab_word(const struct mm *m, uint64_t obj);
void slab_set_word(struct mm *m, uint64_t obj, uint64_t value);

#endif
