/* check_mprotect.c - mprotect, madvise, mlock: results, holes, limits (merging: check_merge, tests/oracle/i-vma.mm). */
#include "task/mprotect.h"

#include "play.h"

static struct mm *machine(slot_t *a)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a text=8K data=4K bss=4K");
    *a = mm_find_proc(m, "a");
    play(m, "a mmap 64K as x at=0x10000000");
    play(m, "a munmap x+32K..36K"); /* a hole in the middle */
    return m;
}

static uint32_t result(struct mm *m, const char *line)
{
    play(m, line);
    return m->machine->r_errno;
}

START_TEST(test_mprotect)
{
    slot_t a;
    struct mm *m = machine(&a);

    ck_assert_uint_eq(result(m, "a mprotect 0x10000800..0x10001800 r--"), LX_EINVAL);
    ck_assert_uint_eq(result(m, "a mprotect x r--"), LX_ENOMEM); /* up to the hole it is done */
    ck_assert_uint_eq(m->vma[vma_at(m, a, 0x10000000)].flags & VM_ACCESS_BITS, VM_READ);
    ck_assert_uint_eq(m->vma[vma_at(m, a, 0x10009000)].flags & VM_ACCESS_BITS, VM_READ | VM_WRITE);
    ck_assert_uint_eq(result(m, "a mprotect x+32K..36K r--"), LX_ENOMEM);
    ck_assert_uint_eq(result(m, "a mprotect x+36K..64K r-x"), 0);
    ck_assert_uint_eq(result(m, "a mprotect 0x7ffff7ff9000..0x7ffff7ffa000 rw-"), LX_EACCES);
    play(m, "sysctl vm.max_map_count=8");
    ck_assert_uint_eq(m->proc[a].vma_count, 8);
    ck_assert_uint_eq(result(m, "a mprotect x+4K..8K rwx"), LX_ENOMEM);
    ck_assert_uint_eq(result(m, "a mprotect x+0..32K rwx"), 0); /* all of it: no split */
    mm_free(m);
}
END_TEST

START_TEST(test_madvise)
{
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "a write x+0..32K");
    play(m, "a write x+36K..64K");
    ck_assert_uint_eq(result(m, "a madvise x dontneed"), LX_ENOMEM); /* over the hole, and on */
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 0);
    play(m, "a write x+0..32K");
    ck_assert_uint_eq(result(m, "a madvise x+0..32K dontneed every=2"), 0);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 4);
    ck_assert_uint_eq(result(m, "a madvise x+0..32K random every=4"), 0);
    ck_assert_uint_eq(m->vma[vma_at(m, a, 0x10004000)].flags & VM_RAND_READ, VM_RAND_READ);
    ck_assert_uint_eq(m->vma[vma_at(m, a, 0x10005000)].flags & VM_RAND_READ, 0);
    ck_assert_uint_eq(result(m, "a madvise x+0..32K normal"), 0);
    /* The pages before and behind were touched by one mapping: one area again. */
    ck_assert_uint_eq(vma_at(m, a, 0x10000000), vma_at(m, a, 0x10007000));
    ck_assert_uint_eq(result(m, "a madvise vdso dontneed"), LX_EINVAL);
    play(m, "sysctl vm.max_map_count=8");
    ck_assert_uint_eq(result(m, "a madvise x+4K..8K random"), LX_EAGAIN);
    mm_free(m);
}
END_TEST

START_TEST(test_bounds)
{
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "sysctl vm.overcommit_memory=1");
    play(m, "a mmap 2T as y prot=r--");
    ck_assert_int_eq(play_try(m, "a mlock y"), MM_ELIMIT);
    ck_assert_int_eq(play_try(m, "a madvise y dontneed every=2"), MM_ELIMIT);
    ck_assert_int_eq(play_try(m, "a madvise y random every=2"), MM_ELIMIT); /* no slots for it */
    ck_assert_int_eq(play_try(m, "a munmap y every=2"), MM_ELIMIT);
    ck_assert_int_eq(play_try(m, "a mmap 2T as z populate"), MM_ELIMIT);
    ck_assert_uint_eq(result(m, "a madvise 0..18446744073709551615 random"), LX_EINVAL);
    ck_assert_uint_eq(result(m, "a madvise y dontneed"), 0); /* nothing is there */
    mm_free(m);
}
END_TEST

START_TEST(test_shared_keeps_its_bytes)
{
    slot_t a;
    struct mm *m = machine(&a);

    play(m, "a mmap 8K as s shared");
    play(m, "a write s");
    ck_assert_uint_eq(result(m, "a madvise s dontneed"), 0);
    ck_assert_uint_eq(m->proc[a].rss_shmem_pages, 2);
    mm_free(m);
}
END_TEST

START_TEST(test_mlock)
{
    slot_t a;
    struct mm *m = machine(&a);

    ck_assert_uint_eq(result(m, "a mlock 0x10000800..0x10000900"), 0); /* the page it lies in */
    ck_assert_uint_eq(m->proc[a].locked_vm_pages, 1);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 1);
    ck_assert_uint_eq(result(m, "a mlock x"), LX_ENOMEM); /* marked up to the hole, not filled */
    ck_assert_uint_eq(m->proc[a].locked_vm_pages, 8);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 1);
    play(m, "a mprotect x+36K..40K ---");
    ck_assert_uint_eq(result(m, "a mlock x+36K..40K"), LX_ENOMEM); /* cannot be filled */
    ck_assert_uint_eq(result(m, "a munlock x+0..32K"), 0);
    ck_assert_uint_eq(m->proc[a].locked_vm_pages, 1);
    play(m, "a mprotect x+40K..44K r--");
    play(m, "a mlock x+40K..44K");
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 1); /* the zero page */
    play(m, "a mprotect x+40K..44K rw-");            /* now it may be written: filled at once */
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 2);
    mm_free(m);
}
END_TEST

Suite *make_mprotect_suite(void)
{
    Suite *s = suite_create("mprotect");
    TCase *t = tcase_create("mprotect");

    tcase_add_test(t, test_mprotect);
    tcase_add_test(t, test_madvise);
    tcase_add_test(t, test_bounds);
    tcase_add_test(t, test_shared_keeps_its_bytes);
    tcase_add_test(t, test_mlock);
    suite_add_tcase(s, t);
    return s;
}
