/* check_machine.c - a refused command changes nothing; the result is there. */
#include "machine.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"

START_TEST(test_refusals_change_nothing)
{
    struct mm_config cfg;
    struct walk w;
    struct mm *m;
    unsigned refused = 0;

    walk_config(&cfg, 96, (uint64_t)_i + 1);
    m = walk_machine(&cfg);
    walk_init(&w, (uint64_t)_i + 77);
    for (unsigned k = 0; k < test_scaled(400); k++) {
        struct mm_cmd cmd;
        const uint64_t before = mm_hash(m);

        walk_next(&w, &cmd);
        if (mm_do(m, &cmd) != MM_OK) {
            ck_assert_msg(mm_hash(m) == before, "seed %d: refused but changed: %s", _i,
                          walk_text(&cmd));
            ck_assert_int_ne(mm_last_fail(m)->err, MM_OK);
            refused++;
        }
    }
    ck_assert_uint_gt(refused, test_scaled(20));
    mm_free(m);
}
END_TEST

START_TEST(test_no_such_verb)
{
    struct mm_config cfg;
    struct mm_cmd cmd;
    struct mm *m;

    walk_config(&cfg, 64, 1);
    m = walk_machine(&cfg);
    mm_cmd_init(&cmd, MM_V_CAT);
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADCMD);
    cmd.verb = 9999;
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADCMD);
    mm_free(m);
}
END_TEST

Suite *make_machine_suite(void)
{
    Suite *s = suite_create("machine");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_refusals_change_nothing, 0, 8);
    tcase_add_test(tc, test_no_such_verb);
    suite_add_tcase(s, tc);
    return s;
}
