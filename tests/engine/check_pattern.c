/* check_pattern.c - orders of accesses: rounds, bounds, continuation, and the law of Zipf. */
#include "task/pattern.h"

#include <math.h>

#include "base/rng.h"
#include "play.h"

static void set_job(struct mm *m, enum mm_pattern kind, vaddr_t start, uint64_t bytes,
                    uint64_t extra)
{
    uint64_t rng[2];

    rng_seed(rng, 42);
    job_set_pattern(m, 0, kind);
    job_set_start(m, 0, start);
    job_set_bytes(m, 0, bytes);
    job_set_stride(m, 0, kind == PAT_STRIDE ? extra : 0);
    job_set_zipf(m, 0, kind == PAT_ZIPF ? extra : 0);
    job_set_rng0(m, 0, rng[0]);
    job_set_rng1(m, 0, rng[1]);
    job_set_done(m, 0, 0);
}

START_TEST(test_orders)
{
    struct mm *m = play_machine("memory=16M");
    struct pattern p;

    ck_assert_uint_eq(pattern_period(PAT_SEQ, 0x1000, 0x1000, 0), 1);
    ck_assert_uint_eq(pattern_period(PAT_SEQ, 0x1fff, 2, 0), 2);
    ck_assert_uint_eq(pattern_period(PAT_STRIDE, 0x1000, 100, 33), 4);
    set_job(m, PAT_SEQ, 0x1234, 0x2000, 0); /* pages 1, 2 and 3 */
    pattern_init(m, 0, &p);
    ck_assert_uint_eq(pattern_next(&p), 0x1234);
    ck_assert_uint_eq(pattern_next(&p), 0x2000);
    ck_assert_uint_eq(pattern_next(&p), 0x3000);
    ck_assert_uint_eq(pattern_next(&p), 0x1234);
    set_job(m, PAT_REV, 0x1000, 0x3000, 0);
    pattern_init(m, 0, &p);
    ck_assert_uint_eq(pattern_next(&p), 0x3000);
    ck_assert_uint_eq(pattern_next(&p), 0x2000);
    ck_assert_uint_eq(pattern_next(&p), 0x1000);
    ck_assert_uint_eq(pattern_next(&p), 0x3000);
    set_job(m, PAT_STRIDE, 0x1000, 0x5000, 0x2000);
    pattern_init(m, 0, &p);
    ck_assert_uint_eq(pattern_next(&p), 0x1000);
    ck_assert_uint_eq(pattern_next(&p), 0x3000);
    ck_assert_uint_eq(pattern_next(&p), 0x5000);
    ck_assert_uint_eq(pattern_next(&p), 0x1000);
    mm_free(m);
}
END_TEST

/* Taken up at any access from what the job record says, a pattern goes on as it would have. */
START_TEST(test_continues)
{
    static const struct {
        enum mm_pattern kind;
        uint64_t extra;
    } rows[] = {{PAT_SEQ, 0},        {PAT_REV, 0},        {PAT_RANDOM, 0}, {PAT_ZIPF, 900000},
                {PAT_ZIPF, 3000000}, {PAT_STRIDE, 12345}, {PAT_LOOP, 0}};
    struct mm *m = play_machine("memory=16M");
    struct pattern whole;
    struct pattern piece;

    set_job(m, rows[_i].kind, 0x7000, 77 * MM_PAGE_BYTES, rows[_i].extra);
    pattern_init(m, 0, &whole);
    for (unsigned i = 0; i < 500; i++) {
        const vaddr_t want = pattern_next(&whole);

        pattern_init(m, 0, &piece);
        ck_assert_uint_eq(pattern_next(&piece), want);
        ck_assert(want >= 0x7000 && want < 0x7000 + 77 * MM_PAGE_BYTES);
        job_set_done(m, 0, piece.done);
        job_set_rng0(m, 0, piece.rng[0]);
        job_set_rng1(m, 0, piece.rng[1]);
    }
    mm_free(m);
}
END_TEST

/* The share of each rank against 1/rank^s normalised, within five standard deviations. */
START_TEST(test_zipf_shares)
{
    static const struct {
        unsigned pages;
        uint64_t zipf;
    } rows[] = {{1, 900000}, {2, 1000000}, {100, 900000}, {100, 0}, {77, 1500000}, {1000, 800000}};
    enum { DRAWS = 200000 };
    static unsigned count[1000];
    const double s = (double)rows[_i].zipf / 1e6;
    struct mm *m = play_machine("memory=16M");
    struct pattern p;
    double sum = 0;

    set_job(m, PAT_ZIPF, 0, rows[_i].pages * MM_PAGE_BYTES, rows[_i].zipf);
    pattern_init(m, 0, &p);
    for (unsigned i = 0; i < rows[_i].pages; i++) {
        count[i] = 0;
        sum += pow(i + 1, -s);
    }
    for (unsigned i = 0; i < DRAWS; i++) {
        count[pattern_next(&p) >> MM_PAGE_SHIFT]++;
    }
    for (unsigned i = 0; i < rows[_i].pages; i++) {
        const double share = pow(i + 1, -s) / sum;
        const double away = fabs(count[i] - DRAWS * share);

        ck_assert_msg(away <= 5 * sqrt(DRAWS * share * (1 - share)) + 1e-6,
                      "rank %u: %u draws, %.1f expected", i, count[i], DRAWS * share);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_random_is_even)
{
    enum { PAGES = 64, DRAWS = 100000 };
    unsigned count[PAGES] = {0};
    struct mm *m = play_machine("memory=16M");
    struct pattern p;

    set_job(m, PAT_RANDOM, 0, PAGES * MM_PAGE_BYTES, 0);
    pattern_init(m, 0, &p);
    for (unsigned i = 0; i < DRAWS; i++) {
        count[pattern_next(&p) >> MM_PAGE_SHIFT]++;
    }
    for (unsigned i = 0; i < PAGES; i++) {
        ck_assert(fabs(count[i] - (double)DRAWS / PAGES) < 5 * sqrt((double)DRAWS / PAGES));
    }
    mm_free(m);
}
END_TEST

Suite *make_pattern_suite(void)
{
    Suite *s = suite_create("pattern");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_orders);
    tcase_add_loop_test(tc, test_continues, 0, 7);
    tcase_add_loop_test(tc, test_zipf_shares, 0, 6);
    tcase_add_test(tc, test_random_is_even);
    suite_add_tcase(s, tc);
    return s;
}
