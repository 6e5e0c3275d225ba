/* check_core.c - counts that other simulators gave, exactly; a second model; what must hold between policies.
 *
 * oracle/policies/misses.tsv: libCacheSim, DineroIV, pycachesim, schin279-memsim, OSTEP's paging-policy.py and a plain
 * reference program on recorded traces (each row says which). traces/gcc.u64.xz and ls.u64.xz: 5,000,000 accesses of
 * cc1 and of ls -R, recorded with valgrind 3.19 lackey, as page numbers. The third trace, zipf64k, is 9 MB and not kept
 * here: its rows are compared where ../shared/traces has it.
 */
#include "lab/core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rng.h"
#include "lab_naive.h"
#include "suite.h"
#include "text/pages.h"
#include "xz.h"

enum { STRING = 400, TRACES = 3 };
static const char *const traces[TRACES] = {"gcc", "ls", "zipf64k"};

static uint64_t misses_of(const uint64_t *ops, uint64_t count, enum mm_lab_policy policy,
                          uint32_t frames)
{
    struct mm_lab_count c = {.policy = policy, .frames = frames, .seed = 1};

    ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, count, &c), MM_OK);
    ck_assert_uint_eq(c.hits + c.misses, count);
    ck_assert_uint_le(c.misses - c.evictions, frames);
    return c.misses;
}

static uint64_t *load(const char *name, uint64_t *count)
{
    char relative[64], why[128];
    struct import in = {0};
    uint8_t *bytes;
    size_t length;

    snprintf(relative, sizeof relative, "traces/%s.u64.xz", name);
    if (access(test_path(relative), R_OK) != 0) {
        snprintf(relative, sizeof relative, "../../shared/traces/%s.u64.xz", name);
        if (access(test_path(relative), R_OK) != 0) {
            return NULL;
        }
    }
    ck_assert_msg(xz_read(test_path(relative), 1u << 30, &bytes, &length, why, sizeof why), "%s",
                  why);
    in.room = pages_room(bytes, length);
    in.ops = malloc(in.room * sizeof(uint64_t));
    ck_assert(in.ops != NULL && pages_decode(bytes, length, &in));
    free(bytes);
    *count = in.count;
    return in.ops;
}

static enum mm_lab_policy policy_of(const char *word)
{
    static const struct {
        const char *word;
        enum mm_lab_policy policy;
    } names[] = {{"FIFO", LP_FIFO},         {"LRU", LP_LRU}, {"CLOCK_ref0", LP_CLOCK},
                 {"CLOCK_ref1", LP_CLOCK1}, {"OPT", LP_OPT}, {"ARC", LP_ARC}};
    unsigned i = 0;

    while (strcmp(names[i].word, word) != 0) {
        i++;
        ck_assert_msg(i < sizeof names / sizeof names[0], "%s", word);
    }
    return names[i].policy;
}

/* References of a row's trace: "gcc" all, "gcc.sample200k" and "gcc.s10k" the first of them. */
static uint64_t part_of(const char *trace, uint64_t count)
{
    const char *dot = strchr(trace, '.');

    return dot == NULL ? count : strcmp(dot, ".s10k") == 0 ? 10000 : 200000;
}

