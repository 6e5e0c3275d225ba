/* check_bootplan.c - plans of machines of any size: runs in order, apart, inside zones, and never too much. */
#include "policy/bootplan.h"

#include <stdio.h>
#include <string.h>

#include "../suite.h"

static void set(struct mm_config *cfg, const char *key, const char *value)
{
    const char *why = "";

    ck_assert_msg(mm_config_set(cfg, key, value, &why) == MM_OK, "%s=%s: %s", key, value, why);
}

static uint32_t zone_at(const struct boot_plan *plan, pfn_t pfn)
{
    for (unsigned z = 0; z < plan->zones; z++) {
        if (pfn >= plan->zone[z].start && pfn < plan->zone[z].end) {
            return z;
        }
    }
    return SLOT_NONE;
}

static void check_plan(const struct mm_config *cfg, const char *what)
{
    struct boot_plan plan;
    uint32_t free[MM_ZONES_MAX] = {0};
    uint32_t zeros = 0;
    uint64_t left = 0;
    pfn_t after = 0;

    boot_make_plan(cfg, &plan);
    ck_assert_msg(plan.runs < BOOT_RUNS_MAX, "%s", what);
    for (unsigned z = 0; z < plan.zones; z++) {
        free[z] = plan.zone[z].end - plan.zone[z].start;
    }
    for (unsigned i = 0; i < plan.runs; i++) {
        const struct boot_run *run = &plan.run[i];
        const uint32_t z = zone_at(&plan, run->start);

        ck_assert_msg(run->start >= after && run->end > run->start, "%s: run %u", what, i);
        after = run->end;
        ck_assert(z != SLOT_NONE || run->use == KU_NONE);
        if (z != SLOT_NONE) {
            ck_assert_msg(run->end <= plan.zone[z].end, "%s: run %u leaves its zone", what, i);
            free[z] -= run->end - run->start;
        }
        zeros += run->use == KU_ZERO;
        ck_assert(!run->late || (run->use != KU_NONE && run->use != KU_ZERO));
    }
    for (unsigned z = 0; z < plan.zones; z++) {
        ck_assert_msg(free[z] <= plan.zone[z].present, "%s", what);
        left += free[z];
    }
    ck_assert_msg(zeros == 1, "%s: %u pages of zeros", what, zeros);
    ck_assert_msg(left > 0, "%s: nothing is left", what);
}

START_TEST(test_any_machine)
{
    static const char *const profiles[] = {"classroom", "linux-256M", "numa-2x256M", "i386",
                                           "la57"};
    static const char *const sizes[] = {"64K", "100K",  "1M",  "2M",   "16M",  "64M",
                                        "95M", "96M",   "97M", "200M", "512M", "900M",
                                        "3G",  "3100M", "4G",  "6G",   "64G"};

    for (unsigned p = 0; p < sizeof(profiles) / sizeof(profiles[0]); p++) {
        for (unsigned s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
            for (unsigned nodes = 1; nodes <= 8; nodes *= 2) {
                struct mm_config cfg;
                struct mm_fail fail;
                char what[64];
                char number[2] = {(char)('0' + nodes), '\0'};

                mm_config_default(&cfg);
                set(&cfg, "profile", profiles[p]);
                set(&cfg, "memory", sizes[s]);
                set(&cfg, "nodes", number);
                snprintf(what, sizeof(what), "%s %s %u", profiles[p], sizes[s], nodes);
                if (mm_config_check(&cfg, &fail) == MM_OK) {
                    check_plan(&cfg, what);
                } else {
                    ck_assert_msg(strcmp(fail.field, "memory") == 0, "%s: %s", what, fail.field);
                }
            }
        }
    }
}
END_TEST

/* 4 GiB and more: the bounce buffer, 64 MiB below the initrd, and its tables. */
START_TEST(test_bounce_buffer)
{
    struct mm_config cfg;
    struct boot_plan plan;
    uint32_t driver = 0;

    mm_config_default(&cfg);
    set(&cfg, "profile", "linux-256M");
    set(&cfg, "memory", "4G");
    boot_make_plan(&cfg, &plan);
    for (unsigned i = 0; i < plan.runs; i++) {
        if (plan.run[i].use == KU_DRIVER) { /* recorded: mapped [mem 0xbbd5f000-0xbfd5f000] */
            ck_assert_uint_eq(plan.run[i].start, 0xbbd5f);
            ck_assert_uint_eq(plan.run[i].end, 0xbfd5f);
            driver++;
        }
        if (plan.run[i].use == KU_INITRD) { /* RAMDISK: [mem 0xbfd5f000-0xbffdffff] */
            ck_assert_uint_eq(plan.run[i].start, 0xbfd5f);
            ck_assert_uint_eq(plan.run[i].end, 0xbffe0);
        }
    }
    ck_assert_uint_eq(driver, 1);
}
END_TEST

Suite *make_bootplan_suite(void)
{
    Suite *s = suite_create("bootplan");
    TCase *t = tcase_create("bootplan");

    tcase_add_test(t, test_any_machine);
    tcase_add_test(t, test_bounce_buffer);
    suite_add_tcase(s, t);
    return s;
}
