#include "text/keep.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool keep_find(const struct keep *keep, const char *name, struct value *out)
{
    for (uint32_t i = 0; keep && i < keep->count; i++) {
        if (strcmp(keep->row[i].name, name) == 0) {
            *out = keep->row[i].value;
            return true;
        }
    }
    return false;
}

bool keep_set(struct keep *keep, const char *name, const struct value *value)
{
    struct keep_row *row = NULL;

    for (uint32_t i = 0; i < keep->count; i++) {
        if (strcmp(keep->row[i].name, name) == 0) {
            row = &keep->row[i];
        }
    }
    if (!row) {
        if (keep->count == KEEP_MAX) {
            return false;
        }
        row = &keep->row[keep->count++];
        out_copy(row->name, sizeof row->name, name, strlen(name));
    }
    row->value = *value;
    if (row->value.text) {
        out_copy(row->value.word, sizeof row->value.word, value->text, value->text_bytes);
        row->value.text = NULL;
        row->value.text_bytes = strlen(row->value.word);
    }
    return true;
}

/* ---- as text ---- */

__extension__ typedef unsigned __int128 keep_bits;

static uint64_t keep_half(value_int n, unsigned half)
{
    return (uint64_t)((keep_bits)n >> (half * 64));
}

size_t keep_save(const struct keep *keep, uint32_t i, char *out, size_t bytes)
{
    if (i >= keep->count) {
        return 0;
    }
    const struct keep_row *row = &keep->row[i];
    const struct value *v = &row->value;
    const bool worded = v->unit == VALUE_WORD || v->unit == VALUE_TEXT;
    const int n = snprintf(out, bytes, "%s %u %" PRIx64 ":%" PRIx64 " %" PRIx64 ":%" PRIx64 " %s",
                           row->name, (unsigned)v->unit, keep_half(v->top, 1), keep_half(v->top, 0),
                           keep_half(v->bottom, 1), keep_half(v->bottom, 0), worded ? v->word : "");

    return n > 0 && (size_t)n < bytes ? (size_t)n : 0;
}

bool keep_load(struct keep *keep, const char *text, size_t length)
{
    char name[MM_NAME_BYTES], copy[KEEP_ROW_BYTES];
    struct value v;
    unsigned unit;
    uint64_t half[4];
    int used = 0;

    if (length >= sizeof copy) {
        return false;
    }
    memcpy(copy, text, length);
    copy[length] = 0;
    memset(&v, 0, sizeof v);
    _Static_assert(MM_NAME_BYTES == 32, "the width below");
    if (sscanf(copy, "%31s %u ", name, &unit) != 2 || unit > VALUE_TEXT) {
        return false;
    }
    const char *numbers = strchr(strchr(copy, ' ') + 1, ' ');
    if (!numbers ||
        sscanf(numbers, " %" SCNx64 ":%" SCNx64 " %" SCNx64 ":%" SCNx64 "%n", &half[0], &half[1],
               &half[2], &half[3], &used) != 4 ||
        numbers[used] != ' ') {
        return false;
    }
    v.unit = (enum value_unit)unit;
    v.top = (value_int)(((keep_bits)half[0] << 64) | half[1]);
    v.bottom = (value_int)(((keep_bits)half[2] << 64) | half[3]);
    const char *word = numbers + used + 1;
    const size_t word_bytes = strlen(word);
    if (v.bottom <= 0 && v.unit < VALUE_WORD) {
        return false;
    }
    out_copy(v.word, sizeof v.word, word, word_bytes);
    v.text_bytes = unit == VALUE_TEXT ? strlen(v.word) : 0;
    return keep_set(keep, name, &v);
}

/* ---- in a line ---- */

bool keep_letter(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool keep_put(struct keep_line *out, const char *text, size_t n, size_t from, bool same)
{
    if (out->length + n > LEX_LINE_BYTES) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        out->text[out->length] = text[i];
        out->map[out->length++] = (uint16_t)(same ? from + i : from);
    }
    return true;
}

