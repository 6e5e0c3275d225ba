/* check_cli_lab.c - mmscope lab as a shell sees it: the table, exit status, refusals. */
#include "suite.h"

#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char output[64], pages[80], text[1 << 16];

static void open_files(void)
{
    FILE *file;

    snprintf(output, sizeof output, "%s/mmscope-lab-XXXXXX", P_tmpdir);
    const int fd = mkstemp(output);

    ck_assert_int_ge(fd, 0);
    close(fd);
    snprintf(pages, sizeof pages, "%s.txt", output);
    file = fopen(pages, "w");
    ck_assert_ptr_nonnull(file);
    fputs("# the string of Belady, Nelson, Shedler\n1,2,3,4,1,2,5\n1 2 3 4 5\n", file);
    fclose(file);
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr)); /* refusals on purpose */
}

static void close_files(void)
{
    unlink(output);
    unlink(pages);
}

/* Words up to a NULL; what it printed is in text. */
static int lab(const char *const *words)
{
    char word[16][256], *argv[16];
    int argc = 0;
    FILE *file;

    for (; words[argc]; argc++) {
        snprintf(word[argc], sizeof word[argc], "%s", words[argc]);
        argv[argc] = word[argc];
    }
    fflush(stdout);
    const int saved = dup(1);

    ck_assert_ptr_nonnull(freopen(output, "w", stdout));
    const int status = cli_lab(argc, argv);

    fflush(stdout);
    dup2(saved, 1);
    close(saved);
    file = fopen(output, "r");
    ck_assert_ptr_nonnull(file);
    const size_t n = fread(text, 1, sizeof text - 1, file);

    text[n] = 0;
    fclose(file);
    return status;
}
#define LAB(...) lab((const char *const[]){__VA_ARGS__, NULL})

/* Row `row` (1 the first after the heading) has these five columns, and a rate. */
static void row_is(unsigned row, const char *want)
{
    const char *line = text;

    for (unsigned i = 0; i < row; i++) {
        line = strchr(line, '\n');
        ck_assert_ptr_nonnull(line);
        line++;
    }
    ck_assert_msg(strncmp(line, want, strlen(want)) == 0, "%.80s, not %s", line, want);
    ck_assert_int_eq(line[strlen(want)], '\t');
    ck_assert(strtod(line + strlen(want), NULL) > 0);
}

START_TEST(test_table)
{
    char want[160];
    const char *base = strrchr(output, '/') + 1;

    ck_assert_int_eq(LAB("--policy", "fifo,lru,opt", "--frames", "3,4", "--trace", pages), 0);
    ck_assert_int_eq(strncmp(text, "trace\tpolicy\tframes\thits\tmisses\taccesses_per_s\n", 45), 0);
    snprintf(want, sizeof want, "%s\tfifo\t3\t3\t9", base);
    row_is(1, want);
    snprintf(want, sizeof want, "%s\tfifo\t4\t2\t10", base);
    row_is(2, want);
    snprintf(want, sizeof want, "%s\tlru\t3\t2\t10", base);
    row_is(3, want);
    snprintf(want, sizeof want, "%s\topt\t4\t6\t6", base);
    row_is(6, want);
}
END_TEST

/* Counts of libCacheSim and others: oracle/policies/misses.tsv. */
START_TEST(test_packed_trace)
{
    char trace[256];

    snprintf(trace, sizeof trace, "%s", test_path("traces/gcc.u64.xz"));
    ck_assert_int_eq(LAB("--frames", "64", "--trace", trace, "--policy", "clock,clock1"), 0);
    row_is(1, "gcc\tclock\t64\t4994268\t5732");
    row_is(2, "gcc\tclock1\t64\t4994050\t5950");
    snprintf(trace, sizeof trace, "%s", test_path("traces/ls2000.lackey"));
    ck_assert_int_eq(LAB("--frames", "64", "--trace", trace, "--policy", "lru", "--limit", "10"),
                     0);
}
END_TEST

START_TEST(test_refusals)
{
    ck_assert_int_eq(LAB("--policy", "fifo", "--frames", "3"), 2);
    ck_assert_int_eq(LAB("--policy", "fifo", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--frames", "3", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo,mru", "--frames", "3", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "none", "--frames", "3", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo,fifo", "--frames", "3", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo,,lru", "--frames", "3", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo,", "--frames", "3", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo", "--frames", "0", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo", "--frames", "3,x", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo", "--frames", "9999999", "--trace", pages), 2);
    ck_assert_int_eq(LAB("--policy", "fifo", "--frames", "3", "--trace", "/nonexistent"), 2);
    ck_assert_int_eq(LAB("--policy", "aging", "--frames", "3", "--trace", pages, "--bits", "33"),
                     2);
    ck_assert_int_eq(LAB("--policy", "fifo", "--frames", "3", "--trace", pages, "--fast", "1"), 2);
    ck_assert_str_eq(text, "");
}
END_TEST

Suite *make_cli_lab_suite(void)
{
    Suite *s = suite_create("cli_lab");
    TCase *tc = tcase_create("cli_lab");

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, open_files, close_files);
    tcase_add_test(tc, test_table);
    tcase_add_test(tc, test_packed_trace);
    tcase_add_test(tc, test_refusals);
    suite_add_tcase(s, tc);
    return s;
}
