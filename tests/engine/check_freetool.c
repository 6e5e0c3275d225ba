/* check_freetool.c - free(1): procps' columns and scaling, the machine's figures. */
#include "text/freetool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "parts/zone.h"
#include "play.h"
#include "shape.h"

static char *run(const struct mm *m, const char *options)
{
    return play_tool(freetool, m, options);
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
    char *text = run(m, "");

    shape_compare(text, free_k, SHAPE_WIDTH, NULL);
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu %llu %llu %llu %llu %llu", &total,
                            &used, &unused, &shared, &cache, &available),
                     6);
    ck_assert_uint_eq(total, play_meminfo_kb(m, "MemTotal"));
    ck_assert_uint_eq(unused, play_meminfo_kb(m, "MemFree"));
    ck_assert_uint_eq(available, play_meminfo_kb(m, "MemAvailable"));
    ck_assert_uint_eq(used, total - available); /* since procps 4 */
    free(text);
    text = run(m, "-wt");
    shape_compare(text, free_w, SHAPE_WIDTH, NULL);
    free(text);
    text = run(m, " -m  -t ");
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu", &total), 1);
    ck_assert_uint_eq(total, play_meminfo_kb(m, "MemTotal") / 1024);
    free(text);
    text = run(m, "-b");
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu", &total), 1);
    ck_assert_uint_eq(total, play_meminfo_kb(m, "MemTotal") * 1024);
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
        text = run(m, "-h");
        ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %31s", word), 1);
        ck_assert_str_eq(word, rows[i].text);
        free(text);
    }
    mm_free(m);
}
END_TEST

/* What procps-ng 4.0.2 prints for these bytes: free -h, and with --si (its own divisions, run on its source). */
START_TEST(test_scaling)
{
    static const struct {
        uint64_t bytes;
        const char *binary, *decimal;
    } rows[] = {
        {0, "0B", "0B"},
        {999, "999B", "999B"},
        {25276510208, "23Gi", "25G"},
        {24792809472, "23Gi", "24G"},
        {483942400, "461Mi", "483M"},
        {9068544, "8.6Mi", "9.1M"},
    };
    char text[FREETOOL_SIZE_BYTES];

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        freetool_human(rows[i].bytes, false, text);
        ck_assert_str_eq(text, rows[i].binary);
        freetool_human(rows[i].bytes, true, text);
        ck_assert_str_eq(text, rows[i].decimal);
    }
}
END_TEST

/* The rows and units of a machine of 32 bits; -l, -v and -s as procps prints them. */
START_TEST(test_options)
{
    static const char lohi[] =
        "               total        used        free      shared  buff/cache   available\n"
        "Mem:        24684092      472412    23585504        8856      947376    24211680\n"
        "Low:        24684092     1098588    23585504\n"
        "High:              0           0           0\n"
        "Swap:              0           0           0\n"
        "Total:      24684092      472412    23585504\n"
        "Comm:       12342044       77904    12264140\n";
    struct mm *m = play_machine("memory=64M");
    unsigned long long a, b, c;
    char *text = run(m, "-ltv");
    char *twice;

    shape_compare(text, lohi, SHAPE_WIDTH, NULL);
    ck_assert_int_eq(sscanf(strstr(text, "Low:"), "Low: %llu %llu %llu", &a, &b, &c), 3);
    ck_assert(a == play_meminfo_kb(m, "MemTotal") && c == play_meminfo_kb(m, "MemFree") &&
              b == a - c);
    ck_assert_int_eq(sscanf(strstr(text, "Comm:"), "Comm: %llu %llu %llu", &a, &b, &c), 3);
    ck_assert(a == play_meminfo_kb(m, "CommitLimit") && b == play_meminfo_kb(m, "Committed_AS") &&
              c == a - b);
    free(text);
    text = run(m, "");
    twice = run(m, "-s 1 -c 2");
    ck_assert_uint_eq(strlen(twice), 2 * strlen(text) + 1);
    ck_assert(strncmp(twice, text, strlen(text)) == 0 && twice[strlen(text)] == '\n');
    free(text);
    free(twice);
    text = run(m, "--kilo --seconds=0.5 --count=1");
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu", &a), 1);
    ck_assert_uint_eq(a, play_meminfo_kb(m, "MemTotal") * 1024 / 1000);
    free(text);
    text = run(m, "-b --si");
    ck_assert_int_eq(sscanf(strstr(text, "Mem:"), "Mem: %llu", &a), 1);
    ck_assert_uint_eq(a, play_meminfo_kb(m, "MemTotal") * 1024);
    free(text);
    play(m, "spawn p");
    play(m, "sysctl vm.overcommit_ratio=0");
    text = run(m, "-v"); /* more committed than the limit */
    ck_assert_ptr_nonnull(strstr(strstr(text, "Comm:"), " -"));
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const rows[] = {"-q",        "3",         "-",       "--what", "-k -m",
                                       "-b --tera", "-s 1",      "-c 0",    "-c",     "-c 1001",
                                       "-s 0 -c 1", "-s x -c 1", "--kilo=3"};
    struct mm *m = play_machine("memory=64M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[512];
        struct report r;

        report_begin(&r, text, sizeof(text));
        ck_assert_msg(!freetool(m, rows[i], &r), "%s", rows[i]);
        ck_assert_msg(strstr(text, "\nusage: free") != NULL, "%s: %s", rows[i], text);
    }
    mm_free(m);
}
END_TEST

Suite *make_freetool_suite(void)
{
    Suite *s = suite_create("freetool");
    TCase *t = tcase_create("freetool");

    tcase_add_test(t, test_free);
    tcase_add_test(t, test_human);
    tcase_add_test(t, test_scaling);
    tcase_add_test(t, test_options);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
