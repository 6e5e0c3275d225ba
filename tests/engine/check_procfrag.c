/* check_procfrag.c - the indices of recorded free lists, and the files of debugfs. */
#include "text/procfrag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "shape.h"

/* g-frag-256M: buddyinfo of zone DMA32 and its unusable_index, four times; zone DMA all the time. Where the two files
 * were read a moment apart and blocks had moved in between, the index is that of the second. */
static const struct {
    uint64_t blocks[MM_ORDERS];
    const char *unusable;
} recorded[] = {
    {{0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 3},
     "0.000 0.000 0.000 0.000 0.000 0.000 0.008 0.025 0.058 0.058 0.193 "},
    {{15345, 1, 1, 0, 0, 2, 2, 2, 2, 1, 9},
     "0.000 0.589 0.589 0.589 0.589 0.589 0.591 0.596 0.606 0.626 0.646 "},
};

START_TEST(test_recorded)
{
    for (unsigned i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++) {
        char text[128] = "";

        for (unsigned o = 0; o < MM_ORDERS; o++) {
            const int32_t n = procfrag_unusable_of(recorded[i].blocks, o);

            snprintf(text + strlen(text), sizeof(text) - strlen(text), "%d.%03d ", n / 1000,
                     n % 1000);
            ck_assert_int_eq(procfrag_index_of(recorded[i].blocks, o), -1000);
        }
        ck_assert_str_eq(text, recorded[i].unusable);
    }
}
END_TEST

/* By the formula of mm/vmstat.c: 1000 - (1000 + pages * 1000 / 2^order) / blocks. */
START_TEST(test_index)
{
    static const uint64_t none[MM_ORDERS] = {0}, many[MM_ORDERS] = {1000}, few[MM_ORDERS] = {2},
                          one[MM_ORDERS] = {0, 0, 0, 1};

    ck_assert_int_eq(procfrag_index_of(none, 3), 0);
    ck_assert_int_eq(procfrag_unusable_of(none, 3), 1000);
    ck_assert_int_eq(procfrag_index_of(many, 4),
                     937); /* 62500 pages' worth of blocks, all of one page */
    ck_assert_int_eq(procfrag_index_of(few, 4), 438);
    ck_assert_int_eq(procfrag_index_of(one, 4), -500);
    ck_assert_int_eq(procfrag_index_of(one, 3), -1000);
    ck_assert_int_eq(procfrag_unusable_of(many, 1), 1000);
    ck_assert_int_eq(procfrag_unusable_of(many, 0), 0);
}
END_TEST

/* Both files as recorded, on a machine of two zones. */
START_TEST(test_files)
{
    static const char extfrag[] =
        "Node 0, zone      DMA -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 "
        "-1.000 -1.000 \n"
        "Node 0, zone    DMA32 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 "
        "-1.000 -1.000 \n";
    static const char unusable[] =
        "Node 0, zone      DMA 0.000 0.000 0.000 0.000 0.000 0.000 0.008 0.025 0.058 0.058 0.193 \n"
        "Node 0, zone    DMA32 0.000 0.589 0.589 0.589 0.589 0.589 0.591 0.596 0.606 0.626 0.646 "
        "\n";
    struct mm *m = play_machine("memory=64M");
    char text[1024];
    struct report r;

    report_begin(&r, text, sizeof(text));
    procfrag_extfrag(m, &r);
    ck_assert_str_eq(text, extfrag);
    report_begin(&r, text, sizeof(text));
    procfrag_unusable_file(m, &r);
    shape_compare(text, unusable, SHAPE_WIDTH, NULL);
    ck_assert_int_eq(procfrag_unusable(m, 1, 0), 0);
    ck_assert_int_eq(procfrag_index(m, 1, 0), -1000);
    mm_free(m);
}
END_TEST

Suite *make_procfrag_suite(void)
{
    Suite *s = suite_create("procfrag");
    TCase *t = tcase_create("procfrag");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_index);
    tcase_add_test(t, test_files);
    suite_add_tcase(s, t);
    return s;
}
