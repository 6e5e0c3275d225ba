/* cli_lab.c - mmscope lab: page replacement over traces, as a table. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "cli_files.h"
#include "text/lackey.h"
#include "text/pages.h"
#include "text/units.h"
#include "xz.h"

enum { CLI_LAB_SIZES = 256, CLI_LAB_TRACES = 64 };

struct cli_lab {
    enum mm_lab_policy policy[LP_COUNT];
    unsigned policies;
    uint32_t frames[CLI_LAB_SIZES];
    unsigned sizes;
    const char *trace[CLI_LAB_TRACES];
    unsigned traces;
    uint64_t limit, seed, bits, tick;
};

static const char usage[] = "mmscope lab --policy P,... --frames N,... --trace FILE [--trace "
                            "FILE]... [--limit N] [--seed N]\n"
                            "            [--bits N] [--tick N]\n"
                            "policies:";

static int wrong(const char *what, const char *word)
{
    const struct mm_enum_row *names = mm_arg_enum(AT_POLICIES);

    fprintf(stderr, "mmscope lab: %s%s%s\n%s", what, word[0] ? ": " : "", word, usage);
    for (unsigned i = 1; i < LP_COUNT; i++) {
        fprintf(stderr, " %s", names->values[i]);
    }
    fputc('\n', stderr);
    return 2;
}

/* The next of words with commas between them; false when it is empty or too long. */
static bool next_word(const char **list, char *word, size_t room)
{
    const size_t n = strcspn(*list, ",");

    if (n == 0 || n >= room) {
        return false;
    }
    memcpy(word, *list, n);
    word[n] = '\0';
    *list += n + ((*list)[n] == ',' && (*list)[n + 1] != '\0');
    return true;
}

static bool read_policies(struct cli_lab *lab, const char *list, char *word, size_t room)
{
    const struct mm_enum_row *names = mm_arg_enum(AT_POLICIES);

    while (*list != '\0') {
        unsigned i = 1;

        snprintf(word, room, "%s", list);
        if (!next_word(&list, word, room)) {
            return false;
        }
        while (i < LP_COUNT && strcmp(names->values[i], word) != 0) {
            i++;
        }
        for (unsigned k = 0; k < lab->policies; k++) {
            i = lab->policy[k] == i ? LP_COUNT : i;
        }
        if (i == LP_COUNT) {
            return false;
        }
        lab->policy[lab->policies++] = (enum mm_lab_policy)i;
        if (*list == ',') {
            return false;
        }
    }
    return lab->policies > 0;
}

static bool read_sizes(struct cli_lab *lab, const char *list, char *word, size_t room)
{
    while (*list != '\0') {
        uint64_t n = 0;

        snprintf(word, room, "%s", list);
        if (!next_word(&list, word, room) || units_uint(word, &n) != UNITS_OK || n == 0 ||
            n > MM_LAB_FRAMES_MAX || lab->sizes == CLI_LAB_SIZES || *list == ',') {
            return false;
        }
        lab->frames[lab->sizes++] = (uint32_t)n;
    }
    return lab->sizes > 0;
}

