/* check_proczone.c - zoneinfo, buddyinfo and pagetypeinfo beside recorded ones, and their identities. */
#include "text/proczone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "parts/pcp.h"
#include "play.h"
#include "shape.h"

static char *show(const struct mm *m, void (*file)(const struct mm *, struct report *))
{
    const size_t size = 1 << 16;
    char *buf = malloc(size);
    struct report r;

    report_begin(&r, buf, size);
    file(m, &r);
    ck_assert_uint_lt(r.length, size);
    return buf;
}

static void compare(const struct mm *m, void (*file)(const struct mm *, struct report *),
                    const char *recording, const char *section, enum shape shape)
{
    char *ours = show(m, file);
    char *recorded = shape_section(recording, section);

    shape_compare(ours, recorded, shape, NULL);
    free(ours);
    free(recorded);
}

START_TEST(test_recorded_64)
{
    static const char file[] = "oracle/memory/boot-256M.txt";
    struct mm *m = play_machine("memory=256M");

    compare(m, proczone_zoneinfo, file, "/proc/zoneinfo", SHAPE_WORDS);
    compare(m, proczone_buddyinfo, file, "/proc/buddyinfo", SHAPE_WIDTH);
    compare(m, proczone_pagetypeinfo, file, "/proc/pagetypeinfo", SHAPE_WIDTH);
    mm_free(m);
}
END_TEST

START_TEST(test_recorded_32)
{
    static const char file[] = "oracle/memory/boot-i386-512M.txt";
    struct mm *m = play_machine("memory=512M paging=2");

    compare(m, proczone_zoneinfo, file, "/proc/zoneinfo", SHAPE_WORDS);
    compare(m, proczone_buddyinfo, file, "/proc/buddyinfo", SHAPE_WIDTH);
    mm_free(m);
}
END_TEST

/* Two-level paging: pageblocks of 1,024 frames. boot-i386-1G: order 10; zone DMA's free blocks as recorded; so many
 * pageblocks in each zone (recorded 4, 2 + 211 + 2, 2 + 35, HighMem's first shared with Normal). */
START_TEST(test_pageblocks_32)
{
    static const unsigned blocks[] = {4, 215, 37};
    struct mm *m = play_machine("profile=i386 memory=1G");
    char *text = show(m, proczone_pagetypeinfo);

    ck_assert_ptr_nonnull(
        strstr(text, "Page block order: 10\nPages per block:  1024\n\nFree pages"));
    ck_assert_ptr_nonnull(strstr(text,
                                 "Unmovable      0      0      0      0      0      0      0      "
                                 "0      1      1      0 \nNode    0, zone      DMA, type      "
                                 "Movable      0      0      0      0      0      0      0      "
                                 "0      0      0      3 \n"));
    for (uint32_t z = 0; z < m->zones; z++) {
        uint64_t sum = 0;

        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            sum += proczone_pageblocks(m, z, t);
        }
        ck_assert_uint_eq(sum, blocks[z]);
    }
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_recorded_nodes)
{
    static const char file[] = "oracle/memory/boot-numa-2x256M.txt";
    struct mm *m = play_machine("memory=512M nodes=2 cpus=2");

    compare(m, proczone_zoneinfo, file, "/proc/zoneinfo", SHAPE_WORDS);
    compare(m, proczone_buddyinfo, file, "/proc/buddyinfo", SHAPE_WIDTH);
    compare(m, proczone_pagetypeinfo, file, "/proc/pagetypeinfo", SHAPE_WIDTH);
    mm_free(m);
}
END_TEST

