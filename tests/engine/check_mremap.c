/* check_mremap.c - grow in place, shrink, move with the pages, and a frame refused on the way. */
#include "task/mremap.h"

#include "parts/frame.h"
#include "play.h"
#include "task/actor.h"

static struct mm *machine(slot_t *a)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a text=8K data=4K bss=4K");
    *a = mm_find_proc(m, "a");
    play(m, "a mmap 32K as x at=0x10000000000");
    return m;
}

static uint32_t result(struct mm *m, const char *line)
{
    play(m, line);
    return m->machine->r_errno;
}

static uint32_t tag_at(const struct mm *m, slot_t a, vaddr_t addr)
{
    struct mm_walk at;

    mm_walk_addr(m, a, addr, &at);
    return at.present ? m->frame[at.pfn].tag : 0;
}

START_TEST(test_in_place)
{
    slot_t a;
    struct mm *m = machine(&a);
    vaddr_t start = 0;
    uint64_t bytes = 0;

    ck_assert_uint_eq(result(m, "a mremap x 64K"), 0);
    ck_assert_uint_eq(m->machine->r_addr, 0x10000000000);
    ck_assert(actor_name_range(m, a, "x", &start, &bytes) && bytes == 65536); /* the name follows */
    ck_assert_uint_eq(result(m, "a mremap x 64K"), 0);
    play(m, "a write x");
    ck_assert_uint_eq(result(m, "a mremap x 16K"), 0);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 4);
    play(m, "a mmap 4K as wall at=0x10000008000 fixed prot=r--");
    ck_assert_uint_eq(result(m, "a mremap x 32K"), 0); /* up to the wall */
    ck_assert_uint_eq(result(m, "a mremap x 36K"), LX_ENOMEM);
    ck_assert_uint_eq(result(m, "a mremap 0x20000000000..0x20000001000 8K"), LX_EFAULT);
    ck_assert_uint_eq(result(m, "a mremap 0x10000000800..0x10000001000 64K"), LX_EINVAL);
    ck_assert_uint_eq(result(m, "a mremap vdso 64K maymove"), LX_EFAULT);
    mm_free(m);
}
END_TEST

START_TEST(test_move)
{
    slot_t a;
    struct mm *m = machine(&a);
    uint32_t tags[8];
    uint32_t rss;
    vaddr_t fresh;

    play(m, "a write x");
    play(m, "a madvise x+4K..8K dontneed");
    play(m, "a touch x+4K r"); /* the zero page moves too */
    for (unsigned i = 0; i < 8; i++) {
        tags[i] = tag_at(m, a, 0x10000000000 + i * 4096);
    }
    rss = (uint32_t)m->proc[a].rss_anon_pages;
    play(m, "a mmap 4K as wall at=0x10000008000 fixed prot=r--");
    ck_assert_uint_eq(result(m, "a mremap x 64K maymove"), 0);
    fresh = m->machine->r_addr;
    ck_assert_uint_ne(fresh, 0x10000000000);
    for (unsigned i = 0; i < 8; i++) {
        ck_assert_uint_eq(tag_at(m, a, fresh + i * 4096), tags[i]);
    }
    ck_assert_uint_eq(vma_at(m, a, 0x10000000000), SLOT_NONE);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, rss);
    play(m, "a touch x+60K w"); /* the name moved along */
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, rss + 1);
    /* Its pages were made for another place: the offset tells, it cannot join what is mapped beside it. */
    ck_assert_uint_eq(m->vma[vma_at(m, a, fresh)].pgoff, 0x10000000000 >> 12);
    mm_free(m);
}
END_TEST

START_TEST(test_untouched_moves_as_if_new)
{
    slot_t a;
    struct mm *m = machine(&a);
    vaddr_t fresh;

    play(m, "a mmap 4K as wall at=0x10000008000 fixed prot=r--");
    play(m, "a mremap x 64K maymove");
    fresh = m->machine->r_addr;
    ck_assert_uint_eq(m->vma[vma_at(m, a, fresh)].pgoff, fresh >> 12);
    play(m, "a mmap 4K as y"); /* so it joins the next one below it */
    ck_assert_uint_eq(m->machine->r_addr, fresh - 4096);
    ck_assert_uint_eq(vma_at(m, a, fresh - 4096), vma_at(m, a, fresh));
    mm_free(m);
}
END_TEST

/* Tables at the new place are refused: everything is as before. */
START_TEST(test_refused_frames)
{
    for (uint32_t nth = 1; nth <= 3; nth++) {
        slot_t a;
        struct mm *m = machine(&a);
        uint32_t tag;
        uint64_t promised;

        play(m, "a write x");
        play(m, "a mmap 4K as wall at=0x10000008000 fixed prot=r--");
        tag = tag_at(m, a, 0x10000007000);
        promised = m->machine->committed_pages;
        mm_fail_frame(m, nth);
        ck_assert_uint_eq(result(m, "a mremap x 64K maymove"), LX_ENOMEM);
        ck_assert_uint_eq(m->machine->committed_pages, promised);
        ck_assert_uint_eq(m->proc[a].rss_anon_pages, 8);
        ck_assert_uint_eq(tag_at(m, a, 0x10000007000), tag);
        ck_assert_uint_eq(result(m, "a mremap x 64K maymove"), 0);
        play(m, "a exit");
        mm_free(m);
    }
}
END_TEST

Suite *make_mremap_suite(void)
{
    Suite *s = suite_create("mremap");
    TCase *t = tcase_create("mremap");

    tcase_add_test(t, test_in_place);
    tcase_add_test(t, test_move);
    tcase_add_test(t, test_untouched_moves_as_if_new);
    tcase_add_test(t, test_refused_frames);
    suite_add_tcase(s, t);
    return s;
}
