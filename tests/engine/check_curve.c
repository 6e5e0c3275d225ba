/* check_curve.c - one pass of stack distances gives what running each size gives. */
#include "lab/curve.h"

#include <stdlib.h>

#include "lab_naive.h"
#include "suite.h"

enum { REFS = 3000 };

static void string(uint64_t seed, unsigned pages, uint64_t *ops)
{
    unsigned page[REFS];

    lab_naive_pages(seed, pages, page, REFS);
    for (unsigned i = 0; i < REFS; i++) {
        ops[i] = MM_OP((uint64_t)page[i] << MM_PAGE_SHIFT, ACC_READ);
    }
}

START_TEST(test_every_size)
{
    uint64_t ops[REFS];

    for (unsigned round = 0, rounds = test_scaled(20); round < rounds; round++) {
        const unsigned pages = 1 + round * 23 % 300;
        const uint32_t max = 1 + pages / 2 + round * 7 % 100;
        void *memory = malloc(curve_bytes(REFS, max));
        struct curve c;

        string(round, pages, ops);
        curve_init(&c, ops, REFS, max, memory);
        for (unsigned n = 1; c.at < REFS; n = n * 2 % 1000) {
            curve_run(&c, n);
        }
        ck_assert_uint_le(c.pages, pages);
        for (uint32_t frames = 1; frames <= max; frames++) {
            struct mm_lab_count one = {.policy = LP_LRU, .frames = frames};

            ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, REFS, &one), MM_OK);
            ck_assert_uint_eq(curve_misses(&c, frames), one.misses);
        }
        free(memory);
    }
}
END_TEST

/* More pages than the first table of core_map holds. */
START_TEST(test_many_pages)
{
    enum { MANY = 30000 };
    uint64_t *ops = malloc(2 * MANY * sizeof *ops);
    void *memory = malloc(curve_bytes(2 * MANY, MANY));
    struct curve c;

    for (unsigned i = 0; i < MANY; i++) { /* there and back: page i at distance i + 1 */
        ops[i] = MM_OP((uint64_t)i * 977 << MM_PAGE_SHIFT, ACC_READ);
        ops[2 * MANY - 1 - i] = ops[i];
    }
    curve_init(&c, ops, 2 * MANY, MANY, memory);
    curve_run(&c, UINT64_MAX);
    ck_assert_uint_eq(c.pages, MANY);
    for (uint32_t frames = 1; frames <= MANY; frames += 997) {
        ck_assert_uint_eq(curve_misses(&c, frames), 2 * MANY - frames);
    }
    free(memory);
    free(ops);
}
END_TEST

START_TEST(test_sizes)
{
    for (uint32_t max = 1; max <= MM_LAB_CURVE_MAX; max += max < 300 ? 1 : max / 7) {
        uint32_t size[MM_LAB_POINTS];
        const unsigned n = curve_sizes(max, size);

        ck_assert_uint_le(n, MM_LAB_POINTS);
        ck_assert_uint_eq(size[0], 1);
        ck_assert_uint_eq(size[n - 1], max);
        ck_assert(max > MM_LAB_POINTS || n == max);
        for (unsigned i = 1; i < n; i++) {
            ck_assert_uint_gt(size[i], size[i - 1]);
        }
    }
    uint32_t size[MM_LAB_POINTS];

    ck_assert_uint_le(curve_sizes(MM_LAB_CURVE_MAX, size), MM_LAB_POINTS);
}
END_TEST

Suite *make_curve_suite(void)
{
    Suite *s = suite_create("curve");
    TCase *tc = tcase_create("curve");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, test_every_size);
    tcase_add_test(tc, test_many_pages);
    tcase_add_test(tc, test_sizes);
    suite_add_tcase(s, tc);
    return s;
}
