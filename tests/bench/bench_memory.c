/* bench_memory.c - marks of the page allocator, nobody watching: `name value unit` lines.
 *
 * order0_ns is one allocation and its free when the frame stays split off; order0_merge_ns when every pair splits and
 * merges a 4 MiB block; mixed_ns one request or free of a random walk over orders 0 to 3 with half of memory in use;
 * boot_16g_* a machine of 16 GiB from nothing to its first command.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/rng.h"
#include "mm.h"
#include "policy/palloc.h"

#define PASSES    5u
#define PAIRS     1000000u
#define HELD_MOST 8192u

static long resident_kb(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long pages = 0;

    if (f == NULL || fscanf(f, "%*s %ld", &pages) != 1) {
        pages = 0;
    }
    if (f != NULL) {
        fclose(f);
    }
    return pages * 4;
}

static double now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static struct mm *machine(const char *memory)
{
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.history_bytes = 0;
    mm_config_set(&cfg, "memory", memory, NULL);
    m = mm_new(&cfg, &mm_host_libc, &fail);
    if (m == NULL) {
        fprintf(stderr, "no machine: %s\n", fail.field);
        exit(1);
    }
    return m;
}

static pfn_t get(struct mm *m, unsigned order)
{
    pfn_t pfn = PFN_NONE;

    palloc_get(m, 0, order, GFP_HIGHUSER_MOVABLE, FT_ANON, 1, &pfn);
    return pfn;
}

/* The best of some passes of `pairs` allocations, each freed at once. */
static double pairs_ns(struct mm *m, unsigned pairs)
{
    double best = 1e18;

    for (unsigned pass = 0; pass < PASSES; pass++) {
        const double start = now_ns();
        double ns;

        for (unsigned i = 0; i < pairs; i++) {
            palloc_put(m, 0, get(m, 0), 0);
        }
        ns = (now_ns() - start) / pairs;
        best = ns < best ? ns : best;
    }
    return best;
}

static double mixed_ns(struct mm *m)
{
    static struct {
        pfn_t pfn;
        unsigned order;
    } held[HELD_MOST];
    const unsigned ops = PAIRS;
    unsigned count = 0;
    uint64_t rng[2];
    double start;

    rng_seed(rng, 1);
    start = now_ns();
    for (unsigned i = 0; i < ops; i++) {
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
    return (now_ns() - start) / ops;
}

/* A machine of 16 GiB made and ready, and what it added to the resident set. */
static void boot_16g(void)
{
    const double start = now_ns();
    const long before = resident_kb();
    struct mm *m = machine("16G");

    printf("boot_16g_ms %.1f ms\n", (now_ns() - start) / 1e6);
    printf("boot_16g_rss_mb %.1f MB\n", (double)(resident_kb() - before) / 1024);
    mm_free(m);
}

int main(void)
{
    boot_16g();
    struct mm *m = machine("64M");
    double ns = pairs_ns(m, PAIRS / 4);

    printf("alloc_order0_merge_ns %.1f ns\n", ns);
    (void)get(m, 0); /* from here on the neighbour is in use: neither split nor merge */
    ns = pairs_ns(m, PAIRS);
    printf("alloc_order0_ns %.1f ns\n", ns);
    printf("alloc_mixed_ns %.1f ns\n", mixed_ns(m));
    mm_free(m);
    return 0;
}
