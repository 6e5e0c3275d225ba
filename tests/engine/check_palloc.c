/* check_palloc.c - which zone serves a request and which refuses it, what becomes of the frames, what is counted. */
#include "policy/palloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "base/vmstat.h"
#include "play.h"

START_TEST(test_frames_of_a_block)
{
    struct mm *m = play_machine("memory=64M");
    const uint64_t before = m->cpu[0].clock_ns;
    pfn_t pfn;

    ck_assert(palloc_get(m, 0, 2, GFP_KERNEL | GFP_BIT_ZERO | GFP_BIT_COMP, FT_SLAB, 7, &pfn));
    ck_assert_uint_eq(pfn % 4, 0);
    for (pfn_t p = pfn; p < pfn + 4; p++) {
        ck_assert_uint_eq(m->frame[p].type, FT_SLAB);
        ck_assert_uint_eq(m->frame[p].owner, 7);
        ck_assert_int_eq(m->frame[p].refcount, p == pfn);
        ck_assert_int_eq(frame_mapcount(m, p), -1);
        ck_assert_uint_eq(m->frame[p].order, p == pfn ? 2 : 0);
        ck_assert_uint_eq(m->frame[p].flags, p == pfn ? PG_HEAD : 0);
    }
    /* One allocation, 8 splits from order 10, four frames of zeros. */
    ck_assert_uint_eq(m->cpu[0].clock_ns - before, 60 + 8 * 10 + 4 * 100);
    frame_set_vpn(m, pfn, 9);
    frame_set_tag(m, pfn + 3, 5);
    frame_flags_add(m, pfn + 1, PG_DIRTY);
    palloc_put(m, 0, pfn, 2);
    mm_check(m); /* F2: free frames have nothing left of it */
    mm_free(m);
}
END_TEST

START_TEST(test_counters)
{
    struct mm *m = play_machine("memory=64M pcp=off");
    const uint64_t at_start = vmstat_get(m, VMC_nr_free_pages);
    const pfn_t a = play_get(m, 3, GFP_KERNEL);
    const pfn_t b = play_get(m, 0, GFP_DMA);

    ck_assert_uint_eq(vmstat_get(m, VMC_nr_free_pages), at_start - 9);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgalloc_dma32), 8);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgalloc_dma), 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_numa_hit), 2);
    ck_assert_uint_eq(vmstat_get(m, VMC_numa_local), 2);
    ck_assert(zone_of(m, a) == 1 && zone_of(m, b) == 0);
    palloc_put(m, 0, a, 3);
    palloc_put(m, 0, b, 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgfree), 9);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_free_pages), at_start);
    mm_free(m);
}
END_TEST

/* How far down each kind of request may take the machine: low, then min, for atomic ones 3/8 of min. */
START_TEST(test_depths)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    const struct zone *z = &m->zone[0];
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    unsigned n;

    ck_assert_uint_gt(z->min_pages, 8);
    n = play_drain(m, 0, GFP_KERNEL, held);
    ck_assert_uint_eq(z->free_pages, z->min_pages);
    n += play_drain(m, 0, GFP_KERNEL | GFP_BIT_HIGH, held + n);
    ck_assert_uint_eq(z->free_pages, z->min_pages - z->min_pages / 2);
    n += play_drain(m, 0, GFP_ATOMIC, held + n);
    ck_assert_uint_eq(z->free_pages, zone_lowered_mark(z->min_pages, 3));
    ck_assert_uint_eq(n + z->free_pages, z->managed_pages);
    play_put_all(m, held, n);
    ck_assert_uint_eq(z->free_pages, z->managed_pages);
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

/* Below the low mark an atomic request for two frames has its pageblock kept; the next one is served from it, others
 * see its pages as used; a request that may wait gets them back before it fails. */
