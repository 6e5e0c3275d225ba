/* lab_naive.h - page replacement written a second time, slowly: queues and lists are arrays that are searched and
 * shifted, arc's p is a double. For tests of engine/lab. */
#ifndef TESTS_ENGINE_LAB_NAIVE_H
#define TESTS_ENGINE_LAB_NAIVE_H

#include "mm.h"

struct lab_naive {
    enum mm_lab_policy policy;
    unsigned frames; /* at most 512 */
    uint64_t seed, tick;
    unsigned bits;
};
/* Misses of these pages. */
uint64_t lab_naive_misses(const struct lab_naive *n, const unsigned *page, unsigned count);
/* Random pages 0..pages-1 with some locality; the same for the same seed. */
void lab_naive_pages(uint64_t seed, unsigned pages, unsigned *page, unsigned count);

#endif
