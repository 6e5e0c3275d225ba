/* check_bootruns.c - runs and gaps. */
#include "policy/bootruns.h"

#include "../suite.h"

START_TEST(test_order)
{
    struct boot_plan plan = {.runs = 0};

    bootruns_put(&plan, 50, 60, KU_IMAGE, false);
    bootruns_put(&plan, 10, 20, KU_NONE, false);
    bootruns_put(&plan, 30, 40, KU_HASH, true);
    bootruns_put(&plan, 70, 70, KU_HASH, true); /* nothing */
    ck_assert_uint_eq(plan.runs, 3);
    ck_assert(plan.run[0].start == 10 && plan.run[1].start == 30 && plan.run[2].start == 50);
    ck_assert(plan.run[1].late && plan.run[1].use == KU_HASH);
}
END_TEST

START_TEST(test_gaps)
{
    struct boot_plan plan = {.zones = 1, .zone = {{.start = 1, .end = 100, .present = 99}}};

    bootruns_put(&plan, 10, 20, KU_NONE, false);
    bootruns_put(&plan, 90, 100, KU_NONE, false);
    ck_assert_uint_eq(bootruns_low(&plan, 1, 100, 15, KU_IMAGE), 15); /* 1-9 and 20-25 */
    ck_assert(plan.run[0].start == 1 && plan.run[0].end == 10);
    ck_assert(plan.run[2].start == 20 && plan.run[2].end == 26);
    ck_assert_uint_eq(bootruns_high(&plan, 0, 4, KU_HASH, false), 4); /* 86-89 */
    bootruns_put(&plan, 80, 82, KU_HASH, false);                      /* leaves 82-85 */
    ck_assert_uint_eq(bootruns_high(&plan, 0, 10, KU_PERCPU, false), 10);
    for (unsigned i = 0; i < plan.runs; i++) {
        if (plan.run[i].use == KU_PERCPU) { /* in one piece, below */
            ck_assert(plan.run[i].start == 70 && plan.run[i].end == 80);
        }
    }
    ck_assert_uint_eq(bootruns_high(&plan, 0, 60, KU_DRIVER, false), 48); /* 26-69 and 82-85 */
    ck_assert_uint_eq(bootruns_low(&plan, 1, 100, 1, KU_IMAGE), 0);
}
END_TEST

Suite *make_bootruns_suite(void)
{
    Suite *s = suite_create("bootruns");
    TCase *t = tcase_create("bootruns");

    tcase_add_test(t, test_order);
    tcase_add_test(t, test_gaps);
    suite_add_tcase(s, t);
    return s;
}
