/* exercise.c - options from words, answers against what is right. */
#include "text/exercise.h"

#include <stdio.h>
#include <string.h>

#include "text/units.h"

#define KIND_ROW(id, name, en, zh) {name, en, zh},
const struct ex_kind_row ex_kind_rows[EX_COUNT] = {MM_EXERCISES(KIND_ROW)};
#define NAME_ROW(id, name, en, zh) {name, en, zh},
const struct ex_kind_row ex_name_rows[EXN_COUNT] = {MM_EXERCISE_NAMES(NAME_ROW)};
#define OPTION_ROW(kind, id, name, type, none, min, max, en, zh) \
    {EX_##kind, name, EXT_##type, none, min, max, en, zh},
const struct ex_option_row ex_option_rows[EXO_COUNT] = {MM_EXERCISE_OPTIONS(OPTION_ROW)};

static const char *const fits[] = {"first", "best", "worst", NULL};
static const char *const orders[] = {"addr", "size+", "size-", "front", "back", NULL};
static const char *const policies[] = {"fifo", "lru", "mru", "opt", "unopt", "rand", "clock", NULL};

static const char *const *words_of(enum ex_option_type type)
{
    switch (type) {
    case EXT_FIT: return fits;
    case EXT_ORDER: return orders;
    case EXT_POLICY: return policies;
    default: return NULL;
    }
}

void ex_ask_init(struct ex_ask *ask, enum ex_kind kind)
{
    memset(ask, 0, sizeof(*ask));
    ask->kind = kind;
    for (unsigned i = 0; i < EXO_COUNT; i++) {
        ask->option[i] = ex_option_rows[i].none;
    }
}

enum ex_kind ex_kind_find(const char *name)
{
    unsigned i = 0;

    while (i < EX_COUNT && strcmp(name, ex_kind_rows[i].name) != 0) {
        i++;
    }
    return (enum ex_kind)i;
}

enum ex_option ex_option_find(enum ex_kind kind, const char *name)
{
    unsigned i = 0;

    while (i < EXO_COUNT &&
           (ex_option_rows[i].kind != kind || strcmp(name, ex_option_rows[i].name) != 0)) {
        i++;
    }
    return (enum ex_option)i;
}

const char *ex_option_word(enum ex_option option, int64_t value)
{
    const char *const *words = words_of(ex_option_rows[option].type);

    return words != NULL ? words[value] : NULL;
}

/* ---- options ---- */

static bool word_value(const char *const *words, const char *text, int64_t *value)
{
    for (*value = 0; words[*value] != NULL; (*value)++) {
        if (strcmp(words[*value], text) == 0) {
            return true;
        }
    }
    return false;
}

/* "1,2,3"; of a free list "+10,-0,+5". */
static bool list_set(struct ex_ask *ask, const char *text, const char **why)
{
    const bool ops = ask->kind == EX_FREELIST;
    unsigned count = 0;

    if (ask->kind == EX_RELOCATION || ask->kind == EX_MULTILEVEL) {
        *why = "this kind makes its own addresses";
        return false;
    }
    while (*text != '\0') {
        char word[24];
        size_t n = strcspn(text, ",");
        uint64_t v;

        if (n == 0 || n >= sizeof(word) || count == EX_NUMBERS_MAX) {
            *why = "up to 64 numbers, with commas between them";
            return false;
        }
        memcpy(word, text, n);
        word[n] = '\0';
        if ((ops && word[0] != '+' && word[0] != '-') ||
            units_uint(word + (ops ? 1 : 0), &v) != UNITS_OK || v > 1u << 30) {
            *why = ops ? "+SIZE allocates, -NUMBER frees that allocation" : "numbers below 2^30";
            return false;
        }
        ask->list[count++] = ops && word[0] == '-' ? -1 - (int64_t)v : (int64_t)v;
        text += n + (text[n] == ',');
    }
    ask->list_count = count;
    return true;
}

/* 4096, 4k or 4K. */
static enum units_err size_of(const char *text, uint64_t *value)
{
    char word[24];
    size_t n = strlen(text);

    if (n == 0 || n >= sizeof(word)) {
        return UNITS_NOT;
    }
    memcpy(word, text, n + 1);
    if (word[n - 1] >= 'g' && word[n - 1] <= 'm') {
        word[n - 1] = (char)(word[n - 1] - 'a' + 'A');
    }
    return units_size(word, value, NULL);
}

bool ex_option_set(struct ex_ask *ask, const char *name, const char *text, const char **why)
{
    const enum ex_option option = ex_option_find(ask->kind, name);
    const struct ex_option_row *row = &ex_option_rows[option < EXO_COUNT ? option : 0];
    uint64_t value = 0;
    int64_t word = 0;

    if (strcmp(name, "seed") == 0) {
        if (units_uint(text, &ask->seed) != UNITS_OK) {
            *why = "a number, 0 or more";
            return false;
        }
        return true;
    }
    if (strcmp(name, "list") == 0) {
        return list_set(ask, text, why);
    }
    if (option == EXO_COUNT) {
        *why = "this kind has no such option";
        return false;
    }
    if (words_of(row->type) != NULL) {
        if (!word_value(words_of(row->type), text, &word)) {
            *why = row->en;
            return false;
        }
        ask->option[option] = word;
        return true;
    }
    if (row->none == EX_LEFT && strcmp(text, "-1") == 0) {
        ask->option[option] = EX_LEFT;
        return true;
    }
    const enum units_err err =
        row->type == EXT_SIZE ? size_of(text, &value) : units_uint(text, &value);

    if (err != UNITS_OK || value > (uint64_t)row->max || (int64_t)value < row->min) {
        *why = "a number in its range";
        return false;
    }
    ask->option[option] = (int64_t)value;
    return true;
}

/* ---- an exercise ---- */

void ex_give(struct exercise *x, enum ex_name name, int64_t value)
{
    x->given[x->givens++] = (struct ex_given){.name = name, .value = value};
}

bool ex_numbers_add(struct exercise *x, const int64_t *numbers, uint32_t count, uint32_t *first)
{
    if (count > EX_NUMBER_MAX - x->numbers) {
        return false;
    }
    *first = x->numbers;
    if (count > 0) {
        memcpy(&x->number[x->numbers], numbers, count * sizeof(numbers[0]));
    }
    x->numbers += count;
    return true;
}

bool ex_give_table(struct exercise *x, enum ex_name name, const int64_t *numbers, uint32_t count,
                   int64_t per_row)
{
    struct ex_given *g = &x->given[x->givens++];

    *g = (struct ex_given){.name = name, .value = per_row, .count = count};
    return ex_numbers_add(x, numbers, count, &g->first);
}

struct ex_question *ex_question_add(struct exercise *x, enum ex_question_type type, uint64_t arg)
{
    struct ex_question *q = &x->question[x->questions++];

    q->type = type;
    q->arg = arg;
    return q;
}

struct ex_field *ex_field_add(struct ex_question *q, enum ex_name name, enum ex_field_type type,
                              int64_t number)
{
    struct ex_field *f = &q->field[q->fields++];

    *f = (struct ex_field){.name = name, .type = type, .number = number};
    return f;
}

/* ---- answers ---- */

/* The next number in a text, decimal or hex, with a sign; false when there is none. */
static bool next_number(const char **text, int64_t *out)
{
    char word[24];
    size_t n;

    *text += strcspn(*text, "-0123456789");
    if (**text == '\0') {
        return false;
    }
    n = strspn(*text, "-0123456789abcdefABCDEFxX");
    if (n >= sizeof(word)) {
        *out = INT64_MIN;
    } else {
        memcpy(word, *text, n);
        word[n] = '\0';
        if (units_int(word, out) != UNITS_OK) {
            uint64_t plain;

            *out = units_uint(word, &plain) == UNITS_OK ? (int64_t)plain : INT64_MIN;
        }
    }
    *text += n;
    return true;
}

static bool list_right(const struct exercise *x, const struct ex_field *f, const char *text)
{
    int64_t n;

    for (uint32_t i = 0; i < f->count; i++) {
        if (!next_number(&text, &n) || n != x->number[f->first + i]) {
            return false;
        }
    }
    return !next_number(&text, &n);
}

/* The text without blanks around it, in small letters. */
static void trimmed(const char *text, char *out, size_t bytes)
{
    size_t n = 0;

    text += strspn(text, " \t");
    for (; *text != '\0' && n + 1 < bytes; text++) {
        out[n++] = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
    }
    while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '\t')) {
        n--;
    }
    out[n] = '\0';
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

