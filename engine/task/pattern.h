/* pattern.h - which address comes next: the orders in which read, write and fetch go over a range.
 *
 * Models    access patterns of programs: in order, backwards, strided, uniformly random, Zipf.
 * Differs   the first page of a range is the most popular one of a Zipf pattern, the second the next, and so on.
 *           Exponents up to 10. Integer arithmetic with 28 bits after the point.
 * Shape     a pattern is a copy of what its job record says, worked on outside the block and written back by the
 *           caller: (done, rng) before an access give the address and (done, rng) after it.
 * Units     one access a page at its first byte (the first page's access at the range's own first byte); stride in
 *           bytes; zipf exponent in millionths.
 * Owns      nothing.
 */
#ifndef MM_TASK_PATTERN_H
#define MM_TASK_PATTERN_H

#include "parts/vma.h"

#define PATTERN_ZIPF_MAX 10000000ull
#define PATTERN_BUCKETS  64u

struct pattern {
    enum mm_pattern kind;
    vaddr_t start;
    uint64_t period; /* accesses until it begins again: pages, or strides */
    uint64_t stride;
    uint64_t zipf;
    uint64_t done;
    uint64_t phase; /* done mod period */
    uint64_t rng[2];
    uint64_t weight
        [PATTERN_BUCKETS]; /* zipf: of the ranks 2^k .. 2^(k+1)-1, with the weight of rank 2^k */
    uint64_t weight_sum;
};

/* Accesses of one round over a range: pages touched, or strides. Pre: bytes > 0; stride > 0 for PAT_STRIDE. */
uint64_t pattern_period(enum mm_pattern kind, vaddr_t start, uint64_t bytes, uint64_t stride);
/* The pattern of a live `accesses` job where it stands. */
void pattern_init(const struct mm *m, slot_t job, struct pattern *p);
/* The next address; moves the pattern on. */
vaddr_t pattern_next(struct pattern *p);

#endif
