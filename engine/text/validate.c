/* validate.c - every problem of a text, nothing run. */
#include <stdio.h>
#include <string.h>

#include "text/session_int.h"

#define VALIDATE_NAMES_MAX 1024u

struct validate {
    struct session *s; /* NULL: none */
    struct mm *m;      /* NULL: none */
    const char *text;  /* the present line, as written */
    size_t bytes;
    uint32_t line, problems, max;
    bool begun;    /* a line before this one did something */
    bool expanded; /* the line has a $ in it: its names are not known for sure */
    void (*each)(void *ctx, const struct problem *p);
    void *ctx;
    struct keep keep;
    bool reckoned
        [KEEP_MAX]; /* by row of keep: the value is the machine's, only a run will know it */
    struct keep_line expansion;
    struct lex_line words;
    struct scenario scenario;
    struct problem problem;
    uint32_t names;
    struct validate_name {
        char owner[MM_NAME_BYTES]; /* "" the kernel or, for a process, itself */
        char name[MM_NAME_BYTES];
        uint8_t process; /* 1: a process, 0: a mapping or blocks */
        uint8_t prefix;  /* 1: any name that begins so */
    } name[VALIDATE_NAMES_MAX];
    char scratch[4096];
};

/* Is this the name of a kept value that only a run will know? */
static bool validate_reckoned(const struct validate *v, const char *name, size_t length)
{
    for (uint32_t i = 0; i < v->keep.count; i++) {
        if (strlen(v->keep.row[i].name) == length &&
            memcmp(v->keep.row[i].name, name, length) == 0) {
            return v->reckoned[i];
        }
    }
    return false;
}

/* Bytes of the characters from `column` on. */
static size_t validate_byte(const struct validate *v, uint32_t column)
{
    size_t at = 0;

    while (at < v->bytes && lex_column(v->text, v->bytes, at) < column) {
        at++;
    }
    return at;
}

/* Does the word of the problem hold a $x that only a run will know? Then it may well be right. */
static bool validate_unsure(const struct validate *v)
{
    const size_t end = validate_byte(v, v->problem.column + v->problem.length);

    for (size_t at = validate_byte(v, v->problem.column); at < end; at++) {
        const size_t name = at + 1 + (at + 1 < v->bytes && v->text[at + 1] == '{');
        size_t n = 0;

        while (v->text[at] == '$' && name + n < v->bytes && keep_letter(v->text[name + n])) {
            n++;
        }
        if (n && validate_reckoned(v, v->text + name, n)) {
            return true;
        }
    }
    return false;
}

static void validate_tell(struct validate *v)
{
    keep_place(&v->expansion, v->text, v->bytes, &v->problem);
    v->problem.line = v->line;
    if (v->problem.column && validate_unsure(v)) {
        return;
    }
    if (v->problems++ < v->max && v->each) {
        v->each(v->ctx, &v->problem);
    }
}

static bool validate_is(const struct validate_name *n, const char *name)
{
    return n->prefix ? strncmp(n->name, name, strlen(n->name)) == 0 : strcmp(n->name, name) == 0;
}

static bool validate_process(const struct validate *v, const char *name)
{
    for (uint32_t i = 0; i < v->names; i++) {
        if (v->name[i].process && validate_is(&v->name[i], name)) {
            return true;
        }
    }
    return v->expanded || v->names == VALIDATE_NAMES_MAX || (name[0] >= '0' && name[0] <= '9') ||
           (v->m && mm_find_proc(v->m, name) != SLOT_NONE);
}

static bool validate_known(void *ctx, const char *name)
{
    return validate_process(ctx, name);
}

static bool validate_kept(void *ctx, const char *name, struct value *out)
{
    return keep_find(&((struct validate *)ctx)->keep, name, out);
}

static bool validate_owned(const struct validate_name *n, const char *owner)
{
    if (n->process || (n->owner[0] != 0) != (owner[0] != 0)) {
        return false;
    }
    return n->prefix ? strncmp(n->owner, owner, strlen(n->owner)) == 0
                     : strcmp(n->owner, owner) == 0;
}

