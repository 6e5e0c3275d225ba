/* check_history.c - the log: what was done is what it says, and a full one refuses. */
#include "history.h"

#include <string.h>

#include "base/mm_int.h"

#include "../suite.h"
#include "../walk.h"

#define STEPS 200u

START_TEST(test_log_holds_what_was_done)
{
    struct mm_config cfg;
    struct walk w;
    struct mm_cmd done[STEPS];
    struct mm_step_info info;
    uint64_t seq = 0;
    unsigned steps = 0;

    walk_config(&cfg, 200, (uint64_t)_i + 1);
    cfg.check_level = 0;
    struct mm *m = walk_machine(&cfg);

    walk_init(&w, (uint64_t)_i + 1);
    walk_see(&w, m);
    while (steps < STEPS) {
        walk_next(&w, &done[steps]);
        steps += mm_do(m, &done[steps]) == MM_OK;
    }
    ck_assert_uint_eq(mm_head_step(m), STEPS);
    for (unsigned k = 1; k <= STEPS; k++) {
        const struct mm_cmd *cmd = &done[k - 1];

        ck_assert_int_eq(mm_step_info(m, k, &info), MM_OK);
        ck_assert_uint_eq(info.seq_first, seq + 1);
        ck_assert_uint_ge(info.seq_last, info.seq_first);
        ck_assert_uint_eq(mm_step_of_seq(m, info.seq_last), k);
        seq = info.seq_last;
        ck_assert_uint_eq(info.cmd.verb, cmd->verb);
        ck_assert_uint_eq(info.cmd.present, cmd->present);
        ck_assert_uint_eq(info.cmd.text_bytes, cmd->text_bytes);
        ck_assert_mem_eq(info.cmd.text, cmd->text, cmd->text_bytes);
        for (unsigned a = 0; a < MM_CMD_ARGS_MAX; a++) {
            if ((cmd->present >> a) & 1u) {
                ck_assert_mem_eq(&info.cmd.arg[a], &cmd->arg[a], sizeof(cmd->arg[a]));
            }
        }
    }
    ck_assert_int_ne(mm_step_info(m, 0, &info), MM_OK);
    ck_assert_int_ne(mm_step_info(m, STEPS + 1, &info), MM_OK);
    history_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_points_up_to)
{
    struct history_point points[] = {{.seq = 0}, {.seq = 10}, {.seq = 10}, {.seq = 25}};
    struct mm_history h = {.point = points, .point_count = 4};

    ck_assert_uint_eq(history_points_up_to(&h, 0), 1);
    ck_assert_uint_eq(history_points_up_to(&h, 9), 1);
    ck_assert_uint_eq(history_points_up_to(&h, 10), 3);
    ck_assert_uint_eq(history_points_up_to(&h, 24), 3);
    ck_assert_uint_eq(history_points_up_to(&h, 1000), 4);
}
END_TEST

/* A log without room refuses the next command, and the machine is as it was. */
START_TEST(test_full_log_refuses)
{
    struct mm_config cfg;
    struct mm_cmd cmd;
    uint64_t hash;
    unsigned steps = 0;

    walk_config(&cfg, 2048, 1);
    cfg.check_level = 0;
    struct mm *m = walk_machine(&cfg);

    mm_cmd_init(&cmd, MM_V_SPAWN);
    cmd.arg[0].text = mm_cmd_text(&cmd, "p", 1);
    cmd.present = 1;
    ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    mm_cmd_init(&cmd, MM_V_READ);
    cmd.actor = mm_cmd_text(&cmd, "p", 1);
    cmd.arg[0].text = mm_cmd_text(&cmd, "text", 4);
    cmd.arg[0].kind = RANGE_WHOLE;
    cmd.present = 1;
    m->history->entry_max = 8;
    while (mm_do(m, &cmd) == MM_OK) {
        steps++;
        ck_assert_uint_lt(steps, 8);
    }
    hash = mm_hash(m);
    ck_assert_uint_eq(steps, 7);
    ck_assert_int_eq(mm_do(m, &cmd), MM_ELIMIT);
    ck_assert_int_eq(mm_last_fail(m)->err, MM_ELIMIT);
    ck_assert_uint_eq(mm_hash(m), hash);
    ck_assert_uint_eq(mm_head_step(m), 8);
    mm_free(m);
}
END_TEST

Suite *make_history_suite(void);

Suite *make_history_suite(void)
{
    Suite *s = suite_create("history");
    TCase *tc = tcase_create("log");

    tcase_add_loop_test(tc, test_log_holds_what_was_done, 0, 4);
    tcase_add_test(tc, test_points_up_to);
    tcase_add_test(tc, test_full_log_refuses);
    suite_add_tcase(s, tc);
    return s;
}
