/* check_showmem.c - which lines a report has, and how often one is made.
 * Origin: the order of the lines in the recorded reports (tests/oracle: e3-oom-hog-adj0, s-swapoff-notenough); the
 * limits from Linux 6.1 mm/page_alloc.c warn_alloc() (one in 10 s) and mm/oom_kill.c oom_kill_process() (10 in 5 s).
 * */
#include "policy/showmem.h"

#include "play.h"

static const enum mm_klog_kind body[] = {KL_MEM_INFO,  KL_NODE,    KL_ZONE,   KL_RESERVE,
                                         KL_ZONE,      KL_RESERVE, KL_BLOCKS, KL_BLOCKS,
                                         KL_HUGEPAGES, KL_CACHE,   KL_SWAP,   KL_TOTALS};
#define BODY (sizeof body / sizeof body[0])

START_TEST(test_lines)
{
    struct mm *m = play_machine("memory=64M");
    const uint32_t first = m->machine->klog_lines;

    showmem_failure(m, 0, SLOT_NONE, 4, GFP_KERNEL);
    ck_assert_uint_eq(m->machine->klog_lines, first + 2 + BODY);
    ck_assert_uint_eq(klog_line(m, first)->kind, KL_ALLOC_FAILURE);
    ck_assert_uint_eq(klog_line(m, first + 1)->kind, KL_CPU);
    for (uint32_t i = 0; i < BODY; i++) {
        ck_assert_uint_eq(klog_line(m, first + 2 + i)->kind, body[i]);
    }
    ck_assert_uint_eq(klog_number(m, first, 6), 4);
    ck_assert_uint_eq(klog_number(m, first, 7), GFP_KERNEL);
    ck_assert_uint_eq(klog_number(m, first + 6, 2), (uint64_t)m->zone[1].free_pages * 4);
    ck_assert_uint_eq(klog_number(m, first + 6, 4), (uint64_t)m->zone[1].min_pages * 4);
    klog_check(m);
    mm_free(m);
}
END_TEST

/* A request for DMA shows that zone alone. */
START_TEST(test_zones_shown)
{
    struct mm *m = play_machine("memory=64M");
    const uint32_t first = m->machine->klog_lines;
    unsigned zones = 0;

    showmem_oom(m, 0, SLOT_NONE, 0, GFP_DMA, true);
    for (uint32_t i = first; i < m->machine->klog_lines; i++) {
        zones += klog_line(m, i)->kind == KL_ZONE;
    }
    ck_assert_uint_eq(zones, 1);
    ck_assert_uint_eq(klog_line(m, m->machine->klog_lines - 1)->kind, KL_TEXT);
    ck_assert_uint_eq(klog_line(m, m->machine->klog_lines - 1)->level, KLOG_EMERG);
    mm_free(m);
}
END_TEST

START_TEST(test_limits)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;
    uint32_t line;

    play_watch(m, &sink);
    showmem_failure(m, 0, SLOT_NONE, 0, (uint32_t)GFP_KERNEL | GFP_BIT_NOWARN);
    ck_assert_uint_eq(sink.count[EV_KERNEL_LOG], 0);
    for (unsigned i = 0; i < 5; i++) {
        showmem_failure(m, 0, SLOT_NONE, 0, GFP_KERNEL);
    }
    ck_assert_uint_eq(sink.count[EV_KERNEL_LOG], 1);
    cpu_set_clock_ns(m, 0, m->cpu[0].clock_ns + 10000000000ull);
    showmem_failure(m, 0, SLOT_NONE, 0, GFP_KERNEL);
    ck_assert_uint_eq(sink.count[EV_KERNEL_LOG], 1); /* not before ten seconds are over */
    cpu_set_clock_ns(m, 0, m->cpu[0].clock_ns + 1);
    line = m->machine->klog_lines;
    showmem_failure(m, 0, SLOT_NONE, 0, GFP_KERNEL);
    ck_assert_uint_eq(sink.count[EV_KERNEL_LOG], 2);
    ck_assert_uint_eq(klog_line(m, line)->kind, KL_SUPPRESSED);
    ck_assert_uint_eq(klog_number(m, line, 1), 5);
    for (unsigned i = 0; i < 15; i++) {
        showmem_oom(m, 0, SLOT_NONE, 0, GFP_KERNEL, false);
    }
    ck_assert_uint_eq(sink.count[EV_KERNEL_LOG], 2 + 10);
    mm_free(m);
}
END_TEST

Suite *make_showmem_suite(void);
Suite *make_showmem_suite(void)
{
    Suite *s = suite_create("showmem");
    TCase *tc = tcase_create("showmem");

    tcase_add_test(tc, test_lines);
    tcase_add_test(tc, test_zones_shown);
    tcase_add_test(tc, test_limits);
    suite_add_tcase(s, tc);
    return s;
}
