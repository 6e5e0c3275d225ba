/* check_cli.c - run and replay as a shell sees them: exit status, standard output, JSON. */
#include "suite.h"

#include "cli.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char scenario[64], output[64];
static char text[1 << 20];

static void make_file(char path[64])
{
    int fd;

    snprintf(path, 64, "%s/mmscope-check-XXXXXX", P_tmpdir);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static void open_files(void)
{
    make_file(scenario);
    make_file(output);
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr)); /* refusals on purpose */
}

static void close_files(void)
{
    unlink(scenario);
    unlink(output);
}

/* Run `lines` with up to three more words; what it printed is in text. */
static int run(const char *lines, const char *a, const char *b, const char *c)
{
    char words[5][64] = {"", "", "", "", ""}, *argv[5];
    const char *extra[3] = {a, b, c};
    FILE *file = fopen(scenario, "w");
    int argc = 1, status, saved;
    size_t n;

    ck_assert_ptr_nonnull(file);
    fputs(lines, file);
    fclose(file);
    strcpy(words[0], scenario);
    for (unsigned i = 0; i < 3 && extra[i]; i++)
        strcpy(words[argc++], extra[i]);
    for (int i = 0; i < argc; i++)
        argv[i] = words[i];
    fflush(stdout);
    saved = dup(1);
    ck_assert_ptr_nonnull(freopen(output, "w", stdout));
    status = cli_run(argc, argv);
    fflush(stdout);
    dup2(saved, 1);
    close(saved);
    file = fopen(output, "r");
    ck_assert_ptr_nonnull(file);
    n = fread(text, 1, sizeof text - 1, file);
    text[n] = 0;
    fclose(file);
    return status;
}

START_TEST(test_status)
{
    ck_assert_int_eq(run("spawn p\np mmap 64K as m\np write m\nprint p.status.VmRSS\nexpect "
                         "vmstat.pgfault == 16\n",
                         NULL, NULL, NULL),
                     0);
    ck_assert_str_eq(text, "p.status.VmRSS = 64 kB\n");
    ck_assert_int_eq(run("expect vmstat.pgfault == 16\nprint clock.ns", NULL, NULL, NULL), 1);
    ck_assert_str_eq(text, "");
    ck_assert_int_eq(run("nonsense\n", NULL, NULL, NULL), 2);
    ck_assert_int_eq(run("repeat 3\n", NULL, NULL, NULL), 2);
    ck_assert_int_eq(run("", NULL, NULL, NULL), 0);
    ck_assert_int_eq(run("spawn p\n", "--colour", NULL, NULL), 2);
    ck_assert_int_eq(run("spawn p\n", "--step", "2", NULL), 2);
}
END_TEST

START_TEST(test_output_options)
{
    ck_assert_int_eq(run("spawn p\np mmap 64K as m\np touch m w\n", "--events", NULL, NULL), 0);
    ck_assert_ptr_nonnull(strstr(text, "cpu0 page_fault pid="));
    ck_assert_ptr_nonnull(strstr(text, "fault_kind=anon_write"));
    ck_assert_int_eq(run("spawn p\np mmap 64K as m\np touch m w\n", "--proc", "vmstat", NULL), 0);
    ck_assert_ptr_nonnull(strstr(text, "\npgfault 1\n"));
    ck_assert_int_eq(run("spawn p\np touch 0x10 w\n", NULL, NULL, NULL), 0);
    ck_assert_ptr_nonnull(strstr(text, "SIGSEGV SEGV_MAPERR at 0x10"));
    ck_assert_int_eq(run("spawn p\np mmap 64K as m\np touch m w\n", "--step", "2", "--events"), 0);
    ck_assert_ptr_nonnull(strstr(text, "vma_new"));
    ck_assert_ptr_null(strstr(text, "page_fault"));
}
END_TEST

START_TEST(test_json)
{
    static const char *const ok[] = {"true", "true", "true", "true", "false", "false"};
    char *line = text;
    unsigned n = 0;

    ck_assert_int_eq(
        run("spawn p\np mmap 0 as z\nnote \"缺页\" \"fault\"\np touch 0x10 w\nexpect 1 == 2\n",
            "--format", "json", NULL),
        1);
    for (; *line; n++) {
        char *end = strchr(line, '\n');
        cJSON *root;

        ck_assert_ptr_nonnull(end);
        *end = 0;
        root = cJSON_Parse(line);
        ck_assert_msg(root != NULL && n < 6, "%s", line);
        ck_assert_int_eq(cJSON_IsTrue(cJSON_GetObjectItem(root, "ok")), strcmp(ok[n], "true") == 0);
        if (n == 1)
            ck_assert_str_eq(
                cJSON_GetObjectItem(cJSON_GetObjectItem(root, "result"), "errno")->valuestring,
                "EINVAL");
        if (n == 2)
            ck_assert_str_eq(cJSON_GetObjectItem(root, "output")->valuestring, "缺页\nfault\n");
        if (n == 3)
            ck_assert_str_eq(
                cJSON_GetObjectItem(cJSON_GetObjectItem(root, "result"), "code")->valuestring,
                "SEGV_MAPERR");
        if (n == 4)
            ck_assert_int_eq(
                cJSON_GetObjectItem(cJSON_GetObjectItem(root, "problem"), "column")->valueint, 8);
        if (n == 5)
            ck_assert(cJSON_IsTrue(cJSON_GetObjectItem(root, "end")));
        cJSON_Delete(root);
        line = end + 1;
    }
    ck_assert_uint_eq(n, 6);
}
END_TEST

START_TEST(test_replay)
{
    char kind[] = "pages", file[1024], option[] = "--repeat", twice[] = "2", wrong[] = "strange";
    char *argv[] = {kind, file, option, twice}, *bad[] = {wrong, file};

    snprintf(file, sizeof file, "%s", test_path("traces/gcc4096.u64.xz"));
    fflush(stdout);
    ck_assert_ptr_nonnull(freopen(output, "w", stdout));
    ck_assert_int_eq(cli_replay(4, argv), 0);
    fflush(stdout);
    FILE *in = fopen(output, "r");
    size_t n = fread(text, 1, sizeof text - 1, in);

    fclose(in);
    text[n] = 0;
    ck_assert_msg(strstr(text, "accesses 8192\n") && strstr(text, "accesses_per_s "), "%s", text);
    ck_assert_int_eq(cli_replay(2, bad), 2);
    ck_assert_int_eq(cli_replay(1, argv), 2);
}
END_TEST

Suite *make_cli_suite(void)
{
    Suite *suite = suite_create("cli");
    TCase *tc = tcase_create("cli");

    tcase_add_checked_fixture(tc, open_files, close_files);
    tcase_add_test(tc, test_status);
    tcase_add_test(tc, test_output_options);
    tcase_add_test(tc, test_json);
    tcase_add_test(tc, test_replay);
    suite_add_tcase(suite, tc);
    return suite;
}
