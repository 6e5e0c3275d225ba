/* fuzz_exercise.c - words as an exercise: KIND, then lines of OPTION=TEXT, then answers.
 *
 * Shape     whatever options are accepted, the exercise is made the same twice or refused with a reason, all that it
 *           says lies inside its tables, and each of its own answers is right as it is printed. A line without = is an
 *           answer to every question.
 */
#include <stdlib.h>
#include <string.h>

#include "text/ex_make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static bool inside(const struct exercise *x, uint32_t first, uint32_t count)
{
    return first <= x->numbers && count <= x->numbers - first;
}

static void read_field(const struct exercise *x, const struct ex_field *f)
{
    static char text[1 << 16];

    require(f->name < EXN_COUNT && ex_name_rows[f->name].en && ex_name_rows[f->name].zh);
    require(f->type != EXT_LIST || inside(x, f->first, f->count));
    ex_print(x, f, text, sizeof text);
    require(ex_right(x, f, text));
}

static void read_all(const struct exercise *x)
{
    require(x->givens <= EX_GIVEN_MAX && x->questions <= EX_NUMBERS_MAX);
    require(x->numbers <= EX_NUMBER_MAX);
    for (unsigned i = 0; i < x->givens; i++)
        require(x->given[i].name < EXN_COUNT && inside(x, x->given[i].first, x->given[i].count));
    for (unsigned q = 0; q < x->questions; q++) {
        require(x->question[q].fields <= EX_FIELDS_MAX);
        for (unsigned f = 0; f < x->question[q].fields; f++)
            read_field(x, &x->question[q].field[f]);
    }
}

static void answer(const struct exercise *x, const char *text)
{
    for (unsigned q = 0; q < x->questions; q++)
        for (unsigned f = 0; f < x->question[q].fields; f++)
            ex_right(x, &x->question[q].field[f], text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct exercise x, again;
    struct ex_ask ask;
    const char *why = NULL;
    char *text = malloc(size + 1), *rest = text, *line;

    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    line = strsep(&rest, "\n");
    const enum ex_kind kind = ex_kind_find(line);

    if (kind < EX_COUNT) {
        ex_ask_init(&ask, kind);
        while (rest && strchr(rest, '=')) {
            line = strsep(&rest, "\n");
            char *value = strchr(line, '=');

            if (!value)
                continue;
            *value++ = '\0';
            if (!ex_option_set(&ask, line, value, &why))
                require(why && why[0]);
        }
        memset(&x, 0x5a, sizeof x);
        memset(&again, 0xa5, sizeof again);
        const bool made = ex_make(&ask, &x, &why);

        require(made == ex_make(&ask, &again, &why));
        if (made) {
            read_all(&x);
            require(x.questions == again.questions && x.numbers == again.numbers);
            require(memcmp(x.number, again.number, x.numbers * sizeof x.number[0]) == 0);
            while (rest)
                answer(&x, strsep(&rest, "\n"));
        } else {
            require(why && why[0]);
        }
    }
    free(text);
    return 0;
}
