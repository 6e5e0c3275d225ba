/* check_lesson_text.c - lessons are read as README.md says; what is wrong with one is told at its place. */
#include "suite.h"

#include "lesson_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct problem told[64];
static unsigned told_count;

static void tell(void *ctx, const struct problem *p)
{
    (void)ctx;
    ck_assert_msg(p->en[0] && p->zh[0] && p->line && p->column, "%s: no place or text", p->en);
    if (told_count < 64)
        told[told_count++] = *p;
}

static struct lesson *read_text(const char *text)
{
    told_count = 0;
    return lesson_parse(text, strlen(text), tell, NULL);
}

#define HEAD                                                  \
    "#: lesson it rows=A8,A9 minutes=8\n#: zh 题\n#: en T\n" \
    "#: about\n#: zh 关于\n#: en About\n"
#define PAGE "#: page\n#: zh 页\n#: en Page\n"
#define ASK                                                                     \
    "#: ask q\n#: zh 问\n#: en Q\n#: choice when 1 == 1\n#: zh 甲\n#: en A\n" \
    "#: choice when 1 == 2\n#: zh 乙\n#: en B\n"

START_TEST(test_whole)
{
    struct lesson *l = read_text(
        HEAD
        "#: slider n 0..100 step=10 unit=%\n#: zh 几\n#: en how many\n"
        "#: slider mem 16K..64K step=16K\n#: zh 多少\n#: en how much\nmachine memory=16M\nlet n = "
        "20\n"
        "let mem = 32K\n#: page pin=kernel see=page_fault\n#: zh 页\n#: en Page\n"
        "#: zh 平[anon 匿名页]，\n#:     `mmap` {n}，\n#:   完\n#: en a\n#:   b [x] [0, 1)\n#:   "
        "{n} {{c}}\n" ASK
        "spawn p\n#: reveal q pin=lab\n#: zh 解\n#: en So\n#: note A9 C2\n#: zh 注\n#: en Note\n");

    ck_assert_msg(l != NULL, "%u:%u %s", told[0].line, told[0].column, told[0].en);
    ck_assert_str_eq(l->id, "it");
    ck_assert_str_eq(l->rows, "A8 A9");
    ck_assert_uint_eq(l->minutes, 8);
    ck_assert_str_eq(lesson_plain(&l->title, LESSON_ZH), "题");
    ck_assert_str_eq(lesson_plain(&l->about, LESSON_EN), "About");
    ck_assert_uint_eq(l->slider_count, 2);
    ck_assert_uint_eq(l->slider[0].value, 20);
    ck_assert_str_eq(l->slider[0].unit, "%");
    ck_assert(l->slider[1].size && l->slider[1].value == 32768 && l->slider[1].step == 16384);
    static const enum lesson_kind kinds[] = {LESSON_PAGE,   LESSON_TEXT,   LESSON_ASK,
                                             LESSON_CHOICE, LESSON_CHOICE, LESSON_REVEAL,
                                             LESSON_NOTE};
    ck_assert_uint_eq(l->item_count, 7);
    for (unsigned i = 0; i < 7; i++)
        ck_assert_uint_eq(l->item[i].kind, kinds[i]);
    ck_assert_str_eq(l->item[0].pin, "kernel");
    ck_assert_uint_eq(l->item[0].see, EV_PAGE_FAULT);
    ck_assert_str_eq(l->item[5].pin, "lab");
    ck_assert_str_eq(l->item[6].rows, "A9 C2");
    ck_assert_str_eq(l->item[3].when, "1 == 1");
    ck_assert_uint_eq(l->question_count, 1);
    ck_assert_uint_eq(l->question[0].reveal, 5);
    /* Chinese lines join without a blank, English ones with one; {n} stands at its own place */
    const struct lesson_words *zh = &l->item[1].words.in[LESSON_ZH];
    ck_assert_uint_eq(zh->count, 7);
    ck_assert_str_eq(zh->span[0].text, "平");
    ck_assert_str_eq(zh->span[1].colour, "anon");
    ck_assert_str_eq(zh->span[1].text, "匿名页");
    ck_assert_str_eq(zh->span[2].text, "，");
    ck_assert(zh->span[3].kind == SPAN_MONO && zh->span[5].kind == SPAN_VALUE);
    ck_assert_uint_eq(zh->span[5].line, 20);
    ck_assert_uint_eq(zh->span[5].column, 16);
    ck_assert_str_eq(zh->span[6].text, "，完");
    const struct lesson_words *en = &l->item[1].words.in[LESSON_EN];
    ck_assert_str_eq(en->span[0].text, "a b [x] [0, 1) ");
    ck_assert_str_eq(en->span[1].text, "n");
    ck_assert_str_eq(en->span[2].text, " {c}");
    lesson_put(lesson_get(l));
    lesson_put(l);
}
END_TEST