/* The lines of zoneinfo that boot decides, number by number: extents, marks, protection, batch, threshold. */
START_TEST(test_recorded_numbers)
{
    static const char *const labels[] = {"Node ",
                                         "        boost ",
                                         "        min ",
                                         "        low ",
                                         "        high ",
                                         "        spanned ",
                                         "        present ",
                                         "        managed ",
                                         "        protection: ",
                                         "              batch: ",
                                         "  vm stats threshold: ",
                                         "  node_unreclaimable: ",
                                         "  start_pfn: "};
    static const char *const rows[][2] = {
        {"profile=linux-256M", "oracle/memory/boot-256M.txt"},
        {"profile=numa-2x256M", "oracle/memory/boot-numa-2x256M.txt"}};

    for (unsigned i = 0; i < 2; i++) {
        struct mm *m = play_machine(rows[i][0]);
        char *ours = show(m, proczone_zoneinfo);
        char *recorded = shape_section(rows[i][1], "/proc/zoneinfo");
        const char *a = ours, *b = recorded;
        unsigned compared = 0;

        for (; *a != '\0' && *b != '\0'; a += strcspn(a, "\n") + 1, b += strcspn(b, "\n") + 1) {
            for (unsigned k = 0; k < sizeof(labels) / sizeof(labels[0]); k++) {
                if (strncmp(b, labels[k], strlen(labels[k])) == 0) {
                    ck_assert_msg(strcspn(a, "\n") == strcspn(b, "\n") &&
                                      strncmp(a, b, strcspn(b, "\n")) == 0,
                                  "%.60s where %.60s was recorded", a, b);
                    compared++;
                }
            }
        }
        ck_assert_uint_gt(compared, 40);
        free(ours);
        free(recorded);
        mm_free(m);
    }
}
END_TEST

/* The pagesets and thresholds that zoneinfo shows: recorded for 2 CPUs (boot-numa-2x256M): threshold 4 for a zone below
 * 128 MiB, 8 for one below 256 MiB; each CPU's line is its record. */
START_TEST(test_pagesets)
{
    struct mm *m = play_machine("memory=512M nodes=2 cpus=2");
    char *text, want[128];

    play(m, "alloc_pages 0 as a count=3");
    text = show(m, proczone_zoneinfo);
    for (uint32_t cpu = 0; cpu < 2; cpu++) {
        const struct pcp *pcp = &m->pcp[pcp_id(m, cpu, 1)];

        snprintf(want, sizeof(want),
                 "\n    cpu: %u\n              count: %u\n              high:  %u\n              "
                 "batch: %u\n  vm stats threshold: 8",
                 cpu, pcp->count, pcp->high, pcp->batch);
        ck_assert_ptr_nonnull(strstr(text, want));
    }
    ck_assert_uint_gt(m->pcp[pcp_id(m, 0, 1)].count, 0);
    ck_assert_ptr_nonnull(strstr(text, "\n  vm stats threshold: 4"));
    ck_assert_ptr_nonnull(
        strstr(text, "\n  node_unreclaimable:  0\n  start_pfn:           4096\n"));
    free(text);
    zone_set_boost_pages(m, 1, 512); /* a printed mark includes the boost */
    text = show(m, proczone_zoneinfo);
    snprintf(want, sizeof(want), "        boost    512\n        min      %u\n",
             m->zone[1].min_pages + 512);
    ck_assert_ptr_nonnull(strstr(text, want));
    free(text);
    zone_set_boost_pages(m, 1, 0);
    mm_free(m);
}
END_TEST

/* The sum over orders of blocks << order is what zoneinfo and vmstat call free, while memory is in use. */
START_TEST(test_identities)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t all = 0;

    play(m, "alloc_pages 1 as a count=70");
    play(m, "free_pages a every=3");
    play(m, "alloc_pages 0 as b count=9 gfp=DMA");
    for (uint32_t z = 0; z < 2; z++) {
        const char *zone = z == 0 ? "DMA" : "DMA32";
        uint64_t sum = 0, blocks, free;

        for (unsigned o = 0; o < MM_ORDERS; o++) {
            ck_assert(proczone_blocks(m, 0, zone, o, &blocks));
            sum += blocks << o;
        }
        ck_assert(proczone_value(m, 0, zone, "free", 0, &free));
        ck_assert_uint_eq(sum, free);
        all += sum;
    }
    ck_assert_uint_eq(all, vmstat_get(m, VMC_nr_free_pages));
    mm_free(m);
}
END_TEST

