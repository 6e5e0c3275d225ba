/* pyrandom.h - the random numbers of Python's `random`, and the little arithmetic on them that exercises need.
 *
 * Models    Python 3's random.seed(int) and random.random(): MT19937 (Matsumoto, Nishimura 1998) seeded by an array of
 *           32-bit words, 53 bits a number; IEEE 754 double arithmetic, rounding to nearest even.
 * Differs   seeds are not negative; numbers are not negative, and neither overflow nor become subnormal.
 * Shape     a real is m * 2^e with m = 0 or 2^52 <= m < 2^53: what a double holds, without floating point, so that
 *           every compiler gives the same exercise.
 * Owns      nothing.
 */
#ifndef MM_LAB_PYRANDOM_H
#define MM_LAB_PYRANDOM_H

#include "base/base.h"

#define PY_WORDS 624u

struct py_random {
    uint32_t state[PY_WORDS];
    uint32_t at;
};

struct py_real {
    uint64_t m;
    int32_t e;
};

void py_seed(struct py_random *r, uint64_t seed);
/* random.random(): 0 <= x < 1. */
struct py_real py_random(struct py_random *r);
/* int(n * random.random()) */
uint64_t py_below(struct py_random *r, uint64_t n);

struct py_real py_int(uint64_t n);
struct py_real py_mul(struct py_real a, struct py_real b);
struct py_real py_add(struct py_real a, struct py_real b);
/* Pre: b is not 0. */
struct py_real py_div(struct py_real a, struct py_real b);
/* -1, 0, 1 */
int py_cmp(struct py_real a, struct py_real b);
/* int(a). Pre: below 2^63. */
uint64_t py_floor(struct py_real a);

#endif
