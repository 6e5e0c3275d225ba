/* check_frag.c - fragmentation and unusable-space indexes: against the recorded lists and values, and by hand. */
#include "policy/frag.h"

#include "parts/blocks.h"
#include "play.h"

/* The zone's lists hold these blocks, all movable. Nothing else of the machine knows. */
static void set_blocks(struct mm *m, uint32_t zone, const uint32_t blocks[MM_ORDERS])
{
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            freelist_set_blocks(m, buddy_list(zone, o, t), t == MT_MOVABLE ? blocks[o] : 0);
        }
    }
}

/* g-frag-256M (Linux 6.1.192): buddyinfo of DMA32 before and after compact_memory, and what unusable_index said. */
START_TEST(test_recorded)
{
    static const uint32_t before[MM_ORDERS] = {15345, 1, 1, 0, 0, 2, 2, 2, 2, 1, 9};
    static const uint32_t after[MM_ORDERS] = {661, 5, 8, 6, 4, 6, 6, 6, 9, 2, 20};
    struct mm *m = play_machine("memory=16M");

    set_blocks(m, 0, before);
    ck_assert_uint_eq(unusable_index(m, 0, 1), 589);
    ck_assert_int_eq(frag_index(m, 0, 10), -1000); /* -1.000: an allocation would succeed */
    set_blocks(m, 0, after);
    ck_assert_uint_eq(unusable_index(m, 0, 1), 25);
    ck_assert_int_eq(frag_index(m, 0, 1), -1000);
    mm_free(m);
}
END_TEST

/* 1000 single frames: for order 4 they are 62 blocks' worth, so it is fragmentation; 20 of them are too few. */
START_TEST(test_by_hand)
{
    static const uint32_t singles[MM_ORDERS] = {1000};
    static const uint32_t few[MM_ORDERS] = {0, 2, 1};
    static const uint32_t none[MM_ORDERS] = {0};
    struct mm *m = play_machine("memory=16M");

    set_blocks(m, 0, singles);
    ck_assert_int_eq(frag_index(m, 0, 4), 1000 - (1000 + 62500) / 1000);
    ck_assert_uint_eq(unusable_index(m, 0, 0), 0);
    ck_assert_uint_eq(unusable_index(m, 0, 4), 1000);
    ck_assert_uint_eq(compact_score_zone(m, 0), 100);
    set_blocks(m, 0, few);
    ck_assert_int_eq(frag_index(m, 0, 6), 1000 - (1000 + 125) / 3);
    ck_assert_uint_eq(unusable_index(m, 0, 2), 500);
    set_blocks(m, 0, none);
    ck_assert_int_eq(frag_index(m, 0, 3), 0);
    ck_assert_uint_eq(unusable_index(m, 0, 3), 1000);
    ck_assert_uint_eq(compact_score_zone(m, 0), 0);
    mm_free(m);
}
END_TEST

/* fragmentation_score_wmark(): 80 and 90 at the default; never below 5, never above 100. */
START_TEST(test_marks)
{
    static const uint32_t row[][3] = {{20, 80, 90}, {0, 100, 100}, {100, 5, 15}, {5, 95, 100}};
    struct mm *m = play_machine("memory=16M");

    for (unsigned i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        sysctl_set_value(m, SC_COMPACTION_PROACTIVENESS, row[i][0]);
        ck_assert_uint_eq(compact_score_mark(m, true), row[i][1]);
        ck_assert_uint_eq(compact_score_mark(m, false), row[i][2]);
    }
    mm_free(m);
}
END_TEST

Suite *make_frag_suite(void)
{
    Suite *s = suite_create("frag");
    TCase *t = tcase_create("frag");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_by_hand);
    tcase_add_test(t, test_marks);
    suite_add_tcase(s, t);
    return s;
}
