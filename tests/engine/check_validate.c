/* check_validate.c - every problem of a text with its place, nothing run; good texts have none. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text_help.h"

struct found {
    uint32_t count;
    struct problem first[32];
};

static void note(void *ctx, const struct problem *p)
{
    struct found *f = ctx;

    if (f->count < 32) {
        f->first[f->count] = *p;
    }
    f->count++;
}

static uint32_t validate(struct session *s, const char *text, struct found *f)
{
    memset(f, 0, sizeof *f);
    return session_validate(s, NULL, text, strlen(text), note, f, 32);
}

START_TEST(test_good_texts)
{
    struct found f;
    char text[8192];
    struct out o;

    ck_assert_msg(validate(NULL, text_setup, &f) == 0, "%u: %s", f.first[0].line, f.first[0].en);
    ck_assert_uint_eq(validate(NULL, "", &f), 0);
    out_init(&o, text, sizeof text);
    out_say(&o, "%s", text_setup);
    for (unsigned i = 0; i < text_good_count; i++) {
        out_say(&o, "%s\n", text_good[i]);
    }
    ck_assert_uint_lt(o.used, sizeof text);
    ck_assert_msg(validate(NULL, text, &f) == 0, "%u: %s (%s)", f.first[0].line, f.first[0].en,
                  f.first[0].word);
    ck_assert_msg(
        validate(
            NULL,
            "spawn p\nrepeat 3 as i\np mmap 4K as m$i\np write m$i\nspawn q$i\nq$i mmap 4K as "
            "x\nend\n"
            "p read m2\nq1 read x\nlet half = vmstat.pgfault / 2\nexpect $half <= vmstat.pgfault\n"
            "expect half <= vmstat.pgfault / vmstat.pgmajfault\nexpect q1.status.VmRSS == 4K "
            "within 10%\n"
            "trace pages f\nsomebody exit\n",
            &f) == 0,
        "%u:%u %s", f.first[0].line, f.first[0].column, f.first[0].en);
}
END_TEST

START_TEST(test_every_problem)
{
    static const char text[] = "machine memory=64M colour=red\n" /* 1:20 */
                               "spawn p\n"
                               "p mmap 4K as m\n"
                               "q mmap 4K as m\n"                           /* 4:1 */
                               "p read n\n"                                 /* 5:8 */
                               "  p write m+0..4Q\n"                        /* 6:11 */
                               "expect vmstat.pgfaul > 0\n"                 /* 7:15 */
                               "expect meminfo.MemFree == vmstat.pgfault\n" /* 8:24 */
                               "note \"缺页\" \"x\" y\n"                    /* 9:15 */
                               "p touch $nothing w\n"                       /* 10:9 */
                               "free_pages k\n"                             /* 11:12 */
                               "machine memory=64M\n"                       /* 12:1 */
                               "cat /proc/meminfo | sort\n"                 /* 13:21 */
                               "print q.status.VmRSS\n"                     /* 14:7 */
                               "wait until q.stat.minflt > 3\n"             /* 15:12 */
                               "let heap = 3\n"                             /* 16:5 */
                               "fails p read n\n"
                               "p read m | wc -l\n" /* 18:10 */
                               "kill q\n";          /* 19:6 */
    static const uint32_t place[][2] = {{1, 20},  {4, 1},  {5, 8},   {6, 11}, {7, 15},  {8, 24},
                                        {9, 15},  {10, 9}, {11, 12}, {12, 1}, {13, 21}, {14, 7},
                                        {15, 12}, {16, 5}, {18, 10}, {19, 6}};
    const uint32_t expected = sizeof place / sizeof place[0];
    struct found f;
    const uint32_t count = validate(NULL, text, &f);

    for (uint32_t i = 0; i < f.count && i < expected; i++) {
        ck_assert_msg(f.first[i].line == place[i][0] && f.first[i].column == place[i][1],
                      "problem %u at %u:%u: %s", i, f.first[i].line, f.first[i].column,
                      f.first[i].en);
        ck_assert(f.first[i].zh[0]);
    }
    ck_assert_uint_eq(count, expected);
    ck_assert_uint_eq(f.count, expected);
    ck_assert_uint_eq(session_validate(NULL, NULL, text, strlen(text), note, &f, 3), expected);
    ck_assert_uint_eq(
        validate(NULL, "let n = 5\nmachine paging=$n memory=16M\nrepeat 0\nend\n", &f), 0);
    ck_assert_uint_eq(validate(NULL, "let n = vmstat.pgfault\nmachine memory=16M\n", &f), 1);
    ck_assert_uint_eq(validate(NULL, "repeat 3\n", &f), 1);
    ck_assert_uint_eq(f.first[0].line, 1);
    ck_assert_uint_eq(validate(NULL, "spawn a\nmachine memory=16M\n", &f), 1);
    ck_assert_uint_eq(validate(NULL, "machine memory=1K\n", &f), 1);
    ck_assert_uint_eq(f.first[0].column, 9);
}
END_TEST

