/* check_configcheck.c - machines that cannot be. */
#include <string.h>

#include "../suite.h"
#include "base/config.h"

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

/* Zones as written: each refusal names the key, the part of it, what was given and the limit. */
START_TEST(test_zones)
{
    static const struct {
        const char *key, *value, *part;
        uint64_t given, limit;
    } rows[] = {
        {"zones", "0:DMA:0-4095:3998:3840", "START", 0, 1},
        {"zones", "0:DMA:1-5000:3998:3840", "END", 5001, 4096},
        {"zones", "0:DMA:1-4095:4096:3840", "PRESENT", 4096, 4095},
        {"zones", "0:DMA:1-4095:3998:3999", "MANAGED", 3999, 3998},
        {"zones", "0:DMA:1-4095:3998:3998", "PRESENT - MANAGED", 0, 1},
        {"zones", "1:DMA:1-4095:3998:3840", "NODE", 1, 0},
        {"zones", "0:DMA:1-4095:3998:3840,0:DMA32:4000-5000:10:5", "START", 4000, 4096},
        {"zones", "0:DMA:1-4095:3998:3840,0:HighMem:5000-6000:10:5", "NAME", ZT_HIGHMEM, ZT_NORMAL},
        {"zones", "0:DMA:1-100:100:50,0:DMA:200-300:100:50", "NAME", ZT_DMA, ZT_DMA32},
        {"zones", "0:DMA:1-100:100:50,0:Normal:2000000-2000099:100:50", "frames in holes", 1999899,
         1048576},
        /* Too few frames in all: the key that was written is named, not memory. */
        {"zones", "0:DMA32:5-1:5:5", "END", 2, 6},
        {"zones", "0:DMA32:1-8:8:5", "PRESENT", 8, 16},
        {"zones", "0:DMA:1-20:20:1,1:DMA32:4096-4099:4:4", "PRESENT", 24, 32},
        {"zones", "0:DMA32:1-4095:3998:0", "MANAGED", 0, 2},
        {"zones", "0:DMA32:1-4095:0:0", "PRESENT", 0, 1},
        {"used", "0:DMA32:99999", NULL, 99999, 12288},
        {"used", "1:DMA32:1", NULL, 1, 0},
        {"distance", "20,20", NULL, 2, 1},
        {"initrd", "40M", NULL, 40 << 20, 32 << 20},
        {"nodes", "9", NULL, 9, 8},
        {"nodes", "0", NULL, 0, 1},
    };

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct mm_config cfg;
        struct mm_fail fail;

        mm_config_default(&cfg);
        ck_assert_int_eq(mm_config_set(&cfg, rows[i].key, rows[i].value, NULL), MM_OK);
        ck_assert_msg(mm_config_check(&cfg, &fail) == MM_ECONFIG, "%s", rows[i].value);
        ck_assert_str_eq(fail.field, rows[i].key);
        ck_assert_pstr_eq(fail.part, rows[i].part);
        ck_assert_msg(fail.given == rows[i].given && fail.limit == rows[i].limit,
                      "%s: given %llu, limit %llu", rows[i].value, (unsigned long long)fail.given,
                      (unsigned long long)fail.limit);
    }
}
END_TEST

/* What does not even read: numbers beyond 32 bits, words that no zone has, nothing at all. */
START_TEST(test_unreadable)
{
    static const char *const rows[][2] = {
        {"zones", "0:DMA32:1-99999999999999999999:5:5"},
        {"zones", "0:DMA32:1-4294967295:5:5"},
        {"zones", "9:DMA:1-4095:3998:3840"},
        {"zones", "-1:DMA:1-4095:3998:3840"},
        {"zones", "0:Low:1-4095:3998:3840"},
        {"zones", "0:DMA:1-4095:3998"},
        {"zones", ""},
        {"zones", ",,,"},
        {"used", "0:DMA32:18446744073709551615"},
        {"used", "0:DMA32"},
        {"distance", "10,300,20,10"},
        {"distance", "10,99999999999,20,10"},
        {"distance", "0"},
        {"initrd", "-1"},
        {"initrd", "99999999999G"},
    };

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct mm_config cfg;

        mm_config_default(&cfg);
        ck_assert_msg(mm_config_set(&cfg, rows[i][0], rows[i][1], NULL) == MM_EBADARG, "%s=%s",
                      rows[i][0], rows[i][1]);
    }
}
END_TEST

Suite *make_configcheck_suite(void)
{
    Suite *s = suite_create("configcheck");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_limits_name_the_field);
    tcase_add_test(tc, test_zones);
    tcase_add_test(tc, test_unreadable);
    suite_add_tcase(s, tc);
    return s;
}
