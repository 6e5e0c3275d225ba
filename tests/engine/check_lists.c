/* check_lists.c - heaps and lists on the smallest memories and on worked examples. */
#include "lab/core.h"

#include <stdlib.h>

#include "lab_naive.h"
#include "suite.h"

static uint64_t count(const char *refs, enum mm_lab_policy policy, uint32_t frames)
{
    uint64_t ops[64];
    struct mm_lab_count c = {.policy = policy, .frames = frames};
    unsigned n = 0;

    for (; refs[n]; n++) {
        ops[n] = MM_OP((uint64_t)(refs[n] - '0') << MM_PAGE_SHIFT, ACC_READ);
    }
    ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, n, &c), MM_OK);
    return c.misses;
}

START_TEST(test_opt)
{
    /* The string of Silberschatz's book: nine faults with three frames. */
    ck_assert_uint_eq(count("70120304230321201701", LP_OPT, 3), 9);
    ck_assert_uint_eq(count("123412512345", LP_OPT, 3), 7);
    ck_assert_uint_eq(count("123412512345", LP_OPT, 4), 6);
}
END_TEST

START_TEST(test_lfu)
{
    /* 1 is used three times, so 2 goes for 3, 3 for 4 and so on; 1 stays. */
    ck_assert_uint_eq(count("11123451", LP_LFU, 2), 5);
    /* Equal counts: the less recently used of 1 and 2 goes. */
    ck_assert_uint_eq(count("1231", LP_LFU, 2), 4);
    ck_assert_uint_eq(count("1232", LP_LFU, 2), 3);
}
END_TEST

START_TEST(test_2q)
{
    /* Four frames: A1in's share is one, two pages are remembered. 1 leaves A1in for 5, comes back into Am, and stays
     * while new pages push each other out of A1in. */
    ck_assert_uint_eq(count("1234516", LP_TWO_Q, 4), 7);
    ck_assert_uint_eq(count("12345167891", LP_TWO_Q, 4), 10);
    ck_assert_uint_eq(count("12345167891", LP_FIFO, 4), 11);
}
END_TEST

START_TEST(test_arc)
{
    /* 1 and 2 are used twice and are on T2: pages seen once do not push them out, as they do under lru. */
    ck_assert_uint_eq(count("1212345612", LP_ARC, 3), 6);
    ck_assert_uint_eq(count("1212345612", LP_LRU, 3), 8);
}
END_TEST

START_TEST(test_one_frame)
{
    for (unsigned p = 1; p < LP_COUNT; p++) {
        ck_assert_uint_eq(count("1223331", (enum mm_lab_policy)p, 1), 4);
    }
}
END_TEST

/* p rounds as a double does: random updates, beside doubles. */
START_TEST(test_arc_target)
{
    for (unsigned round = 0, rounds = test_scaled(200); round < rounds; round++) {
        const uint32_t frames = 1 + round * 10 % 2047;
        unsigned page[200];
        struct arc_target t;
        double p = 0;

        arc_init(&t, frames);
        lab_naive_pages(round, 2 * frames + 3, page, 200);
        for (unsigned i = 0; i + 2 < 200; i++) {
            const uint32_t b1 = 1 + page[i] % frames, b2 = 1 + page[i + 1] % frames;
            const bool in_b2 = page[i + 2] % 2 != 0;
            const double a = b1, b = b2, step = in_b2 ? a / b : b / a;

            p += in_b2 ? (step > 1 ? -step : -1) : (step > 1 ? step : 1);
            p = p < 0 ? 0 : p > frames ? frames : p;
            arc_learn(&t, frames, in_b2, b1, b2);
            for (uint32_t t1 = (uint32_t)p > 0 ? (uint32_t)p - 1 : 0; t1 <= (uint32_t)p + 1; t1++) {
                const bool over = t1 > 0 && (t1 > p || (in_b2 && (double)t1 == p));

                ck_assert_msg(arc_over(&t, t1, in_b2) == over, "round %u, %u: %u against %.17g",
                              round, i, t1, p);
            }
        }
    }
}
END_TEST

Suite *make_lists_suite(void)
{
    Suite *s = suite_create("lists");
    TCase *tc = tcase_create("lists");

    tcase_add_test(tc, test_opt);
    tcase_add_test(tc, test_lfu);
    tcase_add_test(tc, test_2q);
    tcase_add_test(tc, test_arc);
    tcase_add_test(tc, test_one_frame);
    tcase_add_test(tc, test_arc_target);
    suite_add_tcase(s, tc);
    return s;
}
