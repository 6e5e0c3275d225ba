/* check_pcp.c - order of the lists, what goes to them and what does not, spills, drains. What was recorded of them on
 * Linux is in check_pcprun.c. */
#include "parts/pcp.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "base/vmstat.h"
#include "parts/node.h"
#include "parts/steal.h"
#include "play.h"
#include "policy/palloc.h"

#define HELD_MAX 40000u

static pfn_t get_on(struct mm *m, uint32_t cpu, unsigned order, uint32_t gfp)
{
    pfn_t pfn = PFN_NONE;

    return palloc_get(m, cpu, order, gfp, FT_KERNEL, 0, &pfn) ? pfn : PFN_NONE;
}

static void give_all(struct mm *m, const pfn_t *held, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        palloc_put(m, 0, held[i], 0);
    }
}

/* p-smp2-2proc: both processes end, and their CPUs' lists read 0: a free of a larger block while pages pile up empties
 * them. */
START_TEST(test_large_block_empties)
{
    struct mm *m = play_machine("memory=256M");
    const struct pcp *p = &m->pcp[1];
    pfn_t *held = calloc(HELD_MAX, sizeof(*held));
    const pfn_t quiet = play_get(m, 1, GFP_KERNEL);
    const pfn_t stack = play_get(m, 2, GFP_KERNEL);

    for (unsigned i = 0; i < 2000; i++) {
        held[i] = play_get(m, 0, GFP_HIGHUSER_MOVABLE);
    }
    palloc_put(m, 0, quiet, 1); /* no frees before it: it stays */
    ck_assert_uint_gt(p->count, 0);
    ck_assert_uint_eq(m->frame[quiet].flags, PG_PCP);
    give_all(m, held, 1000);
    ck_assert_uint_gt(p->free_factor, 0);
    ck_assert_uint_gt(p->count, 0);
    palloc_put(m, 0, stack, 2);
    ck_assert_uint_eq(p->count, 0);
    give_all(m, held + 1000, 1000);
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

/* Hot first: what was freed last is taken next; a refill keeps the order of addresses. */
START_TEST(test_order)
{
    struct mm *m = play_machine("memory=256M");
    pfn_t p[16];

    for (unsigned i = 0; i < 16; i++) {
        p[i] = play_get(m, 0, GFP_HIGHUSER_MOVABLE);
        ck_assert_uint_eq(p[i], p[0] + i);
    }
    palloc_put(m, 0, p[3], 0);
    palloc_put(m, 0, p[9], 0);
    ck_assert_uint_eq(play_get(m, 0, GFP_HIGHUSER_MOVABLE), p[9]);
    ck_assert_uint_eq(play_get(m, 0, GFP_HIGHUSER_MOVABLE), p[3]);
    ck_assert_uint_eq(play_get(m, 0, GFP_HIGHUSER_MOVABLE), p[0] + 16); /* the refill's rest */
    mm_check(m);
    mm_free(m);
}
END_TEST

/* The list that was freed to is emptied from its tail, then the next one. */
START_TEST(test_spill_order)
{
    struct mm *m = play_machine("memory=256M");
    const uint32_t reclaimable = MM_PCP_LISTS + MT_RECLAIMABLE; /* order 0 of zone 1 */
    const uint32_t movable = MM_PCP_LISTS + MT_MOVABLE;
    pfn_t a[10], b[75];

    for (unsigned i = 0; i < 10; i++) {
        a[i] = play_get(m, 0, GFP_KERNEL | GFP_BIT_RECLAIMABLE);
    }
    for (unsigned i = 0; i < 75; i++) {
        b[i] = play_get(m, 0, GFP_HIGHUSER_MOVABLE);
    }
    pcp_drain_all(m);
    for (unsigned i = 0; i < 75; i++) {
        palloc_put(m, 0, b[i], 0);
    }
    pcp_set_high(m, 1, 80);
    for (unsigned i = 0; i < 5; i++) {
        ck_assert_uint_eq(m->pcplist[reclaimable].blocks, i);
        palloc_put(m, 0, a[i], 0);
    }
    /* A batch of 15 went: the five reclaimable ones, then ten movable ones from the cold end. */
    ck_assert_uint_eq(m->pcp[1].count, 65);
    ck_assert_uint_eq(m->pcplist[reclaimable].blocks, 0);
    ck_assert_uint_eq(m->pcplist[movable].blocks, 65);
    ck_assert_uint_eq(m->pcplist[movable].tail - 1, b[10]);
    ck_assert_uint_eq(m->pcplist[movable].head - 1, b[74]);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Larger blocks: max(batch >> order, 2) at once; orders 4 to 8 and 10 are not kept; order 9 is. */
START_TEST(test_orders)
{
    static const uint32_t blocks[] = {15, 7, 3, 2, 0, 0, 0, 0, 0, 2, 0};
    struct mm *m = play_machine("memory=256M");
    struct play_sink sink;

    play_watch(m, &sink);
    for (unsigned order = 0; order <= MM_ORDER_MAX; order++) {
        const uint64_t refills = sink.count[EV_PCP_REFILL];
        const pfn_t pfn = play_get(m, order, GFP_HIGHUSER_MOVABLE);

        ck_assert_uint_eq(sink.count[EV_PCP_REFILL] - refills, blocks[order] > 0);
        ck_assert(blocks[order] == 0 || sink.last[EV_PCP_REFILL].arg[4] == blocks[order]);
        palloc_put(m, 0, pfn, order);
        ck_assert_uint_eq(m->frame[pfn].flags & PG_PCP, blocks[order] > 0 ? PG_PCP : 0);
        pcp_drain_all(m);
        ck_assert_uint_eq(m->zone[1].free_pages, m->zone[1].managed_pages);
    }
    mm_observe(m, NULL);
    /* The two lists of order 9: movable, and all others. */
    palloc_put(m, 0, play_get(m, 9, GFP_KERNEL), 9);
    ck_assert_uint_gt(m->pcplist[MM_PCP_LISTS + 12].blocks, 0);
    pcp_drain_all(m);
    palloc_put(m, 0, play_get(m, 9, GFP_HIGHUSER_MOVABLE), 9);
    ck_assert_uint_gt(m->pcplist[MM_PCP_LISTS + 13].blocks, 0);
    mm_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_drain)
{
    struct mm *m = play_machine("memory=64M cpus=2");
    struct play_sink sink;

    for (uint32_t cpu = 0; cpu < 2; cpu++) {
        palloc_put(m, cpu, get_on(m, cpu, 0, GFP_KERNEL), 0);
        palloc_put(m, cpu, get_on(m, cpu, 0, GFP_DMA), 0);
    }
    ck_assert(m->pcp[pcp_id(m, 0, 0)].count > 0 && m->pcp[pcp_id(m, 1, 1)].count > 0);
    play_watch(m, &sink);
    pcp_drain(m, 1);
    ck_assert_uint_eq(sink.count[EV_PCP_DRAIN], 2);
    ck_assert(m->pcp[pcp_id(m, 1, 0)].count == 0 && m->pcp[pcp_id(m, 1, 1)].count == 0);
    ck_assert_uint_gt(m->pcp[pcp_id(m, 0, 1)].count, 0);
    pcp_drain_all(m);
    ck_assert_uint_eq(sink.count[EV_PCP_DRAIN], 4);
    pcp_drain_all(m); /* nothing left: nothing happens */
    ck_assert_uint_eq(sink.count[EV_PCP_DRAIN], 4);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_free_pages), m->machine->totalram_pages);
    mm_observe(m, NULL);
    mm_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_off)
{
    struct mm *m = play_machine("memory=64M pcp=off");
    const uint64_t before = vmstat_get(m, VMC_nr_free_pages);
    const pfn_t pfn = play_get(m, 0, GFP_KERNEL);

    ck_assert_uint_eq(before - vmstat_get(m, VMC_nr_free_pages), 1);
    palloc_put(m, 0, pfn, 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_free_pages), before);
    ck_assert_uint_eq(m->pcp[0].high + m->pcp[1].high, 0);
    pcp_check(m);
    mm_free(m);
}
END_TEST

