/* check_maps.c - a /proc/PID/maps file as a kernel wrote it, and what is wrong in others. */
#include "text/maps.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

static struct mm_area areas[16];
static uint32_t count;
static struct import in;

static bool decode(const char *text)
{
    memset(&in, 0, sizeof in);
    return maps_decode((const uint8_t *)text, strlen(text), areas, 16, &count, &in);
}

/* Recorded on Linux 6.1 (oracle i-vma, maps at start). */
START_TEST(test_recorded)
{
    static const uint32_t roles[] = {VR_PLAIN, VR_TEXT, VR_PLAIN, VR_PLAIN, VR_DATA,
                                     VR_BSS,   VR_HEAP, VR_STACK, VR_VVAR,  VR_VDSO};
    char *text = test_read("traces/static.maps", NULL);

    ck_assert(decode(text));
    ck_assert_uint_eq(count, 10);
    ck_assert_uint_eq(in.malformed, 0);
    for (unsigned i = 0; i < count; i++) {
        ck_assert_msg(areas[i].role == roles[i], "%u: %u", i, areas[i].role);
    }
    ck_assert_uint_eq(areas[1].start, 0x401000);
    ck_assert_uint_eq(areas[1].end, 0x49e000);
    ck_assert_uint_eq(areas[1].offset_bytes, 0x1000);
    ck_assert_uint_eq(areas[1].vm_flags, VM_READ | VM_EXEC);
    ck_assert_str_eq(areas[1].file, "/orc");
    ck_assert_uint_eq(areas[7].vm_flags, VM_READ | VM_WRITE | VM_GROWSDOWN);
    free(text);
}
END_TEST

START_TEST(test_wrong_lines)
{
    static const char *const bad[] = {"1000-1000 r--p 00000000 00:00 0",
                                      "2000-1000 r--p 00000000 00:00 0",
                                      "1001-2000 r--p 00000000 00:00 0",
                                      "1000-2000 r-- 00000000 00:00 0",
                                      "1000-2000 qwep 00000000 00:00 0",
                                      "1000-2000 r--p zz 00:00 0",
                                      "1000-2000 r--p 00000000 00:00",
                                      "1000 2000 r--p 00000000 00:00 0",
                                      "11111111111111111000-2 r--p 0 0:0 0",
                                      "1000-2000 r--p 00000123 00:00 0",
                                      "nothing"};

    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!decode(bad[i]), "%s", bad[i]);
        ck_assert_uint_eq(in.malformed, 1);
    }
    ck_assert(decode("1000-2000 r--p 00000000 00:00 0\n1000-3000 r--p 00000000 00:00 0\n"
                     "5000-6000 rwxs 00000000 00:00 7 /a/very/long/path/of/a/library/libx.so.6\n"
                     "4000-5000 rw-p 0 0:0 0\n"
                     "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]\n"));
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(in.malformed, 2); /* one overlaps, one goes back; [vsyscall] is left out */
    ck_assert_str_eq(areas[1].file, "libx.so.6");
    ck_assert_uint_eq(areas[1].vm_flags, VM_READ | VM_WRITE | VM_EXEC | VM_SHARED);
}
END_TEST

Suite *make_maps_suite(void)
{
    Suite *suite = suite_create("maps");
    TCase *tc = tcase_create("maps");

    tcase_add_test(tc, test_recorded);
    tcase_add_test(tc, test_wrong_lines);
    suite_add_tcase(suite, tc);
    return suite;
}
