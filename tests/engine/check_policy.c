/* check_policy.c - what the table shows is what the core counts; the stack property; each eviction's reason. */
#include "lab/policy.h"

#include <stdio.h>
#include <string.h>

#include "lab_naive.h"
#include "mirror.h"
#include "suite.h"
#include "walk.h"

/* A line "lab policy=… frames=N refs=…" as a command. */
static void command(struct mm_cmd *cmd, const unsigned *policy, unsigned policies, uint32_t frames,
                    const unsigned *page, unsigned count)
{
    char refs[MM_CMD_TEXT_BYTES];
    int n = 0;

    mm_cmd_init(cmd, MM_V_LAB);
    cmd->arg[0].a = policies;
    for (unsigned i = 0; i < policies; i++) {
        cmd->arg[0].b |= (uint64_t)policy[i] << 4 * i;
    }
    cmd->arg[1].a = frames;
    for (unsigned i = 0; i < count; i++) {
        n += snprintf(refs + n, sizeof refs - (size_t)n, "%s%u", i ? "," : "", page[i]);
    }
    cmd->arg[2].text = mm_cmd_text(cmd, refs, (size_t)n);
    cmd->present = 7;
}

static struct mm *machine(void)
{
    struct mm_config cfg;

    walk_config(&cfg, 64, 1);
    return walk_machine(&cfg);
}

/* All twelve side by side: each as its count, and as the second model says. */
START_TEST(test_counts)
{
    unsigned all[LP_COUNT - 1];
    struct mm *m = machine();

    for (unsigned i = 0; i < LP_COUNT - 1; i++) {
        all[i] = i + 1;
    }
    for (unsigned round = 0, rounds = test_scaled(25); round < rounds; round++) {
        unsigned page[120];
        uint64_t ops[120];
        struct mm_cmd cmd;
        const uint32_t frames = 1 + round % 9;

        lab_naive_pages(round + 7, 3 + round % 13, page, 120);
        command(&cmd, all, LP_COUNT - 1, frames, page, 120);
        cmd.arg[5].a = round;
        cmd.arg[6].a = 1 + round % 8;
        cmd.arg[7].a = 1 + round % 5;
        cmd.present |= 7u << 5;
        ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
        ck_assert_uint_eq(m->lab->columns, 120);
        for (unsigned i = 0; i < 120; i++) {
            ops[i] = MM_OP((uint64_t)page[i] << MM_PAGE_SHIFT, ACC_READ);
        }
        for (unsigned run = 0; run < LP_COUNT - 1; run++) {
            struct mm_lab_count c = {.policy = (enum mm_lab_policy)all[run],
                                     .frames = frames,
                                     .seed = round,
                                     .bits = 1 + round % 8,
                                     .tick = 1 + round % 5};

            ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, 120, &c), MM_OK);
            ck_assert_msg(m->labrun[run].misses == c.misses &&
                              m->labrun[run].evictions == c.evictions,
                          "round %u policy %u", round, all[run]);
        }
    }
    mm_free(m);
}
END_TEST

static bool holds(const struct mm *m, uint32_t frames, uint64_t column, uint64_t page)
{
    for (uint32_t i = 0; i < frames; i++) {
        if (m->labcell[column * frames + i].page == page) {
            return true;
        }
    }
    return false;
}

/* lru and opt with k frames hold a part of what they hold with k + 1, after every reference. */
START_TEST(test_stack_property)
{
    for (unsigned round = 0, rounds = test_scaled(10); round < rounds; round++) {
        const unsigned policy[] = {LP_LRU};
        struct mm *m[7] = {NULL};
        unsigned page[100];

        lab_naive_pages(round + 99, 9, page, 100);
        for (uint32_t k = 1; k <= 6; k++) {
            struct mm_cmd cmd;

            m[k] = machine();
            command(&cmd, policy, 1, k, page, 100);
            ck_assert_int_eq(mm_do(m[k], &cmd), MM_OK);
        }
        for (uint32_t k = 1; k < 6; k++) {
            for (unsigned cell = 0; cell < 100 * k; cell++) {
                const uint64_t held = m[k]->labcell[cell].page;

                ck_assert(held == 0 || holds(m[k + 1], k + 1, cell / k, held));
            }
        }
        for (uint32_t k = 1; k <= 6; k++) {
            mm_free(m[k]);
        }
    }
}
END_TEST