/* The largest machine of a place is told with its field, in frames when zones are written down. */
START_TEST(test_largest_machine)
{
    const struct session_host within = {.frames_max = 4096};
    static const char *const texts[] = {
        "machine seed=1 memory=16388K\n",
        "machine seed=1 zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-9000:4000:3000\n"};
    struct found f = {.count = 0};

    for (unsigned i = 0; i < 2; i++) {
        f.count = 0;
        ck_assert_uint_eq(session_validate(NULL, &within, texts[i], strlen(texts[i]), note, &f, 3),
                          1);
        ck_assert_str_eq(f.first[0].field, i == 0 ? "memory" : "zones");
        ck_assert_uint_eq(f.first[0].limit, i == 0 ? 16u << 20 : 4096);
        ck_assert_uint_eq(f.first[0].column, 16);
    }
    ck_assert_uint_eq(session_validate(NULL, &within, "machine memory=16M\n", 19, note, &f, 3), 0);
    ck_assert_uint_eq(validate(NULL, "machine memory=16M cpus=2 memory=32M\n", &f), 1);
    ck_assert_uint_eq(f.first[0].column, 27);
    ck_assert_uint_eq(validate(NULL, "machine paging=3\n", &f), 1);
    ck_assert_ptr_nonnull(strstr(f.first[0].accepted, "2, 4 or 5"));
}
END_TEST

/* With a session its machine's names and its kept values are known, and nothing changes. */
START_TEST(test_with_a_session)
{
    struct text_run t;
    struct found f;
    uint64_t hash;

    text_open(&t);
    text_ok(&t, text_setup);
    hash = mm_hash(session_machine(t.s));
    ck_assert_uint_eq(
        validate(t.s, "p read m\np write m+0..$kept\nfree_pages k\nexpect kept == 4096\n", &f), 0);
    ck_assert_uint_eq(validate(t.s, "p read jm\nfree_pages m\nq exit\n", &f), 3);
    ck_assert_uint_eq(mm_hash(session_machine(t.s)), hash);
    ck_assert_uint_eq(mm_step(session_machine(t.s)), 10);
    text_close(&t);
}
END_TEST

/* What only a run can know is not judged before it; what is written is. */
START_TEST(test_reckoned)
{
    struct found f;

    ck_assert_uint_eq(validate(NULL,
                               "spawn p\np mmap 64K as m\nlet low = vmstat.pgfault - 65536\n"
                               "p touch $low w\np read m+0..$low\nlet lower = low - 1\n"
                               "p touch ${lower} w\n",
                               &f),
                      0);
    ck_assert_uint_eq(validate(NULL,
                               "spawn p\np mmap 64K as m\nlet low = 0 - 65536\np touch $low w\n"
                               "let high = vmstat.pgfault\np touch 0x1000 $high\np tuoch $high w\n",
                               &f),
                      2);
    ck_assert(f.first[0].line == 4 && f.first[1].line == 7);
}
END_TEST

/* Every scenario that comes with the program is without a problem. */
START_TEST(test_files)
{
    static const char *const patterns[] = {"oracle/*.mm", "golden/*.mm", "../web/lessons/*.mm"};
    unsigned files = 0;

    for (unsigned i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        glob_t found;

        if (glob(test_path(patterns[i]), 0, NULL, &found) != 0) {
            continue;
        }
        for (size_t k = 0; k < found.gl_pathc; k++, files++) {
            const size_t below = strlen(test_path("")); /* the directory of the tests and a slash */
            char *text = test_read(found.gl_pathv[k] + below, NULL);
            struct found f;

            ck_assert_msg(validate(NULL, text, &f) == 0, "%s:%u:%u: %s", found.gl_pathv[k],
                          f.first[0].line, f.first[0].column, f.first[0].en);
            free(text);
        }
        globfree(&found);
    }
    ck_assert_uint_ge(files, 5);
}
END_TEST

Suite *make_validate_suite(void)
{
    Suite *suite = suite_create("validate");
    TCase *tc = tcase_create("validate");

    tcase_add_test(tc, test_good_texts);
    tcase_add_test(tc, test_every_problem);
    tcase_add_test(tc, test_largest_machine);
    tcase_add_test(tc, test_with_a_session);
    tcase_add_test(tc, test_reckoned);
    tcase_add_test(tc, test_files);
    suite_add_tcase(suite, tc);
    return suite;
}
