#include "text/expr.h"

#include <stdio.h>
#include <string.h>

struct expr {
    const struct path_scope *scope;
    const char *text;
    size_t length, at;   /* at: behind the token */
    size_t start, bytes; /* the token; bytes 0: the end */
    struct problem *why;
};

static bool expr_compares(char c)
{
    return c == '=' || c == '!' || c == '<' || c == '>' || c == '~';
}

bool expr_token(const char *text, size_t length, size_t *at, size_t *start, size_t *bytes)
{
    unsigned depth = 0;
    size_t i = *at;

    while (i < length && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r')) {
        i++;
    }
    *start = i;
    if (i < length && expr_compares(text[i])) {
        i++;
        if (i < length && text[i] == '=') {
            i++;
        }
    } else {
        for (; i < length; i++) {
            const char c = text[i];

            if (c == '"') {
                do {
                    i++;
                } while (i < length && text[i] != '"');
                if (i >= length) {
                    break;
                }
            } else if (c == '(' || c == '[') {
                depth++;
            } else if ((c == ')' || c == ']') && depth) {
                depth--;
            } else if (!depth && (c == ' ' || c == '\t' || c == '\r' || expr_compares(c))) {
                break;
            }
        }
    }
    *bytes = i - *start;
    *at = i;
    return *bytes > 0;
}

static bool expr_next(struct expr *e)
{
    return expr_token(e->text, e->length, &e->at, &e->start, &e->bytes);
}

static bool expr_is(const struct expr *e, const char *word)
{
    return e->bytes == strlen(word) && memcmp(e->text + e->start, word, e->bytes) == 0;
}

/* A problem about the token, or the end. Always false. */
static bool expr_refuse(struct expr *e, const char *en, const char *zh)
{
    problem_at(e->why, MM_EBADARG, NULL, NULL);
    e->why->column = lex_column(e->text, e->length, e->start);
    e->why->length = lex_column(e->text + e->start, e->bytes, e->bytes) - 1;
    out_copy(e->why->word, sizeof e->why->word, e->text + e->start, e->bytes);
    problem_say(e->why, "%s", "%s", en);
    out_copy(e->why->zh, sizeof e->why->zh, zh, strlen(zh));
    return false;
}

/* 4096, 0x10, 64M, 12.5, 5ms, -1. False: no number at all. */
static bool expr_number(const char *word, struct value *out)
{
    const bool negative = word[0] == '-';
    const char *digits = word + negative;
    bool suffixed = false;
    uint64_t n = 0;

    if (units_size(digits, &n, &suffixed) == UNITS_OK) {
        value_number(out, suffixed ? VALUE_BYTES : VALUE_PLAIN, n);
    } else if (units_duration(digits, &n) == UNITS_OK) {
        value_number(out, VALUE_NS, n);
    } else if (strchr(digits, '.') && units_millionths(digits, &n) == UNITS_OK) {
        value_number(out, VALUE_PLAIN, n);
        out->bottom = 1000000;
    } else {
        return false;
    }
    if (negative) {
        out->top = -out->top;
    }
    return true;
}

/* ENOMEM, SIGSEGV, SEGV_MAPERR: words that have a number. */
static bool expr_word(const char *word, struct value *out)
{
#define EXPR_WORD(id, n)      {#id, n},
#define EXPR_CODE(id, sig, n) {#id, n},
    static const struct {
        const char *name;
        uint64_t number;
    } words[] = {MM_ERRNOS(EXPR_WORD) MM_SIGNALS(EXPR_WORD) MM_SI_CODES(EXPR_CODE)};
    static const char *const sets[] = {"frame_type", "migratetype", "zone_type", "seg_fault",
                                       "seg_rule",   "lab_kind",    "lab_fit",   "lab_segment",
                                       "lab_dt",     "lab_policy",  "lab_list",  "lab_order"};

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].name, word) == 0) {
            value_word(out, word, words[i].number);
            return true;
        }
    }
    for (unsigned i = 0; i < mm_enum_row_count; i++) {
        for (unsigned k = 0; k < sizeof sets / sizeof sets[0]; k++) {
            if (strcmp(mm_enum_rows[i].name, sets[k]) != 0) {
                continue;
            }
            for (unsigned v = 0; v < mm_enum_rows[i].value_count; v++) {
                if (strcmp(mm_enum_rows[i].values[v], word) == 0) {
                    value_word(out, word, v);
                    return true;
                }
            }
        }
    }
    return false;
}

