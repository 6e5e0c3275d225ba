/* check_memtool.c - lsmem(1): what util-linux 2.38 prints for such memory blocks, character by character. */
#include "text/memtool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"

static char *run(const struct mm *m, const char *options)
{
    return play_tool(memtool, m, options);
}

static void expect(const char *machine, const char *options, const char *text)
{
    struct mm *m = play_machine(machine);
    char *ours = run(m, options);

    ck_assert_str_eq(ours, text);
    free(ours);
    mm_free(m);
}

/* Output of lsmem --sysroot over directories that describe these blocks. */
START_TEST(test_recorded)
{
    expect("memory=64M", "",
           "RANGE                                  SIZE  STATE REMOVABLE BLOCK\n"
           "0x0000000000000000-0x0000000007ffffff  128M online       yes     0\n"
           "\n"
           "Memory block size:       128M\n"
           "Total online memory:     128M\n"
           "Total offline memory:      0B\n");
    expect("memory=1G", "",
           "RANGE                                 SIZE  STATE REMOVABLE BLOCK\n"
           "0x0000000000000000-0x000000003fffffff   1G online       yes   0-7\n"
           "\n"
           "Memory block size:       128M\n"
           "Total online memory:       1G\n"
           "Total offline memory:      0B\n");
    expect("memory=256M", "-b",
           "RANGE                                      SIZE  STATE REMOVABLE BLOCK\n"
           "0x0000000000000000-0x000000000fffffff 268435456 online       yes   0-1\n"
           "\n"
           "Memory block size:            134217728\n"
           "Total online memory:          268435456\n"
           "Total offline memory:                 0\n");
    expect("memory=384M", "-a --summary=never",
           "RANGE                                  SIZE  STATE REMOVABLE BLOCK\n"
           "0x0000000000000000-0x0000000007ffffff  128M online       yes     0\n"
           "0x0000000008000000-0x000000000fffffff  128M online       yes     1\n"
           "0x0000000010000000-0x0000000017ffffff  128M online       yes     2\n");
    expect("memory=384M", "-r",
           "RANGE SIZE STATE REMOVABLE BLOCK\n"
           "0x0000000000000000-0x0000000017ffffff 384M online yes 0-2\n");
    expect("memory=384M", "--summary",
           "Memory block size:       128M\n"
           "Total online memory:     384M\n"
           "Total offline memory:      0B\n");
}
END_TEST

/* Ranges part where a shown column differs; the first block holds frames of DMA and of DMA32. */
START_TEST(test_split)
{
    expect("memory=512M nodes=2", "-n --summary=never -o RANGE,NODE",
           "0x0000000000000000-0x000000000fffffff    0\n"
           "0x0000000010000000-0x000000001fffffff    1\n");
    expect("memory=512M", "--summary=never -o BLOCK,ZONES",
           "BLOCK ZONES\n"
           "    0  None\n"
           "  1-3 DMA32\n");
}
END_TEST

START_TEST(test_files)
{
    static const struct {
        const char *name, *text;
    } rows[] = {{"block_size_bytes", "8000000\n"},
                {"memory1/state", "online\n"},
                {"memory1/removable", "1\n"},
                {"memory1/phys_index", "00000001\n"},
                {"memory0/valid_zones", "none\n"},
                {"memory1/valid_zones", "DMA32\n"},
                {"memory2/state", NULL},
                {"memory1/colour", NULL},
                {"memory", NULL}};
    struct mm *m = play_machine("memory=256M");

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[64];
        struct report r;

        report_begin(&r, text, sizeof(text));
        ck_assert_int_eq(memtool_file(m, rows[i].name, &r), rows[i].text != NULL);
        if (rows[i].text != NULL) {
            ck_assert_str_eq(text, rows[i].text);
        }
    }
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const rows[] = {"-q", "x", "-o", "-o COLOUR", "--what", "-r --summary=only"};
    struct mm *m = play_machine("memory=64M");
    char text[512];
    struct report r;

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        report_begin(&r, text, sizeof(text));
        ck_assert_msg(!memtool(m, rows[i], &r), "%s", rows[i]);
        ck_assert_ptr_nonnull(strstr(text, "usage: lsmem"));
    }
    mm_free(m);
    m = play_machine("memory=64M paging=2"); /* Linux for 32 bits has no memory blocks */
    report_begin(&r, text, sizeof(text));
    ck_assert(!memtool(m, "", &r));
    ck_assert_ptr_nonnull(strstr(text, "does not support memory blocks"));
    mm_free(m);
}
END_TEST

Suite *make_memtool_suite(void)
{
    Suite *s = suite_create("memtool");
    TCase *t = tcase_create("memtool");

    tcase_add_test(t, test_recorded);
    tcase_add_test(t, test_split);
    tcase_add_test(t, test_files);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
