/* check_fastscan.c - free frames from the free lists: from the top quarter between the scanners, the tail first. */
#include "policy/fastscan.h"

#include "parts/pcp.h"
#include "parts/vma.h"
#include "play.h"
#include "policy/migrate.h"

static struct mm *scattered(void)
{
    struct mm *m = play_machine("memory=16M kernel=0 pcp=off");

    play(m, "spawn p");
    play(m, "p mmap 11M as a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    lru_drain_all(m);
    return m;
}

static struct compact_run begin(struct mm *m, unsigned order)
{
    struct compact_run run = {.order = order,
                              .search_order = order,
                              .type = MT_MOVABLE,
                              .mode = CM_SYNC_LIGHT,
                              .direct = true,
                              .whole_zone = true,
                              .ignore_skip = true};

    scanners_begin(m, &run);
    while (!scanners_sources(m, &run)) {
        ck_assert(!scanners_met(m, &run));
    }
    return run;
}

static void finish(struct mm *m, struct compact_run *run)
{
    (void)migrate_run(m, run);
    (void)migrate_release(m, run);
    scanners_end(m, run);
    mm_check(m);
    mm_free(m);
}

/* A block of the order below the request's, or smaller, from the upper part; then what else is free around it. */
START_TEST(test_found)
{
    struct mm *m = scattered();
    struct compact_run run = begin(m, 1); /* single frames are what is looked for */
    const pfn_t middle = run.free_pfn - (run.free_pfn - run.migrate_pfn) / 2;
    const uint32_t free_before = m->zone[0].free_pages;
    const pfn_t scanner = run.free_pfn;

    ck_assert(fastscan_targets(m, &run));
    ck_assert_uint_gt(run.target_pages, 1);
    ck_assert_uint_eq(m->zone[0].free_pages, free_before - run.target_pages);
    for (pfn_t pfn = run.targets; pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
        ck_assert_uint_ge(pfn, scanners_block(m, middle));
        ck_assert_uint_eq(pageblock_of(m, pfn), pageblock_of(m, run.targets));
    }
    ck_assert_uint_eq(run.free_pfn, scanner); /* the scanner itself has not moved */
    ck_assert_uint_gt(run.free_scanned, 0);
    ck_assert_uint_eq(run.search_order, 0);
    finish(m, &run);
}
END_TEST

/* An asynchronous direct run takes the block alone. */
START_TEST(test_async)
{
    struct mm *m = scattered();
    struct compact_run run = begin(m, 1);

    run.mode = CM_ASYNC;
    ck_assert(fastscan_targets(m, &run));
    ck_assert_uint_eq(run.target_pages, 1);
    finish(m, &run);
}
END_TEST

/* Whole zones are not looked for in lists; and the zone's min mark holds. */
START_TEST(test_refused)
{
    struct mm *m = scattered();
    struct compact_run run = begin(m, 1);

    run.order = COMPACT_ORDER_NONE;
    ck_assert(!fastscan_targets(m, &run));
    ck_assert_uint_eq(run.free_scanned, 0);
    run.order = 1;
    run.mode = CM_ASYNC;
    zone_set_min_pages(m, 0, m->zone[0].free_pages);
    zone_set_low_pages(m, 0, m->zone[0].free_pages);
    zone_set_high_pages(m, 0, m->zone[0].free_pages);
    ck_assert(!fastscan_targets(m, &run));
    ck_assert_uint_eq(run.search_fail, 1);
    ck_assert_uint_gt(run.free_scanned, 0);
    zone_setup_watermarks(m);
    finish(m, &run);
}
END_TEST

Suite *make_fastscan_suite(void)
{
    Suite *s = suite_create("fastscan");
    TCase *t = tcase_create("fastscan");

    tcase_add_test(t, test_found);
    tcase_add_test(t, test_async);
    tcase_add_test(t, test_refused);
    suite_add_tcase(s, t);
    return s;
}
