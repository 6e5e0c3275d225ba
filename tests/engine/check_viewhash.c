/* check_viewhash.c - the sum that both sides of the wire keep. */
#include "base/viewhash.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"

/* MurmurHash3 x86_32's rounds: fixed words in, fixed words out. The page's own test uses the same row. */
START_TEST(test_mix_is_fixed)
{
    uint32_t a[2];
    uint32_t b[2];

    mm_view_mix(mm_name_hash("frame"), 7, mm_name_hash("flags"), 0, a);
    ck_assert(a[0] == 0 && a[1] == 0);
    mm_view_mix(mm_name_hash("frame"), 7, mm_name_hash("flags"), 1, a);
    mm_view_mix(mm_name_hash("frame"), 7, mm_name_hash("flags"), 1ull << 32, b);
    ck_assert(a[0] != b[0] && a[1] != b[1] && a[0] != a[1]);
    ck_assert_uint_eq(mm_name_hash("a"), 0xe40c292cu); /* FNV-1a's published test vector */
}
END_TEST

Suite *make_viewhash_suite(void)
{
    Suite *s = suite_create("viewhash");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_mix_is_fixed);
    suite_add_tcase(s, tc);
    return s;
}
