/* rng.h - the machine's generator: two 64-bit words of state kept in a record, so that it travels with the state.
 *
 * Models    xoroshiro128+ (Blackman, Vigna 2018) seeded by splitmix64.
 */
#ifndef MM_BASE_RNG_H
#define MM_BASE_RNG_H

#include <stdint.h>

static inline uint64_t rng_mix(uint64_t *x) /* splitmix64 step */
{
    uint64_t z = (*x += 0x9e3779b97f4a7c15ull);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

static inline void rng_seed(uint64_t state[2], uint64_t seed)
{
    state[0] = rng_mix(&seed);
    state[1] = rng_mix(&seed);
}

static inline uint64_t rng_next(uint64_t state[2])
{
    const uint64_t a = state[0];
    uint64_t b = state[1];
    const uint64_t sum = a + b;

    b ^= a;
    state[0] = ((a << 24) | (a >> 40)) ^ b ^ (b << 16);
    state[1] = (b << 37) | (b >> 27);
    return sum;
}

/* A number in [0, bound); bound > 0. Multiply-shift: no division, no bias worth the name below 2^32. */
static inline uint64_t rng_below(uint64_t state[2], uint64_t bound)
{
    if (bound <= UINT32_MAX) {
        return ((rng_next(state) >> 32) * bound) >> 32;
    }
    return rng_next(state) % bound;
}

#endif
