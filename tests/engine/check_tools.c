/* check_tools.c - which tool a verb is; pmap: procps' columns, the machine's figures. */
#include "text/tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts/vma.h"
#include "play.h"
#include "text/grammar.h"

#define TEXT_BYTES (1 << 14)

static char *run(const struct mm *m, enum mm_verb verb, const char *options)
{
    char *buf = malloc(TEXT_BYTES);
    size_t length;

    ck_assert_msg(tools_run(m, verb, options, buf, TEXT_BYTES, &length), "%s refused: %s", options,
                  buf);
    ck_assert_uint_eq(strlen(buf), length);
    return buf;
}

START_TEST(test_pmap)
{
    static const char frame[] = "100:   /bin/p\n"
                                "Address           Kbytes     RSS   Dirty Mode  Mapping\n"
                                "0000555555554000    1024       0       0 r-x-- p\n";
    struct mm *m = play_machine("memory=64M");
    unsigned long long size, rss, dirty;
    char *text;
    slot_t p;

    play(m, "spawn p");
    play(m, "p mmap 64K as a noreserve");
    play(m, "p write a+0..12K");
    p = mm_find_proc(m, "p");
    text = run(m, MM_V_PMAP, "-x p");
    ck_assert_int_eq(strncmp(text, frame, strlen(frame)), 0);
    ck_assert_ptr_nonnull(strstr(text, "      64      12      12 rw--R   [ anon ]\n"));
    ck_assert_ptr_nonnull(strstr(text, " rw---   [ stack ]\n"));
    ck_assert_int_eq(
        sscanf(strstr(text, "total kB"), "total kB %llu %llu %llu", &size, &rss, &dirty), 3);
    ck_assert_uint_eq(size, m->proc[p].total_vm_pages * 4);
    ck_assert_uint_eq(rss, (m->proc[p].rss_anon_pages + m->proc[p].rss_file_pages) * 4);
    ck_assert_ptr_eq(strstr(text, "------- \n") + 9, strstr(text, "total kB"));
    free(text);
    text = run(m, MM_V_PMAP, "100"); /* by pid */
    ck_assert_ptr_nonnull(strstr(text, "0000555555554000   1024K r-x-- p\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n total "));
    free(text);
    mm_free(m);
}
END_TEST

/* Every verb of base/toolrows is a tool here and prints something without options (but pmap, which needs a process). */
START_TEST(test_every_tool)
{
    struct mm *m = play_machine("memory=64M");
    unsigned tools = 0;

    play(m, "spawn p");
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        if (grammar_tool((enum mm_verb)v)) {
            char *text = run(m, (enum mm_verb)v, v == MM_V_PMAP ? "p" : "");

            ck_assert_uint_gt(strlen(text), 40);
            free(text);
            tools++;
        }
    }
    ck_assert_uint_ge(tools, 5);
    ck_assert(!grammar_tool(MM_V_CAT) && !grammar_tool(MM_V_MMAP));
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const struct {
        enum mm_verb verb;
        const char *options, *says;
    } rows[] = {
        {MM_V_FREE, "-q", "usage: free"},   {MM_V_VMSTAT, "-d", "usage: vmstat"},
        {MM_V_LSMEM, "-q", "usage: lsmem"}, {MM_V_PMAP, "", "usage: pmap"},
        {MM_V_PMAP, "nobody", "nobody"},    {MM_V_PMAP, "-x", "usage: pmap"},
        {MM_V_PS, "-z", "usage: ps"},
    };
    struct mm *m = play_machine("memory=64M");
    char text[1024];
    size_t length;

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert(!tools_run(m, rows[i].verb, rows[i].options, text, sizeof(text), &length));
        ck_assert_msg(strstr(text, rows[i].says) != NULL, "%s: %s", rows[i].options, text);
    }
    mm_free(m);
}
END_TEST

Suite *make_tools_suite(void)
{
    Suite *s = suite_create("tools");
    TCase *t = tcase_create("tools");

    tcase_add_test(t, test_every_tool);
    tcase_add_test(t, test_pmap);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
