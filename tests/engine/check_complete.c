/* check_complete.c - what could stand at a place of a line. */
#include "text/complete.h"

#include <string.h>

#include "text_help.h"

static struct text_run t;
static struct completion c;

/* Completes line at its end; true when `candidate` is offered. */
static bool offers(const char *line, const char *candidate)
{
    complete_line(session_machine(t.s), line, strlen(line), &c);
    for (uint32_t i = 0; i < c.count; i++) {
        if (strcmp(c.candidate[i], candidate) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(test_candidates)
{
    text_open(&t);
    text_ok(&t, text_setup);
    ck_assert(offers("", "spawn") && offers("", "p") && !offers("", "mmap"));
    ck_assert(offers("sp", "spawn"));
    ck_assert_uint_eq(c.count, 1);
    ck_assert_uint_eq(c.from, 0);
    ck_assert(offers("p m", "mmap") && offers("p m", "mprotect") && !offers("p m", "machine"));
    ck_assert_uint_eq(c.from, 2);
    ck_assert(offers("p read ", "m") && offers("p read ", "stack") && !offers("p read ", "jm"));
    ck_assert(offers("p read m pat", "pattern="));
    ck_assert(offers("p read m pattern=z", "zipf"));
    ck_assert_uint_eq(c.from, 17);
    ck_assert(offers("p mprotect m r", "rw-") && offers("p touch m ", "w"));
    ck_assert(offers("p mmap 4K ", "as") && offers("p mmap 4K as n ", "populate"));
    ck_assert(offers("free_pages ", "k") && !offers("free_pages ", "m"));
    ck_assert(offers("kill ", "j") && offers("sysctl vm.over", "vm.overcommit_memory"));
    ck_assert(offers("alloc_pages 1 as x gfp=", "DMA32"));
    ck_assert(offers("expect vm", "vmstat") && offers("expect vmstat.pgf", "vmstat.pgfault"));
    ck_assert(offers("print meminfo.MemF", "meminfo.MemFree") &&
              offers("print events.page_", "events.page_fault"));
    ck_assert(offers("cat /proc/mem", "/proc/meminfo") && offers("help mm", "mmap"));
    ck_assert(offers("trace ", "lackey") && offers("p madvise m ", "dontneed"));
    ck_assert(!offers("p \"open", "open"));
    ck_assert_uint_eq(c.count, 0);
    text_close(&t);
}
END_TEST

/* What is offered can be typed: completing a word never refuses what was a good line before. */
START_TEST(test_any_place)
{
    memset(&t, 0, sizeof t);
    for (unsigned i = 0; i < text_good_count; i++) {
        for (size_t at = 0; at <= strlen(text_good[i]); at++) {
            complete_line(NULL, text_good[i], at, &c);
            ck_assert(c.count <= COMPLETE_MAX && c.from <= at);
            for (uint32_t k = 0; k < c.count; k++) {
                ck_assert_int_eq(strncmp(c.candidate[k], text_good[i] + c.from, at - c.from), 0);
            }
        }
    }
}
END_TEST

Suite *make_complete_suite(void)
{
    Suite *suite = suite_create("complete");
    TCase *tc = tcase_create("complete");

    tcase_add_test(tc, test_candidates);
    tcase_add_test(tc, test_any_place);
    suite_add_tcase(suite, tc);
    return suite;
}