START_TEST(test_is)
{
    ck_assert(lesson_is("#: lesson a\n", 12) && lesson_is("x\n  #: lesson a", 16));
    ck_assert(!lesson_is("", 0) && !lesson_is("# lesson a\n", 11) && !lesson_is("#: lesson ", 10));
    ck_assert(!lesson_is("note \"#: lesson a\"", 18));
}
END_TEST

/* A broken lesson: line, column and part of what is said first. */
static const struct {
    const char *text;
    unsigned line, column;
    const char *said;
} broken[] = {
    {"machine memory=16M\n", 1, 1, "begins with its id"},
    {"#: lesson it\n#: zh 题\n#: about\n#: zh 甲\n#: en A\n" PAGE, 1, 1, "no en text"},
    {"#: lesson it\n#: en T\n#: about\n#: zh 甲\n#: en A\n" PAGE, 1, 1, "no zh text"},
    {"#: lesson it\n#: zh 题\n#: en T\n" PAGE, 1, 1, "no about"},
    {"#: lesson\n", 1, 10, "has an id"},
    {"#: lesson a_b\n", 1, 11, "has an id"},
    {"#: lesson it minutes=0\n", 1, 14, "not understood"},
    {HEAD, 7, 1, "has pages"},
    {HEAD "#: zh 文\n#: en text\n" PAGE, 7, 1, "begins with a page"},
    {HEAD "#: colour\n", 7, 4, "not a word of lessons"},
    {HEAD "#:page\n#: zh 页\n#: en Page\n", 7, 3, ""}, /* no blank behind #: is as good */
    {HEAD "#: page see=nobody\n", 7, 9, "no such event"},
    {HEAD "#: page pin=cellar\n", 7, 9, "no such floor"},
    {HEAD "#: page look=here\n", 7, 9, "not understood"},
    {HEAD PAGE "#: zh 甲\nspawn p\n#: en A\n", 10, 1, "no en text"},
    {HEAD PAGE "#: zh 甲\n#: en {vmstat.pgfault}\n", 11, 8, "one language only"},
    {HEAD PAGE "#: zh {n}\n#: en {n in miles}\n", 11, 13, "unit is not known"},
    {HEAD PAGE "#: zh {n\n#: en {n}\n", 10, 7, "has no }"},
    {HEAD PAGE "#: zh n}\n#: en n}\n", 10, 8, "has no {"},
    {HEAD PAGE "#: zh {}\n#: en {}\n", 10, 7, "value is missing"},
    {HEAD PAGE "#: zh `n\n#: en n\n", 10, 7, "no second one"},
    {HEAD PAGE "#: zh [pink n]\n#: en n\n", 10, 8, "no such colour"},
    {HEAD PAGE "#: zh 甲 [anon ]\n#: en n\n", 10, 9, "nothing is coloured"},
    {HEAD PAGE "#: zh\n#: en n\n", 10, 6, "no text here"},
    {HEAD "#: page\n#: zh {n}\n#: en {n}\n", 8, 7, "plain words"},
    {HEAD "#:    more\n" PAGE, 7, 1, ""}, /* continues the about */
    {HEAD PAGE "spawn p\n#:    more\n", 11, 1, "continues no text"},
    {HEAD PAGE ASK, 10, 1, "no reveal"},
    {HEAD PAGE ASK PAGE, 19, 4, "no reveal yet"},
    {HEAD PAGE ASK ASK, 19, 4, "no reveal yet"},
    {HEAD PAGE "#: reveal\n#: zh 解\n#: en So\n", 10, 4, "no question"},
    {HEAD PAGE ASK "#: reveal other\n#: zh 解\n#: en So\n", 19, 11, "another name"},
    {HEAD PAGE ASK "#: reveal\n", 19, 1, "no zh and en text"},
    {HEAD PAGE "#: ask q\n#: zh 问\n#: en Q\n#: reveal\n#: zh 解\n#: en So\n", 13, 4,
     "two choices"},
    {HEAD PAGE "#: choice when 1 == 1\n#: zh 甲\n#: en A\n", 10, 4, "behind its question"},
    {HEAD PAGE "#: ask q\n#: zh 问\n#: en Q\n#: choice 1 == 1\n", 13, 11,
     "when is this choice right"},
    {HEAD PAGE "#: ask\n", 10, 7, "has a name"},
    {HEAD PAGE "repeat 2\n#: zh 甲\n#: en A\nend\n", 11, 1, "repeat"},
    {HEAD PAGE "machine memory=16M\n", 10, 1, "before the first page"},
    {HEAD "#: slider n 0..10\n#: zh 几\n#: en n\n" PAGE, 7, 1, "let is not there"},
    {HEAD "#: slider n 0..10\n#: zh 几\n#: en n\nlet n = 11\n" PAGE, 10, 9, "one number"},
    {HEAD "#: slider n 0..10 step=5\n#: zh 几\n#: en n\nlet n = 3\n" PAGE, 10, 9, "one number"},
    {HEAD "#: slider n 0..10\n#: zh 几\n#: en n\nlet n = 5\nlet n = 5\n" PAGE, 11, 9, "one number"},
    {HEAD "#: slider n 10..0\n" PAGE, 7, 4, "no slider"},
    {HEAD "#: slider n 0..10 step=3\n" PAGE, 7, 4, "no slider"},
    {HEAD "#: slider n 0..10 step=0\n" PAGE, 7, 4, "no slider"},
    {HEAD "#: slider n 1..5K\n" PAGE, 7, 4, "no slider"},
    {HEAD "#: slider spawn 0..5\n" PAGE, 7, 4, "no slider"},
    {HEAD "#: slider n 0..100000\n" PAGE, 7, 4, "no slider"},
    {HEAD PAGE "#: note a/b\n#: zh 注\n#: en N\n", 10, 9, "no row"},
    {HEAD "#: page \"open\n", 7, 9, ""},
    {HEAD "#: # page\n", 7, 4, "word is missing"},
};

