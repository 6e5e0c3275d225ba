/* check_zonewalk.c - which zones a request walks and what happens in between.
 * Origin: Linux 6.1 mm/page_alloc.c get_page_from_freelist(), zone_watermark_fast(); mm/vmscan.c node_reclaim(). */
#include "policy/zonewalk.h"

#include "base/vmstat.h"
#include "play.h"
#include "policy/kswapd.h"

START_TEST(test_this_node)
{
    struct mm *m = play_machine("memory=64M nodes=2");
    struct zonewalk w;

    zonewalk_init(m, &w, 0, 1, 0, GFP_KERNEL);
    ck_assert_uint_eq(w.zone_count, m->zones);
    ck_assert_uint_eq(m->zone[w.zone[0]].node, 1);
    zonewalk_init(m, &w, 0, 1, 0, (uint32_t)GFP_KERNEL | GFP_BIT_THISNODE);
    ck_assert_uint_eq(w.zone_count, 1);
    ck_assert_uint_eq(m->zone[w.zone[0]].node, 1);
    mm_free(m);
}
END_TEST

/* On 64 bits a request that begins with Normal rather takes a lower zone than a block of another type; with several
 * nodes only where its node has DMA32 (alloc_flags_nofragment()). */
START_TEST(test_unmixed)
{
    static const struct {
        const char *options;
        unsigned flags;
    } rows[] = {
        {"memory=64M", 0},
        {"zones=0:DMA:1-4095:4095:3800,0:Normal:4096-16383:12288:12000", WALK_UNMIXED},
        {"zones=0:DMA32:4096-8191:4096:4000,0:Normal:8192-16383:8192:8192", WALK_UNMIXED},
        {"zones=0:Normal:4096-8191:4096:4000,1:Normal:8192-16383:8192:8192", 0},
        {"memory=1G paging=2", 0},
    };

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mm *m = play_machine(rows[i].options);
        struct zonewalk w;

        zonewalk_init(m, &w, 0, 0, 0, GFP_KERNEL);
        ck_assert_msg(zonewalk_unmixed(m, &w) == rows[i].flags, "%s", rows[i].options);
        mm_free(m);
    }
}
END_TEST

/* HighMem's pages are counted apart, as boot-i386-1G records them (pgalloc_high 1846). */
START_TEST(test_highmem_is_counted)
{
    struct mm *m = play_machine("memory=1G paging=2");
    uint64_t high;

    play(m, "alloc_pages 2 as a gfp=HIGHUSER_MOVABLE");
    ck_assert(procfs_vmstat_value(m, "pgalloc_high", &high));
    ck_assert_uint_eq(high, 4);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgalloc_normal), 0);
    mm_free(m);
}
END_TEST

/* A single frame for a request that cannot wait: the boost does not count at the min mark, and only there. */
START_TEST(test_boost_is_ignored)
{
    struct mm *m = play_machine("memory=14M pcp=off");
    struct zonewalk w;
    pfn_t pfn;

    zone_set_boost_pages(m, 0, m->zone[0].free_pages * 4);
    zonewalk_init(m, &w, 0, 0, 0, GFP_ATOMIC);
    ck_assert(!zonewalk_take(m, &w, ZONE_LOW, ZONE_MIN_RESERVE | ZONE_NON_BLOCK, &pfn));
    ck_assert(!zonewalk_take(m, &w, ZONE_MIN, 0, &pfn));
    ck_assert(zonewalk_take(m, &w, ZONE_MIN, ZONE_MIN_RESERVE | ZONE_NON_BLOCK, &pfn));
    zone_set_boost_pages(m, 0, m->zone[0].free_pages * 4);
    zonewalk_init(m, &w, 0, 0, 1, GFP_ATOMIC);
    ck_assert(!zonewalk_take(m, &w, ZONE_MIN, ZONE_MIN_RESERVE | ZONE_NON_BLOCK, &pfn));
    mm_free(m);
}
END_TEST

