/* check_job.c - read, write, fetch, touch and trace as commands: what they touch, count and refuse. */
#include "task/job.h"

#include <string.h>

#include "parts/pgtable.h"
#include "play.h"

static unsigned present(const struct mm *m, const char *name)
{
    const slot_t proc = mm_find_proc(m, "a");
    struct pgtable_pos leaf;
    uint64_t start;
    uint64_t bytes;
    unsigned n = 0;

    ck_assert(mm_find_range(m, proc, name, &start, &bytes));
    for (vaddr_t at = start; pgtable_next(m, m->proc[proc].pgd_pfn, &at, start + bytes, &leaf);
         at += MM_PAGE_BYTES) {
        n++;
    }
    return n;
}

START_TEST(test_ranges)
{
    struct mm *m = play_machine("");

    play(m, "spawn a");
    play(m, "a mmap 64p as x");
    play(m, "a write x+0..10p");
    ck_assert_uint_eq(present(m, "x"), 10);
    ck_assert_uint_eq(m->evcount[EV_ACCESS].count, 10);
    play(m, "a write x+20p..40p pattern=stride:8K");
    ck_assert_uint_eq(present(m, "x"), 20);
    play(m, "a write x+40p count=5"); /* one page, five times */
    ck_assert_uint_eq(present(m, "x"), 21);
    ck_assert_uint_eq(m->evcount[EV_STORE].count, 10 + 10 + 5);
    play(m, "a write x pattern=rev count=3");
    ck_assert_uint_eq(present(m, "x"), 24);
    play(m, "a write x pattern=loop count=128");
    ck_assert_uint_eq(present(m, "x"), 64);
    play(m, "a fetch text");
    ck_assert_uint_eq(m->machine->r_signal, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_next)
{
    struct mm *m = play_machine("");

    play(m, "spawn a");
    play(m, "a mmap 10p as x");
    play(m, "a write x next 4p");
    ck_assert_uint_eq(present(m, "x"), 4);
    play(m, "a write x next 4p");
    ck_assert_uint_eq(present(m, "x"), 8);
    ck_assert_int_eq(play_try(m, "a write x next 4p"), MM_ERANGE);
    ck_assert_uint_eq(mm_last_fail(m)->limit, 2 * MM_PAGE_BYTES);
    play(m, "a write x next 2p");
    ck_assert_uint_eq(present(m, "x"), 10);
    mm_free(m);
}
END_TEST

START_TEST(test_same_seed_same_accesses)
{
    struct mm *m[3];

    for (int k = 0; k < 3; k++) {
        m[k] = play_machine("");
        play(m[k], "spawn a");
        play(m[k], "a mmap 500p as x");
        play(m[k], k == 2 ? "a write x pattern=zipf:0.9 count=300 seed=8"
                          : "a write x pattern=zipf:0.9 count=300 seed=7");
    }
    ck_assert_uint_eq(mm_hash(m[0]), mm_hash(m[1]));
    ck_assert_uint_ne(mm_hash(m[0]), mm_hash(m[2]));
    /* Without a seed the machine's generator gives one, a new one each time. */
    play(m[0], "a madvise x dontneed");
    play(m[0], "a write x pattern=random count=50");
    play(m[1], "a madvise x dontneed");
    play(m[1], "a write x pattern=random count=50");
    ck_assert_uint_eq(mm_hash(m[0]), mm_hash(m[1]));
    const unsigned once = present(m[0], "x");

    play(m[0], "a write x pattern=random count=50");
    ck_assert_uint_gt(present(m[0], "x"), once);
    for (int k = 0; k < 3; k++) {
        mm_free(m[k]);
    }
}
END_TEST

START_TEST(test_refusals_change_nothing)
{
    static const struct {
        const char *line;
        enum mm_err err;
    } rows[] = {
        {"nobody read text", MM_ENOACTOR},
        {"a read nothing", MM_ENONAME},
        {"a write x pattern=stride:65M", MM_ERANGE},
        {"a write x pattern=loop", MM_EENDLESS},
        {"a write heapless next 4K", MM_ENONAME},
        {"a write x next 65M", MM_ERANGE},
        {"a touch nothing r", MM_ENONAME},
        {"trace pages none.u64 as t", MM_ENONAME},
        {"wait nobody", MM_ENOACTOR},
        {"stop nobody", MM_ENOACTOR},
        {"stop a", MM_EBADARG},
    };
    struct mm *m = play_machine("");

    play(m, "spawn a");
    play(m, "a mmap 1M as x");
    const uint64_t hash = mm_hash(m);

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const enum mm_err err = play_try(m, rows[i].line);

        ck_assert_msg(err == rows[i].err, "%s: %s", rows[i].line, mm_err_name(err));
        ck_assert_msg(mm_hash(m) == hash, "%s changed something", rows[i].line);
    }
    mm_free(m);
    m = play_machine("paging=2");
    play(m, "spawn a");
    ck_assert_int_eq(play_try(m, "a touch 0x100000000 r"), MM_ERANGE);
    ck_assert_int_eq(play_try(m, "a read 0x100000000..0x100001000"), MM_ERANGE);
    mm_free(m);
}
END_TEST

