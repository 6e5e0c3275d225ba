/* check_lru.c - lists and batches: what Linux 6.1 mm/swap.c does, by hand. */
#include "parts/lru.h"

#include "base/vmstat.h"
#include "parts/pgtable.h"
#include "parts/vma.h"
#include "play.h"

/* The frame of page n of p's area `a`. */
static pfn_t page(const struct mm *m, uint64_t n)
{
    struct pgtable_pos leaf;
    uint64_t start;
    uint64_t bytes;

    ck_assert(mm_find_range(m, mm_find_proc(m, "p"), "a", &start, &bytes));
    ck_assert(pgtable_find(m, m->proc[0].pgd_pfn, start + n * MM_PAGE_BYTES, &leaf));
    return pgtable_pfn(pgtable_read(m, leaf.table, leaf.index));
}

static uint32_t pages_on(const struct mm *m, enum lru_list list)
{
    return m->lrulist[lru_list_id(0, list)].pages;
}

/* Fifteen pages fill a batch; it goes to inactive_anon, the newest at the head. */
START_TEST(test_batch_of_fifteen)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn p");
    play(m, "p mmap 256K as a");
    play(m, "p write a+0..56K");
    ck_assert_uint_eq(m->lrubatch[LRB_ADD].count, 14);
    ck_assert_uint_eq(pages_on(m, LRU_INACTIVE_ANON), 0);
    ck_assert_int_eq(m->frame[page(m, 0)].refcount, 2);
    ck_assert(!frame_is(m, page(m, 0), PG_LRU));
    play(m, "p write a+56K..60K");
    ck_assert_uint_eq(m->lrubatch[LRB_ADD].count, 0);
    ck_assert_uint_eq(pages_on(m, LRU_INACTIVE_ANON), 15);
    ck_assert_uint_eq(m->lrulist[LRU_INACTIVE_ANON].head_plus1 - 1, page(m, 14));
    ck_assert_uint_eq(m->lrulist[LRU_INACTIVE_ANON].tail_plus1 - 1, page(m, 0));
    ck_assert_int_eq(m->frame[page(m, 0)].refcount, 1);
    ck_assert(frame_is(m, page(m, 0), PG_LRU));
    mm_free(m);
}
END_TEST

/* Unmapping drains the CPU's batch first; what stays is on the list, what goes leaves it. Exit leaves nothing. */
START_TEST(test_unmap_and_exit)
{
    struct play_sink sink;
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn p");
    play(m, "p mmap 256K as a");
    play(m, "p write a+0..40K");
    play_watch(m, &sink);
    play(m, "p munmap a+0..8K");
    ck_assert_uint_eq(sink.count[EV_LRU_DRAIN], 1);
    ck_assert_uint_eq(sink.count[EV_LRU_DEL], 2);
    ck_assert_uint_eq(pages_on(m, LRU_INACTIVE_ANON), 8);
    play(m, "p exit");
    for (unsigned list = 0; list < LRU_COUNT; list++) {
        ck_assert_uint_eq(pages_on(m, (enum lru_list)list), 0);
    }
    mm_free(m);
}
END_TEST

/* Locked pages are counted as unevictable and linked nowhere; unlocked ones come back. Pages of files have lists of
 * their own, shared memory lies with the anonymous pages. */
START_TEST(test_kinds_and_locks)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn p");
    play(m, "p mmap 64K as a");
    play(m, "p write a+0..20K");
    play(m, "p mlock a+0..12K"); /* drains what waits, then moves three */
    ck_assert_uint_eq(pages_on(m, LRU_UNEVICTABLE), 3);
    ck_assert_uint_eq(pages_on(m, LRU_INACTIVE_ANON), 2);
    ck_assert_uint_eq(m->lrulist[LRU_UNEVICTABLE].head_plus1, 0);
    play(m, "p munlock a+0..4K");
    ck_assert_uint_eq(pages_on(m, LRU_UNEVICTABLE), 2);
    ck_assert_uint_eq(m->lrulist[LRU_INACTIVE_ANON].head_plus1 - 1, page(m, 0));
    play(m, "p mmap 8K as s shared");
    play(m, "p write s");
    play(m, "p fetch text+0..4K");
    lru_drain(m, 0);
    ck_assert_uint_eq(pages_on(m, LRU_INACTIVE_ANON), 5);
    ck_assert_uint_eq(pages_on(m, LRU_INACTIVE_FILE), 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_zone_unevictable), 2);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* A page that waits in a batch of another CPU than the one that frees it. */
START_TEST(test_waits_elsewhere)
{
    struct mm *m = play_machine("memory=16M cpus=2");
    pfn_t pfn;

    play(m, "spawn p");
    play(m, "p mmap 64K as a");
    play(m, "p write a+0..60K");
    pfn = page(m, 3);
    lru_take(m, pfn);
    lru_add(m, 1 - m->proc[0].cpu, pfn);
    ck_assert_int_eq(m->frame[pfn].refcount, 2);
    play(m, "p munmap a");
    ck_assert_uint_eq(m->frame[pfn].type, FT_FREE);
    ck_assert_uint_eq(m->lrubatch[(1 - m->proc[0].cpu) * LRB_COUNT + LRB_ADD].count, 0);
    mm_free(m);
}
END_TEST

Suite *make_lru_suite(void)
{
    Suite *s = suite_create("lru");
    TCase *t = tcase_create("lru");

    tcase_add_test(t, test_batch_of_fifteen);
    tcase_add_test(t, test_unmap_and_exit);
    tcase_add_test(t, test_kinds_and_locks);
    tcase_add_test(t, test_waits_elsewhere);
    suite_add_tcase(s, t);
    return s;
}
