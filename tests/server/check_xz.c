/* check_xz.c - what goes through xz comes back, bounded; what is damaged is said to be. */
#include "suite.h"

#include "xz.h"

#include <lzma.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 300000 };

static uint8_t plain[SIZE], packed[SIZE];
static size_t packed_bytes;

static void pack(void)
{
    uint32_t x = 1;

    for (size_t i = 0; i < SIZE; i++) {
        x = x * 1664525 + 1013904223;
        plain[i] = (uint8_t)(i % 7 ? i >> 10 : x >> 24);
    }
    packed_bytes = 0;
    ck_assert_int_eq(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, plain, SIZE, packed,
                                             &packed_bytes, SIZE),
                     LZMA_OK);
}

START_TEST(test_round_trip)
{
    uint8_t *out = NULL;
    size_t n = 0;
    char why[128] = "";

    pack();
    ck_assert(xz_is(packed, packed_bytes) && !xz_is(plain, SIZE) && !xz_is(packed, 3));
    ck_assert_msg(xz_decode(packed, packed_bytes, SIZE, &out, &n, why, sizeof why), "%s", why);
    ck_assert_uint_eq(n, SIZE);
    ck_assert_mem_eq(out, plain, SIZE);
    free(out);
    ck_assert(xz_decode(packed, packed_bytes, 10 * SIZE, &out, &n, why, sizeof why) && n == SIZE);
    free(out);
}
END_TEST

START_TEST(test_bounds_and_damage)
{
    uint8_t *out = NULL;
    size_t n = 0;
    char why[128] = "";

    pack();
    ck_assert(!xz_decode(packed, packed_bytes, SIZE - 1, &out, &n, why, sizeof why));
    ck_assert_ptr_nonnull(strstr(why, "larger"));
    for (size_t cut = 0; cut < packed_bytes; cut += 1 + packed_bytes / 50) {
        ck_assert_msg(!xz_decode(packed, cut, SIZE, &out, &n, why, sizeof why), "cut at %zu", cut);
        ck_assert(why[0]);
    }
    for (size_t at = 0; at < packed_bytes; at += 1 + packed_bytes / 50) {
        packed[at] ^= 0x55;
        ck_assert_msg(!xz_decode(packed, packed_bytes, SIZE, &out, &n, why, sizeof why),
                      "damaged at %zu", at);
        packed[at] ^= 0x55;
    }
}
END_TEST

START_TEST(test_files)
{
    uint8_t *out = NULL;
    size_t n = 0;
    char why[128] = "";

    ck_assert(xz_read(test_path("traces/ls2000.lackey"), SIZE, &out, &n, why, sizeof why));
    ck_assert_uint_eq(n, 28505);
    free(out);
    ck_assert(xz_read(test_path("traces/gcc4096.u64.xz"), SIZE, &out, &n, why, sizeof why));
    ck_assert_uint_eq(n, 4096 * 8);
    free(out);
    ck_assert(!xz_read(test_path("traces/ls2000.lackey"), 1000, &out, &n, why, sizeof why));
    ck_assert(!xz_read(test_path("traces/gcc4096.u64.xz"), 1000, &out, &n, why, sizeof why));
    ck_assert(!xz_read(test_path("traces/nothing"), 1000, &out, &n, why, sizeof why));
    ck_assert(why[0]);
}
END_TEST

Suite *make_xz_suite(void)
{
    Suite *suite = suite_create("xz");
    TCase *tc = tcase_create("xz");

    tcase_add_test(tc, test_round_trip);
    tcase_add_test(tc, test_bounds_and_damage);
    tcase_add_test(tc, test_files);
    suite_add_tcase(suite, tc);
    return suite;
}
