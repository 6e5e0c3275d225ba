/* check_turn.c - whose turn it is: quanta on one CPU, clocks on several, budgets that change nothing. */
#include "task/turn.h"

#include <string.h>

#include "play.h"

/* The pids of JOB_TURN events, in order. */
struct turns {
    struct mm_sink sink;
    uint64_t pid[256];
    uint64_t cpu[256];
    unsigned count;
};

static void on_event(void *ctx, const struct mm_event *e)
{
    struct turns *t = ctx;

    if (e->type == EV_JOB_TURN && t->count < 256) {
        t->pid[t->count] = e->arg[1];
        t->cpu[t->count++] = e->arg[2];
    }
}

static void on_change(void *ctx, const struct mm_change *c)
{
    (void)ctx;
    (void)c;
}

START_TEST(test_round_robin)
{
    struct mm *m = play_machine("sched.quantum=10");
    struct turns t;

    memset(&t, 0, sizeof(t));
    t.sink = (struct mm_sink){.event = on_event, .change = on_change, .ctx = &t};
    for (const char *const *line =
             (const char *const[]){"spawn a", "spawn b", "spawn c", "a read text count=35 &",
                                   "b read text count=15 &", "c read text count=25 &", NULL};
         *line != NULL; line++) {
        play(m, *line);
    }
    mm_observe(m, &t.sink);
    play(m, "wait");
    /* a b c, a b c, a c, a: pids follow one another from the first. */
    static const unsigned order[] = {0, 1, 2, 0, 1, 2, 0, 2, 0};

    ck_assert_uint_eq(t.count, 9);
    for (unsigned i = 0; i < 9; i++) {
        ck_assert_uint_eq(t.pid[i], t.pid[0] + order[i]);
    }
    mm_observe(m, NULL);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* The clocks of busy CPUs stay within a turn of each other. */
START_TEST(test_smallest_clock_first)
{
    struct mm *m = play_machine("cpus=3 sched.quantum=10");
    struct turns t;

    memset(&t, 0, sizeof(t));
    t.sink = (struct mm_sink){.event = on_event, .change = on_change, .ctx = &t};
    play(m, "spawn a cpu=0");
    play(m, "spawn b cpu=2");
    play(m, "a read text count=2000 &");
    play(m, "b read text count=20 pattern=random seed=1 &");
    mm_observe(m, &t.sink);
    play(m, "wait b");
    for (unsigned i = 0; i < t.count; i++) {
        ck_assert(t.cpu[i] == 0 || t.cpu[i] == 2);
    }
    ck_assert_uint_gt(t.count, 3);
    ck_assert_uint_eq(m->cpu[1].clock_ns, m->cpu[2].clock_ns > m->cpu[0].clock_ns
                                              ? m->cpu[2].clock_ns
                                              : m->cpu[0].clock_ns);
    ck_assert_uint_ne(m->proc[0].job, 0);
    mm_observe(m, NULL);
    play(m, "wait");
    ck_assert_uint_eq(turn_next_cpu(m), UINT32_MAX);
    mm_check(m);
    mm_free(m);
}
END_TEST

static uint64_t hash_with_budget(uint64_t budget, bool observed)
{
    struct mm *m = play_machine("cpus=2 sched.quantum=37 tlb=l1d:8x2,l2:32x4");
    struct play_sink sink;
    uint64_t hash;

    if (observed) {
        play_watch(m, &sink);
    }
    play(m, "spawn a cpu=0");
    play(m, "spawn b cpu=1 catch=SEGV");
    play(m, "a mmap 100p as x");
    play(m, "b mmap 100p as x");
    play(m, "b write x pattern=zipf:1.1 count=3000 seed=5 &");
    play_begin(m, "a write x pattern=random count=2000");
    while (mm_run(m, budget) == MM_MORE) {
        uint64_t done;
        uint64_t total;

        mm_progress(m, &done, &total);
        ck_assert(done < total && total == 2000);
    }
    play(m, "wait");
    hash = mm_hash(m);
    mm_observe(m, NULL);
    mm_free(m);
    return hash;
}

START_TEST(test_budgets_change_nothing)
{
    const uint64_t want = hash_with_budget(0, false);

    ck_assert_uint_eq(hash_with_budget(1, false), want);
    ck_assert_uint_eq(hash_with_budget(100, true), want);
    ck_assert_uint_eq(hash_with_budget(1000000, false), want);
}
END_TEST

START_TEST(test_time_used)
{
    struct mm *m = play_machine("");

    play(m, "spawn a");
    play(m, "a read text count=3000");
    ck_assert_uint_eq(m->proc[0].utime_ns, m->machine->r_ns);
    ck_assert_uint_gt(m->machine->r_ns, 3000);
    mm_free(m);
}
END_TEST

Suite *make_turn_suite(void)
{
    Suite *s = suite_create("turn");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_round_robin);
    tcase_add_test(tc, test_smallest_clock_first);
    tcase_add_test(tc, test_budgets_change_nothing);
    tcase_add_test(tc, test_time_used);
    suite_add_tcase(s, tc);
    return s;
}
