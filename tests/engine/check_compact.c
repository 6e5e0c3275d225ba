/* check_compact.c - when compaction is tried, when it stops, when it is put off: Linux 6.1 mm/compaction.c by hand. */
#include "policy/compact.h"

#include <stdio.h>

#include "base/vmstat.h"
#include "parts/blocks.h"
#include "parts/pcp.h"
#include "parts/vma.h"
#include "play.h"

/* Every other page of 90 % of memory is p's, the rest is free in small pieces. */
static struct mm *scattered(const char *options, const char *map)
{
    struct mm *m = play_machine(options);

    play(m, "spawn p");
    play(m, map);
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    pcp_drain_all(m);
    return m;
}

static unsigned largest(const struct mm *m, uint32_t zone)
{
    unsigned order = MM_ORDERS - 1;

    while (order > 0 && buddy_blocks(m, zone, order) == 0) {
        order--;
    }
    return order;
}

/* SUCCESS when there is a block, SKIPPED when too little is free or the index says want of memory, else CONTINUE. */
START_TEST(test_suitable)
{
    struct mm *m = scattered("memory=16M kernel=0", "p mmap 12M as a");

    ck_assert_int_eq(compact_suitable(m, 0, 0, 2), CR_SUCCESS);
    ck_assert_int_eq(compact_suitable(m, 0, largest(m, 0) + 1, 2), CR_CONTINUE);
    ck_assert_int_eq(compact_suitable(m, 0, MM_ORDER_MAX, 2), CR_CONTINUE);
    sysctl_set_value(m, SC_EXTFRAG_THRESHOLD, 1000);
    ck_assert_int_eq(compact_suitable(m, 0, MM_ORDER_MAX, 2), CR_SKIPPED);
    ck_assert_int_eq(compact_suitable(m, 0, 3, 2),
                     largest(m, 0) >= 3 ? CR_SUCCESS : CR_CONTINUE); /* no index */
    sysctl_set_value(m, SC_EXTFRAG_THRESHOLD, 500);
    /* order 9 asks for low + 2 * 512 pages, and strictly more */
    zone_set_low_pages(m, 0, m->zone[0].free_pages - 1024);
    ck_assert_int_eq(compact_suitable(m, 0, 9, 0), CR_SKIPPED);
    zone_set_low_pages(m, 0, m->zone[0].free_pages - 1025);
    ck_assert_int_eq(compact_suitable(m, 0, 9, 0), CR_CONTINUE);
    zone_setup_watermarks(m);
    mm_free(m);
}
END_TEST

/* A request compacts until its block is there, and no further; SYNC_LIGHT finds one that ASYNC finds too. */
START_TEST(test_direct)
{
    static const enum mm_compact_priority prio[] = {CP_ASYNC, CP_SYNC_LIGHT, CP_SYNC_FULL};
    struct mm *m = scattered("memory=64M kernel=0 initrd=0", "p mmap 55M as a");
    struct play_sink sink;
    const unsigned order = 8;

    pcp_drain_all(m);
    for (uint32_t z = 0; z < m->zones; z++) { /* take what is there */
        while (buddy_blocks(m, z, 9) + buddy_blocks(m, z, 10) + buddy_blocks(m, z, 8) > 0) {
            char line[64];
            static unsigned n;

            snprintf(line, sizeof(line), "alloc_pages 8 as k%u gfp=%s", n++,
                     m->zone[z].type == ZT_DMA ? "DMA" : "DMA32");
            play(m, line);
            if (m->machine->r_errno != 0) {
                break;
            }
        }
    }
    play_watch(m, &sink);
    ck_assert_int_eq(compact_direct(m, 0, order, GFP_HIGHUSER_MOVABLE, 0, 3, prio[_i]), CR_SUCCESS);
    ck_assert_uint_ge(buddy_blocks(m, 1, 8) + buddy_blocks(m, 1, 9) + buddy_blocks(m, 1, 10), 1);
    ck_assert_uint_gt(vmstat_get(m, VMC_pgmigrate_success), 0);
    ck_assert_uint_lt(vmstat_get(m, VMC_pgmigrate_success), 2048); /* not the whole zone */
    ck_assert_uint_eq(sink.last[EV_COMPACT_END].arg[2], CR_SUCCESS);
    ck_assert_uint_eq(m->zone[1].compact_order_failed, order + 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_stall), 0); /* the caller's */
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Without __GFP_IO nothing is moved. */
START_TEST(test_no_io)
{
    struct mm *m = scattered("memory=16M kernel=0", "p mmap 12M as a");

    ck_assert_int_eq(compact_direct(m, 0, 9, GFP_ATOMIC, 0, 2, CP_SYNC_LIGHT), CR_SKIPPED);
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_migrate_scanned), 0);
    mm_free(m);
}
END_TEST

