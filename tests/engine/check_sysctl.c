/* check_sysctl.c - what a write to a kernel parameter takes, refuses and recomputes. */
#include "task/sysctl.h"

#include <string.h>

#include "parts/zone.h"
#include "play.h"

static uint64_t value(const struct mm *m, enum mm_sysctl id)
{
    return m->sysctl[id].value;
}

START_TEST(test_boot_values)
{
    struct mm *m = play_machine("memory=64M");

    ck_assert_uint_eq(value(m, SC_MIN_FREE_KBYTES), 945); /* isqrt(16 * 55924 kB) */
    ck_assert_uint_eq(value(m, SC_OVERCOMMIT_RATIO), 50);
    ck_assert_uint_eq(value(m, SC_ADMIN_RESERVE_KBYTES),
                      (uint64_t)m->zone[0].free_pages / 8 + m->zone[1].free_pages / 8);
    ck_assert_uint_eq(value(m, SC_USER_RESERVE_KBYTES), value(m, SC_ADMIN_RESERVE_KBYTES));
    mm_free(m);
}
END_TEST

START_TEST(test_watermarks_follow)
{
    struct mm *m = play_machine("memory=64M");
    const uint32_t high = m->zone[1].high_pages;
    struct play_sink sink;

    play_watch(m, &sink);
    play(m, "sysctl vm.min_free_kbytes=4096");
    ck_assert_uint_eq(sink.count[EV_SYSCTL_SET], 1);
    ck_assert_uint_eq(sink.last[EV_SYSCTL_SET].arg[2], 4096);
    ck_assert_uint_eq(m->zone[1].min_pages,
                      (uint64_t)1024 * m->zone[1].managed_pages / m->machine->totalram_pages);
    ck_assert_uint_gt(m->zone[1].high_pages, high);
    play(m, "echo 1000 > /proc/sys/vm/watermark_scale_factor");
    ck_assert_uint_eq(m->zone[1].low_pages - m->zone[1].min_pages,
                      m->zone[1].managed_pages * 1000ull / 10000);
    play(m, "echo 0 > /proc/sys/vm/min_free_kbytes");
    ck_assert_uint_eq(m->zone[1].min_pages, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_protection_follows)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "sysctl vm.lowmem_reserve_ratio_dma=32");
    ck_assert_uint_eq(m->zone[0].protection1, m->zone[1].managed_pages / 32);
    play(m, "echo \"64 128 16\" > /proc/sys/vm/lowmem_reserve_ratio");
    ck_assert_uint_eq(m->zone[0].protection1, m->zone[1].managed_pages / 64);
    ck_assert_uint_eq(value(m, SC_LOWMEM_RESERVE_DMA32), 128);
    ck_assert_uint_eq(value(m, SC_LOWMEM_RESERVE_NORMAL), 16);
    play(m, "echo 0 > /proc/sys/vm/lowmem_reserve_ratio");
    ck_assert_uint_eq(m->zone[0].protection3, 0);
    mm_free(m);
    m = play_machine(
        "profile=i386 memory=1G"); /* 32 bits have no DMA32: the second number is Normal's */
    play(m, "echo \"256 8 0 0\" > /proc/sys/vm/lowmem_reserve_ratio");
    ck_assert_uint_eq(value(m, SC_LOWMEM_RESERVE_DMA32), 256);
    ck_assert_uint_eq(value(m, SC_LOWMEM_RESERVE_NORMAL), 8);
    mm_free(m);
}
END_TEST

/* One number a zone, in the order of the machine's zones: 32 bits have no DMA32 (boot-i386-* read "256 32 0 0", and
 * boot-1G-tuning "32 32 32 32 32" after it was written). Below 0 is taken as 0: Linux 6.1,
 * lowmem_reserve_ratio_sysctl_handler(). */
START_TEST(test_ratio_file)
{
    struct mm *m = play_machine("memory=1G paging=2");
    char text[64];
    size_t length;

    play(m, "echo \"256 64\" > /proc/sys/vm/lowmem_reserve_ratio");
    ck_assert(procfs_read(m, "/proc/sys/vm/lowmem_reserve_ratio", text, sizeof(text), &length));
    ck_assert_str_eq(text, "256\t64\t0\t0\n");
    ck_assert_uint_eq(m->zone[1].type, ZT_NORMAL);
    ck_assert_uint_eq(m->zone[1].protection2, m->zone[2].managed_pages / 64);
    play(m, "echo \"256 -5\" > /proc/sys/vm/lowmem_reserve_ratio");
    ck_assert_uint_eq(m->machine->r_errno, LX_OK);
    ck_assert_uint_eq(m->zone[1].protection2, 0);
    mm_free(m);
    m = play_machine("memory=64M");
    play(m, "echo \"32 32 32 32 32\" > /proc/sys/vm/lowmem_reserve_ratio");
    ck_assert(procfs_read(m, "/proc/sys/vm/lowmem_reserve_ratio", text, sizeof(text), &length));
    ck_assert_str_eq(text, "32\t32\t32\t32\t32\n");
    mm_free(m);
}
END_TEST

