/* check_kobj.c - what a process, its areas and its stack cost the kernel.
 *
 * Origin: recordings s-storm-200x0K and s-storm-100x256K-parent8M of Linux 6.1.192 (256 MB, one CPU): 200
 * children of a program with 11 areas, 100 with 13. Per child, by slabinfo and meminfo (linux-measured-2, section 9):
 * task_struct, mm_struct, signal_cache, sighand_cache, files_cache, pid, cred_jar 1 each; maple_node 3; KernelStack
 * 16 kB. What fork alone adds (an anon_vma for each area with anonymous pages, and a link to the parent's as well) and
 * the slabs that are in use and that stay are in tests/oracle/s-storm-*.mm, to the slab.
 */
#include "policy/kobj.h"

#include <stdio.h>

#include "base/vmstat.h"
#include "play.h"
#include "policy/kmem.h"

static uint32_t used(const struct mm *m, const char *cache)
{
    return m->kmem_cache[kmem_find(m, cache)].used_objects;
}

/* anon_vma_chains: fs_cache is merged into their cache, and a process has one fs_struct. */
static uint32_t links(const struct mm *m)
{
    return used(m, "anon_vma_chain") - used(m, "task_struct");
}

START_TEST(test_process)
{
    struct mm *m = play_machine("memory=64M");
    uint32_t areas;

    play(m, "spawn p");
    areas = m->proc[0].vma_count;
    ck_assert_uint_eq(used(m, "task_struct"), 1);
    ck_assert_uint_eq(used(m, "mm_struct"), 1);
    ck_assert_uint_eq(used(m, "pid"), 1);
    ck_assert_uint_eq(used(m, "vm_area_struct"), areas);
    ck_assert_uint_eq(used(m, "anon_vma"), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_kernel_stack), 16);
    ck_assert_uint_eq(m->frame[m->proc[0].stack2].use, KU_STACK);
    play(m, "p mmap 1M as m");
    play(m, "p write m");
    ck_assert_uint_eq(used(m, "vm_area_struct"), areas + 1);
    ck_assert_uint_eq(used(m, "anon_vma"), 1);
    ck_assert_uint_eq(links(m), 1);
    play(m, "p mprotect m+4K..64K r--"); /* three areas, one anon_vma */
    ck_assert_uint_eq(used(m, "vm_area_struct"), areas + 3);
    ck_assert_uint_eq(used(m, "anon_vma"), 1);
    ck_assert_uint_eq(links(m), 3);
    play(m, "p mprotect m rw-");
    ck_assert_uint_eq(used(m, "vm_area_struct"), areas + 1);
    ck_assert_uint_eq(links(m), 1);
    play(m, "p exit");
    ck_assert_uint_eq(used(m, "task_struct"), 0);
    ck_assert_uint_eq(used(m, "vm_area_struct"), 0);
    ck_assert_uint_eq(used(m, "anon_vma"), 0);
    ck_assert_uint_eq(used(m, "maple_node"), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_kernel_stack), 0);
    ck_assert_uint_ne(m->cpu[0].kept0, 0); /* the stack is kept for the next task */
    mm_free(m);
}
END_TEST

/* Two stacks a CPU are kept; the third goes back; the next task takes one. */
START_TEST(test_kept)
{
    struct mm *m = play_machine("memory=64M");
    pfn_t first;

    play(m, "spawn a");
    play(m, "spawn b");
    play(m, "spawn c");
    first = m->proc[0].stack0;
    play(m, "a exit");
    play(m, "b exit");
    play(m, "c exit");
    ck_assert_uint_eq(m->cpu[0].kept0, first);
    ck_assert(m->cpu[0].kept4 != 0 && vmstat_get(m, VMC_nr_kernel_stack) == 0);
    play(m, "spawn d");
    ck_assert_uint_eq(m->proc[0].stack0, first);
    ck_assert_uint_eq(m->cpu[0].kept0, 0);
    mm_free(m);
}
END_TEST

