#include "cli_print.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cli_print_problem(const char *name, const struct problem *p)
{
    fflush(stdout);
    fprintf(stderr, "%s:%u:%u: %s\n", name, p->line ? p->line : 1, p->column ? p->column : 1,
            p->en);
    if (p->accepted[0]) {
        fprintf(stderr, "    accepted: %s\n", p->accepted);
    }
}

void cli_print_line(const char *name, const struct session_line *line)
{
    fwrite(line->output, 1, line->output_bytes, stdout);
    if (line->output_bytes && line->output[line->output_bytes - 1] != '\n') {
        putchar('\n');
    }
    if (line->output_cut) {
        printf("%s:%u: the output is longer and was cut\n", name, line->line);
    }
    if (line->stepped && (line->r_errno || line->r_signal)) {
        printf("%s:%u: %.*s:", name, line->line, (int)line->text_bytes, line->text);
        if (line->r_errno) {
            printf(" %s", mm_errno_name(line->r_errno));
        }
        if (line->r_signal) {
            const char *code = mm_si_code_name(line->r_signal, line->r_code);

            printf(" %s", mm_signal_name(line->r_signal));
            if (code[0]) { /* a fault; a signal that was sent has neither code nor address */
                printf(" %s at 0x%" PRIx64, code, line->r_addr);
            }
        }
        putchar('\n');
    }
    if (line->problem) {
        cli_print_problem(name, line->problem);
    }
}

static void cli_json_hex(cJSON *object, const char *key, uint64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "0x%" PRIx64, value);
    cJSON_AddStringToObject(object, key, text);
}

static void cli_json_word(cJSON *object, const char *key, const char *word, uint32_t number)
{
    if (number) {
        cJSON_AddStringToObject(object, key, word);
    } else {
        cJSON_AddNumberToObject(object, key, 0);
    }
}

static void cli_json_result(cJSON *root, const struct session_line *line)
{
    if (!line->stepped) {
        cJSON_AddNullToObject(root, "result");
        return;
    }
    cJSON *result = cJSON_AddObjectToObject(root, "result");

    cli_json_word(result, "errno", line->r_errno ? mm_errno_name(line->r_errno) : "",
                  line->r_errno);
    cli_json_word(result, "signal", line->r_signal ? mm_signal_name(line->r_signal) : "",
                  line->r_signal);
    cli_json_word(result, "code",
                  line->r_signal ? mm_si_code_name(line->r_signal, line->r_code) : "",
                  line->r_signal ? line->r_code : 0);
    cJSON_AddNumberToObject(result, "ns", (double)line->r_ns);
    cli_json_hex(result, "addr", line->r_addr);
    if (line->r_pfn == PFN_NONE) {
        cJSON_AddNullToObject(result, "pfn");
    } else {
        cJSON_AddNumberToObject(result, "pfn", line->r_pfn);
    }
}

static void cli_json_problem(cJSON *root, const struct problem *p)
{
    if (!p) {
        cJSON_AddNullToObject(root, "problem");
        return;
    }
    cJSON *problem = cJSON_AddObjectToObject(root, "problem"), *message;

    cJSON_AddNumberToObject(problem, "line", p->line);
    cJSON_AddNumberToObject(problem, "column", p->column);
    cJSON_AddStringToObject(problem, "word", p->word);
    cJSON_AddStringToObject(problem, "field", p->field);
    message = cJSON_AddObjectToObject(problem, "message");
    cJSON_AddStringToObject(message, "en", p->en);
    cJSON_AddStringToObject(message, "zh", p->zh);
    cJSON_AddStringToObject(problem, "accepted", p->accepted);
    cli_json_hex(problem, "limit", p->limit);
}

static void cli_json_put(cJSON *root)
{
    char *text = cJSON_PrintUnformatted(root);

    if (text) {
        puts(text);
    }
    free(text);
    cJSON_Delete(root);
}

