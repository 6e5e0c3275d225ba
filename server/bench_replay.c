/* bench_replay.c - a recorded program on the whole machine, against a loop that does nothing but translate.
 *
 * The limit: 64 direct-mapped translations, a 4-level radix walk on a miss, accessed bits; no faults, no order of use,
 * no counters, tables made beforehand. The machine starts cold, so the first pass has all the faults; it is printed by
 * itself, and the rate is that of the passes after it. `like` is the machine with 64 entries and no second level, as
 * the limit has it; `nodes` one of two nodes, where each access is counted by where its frame is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "text/infer.h"

#define LIMIT_SETS   64u
#define AREAS_MAX    MM_LAYOUT_AREAS_MAX
#define REPLAY_BYTES (1ull << 30)

/* ---- the limit ---- */

static uint64_t *table_new(void)
{
    uint64_t *t = calloc(512, sizeof(uint64_t));

    if (t == NULL) {
        fprintf(stderr, "mmscope bench: no memory\n");
        exit(1);
    }
    return t;
}

static uint64_t *table_of(uint64_t entry)
{
    return (uint64_t *)(uintptr_t)(entry & ~0xfffull);
}

static uint64_t *limit_leaf(uint64_t *root, uint64_t vpn)
{
    uint64_t *t = root;

    for (unsigned shift = 27; shift > 0; shift -= 9) {
        uint64_t *entry = &t[(vpn >> shift) & 511];

        if (*entry == 0) {
            uint64_t *child = NULL;

            if (posix_memalign((void **)&child, 4096, 4096) != 0) {
                child = table_new();
            }
            memset(child, 0, 4096);
            *entry = (uint64_t)(uintptr_t)child | 1;
        }
        t = table_of(*entry);
    }
    return &t[vpn & 511];
}

static uint64_t *limit_tables(const uint64_t *ops, uint64_t count)
{
    uint64_t *root = table_new();

    for (uint64_t i = 0; i < count; i++) {
        const uint64_t vpn = MM_OP_ADDR(ops[i]) >> MM_PAGE_SHIFT;

        *limit_leaf(root, vpn) = vpn << 12 | 1;
    }
    return root;
}

static void limit_free(uint64_t *table, unsigned level)
{
    for (unsigned i = 0; level > 1 && i < 512; i++) {
        if (table[i] != 0) {
            limit_free(table_of(table[i]), level - 1);
        }
    }
    free(table);
}

struct record {
    uint64_t vpn, entry, number, type;
};

/* The loop itself; with `records` (a ring of 4096) also a 32-byte record an access. */
static uint64_t limit_run(uint64_t *root, const uint64_t *ops, uint64_t count,
                          struct record *records)
{
    uint64_t vpns[LIMIT_SETS];
    uint64_t entries[LIMIT_SETS];
    uint64_t sum = 0;

    memset(vpns, 0xff, sizeof(vpns));
    memset(entries, 0, sizeof(entries));
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t vpn = ops[i] >> (2 + MM_PAGE_SHIFT);
        const unsigned set = vpn % LIMIT_SETS;

        if (vpns[set] != vpn) {
            const uint64_t *t = table_of(root[(vpn >> 27) & 511]);

            t = table_of(t[(vpn >> 18) & 511]);
            uint64_t *leaf = &table_of(t[(vpn >> 9) & 511])[vpn & 511];

            *leaf |= 0x20;
            vpns[set] = vpn;
            entries[set] = *leaf;
        }
        sum += entries[set] >> 12;
        if (records != NULL) {
            records[i & 4095] = (struct record){vpn, entries[set], i, ops[i] & 3};
        }
    }
    return sum;
}

/* ---- the machine ---- */

struct replay {
    struct mm *m;
    struct mm_area areas[AREAS_MAX];
    struct mm_trace trace;
    bool over;
};

/* A machine in the middle of replaying the operations: they stand `passes` times in a row in `ops`. */
static void replay_begin(struct replay *r, const uint64_t *ops, uint64_t count, const char *machine)
{
    struct mm_cmd cmd;
    uint32_t areas = 0;

    memset(r, 0, sizeof(*r));
    r->m = bench_machine(REPLAY_BYTES, 0, machine);
    if (!infer_layout(ops, count, &mm_host_libc, r->areas, AREAS_MAX, &areas)) {
        fprintf(stderr, "mmscope bench: no layout\n");
        exit(1);
    }
    for (uint32_t i = 0; i < areas;
         i++) { /* a page list does not say what is executed or written */
        r->areas[i].vm_flags |= VM_READ | VM_WRITE | VM_EXEC;
    }
    snprintf(r->trace.name, sizeof(r->trace.name), "bench");
    r->trace.ops = ops;
    r->trace.op_count = count;
    snprintf(r->trace.layout.name, sizeof(r->trace.layout.name), "bench");
    r->trace.layout.area_count = areas;
    r->trace.layout.inferred = 1;
    r->trace.layout.areas = r->areas;
    mm_add_trace(r->m, &r->trace);
    bench_parse("trace pages bench as t", &cmd);
    if (mm_begin(r->m, &cmd) != MM_OK) {
        fprintf(stderr, "mmscope bench: trace: %s\n", mm_err_name(mm_last_fail(r->m)->err));
        exit(1);
    }
}

/* Go on until `done` accesses are made; seconds. */
static double replay_until(struct replay *r, uint64_t done)
{
    const double began = bench_now();
    uint64_t now = 0;
    uint64_t total = 1;

    if (r->over) {
        fprintf(stderr, "mmscope bench: the trace ended early, signal %llu at %llx\n",
                (unsigned long long)mm_get(r->m, MM_F_machine_r_signal, 0),
                (unsigned long long)mm_get(r->m, MM_F_machine_r_addr, 0));
        exit(1);
    }
    mm_progress(r->m, &now, &total);
    while (now < done && total != 0) {
        if (mm_run(r->m, (done - now) / 3) == MM_DONE) {
            r->over = true;
            break;
        }
        mm_progress(r->m, &now, &total);
    }
    return bench_now() - began;
}