START_TEST(test_kept_for_atomic)
{
    struct mm *m = play_machine("memory=14M pcp=off");
    struct zone *z = &m->zone[0];
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    struct play_sink sink;
    pfn_t first, second;
    uint32_t block;
    unsigned n;

    sysctl_set_value(m, SC_WATERMARK_BOOST_FACTOR, 0); /* the marks stay where they are */
    n = play_drain(m, 0, GFP_KERNEL, held);

    ck_assert_uint_eq(z->free_pages, z->min_pages);
    play_watch(m, &sink);
    first = play_get(m, 1, GFP_ATOMIC);
    ck_assert_uint_ne(first, PFN_NONE);
    block = pageblock_of(m, first);
    ck_assert_uint_eq(m->pageblock[block].migratetype, MT_HIGHATOMIC);
    ck_assert_uint_eq(z->highatomic_pages, pageblock_frames(m));
    ck_assert_uint_eq(sink.last[EV_PAGEBLOCK_TAG].arg[2], MT_HIGHATOMIC);
    second = play_get(m, 1, GFP_ATOMIC);
    ck_assert_uint_eq(pageblock_of(m, second), block);
    ck_assert_uint_eq(sink.last[EV_BUDDY_TAKE].arg[3], MT_HIGHATOMIC);
    ck_assert_uint_eq(z->highatomic_pages, pageblock_frames(m)); /* one is enough */
    palloc_put(m, 0, second, 1);
    ck_assert_uint_eq(sink.last[EV_BUDDY_INSERT].arg[3], MT_HIGHATOMIC);
    play_put_all(m, held + n - 600, 600);
    n -= 600;
    mm_observe(m, NULL);
    mm_check(m);
    ck_assert(!zone_watermark_ok(m, 0, 0, z->free_pages - 300, 0, 0));
    ck_assert(zone_watermark_ok(m, 0, 0, z->free_pages - 300, 0, ZONE_MIN_RESERVE));
    n += play_drain(m, 0, GFP_KERNEL, held + n);
    ck_assert_uint_eq(z->highatomic_pages, 0);
    ck_assert_uint_ne(m->pageblock[block].migratetype, MT_HIGHATOMIC);
    ck_assert_uint_eq(z->free_pages, z->min_pages);
    palloc_put(m, 0, first, 1);
    play_put_all(m, held, n);
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

/* A request that could have used DMA32 leaves the protection of DMA alone; one for DMA does not see it. */
START_TEST(test_protection)
{
    struct mm *m = play_machine("memory=64M");
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    struct play_sink sink;
    unsigned n = play_drain(m, 0, GFP_KERNEL, held);

    ck_assert_uint_eq(m->zone[1].free_pages, m->zone[1].min_pages);
    ck_assert_uint_gt(m->zone[0].protection2, 0);
    ck_assert_uint_eq(m->zone[0].free_pages, m->zone[0].min_pages + m->zone[0].protection2);
    play_watch(m, &sink);
    ck_assert_uint_eq(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    /* Two zones: low, min, 17 rounds of the slow path (16 without progress, and the one that gives up), high. */
    ck_assert_uint_eq(sink.count[EV_ZONE_CHECK], 2 * (1 + 1 + 17 + 1));
    ck_assert_uint_eq(sink.count[EV_ALLOC_FAIL], 1);
    ck_assert_uint_eq(sink.last[EV_ZONE_CHECK].arg[4], m->zone[0].protection2);
    mm_observe(m, NULL);
    n += play_drain(m, 0, GFP_DMA, held + n);
    ck_assert_uint_eq(m->zone[0].free_pages, m->zone[0].min_pages);
    play_put_all(m, held, n);
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

/* Normal with DMA32 below it: rather the lower zone than mixing migrate types in the upper. */
START_TEST(test_nofragment)
{
    struct mm *m = play_machine("memory=3076M");
    struct play_sink sink;
    pfn_t pfn;

    ck_assert_uint_eq(m->zone[2].spanned_pages, 1024);
    pfn = play_get(m, 0, GFP_HIGHUSER_MOVABLE); /* breaks the order-10 block up */
    ck_assert_uint_eq(zone_of(m, pfn), 2);
    ck_assert_uint_eq(zone_of(m, play_get(m, 10, GFP_DMA32)), 1);
    play_watch(m, &sink);
    pfn = play_get(m, 0,
                   GFP_KERNEL); /* order 9 of the upper block is a whole pageblock: taken over */
    ck_assert_uint_eq(zone_of(m, pfn), 2);
    pfn = play_get(m, 9, GFP_HIGHUSER_MOVABLE);
    ck_assert_uint_ne(zone_of(m, pfn), 2);
    mm_observe(m, NULL);
    for (pfn_t p = 0; p < 400; p++) { /* leave Normal with movable free blocks below order 9 only */
        (void)play_get(m, 0, GFP_KERNEL);
    }
    for (unsigned o = 9; o-- > 0;) {
        while (m->freelist[buddy_list(2, o, MT_UNMOVABLE)].blocks > 0) {
            ck_assert(buddy_take(m, 0, 2, o, MT_UNMOVABLE, true, &pfn));
            frame_set_type(m, pfn, FT_KERNEL);
        }
    }
    ck_assert_uint_gt(m->freelist[buddy_list(2, 3, MT_MOVABLE)].blocks, 0);
    pfn = play_get(m, 0, GFP_KERNEL);
    ck_assert_uint_eq(zone_of(m, pfn), 1);
    mm_free(m);
}
END_TEST

START_TEST(test_nth_failure)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;

    mm_fail_frame(m, 3);
    play_watch(m, &sink);
    ck_assert_uint_ne(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    ck_assert_uint_ne(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    ck_assert_uint_eq(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    ck_assert_uint_ne(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    ck_assert_uint_eq(sink.count[EV_ALLOC], 4);
    ck_assert_uint_eq(sink.count[EV_ALLOC_FAIL], 1);
    ck_assert_uint_eq(sink.count[EV_FRAME_TAKEN], 3);
    mm_free(m);
}
END_TEST

START_TEST(test_events_of_a_request)
{
    struct mm *m = play_machine("memory=64M pcp=off");
    static const enum mm_event_type wanted[] = {EV_ALLOC,       EV_ZONE_CHECK,  EV_LIST_EMPTY,
                                                EV_LIST_EMPTY,  EV_BUDDY_TAKE,  EV_BUDDY_SPLIT,
                                                EV_FRAME_TAKEN, EV_FRAME_ZERO,  EV_FREE_BLOCK,
                                                EV_BUDDY_MERGE, EV_BUDDY_INSERT};
    const pfn_t first =
        play_get(m, 0, GFP_HIGHUSER_MOVABLE); /* leaves one block of each order below 10 */
    struct play_sink sink;
    pfn_t pfn;

    ck_assert_uint_eq(play_get(m, 0, GFP_HIGHUSER_MOVABLE), first + 1);
    ck_assert_uint_eq(play_get(m, 1, GFP_HIGHUSER_MOVABLE), first + 2);
    play_watch(m, &sink);
    pfn = play_get(m, 1, GFP_HIGHUSER_MOVABLE | GFP_BIT_ZERO);
    ck_assert_uint_eq(pfn, first + 4);
    palloc_put(m, 0, pfn, 1);
    ck_assert_uint_eq(sink.events, sizeof(wanted) / sizeof(wanted[0]) - 1);
    for (unsigned i = 0, w = 0; i < sink.events; i++, w++) {
        w += w == 3; /* one empty list only: that of order 1 */
        ck_assert_uint_eq(sink.order[i], wanted[w]);
    }
    ck_assert_uint_eq(sink.last[EV_BUDDY_SPLIT].arg[5], first + 6);
    ck_assert_uint_eq(sink.last[EV_BUDDY_INSERT].arg[2], 2);
    ck_assert_uint_eq(sink.last[EV_ZONE_CHECK].cause_distance, 1);
    mm_free(m);
}
END_TEST

/* Any mix of requests: mm_check holds, nothing leaks, the same seed gives the same hash. */
static uint64_t walk(const char *machine, uint64_t seed, bool watched)
{
    static const uint32_t gfps[] = {GFP_KERNEL, GFP_ATOMIC,    GFP_HIGHUSER_MOVABLE,
                                    GFP_DMA,    GFP_ANON_PAGE, GFP_KERNEL | GFP_BIT_RECLAIMABLE};
    struct mm *m = play_machine(machine);
    const uint64_t at_start = play_free_pages(m);
    struct {
        pfn_t pfn;
        unsigned order;
    } *held = calloc(PLAY_HELD, sizeof(*held));
    struct play_sink sink;
    unsigned count = 0;
    uint64_t rng[2];
    uint64_t hash;

    if (watched) {
        play_watch(m, &sink);
    }
    rng_seed(rng, seed);
    for (unsigned i = 0; i < test_scaled(4000); i++) {
        if (rng_below(rng, 100) < 55 || count == 0) {
            held[count].order = (unsigned)rng_below(rng, 4);
            held[count].pfn = play_get(m, held[count].order, gfps[rng_below(rng, 6)]);
            count += held[count].pfn != PFN_NONE;
        } else {
            const unsigned at = (unsigned)rng_below(rng, count);

            palloc_put(m, 0, held[at].pfn, held[at].order);
            held[at] = held[--count];
        }
        if (i % 64 == 0) {
            frame_check(m);
            zone_check(m);
            buddy_check(m);
            pcp_check(m);
            palloc_check(m);
        }
    }
    hash = mm_hash(m);
    while (count-- > 0) {
        palloc_put(m, 0, held[count].pfn, held[count].order);
    }
    ck_assert_uint_eq(play_free_pages(m), at_start);
    mm_check(m);
    free(held);
    mm_free(m);
    return hash;
}

static const char *const walks[] = {"memory=64K",
                                    "memory=3M",
                                    "memory=20M",
                                    "memory=20M paging=2",
                                    "memory=5M migratetypes=off",
                                    "memory=20M pcp=off",
                                    "memory=64M nodes=3 cpus=2"};

START_TEST(test_walk)
{
    const uint64_t hash = walk(walks[_i], 5 + (uint64_t)_i, false);

    ck_assert_uint_eq(walk(walks[_i], 5 + (uint64_t)_i, true), hash);
    ck_assert_uint_ne(walk(walks[_i], 99, false), hash);
}
END_TEST

/* Two nodes: the CPU's own first, then the other, and the counters say which. */
START_TEST(test_nodes)
{
    struct mm *m =
        play_machine("memory=64M nodes=2"); /* DMA and DMA32 on node 0, DMA32 on node 1 */
    pfn_t pfn;

    ck_assert(m->zones == 3 && m->zone[2].node == 1);
    ck_assert(palloc_get_node(m, 0, 0, 0, GFP_KERNEL, FT_KERNEL, 0, &pfn));
    ck_assert_uint_eq(zone_of(m, pfn), 1);
    ck_assert_uint_eq(vmstat_zone_get(m, 1, VMC_numa_hit), 1);
    for (uint32_t z = 0; z < 2; z++) {
        zone_set_min_pages(m, z, m->zone[z].free_pages);
        zone_set_low_pages(m, z, m->zone[z].free_pages);
    }
    ck_assert(palloc_get_node(m, 0, 0, 0, GFP_KERNEL, FT_KERNEL, 0, &pfn));
    ck_assert_uint_eq(zone_of(m, pfn), 2);
    ck_assert_uint_eq(vmstat_zone_get(m, 2, VMC_numa_miss),
                      1); /* it came from here, though wanted there */
    ck_assert_uint_eq(vmstat_zone_get(m, 1, VMC_numa_foreign), 1);
    ck_assert_uint_eq(vmstat_zone_get(m, 2, VMC_numa_other), 1);
    ck_assert(palloc_get_node(m, 0, 1, 0, GFP_KERNEL, FT_KERNEL, 0, &pfn));
    ck_assert_uint_eq(vmstat_zone_get(m, 2, VMC_numa_hit), 1);
    ck_assert_uint_eq(vmstat_zone_get(m, 2, VMC_numa_other), 2);
    ck_assert_uint_eq(vmstat_get(m, VMC_numa_hit), 2);
    mm_free(m);
}
END_TEST

Suite *make_palloc_suite(void)
{
    Suite *s = suite_create("palloc");
    TCase *t = tcase_create("palloc");

    tcase_add_test(t, test_frames_of_a_block);
    tcase_add_test(t, test_counters);
    tcase_add_test(t, test_depths);
    tcase_add_test(t, test_kept_for_atomic);
    tcase_add_test(t, test_protection);
    tcase_add_test(t, test_nofragment);
    tcase_add_test(t, test_nth_failure);
    tcase_add_test(t, test_events_of_a_request);
    tcase_add_loop_test(t, test_walk, 0, (int)(sizeof(walks) / sizeof(walks[0])));
    tcase_add_test(t, test_nodes);
    suite_add_tcase(s, t);
    return s;
}
