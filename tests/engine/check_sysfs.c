/* check_sysfs.c - every path of the list is there; others are not. */
#include "text/sysfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"

START_TEST(test_paths)
{
    struct mm *m = play_machine("memory=256M");
    char text[8192], path[128];
    struct report r;
    unsigned i = 0;

    for (; sysfs_path(i) != NULL; i++) {
        char *n;

        snprintf(path, sizeof(path), "%s", sysfs_path(i));
        if ((n = strstr(path, "nodeN")) != NULL || (n = strstr(path, "memoryN")) != NULL) {
            *strchr(n, 'N') = '0';
        }
        if ((n = strstr(path, "/NAME/")) != NULL) {
            snprintf(n, sizeof(path) - (size_t)(n - path), "/dentry%s",
                     strstr(sysfs_path(i), "/NAME/") + 5);
        }
        report_begin(&r, text, sizeof(text));
        ck_assert_msg(sysfs_show(m, path, &r), "no %s", path);
        ck_assert_uint_gt(r.length, 1);
    }
    ck_assert_uint_ge(i, 9);
    ck_assert(!sysfs_show(m, "/sys/devices/system/node/", &r));
    ck_assert(!sysfs_show(m, "/sys/kernel/debug/extfrag/other", &r));
    ck_assert(!sysfs_show(m, "/sys", &r));
    mm_free(m);
}
END_TEST

/* As recorded: 256 MiB boot with never, 1 GiB with always. */
START_TEST(test_thp)
{
    static const char *const rows[][2] = {{"profile=linux-256M", "always madvise [never]\n"},
                                          {"kernel=linux memory=1G", "[always] madvise never\n"}};

    for (unsigned i = 0; i < 2; i++) {
        struct mm *m = play_machine(rows[i][0]);
        char text[64];
        struct report r;

        report_begin(&r, text, sizeof(text));
        ck_assert(sysfs_show(m, "/sys/kernel/mm/transparent_hugepage/enabled", &r));
        ck_assert_str_eq(text, rows[i][1]);
        mm_free(m);
    }
}
END_TEST

Suite *make_sysfs_suite(void)
{
    Suite *s = suite_create("sysfs");
    TCase *t = tcase_create("sysfs");

    tcase_add_test(t, test_paths);
    tcase_add_test(t, test_thp);
    suite_add_tcase(s, t);
    return s;
}
