/* check_unmap.c - clear, flush, free; which tables go and which stay. */
#include "policy/unmap.h"

#include "play.h"

static struct mm *machine(slot_t *a)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a");
    *a = mm_find_proc(m, "a");
    return m;
}

/* Where events of these kinds first stand in the order seen. */
static unsigned first_of(const struct play_sink *sink, enum mm_event_type type)
{
    unsigned i = 0;

    while (i < sink->events && sink->order[i] != type) {
        i++;
    }
    ck_assert_uint_lt(i, sink->events);
    return i;
}

START_TEST(test_clear_flush_free)
{
    struct play_sink sink;
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "a mmap 16K as x at=0x10000000000");
    play(m, "a write x");
    play_watch(m, &sink);
    play(m, "a munmap x");
    ck_assert_uint_eq(sink.count[EV_PTE_CLEAR], 4);
    ck_assert_uint_eq(sink.count[EV_TLB_INVLPG], 4);
    ck_assert_uint_eq(sink.count[EV_PT_FREE], 3);
    ck_assert_uint_eq(sink.count[EV_FREE_BLOCK], 7);
    ck_assert_uint_lt(first_of(&sink, EV_PTE_CLEAR), first_of(&sink, EV_TLB_INVLPG));
    ck_assert_uint_lt(first_of(&sink, EV_TLB_INVLPG), first_of(&sink, EV_FREE_BLOCK));
    ck_assert_uint_lt(first_of(&sink, EV_FREE_BLOCK), first_of(&sink, EV_PT_FREE));
    ck_assert_uint_lt(first_of(&sink, EV_PT_FREE), first_of(&sink, EV_VMA_FREE));
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

/* Over 33 pages the whole TLB is flushed instead. */
START_TEST(test_flush_ceiling)
{
    struct play_sink sink;
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "a mmap 33p as x at=0x10000000000");
    play(m, "a mmap 34p as y at=0x20000000000");
    play(m, "a write x");
    play(m, "a write y");
    play_watch(m, &sink);
    play(m, "a madvise x dontneed");
    ck_assert_uint_eq(sink.count[EV_TLB_FLUSH], 0);
    ck_assert_uint_eq(sink.count[EV_TLB_INVLPG], 33);
    play(m, "a madvise y dontneed");
    ck_assert_uint_eq(sink.count[EV_TLB_FLUSH], 1);
    play(m, "a madvise y dontneed"); /* nothing is there: nothing to flush */
    ck_assert_uint_eq(sink.count[EV_TLB_FLUSH], 1);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_tables)
{
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "a mmap 4K as x at=0x10000000000");
    play(m, "a mmap 4K as y at=0x10000100000"); /* the same leaf table */
    play(m, "a mmap 4K as z at=0x10000400000"); /* another one */
    play(m, "a touch x w");
    play(m, "a touch y w");
    play(m, "a touch z w");
    ck_assert_uint_eq(m->proc[a].tables, 1 + 2 + 2);
    play(m, "a madvise z dontneed");
    ck_assert_uint_eq(m->proc[a].tables, 5); /* tables stay */
    play(m, "a munmap z");
    ck_assert_uint_eq(m->proc[a].tables, 4);
    play(m, "a munmap x");
    ck_assert_uint_eq(m->proc[a].tables, 4); /* y needs them */
    play(m, "a munmap y");
    ck_assert_uint_eq(m->proc[a].tables, 1);
    mm_free(m);
}
END_TEST

START_TEST(test_protect)
{
    struct mm_walk at;
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "a mmap 4K as x at=0x10000000000");
    play(m, "a touch x w");
    play(m, "a mprotect x r--");
    mm_walk_addr(m, a, 0x10000000000, &at);
    ck_assert(!(at.at[3].entry & PTE_RW) && (at.at[3].entry & PTE_D));
    play(m, "a mprotect x ---");
    mm_walk_addr(m, a, 0x10000000000, &at);
    ck_assert((at.at[3].entry & (PTE_P | PTE_PROTNONE)) == PTE_PROTNONE);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 1); /* still there for the kernel */
    play(m, "a mprotect x r-x");
    mm_walk_addr(m, a, 0x10000000000, &at);
    ck_assert((at.at[3].entry & PTE_P) && !(at.at[3].entry & PTE_NX));
    mm_free(m);
}
END_TEST

Suite *make_unmap_suite(void)
{
    Suite *s = suite_create("unmap");
    TCase *t = tcase_create("unmap");

    tcase_add_test(t, test_clear_flush_free);
    tcase_add_test(t, test_flush_ceiling);
    tcase_add_test(t, test_tables);
    tcase_add_test(t, test_protect);
    suite_add_tcase(s, t);
    return s;
}
