/* check_pipes.c - grep, head, wc and the awk programs of the lecture notes. */
#include "text/pipes.h"

#include <string.h>

#include "suite.h"

static const char table[] = "NAME   KB\nshell  100\nWeb    2048\nweb2   24\n";

static char text[256];
static struct problem why;

static bool filter(const char *line)
{
    struct lex_line words;
    size_t length = strlen(table);

    memcpy(text, table, length + 1);
    ck_assert(lex_split(line, strlen(line), &words, &why));
    return pipes_run(&words, 0, text, &length, sizeof text, &why) && length == strlen(text);
}

START_TEST(test_filters)
{
    static const struct {
        const char *line, *result;
    } row[] = {
        {"| grep web", "web2   24\n"},
        {"| grep -i web", "Web    2048\nweb2   24\n"},
        {"| grep -v e", "NAME   KB\n"},
        {"| grep -c e", "3\n"},
        {"| grep ^N", "NAME   KB\n"},
        {"| grep 4$", "web2   24\n"},
        {"| grep -E 'shell|Web'", "shell  100\nWeb    2048\n"},
        {"| grep 'shell\\|Web'", "shell  100\nWeb    2048\n"},
        {"| grep 'a|b'", ""},
        {"| head -1", "NAME   KB\n"},
        {"| head -n 2", "NAME   KB\nshell  100\n"},
        {"| head", "NAME   KB\nshell  100\nWeb    2048\nweb2   24\n"},
        {"| tail -1", "web2   24\n"},
        {"| tail -n 2", "Web    2048\nweb2   24\n"},
        {"| tail", "NAME   KB\nshell  100\nWeb    2048\nweb2   24\n"},
        {"| tail -0", ""},
        {"| head -2 | tail -1", "shell  100\n"},
        {"| wc -l", "4\n"},
        {"| awk 'NR>1'", "shell  100\nWeb    2048\nweb2   24\n"},
        {"| awk '{print $2}'", "KB\n100\n2048\n24\n"},
        {"| awk '{ print $9 }' | wc -l", "4\n"},
        {"| awk 'NR>1' | awk '{sum+=$2} END {print sum}'", "2172\n"},
        {"| awk 'NR>1' | awk '{sum+=$2} END {print sum/1024}'", "2.121093\n"},
        {"| awk 'NR>1' | awk '{sum += $2;} END {print sum/4}'", "543\n"},
        {"| grep web | head -1 | wc -l", "1\n"},
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        ck_assert_msg(filter(row[i].line), "%s: %s", row[i].line, why.en);
        ck_assert_msg(strcmp(text, row[i].result) == 0, "%s: %s", row[i].line, text);
    }
}
END_TEST

START_TEST(test_wrong)
{
    static const struct {
        const char *line;
        uint32_t column;
    } row[] = {
        {"| sort", 3},       {"|", 2},
        {"| grep", 7},       {"| grep -x a", 8},
        {"| grep a b", 10},  {"| grep -E '('", 11},
        {"| head 5", 8},     {"| head -x", 8},
        {"| tail x", 8},     {"| tail -", 8},
        {"| wc", 5},         {"| wc -c", 6},
        {"| awk", 6},        {"| awk '{x}'", 7},
        {"| wc -l | x", 11}, {"| awk '{sum+=$1} END {print sum/0}'", 7},
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        ck_assert_msg(!filter(row[i].line), "%s", row[i].line);
        ck_assert_msg(why.column == row[i].column, "%s: column %u", row[i].line, why.column);
        ck_assert(why.en[0] && why.zh[0] && why.accepted[0]);
    }
}
END_TEST

Suite *make_pipes_suite(void)
{
    Suite *suite = suite_create("pipes");
    TCase *tc = tcase_create("pipes");

    tcase_add_test(tc, test_filters);
    tcase_add_test(tc, test_wrong);
    suite_add_tcase(suite, tc);
    return suite;
}
