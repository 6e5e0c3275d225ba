/* check_check.c - every invariant after every command, on hostile machines; nth failure; frames all back. */
#include "check.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"
#include "play.h"
#include "parts/frame.h"
#include "policy/palloc.h"

/* 16 frames and more, a TLB of two entries, up to 8 CPUs and 4 nodes; mm_check at quiet points and after each
 * command. */
START_TEST(test_walk)
{
    static const uint32_t frames[] = {16, 24, 48, 128, 300, 2048, 4096};
    const uint32_t of_this = frames[_i % 7];
    struct mm_config cfg;
    struct walk w;
    struct mm *m;

    walk_config(&cfg, of_this, (uint64_t)_i + 1);
    m = walk_machine(&cfg);
    walk_init(&w, (uint64_t)_i + 1);
    for (unsigned k = 0; k < test_scaled(of_this < 1024 ? 5000 : 1000); k++) {
        struct mm_cmd cmd;

        walk_next(&w, &cmd);
        (void)mm_do(m, &cmd); /* an assertion aborts, and the runner names the loop number */
    }
    ck_assert_uint_gt(mm_head_step(m), test_scaled(100));
    mm_free(m);
}
END_TEST

static uint64_t free_frames(const struct mm *m)
{
    uint64_t n = 0;

    for (pfn_t p = 0; p < m->frames; p++) {
        n += m->frame[p].type == FT_FREE;
    }
    return n;
}

static void end_all(struct mm *m)
{
    static const char *const words[] = {"p", "q", "r"};
    static const char *const blocks[] = {"k", "l"};
    struct mm_cmd cmd;

    for (unsigned i = 0; i < 3; i++) {
        mm_cmd_init(&cmd, MM_V_KILL);
        cmd.arg[0].text = mm_cmd_text(&cmd, words[i], 1);
        cmd.present = 1;
        (void)mm_do(m, &cmd);
    }
    for (unsigned i = 0; i < 2; i++) {
        mm_cmd_init(&cmd, MM_V_FREE_PAGES);
        cmd.arg[0].text = mm_cmd_text(&cmd, blocks[i], 1);
        cmd.present = 1;
        (void)mm_do(m, &cmd);
    }
}

START_TEST(test_nth_failure_and_all_back)
{
    for (uint32_t nth = 1; nth < 40; nth++) {
        struct mm_config cfg;
        struct walk w;
        struct mm *m;
        uint64_t at_start;
        uint64_t back;

        walk_config(&cfg, 128, (uint64_t)_i + 2);
        cfg.check_level = 1;
        m = walk_machine(&cfg);
        at_start = free_frames(m);
        walk_init(&w, (uint64_t)_i);
        mm_fail_frame(m, nth);
        for (unsigned k = 0; k < 40; k++) {
            struct mm_cmd cmd;

            walk_next(&w, &cmd);
            (void)mm_do(m, &cmd);
        }
        mm_fail_frame(m, 0);
        end_all(m);
        back = play_all_back(m);
        ck_assert_msg(back == at_start, "seed %d, frame %u refused: %llu of %llu back", _i, nth,
                      (unsigned long long)back, (unsigned long long)at_start);
        mm_free(m);
    }
}
END_TEST

Suite *make_check_suite(void)
{
    Suite *s = suite_create("check");
    TCase *tc = tcase_create("all");

    tcase_set_timeout(tc, 120);

    tcase_add_loop_test(tc, test_walk, 0, 28);
    tcase_add_loop_test(tc, test_nth_failure_and_all_back, 0, 3);
    suite_add_tcase(s, tc);
    return s;
}
