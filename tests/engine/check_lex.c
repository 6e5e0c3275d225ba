/* check_lex.c - words, quotes, comments, columns; texts in bounded buffers. */
#include "text/lex.h"

#include <string.h>

#include "suite.h"

static struct lex_line line;
static struct problem why;

static bool split(const char *text)
{
    return lex_split(text, strlen(text), &line, &why);
}

START_TEST(test_words)
{
    ck_assert(split("  p mmap\t64K  as \"a b\" # comment \"open"));
    ck_assert_uint_eq(line.word_count, 5);
    ck_assert_str_eq(line.word[0].text, "p");
    ck_assert_uint_eq(line.word[0].column, 3);
    ck_assert_str_eq(line.word[4].text, "a b");
    ck_assert(line.word[4].quoted);
    ck_assert_uint_eq(line.word[4].length, 5);
    ck_assert_uint_eq(line.columns, 22);
    ck_assert(split("# only a comment"));
    ck_assert_uint_eq(line.word_count, 0);
    ck_assert(split("a#b 'c \"d' e\"f\"g|h >i"));
    ck_assert_uint_eq(line.word_count, 7);
    ck_assert_str_eq(line.word[0].text, "a#b");
    ck_assert_str_eq(line.word[1].text, "c \"d");
    ck_assert_str_eq(line.word[2].text, "efg");
    ck_assert_str_eq(line.word[3].text, "|");
    ck_assert_str_eq(line.word[5].text, ">");
    ck_assert_str_eq(line.word[6].text, "i");
}
END_TEST

START_TEST(test_columns_count_characters)
{
    ck_assert(split("note \"缺页\" x"));
    ck_assert_uint_eq(line.word[2].column, 11);
    ck_assert_uint_eq(line.word[1].text_bytes, 6);
    problem_at(&why, MM_EBADARG, &line, &line.word[1]);
    ck_assert_uint_eq(why.column, 6);
    ck_assert_uint_eq(why.length, 4);
    problem_at(&why, MM_EBADARG, &line, NULL);
    ck_assert_uint_eq(why.column, 12);
}
END_TEST

START_TEST(test_refusals)
{
    static char many[4 * LEX_WORDS_MAX], long_line[LEX_LINE_BYTES + 2];

    ck_assert(!split("ab \"cd"));
    ck_assert_uint_eq(why.column, 4);
    ck_assert(!split("a\001b"));
    ck_assert_uint_eq(why.column, 2);
    for (unsigned i = 0; i < LEX_WORDS_MAX + 1; i++) {
        memcpy(many + 2 * i, "a ", 2);
    }
    ck_assert(!split(many));
    ck_assert_int_eq(why.err, MM_ELIMIT);
    ck_assert_uint_eq(why.limit, LEX_WORDS_MAX);
    ck_assert_uint_eq(why.column, 2 * LEX_WORDS_MAX + 1);
    memset(long_line, 'a', LEX_LINE_BYTES + 1);
    ck_assert(!split(long_line));
    long_line[LEX_LINE_BYTES] = 0;
    ck_assert(split(long_line));
    ck_assert_uint_eq(line.word[0].text_bytes, LEX_LINE_BYTES);
}
END_TEST

START_TEST(test_texts_are_cut_on_characters)
{
    char small[8];
    struct out o;

    out_copy(small, sizeof small, "ab缺页", 8);
    ck_assert_str_eq(small, "ab缺");
    out_init(&o, small, sizeof small);
    out_say(&o, "%d", 12345);
    out_bytes(&o, "6789", 4);
    ck_assert_str_eq(small, "1234567");
    ck_assert_uint_eq(o.used, 9);
    problem_at(&why, MM_OK, NULL, NULL);
    problem_say(&why, "%s is %d", "%s 是 %d", "x", 3);
    ck_assert_str_eq(why.en, "x is 3");
    ck_assert_str_eq(why.zh, "x 是 3");
}
END_TEST

Suite *make_lex_suite(void)
{
    Suite *suite = suite_create("lex");
    TCase *tc = tcase_create("lex");

    tcase_add_test(tc, test_words);
    tcase_add_test(tc, test_columns_count_characters);
    tcase_add_test(tc, test_refusals);
    tcase_add_test(tc, test_texts_are_cut_on_characters);
    suite_add_tcase(suite, tc);
    return suite;
}
