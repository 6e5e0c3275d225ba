/* check_vmstat.c - counters go up and down by name. */
#include "base/vmstat.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"

static struct mm *machine(uint32_t frames)
{
    struct mm_config cfg;

    walk_config(&cfg, frames, 4);
    return walk_machine(&cfg);
}

START_TEST(test_counters)
{
    struct mm *m = machine(64);
    const uint64_t before = vmstat_get(m, VMC_pgfault);

    vmstat_add(m, VMC_pgfault, 3);
    vmstat_add(m, VMC_pgfault, -1);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgfault), before + 2);
    vmstat_check(m);
    mm_free(m);
}
END_TEST

Suite *make_vmstat_suite(void)
{
    Suite *s = suite_create("vmstat");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_counters);
    suite_add_tcase(s, tc);
    return s;
}
