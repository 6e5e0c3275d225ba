/* check_ask.c - single questions: values as text and as numbers, files as text. */
#include <string.h>

#include "text_help.h"

START_TEST(test_questions)
{
    struct text_run t;
    char out[4096];
    bool is_number = false;
    int64_t n = 0;
    const char *unit = "";
    size_t length = 0;

    text_open(&t);
    ck_assert(session_value(t.s, "meminfo.MemTotal", out, sizeof out,
                            &t.problem)); /* makes the default machine */
    ck_assert_ptr_nonnull(session_machine(t.s));
    ck_assert_ptr_nonnull(strstr(out, " kB"));
    text_ok(&t, "spawn p\np mmap 64K as m\np write m\nlet kept = 3\n");
    ck_assert(session_value(t.s, "p.status.VmRSS", out, sizeof out, &t.problem));
    ck_assert_str_eq(out, "64 kB");
    ck_assert(session_value(t.s, "p.status.VmRSS / 3", out, sizeof out, &t.problem));
    ck_assert_str_eq(out, "21.333333 kB");
    ck_assert(session_number(t.s, "p.status.VmRSS", &is_number, &n, &unit, &t.problem));
    ck_assert(is_number && n == 64);
    ck_assert_str_eq(unit, "kB");
    ck_assert(session_number(t.s, "kept", &is_number, &n, &unit, &t.problem) && is_number &&
              n == 3);
    ck_assert(session_number(t.s, "hash", &is_number, &n, &unit, &t.problem) && !is_number);
    ck_assert(session_number(t.s, "result.errno", &is_number, &n, &unit, &t.problem) && !is_number);
    ck_assert(!session_value(t.s, "p.status.VmRS", out, sizeof out, &t.problem));
    ck_assert_uint_eq(t.problem.column, 10);
    ck_assert(
        session_read(t.s, "cat /proc/meminfo | head -1", out, sizeof out, &length, &t.problem));
    ck_assert_uint_eq(length, strlen(out));
    ck_assert_int_eq(strncmp(out, "MemTotal:", 9), 0);
    ck_assert(!session_read(t.s, "p exit", out, sizeof out, &length, &t.problem));
    ck_assert_ptr_nonnull(strstr(t.problem.en, "reads"));
    ck_assert(!session_read(t.s, "cat", out, sizeof out, &length, &t.problem));
    text_close(&t);
}
END_TEST

Suite *make_ask_suite(void)
{
    Suite *suite = suite_create("ask");
    TCase *tc = tcase_create("ask");

    tcase_add_test(tc, test_questions);
    suite_add_tcase(suite, tc);
    return suite;
}