/* While kswapd runs, four batches are enough. */
START_TEST(test_kswapd)
{
    struct mm *m = play_machine("memory=256M");
    pfn_t held[400];

    for (unsigned i = 0; i < 400; i++) {
        held[i] = play_get(m, 0, GFP_HIGHUSER_MOVABLE);
    }
    node_set_kswapd_awake(m, 0, 1);
    ck_assert_uint_gt(m->pcp[1].high, 60);
    for (unsigned i = 0; i < 400; i++) {
        palloc_put(m, 0, held[i], 0);
        ck_assert_uint_lt(m->pcp[1].count, 60);
    }
    node_set_kswapd_awake(m, 0, 0);
    mm_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_fraction)
{
    struct mm *m = play_machine("memory=256M cpus=2");
    const uint32_t high = m->pcp[1].high;

    play(m, "sysctl vm.percpu_pagelist_high_fraction=8");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    ck_assert_uint_eq(m->pcp[1].high, m->zone[1].managed_pages / 8 / 2);
    play(m, "sysctl vm.percpu_pagelist_high_fraction=7"); /* Linux: EINVAL below 8 */
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    ck_assert_uint_eq(m->sysctl[SC_PERCPU_HIGH_FRACTION].value, 8);
    play(m, "sysctl vm.percpu_pagelist_high_fraction=1000000");
    ck_assert_uint_eq(m->pcp[1].high, 4 * m->pcp[1].batch);
    play(m, "sysctl vm.percpu_pagelist_high_fraction=0");
    ck_assert_uint_eq(m->pcp[1].high, high);
    zone_set_boost_pages(m, 1, 512); /* a boost counts while it is there, and ends with new marks */
    play(m, "sysctl vm.percpu_pagelist_high_fraction=0");
    ck_assert_uint_eq(m->pcp[1].high, (m->zone[1].low_pages + 512) / 2);
    play(m, "sysctl vm.min_free_kbytes=16384"); /* other marks: another high */
    ck_assert_uint_eq(m->pcp[1].high, m->zone[1].low_pages / 2);
    mm_free(m);
}
END_TEST

