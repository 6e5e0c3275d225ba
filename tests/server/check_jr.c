/* check_jr.c - what is JSON and what only looks like it. */
#include "suite.h"

#include "jr.h"

#include <string.h>

static const char *const good[] = {
    "{}",
    "[]",
    " { \"a\" : [ 1 , -2.5e+3 , true , null , \"x\" ] } \n",
    "[[[[]]]]",
    "{\"\":0}",
    "[\"\\u00e9\\ud83d\\ude00 \xc3\xa9 \xf0\x9f\x98\x80\"]",
    "[0,-0,1e9,0.5]",
    "{\"a\":{},\"b\":[{}]}",
};

/* text, offset at which it is found out, or -1 when only jr_parse refuses it */
static const struct {
    const char *text;
    int at;
} bad[] = {
    {"", 0},
    {"   ", 3},
    {"1", 0},
    {"\"x\"", 0},
    {"null", 0},
    {"{", 1},
    {"[1", 2},
    {"[1,]", 3},
    {"[,1]", 1},
    {"{\"a\"}", 4},
    {"{\"a\":}", 5},
    {"{\"a\":1,}", 7},
    {"{a:1}", 1},
    {"{'a':1}", 1},
    {"[1] x", 4},
    {"[1]]", 3},
    {"[01]", 3},
    {"[1.]", 3},
    {"[.5]", 1},
    {"[+1]", 1},
    {"[1e]", 3},
    {"[--1]", 2},
    {"[NaN]", 1},
    {"[tru]", 1},
    {"[\"a]", 4},
    {"[\"\t\"]", 2},
    {"[\"\\x\"]", 3},
    {"[\"\\u12g4\"]", 4},
    {"[\"\\u0000\"]", 4},
    {"[\"\\ud800\"]", 8},
    {"[\"\\ud800\\u0041\"]", 8},
    {"[\"\\udc00\"]", 8},
    {"[\"\xff\"]", 2},
    {"[\"\xc0\xaf\"]", 2},
    {"[\"\xed\xa0\x80\"]", 2},
    {"[\"\xf4\x90\x80\x80\"]", 2},
    {"\xef\xbb\xbf{}", 0},
    {"[1}", 2},
    {"{\"a\":1]", 6},
    {"/* c */ []", 0},
    {"{\"a\":1,\"a\":2}", -1},
    {"[{\"x\":{\"b\":1,\"c\":2,\"b\":3}}]", -1},
};

START_TEST(accepts)
{
    struct jr_error error;
    const char *text = good[_i];
    cJSON *root = jr_parse(text, strlen(text), &error);

    ck_assert_msg(root != NULL, "%s", text);
    cJSON_Delete(root);
}
END_TEST

START_TEST(refuses)
{
    struct jr_error error = {0};
    const char *text = bad[_i].text;

    ck_assert_msg(jr_parse(text, strlen(text), &error) == NULL, "%s", text);
    ck_assert_ptr_nonnull(error.why);
    if (bad[_i].at >= 0)
        ck_assert_msg(error.offset == (size_t)bad[_i].at, "%s: at %zu, not %d (%s)", text,
                      error.offset, bad[_i].at, error.why);
}
END_TEST

START_TEST(nesting)
{
    char text[2 * JR_DEPTH_MAX + 4];
    struct jr_error error;

    for (int depth = 1; depth <= JR_DEPTH_MAX + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        ck_assert_int_eq(jr_scan(text, (size_t)depth * 2, &error), depth <= JR_DEPTH_MAX);
    }
}
END_TEST

START_TEST(place)
{
    struct jr_error error;
    const char *text = "{\n  \"a\": 1,\n  b\n}";

    ck_assert(!jr_scan(text, strlen(text), &error));
    ck_assert_uint_eq(error.line, 3);
    ck_assert_uint_eq(error.column, 3);
}
END_TEST

START_TEST(members)
{
    static const char *const names[] = {"n", "hex", "neg", "frac", "big", "t", "s", NULL};
    struct jr_error error;
    const char *text = "{\"n\":9007199254740992,\"hex\":\"0xffffffffffffffff\",\"neg\":-3,"
                       "\"frac\":1.5,\"big\":1e300,\"t\":true,\"s\":\"x\"}";
    cJSON *o = jr_parse(text, strlen(text), &error);
    uint64_t u = 7;
    int64_t i = 7;
    bool b = false;
    double d;
    const char *s;

    ck_assert_int_eq(jr_u64(o, "n", &u), 1);
    ck_assert_uint_eq(u, UINT64_C(9007199254740992));
    ck_assert_int_eq(jr_u64(o, "hex", &u), 1);
    ck_assert_uint_eq(u, UINT64_MAX);
    ck_assert_int_eq(jr_u64(o, "none", &u), 0);
    ck_assert_int_eq(jr_u64(o, "neg", &u), -1);
    ck_assert_int_eq(jr_u64(o, "frac", &u), -1);
    ck_assert_int_eq(jr_u64(o, "big", &u), -1);
    ck_assert_int_eq(jr_u64(o, "s", &u), -1);
    ck_assert_int_eq(jr_i64(o, "neg", &i), 1);
    ck_assert_int_eq(i, -3);
    ck_assert_int_eq(jr_bool(o, "t", &b), 1);
    ck_assert(b);
    ck_assert_int_eq(jr_bool(o, "n", &b), -1);
    ck_assert_int_eq(jr_text(o, "s", &s), 1);
    ck_assert_str_eq(s, "x");
    ck_assert_int_eq(jr_text(o, "S", &s), 0);
    ck_assert_int_eq(jr_number(o, "frac", &d), 1);
    ck_assert_ptr_null(jr_unknown(o, names));
    ck_assert_str_eq(jr_unknown(o, names + 1), "n");
    cJSON_Delete(o);
}
END_TEST

Suite *make_jr_suite(void)
{
    Suite *s = suite_create("jr");
    TCase *c = tcase_create("jr");

    tcase_add_loop_test(c, accepts, 0, sizeof good / sizeof good[0]);
    tcase_add_loop_test(c, refuses, 0, sizeof bad / sizeof bad[0]);
    tcase_add_test(c, nesting);
    tcase_add_test(c, place);
    tcase_add_test(c, members);
    suite_add_tcase(s, c);
    return s;
}
