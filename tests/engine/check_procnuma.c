/* check_procnuma.c - numa_maps: the kernel's words in the kernel's order, and every page on its node once.
 * Origin: lines of a live kernel's /proc/PID/numa_maps, for the words; the counts are the machine's own. */
#include "text/procnuma.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts/vma.h"
#include "play.h"
#include "task/actor.h"

START_TEST(test_lines)
{
    static const char *const parts[] = {
        " default file=/bin/p\n",
        " default heap anon=16 dirty=16 active=0 N1=16 kernelpagesize_kB=4\n", " default stack\n",
        " default anon=4 dirty=4 active=0 N1=4 kernelpagesize_kB=4\n"};
    struct mm *m = play_machine("profile=numa-2x256M");
    char text[4096];
    struct report r;

    play(m, "spawn p node=1");
    play(m, "p brk +64K");
    play(m, "p write heap");
    play(m, "p mmap 64K as a");
    play(m, "p write a+0..16K");
    play(m, "p mprotect a r--");
    report_begin(&r, text, sizeof text);
    procnuma_show(m, actor_find(m, "p"), &r);
    ck_assert_uint_lt(r.length, sizeof text);
    for (unsigned i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(strstr(text, parts[i]) != NULL, "%s in\n%s", parts[i], text);
    }
    mm_free(m);
}
END_TEST

/* Over all areas the pages are those of the process's RSS, and those of the nodes add up to them. */
START_TEST(test_sums)
{
    struct mm *m = play_machine("profile=numa-2x256M");
    uint64_t pages = 0, here = 0, there = 0;
    slot_t p;

    play(m, "spawn p node=0");
    play(m, "p mmap 240M as a");
    play(m, "p write a"); /* more than node 0 has */
    p = actor_find(m, "p");
    for (slot_t v = m->proc[p].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        struct procnuma sum;

        procnuma_gather(m, v, &sum);
        ck_assert_uint_eq(sum.node[0] + sum.node[1], sum.pages);
        ck_assert_uint_le(sum.anon, sum.pages);
        pages += sum.pages;
        here += sum.node[0];
        there += sum.node[1];
    }
    ck_assert_uint_eq(pages, m->proc[p].rss_anon_pages + m->proc[p].rss_file_pages);
    ck_assert_uint_gt(there, 0);
    ck_assert_uint_gt(here, there);
    mm_free(m);
}
END_TEST

Suite *make_procnuma_suite(void);
Suite *make_procnuma_suite(void)
{
    Suite *s = suite_create("procnuma");
    TCase *t = tcase_create("procnuma");

    tcase_add_test(t, test_lines);
    tcase_add_test(t, test_sums);
    suite_add_tcase(s, t);
    return s;
}
