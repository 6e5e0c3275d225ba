#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WR_FIRST = 480 };
static const size_t wr_max_default = (size_t)64 << 20;

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

char *wr_reserve(struct writer *o, size_t len)
{
    size_t max = o->max ? o->max : wr_max_default;
    size_t used = wr_len(o);

    if (o->failed || len > max || used > max - len) {
        o->failed = true;
        return NULL;
    }
    if (!o->b || o->b->cap - used < len) {
        size_t cap = o->b ? o->b->cap * 2 : WR_FIRST;
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

void wr_advance(struct writer *o, size_t len)
{
    o->b->len += len;
    buf_data(o->b)[o->b->len] = 0;
}

void wr_bytes(struct writer *o, const void *data, size_t len)
{
    char *to = wr_reserve(o, len);
    if (!to)
        return;
    if (len)
        memcpy(to, data, len);
    wr_advance(o, len);
}

void wr_str(struct writer *o, const char *text)
{
    wr_bytes(o, text, strlen(text));
}

void wr_char(struct writer *o, char c)
{
    wr_bytes(o, &c, 1);
}

void wr_format(struct writer *o, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *to = n < 0 ? NULL : wr_reserve(o, (size_t)n + 1);
    if (to) {
        vsnprintf(to, (size_t)n + 1, format, again);
        wr_advance(o, (size_t)n);
    } else {
        o->failed = true;
    }
    va_end(again);
}

struct buf *wr_take(struct writer *o)
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

void wr_drop(struct writer *o)
{
    buf_put(o->b);
    o->b = NULL;
    o->failed = false;
}
