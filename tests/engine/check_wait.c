/* check_wait.c - wait, stop, sleep: what ends them and where the clocks stand afterwards. */
#include "task/wait.h"

#include "play.h"
#include "task/turn.h"

START_TEST(test_sleep)
{
    struct mm *m = play_machine("cpus=3");
    const uint64_t before = turn_now(m);

    play(m, "sleep 5ms");
    for (uint32_t c = 0; c < 3; c++) {
        ck_assert_uint_eq(m->cpu[c].clock_ns, before + 5000000);
    }
    ck_assert_uint_eq(m->machine->r_ns, 5000000);
    ck_assert_uint_eq(m->evcount[EV_TIME_PASSES].count, 3);
    ck_assert_int_eq(play_try(m, "sleep 18446744073s"), MM_ERANGE);
    mm_free(m);
}
END_TEST

/* A job in the background goes on while another command lets time pass, and only then. */
START_TEST(test_background_runs_while_time_passes)
{
    struct mm *m = play_machine("");

    play(m, "spawn a");
    play(m, "a read text pattern=loop &");
    play(m, "spawn b");
    ck_assert_uint_eq(m->job[0].done, 0);
    play(m, "sleep 1ms");
    const uint64_t done = m->job[0].done;

    ck_assert_uint_gt(done, 0);
    ck_assert_uint_ge(m->machine->r_ns, 1000000);
    ck_assert_uint_lt(m->machine->r_ns, 1000000 + 2000 * 1000);
    play(m, "b read text count=5000");
    ck_assert_uint_gt(m->job[0].done, done);
    ck_assert_uint_gt(m->job[0].loops, 0);
    ck_assert_int_eq(play_try(m, "a read text"), MM_EBUSY);
    ck_assert_int_eq(play_try(m, "a touch text r"), MM_EBUSY);
    ck_assert_int_eq(play_try(m, "a mmap 4K as x"), MM_EBUSY);
    play(m, "stop a");
    ck_assert_uint_eq(m->proc[0].job, 0);
    ck_assert_int_eq(play_try(m, "stop a"), MM_EBADARG);
    mm_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_endless)
{
    struct mm *m = play_machine("");

    play(m, "spawn a");
    ck_assert_int_eq(play_try(m, "a read text pattern=loop"), MM_EENDLESS);
    play(m, "a read text pattern=loop &");
    ck_assert_int_eq(play_try(m, "wait"), MM_EENDLESS);
    ck_assert_int_eq(play_try(m, "wait a"), MM_EENDLESS);
    play(m, "spawn b");
    play(m, "wait b"); /* has no job: over at once */
    play(m, "wait until 1 == 2 max=2ms");
    ck_assert_uint_eq(m->machine->r_errno, LX_EAGAIN);
    ck_assert_uint_ge(m->machine->r_ns, 2000000);
    play(m, "kill a");
    play(m, "wait");
    ck_assert_uint_eq(m->machine->r_ns, 0);
    mm_free(m);
}
END_TEST

/* Without any job and without a limit nothing can ever change: given up at once. */
START_TEST(test_until_with_nobody)
{
    struct mm *m = play_machine("");

    play(m, "wait until 1 == 2");
    ck_assert_uint_eq(m->machine->r_errno, LX_EAGAIN);
    play(m, "wait until 1 == 2 max=3ms");
    ck_assert_uint_eq(m->machine->r_ns, 3000000);
    mm_free(m);
}
END_TEST

/* The host stops a wait, or a foreground command, between two turns. */
START_TEST(test_stopped_by_the_host)
{
    struct mm *m = play_machine("sched.quantum=100");

    play(m, "spawn a");
    play(m, "a read text pattern=loop &");
    play_begin(m, "wait until 1 == 2");
    for (unsigned i = 0; i < 7; i++) {
        ck_assert_int_eq(mm_run(m, 0), MM_MORE);
    }
    mm_stop(m);
    ck_assert_uint_eq(m->job[0].done, 700);
    ck_assert_uint_eq(m->machine->running, 0);
    play(m, "stop a");
    play_begin(m, "a read text count=100000");
    ck_assert_int_eq(mm_run(m, 1000), MM_MORE);
    mm_stop(m);
    ck_assert_uint_eq(m->proc[0].job, 0); /* its job ended with it */
    mm_check(m);
    play(m, "a read text");
    mm_free(m);
}
END_TEST

/* A process killed by its own access ends what is waited for. */
START_TEST(test_killed_while_waited_for)
{
    struct mm *m = play_machine("");

    play(m, "spawn a");
    play(m, "a mmap 4p as x");
    play(m, "a munmap x+2p..3p");
    play(m, "a write x");
    ck_assert_uint_eq(m->machine->r_signal, LX_SIGSEGV);
    ck_assert_uint_eq(m->evcount[EV_JOB_END].count, 1);
    ck_assert_uint_eq(mm_find_proc(m, "a"), SLOT_NONE);
    mm_free(m);
}
END_TEST

Suite *make_wait_suite(void)
{
    Suite *s = suite_create("wait");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_sleep);
    tcase_add_test(tc, test_background_runs_while_time_passes);
    tcase_add_test(tc, test_endless);
    tcase_add_test(tc, test_until_with_nobody);
    tcase_add_test(tc, test_stopped_by_the_host);
    tcase_add_test(tc, test_killed_while_waited_for);
    suite_add_tcase(s, tc);
    return s;
}
