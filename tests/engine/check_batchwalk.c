/* check_batchwalk.c - what a single access counts and writes down, against what the machine's definition says. */
#include "task/batchwalk.h"

#include "play.h"

enum { PAGES = 100 };

static struct mm *warm(const char *options, uint64_t ops[PAGES])
{
    struct mm *m = play_machine(options);
    uint64_t start;
    uint64_t bytes;

    play(m, "spawn a");
    play(m, "a mmap 100p as x");
    play(m, "a write x");
    ck_assert(mm_find_range(m, 0, "x", &start, &bytes));
    for (unsigned i = 0; i < PAGES; i++) {
        ops[i] = MM_OP(start + i * MM_PAGE_BYTES + 8, ACC_READ);
    }
    return m;
}

/* 100 pages one after the other go round 64 entries: each is in L2, then in L1 when read again at once. Then a page
 * nobody touched, which is left over. By hand: ACCESS TLB_MISS TLB_HIT TLB_EVICT TLB_FILL RETURN are 6 events. */
START_TEST(test_two_levels)
{
    struct mm_access record[PAGES];
    uint64_t ops[PAGES];
    struct mm *m = warm("", ops);
    struct batch b;

    batchwalk_init(&b, m, 0, 0);
    batchwalk_mark(m, 0);
    ck_assert_uint_eq(batchwalk_run(&b, ops, 30, record), 30);
    for (unsigned i = 0; i < 30; i++) {
        ck_assert_uint_eq(record[i].op, ops[i]);
        ck_assert_uint_eq(record[i].level, 2);
        ck_assert_uint_eq(record[i].events, 6);
        ck_assert_uint_eq(m->frame[record[i].pfn].vpn, MM_OP_ADDR(ops[i]) >> MM_PAGE_SHIFT);
    }
    ck_assert_uint_eq(b.n.misses, 30);
    ck_assert_uint_eq(b.n.hits2, 30);
    ops[0] = MM_OP(MM_OP_ADDR(ops[29]), ACC_WRITE);
    ops[1] = MM_OP(0x1000, ACC_READ);
    ck_assert_uint_eq(batchwalk_run(&b, ops, 2, record), 1);
    ck_assert_uint_eq(record[0].level, 1);
    ck_assert_uint_eq(record[0].events, 4); /* ACCESS TLB_HIT STORE RETURN */
    ck_assert_uint_eq(b.n.stores, 1);
    mm_free(m);
}
END_TEST

/* One entry of one level: every page is walked for. ACCESS TLB_MISS, 4 of the walk, TLB_EVICT TLB_FILL RETURN are 9. */
START_TEST(test_walks)
{
    struct mm_access record[PAGES];
    uint64_t ops[PAGES];
    struct mm *m = warm("tlb=l1d:1x1", ops);
    struct batch b;

    batchwalk_init(&b, m, 0, 0);
    batchwalk_mark(m, 0);
    ck_assert_uint_eq(batchwalk_run(&b, ops, PAGES, record), PAGES);
    for (unsigned i = 0; i < PAGES; i++) {
        ck_assert_uint_eq(record[i].level, 0);
        ck_assert_uint_eq(record[i].events, 9);
    }
    ck_assert_uint_eq(b.n.evictions, PAGES);
    mm_free(m);
}
END_TEST

/* A first write to a page that was only read marks its leaf dirty; `pure` leaves it over. */
START_TEST(test_pure)
{
    uint64_t ops[PAGES];
    struct mm *m = warm("", ops);
    struct mm_access record[1];
    struct batch b;
    uint64_t start;
    uint64_t bytes;

    play(m, "a mmap 2p as y prot=rw-");
    play(m, "a write y");
    ck_assert(mm_find_range(m, 0, "y", &start, &bytes));
    play(m, "a mprotect y r--");
    play(m, "a mprotect y rw-");
    play(m, "a madvise y dontneed");
    play(m, "a read x");
    ops[0] = MM_OP(start, ACC_WRITE);
    batchwalk_init(&b, m, 0, 0);
    batchwalk_mark(m, 0);
    ck_assert_uint_eq(batchwalk_run(&b, ops, 1, record), 0); /* it is gone: a fault */
    play(m, "a write y");
    struct mm_walk walk;

    mm_walk_addr(m, 0, start, &walk);
    const struct mm_walk_level *leaf = &walk.at[walk.depth - 1];

    pgtable_write(m, leaf->table_pfn, leaf->index, leaf->entry & ~PTE_D);
    tlb_drop(m, 0, start >> MM_PAGE_SHIFT);
    batchwalk_init(&b, m, 0, 0);
    b.pure = true;
    ck_assert_uint_eq(batchwalk_run(&b, ops, 1, record), 0);
    b.pure = false;
    ck_assert_uint_eq(batchwalk_run(&b, ops, 1, record), 1);
    ck_assert_uint_eq(b.n.marks, 1);
    ck_assert_uint_eq(pgtable_read(m, leaf->table_pfn, leaf->index) & PTE_D, PTE_D);
    mm_free(m);
}
END_TEST

Suite *make_batchwalk_suite(void)
{
    Suite *s = suite_create("batchwalk");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_two_levels);
    tcase_add_test(tc, test_walks);
    tcase_add_test(tc, test_pure);
    suite_add_tcase(s, tc);
    return s;
}