/* A mapping of this process, or with owner "" blocks of the kernel. */
static bool validate_label(const struct validate *v, const char *owner, const char *name)
{
    static const char *const own[] = {"text", "data", "bss", "heap", "stack", "vdso"};
    uint64_t start, bytes;
    slot_t proc;

    for (unsigned i = 0; owner[0] && i < sizeof own / sizeof own[0]; i++) {
        if (strcmp(own[i], name) == 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < v->names; i++) {
        if (validate_owned(&v->name[i], owner) && validate_is(&v->name[i], name)) {
            return true;
        }
    }
    if (v->expanded || v->names == VALIDATE_NAMES_MAX || !v->m) {
        return v->expanded || v->names == VALIDATE_NAMES_MAX;
    }
    proc = owner[0] ? mm_find_proc(v->m, owner) : SLOT_NONE;
    if (!owner[0] || proc == SLOT_NONE) {
        return !owner[0] && mm_find_label(v->m, SLOT_NONE, name) != SLOT_NONE;
    }
    return mm_find_range(v->m, proc, name, &start, &bytes);
}

/* Copies a name; a$i may become any a…, so the digits at its end, which the $ stands for, are left out. */
static void validate_copy(const struct validate *v, char to[MM_NAME_BYTES], const char *name)
{
    size_t length = strlen(name);

    while (v->expanded && length && name[length - 1] >= '0' && name[length - 1] <= '9') {
        length--;
    }
    out_copy(to, MM_NAME_BYTES, name, length);
}

/* The line gives a name. */
static void validate_declare(struct validate *v, bool process, const char *owner, const char *name)
{
    struct validate_name *n = v->names < VALIDATE_NAMES_MAX ? &v->name[v->names++] : NULL;

    if (n) {
        n->process = process;
        n->prefix = v->expanded;
        validate_copy(v, n->name, name);
        validate_copy(v, n->owner, owner);
    }
}

static bool validate_unknown(struct validate *v, unsigned word, bool process)
{
    const struct lex_word *w = word != ARGS_NO_WORD ? &v->words.word[word] : NULL;
    char list[PROBLEM_TEXT_BYTES];
    struct out o;

    out_init(&o, list, sizeof list);
    for (uint32_t i = 0; i < v->names; i++) {
        if (v->name[i].process == process) {
            out_say(&o, "%s%s%s", o.used ? ", " : "", v->name[i].name,
                    v->name[i].prefix ? "…" : "");
        }
    }
    problem_at(&v->problem, process ? MM_ENOACTOR : MM_ENONAME, &v->words, w);
    if (process) {
        problem_say(&v->problem, "there is no process \"%.60s\"", "没有名为“%.60s”的进程",
                    w ? w->text : "");
    } else {
        problem_say(&v->problem, "there is nothing called \"%.60s\"", "没有名为“%.60s”的东西",
                    w ? w->text : "");
    }
    problem_accept(&v->problem, "%s", o.used ? list : "a name given by an earlier line");
    return false;
}

/* Names the line uses; then the names it gives. */
static bool validate_names(struct validate *v)
{
    const struct scenario *sc = &v->scenario;
    const struct mm_cmd *cmd = &sc->cmd;
    const char *actor = cmd->text + cmd->actor;
    unsigned count = 0;
    const struct mm_arg_row *rows = mm_verb_args((enum mm_verb)cmd->verb, &count);

    if (sc->actor_word != ARGS_NO_WORD && !validate_process(v, actor)) {
        return validate_unknown(v, sc->actor_word, true);
    }
    for (unsigned i = 0; i < count; i++) {
        const struct mm_arg *arg = &cmd->arg[i];
        const char *word = cmd->text + arg->text;

        if (!(cmd->present >> i & 1)) {
            continue;
        }
        if (rows[i].type == AT_ACTOR && !validate_process(v, word)) {
            return validate_unknown(v, sc->arg_word[i], true);
        }
        if (((rows[i].type == AT_RANGE || rows[i].type == AT_ADDR) && arg->kind != RANGE_PLAIN &&
             !validate_label(v, actor, word)) ||
            (rows[i].type == AT_LABEL && !validate_label(v, "", word))) {
            return validate_unknown(v, sc->arg_word[i], false);
        }
    }
    switch (cmd->verb) {
    case MM_V_SPAWN: validate_declare(v, true, "", cmd->text + cmd->arg[0].text); break;
    case MM_V_TRACE:
        if (cmd->present >> 2 & 1) {
            validate_declare(v, true, "", cmd->text + cmd->arg[2].text);
        } else {
            v->names =
                VALIDATE_NAMES_MAX; /* the engine picks a name: anything may be known from here on */
        }
        break;
    case MM_V_MMAP: validate_declare(v, false, actor, cmd->text + cmd->arg[1].text); break;
    case MM_V_ALLOC_PAGES: validate_declare(v, false, "", cmd->text + cmd->arg[1].text); break;
    case MM_V_KMEM_ALLOC: validate_declare(v, false, "", cmd->text + cmd->arg[2].text); break;
    case MM_V_KMALLOC: validate_declare(v, false, "", cmd->text + cmd->arg[1].text); break;
    default: break;
    }
    return true;
}

static bool validate_machine(struct validate *v)
{
    struct mm_config cfg;

    if (v->begun || v->m) {
        problem_at(&v->problem, MM_EBADCMD, &v->words, &v->words.word[0]);
        problem_say(
            &v->problem,
            "machine stands in the first line only (a let of plain numbers may come before it)",
            "machine 只能写在第一行（前面可以有只含数字的 let）");
        return false;
    }
    return session_config(v->s, &v->words, &cfg, &v->problem) &&
           session_config_fits(v->s, &v->words, &cfg, &v->problem);
}

/* An expression that began at byte `start`: its column. Always false. */
static bool validate_shift(struct validate *v, size_t start)
{
    v->problem.column += lex_column(v->expansion.text, v->expansion.length, start) - 1;
    return false;
}

/* Does the expression text[at..end) ask the machine, or a value that did? */
static bool validate_reckons(const struct validate *v, const char *text, size_t at, size_t end)
{
    size_t start, bytes;
    struct value kept;
    char name[MM_NAME_BYTES];

    while (expr_token(text, end, &at, &start, &bytes)) {
        if (strchr("0123456789-+*/\"", text[start])) {
            continue;
        }
        out_copy(name, sizeof name, text + start, bytes);
        if (!keep_find(&v->keep, name, &kept) || validate_reckoned(v, text + start, bytes)) {
            return true;
        }
    }
    return memchr(v->text, '$', v->bytes) != NULL;
}

static bool validate_let(struct validate *v, const struct path_scope *scope)
{
    const struct scenario *sc = &v->scenario;
    const char *text = v->expansion.text;
    size_t at = sc->rest_start, start, bytes;
    char name[MM_NAME_BYTES];
    struct value one;

    if (!session_let(NULL, scope, text, sc->rest_start, sc->rest_end, &v->problem)) {
        return validate_shift(v, sc->rest_start);
    }
    expr_token(text, sc->rest_end, &at, &start, &bytes);
    out_copy(name, sizeof name, text + start, bytes);
    expr_token(text, sc->rest_end, &at, &start, &bytes);
    if (!expr_value(scope, text + at, sc->rest_end - at, &one, &v->problem)) {
        return validate_shift(v, at);
    }
    if (keep_set(&v->keep, name, &one)) {
        const bool reckoned = validate_reckons(v, text, at, sc->rest_end);

        for (uint32_t i = 0; i < v->keep.count; i++) {
            if (strcmp(v->keep.row[i].name, name) == 0) {
                v->reckoned[i] = reckoned;
            }
        }
    }
    return true;
}

/* What only reads: the expression, the paths, the filters. */
static bool validate_reading(struct validate *v, const struct path_scope *scope)
{
    const struct scenario *sc = &v->scenario;
    size_t length = 0;

    if (sc->cmd.verb == MM_V_PRINT || sc->cmd.verb == MM_V_HELP) {
        return reads_run(scope, &v->words, v->expansion.text, sc, v->scratch, sizeof v->scratch,
                         &length, &v->problem);
    }
    for (uint32_t i = 0; i < v->words.word_count; i++) {
        if (strcmp(v->words.word[i].text, "|") == 0 && !v->words.word[i].quoted) {
            return pipes_run(&v->words, i, v->scratch, &length, sizeof v->scratch, &v->problem);
        }
    }
    return true;
}

static bool validate_expects(struct validate *v, const struct path_scope *scope)
{
    const struct scenario *sc = &v->scenario;
    struct expr_answer answer;

    return expr_holds(scope, v->expansion.text + sc->rest_start, sc->rest_end - sc->rest_start,
                      &answer, &v->problem) ||
           validate_shift(v, sc->rest_start);
}

static bool validate_line(struct validate *v)
{
    const struct path_scope scope = {.kept = validate_kept, .known = validate_known, .ctx = v};
    const struct mm_cmd *cmd = &v->scenario.cmd;
    struct value index;

    v->expanded = memchr(v->text, '$', v->bytes) != NULL;
    if (!keep_expand(&v->keep, false, v->text, v->bytes, &v->expansion, &v->problem)) {
        keep_same(v->text, v->bytes, &v->expansion);
        return false;
    }
    if (!lex_split(v->expansion.text, v->expansion.length, &v->words, &v->problem)) {
        return false;
    }
    if (v->words.word_count == 0) {
        return true;
    }
    if (!scenario_parse(&v->words, v->expansion.text, &v->scenario, &v->problem)) {
        v->begun = true;
        return false;
    }
    if (cmd->verb == MM_V_MACHINE) {
        return validate_machine(v);
    }
    v->begun = v->begun || cmd->verb != MM_V_LET ||
               !session_let_plain(v->expansion.text, v->scenario.rest_start, v->scenario.rest_end);
    if (reads_verb(&v->scenario)) {
        return validate_reading(v, &scope);
    }
    switch (cmd->verb) {
    case MM_V_EXPECT: return validate_expects(v, &scope);
    case MM_V_LET: return validate_let(v, &scope);
    case MM_V_REPEAT:
        if (cmd->present & 2) {
            value_number(&index, VALUE_PLAIN, 0);
            keep_set(&v->keep, cmd->text + cmd->arg[1].text, &index);
        }
        return true;
    case MM_V_END:
    case MM_V_NOTE:
    case MM_V_FAILS: return true;
    default: break;
    }
    if (cmd->verb == MM_V_WAIT && (cmd->present & 2) && !validate_expects(v, &scope)) {
        return false;
    }
    return validate_names(v);
}

/* A session to take the machine's defaults from, when the caller has none. */
static struct session *validate_base(struct session *s, const struct session_host *host)
{
    static const struct session_host none = {.memory = NULL};

    return s ? s : session_new(host ? host : &none, NULL, NULL);
}

uint32_t session_validate(struct session *s, const struct session_host *within, const char *text,
                          size_t length, void (*each)(void *ctx, const struct problem *p),
                          void *ctx, uint32_t max)
{
    const struct mm_host *host = within && within->memory ? within->memory : &mm_host_libc;
    struct validate *v = host->reserve(host->ctx, sizeof *v);
    uint32_t problems = 1;

    if (!v) {
        return 1;
    }
    v->s = validate_base(s, within);
    v->m = v->s ? session_machine(v->s) : NULL;
    v->each = each;
    v->ctx = ctx;
    v->max = max;
    if (v->s) {
        v->keep = *session_kept(v->s);
        if (!session_blocks(text, length, &v->problem)) {
            v->problems++;
            if (each && max) {
                each(ctx, &v->problem);
            }
        }
        for (size_t at = 0; at < length;) {
            const char *newline = memchr(text + at, '\n', length - at);
            const size_t end = newline ? (size_t)(newline - text) : length;

            v->line++;
            v->text = text + at;
            v->bytes = end - at;
            if (!validate_line(v)) {
                validate_tell(v);
            }
            at = end + 1;
        }
        problems = v->problems;
        if (!s) {
            session_free(v->s);
        }
    }
    host->release(host->ctx, v, sizeof *v);
    return problems;
}
