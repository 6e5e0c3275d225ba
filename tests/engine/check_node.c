/* check_node.c - distances, fallback orders, whose CPU, what an access to another node costs. */
#include "parts/node.h"

#include <stdio.h>

#include "base/vmstat.h"
#include "parts/zone.h"
#include "play.h"
#include "task/process.h"

/* The fallback orders as text: "012 120 201". */
static const char *orders(const struct mm *m)
{
    static char text[128];
    unsigned n = 0;

    for (uint32_t node = 0; node < m->config.nodes; node++) {
        for (uint32_t place = 0; place < m->config.nodes; place++) {
            text[n++] = (char)('0' + node_fallback(m, node, place));
        }
        text[n++] = node + 1 < m->config.nodes ? ' ' : '\0';
    }
    return text;
}

/* The kernel's own rule worked by hand: nearest first, the next number before lower ones, and the first of a distance
 * counted as loaded for those that choose later. The row of four is that of the facts taken from the 6.1 sources. */
static const struct {
    const char *machine, *orders;
} rows[] = {
    {"", "0"},
    {"nodes=2", "01 10"},
    {"nodes=3 cpus=3", "012 120 201"},
    {"nodes=4 cpus=4", "0123 1230 2301 3012"},
    {"nodes=4 cpus=4 distance=31", "0123 1230 2301 3012"},
    {"nodes=3 cpus=3 distance=10,20,30,20,10,20,30,20,10", "012 120 210"},
    {"nodes=2 distance=10,40,12,10", "01 10"}, /* not the same both ways */
    {"nodes=4 cpus=1", "0123 1230 2310 3120"}, /* node 0 alone has a CPU: others are rather used */
};

START_TEST(test_orders)
{
    char options[256];
    struct mm *m;

    snprintf(options, sizeof(options), "memory=64M %s", rows[_i].machine);
    m = play_machine(options);
    ck_assert_str_eq(orders(m), rows[_i].orders);
    node_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_cpus)
{
    struct mm *m = play_machine("memory=64M nodes=2 cpus=5");

    ck_assert_uint_eq(m->node[0].cpus, 7); /* 0 1 2 */
    ck_assert_uint_eq(m->node[1].cpus, 24);
    ck_assert_uint_eq(node_cpus(m, 0), 3);
    ck_assert_uint_eq(m->cpu[2].node, 0);
    ck_assert_uint_eq(m->cpu[3].node, 1);
    mm_free(m);
    m = play_machine("memory=64M nodes=4 cpus=2"); /* memory alone on nodes 1 and 3 */
    ck_assert_uint_eq(m->cpu[1].node, 2);
    ck_assert_uint_eq(node_cpus(m, 1) + node_cpus(m, 3), 0);
    mm_free(m);
}
END_TEST

/* What a node has is what its zones have. */
START_TEST(test_memory)
{
    struct mm *m = play_machine("memory=96M nodes=3");

    for (uint32_t node = 0; node < 3; node++) {
        uint64_t managed = 0, present = 0;

        for (uint32_t z = 0; z < m->zones; z++) {
            managed += m->zone[z].node == node ? m->zone[z].managed_pages : 0;
            present += m->zone[z].node == node ? m->zone[z].present_pages : 0;
        }
        ck_assert_uint_eq(m->node[node].managed_pages, managed);
        ck_assert_uint_eq(m->node[node].present_pages, present);
        ck_assert_uint_eq(m->node[node].start_pfn, node == 0 ? 1 : node * 8192);
    }
    mm_free(m);
}
END_TEST

