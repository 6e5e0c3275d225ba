/* check_procpid.c - status, stat, statm and the OOM score. */
#include "text/procpid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts/vma.h"
#include "play.h"
#include "shape.h"
#include "text/procfs.h"
#include "../walk.h"

#define TEXT_BYTES (1 << 14)

static char *show(const struct mm *m, slot_t proc, const char *file)
{
    char *buf = malloc(TEXT_BYTES);
    struct report r;

    report_begin(&r, buf, TEXT_BYTES);
    ck_assert_msg(procpid_show(m, proc, file, &r), "no %s", file);
    ck_assert_uint_lt(r.length, TEXT_BYTES);
    return buf;
}

static uint64_t status(const struct mm *m, slot_t proc, const char *key)
{
    uint64_t value;
    bool plain;

    ck_assert_msg(procpid_status_value(m, proc, key, &value, &plain), "no %s", key);
    return value;
}

START_TEST(test_recorded)
{
    static const char *const state[] = {"State:", NULL}; /* the recorded one runs */
    struct mm *m = play_machine("memory=64M");
    char *recorded = shape_section("oracle/memory/process.txt", "/status");
    char *ours;

    play(m, "spawn orc");
    ours = show(m, mm_find_proc(m, "orc"), "status");
    shape_compare(ours, recorded, SHAPE_WORDS, state);
    ck_assert_ptr_nonnull(strstr(ours, "\nVmStk:\t     132 kB\n")); /* width as recorded */
    ck_assert_ptr_nonnull(strstr(recorded, "\nVmStk:\t     132 kB\n"));
    free(ours);
    free(recorded);
    recorded = shape_section("oracle/memory/process.txt", "/statm");
    ours = show(m, mm_find_proc(m, "orc"), "statm");
    shape_compare(ours, recorded, SHAPE_WORDS, NULL);
    free(ours);
    free(recorded);
    mm_free(m);
}
END_TEST

START_TEST(test_figures_follow)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t size, data, rss, v;
    slot_t p;

    play(m, "spawn p text=128K data=16K bss=8K");
    p = mm_find_proc(m, "p");
    size = status(m, p, "VmSize");
    data = status(m, p, "VmData");
    rss = status(m, p, "VmRSS");
    ck_assert_uint_eq(status(m, p, "VmExe"), 128);
    ck_assert_uint_eq(status(m, p, "VmStk"), 132);
    play(m, "p mmap 400K as a");
    play(m, "p write a+0..100K");
    ck_assert_uint_eq(status(m, p, "VmSize"), size + 400);
    ck_assert_uint_eq(status(m, p, "VmData"), data + 400);
    ck_assert_uint_eq(status(m, p, "VmRSS"), rss + 100);
    ck_assert_uint_eq(status(m, p, "VmPTE"), m->proc[p].pgtables_bytes / 1024);
    ck_assert(procpid_statm_value(m, p, "resident", &v) && v == (rss + 100) / 4);
    ck_assert(procpid_statm_value(m, p, "size", &v) && v == (size + 400) / 4);
    ck_assert(procpid_stat_value(m, p, "vsize", &v) && v == (size + 400) * 1024);
    ck_assert(procpid_stat_value(m, p, "minflt", &v) && v == m->proc[p].minflt);
    ck_assert(procpid_rollup_value(m, p, "Rss", &v) && v == rss + 100);
    play(m, "p munmap a");
    ck_assert_uint_eq(status(m, p, "VmSize"), size);
    ck_assert_uint_eq(status(m, p, "VmPeak"), size + 400);
    ck_assert_uint_eq(status(m, p, "VmHWM"), rss + 100);
    ck_assert(!procpid_stat_value(m, p, "nothing", &v) && !procpid_statm_value(m, p, "x", &v));
    mm_free(m);
}
END_TEST

/* proc(5): 52 fields, the names in brackets, and the right thing in the well-known places. */
START_TEST(test_stat_fields)
{
    struct mm *m = play_machine("memory=64M");
    char *text, *save = NULL;
    unsigned field = 0;
    slot_t p;

    play(m, "spawn a_name_of_more_than_15");
    p = mm_find_proc(m, "a_name_of_more_than_15");
    text = show(m, p, "stat");
    for (char *w = strtok_r(text, " \n", &save); w != NULL; w = strtok_r(NULL, " \n", &save)) {
        field++;
        if (field == 1) {
            ck_assert_uint_eq(strtoul(w, NULL, 10), m->proc[p].pid);
        } else if (field == 2) {
            ck_assert_str_eq(w, "(a_name_of_more_)");
        } else if (field == 10) {
            ck_assert_uint_eq(strtoul(w, NULL, 10), m->proc[p].minflt);
        } else if (field == 23) {
            ck_assert_uint_eq(strtoul(w, NULL, 10), m->proc[p].total_vm_pages * 4096);
        } else if (field == 24) {
            ck_assert_uint_eq(strtoul(w, NULL, 10),
                              m->proc[p].rss_anon_pages + m->proc[p].rss_file_pages);
        } else if (field == 28) {
            ck_assert_uint_eq(strtoul(w, NULL, 10), m->proc[p].start_stack);
        } else if (field == 47) {
            ck_assert_uint_eq(strtoul(w, NULL, 10), m->proc[p].start_brk);
        }
    }
    ck_assert_uint_eq(field, 52);
    free(text);
    mm_free(m);
}
END_TEST

