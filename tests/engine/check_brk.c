/* check_brk.c - the heap grows, shrinks, and stops where something is. */
#include "task/brk.h"

#include <stdio.h>

#include "play.h"

START_TEST(test_heap)
{
    struct mm *m = play_machine("memory=16M");
    slot_t a;
    vaddr_t start;
    slot_t v;

    play(m, "spawn a text=64K data=16K bss=16K");
    a = mm_find_proc(m, "a");
    start = m->proc[a].start_brk;
    ck_assert_uint_eq(start, 0x555555554000 + 96 * 1024); /* right after the bss */
    ck_assert_uint_eq(m->proc[a].brk, start);
    play(m, "a brk +100");
    ck_assert_uint_eq(m->machine->r_addr, start + 100);
    v = vma_at(m, a, start);
    ck_assert_uint_eq(m->vma[v].start, start); /* the bss below does not take it in */
    ck_assert_uint_eq(m->vma[v].end, start + 4096);
    ck_assert_uint_eq(m->vma[v].role, VR_HEAP);
    play(m, "a brk +3996"); /* the same page: only the pointer moves */
    ck_assert_uint_eq(m->vma[v].end, start + 4096);
    play(m, "a brk +64K");
    ck_assert_uint_eq(vma_at(m, a, start + 64 * 1024), v); /* the heap's own area grows */
    play(m, "a write heap");
    ck_assert_uint_eq(m->vma[v].resident_pages, 17);
    play(m, "a brk -60K");
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 2);
    play(m, "a brk -8K");
    ck_assert_uint_eq(vma_at(m, a, start), SLOT_NONE);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals_of_the_kernel)
{
    struct mm *m = play_machine("memory=16M");
    slot_t a;
    vaddr_t start;
    char line[96];

    play(m, "spawn a text=64K data=16K bss=16K");
    a = mm_find_proc(m, "a");
    start = m->proc[a].start_brk;
    play(m, "a brk -4K"); /* below its start */
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_eq(m->machine->r_addr, start);
    snprintf(line, sizeof(line), "a mmap 4K as wall at=0x%llx fixed",
             (unsigned long long)(start + 64 * 1024));
    play(m, line);
    play(m, "a brk +64K"); /* one page has to stay free */
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    play(m, "a brk +60K");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    play(m, "a brk +18446744073709551615");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    play(m, "a brk -18446744073709551615");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_eq(m->proc[a].brk, start + 60 * 1024);
    mm_free(m);
}
END_TEST

/* A mapping right behind the heap joins it; shrinking then cuts the heap out of the middle. */
START_TEST(test_joined)
{
    struct mm *m = play_machine("memory=16M maps=16");
    slot_t a;
    vaddr_t start;
    char line[96];

    play(m, "spawn a text=64K data=16K bss=16K");
    a = mm_find_proc(m, "a");
    start = m->proc[a].start_brk;
    play(m, "a brk +64K");
    snprintf(line, sizeof(line), "a mmap 4K as x at=0x%llx", (unsigned long long)(start + 65536));
    play(m, line);
    ck_assert_uint_eq(vma_at(m, a, start), vma_at(m, a, start + 65536));
    while (vma_room(m) > 2) { /* the tool's own limit is near */
        snprintf(line, sizeof(line), "a mmap 4K as m%u prot=%s", vma_room(m),
                 vma_room(m) % 2 ? "r--" : "r-x");
        if (play_try(m, line) != MM_OK) {
            break;
        }
    }
    play(m, "a brk -32K");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    ck_assert_uint_eq(m->vma[vma_at(m, a, start)].end, start + 32768);
    ck_assert_uint_ne(vma_at(m, a, start + 65536), SLOT_NONE);
    mm_free(m);
}
END_TEST

Suite *make_brk_suite(void)
{
    Suite *s = suite_create("brk");
    TCase *t = tcase_create("brk");

    tcase_add_test(t, test_heap);
    tcase_add_test(t, test_refusals_of_the_kernel);
    tcase_add_test(t, test_joined);
    suite_add_tcase(s, t);
    return s;
}