/* drift=on: what single frames took is told in fives (threshold 4 of such a zone on two CPUs), a batch above the
 * threshold at once; the marks see the zone as it was told. */
START_TEST(test_drift)
{
    struct mm *m = play_machine("memory=64M cpus=2 drift=on");
    pfn_t pfn[8];

    ck_assert_uint_eq(m->pcp[0].batch, 1);
    for (unsigned i = 0; i < 8; i++) {
        pfn[i] = play_get(m, 0, GFP_DMA);
        ck_assert_int_eq(m->zone[0].untold_pages, i < 4 ? -(int)(i + 1) : i == 4 ? 0 : 4 - (int)i);
        ck_assert_uint_eq(zone_seen_free(m, 0), m->zone[0].free_pages + (i < 4 ? i + 1 : i - 4));
    }
    ck_assert_int_eq(m->pcp[pcp_id(m, 1, 0)].untold, 0);
    mm_check(m);
    palloc_put(m, 1, pfn[0], 0); /* to the list of CPU 1: the zone's count is not touched */
    ck_assert_int_eq(m->zone[0].untold_pages, -3);
    pcp_drain(m, 1);
    ck_assert_int_eq(m->pcp[pcp_id(m, 1, 0)].untold, 1);
    ck_assert_int_eq(m->zone[0].untold_pages, -2);
    mm_check(m);
    mm_free(m);
    m = play_machine("memory=256M drift=on");
    (void)play_get(m, 0, GFP_HIGHUSER_MOVABLE); /* 15 at once are above the threshold of 4 */
    ck_assert_int_eq(m->zone[1].untold_pages, 0);
    mm_free(m);
}
END_TEST