void cli_print_json(const struct session_line *line)
{
    static const char *const status[] = {"ok", "refused", "expectation", "stopped"};
    cJSON *root = cJSON_CreateObject(), *events;
    char *text = malloc(line->text_bytes + 1);

    if (text) {
        memcpy(text, line->text, line->text_bytes);
        text[line->text_bytes] = 0;
    }
    cJSON_AddNumberToObject(root, "line", line->line);
    cJSON_AddStringToObject(root, "text", text ? text : "");
    free(text);
    cJSON_AddBoolToObject(root, "ok", line->status == SESSION_OK);
    cJSON_AddStringToObject(root, "status", status[line->status]);
    if (line->stepped) {
        cJSON_AddNumberToObject(root, "step", (double)line->step);
    } else {
        cJSON_AddNullToObject(root, "step");
    }
    cli_json_result(root, line);
    cJSON_AddStringToObject(root, "output", line->output);
    if (line->stepped) {
        events = cJSON_AddArrayToObject(root, "events");
        cJSON_AddItemToArray(events, cJSON_CreateNumber((double)line->seq_first));
        cJSON_AddItemToArray(events, cJSON_CreateNumber((double)line->seq_last));
    } else {
        cJSON_AddNullToObject(root, "events");
    }
    cli_json_problem(root, line->problem);
    cli_json_put(root);
}

void cli_print_end(struct mm *m, bool ok)
{
    cJSON *root = cJSON_CreateObject();

    cJSON_AddBoolToObject(root, "end", true);
    cJSON_AddBoolToObject(root, "ok", ok);
    cJSON_AddNumberToObject(root, "steps", m ? (double)mm_step(m) : 0);
    cJSON_AddNumberToObject(root, "seq", m ? (double)mm_seq(m) : 0);
    cli_json_hex(root, "hash", m ? mm_hash(m) : 0);
    cJSON_AddNumberToObject(root, "clock_ns", m ? (double)mm_get(m, MM_F_machine_clock_ns, 0) : 0);
    cli_json_put(root);
}

/* How a value is shown, from the name of its argument. */
static void cli_event_value(const char *name, size_t length, uint64_t value)
{
    static const char *const hex[] = {
        "vpn",      "addr",       "start",        "end",          "pfn",        "frame",
        "brk",      "entry",      "start_before", "end_before",   "brk_before", "entry_before",
        "gfp",      "error_code", "flags",        "flags_before", "descriptor", "descriptor_before",
        "selector", "offset",     "base",         "limit",        "rest_start"};

    for (unsigned i = 0; i < mm_enum_row_count; i++) {
        if (strlen(mm_enum_rows[i].name) == length &&
            !strncmp(mm_enum_rows[i].name, name, length) && value < mm_enum_rows[i].value_count) {
            printf("%s", mm_enum_rows[i].values[value]);
            return;
        }
    }
    for (unsigned i = 0; i < sizeof hex / sizeof hex[0]; i++) {
        if (strlen(hex[i]) == length && !strncmp(hex[i], name, length)) {
            printf("0x%" PRIx64, value);
            return;
        }
    }
    if (length > 4 && (!strncmp(name + length - 4, "_pfn", 4) || !strncmp(name, "pfn_", 4))) {
        printf("0x%" PRIx64, value);
    } else {
        printf("%" PRIu64, value);
    }
}

void cli_print_event(void *ctx, const struct mm_event *event)
{
    const struct mm_event_row *row = &mm_event_rows[event->type];
    const char *name = row->args;

    (void)ctx;
    printf("%" PRIu64 " %" PRIu64 " cpu%u %s", event->seq,
           event->cause_distance ? event->seq - event->cause_distance : 0, event->cpu, row->name);
    for (unsigned i = 0; i < 6 && *name; i++) {
        const size_t length = strcspn(name, " ");

        printf(" %.*s=", (int)length, name);
        cli_event_value(name, length, event->arg[i]);
        name += length + (name[length] == ' ');
    }
    putchar('\n');
}

void cli_print_no_change(void *ctx, const struct mm_change *change)
{
    (void)ctx;
    (void)change;
}
