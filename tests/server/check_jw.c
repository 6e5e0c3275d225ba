/* check_jw.c - the JSON writer: numbers, text, run lengths; and the buffers under it. */
#include "suite.h"

#include "jr.h"
#include "jw.h"

#include <stdlib.h>
#include <string.h>

static void same(struct jw *w, const char *want)
{
    struct buf *b = jw_take(w);

    ck_assert_ptr_nonnull(b);
    ck_assert_str_eq(buf_data(b), want);
    ck_assert_uint_eq(b->len, strlen(want));
    buf_put(b);
}

START_TEST(numbers)
{
    struct jw w = jw_new(0);

    jw_open(&w, '[');
    jw_u64(&w, 0);
    jw_u64(&w, UINT64_C(9007199254740991));
    jw_u64(&w, UINT64_C(9007199254740992));
    jw_u64(&w, UINT64_MAX);
    jw_i64(&w, -1);
    jw_i64(&w, INT64_C(-9007199254740991));
    jw_i64(&w, INT64_MIN);
    jw_hex(&w, 0);
    jw_hex(&w, 0x7ffe);
    jw_hash(&w, 0xabc);
    jw_close(&w, ']');
    same(&w, "[0,9007199254740991,\"0x20000000000000\",\"0xffffffffffffffff\",-1,-9007199254740991,"
             "\"-0x8000000000000000\",\"0x0\",\"0x7ffe\",\"0x0000000000000abc\"]");
}
END_TEST

START_TEST(text)
{
    struct jw w = jw_new(0);
    struct jr_error error;

    jw_open(&w, '{');
    jw_kv_text(&w, "a\"b", "q\" b\\ n\n t\t c\x01 \xe5\x86\x85");
    jw_kv_text(&w, "bad", "x\xff\xc3y");
    jw_kv_text(&w, "null", NULL);
    jw_kv_bool(&w, "t", true);
    jw_close(&w, '}');
    struct buf *b = jw_take(&w);
    ck_assert_str_eq(buf_data(b),
                     "{\"a\\\"b\":\"q\\\" b\\\\ n\\n t\\t c\\u0001 \xe5\x86\x85\","
                     "\"bad\":\"x\xef\xbf\xbd\xef\xbf\xbdy\",\"null\":null,\"t\":true}");
    ck_assert(jr_scan(buf_data(b), b->len, &error));
    buf_put(b);
}
END_TEST

START_TEST(commas)
{
    struct jw w = jw_new(0);

    jw_open(&w, '[');
    jw_open(&w, '{');
    jw_close(&w, '}');
    jw_open(&w, '[');
    jw_u64(&w, 1);
    jw_raw(&w, "{\"x\":2}", 7);
    jw_close(&w, ']');
    jw_null(&w);
    jw_close(&w, ']');
    same(&w, "[{},[1,{\"x\":2}],null]");
}
END_TEST

START_TEST(runs)
{
    static const uint64_t values[] = {5, 5, 5, 0, 7, 7, UINT64_MAX};
    struct jw w = jw_new(0);
    struct jw_rle rle;

    jw_open(&w, '[');
    jw_rle_open(&w, &rle, false);
    for (size_t i = 0; i < 7; i++)
        jw_rle_add(&w, &rle, values[i]);
    jw_rle_close(&w, &rle);
    jw_rle_open(&w, &rle, true);
    jw_rle_add(&w, &rle, UINT64_MAX);
    jw_rle_close(&w, &rle);
    jw_rle_open(&w, &rle, true);
    jw_rle_close(&w, &rle);
    jw_close(&w, ']');
    same(&w, "[[3,5,1,0,2,7,1,\"0xffffffffffffffff\"],[1,-1],[]]");
}
END_TEST

START_TEST(unfinished_fails)
{
    struct jw w = jw_new(0);

    jw_open(&w, '[');
    ck_assert_ptr_null(jw_take(&w));
    jw_open(&w, '{');
    jw_key(&w, "k");
    jw_close(&w, '}');
    ck_assert_ptr_null(jw_take(&w));
    for (int i = 0; i <= JW_DEPTH_MAX; i++)
        jw_open(&w, '[');
    for (int i = 0; i <= JW_DEPTH_MAX; i++)
        jw_close(&w, ']');
    ck_assert_ptr_null(jw_take(&w));
}
END_TEST

START_TEST(bounds)
{
    struct writer o = {.max = 10};
    struct jw w = jw_new(100);

    wr_str(&o, "0123456789");
    ck_assert(!o.failed);
    wr_char(&o, 'x');
    ck_assert(o.failed);
    ck_assert_ptr_null(wr_take(&o));
    wr_format(&o, "%d-%s", 12, "ab");
    struct buf *b = wr_take(&o);
    ck_assert_str_eq(buf_data(b), "12-ab");
    buf_put(b);
    jw_open(&w, '[');
    for (int i = 0; i < 100; i++)
        jw_u64(&w, 1);
    jw_close(&w, ']');
    ck_assert_ptr_null(jw_take(&w));
}
END_TEST

START_TEST(shared)
{
    struct buf *b = buf_new("abc", 3);

    ck_assert_ptr_eq(buf_get(b), b);
    buf_put(b);
    ck_assert_str_eq(buf_data(b), "abc");
    ck_assert_uint_eq(atomic_load(&b->refs), 1);
    buf_put(b);
    buf_put(NULL);
}
END_TEST

Suite *make_jw_suite(void)
{
    Suite *s = suite_create("jw");
    TCase *c = tcase_create("jw");

    tcase_add_test(c, numbers);
    tcase_add_test(c, text);
    tcase_add_test(c, commas);
    tcase_add_test(c, runs);
    tcase_add_test(c, unfinished_fails);
    tcase_add_test(c, bounds);
    tcase_add_test(c, shared);
    suite_add_tcase(s, c);
    return s;
}
