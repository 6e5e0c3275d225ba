/* bench_alloc.c - marks of the page allocator, nobody watching: `name value unit` lines.
 *
 * alloc_*_ops take a run of blocks and give them back, oldest first. The limit does the same with a list of blocks
 * of one order, linked through records as large as a frame's, and writes type, owner and count of every frame as it
 * must: no zones, no marks, no migrate types, no merging, no counters. Both are timed in turn, and the best pass of
 * each counts.
 *
 * alloc_order*_ns are one allocation and its free at once: over the CPU's own list, for larger blocks, and without such
 * lists when every pair splits and merges a 4 MiB block (merge) or the frame stays split off (buddy).
 * alloc_plain_list_ns is one take and one put of frames on a stack, for comparison; alloc_mixed_ns one request or free
 * of a random walk over orders 0 to 3.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/rng.h"
#include "mm.h"
#include "policy/palloc.h"

#define PASSES    7u
#define PAIRS     1000000u
#define HELD_MOST 8192u

struct plain {
    uint64_t vpn, step;
    uint32_t flags, owner, tag, next;
    int32_t refcount;
    uint8_t type, pad[27];
};

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct mm *machine(const char *memory, const char *pcp)
{
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.history_bytes = 0;
    mm_config_set(&cfg, "memory", memory, NULL);
    mm_config_set(&cfg, "pcp", pcp, NULL);
    m = mm_new(&cfg, &mm_host_libc, &fail);
    if (m == NULL) {
        fprintf(stderr, "no machine: %s\n", fail.field);
        exit(1);
    }
    return m;
}

/* ---- runs of blocks ---- */

/* Seconds for `rounds` times `run` blocks taken and given back. */
static double model_s(struct mm *m, unsigned order, unsigned run, unsigned rounds, pfn_t *held)
{
    const double start = now_s();

    for (unsigned r = 0; r < rounds; r++) {
        for (unsigned i = 0; i < run; i++) {
            if (!palloc_get(m, 0, order, GFP_HIGHUSER_MOVABLE, FT_KERNEL, 0, &held[i])) {
                fprintf(stderr, "order %u: no block\n", order);
                exit(1);
            }
        }
        for (unsigned i = 0; i < run; i++) {
            palloc_put(m, 0, held[i], order);
        }
    }
    return now_s() - start;
}

static double plain_s(struct plain *frame, uint32_t *head, unsigned order, unsigned run,
                      unsigned rounds, pfn_t *held)
{
    const double start = now_s();

    for (unsigned r = 0; r < rounds; r++) {
        for (unsigned i = 0; i < run; i++) {
            const uint32_t at = *head;

            held[i] = at;
            *head = frame[at].next;
            for (uint32_t p = at; p < at + (1u << order); p++) {
                frame[p].type = FT_KERNEL;
                frame[p].owner = 1;
                frame[p].step = r;
            }
            frame[at].refcount = 1;
        }
        for (unsigned i = 0; i < run; i++) {
            for (uint32_t p = held[i]; p < held[i] + (1u << order); p++) {
                frame[p].type = FT_FREE;
                frame[p].owner = 0;
                frame[p].step = r;
                frame[p].vpn = 0;
                frame[p].tag = 0;
                frame[p].flags = 0;
            }
            frame[held[i]].refcount = 0;
            frame[held[i]].next = *head;
            *head = held[i];
        }
    }
    return now_s() - start;
}

