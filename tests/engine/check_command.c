/* check_command.c - a line, its command, and the line printed from it mean the same. */
#include "text/command.h"

#include <string.h>

#include "text_help.h"

static struct lex_line words;
static struct problem why;

static void parse(const char *text, struct scenario *sc)
{
    ck_assert_msg(lex_split(text, strlen(text), &words, &why) &&
                      scenario_parse(&words, text, sc, &why),
                  "%s: %s", text, why.en);
}

START_TEST(test_round_trip)
{
    for (unsigned i = 0; i < text_good_count; i++) {
        struct scenario first, second;
        char line[1024];

        parse(text_good[i], &first);
        ck_assert(command_print(&first.cmd, line, sizeof line));
        parse(line, &second);
        ck_assert_uint_eq(first.cmd.verb, second.cmd.verb);
        ck_assert_uint_eq(first.cmd.present, second.cmd.present);
        ck_assert_uint_eq(first.cmd.background, second.cmd.background);
        ck_assert_str_eq(first.cmd.text + first.cmd.actor, second.cmd.text + second.cmd.actor);
        for (unsigned k = 0; k < MM_CMD_ARGS_MAX; k++) {
            const struct mm_arg *a = &first.cmd.arg[k], *b = &second.cmd.arg[k];

            ck_assert_msg(a->a == b->a && a->b == b->b && a->kind == b->kind &&
                              strcmp(first.cmd.text + a->text, second.cmd.text + b->text) == 0,
                          "%s -> %s: argument %u", text_good[i], line, k);
        }
    }
}
END_TEST

START_TEST(test_printed)
{
    struct scenario sc;
    char line[64];

    parse("p  mmap 64K as n   prot=r-- fixed at=0x1000", &sc);
    ck_assert(command_print(&sc.cmd, line, sizeof line));
    ck_assert_str_eq(line, "p mmap 65536 as n at=0x1000 fixed prot=r--");
    ck_assert(!command_print(&sc.cmd, line, 20));
    parse("p write m next 4K", &sc);
    ck_assert(command_print(&sc.cmd, line, sizeof line));
    ck_assert_str_eq(line, "p write m next 4096");
}
END_TEST

Suite *make_command_suite(void)
{
    Suite *suite = suite_create("command");
    TCase *tc = tcase_create("command");

    tcase_add_test(tc, test_round_trip);
    tcase_add_test(tc, test_printed);
    suite_add_tcase(suite, tc);
    return suite;
}
