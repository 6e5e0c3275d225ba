/* bench.c - mmscope bench: marks of speed and size, one a line. */
#include "bench.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "guided.h"
#include "host.h"
#include "text/lackey.h"
#include "text/pages.h"
#include "text/scenario.h"
#include "xz.h"

#define FILE_BYTES_MAX ((size_t)1 << 30)
#define ZIPF_PAGES     65536u
#define ZIPF_ACCESSES  2000000u

double bench_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void bench_print(const char *name, const char *suffix, double value, const char *unit)
{
    printf(value >= 1000 ? "%s%s %.0f %s\n" : "%s%s %.3f %s\n", name, suffix, value, unit);
    fflush(stdout);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_percentile(double *values, size_t count, double p)
{
    qsort(values, count, sizeof(values[0]), by_value);
    const size_t at = (size_t)((double)(count - 1) * p / 100.0 + 0.5);

    return values[at];
}

double bench_median(double *values, size_t count)
{
    return bench_percentile(values, count, 50);
}

static _Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "mmscope bench: %s: %s\n", what, why);
    exit(1);
}

struct mm *bench_machine(uint64_t memory_bytes, uint64_t history_bytes, const char *options)
{
    struct mm_config cfg;
    struct mm_fail fail;
    char words[256];
    char *save = NULL;

    mm_config_default(&cfg);
    cfg.memory_bytes = memory_bytes;
    cfg.history_bytes = history_bytes;
    snprintf(words, sizeof(words), "%s", options);
    for (char *w = strtok_r(words, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
        char *value = strchr(w, '=');

        if (value == NULL) {
            give_up(w, "not KEY=VALUE");
        }
        *value++ = '\0';
        if (mm_config_set(&cfg, w, value, NULL) != MM_OK) {
            give_up(w, "not accepted");
        }
    }
    struct mm *m = mm_new(&cfg, &host_mapped, &fail);

    if (m == NULL) {
        give_up("machine", mm_err_name(fail.err));
    }
    return m;
}

void bench_parse(const char *line, struct mm_cmd *cmd)
{
    struct lex_line words;
    struct scenario parsed;
    struct problem why;

    memset(&why, 0, sizeof(why));
    if (!lex_split(line, strlen(line), &words, &why) ||
        !scenario_parse(&words, line, &parsed, &why)) {
        give_up(line, why.en);
    }
    *cmd = parsed.cmd;
}

void bench_line(struct mm *m, const char *line)
{
    struct mm_cmd cmd;

    bench_parse(line, &cmd);
    const enum mm_err err = mm_do(m, &cmd);

    if (err != MM_OK) {
        give_up(line, mm_err_name(err));
    }
}

/* ---- traces ---- */

static void replay_bytes(const char *name, bool lackey, const uint8_t *bytes, size_t length)
{
    struct import in = {.room = lackey ? lackey_room(bytes, length) : pages_room(bytes, length)};

    in.ops = malloc(in.room * sizeof(uint64_t) + 1);
    if (in.ops == NULL) {
        give_up(name, "no memory");
    }
    if (!(lackey ? lackey_decode(bytes, length, &in) : pages_decode(bytes, length, &in))) {
        give_up(name, "nothing in it is an access");
    }
    bench_lab(name, in.ops, in.count);
    bench_replay(name, in.ops, in.count);
    free(in.ops);
}

static void replay_guided(void)
{
    uint8_t *bytes;
    size_t length;
    char why[128];

    if (!xz_decode(guided_first, guided_first_bytes, FILE_BYTES_MAX, &bytes, &length, why,
                   sizeof(why))) {
        give_up("the guided recording", why);
    }
    replay_bytes("guided", true, bytes, length);
    free(bytes);
}

/* NAME=FILE: page numbers (*.u64 or text), or lackey output when the file's name says so; .xz or not. */
static void replay_file(const char *arg)
{
    const char *path = strchr(arg, '=');
    char name[32];
    uint8_t *bytes;
    size_t length;
    char why[128];

    if (path == NULL || path == arg || (size_t)(path - arg) >= sizeof(name)) {
        give_up(arg, "NAME=FILE is wanted");
    }
    memcpy(name, arg, (size_t)(path - arg));
    name[path - arg] = '\0';
    path++;
    if (!xz_read(path, FILE_BYTES_MAX, &bytes, &length, why, sizeof(why))) {
        give_up(path, why);
    }
    replay_bytes(name, strstr(path, "lackey") != NULL, bytes, length);
    free(bytes);
}

/* The machine's own Zipf pattern, 0.9 over 65,536 pages, seen by a sink and shuffled over the address space. */
struct zipf {
    uint64_t *ops;
    uint64_t count;
};

static void keep_access(void *ctx, const struct mm_event *e)
{
    struct zipf *z = ctx;

    if (e->type == EV_ACCESS && z->count < ZIPF_ACCESSES) {
        const uint64_t rank = (e->arg[1] >> MM_PAGE_SHIFT) & (ZIPF_PAGES - 1);

        z->ops[z->count++] =
            MM_OP(0x10000000ull + ((rank * 40503u) & (ZIPF_PAGES - 1)) * MM_PAGE_BYTES, ACC_READ);
    }
}

static void drop_change(void *ctx, const struct mm_change *c)
{
    (void)ctx;
    (void)c;
}

static void replay_zipf(void)
{
    struct zipf z = {malloc(ZIPF_ACCESSES * sizeof(uint64_t)), 0};
    const struct mm_sink sink = {.event = keep_access, .change = drop_change, .ctx = &z};
    struct mm *m = bench_machine(1ull << 30, 0, "");
    char line[96];

    if (z.ops == NULL) {
        give_up("zipf", "no memory");
    }
    bench_line(m, "spawn a");
    bench_line(m, "a mmap 256M as x at=0x40000000");
    mm_observe(m, &sink);
    snprintf(line, sizeof(line), "a read x pattern=zipf:0.9 seed=1 count=%u", ZIPF_ACCESSES);
    bench_line(m, line);
    mm_free(m);
    bench_lab("zipf", z.ops, z.count);
    bench_replay("zipf", z.ops, z.count);
    free(z.ops);
}

int cli_bench(int argc, char **argv)
{
    bool own = true;

    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--trace") == 0 && i + 1 < argc) {
            replay_file(argv[++i]);
            own = false;
        } else {
            fprintf(stderr, "mmscope bench [--trace NAME=FILE]...\n");
            return 2;
        }
    }
    if (own) {
        replay_guided();
        replay_zipf();
        bench_history();
    }
    return 0;
}
