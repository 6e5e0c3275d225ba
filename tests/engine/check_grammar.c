/* check_grammar.c - usage, help and names come from the command table. */
#include "text/grammar.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

START_TEST(test_every_verb_has_usage_and_help)
{
    char text[16384], usage[512];

    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        const struct mm_verb_row *row = &mm_verb_rows[v];
        unsigned count = 0;
        const struct mm_arg_row *args = mm_verb_args((enum mm_verb)v, &count);
        size_t length;

        ck_assert_int_eq(grammar_verb(row->word), v);
        grammar_usage((enum mm_verb)v, usage, sizeof usage);
        ck_assert_msg(strstr(usage, row->word) != NULL, "%s", usage);
        ck_assert_int_eq(strncmp(usage, "ACTOR ", 6) == 0, row->actor);
        length = grammar_help((enum mm_verb)v, text, sizeof text);
        ck_assert_uint_eq(length, strlen(text));
        ck_assert_ptr_nonnull(strstr(text, row->en));
        ck_assert_ptr_nonnull(strstr(text, row->zh));
        for (unsigned i = 0; i < count; i++) {
            ck_assert_msg(strstr(text, args[i].zh) != NULL, "%s: %s", row->word, args[i].word);
            grammar_expects(&args[i], usage, sizeof usage);
            ck_assert(usage[0] != 0);
        }
    }
    ck_assert(grammar_help(MM_V_COUNT, text, sizeof text) < sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "alloc_pages"));
    grammar_usage(MM_V_MMAP, usage, sizeof usage);
    ck_assert_msg(strncmp(usage, "ACTOR mmap SIZE as NAME [at=ADDR] [fixed] ", 42) == 0, "%s",
                  usage);
    ck_assert_int_eq(grammar_verb("nothing"), MM_V_COUNT);
}
END_TEST

START_TEST(test_names)
{
    static const char *const good[] = {"a", "shell", "_x", "a1", "B_2", "1a"};
    static const char *const bad[] = {
        "",        "12",   "a-b",  "a.b", "mmap",
        "meminfo", "heap", "fork", "缺",  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

    for (unsigned i = 0; i < sizeof good / sizeof good[0]; i++) {
        ck_assert_msg(grammar_name_ok(good[i]), "%s", good[i]);
    }
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!grammar_name_ok(bad[i]), "%s", bad[i]);
    }
}
END_TEST

START_TEST(test_nearest)
{
    static const char *const words[] = {"mmap", "munmap", "madvise", "mlock", "read"};
    char near[64];

    grammar_nearest("mmpa", words, 5, 1, near, sizeof near);
    ck_assert_str_eq(near, "mmap");
    grammar_nearest("munmp", words, 5, 2, near, sizeof near);
    ck_assert_str_eq(near, "munmap");
    grammar_nearest("zzzzzz", words, 5, 3, near, sizeof near);
    ck_assert_str_eq(near, "");
    grammar_nearest("", words, 5, 3, near, sizeof near);
    ck_assert_str_eq(near, "");
}
END_TEST

Suite *make_grammar_suite(void)
{
    Suite *suite = suite_create("grammar");
    TCase *tc = tcase_create("grammar");

    tcase_add_test(tc, test_every_verb_has_usage_and_help);
    tcase_add_test(tc, test_names);
    tcase_add_test(tc, test_nearest);
    suite_add_tcase(suite, tc);
    return suite;
}
