/* check_reads.c - commands that only read: their text, their refusals, and that they change nothing. */
#include "text/reads.h"

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

START_TEST(test_output)
{
    static const struct {
        const char *line, *part;
    } row[] = {
        {"cat /proc/meminfo", "MemTotal:"},
        {"cat /proc/p/maps", "[stack]"},
        {"cat /proc/p/status | grep VmRSS | wc -l", "1\n"},
        {"cat /proc/sys/vm/overcommit_memory", "0\n"},
        {"free", "Mem:"},
        {"free -m | head -1", "total"},
        {"vmstat -s", "total memory"},
        {"pmap p", "total"},
        {"ps aux | grep -c root", "\n"},
        {"sysctl vm.overcommit_ratio", "vm.overcommit_ratio = 50\n"},
        {"help", "alloc_pages"},
        {"help mmap", "ACTOR mmap SIZE as NAME"},
        {"help | grep ^mmap", "map memory"},
        {"print vmstat.pgfault", "vmstat.pgfault = 0\n"},
        {"print \"some words\" 64K meminfo.MemTotal",
         "some words\n64K = 65536 bytes\nmeminfo.MemTotal = "},
        {"print meminfo[\"Active(anon)\"]", "] = "},
    };
    struct mm *m = session_machine(t.s);
    const uint64_t hash = mm_hash(m), step = mm_step(m), seq = mm_seq(m);

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        text_ok(&t, row[i].line);
        ck_assert_msg(strstr(t.output, row[i].part) != NULL, "%s: %s", row[i].line, t.output);
        ck_assert_uint_eq(t.reported, 1);
    }
    ck_assert_uint_eq(mm_hash(m), hash);
    ck_assert_uint_eq(mm_step(m), step);
    ck_assert_uint_eq(mm_seq(m), seq);
}
END_TEST

START_TEST(test_refusals)
{
    text_bad(&t, "cat /proc/nothing", 1, 5, "/proc/nothing");
    ck_assert_ptr_nonnull(strstr(t.problem.accepted, "/proc/meminfo"));
    text_bad(&t, "cat /proc/nobody/maps", 1, 5, "/proc/nobody/maps");
    text_bad(&t, "pmap nobody", 1, 6, "nobody");
    text_bad(&t, "free --what", 1, 6, "--what");
    text_bad(&t, "help mmpa", 1, 6, "mmpa");
    ck_assert_ptr_nonnull(strstr(t.problem.accepted, "mmap"));
    text_bad(&t, "print vmstat.pgfault vmstat.pgfaul", 1, 29, "pgfaul");
    text_bad(&t, "cat /proc/meminfo | sort", 1, 21, "filter");
}
END_TEST

Suite *make_reads_suite(void)
{
    Suite *suite = suite_create("reads");
    TCase *tc = tcase_create("reads");

    tcase_add_checked_fixture(tc, open_setup, close_setup);
    tcase_add_test(tc, test_output);
    tcase_add_test(tc, test_refusals);
    suite_add_tcase(suite, tc);
    return suite;
}
