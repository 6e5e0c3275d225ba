/* slab.h - caches, slabs and objects: which object is taken, where a freed one goes, which slab is where.
 *
 * Models    Linux 6.1 mm/slub.c: ___slab_alloc(), get_partial_node(), get_any_partial(), __slab_free(),
 *           put_cpu_partial(), __unfreeze_partials(), deactivate_slab(), __kmem_cache_do_shrink().
 * Differs   the objects of a new slab are listed in order of address and pointers are stored plainly (Debian's kernel
 *           shuffles and hides them). get_any_partial() always looks at other nodes (Linux leaves 2 % out by the
 *           clock). CPUs do not interrupt each other, so nothing is ever retried.
 * Shape     kmem_cpu (cache * CPUs + cpu): the slab objects are taken from, its free objects (freelist), and a list of
 *           partial slabs linked by slab.next. kmem_node (cache * nodes + node): partial slabs of no CPU, linked both
 *           ways. Slots of slabs given back are linked
 *           through slab.link from machine.slab_free. Nothing here asks for a frame: slab_add is handed one, and slabs
 *           that are to be given back come out as a chain for slab_reap.
 * Units     an object is named by its physical address.
 * Owns      struct kmem_cpu, kmem_node, slab; the bytes and vpn of slab frames; machine.slab_*.
 * Events    KMEM_ALLOC KMEM_FREE SLAB_NEW SLAB_FREE SLAB_MOVE SLAB_DRAIN
 * Invariants  (slab_check)
 *   S1  inuse is the number of bits in used*, none beyond `objects`; a slab's frames are of type SLAB and name it
 *   S2  every object is in use, or on the list of its slab, or on its CPU's list: in exactly one of them, once
 *   S3  partial lists hold exactly the slabs of that state; a slab on one has a free object; only a CPU's slab and a
 *       full one have an empty list
 *   S4  sums: slabs, objects and used objects of a cache and of each node, partial slabs of each CPU and node
 *   S5  a free slot is zero but for gen and link, and is linked from machine.slab_free or was never used
 *   S6  every frame of type SLAB belongs to a live slab
 *   S7  kmem_cpu.ahead names the objects that follow the first one on a CPU's own list
 */
#ifndef MM_PARTS_SLAB_H
#define MM_PARTS_SLAB_H

#include "parts/slabobj.h"

/* Take an object for `cpu`, looking in SLUB's order. False when a new slab is needed. */
bool slab_take(struct mm *m, uint32_t cpu, slot_t cache, uint64_t *obj);
/* Slots left for new slabs (a limit of the tool). */
uint32_t slab_room(const struct mm *m);
/* Cut a block of type SLAB into objects and give it to `cpu`, then take the first of them. Pre: slab_take failed,
 * room; order is the cache's order or order_min. */
uint64_t slab_add(struct mm *m, uint32_t cpu, slot_t cache, pfn_t pfn, unsigned order);
/* Free an object. Returns a chain of slabs to reap: the first's slot plus 1, 0 none. */
slot_t slab_put(struct mm *m, uint32_t cpu, uint64_t obj);
/* The CPU lets go of its slab and of its partial slabs. Returns a chain to reap. */
slot_t slab_flush(struct mm *m, uint32_t cpu, slot_t cache);
/* Empty partial slabs of a node go, the others are ordered, fullest first. Returns a chain to reap. */
slot_t slab_shrink_node(struct mm *m, slot_t cache, uint32_t node);
/* Unmake the first slab of such a chain: *pfn and *order are to be freed. Returns the rest of the chain. */
slot_t slab_reap(struct mm *m, slot_t chain, pfn_t *pfn, unsigned *order);

/* Free objects of the cache on partial lists of nodes: what /proc/slabinfo leaves out of active_objs. */
uint32_t slab_node_free_objects(const struct mm *m, slot_t cache);

void slab_check(struct mm *m);

#endif
