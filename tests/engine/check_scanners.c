/* check_scanners.c - the two scanners, a pageblock at a time. */
#include "policy/scanners.h"

#include "base/vmstat.h"
#include "parts/pcp.h"
#include "parts/vma.h"
#include "play.h"
#include "policy/migrate.h"

/* What was isolated goes back to its lists. */
static void put_back(struct mm *m, struct compact_run *run)
{
    while (run->sources != PFN_NONE) {
        const pfn_t pfn = run->sources;
        const bool anon = frame_is(m, pfn, PG_SWAPBACKED);

        run->sources = frame_next(m, pfn);
        frame_set_next(m, pfn, PFN_NONE);
        vmstat_node_add(m, 0, anon ? VMC_nr_isolated_anon : VMC_nr_isolated_file, -1);
        lru_put(m, pfn);
    }
    run->source_pages = 0;
}

/* Another reference to every page on a list, or that many less. */
static void pin_all(struct mm *m, int32_t by)
{
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        if (frame_is(m, pfn, PG_LRU)) {
            frame_set_refcount(m, pfn, m->frame[pfn].refcount + by);
        }
    }
}

/* 16 MiB without a kernel and its objects, which would make one of them reclaimable: 8 pageblocks of one zone; every
 * other page of the lowest ones is p's. */
static struct mm *half_full(void)
{
    struct mm *m = play_machine("memory=16M kernel=0 pcp=off slab=off");

    play(m, "spawn p");
    play(m, "p mmap 6M as a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    lru_drain_all(m);
    return m;
}

static struct compact_run run_of(enum compact_mode mode)
{
    return (struct compact_run){.order = COMPACT_ORDER_NONE,
                                .type = MT_MOVABLE,
                                .mode = mode,
                                .why = CW_COMMAND,
                                .whole_zone = true,
                                .ignore_skip = true};
}

static unsigned skip_marks(const struct mm *m)
{
    unsigned n = 0;

    for (uint32_t b = 0; b < m->region[MM_R_pageblock].count; b++) {
        n += m->pageblock[b].skip;
    }
    return n;
}
static uint32_t last_marked(const struct mm *m)
{
    uint32_t last = 0;

    for (uint32_t b = 0; b < m->region[MM_R_pageblock].count; b++) {
        last = m->pageblock[b].skip ? b : last;
    }
    return last;
}

static unsigned length(const struct mm *m, pfn_t list, bool descending)
{
    unsigned n = 0;

    for (pfn_t pfn = list; pfn != PFN_NONE; pfn = frame_next(m, pfn), n++) {
        ck_assert(!descending || frame_next(m, pfn) == PFN_NONE || frame_next(m, pfn) < pfn);
    }
    return n;
}

/* A whole-zone run begins at the ends; 32 pages at a time, then, in the same pageblock again, all of the rest. */
START_TEST(test_sources)
{
    struct mm *m = half_full();
    struct compact_run run = run_of(CM_SYNC_FULL);
    pfn_t first;

    scanners_begin(m, &run);
    ck_assert_uint_eq(run.migrate_pfn, m->zone[0].start_pfn);
    ck_assert_uint_eq(run.free_pfn, 4096 - 512);
    while (!scanners_sources(m, &run)) {
        ck_assert(!scanners_met(m, &run));
    }
    ck_assert_uint_eq(run.source_pages, COMPACT_CLUSTER_PAGES);
    ck_assert_uint_eq(length(m, run.sources, true),
                      COMPACT_CLUSTER_PAGES); /* found last, moved first */
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_isolated_anon), COMPACT_CLUSTER_PAGES);
    ck_assert_uint_eq(run.migrate_pfn, run.sources + 1);
    first = run.migrate_pfn;
    run.rescan = true;
    ck_assert(scanners_sources(m, &run));
    ck_assert_uint_gt(run.source_pages, 2 * COMPACT_CLUSTER_PAGES);
    ck_assert_uint_eq(run.migrate_pfn, scanners_block(m, first) + pageblock_frames(m));
    ck_assert_uint_eq(length(m, run.sources, true), run.source_pages);
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_isolated), run.source_pages);
    ck_assert(migrate_run(m, &run));
    (void)migrate_release(m, &run);
    scanners_end(m, &run);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* As many frames as there are pages to move; the zone keeps its min mark. Nothing from a pageblock
 * that begins with a large free block, or that is not movable. */
