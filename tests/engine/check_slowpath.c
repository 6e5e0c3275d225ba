/* check_slowpath.c - how deep each kind of request goes, how often it tries, and why it ends.
 * Origin: Linux 6.1 mm/page_alloc.c, __alloc_pages_slowpath() and the functions it calls, for a reclaim that frees
 * nothing; the marks by hand from zone_watermark rules. */
#include "policy/slowpath.h"

#include <stdlib.h>

#include "base/rng.h"
#include "base/vmstat.h"
#include "play.h"
#include "policy/compact.h"
#include "policy/kswapd.h"
#include "policy/palloc.h"
#include "parts/klog.h"

/* One zone, no lists of the CPU, no boost: what is left when such requests are refused. */
START_TEST(test_depths)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    const struct zone *z = &m->zone[0];
    const uint32_t min = z->min_pages;
    const struct {
        uint32_t gfp, left;
        enum mm_alloc_why why;
    } rows[] = {
        {GFP_KERNEL, min, AW_NOBODY},
        {(uint32_t)GFP_KERNEL | GFP_BIT_NORETRY, min, AW_NORETRY},
        {(uint32_t)GFP_KERNEL | GFP_BIT_RETRY_MAYFAIL, min, AW_NO_OOM},
        {(uint32_t)GFP_KERNEL | GFP_BIT_THISNODE, min, AW_NO_OOM},
        {GFP_NOFS, min, AW_NO_OOM},
        {GFP_DMA, min, AW_NO_OOM},
        {GFP_NOWAIT, min, AW_NO_WAIT},
        {(uint32_t)GFP_KERNEL | GFP_BIT_HIGH, min - min / 2, AW_NOBODY},
        {(uint32_t)GFP_ATOMIC | GFP_BIT_NOMEMALLOC, min - min / 2, AW_NO_WAIT},
        {(uint32_t)GFP_NOIO | GFP_BIT_NOFAIL, min - min / 2, AW_NOFAIL},
        {GFP_ATOMIC, min - min / 2 - (min - min / 2) / 4, AW_NO_WAIT},
        {(uint32_t)GFP_KERNEL | GFP_BIT_NOFAIL, 0, AW_NOFAIL},
        {(uint32_t)GFP_KERNEL | GFP_BIT_MEMALLOC, 0, AW_NOBODY},
        {(uint32_t)GFP_NOWAIT | GFP_BIT_MEMALLOC, 0, AW_NO_WAIT},
        {(uint32_t)GFP_KERNEL | GFP_BIT_MEMALLOC | GFP_BIT_NOMEMALLOC, min, AW_NOBODY},
    };
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    struct play_sink sink;

    ck_assert_uint_gt(min, 16);
    play_watch(m, &sink);
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const unsigned n = play_drain(m, 0, rows[i].gfp, held);

        ck_assert_msg(z->free_pages == rows[i].left, "row %u leaves %u, not %u", i, z->free_pages,
                      rows[i].left);
        ck_assert_msg(sink.last[EV_ALLOC_FAIL].arg[2] == rows[i].why, "row %u ends by %u", i,
                      (unsigned)sink.last[EV_ALLOC_FAIL].arg[2]);
        play_put_all(m, held, n);
        mm_check(m);
    }
    free(held);
    mm_free(m);
}
END_TEST

