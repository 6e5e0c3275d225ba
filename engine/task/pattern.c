/* pattern.c - sequences of addresses, by integers alone. */
#include "task/pattern.h"

#include "base/rng.h"

#define POINT_BITS 28u
#define ONE        (1ull << POINT_BITS)

uint64_t pattern_period(enum mm_pattern kind, vaddr_t start, uint64_t bytes, uint64_t stride)
{
    if (kind == PAT_STRIDE) {
        return (bytes - 1) / stride + 1;
    }
    return ((start + bytes - 1) >> MM_PAGE_SHIFT) - (start >> MM_PAGE_SHIFT) + 1;
}

/* 2^-x for x with 32 bits after the point; 28 bits after the point. Bit i of the fraction multiplies by 2^-(2^-i). */
static uint64_t power_of_half(uint64_t x)
{
    static const uint32_t root[24] = {0xb504f333, 0xd744fcca, 0xeac0c6e7, 0xf5257d15, 0xfa83b2db,
                                      0xfd3e0c0c, 0xfe9e115c, 0xff4ecb59, 0xffa75652, 0xffd3a751,
                                      0xffe9d2b2, 0xfff4e91b, 0xfffa747e, 0xfffd3a3b, 0xfffe9d1c,
                                      0xffff4e8e, 0xffffa747, 0xffffd3a3, 0xffffe9d1, 0xfffff4e8,
                                      0xfffffa74, 0xfffffd3a, 0xfffffe9d, 0xffffff4e};
    uint64_t r = 1ull << 32;

    for (unsigned i = 0; i < 24; i++) {
        if (x & (1ull << (31 - i))) {
            r = (r * root[i]) >> 32;
        }
    }
    return x >> 32 >= 33 ? 0 : r >> (32 - POINT_BITS) >> (x >> 32);
}

/* log2 of y in [1, 2), both with 31 and 32 bits after the point: by squaring, one bit a time. */
static uint64_t log2_fraction(uint64_t y)
{
    uint64_t x = 0;

    for (unsigned i = 0; i < 24; i++) {
        y = (y * y) >> 31;
        if (y >= 1ull << 32) {
            y >>= 1;
            x |= 1ull << (31 - i);
        }
    }
    return x;
}

/* exponent (millionths) * log2 (32 bits after the point) */
static uint64_t scaled(uint64_t log2, uint64_t zipf)
{
    const uint64_t whole = log2 >> 32;
    const uint64_t part = log2 & UINT32_MAX;

    return ((whole * zipf) << 32) / 1000000 + part * zipf / 1000000;
}

static void zipf_init(struct pattern *p)
{
    for (unsigned k = 0; k < PATTERN_BUCKETS - 1 && p->period >> k != 0; k++) {
        const uint64_t last = p->period >> k == 1 ? p->period : (2ull << k) - 1;
        const uint64_t ranks = last - (1ull << k) + 1;

        p->weight[k] = ranks * power_of_half(scaled((uint64_t)k << 32, p->zipf));
        p->weight_sum += p->weight[k];
    }
}

/* A rank from 0: a bucket by its weight, a rank in it evenly, kept with the share that its own weight has of the
 * bucket's (at least 2^-exponent). */
static uint64_t zipf_rank(struct pattern *p)
{
    for (;;) {
        uint64_t pick = rng_below(p->rng, p->weight_sum);
        unsigned k = 0;

        while (pick >= p->weight[k]) {
            pick -= p->weight[k];
            k++;
        }
        const uint64_t first = 1ull << k;
        const uint64_t last = p->period >> k == 1 ? p->period : 2 * first - 1;
        const uint64_t rank = first + rng_below(p->rng, last - first + 1);
        const uint64_t ratio = k <= 31 ? rank << (31 - k) : rank >> (k - 31);

        if (rng_next(p->rng) >> (64 - POINT_BITS) <
            power_of_half(scaled(log2_fraction(ratio), p->zipf))) {
            return rank - 1;
        }
    }
}

void pattern_init(const struct mm *m, slot_t job, struct pattern *p)
{
    const struct job *j = &m->job[job];

    *p = (struct pattern){.kind = (enum mm_pattern)j->pattern,
                          .start = j->start,
                          .stride = j->stride,
                          .zipf = j->zipf,
                          .done = j->done,
                          .rng = {j->rng0, j->rng1}};
    p->period = pattern_period(p->kind, j->start, j->bytes, j->stride);
    p->phase = p->done % p->period;
    if (p->kind == PAT_ZIPF) {
        zipf_init(p);
    }
}

vaddr_t pattern_next(struct pattern *p)
{
    uint64_t page = p->phase;

    p->done++;
    p->phase = p->phase + 1 == p->period ? 0 : p->phase + 1;
    switch (p->kind) {
    case PAT_STRIDE: return p->start + page * p->stride;
    case PAT_REV: page = p->period - 1 - page; break;
    case PAT_RANDOM: page = rng_below(p->rng, p->period); break;
    case PAT_ZIPF: page = zipf_rank(p); break;
    case PAT_SEQ:
    case PAT_LOOP:
    case PAT_COUNT: break;
    }
    return page == 0 ? p->start : (p->start & MM_PAGE_MASK) + page * MM_PAGE_BYTES;
}