/* What zoneinfo says zone by zone is what vmstat says of the whole. */
START_TEST(test_zones_add_up)
{
    static const enum mm_vm_counter counters[] = {VMC_nr_free_pages,
                                                  VMC_nr_zone_inactive_anon,
                                                  VMC_nr_zone_active_anon,
                                                  VMC_nr_zone_inactive_file,
                                                  VMC_nr_zone_unevictable,
                                                  VMC_nr_mlock,
                                                  VMC_numa_hit};
    struct mm *m = play_machine("memory=24M");
    char *text;

    play(m, "spawn p");
    play(m, "p mmap 16M as a");
    play(m, "p write a+0..15M"); /* more than the upper zone has */
    play(m, "p mlock a+8K..32K");
    play(m, "p read text");
    ck_assert_uint_gt(vmstat_get(m, VMC_nr_zone_inactive_anon), 3000);
    ck_assert_uint_gt(vmstat_get(m, VMC_nr_zone_inactive_file), 0);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_mlock), 6);
    text = show(m, proczone_zoneinfo);
    for (unsigned i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
        char label[64];
        uint64_t sum = 0;

        snprintf(label, sizeof(label), "\n      %-12s ", mm_counter_names[counters[i]]);
        for (const char *at = text; (at = strstr(at, label)) != NULL; at++) {
            sum += strtoul(at + strlen(label), NULL, 10);
        }
        ck_assert_msg(sum == vmstat_get(m, counters[i]), "%s: %lu, %lu", label, (unsigned long)sum,
                      (unsigned long)vmstat_get(m, counters[i]));
    }
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_values)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t v;

    ck_assert(proczone_value(m, 0, "DMA", "spanned", 0, &v) && v == 4095);
    ck_assert(proczone_value(m, 0, "DMA32", "start_pfn", 0, &v) && v == 4096);
    ck_assert(proczone_value(m, 0, "DMA", "protection", 1, &v) && v == m->zone[0].protection1);
    ck_assert(proczone_value(m, 0, "DMA", "protection", 4, &v) && v == m->zone[0].protection3);
    ck_assert(proczone_value(m, 0, "Normal", "managed", 0, &v) && v == 0);
    ck_assert(!proczone_value(m, 0, "DMA", "protection", 5, &v));
    ck_assert(!proczone_value(m, 0, "HighMem", "free", 0, &v));
    ck_assert(!proczone_value(m, 1, "DMA", "free", 0, &v));
    ck_assert(!proczone_value(m, 0, "DMA", "colour", 0, &v));
    ck_assert(!proczone_blocks(m, 0, "DMA", 11, &v));
    ck_assert_uint_eq(proczone_sum_low(m), m->zone[0].low_pages + m->zone[1].low_pages);
    mm_free(m);
    m = play_machine("memory=64M paging=2"); /* an empty HighMem zone has marks of 32 */
    ck_assert(proczone_value(m, 0, "HighMem", "low", 0, &v) && v == 32);
    ck_assert_uint_eq(proczone_sum_low(m), m->zone[0].low_pages + m->zone[1].low_pages + 32);
    mm_free(m);
}
END_TEST

/* A pageblock that was taken over is counted under its new type. */
START_TEST(test_pageblock_counts)
{
    struct mm *m = play_machine("memory=64M");
    char *text;
    unsigned unmovable, movable;

    play(m, "alloc_pages 0 as a");
    text = show(m, proczone_pagetypeinfo);
    ck_assert_int_eq(sscanf(strstr(text, "Number of blocks"),
                            "%*[^\n]\n%*[^\n]\nNode 0, zone DMA32 %u %u", &unmovable, &movable),
                     2);
    ck_assert_uint_eq(unmovable, 2);
    ck_assert_uint_eq(movable, 22);
    free(text);
    mm_free(m);
}
END_TEST

Suite *make_proczone_suite(void)
{
    Suite *s = suite_create("proczone");
    TCase *t = tcase_create("proczone");

    tcase_add_test(t, test_recorded_64);
    tcase_add_test(t, test_recorded_32);
    tcase_add_test(t, test_pageblocks_32);
    tcase_add_test(t, test_recorded_nodes);
    tcase_add_test(t, test_recorded_numbers);
    tcase_add_test(t, test_pagesets);
    tcase_add_test(t, test_identities);
    tcase_add_test(t, test_zones_add_up);
    tcase_add_test(t, test_values);
    tcase_add_test(t, test_pageblock_counts);
    suite_add_tcase(s, t);
    return s;
}