static int read_options(struct cli_lab *lab, int argc, char **argv)
{
    char word[64] = "";

    for (int i = 0; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        const struct {
            const char *name;
            uint64_t *n;
            uint64_t max;
        } numbers[] = {{"--limit", &lab->limit, UINT64_MAX},
                       {"--seed", &lab->seed, UINT64_MAX},
                       {"--bits", &lab->bits, 32},
                       {"--tick", &lab->tick, UINT32_MAX}};
        unsigned k = 0;

        if (strcmp(argv[i], "--policy") == 0) {
            if (!read_policies(lab, value, word, sizeof(word))) {
                return wrong("no such policy, or one given twice", word);
            }
        } else if (strcmp(argv[i], "--frames") == 0) {
            if (!read_sizes(lab, value, word, sizeof(word))) {
                snprintf(word, sizeof(word), "%.40s (1 to %u)", value, MM_LAB_FRAMES_MAX);
                return wrong("frames are not understood", word);
            }
        } else if (strcmp(argv[i], "--trace") == 0) {
            if (value[0] == '\0' || lab->traces == CLI_LAB_TRACES) {
                return wrong("--trace wants a file", value);
            }
            lab->trace[lab->traces++] = value;
        } else {
            while (k < 4 && strcmp(argv[i], numbers[k].name) != 0) {
                k++;
            }
            if (k == 4) {
                return wrong("not understood", argv[i]);
            }
            if (units_uint(value, numbers[k].n) != UNITS_OK || *numbers[k].n > numbers[k].max ||
                (*numbers[k].n == 0 && k != 1)) {
                return wrong("no number, or not in range", argv[i]);
            }
        }
    }
    return lab->policies == 0 ? wrong("which --policy?", "")
           : lab->sizes == 0  ? wrong("how many --frames?", "")
           : lab->traces == 0 ? wrong("which --trace?", "")
                              : 0;
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* "gcc" of "/x/gcc.u64.xz". */
static void trace_name(const char *path, char *name, size_t room)
{
    static const char *const ends[] = {".xz", ".u64", ".txt"};
    const char *slash = strrchr(path, '/');

    snprintf(name, room, "%s", slash ? slash + 1 : path);
    for (unsigned i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        const size_t n = strlen(name), end = strlen(ends[i]);

        if (n > end && strcmp(name + n - end, ends[i]) == 0) {
            name[n - end] = '\0';
        }
    }
}

static bool print_rows(const struct cli_lab *lab, const char *path, const uint64_t *ops,
                       uint64_t count)
{
    const struct mm_enum_row *names = mm_arg_enum(AT_POLICIES);
    char name[128];

    trace_name(path, name, sizeof(name));
    for (unsigned p = 0; p < lab->policies; p++) {
        for (unsigned f = 0; f < lab->sizes; f++) {
            struct mm_lab_count c = {.policy = lab->policy[p],
                                     .frames = lab->frames[f],
                                     .seed = lab->seed,
                                     .bits = (uint32_t)lab->bits,
                                     .tick = lab->tick};
            const double began = seconds();
            const enum mm_err err = mm_lab_count(&mm_host_libc, ops, count, &c);
            const double took = seconds() - began;

            if (err != MM_OK) {
                fprintf(stderr, "mmscope lab: %s: %s\n", path, mm_err_name(err));
                return false;
            }
            printf("%s\t%s\t%" PRIu32 "\t%" PRIu64 "\t%" PRIu64 "\t%.0f\n", name,
                   names->values[c.policy], c.frames, c.hits, c.misses,
                   took > 0 ? (double)count / took : 0.0);
        }
    }
    return fflush(stdout) == 0;
}

/* Page numbers, as text or *.u64, or what lackey wrote; ops are malloc'ed. */
static bool decode(const uint8_t *bytes, size_t length, struct import *in)
{
    for (unsigned lackey = 0; lackey < 2; lackey++) {
        memset(in, 0, sizeof(*in));
        in->room = lackey ? lackey_room(bytes, length) : pages_room(bytes, length);
        in->ops = malloc(in->room * sizeof(uint64_t) + 1);
        if (in->ops != NULL &&
            (lackey ? lackey_decode(bytes, length, in) : pages_decode(bytes, length, in))) {
            return true;
        }
        free(in->ops);
        in->ops = NULL;
    }
    return false;
}

static int run_trace(const struct cli_lab *lab, const char *path)
{
    struct import in;
    uint8_t *bytes = NULL;
    size_t length = 0;
    char why[160];

    if (!xz_read(path, CLI_FILE_BYTES, &bytes, &length, why, sizeof(why))) {
        fprintf(stderr, "mmscope lab: %s: %s\n", path, why);
        return 2;
    }
    const bool understood = decode(bytes, length, &in);

    free(bytes);
    if (!understood) {
        fprintf(stderr, "mmscope lab: %s: nothing in it is a page number or an access\n", path);
        return 2;
    }
    if (in.malformed) {
        fprintf(stderr, "%s: %" PRIu64 " of %" PRIu64 " lines were not understood:\n%s", path,
                in.malformed, in.lines, in.first);
    }
    const uint64_t count = lab->limit && lab->limit < in.count ? lab->limit : in.count;
    const bool ok = print_rows(lab, path, in.ops, count);

    free(in.ops);
    return ok ? 0 : 2;
}

int cli_lab(int argc, char **argv)
{
    struct cli_lab lab = {.seed = 1};
    int status = read_options(&lab, argc, argv);

    if (status != 0) {
        return status;
    }
    puts("trace\tpolicy\tframes\thits\tmisses\taccesses_per_s");
    for (unsigned i = 0; i < lab.traces && status == 0; i++) {
        status = run_trace(&lab, lab.trace[i]);
    }
    return status;
}
