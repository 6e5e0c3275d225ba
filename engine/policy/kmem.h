/* kmem.h - the slab allocator as the kernel calls it: named caches, kmalloc, frames from the page allocator.
 *
 * Models    Linux 6.1 mm/slub.c: allocate_slab(), discard_slab(), kmem_cache_alloc(), kmem_cache_free(),
 *           __kmem_cache_shrink(); mm/slab_common.c: kmem_cache_create(), find_mergeable(), kmalloc_caches.
 * Differs   the caches of a booted machine (base/kmemrows.h) hold what this machine itself put into them: the objects
 *           that Linux allocated during its own boot are part of the memory that boot keeps. Interrupts take none.
 * Shape     slot of a cache: 0 .. KMR_COUNT-1 are the rows of base/kmemrows.h, whose record comes to life at the first
 *           object; slots from KMR_COUNT on are made by the command kmem_cache, in its order.
 * Units     an object is named by its physical address.
 * Owns      counters nr_slab_reclaimable, nr_slab_unreclaimable.
 * Events    those of parts/slab and of the page allocator; KMEM_SHRINK
 * Invariants  (kmem_check)
 *   K1  nr_slab_reclaimable and nr_slab_unreclaimable of a node are the frames of its slabs
 *   K2  an alias names a live cache that is none; `aliases` of a cache counts those that a command made
 */
#ifndef MM_POLICY_KMEM_H
#define MM_POLICY_KMEM_H

#include "base/kmemrows.h"
#include "parts/slab.h"

/* The row of a named cache on this machine (64 or 32 bits). False: it has no such cache. */
struct kmem_row {
    const char *name;
    struct slab_want want;
    bool root; /* false: merged into one that is like it */
};
bool kmem_row(const struct mm *m, unsigned row, struct kmem_row *out);
/* Its geometry here. */
struct slab_geometry kmem_row_geometry(const struct mm *m, const struct kmem_row *row);

/* Boot: with slab=on the caches of processes come to life. */
void kmem_init(struct mm *m);
/* The cache of this name, live or not, an alias followed; SLOT_NONE. */
slot_t kmem_find(const struct mm *m, const char *name);
/* The kmalloc cache for so many bytes; SLOT_NONE above 8 KiB. */
slot_t kmem_of_size(const struct mm *m, uint64_t bytes);
/* Make it live when it is not. False: no room for its name (a limit of the tool). */
bool kmem_open(struct mm *m, slot_t cache);
/* A slot for one more cache; SLOT_NONE (a limit of the tool). */
slot_t kmem_slot(const struct mm *m);
/* Make a cache in that slot, or merge it into a like one. Returns the cache that serves it. Pre: name room for 2. */
slot_t kmem_create(struct mm *m, const char *name, const struct slab_want *want);

/* One object for `cpu`. False: no memory, nothing changed but what the page allocator did. */
bool kmem_get(struct mm *m, uint32_t cpu, slot_t cache, uint64_t *obj);
void kmem_put(struct mm *m, uint32_t cpu, uint64_t obj);
/* CPUs let go of their slabs, empty slabs go back. Returns how many slabs did. */
uint32_t kmem_shrink(struct mm *m, slot_t cache);
/* Could so many objects need more slabs than the tool has slots for? */
bool kmem_room(const struct mm *m, slot_t cache, uint64_t objects);

/* Is this an object of that cache that somebody holds? */
bool kmem_holds(const struct mm *m, uint64_t obj, slot_t cache);

void kmem_check(struct mm *m);

#endif
