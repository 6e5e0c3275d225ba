/* naive.h - the buddy allocator as one would write it without thought of speed: an array of block heads for every list,
 * everything found by searching. The rules are Linux's, written down a second time. */
#ifndef TESTS_ENGINE_NAIVE_H
#define TESTS_ENGINE_NAIVE_H

#include "base/mm_int.h"

#define NAIVE_FRAMES 2048u
struct naive {
    pfn_t list[MM_ORDERS][3][NAIVE_FRAMES];
    unsigned count[MM_ORDERS][3];
    uint8_t block_type[NAIVE_FRAMES / 512];
    const struct mm *m; /* only for where the zone lies and which frames are movable */
};

/* The lists as boot leaves them, from the frames' types. One zone, at most NAIVE_FRAMES frames. */
void naive_init(struct naive *n, const struct mm *m);
/* The block a request gets, PFN_NONE when there is none. */
pfn_t naive_take(struct naive *n, unsigned order, unsigned type);
void naive_give(struct naive *n, pfn_t pfn, unsigned order);

#endif
