/* lines.c - one line of a session: what each kind of line does. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "text/session_int.h"

/* First word of text[start..end). */
static bool lines_begins(const char *text, size_t start, size_t end, const char *word)
{
    const size_t n = strlen(word);

    while (start < end && (text[start] == ' ' || text[start] == '\t' || text[start] == '\r')) {
        start++;
    }
    return end - start >= n && memcmp(text + start, word, n) == 0 &&
           (end - start == n || strchr(" \t\r#", text[start + n]));
}

bool session_blocks(const char *text, size_t length, struct problem *why)
{
    uint32_t open[SESSION_REPEAT_DEPTH], depth = 0, line = 0;
    const char *en = NULL, *zh = NULL;

    for (size_t at = 0; at < length && !en;) {
        const char *newline = memchr(text + at, '\n', length - at);
        const size_t end = newline ? (size_t)(newline - text) : length;

        line++;
        if (lines_begins(text, at, end, "repeat")) {
            if (depth == SESSION_REPEAT_DEPTH) {
                en = "repeat is nested too deep";
                zh = "repeat 嵌套太深";
            } else {
                open[depth++] = line;
            }
        } else if (lines_begins(text, at, end, "end")) {
            if (depth == 0) {
                en = "this end has no repeat";
                zh = "这个 end 没有对应的 repeat";
            } else {
                depth--;
            }
        }
        at = end + 1;
    }
    if (!en && depth) {
        line = open[depth - 1];
        en = "this repeat has no end";
        zh = "这个 repeat 没有对应的 end";
    }
    if (en) {
        problem_at(why, MM_EBADCMD, NULL, NULL);
        why->line = line;
        problem_say(why, "%s", "%s", en);
        out_copy(why->zh, sizeof why->zh, zh, strlen(zh));
        problem_accept(why, "repeat N [as NAME], lines, end; at most %u deep",
                       SESSION_REPEAT_DEPTH);
    }
    return en == NULL;
}

/* ---- repeat ---- */

static void lines_set_index(struct session *s, const struct session_loop *loop)
{
    struct value v;

    if (loop->name[0]) {
        value_number(&v, VALUE_PLAIN, loop->i);
        keep_set(&s->keep, loop->name, &v); /* there was room when the loop began */
    }
}

/* On behind the `end` of the repeat that was just read: a repeat of 0. session_blocks() has seen that there is one. */
static void lines_skip(struct session *s)
{
    for (uint32_t depth = 1; depth && s->at < s->text_bytes;) {
        const char *newline = memchr(s->text + s->at, '\n', s->text_bytes - s->at);
        const size_t end = newline ? (size_t)(newline - s->text) : s->text_bytes;

        depth += lines_begins(s->text, s->at, end, "repeat");
        depth -= lines_begins(s->text, s->at, end, "end");
        s->line++;
        s->at = end + 1;
    }
}

static enum session_outcome lines_repeat(struct session *s)
{
    struct session_loop *loop = &s->loop[s->depth];
    const struct mm_cmd *cmd = &s->scenario.cmd;
    const char *name = cmd->present & 2 ? cmd->text + cmd->arg[1].text : "";
    struct value v;

    memset(loop, 0, sizeof *loop);
    out_copy(loop->name, sizeof loop->name, name, strlen(name));
    value_number(&v, VALUE_PLAIN, 0);
    if (name[0] && !keep_set(&s->keep, name, &v)) {
        problem_at(&s->problem, MM_ELIMIT, &s->words, NULL);
        problem_say(&s->problem, "more than %u kept values", "保留的值超过 %u 个", KEEP_MAX);
        return SESSION_OUTCOME_REFUSED;
    }
    if (cmd->arg[0].a == 0) {
        lines_skip(s);
        return SESSION_OUTCOME_SILENT;
    }
    loop->count = cmd->arg[0].a;
    loop->body_at = s->at;
    loop->body_line = s->line;
    s->depth++;
    return SESSION_OUTCOME_SILENT;
}

static enum session_outcome lines_end(struct session *s)
{
    struct session_loop *loop = &s->loop[s->depth - 1];

    if (++loop->i < loop->count) {
        s->at = loop->body_at;
        s->line = loop->body_line;
        lines_set_index(s, loop);
    } else {
        s->depth--;
    }
    return SESSION_OUTCOME_SILENT;
}

