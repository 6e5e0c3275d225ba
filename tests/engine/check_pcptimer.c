/* check_pcptimer.c - the seconds of a CPU: pages of another node that it does not use go back, a batch every three.
 * Origin: Linux 6.1 mm/vmstat.c refresh_cpu_vm_stats(), mm/page_alloc.c drain_zone_pages(). */
#include "parts/pcptimer.h"

#include "parts/buddy.h"
#include "play.h"

/* CPU 0 holds 40 single pages of each node. */
static struct mm *held_by_cpu0(const char *options, uint32_t pcp[2])
{
    struct mm *m = play_machine(options);

    pcp[0] = pcp_id(m, 0, zone_find(m, 0, 1));
    pcp[1] = pcp_id(m, 0, zone_find(m, 1, 1));
    play(m, "alloc_pages 0 as near node=0 count=40");
    play(m, "alloc_pages 0 as far node=1 count=40");
    play(m, "free_pages near");
    play(m, "free_pages far");
    return m;
}

START_TEST(test_remote_pages_go_back)
{
    uint32_t pcp[2];
    struct mm *m = held_by_cpu0("memory=512M nodes=2 cpus=2", pcp);
    const uint32_t near = m->pcp[pcp[0]].count;
    const uint32_t far = m->pcp[pcp[1]].count;
    const uint32_t batch = m->pcp[pcp[1]].batch;
    struct play_sink sink;
    uint64_t free;

    ck_assert_uint_gt(batch, 1);
    ck_assert_uint_gt(far, 2 * batch);
    play_watch(m, &sink);
    play(m, "sleep 2s");
    ck_assert_uint_eq(m->pcp[pcp[1]].count, far);
    ck_assert_uint_eq(m->pcp[pcp[1]].expire_s, 1);
    free = m->zone[zone_find(m, 1, 1)].free_pages;
    play(m, "sleep 1s");
    ck_assert_uint_eq(m->pcp[pcp[1]].count, far - batch);
    ck_assert_uint_eq(m->zone[zone_find(m, 1, 1)].free_pages, free + batch);
    ck_assert_uint_eq(sink.count[EV_PCP_EXPIRE], 1);
    play(m, "sleep 2s"); /* the giving back was a use */
    ck_assert_uint_eq(m->pcp[pcp[1]].count, far - batch);
    play(m, "sleep 1s");
    ck_assert_uint_eq(m->pcp[pcp[1]].count, far - 2 * batch);
    play(m, "sleep 3600s");
    ck_assert_uint_eq(m->pcp[pcp[1]].count, 0);
    ck_assert_uint_eq(m->pcp[pcp[0]].count, near); /* its own node's stay */
    ck_assert_uint_eq(sink.count[EV_PCP_EXPIRE], (far + batch - 1) / batch);
    mm_free(m);
}
END_TEST

/* Who uses a list keeps it; what was idle before does not count. */
START_TEST(test_used_lists_stay)
{
    uint32_t pcp[2];
    struct mm *m = held_by_cpu0("memory=512M nodes=2 cpus=2", pcp);
    uint32_t far;

    play(m, "sleep 3600s");
    ck_assert_uint_eq(m->pcp[pcp[1]].count, 0);
    play(m, "alloc_pages 0 as a node=1");
    far = m->pcp[pcp[1]].count;
    for (unsigned i = 0; i < 5; i++) {
        play(m, "sleep 2s");
        play(m, "free_pages a");
        play(m, "alloc_pages 0 as a node=1");
    }
    ck_assert_uint_eq(m->pcp[pcp[1]].count, far);
    play(m, "sleep 3s");
    ck_assert_uint_lt(m->pcp[pcp[1]].count, far);
    mm_free(m);
}
END_TEST

/* A CPU of a node without CPUs of its own: all its pages are another node's. One node: nothing ever goes. */
START_TEST(test_other_machines)
{
    uint32_t pcp[2];
    struct mm *m = held_by_cpu0("memory=512M nodes=2 cpus=1", pcp);
    const uint32_t near = m->pcp[pcp[0]].count;

    play(m, "sleep 60s");
    ck_assert_uint_eq(m->pcp[pcp[0]].count, near);
    ck_assert_uint_eq(m->pcp[pcp[1]].count, 0);
    mm_free(m);
    m = play_machine("memory=256M cpus=2");
    play(m, "alloc_pages 0 as a count=40");
    play(m, "free_pages a");
    play(m, "sleep 60s");
    ck_assert_uint_gt(m->pcp[1].count, 0);
    ck_assert_uint_eq(m->cpu[0].refreshed_s, 0);
    mm_free(m);
}
END_TEST

/* drift=on: within a second the zone learns what the CPU took. */
START_TEST(test_counts_are_told)
{
    struct mm *m = play_machine("memory=256M drift=on");

    play(m, "alloc_pages 0 as a");
    play(m, "alloc_pages 0 as b gfp=HIGHUSER_MOVABLE");
    zone_set_untold_pages(m, 1,
                          m->zone[1].untold_pages + 2); /* as if two pages were taken quietly */
    pcp_set_untold(m, 1, m->pcp[1].untold + 2);
    ck_assert_int_ne(m->zone[1].untold_pages, 0);
    play(m, "sleep 1s");
    ck_assert_int_eq(m->zone[1].untold_pages, 0);
    mm_free(m);
}
END_TEST

Suite *make_pcptimer_suite(void);
Suite *make_pcptimer_suite(void)
{
    Suite *s = suite_create("pcptimer");
    TCase *tc = tcase_create("pcptimer");

    tcase_add_test(tc, test_remote_pages_go_back);
    tcase_add_test(tc, test_used_lists_stay);
    tcase_add_test(tc, test_other_machines);
    tcase_add_test(tc, test_counts_are_told);
    suite_add_tcase(s, tc);
    return s;
}
