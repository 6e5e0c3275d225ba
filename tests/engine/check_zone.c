/* check_zone.c - extents; watermarks and protection against recorded ones; the watermark test; the order of zones. */
#include "parts/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "play.h"

START_TEST(test_extents)
{
    struct mm *m = play_machine("memory=16384p");

    ck_assert_uint_eq(m->zones, 2);
    ck_assert_uint_eq(m->zone[0].type, ZT_DMA);
    ck_assert_uint_eq(m->zone[0].start_pfn, 1);
    ck_assert_uint_eq(m->zone[0].spanned_pages, 4095);
    ck_assert_uint_eq(m->zone[0].present_pages, 3998);
    ck_assert_uint_eq(m->zone[1].type, ZT_DMA32);
    ck_assert_uint_eq(m->zone[1].start_pfn, 4096);
    ck_assert_uint_eq(m->zone[1].present_pages, 12288);
    ck_assert_uint_eq(m->zone[0].managed_pages + m->zone[1].managed_pages,
                      m->machine->totalram_pages);
    zone_check(m);
    mm_free(m);

    m = play_machine("memory=64K");
    ck_assert_uint_eq(m->zones, 1);
    ck_assert_uint_eq(m->zone[0].spanned_pages, 15);
    mm_free(m);

    m = play_machine("memory=64M paging=2");
    ck_assert_uint_eq(m->zones, 2);
    ck_assert_uint_eq(m->zone[1].type, ZT_NORMAL);
    mm_free(m);
}
END_TEST

START_TEST(test_normal_above_4G)
{
    struct mm *m = play_machine("memory=3104M");

    ck_assert_uint_eq(m->zones, 3);
    ck_assert_uint_eq(m->zone[1].spanned_pages, 1048576 - 4096);
    ck_assert_uint_eq(m->zone[2].type, ZT_NORMAL);
    ck_assert_uint_eq(m->zone[2].start_pfn, 1048576);
    ck_assert_uint_eq(m->zone[2].spanned_pages, 8192);
    mm_free(m);
}
END_TEST

/* A line of the recorded table. */
struct row {
    char run[32], record[48], zone[16], protection[64];
    unsigned node, managed, kbytes, scale, ratio, min, low, high;
};

static bool read_row(const char **at, struct row *row)
{
    int used = 0;
    const int n =
        sscanf(*at, "%31[^,],%47[^,],%u,%15[^,],%u,%u,%u,%u,%u,%u,%u,%63[^\r\n]%*[\r\n]%n",
               row->run, row->record, &row->node, row->zone, &row->managed, &row->kbytes,
               &row->scale, &row->ratio, &row->min, &row->low, &row->high, row->protection, &used);

    *at += used;
    return n == 12;
}

static void compare(struct mm *m, uint32_t zone, const struct row *row)
{
    char text[64];

    snprintf(text, sizeof(text), "%u %u %u %u %u", zone_protection(m, zone, 0),
             zone_protection(m, zone, 1), zone_protection(m, zone, 2), zone_protection(m, zone, 3),
             zone_protection(m, zone, 3));
    ck_assert_msg(m->zone[zone].min_pages == row->min && m->zone[zone].low_pages == row->low &&
                      m->zone[zone].high_pages == row->high && strcmp(text, row->protection) == 0,
                  "%s %s %s: %u/%u/%u (%s), recorded %u/%u/%u (%s)", row->run, row->record,
                  row->zone, m->zone[zone].min_pages, m->zone[zone].low_pages,
                  m->zone[zone].high_pages, text, row->min, row->low, row->high, row->protection);
}

