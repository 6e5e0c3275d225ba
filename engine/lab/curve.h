/* curve.h - miss counts over all memory sizes: lru in one pass; which sizes a curve has.
 *
 * Models    stack distances (Mattson, Gecsei, Slutz, Traiger 1970): under lru a reference hits in every memory that has
 *           at least as many frames as different pages were referenced since, itself included.
 * Differs   distances beyond `max` are not told apart.
 * Shape     a Fenwick tree over the references marks the last one of each page; the distance is a count of marks.
 * Units     references from 0; frames.
 * Owns      struct curve and the memory behind it.
 */
#ifndef MM_LAB_CURVE_H
#define MM_LAB_CURVE_H

#include "lab/core.h"

/* The sizes of a curve up to `max` frames: all up to MM_LAB_POINTS; else 1 to 8 and then four to each doubling, and
 * `max` itself. How many, at most MM_LAB_POINTS. Pre: 1 <= max <= MM_LAB_CURVE_MAX. */
unsigned curve_sizes(uint32_t max, uint32_t sizes[MM_LAB_POINTS]);

struct curve {
    const uint64_t *ops;
    uint64_t count, at;
    uint32_t max;
    uint32_t pages;     /* different ones so far */
    uint32_t *tree;     /* 1-based */
    uint64_t *distance; /* [d]: references at stack distance d, 1..max */
    struct core_map map;
};
size_t curve_bytes(uint64_t count, uint32_t max);
/* `memory` is of curve_bytes, aligned to 8. Pre: count <= CORE_REFS_MAX. */
void curve_init(struct curve *c, const uint64_t *ops, uint64_t count, uint32_t max, void *memory);
/* The next `n` references, or as many as are left. */
void curve_run(struct curve *c, uint64_t n);
/* Misses of lru with so many frames (at most max) in the references so far. */
uint64_t curve_misses(const struct curve *c, uint32_t frames);

#endif
