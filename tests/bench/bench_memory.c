/* bench_memory.c - marks of the page allocator, nobody watching: `name value unit` lines.
 *
 * alloc_plain_list_ns is one take and one put of a plain free list, for comparison. alloc_order0_ns is one allocation
 * and its free over the CPU's own list, order3 and order9 the same for larger blocks; alloc_order0_buddy_ns without
 * such lists when the frame stays split off, alloc_order0_merge_ns when every pair splits and merges a 4 MiB block;
 * alloc_mixed_ns one request or free of a random walk over orders 0 to 3; boot_16g_* a machine of 16 GiB from nothing
 * to its first command.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/rng.h"
#include "host.h"
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

static struct mm *machine(const char *memory, const char *pcp)
{
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.history_bytes = 0;
    mm_config_set(&cfg, "memory", memory, NULL);
    mm_config_set(&cfg, "pcp", pcp, NULL);
    m = mm_new(&cfg, &host_mapped, &fail);
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

/* Frames on a stack: what taking and giving costs at least. */
static pfn_t plain_next[16384];
static pfn_t plain_head;

static double plain_ns(void)
{
    double best = 1e18;

    for (pfn_t p = 0; p < 16384; p++) {
        plain_next[p] = p + 1;
    }
    for (unsigned pass = 0; pass < PASSES; pass++) {
        const double start = now_ns();
        double ns;

        for (unsigned i = 0; i < PAIRS; i++) {
            volatile pfn_t p = plain_head;

            plain_head = plain_next[p];
            plain_next[p] = plain_head;
            plain_head = p;
        }
        ns = (now_ns() - start) / PAIRS;
        best = ns < best ? ns : best;
    }
    return best;
}

/* The best of some passes of `pairs` allocations, each freed at once. */
static double pairs_ns(struct mm *m, unsigned order, unsigned pairs)
{
    double best = 1e18;

    for (unsigned pass = 0; pass < PASSES; pass++) {
        const double start = now_ns();
        double ns;

        for (unsigned i = 0; i < pairs; i++) {
            palloc_put(m, 0, get(m, order), order);
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
    struct mm *m = machine("16G", "on");

    printf("boot_16g_ms %.1f ms\n", (now_ns() - start) / 1e6);
    printf("boot_16g_rss_mb %.1f MB\n", (double)(resident_kb() - before) / 1024);
    mm_free(m);
}

int main(void)
{
    boot_16g();
    struct mm *m = machine("64M", "off");
    double ns = pairs_ns(m, 0, PAIRS / 4);

    printf("alloc_plain_list_ns %.1f ns\n", plain_ns());
    printf("alloc_order0_merge_ns %.1f ns\n", ns);
    (void)get(m, 0); /* from here on the neighbour is in use: neither split nor merge */
    ns = pairs_ns(m, 0, PAIRS);
    printf("alloc_order0_buddy_ns %.1f ns\n", ns);
    mm_free(m);
    m = machine("256M", "on");
    printf("alloc_order0_ns %.1f ns\n", pairs_ns(m, 0, PAIRS));
    printf("alloc_order3_ns %.1f ns\n", pairs_ns(m, 3, PAIRS / 4));
    printf("alloc_order9_ns %.1f ns\n", pairs_ns(m, 9, 2000));
    printf("alloc_mixed_ns %.1f ns\n", mixed_ns(m));
    mm_free(m);
    return 0;
}
