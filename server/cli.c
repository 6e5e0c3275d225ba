#include "cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli_files.h"
#include "cli_lesson.h"
#include "cli_print.h"
#include "host.h"
#include "text/grammar.h"

#define CLI_SLICE    1000000u
#define CLI_PROC_MAX 32

struct cli {
    const char *name; /* of the scenario, for messages */
    bool events, json, text;
    uint64_t step; /* --step N */
    bool step_given;
    const char *proc[CLI_PROC_MAX];
    unsigned proc_count;
    struct cli_files files;
    struct mm_sink sink;
    int status; /* exit status so far */
};

static const char cli_usage[] =
    "mmscope run FILE|- [--events] [--step N] [--proc FILE...] [--format text|json] [--text]\n"
    "mmscope replay KIND FILE [--machine \"KEY=VALUE ...\"] [--repeat N]\n"
    "mmscope lab --policy P,... --frames N,... --trace FILE\n"
    "mmscope serve [OPTIONS]        mmscope bench        mmscope version        mmscope help "
    "[COMMAND]\n";

static int cli_wrong(const char *what, const char *word)
{
    fprintf(stderr, "mmscope: %s%s%s\n%s", what, word[0] ? ": " : "", word, cli_usage);
    return 2;
}

static bool cli_number(const char *word, uint64_t *n)
{
    return word && units_uint(word, n) == UNITS_OK;
}

/* ---- run ---- */

static void cli_made(void *ctx, struct mm *m)
{
    struct cli *cli = ctx;

    cli->sink = (struct mm_sink){.event = cli_print_event, .change = cli_print_no_change, .ctx = m};
    if (cli->events && !cli->step_given) {
        mm_observe(m, &cli->sink);
    }
}

static bool cli_load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                     size_t *length, char *why, size_t why_bytes)
{
    return cli_files_load(&((struct cli *)ctx)->files, kind, name, bytes, length, why, why_bytes);
}

static void cli_line(void *ctx, const struct session_line *line)
{
    struct cli *cli = ctx;

    if (line->status == SESSION_EXPECTATION) {
        cli->status = 1;
    } else if (line->status != SESSION_OK) {
        cli->status = 2;
    }
    if (cli->json) {
        cli_print_json(line);
    } else {
        cli_print_line(cli->name, line);
    }
}

/* Lines of the traces that were not understood. */
static void cli_inputs(const struct session *s)
{
    struct session_input in;

    for (unsigned i = 0; session_input(s, i, &in); i++) {
        if (in.malformed) {
            fflush(stdout);
            fprintf(stderr, "%s: %" PRIu64 " of %" PRIu64 " lines were not understood:\n%s",
                    in.name, in.malformed, in.lines, in.first_malformed);
        }
    }
}

/* What --step and --proc ask for when the run is over. */
static void cli_after(struct cli *cli, struct session *s)
{
    struct mm *m = session_machine(s);
    static char text[SESSION_OUTPUT_BYTES];

    if (!m) {
        return;
    }
    if (cli->step_given) {
        if (cli->events && mm_replay_step(m, cli->step, &cli->sink) != MM_OK) {
            cli->status = cli_wrong("there is no such step", "");
        }
        if (mm_seek_step(m, cli->step) != MM_OK) {
            cli->status = cli_wrong("there is no such step", "");
            return;
        }
    }
    for (unsigned i = 0; i < cli->proc_count; i++) {
        char line[512];
        struct problem why;
        size_t length = 0;

        snprintf(line, sizeof line, "cat \"%s%s\"", cli->proc[i][0] == '/' ? "" : "/proc/",
                 cli->proc[i]);
        if (session_read(s, line, text, sizeof text, &length, &why)) {
            fwrite(text, 1, length < sizeof text ? length : sizeof text - 1, stdout);
        } else {
            why.line = 0;
            cli_print_problem(cli->proc[i], &why);
            cli->status = 2;
        }
    }
}

