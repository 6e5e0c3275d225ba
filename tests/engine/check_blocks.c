/* check_blocks.c - lists of free blocks and the pageblocks over them.
 * Origin: Linux 6.1 mm/page_alloc.c move_freepages_block() and its callers. */
#include "parts/blocks.h"

#include "parts/buddy.h"
#include "play.h"

START_TEST(test_span_and_count)
{
    struct mm *m = play_machine("memory=64M"); /* zone 0 is 1..4095, zone 1 4096..16383 */
    pfn_t start;
    pfn_t end;
    pfn_t pfn;
    unsigned free;
    unsigned movable;

    ck_assert(blocks_span(m, 5000, &start, &end));
    ck_assert_uint_eq(start, 4608);
    ck_assert_uint_eq(end, 5120);
    ck_assert(buddy_take(m, 0, 1, 2, MT_MOVABLE, false, &pfn));
    for (pfn_t p = pfn; p < pfn + 4; p++) {
        frame_set_type(m, p, FT_KERNEL);
        frame_set_flags(m, p, p == pfn ? PG_LRU : 0);
    }
    ck_assert(blocks_span(m, pfn, &start, &end));
    blocks_count(m, start, end, &free, &movable);
    ck_assert_uint_eq(free, 508);
    ck_assert_uint_eq(movable, 1);
    mm_free(m);

    m = play_machine("memory=5M"); /* the last pageblock is cut in half */
    ck_assert(!blocks_span(m, 1279, &start, &end));
    ck_assert(blocks_span(m, 3, &start, &end));
    ck_assert_uint_eq(start, 3); /* frame 0 is in no zone */
    mm_free(m);
}
END_TEST

START_TEST(test_move_span)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;
    pfn_t pfn;

    ck_assert(buddy_take(m, 0, 1, 0, MT_MOVABLE, false, &pfn));
    frame_set_type(m, pfn, FT_KERNEL);
    play_watch(m, &sink);
    blocks_tag(m, pfn, MT_UNMOVABLE, 511);
    blocks_tag(m, pfn, MT_UNMOVABLE, 511);
    ck_assert_uint_eq(sink.count[EV_PAGEBLOCK_TAG], 1);
    blocks_move_span(m, pfn & ~511u, (pfn & ~511u) + 512, MT_UNMOVABLE);
    for (unsigned o = 0; o < 9; o++) { /* the halves of the split pageblock */
        ck_assert_uint_eq(m->freelist[buddy_list(1, o, MT_UNMOVABLE)].blocks, 1);
    }
    buddy_check(m);
    mm_free(m);
}
END_TEST

Suite *make_blocks_suite(void);
Suite *make_blocks_suite(void)
{
    Suite *s = suite_create("blocks");
    TCase *tc = tcase_create("blocks");

    tcase_add_test(tc, test_span_and_count);
    tcase_add_test(tc, test_move_span);
    suite_add_tcase(s, tc);
    return s;
}
