/* slabgeo.h - how large an object of a cache becomes, how many make a slab, and how many slabs are kept.
 *
 * Models    Linux 6.1 mm/slub.c: calculate_sizes(), calculate_order(), calc_slab_order(), set_cpu_partial(),
 *           set_min_partial; mm/slab_common.c: calculate_alignment(), find_mergeable(), kmalloc_index().
 * Differs   slub_min_order, slub_max_order and slub_min_objects are as without a boot option (0, 3, by CPUs).
 * Shape     plain arithmetic: nothing here looks at a machine.
 * Units     *_bytes bytes; orders are log2 pages; objects counts objects, slabs counts slabs.
 */
#ifndef MM_PARTS_SLABGEO_H
#define MM_PARTS_SLABGEO_H

#include "base/slabrows.h"
#include "base/base.h"

#define SLAB_OBJECTS_MAX 512u /* of one slab: 4096 bytes in objects of 8 */

struct slab_want { /* what is asked for */
    uint32_t object_bytes;
    uint32_t align; /* power of two; 0: as small as may be */
    uint32_t flags; /* enum mm_kmem_flag */
};
struct slab_geometry {
    uint32_t object_bytes; /* as asked for */
    uint32_t size_bytes;   /* from object to object */
    uint32_t align;
    uint32_t offset_bytes; /* where the pointer to the next free object lies */
    uint32_t order, objects;
    uint32_t order_min, objects_min; /* when no block of `order` is to be had */
    uint32_t min_partial;
    uint32_t cpu_partial; /* objects */
    uint32_t cpu_partial_slabs;
};

/* The geometry on a machine with words of `word_bytes` (8 or 4) and this many CPUs. Pre: object_bytes > 0. */
void slabgeo_of(const struct slab_want *want, unsigned word_bytes, unsigned cpus,
                struct slab_geometry *out);
/* Would a new cache `want` be merged into one of geometry `have` and flags `have_flags`? */
bool slabgeo_alike(const struct slab_want *want, unsigned word_bytes,
                   const struct slab_geometry *have, uint32_t have_flags);
/* The size class of kmalloc that holds so many bytes: 8, 16, 32, 64, 96, 128, 192, 256 … 8192; 0 above 8192. */
uint32_t slabgeo_kmalloc_bytes(uint64_t bytes);

#endif
