/* check_rng.c - the generator: reference values, bounds. */
#include "base/rng.h"

#include "../suite.h"

/* First outputs of splitmix64 from seed 1234567, as its authors' reference program prints them. */
START_TEST(test_splitmix_reference)
{
    uint64_t x = 1234567;

    ck_assert_uint_eq(rng_mix(&x), 6457827717110365317ull);
    ck_assert_uint_eq(rng_mix(&x), 3203168211198807973ull);
    ck_assert_uint_eq(rng_mix(&x), 9817491932198370423ull);
}
END_TEST

START_TEST(test_below)
{
    uint64_t state[2];
    unsigned seen[7] = {0};

    rng_seed(state, 1);
    for (unsigned i = 0; i < 7000; i++) {
        seen[rng_below(state, 7)]++;
        ck_assert_uint_lt(rng_below(state, 1ull << 40), 1ull << 40);
    }
    for (unsigned i = 0; i < 7; i++) {
        ck_assert_uint_gt(seen[i], 800);
    }
}
END_TEST

Suite *make_rng_suite(void)
{
    Suite *s = suite_create("rng");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_splitmix_reference);
    tcase_add_test(tc, test_below);
    suite_add_tcase(s, tc);
    return s;
}
