/* cli_exercise.c - mmscope exercise: a problem, and with --solve its solution, as text or JSON. */
#include "exercises.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char exercise_usage[] =
    "mmscope exercise KIND [--seed N] [--OPTION VALUE]... [--solve] [--format text|json]\n";

static int exercise_help(FILE *out)
{
    fputs(exercise_usage, out);
    for (unsigned k = 0; k < EX_COUNT; k++) {
        fprintf(out, "\n%s: %s · %s\n", ex_kind_rows[k].name, ex_kind_rows[k].en,
                ex_kind_rows[k].zh);
        for (unsigned o = 0; o < EXO_COUNT; o++) {
            const struct ex_option_row *row = &ex_option_rows[o];
            const char *word;
            if (row->kind != (enum ex_kind)k)
                continue;
            word = ex_option_word((enum ex_option)o, row->none);
            if (word)
                fprintf(out, "  --%-10s %s (%s)\n", row->name, row->en, word);
            else if (row->none == EX_LEFT)
                fprintf(out, "  --%-10s %s (by the seed)\n", row->name, row->en);
            else
                fprintf(out, "  --%-10s %s (%lld)\n", row->name, row->en, (long long)row->none);
        }
        if (k != EX_RELOCATION && k != EX_MULTILEVEL)
            fprintf(out, "  --%-10s %s\n", "list",
                    k == EX_FREELIST ? "operations: +10,-0,+5" : "numbers: 7,0,1");
    }
    return 0;
}

static void print_given(const struct exercise *x)
{
    for (unsigned i = 0; i < x->givens; i++) {
        const struct ex_given *g = &x->given[i];
        const uint32_t row = g->value > 0 ? (uint32_t)g->value : 1;
        printf("%s%s", ex_name_rows[g->name].en, g->count ? "\n" : "");
        if (!g->count)
            printf("  %lld (0x%llx)\n", (long long)g->value, (unsigned long long)g->value);
        for (uint32_t k = 0; k < g->count; k++) {
            if (k % row == 0)
                printf("  [%u]", k / row);
            printf(row > 1 ? " %02llx" : " 0x%08llx", (unsigned long long)x->number[g->first + k]);
            if ((k + 1) % row == 0)
                printf("\n");
        }
    }
}

static void print_question(const struct exercise *x, const struct ex_question *q, bool solve)
{
    char text[8192];

    switch (q->type) {
    case EXQ_TRANSLATE:
        printf("\n0x%08llx (%llu)\n", (unsigned long long)q->arg, (unsigned long long)q->arg);
        break;
    case EXQ_ALLOCATE:
        printf("\np%llu = alloc(%llu)\n", (unsigned long long)q->index, (unsigned long long)q->arg);
        break;
    case EXQ_FREE: printf("\nfree(p%llu)\n", (unsigned long long)q->arg); break;
    case EXQ_REFER: printf("\npage %llu\n", (unsigned long long)q->arg); break;
    }
    for (unsigned f = 0; f < q->fields; f++) {
        ex_print(x, &q->field[f], text, sizeof text);
        printf("  %s: %s\n", ex_name_rows[q->field[f].name].en, solve ? text : "?");
    }
}

static int print_json(const struct exercise *x, bool solve)
{
    struct jw w = jw_new(0);
    struct buf *text;

    jw_open(&w, '{');
    exercise_write(&w, x);
    if (solve) {
        jw_key(&w, "solution");
        exercise_write_solution(&w, x);
    }
    jw_close(&w, '}');
    text = jw_take(&w);
    if (!text)
        return 1;
    puts(buf_data(text));
    buf_put(text);
    return 0;
}

static int wrong(const char *option, const char *why)
{
    fprintf(stderr, "mmscope exercise: %s%s%s\n%s", option, *option ? ": " : "", why,
            exercise_usage);
    return 2;
}

int cli_exercise(int argc, char **argv)
{
    bool solve = false, json = false;
    const char *why = "";
    struct ex_ask ask;
    struct exercise *x;
    int status = 0;

    if (argc < 1 || !strcmp(argv[0], "--help"))
        return argc < 1 ? wrong("", "which kind?") : exercise_help(stdout);
    ex_ask_init(&ask, EX_RELOCATION);
    if (ex_kind_find(argv[0]) == EX_COUNT)
        return wrong(
            argv[0],
            "relocation, segmentation, paging-linear, paging-multilevel, freelist, policy");
    ex_ask_init(&ask, ex_kind_find(argv[0]));
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--solve")) {
            solve = true;
        } else if (!strncmp(argv[i], "--", 2) && i + 1 < argc) {
            if (!strcmp(argv[i], "--format")) {
                json = !strcmp(argv[++i], "json");
                if (!json && strcmp(argv[i], "text") != 0)
                    return wrong("--format", "text or json");
            } else if (!ex_option_set(&ask, argv[i] + 2, argv[i + 1], &why)) {
                return wrong(argv[i], why);
            } else {
                i++;
            }
        } else {
            return wrong(argv[i], "--OPTION VALUE is wanted");
        }
    }
    x = malloc(sizeof *x);
    if (!x || !ex_make(&ask, x, &why)) {
        free(x);
        return wrong("", x ? why : "out of memory");
    }
    if (json) {
        status = print_json(x, solve);
    } else {
        printf("%s, seed %llu\n", ex_kind_rows[ask.kind].name, (unsigned long long)ask.seed);
        print_given(x);
        for (unsigned q = 0; q < x->questions; q++)
            print_question(x, &x->question[q], solve);
    }
    free(x);
    return status;
}
