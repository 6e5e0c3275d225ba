/* check_iomem.c - /proc/iomem of recorded machines, character by character. */
#include "text/iomem.h"

#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "shape.h"

static char *show(const char *machine)
{
    struct mm *m = play_machine(machine);
    char *buf = malloc(8192);
    struct report r;

    report_begin(&r, buf, 8192);
    iomem_show(m, &r);
    mm_free(m);
    return buf;
}

START_TEST(test_recorded)
{
    static const struct {
        const char *machine, *file;
    } rows[] = {{"profile=linux-256M", "oracle/memory/boot-256M.txt"},
                {"profile=numa-2x256M", "oracle/memory/boot-numa-2x256M.txt"},
                {"kernel=linux memory=5G", "oracle/memory/boot-5G-iomem.txt"},
                {"kernel=linux memory=512M paging=2", "oracle/memory/boot-i386-512M.txt"}};

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *recorded = shape_section(rows[i].file, "/proc/iomem");
        char *ours = show(rows[i].machine);

        ck_assert_str_eq(ours, recorded);
        free(ours);
        free(recorded);
    }
}
END_TEST

/* A machine with the small kernel, here 8 MiB from frame 1 on: memory and the image, nothing of a PC's devices. */
START_TEST(test_small)
{
    char *ours = show("memory=64M kernel=8M");

    ck_assert_str_eq(ours, "00000000-00000fff : Reserved\n"
                           "00001000-0009efff : System RAM\n"
                           "  00001000-0009efff : Kernel code\n"
                           "00100000-03ffffff : System RAM\n"
                           "  00100000-00861fff : Kernel code\n");
    free(ours);
}
END_TEST

Suite *make_iomem_suite(void)
{
    Suite *s = suite_create("iomem");
    TCase *t = tcase_create("iomem");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_small);
    suite_add_tcase(s, t);
    return s;
}
