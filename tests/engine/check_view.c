/* check_view.c - readings agree with the records. */
#include "view.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"
#include "parts/frame.h"

static struct mm *machine(uint32_t frames)
{
    struct mm_config cfg;

    walk_config(&cfg, frames, 4);
    return walk_machine(&cfg);
}

START_TEST(test_get)
{
    struct mm *m = machine(64);
    uint32_t stride;
    const struct frame *f = mm_records(m, MM_R_frame, &stride);

    ck_assert_uint_eq(stride, sizeof(struct frame));
    for (pfn_t p = 0; p < 64; p++) {
        ck_assert_uint_eq(mm_get(m, MM_F_frame_flags, p), f[p].flags);
        ck_assert_int_eq((int64_t)mm_get(m, MM_F_frame_mapcount, p), f[p].mapcount_plus1 - 1);
    }
    ck_assert_uint_eq(mm_get(m, MM_F_frame_flags, 64), 0);
    ck_assert_uint_eq(mm_record_count(m, MM_R_zone), m->zones);
    mm_free(m);
}
END_TEST

/* Whatever is said to be alike is, and on a large machine that is most of it. */
START_TEST(test_records_alike)
{
    static const char *const memory[] = {"16M", "4G"};

    for (unsigned i = 0; i < 2; i++) {
        struct mm_config cfg;
        struct mm_fail fail;
        uint32_t stride;
        uint32_t skipped = 0;
        uint32_t alike;

        mm_config_default(&cfg);
        cfg.history_bytes = 0;
        ck_assert_int_eq(mm_config_set(&cfg, "memory", memory[i], NULL), MM_OK);
        struct mm *m = mm_new(&cfg, &mm_host_libc, &fail);

        ck_assert_ptr_nonnull(m);
        const uint32_t count = mm_record_count(m, MM_R_frame);
        const uint8_t *base = mm_records(m, MM_R_frame, &stride);

        for (uint32_t id = 0; id < count; id += alike) {
            alike = mm_records_alike(m, MM_R_frame, id);
            ck_assert(alike >= 1 && alike <= count - id);
            ck_assert(memcmp(base + (size_t)id * stride, base + (size_t)(id + 1) * stride,
                             (size_t)(alike - 1) * stride) == 0);
            skipped += alike - 1;
        }
        ck_assert(i == 0 ? skipped >= 96 : skipped > count - count / 8);
        mm_free(m);
    }
}
END_TEST

START_TEST(test_view_hash_by_section)
{
    struct mm *m = machine(64);
    uint32_t a[2];
    uint32_t b[2];

    mm_view_hash(m, "frames", a);
    ck_assert(a[0] != 0 && a[1] != 0);
    frame_set_tag(m, 60, 5);
    mm_view_hash(m, "frames", b);
    ck_assert(a[0] != b[0] && a[1] != b[1]);
    frame_set_tag(m, 60, 0);
    mm_view_hash(m, "frames", b);
    ck_assert(a[0] == b[0] && a[1] == b[1]);
    mm_view_hash(m, "nothing", b);
    ck_assert(b[0] == 0 && b[1] == 0);
    mm_free(m);
}
END_TEST

Suite *make_view_suite(void)
{
    Suite *s = suite_create("view");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_get);
    tcase_add_test(tc, test_records_alike);
    tcase_add_test(tc, test_view_hash_by_section);
    suite_add_tcase(s, tc);
    return s;
}
