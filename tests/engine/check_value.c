/* check_value.c - units: what meets, what does not, exactly. */
#include "text/value.h"

#include <string.h>

#include "suite.h"

static const char *en, *zh;

static struct value number(enum value_unit unit, int64_t n)
{
    struct value v;

    value_signed(&v, unit, n);
    return v;
}

static const char *shown(struct value v)
{
    static char text[64];

    value_print(&v, false, text, sizeof text);
    return text;
}

START_TEST(test_arithmetic)
{
    static const struct {
        enum value_unit a;
        int64_t an;
        char op;
        enum value_unit b;
        int64_t bn;
        const char *result; /* NULL: they do not mix */
    } row[] = {
        {VALUE_KB, 64, '+', VALUE_KB, 4, "68 kB"},
        {VALUE_KB, 64, '+', VALUE_PLAIN, 4, "68 kB"},
        {VALUE_PLAIN, 64, '-', VALUE_KB, 4, "60 kB"},
        {VALUE_KB, 64, '+', VALUE_PAGES, 1, "69632 bytes"},
        {VALUE_KB, 1, '-', VALUE_BYTES, 2048, "-1024 bytes"},
        {VALUE_PAGES, 3, '*', VALUE_PLAIN, 4, "12 pages"},
        {VALUE_PLAIN, 3, '*', VALUE_KB, 4, "12 kB"},
        {VALUE_COUNT, 3, '*', VALUE_COUNT, 4, "12"},
        {VALUE_KB, 64, '/', VALUE_KB, 4, "16"},
        {VALUE_KB, 64, '/', VALUE_PAGES, 1, "16"},
        {VALUE_KB, 1, '/', VALUE_PLAIN, 3, "0.333333 kB"},
        {VALUE_PLAIN, -5, '/', VALUE_PLAIN, 2, "-2.5"},
        {VALUE_PLAIN, 5, '/', VALUE_PLAIN, -2, "-2.5"},
        {VALUE_ADDRESS, 0x7000, '+', VALUE_PAGES, 1, "0x8000"},
        {VALUE_ADDRESS, 0x7000, '-', VALUE_ADDRESS, 0x6000, "4096 bytes"},
        {VALUE_ADDRESS, 0x7000, '+', VALUE_ADDRESS, 0x6000, NULL},
        {VALUE_KB, 1, '+', VALUE_COUNT, 1, NULL},
        {VALUE_KB, 1, '+', VALUE_NS, 1, NULL},
        {VALUE_KB, 1, '*', VALUE_KB, 1, NULL},
        {VALUE_COUNT, 1, '/', VALUE_PLAIN, 0, NULL},
        {VALUE_HEX, 1, '+', VALUE_PLAIN, 1, NULL},
        {VALUE_WORD, 1, '+', VALUE_PLAIN, 1, NULL},
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct value a = number(row[i].a, row[i].an);
        const struct value b = number(row[i].b, row[i].bn);

        en = zh = "";
        ck_assert_msg(value_apply(&a, row[i].op, &b, &en, &zh) == (row[i].result != NULL),
                      "row %u: %s", i, en);
        if (row[i].result) {
            ck_assert_str_eq(shown(a), row[i].result);
        } else {
            ck_assert(en[0] && zh[0]);
        }
    }
}
END_TEST

START_TEST(test_comparison)
{
    struct value a = number(VALUE_KB, 65536), b = number(VALUE_BYTES, 64 << 20), word, text;
    bool holds = false;
    int order = 9;

    ck_assert(value_compare(&a, &b, &order, &en, &zh));
    ck_assert_int_eq(order, 0);
    b = number(VALUE_PLAIN, 65537);
    ck_assert(value_compare(&a, &b, &order, &en, &zh));
    ck_assert_int_eq(order, -1);
    b = number(VALUE_COUNT, 65536);
    ck_assert(!value_compare(&a, &b, &order, &en, &zh));
    value_word(&word, "ENOMEM", 12);
    b = number(VALUE_PLAIN, 12);
    ck_assert(value_compare(&word, &b, &order, &en, &zh));
    ck_assert_int_eq(order, 0);
    value_text(&text, "ENOMEM", 6);
    ck_assert(value_compare(&word, &text, &order, &en, &zh));
    ck_assert_int_eq(order, 0);
    ck_assert(!value_compare(&text, &b, &order, &en, &zh));
    a = number(VALUE_KB, 110);
    b = number(VALUE_PLAIN, 100);
    ck_assert(value_within(&a, &b, 10000000, &holds, &en, &zh) && holds);
    ck_assert(value_within(&a, &b, 9999999, &holds, &en, &zh) && !holds);
    a = number(VALUE_KB, 90);
    ck_assert(value_within(&a, &b, 10000000, &holds, &en, &zh) && holds);
    b = number(VALUE_PLAIN, 0);
    ck_assert(value_within(&a, &b, 10000000, &holds, &en, &zh) && !holds);
}
END_TEST

/* Products stay exact or are refused; they never wrap. */
START_TEST(test_large)
{
    struct value a, b;
    unsigned times = 0;

    value_number(&a, VALUE_PLAIN, UINT64_MAX);
    ck_assert_str_eq(shown(a), "18446744073709551615");
    b = a;
    while (value_apply(&a, '*', &b, &en, &zh)) {
        ck_assert(a.top > 0 && ++times < 10);
    }
    ck_assert_ptr_nonnull(strstr(en, "too large"));
    value_number(&a, VALUE_HEX, UINT64_MAX);
    ck_assert_str_eq(shown(a), "0xffffffffffffffff");
}
END_TEST

Suite *make_value_suite(void)
{
    Suite *suite = suite_create("value");
    TCase *tc = tcase_create("value");

    tcase_add_test(tc, test_arithmetic);
    tcase_add_test(tc, test_comparison);
    tcase_add_test(tc, test_large);
    suite_add_tcase(suite, tc);
    return suite;
}