static bool keep_refuse(const char *line, size_t length, size_t at, const char *name,
                        struct problem *why)
{
    problem_at(why, name ? MM_ENONAME : MM_ELIMIT, NULL, NULL);
    why->column = lex_column(line, length, at);
    if (name) {
        why->length = (uint32_t)strlen(name) + 1;
        out_copy(why->word, sizeof why->word, name, strlen(name));
        problem_say(why, "no value is kept under $%s", "没有名为 $%s 的值", name);
        problem_accept(why, "let %s = EXPR, or repeat N as %s", name, name);
    } else {
        why->limit = LEX_LINE_BYTES;
        problem_say(why, "the line is longer than %u bytes", "这一行超过 %u 字节", LEX_LINE_BYTES);
    }
    return false;
}

bool keep_expand(const struct keep *keep, bool check, const char *line, size_t length,
                 struct keep_line *out, struct problem *why)
{
    char quote = 0;

    out->length = 0;
    for (size_t i = 0; i < length;) {
        const bool braced = i + 2 < length && line[i] == '$' && line[i + 1] == '{';
        const bool name_follows =
            line[i] == '$' && i + 1 < length && keep_letter(line[i + 1 + braced]);

        if (line[i] == '#' && !quote && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
            break; /* a comment: nothing in it is replaced, or missed */
        }
        if (!name_follows || quote == '\'') {
            if (line[i] == quote) {
                quote = 0;
            } else if (!quote && (line[i] == '"' || line[i] == '\'')) {
                quote = line[i];
            }
            if (!keep_put(out, line + i, 1, i, true)) {
                return keep_refuse(line, length, 0, NULL, why);
            }
            i++;
            continue;
        }
        char name[MM_NAME_BYTES], printed[VALUE_TEXT_BYTES];
        struct value value;
        size_t n = 0;

        while (i + 1 + braced + n < length && keep_letter(line[i + 1 + braced + n])) {
            n++;
        }
        out_copy(name, sizeof name, line + i + 1 + braced, n);
        if (!keep_find(keep, name, &value)) {
            if (!check) {
                return keep_refuse(line, length, i, name, why);
            }
            value_number(&value, VALUE_PLAIN, 1);
        }
        value_print(&value, true, printed, sizeof printed);
        if (!keep_put(out, printed, strlen(printed), i, false)) {
            return keep_refuse(line, length, 0, NULL, why);
        }
        i += 1 + braced + n;
        if (braced && i < length && line[i] == '}') {
            i++;
        }
    }
    out->text[out->length] = 0;
    out->map[out->length] = (uint16_t)(length < LEX_LINE_BYTES ? length : LEX_LINE_BYTES);
    return true;
}

void keep_same(const char *line, size_t length, struct keep_line *out)
{
    out->length = length < LEX_LINE_BYTES ? length : LEX_LINE_BYTES;
    memcpy(out->text, line, out->length);
    out->text[out->length] = 0;
    for (size_t i = 0; i <= out->length; i++) {
        out->map[i] = (uint16_t)i;
    }
}

/* Byte of the original for a column of the expanded text. */
static size_t keep_byte(const struct keep_line *e, uint32_t column)
{
    size_t i = 0;
    uint32_t at = 1;

    while (i < e->length && at < column) {
        i++;
        while (i < e->length && ((unsigned char)e->text[i] & 0xc0) == 0x80) {
            i++;
        }
        at++;
    }
    return e->map[i];
}

void keep_place(const struct keep_line *expanded, const char *line, size_t length,
                struct problem *p)
{
    if (p->column) {
        const uint32_t end = p->column + p->length;
        const uint32_t first = lex_column(line, length, keep_byte(expanded, p->column));
        const uint32_t last = lex_column(line, length, keep_byte(expanded, end));

        p->column = first;
        p->length = p->length ? (last > first ? last - first : 1) : 0;
    }
}
