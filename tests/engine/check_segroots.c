/* check_segroots.c - values of the segmentation lab and of the page-table lab, and what is said when there is none. */
#include "text/segroots.h"

#include <string.h>

#include "text_help.h"

START_TEST(test_values)
{
    struct text_run t;

    text_open(&t);
    text_ok(&t, "machine memory=1M\n"
                "lab segments memory=1G\n"
                "expect lab.kind == segments\n"
                "lab load a 64K dpl=0\n"
                "lab load b 200M\n"
                "expect lab.segments.a.base == 0\n"
                "expect lab.segments.b.base == 64K\n"
                "expect lab.segments.b.start == 0x10000\n"
                "expect lab.segments.a.limit == 65535\n"
                "expect lab.segments.a.dpl == 0\n"
                "expect lab.segments.0x0f.size == 200M\n"
                "expect lab.segments.0x0c.present == 1\n"
                "expect lab.segments.0x73.table == gdt\n"
                "expect lab.segments.user_cs.type == code\n"
                "expect lab.segments.user_cs.descriptor == 0x00cffa000000ffff\n"
                "lab swapout b pages=2\n"
                "expect lab.segments.b.present == 0\n"
                "expect lab.swapped_bytes == 200M\n"
                "expect lab.paged_bytes == 8K\n"
                "lab swapin b\n"
                "expect lab.swapped_bytes == 400M\n"
                "expect lab.paged_bytes == 16K\n"
                "lab access b 300M r\n"
                "expect result.fault == GP\n"
                "expect lab.fault == GP\n"
                "expect lab.rule == limit\n"
                "lab tables\n"
                "expect lab.tables.two_level.bytes == 4100K\n"
                "expect lab.tables.two_level.accesses == 2\n"
                "expect result.fault == none\n");
    text_close(&t);
}
END_TEST

START_TEST(test_missing)
{
    struct text_run t;

    text_open(&t);
    text_ok(&t, "machine memory=1M\n");
    text_bad(&t, "print lab.segments.a.base", 1, 11, "no such lab");
    text_bad(&t, "print lab.tables.linear.bytes", 1, 11, "no such lab");
    text_ok(&t, "lab segments\n");
    text_bad(&t, "print lab.segments.a.base", 1, 20, "no segment \"a\"");
    ck_assert_ptr_nonnull(strstr(t.problem.accepted, "user_ds"));
    text_bad(&t, "print lab.segments.user_ds.bas", 1, 28, "bas");
    ck_assert_ptr_nonnull(strstr(t.problem.accepted, "base"));
    text_bad(&t, "print lab.segments.user_ds", 1, 27, "");
    text_bad(&t, "print lab.segments", 1, 19, "");
    text_bad(&t, "print lab.tables.three.bytes", 1, 18, "three");
    text_bad(&t, "print lab.tables.linear.bytes.x", 1, 31, "x");
    text_bad(&t, "print lab.tables.linear", 1, 24, "");
    text_bad(&t, "print lab.swapped_bytes.x", 1, 25, "x");
    text_bad(&t, "lab swapin user_ds", 1, 12, "is not on disk");
    text_bad(&t, "lab unload user_ds", 1, 12, "Linux's own");
    text_bad(&t, "lab swapout user_ds", 1, 13, "not in memory");
    text_bad(&t, "lab access zz 0 r", 1, 12, "no segment \"zz\"");
    ck_assert_ptr_nonnull(strstr(t.problem.accepted, "selector"));
    text_bad(&t, "lab tables map=0..1M used=3", 1, 22, "same thing");
    text_bad(&t, "lab tables map=0-1M", 1, 12, "not accepted");
    text_bad(&t, "lab load x 4K type=heap", 1, 15, "not accepted");
    text_ok(&t, "lab tables\n");
    text_bad(&t, "lab load x 4K", 1, 1, "no such lab");
    text_close(&t);
}
END_TEST

Suite *make_segroots_suite(void)
{
    Suite *suite = suite_create("segroots");
    TCase *tc = tcase_create("segroots");

    tcase_add_test(tc, test_values);
    tcase_add_test(tc, test_missing);
    suite_add_tcase(suite, tc);
    return suite;
}