/* Each of the two says what CommitLimit is made from, so writing one switches the other off. */
START_TEST(test_ratio_and_kbytes)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "sysctl vm.overcommit_kbytes=1000");
    ck_assert_uint_eq(value(m, SC_OVERCOMMIT_RATIO), 0);
    play(m, "sysctl vm.overcommit_ratio=80");
    ck_assert_uint_eq(value(m, SC_OVERCOMMIT_KBYTES), 0);
    ck_assert_uint_eq(value(m, SC_OVERCOMMIT_RATIO), 80);
    mm_free(m);
}
END_TEST

/* Recorded from a real kernel (x-sysctl-limits): what it accepts and what it answers with EINVAL. */
START_TEST(test_limits)
{
    static const struct {
        const char *line;
        bool accepted;
    } rows[] = {
        {"echo 0 > /proc/sys/vm/watermark_scale_factor", false},
        {"echo 1 > /proc/sys/vm/watermark_scale_factor", true},
        {"echo 1000 > /proc/sys/vm/watermark_scale_factor", true},
        {"echo 1001 > /proc/sys/vm/watermark_scale_factor", true},
        {"echo 3000 > /proc/sys/vm/watermark_scale_factor", true},
        {"echo 3001 > /proc/sys/vm/watermark_scale_factor", false},
        {"echo 0 > /proc/sys/vm/overcommit_memory", true},
        {"echo 2 > /proc/sys/vm/overcommit_memory", true},
        {"echo 3 > /proc/sys/vm/overcommit_memory", false},
        {"echo -1 > /proc/sys/vm/overcommit_memory", false},
        {"echo 1 > /proc/sys/vm/min_free_kbytes", true},
        {"echo 50000 > /proc/sys/vm/min_free_kbytes", true},
        {"echo yes > /proc/sys/vm/min_free_kbytes", false},
        {"echo \"1 2\" > /proc/sys/vm/min_free_kbytes", false},
    };
    struct mm *m = play_machine("memory=256M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        play(m, rows[i].line);
        ck_assert_msg(m->machine->r_errno == (rows[i].accepted ? LX_OK : LX_EINVAL), "%s: %u",
                      rows[i].line, m->machine->r_errno);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_oom_score_adj)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "spawn p");
    play(m, "echo -500 > /proc/p/oom_score_adj");
    ck_assert_int_eq(m->proc[mm_find_proc(m, "p")].oom_score_adj, -500);
    play(m, "echo 1001 > /proc/p/oom_score_adj");
    ck_assert_uint_eq(m->machine->r_errno, LX_EINVAL);
    ck_assert_int_eq(m->proc[mm_find_proc(m, "p")].oom_score_adj, -500);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    struct mm *m = play_machine("memory=64M");
    const uint64_t hash = mm_hash(m);
    struct mm_cmd cmd;

    ck_assert_int_eq(play_try(m, "echo 1 > /proc/sys/vm/nonsense"), MM_ENONAME);
    ck_assert_int_eq(play_try(m, "echo 1 > /proc/meminfo"), MM_ENONAME);
    ck_assert_int_eq(play_try(m, "echo 1 > /proc/nobody/oom_score_adj"), MM_ENONAME);
    mm_cmd_init(&cmd, MM_V_SYSCTL);
    cmd.arg[0].a = SC_COUNT;
    cmd.present = 3;
    ck_assert_int_eq(mm_do(m, &cmd), MM_ENONAME);
    cmd.arg[0].a = SC_OVERCOMMIT_MEMORY;
    cmd.present = 1; /* a read is no command of the machine */
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADARG);
    ck_assert_uint_eq(mm_hash(m), hash);
    mm_free(m);
}
END_TEST

START_TEST(test_names)
{
    ck_assert_uint_eq(sysctl_find("vm.max_map_count"), SC_MAX_MAP_COUNT);
    ck_assert_uint_eq(sysctl_find("vm/max_map_count"), SC_MAX_MAP_COUNT);
    ck_assert_uint_eq(sysctl_find("/proc/sys/vm/max_map_count"), SC_MAX_MAP_COUNT);
    ck_assert_uint_eq(sysctl_find("max_map_count"), SLOT_NONE);
    ck_assert_uint_eq(sysctl_find("vm.max_map_coun"), SLOT_NONE);
    ck_assert_uint_eq(sysctl_find("vm.max_map_countx"), SLOT_NONE);
}
END_TEST

Suite *make_sysctl_suite(void)
{
    Suite *s = suite_create("sysctl");
    TCase *t = tcase_create("sysctl");

    tcase_add_test(t, test_boot_values);
    tcase_add_test(t, test_watermarks_follow);
    tcase_add_test(t, test_protection_follows);
    tcase_add_test(t, test_ratio_file);
    tcase_add_test(t, test_ratio_and_kbytes);
    tcase_add_test(t, test_limits);
    tcase_add_test(t, test_oom_score_adj);
    tcase_add_test(t, test_refusals);
    tcase_add_test(t, test_names);
    suite_add_tcase(s, t);
    return s;
}