/* The same program on the node of its memory and on the other one: as many accesses, each so much longer. */
START_TEST(test_access_cost)
{
    static const struct {
        const char *distance;
        uint64_t ns; /* 60 at distance 20, in proportion */
    } cost[] = {{"20", 60}, {"40", 180}, {"11", 6}};
    char options[128];
    struct play_sink sink;
    uint64_t took[2];
    struct mm *m;

    snprintf(options, sizeof(options), "memory=64M nodes=2 cpus=2 distance=%s", cost[_i].distance);
    m = play_machine(options);
    for (uint32_t z = 0; z < m->zones; z++) { /* node 1 has nothing to give */
        if (m->zone[z].node == 1) {
            zone_set_low_pages(m, z, m->zone[z].managed_pages);
            zone_set_min_pages(m, z, m->zone[z].managed_pages);
            zone_set_high_pages(m, z, m->zone[z].managed_pages);
        }
    }
    for (unsigned node = 0; node < 2; node++) {
        play(m, node == 0 ? "spawn here node=0" : "spawn there node=1");
        play(m, node == 0 ? "here mmap 256K as a populate" : "there mmap 256K as a populate");
        play_watch(m, &sink);
        play(m, node == 0 ? "here read a" : "there read a");
        took[node] = m->machine->r_ns;
        ck_assert_uint_eq(sink.count[EV_ACCESS], 64);
        ck_assert_uint_eq(sink.count[EV_NUMA_REMOTE], node * 64);
        mm_observe(m, NULL);
    }
    ck_assert_uint_eq(sink.last[EV_NUMA_REMOTE].arg[2], 0);
    ck_assert_uint_eq(sink.last[EV_NUMA_REMOTE].arg[3], 1);
    ck_assert_uint_eq(took[1] - took[0], 64 * cost[_i].ns);
    ck_assert_uint_ge(m->node[0].access_local, 64);
    ck_assert_uint_eq(m->node[0].access_remote, 0);
    ck_assert_uint_ge(m->node[1].access_remote, 64);
    ck_assert_uint_eq(m->node[1].access_local, 0);
    mm_free(m);
}
END_TEST

/* Unwatched and in bulk, the same is counted and as long as watched. */
START_TEST(test_fast_path)
{
    uint64_t hash[2];

    for (unsigned watched = 0; watched < 2; watched++) {
        struct mm *m = play_machine("memory=64M nodes=2 cpus=2");
        struct play_sink sink;

        play(m, "spawn p node=1");
        play(m, "p mmap 4M as a");
        if (watched) {
            play_watch(m, &sink);
        }
        play(m, "p write a");
        play(m, "p read a pattern=random count=20000 seed=3");
        play(m, "p read text");
        ck_assert_uint_ge(m->node[1].access_local, 20000 + 1024);
        mm_observe(m, NULL);
        hash[watched] = mm_hash(m);
        mm_free(m);
    }
    ck_assert_uint_eq(hash[0], hash[1]);
}
END_TEST

START_TEST(test_placement)
{
    struct mm *m = play_machine("memory=64M nodes=2 cpus=4");
    slot_t p;

    play(m, "spawn a node=1");
    play(m, "spawn b node=1");
    play(m, "spawn c");
    p = mm_find_proc(m, "a");
    ck_assert(m->proc[p].cpu == 2 && m->proc[p].node == 2);
    ck_assert_uint_eq(zone_of(m, m->proc[p].pgd_pfn), 2); /* its first table is there already */
    ck_assert_uint_eq(m->proc[mm_find_proc(m, "b")].cpu, 3);
    ck_assert_uint_eq(m->proc[mm_find_proc(m, "c")].cpu, 0);
    ck_assert_int_eq(play_try(m, "spawn d node=1 cpu=0"), MM_EBADARG);
    ck_assert_int_eq(play_try(m, "spawn d node=2"), MM_ERANGE);
    mm_free(m);
    m = play_machine("memory=64M nodes=2");
    ck_assert_int_eq(play_try(m, "spawn d node=1"), MM_EBADARG); /* no CPU there */
    mm_free(m);
}
END_TEST

START_TEST(test_refused)
{
    static const char *const bad[][2] = {
        {"distance", "9"},          {"distance", "255"}, {"distance", "10,"},
        {"distance", "x"},          {"nodes", "0"},      {"nodes", "9"},
        {"distance", "10,20,20"},   /* not nodes times nodes */
        {"distance", "10,10,20,10"} /* as near as itself */
    };
    struct mm_config cfg;
    struct mm_fail fail;

    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        mm_config_default(&cfg);
        cfg.nodes = 2;
        ck_assert(mm_config_set(&cfg, bad[i][0], bad[i][1], NULL) != MM_OK ||
                  mm_config_check(&cfg, &fail) == MM_ECONFIG);
    }
}
END_TEST

Suite *make_node_suite(void)
{
    Suite *s = suite_create("node");
    TCase *t = tcase_create("node");

    tcase_add_loop_test(t, test_orders, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, test_cpus);
    tcase_add_test(t, test_memory);
    tcase_add_loop_test(t, test_access_cost, 0, 3);
    tcase_add_test(t, test_fast_path);
    tcase_add_test(t, test_placement);
    tcase_add_test(t, test_refused);
    suite_add_tcase(s, t);
    return s;
}
