/* check_numatool.c - numastat(8): the tables of numactl 2.0.16, the machine's figures. */
#include "text/numatool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "base/vmstat.h"
#include "shape.h"

static char *run(const struct mm *m, const char *options)
{
    return play_tool(numatool, m, options);
}

/* Output of the real tool, one node. */
static const char plain[] = "                           node0\n"
                            "numa_hit               688725327\n"
                            "numa_miss                      0\n"
                            "numa_foreign                   0\n"
                            "interleave_hit              1133\n"
                            "local_node             688725327\n"
                            "other_node                     0\n";
static const char stat[] = "\nPer-node numastat info (in MBs):\n"
                           "                          Node 0           Total\n"
                           "                 --------------- ---------------\n"
                           "Numa_Hit              2690333.66      2690333.66\n"
                           "Numa_Miss                   0.00            0.00\n"
                           "Numa_Foreign                0.00            0.00\n"
                           "Interleave_Hit              4.43            4.43\n"
                           "Local_Node            2690333.66      2690333.66\n"
                           "Other_Node                  0.00            0.00\n";

START_TEST(test_tables)
{
    struct mm *m = play_machine("memory=64M");
    char *text;

    vmstat_zone_add(m, 1, VMC_numa_hit, 688725327 - (int64_t)vmstat_get(m, VMC_numa_hit));
    vmstat_zone_add(m, 1, VMC_numa_local, 688725327 - (int64_t)vmstat_get(m, VMC_numa_local));
    vmstat_zone_add(m, 1, VMC_numa_interleave, 1133);
    text = run(m, "");
    ck_assert_str_eq(text, plain);
    free(text);
    vmstat_zone_add(m, 1, VMC_numa_hit, 90); /* the next output was taken a little later */
    vmstat_zone_add(m, 1, VMC_numa_local, 90);
    text = run(m, "-n");
    ck_assert_str_eq(text, stat);
    free(text);
    text = run(m, "-nc");
    ck_assert_str_eq(text, "\nPer-node numastat info (in MBs):\n"
                           "                 Node 0   Total\n"
                           "                ------- -------\n"
                           "Numa_Hit        2690334 2690334\n"
                           "Numa_Miss             0       0\n"
                           "Numa_Foreign          0       0\n"
                           "Interleave_Hit        4       4\n"
                           "Local_Node      2690334 2690334\n"
                           "Other_Node            0       0\n");
    free(text);
    text = run(m, "-z -n");
    ck_assert_str_eq(text, "\nPer-node numastat info (in MBs):\n"
                           "                          Node 0           Total\n"
                           "                 --------------- ---------------\n"
                           "Numa_Hit              2690333.66      2690333.66\n"
                           "Interleave_Hit              4.43            4.43\n"
                           "Local_Node            2690333.66      2690333.66\n");
    free(text);
    mm_free(m);
}
END_TEST

/* The rows of numastat -m in the tool's order, two nodes. */
START_TEST(test_system)
{
    struct mm *m = play_machine("memory=256M nodes=2 cpus=2");
    char *text, line[128];
    double total;

    play(m, "spawn p");
    play(m, "p mmap 8M as a");
    play(m, "p write a");
    text = run(m, "-m");
    ck_assert_ptr_nonnull(strstr(text, "\nPer-node system memory usage (in MBs):\n"
                                       "                          Node 0          Node 1           "
                                       "Total\n"
                                       "                 --------------- --------------- "
                                       "---------------\nMemTotal "));
    ck_assert_int_eq(sscanf(strstr(text, "\nMemTotal"), " MemTotal %*f %*f %lf", &total), 1);
    snprintf(line, sizeof(line), "%.2f", (double)m->machine->totalram_pages / 256);
    ck_assert(strtod(line, NULL) == total);
    ck_assert(strstr(text, "\nSUnreclaim") < strstr(text, "\nKReclaimable"));
    ck_assert_ptr_null(strstr(text, "SwapCached"));
    ck_assert_ptr_null(strstr(text, "numastat info"));
    free(text);
    text = run(m, "-m -n");
    ck_assert_ptr_nonnull(strstr(text, "numastat info"));
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const rows[] = {"-p 1", "x", "-"};
    struct mm *m = play_machine("memory=64M");
    char text[512];
    struct report r;

    for (unsigned i = 0; i < 3; i++) {
        report_begin(&r, text, sizeof(text));
        ck_assert(!numatool(m, rows[i], &r));
        ck_assert_ptr_nonnull(strstr(text, "\nusage: numastat"));
    }
    mm_free(m);
    m = play_machine("memory=64M paging=2");
    report_begin(&r, text, sizeof(text));
    ck_assert(!numatool(m, "", &r));
    ck_assert_ptr_nonnull(strstr(text, "not NUMA aware"));
    mm_free(m);
}
END_TEST

/* Of several processes a row each and their sum, as the real tool has it; of one its parts. */
START_TEST(test_processes)
{
    struct mm *m = play_machine("profile=numa-2x256M");
    char *text;

    play(m, "spawn pa node=1");
    play(m, "spawn pb node=0");
    play(m, "pa mmap 4M as b");
    play(m, "pa write b");
    text = run(m, "-p p");
    ck_assert_str_eq(text, "\nPer-node process memory usage (in MBs)\n"
                           "PID                        Node 0          Node 1           Total\n"
                           "----------------  --------------- --------------- ---------------\n"
                           "100 (pa)                     0.00            4.00            4.00\n"
                           "101 (pb)                     0.00            0.00            0.00\n"
                           "----------------  --------------- --------------- ---------------\n"
                           "Total                        0.00            4.00            4.00\n");
    free(text);
    text = run(m, "-z 100");
    ck_assert_str_eq(text, "\nPer-node process memory usage (in MBs) for PID 100 (pa)\n"
                           "                           Node 1           Total\n"
                           "                  --------------- ---------------\n"
                           "Private                      4.00            4.00\n"
                           "----------------  --------------- ---------------\n"
                           "Total                        4.00            4.00\n");
    free(text);
    mm_free(m);
}
END_TEST

Suite *make_numatool_suite(void)
{
    Suite *s = suite_create("numatool");
    TCase *t = tcase_create("numatool");

    tcase_add_test(t, test_tables);
    tcase_add_test(t, test_processes);
    tcase_add_test(t, test_system);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
