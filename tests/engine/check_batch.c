/* check_batch.c - the fast path against the slow one: random programs on odd machines, equal hashes after each. */
#include "task/batch.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "play.h"

static const char *const machines[] = {"tlb=l1d:64x4,l2:1536x12 memory=16M",
                                       "tlb=l1d:2x2 memory=8M",
                                       "tlb=l1d:3x1,l2:20x4 memory=8M",
                                       "paging=2 tlb=l1d:8x4 memory=16M",
                                       "paging=5 tlb=l1d:4x1,l2:16x16 pcid=off memory=16M",
                                       "tlb=l1d:4x4,l2:12x12 sched.quantum=7 pcid=off memory=16M",
                                       "tlb=l1d:130x65,l2:70x70 memory=8M"};

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
    ck_assert_uint_eq(batch_run(m, 0, 0, ops, 64), 64);
    ops[5] = MM_OP(0x1000, ACC_READ);
    ck_assert_uint_eq(batch_run(m, 0, 0, ops, 64), 5);
    mm_fast_path(m, false);
    ck_assert_uint_eq(batch_run(m, 0, 0, ops, 64), 0);
    mm_fast_path(m, true);
    m->seq_stop = m->machine->seq + 40; /* a seek that wants to stop within two accesses */
    ck_assert_uint_le(batch_run(m, 0, 0, ops, 64), 2);
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

Suite *make_batch_suite(void)
{
    Suite *s = suite_create("batch");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_fast_is_slow, 0, 21);
    tcase_add_test(tc, test_it_is_used);
    tcase_add_test(tc, test_stops_inside);
    suite_add_tcase(s, tc);
    return s;
}
