/* check_expr.c - expressions: what holds, what does not, what cannot be said and where. */
#include "text/expr.h"

#include <string.h>

#include "suite.h"

static bool kept(void *ctx, const char *name, struct value *out)
{
    (void)ctx;
    if (strcmp(name, "x") == 0) {
        value_number(out, VALUE_COUNT, 10);
    } else if (strcmp(name, "size") == 0) {
        value_number(out, VALUE_KB, 64);
    } else if (strcmp(name, "t") == 0) {
        value_text(out, "one two", 7);
    } else {
        return false;
    }
    return true;
}

static const struct path_scope scope = {.kept = kept};

static const struct {
    const char *text;
    int holds; /* -1: cannot be said */
    uint32_t column;
} row[] = {
    {"1 + 2 * 3 == 7", 1, 0},
    {"8 / 4 / 2 == 1", 1, 0},
    {"10 - 4 - 3 == 3", 1, 0},
    {"1 / 3 * 3 == 1", 1, 0},
    {"17 // 5 == 3", 1, 0},
    {"17 % 5 == 2", 1, 0},
    {"0 - 17 // 5 == -3", 1, 0},
    {"-17 // 5 == -4", 1, 0},
    {"-17 % 5 == 3", 1, 0},
    {"7 // 2 * 2 + 7 % 2 == 7", 1, 0},
    {"size // 48K == 1", 1, 0},
    {"size % 48K == 16K", 1, 0},
    {"size // 3 == 21", 1, 0},
    {"12.5 // 3 == 4", 1, 0},
    {"12.5 % 3 == 0.5", 1, 0},
    {"1 // 0 == 1", -1, 3},
    {"1 // == 1", -1, 6},
    {"% 3", -1, 1},
    {"x + 1 == 11", 1, 0},
    {"x<11", 1, 0},
    {"x>=10", 1, 0},
    {"x<=9", 0, 0},
    {"x != 10", 0, 0},
    {"size == 64K", 1, 0},
    {"size == 64", 1, 0},
    {"size == 16p", 1, 0},
    {"size == 65536", 0, 0},
    {"size / 4 == 16", 1, 0},
    {"size == 60 within 10%", 1, 0},
    {"size == 50 within 10%", 0, 0},
    {"size == 66 within 3.1%", 1, 0},
    {"size == 66 within 3%", 0, 0},
    {"5ms == 5000000ns", 1, 0},
    {"12.5 > 12", 1, 0},
    {"-1 < 0", 1, 0},
    {"t ~ \"two$\"", 1, 0},
    {"t ~ \"^two\"", 0, 0},
    {"t == \"one two\"", 1, 0},
    {"x", 1, 0},
    {"0", 0, 0},
    {"ENOMEM == ENOMEM", 1, 0},
    {"ENOMEM == 12", 1, 0},
    {"size == x", -1, 6},
    {"size < t", -1, 6},
    {"t < t", -1, 3},
    {"t + 1 == 2", -1, 3},
    {"", -1, 1},
    {"x ==", -1, 5},
    {"== x", -1, 1},
    {"x + == 3", -1, 5},
    {"x = 10", -1, 3},
    {"x === 10", -1, 5},
    {"x == 10 11", -1, 9},
    {"x == 10 within", -1, 15},
    {"x == 10 within 10", -1, 16},
    {"x > 10 within 10%", -1, 8},
    {"nobody == 1", -1, 1},
    {"1 + nobody == 1", -1, 5},
    {"1 / 0 == 1", -1, 3},
    {"t ~ \"(\"", -1, 8},
    {"t ~ x", -1, 6},
    {"\"open == 1", -1, 1},
    {"99999999999999999999999 == 1", -1, 1},
    {"x+1 == 11", -1, 1},
};

START_TEST(test_table)
{
    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct expr_answer a;
        struct problem why = {0};
        const bool said = expr_holds(&scope, row[i].text, strlen(row[i].text), &a, &why);

        ck_assert_msg(said == (row[i].holds >= 0), "%s: %s", row[i].text, why.en);
        if (said) {
            ck_assert_msg(a.holds == (row[i].holds == 1), "%s", row[i].text);
            ck_assert(a.left[0]);
        } else {
            ck_assert_msg(why.column == row[i].column, "%s: column %u, %s", row[i].text, why.column,
                          why.en);
            ck_assert(why.en[0] && why.zh[0]);
        }
    }
}
END_TEST

START_TEST(test_values_and_tokens)
{
    static const char text[] = "a(b c) <= \"x y\" within";
    struct value v;
    struct problem why;
    size_t at = 0, start, bytes;
    char shown[64];

    ck_assert(expr_value(&scope, "size + 4K", 9, &v, &why));
    value_print(&v, false, shown, sizeof shown);
    ck_assert_str_eq(shown, "69632 bytes");
    ck_assert(!expr_value(&scope, "size == 4K", 10, &v, &why));
    ck_assert(expr_token(text, strlen(text), &at, &start, &bytes));
    ck_assert_uint_eq(bytes, 6);
    ck_assert(expr_token(text, strlen(text), &at, &start, &bytes));
    ck_assert_uint_eq(bytes, 2);
    ck_assert(expr_token(text, strlen(text), &at, &start, &bytes));
    ck_assert_uint_eq(bytes, 5);
    ck_assert(expr_token(text, strlen(text), &at, &start, &bytes));
    ck_assert(!expr_token(text, strlen(text), &at, &start, &bytes));
}
END_TEST

Suite *make_expr_suite(void)
{
    Suite *suite = suite_create("expr");
    TCase *tc = tcase_create("expr");

    tcase_add_test(tc, test_table);
    tcase_add_test(tc, test_values_and_tokens);
    suite_add_tcase(suite, tc);
    return suite;
}
