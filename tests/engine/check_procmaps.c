/* check_procmaps.c - maps, smaps and smaps_rollup: columns as recorded, sums as the entries say. */
#include "text/procmaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts/pgtable.h"
#include "parts/vma.h"
#include "play.h"
#include "shape.h"
#include "task/actor.h"

#define TEXT_BYTES  (1 << 16)
#define NAME_COLUMN 73u

static char *show(const struct mm *m, slot_t proc,
                  void (*file)(const struct mm *, slot_t, struct report *))
{
    char *buf = malloc(TEXT_BYTES);
    struct report r;

    report_begin(&r, buf, TEXT_BYTES);
    file(m, proc, &r);
    ck_assert_uint_lt(r.length, TEXT_BYTES);
    return buf;
}

static uint64_t sum_kb(const struct mm *m, slot_t proc, const char *key)
{
    struct procmaps_sum sum;
    uint64_t kb;

    procmaps_total(m, proc, &sum);
    ck_assert_msg(procmaps_value(&sum, key, &kb), "no %s", key);
    return kb;
}

/* Every line: the columns, where a name begins, and nothing after "0 " where there is none. The same is asked of the
 * recorded file. */
static unsigned check_lines(const char *text, bool first_addresses_rise)
{
    unsigned long long before = 0;
    unsigned lines = 0;

    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        unsigned long long start, end, offset, inode;
        char rights[5], device[8], name[64] = "";
        int used = 0;
        const int n = sscanf(text, "%llx-%llx %4s %llx %7s %llu%n", &start, &end, rights, &offset,
                             device, &inode, &used);

        ck_assert_int_eq(n, 6);
        ck_assert(start < end && (!first_addresses_rise || start >= before));
        ck_assert_int_eq(text[used], ' ');
        if ((size_t)used + 1 < length) {
            ck_assert_int_eq(sscanf(text + used, "%63s", name), 1);
            ck_assert_uint_eq(length - strlen(name), NAME_COLUMN);
        }
        before = end;
        text += length + 1;
        lines++;
    }
    return lines;
}

START_TEST(test_columns)
{
    struct mm *m = play_machine("memory=64M");
    char *ours, *recorded = shape_section("oracle/memory/process.txt", "/proc/self/maps");
    slot_t p;

    play(m, "spawn p lib=/lib/libc.so:2M");
    play(m, "p mmap 64K as a prot=r--");
    play(m, "p mmap 64K as s shared");
    p = mm_find_proc(m, "p");
    ours = show(m, p, procmaps_maps);
    ck_assert_uint_eq(check_lines(recorded, true), 10);
    ck_assert_uint_eq(check_lines(ours, true), m->proc[p].vma_count);
    ck_assert_ptr_nonnull(strstr(ours, "r-xp 00000000 08:01 "));
    ck_assert_ptr_nonnull(strstr(ours, " /bin/p\n"));
    ck_assert_ptr_nonnull(strstr(ours, " /lib/libc.so\n"));
    ck_assert_ptr_nonnull(strstr(ours, " [heap]\n"));
    ck_assert_ptr_nonnull(strstr(ours, " [stack]\n"));
    ck_assert_ptr_nonnull(strstr(ours, " [vdso]\n"));
    ck_assert_ptr_nonnull(strstr(ours, "rw-s 00000000 00:00 0 \n"));
    ck_assert_ptr_nonnull(strstr(ours, "r--p 00000000 00:00 0 \n"));
    free(ours);
    free(recorded);
    mm_free(m);
}
END_TEST

START_TEST(test_rollup_as_recorded)
{
    struct mm *m = play_machine("memory=64M");
    char *ours, *recorded = shape_section("oracle/memory/process.txt", "/smaps_rollup");

    play(m, "spawn p");
    ours = show(m, mm_find_proc(m, "p"), procmaps_rollup);
    ck_assert_uint_eq(strcspn(ours, "["), NAME_COLUMN);
    ck_assert_uint_eq(strcspn(recorded, "["), NAME_COLUMN);
    shape_compare(strchr(ours, '\n'), strchr(recorded, '\n'), SHAPE_WIDTH, NULL);
    free(ours);
    free(recorded);
    mm_free(m);
}
END_TEST

