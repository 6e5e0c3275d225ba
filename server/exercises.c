/* exercises.c - an exercise as JSON. */
#include "exercises.h"

#include "api_int.h"
#include "jr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const question_types[] = {"translate", "allocate", "free", "refer"};
static const char *const field_types[] = {"address", "number", "hit", "list"};

enum { ANSWER_BYTES = 8192 };

static void words_write(struct jw *w, enum ex_name name)
{
    jw_kv_text(w, "name", ex_name_rows[name].name);
    jw_kv_text(w, "en", ex_name_rows[name].en);
    jw_kv_text(w, "zh", ex_name_rows[name].zh);
}

static void list_option_write(struct jw *w, const struct ex_ask *ask)
{
    char text[EX_NUMBERS_MAX * 16];
    size_t n = 0;

    for (unsigned i = 0; i < ask->list_count; i++) {
        const long long v = (long long)ask->list[i];
        const char *comma = i > 0 ? "," : "";

        if (ask->kind == EX_FREELIST)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%lld", comma, v < 0 ? "-" : "+",
                                  v < 0 ? -1 - v : v);
        else
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%lld", comma, v);
    }
    jw_kv_text(w, "list", text);
}

static void options_write(struct jw *w, const struct ex_ask *ask)
{
    jw_key(w, "options");
    jw_open(w, '{');
    for (unsigned o = 0; o < EXO_COUNT; o++) {
        if (ex_option_rows[o].kind != ask->kind)
            continue;
        const char *word = ex_option_word((enum ex_option)o, ask->option[o]);
        if (word)
            jw_kv_text(w, ex_option_rows[o].name, word);
        else
            jw_kv_i64(w, ex_option_rows[o].name, ask->option[o]);
    }
    if (ask->list_count > 0)
        list_option_write(w, ask);
    jw_close(w, '}');
}

