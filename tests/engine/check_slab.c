/* check_slab.c - which object is taken, where a freed one goes.
 *
 * Origin: ___slab_alloc() and __slab_free() of Linux 6.1, step by step.
 */
#include "parts/slab.h"

#include "play.h"
#include "policy/kmem.h"

static struct mm *m;
static slot_t cache;

/* Objects of 1024 bytes, 16 to a slab of four frames with two CPUs, like no
 * named cache. */
static void setup(void)
{
    m = play_machine("memory=64M cpus=2 slab=off");
    cache = kmem_create(
        m, "quarter",
        &(struct slab_want){.object_bytes = 900, .align = 1024, .flags = KMF_RECLAIMABLE});
    ck_assert_uint_eq(m->kmem_cache[cache].objects, 16);
}

static void teardown(void)
{
    mm_check(m);
    mm_free(m);
}

static uint64_t get(uint32_t cpu)
{
    uint64_t obj = 0;

    ck_assert(kmem_get(m, cpu, cache, &obj));
    return obj;
}

static enum mm_slab_state state_of(uint64_t obj)
{
    return (enum mm_slab_state)m->slab[slab_of(m, obj)].state;
}

/* The list of a new slab ascends; what is freed last is taken first. */
START_TEST(test_own_list)
{
    const uint64_t a = get(0);
    const uint64_t b = get(0);
    const uint64_t c = get(0);

    ck_assert_uint_eq(b, a + 1024);
    ck_assert_uint_eq(c, b + 1024);
    kmem_put(m, 0, a);
    kmem_put(m, 0, b);
    ck_assert_uint_eq(get(0), b);
    ck_assert_uint_eq(get(0), a);
    ck_assert_uint_eq(get(0), c + 1024);
}
END_TEST

/* The pointer to the next free object stands in the middle of the object, in the frame's bytes. */
START_TEST(test_pointer)
{
    const uint64_t a = get(0);

    ck_assert_uint_eq(m->kmem_cache[cache].offset_bytes, 448); /* 900 / 2, down to a word */
    ck_assert_uint_eq(*(uint64_t *)(void *)(m->table + a + 1024 + 448), a + 2048);
    ck_assert_uint_eq(*(uint64_t *)(void *)(m->table + a + 448), 0);
    kmem_put(m, 0, a);
    ck_assert_uint_eq(*(uint64_t *)(void *)(m->table + a + 448), a + 1024);
}
END_TEST

/* Another CPU frees onto the slab's own list; the CPU gets those back when its list is empty. */
START_TEST(test_other_cpu)
{
    uint64_t obj[16];

    for (unsigned i = 0; i < 16; i++) {
        obj[i] = get(0);
    }
    ck_assert_uint_eq(state_of(obj[0]), SLS_CPU);
    kmem_put(m, 1, obj[3]);
    ck_assert_uint_eq(state_of(obj[0]), SLS_CPU);
    ck_assert_uint_eq(m->slab[slab_of(m, obj[0])].freelist, obj[3]);
    ck_assert_uint_eq(get(0), obj[3]);
    ck_assert_uint_eq(m->slab[slab_of(m, obj[0])].freelist, 0);
}
END_TEST

/* A full slab is on no list; the first free puts it on the partial list of the CPU that frees. */
START_TEST(test_full)
{
    uint64_t obj[17];

    for (unsigned i = 0; i < 17; i++) {
        obj[i] = get(0);
    }
    ck_assert_uint_eq(state_of(obj[0]), SLS_FULL);
    ck_assert_uint_eq(state_of(obj[16]), SLS_CPU);
    kmem_put(m, 1, obj[5]);
    ck_assert_uint_eq(state_of(obj[0]), SLS_CPU_PARTIAL);
    ck_assert_uint_eq(m->slab[slab_of(m, obj[0])].cpu, 1);
    ck_assert_uint_eq(m->kmem_cpu[slab_cpu_id(m, cache, 1)].partial_slabs, 1);
    ck_assert_uint_eq(get(1), obj[5]); /* and that CPU takes it from there */
    ck_assert_uint_eq(state_of(obj[0]), SLS_CPU);
}
END_TEST

/* 24 objects may be kept, 16 a slab: three slabs. The fourth sends the three to the node, at the tail. */
START_TEST(test_drain)
{
    uint64_t obj[16 * 8];
    const uint32_t kc = slab_cpu_id(m, cache, 0);

    for (unsigned i = 0; i < 16 * 8; i++) {
        obj[i] = get(0);
    }
    ck_assert_uint_eq(m->kmem_cache[cache].cpu_partial_slabs, 3);
    for (unsigned i = 0; i < 3; i++) {
        kmem_put(m, 0, obj[16 * i]);
    }
    ck_assert_uint_eq(m->kmem_cpu[kc].partial_slabs, 3);
    ck_assert_uint_eq(m->kmem_node[cache].nr_partial, 0);
    kmem_put(m, 0, obj[16 * 3]);
    ck_assert_uint_eq(m->kmem_cpu[kc].partial_slabs, 1);
    ck_assert_uint_eq(m->kmem_node[cache].nr_partial, 3);
    /* the list was newest first */
    ck_assert_uint_eq(m->kmem_node[cache].partial - 1, slab_of(m, obj[16 * 2]));
    ck_assert_uint_eq(m->kmem_node[cache].partial_last - 1, slab_of(m, obj[0]));
    /* a CPU without anything takes one, and two more for later: 3 / 2 + 1 */
    ck_assert_uint_eq(get(1), obj[16 * 2]);
    ck_assert_uint_eq(m->kmem_node[cache].nr_partial, 0);
    ck_assert_uint_eq(m->kmem_cpu[slab_cpu_id(m, cache, 1)].partial_slabs, 2);
}
END_TEST

/* A node keeps min_partial (5) partial slabs, be they empty; one more that becomes empty goes back. */
START_TEST(test_min_partial)
{
    uint64_t obj[16 * 12];
    uint32_t slabs;

    for (unsigned i = 0; i < 16 * 12; i++) {
        obj[i] = get(0);
    }
    for (unsigned i = 0; i < 10; i++) { /* 3 drained, 3 drained, 3 drained, 1 on the CPU */
        kmem_put(m, 0, obj[16 * i]);
    }
    ck_assert_uint_eq(m->kmem_node[cache].nr_partial, 9);
    slabs = m->kmem_cache[cache].slabs;
    for (unsigned s = 0; s < 9; s++) {
        for (unsigned i = 1; i < 16; i++) {
            kmem_put(m, 0, obj[16 * s + i]);
        }
    }
    ck_assert_uint_eq(m->kmem_node[cache].nr_partial, 4);
    ck_assert_uint_eq(m->kmem_cache[cache].slabs, slabs - 5);
}
END_TEST

Suite *make_slab_suite(void);
Suite *make_slab_suite(void)
{
    Suite *s = suite_create("slab");
    TCase *c = tcase_create("slab");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, test_own_list);
    tcase_add_test(c, test_pointer);
    tcase_add_test(c, test_other_cpu);
    tcase_add_test(c, test_full);
    tcase_add_test(c, test_drain);
    tcase_add_test(c, test_min_partial);
    suite_add_tcase(s, c);
    return s;
}
