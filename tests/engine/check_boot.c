/* check_boot.c - what booting leaves, against recordings of Linux 6.1.192 (amd64) and 6.1.176 (i686) on a QEMU PC.
 *
 * oracle/memory/boot-zones.csv and available.csv are the first snapshot after boot of the runs that they name,
 * boot-tuning.csv those after each write (or read) of a sysctl. Every number is compared exactly.
 */
#include "policy/boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "play.h"
#include "text/procfs.h"

#define FIELDS_MAX 20u

/* One line of a CSV file without quotes, cut in place. Returns its fields; *at moves to the next line. */
static unsigned csv_line(char **at, char *field[FIELDS_MAX])
{
    char *line = *at;
    char *end = strchr(line, '\n');
    unsigned n = 0;

    if (end == NULL) {
        return 0;
    }
    *end = '\0';
    *at = end + 1;
    for (char *p = line; n < FIELDS_MAX;) {
        field[n++] = p;
        p = strchr(p, ',');
        if (p == NULL) {
            break;
        }
        *p++ = '\0';
    }
    return n;
}

static uint64_t number(const char *text)
{
    return strtoull(text, NULL, 10);
}

/* Zones that are written down stand with ; for , in the files. No check after each command: the machines are large. */
static struct mm *recorded_machine(const char *words)
{
    char options[256];
    struct mm *m;

    snprintf(options, sizeof(options), "%s", words);
    for (char *p = options; *p != '\0'; p++) {
        *p = *p == ';' ? ',' : *p;
    }
    m = play_machine(options);
    m->config.check_level = 0;
    return m;
}

static uint32_t zone_by_name(const struct mm *m, uint32_t node, const char *name)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        if (m->zone[z].node == node &&
            strcmp(zone_type_name((enum mm_zone_type)m->zone[z].type), name) == 0) {
            return z;
        }
    }
    ck_abort_msg("no zone %s", name);
    return 0;
}

/* min low high protection from field[0] on. `boost` pages of the recorded marks are a boost that came after boot. */
static void compare_marks(struct mm *m, uint32_t z, char *const field[], uint64_t boost,
                          const char *where)
{
    const char *at = field[3];
    const uint64_t mark[3] = {number(field[0]), number(field[1]), number(field[2])};

    for (unsigned i = 0; i < 3; i++) {
        ck_assert_msg(zone_mark_pages(m, z, (enum zone_mark)i) + boost == mark[i],
                      "%s %s: mark %u is %u, recorded %llu", where, field[-1], i,
                      zone_mark_pages(m, z, (enum zone_mark)i), (unsigned long long)mark[i]);
    }
    for (unsigned rank = 0; rank < ZONE_RANKS; rank++) {
        char *end;
        const uint64_t reserve = strtoull(at, &end, 10);

        ck_assert_msg(zone_protection(m, z, rank) == reserve,
                      "%s %s: protection %u is %u, recorded %llu", where, field[-1], rank,
                      zone_protection(m, z, rank), (unsigned long long)reserve);
        at = end;
    }
}

/* run machine memtotal min_free total reserved dentries inodes node zone start spanned present managed min low high
 * boost protection. The 96M recording prints min, low and high 512 higher: a steal after boot had boosted the zone, and
 * Linux prints the marks with the boost. Formula and recording agree on the base. */
