/* main.c - runs the suites named in suites.inc, made from the names of the check_*.c files.
 *
 * check            all suites      check -l           their names
 * check NAME...    these suites
 * The last line is "N passed, N failed", the exit status 1 when something failed.
 */
#include "suite.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;

    if (argc == 2 && strcmp(argv[1], "-l") == 0) {
        for (size_t i = 0; i < SUITE_COUNT; i++)
            puts(suites[i].name);
        return 0;
    }
    /* libcheck gives a test 4 seconds, which a loaded machine or a sanitizer easily takes. */
    setenv("CK_DEFAULT_TIMEOUT", "120", 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < SUITE_COUNT; i++) {
        if (!wanted(suites[i].name, argc, argv))
            continue;
        SRunner *runner = srunner_create(suites[i].make());
        double began = seconds_now();
        int run, bad;

        srunner_run_all(runner, CK_SILENT);
        run = srunner_ntests_run(runner);
        bad = srunner_ntests_failed(runner);
        printf("%-16s %5d passed %4d failed  %6.2f s\n", suites[i].name, run - bad, bad,
               seconds_now() - began);
        if (bad)
            srunner_print(runner, CK_NORMAL);
        srunner_free(runner);
        passed += run - bad;
        failed += bad;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
