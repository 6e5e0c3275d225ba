/* check_units.c - sizes, numbers, durations, fractions. */
#include "text/units.h"

#include <string.h>

#include "suite.h"

START_TEST(test_sizes)
{
    static const struct {
        const char *word;
        uint64_t bytes;
    } good[] = {{"0", 0},
                {"4096", 4096},
                {"16K", 16384},
                {"64M", 64 << 20},
                {"2G", 2ull << 30},
                {"1T", 1ull << 40},
                {"32p", 32 * 4096},
                {"0x1000", 4096},
                {"0xfK", 15360},
                {"16777215T", 16777215ull << 40},
                {"18446744073709551615", UINT64_MAX}};
    static const char *const bad[] = {"",    "K",  "-1",  "1k",  "1KB", "1.5M",
                                      "4 K", "0x", "x10", "1KK", "p"};
    static const char *const large[] = {"16777216T", "18446744073709551616",
                                        "99999999999999999999999"};
    uint64_t n = 0;
    bool suffixed = false;

    for (unsigned i = 0; i < sizeof good / sizeof good[0]; i++) {
        ck_assert_int_eq(units_size(good[i].word, &n, &suffixed), UNITS_OK);
        ck_assert_uint_eq(n, good[i].bytes);
        ck_assert_int_eq(suffixed, strpbrk(good[i].word, "KMGTp") != NULL);
    }
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(units_size(bad[i], &n, NULL) == UNITS_NOT, "%s", bad[i]);
    }
    for (unsigned i = 0; i < sizeof large / sizeof large[0]; i++) {
        ck_assert_msg(units_size(large[i], &n, NULL) == UNITS_TOO_LARGE, "%s", large[i]);
    }
}
END_TEST

START_TEST(test_numbers)
{
    uint64_t n = 7;
    int64_t i = 7;

    ck_assert_int_eq(units_uint("4K", &n), UNITS_NOT);
    ck_assert_int_eq(units_uint("0xff", &n), UNITS_OK);
    ck_assert_uint_eq(n, 255);
    ck_assert_int_eq(units_int("-1000", &i), UNITS_OK);
    ck_assert_int_eq(i, -1000);
    ck_assert_int_eq(units_int("--1", &i), UNITS_NOT);
    ck_assert_int_eq(units_int("9223372036854775808", &i), UNITS_TOO_LARGE);
    ck_assert_int_eq(units_duration("200ms", &n), UNITS_OK);
    ck_assert_uint_eq(n, 200000000);
    ck_assert_int_eq(units_duration("5s", &n), UNITS_OK);
    ck_assert_uint_eq(n, 5000000000ull);
    ck_assert_int_eq(units_duration("5", &n), UNITS_NOT);
    ck_assert_int_eq(units_duration("99999999999999s", &n), UNITS_TOO_LARGE);
    ck_assert_int_eq(units_millionths("0.9", &n), UNITS_OK);
    ck_assert_uint_eq(n, 900000);
    ck_assert_int_eq(units_millionths("12", &n), UNITS_OK);
    ck_assert_uint_eq(n, 12000000);
    ck_assert_int_eq(units_millionths("0.1234567", &n), UNITS_OK);
    ck_assert_uint_eq(n, 123456);
    ck_assert_int_eq(units_millionths("1.", &n), UNITS_NOT);
}
END_TEST

START_TEST(test_prot_and_print)
{
    char text[32];
    uint64_t p = 9;

    ck_assert(units_prot("rw-", &p));
    ck_assert_uint_eq(p, VM_READ | VM_WRITE);
    ck_assert(units_prot("---", &p));
    ck_assert_uint_eq(p, 0);
    ck_assert(!units_prot("rw", &p));
    ck_assert(!units_prot("wr-", &p));
    ck_assert(!units_prot("rwx-", &p));
    for (uint64_t n = 1; n < 1ull << 50;
         n = n * 3 + 1) { /* what is printed reads as the same size */
        uint64_t again = 0;

        units_print_size(n << 10, text, sizeof text);
        ck_assert_int_eq(units_size(text, &again, NULL), UNITS_OK);
        ck_assert_uint_eq(again, n << 10);
    }
    units_print_size(64 << 20, text, sizeof text);
    ck_assert_str_eq(text, "64M");
}
END_TEST

Suite *make_units_suite(void)
{
    Suite *suite = suite_create("units");
    TCase *tc = tcase_create("units");

    tcase_add_test(tc, test_sizes);
    tcase_add_test(tc, test_numbers);
    tcase_add_test(tc, test_prot_and_print);
    suite_add_tcase(suite, tc);
    return suite;
}
