/* check_dotted.c - paths as parts: dots, odd keys, arguments, places of problems. */
#include "text/dotted.h"

#include <string.h>

#include "suite.h"

static struct path p;
static struct problem why;

static bool split(const char *text)
{
    memset(&p, 0, sizeof p);
    p.why = &why;
    return path_split(&p, text, strlen(text));
}

START_TEST(test_parts)
{
    ck_assert(split("meminfo[\"Active(anon)\"]"));
    ck_assert_uint_eq(p.parts, 2);
    ck_assert_str_eq(p.part[1].text, "Active(anon)");
    ck_assert(split("slabinfo[\"kmalloc-1k\"].objperslab"));
    ck_assert_uint_eq(p.parts, 3);
    ck_assert_str_eq(p.part[2].text, "objperslab");
    ck_assert(split("page(a, m+4K).pfn"));
    ck_assert(p.part[0].call);
    ck_assert_uint_eq(p.part[0].args, 2);
    ck_assert_str_eq(p.part[0].arg[1], "m+4K");
    ck_assert_str_eq(p.part[1].text, "pfn");
    ck_assert_uint_eq(p.part[1].column, 15);
    ck_assert(split("a.b.c.d.e.f"));
    ck_assert_uint_eq(p.parts, 6);
}
END_TEST

START_TEST(test_wrong)
{
    static const char *const bad[] = {"",     ".",       "a..b",          ".a", "a(b", "a[\"b\"",
                                      "a[b]", "a[\"\"]", "a.b.c.d.e.f.g", "(x)"};

    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!split(bad[i]), "%s", bad[i]);
        ck_assert_msg(why.column >= 1 && why.column <= strlen(bad[i]) + 1 && why.zh[0], "%s: %u",
                      bad[i], why.column);
    }
    ck_assert(split("a.b"));
    path_unknown(&p, 1, "c, d");
    ck_assert_uint_eq(why.column, 3);
    ck_assert_str_eq(why.word, "b");
    ck_assert_str_eq(why.accepted, "c, d");
    path_unknown(&p, 2, "c");
    ck_assert_uint_eq(why.column, 4);
}
END_TEST

Suite *make_dotted_suite(void)
{
    Suite *suite = suite_create("dotted");
    TCase *tc = tcase_create("dotted");

    tcase_add_test(tc, test_parts);
    tcase_add_test(tc, test_wrong);
    suite_add_tcase(suite, tc);
    return suite;
}