/* Of each kind of request: rounds of direct reclaim, whether the OOM step is reached. */
START_TEST(test_tries)
{
    static const struct {
        unsigned order;
        uint32_t gfp;
        unsigned reclaims, retries, oom;
    } rows[] = {
        {0, GFP_KERNEL, 17, 16, 1},
        {0, GFP_NOWAIT, 0, 0, 0},
        {0, GFP_ATOMIC, 0, 0, 0},
        {0, (uint32_t)GFP_KERNEL | GFP_BIT_NORETRY, 1, 0, 0},
        {0, (uint32_t)GFP_KERNEL | GFP_BIT_RETRY_MAYFAIL, 17, 16, 1},
        {4, GFP_KERNEL, 1, 0, 0}, /* costly: no second try */
        {4, (uint32_t)GFP_KERNEL | GFP_BIT_NORETRY, 0, 0,
         0}, /* not even a first: compaction was skipped */
        {4, (uint32_t)GFP_KERNEL | GFP_BIT_RETRY_MAYFAIL, 17, 16, 1},
        {4, (uint32_t)GFP_NOIO | GFP_BIT_RETRY_MAYFAIL, 1, 0, 0}, /* nothing can be moved */
        {9, GFP_TRANSHUGE_LIGHT, 0, 0, 0},
        {0, (uint32_t)GFP_KERNEL | GFP_BIT_MEMALLOC, 0, 0, 0},
    };
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    const unsigned n = play_drain(m, 0, (uint32_t)GFP_KERNEL | GFP_BIT_NOWARN, held);
    struct play_sink sink;

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const bool got = rows[i].order == 0 && (rows[i].gfp & (GFP_BIT_HIGH | GFP_BIT_MEMALLOC));
        pfn_t pfn;

        play_watch(m, &sink);
        pfn = play_get(m, rows[i].order, rows[i].gfp);
        ck_assert_msg((pfn != PFN_NONE) == got, "row %u", i);
        ck_assert_msg(sink.count[EV_DIRECT_RECLAIM] == rows[i].reclaims, "row %u reclaims %u", i,
                      (unsigned)sink.count[EV_DIRECT_RECLAIM]);
        ck_assert_msg(sink.count[EV_OOM_STEP] == rows[i].oom, "row %u: OOM", i);
        ck_assert_uint_eq(sink.count[EV_ALLOC_SLOW], 1);
        if (rows[i].retries > 0) { /* the last decision is not to go on */
            ck_assert_uint_eq(sink.last[EV_ALLOC_RETRY].arg[1], 0);
            ck_assert_uint_eq(sink.last[EV_ALLOC_RETRY].arg[3], rows[i].retries);
            ck_assert_uint_eq(sink.count[EV_ALLOC_RETRY], rows[i].retries + 1);
        }
        if (pfn != PFN_NONE) {
            palloc_put(m, 0, pfn, 0);
        }
    }
    play_put_all(m, held, n);
    free(held);
    mm_free(m);
}
END_TEST

/* A large block in fragmented memory with much free: no round would help, and no reclaim could. */
START_TEST(test_fragmented_gives_up_at_once)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    const unsigned n = play_drain(m, 0, (uint32_t)GFP_KERNEL | GFP_BIT_MEMALLOC, held);
    struct play_sink sink;

    for (unsigned i = 0; i < n; i++) {
        if (held[i] % 2 == 0) {
            palloc_put(m, 0, held[i], 0);
        }
    }
    play_watch(m, &sink);
    ck_assert_uint_eq(play_get(m, 1, GFP_HIGHUSER_MOVABLE), PFN_NONE);
    ck_assert_uint_eq(sink.count[EV_DIRECT_RECLAIM], 1);
    ck_assert_uint_eq(sink.count[EV_OOM_STEP], 1);
    ck_assert_uint_eq(sink.last[EV_OOM_STEP].arg[2], AW_NOBODY);
    for (unsigned i = 0; i < 2; i++) { /* compacted in vain: then reclaim, but not for one node */
        const uint32_t gfp = (uint32_t)GFP_KERNEL | GFP_BIT_NORETRY | (i ? GFP_BIT_THISNODE : 0);

        compact_defer_reset(m, 0, MM_ORDER_MAX, true);
        zone_set_boost_pages(m, 0, 0);
        play_watch(m, &sink);
        ck_assert_uint_eq(play_get(m, 4, gfp), PFN_NONE);
        ck_assert_uint_gt(sink.count[EV_COMPACT_END], 0);
        ck_assert_uint_eq(sink.count[EV_DIRECT_RECLAIM], 1 - i);
    }
    for (unsigned i = 0; i < n; i++) {
        if (held[i] % 2 == 1) {
            palloc_put(m, 0, held[i], 0);
        }
    }
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

