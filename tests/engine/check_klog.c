/* check_klog.c - the ring of log lines: numbers kept, the oldest goes, seeking back takes lines away again.
 * Origin: what dmesg(1) promises; the ring's size is MM_KLOG_LINES. */
#include "parts/klog.h"

#include "play.h"

START_TEST(test_lines_and_numbers)
{
    struct mm *m = play_machine("memory=16M");
    const uint32_t first = m->machine->klog_lines;

    klog_say(m, KLOG_WARN, KL_SWAP, 7, 9);
    klog_say(m, KLOG_INFO, KL_RESERVE, 1, 2, 3, UINT64_MAX);
    ck_assert_uint_eq(m->machine->klog_lines, first + 2);
    ck_assert_uint_eq(klog_number(m, first, 0), 7);
    ck_assert_uint_eq(klog_number(m, first, 1), 9);
    ck_assert_uint_eq(klog_number(m, first, 2), 0);
    ck_assert_uint_eq(klog_number(m, first + 1, 3), UINT64_MAX);
    ck_assert_uint_eq(klog_line(m, first)->kind, KL_SWAP);
    ck_assert_uint_eq(klog_line(m, first)->level, KLOG_WARN);
    klog_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_the_oldest_goes)
{
    struct mm *m = play_machine("memory=16M");

    for (uint64_t i = m->machine->klog_lines; i < MM_KLOG_LINES + 5; i++) {
        klog_say(m, KLOG_INFO, KL_SWAP, i, 0);
    }
    ck_assert_uint_eq(klog_first(m), 5);
    for (uint32_t line = MM_KLOG_LINES - 1; line < MM_KLOG_LINES + 5; line++) {
        ck_assert_uint_eq(klog_number(m, line, 0), line);
    }
    klog_check(m);
    mm_free(m);
}
END_TEST

Suite *make_klog_suite(void);
Suite *make_klog_suite(void)
{
    Suite *s = suite_create("klog");
    TCase *tc = tcase_create("klog");

    tcase_add_test(tc, test_lines_and_numbers);
    tcase_add_test(tc, test_the_oldest_goes);
    suite_add_tcase(s, tc);
    return s;
}
