/* check_kmem.c - named caches, slabs from the page allocator, shrinking.
 *
 * Origin: tests/oracle/slab (recorded /proc/slabinfo and /sys/kernel/slab of Linux 6.1).
 */
#include "policy/kmem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "play.h"
#include "policy/palloc.h"

/* Caches of the table, in its order, which is that of /proc/slabinfo; merged ones left out. Returns how many. */
static unsigned roots(const struct mm *m, uint16_t list[MM_CACHES_MAX])
{
    struct kmem_row row;
    unsigned n = 0;

    for (unsigned i = 0; i < KMR_COUNT; i++) {
        if (kmem_row(m, i, &row) && row.root) {
            list[n++] = (uint16_t)i;
        }
    }
    return n;
}

/* Names, sizes, objects and pages a slab, in the recorded order. */
static void compare_slabinfo(const char *options, const char *file, unsigned rows)
{
    struct mm *m = play_machine(options);
    size_t length;
    char *text = test_read(file, &length);
    uint16_t list[MM_CACHES_MAX];
    unsigned count = roots(m, list);
    unsigned i = 0;

    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        struct kmem_row row;
        struct slab_geometry g;
        char name[64];
        unsigned size, objects, pages;

        if (line[0] == '#' || strncmp(line, "slabinfo", 8) == 0 || line[0] == '=') {
            continue;
        }
        ck_assert_int_eq(sscanf(line, "%63s %*u %*u %u %u %u", name, &size, &objects, &pages), 4);
        ck_assert_uint_lt(i, count);
        ck_assert(kmem_row(m, list[i++], &row));
        g = kmem_row_geometry(m, &row);
        ck_assert_str_eq(row.name, name);
        ck_assert_uint_eq(g.size_bytes, size);
        ck_assert_uint_eq(g.objects, objects);
        ck_assert_uint_eq(1u << g.order, pages);
    }
    ck_assert_uint_eq(i, rows);
    free(text);
    mm_free(m);
}

START_TEST(test_slabinfo)
{
    compare_slabinfo("memory=64M slab=off", "oracle/slab/slabinfo-amd64.txt", 145);
}
END_TEST

/* Every row with 64 bits, merged ones too: what /sys/kernel/slab/NAME says at 1 to 4 CPUs. */
START_TEST(test_rows)
{
    size_t length;
    char *text = test_read("oracle/slab/geometry.tsv", &length);
    char options[64];
    struct mm *m[5] = {NULL};
    unsigned rows = 0;

    for (unsigned c = 1; c <= 4; c++) {
        snprintf(options, sizeof(options), "memory=64M cpus=%u slab=off", c);
        m[c] = play_machine(options);
    }
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        unsigned cpus, word, size, object, order, objects;
        struct kmem_row row;
        struct slab_geometry g;
        char name[64];

        if (line[0] == '#' || strstr(line, "numa") != NULL) {
            continue;
        }
        ck_assert_int_eq(sscanf(line, "%u\t%u\t%63s\t%u\t%u\t%u\t%u", &cpus, &word, name, &size,
                                &object, &order, &objects),
                         7);
        if (word == 4) {
            continue;
        }
        const slot_t cache = kmem_find(m[cpus], name);

        ck_assert_msg(cache != SLOT_NONE, "%s is like no cache", name);
        ck_assert(kmem_row(m[cpus], cache, &row));
        g = kmem_row_geometry(m[cpus], &row);
        ck_assert_msg(g.size_bytes == size && g.order == order && g.objects == objects,
                      "%s, %u CPUs: %s %u %u %u", name, cpus, row.name, g.size_bytes, g.order,
                      g.objects);
        rows++;
    }
    ck_assert_uint_eq(rows, 595);
    for (unsigned c = 1; c <= 4; c++) {
        mm_free(m[c]);
    }
    free(text);
}
END_TEST

