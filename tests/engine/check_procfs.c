/* check_procfs.c - meminfo, vmstat and sysctls beside recorded ones; every file by its path. */
#include "text/procfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "parts/zone.h"
#include "play.h"
#include "shape.h"

#define TEXT_BYTES (1 << 16)

static char *cat(const struct mm *m, const char *path)
{
    char *buf = malloc(TEXT_BYTES);
    size_t length;

    ck_assert_msg(procfs_read(m, path, buf, TEXT_BYTES, &length), "no %s", path);
    ck_assert_uint_lt(length, TEXT_BYTES);
    ck_assert_uint_eq(strlen(buf), length);
    return buf;
}

static void compare(const struct mm *m, const char *path, const char *recording, enum shape shape)
{
    char *ours = cat(m, path);
    char *recorded = shape_section(recording, path);

    shape_compare(ours, recorded, shape, NULL);
    free(ours);
    free(recorded);
}

START_TEST(test_recorded)
{
    struct mm *m = play_machine("memory=256M");

    compare(m, "/proc/meminfo", "oracle/memory/boot-256M.txt", SHAPE_WIDTH);
    compare(m, "/proc/vmstat", "oracle/memory/boot-256M.txt", SHAPE_WORDS);
    mm_free(m);
    m = play_machine("memory=512M paging=2");
    compare(m, "/proc/meminfo", "oracle/memory/boot-i386-512M.txt", SHAPE_WIDTH);
    compare(m, "/proc/vmstat", "oracle/memory/boot-i386-512M.txt", SHAPE_WORDS);
    mm_free(m);
}
END_TEST

/* The recorded 256M boot: its zones and its free pages put into the machine give its MemAvailable, less what its page
 * cache and slab gave, and its dirty thresholds. */
START_TEST(test_recorded_figures)
{
    static const uint32_t mark[2][3] = {{34, 42, 50}, {412, 515, 618}};
    struct mm *m = play_machine("memory=256M");
    uint64_t value;

    for (uint32_t z = 0; z < 2; z++) {
        zone_set_min_pages(m, z, mark[z][0]);
        zone_set_low_pages(m, z, mark[z][1]);
        zone_set_high_pages(m, z, mark[z][2]);
        zone_set_managed_pages(m, z, z == 0 ? 3840 : 48848);
    }
    zone_set_protection1(m, 0, 180);
    zone_set_protection2(m, 0, 180);
    zone_set_protection3(m, 0, 180);
    counter_set_value(m, VMC_nr_free_pages, 44892);
    counter_set_value(m, VMC_nr_slab_reclaimable, 2191);
    ck_assert_uint_eq(play_meminfo_kb(m, "MemAvailable"), 182712);
    ck_assert(procfs_vmstat_value(m, "nr_dirty_threshold", &value) && value == 8806);
    ck_assert(procfs_vmstat_value(m, "nr_dirty_background_threshold", &value) && value == 4398);
    mm_free(m);
}
END_TEST

START_TEST(test_meminfo_identities)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t used[FT_COUNT] = {0};
    char *text;
    unsigned lines = 0;

    play(m, "spawn p");
    play(m, "p mmap 1M as a");
    play(m, "p write a");
    ck_assert_uint_eq(play_meminfo_kb(m, "MemTotal"), (uint64_t)m->machine->totalram_pages * 4);
    ck_assert_uint_eq(play_meminfo_kb(m, "MemFree"), vmstat_get(m, VMC_nr_free_pages) * 4);
    ck_assert_uint_ge(play_meminfo_kb(m, "AnonPages"), 1024);
    ck_assert_uint_eq(play_meminfo_kb(m, "Committed_AS"), m->machine->committed_pages * 4);
    ck_assert_uint_eq(play_meminfo_kb(m, "Active") + play_meminfo_kb(m, "Inactive"),
                      play_meminfo_kb(m, "Active(anon)") + play_meminfo_kb(m, "Inactive(anon)") +
                          play_meminfo_kb(m, "Active(file)") +
                          play_meminfo_kb(m, "Inactive(file)"));
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        used[m->frame[pfn].type] += 4;
    }
    ck_assert_uint_eq(play_meminfo_kb(m, "MemTotal") - play_free_pages(m) * 4,
                      used[FT_ANON] + used[FT_FILE] + used[FT_TABLE] + used[FT_SLAB] +
                          play_meminfo_kb(m, "KernelStack"));
    ck_assert_uint_eq(play_meminfo_kb(m, "Slab"), used[FT_SLAB]);
    ck_assert_uint_eq(play_meminfo_kb(m, "AnonPages"), used[FT_ANON]);
    ck_assert_uint_eq(play_meminfo_kb(m, "Mapped"), used[FT_FILE]);
    ck_assert_uint_eq(play_meminfo_kb(m, "PageTables"),
                      used[FT_TABLE] - 8); /* Linux does not count PGD and PUD */
    text = cat(m, "/proc/meminfo");        /* each key has its value in the file */
    for (const char *key; (key = procfs_meminfo_key(m, lines)) != NULL; lines++) {
        char label[64], *at;
        unsigned long long shown;

        snprintf(label, sizeof(label), "\n%s:", key);
        at = lines == 0 ? text : strstr(text, label);
        ck_assert_ptr_nonnull(at);
        ck_assert_int_eq(sscanf(strchr(at, ':') + 1, "%llu", &shown), 1);
        ck_assert_uint_eq(shown, play_meminfo_kb(m, key));
    }
    ck_assert_uint_gt(lines, 50);
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_sysctl_files)
{
    struct mm *m = play_machine("memory=64M");
    char *text = cat(m, "/proc/sys/vm/lowmem_reserve_ratio");
    uint64_t value;

    ck_assert_str_eq(text, "256\t256\t32\t0\t0\n"); /* as recorded */
    free(text);
    play(m, "echo 2 > /proc/sys/vm/overcommit_memory");
    text = cat(m, "/proc/sys/vm/overcommit_memory");
    ck_assert_str_eq(text, "2\n");
    free(text);
    ck_assert(procfs_sysctl_value(m, "vm.overcommit_memory", &value) && value == 2);
    ck_assert(!procfs_sysctl_value(m, "vm.nonsense", &value));
    mm_free(m);
    m = play_machine("memory=64M paging=2");
    text = cat(m, "/proc/sys/vm/lowmem_reserve_ratio");
    ck_assert_str_eq(text, "256\t32\t0\t0\n");
    free(text);
    mm_free(m);
}
END_TEST

