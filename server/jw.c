#include "jw.h"

#include "utf8.h"

#include <string.h>

static const uint64_t jw_exact_max = (UINT64_C(1) << 53) - 1;

struct jw jw_new(size_t max)
{
    return (struct jw){.out = {.max = max}};
}

static void jw_sep(struct jw *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    uint64_t bit = UINT64_C(1) << w->depth;
    if (w->has & bit)
        wr_char(&w->out, ',');
    w->has |= bit;
}

void jw_open(struct jw *w, char bracket)
{
    jw_sep(w);
    wr_char(&w->out, bracket);
    if (w->depth + 1 > JW_DEPTH_MAX) {
        w->out.failed = true;
        return;
    }
    w->depth++;
    w->has &= ~(UINT64_C(1) << w->depth);
}

void jw_close(struct jw *w, char bracket)
{
    if (w->depth == 0) {
        w->out.failed = true;
        return;
    }
    w->depth--;
    wr_char(&w->out, bracket);
}

static void jw_escape(struct writer *o, unsigned char c)
{
    switch (c) {
    case '"': wr_bytes(o, "\\\"", 2); break;
    case '\\': wr_bytes(o, "\\\\", 2); break;
    case '\n': wr_bytes(o, "\\n", 2); break;
    case '\t': wr_bytes(o, "\\t", 2); break;
    default: wr_format(o, "\\u%04x", c); break;
    }
}

static void jw_quoted(struct writer *o, const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t from = 0, i = 0;

    wr_char(o, '"');
    while (i < len) {
        size_t n = utf8_length(s + i, len - i);
        if (n && s[i] >= 0x20 && s[i] != '"' && s[i] != '\\') {
            i += n;
            continue;
        }
        wr_bytes(o, text + from, i - from);
        if (n)
            jw_escape(o, s[i]);
        else
            wr_bytes(o, "\xef\xbf\xbd", 3);
        from = ++i;
    }
    wr_bytes(o, text + from, i - from);
    wr_char(o, '"');
}

void jw_key(struct jw *w, const char *key)
{
    jw_sep(w);
    jw_quoted(&w->out, key, strlen(key));
    wr_char(&w->out, ':');
    w->after_key = true;
}

void jw_textn(struct jw *w, const char *text, size_t len)
{
    jw_sep(w);
    jw_quoted(&w->out, text, len);
}

void jw_text(struct jw *w, const char *text)
{
    if (text)
        jw_textn(w, text, strlen(text));
    else
        jw_null(w);
}

static size_t jw_digits(char *to, uint64_t value, unsigned base)
{
    char back[20];
    size_t n = 0;

    do {
        back[n++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    for (size_t i = 0; i < n; i++)
        to[i] = back[n - 1 - i];
    return n;
}

/* A number without its separator. */
static void jw_number(struct writer *o, uint64_t value, bool negative)
{
    char text[28];
    size_t n = 0;
    bool big = value > jw_exact_max;

    if (big)
        text[n++] = '"';
    if (negative)
        text[n++] = '-';
    if (big) {
        text[n++] = '0';
        text[n++] = 'x';
    }
    n += jw_digits(text + n, value, big ? 16 : 10);
    if (big)
        text[n++] = '"';
    wr_bytes(o, text, n);
}

void jw_u64(struct jw *w, uint64_t value)
{
    jw_sep(w);
    jw_number(&w->out, value, false);
}

void jw_i64(struct jw *w, int64_t value)
{
    jw_sep(w);
    jw_number(&w->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
}

void jw_hex(struct jw *w, uint64_t value)
{
    char text[20] = "\"0x";
    size_t n = 3;

    jw_sep(w);
    n += jw_digits(text + n, value, 16);
    wr_bytes(&w->out, text, n);
    wr_char(&w->out, '"');
}

void jw_hash(struct jw *w, uint64_t value)
{
    jw_sep(w);
    wr_format(&w->out, "\"0x%016llx\"", (unsigned long long)value);
}

void jw_bool(struct jw *w, bool value)
{
    jw_sep(w);
    wr_str(&w->out, value ? "true" : "false");
}

void jw_null(struct jw *w)
{
    jw_sep(w);
    wr_bytes(&w->out, "null", 4);
}

void jw_raw(struct jw *w, const char *json, size_t len)
{
    jw_sep(w);
    wr_bytes(&w->out, json, len);
}

void jw_kv_text(struct jw *w, const char *key, const char *text)
{
    jw_key(w, key);
    jw_text(w, text);
}

void jw_kv_textn(struct jw *w, const char *key, const char *text, size_t len)
{
    jw_key(w, key);
    jw_textn(w, text, len);
}

void jw_kv_u64(struct jw *w, const char *key, uint64_t value)
{
    jw_key(w, key);
    jw_u64(w, value);
}

void jw_kv_i64(struct jw *w, const char *key, int64_t value)
{
    jw_key(w, key);
    jw_i64(w, value);
}

void jw_kv_hex(struct jw *w, const char *key, uint64_t value)
{
    jw_key(w, key);
    jw_hex(w, value);
}

void jw_kv_hash(struct jw *w, const char *key, uint64_t value)
{
    jw_key(w, key);
    jw_hash(w, value);
}

void jw_kv_bool(struct jw *w, const char *key, bool value)
{
    jw_key(w, key);
    jw_bool(w, value);
}

void jw_rle_open(struct jw *w, struct jw_rle *rle, bool is_signed)
{
    *rle = (struct jw_rle){.is_signed = is_signed};
    jw_open(w, '[');
}

void jw_rle_flush(struct jw *w, struct jw_rle *rle)
{
    if (!rle->run)
        return;
    jw_u64(w, rle->run);
    if (rle->is_signed)
        jw_i64(w, (int64_t)rle->value);
    else
        jw_u64(w, rle->value);
    rle->run = 0;
}

void jw_rle_close(struct jw *w, struct jw_rle *rle)
{
    jw_rle_flush(w, rle);
    jw_close(w, ']');
}

struct buf *jw_take(struct jw *w)
{
    if (w->depth != 0 || w->after_key)
        w->out.failed = true;
    struct buf *b = wr_take(&w->out);
    *w = (struct jw){.out = {.max = w->out.max}};
    return b;
}
