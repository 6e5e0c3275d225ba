/* inputs.c - the files that the lines of a session name: brought in before the line runs. */
#include <stdio.h>
#include <string.h>

#include "text/session_int.h"

/* The file that argument `arg` names is there for the machine. */
static bool session_input_ready(struct session *s, const struct lex_line *words,
                                const struct scenario *line, const char *kind, unsigned arg,
                                struct problem *why)
{
    const char *name = line->cmd.text + line->cmd.arg[arg].text;
    const bool maps = strcmp(kind, "maps") == 0;
    char reason[PROBLEM_TEXT_BYTES] = "there is no such file";
    struct store_input *in;
    enum mm_err err;

    for (uint32_t i = 0; i < s->input_count; i++) {
        if (strcmp(s->input[i]->name, name) == 0 && strcmp(s->input[i]->kind, kind) == 0) {
            return true;
        }
    }
    in = s->store && s->input_count < SESSION_INPUTS_MAX
             ? store_get(s->store, &s->host, kind, name, reason, sizeof reason)
             : NULL;
    problem_at(why, MM_ENONAME, words, &words->word[line->arg_word[arg]]);
    if (!in) {
        problem_say(why, "%.80s: %.200s", "%.80s：%.200s", name, reason);
        problem_accept(why, "a %s file that can be read, or the SHA-256 of an uploaded one", kind);
        return false;
    }
    err = maps ? mm_add_layout(s->m, &in->trace.layout) : mm_add_trace(s->m, &in->trace);
    if (err != MM_OK) {
        store_put(in);
        why->err = err;
        problem_say(why, "%.80s: %s", "%.80s：%s", name, mm_err_name(err));
        return false;
    }
    s->input[s->input_count++] = in;
    return true;
}

/* A lab reads any recording: one that is there already, else page numbers, else what lackey wrote. */
static bool session_lab_ready(struct session *s, const struct lex_line *words,
                              const struct scenario *line, unsigned arg, struct problem *why)
{
    const char *name = line->cmd.text + line->cmd.arg[arg].text;
    struct problem other;

    for (uint32_t i = 0; i < s->input_count; i++) {
        if (strcmp(s->input[i]->name, name) == 0 && strcmp(s->input[i]->kind, "maps") != 0) {
            return true;
        }
    }
    return session_input_ready(s, words, line, "pages", arg, why) ||
           session_input_ready(s, words, line, "lackey", arg, &other);
}

bool session_inputs(struct session *s, const struct lex_line *words, const struct scenario *line,
                    struct problem *why)
{
#define SESSION_KIND(id, name) name,
    static const char *const kinds[] = {MM_TRACE_KINDS(SESSION_KIND)};

    if (line->cmd.verb == MM_V_TRACE) {
        return session_input_ready(s, words, line, kinds[line->cmd.arg[0].a], 1, why);
    }
    if (line->cmd.verb == MM_V_SPAWN && (line->cmd.present >> 7 & 1)) {
        return session_input_ready(s, words, line, "maps", 7, why);
    }
    if ((line->cmd.verb == MM_V_LAB || line->cmd.verb == MM_V_LAB_CURVE) &&
        (line->cmd.present >> 3 & 1)) {
        return session_lab_ready(s, words, line, 3, why);
    }
    return true;
}

void session_inputs_forget(struct session *s, uint32_t count)
{
    while (s->input_count > count) {
        struct store_input *in = s->input[--s->input_count];

        if (strcmp(in->kind, "maps") == 0) {
            mm_drop_layout(s->m);
        } else {
            mm_drop_trace(s->m);
        }
        store_put(in);
    }
}

bool session_input(const struct session *s, unsigned i, struct session_input *out)
{
    if (i >= s->input_count) {
        return false;
    }
    const struct store_input *in = s->input[i];

    *out = (struct session_input){.kind = in->kind,
                                  .name = in->name,
                                  .accesses = in->trace.op_count,
                                  .lines = in->report.lines,
                                  .malformed = in->report.malformed,
                                  .areas = in->trace.layout.area_count,
                                  .inferred = in->trace.layout.inferred,
                                  .first_malformed = in->report.first};
    return true;
}