/* Every row of the table that a real kernel gave after writes to the three sysctls. */
START_TEST(test_recorded_watermarks)
{
    char *text = test_read("oracle/memory/watermark-tuning.csv", NULL);
    const char *at = strchr(text, '\n') + 1;
    struct mm *m = play_machine("memory=64M");
    struct row dma, dma32;
    unsigned rows = 0;

    while (read_row(&at, &dma)) {
        ck_assert(read_row(&at, &dma32) && strcmp(dma.record, dma32.record) == 0);
        ck_assert(strcmp(dma.zone, "DMA") == 0 && strcmp(dma32.zone, "DMA32") == 0);
        zone_set_managed_pages(m, 0, dma.managed);
        zone_set_managed_pages(m, 1, dma32.managed);
        machine_set_totalram_pages(m, 0, dma.managed + dma32.managed);
        sysctl_set_value(m, SC_MIN_FREE_KBYTES, dma.kbytes);
        sysctl_set_value(m, SC_WATERMARK_SCALE_FACTOR, dma.scale);
        sysctl_set_value(m, SC_LOWMEM_RESERVE_DMA, dma.ratio);
        zone_setup_watermarks(m);
        zone_setup_protection(m);
        compare(m, 0, &dma);
        compare(m, 1, &dma32);
        rows += 2;
    }
    ck_assert_uint_eq(rows, 40);
    mm_free(m);
    free(text);
}
END_TEST

/* Measured: 3 zones, min_free_kbytes 67584 (a live 24 GB machine). */
START_TEST(test_golden_vector)
{
    static const uint32_t managed[] = {3840, 772808, 1081344};
    static const uint32_t mark[3][3] = {{34, 42, 50}, {7027, 8783, 10539}, {9833, 12291, 14749}};
    struct mm *m = play_machine("memory=3104M");
    uint32_t total = 0;

    for (uint32_t z = 0; z < 3; z++) {
        zone_set_managed_pages(m, z, managed[z]);
        total += managed[z];
    }
    machine_set_totalram_pages(m, 0, total);
    sysctl_set_value(m, SC_MIN_FREE_KBYTES, 67584);
    zone_setup_watermarks(m);
    zone_setup_protection(m);
    for (uint32_t z = 0; z < 3; z++) {
        ck_assert_uint_eq(zone_mark_pages(m, z, ZONE_MIN), mark[z][0]);
        ck_assert_uint_eq(zone_mark_pages(m, z, ZONE_LOW), mark[z][1]);
        ck_assert_uint_eq(zone_mark_pages(m, z, ZONE_HIGH), mark[z][2]);
    }
    ck_assert_uint_eq(zone_protection(m, 0, 1), 3018);
    ck_assert_uint_eq(zone_protection(m, 0, 2), 7242);
    ck_assert_uint_eq(zone_protection(m, 1, 2), 4224);
    ck_assert_uint_eq(zone_protection(m, 2, 3), 0);
    mm_free(m);
}
END_TEST

/* Linux: 16 MB -> 512 … 256 GB -> 65536 kB; less than 4 MiB is this model's own rule. */
START_TEST(test_default_min_free)
{
    static const struct {
        uint64_t lowmem_kb, kbytes;
    } rows[] = {{16384, 512},    {65536, 1024},   {131072, 1448},   {262144, 2048},
                {1048576, 4096}, {2097152, 5792}, {8388608, 11585}, {268435456, 65536},
                {4096, 256},     {1024, 64},      {48, 3},          {4398046508ull, 262144}};
    struct mm *m = play_machine("memory=64K");

    zone_set_high_pages(m, 0, 0); /* as at boot, when there are no marks yet */
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        zone_set_managed_pages(m, 0, (uint32_t)(rows[i].lowmem_kb / 4));
        ck_assert_uint_eq(zone_default_min_free_kbytes(m), rows[i].kbytes);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_watermark_ok)
{
    struct mm *m = play_machine("memory=64M");
    const uint32_t z = 1;
    const uint32_t free = m->zone[z].free_pages;

    ck_assert(zone_watermark_ok(m, z, 0, free - 1, 3, 0));
    ck_assert(!zone_watermark_ok(m, z, 0, free, 3, 0)); /* strictly more than the mark */
    ck_assert(zone_watermark_ok(m, z, 3, free - 8, 3, 0));
    ck_assert(!zone_watermark_ok(m, z, 3, free - 7, 3, 0)); /* all but one of the block count */
    ck_assert(!zone_watermark_ok(m, 0, 0, m->zone[0].free_pages - 1, 2, 0)); /* protection of DMA */
    ck_assert(zone_watermark_ok(m, 0, 0, m->zone[0].free_pages - 1, 0, 0));
    for (unsigned o = 4; o < MM_ORDERS; o++) { /* pages enough, but no block */
        freelist_set_blocks(m, (z * MM_ORDERS + o) * MM_MIGRATETYPE_COUNT + MT_MOVABLE, 0);
    }
    ck_assert(zone_watermark_ok(m, z, 0, 0, 3, 0) && !zone_watermark_ok(m, z, 4, 0, 3, 0));
    ck_assert_uint_eq(zone_lowered_mark(100, 0), 100);
    ck_assert_uint_eq(zone_lowered_mark(100, ZONE_MIN_RESERVE), 50);
    ck_assert_uint_eq(zone_lowered_mark(100, ZONE_MIN_RESERVE | ZONE_NON_BLOCK), 38); /* 3/8 */
    ck_assert_uint_eq(zone_lowered_mark(100, ZONE_NON_BLOCK), 100);
    mm_free(m);
}
END_TEST

