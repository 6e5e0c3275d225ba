/* check_names.c - words shared by number. */
#include "base/names.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"
#include <stdio.h>

static struct mm *machine(uint32_t frames)
{
    struct mm_config cfg;

    walk_config(&cfg, frames, 4);
    return walk_machine(&cfg);
}

START_TEST(test_get_put)
{
    struct mm *m = machine(64);
    char text[MM_NAME_BYTES];
    const slot_t a = name_get(m, "web");

    ck_assert_uint_eq(name_get(m, "web"), a);
    ck_assert_uint_eq(name_find(m, "web"), a);
    name_text(m, a, text);
    ck_assert_str_eq(text, "web");
    names_check(m);
    name_put(m, a);
    ck_assert_uint_eq(name_find(m, "web"), a);
    name_put(m, a);
    ck_assert_uint_eq(name_find(m, "web"), SLOT_NONE);
    ck_assert_uint_eq(name_get(m, ""), 0);
    names_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_limits)
{
    struct mm *m = machine(64);
    char word[64];
    unsigned got = 0;

    ck_assert_uint_eq(name_get(m, "a-word-of-thirty-two-characters-"), SLOT_NONE);
    ck_assert_uint_ne(name_get(m, "a-word-of-thirty-one-characters"), SLOT_NONE);
    for (unsigned i = 0; i < 200; i++) {
        snprintf(word, sizeof(word), "w%u", i);
        got += name_get(m, word) != SLOT_NONE;
    }
    ck_assert_uint_lt(got, 64);
    ck_assert(!name_room(m, 1));
    names_check(m);
    mm_free(m);
}
END_TEST

Suite *make_names_suite(void)
{
    Suite *s = suite_create("names");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_get_put);
    tcase_add_test(tc, test_limits);
    suite_add_tcase(s, tc);
    return s;
}
