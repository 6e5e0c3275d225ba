/* check_kcompactd.c - who wakes the node's thread, when it works by itself, and when it gives up for a while. */
#include "policy/kcompactd.h"

#include "base/vmstat.h"
#include "parts/node.h"
#include "parts/pcp.h"
#include "parts/vma.h"
#include "play.h"

static struct mm *scattered(const char *options)
{
    struct mm *m = play_machine(options);

    sysctl_set_value(m, SC_COMPACTION_PROACTIVENESS, 0);
    play(m, "spawn p");
    play(m, "p mmap 12M as a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    pcp_drain_all(m);
    return m;
}

/* It is woken for an order when a zone is suitable, works at the next scheduling point, and sleeps. */
START_TEST(test_woken)
{
    struct mm *m = scattered("memory=16M kernel=0");

    compact_wake(m, 0, 0, 2); /* single frames need no compaction */
    ck_assert(!compact_due(m));
    compact_wake(m, 0, 9, 2);
    ck_assert_uint_eq(m->node[0].kcompactd_order, 9);
    ck_assert_uint_eq(m->node[0].kcompactd_awake, 1);
    ck_assert(compact_due(m));
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_daemon_wake), 0);
    play(m, "p read a+4K");
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_daemon_wake), 1);
    ck_assert_uint_gt(vmstat_get(m, VMC_compact_daemon_migrate_scanned), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_daemon_migrate_scanned),
                      vmstat_get(m, VMC_compact_migrate_scanned));
    ck_assert_uint_gt(vmstat_get(m, VMC_pgmigrate_success), 0);
    ck_assert_uint_eq(m->node[0].kcompactd_order, 0);
    ck_assert_int_eq(compact_suitable(m, 0, 9, 2), CR_SUCCESS);
    ck_assert(!compact_due(m));
    mm_free(m);
}
END_TEST

/* Not suitable: the order is remembered, nobody works. After 500 ms it looks by itself. */
START_TEST(test_remembered)
{
    struct mm *m = scattered("memory=16M kernel=0");

    sysctl_set_value(m, SC_EXTFRAG_THRESHOLD, 1000);
    compact_wake(m, 0, 9, 2);
    ck_assert_uint_eq(m->node[0].kcompactd_order, 9);
    ck_assert(!compact_due(m));
    sysctl_set_value(m, SC_EXTFRAG_THRESHOLD, 500);
    play(m, "sleep 600ms");
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_daemon_wake), 1);
    ck_assert_uint_gt(vmstat_get(m, VMC_pgmigrate_success), 0);
    mm_free(m);
}
END_TEST

/* Ahead of need: from a score above 90 until it is 80, at the default of 20; with 0 never. */
START_TEST(test_proactive)
{
    struct mm *m = scattered("memory=16M kernel=0 pcp=off slab=off");

    ck_assert_uint_gt(compact_score_node(m, 0), 90);
    play(m, "sleep 2s");
    ck_assert_uint_eq(vmstat_get(m, VMC_pgmigrate_success), 0);
    play(m, "sysctl vm.compaction_proactiveness=20"); /* wakes it */
    ck_assert_uint_gt(vmstat_get(m, VMC_pgmigrate_success), 0);
    ck_assert_uint_le(compact_score_node(m, 0), 80);
    ck_assert_uint_eq(m->node[0].kcompactd_runs, 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_compact_daemon_wake), 0); /* that counts orders */
    mm_free(m);
}
END_TEST

/* It did not help, for every page is pinned: the next look is 32 s away (500 ms << 6). */
START_TEST(test_no_gain)
{
    struct mm *m = scattered("memory=16M kernel=0 slab=off");

    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        if (frame_is(m, pfn, PG_LRU)) {
            frame_set_refcount(m, pfn, 2);
        }
    }
    play(m, "sysctl vm.compaction_proactiveness=20");
    ck_assert_uint_eq(m->node[0].kcompactd_runs, 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgmigrate_success), 0);
    play(m, "sleep 31s");
    ck_assert_uint_eq(m->node[0].kcompactd_runs, 1);
    play(m, "sleep 2s");
    ck_assert_uint_eq(m->node[0].kcompactd_runs, 2);
    mm_free(m);
}
END_TEST

/* A zone below the request's has to keep the reserve against it, or is left alone: compact_zone() asks
 * compaction_suitable() with the request's highest zone, kcompactd_do_work() before it with the zone itself. */
START_TEST(test_reserve)
{
    static const struct {
        const char *ratio;
        uint64_t runs;
    } row[] = {{"sysctl vm.lowmem_reserve_ratio=\"0 0 0\"", 2},
               {"sysctl vm.lowmem_reserve_ratio=\"1 1 1\"", 1}};
    struct mm *m = play_machine("memory=32M kernel=0 slab=off");
    struct play_sink sink;

    sysctl_set_value(m, SC_COMPACTION_PROACTIVENESS, 0);
    play(m, "sysctl vm.lowmem_reserve_ratio=\"0 0 0\"");
    play(m, "spawn p");
    play(m, "p mmap 30M as a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    pcp_drain_all(m);
    play(m, row[_i].ratio);
    ck_assert_int_eq(compact_suitable(m, 0, 9, 0), CR_CONTINUE);
    play_watch(m, &sink);
    compact_wake(m, 0, 9, 1);
    ck_assert(compact_due(m));
    compact_daemon(m);
    ck_assert_uint_eq(sink.count[EV_COMPACT_BEGIN], row[_i].runs);
    ck_assert_uint_eq(m->zone[0].compact_order_failed, row[_i].runs == 2 ? 10 : 0);
    mm_free(m);
}
END_TEST

/* Each node has its own, and works on its own zones alone. */
START_TEST(test_nodes)
{
    struct mm *m = play_machine("memory=64M kernel=0 nodes=2 cpus=2");

    sysctl_set_value(m, SC_COMPACTION_PROACTIVENESS, 0);
    play(m, "spawn p node=1");
    play(m, "p mmap 26M as a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    pcp_drain_all(m);
    compact_wake(m, 1, 10, 3);
    if (m->node[1].kcompactd_awake) {
        play(m, "p read a+4K");
        ck_assert_uint_eq(m->node[0].kcompactd_runs, 0);
        ck_assert_uint_eq(m->node[1].kcompactd_runs, 1);
    } else {
        ck_assert_uint_eq(m->node[1].kcompactd_order, 10); /* there was such a block */
    }
    ck_assert_uint_eq(m->node[0].kcompactd_order, 0);
    mm_free(m);
}
END_TEST

Suite *make_kcompactd_suite(void)
{
    Suite *s = suite_create("kcompactd");
    TCase *t = tcase_create("kcompactd");

    tcase_add_test(t, test_woken);
    tcase_add_test(t, test_remembered);
    tcase_add_test(t, test_proactive);
    tcase_add_test(t, test_no_gain);
    tcase_add_test(t, test_nodes);
    tcase_add_loop_test(t, test_reserve, 0, 2);
    suite_add_tcase(s, t);
    return s;
}