static bool expr_path(struct expr *e, struct value *out)
{
    if (!path_value(e->scope, e->text + e->start, e->bytes, out, e->why)) {
        e->why->column += lex_column(e->text, e->length, e->start) - 1;
        return false;
    }
    return true;
}

/* The sign of a product, as value_apply() has it; 0: none. */
static char expr_product(const struct expr *e)
{
    return expr_is(e, "*")    ? '*'
           : expr_is(e, "/")  ? '/'
           : expr_is(e, "//") ? VALUE_QUOTIENT
           : expr_is(e, "%")  ? '%'
                              : 0;
}

static bool expr_operand(struct expr *e, struct value *out)
{
    const char *at = e->text + e->start;
    char word[64];
    struct value kept;

    if (!e->bytes || expr_compares(at[0]) || expr_is(e, "+") || expr_product(e)) {
        expr_refuse(e, "a value is missing", "这里缺少一个值");
        problem_accept(e->why, "a number, a size, a path such as vmstat.pgfault, \"text\"");
        return false;
    }
    if (at[0] == '"') {
        if (e->bytes < 2 || at[e->bytes - 1] != '"') {
            return expr_refuse(e, "this quote is not closed", "这个引号没有配对");
        }
        value_text(out, at + 1, e->bytes - 2);
        return true;
    }
    out_copy(word, sizeof word, at, e->bytes);
    if ((at[0] >= '0' && at[0] <= '9') || at[0] == '-') {
        const char *dot = strchr(word, '.');

        if (e->bytes < sizeof word && expr_number(word, out)) {
            return true;
        }
        if (dot && (dot[1] < '0' || dot[1] > '9')) { /* a process by its pid: 100.status.VmRSS */
            return expr_path(e, out);
        }
        expr_refuse(e, "this is no number", "这不是一个数");
        problem_accept(e->why, "4096, 0x1000, 64M, 5ms, 12.5");
        return false;
    }
    if (e->bytes < sizeof word && !(e->scope->kept && e->scope->kept(e->scope->ctx, word, &kept)) &&
        expr_word(word, out)) {
        return true;
    }
    return expr_path(e, out);
}

/* left = left op right; a refusal is about the operator, at byte `at`. */
static bool expr_apply(struct expr *e, struct value *left, char op, size_t at,
                       const struct value *right)
{
    const char *en = "", *zh = "";

    if (value_apply(left, op, right, &en, &zh)) {
        return true;
    }
    e->start = at;
    e->bytes = op == VALUE_QUOTIENT ? 2 : 1;
    return expr_refuse(e, en, zh);
}

/* A sum; the token behind it is the next one. */
static bool expr_sum(struct expr *e, struct value *out)
{
    struct value product, right;
    size_t pending = SIZE_MAX; /* byte of the + or - before this product */

    for (;;) {
        if (!expr_operand(e, &product)) {
            return false;
        }
        expr_next(e);
        for (char op = expr_product(e); op; op = expr_product(e)) {
            const size_t at = e->start;

            expr_next(e);
            if (!expr_operand(e, &right) || !expr_apply(e, &product, op, at, &right)) {
                return false;
            }
            expr_next(e);
        }
        if (pending == SIZE_MAX) {
            *out = product;
        } else {
            const size_t start = e->start, bytes = e->bytes;

            if (!expr_apply(e, out, e->text[pending], pending, &product)) {
                return false;
            }
            e->start = start;
            e->bytes = bytes;
        }
        if (!expr_is(e, "+") && !expr_is(e, "-")) {
            return true;
        }
        pending = e->start;
        expr_next(e);
    }
}

static bool expr_end(struct expr *e)
{
    if (e->bytes) {
        expr_refuse(e, "not expected here", "此处不应有这个词");
        problem_accept(e->why, "+ - * / // %% == != < <= > >= ~ within, with blanks around them");
        return false;
    }
    return true;
}

bool expr_value(const struct path_scope *scope, const char *text, size_t length, struct value *out,
                struct problem *why)
{
    struct expr e = {.scope = scope, .text = text, .length = length, .why = why};

    expr_next(&e);
    return expr_sum(&e, out) && expr_end(&e);
}

