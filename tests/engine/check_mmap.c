/* check_mmap.c - mmap and munmap: placement, results, replacing, limits, and that everything comes back. */
#include "task/mmap.h"

#include "parts/frame.h"
#include "play.h"
#include "task/actor.h"

static slot_t start(struct mm *m)
{
    play(m, "spawn a text=8K data=4K bss=4K");
    return mm_find_proc(m, "a");
}

START_TEST(test_results)
{
    struct mm *m = play_machine("memory=16M");

    start(m);
    play(m, "a mmap 0 as x");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    play(m, "a mmap 17M as x"); /* overcommit 0: more than there is */
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    play(m, "a mmap 4K as x at=0x7ffffffff000 fixed");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    play(m, "a mmap 4K as x at=0x10001 fixed");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    play(m, "a mmap 4K as x file=/f:100");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    play(m, "a mmap 4K as x growsdown shared");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    ck_assert_int_eq(play_try(m, "a munmap x"), MM_ENONAME); /* a call that failed names nothing */
    play(m, "a mmap 4K as x");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    ck_assert_int_eq(play_try(m, "a mmap 4K as x"), MM_EEXISTS);
    play(m, "a munmap x");
    play(m, "a mmap 8K as x"); /* nothing of it was mapped any more */
    ck_assert_uint_eq(m->machine->r_errno, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_top_down)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    vaddr_t first;

    play(m, "a mmap 64K as x");
    first = m->machine->r_addr;
    ck_assert_uint_eq(first + 64 * 1024, 0x7ffff7ff9000); /* below the vvar area */
    play(m, "a mmap 64K as y prot=r--");
    ck_assert_uint_eq(m->machine->r_addr, first - 64 * 1024);
    play(m, "a mmap 64K as z at=0x10000000");
    ck_assert_uint_eq(m->machine->r_addr, 0x10000000);
    play(m, "a mmap 64K as w at=0x10000000"); /* taken: the wish is forgotten */
    ck_assert_uint_eq(m->machine->r_addr, first - 128 * 1024);
    play(m, "a munmap y");
    play(m, "a mmap 4K as v");
    ck_assert_uint_eq(m->machine->r_addr, first - 4096); /* from the hole's high end */
    ck_assert_uint_eq(m->vma[vma_at(m, a, first)].start, first - 4096);
    mm_free(m);
}
END_TEST

START_TEST(test_everything_comes_back)
{
    struct mm *m = play_machine("memory=16M slab=off");
    const uint64_t before = play_free_pages(m);
    uint64_t spawned;
    slot_t a;

    a = start(m);
    spawned = play_free_pages(m);
    ck_assert_uint_eq(before - spawned, 1);               /* the top table */
    play(m, "a mmap 8M as x noreserve at=0x10000000000"); /* no neighbour in its tables */
    play(m, "a write x+0..2M");
    play(m, "a read x+4M..5M");
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 512);
    play(m, "a munmap x every=2");
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 256);
    play(m, "a munmap x");
    ck_assert_uint_eq(play_free_pages(m), spawned);
    ck_assert_uint_eq(m->proc[a].tables, 1);
    play(m, "a exit 3");
    ck_assert_uint_eq(play_free_pages(m), before);
    ck_assert_uint_eq(m->machine->committed_pages, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_no_frame)
{
    /* Refuse the n-th frame: the task dies, and everything it had comes back. */
    for (uint32_t nth = 1; nth < 12; nth++) {
        struct mm *m = play_machine("memory=16M slab=off");
        const uint64_t before = play_free_pages(m);

        start(m);
        mm_fail_frame(m, nth);
        play(m, "a mmap 32K as x populate");
        if (nth <= 8 + 3) { /* 8 pages, 3 tables */
            ck_assert_uint_eq(mm_find_proc(m, "a"), SLOT_NONE);
            ck_assert_uint_eq(m->machine->r_signal, LX_SIGKILL);
            ck_assert_uint_eq(play_free_pages(m), before);
        }
        mm_free(m);
    }
}
END_TEST

START_TEST(test_shared_and_files)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    struct mm_walk at;
    uint32_t tag;

    play(m, "a mmap 16K as f file=/lib/f:8K prot=r--");
    play(m, "a read f");
    ck_assert_uint_eq(m->proc[a].rss_file_pages, 4);
    mm_walk_addr(m, a, m->label[actor_label(m, a, "f")].start, &at);
    tag = m->frame[at.pfn].tag;
    ck_assert_uint_ne(tag, 0);
    play(m, "a mmap 4K as g file=/lib/f:8K"); /* the same block: the same bytes */
    play(m, "a write g");
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 1);
    play(m, "a mmap 4K as h file=/lib/f:8K");
    play(m, "a read h");
    mm_walk_addr(m, a, m->label[actor_label(m, a, "h")].start, &at);
    ck_assert_uint_eq(m->frame[at.pfn].tag, tag);
    play(m, "a write h"); /* a copy takes the place of the file's page */
    ck_assert_uint_eq(m->proc[a].rss_file_pages, 4);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 2);
    play(m, "a mmap 8K as s shared");
    play(m, "a read s");
    ck_assert_uint_eq(m->proc[a].rss_shmem_pages, 2);
    play(m, "a mmap 8K as t shared"); /* another object: never one area */
    ck_assert_uint_ne(vma_at(m, a, m->label[actor_label(m, a, "s")].start),
                      vma_at(m, a, m->label[actor_label(m, a, "t")].start));
    play(m, "a exit");
    mm_free(m);
}
END_TEST

START_TEST(test_limit_of_areas)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);

    play(m, "sysctl vm.max_map_count=8");
    play(m, "a mmap 64K as x");
    ck_assert_uint_eq(m->proc[a].vma_count, 7);
    play(m, "a munmap x+8K..12K");
    ck_assert_uint_eq(m->proc[a].vma_count, 8);
    play(m, "a munmap x+20K..24K"); /* would be one more */
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    play(m, "a munmap x+0..4K"); /* an end may go */
    ck_assert_uint_eq(m->machine->r_errno, 0);
    mm_free(m);
}
END_TEST

Suite *make_mmap_suite(void)
{
    Suite *s = suite_create("mmap");
    TCase *t = tcase_create("mmap");

    tcase_add_test(t, test_results);
    tcase_add_test(t, test_top_down);
    tcase_add_test(t, test_everything_comes_back);
    tcase_add_test(t, test_no_frame);
    tcase_add_test(t, test_shared_and_files);
    tcase_add_test(t, test_limit_of_areas);
    suite_add_tcase(s, t);
    return s;
}
