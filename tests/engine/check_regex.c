/* check_regex.c - what patterns match, what is no pattern, and that no pattern takes long. */
#include "text/regex.h"

#include <string.h>

#include "suite.h"

START_TEST(test_matches)
{
    static const struct {
        const char *pattern, *text;
        int found; /* -1: no pattern */
    } row[] = {
        {"abc", "xabcx", 1},
        {"^abc$", "xabc", 0},
        {"^abc$", "x\nabc\ny", 1},
        {"a|b", "b", 1},
        {"(ab)+c", "ababc", 1},
        {"a*", "", 1},
        {"[a-c]+d", "zzbd", 1},
        {"[^a]", "aaa", 0},
        {"\\d+ kB", "12 kB", 1},
        {"\\d+ kB", "x kB", 0},
        {"a?b", "b", 1},
        {"a.c", "abc", 1},
        {"a\\.c", "abc", 0},
        {"(a|b)*c$", "ababc", 1},
        {"(a*)*b", "aaaac", 0},
        {"[]a]", "]", 1},
        {"x(^a)?y", "xy", 1},
        {"\\w+\\s\\w+", "ab cd", 1},
        {"缺页", "有缺页了", 1},
        {"", "x", -1},
        {"(", "x", -1},
        {"a)", "x", -1},
        {"a|", "x", -1},
        {"|a", "x", -1},
        {"*a", "x", -1},
        {"[a", "x", -1},
        {"a\\", "x", -1},
        {"()", "x", -1},
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct regex re;
        const char *en = "", *zh = "";
        size_t at = 0;
        const bool ok = regex_compile(&re, row[i].pattern, strlen(row[i].pattern), &at, &en, &zh);

        ck_assert_msg(ok == (row[i].found >= 0), "%s: %s", row[i].pattern, en);
        ck_assert(ok || (en[0] && zh[0] && at <= strlen(row[i].pattern)));
        ck_assert_msg(!ok ||
                          regex_find(&re, row[i].text, strlen(row[i].text)) == (row[i].found == 1),
                      "%s in %s", row[i].pattern, row[i].text);
    }
}
END_TEST

START_TEST(test_bounds)
{
    static char text[100000];
    char pattern[1024];
    struct regex re;
    const char *en, *zh;
    size_t at;

    memset(text, 'a', sizeof text);
    ck_assert(regex_compile(&re, "(a|a)*(a|a)*(a|a)*b$", 20, &at, &en, &zh));
    ck_assert(!regex_find(&re, text, sizeof text));
    memset(pattern, 'a', sizeof pattern);
    ck_assert(!regex_compile(&re, pattern, sizeof pattern, &at, &en, &zh));
    memset(pattern, '(', sizeof pattern);
    ck_assert(!regex_compile(&re, pattern, sizeof pattern, &at, &en, &zh));
    memcpy(pattern, "a", 1);
    memset(pattern + 1, '*', 200);
    ck_assert(regex_compile(&re, pattern, 201, &at, &en, &zh));
    ck_assert(regex_find(&re, "b", 1));
}
END_TEST

Suite *make_regex_suite(void)
{
    Suite *suite = suite_create("regex");
    TCase *tc = tcase_create("regex");

    tcase_add_test(tc, test_matches);
    tcase_add_test(tc, test_bounds);
    suite_add_tcase(suite, tc);
    return suite;
}
