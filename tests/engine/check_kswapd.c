/* check_kswapd.c - when it is woken, what a pass does, when it gives up.
 * Origin: Linux 6.1 mm/vmscan.c wakeup_kswapd(), balance_pgdat(), pgdat_balanced(), for a reclaim that frees
 * nothing. */
#include "policy/kswapd.h"

#include <stdlib.h>

#include "base/vmstat.h"
#include "play.h"
#include "policy/palloc.h"

#define MOST 20000u

/* Take frames until the zone has this many free. */
static unsigned leave(struct mm *m, uint32_t zone, uint32_t free_pages, pfn_t *held)
{
    unsigned n = 0;

    while (n < MOST && m->zone[zone].free_pages > free_pages) {
        ck_assert(
            palloc_get(m, 0, 0, (uint32_t)GFP_KERNEL | GFP_BIT_MEMALLOC, FT_KERNEL, 0, &held[n]));
        n++;
    }
    return n;
}

START_TEST(test_balanced)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(MOST, sizeof(*held));
    const struct zone *z = &m->zone[0];
    const unsigned rank = zone_rank_of_gfp(m, GFP_KERNEL);

    ck_assert(kswapd_balanced(m, 0, 0, rank));
    (void)leave(m, 0, z->high_pages + 1, held);
    ck_assert(kswapd_balanced(m, 0, 0, rank));
    kswapd_wake(m, 0, 0, GFP_KERNEL, rank); /* nothing to do */
    ck_assert_uint_eq(m->node[0].kswapd_awake, 0);
    zone_set_boost_pages(m, 0, 1);
    ck_assert(!kswapd_balanced(m, 0, 0, rank));
    zone_set_boost_pages(m, 0, 0);
    (void)leave(m, 0, z->high_pages, held);
    ck_assert(!kswapd_balanced(m, 0, 0, rank));
    ck_assert(kswapd_balanced(m, 0, 0, 0) == false);
    free(held);
    mm_free(m);
}
END_TEST

/* Sixteen passes without a page, then it is left alone. */
START_TEST(test_hopeless)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(MOST, sizeof(*held));
    const unsigned rank = zone_rank_of_gfp(m, GFP_KERNEL);
    struct play_sink sink;

    (void)leave(m, 0, m->zone[0].low_pages, held);
    play_watch(m, &sink);
    kswapd_wake(m, 0, 3, GFP_KERNEL, rank);
    kswapd_wake(m, 0, 1, GFP_KERNEL, rank);
    ck_assert_uint_eq(sink.count[EV_KSWAPD_WAKE], 1); /* it is awake already */
    ck_assert_uint_eq(m->node[0].kswapd_order, 3);
    for (unsigned i = 1; i <= 16; i++) {
        ck_assert_uint_eq(m->node[0].kswapd_awake, 1);
        kswapd_turn(m);
        ck_assert_uint_eq(m->node[0].kswapd_failures, i);
    }
    ck_assert_uint_eq(m->node[0].kswapd_awake, 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_pageoutrun), 16);
    ck_assert_uint_eq(vmstat_get(m, VMC_kswapd_high_wmark_hit_quickly), 15);
    kswapd_wake(m, 0, 0, GFP_KERNEL, rank);
    ck_assert_uint_eq(m->node[0].kswapd_awake, 0);
    ck_assert_uint_eq(sink.count[EV_KSWAPD_WAKE], 1);
    kswapd_turn(m);
    ck_assert_uint_eq(sink.count[EV_KSWAPD_SLEEP], 16);
    free(held);
    mm_free(m);
}
END_TEST

/* Memory that came back in between ends it at the next turn. */
START_TEST(test_sleeps_when_balanced)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(MOST, sizeof(*held));
    const unsigned rank = zone_rank_of_gfp(m, GFP_KERNEL);
    unsigned n = leave(m, 0, m->zone[0].low_pages, held);
    struct play_sink sink;

    kswapd_wake(m, 0, 0, GFP_KERNEL, rank);
    while (n-- > 0) {
        palloc_put(m, 0, held[n], 0);
    }
    play_watch(m, &sink);
    kswapd_turn(m);
    ck_assert_uint_eq(m->node[0].kswapd_awake, 0);
    ck_assert_uint_eq(m->node[0].kswapd_failures, 0);
    ck_assert_uint_eq(sink.last[EV_KSWAPD_SLEEP].arg[2], 1);
    kswapd_turn(m);
    ck_assert_uint_eq(sink.count[EV_KSWAPD_SLEEP], 1);
    free(held);
    mm_free(m);
}
END_TEST

/* A boost wakes it though the node is balanced; one pass, and the marks are where they were. */
START_TEST(test_works_off_a_boost)
{
    struct mm *m = play_machine("memory=64M");
    const unsigned rank = zone_rank_of_gfp(m, GFP_KERNEL);
    const uint32_t min = zone_mark_pages(m, 1, ZONE_MIN);
    struct play_sink sink;

    zone_set_boost_pages(m, 1, 512);
    play_watch(m, &sink);
    kswapd_wake(m, 0, 0, 0, rank);
    ck_assert_uint_eq(m->node[0].kswapd_awake, 1);
    kswapd_turn(m);
    ck_assert_uint_eq(zone_mark_pages(m, 1, ZONE_MIN), min);
    ck_assert_uint_eq(sink.last[EV_WATERMARK_BOOST].arg[1], 512);
    ck_assert_uint_eq(sink.last[EV_WATERMARK_BOOST].arg[2], 0);
    ck_assert_uint_eq(m->node[0].kswapd_awake, 0);
    ck_assert_uint_eq(m->node[0].kswapd_failures, 1); /* as in Linux: nothing was reclaimed */
    mm_free(m);
}
END_TEST

/* Plenty of memory: a command has no event of the slow path. */
START_TEST(test_plenty_of_memory)
{
    struct mm *m = play_machine("memory=256M");
    struct play_sink sink;

    play_watch(m, &sink);
    play(m, "spawn a");
    play(m, "a mmap 16M as x");
    play(m, "a write x");
    play(m, "alloc_pages 3 as k count=20");
    for (enum mm_event_type e = EV_ALLOC_SLOW; e <= EV_KERNEL_LOG; e++) {
        if (e != EV_WATERMARK_BOOST) {
            ck_assert_msg(sink.count[e] == 0, "%s", mm_event_rows[e].name);
        }
    }
    mm_free(m);
}
END_TEST

Suite *make_kswapd_suite(void);
Suite *make_kswapd_suite(void)
{
    Suite *s = suite_create("kswapd");
    TCase *tc = tcase_create("kswapd");

    tcase_add_test(tc, test_balanced);
    tcase_add_test(tc, test_hopeless);
    tcase_add_test(tc, test_sleeps_when_balanced);
    tcase_add_test(tc, test_works_off_a_boost);
    tcase_add_test(tc, test_plenty_of_memory);
    suite_add_tcase(s, tc);
    return s;
}
