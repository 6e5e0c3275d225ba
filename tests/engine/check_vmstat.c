/* check_vmstat.c - counters go up and down by name, those of zones and nodes with the machine's. */
#include "base/vmstat.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"
#include "parts/zone.h"
#include "play.h"

static struct mm *machine(uint32_t frames)
{
    struct mm_config cfg;

    walk_config(&cfg, frames, 4);
    return walk_machine(&cfg);
}

START_TEST(test_counters)
{
    struct mm *m = machine(64);
    const uint64_t before = vmstat_get(m, VMC_pgfault);

    vmstat_add(m, VMC_pgfault, 3);
    vmstat_add(m, VMC_pgfault, -1);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgfault), before + 2);
    vmstat_check(m);
    mm_free(m);
}
END_TEST

/* A zone's or node's counter is counted there and for the machine. */
START_TEST(test_zones_and_nodes)
{
    struct mm *m = play_machine("memory=64M nodes=2");
    const uint64_t mapped = vmstat_get(m, VMC_nr_mapped);

    vmstat_zone_add(m, 2, VMC_numa_interleave, 5);
    vmstat_zone_add(m, 0, VMC_numa_interleave, 2);
    vmstat_zone_add(m, 2, VMC_numa_interleave, -1);
    ck_assert_uint_eq(vmstat_zone_get(m, 2, VMC_numa_interleave), 4);
    ck_assert_uint_eq(vmstat_zone_get(m, 1, VMC_numa_interleave), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_numa_interleave), 6);
    vmstat_node_add(m, 1, VMC_nr_mapped, 7);
    ck_assert_uint_eq(vmstat_node_get(m, 1, VMC_nr_mapped), 7);
    ck_assert_uint_eq(vmstat_node_get(m, 0, VMC_nr_mapped), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_mapped), mapped + 7);
    vmstat_check(m);
    /* The ends of both ranges are records of their own. */
    ck_assert_uint_eq(vmstat_zone_id(1, VMC_nr_free_pages), 17);
    ck_assert_uint_eq(vmstat_zone_id(0, VMC_numa_other), 16);
    ck_assert_uint_eq(vmstat_node_id(1, VMC_nr_inactive_anon), 43);
    ck_assert_uint_eq(vmstat_node_id(0, VMC_pgpromote_candidate), 42);
    mm_free(m);
}
END_TEST

/* Processes on both nodes: every page is counted where it lies. */
START_TEST(test_where_pages_lie)
{
    struct mm *m = play_machine("memory=64M nodes=2 cpus=2");
    uint64_t anon[2] = {0, 0}, tables[2] = {0, 0};

    play(m, "spawn a node=0");
    play(m, "spawn b node=1");
    play(m, "a mmap 1M as x populate");
    play(m, "b mmap 3M as x populate");
    play(m, "b mlock x+0..64K");
    for (pfn_t p = 0; p < m->frames; p++) {
        anon[node_of(m, p)] += m->frame[p].type == FT_ANON;
        tables[node_of(m, p)] += m->frame[p].type == FT_TABLE;
    }
    for (uint32_t node = 0; node < 2; node++) {
        ck_assert_uint_eq(vmstat_node_get(m, node, VMC_nr_anon_pages), anon[node]);
        ck_assert_uint_eq(vmstat_node_get(m, node, VMC_nr_page_table_pages), tables[node] - 2);
    }
    ck_assert_uint_ge(anon[1], 768);
    ck_assert_uint_eq(vmstat_zone_get(m, 2, VMC_nr_mlock), 16);
    ck_assert_uint_eq(vmstat_node_get(m, 1, VMC_nr_unevictable), 16);
    mm_free(m);
}
END_TEST

Suite *make_vmstat_suite(void)
{
    Suite *s = suite_create("vmstat");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_counters);
    tcase_add_test(tc, test_zones_and_nodes);
    tcase_add_test(tc, test_where_pages_lie);
    suite_add_tcase(s, tc);
    return s;
}
