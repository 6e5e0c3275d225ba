/* check_handle.c - commands: watched or not, in pieces or at once, stopped half-way. */
#include "handle.h"

#include "../suite.h"
#include "../walk.h"

#define STEPS 120u

static void ignore_event(void *ctx, const struct mm_event *e)
{
    (void)ctx;
    (void)e;
}
static void ignore_change(void *ctx, const struct mm_change *ch)
{
    (void)ctx;
    (void)ch;
}

START_TEST(test_observing_changes_nothing)
{
    static const struct mm_sink sink = {.event = ignore_event, .change = ignore_change};
    struct mm_config cfg;
    struct walk w;
    struct mm_cmd cmd;

    if ((unsigned)_i < WALK_HAND_MADE) {
        walk_config_by_hand(&cfg, (unsigned)_i, (uint64_t)_i + 1);
    } else {
        walk_config(&cfg, 200, (uint64_t)_i);
    }
    cfg.check_level = 0;
    struct mm *m = walk_machine(&cfg);
    struct mm *n = walk_machine(&cfg);

    mm_observe(n, &sink);
    walk_init(&w, (uint64_t)_i + 1);
    walk_see(&w, m);
    for (unsigned k = 0; k < STEPS; k++) {
        walk_next(&w, &cmd);
        ck_assert_int_eq(mm_do(m, &cmd), mm_do(n, &cmd));
        ck_assert_msg(mm_hash(m) == mm_hash(n), "seed %d: %s", _i + 1, walk_text(&cmd));
    }
    mm_free(m);
    mm_free(n);
}
END_TEST

START_TEST(test_budget_changes_nothing)
{
    struct mm_config cfg;
    struct walk w;
    struct mm_cmd cmd;
    struct mm *m;
    struct mm *n;

    walk_config(&cfg, 256, (uint64_t)_i + 1);
    cfg.check_level = 0;
    m = walk_machine(&cfg);
    n = walk_machine(&cfg);
    walk_init(&w, (uint64_t)_i);
    walk_see(&w, m);
    w.touches = 200;
    for (unsigned k = 0; k < STEPS; k++) {
        walk_next(&w, &cmd);
        const enum mm_err err = mm_do(m, &cmd);

        ck_assert_int_eq(mm_begin(n, &cmd), err);
        while (err == MM_OK && mm_run(n, 0) == MM_MORE) {
        }
        ck_assert_msg(mm_hash(m) == mm_hash(n), "seed %d: %s", _i, walk_text(&cmd));
    }
    mm_free(m);
    mm_free(n);
}
END_TEST

START_TEST(test_stopped_command)
{
    struct mm_config cfg;
    struct mm_cmd cmd;
    uint64_t hash;
    struct mm *m;

    walk_config(&cfg, 256, 4);
    m = walk_machine(&cfg);
    mm_cmd_init(&cmd, MM_V_SPAWN);
    cmd.arg[0].text = mm_cmd_text(&cmd, "p", 1);
    cmd.present = 1;
    ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    mm_cmd_init(&cmd, MM_V_READ);
    cmd.actor = mm_cmd_text(&cmd, "p", 1);
    cmd.arg[0].text = mm_cmd_text(&cmd, "text", 4);
    cmd.arg[0].kind = RANGE_WHOLE;
    cmd.arg[2].a = 1000000;
    cmd.present = 5;
    ck_assert_int_eq(mm_begin(m, &cmd), MM_OK);
    for (unsigned k = 0; k < 5; k++) {
        ck_assert_int_eq(mm_run(m, 0), MM_MORE);
    }
    ck_assert_int_eq(mm_begin(m, &cmd), MM_ERUNNING);
    mm_stop(m);
    hash = mm_hash(m);
    ck_assert_uint_eq(mm_step(m), 2);
    ck_assert_int_eq(mm_seek_step(m, 0), MM_OK);
    ck_assert_int_eq(mm_seek_step(m, 2), MM_OK);
    ck_assert_uint_eq(mm_hash(m), hash);
    mm_free(m);
}
END_TEST

Suite *make_handle_suite(void);

Suite *make_handle_suite(void)
{
    Suite *s = suite_create("handle");
    TCase *tc = tcase_create("commands");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, test_observing_changes_nothing, 0, 6);
    tcase_add_loop_test(tc, test_budget_changes_nothing, 0, 6);
    tcase_add_test(tc, test_stopped_command);
    suite_add_tcase(s, tc);
    return s;
}
