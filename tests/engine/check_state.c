/* check_state.c - setters mark, hash follows, a change back gives the hash back. */
#include "base/state.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"

static struct mm *machine(uint32_t frames)
{
    struct mm_config cfg;

    walk_config(&cfg, frames, 4);
    return walk_machine(&cfg);
}

START_TEST(test_hash_follows_and_returns)
{
    struct mm *m = machine(64);
    const uint64_t before = mm_hash(m);

    machine_set_r_addr(m, 0, 77);
    ck_assert_uint_ne(mm_hash(m), before);
    machine_set_r_addr(m, 0, 0);
    ck_assert_uint_eq(mm_hash(m), before);
    state_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_zero_chunk_hashes_to_zero) /* S2 */
{
    struct mm *m = machine(64);
    const uint64_t before = mm_hash(m);
    uint8_t *page = m->table + 40 * 4096;

    state_mark(m, page);
    page[5] = 1;
    ck_assert_uint_ne(mm_hash(m), before);
    state_mark(m, page);
    page[5] = 0;
    ck_assert_uint_eq(mm_hash(m), before);
    mm_free(m);
}
END_TEST

START_TEST(test_equal_setter_marks_nothing)
{
    struct mm *m = machine(64);
    uint32_t dirty;

    (void)mm_hash(m);
    dirty = m->stale_count;
    machine_set_r_addr(m, 0, m->machine->r_addr);
    ck_assert_uint_eq(m->stale_count, dirty);
    mm_free(m);
}
END_TEST

Suite *make_state_suite(void)
{
    Suite *s = suite_create("state");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_hash_follows_and_returns);
    tcase_add_test(tc, test_zero_chunk_hashes_to_zero);
    tcase_add_test(tc, test_equal_setter_marks_nothing);
    suite_add_tcase(s, tc);
    return s;
}
