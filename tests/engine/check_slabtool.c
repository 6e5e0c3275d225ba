/* check_slabtool.c - slabtop(1): the columns of procps-ng 4.0.2, sums and orders of slabinfo. */
#include "text/slabtool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "shape.h"

/* The beginning of the real tool's output on a real machine. */
static const char recorded[] =
    " Active / Total Objects (% used)    : 1934003 / 2303371 (84.0%)\n"
    " Active / Total Slabs (% used)      : 77030 / 77030 (100.0%)\n"
    " Active / Total Caches (% used)     : 130 / 235 (55.3%)\n"
    " Active / Total Size (% used)       : 533869.90K / 582202.48K (91.7%)\n"
    " Minimum / Average / Maximum Object : 0.01K / 0.25K / 50.27K\n"
    "\n"
    "  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME                   \n";
static const char recorded_row[] =
    "686280 507691  73%    0.19K  32680       21    130720K dentry                 \n";

static char *run(const struct mm *m, const char *options)
{
    return play_tool(slabtool, m, options);
}

static struct mm *machine(void)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "kmem_cache box size=1000");
    play(m, "kmem_alloc box count=100 as b");
    play(m, "kmem_cache tiny size=24");
    play(m, "kmem_alloc tiny count=1000 as t");
    return m;
}

/* The rows' beginning; the text before it is the summary and the heading, ended there. */
static char *split_rows(char *text)
{
    char *rows = strstr(text, "CACHE SIZE NAME");

    ck_assert_ptr_nonnull(rows);
    rows = strchr(rows, '\n') + 1;
    rows[-1] = '\0';
    return rows;
}

/* One row as the tool prints it, read back. */
static void read_row(const char *text, struct procslab_row *row, unsigned long long *cache_kb)
{
    unsigned long long objs, active, slabs, per_slab;
    unsigned use;
    double size;
    char name[MM_NAME_BYTES];

    ck_assert_msg(sscanf(text, "%llu %llu %u%% %lfK %llu %llu %lluK %31s", &objs, &active, &use,
                         &size, &slabs, &per_slab, cache_kb, name) == 8,
                  "%.80s", text);
    memset(row, 0, sizeof(*row));
    snprintf(row->name, sizeof(row->name), "%s", name);
    row->num_objs = objs;
    row->active_objs = active;
    row->num_slabs = slabs;
    row->objperslab = per_slab;
}

START_TEST(test_summary)
{
    struct mm *m = machine();
    char *text = run(m, "-o");
    char *rows = split_rows(text);
    unsigned long long active, objs, caches, all;
    struct procslab_list list;
    struct procslab_row row;
    uint64_t sum_active = 0, sum_objs = 0, used = 0, lines = 0;

    rows[-1] = '\n';
    rows[0] = '\0';
    shape_compare(text, recorded, SHAPE_WORDS, NULL);
    procslab_list(m, &list);
    for (unsigned i = 0; i < list.count; i++) {
        procslab_row(m, list.slot[i], &row);
        sum_active += row.active_objs;
        sum_objs += row.num_objs;
        used += row.num_objs > 0;
        lines++;
    }
    ck_assert_int_eq(
        sscanf(text, " Active / Total Objects (%% used) : %llu / %llu", &active, &objs), 2);
    ck_assert(active == sum_active && objs == sum_objs);
    ck_assert_int_eq(
        sscanf(strstr(text, "Caches"), "Caches (%% used) : %llu / %llu", &caches, &all), 2);
    ck_assert(caches == used && all == lines);
    free(text);
    mm_free(m);
}
END_TEST

/* Every cache once, with slabinfo's figures, in the order of the key. */
START_TEST(test_rows)
{
    struct mm *m = machine();
    char *text = run(m, "--once --sort=c"), *names = run(m, "-s n");
    char *at = split_rows(text);
    unsigned long long kb, before = UINT64_MAX;
    struct procslab_row shown, row, last;
    struct procslab_list list;
    unsigned lines = 0;

    for (; *at != '\0'; at = strchr(at, '\n') + 1, lines++) {
        read_row(at, &shown, &kb);
        ck_assert(procslab_find(m, shown.name, &row));
        ck_assert(shown.num_objs == row.num_objs && shown.active_objs == row.active_objs &&
                  shown.num_slabs == row.num_slabs && shown.objperslab == row.objperslab);
        ck_assert_uint_eq(kb, row.num_slabs * row.pagesperslab * 4);
        ck_assert_uint_le(kb, before);
        before = kb;
        if (strlen(row.name) <= 23) {
            ck_assert_uint_eq(strcspn(at, "\n"), strlen(recorded_row) - 1);
        }
    }
    procslab_list(m, &list);
    ck_assert_uint_eq(lines, list.count);
    last.name[0] = '\0';
    for (at = split_rows(names); *at != '\0'; at = strchr(at, '\n') + 1) {
        read_row(at, &shown, &kb);
        ck_assert_int_gt(strcmp(shown.name, last.name), 0);
        last = shown;
    }
    free(text);
    free(names);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const rows[] = {"-d 3", "-s", "-s z", "x", "--what"};
    struct mm *m = play_machine("memory=64M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[512];
        struct report r;

        report_begin(&r, text, sizeof(text));
        ck_assert_msg(!slabtool(m, rows[i], &r), "%s", rows[i]);
        ck_assert_ptr_nonnull(strstr(text, "\nusage: slabtop"));
    }
    mm_free(m);
}
END_TEST

Suite *make_slabtool_suite(void)
{
    Suite *s = suite_create("slabtool");
    TCase *t = tcase_create("slabtool");

    tcase_add_test(t, test_summary);
    tcase_add_test(t, test_rows);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
