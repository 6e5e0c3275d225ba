/* check_vmtool.c - vmstat(8): procps' columns, the machine's figures. */
#include "text/vmtool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "base/vmstat.h"
#include "shape.h"

static char *run(const struct mm *m, const char *options)
{
    return play_tool(vmtool, m, options);
}

/* Output of procps-ng 4.0.2 on a real machine. */
static const char plain[] =
    "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
    " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n"
    " 0  0      0  55924      0      0    0    0     0     0    0    0  0  0 100  0  0\n";
static const char wide[] =
    "--procs-- -----------------------memory---------------------- ---swap-- -----io---- -system-- "
    "----------cpu----------\n"
    "   r    b         swpd         free         buff        cache   si   so    bi    bo   in   cs "
    " us  "
    "sy  id  wa  st  gu\n"
    "   1    0            0     23585088        18700       929768    0    0  1135   980  475 1812 "
    " 51  "
    "10  38   0   0   0\n";
static const char active[] =
    "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
    " r  b   swpd   free  inact active   si   so    bi    bo   in   cs us sy id wa st\n"
    " 1  0      0 23585088 204180 192632    0    0  1135   980  475 1812 51 10 38  0  0\n";

START_TEST(test_lines)
{
    struct mm *m = play_machine("memory=64M");
    unsigned long long free_kb, cache_kb;
    char *text = run(m, "");

    shape_compare(text, plain, SHAPE_WORDS, NULL);
    ck_assert_int_eq(
        sscanf(strstr(text, "st\n") + 3, "%*u %*u %*u %llu %*u %llu", &free_kb, &cache_kb), 2);
    ck_assert_uint_eq(free_kb, play_meminfo_kb(m, "MemFree"));
    ck_assert_uint_eq(cache_kb, play_meminfo_kb(m, "Cached") + play_meminfo_kb(m, "SReclaimable"));
    free(text);
    text = run(m, "-w");
    shape_compare(text, wide, SHAPE_WIDTH, NULL);
    free(text);
    text = run(m, "-a -S M");
    shape_compare(text, active, SHAPE_WORDS, NULL);
    ck_assert_int_eq(sscanf(strstr(text, "st\n") + 3, "%*u %*u %*u %llu", &free_kb), 1);
    ck_assert_uint_eq(free_kb, play_meminfo_kb(m, "MemFree") / 1024);
    free(text);
    text = run(m, "1 43"); /* the header again after every 21 lines */
    ck_assert_ptr_nonnull(strstr(text, "100  0  0\nprocs"));
    for (unsigned i = 0; i < 3; i++) {
        ck_assert_ptr_nonnull(strstr(text, "procs"));
        memcpy(strstr(text, "procs"), "seen.", 5);
    }
    ck_assert_ptr_null(strstr(text, "procs"));
    free(text);
    text = run(m, "-n 1 43");
    memcpy(strstr(text, "procs"), "seen.", 5);
    ck_assert_ptr_null(strstr(text, "procs"));
    free(text);
    mm_free(m);
}
END_TEST

/* What a float of the tool makes of a large machine's free memory. */
START_TEST(test_float)
{
    struct mm *m = play_machine("memory=64M");
    char *text;

    counter_set_value(m, VMC_nr_free_pages,
                      5896376); /* 23585504 kB, recorded as shown below by the real tool */
    text = run(m, "");
    ck_assert_ptr_nonnull(strstr(text, " 23585504 "));
    free(text);
    counter_set_value(m, VMC_nr_free_pages,
                      (1ull << 28) + 1); /* 4294967300 - 2^30 = 1073741828 kB */
    text = run(m, "");
    ck_assert_ptr_nonnull(strstr(text, " 1073741824 "));
    free(text);
    counter_set_value(m, VMC_nr_free_pages, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_sums)
{
    struct mm *m = play_machine("memory=64M");
    char line[64];
    char *text;

    play(m, "spawn p");
    text = run(m, "-s");
    snprintf(line, sizeof(line), "%13llu K free memory\n",
             (unsigned long long)play_meminfo_kb(m, "MemFree"));
    ck_assert_ptr_nonnull(strstr(text, line));
    ck_assert_ptr_nonnull(strstr(text, "            1 forks\n"));
    snprintf(line, sizeof(line), "%13llu K total memory\n",
             (unsigned long long)play_meminfo_kb(m, "MemTotal"));
    ck_assert_int_eq(strncmp(text, line, strlen(line)), 0);
    free(text);
    text = run(m, "-f");
    ck_assert_str_eq(text, "            1 forks\n");
    free(text);
    text = run(m, "--stats -Sm");
    snprintf(line, sizeof(line), "%13llu m total memory\n",
             (unsigned long long)play_meminfo_kb(m, "MemTotal") * 1024 / 1000000);
    ck_assert_int_eq(strncmp(text, line, strlen(line)), 0);
    free(text);
    mm_free(m);
}
END_TEST

/* vmstat -m: the caches by name, a heading every 21 lines, the columns of the real tool. */
START_TEST(test_slabs)
{
    static const char heading[] = "Cache                       Num  Total   Size  Pages\n";
    struct mm *m = play_machine("memory=64M");
    unsigned lines = 0, headings = 0;
    char *text;

    play(m, "kmem_cache box size=1280");
    play(m, "kmem_alloc box count=60 as b");
    text = run(m, "-m");
    ck_assert_ptr_nonnull(strstr(text, "\nbox                          60     60   1280     12\n"));
    for (const char *at = text; *at != '\0'; at = strchr(at, '\n') + 1, lines++) {
        if (strncmp(at, heading, strlen(heading)) == 0) {
            ck_assert_uint_eq(lines % 22, 0);
            headings++;
        }
    }
    ck_assert_uint_gt(headings, 4);
    free(text);
    text = run(m, "--slabs -n");
    ck_assert_int_eq(strncmp(text, heading, strlen(heading)), 0);
    ck_assert_ptr_null(strstr(text + 1, heading));
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const rows[] = {"-d", "-s -x", "1", "0 3", "1 2 3", "-S x", "-S", "1 1001"};
    struct mm *m = play_machine("memory=64M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[512];
        struct report r;

        report_begin(&r, text, sizeof(text));
        ck_assert_msg(!vmtool(m, rows[i], &r), "%s", rows[i]);
        ck_assert_msg(strstr(text, "\nusage: vmstat") != NULL, "%s: %s", rows[i], text);
    }
    mm_free(m);
}
END_TEST

Suite *make_vmtool_suite(void)
{
    Suite *s = suite_create("vmtool");
    TCase *t = tcase_create("vmtool");

    tcase_add_test(t, test_lines);
    tcase_add_test(t, test_float);
    tcase_add_test(t, test_sums);
    tcase_add_test(t, test_slabs);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
