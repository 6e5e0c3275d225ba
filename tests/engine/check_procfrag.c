/* check_procfrag.c - the files of debugfs, for recorded free lists character by character. */
#include "text/procfrag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts/buddy.h"
#include "play.h"
#include "shape.h"

/* g-frag-256M: buddyinfo of a zone and its line of unusable_index. */
static const struct {
    uint32_t blocks[MM_ORDERS];
    const char *unusable;
} recorded[] = {
    {{0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 3},
     "DMA32 0.000 0.000 0.000 0.000 0.000 0.000 0.008 0.025 0.058 0.058 0.193 \n"},
    {{15345, 1, 1, 0, 0, 2, 2, 2, 2, 1, 9},
     "DMA32 0.000 0.589 0.589 0.589 0.589 0.589 0.591 0.596 0.606 0.626 0.646 \n"},
    /* not recorded, by the formula: one block of order 3 is half a request of order 4; the kernel prints it so */
    {{0, 0, 0, 1}, "DMA32 0.000 0.000 0.000 0.000 1.000 1.000 1.000 1.000 1.000 1.000 1.000 \n"},
};
static const char one_block[] =
    "DMA32 -1.000 -1.000 -1.000 -1.000  0.-500  0.-250  0.-125  0.-62  0.-31  0.-15  0.-07 \n";

START_TEST(test_recorded)
{
    struct mm *m = play_machine("memory=64M");
    struct freelist kept[MM_ORDERS * MM_MIGRATETYPE_COUNT];
    char text[1024];
    struct report r;

    memcpy(kept, &m->freelist[buddy_list(1, 0, 0)], sizeof(kept));
    for (unsigned i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++) {
        for (unsigned o = 0; o < MM_ORDERS; o++) {
            for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
                freelist_set_blocks(m, buddy_list(1, o, t), t == 1 ? recorded[i].blocks[o] : 0);
            }
        }
        report_begin(&r, text, sizeof(text));
        procfrag_unusable_file(m, &r);
        ck_assert_str_eq(strstr(text, "DMA32"), recorded[i].unusable);
    }
    report_begin(&r, text, sizeof(text));
    procfrag_extfrag(m, &r);
    ck_assert_str_eq(strstr(text, "DMA32"), one_block);
    for (unsigned i = 0; i < MM_ORDERS * MM_MIGRATETYPE_COUNT; i++) {
        freelist_set_blocks(m, buddy_list(1, 0, 0) + i, kept[i].blocks);
    }
    mm_free(m);
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
    mm_free(m);
}
END_TEST

Suite *make_procfrag_suite(void)
{
    Suite *s = suite_create("procfrag");
    TCase *t = tcase_create("procfrag");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_files);
    suite_add_tcase(s, t);
    return s;
}