/* ---- values ---- */

/* A problem inside text that begins at byte `start` of the expanded line. */
static enum session_outcome lines_refused_at(struct session *s, size_t start)
{
    s->problem.column += lex_column(s->expanded.text, s->expanded.length, start) - 1;
    return SESSION_OUTCOME_REFUSED;
}

bool session_let(struct session *s, const struct path_scope *scope, const char *text, size_t start,
                 size_t end, struct problem *why)
{
    size_t at = start, word = 0, bytes = 0, equals = 0, n = 0;
    char name[MM_NAME_BYTES] = "";
    struct value v;
    bool ok = expr_token(text, end, &at, &word, &bytes) && bytes < sizeof name;

    if (ok) {
        out_copy(name, sizeof name, text + word, bytes);
        ok = grammar_name_ok(name) && expr_token(text, end, &at, &equals, &n) && n == 1 &&
             text[equals] == '=';
    }
    if (!ok) {
        problem_at(why, MM_EBADARG, NULL, NULL);
        why->column =
            lex_column(text, end, equals ? equals : word) - lex_column(text, end, start) + 1;
        why->length =
            lex_column(text + (equals ? equals : word), equals ? n : bytes, equals ? n : bytes) - 1;
        out_copy(why->word, sizeof why->word, text + (equals ? equals : word), equals ? n : bytes);
        problem_say(why, "let keeps a value under a name", "let 把一个值记在名字下");
        problem_accept(why,
                       "let NAME = EXPR, blanks around the =; a name is no word of the language");
        return false;
    }
    if (!expr_value(scope, text + at, end - at, &v, why)) {
        why->column += lex_column(text, end, at) - lex_column(text, end, start);
        return false;
    }
    if (s && !keep_set(&s->keep, name, &v)) {
        problem_at(why, MM_ELIMIT, NULL, NULL);
        why->limit = KEEP_MAX;
        problem_say(why, "more than %u kept values", "保留的值超过 %u 个", KEEP_MAX);
        return false;
    }
    return true;
}

bool session_let_plain(const char *text, size_t start, size_t end)
{
    size_t at = start, word, bytes;

    if (!expr_token(text, end, &at, &word, &bytes) || !expr_token(text, end, &at, &word, &bytes)) {
        return false; /* the name and the = */
    }
    while (expr_token(text, end, &at, &word, &bytes)) {
        if (!strchr("0123456789-+*/%", text[word])) {
            return false;
        }
    }
    return true;
}

static enum session_outcome lines_let(struct session *s)
{
    const struct path_scope scope = session_scope(s);

    return session_let(s, &scope, s->expanded.text, s->scenario.rest_start, s->scenario.rest_end,
                       &s->problem)
               ? SESSION_OUTCOME_DONE
               : lines_refused_at(s, s->scenario.rest_start);
}

static enum session_outcome lines_expect(struct session *s)
{
    const struct path_scope scope = session_scope(s);
    const size_t start = s->scenario.rest_start, end = s->scenario.rest_end;
    struct expr_answer a;

    if (!expr_holds(&scope, s->expanded.text + start, end - start, &a, &s->problem)) {
        return lines_refused_at(s, start);
    }
    if (a.holds) {
        return SESSION_OUTCOME_DONE;
    }
    problem_at(&s->problem, MM_OK, NULL, NULL);
    s->problem.column = lex_column(s->expanded.text, s->expanded.length, start);
    s->problem.length = lex_column(s->expanded.text + start, end - start, end - start) - 1;
    out_copy(s->problem.word, sizeof s->problem.word, s->expanded.text + start, end - start);
    problem_say(&s->problem, "does not hold: %s%s%s%s%s%s%s", "不成立：%s%s%s%s%s%s%s", a.left,
                a.op[0] ? " " : "", a.op, a.op[0] ? " " : "", a.right,
                a.within[0] ? " within " : "", a.within);
    return SESSION_OUTCOME_FAILED;
}

/* ---- printing ---- */

static void lines_print(struct session *s, size_t length)
{
    s->printed = true;
    s->output_cut = length > SESSION_OUTPUT_BYTES;
    s->output_bytes = s->output_cut ? strlen(s->output) : length;
}

