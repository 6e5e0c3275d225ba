/* columns.c - records as columns of run lengths, in one pass over each kind. */
#include "encode.h"

#include <stdlib.h>
#include <string.h>

enum { COLS_MAX = 64, WORDS_MAX = 64 };

/* One field on its way: the value of the run being counted, and the runs written so far. */
struct column {
    const struct mm_field_row *row;
    uint64_t value, run;
    struct jw text;
    bool started; /* something was written */
};

/* Runs of ids: first, length, first, length, ... */
struct ids {
    uint64_t first, len;
};

static char *put_digits(char *to, uint64_t value)
{
    unsigned digits = 1;

    for (uint64_t v = value; v >= 10; v /= 10)
        digits++;
    for (char *p = to + digits; p > to; value /= 10)
        *--p = (char)('0' + value % 10);
    return to + digits;
}

/* The common case, two plain numbers, without the writer's generality. */
static bool column_flush_plain(struct column *c)
{
    char *to = c->text.depth ? wr_reserve(&c->text.out, 48) : NULL;
    bool negative = c->row->is_signed && (int64_t)c->value < 0;
    uint64_t size = negative ? 0 - c->value : c->value;

    if (!to || size >> 53 || c->run >> 53)
        return false;
    char *p = to;
    if (c->started)
        *p++ = ',';
    p = put_digits(p, c->run);
    *p++ = ',';
    if (negative)
        *p++ = '-';
    p = put_digits(p, size);
    wr_advance(&c->text.out, (size_t)(p - to));
    c->text.has |= UINT64_C(1) << c->text.depth;
    return true;
}

static void column_flush(struct column *c)
{
    if (!c->run)
        return;
    if (!column_flush_plain(c)) {
        jw_u64(&c->text, c->run);
        if (c->row->is_signed)
            jw_i64(&c->text, (int64_t)c->value);
        else
            jw_u64(&c->text, c->value);
    }
    c->started = true;
    c->run = 0;
}

static void column_add(struct column *c, uint64_t value, uint64_t count)
{
    if (c->run && c->value != value)
        column_flush(c);
    c->value = value;
    c->run += count;
}

static void ids_flush(struct jw *w, struct ids *ids)
{
    if (!ids->len)
        return;
    jw_u64(w, ids->first);
    jw_u64(w, ids->len);
    ids->len = 0;
}

static void ids_add(struct jw *w, struct ids *ids, uint64_t id, uint64_t count)
{
    if (!ids->len || ids->first + ids->len != id) {
        ids_flush(w, ids);
        ids->first = id;
    }
    ids->len += count;
}

static unsigned columns_open(struct column *c, enum mm_record_kind kind)
{
    const struct mm_field_row *row;
    unsigned n = 0;

    while (n < COLS_MAX && (row = enc_field_at(kind, n)) != NULL) {
        c[n] = (struct column){.row = row, .text = jw_new((size_t)256 << 20)};
        jw_open(&c[n++].text, '[');
    }
    return n;
}

/* "cols": what the columns have gathered. */
static void columns_close(struct jw *w, struct column *c, unsigned n)
{
    jw_key(w, "cols");
    jw_open(w, '{');
    for (unsigned i = 0; i < n; i++) {
        column_flush(&c[i]);
        jw_close(&c[i].text, ']');
        struct buf *text = jw_take(&c[i].text);
        jw_key(w, c[i].row->name);
        if (text)
            jw_raw(w, buf_data(text), text->len);
        else
            w->out.failed = true;
        buf_put(text);
    }
    jw_close(w, '}');
}

/* Which bits of a record travel, word by word. */
struct mask {
    uint64_t word[WORDS_MAX];
    unsigned words;
};

static void mask_make(struct mask *m, const struct column *c, unsigned n, uint32_t stride)
{
    uint8_t bytes[WORDS_MAX * 8] = {0};

    for (unsigned i = 0; i < n; i++)
        memset(bytes + c[i].row->offset, 0xff, c[i].row->bytes);
    m->words = stride / 8;
    memcpy(m->word, bytes, sizeof m->word);
}

