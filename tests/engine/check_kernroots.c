/* check_kernroots.c - values about physical memory equal the files they are named after, and the records. */
#include "text/kernroots.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/path.h"
#include "text_help.h"

static struct text_run t;

static void open_setup(void)
{
    text_open(&t);
    text_ok(&t, "machine memory=256M nodes=2 cpus=2\nspawn p\np mmap 4M as a\np write a\n");
}

static void close_setup(void)
{
    text_close(&t);
}

/* print PATH gives "PATH = text". */
static void prints(const char *path, const char *text)
{
    char line[128], wanted[160];

    snprintf(line, sizeof line, "print %s", path);
    snprintf(wanted, sizeof wanted, "%s = %s\n", path, text);
    text_ok(&t, line);
    ck_assert_str_eq(t.output, wanted);
}

START_TEST(test_values)
{
    prints("extfrag.node0.DMA32.order0", "-1");
    prints("unusable.node0.DMA32.order0", "0");
    prints("unusable.node0.Movable.order0", "1");
    prints("extfrag.node1.DMA.order3", "0"); /* a zone without frames */
    prints("node.0.distance1", "20");
    prints("node.1.cpus", "2");
    prints("pagetypeinfo.node1.DMA.movable.blocks", "0");
    prints("compact.node0.DMA32.considered", "0");
    prints("slabinfo.dentry.objsize", "192 bytes");
    prints("slabinfo[\"kmalloc-1k\"].pagesperslab", "4");
    text_ok(&t, "kmem_cache box size=100\nkmem_alloc box count=10 as b\n"
                "expect slabinfo.box.active_objs >= 10\n"
                "expect slabinfo.box.num_slabs == 1\n");
    text_ok(&t, "expect pcp.cpu0.node0.DMA32.high >= 4 * pcp.cpu0.node0.DMA32.batch\n"
                "expect numastat.node0.numa_hit + numastat.node1.numa_hit == vmstat.numa_hit\n"
                "expect census.anon == 4M\n"
                "expect census.free == meminfo.MemFree\n"
                "expect unusable.node1.DMA32.order10 < 0.9\n"
                "expect pagetypeinfo.node0.DMA32.movable.blocks > 50\n"
                "expect pagetypeinfo.node0.DMA.movable.order10 == buddyinfo.node0.DMA.order10\n"
                "expect zoneinfo.node0.DMA32.boost == 0\n");
}
END_TEST

/* A type's free blocks add up to those of buddyinfo. */
START_TEST(test_types_add_up)
{
    for (unsigned order = 0; order <= MM_ORDER_MAX; order++) {
        char line[512];

        snprintf(line, sizeof line,
                 "expect pagetypeinfo.node0.DMA32.unmovable.order%u + "
                 "pagetypeinfo.node0.DMA32.movable.order%u + "
                 "pagetypeinfo.node0.DMA32.reclaimable.order%u + "
                 "pagetypeinfo.node0.DMA32.highatomic.order%u + "
                 "pagetypeinfo.node0.DMA32.isolate.order%u == buddyinfo.node0.DMA32.order%u",
                 order, order, order, order, order, order);
        text_ok(&t, line);
    }
}
END_TEST

START_TEST(test_refusals)
{
    static const struct {
        const char *path, *accepted;
    } row[] = {
        {"extfrag.node2.DMA.order0", "node0"},
        {"extfrag.node0.Blue.order0", "DMA32"},
        {"extfrag.node0.DMA.order11", "order10"},
        {"unusable.node0.DMA", "order0"},
        {"unusable.node0.DMA.order0.more", "nothing more"},
        {"numastat.node0.numa_hitt", "numa_hit"},
        {"pagetypeinfo.node0.DMA.blue.order0", "movable"},
        {"slabinfo", "kmalloc-1k"},
        {"slabinfo.dentry", "num_objs"},
        {"slabinfo.dentree.num_objs", "slabinfo"},
        {"slabinfo.dentry.colour", "num_objs"},
        {"census.anno", "anon"},
        {"census", "free"},
        {"pcp.cpu2.node0.DMA.count", "cpu0"},
        {"pcp.cpu0.node0.Normal.count", "frames"},
        {"pcp.cpu0.node0.DMA.colour", "count"},
        {"node.2.cpus", "nodes"},
        {"node.0.colour", "cpus"},
        {"compact.node0.DMA.colour", "migrate_pfn"},
        {"compact.node1.DMA.considered", "frames"},
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        char line[96];

        snprintf(line, sizeof line, "print %s", row[i].path);
        ck_assert_msg(!text_do(&t, line), "%s", line);
        ck_assert_msg(strstr(t.problem.accepted, row[i].accepted) != NULL, "%s: %s", line,
                      t.problem.accepted);
    }
}
END_TEST

/* Without a machine a path is checked as far as that goes. */
START_TEST(test_without_machine)
{
    static const char *const good[] = {"extfrag.node7.DMA.order0",
                                       "pcp.cpu3.node0.Normal.count",
                                       "census.total",
                                       "node.3.distance1",
                                       "numastat.node1.numa_hit",
                                       "compact.node0.Normal.free_pfn",
                                       "pagetypeinfo.node0.Normal.isolate.blocks"};
    static const char *const bad[] = {"extfrag.node7", "pcp.cpu3.node0.Normal.colour",
                                      "census.blue", "node.x.cpus", "compact.node0.Normal.blue"};
    const struct path_scope scope = {0};
    struct problem why;
    struct value v;

    for (unsigned i = 0; i < sizeof good / sizeof good[0]; i++) {
        ck_assert_msg(path_value(&scope, good[i], strlen(good[i]), &v, &why), "%s", good[i]);
    }
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!path_value(&scope, bad[i], strlen(bad[i]), &v, &why), "%s", bad[i]);
    }
}
END_TEST

Suite *make_kernroots_suite(void)
{
    Suite *suite = suite_create("kernroots");
    TCase *tc = tcase_create("kernroots");

    tcase_add_checked_fixture(tc, open_setup, close_setup);
    tcase_add_test(tc, test_values);
    tcase_add_test(tc, test_types_add_up);
    tcase_add_test(tc, test_refusals);
    tcase_add_test(tc, test_without_machine);
    suite_add_tcase(suite, tc);
    return suite;
}