static void count_event(void *ctx, const struct mm_event *e)
{
    uint64_t *sum = ctx;

    *sum += e->seq + e->arg[0];
}

static void count_change(void *ctx, const struct mm_change *c)
{
    uint64_t *sum = ctx;

    *sum += c->after;
}

static void read_accesses(void *ctx, const struct mm_accesses *run)
{
    uint64_t *sum = ctx;

    for (uint64_t i = 0; i < run->count; i++) {
        *sum += run->access[i].op + run->access[i].pfn + run->access[i].events;
    }
}

static uint64_t *repeated(const uint64_t *ops, uint64_t count, unsigned times)
{
    uint64_t *all = malloc(count * times * sizeof(uint64_t));

    if (all == NULL) {
        fprintf(stderr, "mmscope bench: no memory\n");
        exit(1);
    }
    for (unsigned i = 0; i < times; i++) {
        memcpy(all + i * count, ops, count * sizeof(uint64_t));
    }
    return all;
}

static void print_mark(const char *name, const char *what, double value, const char *unit)
{
    char full[96];

    snprintf(full, sizeof(full), "replay_%s_%s", name, what);
    bench_print(full, "", value, unit);
}

static void print_observed(const char *name, const char *what, const char *of, double value,
                           const char *unit)
{
    char full[64];

    snprintf(full, sizeof(full), "%s_%s", what, of);
    print_mark(name, full, value, unit);
}

/* Passes of limit and machine in turns. */
static void measure(const char *name, const char *suffix, const uint64_t *ops, uint64_t *all,
                    uint64_t count, uint64_t *root, const char *machine)
{
    double rate[BENCH_PASSES];
    double ratio[BENCH_PASSES];
    double limit[BENCH_PASSES];
    volatile uint64_t sum = 0;
    struct replay r;
    char what[64];

    replay_begin(&r, all, count * (BENCH_PASSES + 1), machine);
    const double cold = replay_until(&r, count);

    for (unsigned pass = 0; pass < BENCH_PASSES; pass++) {
        const double began = bench_now();

        sum = sum + limit_run(root, ops, count, NULL);
        limit[pass] = (double)count / (bench_now() - began);
        rate[pass] = (double)count / replay_until(&r, count * (pass + 2));
        ratio[pass] = rate[pass] / limit[pass];
    }
    snprintf(what, sizeof(what), "maps%s", suffix);
    print_mark(name, what, bench_median(rate, BENCH_PASSES), "accesses/s");
    snprintf(what, sizeof(what), "limit%s", suffix);
    print_mark(name, what, bench_median(limit, BENCH_PASSES), "accesses/s");
    snprintf(what, sizeof(what), "ratio%s", suffix);
    print_mark(name, what, bench_median(ratio, BENCH_PASSES), "of_limit");
    snprintf(what, sizeof(what), "cold_maps%s", suffix);
    print_mark(name, what, (double)count / cold, "accesses/s");
    mm_free(r.m);
}

/* With everything handed to a sink, against the limit that writes a record an access: `accesses` tells that the sink
 * takes a record of each access that the hardware makes alone, else every event and every change is a call. */
static void measure_observed(const char *name, const uint64_t *ops, uint64_t *all, uint64_t count,
                             uint64_t *root, bool accesses)
{
    static struct record ring[4096];
    const uint64_t most = accesses ? count : 200000;
    const uint64_t part = count < most ? count : most;
    const char *const what = accesses ? "observed" : "events";
    double rate[BENCH_PASSES];
    double limit[BENCH_PASSES];
    double ratio[BENCH_PASSES];
    uint64_t seen = 0;
    const struct mm_sink sink = {.event = count_event,
                                 .change = count_change,
                                 .ctx = &seen,
                                 .accesses = accesses ? read_accesses : NULL};
    volatile uint64_t sum = 0;
    struct replay r;

    replay_begin(&r, all, count * (BENCH_PASSES + 1), "");
    replay_until(&r, count);
    mm_observe(r.m, &sink);
    for (unsigned pass = 0; pass < BENCH_PASSES; pass++) {
        const double began = bench_now();

        sum = sum + limit_run(root, ops, part, ring);
        limit[pass] = (double)part / (bench_now() - began);
        rate[pass] = (double)part / replay_until(&r, count + part * (pass + 1));
        ratio[pass] = rate[pass] / limit[pass];
    }
    mm_observe(r.m, NULL);
    print_observed(name, what, "maps", bench_median(rate, BENCH_PASSES), "accesses/s");
    print_observed(name, what, "limit", bench_median(limit, BENCH_PASSES), "accesses/s");
    print_observed(name, what, "ratio", bench_median(ratio, BENCH_PASSES), "of_limit");
    mm_free(r.m);
}

void bench_replay(const char *name, const uint64_t *ops, uint64_t count)
{
    uint64_t *root = limit_tables(ops, count);
    uint64_t *all = repeated(ops, count, BENCH_PASSES + 1);

    measure(name, "", ops, all, count, root, "");
    measure(name, "_like", ops, all, count, root, "tlb=l1d:64x4");
    measure(name, "_nodes", ops, all, count, root, "nodes=2 cpus=2");
    measure_observed(name, ops, all, count, root, true);
    measure_observed(name, ops, all, count, root, false);
    limit_free(root, 4);
    free(all);
}
