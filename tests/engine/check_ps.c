/* check_ps.c - ps: fields, order, columns. */
#include "text/ps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"

static char *run(const struct mm *m, const char *options)
{
    return play_tool(ps_show, m, options);
}

static struct mm *three(void)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "spawn small");
    play(m, "spawn large");
    play(m, "spawn middle");
    play(m, "large mmap 1M as a");
    play(m, "large write a");
    play(m, "middle mmap 512K as a");
    play(m, "middle write a");
    return m;
}

START_TEST(test_standard)
{
    struct mm *m = three();
    char *text = run(m, "");

    ck_assert_str_eq(text, "    PID TTY          TIME CMD\n"
                           "    100 ?        00:00:00 /bin/small\n"
                           "    101 ?        00:00:00 /bin/large\n"
                           "    102 ?        00:00:00 /bin/middle\n");
    free(text);
    text = run(m, "aux");
    ck_assert_int_eq(strncmp(text,
                             "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   "
                             "TIME COMMAND\nroot         100 ",
                             91),
                     0);
    free(text);
    text = run(m, "-ef");
    ck_assert_int_eq(strncmp(text,
                             "UID          PID    PPID  C STIME TTY          TIME CMD\n"
                             "root         100       1 ",
                             81),
                     0);
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_fields_and_order)
{
    struct mm *m = three();
    char *text = run(m, "-eo comm,pid --sort=-rss");

    ck_assert_str_eq(text, "COMMAND             PID\n"
                           "large               101\n"
                           "middle              102\n"
                           "small               100\n");
    free(text);
    text = run(m, "-e -o rss,s --sort rss -p large");
    ck_assert_str_eq(text, "  RSS S\n 1024 S\n");
    free(text);
    text = run(m, "-o pid -o ppid");
    ck_assert_int_eq(strncmp(text, "    PID    PPID\n    100       1\n", 32), 0);
    free(text);
    mm_free(m);
}
END_TEST

/* What `ps` says of a process is what its own /proc says. */
START_TEST(test_same_figures)
{
    struct mm *m = three();
    char *text = run(m, "-p large -o rss,vsz,min_flt,maj_flt,%mem");
    const slot_t p = mm_find_proc(m, "large");
    unsigned long long rss, vsz, minflt, majflt, whole, tenth;
    uint64_t v, total;
    bool plain;

    ck_assert_int_eq(sscanf(strchr(text, '\n'), "%llu %llu %llu %llu %llu.%llu", &rss, &vsz,
                            &minflt, &majflt, &whole, &tenth),
                     6);
    ck_assert(procpid_status_value(m, p, "VmRSS", &v, &plain) && v == rss);
    ck_assert(procpid_status_value(m, p, "VmSize", &v, &plain) && v == vsz);
    ck_assert(procpid_stat_value(m, p, "minflt", &v) && v == minflt);
    ck_assert_uint_eq(majflt, 0);
    ck_assert(procfs_meminfo_value(m, "MemTotal", &total, &plain));
    ck_assert_uint_eq(whole * 10 + tenth, rss * 1000 / total);
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_every_field)
{
    struct mm *m = three();

    for (unsigned i = 0; ps_field(i) != NULL; i++) {
        char options[64];
        char *text;

        snprintf(options, sizeof(options), "-eo pid,%s", ps_field(i));
        text = run(m, options);
        ck_assert_ptr_nonnull(strstr(text, "\n    102 "));
        free(text);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const wrong[] = {
        "-eo colour",  "-eo pid,,rss", "-x", "everything",          "-p nobody",
        "--sort=comm", "--sort",       "-o", "-eo pid --sort=blue", "--sorted rss"};
    struct mm *m = three();
    char text[1024];
    struct report r;

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        report_begin(&r, text, sizeof(text));
        ck_assert_msg(!ps_show(m, wrong[i], &r), "%s", wrong[i]);
        ck_assert_ptr_nonnull(strstr(text, "error: "));
        ck_assert_ptr_nonnull(strstr(text, "usage: ps"));
    }
    {
        char word[400] = "-o ";

        memset(word + 3, 'x', sizeof(word) - 4); /* a word that fits nowhere */
        word[sizeof(word) - 1] = '\0';
        report_begin(&r, text, sizeof(text));
        ck_assert(!ps_show(m, word, &r));
        report_begin(&r, text, sizeof(text));
        ck_assert(!ps_show(m, word + 3, &r));
    }
    mm_free(m);
}
END_TEST

Suite *make_ps_suite(void)
{
    Suite *s = suite_create("ps");
    TCase *t = tcase_create("ps");

    tcase_add_test(t, test_standard);
    tcase_add_test(t, test_fields_and_order);
    tcase_add_test(t, test_same_figures);
    tcase_add_test(t, test_every_field);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