START_TEST(test_targets)
{
    struct mm *m = half_full();
    struct compact_run run = run_of(CM_SYNC_FULL);
    const uint32_t free_before = m->zone[0].free_pages;
    uint32_t block;
    pfn_t highest = 0;

    scanners_begin(m, &run);
    while (!scanners_sources(m, &run)) {
        ck_assert(!scanners_met(m, &run));
    }
    scanners_targets(m, &run);
    ck_assert_uint_ge(run.target_pages, run.source_pages);
    ck_assert_uint_eq(length(m, run.targets, false), run.target_pages);
    ck_assert_uint_eq(m->zone[0].free_pages, free_before - run.target_pages);
    block = pageblock_of(m, run.targets);
    for (pfn_t pfn = run.targets; pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
        ck_assert_uint_eq(m->pageblock[pageblock_of(m, pfn)].migratetype, MT_MOVABLE);
        ck_assert_uint_ne(pageblock_of(m, pfn), 7); /* free as a whole */
        highest = pfn > highest ? pfn : highest;
    }
    ck_assert_uint_eq(migrate_release(m, &run), highest);
    ck_assert_uint_eq(m->zone[0].free_pages, free_before);
    run.targets = PFN_NONE;
    zone_set_min_pages(m, 0, m->zone[0].free_pages - 3); /* min + 2^0 may not be gone below */
    run.free_pfn = block * pageblock_frames(m);
    scanners_targets(m, &run);
    ck_assert_uint_le(run.target_pages, 2);
    (void)migrate_release(m, &run);
    zone_setup_watermarks(m);
    run.free_pfn = block * pageblock_frames(m);
    ck_assert(migrate_run(m, &run));
    (void)migrate_release(m, &run);
    scanners_end(m, &run);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Pinned pages, and pages on no list, stay; locked ones move by default (vm.compact_unevictable_allowed is 1 in every
 * recorded boot), and stay with 0: isolate_migratepages_block() without ISOLATE_UNEVICTABLE. */
START_TEST(test_what_moves)
{
    static const struct {
        const char *line;
        uint32_t left;
    } row[] = {{"sysctl vm.compact_unevictable_allowed=1", 0},
               {"echo 0 > /proc/sys/vm/compact_unevictable_allowed", 1}};
    struct mm *m = half_full();
    struct compact_run run = run_of(CM_SYNC_FULL);
    const pfn_t pinned = m->lrulist[LRU_INACTIVE_ANON].tail_plus1 - 1;
    uint32_t locked;

    ck_assert_uint_eq(m->sysctl[SC_COMPACT_UNEVICTABLE].value, 1);
    play(m, row[_i].line);
    frame_set_refcount(m, pinned, 2);
    play_try(m, "p mlock a+12K..16K");
    scanners_begin(m, &run);
    locked = (uint32_t)vmstat_get(m, VMC_nr_unevictable);
    ck_assert_uint_eq(locked, 1);
    run.rescan = true;
    while (!scanners_met(m, &run)) {
        (void)scanners_sources(m, &run);
        for (pfn_t pfn = run.sources; pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
            ck_assert_uint_ne(pfn, pinned);
            locked -= frame_is(m, pfn, PG_UNEVICTABLE);
        }
        put_back(m, &run);
    }
    ck_assert_uint_eq(locked, row[_i].left);
    frame_set_refcount(m, pinned, 1);
    scanners_end(m, &run);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* An asynchronous direct run looks into pageblocks of its own type alone and stops behind each aligned block of its
 * order that could become free; it sets skip marks and heeds them, until they are forgotten. */
START_TEST(test_async_and_skips)
{
    struct mm *m = half_full();
    struct compact_run run = run_of(CM_ASYNC);
    unsigned marks;

    run.direct = true;
    run.ignore_skip = false;
    run.order = 3;
    run.type = MT_RECLAIMABLE;
    scanners_begin(m, &run);
    ck_assert(!scanners_sources(m, &run)); /* no such pageblock: to the end at once */
    ck_assert(scanners_met(m, &run));
    ck_assert_uint_eq(run.migrate_scanned, 0);
    run.type = MT_MOVABLE;
    scanners_begin(m, &run);
    while (!scanners_sources(m, &run)) {
        ck_assert(!scanners_met(m, &run));
    }
    ck_assert_uint_le(run.source_pages, 8);
    ck_assert_uint_eq(run.migrate_pfn % 8, 0);
    ck_assert_uint_eq(run.sources / 8, run.migrate_pfn / 8 - 1);
    put_back(m, &run);
    pin_all(m, 1);
    while (!scanners_met(m, &run)) {
        ck_assert(!scanners_sources(m, &run));
    }
    marks = skip_marks(m);
    ck_assert_uint_gt(marks, 0);
    pin_all(m, -1);
    scanners_begin(m, &run);
    run.migrate_pfn = last_marked(m) * pageblock_frames(m);
    (void)scanners_sources(m, &run);
    put_back(m, &run);
    ck_assert_uint_ne(pageblock_of(m, run.migrate_pfn), last_marked(m));
    scanners_forget_skips(m, 0); /* the scanners of no request met: nothing is forgotten */
    ck_assert_uint_eq(skip_marks(m), marks);
    zone_set_compact_blockskip_flush(m, 0, 1);
    scanners_forget_skips(m, 0);
    ck_assert_uint_eq(m->zone[0].compact_blockskip_flush, 0);
    ck_assert_uint_lt(skip_marks(m), marks);
    scanners_end(m, &run);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_scanners_suite(void)
{
    Suite *s = suite_create("scanners");
    TCase *t = tcase_create("scanners");

    tcase_add_test(t, test_sources);
    tcase_add_test(t, test_targets);
    tcase_add_loop_test(t, test_what_moves, 0, 2);
    tcase_add_test(t, test_async_and_skips);
    suite_add_tcase(s, t);
    return s;
}
