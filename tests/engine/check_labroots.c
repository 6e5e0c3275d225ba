/* check_labroots.c - values of replacement labs and curves by path, and what is said of those that are not there. */
#include "text/labroots.h"

#include <string.h>

#include "text_help.h"

static struct text_run t;

static void number(const char *path, int64_t want)
{
    struct problem why;
    const char *unit;
    bool is_number = false;
    int64_t value = -1;

    ck_assert_msg(session_number(t.s, path, &is_number, &value, &unit, &why), "%s: %s", path,
                  why.en);
    ck_assert(is_number);
    ck_assert_msg(value == want, "%s is %lld, not %lld", path, (long long)value, (long long)want);
}

START_TEST(test_runs)
{
    text_open(&t);
    text_ok(
        &t,
        "lab policy=second-chance,2q,lru frames=3 refs=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1\n");
    number("lab.refs", 20);
    number("lab.frames", 3);
    number("lab.at", 20);
    number("lab.lru.misses", 12);
    number("lab.lru.hits", 8);
    number("lab.lru.evictions", 9);
    number("lab.second-chance.misses", 14);
    number("lab.misses", 14); /* of the first */
    number("lab.hits", 6);
    number("lab.2q.target", 1);
    text_ok(&t, "expect lab.kind == replace\nexpect lab.lru.policy == lru\n"
                "expect lab.2q.misses + 0 == lab.2q.misses\n");
    text_bad(&t, "print lab.fifo.misses", 1, 11, "fifo does not run");
    text_bad(&t, "print lab.lru.mises", 1, 15, "mises");
    text_bad(&t, "print lab.lru", 1, 14, "path goes on");
    text_bad(&t, "print lab.lru.misses.more", 1, 22, "more");
    text_bad(&t, "print lab.nothing", 1, 11, "nothing");
    text_bad(&t, "print lab.curve.lru.3", 1, 11, "no such lab");
    text_close(&t);
}
END_TEST

START_TEST(test_curves)
{
    text_open(&t);
    text_bad(&t, "print lab.misses", 1, 11, "no such lab");
    text_ok(&t, "lab curve policy=fifo,lru refs=1,2,3,4,1,2,5,1,2,3,4,5\n");
    number("lab.frames", 5); /* as many as pages */
    number("lab.curve.fifo.3", 9);
    number("lab.curve.fifo.4", 10);
    number("lab.curve.lru.4", 8);
    number("lab.curve.lru.5", 5);
    number("lab.lru.misses", 5); /* with the most frames */
    text_bad(&t, "print lab.curve.lru.6", 1, 21, "no point at 6");
    text_bad(&t, "print lab.curve.opt.3", 1, 17, "opt does not run");
    text_bad(&t, "print lab.curve.best.3", 1, 17, "best");
    text_bad(&t, "print lab.curve.lru", 1, 20, "path goes on");
    text_bad(&t, "print lab.curve.lru.x", 1, 21, "x");
    text_close(&t);
}
END_TEST

/* Lines of labs as they are refused, as they are printed again, and completed. */
START_TEST(test_lines)
{
    text_open(&t);
    text_bad(&t, "lab policy=lru,mru frames=3 refs=1", 1, 5, "mru");
    text_bad(&t, "lab policy=lru,lru frames=3 refs=1", 1, 5, "lru");
    text_bad(&t, "lab policy=none frames=3 refs=1", 1, 5, "none");
    text_bad(&t, "lab policy=lru frames=3 refs=1,,2", 1, 25, "not accepted");
    text_bad(&t, "lab policy=lru frames=3 refs=0x1", 1, 25, "not accepted");
    text_bad(&t, "lab policy=lru frames=3", 1, 24, "one of them");
    text_bad(&t, "lab policy=lru refs=1", 1, 22, "frames is missing");
    text_bad(&t, "lab policy=lru frames=3 trace=nofile", 1, 25, "nofile");
    text_bad(&t, "lab curvy", 1, 5, "curvy");
    ck_assert_ptr_nonnull(strstr(t.problem.accepted, "lab curve"));
    text_bad(&t, "help lab curvy", 1, 10, "curvy");
    text_ok(&t, "help lab curve\n");
    ck_assert_int_eq(strncmp(t.output, "lab curve policy=", 17), 0);
    text_ok(&t, "help lab\n");
    ck_assert_int_eq(strncmp(t.output, "lab policy=", 11), 0);
    text_ok(&t, "fails lab policy=lru frames=3\nfails lab curve refs=1\n");
    text_close(&t);
}
END_TEST

Suite *make_labroots_suite(void)
{
    Suite *s = suite_create("labroots");
    TCase *tc = tcase_create("labroots");

    tcase_add_test(tc, test_runs);
    tcase_add_test(tc, test_curves);
    tcase_add_test(tc, test_lines);
    suite_add_tcase(s, tc);
    return s;
}