/* Pinned pages cannot move, so nothing comes of it: 1, 2, 4 … 64 requests pass before the next try. A whole-zone try
 * (SYNC_FULL) does not ask; a success forgets. */
START_TEST(test_deferral)
{
    struct mm *m = scattered("memory=16M kernel=0", "p mmap 12M as a");
    unsigned tries = 0;
    unsigned passed = 0;

    lru_drain_all(m);
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        if (frame_is(m, pfn, PG_LRU)) {
            frame_set_refcount(m, pfn, 2);
        }
    }
    for (unsigned expected = 1; expected <= 128; expected *= 2) {
        const unsigned most = expected < 64 ? expected : 64;

        do {
            passed++;
        } while (compact_direct(m, 0, 9, GFP_KERNEL, 0, 2, CP_SYNC_LIGHT) == CR_DEFERRED);
        ck_assert_uint_eq(passed, most);
        ck_assert_uint_eq(m->zone[0].compact_defer_shift, tries < 6 ? tries + 1 : 6);
        passed = 0;
        tries++;
    }
    ck_assert_int_eq(compact_direct(m, 0, 9, GFP_KERNEL, 0, 2, CP_SYNC_LIGHT), CR_DEFERRED);
    ck_assert_int_eq(compact_direct(m, 0, 9, GFP_KERNEL, 0, 2, CP_SYNC_FULL), CR_COMPLETE);
    compact_defer_reset(m, 0, 9, true);
    ck_assert_uint_eq(m->zone[0].compact_defer_shift, 0);
    ck_assert_uint_eq(m->zone[0].compact_order_failed, 10);
    ck_assert(!compact_deferred(m, 0, 9)); /* smaller orders did not fail */
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        if (frame_is(m, pfn, PG_LRU)) {
            frame_set_refcount(m, pfn, 1);
        }
    }
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Written to /proc/sys/vm/compact_memory: every zone from end to end; only 1 is taken, nothing is stored. */
START_TEST(test_command)
{
    struct mm *m = scattered("memory=64M kernel=0 cpus=2 pcp=off slab=off", "p mmap 50M as a");
    const uint32_t before = unusable_index(m, 1, 9);
    struct play_sink sink;

    play(m, "echo 0 > /proc/sys/vm/compact_memory");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    play_watch(m, &sink);
    play(m, "sysctl vm.compact_memory=1");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    ck_assert_uint_eq(m->sysctl[SC_COMPACT_MEMORY].value, 0);
    ck_assert_uint_eq(sink.count[EV_COMPACT_BEGIN], m->zones);
    ck_assert_uint_eq(sink.last[EV_COMPACT_END].arg[2], CR_COMPLETE);
    ck_assert_uint_lt(unusable_index(m, 1, 9), before);
    ck_assert_uint_eq(sink.count[EV_PAGE_MIGRATE], vmstat_get(m, VMC_pgmigrate_success));
    mm_free(m);
}
END_TEST

Suite *make_compact_suite(void)
{
    Suite *s = suite_create("compact");
    TCase *t = tcase_create("compact");

    tcase_add_test(t, test_suitable);
    tcase_add_loop_test(t, test_direct, 0, 3);
    tcase_add_test(t, test_no_io);
    tcase_add_test(t, test_deferral);
    tcase_add_test(t, test_command);
    suite_add_tcase(s, t);
    return s;
}
