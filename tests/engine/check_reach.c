/* check_reach.c - the random walks do reach what there is: every event, every command, every zone and node; and nothing
 * that happens in them depends on being watched.
 *
 * A walk that is refused nine times of ten, or whose programs die at once, proves little: this suite notices.
 */
#include "../suite.h"
#include "../walk.h"

struct seen {
    uint64_t event[EV_COUNT];
    uint64_t done[MM_V_COUNT], refused[MM_V_COUNT];
    uint64_t sysctl[SC_COUNT];
    uint64_t order[MM_ORDERS];              /* blocks that were had */
    uint64_t mode[CM_COUNT], why[CW_COUNT]; /* of compaction */
};
static struct seen seen;

static void on_event(void *ctx, const struct mm_event *e)
{
    struct seen *s = ctx;

    s->event[e->type]++;
    if (e->type == EV_SYSCTL_SET) {
        s->sysctl[e->arg[0]]++;
    } else if (e->type == EV_FRAME_TAKEN) {
        s->order[e->arg[1]]++;
    } else if (e->type == EV_COMPACT_BEGIN) {
        s->mode[e->arg[2]]++;
        s->why[e->arg[3]]++;
    }
}
static void on_change(void *ctx, const struct mm_change *ch)
{
    (void)ctx;
    (void)ch;
}

/* One walk on two machines, one of them watched. */
static void walk_both(const struct mm_config *cfg, uint64_t seed, unsigned commands)
{
    static const struct mm_sink sink = {.event = on_event, .change = on_change, .ctx = &seen};
    struct mm *plain = walk_machine(cfg);
    struct mm *watched = walk_machine(cfg);
    struct walk w;

    walk_init(&w, seed);
    walk_see(&w, plain);
    mm_observe(watched, &sink);
    for (unsigned k = 0; k < commands; k++) {
        struct mm_cmd cmd;

        walk_next(&w, &cmd);
        const enum mm_err err = mm_do(plain, &cmd);

        ck_assert_int_eq(mm_do(watched, &cmd), err);
        (err == MM_OK ? seen.done : seen.refused)[cmd.verb]++;
        if (k % 40 == 39) {
            ck_assert_msg(mm_hash(plain) == mm_hash(watched), "seed %llu: watched or not differs",
                          (unsigned long long)seed);
        }
    }
    mm_check(plain);
    ck_assert_uint_eq(mm_hash(plain), mm_hash(watched));
    mm_free(plain);
    mm_free(watched);
}

/* Verbs that only read make no step and are the text's; all others must have been done. */
static void expect_verbs(void)
{
    uint64_t done = 0;
    uint64_t refused = 0;

    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        ck_assert_msg((seen.done[v] > 0) == (mm_verb_rows[v].steps > 0), "%s: done %llu times",
                      mm_verb_rows[v].word, (unsigned long long)seen.done[v]);
        done += seen.done[v];
        refused += seen.refused[v];
    }
    ck_assert_msg(done > refused, "%llu done, %llu refused", (unsigned long long)done,
                  (unsigned long long)refused);
}

START_TEST(test_everything_happens)
{
    static const uint32_t frames[] = {16, 48, 128, 300, 2048, 4096, 4096};
    const unsigned scale = test_scaled(100);

    for (unsigned i = 0; i < 28 + 2 * WALK_HAND_MADE; i++) {
        struct mm_config cfg;

        if (i < 28) {
            walk_config(&cfg, frames[i % 7], i + 1);
        } else {
            walk_config_by_hand(&cfg, i % WALK_HAND_MADE, i + 1);
        }
        cfg.check_level = 0;
        walk_both(&cfg, i + 1, test_scaled(2000));
    }
    if (scale < 100) { /* a short walk need not have met the rare ones */
        return;
    }
    for (unsigned e = 0; e < EV_COUNT; e++) {
        ck_assert_msg(seen.event[e] > 0, "%s never happened", mm_event_rows[e].name);
    }
    for (unsigned s = 0; s < SC_COUNT; s++) {
        ck_assert_msg(seen.sysctl[s] > 0, "%s was never set", mm_sysctl_rows[s].key);
    }
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        ck_assert_msg(seen.order[o] > 0, "no block of order %u was had", o);
    }
    for (unsigned c = 0; c < CM_COUNT; c++) {
        ck_assert_msg(seen.mode[c] > 0, "mode %u of compaction never ran", c);
    }
    for (unsigned c = 0; c < CW_COUNT; c++) {
        ck_assert_msg(seen.why[c] > 0, "reason %u of compaction never came up", c);
    }
    expect_verbs();
}
END_TEST

Suite *make_reach_suite(void);
Suite *make_reach_suite(void)
{
    Suite *s = suite_create("reach");
    TCase *tc = tcase_create("all");

    tcase_set_timeout(tc, 300);
    tcase_add_test(tc, test_everything_happens);
    suite_add_tcase(s, tc);
    return s;
}
