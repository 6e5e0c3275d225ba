/* check_cli_lesson.c - `mmscope run` on lessons: what runs well, and each way in which one can be broken. */
#include "suite.h"

#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD                                                                                  \
    "#: lesson it rows=A6\n#: zh 题\n#: en T\n#: about\n#: zh 关于\n#: en About\n"         \
    "#: slider n 1..64 step=1\n#: zh 页\n#: en pages\nmachine memory=16M seed=1\n"           \
    "let n = 16\nspawn p\nlet size = $n * 4096\n#: page see=vma_new\n#: zh 页\n#: en Page\n" \
    "p mmap 256K as m\n"
#define ASK                                                                                      \
    "#: ask q\n#: zh 多少？\n#: en How much?\n#: choice when p.status.VmRSS > 0\n#: zh 多\n" \
    "#: en More\n#: choice when p.status.VmRSS == 0\n#: zh 零\n#: en None\n"
#define REVEAL "#: reveal\n#: zh {p.status.VmRSS}\n#: en {p.status.VmRSS}\n"

static char folder[64], path[96], out[96], err[96];
static char said[1 << 16], wrong[1 << 16];

static void read_back(const char *name, char *to, size_t room)
{
    FILE *f = fopen(name, "r");

    ck_assert_ptr_nonnull(f);
    to[fread(to, 1, room - 1, f)] = 0;
    fclose(f);
}

static void setup(void)
{
    snprintf(folder, sizeof folder, "%s/mmscope-lesson-XXXXXX", P_tmpdir);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/it.mm", folder);
    snprintf(out, sizeof out, "%s/out", folder);
    snprintf(err, sizeof err, "%s/err", folder);
}

static void teardown(void)
{
    unlink(path);
    unlink(out);
    unlink(err);
    rmdir(folder);
}

/* Exit status; what was printed is in `said` and `wrong`. */
static int run(const char *lesson, const char *option)
{
    char words[2][96];
    char *argv[2] = {words[0], words[1]};
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    fputs(lesson, f);
    fclose(f);
    strcpy(words[0], path);
    strcpy(words[1], option ? option : "");
    fflush(NULL);
    const int saved_out = dup(1), saved_err = dup(2);
    ck_assert(freopen(out, "w", stdout) && freopen(err, "w", stderr));
    const int status = cli_run(option ? 2 : 1, argv);
    fflush(NULL);
    dup2(saved_out, 1);
    dup2(saved_err, 2);
    close(saved_out);
    close(saved_err);
    read_back(out, said, sizeof said);
    read_back(err, wrong, sizeof wrong);
    return status;
}

START_TEST(test_good)
{
    const char *lesson =
        HEAD ASK "p write m+0..$size\nexpect p.status.VmRSS == 64\nprint n\n" REVEAL;

    ck_assert_msg(run(lesson, NULL) == 0, "%s", wrong);
    ck_assert_str_eq(wrong, "");
    ck_assert_str_eq(said, "n = 16\n"); /* the runs with the slider moved print nothing */
    ck_assert_int_eq(run(lesson, "--text"), 0);
    ck_assert_ptr_nonnull(strstr(said, "? How much?\n  * More\n  - None\n64\xc2\xa0kB\n"));
    ck_assert_ptr_nonnull(strstr(said, "  * 多\n"));
}
END_TEST

static const struct {
    const char *lesson;
    int status;
    const char *place, *said;
} broken[] = {
    /* found without running */
    {HEAD "#: zh 甲\n" ASK REVEAL, 2, "it.mm:18:1: ", "no en text"},
    {HEAD "#: zh 甲\n#: en A\n#: page see=nothing\n#: zh 页\n#: en Page\n", 2,
     "it.mm:20:9: ", "no such event"},
    {HEAD "#: zh [pink 甲]\n#: en A\n", 2, "it.mm:18:8: ", "no such colour"},
    /* found by running it */
    {HEAD "#: zh {p.status.VmRS}\n#: en {p.status.VmRS}\n", 1, "it.mm:18:", "VmRS"},
    {HEAD "#: zh {hash in MB}\n#: en {hash in MB}\n", 1, "it.mm:18:8: ", "unit"},
    {HEAD ASK "p write m+0..$size\nexpect p.status.VmRSS == 60\n" REVEAL, 1,
     "it.mm:28:8: ", "does not hold"},
    {HEAD "#: ask q\n#: zh 问\n#: en Q\n#: choice when 1 == 1\n#: zh 甲\n#: en A\n"
          "#: choice when 2 == 2\n#: zh 乙\n#: en B\n" REVEAL,
     1, "it.mm:18:1: ", "2 choices of this question hold"},
    {HEAD "#: ask q\n#: zh 问\n#: en Q\n#: choice when 1 == 2\n#: zh 甲\n#: en A\n"
          "#: choice when 2 == 3\n#: zh 乙\n#: en B\n" REVEAL,
     1, "it.mm:18:1: ", "0 choices of this question hold"},
    {HEAD "#: ask q\n#: zh 问\n#: en Q\n#: choice when nobody.x == 2\n#: zh 甲\n#: en A\n"
          "#: choice when 2 == 2\n#: zh 乙\n#: en B\n" REVEAL,
     1, "it.mm:21:16: ", "nobody"},
    /* well as written, broken at an end of the slider */
    {HEAD "let rest = 64 - $n\nlet part = 1 / $rest\n", 1, "it.mm:19:", "with n = 64"},
    /* the scenario itself */
    {HEAD "p wriet m\n", 2, "it.mm:18:3: ", "wriet"},
    {HEAD "repeat 2\np write m\n", 2, "it.mm:18:", "no end"},
};

START_TEST(test_broken)
{
    const int status = run(broken[_i].lesson, NULL);

    ck_assert_msg(status == broken[_i].status || !broken[_i].place[0], "%d: %s", status, wrong);
    ck_assert_int_ne(status, 0);
    ck_assert_msg(strstr(wrong, broken[_i].place) && strstr(wrong, broken[_i].said), "%s", wrong);
}
END_TEST

/* The id is the name of the file, so that links and the index find it. */
START_TEST(test_name)
{
    char *lesson = strdup(HEAD);

    memcpy(strstr(lesson, "lesson it"), "lesson at", 9);
    ck_assert_int_eq(run(lesson, NULL), 2);
    ck_assert_ptr_nonnull(strstr(wrong, "file's name"));
    free(lesson);
}
END_TEST

Suite *make_cli_lesson_suite(void);
Suite *make_cli_lesson_suite(void)
{
    Suite *s = suite_create("cli_lesson");
    TCase *tc = tcase_create("cli_lesson");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, test_good);
    tcase_add_loop_test(tc, test_broken, 0, (int)(sizeof broken / sizeof broken[0]));
    tcase_add_test(tc, test_name);
    suite_add_tcase(s, tc);
    return s;
}