START_TEST(test_broken)
{
    struct lesson *l = read_text(broken[_i].text);
    const unsigned n = told_count;

    if (!broken[_i].said[0] && l) {
        lesson_put(l);
        return;
    }
    ck_assert_msg(!l && n, "%s: it is read", broken[_i].text);
    bool found = false;
    for (unsigned i = 0; i < n; i++)
        found |= told[i].line == broken[_i].line && told[i].column == broken[_i].column &&
                 strstr(told[i].en, broken[_i].said);
    ck_assert_msg(found, "%s\n%u:%u %s", broken[_i].text, told[0].line, told[0].column, told[0].en);
}
END_TEST

/* Every lesson cut off anywhere, and with any line left out, is read or refused with a place. */
START_TEST(test_pieces)
{
    size_t length;
    char *text = test_read("../web/lessons/first-touch.mm", &length);

    for (size_t cut = 0; cut <= length; cut++) {
        told_count = 0;
        lesson_put(lesson_parse(text, cut, tell, NULL));
    }
    for (size_t at = 0; at < length;) {
        const char *newline = strchr(text + at, '\n');
        const size_t end = newline ? (size_t)(newline - text) + 1 : length;
        char *without = malloc(length + 1);
        ck_assert_ptr_nonnull(without);
        memcpy(without, text, at);
        memcpy(without + at, text + end, length - end);
        lesson_put(lesson_parse(without, length - (end - at), tell, NULL));
        free(without);
        at = end;
    }
    free(text);
}
END_TEST

START_TEST(test_bounds)
{
    const size_t many = 300000;
    char *text = malloc(many * 2 + 1000);

    ck_assert_ptr_nonnull(text);
    size_t n = (size_t)sprintf(text, "%s%s#: zh 甲\n#: en ", HEAD, PAGE);
    memset(text + n, 'x', LESSON_TEXT_MAX);
    strcpy(text + n + LESSON_TEXT_MAX, "\n");
    struct lesson *l = read_text(text);
    ck_assert_ptr_nonnull(l);
    lesson_put(l);
    strcpy(text + n + LESSON_TEXT_MAX, "x\n");
    ck_assert_ptr_null(read_text(text));
    ck_assert_ptr_nonnull(strstr(told[0].en, "too long"));
    n = (size_t)sprintf(text, "%s%s", HEAD, PAGE);
    for (unsigned i = 0; i < LESSON_ITEMS_MAX; i++)
        n += (size_t)sprintf(text + n, "#: zh 甲\n#: en A\n");
    ck_assert_ptr_null(read_text(text));
    ck_assert_ptr_nonnull(strstr(told[0].en, "too long"));
    memset(text, '#', LESSON_BYTES_MAX + 1);
    ck_assert_ptr_null(lesson_parse(text, LESSON_BYTES_MAX + 1, tell, NULL));
    free(text);
}
END_TEST

Suite *make_lesson_text_suite(void);
Suite *make_lesson_text_suite(void)
{
    Suite *s = suite_create("lesson_text");
    TCase *tc = tcase_create("lesson_text");

    tcase_add_test(tc, test_whole);
    tcase_add_test(tc, test_is);
    tcase_add_loop_test(tc, test_broken, 0, (int)(sizeof broken / sizeof broken[0]));
    tcase_add_test(tc, test_pieces);
    tcase_add_test(tc, test_bounds);
    suite_add_tcase(s, tc);
    return s;
}
