/* check_bootlog.c - the lines of boot against recorded ones.
 * Origin: console.log of the recorded boots (tests/oracle: boot-96M … boot-5G, boot-numa-2x256M, boot-i386-*). */
#include "policy/bootlog.h"

#include <string.h>

#include "../suite.h"
#include "play.h"

static const uint64_t *line_of(const struct mm *m, enum mm_klog_kind kind, unsigned nth)
{
    for (uint32_t at = 0; at < m->machine->klog_lines; at++) {
        if (klog_line(m, at)->kind == kind && nth-- == 0) {
            return &klog_line(m, at)->a0;
        }
    }
    ck_abort_msg("no such line");
    return NULL;
}

START_TEST(test_total_pages)
{
    static const struct {
        const char *machine;
        uint64_t pages;
    } rows[] = {
        {"profile=linux-256M memory=96M", 23904},
        {"profile=linux-256M memory=128M", 31968},
        {"profile=linux-256M", 64224},
        {"profile=linux-256M memory=1G", 257760},
        {"profile=linux-256M memory=4G", 1031904},
        {"profile=linux-256M memory=5G", 1289952},
        {"profile=numa-2x256M", 128736},
        {"profile=i386 memory=256M", 64766},
        {"profile=i386 memory=512M", 129662},
        {"profile=i386 memory=1G", 259824},
    };
    struct mm *m = play_machine(rows[_i].machine);

    ck_assert_uint_eq(bootlog_total_pages(m), rows[_i].pages);
    ck_assert_uint_eq(line_of(m, KL_ZONELISTS, 0)[2], rows[_i].pages);
    klog_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_ranges)
{
    struct mm *m = play_machine("profile=numa-2x256M");
    static const uint64_t nodes[3][3] = {
        {0, 0x1000, 0x9f000}, {0, 0x100000, 0x10000000}, {1, 0x10000000, 0x1ffe0000}};

    for (unsigned i = 0; i < 3; i++) {
        ck_assert(memcmp(line_of(m, KL_NODE_RANGE, i), nodes[i], sizeof(nodes[i])) == 0);
    }
    ck_assert_uint_eq(line_of(m, KL_ZONE_RANGE, 1)[0], ZT_DMA32);
    ck_assert_uint_eq(line_of(m, KL_ZONE_RANGE, 1)[1], 0x1000000);
    ck_assert_uint_eq(line_of(m, KL_ZONE_RANGE, 1)[2], 0x1ffe0000);
    ck_assert_uint_eq(line_of(m, KL_ZONE_RANGE, 2)[2], 0); /* Normal is empty */
    ck_assert_uint_eq(line_of(m, KL_FALLBACK, 1)[2], 1);
    ck_assert_uint_eq(line_of(m, KL_FALLBACK, 1)[3], 0);
    mm_free(m);
}
END_TEST

START_TEST(test_memory)
{
    struct mm *m = play_machine("profile=linux-256M");
    static const uint64_t numbers[] = {199888, 261624, 14343, 2338, 9132, 2824, 17344, 61480};

    ck_assert(memcmp(line_of(m, KL_MEMORY, 0), numbers, sizeof(numbers)) == 0);
    mm_free(m);
}
END_TEST

/* "Memory: …K/…K available (… …K reserved": where a node's last zone has more than a section, struct pages behind it
 * are not set up yet and their frames not free. */
START_TEST(test_available)
{
    static const struct {
        const char *machine;
        uint64_t available_kb, total_kb, reserved_kb;
    } rows[] = {
        {"profile=linux-256M memory=96M", 38288, 97784, 59240},
        {"profile=linux-256M memory=128M", 71056, 130552, 59240},
        {"profile=linux-256M memory=1G", 207548, 1048056, 74920},
        {"profile=linux-256M memory=4G", 3153976, 4193784, 194996},
        {"profile=linux-256M memory=5G", 3153976, 5242360, 217524},
        {"profile=numa-2x256M", 334088, 523768, 65616},
        {"profile=linux-256M memory=1G cpus=4", 207548, 1048056, 75664},
        {"profile=i386 memory=256M", 241200, 261624, 20424},
        {"profile=i386 memory=1G", 1019372, 1048056, 28684},
    };
    struct mm *m = play_machine(rows[_i].machine);
    const uint64_t *a = line_of(m, KL_MEMORY, 0);

    ck_assert_uint_eq(a[0], rows[_i].available_kb);
    ck_assert_uint_eq(a[1], rows[_i].total_kb);
    ck_assert_uint_eq(a[7], rows[_i].reserved_kb);
    mm_free(m);
}
END_TEST

Suite *make_bootlog_suite(void);
Suite *make_bootlog_suite(void)
{
    Suite *s = suite_create("bootlog");
    TCase *tc = tcase_create("bootlog");

    tcase_add_loop_test(tc, test_total_pages, 0, 10);
    tcase_add_test(tc, test_ranges);
    tcase_add_test(tc, test_memory);
    tcase_add_loop_test(tc, test_available, 0, 9);
    suite_add_tcase(s, tc);
    return s;
}
