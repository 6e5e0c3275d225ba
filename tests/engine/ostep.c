#include "ostep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ask_from(const char *kind, const char *options, struct ex_ask *ask, const char **why)
{
    char words[1024];
    char *save = NULL;

    ex_ask_init(ask, ex_kind_find(kind));
    ck_assert_int_ne(ask->kind, EX_COUNT);
    ck_assert_uint_lt(strlen(options), sizeof(words));
    strcpy(words, options);
    for (char *w = strtok_r(words, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
        char *value = strchr(w, '=');

        ck_assert_ptr_nonnull(value);
        *value++ = '\0';
        if (!ex_option_set(ask, w, value, why)) {
            return false;
        }
    }
    return true;
}

struct exercise *ostep_make(const char *kind, const char *options)
{
    struct exercise *x = malloc(sizeof(*x));
    struct ex_ask ask;
    const char *why = "";

    ck_assert_ptr_nonnull(x);
    ck_assert_msg(ask_from(kind, options, &ask, &why) && ex_make(&ask, x, &why), "%s %s: %s", kind,
                  options, why);
    return x;
}

bool ostep_refused(const char *kind, const char *options, const char **why)
{
    struct exercise *x = malloc(sizeof(*x));
    struct ex_ask ask;
    bool refused;

    ck_assert_ptr_nonnull(x);
    *why = "";
    refused = !ask_from(kind, options, &ask, why) || !ex_make(&ask, x, why);
    free(x);
    return refused;
}

/* "base=13884": what is given under that name; tables as "table=1,entry,entry". */
static void check_given(const struct exercise *x, char *words, const char *row)
{
    char *save = NULL;

    for (char *w = strtok_r(words, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
        char *value = strchr(w, '=');
        const struct ex_given *g = x->given;

        *value++ = '\0';
        while (g < x->given + x->givens && strcmp(ex_name_rows[g->name].name, w) != 0) {
            g++;
        }
        ck_assert_msg(g < x->given + x->givens, "%s: nothing called %s is given", row, w);
        ck_assert_msg(g->value == strtoll(value, &value, 10), "%s: %s", row, w);
        for (uint32_t i = 0; i < g->count; i++) {
            ck_assert_msg(*value == ',' &&
                              x->number[g->first + i] == strtoll(value + 1, &value, 10),
                          "%s: %s, entry %u", row, w, i);
        }
        ck_assert_msg(*value == '\0', "%s: %s has more entries", row, w);
    }
}

/* "[0x3741][12]" behind a question's argument. */
static const char *check_fields(const struct exercise *x, const struct ex_question *q,
                                const char *text, const char *row)
{
    for (unsigned f = 0; f < q->fields; f++) {
        char want[2048];
        const char *end = strchr(text, ']');

        ck_assert_msg(*text == '[' && end != NULL, "%s: at %s", row, text);
        const size_t n = (size_t)(end - text - 1);

        ck_assert_uint_lt(n, sizeof(want) - 2);
        memcpy(want, text + 1, n);
        want[n] = '\0';
        ck_assert_msg(ex_right(x, &q->field[f], want), "%s: question %llu, field %u should be %s",
                      row, (unsigned long long)q->arg, f, want);
        strcat(want, "7");
        ck_assert_msg(!ex_right(x, &q->field[f], want), "%s: %s is taken", row, want);
        text = end + 1;
    }
    return text;
}

static void check_row(const char *kind, char *row)
{
    char *save = NULL;
    const char *options = strtok_r(row, "\t", &save);
    char *given = strtok_r(NULL, "\t", &save);
    const char *answers = save != NULL && *save != '\0' ? strtok_r(NULL, "\t", &save) : NULL;
    struct exercise *x;

    if (answers == NULL) { /* nothing is given */
        answers = given;
        given = NULL;
    }
    x = ostep_make(kind, options);
    if (given != NULL) {
        check_given(x, given, options);
    }
    for (unsigned q = 0; q < x->questions; q++) {
        char *at;

        ck_assert_msg(strtoull(answers, &at, 10) == x->question[q].arg && *at == ':',
                      "%s: question %u is %llu, at %s", options, q,
                      (unsigned long long)x->question[q].arg, answers);
        answers = check_fields(x, &x->question[q], at + 1, options);
        answers += *answers == ' ';
    }
    ck_assert_msg(*answers == '\0', "%s: more answers: %s", options, answers);
    free(x);
}

unsigned ostep_rows(const char *kind)
{
    size_t length;
    char *text = test_read("oracle/ostep/answers.tsv", &length);
    char *save = NULL;
    unsigned rows = 0;

    for (char *line = strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        const size_t n = strlen(kind);

        if (strncmp(line, kind, n) == 0 && line[n] == '\t') {
            check_row(kind, line + n + 1);
            rows++;
        }
    }
    free(text);
    return rows;
}