void exercise_write(struct jw *w, const struct exercise *x)
{
    jw_kv_text(w, "kind", ex_kind_rows[x->ask.kind].name);
    jw_kv_text(w, "en", ex_kind_rows[x->ask.kind].en);
    jw_kv_text(w, "zh", ex_kind_rows[x->ask.kind].zh);
    jw_kv_u64(w, "seed", x->ask.seed);
    options_write(w, &x->ask);
    jw_key(w, "given");
    jw_open(w, '[');
    for (unsigned i = 0; i < x->givens; i++) {
        const struct ex_given *g = &x->given[i];
        jw_open(w, '{');
        words_write(w, g->name);
        if (g->count > 0) {
            jw_kv_i64(w, "per_row", g->value);
            jw_key(w, "numbers");
            jw_open(w, '[');
            for (uint32_t k = 0; k < g->count; k++)
                jw_i64(w, x->number[g->first + k]);
            jw_close(w, ']');
        } else {
            jw_kv_i64(w, "value", g->value);
        }
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_key(w, "questions");
    jw_open(w, '[');
    for (unsigned i = 0; i < x->questions; i++) {
        const struct ex_question *q = &x->question[i];
        jw_open(w, '{');
        jw_kv_text(w, "type", question_types[q->type]);
        jw_kv_u64(w, "arg", q->arg);
        if (q->type == EXQ_ALLOCATE)
            jw_kv_u64(w, "index", q->index);
        jw_key(w, "fields");
        jw_open(w, '[');
        for (unsigned f = 0; f < q->fields; f++) {
            jw_open(w, '{');
            words_write(w, q->field[f].name);
            jw_kv_text(w, "type", field_types[q->field[f].type]);
            jw_close(w, '}');
        }
        jw_close(w, ']');
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

void exercise_write_solution(struct jw *w, const struct exercise *x)
{
    char text[ANSWER_BYTES];

    jw_open(w, '[');
    for (unsigned i = 0; i < x->questions; i++) {
        jw_open(w, '[');
        for (unsigned f = 0; f < x->question[i].fields; f++) {
            ex_print(x, &x->question[i].field[f], text, sizeof text);
            jw_text(w, text);
        }
        jw_close(w, ']');
    }
    jw_close(w, ']');
}

void exercise_write_kinds(struct jw *w)
{
    jw_open(w, '[');
    for (unsigned k = 0; k < EX_COUNT; k++) {
        struct ex_ask ask;
        ex_ask_init(&ask, (enum ex_kind)k);
        jw_open(w, '{');
        jw_kv_text(w, "kind", ex_kind_rows[k].name);
        jw_kv_text(w, "en", ex_kind_rows[k].en);
        jw_kv_text(w, "zh", ex_kind_rows[k].zh);
        jw_key(w, "options");
        jw_open(w, '[');
        for (unsigned o = 0; o < EXO_COUNT; o++) {
            const struct ex_option_row *row = &ex_option_rows[o];
            if (row->kind != (enum ex_kind)k)
                continue;
            const char *word = ex_option_word((enum ex_option)o, row->none);
            jw_open(w, '{');
            jw_kv_text(w, "name", row->name);
            jw_kv_text(w, "en", row->en);
            jw_kv_text(w, "zh", row->zh);
            if (word) {
                jw_kv_text(w, "default", word);
            } else {
                jw_kv_i64(w, "default", row->none);
                jw_kv_i64(w, "min", row->min);
                jw_kv_i64(w, "max", row->max);
            }
            jw_close(w, '}');
        }
        jw_close(w, ']');
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

/* ---- REST ---- */

struct asked {
    struct ex_ask ask;
    const char *why;
    char field[32];
};

static int asked_add(void *context, const char *name, const char *value)
{
    struct asked *a = context;

    if (ex_option_set(&a->ask, name, value ? value : "", &a->why))
        return 1;
    snprintf(a->field, sizeof a->field, "%s", name);
    return 0;
}

/* The exercise that was asked for; NULL: answered. */
static struct exercise *made(struct req *r, struct asked *a)
{
    struct exercise *x = a->field[0] ? NULL : malloc(sizeof *x);

    if (!a->field[0] && !x) {
        req_refuse(r, 503, "memory", "out of memory");
        return NULL;
    }
    if (!x || !ex_make(&a->ask, x, &a->why)) {
        struct refusal p = {.status = 422,
                            .kind = "exercise",
                            .field = a->field[0] ? a->field : NULL,
                            .detail = a->why};
        req_problem(r, &p);
        free(x);
        return NULL;
    }
    return x;
}

static bool asked_kind(struct req *r, const char *kind, struct asked *a)
{
    const enum ex_kind k = ex_kind_find(kind);

    if (k == EX_COUNT) {
        req_refuse(r, 404, "not-found", "there is no such kind of exercise");
        return false;
    }
    *a = (struct asked){.why = ""};
    ex_ask_init(&a->ask, k);
    return true;
}

void api_exercises(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct jw w = jw_new(0);

    (void)a;
    (void)id;
    (void)rest;
    jw_open(&w, '{');
    jw_key(&w, "exercises");
    exercise_write_kinds(&w);
    jw_close(&w, '}');
    req_json(r, 200, &w);
}

void api_exercise(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct asked asked;
    struct exercise *x;

    (void)a;
    (void)rest;
    if (!asked_kind(r, id, &asked))
        return;
    req_each_arg(r, asked_add, &asked);
    x = made(r, &asked);
    if (!x)
        return;
    struct jw w = jw_new(0);
    jw_open(&w, '{');
    exercise_write(&w, x);
    jw_close(&w, '}');
    req_json(r, 200, &w);
    free(x);
}

/* {"seed":…,"options":{…}} into what is asked for; what is wrong is left in it. */
static void asked_from(struct asked *a, const cJSON *args)
{
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(args, "options");
    uint64_t seed = 0;

    if (jr_u64(args, "seed", &seed) < 0) {
        asked_add(a, "seed", "");
        return;
    }
    a->ask.seed = seed;
    for (const cJSON *o = options ? options->child : NULL; o && !a->field[0]; o = o->next) {
        char number[32];
        if (cJSON_IsNumber(o) && o->valuedouble >= -1 && o->valuedouble < 1e15)
            snprintf(number, sizeof number, "%.0f", o->valuedouble);
        asked_add(a, o->string,
                  cJSON_IsNumber(o)   ? number
                  : cJSON_IsString(o) ? o->valuestring
                                      : "");
    }
}

/* One entry an answer: true, false, or null where there is none. */
static void check_write(struct jw *w, const struct exercise *x, const cJSON *answers)
{
    const cJSON *row = answers->child;

    jw_open(w, '[');
    for (unsigned i = 0; i < x->questions; i++, row = row ? row->next : NULL) {
        const cJSON *given = row ? row->child : NULL;
        jw_open(w, '[');
        for (unsigned f = 0; f < x->question[i].fields; f++, given = given ? given->next : NULL) {
            const char *text = given && cJSON_IsString(given) ? given->valuestring : "";
            if (text[strspn(text, " \t")] == 0)
                jw_null(w);
            else
                jw_bool(w, ex_right(x, &x->question[i].field[f], text));
        }
        jw_close(w, ']');
    }
    jw_close(w, ']');
}

void api_exercise_check(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct asked asked;
    bool solve = false;

    (void)a;
    (void)rest;
    if (!asked_kind(r, id, &asked))
        return;
    cJSON *args = body_object(r, "seed options answers solve");
    if (!args)
        return;
    const cJSON *answers = cJSON_GetObjectItemCaseSensitive(args, "answers");
    if (!cJSON_IsArray(answers) || jr_bool(args, "solve", &solve) < 0) {
        req_refuse(r, 400, "arguments", "answers is a list of lists of texts, one a question");
        cJSON_Delete(args);
        return;
    }
    asked_from(&asked, args);
    struct exercise *x = made(r, &asked);
    if (x) {
        struct jw w = jw_new(0);
        jw_open(&w, '{');
        jw_key(&w, "right");
        check_write(&w, x, answers);
        jw_key(&w, "solution");
        if (solve)
            exercise_write_solution(&w, x);
        else
            jw_null(&w);
        jw_close(&w, '}');
        req_json(r, 200, &w);
    }
    free(x);
    cJSON_Delete(args);
}
