/* check_ex_multilevel.c - two-level tables against the published answers. */
#include "ostep.h"

#include <stdio.h>

START_TEST(test_rows)
{
    ck_assert_uint_gt(ostep_rows("paging-multilevel"), 20);
}
END_TEST

/* 128 frames hold 95 pages, at most 32 tables, and the directory. */
START_TEST(test_full)
{
    const char *why;
    unsigned refused = 0;

    for (unsigned seed = 0; seed < 40; seed++) {
        char options[64];

        snprintf(options, sizeof(options), "seed=%u allocated=95 addresses=64", seed);
        refused += ostep_refused("paging-multilevel", options, &why);
    }
    ck_assert_uint_eq(refused, 0);
    ck_assert(ostep_refused("paging-multilevel", "allocated=96", &why));
}
END_TEST

Suite *make_ex_multilevel_suite(void)
{
    Suite *s = suite_create("ex_multilevel");
    TCase *t = tcase_create("ex_multilevel");

    tcase_add_test(t, test_rows);
    tcase_add_test(t, test_full);
    suite_add_tcase(s, t);
    return s;
}