/* A page of a pageblock that is kept for atomic requests lies among the movable ones and goes back to its own list. */
START_TEST(test_highatomic)
{
    struct mm *m = play_machine("memory=64M");
    const pfn_t pfn = play_get(m, 0, GFP_HIGHUSER_MOVABLE);

    pcp_drain_all(m);
    steal_keep(m, pfn);
    ck_assert_uint_eq(m->pageblock[pageblock_of(m, pfn)].migratetype, MT_HIGHATOMIC);
    palloc_put(m, 0, pfn, 0);
    ck_assert_uint_eq(m->pcplist[MM_PCP_LISTS + MT_MOVABLE].head - 1, pfn);
    ck_assert_uint_eq(m->frame[pfn].migratetype, MT_HIGHATOMIC);
    mm_check(m);
    pcp_drain_all(m);
    ck_assert_uint_gt(m->freelist[buddy_list(1, 9, MT_HIGHATOMIC)].blocks +
                          m->freelist[buddy_list(1, 10, MT_HIGHATOMIC)].blocks,
                      0);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Any mix of orders, types, CPUs and drains: every frame is in one place, and in the end all are free. */
static const char *const walks[] = {"memory=64K cpus=3",         "memory=3M cpus=8",
                                    "memory=24M cpus=2",         "memory=48M nodes=3 cpus=5",
                                    "memory=64M nodes=4 cpus=8", "memory=16M migratetypes=off",
                                    "memory=24M cpus=4 drift=on"};

START_TEST(test_walk)
{
    static const uint32_t gfps[] = {GFP_KERNEL, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE, GFP_DMA,
                                    GFP_KERNEL | GFP_BIT_RECLAIMABLE};
    struct mm *m = play_machine(walks[_i]);
    const uint64_t at_start = play_free_pages(m);
    struct {
        pfn_t pfn;
        unsigned order;
    } *held = calloc(HELD_MAX, sizeof(*held));
    unsigned count = 0;
    uint64_t rng[2];

    rng_seed(rng, 40 + (uint64_t)_i);
    for (unsigned i = 0; i < test_scaled(4000); i++) {
        const uint32_t cpu = (uint32_t)rng_below(rng, m->config.cpus);
        const uint64_t what = rng_below(rng, 100);

        if (what < 2) {
            pcp_drain(m, cpu);
        } else if (what < 55 || count == 0) {
            const uint64_t gfp = rng_below(rng, 5);

            held[count].order = (unsigned)rng_below(rng, what < 8 ? 10 : 4);
            held[count].pfn = get_on(m, cpu, held[count].order, gfps[gfp]);
            count += held[count].pfn != PFN_NONE;
        } else {
            const unsigned at = (unsigned)rng_below(rng, count);

            palloc_put(m, cpu, held[at].pfn, held[at].order);
            held[at] = held[--count];
        }
        if (i % 32 == 0) {
            buddy_check(m);
            pcp_check(m);
            vmstat_check(m);
        }
    }
    while (count-- > 0) {
        palloc_put(m, count % m->config.cpus, held[count].pfn, held[count].order);
    }
    ck_assert_uint_eq(play_free_pages(m), at_start);
    pcp_drain_all(m);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_free_pages), at_start);
    mm_check(m);
    free(held);
    mm_free(m);
}
END_TEST

Suite *make_pcp_suite(void)
{
    Suite *s = suite_create("pcp");
    TCase *t = tcase_create("pcp");

    tcase_add_test(t, test_large_block_empties);
    tcase_add_test(t, test_order);
    tcase_add_test(t, test_spill_order);
    tcase_add_test(t, test_orders);
    tcase_add_test(t, test_drain);
    tcase_add_test(t, test_off);
    tcase_add_test(t, test_kswapd);
    tcase_add_test(t, test_fraction);
    tcase_add_test(t, test_drift);
    tcase_add_test(t, test_highatomic);
    tcase_add_loop_test(t, test_walk, 0, (int)(sizeof(walks) / sizeof(walks[0])));
    suite_add_tcase(s, t);
    return s;
}
