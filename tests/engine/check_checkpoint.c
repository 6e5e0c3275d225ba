/* check_checkpoint.c - copies of the block that share chunks. */
#include "checkpoint.h"

#include <string.h>

#include "../suite.h"
#include "../walk.h"

START_TEST(test_save_restore_any_order)
{
    struct mm_config cfg;
    struct ckpt_store s;
    uint32_t root[40];
    uint64_t hash[40];
    uint64_t rng[2];
    struct mm *m;

    walk_config(&cfg, 600, 1);
    cfg.history_bytes = 0;
    m = walk_machine(&cfg);
    rng_seed(rng, 9);
    ck_assert_int_eq(ckpt_init(m, &s, &mm_host_libc, 8u << 20), MM_OK);
    for (unsigned i = 0; i < 40; i++) {
        for (unsigned k = 0; k < 6; k++) {
            uint8_t *p = m->table + rng_below(rng, 600) * 4096 + rng_below(rng, 4096);

            state_mark(m, p);
            *p = (uint8_t)rng_next(rng);
        }
        hash[i] = mm_hash(m);
        ck_assert(ckpt_save(m, &s, &root[i]));
    }
    for (unsigned k = 0; k < 200; k++) {
        const unsigned i = (unsigned)rng_below(rng, 40);

        ckpt_restore(m, &s, root[i]);
        ck_assert_msg(mm_hash(m) == hash[i], "checkpoint %u", i);
        ckpt_check(m, &s);
    }
    for (unsigned i = 0; i < 40; i++) {
        ckpt_drop(&s, root[i]);
    }
    ckpt_check(m, &s);
    ckpt_fini(&s, &mm_host_libc, 8u << 20);
    mm_free(m);
}
END_TEST

START_TEST(test_full_pool_says_so)
{
    struct mm_config cfg;
    struct ckpt_store s;
    uint32_t root;
    unsigned saved = 0;
    struct mm *m;

    walk_config(&cfg, 600, 1);
    cfg.history_bytes = 0;
    m = walk_machine(&cfg);
    ck_assert_int_eq(ckpt_init(m, &s, &mm_host_libc, 60 * 4096), MM_OK);
    while (saved < 100) {
        uint8_t *p = m->table + (size_t)(saved % 500) * 4096;

        state_mark(m, p);
        *p = (uint8_t)(saved + 1);
        if (!ckpt_save(m, &s, &root)) {
            break;
        }
        saved++;
    }
    ck_assert_uint_lt(saved, 100);
    ckpt_check(m, &s);
    ckpt_fini(&s, &mm_host_libc, 60 * 4096);
    mm_free(m);
}
END_TEST

Suite *make_checkpoint_suite(void)
{
    Suite *s = suite_create("checkpoint");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_save_restore_any_order);
    tcase_add_test(tc, test_full_pool_says_so);
    suite_add_tcase(s, tc);
    return s;
}
