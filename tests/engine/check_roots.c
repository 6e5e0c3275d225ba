/* check_roots.c - values of the machine equal its records, and the text of /proc. */
#include "text/roots.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text_help.h"

static struct text_run t;

static void open_setup(void)
{
    text_open(&t);
    text_ok(&t, text_setup);
    text_ok(&t, "p write m\np read m pattern=random count=100\n");
}

static void close_setup(void)
{
    text_close(&t);
}

static int64_t get(const char *path)
{
    bool is_number = false;
    const char *unit;
    int64_t n = 0;

    ck_assert_msg(session_number(t.s, path, &is_number, &n, &unit, &t.problem), "%s: %s", path,
                  t.problem.en);
    ck_assert(is_number);
    return n;
}

/* Every key of /proc/meminfo is a value, and the same. */
START_TEST(test_meminfo)
{
    char text[8192], path[96];
    size_t length = 0;
    unsigned lines = 0;

    ck_assert(session_read(t.s, "cat /proc/meminfo", text, sizeof text, &length, &t.problem));
    for (char *line = text; *line; lines++) {
        char *colon = strchr(line, ':');
        long long n;

        ck_assert_ptr_nonnull(colon);
        ck_assert_int_eq(sscanf(colon + 1, "%lld", &n), 1);
        snprintf(path, sizeof path, "meminfo[\"%.*s\"]", (int)(colon - line), line);
        ck_assert_int_eq(get(path), n);
        line = strchr(line, '\n') + 1;
    }
    ck_assert_uint_gt(lines, 40);
}
END_TEST

START_TEST(test_counters)
{
    char path[96];
    struct mm *m = session_machine(t.s);

    for (unsigned i = 0; i < VMC_COUNT; i++) {
        snprintf(path, sizeof path, "vmstat.%s", mm_counter_names[i]);
        ck_assert_msg(get(path) >= 0, "%s", path);
    }
    ck_assert_int_eq(get("vmstat.pgfault"), (int64_t)mm_get(m, MM_F_counter_value, VMC_pgfault));
    ck_assert_int_ge(get("vmstat.pgfault"), 16);
    for (unsigned i = 0; i < EV_COUNT; i++) {
        snprintf(path, sizeof path, "events.%s", mm_event_rows[i].name);
        ck_assert_int_eq(get(path), (int64_t)mm_get(m, MM_F_evcount_count, i));
    }
    for (unsigned i = 0; i < SC_COUNT; i++) {
        snprintf(path, sizeof path, "sysctl.%s", mm_sysctl_rows[i].key);
        ck_assert_int_eq(get(path), (int64_t)mm_get(m, MM_F_sysctl_value, i));
    }
    ck_assert_int_eq(get("tlb.l1d.hits"), (int64_t)mm_get(m, MM_F_tlbstat_hits, 0));
    ck_assert_int_gt(get("tlb.l1d.misses"), 0);
    ck_assert_int_eq(get("tlb.l2.misses"), (int64_t)mm_get(m, MM_F_tlbstat_misses, 1));
}
END_TEST

START_TEST(test_zones)
{
    const int64_t dma = get("zoneinfo.node0.DMA.free");
    int64_t free_pages = 0;

    for (unsigned order = 0; order <= MM_ORDER_MAX; order++) {
        char path[64];

        snprintf(path, sizeof path, "buddyinfo.node0.DMA.order%u", order);
        free_pages += get(path) << order;
    }
    ck_assert_int_eq(dma, free_pages);
    ck_assert_int_eq(get("zoneinfo.node0.DMA.protection.0"), 0);
    ck_assert_int_eq(get("vmstat.nr_free_pages") * 4, get("meminfo.MemFree"));
}
END_TEST

START_TEST(test_frames_and_results)
{
    text_ok(&t, "expect frame.0x10.refcount == 1\n"
                "expect page(p,m).mapcount == 1\n"
                "expect page(p,m).flags ~ \"anon\"\n"
                "expect page(p,m).present == 1\n"
                "expect page(p,m).tag > 0\n"
                "expect frame.0.type == hole\n"
                "p touch 0 w\n"
                "expect result.signal == SIGSEGV\n"
                "expect result.signal == 11\n"
                "expect result.code == SEGV_MAPERR\n"
                "expect result.addr == 0\n"
                "expect result.errno == 0\n"
                "p mmap 0 as one\n"
                "expect result.errno == EINVAL\n");
}
END_TEST

START_TEST(test_unknown)
{
    text_bad(&t, "print meminfo.MemFre", 1, 15, "MemFre");
    ck_assert_str_eq(t.problem.accepted, "MemFree");
    text_bad(&t, "print vmstat", 1, 13, "goes on");
    text_bad(&t, "expect zoneinfo.node0.Nowhere.free > 1", 1, 23, "Nowhere");
    text_bad(&t, "expect zoneinfo.node0.DMA.wrong > 1", 1, 27, "wrong");
    text_bad(&t, "print frame.9999999.refcount", 1, 13, "9999999");
    text_bad(&t, "print frame.1.refcnt", 1, 15, "refcnt");
    text_bad(&t, "print tlb.l3.hits", 1, 11, "l3");
    text_bad(&t, "print events.nothing_such", 1, 14, "nothing_such");
    text_bad(&t, "print sysctl.vm.nothing", 1, 17, "nothing");
    text_bad(&t, "print result.nothing", 1, 14, "nothing");
}
END_TEST

Suite *make_roots_suite(void)
{
    Suite *suite = suite_create("roots");
    TCase *tc = tcase_create("roots");

    tcase_add_checked_fixture(tc, open_setup, close_setup);
    tcase_add_test(tc, test_meminfo);
    tcase_add_test(tc, test_counters);
    tcase_add_test(tc, test_zones);
    tcase_add_test(tc, test_frames_and_results);
    tcase_add_test(tc, test_unknown);
    suite_add_tcase(suite, tc);
    return suite;
}
