/* check_slabobj.c - records and bytes of objects, with 8-byte and 4-byte pointers. */
#include "parts/slabobj.h"

#include "base/names.h"
#include "play.h"
#include "policy/kmem.h"

static void try_bytes(const char *options, unsigned word)
{
    struct mm *m = play_machine(options);
    const slot_t cache = kmem_find(m, "kmalloc-32");
    uint64_t a, b;
    slot_t slab;

    ck_assert_uint_eq(slab_word_bytes(m), word);
    ck_assert(kmem_get(m, 0, cache, &a) && kmem_get(m, 0, cache, &b));
    slab = slab_of(m, a);
    ck_assert_uint_eq(slab_of(m, b), slab);
    ck_assert_uint_eq(slab_of(m, 0), SLOT_NONE);
    ck_assert_uint_eq(slab_of(m, (uint64_t)m->frames << MM_PAGE_SHIFT), SLOT_NONE);
    ck_assert_uint_eq(slab_base(m, slab), a);
    ck_assert_uint_eq(slab_index(m, slab, b), 1);
    ck_assert(slab_used(m, slab, 0) && slab_used(m, slab, 1) && !slab_used(m, slab, 2));
    ck_assert_uint_eq(slab_next_free(m, cache, b + 32), b + 64);
    slab_set_word(m, a, b);
    ck_assert_uint_eq(slab_word(m, a), b);
    ck_assert_uint_eq(slab_word(m, b), 0);
    slab_set_word(m, a, 0);
    kmem_put(m, 0, b);
    ck_assert_uint_eq(slab_next_free(m, cache, b), b + 32);
    mm_check(m);
    mm_free(m);
}

START_TEST(test_bytes)
{
    try_bytes("memory=64M slab=off", 8);
    try_bytes("profile=i386 memory=64M slab=off", 4);
}
END_TEST

START_TEST(test_cache)
{
    struct mm *m = play_machine("memory=64M slab=off cpus=2");
    const slot_t cache = kmem_find(m, "kmalloc-256");
    struct slab_geometry g;
    char name[MM_NAME_BYTES];

    ck_assert(!m->kmem_cache[cache].live && kmem_open(m, cache));
    name_text(m, m->kmem_cache[cache].name, name);
    ck_assert_str_eq(name, "kmalloc-256");
    ck_assert(m->kmem_cpu[slab_cpu_id(m, cache, 1)].live);
    ck_assert(m->kmem_node[slab_node_id(m, cache, 0)].live);
    g = slab_geometry_of(m, cache);
    ck_assert(g.size_bytes == 256 && g.objects == 16 && g.offset_bytes == 128);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_slabobj_suite(void);
Suite *make_slabobj_suite(void)
{
    Suite *s = suite_create("slabobj");
    TCase *c = tcase_create("slabobj");

    tcase_add_test(c, test_bytes);
    tcase_add_test(c, test_cache);
    suite_add_tcase(s, c);
    return s;
}