/* ---- traces ---- */

#define OPS 3000u
static uint64_t ops[OPS];
static const struct mm_area areas[] = {
    {0x400000, 0x410000, 0, VM_READ | VM_EXEC, VR_TEXT, "/bin/prog"},
    {0x600000, 0x640000, 0, VM_READ | VM_WRITE, VR_DATA, ""},
};
static const struct mm_trace recorded = {
    .name = "recorded.u64",
    .ops = ops,
    .op_count = OPS,
    .layout = {.name = "recorded.u64", .area_count = 2, .inferred = 1, .areas = areas}};

static void make_ops(void)
{
    for (unsigned i = 0; i < OPS; i++) {
        ops[i] = i % 2 ? MM_OP(0x400000 + (i * 64ull) % 0x10000, ACC_FETCH)
                       : MM_OP(0x600000 + (i * 4160ull) % 0x40000, i % 3 ? ACC_READ : ACC_WRITE);
    }
}

START_TEST(test_trace)
{
    struct mm *m = play_machine("sched.quantum=100");
    struct mm *part = play_machine("sched.quantum=100");

    make_ops();
    ck_assert_int_eq(mm_add_trace(m, &recorded), MM_OK);
    ck_assert_int_eq(mm_add_trace(part, &recorded), MM_OK);
    play(m, "trace pages recorded.u64 as t");
    ck_assert_uint_eq(m->evcount[EV_ACCESS].count, OPS);
    ck_assert_uint_eq(m->machine->r_signal, 0);
    const slot_t t = mm_find_proc(m, "t");

    ck_assert_uint_ne(t, SLOT_NONE);
    ck_assert_uint_eq(mm_get(m, MM_F_proc_inferred, t), 1);
    ck_assert_uint_eq(m->evcount[EV_TRACE_BEGIN].count, 1);
    /* In two halves, the second of a process of its own. */
    play(part, "trace pages recorded.u64 as one limit=1000");
    ck_assert_uint_eq(part->evcount[EV_ACCESS].count, 1000);
    play(part, "trace pages recorded.u64 as two skip=1000 &");
    ck_assert_uint_eq(part->evcount[EV_ACCESS].count, 1000);
    play(part, "wait two");
    ck_assert_uint_eq(part->evcount[EV_ACCESS].count, OPS);
    ck_assert_int_eq(play_try(m, "trace pages recorded.u64 as u skip=3000"), MM_ERANGE);
    ck_assert_int_eq(play_try(m, "trace pages recorded.u64 as t"), MM_EEXISTS);
    mm_check(m);
    mm_check(part);
    mm_free(m);
    mm_free(part);
}
END_TEST

/* In pieces, one process: the same accesses, faults and pages as in one go. */
START_TEST(test_trace_goes_on)
{
    struct mm *m = play_machine("sched.quantum=100");
    struct mm *part = play_machine("sched.quantum=100");

    make_ops();
    ck_assert_int_eq(mm_add_trace(m, &recorded), MM_OK);
    ck_assert_int_eq(mm_add_trace(part, &recorded), MM_OK);
    play(m, "trace pages recorded.u64 as t");
    play(part, "trace pages recorded.u64 as t limit=700");
    play(part, "spawn other");
    ck_assert_int_eq(play_try(part, "trace pages recorded.u64 as other"), MM_EEXISTS);
    play(part, "trace pages recorded.u64 as t limit=1");
    play(part, "trace pages recorded.u64 as t &"); /* stopped on the way, it goes on from there */
    play_begin(part, "wait t");
    ck_assert_int_eq(mm_run(part, 0), MM_MORE);
    mm_stop(part);
    play(part, "stop t");
    ck_assert_uint_eq(part->evcount[EV_ACCESS].count, 801);
    ck_assert_uint_eq(mm_get(part, MM_F_proc_trace_next, mm_find_proc(part, "t")), 801);
    play(part, "trace pages recorded.u64 as t");
    ck_assert_int_eq(play_try(part, "trace pages recorded.u64 as t"), MM_EEXISTS);
    ck_assert_uint_eq(part->evcount[EV_ACCESS].count, OPS);
    ck_assert_uint_eq(mm_get(part, MM_F_proc_minflt, mm_find_proc(part, "t")),
                      mm_get(m, MM_F_proc_minflt, mm_find_proc(m, "t")));
    mm_check(part);
    mm_free(m);
    mm_free(part);
}
END_TEST

Suite *make_job_suite(void)
{
    Suite *s = suite_create("job");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_ranges);
    tcase_add_test(tc, test_next);
    tcase_add_test(tc, test_same_seed_same_accesses);
    tcase_add_test(tc, test_refusals_change_nothing);
    tcase_add_test(tc, test_trace);
    tcase_add_test(tc, test_trace_goes_on);
    suite_add_tcase(s, tc);
    return s;
}
