/* check_tools.c - free, vmstat, pmap: procps' columns, the machine's figures. */
#include "text/tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts/vma.h"
#include "play.h"
#include "shape.h"

#define TEXT_BYTES (1 << 14)
typedef bool tool(const struct mm *m, const char *options, char *buf, size_t size, size_t *length);

static char *run(const struct mm *m, tool *t, const char *options)
{
    char *buf = malloc(TEXT_BYTES);
    size_t length;

    ck_assert_msg(t(m, options, buf, TEXT_BYTES, &length), "%s refused: %s", options, buf);
    ck_assert_uint_eq(strlen(buf), length);
    return buf;
}

static uint64_t kb(const struct mm *m, const char *key)
{
    uint64_t value = 0;
    bool plain;

    ck_assert(procfs_meminfo_value(m, key, &value, &plain));
    return value;
}

/* Output of free from procps-ng 4.0.2, as a real machine printed it. */
static const char free_k[] =
    "               total        used        free      shared  buff/cache   available\n"
    "Mem:        24684092      432236    23787380        8856      768140    24251856\n"
    "Swap:              0           0           0\n";
static const char free_w[] =
    "               total        used        free      shared     buffers       cache   available\n"
    "Mem:        24684092      432236    23787380        8856        3036      765104    24251856\n"
    "Swap:              0           0           0\n"
    "Total:      24684092      432236    23787380\n";

START_TEST(test_free)
{
    struct mm *m = play_machine("memory=64M");
    unsigned long long total, used, unused, shared, cache, available;
    char *text = run(m, tools_free, "");

    shape_compare(text, free_k, SHAPE_WIDTH, NULL);
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu %llu %llu %llu %llu %llu", &total,
                            &used, &unused, &shared, &cache, &available),
                     6);
    ck_assert_uint_eq(total, kb(m, "MemTotal"));
    ck_assert_uint_eq(unused, kb(m, "MemFree"));
    ck_assert_uint_eq(available, kb(m, "MemAvailable"));
    ck_assert_uint_eq(used, total - available); /* since procps 4 */
    free(text);
    text = run(m, tools_free, "-wt");
    shape_compare(text, free_w, SHAPE_WIDTH, NULL);
    free(text);
    text = run(m, tools_free, " -m  -t ");
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu", &total), 1);
    ck_assert_uint_eq(total, kb(m, "MemTotal") / 1024);
    free(text);
    text = run(m, tools_free, "-b");
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu", &total), 1);
    ck_assert_uint_eq(total, kb(m, "MemTotal") * 1024);
    free(text);
    mm_free(m);
}
END_TEST

/* procps' own scaling: five characters, a digit after the point while it fits. */
START_TEST(test_human)
{
    static const struct {
        uint32_t pages;
        const char *text;
    } rows[] = {{0, "0B"},      {1, "4.0Ki"},    {2214, "8.6Mi"},  {3, "12Ki"},
                {249, "996Ki"}, {250, "1.0Mi"},  {26213, "102Mi"}, {6171023, "23Gi"},
                {2560, "10Mi"}, {2545, "9.9Mi"}, {262144, "1.0Gi"}};
    struct mm *m = play_machine("memory=64M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char word[32];
        char *text;

        machine_set_totalram_pages(m, 0, rows[i].pages);
        text = run(m, tools_free, "-h");
        ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %31s", word), 1);
        ck_assert_str_eq(word, rows[i].text);
        free(text);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_vmstat)
{
    static const char recorded[] =
        "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
        " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n"
        " 0  0      0  55924      0      0    0    0     0     0    0    0  0  0 100  0  0\n";
    struct mm *m = play_machine("memory=64M");
    char *text = run(m, tools_vmstat, "");
    char line[64];

    ck_assert_str_eq(text, recorded);
    free(text);
    play(m, "spawn p");
    text = run(m, tools_vmstat, "-s");
    snprintf(line, sizeof(line), "%13llu K free memory\n", (unsigned long long)kb(m, "MemFree"));
    ck_assert_ptr_nonnull(strstr(text, line));
    ck_assert_ptr_nonnull(strstr(text, "            1 forks\n"));
    ck_assert_int_eq(strncmp(text, "        55924 K total memory\n", 29), 0);
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_pmap)
{
    static const char frame[] = "100:   /bin/p\n"
                                "Address           Kbytes     RSS   Dirty Mode  Mapping\n"
                                "0000555555554000    1024       0       0 r-x-- p\n";
    struct mm *m = play_machine("memory=64M");
    unsigned long long size, rss, dirty;
    char *text;
    slot_t p;

    play(m, "spawn p");
    play(m, "p mmap 64K as a noreserve");
    play(m, "p write a+0..12K");
    p = mm_find_proc(m, "p");
    text = run(m, tools_pmap, "-x p");
    ck_assert_int_eq(strncmp(text, frame, strlen(frame)), 0);
    ck_assert_ptr_nonnull(strstr(text, "      64      12      12 rw--R   [ anon ]\n"));
    ck_assert_ptr_nonnull(strstr(text, " rw---   [ stack ]\n"));
    ck_assert_int_eq(
        sscanf(strstr(text, "total kB"), "total kB %llu %llu %llu", &size, &rss, &dirty), 3);
    ck_assert_uint_eq(size, m->proc[p].total_vm_pages * 4);
    ck_assert_uint_eq(rss, (m->proc[p].rss_anon_pages + m->proc[p].rss_file_pages) * 4);
    ck_assert_ptr_eq(strstr(text, "------- \n") + 9, strstr(text, "total kB"));
    free(text);
    text = run(m, tools_pmap, "100"); /* by pid */
    ck_assert_ptr_nonnull(strstr(text, "0000555555554000   1024K r-x-- p\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n total "));
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const struct {
        tool *run;
        const char *options, *says;
    } rows[] = {
        {tools_free, "-q", "usage: free"},
        {tools_free, "3", "usage: free"},
        {tools_free, "-", "usage: free"},
        {tools_vmstat, "-d", "usage: vmstat"},
        {tools_vmstat, "-s -x", "usage: vmstat"},
        {tools_pmap, "", "usage: pmap"},
        {tools_pmap, "nobody", "nobody"},
        {tools_pmap, "-x", "usage: pmap"},
        {tools_ps, "-z", "usage: ps"},
    };
    struct mm *m = play_machine("memory=64M");
    char text[1024];
    size_t length;

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert(!rows[i].run(m, rows[i].options, text, sizeof(text), &length));
        ck_assert_msg(strstr(text, rows[i].says) != NULL, "%s: %s", rows[i].options, text);
    }
    mm_free(m);
}
END_TEST

Suite *make_tools_suite(void)
{
    Suite *s = suite_create("tools");
    TCase *t = tcase_create("tools");

    tcase_add_test(t, test_free);
    tcase_add_test(t, test_human);
    tcase_add_test(t, test_vmstat);
    tcase_add_test(t, test_pmap);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