static int cli_run_text(struct cli *cli, const char *text, size_t length)
{
    const struct session_host host = {.memory = &host_mapped,
                                      .load = cli_load,
                                      .unload = cli_files_unload,
                                      .made = cli_made,
                                      .ctx = cli};
    struct session_store *store = session_store_new(NULL, CLI_STORE_BYTES);
    struct session *s = store ? session_new(&host, store, NULL) : NULL;
    struct problem why;

    if (!s) {
        session_store_free(store);
        return cli_wrong("no memory", "");
    }
    if (lesson_is(text, length)) {
        struct cli_lesson lesson = {cli->name, &host,        store,     cli_line,
                                    cli,       &cli->status, cli->text, ""};

        cli_lesson_run(&lesson, s, text, length);
        cli_inputs(s);
        cli_after(cli, s);
    } else if (!session_feed(s, text, length, &why)) {
        cli_print_problem(cli->name, &why);
        cli->status = 2;
    } else {
        while (session_advance(s, CLI_SLICE, cli_line, cli) == SESSION_MORE) {
        }
        cli_inputs(s);
        cli_after(cli, s);
    }
    if (cli->json) {
        cli_print_end(session_machine(s), cli->status == 0);
    }
    session_free(s);
    session_store_free(store);
    return fflush(stdout) == 0 ? cli->status : 2;
}

int cli_run(int argc, char **argv)
{
    struct cli cli = {.name = NULL};
    size_t length = 0;

    for (int i = 0; i < argc; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;

        if (strcmp(argv[i], "--events") == 0) {
            cli.events = true;
        } else if (strcmp(argv[i], "--text") == 0) {
            cli.text = true;
        } else if (strcmp(argv[i], "--step") == 0) {
            if (!cli_number(next, &cli.step)) {
                return cli_wrong("--step wants a number", "");
            }
            cli.step_given = true;
            i++;
        } else if (strcmp(argv[i], "--format") == 0) {
            cli.json = next && strcmp(next, "json") == 0;
            if (!next || (!cli.json && strcmp(next, "text") != 0)) {
                return cli_wrong("--format is text or json", "");
            }
            i++;
        } else if (strcmp(argv[i], "--proc") == 0) {
            while (i + 1 < argc && argv[i + 1][0] != '-' && cli.proc_count < CLI_PROC_MAX &&
                   (cli.name || cli.proc_count == 0 || i + 2 < argc)) {
                cli.proc[cli.proc_count++] = argv[++i];
            }
            if (!cli.proc_count) {
                return cli_wrong("--proc wants files of /proc", "");
            }
        } else if (!cli.name && (argv[i][0] != '-' || argv[i][1] == 0)) {
            cli.name = argv[i];
        } else {
            return cli_wrong("not understood", argv[i]);
        }
    }
    if (!cli.name) {
        return cli_wrong("which scenario?", "");
    }
    char *text = cli_files_text(cli.name, &length);

    if (!text) {
        return 2;
    }
    cli_files_beside(&cli.files, cli.name);
    if (strcmp(cli.name, "-") == 0) {
        cli.name = "<stdin>";
    }
    const int status = cli_run_text(&cli, text, length);

    free(text);
    return status;
}

/* ---- replay ---- */

static double cli_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool cli_do(struct session *s, struct cli *cli, const char *line)
{
    struct problem why;

    if (!session_feed(s, line, strlen(line), &why)) {
        cli_print_problem(cli->name, &why);
        return false;
    }
    for (;;) {
        const enum session_state state = session_advance(s, UINT64_MAX, cli_line, cli);

        if (state != SESSION_MORE) {
            return state == SESSION_DONE;
        }
    }
}

static void cli_replay_value(struct session *s, const char *name, const char *path)
{
    const char *unit;
    struct problem why;
    bool is_number;
    int64_t value;

    if (session_number(s, path, &is_number, &value, &unit, &why) && is_number) {
        printf("%s %" PRId64 "\n", name, value);
    }
}

