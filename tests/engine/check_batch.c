/* check_batch.c - the fast path against the slow one: random programs on odd machines, equal hashes after each. */
#include "task/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "play.h"

static const char *const machines[] = {"tlb=l1d:64x4,l2:1536x12 memory=16M",
                                       "tlb=l1d:2x2 memory=8M",
                                       "tlb=l1d:3x1,l2:20x4 memory=8M",
                                       "paging=2 tlb=l1d:8x4 memory=16M",
                                       "paging=5 tlb=l1d:4x1,l2:16x16 pcid=off memory=16M",
                                       "tlb=l1d:4x4,l2:12x12 sched.quantum=7 pcid=off memory=16M",
                                       "tlb=l1d:130x65,l2:70x70 memory=8M",
                                       "memory=32M nodes=2 cpus=2",
                                       "memory=32M nodes=4 tlb=l1d:3x1,l2:20x4"};

static void some_line(uint64_t rng[2], char *line, size_t bytes)
{
    static const char *const access[] = {"read", "write", "fetch", "read"};
    static const char *const pattern[] = {"seq", "rev", "random", "zipf:0.9", "stride:3000"};
    static const char *const prot[] = {"rw-", "r--", "rwx", "r-x"};
    const char who = "ab"[rng_below(rng, 2)];
    const unsigned first = (unsigned)rng_below(rng, 60);
    const unsigned count = 1 + (unsigned)rng_below(rng, 64 - first);

    switch (rng_below(rng, 8)) {
    case 0:
        snprintf(line, bytes, "%c mprotect x+%up..%up %s", who, first, first + count,
                 prot[rng_below(rng, 4)]);
        break;
    case 1:
        snprintf(line, bytes, "%c madvise x+%up..%up dontneed", who, first, first + count);
        break;
    default:
        snprintf(line, bytes, "%c %s x+%up..%up pattern=%s count=%u", who,
                 access[rng_below(rng, 4)], first, first + count, pattern[rng_below(rng, 5)],
                 1 + (unsigned)rng_below(rng, 500));
    }
}

static void same_program(const char *machine, uint64_t seed, unsigned lines)
{
    struct mm *fast = play_machine(machine);
    struct mm *slow = play_machine(machine);
    struct mm *seen = play_machine(machine);
    struct play_sink sink;
    uint64_t rng[2];
    char line[128];

    rng_seed(rng, seed);
    mm_fast_path(slow, false);
    play_watch(seen, &sink);
    for (unsigned i = 0; i < lines + 4; i++) {
        static const char *const begin[] = {"spawn a catch=SEGV", "spawn b catch=SEGV",
                                            "a mmap 64p as x prot=rwx", "b mmap 64p as x prot=rwx"};

        if (i < 4) {
            snprintf(line, sizeof(line), "%s", begin[i]);
        } else {
            some_line(rng, line, sizeof(line));
        }
        play(fast, line);
        play(slow, line);
        play(seen, line);
        ck_assert_msg(mm_hash(fast) == mm_hash(slow), "%s, line %u: %s", machine, i, line);
        ck_assert_msg(mm_hash(fast) == mm_hash(seen), "%s, line %u, observed: %s", machine, i,
                      line);
        ck_assert_uint_eq(mm_seq(fast), mm_seq(slow));
    }
    mm_observe(seen, NULL);
    mm_free(fast);
    mm_free(slow);
    mm_free(seen);
}

START_TEST(test_fast_is_slow)
{
    same_program(machines[(unsigned)_i % (sizeof(machines) / sizeof(machines[0]))],
                 (uint64_t)_i + 1, test_scaled(60));
}
END_TEST

/* It is taken at all: a warm sequential read leaves no access to the slow path. */
START_TEST(test_it_is_used)
{
    struct mm *m = play_machine("");
    uint64_t ops[64];
    uint64_t start;
    uint64_t bytes;

    play(m, "spawn a");
    play(m, "a mmap 64p as x");
    play(m, "a write x");
    ck_assert(mm_find_range(m, 0, "x", &start, &bytes));
    for (unsigned i = 0; i < 64; i++) {
        ops[i] = MM_OP(start + i * MM_PAGE_BYTES, i % 2 ? ACC_WRITE : ACC_READ);
    }
    ck_assert_uint_eq(batch_run(m, 0, 0, ops, 64, NULL), 64);
    ops[5] = MM_OP(0x1000, ACC_READ);
    ck_assert_uint_eq(batch_run(m, 0, 0, ops, 64, NULL), 5);
    mm_fast_path(m, false);
    ck_assert_uint_eq(batch_run(m, 0, 0, ops, 64, NULL), 0);
    mm_fast_path(m, true);
    m->seq_stop = m->machine->seq + 40; /* a seek that wants to stop within two accesses */
    ck_assert_uint_le(batch_run(m, 0, 0, ops, 64, NULL), 2);
    m->seq_stop = UINT64_MAX;
    mm_free(m);
}
END_TEST

