/* check_lines.c - what each kind of line does: repeat, let, expect, fails, note, wait until. */
#include <string.h>

#include "text_help.h"

static struct text_run t;

static void open_setup(void)
{
    text_open(&t);
}

static void close_setup(void)
{
    text_close(&t);
}

START_TEST(test_repeat)
{
    text_ok(&t, "spawn p\n"
                "p mmap 64K as m\n"
                "repeat 3 as i\n"
                "  p mmap 4K as a$i\n"
                "  repeat 2 as k # inner\n"
                "    p touch a$i w\n"
                "    let last = $i * 10 + $k\n"
                "  end\n"
                "end\n"
                "expect last == 21\n"
                "expect $i == 2\n"
                "expect p.stat.minflt == 3\n"
                "p munmap a0\np munmap a1\np munmap a2\n");
    ck_assert_uint_eq(t.reported, 2 + 3 + 6 * 2 + 3 + 3);
    text_ok(&t,
            "let none = 0\nlet seen = 0\nrepeat $none as i\nrepeat 3\nlet seen = 1\nend\nlet seen "
            "= 1\nend\n"
            "expect seen == 0\nexpect i == 0\nrepeat 2\nrepeat 0\nend\nlet seen = $seen + 1\nend\n"
            "expect seen == 2");
    text_ok(&t, "repeat 2\nend\nrepeat 1\nrepeat 1\nend\nend");
    ck_assert_uint_eq(t.reported, 0);
    text_bad(&t, "repeat 2\np touch m w\n", 1, 1, "no end");
    ck_assert_uint_eq(t.reported, 0);
    text_bad(&t, "end", 1, 1, "no repeat");
    text_bad(&t, "repeat 2\np touch nothing w\nend", 2, 9, "nothing");
    text_bad(&t,
             "repeat 1\nrepeat 1\nrepeat 1\nrepeat 1\nrepeat 1\nrepeat 1\nrepeat 1\nrepeat "
             "1\nrepeat 1\n",
             9, 1, "deep");
}
END_TEST

START_TEST(test_values_are_kept)
{
    static char long_note[1000];

    text_ok(&t, "let a = 64M\n"
                "let b = a / 4K + 1\n"
                "expect b == 16385\n"
                "expect $b == 16385\n"
                "let a = \"text\"\n"
                "expect a == \"text\"\n"
                "note \"$a 中\" \"$b en\"\n");
    ck_assert_str_eq(t.output, "text 中\n16385 en\n");
    memset(long_note, 'x', sizeof long_note - 1); /* longer than a command of the machine may be */
    memcpy(long_note, "note \"", 6);
    strcpy(long_note + sizeof long_note - 8, "\" \"y\"\n");
    text_ok(&t, long_note);
    ck_assert_uint_gt(t.output_bytes, 900);
    text_bad(&t, "let a 5", 1, 7, "let keeps");
    text_ok(&t, "let c=5\nexpect c==5\n");
    text_bad(&t, "let vmstat = 5", 1, 5, "let keeps");
    text_bad(&t, "let a = vmstat.nothing", 1, 16, "nothing");
    text_bad(&t, "let a = ", 1, 8, "value is missing");
    text_bad(&t, "expect $nothing == 1", 1, 8, "$nothing");
}
END_TEST

START_TEST(test_expectations)
{
    text_ok(&t, "spawn p\nexpect vmstat.pgfault == 0\n");
    ck_assert(!text_do(&t, "p brk +4K\nexpect p.stat.minflt == 17 # wrong\np exit\n"));
    ck_assert_int_eq(t.status, SESSION_EXPECTATION);
    ck_assert_uint_eq(t.line, 2);
    ck_assert_uint_eq(t.problem.column, 8);
    ck_assert_str_eq(t.problem.en, "does not hold: 0 == 17");
    ck_assert_str_eq(t.problem.word, "p.stat.minflt == 17");
    text_ok(&t, "expect alive(p)\n"); /* the rest was dropped */
    ck_assert(!text_do(&t, "expect p.statm.size == 1 within 1%"));
    ck_assert_int_eq(t.status, SESSION_EXPECTATION);
    text_bad(&t, "expect", 1, 7, "missing");
}
END_TEST

START_TEST(test_fails)
{
    text_ok(&t, "spawn p\n"
                "fails nobody exit\n"
                "fails p mmap\n"
                "fails p read nothing\n"
                "fails spawn p\n"
                "fails machine memory=1G\n"
                "fails print nothing.at.all\n"
                "fails expect 1 == \"text\"\n"
                "fails let heap = 1\n"
                "fails trace lackey missing.lackey\n"
                "fails trace lackey traces/static.maps\n"
                "fails cat /proc/nothing\n");
    ck_assert_ptr_nonnull(strstr(t.output, "refused: there is no process \"nobody\"\n"));
    text_bad(&t, "fails p mmap 4K as m", 1, 7, "accepted");
    ck_assert_int_eq(t.status,
                     SESSION_EXPECTATION); /* an expectation that did not hold: exit status 1 */
    ck_assert_uint_eq(mm_step(session_machine(t.s)), 1);
    text_bad(&t, "fails expect 1 == 2", 1, 7, "accepted");
    text_ok(&t, "p mmap 4K as m");
}
END_TEST

START_TEST(test_wait_until)
{
    text_ok(&t, "spawn p\np mmap 1M as m\np write m pattern=loop &\n"
                "wait until vmstat.pgfault >= 100\n"
                "expect vmstat.pgfault >= 100\n"
                "expect result.errno == 0\n"
                "wait until vmstat.pgfault > 10000 max=1ms\n"
                "expect result.errno == EAGAIN\n"
                "wait until 1 == 1\n"
                "stop p\n");
    ck_assert_uint_eq(t.status, SESSION_OK);
    text_bad(&t, "wait until nothing > 3", 1, 12, "nothing");
    text_bad(&t, "wait until 1 +", 1, 15, "value is missing");
}
END_TEST

START_TEST(test_limits)
{
    struct session_host host = {.steps_max = 2, .frames_max = 4096};
    struct mm_config base;
    struct problem why;
    struct text_run limited = {.store = NULL};

    mm_config_default(&base);
    base.memory_bytes = 16 << 20;
    limited.s = session_new(&host, NULL, &base);
    text_ok(&limited, "spawn a\nspawn b\n");
    text_bad(&limited, "spawn c", 1, 1, "2 steps");
    text_close(&limited);
    limited.s = session_new(&host, NULL, NULL);
    text_bad(&limited, "machine memory=17M", 1, 9, "at most");
    ck_assert(!session_start(limited.s, &why));
    text_bad(&limited, "spawn a", 1, 1, "at most");
    text_ok(&limited, "machine memory=16M\nspawn a");
    text_bad(&limited, "trace lackey f", 1, 14, "f");
    text_close(&limited);
}
END_TEST

Suite *make_lines_suite(void)
{
    Suite *suite = suite_create("lines");
    TCase *tc = tcase_create("lines");

    tcase_add_checked_fixture(tc, open_setup, close_setup);
    tcase_add_test(tc, test_repeat);
    tcase_add_test(tc, test_values_are_kept);
    tcase_add_test(tc, test_expectations);
    tcase_add_test(tc, test_fails);
    tcase_add_test(tc, test_wait_until);
    tcase_add_test(tc, test_limits);
    suite_add_tcase(suite, tc);
    return suite;
}
