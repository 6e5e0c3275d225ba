/* check_pages.c - page lists as text and as 64-bit numbers. */
#include "text/pages.h"

#include <string.h>

#include "suite.h"

static uint64_t ops[64];

static bool decode(const char *text, size_t length, struct import *in)
{
    memset(in, 0, sizeof *in);
    in->ops = ops;
    in->room = pages_room((const uint8_t *)text, length);
    ck_assert_uint_le(in->room, 64);
    return pages_decode((const uint8_t *)text, length, in);
}

START_TEST(test_text)
{
    struct import in;
    static const char text[] =
        "1 2,3\n# comment\n0x10 # and more\n\nbad\n5\n-1\n7 x\n99999999999999999999\n";

    ck_assert(decode(text, strlen(text), &in));
    ck_assert_uint_eq(in.count, 6);
    ck_assert_uint_eq(MM_OP_ADDR(ops[3]), 0x10000);
    ck_assert_uint_eq(MM_OP_ACCESS(ops[3]), ACC_READ);
    ck_assert_uint_eq(MM_OP_ADDR(ops[5]), 7 * 4096);
    ck_assert_uint_eq(in.lines, 9);
    ck_assert_uint_eq(in.malformed, 4);
    ck_assert_str_eq(in.first, "line 5: bad\nline 7: -1\nline 8: 7 x\n");
    ck_assert(!decode("only words\n", 11, &in));
    ck_assert(!decode("", 0, &in));
    ck_assert(decode("8", 1, &in));
    ck_assert_uint_eq(in.count, 1);
}
END_TEST

START_TEST(test_binary)
{
    static const char bytes[] = "\x01\0\0\0\0\0\0\0"
                                "\xff\xee\x07\0\0\0\0\0"
                                "\0\0\0\0\0\0\0\x80"
                                "\x02\0\0\0\0\0\0\0"
                                "\x05\0\0";
    struct import in;

    ck_assert(decode(bytes, sizeof bytes - 1, &in));
    ck_assert_uint_eq(in.count, 3);
    ck_assert_uint_eq(MM_OP_ADDR(ops[1]), 0x7eeffull << 12);
    ck_assert_uint_eq(in.malformed,
                      2); /* a page beyond every address, and half a number at the end */
    ck_assert_uint_eq(in.lines, 5);
}
END_TEST

START_TEST(test_any_bytes)
{
    char text[128];
    uint32_t x = 1;

    for (unsigned round = 0; round < test_scaled(2000); round++) {
        struct import in;
        size_t n = round % sizeof text;

        for (size_t i = 0; i < n; i++) {
            x = x * 1664525 + 1013904223;
            text[i] = round & 1 ? (char)(x >> 24) : "0123456789 ,x#\n"[(x >> 24) % 15];
        }
        decode(text, n, &in);
        ck_assert(in.count <= in.room && in.malformed <= in.lines);
    }
}
END_TEST

Suite *make_pages_suite(void)
{
    Suite *suite = suite_create("pages");
    TCase *tc = tcase_create("pages");

    tcase_add_test(tc, test_text);
    tcase_add_test(tc, test_binary);
    tcase_add_test(tc, test_any_bytes);
    suite_add_tcase(suite, tc);
    return suite;
}
