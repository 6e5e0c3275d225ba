/* check_memzones.c - zones of a size and as written, against the extents that a PC's kernel reported at boot. */
#include "base/memzones.h"

#include <string.h>

#include "../suite.h"

#define GIB_FRAMES 262144u

/* node, type, start, end, present; recorded: boot-256M, -4G, -5G, -numa-2x256M, -i386-1G, -i386-4G. */
static const struct {
    struct memzones_size size;
    unsigned zones;
    struct mm_zone_config zone[4];
} sized[] = {
    {{65536, 1, 4, 32}, 2, {{1, 4096, 3998, 0, 0, ZT_DMA}, {4096, 65504, 61408, 0, 0, ZT_DMA32}}},
    {{4 * GIB_FRAMES, 1, 4, 32},
     3,
     {{1, 4096, 3998, 0, 0, ZT_DMA},
      {4096, 1048576, 782304, 0, 0, ZT_DMA32},
      {1048576, 1310720, 262144, 0, 0, ZT_NORMAL}}},
    {{131072, 2, 4, 32},
     3,
     {{1, 4096, 3998, 0, 0, ZT_DMA},
      {4096, 65536, 61440, 0, 0, ZT_DMA32},
      {65536, 131040, 65504, 0, 1, ZT_DMA32}}},
    {{GIB_FRAMES, 1, 2, 32},
     3,
     {{1, 4096, 3998, 0, 0, ZT_DMA},
      {4096, 224254, 220158, 0, 0, ZT_NORMAL},
      {224254, 262112, 37858, 0, 0, ZT_HIGHMEM}}},
    {{4 * GIB_FRAMES, 1, 2, 32}, /* what lies above 4 GiB is out of reach */
     3,
     {{1, 4096, 3998, 0, 0, ZT_DMA},
      {4096, 224254, 220158, 0, 0, ZT_NORMAL},
      {224254, 786400, 562146, 0, 0, ZT_HIGHMEM}}},
    /* The second node has memory on both sides of the hole. */
    {{4 * GIB_FRAMES, 2, 4, 0},
     4,
     {{1, 4096, 3998, 0, 0, ZT_DMA},
      {4096, 524288, 520192, 0, 0, ZT_DMA32},
      {524288, 1048576, 262144, 0, 1, ZT_DMA32},
      {1048576, 1310720, 262144, 0, 1, ZT_NORMAL}}},
    /* Small machines have no hole below 1 MiB. */
    {{16, 1, 4, 0}, 1, {{1, 16, 15, 0, 0, ZT_DMA}}},
    {{511, 1, 4, 0}, 1, {{1, 511, 510, 0, 0, ZT_DMA}}},
    {{512, 1, 4, 0}, 1, {{1, 512, 414, 0, 0, ZT_DMA}}},
};
#define SIZED ((int)(sizeof(sized) / sizeof(sized[0])))

START_TEST(test_sized)
{
    struct mm_zone_config zone[MM_ZONES_MAX];

    ck_assert_uint_eq(memzones_sized(&sized[_i].size, zone), sized[_i].zones);
    for (unsigned z = 0; z < sized[_i].zones; z++) {
        const struct mm_zone_config *want = &sized[_i].zone[z];

        ck_assert_uint_eq(zone[z].start, want->start);
        ck_assert_uint_eq(zone[z].end, want->end);
        ck_assert_uint_eq(zone[z].present, want->present);
        ck_assert_uint_eq(zone[z].node, want->node);
        ck_assert_uint_eq(zone[z].type, want->type);
    }
}
END_TEST

/* Every size from 16 frames on and every number of nodes: zones apart, all memory in them, holes as many as missing. */
START_TEST(test_any_size)
{
    for (uint64_t frames = 64; frames < 20 * GIB_FRAMES; frames = frames * 7 / 5 + 3) {
        for (uint32_t nodes = 1; nodes <= (frames < 8192 ? 1 : MM_NODES_MAX); nodes++) {
            const struct memzones_size size = {frames, nodes, 4, 0};
            struct mm_zone_config zone[MM_ZONES_MAX];
            const unsigned zones = memzones_sized(&size, zone);
            uint64_t present = 0;
            pfn_t after = 1;

            for (unsigned z = 0; z < zones; z++) {
                pfn_t hole[2][2];
                const unsigned holes = memzones_holes(&zone[z], hole);
                uint32_t missing = 0;

                ck_assert_uint_ge(zone[z].start, after);
                ck_assert_uint_gt(zone[z].end, zone[z].start);
                after = zone[z].end;
                present += zone[z].present;
                for (unsigned i = 0; i < holes; i++) {
                    ck_assert(hole[i][0] >= zone[z].start && hole[i][1] <= zone[z].end);
                    missing += hole[i][1] - hole[i][0];
                }
                ck_assert_uint_eq(missing, zone[z].end - zone[z].start - zone[z].present);
            }
            ck_assert_uint_eq(present, frames - 1 - (frames >= 512 ? 97 : 0));
            ck_assert_uint_eq(zone[zones - 1].node, nodes - 1);
        }
    }
}
END_TEST

START_TEST(test_parse)
{
    struct mm_zone_config zone[MM_ZONES_MAX];
    struct mm_used_config used[MM_ZONES_MAX];
    static const char *const bad[] = {"",
                                      "0:DMA",
                                      "0:DMA:1-4095:3998",
                                      "0:dma:1-4095:3998:3840",
                                      "8:DMA:1-4095:3998:3840",
                                      "0:DMA:1-4095:3998:3840,",
                                      "0:DMA:1-4095:3998:3840;0",
                                      "0:DMA:1-4294967295:3998:3840",
                                      "0:DMA:1-99999999999:3998:3840",
                                      "0:DMA:-1-5:3:2"};

    ck_assert_uint_eq(memzones_parse("0:DMA:1-4095:3998:3840,1:DMA32:4096-65503:61408:48848", zone),
                      2);
    ck_assert(zone[0].start == 1 && zone[0].end == 4096 && zone[0].present == 3998);
    ck_assert(zone[1].node == 1 && zone[1].type == ZT_DMA32 && zone[1].managed == 48848);
    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ck_assert_msg(memzones_parse(bad[i], zone) == 0, "%s", bad[i]);
    }
    ck_assert_uint_eq(memzones_parse_used("0:Normal:12,1:HighMem:0", used), 2);
    ck_assert(used[0].type == ZT_NORMAL && used[0].pages == 12 && used[1].node == 1);
    ck_assert_uint_eq(memzones_parse_used("0:Normal", used), 0);
    ck_assert_uint_eq(memzones_parse_used("0:Normal:1 ", used), 0);
}
END_TEST

Suite *make_memzones_suite(void)
{
    Suite *s = suite_create("memzones");
    TCase *t = tcase_create("memzones");

    tcase_add_loop_test(t, test_sized, 0, SIZED);
    tcase_add_test(t, test_any_size);
    tcase_add_test(t, test_parse);
    suite_add_tcase(s, t);
    return s;
}
