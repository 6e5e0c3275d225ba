/* check_jobslot.c - job records are taken, linked to their process and cleared. */
#include "task/jobslot.h"

#include "play.h"

START_TEST(test_take_and_end)
{
    struct mm *m = play_machine("");
    uint32_t taken = 0;

    play(m, "spawn a");
    play(m, "spawn b");
    const slot_t one = jobslot_take(m, 0);
    const slot_t two = jobslot_take(m, 1);

    taken = m->job[one].gen;
    job_set_total(m, one, 10);
    job_set_total(m, two, 10);
    ck_assert_uint_ne(one, two);
    ck_assert_uint_eq(m->proc[1].job, two + 1);
    jobslot_check(m);
    jobslot_end(m, one);
    ck_assert_uint_eq(m->proc[0].job, 0);
    ck_assert_uint_eq(m->evcount[EV_JOB_END].count, 1);
    jobslot_check(m);
    ck_assert_uint_eq(jobslot_take(m, 0), one);
    ck_assert_uint_eq(m->job[one].gen, taken + 1);
    mm_free(m);
}
END_TEST

START_TEST(test_room)
{
    struct mm_config cfg;
    struct mm_fail fail;

    mm_config_default(&cfg);
    cfg.jobs_max = 1;
    cfg.history_bytes = 0;
    struct mm *m = mm_new(&cfg, &mm_host_libc, &fail);

    ck_assert(m != NULL);
    play(m, "spawn a");
    play(m, "spawn b");
    ck_assert(jobslot_room(m));
    play(m, "a read stack pattern=loop &");
    ck_assert(!jobslot_room(m));
    ck_assert_int_eq(play_try(m, "b read text"), MM_ELIMIT);
    play(m, "kill a"); /* its job ends with it */
    ck_assert(jobslot_room(m));
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_jobslot_suite(void)
{
    Suite *s = suite_create("jobslot");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_take_and_end);
    tcase_add_test(tc, test_room);
    suite_add_tcase(s, tc);
    return s;
}