struct seen {
    unsigned refs, hits, misses, evicted, filled, hands, why[LW_COUNT];
    uint64_t last_evicted;
};
static void see(void *ctx, const struct mm_event *e)
{
    struct seen *s = ctx;

    s->refs += e->type == EV_LAB_REF;
    s->hits += e->type == EV_LAB_HIT;
    s->misses += e->type == EV_LAB_MISS;
    s->filled += e->type == EV_LAB_FILL;
    s->hands += e->type == EV_LAB_HAND;
    if (e->type == EV_LAB_EVICT) {
        s->evicted++;
        s->why[e->arg[3]]++;
        s->last_evicted = e->arg[2];
    }
}
static void see_no_change(void *ctx, const struct mm_change *ch)
{
    (void)ctx;
    (void)ch;
}

static struct seen watch(unsigned policy, uint32_t frames, const char *refs)
{
    const unsigned one[] = {policy};
    struct seen s;
    const struct mm_sink sink = {.event = see, .change = see_no_change, .ctx = &s};
    struct mm *m = machine();
    unsigned page[64], n = 0;
    struct mm_cmd cmd;

    memset(&s, 0, sizeof s);
    for (; refs[n]; n++) {
        page[n] = (unsigned)(refs[n] - '0');
    }
    command(&cmd, one, 1, frames, page, n);
    mm_observe(m, &sink);
    ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    mm_observe(m, NULL);
    ck_assert_uint_eq(s.refs, n);
    ck_assert_uint_eq(s.hits + s.misses, n);
    ck_assert_uint_eq(s.filled, s.misses);
    mm_free(m);
    return s;
}

START_TEST(test_reasons)
{
    ck_assert_uint_eq(watch(LP_FIFO, 2, "1213").last_evicted, 1);
    ck_assert_uint_eq(watch(LP_LRU, 2, "1213").last_evicted, 2);
    ck_assert_uint_eq(watch(LP_LRU, 2, "1213").why[LW_LEAST_RECENT], 1);
    ck_assert_uint_eq(watch(LP_OPT, 2, "1213").why[LW_NEVER_AGAIN], 1);
    ck_assert_uint_eq(watch(LP_OPT, 2, "12312").why[LW_FARTHEST], 1);
    /* Both bits are set: the hand clears two, comes round, and takes the first. */
    ck_assert_uint_eq(watch(LP_CLOCK1, 2, "123").hands, 3);
    ck_assert_uint_eq(watch(LP_CLOCK, 2, "123").hands, 1);
    ck_assert_uint_eq(watch(LP_CLOCK, 2, "1213").last_evicted, 2);
    ck_assert_uint_eq(watch(LP_SECOND_CHANCE, 2, "123").hands, 3);
    ck_assert_uint_eq(watch(LP_LFU, 2, "1123").last_evicted, 2);
    ck_assert_uint_eq(watch(LP_TWO_Q, 4, "12345").why[LW_A1IN_FULL], 1);
    ck_assert_uint_eq(watch(LP_ARC, 2, "1234").why[LW_T1_ALONE], 2);
    ck_assert_uint_eq(watch(LP_ARC, 2, "11234").why[LW_T1_OVER], 2);
}
END_TEST

Suite *make_policy_suite(void)
{
    Suite *s = suite_create("policy");
    TCase *tc = tcase_create("policy");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, test_counts);
    tcase_add_test(tc, test_stack_property);
    tcase_add_test(tc, test_reasons);
    suite_add_tcase(s, tc);
    return s;
}
