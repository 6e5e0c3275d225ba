/* check_lab.c - the records of labs: nothing without one, all cleared when the next begins. */
#include "lab/lab.h"

#include <string.h>

#include "suite.h"

static struct mm *machine(void)
{
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.memory_bytes = 64 * MM_PAGE_BYTES;
    cfg.kernel_bytes = 0;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    ck_assert_ptr_nonnull(m);
    return m;
}

START_TEST(test_nothing_is_used_without_a_lab)
{
    struct mm *m = machine();

    for (unsigned k = MM_R_lab + 1; k <= MM_R_labtable; k++) {
        ck_assert_uint_gt(mm_record_count(m, (enum mm_record_kind)k), 0);
        ck_assert_uint_eq(mm_record_used(m, (enum mm_record_kind)k), 0);
    }
    ck_assert_uint_eq(mm_record_used(m, MM_R_frame), mm_record_count(m, MM_R_frame));
    lab_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_begin_clears)
{
    struct mm *m = machine();
    uint64_t empty;

    lab_begin(m, LK_NONE);
    empty = mm_hash(m);
    lab_begin(m, LK_REPLACE);
    lab_set_runs(m, 0, 2);
    lab_set_frames(m, 0, 3);
    lab_set_columns(m, 0, 4);
    ck_assert_uint_eq(mm_record_used(m, MM_R_labcell), 24);
    ck_assert_uint_eq(mm_record_used(m, MM_R_labslot), 12);
    ck_assert_uint_eq(mm_record_used(m, MM_R_labref), 4);
    ck_assert_uint_eq(mm_record_used(m, MM_R_labseg), 0);
    labcell_set_page(m, 23, 7);
    labslot_set_ref(m, 11, 1);
    labrun_set_misses(m, 1, 9);
    labref_set_page(m, 3, 1);
    lab_check(m);
    lab_begin(m, LK_FREELIST);
    labblock_set_size(m, MM_LAB_BLOCKS - 1, 4096);
    lab_check(m);
    lab_begin(m, LK_NONE);
    ck_assert_uint_eq(mm_hash(m), empty);
    lab_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_words_of_a_command)
{
    struct mm *m = machine();
    struct mm_cmd cmd;

    mm_cmd_init(&cmd, MM_V_LAB);
    ck_assert(!lab_given(&cmd, 1));
    ck_assert_str_eq(lab_text(&cmd, 3), "");
    ck_assert_uint_eq(lab_number(&cmd, 1, 17), 17);
    cmd.present = 1u << 1 | 1u << 3;
    cmd.arg[1].a = 4;
    cmd.arg[3].text = mm_cmd_text(&cmd, "file", 4);
    ck_assert_uint_eq(lab_number(&cmd, 1, 17), 4);
    ck_assert_str_eq(lab_text(&cmd, 3), "file");
    cmd.arg[3].text = MM_CMD_TEXT_BYTES; /* made by hand, beyond the text */
    ck_assert_str_eq(lab_text(&cmd, 3), "");
    ck_assert_int_eq(lab_refuse(m, &cmd, 1, MM_ERANGE, 4, 3), MM_ERANGE);
    ck_assert_str_eq(mm_last_fail(m)->field, "frames");
    ck_assert_int_eq(lab_refuse(m, &cmd, UINT32_MAX, MM_ELIMIT, 0, 0), MM_ELIMIT);
    ck_assert_uint_eq(mm_last_fail(m)->arg, UINT32_MAX);
    mm_free(m);
}
END_TEST

Suite *make_lab_suite(void)
{
    Suite *s = suite_create("lab");
    TCase *tc = tcase_create("lab");

    tcase_add_test(tc, test_nothing_is_used_without_a_lab);
    tcase_add_test(tc, test_begin_clears);
    tcase_add_test(tc, test_words_of_a_command);
    suite_add_tcase(s, tc);
    return s;
}
