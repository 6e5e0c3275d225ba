/* check_slabtidy.c - shrinking: empty slabs go, the fullest come first.
 *
 * Origin: __kmem_cache_do_shrink() of Linux 6.1.
 */
#include "parts/slab.h"

#include "play.h"
#include "policy/kmem.h"

START_TEST(test_order)
{
    struct mm *m = play_machine("memory=64M slab=off");
    const slot_t cache = kmem_find(m, "kmalloc-256"); /* 16 to a slab, 7 slabs on a CPU */
    static const unsigned freed[6] = {3, 16, 1, 9, 16, 5};
    uint64_t obj[16 * 7];
    slot_t slab[6];
    uint32_t s;

    for (unsigned i = 0; i < 16 * 7; i++) {
        ck_assert(kmem_get(m, 0, cache, &obj[i]));
    }
    for (unsigned i = 0; i < 6; i++) {
        slab[i] = slab_of(m, obj[16 * i]);
        for (unsigned k = 0; k < freed[i]; k++) {
            kmem_put(m, 0, obj[16 * i + k]);
        }
    }
    ck_assert_uint_eq(kmem_shrink(m, cache), 2);
    s = m->kmem_node[cache].partial;
    ck_assert_uint_eq(m->kmem_node[cache].nr_partial, 4);
    ck_assert_uint_eq(s - 1, slab[2]);
    s = m->slab[s - 1].next;
    ck_assert_uint_eq(s - 1, slab[0]);
    s = m->slab[s - 1].next;
    ck_assert_uint_eq(s - 1, slab[5]);
    s = m->slab[s - 1].next;
    ck_assert_uint_eq(s - 1, slab[3]);
    ck_assert_uint_eq(slab_node_free_objects(m, cache), 3 + 1 + 9 + 5);
    ck_assert_uint_eq(m->kmem_cpu[cache].slab, 0);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* More than 32 free objects: such slabs keep their places behind the others. */
START_TEST(test_rest)
{
    struct mm *m = play_machine("memory=64M slab=off");
    const slot_t cache = kmem_find(m, "kmalloc-64"); /* 64 to a slab */
    uint64_t obj[64 * 4];
    uint32_t s;

    for (unsigned i = 0; i < 64 * 4; i++) {
        ck_assert(kmem_get(m, 0, cache, &obj[i]));
    }
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned k = 0; k < (i == 1 ? 4u : 40u); k++) {
            kmem_put(m, 0, obj[64 * i + k]);
        }
    }
    ck_assert_uint_eq(kmem_shrink(m, cache), 0);
    s = m->kmem_node[cache].partial;
    ck_assert_uint_eq(s - 1, slab_of(m, obj[64]));
    s = m->slab[s - 1].next;
    ck_assert_uint_eq(s - 1, slab_of(m, obj[128])); /* the CPU's list was newest first */
    s = m->slab[s - 1].next;
    ck_assert_uint_eq(s - 1, slab_of(m, obj[0]));
    ck_assert_uint_eq(m->kmem_node[cache].partial_last, s);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_slabtidy_suite(void);
Suite *make_slabtidy_suite(void)
{
    Suite *s = suite_create("slabtidy");
    TCase *c = tcase_create("slabtidy");

    tcase_add_test(c, test_order);
    tcase_add_test(c, test_rest);
    suite_add_tcase(s, c);
    return s;
}
