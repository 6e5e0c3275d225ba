/* check_ex_freelist.c - free lists against the published answers. */
#include "ostep.h"

#include <stdlib.h>
#include <string.h>

START_TEST(test_rows)
{
    ck_assert_uint_gt(ostep_rows("freelist"), 20);
}
END_TEST

START_TEST(test_listed)
{
    const char *why;
    struct exercise *x = ostep_make("freelist", "size=10 base=0 list=+4,+4,+4,-0,-1,-0");

    ck_assert(ex_right(x, &x->question[2].field[0], "fail"));
    ck_assert(ex_right(x, &x->question[4].field[1], "[0,4] [4,4] [8,2]"));
    ck_assert(ex_right(x, &x->question[5].field[0], "-1")); /* freed twice */
    free(x);
    ck_assert(ostep_refused("freelist", "size=10 list=+4,-1", &why));
    ck_assert(ostep_refused("freelist", "size=10 list=+40,-0", &why));
    ck_assert(ostep_refused("freelist", "list=4", &why));
    ck_assert(ostep_refused("freelist", "list=+0", &why));
}
END_TEST

Suite *make_ex_freelist_suite(void)
{
    Suite *s = suite_create("ex_freelist");
    TCase *t = tcase_create("ex_freelist");

    tcase_add_test(t, test_rows);
    tcase_add_test(t, test_listed);
    suite_add_tcase(s, t);
    return s;
}