/* The storm: children of 12 areas (text, data and bss of the program, heap, two mappings, stack, vvar, vdso …). */
START_TEST(test_storm)
{
    struct mm *m = play_machine("profile=linux-256M");
    const uint64_t unreclaimable = vmstat_get(m, VMC_nr_slab_unreclaimable);
    uint32_t areas;
    char line[96];

    for (unsigned i = 0; i < 100; i++) {
        snprintf(line, sizeof(line), "spawn c%u lib=/lib/a.so:64K lib=/lib/b.so:64K", i);
        play(m, line);
    }
    areas = m->proc[0].vma_count;
    ck_assert_uint_ge(areas, 9);
    for (unsigned i = 0; areas < 12 && i < 100; i++) {
        for (uint32_t a = areas; a < 12; a++) {
            snprintf(line, sizeof(line), "c%u mmap 8K as m%u prot=%s", i, a, a % 2 ? "r--" : "rw-");
            play(m, line);
        }
    }
    ck_assert_uint_eq(m->proc[0].vma_count, 12);
    ck_assert_uint_eq(used(m, "task_struct"), 100);
    ck_assert_uint_eq(used(m, "mm_struct"), 100);
    ck_assert_uint_eq(used(m, "signal_cache"), 100);
    ck_assert_uint_eq(used(m, "sighand_cache"), 100);
    ck_assert_uint_eq(used(m, "files_cache"), 100);
    ck_assert_uint_eq(used(m, "pid"), 100);
    ck_assert_uint_eq(used(m, "cred_jar"), 100);
    ck_assert_uint_eq(used(m, "vm_area_struct"), 1200);
    ck_assert_uint_eq(used(m, "maple_node"), 300);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_kernel_stack), 1600);
    /* Slabs of recorded size, as few as hold them. Of the 15.6 kB a child recorded there, what is not here is the
     * fork's (5 anon_vma and 10 links, 1.2 kB), and an object each of kmalloc-64 and kmalloc-96. */
    static const struct {
        unsigned objects, per_slab, pages;
    } recorded[] = {{100, 5, 8},  {100, 14, 4}, {100, 14, 4}, {100, 15, 8},  {100, 11, 2},
                    {100, 32, 1}, {100, 21, 1}, {100, 64, 1}, {1200, 26, 1}, {300, 16, 1}};
    uint64_t pages = (used(m, "filp") + 15) / 16;

    for (unsigned i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++) {
        pages += (recorded[i].objects + recorded[i].per_slab - 1) / recorded[i].per_slab *
                 recorded[i].pages;
    }
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_slab_unreclaimable) - unreclaimable, pages);
    mm_free(m);
}
END_TEST

static const char *const busy[] = {
    "spawn p lib=/lib/a.so:64K", "p mmap 64K as m",     "p write m",
    "p mprotect m+8K..16K r--",  "p munmap m+32K..40K", "p brk +64K"};

/* Refuse the n-th frame: the command answers an errno or kills, everything else is as before. */
START_TEST(test_nth)
{
    const unsigned lines = sizeof(busy) / sizeof(busy[0]);

    for (unsigned at = 0; at < lines; at++) {
        for (uint32_t nth = 1; nth < 40; nth++) {
            struct mm *m = play_machine("memory=64M pcp=off");
            uint32_t areas;

            for (unsigned i = 0; i < at; i++) {
                play(m, busy[i]);
            }
            areas = used(m, "vm_area_struct");
            machine_set_fail_frames_nth(m, 0, nth);
            play(m, busy[at]); /* mm_check follows */
            if (m->machine->fail_frames_nth > 0) {
                mm_free(m);
                break;
            }
            if (m->machine->r_errno != LX_OK && at != 4) {
                ck_assert_uint_eq(used(m, "vm_area_struct"), areas);
            }
            mm_free(m);
        }
    }
}
END_TEST

START_TEST(test_off)
{
    struct mm *m = play_machine("memory=64M slab=off");

    play(m, "spawn p");
    play(m, "p mmap 64K as m");
    play(m, "p write m");
    ck_assert_uint_eq(m->proc[0].obj_task, 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_slab_unreclaimable), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_kernel_stack), 0);
    mm_free(m);
}
END_TEST

/* 32 bits: the stack is one block of two frames. Origin: THREAD_SIZE_ORDER 1 of i386. */
START_TEST(test_narrow)
{
    struct mm *m = play_machine("profile=i386 memory=64M");

    play(m, "spawn p");
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_kernel_stack), 8);
    ck_assert_uint_eq(m->frame[m->proc[0].stack0].order, 1);
    play(m, "p exit");
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_kernel_stack), 0);
    ck_assert_uint_eq(m->cpu[0].kept0, 0);
    mm_free(m);
}
END_TEST

Suite *make_kobj_suite(void);
Suite *make_kobj_suite(void)
{
    Suite *s = suite_create("kobj");
    TCase *c = tcase_create("kobj");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, test_process);
    tcase_add_test(c, test_kept);
    tcase_add_test(c, test_storm);
    tcase_add_test(c, test_nth);
    tcase_add_test(c, test_off);
    tcase_add_test(c, test_narrow);
    suite_add_tcase(s, c);
    return s;
}