/* All rows of one trace; how many. Where walks are to be shorter, only some of them are counted. */
static unsigned compare_rows(const char *tsv, const char *name, const uint64_t *ops, uint64_t count)
{
    const size_t n = strlen(name);
    const unsigned each = 100 / test_scaled(100);
    unsigned rows = 0;

    for (const char *line = strchr(tsv, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        char trace[32], policy[16];
        unsigned long long frames, hits, misses;

        ck_assert_int_eq(
            sscanf(line, "%31s %15s %llu %llu %llu", trace, policy, &frames, &hits, &misses), 5);
        if (strncmp(trace, name, n) != 0 || (trace[n] != '\0' && trace[n] != '.')) {
            continue;
        }
        const uint64_t part = part_of(trace, count);

        ck_assert_uint_eq(hits + misses, part);
        if (each <= 1 || rows % each == 0) {
            ck_assert_msg(misses_of(ops, part, policy_of(policy), (uint32_t)frames) == misses,
                          "%s %s %llu: not %llu misses", trace, policy, frames, misses);
        }
        rows++;
    }
    return rows;
}

START_TEST(test_recorded_counts)
{
    size_t length;
    char *tsv = test_read("oracle/policies/misses.tsv", &length);
    const unsigned rows[TRACES] = {46, 46, 40};
    uint64_t count = 0;
    uint64_t *ops = load(traces[_i], &count);

    if (ops == NULL) {
        printf("core: %s skipped: the trace is not here\n", traces[_i]);
    } else {
        ck_assert_uint_eq(compare_rows(tsv, traces[_i], ops, count), rows[_i]);
    }
    free(ops);
    free(tsv);
}
END_TEST

/* Every policy against the second model, on strings of few and of many pages. */
START_TEST(test_second_model)
{
    const enum mm_lab_policy policy = (enum mm_lab_policy)(_i + 1);
    unsigned page[STRING];
    uint64_t ops[STRING];

    for (unsigned round = 0, rounds = test_scaled(400); round < rounds; round++) {
        struct lab_naive n = {.policy = policy, .frames = 1 + round % 13, .seed = round};

        n.tick = round % 3 ? 1 + round % 17 : 0;
        n.bits = round % 5 ? 1 + round % 9 : 0;
        if (round % 10 == 0) {
            n.frames = 20 + round % 150;
        }
        lab_naive_pages(round * 13 + (unsigned)policy, 2 + round % 29 + (n.frames > 19 ? 200 : 0),
                        page, STRING);
        for (unsigned i = 0; i < STRING; i++) {
            ops[i] = MM_OP((uint64_t)page[i] << MM_PAGE_SHIFT, i % 3);
        }
        struct mm_lab_count c = {
            .policy = policy, .frames = n.frames, .seed = n.seed, .tick = n.tick, .bits = n.bits};
        const uint64_t want = lab_naive_misses(&n, page, STRING);

        ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, STRING, &c), MM_OK);
        ck_assert_msg(c.misses == want, "policy %u round %u: %llu, not %llu", policy, round,
                      (unsigned long long)c.misses, (unsigned long long)want);
    }
}
END_TEST

static void random_ops(uint64_t seed, unsigned pages, uint64_t ops[STRING])
{
    unsigned page[STRING];

    lab_naive_pages(seed, pages, page, STRING);
    for (unsigned i = 0; i < STRING; i++) {
        ops[i] = MM_OP((uint64_t)page[i] << MM_PAGE_SHIFT, ACC_READ);
    }
}

START_TEST(test_opt_is_best_and_stacks_never_grow_worse)
{
    uint64_t ops[STRING];

    for (unsigned round = 0, rounds = test_scaled(200); round < rounds; round++) {
        const uint32_t frames = 1 + round % 11;

        random_ops(round + 1000, 3 + round % 20, ops);
        const uint64_t opt = misses_of(ops, STRING, LP_OPT, frames);

        for (unsigned p = 1; p < LP_COUNT; p++) {
            ck_assert_uint_le(opt, misses_of(ops, STRING, (enum mm_lab_policy)p, frames));
        }
        ck_assert_uint_ge(opt, misses_of(ops, STRING, LP_OPT, frames + 1));
        ck_assert_uint_ge(misses_of(ops, STRING, LP_LRU, frames),
                          misses_of(ops, STRING, LP_LRU, frames + 1));
        ck_assert_uint_eq(misses_of(ops, STRING, LP_CLOCK1, frames),
                          misses_of(ops, STRING, LP_SECOND_CHANCE, frames));
    }
}
END_TEST