/* Recorded: 666 for a small process at adj 0; 0 for -1000; up to 1333 by the formula. */
START_TEST(test_oom_score)
{
    struct mm *m = play_machine("memory=64M");
    slot_t p;

    play(m, "spawn p");
    p = mm_find_proc(m, "p");
    ck_assert_uint_eq(procpid_oom_score(m, p), 666);
    proc_set_oom_score_adj(m, p, -1000);
    ck_assert_uint_eq(procpid_oom_score(m, p), 0);
    proc_set_oom_score_adj(m, p, 1000);
    ck_assert_uint_ge(procpid_oom_score(m, p), 1280); /* adj x (total / 1000), rounded first */
    ck_assert_uint_le(procpid_oom_score(m, p), 1333);
    mm_free(m);
}
END_TEST

/* A process's own files agree; kB of its anonymous pages. */
static uint64_t agree(const struct mm *m, slot_t p)
{
    uint64_t v;

    ck_assert(procpid_rollup_value(m, p, "Rss", &v));
    ck_assert_uint_eq(v, status(m, p, "VmRSS"));
    ck_assert(procpid_rollup_value(m, p, "Anonymous", &v));
    ck_assert_uint_eq(v, status(m, p, "RssAnon"));
    ck_assert(procpid_statm_value(m, p, "size", &v));
    ck_assert_uint_eq(v * 4, status(m, p, "VmSize"));
    ck_assert_uint_le(status(m, p, "VmRSS"), status(m, p, "VmHWM"));
    ck_assert_uint_le(status(m, p, "VmSize"), status(m, p, "VmPeak"));
    return status(m, p, "RssAnon");
}

/* Whatever commands were given: status, statm and smaps_rollup say the same, and meminfo their sum. */
START_TEST(test_walks_agree)
{
    unsigned seen = 0; /* moments at which there was something to agree on */

    for (uint64_t seed = 40; seed < 50; seed++) {
        struct mm_config cfg;
        struct walk w;
        struct mm *m;

        walk_config(&cfg, seed % 2 ? 1024 : 320, seed);
        m = walk_machine(&cfg);
        walk_init(&w, seed);
        walk_see(&w, m);
        for (unsigned i = 0; i < 600; i++) {
            struct mm_cmd cmd;
            uint64_t v, anon_kb = 0;
            bool plain;

            walk_next(&w, &cmd);
            (void)mm_do(m, &cmd);
            for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
                anon_kb += m->proc[p].live ? agree(m, p) : 0;
            }
            ck_assert(procfs_meminfo_value(m, "AnonPages", &v, &plain));
            ck_assert_uint_eq(v, anon_kb);
            seen += anon_kb > 0;
        }
        mm_free(m);
    }
    ck_assert_uint_gt(seen, 100);
}
END_TEST

START_TEST(test_files)
{
    struct mm *m = play_machine("memory=64M cpus=3");
    char *text;
    struct report r;
    slot_t p;
    unsigned files = 0;

    play(m, "spawn p");
    p = mm_find_proc(m, "p");
    for (; procpid_file(files) != NULL; files++) {
        text = show(m, p, procpid_file(files));
        ck_assert_uint_gt(strlen(text), 1);
        ck_assert_int_eq(text[strlen(text) - 1], '\n');
        free(text);
    }
    ck_assert_uint_ge(files, 8);
    report_begin(&r, NULL, 0);
    ck_assert(!procpid_show(m, p, "nothing", &r) && r.length == 0);
    text = show(m, p, "status");
    ck_assert_ptr_nonnull(strstr(text, "Cpus_allowed:\t7\nCpus_allowed_list:\t0-2\n"));
    free(text);
    mm_free(m);
}
END_TEST

Suite *make_procpid_suite(void)
{
    Suite *s = suite_create("procpid");
    TCase *t = tcase_create("procpid");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_figures_follow);
    tcase_add_test(t, test_stat_fields);
    tcase_add_test(t, test_oom_score);
    tcase_add_test(t, test_walks_agree);
    tcase_add_test(t, test_files);
    suite_add_tcase(s, t);
    return s;
}
