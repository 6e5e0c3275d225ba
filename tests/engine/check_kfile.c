/* check_kfile.c - file objects, dentries and inodes: who holds them, what drop_caches takes.
 *
 * Origin: Linux 6.1 fs/super.c super_cache_scan(), mm/vmscan.c do_shrink_slab() and drop_slab(), worked by hand below;
 * linux-measured, section 8: 0 and 5 are refused by drop_caches, 4 is taken, 2 drops slab objects only.
 */
#include "policy/kfile.h"

#include <stdio.h>

#include "base/vmstat.h"
#include "play.h"
#include "policy/kmem.h"

static uint32_t used(const struct mm *m, slot_t cache)
{
    return m->kmem_cache[cache].used_objects;
}

static void expect(const struct mm *m, uint32_t filps, uint32_t dentries, uint32_t inodes)
{
    ck_assert_uint_eq(used(m, KMR_filp), filps);
    ck_assert_uint_eq(used(m, KMR_dentry), dentries);
    ck_assert_uint_eq(used(m, KMR_inode_cache), inodes);
}

/* One file object for each call, one dentry and inode for each path; vdso and anonymous areas have none. */
START_TEST(test_open)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "spawn p lib=/lib/a.so:64K");
    expect(m, 2, 2, 2); /* the program's two areas are one open file, so are the library's */
    play(m, "spawn q lib=/lib/a.so:64K file=/bin/p");
    expect(m, 4, 2, 2);
    play(m, "p mmap 64K as m file=/data prot=r--");
    expect(m, 5, 3, 3);
    play(m, "p munmap m+16K..32K"); /* two areas now, one open file */
    expect(m, 5, 3, 3);
    play(m, "p munmap m");
    expect(m, 4, 3, 3);
    play(m, "p exit");
    play(m, "q exit");
    expect(m, 0, 3, 3); /* paths are remembered */
    play(m, "spawn r file=/bin/p");
    expect(m, 1, 3, 3);
    ck_assert_uint_gt(vmstat_get(m, VMC_nr_slab_reclaimable), 0);
    mm_free(m);
}
END_TEST

/* Twelve paths of which one is open and one was used twice. Round 1: 11 dentries are idle, 22 to scan, 22 * 11 / 12 + 1
 * = 21: ten go, one is passed over and goes when it comes round; then one inode: 12 freed. Round 2: 10 inodes, 20 to
 * scan, all go. Round 3: 12 >> 0 and 10 >> 1 were more than 1, so there is one, which finds nothing. */
START_TEST(test_drop)
{
    struct mm *m = play_machine("memory=64M");
    char line[64];

    play(m, "spawn p");
    for (unsigned i = 0; i < 11; i++) {
        snprintf(line, sizeof(line), "p mmap 4K as m file=/f%u prot=r--", i);
        play(m, line);
        play(m, "p munmap m");
    }
    play(m, "p mmap 4K as m file=/f3 prot=r--");
    play(m, "p munmap m");
    expect(m, 1, 12, 12);
    play(m, "echo 1 > /proc/sys/vm/drop_caches");
    expect(m, 1, 12, 12);
    ck_assert_uint_eq(vmstat_get(m, VMC_drop_pagecache), 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_drop_slab), 0);
    play(m, "echo 4 > /proc/sys/vm/drop_caches");
    ck_assert_uint_eq(m->machine->r_errno, LX_OK);
    expect(m, 1, 12, 12);
    play(m, "echo 2 > /proc/sys/vm/drop_caches");
    expect(m, 1, 1, 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_slabs_scanned), 22 + 20);
    ck_assert_uint_eq(vmstat_get(m, VMC_drop_slab), 1);
    play(m, "p exit");
    play(m, "sysctl vm.drop_caches=3");
    expect(m, 0, 0, 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_drop_pagecache), 2);
    ck_assert_uint_eq(vmstat_get(m, VMC_drop_slab), 2);
    play(m, "echo 0 > /proc/sys/vm/drop_caches");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    play(m, "echo 5 > /proc/sys/vm/drop_caches");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    ck_assert_uint_eq(m->sysctl[SC_DROP_CACHES].value, 3);
    mm_free(m);
}
END_TEST

