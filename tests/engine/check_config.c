/* check_config.c - profiles and the machine line. */
#include "base/config.h"

#include <string.h>

#include "../suite.h"

START_TEST(test_profiles)
{
    struct mm_config cfg;
    struct mm_fail fail;

    for (unsigned i = 0; mm_config_profile_name(i) != NULL; i++) {
        ck_assert_int_eq(mm_config_profile(&cfg, mm_config_profile_name(i)), MM_OK);
        ck_assert_int_eq(mm_config_check(&cfg, &fail), MM_OK);
    }
    ck_assert_int_eq(mm_config_profile(&cfg, "vax"), MM_EBADARG);
}
END_TEST

START_TEST(test_keys)
{
    struct mm_config cfg;
    struct mm_config before;
    const char *why;

    mm_config_default(&cfg);
    ck_assert_int_eq(mm_config_set(&cfg, "memory", "256M", &why), MM_OK);
    ck_assert_uint_eq(cfg.memory_bytes, 256u << 20);
    ck_assert_int_eq(mm_config_set(&cfg, "tlb", "l1d:8x2", &why), MM_OK);
    ck_assert_uint_eq(cfg.tlb[0].sets, 4);
    ck_assert_uint_eq(cfg.tlb[1].ways, 0);
    ck_assert_int_eq(mm_config_set(&cfg, "cost.walk_level", "40", &why), MM_OK);
    ck_assert_uint_eq(cfg.cost_ns[COST_WALK_LEVEL], 40);
    before = cfg;
    ck_assert_int_eq(mm_config_set(&cfg, "memory", "lots", &why), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "memory", "99999999999T", &why), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "tlb", "l1d:7x2", &why), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "cost.coffee", "1", &why), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "swap", "32M", &why), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "colour", "red", &why), MM_EBADARG);
    ck_assert_mem_eq(&cfg, &before, sizeof(cfg));
}
END_TEST

START_TEST(test_limits_name_the_field)
{
    struct mm_config cfg;
    struct mm_fail fail;

    mm_config_default(&cfg);
    cfg.cpus = 65;
    ck_assert_int_eq(mm_config_check(&cfg, &fail), MM_ECONFIG);
    ck_assert_str_eq(fail.field, "cpus");
    ck_assert_uint_eq(fail.limit, 64);
    mm_config_default(&cfg);
    cfg.paging_levels = 3;
    ck_assert_int_eq(mm_config_check(&cfg, &fail), MM_ECONFIG);
    ck_assert_str_eq(fail.field, "paging");
    mm_config_default(&cfg);
    cfg.memory_bytes = 15 * 4096;
    ck_assert_int_eq(mm_config_check(&cfg, &fail), MM_ECONFIG);
    ck_assert_str_eq(fail.field, "memory");
}
END_TEST

/* Zones as written: each refusal names the key, what was given and the limit. */
START_TEST(test_zones)
{
    static const struct {
        const char *key, *value, *field;
        uint64_t given, limit;
    } rows[] = {
        {"zones", "0:DMA:0-4095:3998:3840", "zones", 0, 1},
        {"zones", "0:DMA:1-5000:3998:3840", "zones", 5001, 4096},
        {"zones", "0:DMA:1-4095:4096:3840", "zones", 4096, 4095},
        {"zones", "0:DMA:1-4095:3998:3999", "zones", 3999, 3998},
        {"zones", "0:DMA:1-4095:3998:3998", "zones", 0, 1},
        {"zones", "1:DMA:1-4095:3998:3840", "zones", 1, 0},
        {"zones", "0:DMA:1-4095:3998:3840,0:DMA32:4000-5000:10:5", "zones", 4000, 4096},
        {"zones", "0:DMA:1-4095:3998:3840,0:HighMem:5000-6000:10:5", "zones", ZT_HIGHMEM,
         ZT_NORMAL},
        {"zones", "0:DMA:1-100:100:50,0:DMA:200-300:100:50", "zones", ZT_DMA, ZT_DMA32},
        {"used", "0:DMA32:99999", "used", 99999, 12288},
        {"used", "1:DMA32:1", "used", 1, 0},
        {"initrd", "40M", "initrd", 40 << 20, 32 << 20},
        {"nodes", "9", "nodes", 9, 8},
        {"nodes", "0", "nodes", 0, 1},
    };

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct mm_config cfg;
        struct mm_fail fail;

        mm_config_default(&cfg);
        ck_assert_int_eq(mm_config_set(&cfg, rows[i].key, rows[i].value, NULL), MM_OK);
        ck_assert_msg(mm_config_check(&cfg, &fail) == MM_ECONFIG, "%s", rows[i].value);
        ck_assert_str_eq(fail.field, rows[i].field);
        ck_assert_msg(fail.given == rows[i].given && fail.limit == rows[i].limit,
                      "%s: given %llu, limit %llu", rows[i].value, (unsigned long long)fail.given,
                      (unsigned long long)fail.limit);
    }
}
END_TEST

START_TEST(test_words)
{
    struct mm_config cfg;
    struct mm_zone_config zone[MM_ZONES_MAX];

    mm_config_default(&cfg);
    ck_assert(cfg.slab == 1 && cfg.pcp == 1 && cfg.pc == 0 && cfg.thp == MM_THP_AUTO);
    ck_assert_int_eq(mm_config_set(&cfg, "slab", "off", NULL), MM_OK);
    ck_assert_int_eq(mm_config_set(&cfg, "pcp", "off", NULL), MM_OK);
    ck_assert_int_eq(mm_config_set(&cfg, "thp", "always", NULL), MM_OK);
    ck_assert(cfg.slab == 0 && cfg.pcp == 0 && cfg.thp == THP_ALWAYS);
    ck_assert_int_eq(mm_config_set(&cfg, "thp", "sometimes", NULL), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "memory", "auto", NULL), MM_EBADARG);
    ck_assert_int_eq(mm_config_set(&cfg, "kernel", "8M", NULL), MM_OK);
    ck_assert_int_eq(mm_config_set(&cfg, "kernel", "linux", NULL), MM_OK);
    ck_assert(cfg.pc == 1 && cfg.kernel_bytes == MM_KERNEL_AUTO);
    ck_assert_int_eq(
        mm_config_set(&cfg, "zones", "0:DMA:1-4095:3998:3840,1:DMA32:8192-16383:8192:8000", NULL),
        MM_OK);
    ck_assert_uint_eq(cfg.nodes, 2);
    ck_assert_uint_eq(cfg.memory_bytes, (3998 + 8192) * MM_PAGE_BYTES);
    ck_assert_uint_eq(mm_config_frames(&cfg), 16384);
    ck_assert_uint_eq(mm_config_zones(&cfg, zone), 2);
    ck_assert_uint_eq(zone[1].start, 8192);
}
END_TEST

Suite *make_config_suite(void)
{
    Suite *s = suite_create("config");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_profiles);
    tcase_add_test(tc, test_keys);
    tcase_add_test(tc, test_limits_name_the_field);
    tcase_add_test(tc, test_zones);
    tcase_add_test(tc, test_words);
    suite_add_tcase(s, tc);
    return s;
}
