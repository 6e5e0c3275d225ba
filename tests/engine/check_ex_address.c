/* check_ex_address.c - relocation, segments and linear tables against the published answers. */
#include "ostep.h"

#include <stdlib.h>
#include <string.h>

START_TEST(test_rows)
{
    ck_assert_uint_gt(ostep_rows("relocation"), 20);
    ck_assert_uint_gt(ostep_rows("segmentation"), 20);
    ck_assert_uint_gt(ostep_rows("paging-linear"), 20);
}
END_TEST

/* What the published programs refuse, and a segment below address 0. */
START_TEST(test_refusals)
{
    static const struct {
        const char *kind, *options, *why;
    } bad[] = {{"relocation", "asize=16k physmem=16k", "physmem"},
               {"relocation", "base=16k limit=1", "base"},
               {"segmentation", "asize=1k physmem=2k", "physmem"},
               {"segmentation", "limit0=600", "limit0"},
               {"segmentation", "base0=0 limit0=100 base1=50 limit1=200", "base1"},
               {"segmentation", "list=1024", "list"},
               {"paging-linear", "asize=12k", "asize"},
               {"paging-linear", "pagesize=3k", "asize"},
               {"paging-linear", "asize=512m physmem=1023m pagesize=1", "pagesize"}};

    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *why;

        ck_assert_msg(ostep_refused(bad[i].kind, bad[i].options, &why), "%s", bad[i].options);
        ck_assert_msg(strncmp(why, bad[i].why, strlen(bad[i].why)) == 0, "%s: %s", bad[i].options,
                      why);
    }
}
END_TEST

/* The last byte inside each segment and the first outside, by hand: OSTEP chapter 16. */
START_TEST(test_segment_borders)
{
    struct exercise *x = ostep_make(
        "segmentation",
        "asize=128 physmem=512 base0=0 limit0=20 base1=512 limit1=20 list=19,20,108,107");
    static const char *const want[] = {"19", "fault", "492", "fault"};

    for (unsigned i = 0; i < 4; i++) {
        ck_assert_msg(ex_right(x, &x->question[i].field[1], want[i]), "%u", i);
    }
    free(x);
}
END_TEST

Suite *make_ex_address_suite(void)
{
    Suite *s = suite_create("ex_address");
    TCase *t = tcase_create("ex_address");

    tcase_add_test(t, test_rows);
    tcase_add_test(t, test_refusals);
    tcase_add_test(t, test_segment_borders);
    suite_add_tcase(s, t);
    return s;
}
