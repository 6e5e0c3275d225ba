/* check_reclaim.c - the answers of a reclaim that has nothing to reclaim.
 * Origin: Linux 6.1 mm/vmscan.c, zone_reclaimable_pages() and node_reclaim(), for a node without file pages. */
#include "policy/reclaim.h"

#include "base/vmstat.h"
#include "play.h"

START_TEST(test_nothing_comes)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;

    play_watch(m, &sink);
    ck_assert_uint_eq(reclaim_direct(m, 0, 0, GFP_KERNEL, zone_rank_of_gfp(m, GFP_KERNEL)), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_allocstall_normal), 1);
    ck_assert_uint_eq(reclaim_direct(m, 0, 0, GFP_DMA, zone_rank_of_gfp(m, GFP_DMA)), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_allocstall_dma), 1);
    ck_assert_uint_eq(sink.count[EV_DIRECT_RECLAIM], 2);
    ck_assert_uint_eq(reclaim_balance(m, 0, 0, 1, false), 0);
    for (uint32_t z = 0; z < m->zones; z++) {
        ck_assert_uint_eq(reclaim_zone_pages(m, z), m->zone[z].free_pages);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_node_reclaim_answers)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;

    play_watch(m, &sink);
    ck_assert_int_eq(reclaim_node(m, 0, 1, 0, GFP_KERNEL, false), NR_FULL);
    ck_assert_uint_eq(sink.last[EV_ZONE_RECLAIM].arg[2], NR_FULL);
    ck_assert_uint_eq(vmstat_get(m, VMC_zone_reclaim_failed), 0); /* nothing was scanned */
    mm_free(m);
}
END_TEST

Suite *make_reclaim_suite(void);
Suite *make_reclaim_suite(void)
{
    Suite *s = suite_create("reclaim");
    TCase *tc = tcase_create("reclaim");

    tcase_add_test(tc, test_nothing_comes);
    tcase_add_test(tc, test_node_reclaim_answers);
    suite_add_tcase(s, tc);
    return s;
}
