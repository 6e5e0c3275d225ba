/* bench_alloc.c - allocation and free rates of the page allocator beside a plain free list: `name value unit` lines.
 *
 * Each mark takes a run of blocks and gives them back, oldest first. The limit does the same with a list of blocks
 * of one order, linked through records as large as a frame's, and writes type, owner and count of every frame as it
 * must: no zones, no marks, no migrate types, no merging, no counters. Both are timed in turn, and the best pass of
 * each counts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "mm.h"
#include "policy/palloc.h"

#define PASSES 7u
#define MEMORY "256M"

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

static struct mm *machine(const char *pcp)
{
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.history_bytes = 0;
    mm_config_set(&cfg, "memory", MEMORY, NULL);
    mm_config_set(&cfg, "pcp", pcp, NULL);
    m = mm_new(&cfg, &mm_host_libc, &fail);
    if (m == NULL) {
        fprintf(stderr, "no machine: %s\n", fail.field);
        exit(1);
    }
    return m;
}

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
    struct mm *m = machine(pcp);
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

int main(void)
{
    mark("o0_pcp", "on", 0, 512, 400);
    mark("o0", "off", 0, 512, 400);
    mark("o3", "off", 3, 256, 200);
    mark("o9", "off", 9, 16, 60);
    return 0;
}
