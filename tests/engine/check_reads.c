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
        {"sysctl -n vm.overcommit_ratio", "50\n"},
        {"sysctl vm/overcommit_ratio", "vm.overcommit_ratio = 50\n"},
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

/* sysctl(8): -a has every key once and lowmem_reserve_ratio whole; reading that key is a step, as in Linux it has the
 * reserves reckoned again. Written whole it is what echo writes. */
START_TEST(test_sysctl)
{
    struct mm *m = session_machine(t.s);
    uint64_t step = mm_step(m);

    text_ok(&t, "sysctl -w vm.overcommit_ratio=60");
    ck_assert_uint_eq(mm_step(m), ++step);
    text_ok(&t, "sysctl vm.lowmem_reserve_ratio=\"128 64 16 0 0\"");
    ck_assert_uint_eq(mm_step(m), ++step);
    text_ok(&t, "sysctl -a");
    ck_assert_uint_eq(mm_step(m), ++step);
    ck_assert_ptr_nonnull(strstr(t.output, "vm.overcommit_ratio = 60\n"));
    ck_assert_ptr_nonnull(strstr(t.output, "vm.lowmem_reserve_ratio = 128\t64\t16\t0\t0\n"));
    ck_assert_ptr_null(strstr(t.output, "lowmem_reserve_ratio_dma"));
    text_ok(&t, "sysctl -a | grep -c =\nsysctl -n vm.lowmem_reserve_ratio");
    ck_assert_ptr_nonnull(strstr(t.output, "128\t64\t16\t0\t0\n"));
    text_bad(&t, "sysctl -n", 1, 10, "key is missing");
    text_bad(&t, "sysctl vm.nonsense", 1, 8, "not accepted");
    text_ok(&t, "expect p.oom_score > 0\nexpect p.oom_score_adj == 0\n"
                "echo -1000 > /proc/p/oom_score_adj\n"
                "expect p.oom_score == 0\nexpect p.oom_score_adj == -1000\n"
                "expect zoneinfo.node0.DMA32.nr_free_pages == zoneinfo.node0.DMA32.free");
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
    tcase_add_test(tc, test_sysctl);
    tcase_add_test(tc, test_refusals);
    suite_add_tcase(suite, tc);
    return suite;
}