static void mark(const char *name, const char *pcp, unsigned order, unsigned run, unsigned rounds)
{
    struct mm *m = machine("256M", pcp);
    struct plain *frame = calloc(m->frames, sizeof(*frame));
    pfn_t *held = calloc(run, sizeof(*held));
    const double ops = 2.0 * run * rounds;
    double best = 1e18;
    double limit = 1e18;
    uint32_t head = 0;

    if (frame == NULL || held == NULL) {
        exit(1);
    }
    for (uint32_t at = 0; at + (2u << order) <= m->frames; at += 1u << order) {
        frame[at].next = at + (1u << order);
    }
    for (unsigned pass = 0; pass < PASSES; pass++) {
        const double a = model_s(m, order, run, rounds, held);
        const double b = plain_s(frame, &head, order, run, rounds, held);

        best = a < best ? a : best;
        limit = b < limit ? b : limit;
    }
    printf("alloc_%s_ops %.0f ops/s\n", name, ops / best);
    printf("alloc_%s_limit %.0f ops/s\n", name, ops / limit);
    printf("alloc_%s_ratio %.3f\n", name, limit / best);
    free(frame);
    free(held);
    mm_free(m);
}

/* ---- one block at a time ---- */

static pfn_t get(struct mm *m, unsigned order)
{
    pfn_t pfn = PFN_NONE;

    palloc_get(m, 0, order, GFP_HIGHUSER_MOVABLE, FT_ANON, 1, &pfn);
    return pfn;
}

/* Frames on a stack: what taking and giving costs at least. */
static double stack_s(void)
{
    static pfn_t next[16384];
    static pfn_t head;

    for (pfn_t p = 0; p < 16384; p++) {
        next[p] = p + 1;
    }
    const double start = now_s();

    for (unsigned i = 0; i < PAIRS; i++) {
        volatile pfn_t p = head;

        head = next[p];
        next[p] = head;
        head = p;
    }
    return now_s() - start;
}

/* `pairs` allocations, each freed at once; with no machine the stack. */
static double pairs_s(struct mm *m, unsigned order, unsigned pairs)
{
    const double start = now_s();

    if (m == NULL) {
        return stack_s();
    }
    for (unsigned i = 0; i < pairs; i++) {
        palloc_put(m, 0, get(m, order), order);
    }
    return now_s() - start;
}

static void pairs_mark(const char *name, struct mm *m, unsigned order, unsigned pairs)
{
    double best = 1e18;

    for (unsigned pass = 0; pass < PASSES; pass++) {
        const double s = pairs_s(m, order, pairs);

        best = s < best ? s : best;
    }
    printf("alloc_%s_ns %.1f ns\n", name, best * 1e9 / pairs);
}

static double mixed_s(struct mm *m)
{
    static struct {
        pfn_t pfn;
        unsigned order;
    } held[HELD_MOST];
    unsigned count = 0;
    uint64_t rng[2];

    rng_seed(rng, 1);
    const double start = now_s();

    for (unsigned i = 0; i < PAIRS; i++) {
        if (count == 0 || (count < HELD_MOST && rng_below(rng, 2) == 0)) {
            held[count].order = (unsigned)rng_below(rng, 4);
            held[count].pfn = get(m, held[count].order);
            count += held[count].pfn != PFN_NONE;
        } else {
            const uint64_t at = rng_below(rng, count);

            palloc_put(m, 0, held[at].pfn, held[at].order);
            held[at] = held[--count];
        }
    }
    return now_s() - start;
}

int main(void)
{
    mark("o0_pcp", "on", 0, 512, 400);
    mark("o0", "off", 0, 512, 400);
    mark("o3", "off", 3, 256, 200);
    mark("o9", "off", 9, 16, 60);

    struct mm *m = machine("64M", "off");

    pairs_mark("plain_list", NULL, 0, PAIRS);
    pairs_mark("order0_merge", m, 0, PAIRS / 4);
    (void)get(m, 0); /* from here on the neighbour is in use: neither split nor merge */
    pairs_mark("order0_buddy", m, 0, PAIRS);
    mm_free(m);
    m = machine("256M", "on");
    pairs_mark("order0", m, 0, PAIRS);
    pairs_mark("order3", m, 3, PAIRS / 4);
    pairs_mark("order9", m, 9, 2000);
    printf("alloc_mixed_ns %.1f ns\n", mixed_s(m) * 1e9 / PAIRS);
    mm_free(m);
    return 0;
}