START_TEST(test_values)
{
    struct mm *m = play_machine("memory=64M");
    uint64_t v;
    bool plain;

    ck_assert(procfs_zone_value(m, 0, "DMA", "protection.2", &v) && v == m->zone[0].protection2);
    ck_assert(!procfs_zone_value(m, 0, "DMA", "protection", &v));
    ck_assert(!procfs_zone_value(m, 0, "DMA", "protection.12", &v));
    ck_assert(procfs_buddy_value(m, 0, "DMA32", 10, &v) && v == 12);
    ck_assert(procfs_meminfo_value(m, "HugePages_Free", &v, &plain) && plain && v == 0);
    ck_assert(!procfs_meminfo_value(m, "LowFree", &v, &plain)); /* 32 bits only */
    ck_assert(!procfs_meminfo_value(m, "Mem", &v, &plain));
    ck_assert(procfs_vmstat_value(m, "nr_free_pages", &v) && v == vmstat_get(m, VMC_nr_free_pages));
    ck_assert(!procfs_vmstat_value(m, "pgalloc_high", &v));
    ck_assert_str_eq(procfs_vmstat_key(m, 0), "nr_free_pages");
    ck_assert_ptr_null(procfs_vmstat_key(m, VMC_COUNT));
    mm_free(m);
}
END_TEST

/* Every path that is offered can be read, also into a buffer that is too small; what is not offered cannot. */
START_TEST(test_paths)
{
    static const char *const wrong[] = {
        "/proc/nothing", "/proc",         "/proc/",  "/proc/p", "/proc/p/",       "/proc/q/maps",
        "/proc/p/mapsx", "/proc/sys/vm/", "meminfo", "",        "/proc/self/maps"};
    struct mm *m = play_machine("memory=64M");
    unsigned i = 0;
    char small[10];
    size_t length;

    play(m, "spawn p");
    for (const char *path; (path = procfs_path(i)) != NULL; i++) {
        static const char *const stand_in[][2] = {
            {"PID", "p"}, {"nodeN", "node0"}, {"memoryN", "memory0"}, {"/NAME/", "/dentry/"}};
        char real[96];
        char *text;

        snprintf(real, sizeof(real), "%s", path);
        for (unsigned k = 0; k < sizeof(stand_in) / sizeof(stand_in[0]); k++) {
            const char *at = strstr(path, stand_in[k][0]);

            if (at != NULL) {
                snprintf(real, sizeof(real), "%.*s%s%s", (int)(at - path), path, stand_in[k][1],
                         at + strlen(stand_in[k][0]));
            }
        }
        text = cat(m, real);
        ck_assert(procfs_read(m, real, small, sizeof(small), &length));
        ck_assert_uint_eq(length, strlen(text));
        ck_assert_int_eq(strncmp(small, text, sizeof(small) - 1), 0);
        free(text);
    }
    ck_assert_uint_ge(i, 20);
    for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        ck_assert_msg(!procfs_read(m, wrong[i], small, sizeof(small), &length), "%s", wrong[i]);
    }
    mm_free(m);
}
END_TEST

Suite *make_procfs_suite(void)
{
    Suite *s = suite_create("procfs");
    TCase *t = tcase_create("procfs");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_recorded_figures);
    tcase_add_test(t, test_meminfo_identities);
    tcase_add_test(t, test_sysctl_files);
    tcase_add_test(t, test_values);
    tcase_add_test(t, test_paths);
    suite_add_tcase(s, t);
    return s;
}
