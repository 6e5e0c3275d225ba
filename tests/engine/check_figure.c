/* check_figure.c - values as they stand in sentences; the figures are reckoned by hand. */
#include "text/figure.h"

#include <string.h>

#include "text_help.h"

#define NBSP "\xc2\xa0"

static char out[FIGURE_BYTES];

static const char *shown(enum value_unit unit, int64_t number, const char *in, int decimals)
{
    struct figure_style style = {.unit = in, .decimals = decimals};
    const char *en = "", *zh = "";
    struct value v;

    value_signed(&v, unit, number);
    return figure_print(&v, &style, out, sizeof out, &en, &zh) ? out : en;
}

START_TEST(test_units)
{
    ck_assert_str_eq(shown(VALUE_COUNT, 1184, NULL, -1), "1,184");
    ck_assert_str_eq(shown(VALUE_COUNT, -1234567, NULL, -1), "\xe2\x88\x92"
                                                             "1,234,567");
    ck_assert_str_eq(shown(VALUE_COUNT, 999, NULL, -1), "999");
    ck_assert_str_eq(shown(VALUE_PLAIN, 0, NULL, -1), "0");
    ck_assert_str_eq(shown(VALUE_KB, 1184, NULL, -1), "1,184" NBSP "kB");
    ck_assert_str_eq(shown(VALUE_KB, 10240, "MB", -1), "10.0" NBSP "MB");
    ck_assert_str_eq(shown(VALUE_BYTES, 4096, NULL, -1), "4,096" NBSP "B");
    ck_assert_str_eq(shown(VALUE_BYTES, 4096, "KB", -1), "4" NBSP "KB");
    ck_assert_str_eq(shown(VALUE_BYTES, 4608, "KB", -1), "4.5" NBSP "KB");
    ck_assert_str_eq(shown(VALUE_BYTES, 4198400, "MB", 3), "4.004" NBSP "MB");
    ck_assert_str_eq(shown(VALUE_BYTES, 4198400, "MB", 0), "4" NBSP "MB");
    ck_assert_str_eq(shown(VALUE_PAGES, 2560, "MB", -1), "10.0" NBSP "MB");
    ck_assert_str_eq(shown(VALUE_PAGES, 2560, NULL, -1), "2,560");
    ck_assert_str_eq(shown(VALUE_KB, 40, "pages", -1), "10");
    ck_assert_str_eq(shown(VALUE_NS, 1500, "us", -1), "1.5" NBSP "\xc2\xb5s");
    ck_assert_str_eq(shown(VALUE_NS, 1234567, NULL, -1), "1,234,567" NBSP "ns");
    ck_assert_str_eq(shown(VALUE_NS, 2500000000, "s", -1), "2.5" NBSP "s");
    ck_assert_str_eq(shown(VALUE_ADDRESS, 0x8048000, NULL, -1), "0x8048000");
    ck_assert_str_eq(shown(VALUE_FRAME, 0x1748, NULL, -1), "1748");
    ck_assert_str_eq(shown(VALUE_COUNT, 255, "hex", -1), "0xff");
    /* a value does not take a unit of another kind */
    ck_assert_str_eq(shown(VALUE_NS, 1, "MB", -1), "this value has no such unit");
    ck_assert_str_eq(shown(VALUE_ADDRESS, 1, "MB", -1), "this value has no unit");
}
END_TEST

START_TEST(test_fractions)
{
    struct figure_style style = {.unit = "%", .decimals = -1};
    const char *en, *zh;
    struct value v;

    value_number(&v, VALUE_PLAIN, 3);
    v.bottom = 10;
    ck_assert(figure_print(&v, &style, out, sizeof out, &en, &zh));
    ck_assert_str_eq(out, "30" NBSP "%");
    v.top = 1;
    v.bottom = 3;
    ck_assert(figure_print(&v, &style, out, sizeof out, &en, &zh));
    ck_assert_str_eq(out, "33.3" NBSP "%");
    style = (struct figure_style){.unit = NULL, .decimals = -1};
    v.top = 5;
    v.bottom = 2;
    ck_assert(figure_print(&v, &style, out, sizeof out, &en, &zh));
    ck_assert_str_eq(out, "2.5");
    style.decimals = 0; /* half goes away from zero */
    ck_assert(figure_print(&v, &style, out, sizeof out, &en, &zh));
    ck_assert_str_eq(out, "3");
    v.top = -5;
    ck_assert(figure_print(&v, &style, out, sizeof out, &en, &zh));
    ck_assert_str_eq(out, "\xe2\x88\x92"
                          "3");
    v.top = (value_int)1 << 120;
    v.bottom = 1;
    style.decimals = 6;
    ck_assert(!figure_print(&v, &style, out, sizeof out, &en, &zh) && en[0] && zh[0]);
}
END_TEST

static bool split(const char *text, size_t left, const char *unit, int decimals)
{
    struct figure_style style;
    size_t n = strlen(text), at = 0;

    return figure_split(text, &n, &style, &at) && n == left && style.decimals == decimals &&
           (unit ? style.unit && !strcmp(style.unit, unit) : !style.unit);
}

START_TEST(test_split)
{
    struct figure_style style;
    size_t n, at;

    ck_assert(split("p.tables_bytes", 14, NULL, -1));
    ck_assert(split("p.tables_bytes in KB", 14, "KB", -1));
    ck_assert(split("p.tables_bytes  in  MB.3 ", 14, "MB", 3));
    ck_assert(split("a / b in %", 5, "%", -1));
    ck_assert(split("in KB", 5, NULL,
                    -1)); /* nothing before it: no unit, the expression is refused later */
    n = strlen("x in furlongs");
    ck_assert(!figure_split("x in furlongs", &n, &style, &at));
    ck_assert_uint_eq(at, 5);
}
END_TEST

/* Through a session: kept values, places of problems. */
START_TEST(test_session)
{
    static struct text_run t;
    struct problem why;
    bool holds = false;

    text_open(&t);
    text_ok(&t, "let n = 1234567\nlet r = 1 / 4\n");
#define FIGURE(expr) session_figure(t.s, expr, strlen(expr), out, sizeof out, &why)
    ck_assert(FIGURE("n"));
    ck_assert_str_eq(out, "1,234,567");
    ck_assert(FIGURE("r in %"));
    ck_assert_str_eq(out, "25" NBSP "%");
    ck_assert(!FIGURE("nobody"));
    ck_assert(why.en[0] && why.zh[0] && why.column == 1);
    ck_assert(!FIGURE("n in miles"));
    ck_assert_uint_eq(why.column, 6);
    ck_assert(!FIGURE("hash in MB"));
    ck_assert(why.en[0] && why.zh[0]);
#undef FIGURE
    ck_assert(session_holds(t.s, "n > 5", 5, &holds, &why) && holds);
    ck_assert(session_holds(t.s, "n < 5", 5, &holds, &why) && !holds);
    ck_assert(!session_holds(t.s, "n <", 3, &holds, &why) && why.en[0]);
    text_close(&t);
}
END_TEST

Suite *make_figure_suite(void);
Suite *make_figure_suite(void)
{
    Suite *s = suite_create("figure");
    TCase *tc = tcase_create("figure");

    tcase_add_test(tc, test_units);
    tcase_add_test(tc, test_fractions);
    tcase_add_test(tc, test_split);
    tcase_add_test(tc, test_session);
    suite_add_tcase(s, tc);
    return s;
}
