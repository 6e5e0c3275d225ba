#include "text/lex.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void out_copy(char *to, size_t room, const char *from, size_t length)
{
    size_t n = length < room - 1 ? length : room - 1;

    if (n < length) {
        while (n > 0 && ((unsigned char)from[n] & 0xc0) == 0x80) {
            n--;
        }
    }
    memmove(to, from, n);
    to[n] = 0;
}

void out_init(struct out *o, char *text, size_t room)
{
    o->text = text;
    o->room = room;
    o->used = 0;
    text[0] = 0;
}

void out_say(struct out *o, const char *format, ...)
{
    const size_t at = o->used < o->room ? o->used : o->room - 1;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(o->text + at, o->room - at, format, args);
    va_end(args);
    if (n > 0) {
        o->used += (size_t)n;
    }
}

void out_bytes(struct out *o, const char *bytes, size_t length)
{
    if (o->used < o->room) {
        const size_t room = o->room - 1 - o->used;
        const size_t n = length < room ? length : room;

        memcpy(o->text + o->used, bytes, n);
        o->text[o->used + n] = 0;
    }
    o->used += length;
}

void problem_at(struct problem *p, enum mm_err err, const struct lex_line *line,
                const struct lex_word *w)
{
    memset(p, 0, sizeof *p);
    p->err = err;
    p->column = 1;
    if (w) {
        uint32_t columns = 0;

        for (uint32_t i = 0; i < w->text_bytes; i++) {
            columns += ((unsigned char)w->text[i] & 0xc0) != 0x80;
        }
        p->column = w->column;
        p->length = columns + (w->quoted ? 2 : 0);
        out_copy(p->word, sizeof p->word, w->text, w->text_bytes);
    } else if (line) {
        p->column = line->columns + 1;
    }
}

void problem_say(struct problem *p, const char *en, const char *zh, ...)
{
    char long_text[2 * PROBLEM_TEXT_BYTES];
    va_list args;

    va_start(args, zh);
    vsnprintf(long_text, sizeof long_text, en, args);
    va_end(args);
    out_copy(p->en, sizeof p->en, long_text, strlen(long_text));
    va_start(args, zh);
    vsnprintf(long_text, sizeof long_text, zh, args);
    va_end(args);
    out_copy(p->zh, sizeof p->zh, long_text, strlen(long_text));
}

void problem_accept(struct problem *p, const char *format, ...)
{
    char long_text[4 * PROBLEM_TEXT_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(long_text, sizeof long_text, format, args);
    va_end(args);
    out_copy(p->accepted, sizeof p->accepted, long_text, strlen(long_text));
}

uint32_t lex_column(const char *line, size_t length, size_t offset)
{
    uint32_t column = 1;

    for (size_t i = 0; i < offset && i < length; i++) {
        column += ((unsigned char)line[i] & 0xc0) != 0x80;
    }
    return column;
}

static bool lex_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A problem at a byte of the line, about the character there. */
static bool lex_refuse(const char *line, size_t length, size_t offset, struct problem *why)
{
    problem_at(why, MM_EBADCMD, NULL, NULL);
    why->column = lex_column(line, length, offset);
    why->length = offset < length;
    return false;
}

/* One word from line[*at]; its text goes to buffer[*used]. */
static bool lex_word(const char *line, size_t length, size_t *at, struct lex_line *out,
                     uint32_t *used, struct problem *why)
{
    struct lex_word *w = &out->word[out->word_count];
    size_t i = *at;

    w->text = out->buffer + *used;
    w->start = (uint32_t)i;
    w->column = lex_column(line, length, i);
    w->quoted = false;
    if (line[i] == '|' || line[i] == '>') {
        out->buffer[(*used)++] = line[i++];
    } else {
        while (i < length && !lex_blank(line[i]) && line[i] != '|') {
            if (line[i] == '"' || line[i] == '\'') {
                const size_t open = i;
                const char quote = line[i++];

                w->quoted = true;
                while (i < length && line[i] != quote) {
                    out->buffer[(*used)++] = line[i++];
                }
                if (i == length) {
                    lex_refuse(line, length, open, why);
                    problem_say(why, "this quote is not closed", "这个引号没有配对");
                    problem_accept(why, "%c", quote);
                    return false;
                }
                i++;
            } else {
                out->buffer[(*used)++] = line[i++];
            }
        }
    }
    w->text_bytes = (uint32_t)(out->buffer + *used - w->text);
    w->length = (uint32_t)(i - w->start);
    out->buffer[(*used)++] = 0;
    *at = i;
    out->word_count++;
    return true;
}

bool lex_split(const char *line, size_t length, struct lex_line *out, struct problem *why)
{
    uint32_t used = 0;
    size_t i = 0;

    out->word_count = 0;
    out->bytes = 0;
    out->columns = 0;
    if (length > LEX_LINE_BYTES) {
        lex_refuse(line, length, LEX_LINE_BYTES, why);
        why->err = MM_ELIMIT;
        why->limit = LEX_LINE_BYTES;
        problem_say(why, "the line is longer than %u bytes", "这一行超过 %u 字节", LEX_LINE_BYTES);
        return false;
    }
    for (size_t k = 0; k < length; k++) {
        if (((unsigned char)line[k] < ' ' && !lex_blank(line[k])) || line[k] == 0x7f) {
            lex_refuse(line, length, k, why);
            problem_say(why, "a control character is no part of a line", "行里不能有控制字符");
            return false;
        }
    }
    for (;;) {
        while (i < length && lex_blank(line[i])) {
            i++;
        }
        if (i == length || line[i] == '#') {
            break;
        }
        if (out->word_count == LEX_WORDS_MAX) {
            lex_refuse(line, length, i, why);
            why->err = MM_ELIMIT;
            why->limit = LEX_WORDS_MAX;
            problem_say(why, "more than %u words in a line", "一行超过 %u 个词", LEX_WORDS_MAX);
            return false;
        }
        if (!lex_word(line, length, &i, out, &used, why)) {
            return false;
        }
        out->bytes = (uint32_t)i;
    }
    out->columns = lex_column(line, length, out->bytes) - 1;
    return true;
}
