/* check_slabgeo.c - geometry of caches against recordings of Linux 6.1.
 *
 * Origin: tests/oracle/slab/geometry.tsv, /sys/kernel/slab of 17 boots with 1 to 4 CPUs, amd64 and i386.
 */
#include "parts/slabgeo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

struct recorded {
    unsigned cpus, word, size, object, order, objects, align, cpu_partial, min_partial, reclaim;
    char name[64];
};

/* One row; false for a comment. */
static bool parse(char *line, struct recorded *r)
{
    if (line[0] == '#') {
        return false;
    }
    ck_assert_int_eq(sscanf(line, "%u\t%u\t%63s\t%u\t%u\t%u\t%u\t%u\t%u\t%u\t%u", &r->cpus,
                            &r->word, r->name, &r->size, &r->object, &r->order, &r->objects,
                            &r->align, &r->cpu_partial, &r->min_partial, &r->reclaim),
                     11);
    return true;
}

/* The free pointer lies outside the object when the size cannot be had otherwise: a constructor or RCU needs that. */
static uint32_t outside(const struct recorded *r)
{
    const uint32_t word = (r->object + r->word - 1) / r->word * r->word;

    return (word + r->align - 1) / r->align * r->align == r->size ? 0 : KMF_OUTSIDE;
}

START_TEST(test_recorded)
{
    size_t length;
    char *text = test_read("oracle/slab/geometry.tsv", &length);
    unsigned rows = 0;

    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        struct recorded r;
        struct slab_geometry g;

        if (!parse(line, &r)) {
            continue;
        }
        slabgeo_of(
            &(struct slab_want){.object_bytes = r.object, .align = r.align, .flags = outside(&r)},
            r.word, r.cpus, &g);
        ck_assert_msg(g.size_bytes == r.size && g.order == r.order && g.objects == r.objects &&
                          g.align == r.align && g.cpu_partial == r.cpu_partial &&
                          g.min_partial == r.min_partial,
                      "%s with %u CPUs: size %u order %u objects %u", r.name, r.cpus, g.size_bytes,
                      g.order, g.objects);
        ck_assert_uint_lt(g.offset_bytes + r.word, g.size_bytes + 1);
        rows++;
    }
    ck_assert_uint_eq(rows, 1012);
    free(text);
}
END_TEST

/* Origin: kernel-facts 18, a live kernel with 2 CPUs, and the rule for 8. */
START_TEST(test_more_cpus)
{
    static const struct {
        uint32_t size, cpus, objects, order;
    } table[] = {{512, 2, 16, 1},  {1024, 2, 16, 2}, {2048, 2, 16, 3}, {4096, 2, 8, 3},
                 {8192, 2, 4, 3},  {192, 8, 21, 0},  {256, 8, 32, 1},  {512, 8, 32, 2},
                 {1024, 8, 32, 3}, {2048, 8, 16, 3}, {8192, 8, 4, 3}};

    for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct slab_geometry g;

        slabgeo_of(&(struct slab_want){.object_bytes = table[i].size}, 8, table[i].cpus, &g);
        ck_assert_uint_eq(g.objects, table[i].objects);
        ck_assert_uint_eq(g.order, table[i].order);
    }
}
END_TEST

/* Whatever is asked for: objects fit, are aligned, and a slab is never larger than the page allocator's largest. */
START_TEST(test_any)
{
    for (uint32_t bytes = 1; bytes <= 4u << 20; bytes += 1 + bytes / 7) {
        for (uint32_t align = 1; align <= 4096; align *= 4) {
            for (unsigned cpus = 1; cpus <= 64; cpus *= 2) {
                struct slab_geometry g;

                slabgeo_of(&(struct slab_want){.object_bytes = bytes, .align = align},
                           cpus % 3 == 1 ? 8 : 4, cpus, &g);
                ck_assert_uint_ge(g.size_bytes, bytes);
                ck_assert_uint_eq(g.size_bytes % align, 0);
                ck_assert_uint_le(g.order, MM_ORDER_MAX);
                ck_assert(g.objects >= 1 && g.objects <= SLAB_OBJECTS_MAX);
                ck_assert((uint64_t)g.objects * g.size_bytes <= MM_PAGE_BYTES << g.order);
                ck_assert(g.objects_min >= 1 && g.order_min <= g.order);
                ck_assert_uint_ge(g.cpu_partial_slabs, 1);
            }
        }
    }
}
END_TEST

/* Origin: kmalloc_index() of 6.1. */
START_TEST(test_kmalloc)
{
    static const struct {
        uint64_t bytes;
        uint32_t size;
    } table[] = {{1, 8},       {8, 8},       {9, 16},    {64, 64},       {65, 96},   {96, 96},
                 {97, 128},    {128, 128},   {129, 192}, {192, 192},     {193, 256}, {513, 1024},
                 {4097, 8192}, {8192, 8192}, {8193, 0},  {1ull << 40, 0}};

    for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ck_assert_uint_eq(slabgeo_kmalloc_bytes(table[i].bytes), table[i].size);
    }
}
END_TEST

START_TEST(test_alike)
{
    struct slab_geometry have;
    const struct slab_want want = {.object_bytes = 104};

    slabgeo_of(&want, 8, 1, &have);
    ck_assert(slabgeo_alike(&(struct slab_want){.object_bytes = 97}, 8, &have, 0));
    ck_assert(!slabgeo_alike(&(struct slab_want){.object_bytes = 96}, 8, &have, 0)); /* 8 less */
    ck_assert(!slabgeo_alike(&(struct slab_want){.object_bytes = 105}, 8, &have, 0));
    ck_assert(!slabgeo_alike(&(struct slab_want){.object_bytes = 104, .align = 64}, 8, &have, 0));
    ck_assert(!slabgeo_alike(&(struct slab_want){.object_bytes = 104, .flags = KMF_RECLAIMABLE}, 8,
                             &have, 0));
    ck_assert(!slabgeo_alike(&want, 8, &have, KMF_NOMERGE));
    ck_assert(!slabgeo_alike(&want, 8, &have, KMF_OUTSIDE));
}
END_TEST

Suite *make_slabgeo_suite(void);
Suite *make_slabgeo_suite(void)
{
    Suite *s = suite_create("slabgeo");
    TCase *c = tcase_create("slabgeo");

    tcase_add_test(c, test_recorded);
    tcase_add_test(c, test_more_cpus);
    tcase_add_test(c, test_any);
    tcase_add_test(c, test_kmalloc);
    tcase_add_test(c, test_alike);
    suite_add_tcase(s, c);
    return s;
}
