/* check_sprint.c - long undisturbed stretches against the slow path: equal hashes after each command, and at stops. */
#include "task/sprint.h"

#include <stdio.h>

#include "base/rng.h"
#include "play.h"
#include "task/sprintset.h"

static const char *const machines[] = {
    "memory=64M",
    "memory=64M tlb=l1d:64x4",
    "memory=64M pcid=off sched.quantum=3000",
    "memory=64M paging=5 cpus=2",
    "memory=64M nodes=2 cpus=2",
};

/* Over 2,500 pages L2 misses often, over 40 it never does; a part may be read only; a shared area is mapped twice, so
 * that two pages are one frame. */
static void some_line(uint64_t rng[2], unsigned turn, char *line, size_t bytes)
{
    static const char *const access[] = {"read", "read", "write", "fetch"};
    static const char *const pattern[] = {"seq", "zipf:0.9", "random", "stride:12288"};
    static const char *const area[] = {"x", "x+100p..140p", "x+0p..900p", "y", "x+10p..30p"};

    if (turn % 6 == 5) {
        snprintf(line, bytes, "a mprotect x+%up..%up %s", turn * 20, turn * 20 + 300,
                 turn % 12 == 5 ? "r--" : "rwx");
        return;
    }
    snprintf(line, bytes, "%c %s %s pattern=%s seed=%u count=%u", turn % 9 == 8 ? 'b' : 'a',
             access[rng_below(rng, 4)], turn % 9 == 8 ? "y" : area[rng_below(rng, 5)],
             pattern[rng_below(rng, 4)], turn, 9000 + (unsigned)rng_below(rng, 9000));
}

static void begin(struct mm *m)
{
    play(m, "spawn a catch=SEGV");
    play(m, "spawn b catch=SEGV");
    play(m, "a mmap 2500p as x prot=rwx");
    play(m, "a mmap 60p as y prot=rwx");
    play(m, "b mmap 60p as y prot=rwx");
    play(m, "a write x");
    play(m, "a write y");
    play(m, "b write y");
}

START_TEST(test_sprint_is_slow)
{
    struct mm *fast = play_machine(machines[_i]);
    struct mm *slow = play_machine(machines[_i]);
    const struct sprint *s = fast->sprint;
    uint64_t longest = 0;
    uint64_t rng[2];
    char line[128];

    rng_seed(rng, (uint64_t)_i + 40);
    mm_fast_path(slow, false);
    begin(fast);
    begin(slow);
    for (unsigned i = 0; i < test_scaled(30); i++) {
        some_line(rng, i, line, sizeof(line));
        play(fast, line);
        play(slow, line);
        ck_assert_msg(mm_hash(fast) == mm_hash(slow), "%s, line %u: %s", machines[_i], i, line);
        ck_assert_uint_eq(mm_seq(fast), mm_seq(slow));
        ck_assert(!s->open);
        longest = s->made > longest ? s->made : longest;
    }
    ck_assert_uint_gt(longest, 1000); /* it was used */
    mm_free(fast);
    mm_free(slow);
}
END_TEST

/* Reads, writes and fetches of one trace, mixed access by access: what is left over is made by the other path. */
START_TEST(test_mixed_trace)
{
    enum { COUNT = 60000 };
    static uint64_t ops[COUNT];
    static const struct mm_area areas[] = {
        {.start = 0x10000000, .end = 0x10000000 + 3000 * MM_PAGE_BYTES, .vm_flags = 0}};
    struct mm_area area = areas[0];
    struct mm_trace trace = {.name = "t", .ops = ops, .op_count = COUNT};
    struct mm *m[2];
    uint64_t rng[2];

    rng_seed(rng, 77);
    for (unsigned i = 0; i < COUNT; i++) {
        const uint64_t page = rng_below(rng, rng_below(rng, 3) == 0 ? 3000 : 50);

        ops[i] = MM_OP(area.start + page * MM_PAGE_BYTES + 8 * rng_below(rng, 512),
                       rng_below(rng, 20) == 0 ? rng_below(rng, 3) : ACC_READ);
    }
    area.vm_flags = VM_READ | VM_WRITE | VM_EXEC;
    snprintf(trace.layout.name, sizeof(trace.layout.name), "t");
    trace.layout.area_count = 1;
    trace.layout.inferred = 1;
    trace.layout.areas = &area;
    for (unsigned i = 0; i < 2; i++) {
        m[i] = play_machine(machines[_i]);
        mm_fast_path(m[i], i == 0);
        mm_add_trace(m[i], &trace);
        play(m[i], "trace pages t as p");
    }
    ck_assert_uint_eq(mm_seq(m[0]), mm_seq(m[1]));
    ck_assert(mm_hash(m[0]) == mm_hash(m[1]));
    mm_free(m[0]);
    mm_free(m[1]);
}
END_TEST

/* Run in small parts, each with its pause: the state between them is that of the slow path. */
START_TEST(test_pauses)
{
    struct mm *fast = play_machine(machines[_i]);
    struct mm *slow = play_machine(machines[_i]);

    mm_fast_path(slow, false);
    begin(fast);
    begin(slow);
    play_begin(fast, "a read x pattern=zipf:0.9 seed=1 count=40000");
    play_begin(slow, "a read x pattern=zipf:0.9 seed=1 count=40000");
    for (bool more = true; more;) {
        more = mm_run(fast, 9000) == MM_MORE;
        ck_assert_int_eq(mm_run(slow, 9000) == MM_MORE, more);
        ck_assert(mm_hash(fast) == mm_hash(slow));
    }
    mm_free(fast);
    mm_free(slow);
}
END_TEST

Suite *make_sprint_suite(void)
{
    Suite *s = suite_create("sprint");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_sprint_is_slow, 0, 5);
    tcase_add_loop_test(tc, test_mixed_trace, 0, 5);
    tcase_add_loop_test(tc, test_pauses, 0, 5);
    suite_add_tcase(s, tc);
    return s;
}