/* Direct reclaim says that it freed something: the count of tries begins again; what other CPUs keep at hand is had. */
START_TEST(test_progress)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    unsigned n = play_drain(m, 0, (uint32_t)GFP_KERNEL | GFP_BIT_NOWARN, held);
    struct play_sink sink;

    play_watch(m, &sink);
    machine_set_reclaim_says(m, 0, 5);
    ck_assert_uint_eq(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    ck_assert_uint_eq(sink.count[EV_DIRECT_RECLAIM], 5 + 17);
    mm_observe(m, NULL);
    mm_free(m);

    m = play_machine("memory=32M cpus=2");
    n = play_drain(m, 0, (uint32_t)GFP_KERNEL | GFP_BIT_NOWARN, held);
    ck_assert_uint_gt(n, 100);
    for (unsigned i = 0; i < 2; i++) {
        palloc_put(m, 1, held[--n], 0); /* onto the lists of CPU 1 */
    }
    ck_assert_uint_eq(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    machine_set_reclaim_says(m, 0, 1);
    ck_assert_uint_ne(play_get(m, 0, GFP_KERNEL), PFN_NONE);
    free(held);
    mm_free(m);
}
END_TEST

/* The asker that is itself freeing memory may take everything and never reclaims. */
START_TEST(test_those_who_free_memory)
{
    struct mm *m = play_machine("memory=8M pcp=off");
    pfn_t *held = calloc(PLAY_HELD, sizeof(*held));
    struct play_sink sink;
    unsigned n;

    play_watch(m, &sink);
    machine_set_pf_memalloc(m, 0, 1);
    n = play_drain(m, 0, GFP_KERNEL, held);
    machine_set_pf_memalloc(m, 0, 0);
    ck_assert_uint_eq(m->zone[0].free_pages, 0);
    ck_assert_uint_eq(sink.count[EV_DIRECT_RECLAIM], 0);
    ck_assert_uint_eq(sink.last[EV_ALLOC_FAIL].arg[2], AW_MEMALLOC);
    play_put_all(m, held, n);
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

/* A process that touches more than there is reaches the OOM step and is killed; the log says who asked. */
START_TEST(test_a_process_is_the_victim)
{
    struct mm *m = play_machine("memory=16M");
    struct play_sink sink;
    uint64_t pid;

    play(m, "spawn hog");
    play(m, "hog mmap 64M as big noreserve");
    pid = m->proc[0].pid;
    play_watch(m, &sink);
    play(m, "hog write big");
    ck_assert_uint_eq(sink.count[EV_OOM_STEP], 1);
    ck_assert_uint_eq(sink.last[EV_OOM_STEP].arg[2], AW_VICTIM);
    ck_assert_uint_eq(sink.last[EV_OOM_STEP].arg[3], pid);
    ck_assert_uint_eq(sink.last[EV_ALLOC_FAIL].arg[2], AW_VICTIM);
    ck_assert_uint_eq(sink.count[EV_OOM_KILL], 1);
    ck_assert_uint_eq(sink.last[EV_KERNEL_LOG].arg[0], KL_OOM_INVOKED);
    mm_free(m);
}
END_TEST

/* To events in the middle of the slow path and back: the log has as many lines as it had then, the end is the same. */
START_TEST(test_seek_into_it)
{
    struct mm_config cfg;
    struct play_sink sink;
    struct mm_fail fail;
    uint32_t lines;
    uint32_t at_boot;
    uint64_t last;
    uint64_t hash;
    unsigned before = 0;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.memory_bytes = 16 << 20;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    ck_assert_ptr_nonnull(m);
    at_boot = m->machine->klog_lines;
    play(m, "spawn hog");
    play(m, "hog mmap 64M as big noreserve");
    play_watch(m, &sink);
    play(m, "hog write big");
    last = sink.last[EV_ALLOC_FAIL].seq;
    ck_assert_uint_gt(sink.last[EV_KERNEL_LOG].seq, last - 5);
    mm_observe(m, NULL);
    hash = mm_hash(m);
    lines = m->machine->klog_lines;
    ck_assert_uint_gt(lines, at_boot + 10);
    for (uint64_t seq = last - 90; seq <= last; seq += 7) {
        ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
        before += m->machine->klog_lines == at_boot;
    }
    ck_assert_uint_gt(before, 5);
    ck_assert_int_eq(mm_seek_step(m, mm_head_step(m)), MM_OK);
    ck_assert(mm_hash(m) == hash);
    ck_assert_uint_eq(m->machine->klog_lines, lines);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Any flags, any order, any fill: what is promised holds after each request, watched or not. */
static uint64_t storm(const char *machine, uint64_t seed, bool watched)
{
    struct mm *m = play_machine(machine);
    struct {
        pfn_t pfn;
        unsigned order;
    } *held = calloc(PLAY_HELD, sizeof(*held));
    const uint64_t at_start = play_free_pages(m);
    struct play_sink sink;
    unsigned count = 0;
    uint64_t rng[2];
    uint64_t hash;

    if (watched) {
        play_watch(m, &sink);
    }
    rng_seed(rng, seed);
    for (unsigned i = 0; i < test_scaled(600); i++) {
        const uint32_t gfp = (uint32_t)rng_next(rng) & 0x7fffffu;
        const unsigned order = (unsigned)rng_below(rng, 100) < 70 ? (unsigned)rng_below(rng, 4)
                                                                  : (unsigned)rng_below(rng, 11);
        const uint32_t cpu = (uint32_t)rng_below(rng, m->config.cpus);
        const uint32_t node = (uint32_t)rng_below(rng, m->config.nodes);
        const bool fills = i / 150 % 2 == 0;

        if (rng_below(rng, 100) < (fills ? 90u : 30u) && count < PLAY_HELD) {
            machine_set_reclaim_says(m, 0, (uint32_t)rng_below(rng, 20) == 0 ? 3 : 0);
            if (palloc_get_node(m, cpu, node, order, gfp, FT_KERNEL, 0, &held[count].pfn)) {
                held[count++].order = order;
            }
        } else if (count > 0) {
            const unsigned at = (unsigned)rng_below(rng, count);

            palloc_put(m, cpu, held[at].pfn, held[at].order);
            held[at] = held[--count];
        }
        kswapd_turn(m);
        frame_check(m);
        zone_check(m);
        buddy_check(m);
        pcp_check(m);
        palloc_check(m);
        kswapd_check(m);
    }
    mm_check(m);
    hash = mm_hash(m);
    while (count-- > 0) {
        palloc_put(m, 0, held[count].pfn, held[count].order);
    }
    ck_assert_msg(play_free_pages(m) == at_start, "%s, seed %llu: pages are lost", machine,
                  (unsigned long long)seed);
    free(held);
    mm_free(m);
    return hash;
}

START_TEST(test_storm)
{
    static const char *const machines[] = {"memory=3M", "memory=12M cpus=3",
                                           "memory=20M nodes=2 cpus=2", "memory=9M pcp=off",
                                           "memory=9M migratetypes=off"};
    const uint64_t seed = 17 + (uint64_t)_i;

    ck_assert_msg(storm(machines[_i], seed, false) == storm(machines[_i], seed, true),
                  "%s, seed %llu: being watched changes what happens", machines[_i],
                  (unsigned long long)seed);
}
END_TEST

Suite *make_slowpath_suite(void);
Suite *make_slowpath_suite(void)
{
    Suite *s = suite_create("slowpath");
    TCase *tc = tcase_create("slowpath");

    tcase_add_test(tc, test_depths);
    tcase_add_test(tc, test_tries);
    tcase_add_test(tc, test_fragmented_gives_up_at_once);
    tcase_add_test(tc, test_progress);
    tcase_add_test(tc, test_those_who_free_memory);
    tcase_add_test(tc, test_a_process_is_the_victim);
    tcase_add_test(tc, test_seek_into_it);
    tcase_add_loop_test(tc, test_storm, 0, 5);
    suite_add_tcase(s, tc);
    return s;
}
