/* check_procnode.c - files of nodes beside recorded ones (n-numa-anon-spill, 2 x 256 MiB), and their identities. */
#include "text/procnode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "base/vmstat.h"
#include "parts/zone.h"
#include "shape.h"

#define RECORDING "oracle/memory/numa-nodes.txt"

static char *show(const struct mm *m, const char *name)
{
    char *buf = malloc(8192);
    struct report r;

    report_begin(&r, buf, 8192);
    ck_assert_msg(procnode_file(m, name, &r), "no %s", name);
    return buf;
}

START_TEST(test_recorded)
{
    static const char *const names[] = {"node0/numastat", "node1/numastat", "node0/meminfo",
                                        "node1/meminfo"};
    struct mm *m = play_machine("memory=512M nodes=2 cpus=2");

    for (unsigned i = 0; i < 4; i++) {
        char *ours = show(m, names[i]);
        char *recorded = shape_section(RECORDING, names[i]);

        shape_compare(ours, recorded, i < 2 ? SHAPE_WORDS : SHAPE_WIDTH, NULL);
        free(ours);
        free(recorded);
    }
    mm_free(m);
}
END_TEST

/* What the nodes have is what the machine has. */
START_TEST(test_sums)
{
    struct mm *m = play_machine("memory=256M nodes=2 cpus=2");
    uint64_t sum = 0, total = 0;
    bool plain;

    play(m, "spawn p");
    play(m, "p mmap 8M as a");
    play(m, "p write a");
    for (unsigned i = 0; procnode_meminfo_key(i) != NULL; i++) {
        if (strcmp(procnode_meminfo_key(i), "AnonPages") == 0) {
            sum += procnode_meminfo(m, 0, i, &plain) + procnode_meminfo(m, 1, i, &plain);
        }
        if (strcmp(procnode_meminfo_key(i), "MemTotal") == 0) {
            total += procnode_meminfo(m, 0, i, &plain) + procnode_meminfo(m, 1, i, &plain);
        }
    }
    ck_assert_uint_eq(sum, vmstat_get(m, VMC_nr_anon_pages) * 4);
    ck_assert_uint_ge(sum, 8192);
    ck_assert_uint_eq(total, (uint64_t)m->machine->totalram_pages * 4);
    ck_assert_str_eq(procnode_numastat_key(0), "numa_hit");
    sum = procnode_numastat(m, 0, 0) + procnode_numastat(m, 1, 0);
    ck_assert_uint_eq(sum, vmstat_get(m, VMC_numa_hit));
    ck_assert_uint_gt(sum, 2048);
    mm_free(m);
}
END_TEST

START_TEST(test_small_files)
{
    struct mm *m = play_machine("memory=256M nodes=2 cpus=3");
    char text[64];
    struct report r;
    char *cpus0 = show(m, "node0/cpulist"), *cpus1 = show(m, "node1/cpulist");
    char *distance = show(m, "node1/distance"), *online = show(m, "online");

    ck_assert_str_eq(distance, "20 10\n");
    ck_assert_str_eq(online, "0-1\n");
    ck_assert_str_eq(cpus0, "0-1\n");
    ck_assert_str_eq(cpus1, "2\n");
    free(distance);
    free(online);
    free(cpus0);
    free(cpus1);
    report_begin(&r, text, sizeof(text));
    ck_assert(!procnode_file(m, "node2/distance", &r));
    ck_assert(!procnode_file(m, "node0/colour", &r));
    ck_assert(!procnode_file(m, "node0", &r));
    mm_free(m);
    m = play_machine("memory=64M paging=2"); /* the recorded kernel for 32 bits has no nodes */
    ck_assert(!procnode_file(m, "node0/distance", &r));
    mm_free(m);
}
END_TEST

Suite *make_procnode_suite(void)
{
    Suite *s = suite_create("procnode");
    TCase *t = tcase_create("procnode");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_sums);
    tcase_add_test(t, test_small_files);
    suite_add_tcase(s, t);
    return s;
}