static bool mask_same(const struct mask *m, const uint8_t *a, const uint8_t *b)
{
    uint64_t differs = 0, x, y;

    for (unsigned i = 0; i < m->words; i++) {
        memcpy(&x, a + 8 * i, 8);
        memcpy(&y, b + 8 * i, 8);
        differs |= (x ^ y) & m->word[i];
    }
    return !differs;
}

/* Equal neighbours are counted, not looked at field by field: most records of a large machine are. */
static void columns_fill(struct jw *w, struct column *c, unsigned n, const uint8_t *base,
                         uint32_t stride, uint32_t count, bool whole)
{
    static const uint8_t zeros[WORDS_MAX * 8];
    struct mask mask;
    struct ids ids = {0, 0};

    mask_make(&mask, c, n, stride);
    for (uint32_t id = 0; id < count;) {
        const uint8_t *record = base + (size_t)id * stride;
        uint32_t end = id + 1;
        while (end < count && mask_same(&mask, record, base + (size_t)end * stride))
            end++;
        if (whole || !mask_same(&mask, record, zeros)) {
            for (unsigned i = 0; i < n; i++)
                column_add(&c[i], mm_field_load(record, c[i].row), end - id);
            if (!whole)
                ids_add(w, &ids, id, end - id);
        }
        id = end;
    }
    ids_flush(w, &ids);
}

/* A kind whose records are no whole number of words: single bytes (pageblock). */
static void columns_fill_small(struct column *c, unsigned n, const uint8_t *base, uint32_t stride,
                               uint32_t count)
{
    for (uint32_t id = 0; id < count; id++)
        for (unsigned i = 0; i < n; i++)
            column_add(&c[i], mm_field_load(base + (size_t)id * stride, c[i].row), 1);
}

static void kind_records(struct jw *w, const struct mm *m, enum mm_record_kind kind)
{
    const struct mm_kind_row *k = &mm_kind_rows[kind];
    uint32_t count = mm_record_count(m, kind), stride;
    const uint8_t *base = mm_records(m, kind, &stride);
    struct column c[COLS_MAX];
    unsigned n = columns_open(c, kind);

    jw_key(w, k->name);
    jw_open(w, '{');
    jw_kv_u64(w, "count", count);
    if (!k->whole) {
        jw_key(w, "ids");
        jw_open(w, '[');
    }
    if (stride % 8 || stride > WORDS_MAX * 8)
        columns_fill_small(c, n, base, stride, count);
    else
        columns_fill(w, c, n, base, stride, k->whole ? count : mm_record_used(m, kind), k->whole);
    if (!k->whole)
        jw_close(w, ']');
    columns_close(w, c, n);
    jw_close(w, '}');
}

static void pte_records(struct jw *w, const struct mm *m)
{
    struct ids ids = {0, 0};
    struct column c;
    uint64_t id, value;
    unsigned n = columns_open(&c, MM_R_pte);

    jw_key(w, mm_kind_rows[MM_R_pte].name);
    jw_open(w, '{');
    jw_key(w, "ids");
    jw_open(w, '[');
    for (id = 0; mm_next_pte(m, &id, &value); id++) {
        ids_add(w, &ids, id, 1);
        column_add(&c, value, 1);
    }
    ids_flush(w, &ids);
    jw_close(w, ']');
    columns_close(w, &c, n);
    jw_close(w, '}');
}

void enc_records(struct jw *w, const struct mm *m, uint32_t mask)
{
    jw_open(w, '{');
    for (unsigned k = 0; k < MM_R_COUNT; k++)
        if (mask & enc_kind_section((enum mm_record_kind)k) &&
            enc_field_at((enum mm_record_kind)k, 0))
            kind_records(w, m, (enum mm_record_kind)k);
    if (mask & enc_kind_section(MM_R_pte) && mm_record_count(m, MM_R_frame) <= ENC_TABLE_FRAMES)
        pte_records(w, m);
    jw_close(w, '}');
}
