/* check_lackey.c - valgrind's lines; a real recording, counted a second way. */
#include "text/lackey.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

START_TEST(test_lines)
{
    static const struct {
        const char *line;
        uint64_t op; /* 0: malformed */
    } row[] = {
        {"I  0401ab70,3", MM_OP(0x401ab70, ACC_FETCH)},
        {" L 1ffeffe7e8,8", MM_OP(0x1ffeffe7e8, ACC_READ)},
        {" S 1FFEFFE7E8,8", MM_OP(0x1ffeffe7e8, ACC_WRITE)},
        {" M 04229fff,4\r", MM_OP(0x4229fff, ACC_WRITE)},
        {"I 0,1", MM_OP(0, ACC_FETCH)},
        {"I  0401ab70", 0},
        {"I  0401ab70,", 0},
        {"I  0401ab70,0", 0},
        {"I  ,3", 0},
        {"X  0401ab70,3", 0},
        {"I  0401ab70,3 more", 0},
        {"I  fffffffffffffffffff,3", 0},
        {"I0401ab70,3", 0},
        {"  ", 0},
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        uint64_t ops[8];
        struct import in = {.ops = ops};
        const uint8_t *bytes = (const uint8_t *)row[i].line;
        const size_t n = strlen(row[i].line);
        const bool good = i < 5;

        in.room = lackey_room(bytes, n);
        ck_assert_msg(lackey_decode(bytes, n, &in) == good, "%s", row[i].line);
        ck_assert_uint_eq(in.malformed, !good);
        ck_assert(!good || ops[0] == row[i].op);
    }
}
END_TEST

START_TEST(test_recording)
{
    size_t n;
    char *text = test_read("traces/ls2000.lackey", &n);
    struct import in = {.room = lackey_room((const uint8_t *)text, n)};
    uint64_t kinds[3] = {0}, expected[3] = {0};

    in.ops = calloc(in.room, sizeof *in.ops);
    ck_assert(lackey_decode((const uint8_t *)text, n, &in));
    ck_assert_uint_eq(in.malformed, 0);
    for (uint64_t i = 0; i < in.count; i++) {
        kinds[MM_OP_ACCESS(in.ops[i])]++;
    }
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        expected[line[0] == 'I' ? ACC_FETCH : line[1] == 'L' ? ACC_READ : ACC_WRITE]++;
    }
    ck_assert_uint_eq(in.count, 2000);
    ck_assert_mem_eq(kinds, expected, sizeof kinds);
    ck_assert_uint_gt(kinds[ACC_WRITE], 0);
    free(in.ops);
    free(text);
}
END_TEST

START_TEST(test_valgrinds_own_words)
{
    static const char text[] =
        "==123== Lackey, an example\n==123== \nI  0401ab70,3\ngarbage\n==123== done\n";
    uint64_t ops[32];
    struct import in = {.ops = ops, .room = lackey_room((const uint8_t *)text, strlen(text))};

    ck_assert(lackey_decode((const uint8_t *)text, strlen(text), &in));
    ck_assert_uint_eq(in.count, 1);
    ck_assert_uint_eq(in.lines, 5);
    ck_assert_uint_eq(in.malformed, 1);
    ck_assert_str_eq(in.first, "line 4: garbage\n");
}
END_TEST

Suite *make_lackey_suite(void)
{
    Suite *suite = suite_create("lackey");
    TCase *tc = tcase_create("lackey");

    tcase_add_test(tc, test_lines);
    tcase_add_test(tc, test_recording);
    tcase_add_test(tc, test_valgrinds_own_words);
    suite_add_tcase(suite, tc);
    return suite;
}