static enum session_outcome lines_read(struct session *s)
{
    const struct path_scope scope = session_scope(s);
    const bool own = s->scenario.cmd.verb == MM_V_PRINT; /* may print `output` itself */
    size_t length = 0;

    if (own) {
        char text[4096];

        if (!reads_run(&scope, &s->words, s->expanded.text, &s->scenario, text, sizeof text,
                       &length, &s->problem)) {
            return SESSION_OUTCOME_REFUSED;
        }
        out_copy(s->output, sizeof s->output, text, strlen(text));
        lines_print(s, strlen(text));
        s->output_cut = length >= sizeof text;
        return SESSION_OUTCOME_DONE;
    }
    if (!reads_run(&scope, &s->words, s->expanded.text, &s->scenario, s->output, sizeof s->output,
                   &length, &s->problem)) {
        s->output_bytes = 0;
        return SESSION_OUTCOME_REFUSED;
    }
    lines_print(s, length);
    return SESSION_OUTCOME_DONE;
}

static enum session_outcome lines_note(struct session *s)
{
    const uint8_t *at = s->scenario.arg_word;
    struct out o;

    out_init(&o, s->output, sizeof s->output);
    out_say(&o, "%s\n%s\n", s->words.word[at[0]].text, s->words.word[at[1]].text);
    lines_print(s, o.used);
    return SESSION_OUTCOME_DONE;
}

/* ---- fails ---- */

/* Would the machine refuse this command? Files are decoded for the question and forgotten. */
static bool lines_command_refused(struct session *s, const struct lex_line *words,
                                  const struct scenario *line, struct problem *why)
{
    const uint32_t inputs = s->input_count;
    bool refused = true;

    if (session_inputs(s, words, line, why)) {
        refused = machine_accepts(s->m, &line->cmd) != MM_OK;
        if (refused) {
            refuse_command(s->m, words, line, mm_last_fail(s->m), why);
        }
        session_inputs_forget(s, inputs);
    }
    return refused;
}

/* Is this line refused? Changes nothing. *why says how. */
static bool lines_refused(struct session *s, const char *text, size_t length, struct problem *why)
{
    struct path_scope scope = session_scope(s);
    struct lex_line words;
    struct scenario line;
    struct expr_answer answer;
    char scratch[4096];
    size_t n;

    if (!lex_split(text, length, &words, why) || !scenario_parse(&words, text, &line, why)) {
        return true;
    }
    if (reads_verb(&line)) {
        return !reads_run(&scope, &words, text, &line, scratch, sizeof scratch, &n, why);
    }
    switch (line.cmd.verb) {
    case MM_V_EXPECT:
        return !expr_holds(&scope, text + line.rest_start, line.rest_end - line.rest_start, &answer,
                           why);
    case MM_V_LET: return !session_let(NULL, &scope, text, line.rest_start, line.rest_end, why);
    case MM_V_MACHINE:
        problem_at(why, MM_EBADCMD, &words, &words.word[0]);
        problem_say(why, "machine stands in the first line only", "machine 只能写在第一行");
        return true;
    case MM_V_NOTE:
    case MM_V_REPEAT:
    case MM_V_END:
    case MM_V_FAILS: return false;
    default: break;
    }
    return lines_command_refused(s, &words, &line, why);
}

static enum session_outcome lines_fails(struct session *s)
{
    const char *text = s->expanded.text + s->scenario.rest_start;
    const size_t length = s->scenario.rest_end - s->scenario.rest_start;
    char inner[LEX_LINE_BYTES + 1];
    struct problem why;
    struct out o;

    out_copy(inner, sizeof inner, text, length);
    if (lines_refused(s, inner, length, &why)) {
        out_init(&o, s->output, sizeof s->output);
        out_say(&o, "refused: %s\n", why.en);
        lines_print(s, o.used);
        return SESSION_OUTCOME_DONE;
    }
    problem_at(&s->problem, MM_OK, &s->words, &s->words.word[s->scenario.arg_word[0]]);
    problem_say(&s->problem, "this line is accepted, it was expected to be refused",
                "这一行会被接受，而这里期望它被拒绝");
    return SESSION_OUTCOME_FAILED;
}

/* ---- one line ---- */

static enum session_outcome lines_step(struct session *s)
{
    const uint32_t inputs = s->input_count;
    struct path_scope scope = session_scope(s);
    struct expr_answer answer;
    enum mm_err err;

