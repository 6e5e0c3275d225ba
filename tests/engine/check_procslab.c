/* check_procslab.c - slabinfo beside recorded ones: the same caches in the same order, of the same geometry. */
#include "text/procslab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "policy/kmem.h"
#include "shape.h"

static char *show(const struct mm *m)
{
    char *buf = malloc(1 << 16);
    struct report r;

    report_begin(&r, buf, 1 << 16);
    procslab_slabinfo(m, &r);
    ck_assert_uint_lt(r.length, 1 << 16);
    return buf;
}

/* One line without its counts of objects and slabs. */
static bool line(const char **at, char out[256])
{
    char name[64];
    unsigned size, objects, pages;
    const char *text = *at;

    if (*text == '\0') {
        return false;
    }
    if (sscanf(text, "%63s %*u %*u %u %u %u : tunables 0 0 0 : slabdata", name, &size, &objects,
               &pages) == 4) {
        snprintf(out, 256, "%s %u %u %u", name, size, objects, pages);
    } else {
        snprintf(out, 256, "%.*s", (int)strcspn(text, "\n"), text);
    }
    *at += strcspn(text, "\n") + 1;
    return true;
}

/* 64 bits: the same lines in the same order. 32 bits: the same lines (the table's order is that of 64 bits). */
START_TEST(test_recorded)
{
    static const struct {
        const char *machine, *file;
    } rows[] = {{"profile=linux-256M", "oracle/slab/slabinfo-amd64.txt"},
                {"kernel=linux memory=512M paging=2", "oracle/slab/slabinfo-i386.txt"}};

    for (unsigned i = 0; i < 2; i++) {
        struct mm *m = play_machine(rows[i].machine);
        char *recorded = shape_section(rows[i].file, "/proc/slabinfo"), *ours = show(m);
        const char *b = recorded, *next = ours;
        char x[256], y[256];
        unsigned lines = 0, found = 0;

        while (line(&b, y)) {
            const char *a = i == 0 ? next : ours;
            bool same = false;

            while (!same && line(&a, x)) {
                same = strcmp(x, y) == 0;
                ck_assert_msg(same || i > 0, "%s where %s was recorded", x, y);
            }
            ck_assert_msg(same, "no line like %s", y);
            next = a;
            found++;
        }
        for (const char *a = ours; line(&a, x);) {
            lines++;
        }
        ck_assert_uint_eq(lines, found);
        ck_assert_uint_gt(lines, 100);
        free(recorded);
        free(ours);
        mm_free(m);
    }
}
END_TEST

/* Widths, of a recorded line with large counts. */
START_TEST(test_widths)
{
    struct mm *m = play_machine("memory=64M");
    char *text;

    play(m, "kmem_cache box size=100");
    play(m, "kmem_alloc box count=100 as b");
    text = show(m);
    ck_assert_ptr_nonnull(strstr(text,
                                 "\nbox                  117    117    104   39    1 : tunables "
                                 "   0    0    0 : slabdata      3      3      0\n"));
    ck_assert_ptr_eq(strstr(text, "\nbox "),
                     strchr(strchr(text, '\n') + 1, '\n')); /* the newest first */
    free(text);
    mm_free(m);
}
END_TEST

/* What a cache counts: objects free on partial lists of a node are not active, those of a CPU are. */
START_TEST(test_counts)
{
    struct mm *m = play_machine("memory=64M");
    struct procslab_row row, other;
    struct procslab_list list;
    bool bytes;
    uint64_t n;

    play(m, "kmem_cache box size=1000");
    play(m, "kmem_alloc box count=40 as b");
    ck_assert(procslab_find(m, "box", &row));
    ck_assert_uint_ge(row.num_objs, 40);
    ck_assert_uint_eq(row.num_objs, row.num_slabs * row.objperslab);
    ck_assert_uint_eq(row.active_objs, row.num_objs);
    play(m, "kmem_free b every=2");
    ck_assert(procslab_find(m, "box", &row));
    ck_assert_uint_ge(row.active_objs, 20);
    ck_assert_uint_le(row.active_objs, row.num_objs);
    ck_assert(procslab_value(&row, "objsize", &n, &bytes) && n == 1000 && bytes);
    ck_assert(procslab_value(&row, "num_slabs", &n, &bytes) && n == row.num_slabs && !bytes);
    ck_assert(!procslab_value(&row, "colour", &n, &bytes));
    ck_assert(!procslab_find(m, "colour", &row));
    procslab_by_name(m, &list);
    for (unsigned i = 0; i < list.count; i++) {
        procslab_row(m, list.slot[i], &row);
        if (i > 0) {
            ck_assert_int_gt(strcmp(row.name, other.name), 0);
        }
        other = row;
    }
    play(m, "kmem_cache alike size=1000"); /* merged: no line, the other's figures */
    ck_assert(procslab_find(m, "alike", &other));
    ck_assert_str_eq(other.name, "box");
    ck_assert_uint_eq(other.aliases, 1);
    mm_free(m);
    m = play_machine("memory=64M slab=off");
    play(m, "spawn p");
    play(m, "kmem_cache own size=320"); /* what commands ask for is there all the same */
    play(m, "kmem_alloc own as one");
    ck_assert(procslab_find(m, "dentry", &row) && row.num_objs == 0);
    ck_assert(procslab_find(m, "own", &row) && row.num_objs == 12);
    mm_free(m);
}
END_TEST

/* Recorded: dentry size=192 object_size=192 order=0 objs_per_slab=21 align=8 cpu_partial=120 min_partial=5
 * reclaim_account=1. */
START_TEST(test_files)
{
    static const char *const rows[][2] = {{"dentry/slab_size", "192\n"},
                                          {"dentry/object_size", "192\n"},
                                          {"dentry/order", "0\n"},
                                          {"dentry/objs_per_slab", "21\n"},
                                          {"dentry/align", "8\n"},
                                          {"dentry/cpu_partial", "120\n"},
                                          {"dentry/min_partial", "5\n"},
                                          {"dentry/reclaim_account", "1\n"},
                                          {"biovec-max/min_partial", "6\n"},
                                          {"biovec-max/cpu_partial", "6\n"},
                                          {"dentry/colour", NULL},
                                          {"colour/order", NULL},
                                          {"dentry", NULL}};
    struct mm *m = play_machine("profile=linux-256M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[64];
        struct report r;

        report_begin(&r, text, sizeof(text));
        ck_assert_int_eq(procslab_file(m, rows[i][0], &r), rows[i][1] != NULL);
        if (rows[i][1] != NULL) {
            ck_assert_str_eq(text, rows[i][1]);
        }
    }
    mm_free(m);
}
END_TEST

Suite *make_procslab_suite(void)
{
    Suite *s = suite_create("procslab");
    TCase *t = tcase_create("procslab");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_widths);
    tcase_add_test(t, test_counts);
    tcase_add_test(t, test_files);
    suite_add_tcase(s, t);
    return s;
}
