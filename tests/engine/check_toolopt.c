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
        tenths = toolopt_float_tenths(n, unit);
        snprintf(theirs, sizeof(theirs), "%.1f", (double)(float)((double)n / (double)unit));
        snprintf(ours, sizeof(ours), "%llu.%llu", (unsigned long long)tenths / 10,
                 (unsigned long long)tenths % 10);
        ck_assert_msg(strcmp(theirs, ours) == 0, "%llu / %llu: %s, not %s", (unsigned long long)n,
                      (unsigned long long)unit, ours, theirs);
    }
    ck_assert_uint_eq(toolopt_float_tenths(0, 1024), 0);
    ck_assert_uint_eq(toolopt_float_tenths(2304, 1024),
                      22); /* 2.25: the tie goes to the even digit */
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
    tcase_add_test(t, test_refuse);
    suite_add_tcase(s, t);
    return s;
}
