/* check_kmemcmd.c - kernel objects by command. */
#include "task/kmemcmd.h"

#include "base/vmstat.h"
#include "play.h"
#include "policy/kmem.h"

static const struct label *label(const struct mm *m, const char *name)
{
    const slot_t slot = actor_label(m, SLOT_NONE, name);

    ck_assert_uint_ne(slot, SLOT_NONE);
    return &m->label[slot];
}

START_TEST(test_take_and_free)
{
    struct mm *m = play_machine("memory=64M slab=off");
    const slot_t cache = kmem_find(m, "kmalloc-512");
    const struct label *l;

    play(m, "kmem_alloc kmalloc-512 count=20 as x");
    l = label(m, "x");
    ck_assert(l->cache == cache + 1 && l->count == 20 && l->bytes == 20 * 512);
    ck_assert_uint_eq(m->machine->r_addr, l->first_obj);
    ck_assert_uint_eq(m->kmem_cache[cache].used_objects, 20);
    play(m, "kmem_free x every=2");
    ck_assert_uint_eq(label(m, "x")->count, 10);
    ck_assert_uint_eq(m->kmem_cache[cache].used_objects, 10);
    play(m, "kmem_free x");
    ck_assert_uint_eq(actor_label(m, SLOT_NONE, "x"), SLOT_NONE);
    ck_assert_uint_eq(m->kmem_cache[cache].used_objects, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_kmalloc)
{
    struct mm *m = play_machine("memory=64M slab=off");
    const uint64_t before = play_free_pages(m);

    play(m, "kmalloc 300 as x");
    ck_assert_uint_eq(label(m, "x")->cache, kmem_find(m, "kmalloc-512") + 1);
    play(m, "kfree x");
    play(m, "echo 1 > /sys/kernel/slab/kmalloc-512/shrink");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    play(m, "kmalloc 8193 as big"); /* four frames, no slab */
    ck_assert_uint_eq(label(m, "big")->cache, 0);
    ck_assert_uint_eq(label(m, "big")->order, 2);
    ck_assert_uint_eq(play_free_pages(m), before - 4);
    play(m, "kfree big");
    ck_assert_uint_eq(play_free_pages(m), before);
    mm_free(m);
}
END_TEST

START_TEST(test_alias)
{
    struct mm *m = play_machine("memory=64M slab=off");

    play(m, "kmem_cache one size=3000 reclaimable");
    play(m, "kmem_cache two size=2996 reclaimable");
    play(m, "kmem_cache three size=2996");
    ck_assert_uint_eq(kmem_find(m, "two"), kmem_find(m, "one"));
    ck_assert_uint_ne(kmem_find(m, "three"), kmem_find(m, "one"));
    ck_assert_uint_eq(m->kmem_cache[kmem_find(m, "one")].aliases, 1);
    play(m, "kmem_alloc two as x");
    ck_assert_uint_eq(m->kmem_cache[kmem_find(m, "one")].used_objects, 1);
    ck_assert_uint_gt(vmstat_get(m, VMC_nr_slab_reclaimable), 0);
    play(m, "kmem_alloc fs_cache as y"); /* 64 bytes, accounted: as anon_vma_chain */
    ck_assert_uint_eq(label(m, "y")->cache, kmem_find(m, "anon_vma_chain") + 1);
    mm_free(m);
}
END_TEST

START_TEST(test_refused)
{
    struct mm *m = play_machine("memory=64M cpus=2 slab=off");
    const struct {
        const char *line;
        enum mm_err err;
    } table[] = {
        {"kmem_cache dentry size=100", MM_EEXISTS},
        {"kmem_cache a size=100 align=24", MM_EBADARG},
        {"kmem_alloc nothing as x", MM_ENONAME},
        {"kmem_alloc dentry as x cpu=2", MM_ERANGE},
        {"kmem_alloc dentry as held", MM_EEXISTS},
        {"kmem_free nothing", MM_ENONAME},
        {"kmem_free pages", MM_EBADARG},
        {"free_pages held", MM_EBADARG},
        {"kfree two", MM_EBADARG},
        {"kmem_free held cpu=7", MM_ERANGE},
    };

    play(m, "kmem_alloc dentry as held");
    play(m, "alloc_pages 0 as pages");
    play(m, "alloc_pages 0 as two count=2");
    for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const uint64_t hash = mm_hash(m);

        ck_assert_int_eq(play_try(m, table[i].line), table[i].err);
        ck_assert_uint_eq(mm_hash(m), hash);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_no_memory)
{
    struct mm *m = play_machine("memory=1M slab=off");

    play(m, "kmem_alloc task_struct as all count=5000");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_gt(label(m, "all")->count, 10);
    play(m, "kmem_free all");
    mm_free(m);
}
END_TEST

Suite *make_kmemcmd_suite(void);
Suite *make_kmemcmd_suite(void)
{
    Suite *s = suite_create("kmemcmd");
    TCase *c = tcase_create("kmemcmd");

    tcase_add_test(c, test_take_and_free);
    tcase_add_test(c, test_kmalloc);
    tcase_add_test(c, test_alias);
    tcase_add_test(c, test_refused);
    tcase_add_test(c, test_no_memory);
    suite_add_tcase(s, c);
    return s;
}
