/* bench_lab.c - exact LRU over a trace, against a plain loop over a hash and an intrusive list.
 *
 * The limit: 1024 frames as nodes of a doubly linked list, found by open addressing in 4096 slots of page and node, the
 * place of a page that leaves closed by shifting back; everything sized by constants, nothing but misses counted. Both
 * take the references as the program keeps them; `ratio` is the median of the passes' ratios.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define FRAMES 1024u
#define SLOTS  4096u
#define NONE   UINT32_MAX

struct limit {
    uint64_t page[SLOTS]; /* UINT64_MAX: empty */
    uint32_t node[SLOTS];
    struct {
        uint64_t page;
        uint32_t prev, next;
    } list[FRAMES + 1]; /* the last is the sentinel */
};

static uint32_t place(uint64_t page)
{
    return (uint32_t)((page * 0x9e3779b97f4a7c15ull) >> 52);
}

static uint32_t find(const struct limit *l, uint64_t page)
{
    uint32_t i = place(page);

    while (l->page[i] != page && l->page[i] != UINT64_MAX) {
        i = (i + 1) & (SLOTS - 1);
    }
    return i;
}

static void shift_back(struct limit *l, uint32_t hole)
{
    for (uint32_t i = (hole + 1) & (SLOTS - 1); l->page[i] != UINT64_MAX;
         i = (i + 1) & (SLOTS - 1)) {
        if (((i - place(l->page[i])) & (SLOTS - 1)) >= ((i - hole) & (SLOTS - 1))) {
            l->page[hole] = l->page[i];
            l->node[hole] = l->node[i];
            hole = i;
        }
    }
    l->page[hole] = UINT64_MAX;
}

static uint64_t limit_run(struct limit *l, const uint64_t *ops, uint64_t count)
{
    uint64_t misses = 0;
    uint32_t used = 0;

    memset(l->page, 0xff, sizeof(l->page));
    l->list[FRAMES].prev = l->list[FRAMES].next = FRAMES;
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t page = ops[i] >> (2 + MM_PAGE_SHIFT);
        uint32_t at = find(l, page);
        uint32_t n;

        if (l->page[at] == page) {
            n = l->node[at];
            if (l->list[FRAMES].next == n) {
                continue;
            }
            l->list[l->list[n].prev].next = l->list[n].next;
            l->list[l->list[n].next].prev = l->list[n].prev;
        } else {
            misses++;
            if (used < FRAMES) {
                n = used++;
            } else {
                n = l->list[FRAMES].prev;
                l->list[l->list[n].prev].next = FRAMES;
                l->list[FRAMES].prev = l->list[n].prev;
                shift_back(l, find(l, l->list[n].page));
                at = find(l, page);
            }
            l->page[at] = page;
            l->node[at] = n;
            l->list[n].page = page;
        }
        l->list[n].prev = FRAMES;
        l->list[n].next = l->list[FRAMES].next;
        l->list[l->list[n].next].prev = n;
        l->list[FRAMES].next = n;
    }
    return misses;
}

void bench_lab(const char *name, const uint64_t *ops, uint64_t count)
{
    struct limit *l = malloc(sizeof(*l));
    double rate[BENCH_PASSES], limit[BENCH_PASSES], ratio[BENCH_PASSES];
    char full[96];

    if (l == NULL) {
        fprintf(stderr, "mmscope bench: no memory\n");
        exit(1);
    }
    for (unsigned pass = 0; pass < BENCH_PASSES; pass++) {
        struct mm_lab_count c = {.policy = LP_LRU, .frames = FRAMES};
        double began = bench_now();
        const uint64_t misses = limit_run(l, ops, count);

        limit[pass] = (double)count / (bench_now() - began);
        began = bench_now();
        if (mm_lab_count(&mm_host_libc, ops, count, &c) != MM_OK || c.misses != misses) {
            fprintf(stderr, "mmscope bench: lab %s: the two do not agree\n", name);
            exit(1);
        }
        rate[pass] = (double)count / (bench_now() - began);
        ratio[pass] = rate[pass] / limit[pass];
    }
    free(l);
    snprintf(full, sizeof(full), "lab_lru_%s", name);
    bench_print(full, "_maps", bench_median(rate, BENCH_PASSES), "accesses/s");
    bench_print(full, "_limit", bench_median(limit, BENCH_PASSES), "accesses/s");
    bench_print(full, "_ratio", bench_median(ratio, BENCH_PASSES), "of_limit");
}