/* Belady's anomaly: found, not given. Twelve references to five pages are enough for fifo. */
START_TEST(test_belady_is_found)
{
    const unsigned wanted = test_scaled(100) < 100 ? 1 : 3;
    unsigned found = 0, tried = 0;

    for (; found < wanted && tried < 2000000; tried++) {
        struct mm_lab_count three = {.policy = LP_FIFO, .frames = 3};
        struct mm_lab_count four = {.policy = LP_FIFO, .frames = 4};
        uint64_t rng[2], ops[12];

        rng_seed(rng, tried);
        for (unsigned i = 0; i < 12; i++) {
            ops[i] = MM_OP(rng_below(rng, 5) << MM_PAGE_SHIFT, ACC_READ);
        }
        mm_lab_count(&mm_host_libc, ops, 12, &three);
        mm_lab_count(&mm_host_libc, ops, 12, &four);
        if (four.misses > three.misses) {
            found++;
            ck_assert_uint_gt(misses_of(ops, 12, LP_FIFO, 4), misses_of(ops, 12, LP_FIFO, 3));
            ck_assert_uint_le(misses_of(ops, 12, LP_LRU, 4), misses_of(ops, 12, LP_LRU, 3));
        }
    }
    ck_assert_msg(found == wanted, "%u anomalies in %u strings", found, tried);
}
END_TEST

START_TEST(test_in_slices)
{
    uint64_t ops[STRING];

    for (unsigned p = 1; p < LP_COUNT; p++) {
        const struct core_ask ask = {
            .policy = (enum mm_lab_policy)p, .frames = 7, .ops = ops, .count = STRING, .seed = 1};
        void *memory = malloc(core_bytes(&ask));
        struct core c;

        random_ops(p, 17, ops);
        core_init(&c, &ask, memory);
        for (unsigned n = 1; c.done < core_work(&ask); n = n % 11 + 1) {
            core_run(&c, n);
        }
        ck_assert_uint_eq(c.misses, misses_of(ops, STRING, ask.policy, 7));
        core_again(&c, 4); /* fewer frames, the same references */
        core_run(&c, UINT64_MAX);
        ck_assert_uint_eq(c.misses, misses_of(ops, STRING, ask.policy, 4));
        free(memory);
    }
}
END_TEST

START_TEST(test_what_cannot_be_counted)
{
    const uint64_t op = 0;
    struct mm_lab_count c = {.policy = LP_LRU, .frames = 0};

    ck_assert_int_eq(mm_lab_count(&mm_host_libc, &op, 1, &c), MM_ERANGE);
    c.frames = MM_LAB_FRAMES_MAX + 1;
    ck_assert_int_eq(mm_lab_count(&mm_host_libc, &op, 1, &c), MM_ERANGE);
    c.frames = 1;
    c.policy = LP_NONE;
    ck_assert_int_eq(mm_lab_count(&mm_host_libc, &op, 1, &c), MM_ERANGE);
    c.policy = LP_OPT;
    ck_assert_int_eq(mm_lab_count(&mm_host_libc, &op, 0, &c), MM_OK);
    ck_assert_uint_eq(c.misses + c.hits, 0);
    ck_assert_int_eq(mm_lab_count(&mm_host_libc, &op, 1, &c), MM_OK);
    ck_assert_uint_eq(c.misses, 1);
}
END_TEST

Suite *make_core_suite(void)
{
    Suite *s = suite_create("core");
    TCase *tc = tcase_create("core");

    tcase_set_timeout(tc, 300);
    tcase_add_loop_test(tc, test_recorded_counts, 0, TRACES);
    tcase_add_loop_test(tc, test_second_model, 0, LP_COUNT - 1);
    tcase_add_test(tc, test_opt_is_best_and_stacks_never_grow_worse);
    tcase_add_test(tc, test_belady_is_found);
    tcase_add_test(tc, test_in_slices);
    tcase_add_test(tc, test_what_cannot_be_counted);
    suite_add_tcase(s, tc);
    return s;
}