static bool fault_right(enum ex_fault fault, const char *word)
{
    static const char *const any[] = {"fault",   "violation", "segv", "segmentation violation",
                                      "invalid", "错误",      "越界", "无效",
                                      NULL};
    static const char *const pde[] = {"pde", "pde fault", "fault pde", NULL};
    static const char *const pte[] = {"pte", "pte fault", "fault pte", NULL};
    static const char *const fail[] = {"fail", "-1", "失败", NULL};

    switch (fault) {
    case EXF_PDE: return is_one_of(word, pde);
    case EXF_PTE: return is_one_of(word, pte);
    case EXF_NO_SPACE: return is_one_of(word, fail);
    default: return is_one_of(word, any);
    }
}

bool ex_right(const struct exercise *x, const struct ex_field *f, const char *text)
{
    static const char *const hit[] = {"hit", "h", "命中", NULL};
    static const char *const miss[] = {"miss", "m", "缺页", "未命中", NULL};
    char word[80];
    int64_t n;

    if (f->type == EXT_LIST) {
        return list_right(x, f, text);
    }
    trimmed(text, word, sizeof(word));
    if (f->type == EXT_HIT) {
        return is_one_of(word, f->number != 0 ? hit : miss);
    }
    if (f->fault != EXF_NONE) {
        return fault_right(f->fault, word);
    }
    if (f->none) {
        return strcmp(word, "-") == 0;
    }
    const char *at = word;

    return next_number(&at, &n) && *at == '\0' && at != word && n == f->number &&
           strspn(word, "-0123456789") > 0;
}

void ex_print(const struct exercise *x, const struct ex_field *f, char *out, size_t bytes)
{
    static const char *const faults[] = {"",          "fault", "fault", "pde fault",
                                         "pte fault", "fail",  "-1"};
    size_t n = 0;

    out[0] = '\0';
    if (f->type == EXT_LIST) {
        for (uint32_t i = 0; i < f->count && n < bytes; i++) {
            n += (size_t)snprintf(out + n, bytes - n, "%s%lld", i > 0 ? " " : "",
                                  (long long)x->number[f->first + i]);
        }
    } else if (f->fault != EXF_NONE) {
        snprintf(out, bytes, "%s", faults[f->fault]);
    } else if (f->type == EXT_HIT) {
        snprintf(out, bytes, "%s", f->number != 0 ? "hit" : "miss");
    } else if (f->none) {
        snprintf(out, bytes, "-");
    } else if (f->type == EXT_ADDRESS) {
        snprintf(out, bytes, "0x%llx", (unsigned long long)f->number);
    } else {
        snprintf(out, bytes, "%lld", (long long)f->number);
    }
}