static struct mm *with_history(bool fast)
{
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.memory_bytes = 16ull << 20;
    cfg.quantum = 90;
    cfg.cpus = 2;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    ck_assert(m != NULL);
    mm_fast_path(m, fast);
    play(m, "spawn a");
    play(m, "spawn b cpu=1");
    play(m, "a mmap 300p as x");
    play(m, "b mmap 300p as x");
    play(m, "b write x pattern=random seed=2 count=4000 &");
    play(m, "a write x pattern=zipf:1.0 seed=3 count=6000");
    play(m, "a read x pattern=loop count=2000");
    play(m, "wait");
    return m;
}

/* A seek into the middle of a command stops at the same event in the same state, and so does the way back. */
START_TEST(test_stops_inside)
{
    struct mm *fast = with_history(true);
    struct mm *slow = with_history(false);
    uint64_t rng[2];

    ck_assert_uint_eq(mm_hash(fast), mm_hash(slow));
    ck_assert_uint_eq(mm_head_seq(fast), mm_head_seq(slow));
    rng_seed(rng, 11);
    for (unsigned i = 0; i < test_scaled(25); i++) {
        const uint64_t seq = rng_below(rng, mm_head_seq(fast) + 1);

        ck_assert_int_eq(mm_seek_seq(fast, seq), MM_OK);
        ck_assert_int_eq(mm_seek_seq(slow, seq), MM_OK);
        ck_assert_uint_eq(mm_seq(fast), seq);
        ck_assert_msg(mm_hash(fast) == mm_hash(slow), "event %llu", (unsigned long long)seq);
    }
    mm_free(fast);
    mm_free(slow);
}
END_TEST

/* ---- told many at a time ---- */

enum { ACCESSES_MAX = 40000 };

/* Every access of a command as its events tell it, to compare with what is written down. */
struct told {
    struct mm_sink sink;
    struct expected {
        uint64_t seq, op;
        uint32_t pfn, tag;
        uint8_t level, events;
    } access[ACCESSES_MAX];
    uint64_t count, at, runs;
    uint64_t totals[EV_COUNT];
    uint32_t tag;
};

static void by_events(void *ctx, const struct mm_event *e)
{
    struct told *t = ctx;
    struct expected *a = t->count > 0 ? &t->access[t->count - 1] : NULL;

    t->totals[e->type]++;
    if (e->type == EV_ACCESS) {
        ck_assert_uint_lt(t->count, ACCESSES_MAX);
        t->access[t->count++] = (struct expected){.seq = e->seq, .op = MM_OP(e->arg[1], e->arg[2])};
    } else if (a != NULL && e->type == EV_TLB_HIT) {
        a->level = (uint8_t)e->arg[1];
        a->pfn = (uint32_t)e->arg[3];
    } else if (a != NULL && e->type == EV_WALK_LEVEL && e->arg[0] == 1) {
        a->level = 0;
        a->pfn = pgtable_pfn(e->arg[3]);
    } else if (a != NULL && e->type == EV_STORE) {
        a->tag = (uint32_t)e->arg[1];
    } else if (a != NULL && e->type == EV_RETURN) {
        a->events = (uint8_t)(e->seq - a->seq + 1);
    }
}

static void no_change(void *ctx, const struct mm_change *c)
{
    (void)ctx;
    (void)c;
}

static void by_event(void *ctx, const struct mm_event *e)
{
    struct told *t = ctx;

    t->totals[e->type]++;
}

