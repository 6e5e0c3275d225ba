/* check_steal.c - what a steal does to the marks, and the pageblocks kept for atomic requests.
 * Origin: Linux 6.1 mm/page_alloc.c boost_watermark(), reserve_highatomic_pageblock(); the boost of 2048 kB that the
 * recorded out-of-memory reports print for both zones (tests/oracle, e3-oom-hog-adj0). */
#include "parts/steal.h"

#include "parts/buddy.h"
#include "play.h"

static pfn_t take(struct mm *m, uint32_t zone, unsigned order, enum mm_migratetype type)
{
    pfn_t pfn = PFN_NONE;

    ck_assert(buddy_take(m, 0, zone, order, type, false, &pfn));
    for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
        frame_set_type(m, p, FT_KERNEL);
    }
    return pfn;
}

/* Leave the zone with one movable block of this order in each of two pageblocks and nothing larger. */
static void fragment(struct mm *m, uint32_t zone, unsigned order)
{
    pfn_t pfn;

    while (m->zone[zone].free_pages > 0) {
        if (!buddy_take(m, 0, zone, 10, MT_MOVABLE, false, &pfn) &&
            !buddy_take(m, 0, zone, 0, MT_MOVABLE, false, &pfn)) {
            break;
        }
        const unsigned taken = (pfn & 1023) == 0 && m->frame[pfn + 1].type == FT_FREE &&
                                       !(m->frame[pfn + 1].flags & PG_BUDDY) &&
                                       m->frame[pfn + 1023].type == FT_FREE &&
                                       !(m->frame[pfn + 512].flags & PG_BUDDY)
                                   ? 10
                                   : 0;

        for (pfn_t p = pfn; p < pfn + (1u << taken); p++) {
            frame_set_type(m, p, FT_ANON);
        }
    }
    ck_assert_uint_eq(m->zone[zone].free_pages, 0);
    for (unsigned i = 0; i < 2; i++) {
        const pfn_t at = m->zone[zone].start_pfn + 2048 + i * 1024;

        for (pfn_t p = at; p < at + (1u << order); p++) {
            frame_set_type(m, p, FT_FREE);
        }
        buddy_give(m, 0, at, order);
    }
}

START_TEST(test_boost)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;

    ck_assert_uint_eq(m->zone[1].boost_pages, 0);
    /* A whole pageblock changes sides: no boost. */
    take(m, 1, 0, MT_UNMOVABLE);
    ck_assert_uint_eq(m->zone[1].boost_pages, 0);
    fragment(m, 1, 3);
    zone_set_boost_pages(m, 1, 0);
    zone_set_boosted(m, 1, 0);
    play_watch(m, &sink);
    take(m, 1, 0, MT_UNMOVABLE);
    ck_assert_uint_eq(sink.count[EV_BUDDY_FALLBACK], 1);
    ck_assert_uint_eq(sink.count[EV_WATERMARK_BOOST], 1);
    ck_assert_uint_eq(m->zone[1].boost_pages, 512); /* high * 1.5 is less than a pageblock here */
    ck_assert_uint_eq(m->zone[1].boosted, 1);
    ck_assert_uint_eq(zone_mark_pages(m, 1, ZONE_MIN), m->zone[1].min_pages + 512);
    ck_assert_uint_eq(zone_mark_pages(m, 1, ZONE_HIGH), m->zone[1].high_pages + 512);
    mm_free(m);
}
END_TEST

/* A single free frame of zone 1 in a pageblock of another type is stolen. */
static void give_and_take(struct mm *m, enum mm_migratetype type)
{
    const pfn_t pfn = m->zone[1].start_pfn + 4096;

    blocks_tag(m, pfn, MT_MOVABLE, 0);
    frame_set_type(m, pfn, FT_FREE);
    buddy_give(m, 0, pfn, 0);
    ck_assert_uint_eq(take(m, 1, 0, type), pfn);
}

START_TEST(test_boost_grows_to_a_limit_and_can_be_off)
{
    struct mm *m = play_machine("memory=64M");

    sysctl_set_value(m, SC_WATERMARK_BOOST_FACTOR, 0);
    fragment(m, 1, 3);
    take(m, 1, 3, MT_UNMOVABLE);
    ck_assert_uint_eq(m->zone[1].boost_pages, 0);
    sysctl_set_value(m, SC_WATERMARK_BOOST_FACTOR, 100000); /* ten times the high mark */
    take(m, 1, 3, MT_RECLAIMABLE);
    ck_assert_uint_eq(m->zone[1].boost_pages, 512);
    for (unsigned i = 0; i < 20; i++) { /* each from the lists of the other */
        give_and_take(m, i % 2 ? MT_RECLAIMABLE : MT_UNMOVABLE);
    }
    ck_assert_uint_eq(m->zone[1].boost_pages, m->zone[1].high_pages * 10);
    mm_free(m);
}
END_TEST

START_TEST(test_no_boost_in_a_small_zone)
{
    struct mm *m = play_machine("memory=4M");
    struct play_sink sink;
    pfn_t pfn;

    play_watch(m, &sink);
    while (buddy_take(m, 0, 0, 0, MT_MOVABLE, false, &pfn)) {
        frame_set_type(m, pfn, FT_ANON);
        if (m->zone[0].free_pages == 5) {
            ck_assert(buddy_take(m, 0, 0, 0, MT_UNMOVABLE, false, &pfn));
            frame_set_type(m, pfn, FT_KERNEL);
        }
    }
    ck_assert_uint_gt(sink.count[EV_BUDDY_FALLBACK], 0);
    ck_assert_uint_eq(sink.count[EV_WATERMARK_BOOST], 0);
    mm_free(m);
}
END_TEST

START_TEST(test_kept_pageblocks)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;
    const uint32_t most = m->zone[1].managed_pages / 100 + 512;
    pfn_t held[8];

    play_watch(m, &sink);
    for (unsigned i = 0; i < 8; i++) {
        held[i] = take(m, 1, 9, MT_MOVABLE);
        steal_keep(m, held[i]);
    }
    ck_assert_uint_eq(m->zone[1].highatomic_pages, (most + 511) / 512 * 512);
    ck_assert_uint_eq(sink.count[EV_HIGHATOMIC_KEEP], m->zone[1].highatomic_pages / 512);
    ck_assert(!steal_unkeep(m, 1, MT_MOVABLE)); /* nothing of them is free */
    for (pfn_t p = held[0]; p < held[0] + 512; p++) {
        frame_set_type(m, p, FT_FREE);
    }
    buddy_give(m, 0, held[0], 9);
    ck_assert(steal_unkeep(m, 1, MT_MOVABLE));
    ck_assert_uint_eq(m->pageblock[held[0] / 512].migratetype, MT_MOVABLE);
    ck_assert_uint_eq(sink.count[EV_HIGHATOMIC_GIVE], 1);
    buddy_check(m);
    mm_free(m);
}
END_TEST

Suite *make_steal_suite(void);
Suite *make_steal_suite(void)
{
    Suite *s = suite_create("steal");
    TCase *tc = tcase_create("steal");

    tcase_add_test(tc, test_boost);
    tcase_add_test(tc, test_boost_grows_to_a_limit_and_can_be_off);
    tcase_add_test(tc, test_no_boost_in_a_small_zone);
    tcase_add_test(tc, test_kept_pageblocks);
    suite_add_tcase(s, tc);
    return s;
}
