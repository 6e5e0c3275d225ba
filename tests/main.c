/* main.c - runs the suites named in suites.inc, made from the names of the check_*.c files.
 *
 * check            all suites      check -l           their names
 * check NAME...    these suites
 * As many suites run at once as there are processors (MM_TEST_JOBS says otherwise).
 * The last line is "N passed, N failed", the exit status 1 when something failed.
 */
#include "suite.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SUITE(name) Suite *make_##name##_suite(void);
#include "suites.inc"
#undef SUITE

static const struct {
    const char *name;
    Suite *(*make)(void);
} suites[] = {
#define SUITE(name) {#name, make_##name##_suite},
#include "suites.inc"
#undef SUITE
};

#define SUITE_COUNT (sizeof suites / sizeof suites[0])
#define PATH_COUNT  8
#define WORKERS_MAX 16
#define PATH_BYTES  1024

const char *test_path(const char *relative)
{
    static char paths[PATH_COUNT][PATH_BYTES];
    static unsigned next;
    const char *dir = getenv("MM_TEST_DIR");
    char *path = paths[next++ % PATH_COUNT];
    int length = snprintf(path, PATH_BYTES, "%s/%s", dir ? dir : MM_TEST_DIR, relative);

    ck_assert_msg(length > 0 && length < PATH_BYTES, "path too long: %s", relative);
    return path;
}

char *test_read(const char *relative, size_t *length)
{
    const char *path = test_path(relative);
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t used = 0, room = 0;

    ck_assert_msg(file != NULL, "cannot open %s", path);
    do {
        room = room ? room * 2 : 4096;
        bytes = realloc(bytes, room + 1);
        ck_assert_msg(bytes != NULL, "no memory for %s", path);
        used += fread(bytes + used, 1, room - used, file);
    } while (used == room);
    ck_assert_msg(!ferror(file), "cannot read %s", path);
    fclose(file);
    bytes[used] = '\0';
    if (length)
        *length = used;
    return bytes;
}

unsigned test_scaled(unsigned count)
{
    const char *text = getenv("MM_TEST_PERCENT");
    unsigned long percent = text ? strtoul(text, NULL, 10) : 100;
    unsigned long scaled = count * percent / 100;

    return scaled ? (unsigned)scaled : 1;
}

struct timespec test_deadline(void)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += TEST_PATIENCE_S;
    return until;
}

bool test_pause(unsigned *looks)
{
    const unsigned pause_ms = 5;

    nanosleep(&(struct timespec){.tv_nsec = (long)pause_ms * 1000000}, NULL);
    return ++*looks < TEST_PATIENCE_S * 1000 / pause_ms;
}

static double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(name, argv[i]) == 0)
            return true;
    return argc == 1;
}

/* What a worker tells about a suite that it ran. */
struct outcome {
    int passed, failed;
};

static _Noreturn void give_up(const char *what)
{
    perror(what);
    _exit(1);
}

/* Runs one suite; what it prints comes out in one piece, however many workers there are. */
static struct outcome run_suite(size_t i, int out)
{
    char text[65536];
    FILE *page = tmpfile();
    SRunner *runner = srunner_create(suites[i].make());
    const double began = seconds_now();
    struct outcome o;
    size_t length;

    if (page == NULL)
        give_up("tmpfile");
    fflush(stdout);
    dup2(fileno(page), STDOUT_FILENO);
    srunner_run_all(runner, CK_SILENT);
    o.failed = srunner_ntests_failed(runner);
    o.passed = srunner_ntests_run(runner) - o.failed;
    printf("%-16s %5d passed %4d failed  %6.2f s\n", suites[i].name, o.passed, o.failed,
           seconds_now() - began);
    if (o.failed)
        srunner_print(runner, CK_NORMAL);
    fflush(stdout);
    srunner_free(runner);
    rewind(page);
    while ((length = fread(text, 1, sizeof text, page)) > 0)
        if (write(out, text, length) != (ssize_t)length)
            give_up("write");
    fclose(page);
    return o;
}

/* A worker takes the next suite that nobody has until there is none, and tells how each went. */
static void work(int todo, int done)
{
    const int out = dup(STDOUT_FILENO);
    uint16_t i;

    while (read(todo, &i, sizeof i) == (ssize_t)sizeof i) {
        const struct outcome o = run_suite(i, out);

        if (write(done, &o, sizeof o) != (ssize_t)sizeof o)
            _exit(1);
    }
    _exit(0);
}

static long worker_count(void)
{
    const char *text = getenv("MM_TEST_JOBS");
    const long n = text ? strtol(text, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > WORKERS_MAX ? WORKERS_MAX : n;
}

int main(int argc, char **argv)
{
    const long workers = worker_count();
    int passed = 0, failed = 0, told = 0, asked = 0;
    int todo[2], done[2];
    struct outcome o;

    if (argc == 2 && strcmp(argv[1], "-l") == 0) {
        for (size_t i = 0; i < SUITE_COUNT; i++)
            puts(suites[i].name);
        return 0;
    }
    /* libcheck gives a test 4 seconds, which a loaded machine or a sanitizer easily takes; so it does the
       times that suites set themselves. */
    setenv("CK_DEFAULT_TIMEOUT", "120", 0);
    setenv("CK_TIMEOUT_MULTIPLIER", "5", 0);
    if (pipe(todo) != 0 || pipe(done) != 0)
        return 2;
    for (size_t i = 0; i < SUITE_COUNT; i++) { /* a pipe holds far more than all their numbers */
        const uint16_t number = (uint16_t)i;

        if (wanted(suites[i].name, argc, argv)) {
            if (write(todo[1], &number, sizeof number) != (ssize_t)sizeof number)
                return 2;
            asked++;
        }
    }
    close(todo[1]);
    for (long w = 0; w < workers; w++) {
        if (fork() == 0) {
            close(done[0]);
            work(todo[0], done[1]);
        }
    }
    close(done[1]);
    while (read(done[0], &o, sizeof o) == (ssize_t)sizeof o) {
        passed += o.passed;
        failed += o.failed;
        told++;
    }
    while (wait(NULL) > 0) {
    }
    if (told != asked) {
        printf("%d suites did not come to their end\n", asked - told);
        failed += asked - told;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
