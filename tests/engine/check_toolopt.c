/* check_toolopt.c - words of options; floats in integers beside the compiler's own. */
#include "text/toolopt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

START_TEST(test_words)
{
    const char *at = "  -s 1\t-c2 ";
    char word[TOOLOPT_WORD_BYTES], value[TOOLOPT_WORD_BYTES];
    uint64_t n;

    ck_assert(toolopt_word(&at, word));
    ck_assert_str_eq(word, "-s");
    ck_assert(toolopt_value(&at, word + 2, value));
    ck_assert_str_eq(value, "1");
    ck_assert(toolopt_word(&at, word));
    ck_assert(toolopt_value(&at, word + 2, value));
    ck_assert_str_eq(value, "2");
    ck_assert(!toolopt_word(&at, word));
    ck_assert(!toolopt_value(&at, "", value));
    ck_assert(toolopt_count("7", 7, &n) && n == 7);
    ck_assert(!toolopt_count("8", 7, &n) && !toolopt_count("0", 7, &n) &&
              !toolopt_count("x", 7, &n) && !toolopt_count("-1", 7, &n));
}
END_TEST

/* As a real float has it, for many numbers (a small generator of their own). */
START_TEST(test_floats)
{
    uint64_t seed = 1;

    for (unsigned i = 0; i < 20000; i++) {
        char theirs[64], ours[64];
        uint64_t n, unit, tenths;

        seed = seed * 6364136223846793005u + 1442695040888963407u;
        n = seed >> (12 + i % 50);
        unit = i % 2 ? 1ull << 10 * (1 + i % 4) : i % 3 ? 1000000 : 1000;
        ck_assert_uint_eq(toolopt_float(n), (uint64_t)(float)n);
        if (n / unit >= 1000) {
            continue;
        }
        tenths = toolopt_printed(n, unit, TOOLOPT_FLOAT, 10);
        snprintf(theirs, sizeof(theirs), "%.1f", (double)(float)((double)n / (double)unit));
        snprintf(ours, sizeof(ours), "%llu.%llu", (unsigned long long)tenths / 10,
                 (unsigned long long)tenths % 10);
        ck_assert_msg(strcmp(theirs, ours) == 0, "%llu / %llu: %s, not %s", (unsigned long long)n,
                      (unsigned long long)unit, ours, theirs);
    }
    ck_assert_uint_eq(toolopt_printed(0, 1024, TOOLOPT_FLOAT, 10), 0);
    ck_assert_uint_eq(toolopt_printed(1, 0, TOOLOPT_FLOAT, 10), 0);
    ck_assert_uint_eq(toolopt_printed(2304, 1024, TOOLOPT_FLOAT, 10),
                      22); /* 2.25: to the even digit */
}
END_TEST

/* Shares as slabtop prints them: "%.1f" of a double, and its percentage of floats rounded down. */
START_TEST(test_shares)
{
    for (uint64_t all = 1; all < 2100; all += 37) {
        for (uint64_t part = 0; part <= all; part++) {
            const uint64_t tenths = toolopt_printed(100 * part, all, TOOLOPT_DOUBLE, 10);
            char theirs[64], ours[64];

            snprintf(theirs, sizeof(theirs), "%.1f", 100.0 * (double)part / (double)all);
            snprintf(ours, sizeof(ours), "%llu.%llu", (unsigned long long)tenths / 10,
                     (unsigned long long)tenths % 10);
            ck_assert_str_eq(ours, theirs);
            ck_assert_uint_eq(toolopt_float_percent(part, all),
                              (unsigned)(100 * ((float)part / (float)all)));
        }
    }
    ck_assert_uint_eq(toolopt_float_percent(29, 100), (unsigned)(100 * (29.0f / 100.0f)));
}
END_TEST

START_TEST(test_refuse)
{
    char text[64];
    struct report r;

    report_begin(&r, text, sizeof(text));
    ck_assert(!toolopt_refuse(&r, "free", "no", "free [-k]"));
    ck_assert_str_eq(text, "free: no\nusage: free [-k]\n");
}
END_TEST

Suite *make_toolopt_suite(void)
{
    Suite *s = suite_create("toolopt");
    TCase *t = tcase_create("toolopt");

    tcase_add_test(t, test_words);
    tcase_add_test(t, test_floats);
    tcase_add_test(t, test_shares);
    tcase_add_test(t, test_refuse);
    suite_add_tcase(s, t);
    return s;
}
