/* check_report.c - text into buffers that may be too small. */
#include "text/report.h"

#include <string.h>

#include "play.h"

START_TEST(test_lengths)
{
    char buf[8] = "xxxxxxx";
    struct report r;

    report_begin(&r, buf, sizeof(buf));
    ck_assert_str_eq(buf, "");
    report_add(&r, "%s-%d", "ab", 12);
    ck_assert_str_eq(buf, "ab-12");
    report_add(&r, "%s", "cdefg"); /* cut, counted in full, terminated */
    ck_assert_str_eq(buf, "ab-12cd");
    report_add(&r, "more");
    ck_assert_str_eq(buf, "ab-12cd");
    ck_assert_uint_eq(r.length, 14);
    report_add(&r, "\nx"); /* columns go on being counted where nothing is written any more */
    report_pad(&r, 4, false);
    ck_assert_uint_eq(r.length, 14 + 1 + 4);
    report_begin(&r, NULL, 0); /* only counts */
    report_add(&r, "%s", "cdefg");
    ck_assert_uint_eq(r.length, 5);
}
END_TEST

START_TEST(test_columns)
{
    char buf[64];
    struct report r;

    report_begin(&r, buf, sizeof(buf));
    report_add(&r, "first line\nab");
    report_pad(&r, 5, false);
    report_add(&r, "|");
    report_pad(&r, 2, true);
    report_add(&r, "|");
    report_pad(&r, 2, false);
    report_add(&r, "|\n");
    ck_assert_str_eq(buf, "first line\nab   | ||\n");
}
END_TEST

Suite *make_report_suite(void)
{
    Suite *s = suite_create("report");
    TCase *t = tcase_create("report");

    tcase_add_test(t, test_lengths);
    tcase_add_test(t, test_columns);
    suite_add_tcase(s, t);
    return s;
}