    if (!session_inputs(s, &s->words, &s->scenario, &s->problem)) {
        return SESSION_OUTCOME_REFUSED;
    }
    if (s->scenario.cmd.verb == MM_V_WAIT && (s->scenario.cmd.present & 2) &&
        !expr_holds(&scope, s->expanded.text + s->scenario.rest_start,
                    s->scenario.rest_end - s->scenario.rest_start, &answer, &s->problem)) {
        return lines_refused_at(s, s->scenario.rest_start);
    }
    if (s->host.steps_max && mm_step(s->m) >= s->host.steps_max) {
        problem_at(&s->problem, MM_ELIMIT, &s->words, &s->words.word[s->scenario.verb_word]);
        s->problem.limit = s->host.steps_max;
        problem_say(&s->problem, "the history here holds at most %" PRIu64 " steps",
                    "这里的历史最多 %" PRIu64 " 步", s->host.steps_max);
        return SESSION_OUTCOME_REFUSED;
    }
    s->seq_before = mm_seq(s->m);
    err = mm_begin(s->m, &s->scenario.cmd);
    if (err != MM_OK) {
        refuse_command(s->m, &s->words, &s->scenario, mm_last_fail(s->m), &s->problem);
        session_inputs_forget(s, inputs);
        return SESSION_OUTCOME_REFUSED;
    }
    s->stepped = true;
    return SESSION_OUTCOME_RUNNING;
}

void session_next_line(struct session *s)
{
    const char *newline = memchr(s->text + s->at, '\n', s->text_bytes - s->at);
    const size_t end = newline ? (size_t)(newline - s->text) : s->text_bytes;

    s->line_start = s->at;
    s->line_bytes = end - s->at;
    if (s->line_bytes && s->text[end - 1] == '\r') {
        s->line_bytes--;
    }
    s->line++;
    s->at = end + 1;
    s->stepped = s->printed = s->output_cut = false;
    s->expanded.length = 0;
    s->expanded.text[0] = 0;
    s->expanded.map[0] = 0;
}

enum session_outcome session_line(struct session *s)
{
    const char *text;

    session_next_line(s);
    text = s->text + s->line_start;
    if (s->again && s->line_bytes <= LEX_LINE_BYTES) {
        keep_same(text, s->line_bytes, &s->expanded);
    } else if (!keep_expand(&s->keep, false, text, s->line_bytes, &s->expanded, &s->problem)) {
        keep_same(text, s->line_bytes, &s->expanded);
        return SESSION_OUTCOME_REFUSED;
    }
    if (!lex_split(s->expanded.text, s->expanded.length, &s->words, &s->problem)) {
        return SESSION_OUTCOME_REFUSED;
    }
    if (s->words.word_count == 0) {
        return SESSION_OUTCOME_SILENT;
    }
    if (!scenario_parse(&s->words, s->expanded.text, &s->scenario, &s->problem)) {
        return SESSION_OUTCOME_REFUSED;
    }
    if (s->scenario.cmd.verb == MM_V_MACHINE) {
        return session_make_line(s, &s->problem) ? SESSION_OUTCOME_DONE : SESSION_OUTCOME_REFUSED;
    }
    if (!s->m && s->scenario.cmd.verb == MM_V_LET &&
        session_let_plain(s->expanded.text, s->scenario.rest_start, s->scenario.rest_end)) {
        return lines_let(s); /* numbers that the machine line may use */
    }
    if (!session_start(s, &s->problem)) {
        return SESSION_OUTCOME_REFUSED;
    }
    if (reads_verb(&s->scenario)) {
        const enum session_outcome read = lines_read(s);

        return read == SESSION_OUTCOME_DONE &&
                       reads_steps(&s->words, &s->scenario, &s->scenario.cmd)
                   ? lines_step(s)
                   : read;
    }
    switch (s->scenario.cmd.verb) {
    case MM_V_REPEAT: return lines_repeat(s);
    case MM_V_END: return lines_end(s);
    case MM_V_NOTE: return lines_note(s);
    case MM_V_FAILS: return lines_fails(s);
    case MM_V_EXPECT: return lines_expect(s);
    case MM_V_LET: return lines_let(s);
    default: return lines_step(s);
    }
}