/* vfs_cache_pressure 0: nothing can go; 1000: more is scanned than there is, no more goes. */
START_TEST(test_pressure)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "spawn p");
    play(m, "p exit");
    play(m, "sysctl vm.vfs_cache_pressure=0");
    play(m, "echo 2 > /proc/sys/vm/drop_caches");
    expect(m, 0, 1, 1);
    play(m, "sysctl vm.vfs_cache_pressure=2147483647");
    play(m, "echo 2 > /proc/sys/vm/drop_caches");
    expect(m, 0, 0, 0);
    mm_free(m);
}
END_TEST

/* Freed objects are freed pages only where a slab becomes empty. */
START_TEST(test_pages)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t before;
    char line[64];

    play(m, "spawn p");
    for (unsigned i = 0; i < 100; i++) {
        snprintf(line, sizeof(line), "p mmap 4K as m%u file=/f%u prot=r--", i, i);
        play(m, line);
    }
    for (unsigned i = 0; i < 100; i++) {
        if (i % 5 != 0) { /* every slab of inodes keeps some */
            snprintf(line, sizeof(line), "p munmap m%u", i);
            play(m, line);
        }
    }
    before = vmstat_get(m, VMC_nr_slab_reclaimable);
    play(m, "echo 2 > /proc/sys/vm/drop_caches");
    expect(m, 21, 21, 21);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_slab_reclaimable), before);
    play(m, "p exit");
    play(m, "echo 2 > /proc/sys/vm/drop_caches");
    expect(m, 0, 0, 0);
    kmem_shrink(m, KMR_inode_cache); /* the node kept its empty slabs: min_partial */
    ck_assert_uint_lt(vmstat_get(m, VMC_nr_slab_reclaimable), before);
    mm_free(m);
}
END_TEST

/* The table is as long as that of areas: the path unused for longest makes room. */
START_TEST(test_full)
{
    struct mm *m = play_machine("memory=64M maps=20");
    char line[64];

    play(m, "spawn p");
    for (unsigned i = 0; i < 40; i++) {
        snprintf(line, sizeof(line), "p mmap 4K as m file=/f%u prot=r--", i);
        play(m, line);
        play(m, "p munmap m");
    }
    expect(m, 1, 20, 20);
    play(m, "p mmap 4K as m file=/f39 prot=r--"); /* the newest is there still */
    expect(m, 2, 20, 20);
    mm_free(m);
}
END_TEST

/* Refuse the n-th frame: mmap answers ENOMEM, no open file is left over. mm_check follows each line. */
START_TEST(test_nth)
{
    for (uint32_t nth = 1;; nth++) {
        struct mm *m = play_machine("memory=64M pcp=off");
        bool over;

        ck_assert_uint_lt(nth, 100);
        play(m, "spawn p");
        for (unsigned c = 0; c < 3; c++) { /* the next one of each needs a slab */
            static const slot_t cache[] = {KMR_filp, KMR_dentry, KMR_inode_cache};
            uint64_t obj;

            while (used(m, cache[c]) < m->kmem_cache[cache[c]].total_objects) {
                ck_assert(kmem_get(m, 0, cache[c], &obj));
            }
        }
        const uint32_t filps = used(m, KMR_filp);

        machine_set_fail_frames_nth(m, 0, nth);
        play(m, "p mmap 64K as m file=/data");
        over = m->machine->fail_frames_nth > 0;
        ck_assert_uint_eq(used(m, KMR_filp), filps + (m->machine->r_errno == LX_OK));
        mm_free(m);
        if (over) {
            break;
        }
    }
}
END_TEST

/* slab=off: nothing is remembered and nothing is dropped. */
START_TEST(test_off)
{
    struct mm *m = play_machine("memory=64M slab=off");

    play(m, "spawn p");
    play(m, "echo 2 > /proc/sys/vm/drop_caches");
    ck_assert_uint_eq(m->machine->file_fresh, 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_slabs_scanned), 0);
    mm_free(m);
}
END_TEST

Suite *make_kfile_suite(void);
Suite *make_kfile_suite(void)
{
    Suite *s = suite_create("kfile");
    TCase *c = tcase_create("kfile");

    tcase_set_timeout(c, 60);
    tcase_add_test(c, test_open);
    tcase_add_test(c, test_drop);
    tcase_add_test(c, test_pressure);
    tcase_add_test(c, test_pages);
    tcase_add_test(c, test_full);
    tcase_add_test(c, test_nth);
    tcase_add_test(c, test_off);
    suite_add_tcase(s, c);
    return s;
}