START_TEST(test_recorded_boots)
{
    char *text = test_read("oracle/memory/boot-zones.csv", NULL);
    char *at = strchr(text, '\n') + 1;
    char *f[FIELDS_MAX];
    char machine[256] = "";
    struct mm *m = NULL;
    struct boot_sizes sizes;
    unsigned rows = 0;

    for (unsigned n; (n = csv_line(&at, f)) > 0; rows++) {
        uint32_t z;

        ck_assert_uint_eq(n, 19);
        if (strcmp(machine, f[1]) != 0) {
            mm_free(m);
            snprintf(machine, sizeof(machine), "%s", f[1]);
            m = recorded_machine(machine);
            boot_sizes_of(&m->config, &sizes);
        }
        z = zone_by_name(m, (uint32_t)number(f[8]), f[9]);
        ck_assert_msg(m->machine->totalram_pages * 4ull == number(f[2]), "%s: MemTotal %llu", f[0],
                      m->machine->totalram_pages * 4ull);
        ck_assert_uint_eq(m->sysctl[SC_MIN_FREE_KBYTES].value, number(f[3]));
        ck_assert_uint_eq(sizes.total_kb, number(f[4]));
        ck_assert_uint_eq(sizes.reserved_kb, number(f[5]));
        ck_assert_uint_eq(sizes.dentries, number(f[6]));
        ck_assert_uint_eq(sizes.inodes, number(f[7]));
        ck_assert_uint_eq(m->zone[z].start_pfn, number(f[10]));
        ck_assert_uint_eq(m->zone[z].spanned_pages, number(f[11]));
        ck_assert_uint_eq(m->zone[z].present_pages, number(f[12]));
        ck_assert_msg(m->zone[z].managed_pages == number(f[13]), "%s %s: managed %u", f[0], f[9],
                      m->zone[z].managed_pages);
        {
            char *const marks[] = {f[9], f[14], f[15], f[16], f[18]};

            compare_marks(m, z, marks + 1, number(f[17]), f[0]);
        }
    }
    ck_assert_uint_eq(rows, 37);
    mm_free(m);
    free(text);
}
END_TEST

/* run machine commands min_free node zone min low high protection: commands stand in the first row of a snapshot. */
START_TEST(test_recorded_tuning)
{
    char *text = test_read("oracle/memory/boot-tuning.csv", NULL);
    char *at = strchr(text, '\n') + 1;
    char *f[FIELDS_MAX];
    char run[64] = "";
    struct mm *m = NULL;
    unsigned rows = 0;

    for (unsigned n; (n = csv_line(&at, f)) > 0; rows++) {
        ck_assert_uint_eq(n, 10);
        if (strcmp(run, f[0]) != 0) {
            mm_free(m);
            snprintf(run, sizeof(run), "%s", f[0]);
            m = recorded_machine(f[1]);
        }
        for (char *save = NULL, *line = strtok_r(f[2], ";", &save); line;
             line = strtok_r(NULL, ";", &save)) {
            play(m, line);
        }
        if (f[3][0] != '\0') {
            ck_assert_msg(m->sysctl[SC_MIN_FREE_KBYTES].value == number(f[3]),
                          "%s: min_free_kbytes %llu, recorded %s", run,
                          (unsigned long long)m->sysctl[SC_MIN_FREE_KBYTES].value, f[3]);
        }
        compare_marks(m, zone_by_name(m, (uint32_t)number(f[4]), f[5]), f + 6, 0, run);
    }
    ck_assert_uint_eq(rows, 128);
    mm_free(m);
    free(text);
}
END_TEST

/* MemAvailable of the recorded counters. At 96M a boost had come: Linux reckons the reserve without it (the marks are
 * read when they are set), and so the recorded value holds for the marks as booted. */
START_TEST(test_recorded_available)
{
    char *text = test_read("oracle/memory/available.csv", NULL);
    char *at = strchr(text, '\n') + 1;
    char *f[FIELDS_MAX];
    unsigned rows = 0;

    for (unsigned n; (n = csv_line(&at, f)) > 0; rows++) {
        struct mm *m = recorded_machine(f[1]);
        uint64_t kb;
        bool plain;

        ck_assert_uint_eq(n, 6);
        if (strcmp(f[0], "boot-96M") == 0) {
            zone_set_boost_pages(m, 1, 512);
        }
        counter_set_value(m, VMC_nr_free_pages, number(f[2]) / 4);
        counter_set_value(m, VMC_nr_inactive_file, number(f[3]) / 4);
        counter_set_value(m, VMC_nr_active_file, 0);
        counter_set_value(m, VMC_nr_slab_reclaimable, number(f[4]) / 4);
        ck_assert(procfs_meminfo_value(m, "MemAvailable", &kb, &plain));
        ck_assert_msg(kb == number(f[5]), "%s: %llu kB, recorded %s", f[0], (unsigned long long)kb,
                      f[5]);
        mm_free(m);
    }
    ck_assert_uint_eq(rows, 14);
    free(text);
}
END_TEST

