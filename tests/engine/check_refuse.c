/* check_refuse.c - what the machine refuses, as a problem: place, texts, what there is instead. */
#include <string.h>

#include "text_help.h"

static const struct {
    const char *line;
    uint32_t column;
    const char *en, *accepted;
    enum mm_err err;
} refused[] = {
    {"q exit", 1, "no process \"q\"", "p, j", MM_ENOACTOR},
    {"kill q", 6, "no process \"q\"", "p, j", MM_ENOACTOR},
    {"wait q", 6, "no process \"q\"", "p, j", MM_ENOACTOR},
    {"p read n+0..4K", 8, "nothing called \"n\"", "m, text", MM_ENONAME},
    {"p touch n+4K w", 9, "nothing called \"n\"", "m, text", MM_ENONAME},
    {"p write heap", 9, "no heap", "brk +SIZE", MM_ENONAME},
    {"free_pages m", 12, "nothing called \"m\"", "k", MM_ENONAME},
    {"echo 1 > /proc/sys/vm/nothing", 10, "no file", "/proc/sys/vm/", MM_ENONAME},
    {"spawn p", 7, "is taken", "another name", MM_EEXISTS},
    {"p mmap 4K as m", 14, "is taken", "another name", MM_EEXISTS},
    {"alloc_pages 0 as k", 18, "is taken", "another name", MM_EEXISTS},
    {"p read m+0..1M", 8, "limit is 65536", "limit here is 65536", MM_ERANGE},
    {"spawn z cpu=5", 9, "limit is 0", "limit here is 0", MM_ERANGE},
    {"stop p", 6, "has no job", "&", MM_EBADARG},
};

START_TEST(test_refused)
{
    struct text_run t;

    text_open(&t);
    text_ok(&t, text_setup);
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        text_bad(&t, refused[i].line, 1, refused[i].column, refused[i].en);
        ck_assert_msg(strstr(t.problem.accepted, refused[i].accepted) != NULL, "%s: %s",
                      refused[i].line, t.problem.accepted);
        ck_assert_msg(t.problem.err == refused[i].err, "%s: %s", refused[i].line,
                      mm_err_name(t.problem.err));
    }
    text_close(&t);
}
END_TEST

START_TEST(test_busy_and_past)
{
    struct text_run t;

    text_open(&t);
    text_ok(&t, text_setup);
    text_ok(&t, "j write jm pattern=loop &\n");
    text_bad(&t, "j exit", 1, 1, "has a job");
    text_bad(&t, "wait j", 1, 6, "never end");
    text_bad(&t, "wait", 1, 5, "never end");
    text_ok(&t, "stop j\n");
    ck_assert_int_eq(mm_seek_step(session_machine(t.s), 2), MM_OK);
    text_bad(&t, "p exit", 1, 1, "past step");
    ck_assert_int_eq(t.problem.err, MM_ENOTHEAD);
    text_close(&t);
}
END_TEST

Suite *make_refuse_suite(void)
{
    Suite *suite = suite_create("refuse");
    TCase *tc = tcase_create("refuse");

    tcase_add_test(tc, test_refused);
    tcase_add_test(tc, test_busy_and_past);
    suite_add_tcase(suite, tc);
    return suite;
}
