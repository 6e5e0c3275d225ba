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

Suite *make_config_suite(void)
{
    Suite *s = suite_create("config");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_profiles);
    tcase_add_test(tc, test_keys);
    tcase_add_test(tc, test_limits_name_the_field);
    suite_add_tcase(s, tc);
    return s;
}