static uint32_t count_use(const struct mm *m, unsigned use)
{
    uint32_t n = 0;

    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        n += m->frame[pfn].type == FT_KERNEL && m->frame[pfn].use == use;
    }
    return n;
}

/* The parts of the recorded 256M boot: memmap of two sections, hash tables of 256 and 128 kB, 62 pages a CPU. */
START_TEST(test_uses)
{
    struct mm *m = play_machine("profile=linux-256M slab=off");

    ck_assert_uint_eq(count_use(m, KU_FIRMWARE), 158);
    ck_assert_uint_eq(count_use(m, KU_IMAGE) + count_use(m, KU_ZERO), (53248 - 8044) / 4);
    ck_assert_uint_eq(count_use(m, KU_ZERO), 1);
    ck_assert_uint_eq(count_use(m, KU_MEMMAP), 1024);
    ck_assert_uint_eq(count_use(m, KU_HASH), 64 + 32);
    ck_assert_uint_eq(count_use(m, KU_PERCPU), 62);
    ck_assert_uint_eq(count_use(m, KU_INITRD), 0); /* given back */
    ck_assert_uint_eq(m->frame[m->machine->zero_pfn].use, KU_ZERO);
    ck_assert_uint_eq(m->machine->reserved_frames, (61480 - 10608) / 4);
    boot_check(m);
    frame_check(m);
    zone_check(m);
    buddy_check(m);
    mm_free(m);
}
END_TEST

