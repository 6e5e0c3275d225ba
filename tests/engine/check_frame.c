/* check_frame.c - what boot finds: holes, the kernel's own frames, free ones; tags; links. */
#include "parts/frame.h"

#include "play.h"

static struct {
    const char *machine;
    uint32_t frames, holes, kept;
} const boots[] = {
    {"memory=64K", 16, 1, 4},          /* image 2, struct pages 1, zero page 1 */
    {"memory=64K kernel=0", 16, 1, 1}, /* the zero page alone */
    {"memory=64K kernel=56K", 16, 1,
     14},                               /* all that may be taken: of 15, one of eight stays free */
    {"memory=2M", 512, 98, 64 + 8 + 1}, /* from here on a PC's hole, 97 frames and frame 0 */
    {"memory=64M", 16384, 98, 2048 + 256 + 1},
    {"memory=64M kernel=10000", 16384, 98, 3 + 1},
};
#define BOOTS ((int)(sizeof(boots) / sizeof(boots[0])))

START_TEST(test_boot)
{
    struct mm *m = play_machine(boots[_i].machine);
    uint32_t count[FT_COUNT] = {0};
    bool kernel_is_low = true;

    ck_assert_uint_eq(m->frames, boots[_i].frames);
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        const unsigned type = m->frame[pfn].type;

        count[type]++;
        ck_assert_int_eq(frame_mapcount(m, pfn), -1);
        ck_assert_int_eq(m->frame[pfn].refcount, type == FT_KERNEL);
        kernel_is_low = kernel_is_low && !(type == FT_KERNEL && count[FT_FREE] > 0);
    }
    ck_assert_uint_eq(count[FT_HOLE], boots[_i].holes);
    ck_assert_uint_eq(count[FT_KERNEL], boots[_i].kept);
    ck_assert_uint_eq(m->machine->reserved_frames, boots[_i].kept);
    ck_assert_uint_eq(count[FT_FREE], boots[_i].frames - boots[_i].holes - boots[_i].kept);
    ck_assert(kernel_is_low);
    ck_assert_uint_eq(m->frame[m->machine->zero_pfn].flags, PG_RESERVED | PG_ZERO_PAGE);
    frame_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_tags_differ)
{
    struct mm *m = play_machine("memory=64K");

    ck_assert_uint_eq(frame_new_tag(m), 1);
    ck_assert_uint_eq(frame_new_tag(m), 2);
    machine_set_tag_next(m, 0, UINT32_MAX);
    ck_assert_uint_eq(frame_new_tag(m), UINT32_MAX);
    ck_assert_uint_eq(frame_new_tag(m), 1); /* 0 means zeros */
    mm_free(m);
}
END_TEST

START_TEST(test_links)
{
    struct mm *m = play_machine("memory=64K");
    const pfn_t a = 1, b = 2, c = 3; /* the kernel's: on no list */

    frame_link(m, a, PFN_NONE, PFN_NONE);
    frame_link(m, c, a, PFN_NONE);
    frame_link(m, b, a, c);
    ck_assert(frame_next(m, a) == b && frame_next(m, b) == c && frame_next(m, c) == PFN_NONE);
    ck_assert(frame_prev(m, c) == b && frame_prev(m, b) == a && frame_prev(m, a) == PFN_NONE);
    frame_unlink(m, b);
    ck_assert(frame_next(m, a) == c && frame_prev(m, c) == a);
    ck_assert(frame_next(m, b) == PFN_NONE && frame_prev(m, b) == PFN_NONE);
    frame_unlink(m, a);
    ck_assert(frame_prev(m, c) == PFN_NONE);
    frame_flags_add(m, c, PG_DIRTY | PG_LOCKED);
    frame_flags_clear(m, c, PG_LOCKED);
    ck_assert(frame_is(m, c, PG_DIRTY) && !frame_is(m, c, PG_DIRTY | PG_LOCKED));
    mm_free(m);
}
END_TEST

Suite *make_frame_suite(void)
{
    Suite *s = suite_create("frame");
    TCase *t = tcase_create("frame");

    tcase_add_loop_test(t, test_boot, 0, BOOTS);
    tcase_add_test(t, test_tags_differ);
    tcase_add_test(t, test_links);
    suite_add_tcase(s, t);
    return s;
}
