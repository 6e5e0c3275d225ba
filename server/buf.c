#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_FIRST = 480 };
static const size_t out_max_default = (size_t)64 << 20;

static struct buf *buf_alloc(struct buf *old, size_t cap)
{
    struct buf *b = realloc(old, sizeof *b + BUF_PRE + cap + 1);
    if (!b)
        return NULL;
    if (!old) {
        atomic_init(&b->refs, 1);
        b->len = 0;
        memset(b->bytes, 0, BUF_PRE);
        b->bytes[BUF_PRE] = 0;
    }
    b->cap = cap;
    return b;
}

struct buf *buf_new(const void *data, size_t len)
{
    struct buf *b = buf_alloc(NULL, len);
    if (!b)
        return NULL;
    if (len)
        memcpy(buf_data(b), data, len);
    b->len = len;
    buf_data(b)[len] = 0;
    return b;
}

struct buf *buf_get(struct buf *b)
{
    atomic_fetch_add_explicit(&b->refs, 1, memory_order_relaxed);
    return b;
}

void buf_put(struct buf *b)
{
    if (b && atomic_fetch_sub_explicit(&b->refs, 1, memory_order_acq_rel) == 1)
        free(b);
}

char *out_reserve(struct out *o, size_t len)
{
    size_t max = o->max ? o->max : out_max_default;
    size_t used = out_len(o);

    if (o->failed || len > max || used > max - len) {
        o->failed = true;
        return NULL;
    }
    if (!o->b || o->b->cap - used < len) {
        size_t cap = o->b ? o->b->cap * 2 : OUT_FIRST;
        while (cap < used + len)
            cap *= 2;
        struct buf *grown = buf_alloc(o->b, cap);
        if (!grown) {
            o->failed = true;
            return NULL;
        }
        o->b = grown;
    }
    return buf_data(o->b) + used;
}

void out_advance(struct out *o, size_t len)
{
    o->b->len += len;
    buf_data(o->b)[o->b->len] = 0;
}

void out_bytes(struct out *o, const void *data, size_t len)
{
    char *to = out_reserve(o, len);
    if (!to)
        return;
    if (len)
        memcpy(to, data, len);
    out_advance(o, len);
}

void out_str(struct out *o, const char *text)
{
    out_bytes(o, text, strlen(text));
}

void out_char(struct out *o, char c)
{
    out_bytes(o, &c, 1);
}

void out_format(struct out *o, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *to = n < 0 ? NULL : out_reserve(o, (size_t)n + 1);
    if (to) {
        vsnprintf(to, (size_t)n + 1, format, again);
        out_advance(o, (size_t)n);
    } else {
        o->failed = true;
    }
    va_end(again);
}

struct buf *out_take(struct out *o)
{
    struct buf *b = o->b;

    if (!b && !o->failed)
        b = buf_alloc(NULL, 0);
    if (o->failed) {
        buf_put(b);
        b = NULL;
    }
    o->b = NULL;
    o->failed = false;
    return b;
}

void out_drop(struct out *o)
{
    buf_put(o->b);
    o->b = NULL;
    o->failed = false;
}
