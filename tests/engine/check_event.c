/* check_event.c - events carry their cause, and count whether observed or not. */
#include "base/event.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"

static struct mm *machine(uint32_t frames)
{
    struct mm_config cfg;

    walk_config(&cfg, frames, 4);
    return walk_machine(&cfg);
}

struct seen {
    struct mm_event last;
    unsigned count;
};
static void see(void *ctx, const struct mm_event *e)
{
    struct seen *s = ctx;

    s->last = *e;
    s->count++;
}
static void see_change(void *ctx, const struct mm_change *ch)
{
    (void)ctx;
    (void)ch;
}

START_TEST(test_cause)
{
    struct mm *m = machine(64);
    struct seen s = {.count = 0};
    const struct mm_sink sink = {.event = see, .change = see_change, .ctx = &s};
    uint64_t root;

    ev(m, EV_TIME_PASSES, 0, 5); /* nobody watches */
    ck_assert_uint_eq(m->machine->seq, 1);
    ck_assert_uint_eq(m->evcount[EV_TIME_PASSES].count, 1);
    mm_observe(m, &sink);
    ev(m, EV_COMMAND, 1, 2);
    ck_assert_uint_eq(s.last.cause_distance, 0);
    root = s.last.seq;
    ev_push(m);
    ev(m, EV_TLB_MISS, 3);
    ev(m, EV_TLB_MISS, 4);
    ck_assert_uint_eq(s.last.seq - s.last.cause_distance, root);
    ck_assert_uint_eq(s.last.arg[0], 4);
    ck_assert_uint_eq(s.last.arg[5], 0);
    ev_pop(m);
    ck_assert_uint_eq(s.count, 3);
    mm_free(m);
}
END_TEST

Suite *make_event_suite(void)
{
    Suite *s = suite_create("event");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_cause);
    suite_add_tcase(s, tc);
    return s;
}
