/* check_travel.c - time travel: the state at N is the same whichever way one came; also inside a command. */
#include "travel.h"

#include <stdlib.h>

#include "../mirror.h"
#include "../suite.h"
#include "../walk.h"

#define STEPS 120u

/* frames 0: one of the machines with zones by hand. */
static struct mm *walked(uint64_t seed, uint32_t frames, unsigned steps, uint64_t *hash,
                         const struct mm_sink *sink)
{
    struct mm_config cfg;
    struct walk w;
    struct mm *m;
    unsigned done = 0;

    if (frames == 0) {
        walk_config_by_hand(&cfg, (unsigned)(seed % WALK_HAND_MADE), seed);
    } else {
        walk_config(&cfg, frames, seed);
    }
    cfg.check_level = 0;
    m = walk_machine(&cfg);
    mm_observe(m, sink);
    walk_init(&w, seed);
    walk_see(&w, m);
    if (hash != NULL) {
        hash[0] = mm_hash(m);
    }
    while (done < steps) {
        struct mm_cmd cmd;

        walk_next(&w, &cmd);
        if (mm_do(m, &cmd) == MM_OK) {
            done++;
            if (hash != NULL) {
                hash[done] = mm_hash(m);
            }
        }
    }
    return m;
}

START_TEST(test_seek_any_step)
{
    uint64_t hash[STEPS + 1];
    uint64_t rng[2];
    struct mm *m = walked((uint64_t)_i + 1, _i % 2 ? 256 : 0, STEPS, hash, NULL);

    rng_seed(rng, (uint64_t)_i);
    for (unsigned k = 0; k < test_scaled(60); k++) {
        const uint64_t step = k == 0 ? 0 : rng_below(rng, STEPS + 1);

        ck_assert_int_eq(mm_seek_step(m, step), MM_OK);
        ck_assert_msg(mm_hash(m) == hash[step], "seed %d: step %llu differs", _i + 1,
                      (unsigned long long)step);
        mm_check(m);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_seek_any_event)
{
    struct mm *m = walked((uint64_t)_i + 1, 128, STEPS / 2, NULL, NULL);
    const uint64_t head = mm_head_seq(m);
    uint64_t *hash = calloc(head + 1, 8);
    uint64_t rng[2];

    rng_seed(rng, (uint64_t)_i);
    for (uint64_t seq = 0; seq <= head; seq += 1 + seq % 3) { /* forward */
        ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
        ck_assert_uint_eq(mm_seq(m), seq);
        hash[seq] = mm_hash(m);
    }
    for (unsigned k = 0; k < 200; k++) { /* and anyhow */
        const uint64_t seq = rng_below(rng, head + 1);

        ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
        ck_assert_msg(hash[seq] == 0 || mm_hash(m) == hash[seq], "seed %d: event %llu differs",
                      _i + 1, (unsigned long long)seq);
    }
    free(hash);
    mm_free(m);
}
END_TEST

/* Observed or not, run twice, run by small budgets: the same machine. */
START_TEST(test_branch)
{
    uint64_t hash[STEPS + 1];
    struct mm *m = walked((uint64_t)_i + 3, 256, STEPS, hash, NULL);
    struct mm *b = mm_branch(m, STEPS / 2, NULL);
    struct mm_cmd cmd;

    ck_assert_ptr_nonnull(b);
    ck_assert_uint_eq(mm_step(m), STEPS);
    ck_assert_uint_eq(mm_hash(m), hash[STEPS]);
    ck_assert_uint_eq(mm_hash(b), hash[STEPS / 2]);
    ck_assert_int_eq(mm_seek_step(b, 7), MM_OK);
    ck_assert_uint_eq(mm_hash(b), hash[7]);
    mm_cmd_init(&cmd, MM_V_SLEEP);
    cmd.arg[0].a = 5;
    cmd.present = 1;
    ck_assert_int_eq(mm_do(b, &cmd), MM_ENOTHEAD);
    ck_assert_int_eq(mm_truncate(b), MM_OK);
    ck_assert_int_eq(mm_do(b, &cmd), MM_OK);
    ck_assert_uint_eq(mm_head_step(b), 8);
    mm_check(b);
    mm_free(b);
    mm_free(m);
}
END_TEST

/* The mirror property: snapshot + changes = snapshot, at every event, both ways. */
struct tape {
    struct mirror mirror;
    struct mm_change *change;
    size_t count, room;
    uint64_t *at; /* changes so far, by event */
    uint64_t events;
};
static void tape_event(void *ctx, const struct mm_event *e)
{
    struct tape *t = ctx;

    (void)e;
    t->at = realloc(t->at, (t->events + 1) * 8);
    t->at[t->events++] = t->count;
}
static void tape_change(void *ctx, const struct mm_change *ch)
{
    struct tape *t = ctx;

    if (t->count == t->room) {
        t->room = t->room * 2 + 64;
        t->change = realloc(t->change, t->room * sizeof(*ch));
    }
    t->change[t->count++] = *ch;
    mirror_apply(&t->mirror, ch, true);
}

static void compare(struct mm *m, struct mirror *mi, const char *when, uint64_t seq)
{
    struct mirror now;
    uint32_t f;
    uint64_t id;

    mirror_take(&now, m);
    ck_assert_msg(mirror_equal(mi, &now, &f, &id), "%s event %llu: %s.%s of %llu", when,
                  (unsigned long long)seq, mm_kind_rows[mm_field_rows[f].kind].name,
                  mm_field_rows[f].name, (unsigned long long)id);
    mirror_free(&now);
}

START_TEST(test_mirror)
{
    struct mm *m = walked((uint64_t)_i + 1, 64, 40, NULL, NULL);
    const uint64_t head = mm_head_seq(m);
    struct tape t = {.room = 0};
    const struct mm_sink sink = {.event = tape_event, .change = tape_change, .ctx = &t};
    uint64_t seq;

    ck_assert_int_eq(mm_seek_step(m, 0), MM_OK);
    mirror_take(&t.mirror, m);
    ck_assert_int_eq(mm_replay_events(m, 1, head, &sink), MM_OK);
    ck_assert_uint_eq(t.events, head);
    ck_assert_uint_eq(mm_seq(m), 0);
    for (seq = head; seq > 0; seq--) { /* back, and look at every 7th event */
        if (seq % 7 == 0 || seq == head) {
            ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
            compare(m, &t.mirror, "back to", seq);
        }
        for (size_t c = t.count; c > t.at[seq - 1]; c--) {
            mirror_apply(&t.mirror, &t.change[c - 1], false);
        }
        t.count = t.at[seq - 1];
    }
    ck_assert_int_eq(mm_seek_step(m, 0), MM_OK);
    compare(m, &t.mirror, "start", 0);
    mirror_free(&t.mirror);
    free(t.change);
    free(t.at);
    mm_free(m);
}
END_TEST

Suite *make_travel_suite(void)
{
    Suite *s = suite_create("travel");
    TCase *tc = tcase_create("travel");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, test_seek_any_step, 0, 16);
    tcase_add_loop_test(tc, test_seek_any_event, 0, 3);
    tcase_add_loop_test(tc, test_branch, 0, 3);
    tcase_add_loop_test(tc, test_mirror, 0, 4);
    suite_add_tcase(s, tc);
    return s;
}
