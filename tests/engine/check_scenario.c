/* check_scenario.c - lines: actors, verbs, missing and extra words, words of one command only, pipes and &. */
#include "text/scenario.h"

#include <stdio.h>
#include <string.h>

#include "text_help.h"

static struct lex_line words;
static struct scenario sc;
static struct problem why;

static bool parse(const char *text)
{
    return lex_split(text, strlen(text), &words, &why) && scenario_parse(&words, text, &sc, &why);
}

START_TEST(test_good_lines_of_every_verb)
{
    bool seen[MM_V_COUNT] = {false};

    for (unsigned i = 0; i < text_good_count; i++) {
        ck_assert_msg(parse(text_good[i]), "%s: %s", text_good[i], why.en);
        seen[sc.cmd.verb] = true;
    }
    seen[MM_V_REPEAT] = seen[MM_V_END] = seen[MM_V_MACHINE] =
        true; /* blocks and the first line: elsewhere */
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        ck_assert_msg(seen[v], "no good line of %s", mm_verb_rows[v].word);
    }
}
END_TEST

START_TEST(test_required_words)
{
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        char line[64];
        unsigned count = 0, required = 0;
        const struct mm_arg_row *rows = mm_verb_args((enum mm_verb)v, &count);

        snprintf(line, sizeof line, "%s%s", mm_verb_rows[v].actor ? "p " : "",
                 mm_verb_rows[v].word);
        for (unsigned i = 0; i < count; i++) {
            required += grammar_required(&rows[i]);
        }
        ck_assert_msg(parse(line) == (required == 0), "%s", line);
        if (required) {
            ck_assert_uint_eq(why.column, strlen(line) + 1);
            ck_assert_msg(why.accepted[0], "%s", line);
        }
    }
}
END_TEST

START_TEST(test_wrong_lines)
{
    static const struct {
        const char *text;
        uint32_t column;
        const char *accepted;
    } bad[] = {
        {"spwan a", 1, "spawn"},
        {"shell mmpa 4K as m", 7, "mmap"},
        {"shell", 1, "mmap"},
        {"mmap 4K as m", 1, "ACTOR mmap"},
        {"p spawn a", 1, "spawn NAME"},
        {"p spawn", 1, "spawn NAME"},
        {"p mmap 4K as m extra", 16, "ACTOR mmap"},
        {"p mmap 4K as", 13, "a new name"},
        {"p mmap 4K colour=red as m", 11, "ACTOR mmap"},
        {"p read m next 4K", 10, "ACTOR read"},
        {"p write m+0..4K next 4K", 17, "ACTOR write"},
        {"p write m next", 11, "ACTOR write"},
        {"p mmap 4K as m &", 16, "&"},
        {"p read m | wc -l", 10, "ACTOR read"},
        {"sysctl vm.max_map_count=3 | wc", 27, "sysctl"},
        {"echo 1", 7, "echo VALUE > PATH"},
        {"echo > /proc/x", 15, "echo VALUE > PATH"},
        {"echo 1 > /proc/x y", 18, "echo VALUE > PATH"},
        {"wait until", 11, "EXPR"},
        {"wait until max=1s", 18, "EXPR"},
        {"note \"only one\"", 16, "English"},
    };

    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!parse(bad[i].text), "%s is taken", bad[i].text);
        ck_assert_msg(why.column == bad[i].column, "%s: column %u", bad[i].text, why.column);
        ck_assert_msg(strstr(why.accepted, bad[i].accepted) != NULL, "%s: %s", bad[i].text,
                      why.accepted);
    }
}
END_TEST

START_TEST(test_own_words)
{
    ck_assert(parse("p write m next 8K"));
    ck_assert_uint_eq(sc.cmd.arg[4].a, 8192);
    ck_assert(parse("wait until a + 1 > 2 max=10s"));
    ck_assert_str_eq(sc.cmd.text + sc.cmd.arg[1].text, "a + 1 > 2");
    ck_assert_uint_eq(sc.cmd.arg[2].a, 10000000000ull);
    ck_assert(parse("echo 1 2  3 >/proc/sys/vm/x"));
    ck_assert_str_eq(sc.cmd.text + sc.cmd.arg[0].text, "1 2 3");
    ck_assert_str_eq(sc.cmd.text + sc.cmd.arg[1].text, "/proc/sys/vm/x");
    ck_assert(parse("p write m pattern=loop &"));
    ck_assert_uint_eq(sc.cmd.background, 1);
    ck_assert(parse("fails p read m | nonsense"));
    ck_assert_uint_eq(sc.rest_start, 6);
    ck_assert_uint_eq(sc.rest_end, 25);
}
END_TEST

Suite *make_scenario_suite(void)
{
    Suite *suite = suite_create("scenario");
    TCase *tc = tcase_create("scenario");

    tcase_add_test(tc, test_good_lines_of_every_verb);
    tcase_add_test(tc, test_required_words);
    tcase_add_test(tc, test_wrong_lines);
    tcase_add_test(tc, test_own_words);
    suite_add_tcase(suite, tc);
    return suite;
}
