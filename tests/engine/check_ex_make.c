/* check_ex_make.c - every kind with every option, in and out of range. */
#include "ostep.h"

#include <stdio.h>

/* No option, however strange, does more than be refused. */
START_TEST(test_any)
{
    static const char *const values[] = {
        "0",  "1",  "2",        "7", "64", "100",  "1k",  "4k",    "16m",
        "1g", "-1", "99999999", "x", "",   "best", "lru", "size+", "18446744073709551615"};
    const unsigned count = sizeof(values) / sizeof(values[0]);
    unsigned made = 0;

    for (unsigned o = 0; o < EXO_COUNT; o++) {
        for (unsigned v = 0; v < count; v++) {
            const char *why;
            char options[64];

            snprintf(options, sizeof(options), "seed=%u %s=%s", o + v, ex_option_rows[o].name,
                     values[v]);
            if (ostep_refused(ex_kind_rows[ex_option_rows[o].kind].name, options, &why)) {
                ck_assert_str_ne(why, "");
            } else {
                made++;
            }
        }
    }
    ck_assert_uint_gt(made, EXO_COUNT);
}
END_TEST

Suite *make_ex_make_suite(void)
{
    Suite *s = suite_create("ex_make");
    TCase *t = tcase_create("ex_make");

    tcase_add_test(t, test_any);
    suite_add_tcase(s, t);
    return s;
}
