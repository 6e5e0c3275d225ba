/* check_inputs.c - files that lines name: read once, found again by name, said when they are not there. */
#include "text_help.h"

/* A trace is read by name: page numbers or what lackey wrote; one that is there is not read again. */
START_TEST(test_lab_reads_any_recording)
{
    struct text_run t;
    struct session_input in;

    text_open(&t);
    text_ok(&t, "lab policy=lru,fifo frames=5 trace=traces/ls2000.lackey\n");
    ck_assert(session_input(t.s, 0, &in));
    ck_assert_str_eq(in.kind, "lackey");
    ck_assert_uint_eq(in.accesses, mm_get(session_machine(t.s), MM_F_lab_refs, 0));
    ck_assert_uint_eq(mm_get(session_machine(t.s), MM_F_lab_columns, 0), 0);
    text_ok(&t, "lab policy=lru frames=4 trace=traces/ls2000.lackey limit=50\n"
                "lab curve policy=lru trace=traces/ls2000.lackey frames=200\n");
    ck_assert(!session_input(t.s, 1, &in));
    text_ok(&t, "expect lab.curve.lru.1 > lab.curve.lru.112\nexpect lab.curve.lru.200 > 0\n");
    text_close(&t);
}
END_TEST

START_TEST(test_a_file_that_is_not_there)
{
    struct text_run t;
    struct session_input in;

    text_open(&t);
    text_ok(&t, "spawn p\n");
    text_bad(&t, "trace lackey nofile as q", 1, 14, "nofile");
    text_bad(&t, "spawn q maps=nofile", 1, 9, "nofile");
    text_bad(&t, "lab curve policy=lru trace=nofile", 1, 22, "nofile");
    ck_assert(!session_input(t.s, 0, &in));
    text_ok(&t, "trace lackey traces/ls2000.lackey as q limit=10\n"
                "spawn r maps=traces/static.maps\n");
    ck_assert(session_input(t.s, 1, &in));
    ck_assert_str_eq(in.kind, "maps");
    text_close(&t);
}
END_TEST

Suite *make_inputs_suite(void)
{
    Suite *s = suite_create("inputs");
    TCase *tc = tcase_create("inputs");

    tcase_add_test(tc, test_lab_reads_any_recording);
    tcase_add_test(tc, test_a_file_that_is_not_there);
    suite_add_tcase(s, tc);
    return s;
}
