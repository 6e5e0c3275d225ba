/* check_path.c - values of processes, pages and jobs; kept values; what is no path. */
#include "text/path.h"

#include <string.h>

#include "text_help.h"

static struct text_run t;

static void open_setup(void)
{
    text_open(&t);
    text_ok(&t, text_setup);
}

static void close_setup(void)
{
    text_close(&t);
}

START_TEST(test_process)
{
    text_ok(&t, "let before = p.stat.minflt\n"
                "p write m\n"
                "expect p.stat.minflt - before == 16\n"
                "expect p.status.VmRSS == 64K\n"
                "expect p.status.VmRSS == 64\n"
                "expect p.status.VmRSS == p.statm.resident\n"
                "expect p.smaps_rollup.Rss == p.status.VmRSS\n"
                "expect p.smaps_rollup.Private_Dirty == 64\n"
                "expect p.stat.rss == 16\n"
                "expect p.stat.vsize == p.status.VmSize\n"
                "expect p.maps.count > 3\n"
                "expect p.tables_bytes == p.status.VmPTE\n"
                "expect p.tables == p.tables_bytes + 4K\n"
                "expect 100.statm.resident == p.statm.resident\n"
                "expect alive(p)\n"
                "expect alive(nobody) == 0\n"
                "kill p\n"
                "expect alive(p) == 0\n");
    text_bad(&t, "expect p.status.VmRSS == 0", 1, 8, "\"p\"");
    ck_assert_int_eq(t.problem.err, MM_ENOACTOR);
    ck_assert_msg(strncmp(t.problem.accepted, "j, ", 3) == 0, "%s", t.problem.accepted);
}
END_TEST

START_TEST(test_pages)
{
    text_ok(&t, "expect page(p,m).present == 0\n"
                "p touch m+8K w\n"
                "expect page(p,m+8K).present\n"
                "expect page(p,m+8K).pfn > 0\n"
                "let pfn = page(p,m+8K).pfn\n"
                "expect frame.$pfn.refcount == 2\n" /* its entry, and the batch it waits in */
                "expect frame.$pfn.mapcount == 1\n");
    text_bad(&t, "print page(p,m).pfn", 1, 17, "not present");
    text_bad(&t, "print page(p,nowhere).pfn", 1, 7, "nowhere");
    text_bad(&t, "print page(p).pfn", 1, 7, "page");
    text_bad(&t, "print page(p,m).colour", 1, 17, "colour");
}
END_TEST

START_TEST(test_jobs_and_single_values)
{
    text_bad(&t, "print job(p).done", 1, 7, "has no job");
    text_ok(&t, "p write m pattern=loop &\n"
                "wait until job(p).loops >= 3\n"
                "expect job(p).done >= 48\n"
                "expect hash == hash\n"
                "expect clock.ns > 0\n"
                "expect dmesg ~ \"^Zone ranges:\"\n"
                "print vmstat.pgfault\n"
                "expect output ~ \"^vmstat.pgfault = [0-9]+$\"\n"
                "stop p\n");
    text_bad(&t, "print clock.seconds", 1, 13, "seconds");
    text_bad(&t, "print hash.x", 1, 12, "x");
    text_bad(&t, "print job(p).colour", 1, 14, "colour");
    text_bad(&t, "print p.status.VmNothing", 1, 16, "VmNothing");
    text_bad(&t, "print p.nofile.x", 1, 9, "nofile");
}
END_TEST

/* Without a machine a path is still looked at: what can be known is. */
START_TEST(test_check_only)
{
    const struct path_scope scope = {.m = NULL};
    struct problem why;
    struct value v;

    for (unsigned i = 0; path_root(i); i++) {
        ck_assert(strlen(path_root(i)) < 48);
    }
    ck_assert(path_value(&scope, "vmstat.pgfault", 14, &v, &why));
    ck_assert(v.top != 0);
    ck_assert(path_value(&scope, "result.errno", 12, &v, &why));
    ck_assert(!path_value(&scope, "vmstat.pgfaul", 13, &v, &why));
    ck_assert_str_eq(why.accepted, "pgfault, pgfree");
    ck_assert(!path_value(&scope, "nobody.status.VmRSS", 19, &v, &why));
}
END_TEST

Suite *make_path_suite(void)
{
    Suite *suite = suite_create("path");
    TCase *tc = tcase_create("path");

    tcase_add_checked_fixture(tc, open_setup, close_setup);
    tcase_add_test(tc, test_process);
    tcase_add_test(tc, test_pages);
    tcase_add_test(tc, test_jobs_and_single_values);
    tcase_add_test(tc, test_check_only);
    suite_add_tcase(suite, tc);
    return suite;
}