/* No two caches of the table are alike: they would have been merged. */
START_TEST(test_apart)
{
    struct mm *m = play_machine("memory=64M slab=off");
    uint16_t list[MM_CACHES_MAX];
    const unsigned count = roots(m, list);

    for (unsigned i = 0; i < count; i++) {
        for (unsigned j = 0; j < count; j++) {
            struct kmem_row a, b;
            struct slab_geometry g;

            ck_assert(kmem_row(m, list[i], &a) && kmem_row(m, list[j], &b));
            g = kmem_row_geometry(m, &b);
            ck_assert_msg(i == j || !slabgeo_alike(&a.want, 8, &g, b.want.flags), "%s %s", a.name,
                          b.name);
        }
    }
    mm_free(m);
}
END_TEST

/* Origin: allocate_slab(): without a block of the usual order, the smallest that holds one object. */
START_TEST(test_fallback)
{
    struct mm *m = play_machine("memory=64M slab=off");
    const slot_t cache = kmem_find(m, "task_struct");
    const uint64_t before = play_free_pages(m);
    uint64_t obj;

    machine_set_fail_frames_nth(m, 0, 1);
    ck_assert(kmem_get(m, 0, cache, &obj));
    ck_assert_uint_eq(m->slab[slab_of(m, obj)].order, 1); /* 6208 bytes: two frames */
    ck_assert_uint_eq(m->slab[slab_of(m, obj)].objects, 1);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_slab_unreclaimable), 2);
    kmem_put(m, 0, obj);
    kmem_shrink(m, cache);
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_slab_unreclaimable), 0);
    ck_assert_uint_eq(play_free_pages(m), before);
    mm_free(m);
}
END_TEST

START_TEST(test_no_frame)
{
    struct mm *m = play_machine("memory=64M slab=off");
    const uint64_t before = play_free_pages(m);
    const slot_t cache = kmem_find(m, "dentry"); /* order 0: both tries are of one frame */
    uint64_t obj;

    machine_set_fail_frames_nth(m, 0, 1);
    ck_assert(kmem_get(m, 0, cache, &obj));
    ck_assert_uint_eq(vmstat_get(m, VMC_nr_slab_reclaimable), 1);
    kmem_put(m, 0, obj);
    ck_assert_uint_eq(kmem_shrink(m, cache), 1);
    ck_assert_uint_eq(play_free_pages(m), before);
    mm_free(m);
}
END_TEST

/* Whatever was taken and shrunk away again: bytes, counts and frames are as before. */
START_TEST(test_all_back)
{
    struct mm *m = play_machine("memory=16M slab=off");
    const slot_t cache = kmem_find(m, "kmalloc-64");
    static uint64_t obj[2000];
    uint64_t bits = 0;
    const uint64_t before = play_free_pages(m);

    for (unsigned i = 0; i < 2000; i++) {
        ck_assert(kmem_get(m, 0, cache, &obj[i]));
    }
    for (unsigned i = 0; i < 2000; i++) {
        kmem_put(m, 0, obj[i * 7 % 2000]);
    }
    ck_assert_uint_gt(m->kmem_cache[cache].slabs, 5); /* min_partial stay */
    kmem_shrink(m, cache);
    ck_assert_uint_eq(m->kmem_cache[cache].slabs, 0);
    ck_assert_uint_eq(play_free_pages(m), before);
    for (uint64_t i = 0; i < (uint64_t)m->frames * MM_PAGE_BYTES; i += 8) {
        bits |= *(uint64_t *)(void *)(m->table + i);
    }
    ck_assert_uint_eq(bits, 0);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_kmem_suite(void);
Suite *make_kmem_suite(void)
{
    Suite *s = suite_create("kmem");
    TCase *c = tcase_create("kmem");

    tcase_add_test(c, test_slabinfo);
    tcase_add_test(c, test_rows);
    tcase_add_test(c, test_apart);
    tcase_add_test(c, test_fallback);
    tcase_add_test(c, test_no_frame);
    tcase_add_test(c, test_all_back);
    suite_add_tcase(s, c);
    return s;
}