/* Reads of untouched memory map the zero page, which counts as nothing; writes count as private dirty. */
START_TEST(test_sums)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t rss, dirty, referenced;
    slot_t p;

    play(m, "spawn p");
    play(m, "p mmap 1M as a");
    p = mm_find_proc(m, "p");
    rss = sum_kb(m, p, "Rss");
    dirty = sum_kb(m, p, "Private_Dirty");
    referenced = sum_kb(m, p, "Referenced");
    play(m, "p read a");
    ck_assert_uint_eq(sum_kb(m, p, "Rss"), rss);
    play(m, "p write a+0..256K");
    ck_assert_uint_eq(sum_kb(m, p, "Rss"), rss + 256);
    ck_assert_uint_eq(sum_kb(m, p, "Pss"), rss + 256);
    ck_assert_uint_eq(sum_kb(m, p, "Private_Dirty"), dirty + 256);
    ck_assert_uint_eq(sum_kb(m, p, "Referenced"), referenced + 256);
    ck_assert_uint_eq(sum_kb(m, p, "Shared_Clean") + sum_kb(m, p, "Shared_Dirty"), 0);
    ck_assert_uint_eq(sum_kb(m, p, "Rss"),
                      (m->proc[p].rss_anon_pages + m->proc[p].rss_file_pages) * 4);
    ck_assert_uint_eq(sum_kb(m, p, "Anonymous"), m->proc[p].rss_anon_pages * 4);
    play(m, "p mlock a+0..16K");
    ck_assert_uint_eq(sum_kb(m, p, "Locked"), 16);
    play(m, "p madvise a+16K..1M dontneed");
    ck_assert_uint_eq(sum_kb(m, p, "Rss"), rss + 16);
    mm_free(m);
}
END_TEST

/* A page that three entries map counts a third for each. */
START_TEST(test_shared_page)
{
    struct mm *m = play_machine("memory=64M");
    struct procmaps_sum sum = {0};
    struct pgtable_pos leaf;
    slot_t p, area;
    vaddr_t start;
    pfn_t pfn;

    play(m, "spawn p");
    play(m, "p mmap 4K as a");
    play(m, "p write a");
    p = mm_find_proc(m, "p");
    start = m->label[mm_find_label(m, p, "a")].start;
    area = vma_at(m, p, start);
    ck_assert(pgtable_find(m, m->proc[p].pgd_pfn, start, &leaf));
    pfn = pgtable_pfn(pgtable_read(m, leaf.table, leaf.index));
    frame_set_mapcount(m, pfn, 2);
    m->config.check_level = 0;
    sum = (struct procmaps_sum){0};
    procmaps_add(m, area, &sum);
    ck_assert_uint_eq(sum.pss, 4096ull * 4096 / 3);
    ck_assert_uint_eq(sum.shared_dirty, 4096);
    ck_assert_uint_eq(sum.private_dirty, 0);
    frame_set_mapcount(m, pfn, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_smaps)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t total = 0;
    unsigned areas = 0;
    char *text;
    slot_t p;

    play(m, "spawn p");
    play(m, "p mmap 64K as a");
    play(m, "p write a+0..8K");
    p = mm_find_proc(m, "p");
    text = show(m, p, procmaps_smaps);
    for (const char *at = text; (at = strstr(at, "\nRss:")) != NULL; areas++) {
        unsigned kb;

        ck_assert_int_eq(sscanf(at, "\nRss: %u kB", &kb), 1);
        total += kb;
        at++;
    }
    ck_assert_uint_eq(areas, m->proc[p].vma_count);
    ck_assert_uint_eq(total, sum_kb(m, p, "Rss"));
    ck_assert_ptr_nonnull(
        strstr(text, "\nSize:                 64 kB\nKernelPageSize:        4 kB\n"));
    ck_assert_ptr_nonnull(
        strstr(text, "\nTHPeligible:           0\nVmFlags: rd wr mr mw me ac \n"));
    ck_assert_ptr_null(strstr(text, "Pss_Anon"));
    free(text);
    mm_free(m);
}
END_TEST

Suite *make_procmaps_suite(void)
{
    Suite *s = suite_create("procmaps");
    TCase *t = tcase_create("procmaps");

    tcase_add_test(t, test_columns);
    tcase_add_test(t, test_rollup_as_recorded);
    tcase_add_test(t, test_sums);
    tcase_add_test(t, test_shared_page);
    tcase_add_test(t, test_smaps);
    suite_add_tcase(s, t);
    return s;
}
