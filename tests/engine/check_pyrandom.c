/* check_pyrandom.c - the generator and its arithmetic against figures of CPython 3. */
#include "../suite.h"
#include "lab/pyrandom.h"

/* random.seed(n); int(1000000007 * random.random()), five times (CPython 3.11). */
START_TEST(test_random)
{
    static const struct {
        uint64_t seed, want[5];
    } row[] = {{0, {844421857, 757954408, 420571583, 258916752, 511274724}},
               {1, {134364245, 847433742, 763774624, 255069027, 495435090}},
               {42, {639426802, 25010755, 275029320, 223210739, 736471219}},
               {12345678901, {946011822, 327999958, 383790505, 538638958, 114640689}}};

    for (unsigned i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct py_random r;

        py_seed(&r, row[i].seed);
        for (unsigned k = 0; k < 5; k++) {
            ck_assert_uint_eq(py_below(&r, 1000000007), row[i].want[k]);
        }
    }
}
END_TEST

static double value(struct py_real a)
{
    double v = (double)a.m; /* 53 bits: exact */

    for (int32_t e = a.e; e < 0; e++) {
        v /= 2;
    }
    for (int32_t e = a.e; e > 0; e--) {
        v *= 2;
    }
    return v;
}

/* Against the doubles of this machine: products, sums, quotients, order, floor. */
START_TEST(test_arithmetic)
{
    struct py_random r;

    py_seed(&r, 7);
    for (unsigned i = 0; i < 20000; i++) {
        const struct py_real a = py_mul(py_int(py_below(&r, 1u << (1 + i % 31))), py_random(&r));
        const struct py_real b = i % 5 != 0 ? py_random(&r) : py_int(1 + py_below(&r, 1000));
        volatile double product = value(a) * value(b);
        volatile double sum = value(a) + value(b);
        volatile double quotient = value(a) / value(b);

        ck_assert_msg(value(py_mul(a, b)) == product, "product %u", i);
        ck_assert_msg(value(py_add(a, b)) == sum, "sum %u", i);
        ck_assert_msg(value(py_div(a, b)) == quotient, "quotient %u", i);
        ck_assert_int_eq(py_cmp(a, b), (value(a) > value(b)) - (value(a) < value(b)));
        ck_assert_uint_eq(py_floor(a), (uint64_t)value(a));
    }
}
END_TEST

Suite *make_pyrandom_suite(void)
{
    Suite *s = suite_create("pyrandom");
    TCase *t = tcase_create("pyrandom");

    tcase_add_test(t, test_random);
    tcase_add_test(t, test_arithmetic);
    suite_add_tcase(s, t);
    return s;
}
