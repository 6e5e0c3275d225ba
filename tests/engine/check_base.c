/* check_base.c - names of errors, errnos, signals. */
#include "base/base.h"

#include <string.h>

#include "../suite.h"

START_TEST(test_names)
{
    ck_assert_str_eq(mm_errno_name(12), "ENOMEM");
    ck_assert_str_eq(mm_errno_name(0), "0");
    ck_assert_str_eq(mm_signal_name(11), "SIGSEGV");
    ck_assert_str_eq(mm_si_code_name(11, 1), "SEGV_MAPERR");
    ck_assert_str_eq(mm_si_code_name(7, 2), "BUS_ADRERR");
    ck_assert_str_eq(mm_si_code_name(11, 128), "SI_KERNEL");
    ck_assert_str_eq(mm_si_code_name(9, 0), "");
    ck_assert_str_eq(mm_err_name(MM_ENOACTOR), "no such process");
}
END_TEST

/* Values that Linux fixes (include/linux/mm.h, gfp_types.h, page-flags.h of 6.1). */
START_TEST(test_linux_values)
{
    ck_assert_uint_eq(GFP_HIGHUSER_MOVABLE, 0x100ccau);
    ck_assert_uint_eq(GFP_ANON_PAGE, 0x140dcau); /* as the recorded OOM reports print it */
    ck_assert_uint_eq(GFP_KERNEL, 0xcc0u);
    ck_assert_uint_eq(VM_GROWSDOWN, 0x100u);
    ck_assert_uint_eq(VM_ACCOUNT, 0x100000u);
    ck_assert_uint_eq(PG_DIRTY, 8u);
    ck_assert_uint_eq(MT_RECLAIMABLE, 2u);
}
END_TEST

Suite *make_base_suite(void)
{
    Suite *s = suite_create("base");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_names);
    tcase_add_test(tc, test_linux_values);
    suite_add_tcase(s, tc);
    return s;
}
