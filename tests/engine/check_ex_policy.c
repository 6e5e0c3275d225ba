/* check_ex_policy.c - replacement policies against the published answers. */
#include "ostep.h"

#include <stdio.h>

#include <stdlib.h>
#include <string.h>

START_TEST(test_rows)
{
    ck_assert_uint_gt(ostep_rows("policy"), 20);
}
END_TEST

/* 7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1 with 3 frames: FIFO 15, LRU 12, OPT 9 faults (Silberschatz, Operating System
 * Concepts, chapter on virtual memory). */
START_TEST(test_textbook)
{
    static const struct {
        const char *policy;
        uint64_t misses;
    } want[] = {{"fifo", 15}, {"lru", 12}, {"opt", 9}};

    for (unsigned i = 0; i < 3; i++) {
        char options[128];

        snprintf(options, sizeof(options), "policy=%s list=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1",
                 want[i].policy);
        struct exercise *x = ostep_make("policy", options);

        ck_assert_uint_eq(x->misses, want[i].misses);
        ck_assert_uint_eq(x->hits, 20 - want[i].misses);
        free(x);
    }
}
END_TEST

Suite *make_ex_policy_suite(void)
{
    Suite *s = suite_create("ex_policy");
    TCase *t = tcase_create("ex_policy");

    tcase_add_test(t, test_rows);
    tcase_add_test(t, test_textbook);
    suite_add_tcase(s, t);
    return s;
}