/* left ~ "pattern" */
static bool expr_match(struct expr *e, const struct value *left, const struct value *right,
                       bool *holds)
{
    const char *text = left->text ? left->text : left->word;
    char printed[64];
    size_t bytes = left->unit == VALUE_TEXT ? left->text_bytes : 0, at = 0;
    struct regex re;
    const char *en, *zh;

    if (right->unit != VALUE_TEXT) {
        return expr_refuse(e, "~ wants \"a regular expression\"", "~ 后面要写 \"正则表达式\"");
    }
    if (left->unit != VALUE_TEXT) {
        value_print(left, true, printed, sizeof printed);
        text = printed;
        bytes = strlen(printed);
    }
    if (!regex_compile(&re, right->text ? right->text : right->word, right->text_bytes, &at, &en,
                       &zh)) {
        return expr_refuse(e, en, zh);
    }
    *holds = regex_find(&re, text, bytes);
    return true;
}

/* After the right side: nothing, or within N%. */
static bool expr_within(struct expr *e, const char *op, const struct value *left,
                        const struct value *right, struct expr_answer *out)
{
    const char *en = "", *zh = "";
    uint64_t pct = 0;
    char word[24];

    if (!expr_is(e, "within")) {
        return expr_end(e);
    }
    if (strcmp(op, "==") != 0) {
        return expr_refuse(e, "within goes with == only", "within 只能与 == 一起用");
    }
    expr_next(e);
    out_copy(word, sizeof word, e->text + e->start, e->bytes);
    if (e->bytes < 2 || e->bytes >= sizeof word || word[e->bytes - 1] != '%') {
        expr_refuse(e, "within how much?", "在多大范围之内？");
        problem_accept(e->why, "10%%");
        return false;
    }
    out_copy(out->within, sizeof out->within, word, e->bytes);
    word[e->bytes - 1] = 0;
    if (units_millionths(word, &pct) != UNITS_OK) {
        expr_refuse(e, "within how much?", "在多大范围之内？");
        problem_accept(e->why, "10%%");
        return false;
    }
    if (!value_within(left, right, pct, &out->holds, &en, &zh)) {
        return expr_refuse(e, en, zh);
    }
    expr_next(e);
    return expr_end(e);
}

bool expr_holds(const struct path_scope *scope, const char *text, size_t length,
                struct expr_answer *out, struct problem *why)
{
    struct expr e = {.scope = scope, .text = text, .length = length, .why = why};
    struct value left, right;
    const char *en = "", *zh = "", *op = out->op;
    size_t op_at;
    int order = 0;

    memset(out, 0, sizeof *out);
    expr_next(&e);
    if (!expr_sum(&e, &left)) {
        return false;
    }
    value_print(&left, false, out->left, sizeof out->left);
    if (!e.bytes) {
        out->holds = value_true(&left);
        return true;
    }
    out_copy(out->op, sizeof out->op, e.text + e.start, e.bytes);
    if (e.bytes > 2 ||
        (strcmp(op, "==") && strcmp(op, "!=") && strcmp(op, "<") && strcmp(op, "<=") &&
         strcmp(op, ">") && strcmp(op, ">=") && strcmp(op, "~"))) {
        return expr_end(&e);
    }
    op_at = e.start;
    expr_next(&e);
    if (!expr_sum(&e, &right)) {
        return false;
    }
    value_print(&right, false, out->right, sizeof out->right);
    if (op[0] == '~') {
        return expr_match(&e, &left, &right, &out->holds) && expr_end(&e);
    }
    if (!value_compare(&left, &right, &order, &en, &zh) ||
        ((left.unit >= VALUE_WORD || right.unit >= VALUE_WORD) && (op[0] == '<' || op[0] == '>') &&
         (en = "text is only equal or not", zh = "文字只能比较相等与否", true))) {
        e.start = op_at;
        e.bytes = strlen(op);
        expr_refuse(&e, en, zh);
        problem_accept(why, "values of one kind: %s %s %s", out->left, op, out->right);
        return false;
    }
    out->holds = strcmp(op, "==") == 0   ? order == 0
                 : strcmp(op, "!=") == 0 ? order != 0
                 : op[0] == '<'          ? order < (op[1] == '=')
                                         : order > -(op[1] == '=');
    return expr_within(&e, op, &left, &right, out);
}