START_TEST(test_zone_reclaim_mode)
{
    struct mm *m = play_machine("memory=64M nodes=2 cpus=2 pcp=off");
    struct play_sink sink;
    struct zonewalk w;
    uint32_t first;
    pfn_t pfn;

    zonewalk_init(m, &w, 0, 0, 0, GFP_KERNEL);
    first = w.zone[0];
    for (unsigned i = 0; i < w.zone_count; i++) { /* node 0 has nothing to give */
        if (m->zone[w.zone[i]].node == 0) {
            zone_set_boost_pages(m, w.zone[i], m->zone[w.zone[i]].free_pages);
        }
    }
    play_watch(m, &sink);
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(node_of(m, pfn), 1);
    ck_assert_uint_eq(sink.count[EV_ZONE_RECLAIM], 0);
    ck_assert_uint_eq(sink.last[EV_NUMA_ALLOC].arg[4], 0);
    sysctl_set_value(m, SC_ZONE_RECLAIM_MODE, 1);
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(sink.count[EV_ZONE_RECLAIM], 2); /* DMA32 and DMA of node 0 */
    ck_assert_uint_eq(sink.last[EV_ZONE_RECLAIM].arg[2], NR_FULL);
    ck_assert_uint_eq(vmstat_get(m, VMC_zone_reclaim_failed), 0);
    /* File pages that nobody maps: it is tried, and nothing comes. */
    vmstat_node_add(m, 0, VMC_nr_inactive_file, m->node[0].managed_pages / 2);
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(sink.last[EV_ZONE_RECLAIM].arg[2], NR_SOME);
    ck_assert_uint_eq(vmstat_get(m, VMC_zone_reclaim_failed), 2);
    w.gfp = GFP_NOWAIT;
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(sink.last[EV_ZONE_RECLAIM].arg[2], NR_NOSCAN);
    w.gfp = GFP_KERNEL;
    w.cpu = 1; /* the node's own CPU is there to do it */
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(sink.last[EV_ZONE_RECLAIM].arg[2], NR_NOSCAN);
    ck_assert_uint_eq(first, w.zone[0]);
    mm_free(m);
}
END_TEST

/* A steal on the way: a request that may wake kswapd does so, another one leaves it. */
START_TEST(test_boost_is_told)
{
    struct mm *m = play_machine("memory=14M pcp=off");
    struct zonewalk w;
    pfn_t pfn;

    zone_set_boost_pages(m, 0, 100);
    zone_set_boosted(m, 0, 1);
    zonewalk_init(m, &w, 0, 0, 0, (uint32_t)GFP_KERNEL & ~(uint32_t)GFP_BIT_KSWAPD_RECLAIM);
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(m->zone[0].boosted, 1);
    ck_assert_uint_eq(m->node[0].kswapd_awake, 0);
    zonewalk_init(m, &w, 0, 0, 0, GFP_KERNEL);
    ck_assert(zonewalk_take(m, &w, ZONE_LOW, 0, &pfn));
    ck_assert_uint_eq(m->zone[0].boosted, 0);
    ck_assert_uint_eq(m->node[0].kswapd_awake, 1);
    kswapd_turn(m);
    ck_assert_uint_eq(m->zone[0].boost_pages, 0);
    mm_free(m);
}
END_TEST

Suite *make_zonewalk_suite(void);
Suite *make_zonewalk_suite(void)
{
    Suite *s = suite_create("zonewalk");
    TCase *tc = tcase_create("zonewalk");

    tcase_add_test(tc, test_this_node);
    tcase_add_test(tc, test_unmixed);
    tcase_add_test(tc, test_highmem_is_counted);
    tcase_add_test(tc, test_boost_is_ignored);
    tcase_add_test(tc, test_zone_reclaim_mode);
    tcase_add_test(tc, test_boost_is_told);
    suite_add_tcase(s, tc);
    return s;
}