/* used= frames are held before the first command, and are the kernel's. */
START_TEST(test_used)
{
    struct mm *m = play_machine("memory=64M used=0:DMA:100,0:DMA32:1000");

    ck_assert_uint_eq(count_use(m, KU_MODULE), 1100);
    ck_assert_uint_eq(m->zone[0].managed_pages - m->zone[0].free_pages, 100);
    ck_assert_uint_eq(m->zone[1].managed_pages - m->zone[1].free_pages, 1000);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* Zone DMA after each recorded boot of 64 bits (boot-128M to boot-5G, smp, NUMA): 1 pageblock UNMOVABLE, 7 MOVABLE, and
 * the DMA pool of 128 kB is cut from the former: unmovable 32 + 64 + 128 pages free, movable 512 and three of 1024.
 * memmap_init_range() marks a pageblock when it comes to its first frame, and frame 0 is in no zone. */
START_TEST(test_first_pageblock)
{
    struct mm *m = play_machine("profile=linux-256M slab=off used=0:DMA:32");

    for (unsigned o = 0; o < MM_ORDERS; o++) {
        const bool unmovable = o >= 5 && o <= 7;

        ck_assert_uint_eq(m->freelist[buddy_list(0, o, MT_UNMOVABLE)].blocks, unmovable);
        ck_assert_uint_eq(m->freelist[buddy_list(0, o, MT_MOVABLE)].blocks, o == 10  ? 3
                                                                            : o == 9 ? 1
                                                                                     : 0);
    }
    for (uint32_t b = 0; b < 8; b++) {
        ck_assert_uint_eq(m->pageblock[b].migratetype, b == 0 ? MT_UNMOVABLE : MT_MOVABLE);
    }
    mm_check(m);
    mm_free(m);
    m = play_machine("profile=linux-256M slab=off migratetypes=off");
    ck_assert_uint_eq(m->pageblock[0].migratetype, MT_MOVABLE);
    mm_free(m);
    m = play_machine("memory=16M"); /* the classroom: all movable */
    ck_assert_uint_eq(m->pageblock[0].migratetype, MT_MOVABLE);
    mm_free(m);
}
END_TEST

/* The classroom's kernel: small, from the bottom, nothing given back. */
START_TEST(test_small_kernel)
{
    struct mm *m = play_machine("memory=64M");

    ck_assert_uint_eq(count_use(m, KU_IMAGE), 2048);
    ck_assert_uint_eq(count_use(m, KU_MEMMAP), 256);
    ck_assert_uint_eq(m->machine->reserved_frames, 2305);
    mm_free(m);
    m = play_machine("profile=linux-256M memory=64M"); /* Linux does not boot with so little */
    ck_assert_uint_eq(count_use(m, KU_IMAGE), (16384 - 32) / 8);
    mm_free(m);
    m = play_machine("memory=64M initrd=1M"); /* held while the marks are set */
    ck_assert_uint_eq(m->machine->reserved_frames, 2305);
    ck_assert_uint_eq(m->sysctl[SC_MIN_FREE_KBYTES].value, 937); /* isqrt(16 * (55924 - 1024)) */
    mm_free(m);
}
END_TEST

/* Zones as written keep exactly what their words say, whatever the size of Linux's own parts. */
START_TEST(test_written_zones)
{
    static const char *const machines[] = {
        "profile=linux-256M zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-65503:61408:48848",
        "profile=linux-256M zones=0:DMA:1-4095:3998:3998,0:DMA32:4096-65503:61408:61000",
        "zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-65503:61408:48848",
        "zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-16383:12288:10000,1:DMA32:20000-40000:20000:1",
        "zones=0:DMA:1-100:100:50",
    };

    for (unsigned i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
        struct mm *m = play_machine(machines[i]);

        for (uint32_t z = 0; z < m->zones; z++) {
            ck_assert_uint_eq(m->zone[z].present_pages, m->config.zone[z].present);
            ck_assert_msg(m->zone[z].managed_pages == m->config.zone[z].managed,
                          "%s: zone %u manages %u", machines[i], z, m->zone[z].managed_pages);
        }
        mm_check(m);
        mm_free(m);
    }
}
END_TEST

/* Huge pages: never below 512 MiB, 2 and 9 pageblocks a zone above, and what is written before stays. */
START_TEST(test_huge_pages)
{
    struct mm *m = play_machine("memory=64M");

    ck_assert_uint_eq(m->machine->thp, THP_NEVER);
    play(m, "sysctl vm.min_free_kbytes=3000");
    play(m, "echo never > /sys/kernel/mm/transparent_hugepage/enabled");
    ck_assert_uint_eq(m->sysctl[SC_MIN_FREE_KBYTES].value, 3000); /* 924 would be reckoned */
    play(m, "sysctl vm.min_free_kbytes=500");
    play(m, "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
    ck_assert_uint_eq(m->machine->thp, THP_MADVISE);
    ck_assert_uint_eq(m->sysctl[SC_MIN_FREE_KBYTES].value,
                      (55924 / 4 - 62 - 124) / 20 * 4); /* 5 % of what is above high */
    play(m, "echo maybe > /sys/kernel/mm/transparent_hugepage/enabled");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    ck_assert_uint_eq(m->machine->thp, THP_MADVISE);
    mm_free(m);
    m = play_machine("profile=linux-256M memory=1G thp=never");
    ck_assert_uint_lt(m->sysctl[SC_MIN_FREE_KBYTES].value, 4096);
    mm_free(m);
}
END_TEST

Suite *make_boot_suite(void)
{
    Suite *s = suite_create("boot");
    TCase *t = tcase_create("boot");

    tcase_add_test(t, test_recorded_boots);
    tcase_add_test(t, test_recorded_tuning);
    tcase_add_test(t, test_recorded_available);
    tcase_add_test(t, test_uses);
    tcase_add_test(t, test_used);
    tcase_add_test(t, test_first_pageblock);
    tcase_add_test(t, test_small_kernel);
    tcase_add_test(t, test_written_zones);
    tcase_add_test(t, test_huge_pages);
    suite_add_tcase(s, t);
    return s;
}
