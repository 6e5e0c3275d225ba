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

/* Every key but profile and cost.NAME takes what it says, and says what would do. */
START_TEST(test_key_list)
{
    const char *accepted;
    const char *why;
    unsigned i = 0;

    for (const char *key; (key = mm_config_key(i, &accepted)) != NULL; i++) {
        struct mm_config cfg;

        mm_config_default(&cfg);
        ck_assert(accepted[0] != '\0');
        ck_assert_int_eq(mm_config_set(&cfg, key, "?", &why), MM_EBADARG);
        ck_assert(strcmp(key, "cost.NAME") == 0 || strcmp(why, accepted) == 0);
    }
    ck_assert_uint_gt(i, 20);
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
    tcase_add_test(tc, test_key_list);
    tcase_add_test(tc, test_words);
    suite_add_tcase(s, tc);
    return s;
}
