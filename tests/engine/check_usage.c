/* check_usage.c - RSS by kind, VmPTE by levels, VmData and its kin, locked pages. */
#include "policy/usage.h"

#include "play.h"

static uint64_t counter(const struct mm *m, enum mm_vm_counter c)
{
    return m->counter[c].value;
}

START_TEST(test_kinds)
{
    struct mm *m = play_machine("memory=16M");
    slot_t a;

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    play(m, "a fetch text+0..16K");
    play(m, "a write bss+0..8K");
    play(m, "a mmap 12K as s shared");
    play(m, "a write s");
    ck_assert_uint_eq(m->proc[a].rss_file_pages, 4);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 2);
    ck_assert_uint_eq(m->proc[a].rss_shmem_pages, 3);
    ck_assert_uint_eq(counter(m, VMC_nr_anon_pages), 2);
    ck_assert_uint_eq(counter(m, VMC_nr_mapped), 7);
    ck_assert_uint_eq(counter(m, VMC_nr_file_pages), 7);
    ck_assert_uint_eq(counter(m, VMC_nr_shmem), 3);
    ck_assert_uint_eq(counter(m, VMC_nr_inactive_anon), 0); /* 9 pages wait in the batch */
    lru_drain(m, 0);
    ck_assert_uint_eq(counter(m, VMC_nr_inactive_anon), 5);
    ck_assert_uint_eq(counter(m, VMC_nr_inactive_file), 4);
    ck_assert_uint_eq(m->proc[a].hiwater_rss_pages, 9);
    play(m, "a munmap s");
    ck_assert_uint_eq(m->proc[a].hiwater_rss_pages, 9);
    ck_assert_uint_eq(counter(m, VMC_nr_shmem), 0);
    play(m, "a exit");
    for (unsigned c = VMC_nr_inactive_anon; c <= VMC_nr_unevictable; c++) {
        ck_assert_uint_eq(counter(m, c), 0);
    }
    ck_assert_uint_eq(counter(m, VMC_nr_anon_pages) + counter(m, VMC_nr_mapped) +
                          counter(m, VMC_nr_file_pages) + counter(m, VMC_nr_page_table_pages),
                      0);
    mm_free(m);
}
END_TEST

START_TEST(test_areas)
{
    struct mm *m = play_machine("memory=16M");
    uint64_t data;
    slot_t a;

    play(m, "spawn a text=64K data=16K bss=16K");
    a = mm_find_proc(m, "a");
    data = m->proc[a].data_vm_pages;
    ck_assert_uint_eq(data, 8);                      /* data, bss */
    ck_assert_uint_eq(m->proc[a].exec_vm_pages, 18); /* text, vdso */
    ck_assert_uint_eq(m->proc[a].stack_vm_pages, 33);
    ck_assert_uint_eq(m->proc[a].total_vm_pages, 16 + 8 + 33 + 6);
    play(m, "a mmap 40K as x");
    ck_assert_uint_eq(m->proc[a].data_vm_pages, data + 10);
    play(m, "a mprotect x r--");
    ck_assert_uint_eq(m->proc[a].data_vm_pages, data);
    play(m, "a mprotect x r-x");
    ck_assert_uint_eq(m->proc[a].exec_vm_pages, 28);
    play(m, "a munmap x");
    ck_assert_uint_eq(m->proc[a].total_vm_pages, 63);
    ck_assert_uint_eq(m->proc[a].hiwater_vm_pages, 73);
    mm_free(m);
}
END_TEST

/* VmPTE counts levels 1 to 3 below the top table; PageTables levels 1 and 2. */
START_TEST(test_levels)
{
    static const struct {
        const char *options, *map;
        unsigned vm_pte, tables, page_tables;
    } rows[] = {
        {"memory=16M paging=2", "a mmap 4K as x at=0x40000000", 1, 2, 1},
        {"memory=16M paging=4", "a mmap 4K as x at=0x10000000000", 3, 4, 2},
        {"memory=16M paging=5", "a mmap 4K as x at=0x100000000000000", 0, 0, 0},
        {"memory=16M paging=5", "a mmap 4K as x at=0x80000000000000", 3, 5, 2},
    };
    struct mm *m = play_machine(rows[_i].options);
    slot_t a;

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    play(m, rows[_i].map);
    if (rows[_i].tables == 0) { /* no such address: it lies elsewhere */
        ck_assert_uint_lt(m->machine->r_addr, 1ull << 56);
        mm_free(m);
        return;
    }
    play(m, "a touch x w");
    ck_assert_uint_eq(m->proc[a].pgtables_bytes, rows[_i].vm_pte * 4096u);
    ck_assert_uint_eq(m->proc[a].tables, rows[_i].tables);
    ck_assert_uint_eq(counter(m, VMC_nr_page_table_pages), rows[_i].page_tables);
    play(m, "a munmap x");
    ck_assert_uint_eq(m->proc[a].pgtables_bytes, 0);
    ck_assert_uint_eq(m->proc[a].tables, 1);
    mm_free(m);
}
END_TEST

START_TEST(test_locked)
{
    struct mm *m = play_machine("memory=16M");
    slot_t a;

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    play(m, "a mmap 32K as x");
    play(m, "a write x+0..8K");
    play(m, "a mlock x+4K..16K"); /* one page is there, two come */
    ck_assert_uint_eq(m->proc[a].locked_vm_pages, 3);
    ck_assert_uint_eq(counter(m, VMC_nr_mlock), 3);
    ck_assert_uint_eq(counter(m, VMC_nr_unevictable), 3);
    ck_assert_uint_eq(counter(m, VMC_nr_inactive_anon), 1);
    play(m, "a madvise x+4K..8K dontneed");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    play(m, "a munlock x+4K..8K");
    ck_assert_uint_eq(counter(m, VMC_nr_mlock), 2);
    play(m, "a munmap x");
    ck_assert_uint_eq(m->proc[a].locked_vm_pages, 0);
    ck_assert_uint_eq(counter(m, VMC_nr_mlock) + counter(m, VMC_nr_unevictable), 0);
    play(m, "a mmap 16K as y locked");
    ck_assert_uint_eq(counter(m, VMC_nr_mlock), 4);
    play(m, "a exit");
    ck_assert_uint_eq(counter(m, VMC_nr_mlock), 0);
    ck_assert_uint_eq(counter(m, VMC_unevictable_pgs_mlocked), 7);
    ck_assert_uint_eq(counter(m, VMC_unevictable_pgs_munlocked), 7);
    mm_free(m);
}
END_TEST

Suite *make_usage_suite(void)
{
    Suite *s = suite_create("usage");
    TCase *t = tcase_create("usage");

    tcase_add_test(t, test_kinds);
    tcase_add_test(t, test_areas);
    tcase_add_loop_test(t, test_levels, 0, 4);
    tcase_add_test(t, test_locked);
    suite_add_tcase(s, t);
    return s;
}
