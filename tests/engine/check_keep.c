/* check_keep.c - kept values, their text in a line, and places back in the line as written. */
#include "text/keep.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static struct keep keep;
static struct keep_line line;
static struct problem why;

static void fill(void)
{
    struct value v;

    memset(&keep, 0, sizeof keep);
    value_number(&v, VALUE_PLAIN, 7);
    ck_assert(keep_set(&keep, "i", &v));
    value_number(&v, VALUE_KB, 123456);
    ck_assert(keep_set(&keep, "size", &v));
    value_number(&v, VALUE_ADDRESS, 0x7f00);
    ck_assert(keep_set(&keep, "addr", &v));
    value_text(&v, "缺页", 6);
    ck_assert(keep_set(&keep, "t", &v));
}

static bool expand(const char *text)
{
    return keep_expand(&keep, false, text, strlen(text), &line, &why);
}

START_TEST(test_expand)
{
    static const char *const row[][2] = {
        {"p write m+$i..$size x", "p write m+7..123456 x"},
        {"a$i mmap 4K as m$i$i", "a7 mmap 4K as m77"},
        {"p touch $addr w", "p touch 0x7f00 w"},
        {"note \"$t\" '$i'", "note \"缺页\" '$i'"},
        {"tlb=l1d:${i}x$i ${addr", "tlb=l1d:7x7 0x7f00"},
        {"a ${} ${ i} \"${i}\"", "a ${} ${ i} \"7\""},
        {"cost $ 5$", "cost $ 5$"},
        {"expect output ~ \"a$\"", "expect output ~ \"a$\""},
        {"p read m # $unknown", "p read m "},
        {"note \"# $i\" x", "note \"# 7\" x"},
    };

    fill();
    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        ck_assert_msg(expand(row[i][0]), "%s: %s", row[i][0], why.en);
        ck_assert_str_eq(line.text, row[i][1]);
    }
    ck_assert(!expand("p write $unknown"));
    ck_assert_uint_eq(why.column, 9);
    ck_assert_str_eq(why.word, "unknown");
    ck_assert(keep_expand(&keep, true, "p write $unknown", 16, &line, &why));
    ck_assert_str_eq(line.text, "p write 1");
}
END_TEST

/* Every row comes back from its text as it was, and spoilt texts are turned away. */
START_TEST(test_as_text)
{
    struct keep back;
    struct value v;
    char text[KEEP_ROW_BYTES], again[KEEP_ROW_BYTES];
    size_t n;

    fill();
    value_number(&v, VALUE_NS, UINT64_MAX);
    ck_assert(value_apply(&v, '*', &(struct value){.unit = VALUE_PLAIN, .top = -3, .bottom = 7},
                          &(const char *){NULL}, &(const char *){NULL}));
    ck_assert(keep_set(&keep, "big", &v));
    value_word(&v, "ENOMEM", 12);
    ck_assert(keep_set(&keep, "e", &v));
    value_text(&v, " two  blanks ", 13);
    ck_assert(keep_set(&keep, "blanks", &v));
    value_text(&v, "", 0);
    ck_assert(keep_set(&keep, "none", &v));
    memset(&back, 0, sizeof back);
    for (uint32_t i = 0; i < keep.count; i++) {
        ck_assert_uint_gt(n = keep_save(&keep, i, text, sizeof text), 0);
        ck_assert_msg(keep_load(&back, text, n), "%s", text);
        ck_assert_uint_eq(back.count, i + 1);
        ck_assert_str_eq(back.row[i].name, keep.row[i].name);
        ck_assert_int_eq(back.row[i].value.unit, keep.row[i].value.unit);
        ck_assert(back.row[i].value.top == keep.row[i].value.top);
        ck_assert(back.row[i].value.bottom == keep.row[i].value.bottom);
        ck_assert_uint_eq(keep_save(&back, i, again, sizeof again), n);
        ck_assert_str_eq(text, again);
        ck_assert_uint_eq(keep_save(&keep, i, again, n), 0); /* one byte too few */
        ck_assert(!keep_load(&back, text, n / 3));
    }
    ck_assert_uint_eq(keep_save(&keep, keep.count, text, sizeof text), 0);
    ck_assert(!keep_load(&back, "x 99 0:1 0:1 ", 13));
    ck_assert(!keep_load(&back, "x 1 0:1 0:0 ", 12));
    ck_assert(!keep_load(&back, "x", 1));
    ck_assert(!keep_load(&back, "", 0));
}
END_TEST

START_TEST(test_places)
{
    static const char text[] = "x $t $i yyy zz";
    struct problem p = {.column = 8, .length = 3};

    fill();
    ck_assert(expand(text)); /* "x 缺页 7 yyy zz" */
    keep_place(&line, text, strlen(text), &p);
    ck_assert_uint_eq(p.column, 9);
    ck_assert_uint_eq(p.length, 3);
    p = (struct problem){.column = 3, .length = 2};
    keep_place(&line, text, strlen(text), &p);
    ck_assert_uint_eq(p.column, 3);
    ck_assert_uint_eq(p.length, 2);
    p = (struct problem){.column = 14, .length = 0};
    keep_place(&line, text, strlen(text), &p);
    ck_assert_uint_eq(p.column, 15);
    ck_assert_uint_eq(p.length, 0);
    keep_same(text, strlen(text), &line);
    ck_assert_str_eq(line.text, text);
}
END_TEST

START_TEST(test_bounds)
{
    static char text[LEX_LINE_BYTES + 1];
    struct value v;

    fill();
    memset(text, 'a', sizeof text - 1);
    ck_assert(expand(text));
    memcpy(text, "$i ", 3);
    ck_assert(expand(text) && line.length == LEX_LINE_BYTES - 1);
    memcpy(text, "$addr ", 6);
    ck_assert(!expand(text));
    ck_assert_int_eq(why.err, MM_ELIMIT);
    value_number(&v, VALUE_PLAIN, 1);
    for (unsigned i = keep.count; i < KEEP_MAX; i++) {
        char name[16];

        snprintf(name, sizeof name, "n%u", i);
        ck_assert(keep_set(&keep, name, &v));
    }
    ck_assert(!keep_set(&keep, "one_more", &v));
    ck_assert(keep_set(&keep, "i", &v));
    ck_assert(keep_find(&keep, "i", &v) && v.top == 1);
    ck_assert(!keep_find(&keep, "one_more", &v));
}
END_TEST

Suite *make_keep_suite(void)
{
    Suite *suite = suite_create("keep");
    TCase *tc = tcase_create("keep");

    tcase_add_test(tc, test_expand);
    tcase_add_test(tc, test_as_text);
    tcase_add_test(tc, test_places);
    tcase_add_test(tc, test_bounds);
    suite_add_tcase(suite, tc);
    return suite;
}
