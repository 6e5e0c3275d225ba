/* check_commit.c - what may be promised under overcommit 0, 1 and 2. */
#include "policy/commit.h"

#include <stdio.h>

#include "play.h"

static uint32_t try_map(struct mm *m, const char *line)
{
    play(m, line);
    return m->machine->r_errno;
}

START_TEST(test_limit)
{
    struct mm *m = play_machine("memory=64M");
    const uint64_t total = m->machine->totalram_pages;

    ck_assert_uint_eq(commit_limit_pages(m), total / 2);
    play(m, "sysctl vm.overcommit_ratio=80");
    ck_assert_uint_eq(commit_limit_pages(m), total * 80 / 100);
    play(m, "sysctl vm.overcommit_kbytes=4000");
    ck_assert_uint_eq(commit_limit_pages(m), 1000);
    mm_free(m);
}
END_TEST

START_TEST(test_guess_and_always)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "spawn a");
    for (unsigned i = 0; i < 3; i++) { /* one by one each is less than all memory */
        static const char *const lines[] = {"a mmap 40M as x", "a mmap 40M as y",
                                            "a mmap 40M as z"};

        ck_assert_uint_eq(try_map(m, lines[i]), 0);
    }
    ck_assert_uint_eq(try_map(m, "a mmap 65M as w"), LX_ENOMEM);
    ck_assert_uint_eq(try_map(m, "a mmap 65M as w noreserve"), 0);
    ck_assert_uint_eq(try_map(m, "a mmap 65M as v prot=r--"), 0); /* not writable: not charged */
    ck_assert_uint_eq(try_map(m, "a mprotect v rw-"), LX_ENOMEM); /* now it would be */
    play(m, "sysctl vm.overcommit_memory=1");
    ck_assert_uint_eq(try_map(m, "a mmap 1T as u"), 0);
    mm_free(m);
}
END_TEST

/* Strict: promised after adding < limit - min(VmSize / 32, user_reserve_kbytes). */
START_TEST(test_strict)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t limit;
    uint64_t most;
    slot_t a;
    char line[64];

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    play(m, "sysctl vm.overcommit_memory=2");
    limit = commit_limit_pages(m) - m->proc[a].total_vm_pages / 32;
    most = limit - m->machine->committed_pages - 1;
    snprintf(line, sizeof(line), "a mmap %lup as x", (unsigned long)(most + 1));
    ck_assert_uint_eq(try_map(m, line), LX_ENOMEM);
    snprintf(line, sizeof(line), "a mmap %lup as x noreserve", (unsigned long)(most + 1));
    ck_assert_uint_eq(try_map(m, line), LX_ENOMEM); /* NORESERVE is not heard */
    snprintf(line, sizeof(line), "a mmap %lup as x", (unsigned long)most);
    ck_assert_uint_eq(try_map(m, line), 0);
    ck_assert_uint_eq(try_map(m, "a brk +4K"), LX_ENOMEM);
    play(m, "a munmap x");
    ck_assert_uint_eq(try_map(m, "a brk +4K"), 0);
    mm_free(m);
}
END_TEST

START_TEST(test_given_back)
{
    struct mm *m = play_machine("memory=64M");
    const uint64_t before = m->machine->committed_pages;
    uint64_t spawned;

    ck_assert_uint_eq(before, 0);
    play(m, "spawn a");
    spawned = m->machine->committed_pages;
    ck_assert_uint_gt(spawned, 0); /* data, bss, stack */
    play(m, "a mmap 1M as x");
    ck_assert_uint_eq(m->machine->committed_pages, spawned + 256);
    play(m, "a mprotect x r--"); /* stays promised */
    play(m, "a mremap x 2M maymove");
    ck_assert_uint_eq(m->machine->committed_pages, spawned + 512);
    play(m, "a mremap x 64K");
    ck_assert_uint_eq(m->machine->committed_pages, spawned + 16);
    play(m, "a mmap 64K as s shared");
    ck_assert_uint_eq(m->machine->committed_pages, spawned + 32);
    play(m, "a exit");
    ck_assert_uint_eq(m->machine->committed_pages, 0);
    mm_free(m);
}
END_TEST

Suite *make_commit_suite(void)
{
    Suite *s = suite_create("commit");
    TCase *t = tcase_create("commit");

    tcase_add_test(t, test_limit);
    tcase_add_test(t, test_guess_and_always);
    tcase_add_test(t, test_strict);
    tcase_add_test(t, test_given_back);
    suite_add_tcase(s, t);
    return s;
}