START_TEST(test_zones_of_a_request)
{
    struct mm *m = play_machine("memory=3104M");
    uint8_t list[MM_ZONES_MAX];

    ck_assert_uint_eq(zone_rank_of_gfp(m, GFP_KERNEL), 2);
    ck_assert_uint_eq(zone_rank_of_gfp(m, GFP_DMA), 0);
    ck_assert_uint_eq(zone_rank_of_gfp(m, GFP_DMA32), 1);
    ck_assert_uint_eq(zone_rank_of_gfp(m, GFP_HIGHUSER_MOVABLE), 3);
    ck_assert_uint_eq(zone_list(m, 0, 3, list), 3);
    ck_assert(list[0] == 2 && list[1] == 1 && list[2] == 0);
    ck_assert_uint_eq(zone_list(m, 0, 1, list), 2);
    ck_assert(list[0] == 1 && list[1] == 0);
    mm_free(m);
    /* Three nodes: their own zones first, then those of the others, nearest first and round from the next. */
    m = play_machine("memory=96M nodes=3"); /* DMA and DMA32 of node 0, DMA32 of nodes 1 and 2 */
    ck_assert_uint_eq(zone_list(m, 1, 2, list), 4);
    ck_assert(list[0] == 2 && list[1] == 3 && list[2] == 1 && list[3] == 0);
    ck_assert_uint_eq(zone_list(m, 2, 0, list), 1);
    ck_assert(list[0] == 0);
    mm_free(m);
}
END_TEST

START_TEST(test_totalreserve)
{
    struct mm *m = play_machine("memory=64M");

    for (uint32_t z = 0; z < 2; z++) { /* the 256M boot as recorded: 50 + 180, and 618 */
        zone_set_high_pages(m, z, z == 0 ? 50 : 618);
        zone_set_protection1(m, z, z == 0 ? 180 : 0);
    }
    ck_assert_uint_eq(zone_totalreserve_pages(m), 848);
    zone_set_high_pages(m, 0, UINT32_MAX); /* no zone counts for more than it has */
    ck_assert_uint_eq(zone_totalreserve_pages(m), m->zone[0].managed_pages + 618);
    mm_free(m);
}
END_TEST

Suite *make_zone_suite(void)
{
    Suite *s = suite_create("zone");
    TCase *t = tcase_create("zone");

    tcase_add_test(t, test_extents);
    tcase_add_test(t, test_normal_above_4G);
    tcase_add_test(t, test_recorded_watermarks);
    tcase_add_test(t, test_golden_vector);
    tcase_add_test(t, test_default_min_free);
    tcase_add_test(t, test_watermark_ok);
    tcase_add_test(t, test_zones_of_a_request);
    tcase_add_test(t, test_totalreserve);
    suite_add_tcase(s, t);
    return s;
}