static void many(void *ctx, const struct mm_accesses *run)
{
    struct told *t = ctx;
    uint64_t seq = run->seq_first;
    uint32_t tag = run->tag_first;

    for (unsigned i = 0; i < MM_ACCESS_EVENTS_N; i++) {
        t->totals[mm_access_events[i]] += run->events[i];
    }
    t->runs++;
    for (uint64_t i = 0; i < run->count; i++) {
        const struct mm_access *a = &run->access[i];

        while (t->at < t->count && t->access[t->at].seq < seq) {
            t->at++;
        }
        const struct expected *e = &t->access[t->at];

        ck_assert(t->at < t->count && e->seq == seq && e->op == a->op);
        ck_assert_uint_eq(a->pfn, e->pfn);
        ck_assert_uint_eq(a->level, e->level);
        ck_assert_uint_eq(a->events, e->events);
        if (MM_OP_ACCESS(a->op) == ACC_WRITE) {
            ck_assert_uint_eq(tag, e->tag);
            tag = tag == UINT32_MAX ? 1 : tag + 1;
        }
        seq += a->events;
    }
}

/* The same program told by events and told many accesses at a time: the same accesses, counts and state, and the
 * view's hashes are those of the state. */
START_TEST(test_told)
{
    static const char *const odd[] = {"memory=32M nodes=2 cpus=2 pcid=off",
                                      "memory=16M",
                                      "memory=16M tlb=l1d:64x4",
                                      "memory=32M paging=5 nodes=4",
                                      "tlb=l1d:3x1,l2:20x4 memory=8M",
                                      "paging=2 tlb=l1d:8x4 memory=16M nodes=2"};
    static struct told t;
    struct mm *slow = play_machine(odd[_i]);
    struct mm *fast = play_machine(odd[_i]);
    const struct mm_sink slow_sink = {.event = by_events, .change = no_change, .ctx = &t};
    uint64_t rng[2];
    char line[128];

    memset(&t, 0, sizeof(t));
    rng_seed(rng, (uint64_t)_i + 9);
    for (unsigned i = 0; i < 10 + test_scaled(10); i++) {
        static const char *const begin[] = {"spawn a catch=SEGV cpu=0", "spawn b catch=SEGV cpu=0",
                                            "a mmap 900p as x prot=rwx",
                                            "b mmap 64p as x prot=rwx"};
        static const char *const all[] = {"a write x",
                                          "a read x pattern=zipf:0.9 count=9000 seed=3",
                                          "a fetch x+30p..90p pattern=random count=9000 seed=4",
                                          "a write x pattern=random count=12000 seed=5"};
        struct told *fresh = &t;
        uint64_t totals[EV_COUNT];

        if (i < 4) {
            snprintf(line, sizeof(line), "%s", begin[i]);
        } else if (i < 10) {
            snprintf(line, sizeof(line), "%s", all[i % 4]);
        } else {
            some_line(rng, line, sizeof(line));
        }
        fresh->count = fresh->at = 0;
        memset(t.totals, 0, sizeof(t.totals));
        mm_observe(slow, &slow_sink);
        play(slow, line);
        memcpy(totals, t.totals, sizeof(totals));
        memset(t.totals, 0, sizeof(t.totals));
        t.sink =
            (struct mm_sink){.event = by_event, .change = no_change, .ctx = &t, .accesses = many};
        mm_observe(fast, &t.sink);
        uint32_t before[2];

        mm_view_hash(fast, "tlb", before); /* from here on the changes keep it */
        play(fast, line);
        ck_assert_msg(memcmp(totals, t.totals, sizeof(totals)) == 0, "%s: %s", odd[_i], line);
        ck_assert_msg(mm_hash(fast) == mm_hash(slow), "%s: %s", odd[_i], line);
        for (unsigned k = 0; k < MM_R_ALL; k++) {
            uint32_t kept[2];
            uint32_t summed[2];

            mm_view_hash(fast, mm_kind_rows[k].section, kept);
            mm_view_hash(slow, mm_kind_rows[k].section, summed);
            ck_assert_msg(memcmp(kept, summed, sizeof(kept)) == 0, "%s: %s", line,
                          mm_kind_rows[k].section);
        }
    }
    ck_assert_uint_gt(t.runs, 20); /* it was used */
    mm_free(slow);
    mm_free(fast);
}
END_TEST

Suite *make_batch_suite(void)
{
    Suite *s = suite_create("batch");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_fast_is_slow, 0, 27);
    tcase_add_test(tc, test_it_is_used);
    tcase_add_test(tc, test_stops_inside);
    tcase_add_loop_test(tc, test_told, 0, 6);
    suite_add_tcase(s, tc);
    return s;
}
