/* check_records.c - rows of the fields: unit and help for each, layout as declared. */
#include "base/records.h"

#include <string.h>

#include "../suite.h"
#include "mm.h"

START_TEST(test_rows)
{
    for (uint32_t f = 0; f < MM_F_COUNT; f++) {
        const struct mm_field_row *row = &mm_field_rows[f];

        ck_assert_uint_eq(row->field, f);
        ck_assert_ptr_nonnull(row->name);
        ck_assert(row->en[0] != '\0' && row->zh[0] != '\0');
        ck_assert_ptr_nonnull(strchr("VSIH", row->visibility));
    }
    for (uint32_t k = 0; k < MM_R_ALL; k++) {
        const struct mm_kind_row *kind = &mm_kind_rows[k];

        for (uint32_t f = kind->field_first; f < kind->field_first + kind->field_count; f++) {
            ck_assert_uint_eq(mm_field_rows[f].kind, k);
        }
    }
}
END_TEST

START_TEST(test_frame_bytes)
{
    ck_assert_uint_le(mm_record_bytes[MM_R_frame], 64); /* Linux's struct page */
}
END_TEST

Suite *make_records_suite(void)
{
    Suite *s = suite_create("records");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_rows);
    tcase_add_test(tc, test_frame_bytes);
    suite_add_tcase(s, tc);
    return s;
}