/* The figures of the whole machine after the runs. */
static void cli_replay_report(struct session *s, uint64_t accesses, double seconds)
{
    static const char *const paths[][2] = {
        {"page_faults", "vmstat.pgfault"},    {"tlb_l1d_hits", "tlb.l1d.hits"},
        {"tlb_l1d_misses", "tlb.l1d.misses"}, {"tlb_l2_hits", "tlb.l2.hits"},
        {"tlb_l2_misses", "tlb.l2.misses"},   {"simulated_ns", "clock.ns"}};
    struct session_input input;

    printf("accesses %" PRIu64 "\n", accesses);
    printf("seconds %.6f\n", seconds);
    printf("accesses_per_s %.0f\n", seconds > 0 ? (double)accesses / seconds : 0.0);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        cli_replay_value(s, paths[i][0], paths[i][1]);
    }
    if (session_input(s, 0, &input)) {
        printf("lines %" PRIu64 "\nmalformed_lines %" PRIu64 "\ninferred_areas %u\n", input.lines,
               input.malformed, input.areas);
    }
    printf("hash 0x%016" PRIx64 "\n", mm_hash(session_machine(s)));
    cli_inputs(s);
}

static bool cli_replay_runs(struct session *s, struct cli *cli, const char *kind, uint64_t repeat)
{
    uint64_t accesses = 0;
    double seconds = 0;

    for (uint64_t i = 1; i <= repeat; i++) {
        struct session_input input;
        char line[4608], name[32];

        snprintf(name, sizeof name, "run%" PRIu64, i);
        snprintf(line, sizeof line, "trace %s \"%s\" as %s limit=1", kind, cli->name, name);
        if (i == 1) { /* the file is read and decoded before the clock starts */
            if (!cli_do(s, cli, line)) {
                return false;
            }
            snprintf(line, sizeof line, "%s exit", name);
            if (mm_find_proc(session_machine(s), name) != SLOT_NONE && !cli_do(s, cli, line)) {
                return false;
            }
        }
        snprintf(line, sizeof line, "trace %s \"%s\" as %s", kind, cli->name, name);
        const double began = cli_seconds();

        if (!cli_do(s, cli, line)) {
            return false;
        }
        seconds += cli_seconds() - began;
        accesses += session_input(s, 0, &input) ? input.accesses : 0;
        snprintf(line, sizeof line, "%s exit", name);
        if (mm_find_proc(session_machine(s), name) == SLOT_NONE) {
            fprintf(stderr, "mmscope: the program was killed; give the machine more memory\n");
        } else if (i < repeat && !cli_do(s, cli, line)) {
            return false;
        }
    }
    cli_replay_report(s, accesses, seconds);
    return true;
}

int cli_replay(int argc, char **argv)
{
    const struct session_host host = {
        .memory = &host_mapped, .load = cli_load, .unload = cli_files_unload};
    struct cli cli = {.name = argc > 1 ? argv[1] : NULL};
    const char *kind = argc > 0 ? argv[0] : "", *machine = "memory=1G";
    struct session_host mine = host;
    struct mm_config base;
    uint64_t repeat = 1;
    char line[LEX_LINE_BYTES];
    bool ok;

    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--machine") == 0 && i + 1 < argc) {
            machine = argv[++i];
        } else if (strcmp(argv[i], "--repeat") == 0 && i + 1 < argc &&
                   cli_number(argv[i + 1], &repeat) && repeat > 0) {
            i++;
        } else {
            return cli_wrong("not understood", argv[i]);
        }
    }
    if (!cli.name) {
        return cli_wrong("which KIND and FILE?", "");
    }
    mm_config_default(&base);
    base.history_bytes = 0;
    mine.ctx = &cli;
    struct session_store *store = session_store_new(NULL, CLI_STORE_BYTES);
    struct session *s = store ? session_new(&mine, store, &base) : NULL;

    snprintf(line, sizeof line, "machine %s", machine);
    ok = s && cli_do(s, &cli, line) && cli_replay_runs(s, &cli, kind, repeat);
    session_free(s);
    session_store_free(store);
    return ok ? 0 : cli.status ? cli.status : 2;
}

/* ---- help ---- */

int cli_help(int argc, char **argv)
{
    static char text[65536];
    enum mm_verb verb = MM_V_COUNT;

    if (argc > 0) {
        char both[64];

        snprintf(both, sizeof both, "%s%s%s", argv[0], argc > 1 ? " " : "",
                 argc > 1 ? argv[1] : "");
        verb = grammar_verb(both);
        if (verb == MM_V_COUNT) {
            return cli_wrong("there is no command of the language called", argv[0]);
        }
    }
    grammar_help(verb, text, sizeof text);
    fputs(text, stdout);
    return 0;
}
