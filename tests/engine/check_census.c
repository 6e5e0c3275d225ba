/* check_census.c - every page of the machine is counted once, at every moment of a run. */
#include "text/census.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "base/vmstat.h"
#include "parts/zone.h"

/* All classes are the machine's frames: those of the zones, with frame 0 and what lies between zones; what is no hole
 * is present; what belongs to the allocator is MemTotal. */
static void add_up(const struct mm *m)
{
    uint64_t count[CENSUS_COUNT], one_by_one[CENSUS_COUNT] = {0}, all = 0, spanned = 0, present = 0,
                                  holes_inside = 0;

    census(m, count);
    for (uint32_t pfn = 0; pfn < m->frames; pfn++) {
        one_by_one[census_of(m, pfn)]++;
    }
    for (unsigned i = 0; i < CENSUS_COUNT; i++) {
        all += count[i];
        ck_assert_msg(count[i] == one_by_one[i], "%s", census_name(i));
    }
    ck_assert_uint_eq(all, m->frames);
    for (uint32_t z = 0; z < m->zones; z++) {
        spanned += m->zone[z].spanned_pages;
        present += m->zone[z].present_pages;
        for (uint32_t i = 0; i < m->zone[z].spanned_pages; i++) {
            holes_inside += census_of(m, m->zone[z].start_pfn + i) == CENSUS_HOLE;
        }
    }
    ck_assert_uint_eq(spanned - holes_inside, present);
    ck_assert_uint_ge(m->frames, spanned + 1);
    ck_assert_uint_eq(count[CENSUS_FREE], vmstat_get(m, VMC_nr_free_pages));
    ck_assert_uint_eq(count[CENSUS_SLAB_RECLAIMABLE], vmstat_get(m, VMC_nr_slab_reclaimable));
    ck_assert_uint_eq(count[CENSUS_SLAB_UNRECLAIMABLE], vmstat_get(m, VMC_nr_slab_unreclaimable));
    ck_assert_uint_eq(count[CENSUS_TABLE] > 0, vmstat_get(m, VMC_nr_page_table_pages) > 0);
}

START_TEST(test_adds_up)
{
    static const char *const machines[] = {"memory=64M", "memory=256M cpus=2",
                                           "memory=64M paging=2", "memory=512M nodes=2 cpus=4",
                                           "memory=1M kernel=0 pcp=off"};

    for (unsigned i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
        struct mm *m = play_machine(machines[i]);
        uint64_t before[CENSUS_COUNT], after[CENSUS_COUNT];

        add_up(m);
        if (i < 4) {
            census(m, before);
            play(m, "spawn p");
            play(m, "p mmap 4M as a");
            play(m, "p write a");
            play(m, "alloc_pages 2 as k count=5");
            play(m, "kmem_cache box size=1000");
            play(m, "kmem_alloc box count=50 as b");
            play(m, "kmem_alloc dentry count=50 as d");
            add_up(m);
            census(m, after);
            ck_assert_uint_ge(after[CENSUS_ANON], before[CENSUS_ANON] + 1024);
            ck_assert_uint_eq(after[CENSUS_DRIVER], before[CENSUS_DRIVER] + 20);
            play(m, "p exit");
            play(m, "free_pages k");
            add_up(m);
            census(m, after);
            ck_assert_uint_eq(after[CENSUS_ANON], before[CENSUS_ANON]);
        }
        mm_free(m);
    }
}
END_TEST

START_TEST(test_names)
{
    unsigned n = 0;

    while (census_name(n) != NULL) {
        n++;
    }
    ck_assert_uint_eq(n, CENSUS_COUNT);
    ck_assert_str_eq(census_name(CENSUS_PCP), "pcp");
}
END_TEST

Suite *make_census_suite(void)
{
    Suite *s = suite_create("census");
    TCase *t = tcase_create("census");

    tcase_add_test(t, test_adds_up);
    tcase_add_test(t, test_names);
    suite_add_tcase(s, t);
    return s;
}
