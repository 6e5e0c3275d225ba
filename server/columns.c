/* columns.c - records as columns of run lengths, in one pass over each kind.
 *
 * A large machine has mostly records that equal their neighbour: these are skipped. Of the others only the
 * columns are looked at whose bits differ, and a number is one more than the number before so often that its text is
 * then made from that one's.
 */
#include "encode.h"

#include <stdlib.h>
#include <string.h>

enum { COLS_MAX = 64, WORDS_MAX = 64 };

enum {
    NUMBER_ROOM = 24, /* bytes of a number up to 2^53 with a sign; copied as a whole */
    PAIR_ROOM = 2 * NUMBER_ROOM + 2,
    TEXT_ROOM = 1024 /* taken from the writer at a time */
};

/* One field on its way: the value of the run being counted, and the runs written so far. */
struct column {
    const struct mm_field_row *row;
    uint64_t value;
    uint64_t since; /* records there were when its run began */
    uint64_t bits;  /* of the word of a record that it lies in */
    bool started;   /* something was written */
    struct jw text;
    char *begin, *at, *end; /* room in it, written up to `at`; NULL: none */
    size_t last_len;        /* of the number written last; 0: none that counts */
    uint64_t last_value;
    char last[NUMBER_ROOM];
};

/* Runs of ids: first, length, first, length, ... */
struct ids {
    uint64_t first, len;
};

static size_t put_digits(char *to, uint64_t value)
{
    size_t digits = 1;

    for (uint64_t v = value; v >= 10; v /= 10)
        digits++;
    for (char *p = to + digits; p > to; value /= 10)
        *--p = (char)('0' + value % 10);
    return digits;
}

/* The value as text; its length. Afterwards c->last is that text, too. */
static size_t column_number(struct column *c, char *to, bool negative, uint64_t size)
{
    const size_t end = c->last_len - 1; /* when there is one */

    if (c->last_len && c->last[0] != '-' && c->value == c->last_value + 1 && c->last[end] != '9') {
        memcpy(to, c->last, NUMBER_ROOM);
        to[end] = ++c->last[end];
    } else {
        c->last[0] = '-';
        c->last_len = negative + put_digits(c->last + negative, size);
        memcpy(to, c->last, NUMBER_ROOM);
    }
    c->last_value = c->value;
    return c->last_len;
}

/* What stands in the room taken becomes text. */
static void column_settle(struct column *c)
{
    if (c->begin)
        wr_advance(&c->text.out, (size_t)(c->at - c->begin));
    c->begin = c->at = c->end = NULL;
}

static bool column_room(struct column *c)
{
    if (c->end - c->at >= PAIR_ROOM)
        return true;
    column_settle(c);
    c->begin = c->at = wr_reserve(&c->text.out, TEXT_ROOM);
    c->end = c->at ? c->at + TEXT_ROOM : NULL;
    return c->at != NULL;
}

/* The common case, two plain numbers, without the writer's generality. */
static bool column_flush_plain(struct column *c, uint64_t run)
{
    const bool negative = c->row->is_signed && (int64_t)c->value < 0;
    const uint64_t size = negative ? 0 - c->value : c->value;

    if (size >> 53 || run >> 53 || !column_room(c))
        return false;
    char *p = c->at;
    if (c->started && run == 1) {
        memcpy(p, ",1,", 3);
        p += 3;
    } else {
        *p = ',';
        p += c->started;
        p += put_digits(p, run);
        *p++ = ',';
    }
    c->at = p + column_number(c, p, negative, size);
    return true;
}

/* Any numbers. */
static void column_flush_jw(struct column *c, uint64_t run)
{
    column_settle(c);
    if (c->started)
        c->text.has |= UINT64_C(1) << c->text.depth;
    jw_u64(&c->text, run);
    if (c->row->is_signed)
        jw_i64(&c->text, (int64_t)c->value);
    else
        jw_u64(&c->text, c->value);
    c->last_len = 0;
}

/* The run ends when there are `seen` records. */
static void column_flush(struct column *c, uint64_t seen)
{
    const uint64_t run = seen - c->since;

    c->since = seen;
    if (!run)
        return;
    if (!column_flush_plain(c, run))
        column_flush_jw(c, run);
    c->started = true;
}

/* The value of the record after the first `seen`. */
static void column_set(struct column *c, uint64_t value, uint64_t seen)
{
    if (c->value != value) {
        column_flush(c, seen);
        c->value = value;
    }
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

/* "cols": what the columns have gathered from `seen` records. */
static void columns_close(struct jw *w, struct column *c, unsigned n, uint64_t seen)
{
    jw_key(w, "cols");
    jw_open(w, '{');
    for (unsigned i = 0; i < n; i++) {
        column_flush(&c[i], seen);
        column_settle(&c[i]);
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

/* Records as words: the words that have columns, and which, in any order. */
struct words {
    unsigned count;
    struct word {
        uint64_t mask; /* the bits of all columns in it */
        unsigned offset, columns;
        struct column *column[8];
    } at[WORDS_MAX];
};

static void words_make(struct words *words, struct column *c, unsigned n, uint32_t stride)
{
    words->count = 0;
    for (unsigned offset = 0; offset < stride; offset += 8) {
        struct word *word = &words->at[words->count];

        *word = (struct word){.offset = offset};
        for (unsigned i = 0; i < n; i++) {
            const struct mm_field_row *row = c[i].row;
            uint8_t bytes[8] = {0};

            if (row->offset / 8 != offset / 8)
                continue;
            memset(bytes + row->offset % 8, 0xff, row->bytes);
            memcpy(&c[i].bits, bytes, 8);
            word->mask |= c[i].bits;
            word->column[word->columns++] = &c[i];
        }
        words->count += word->columns > 0;
    }
}

static inline uint64_t word_of(const uint8_t *record, size_t offset)
{
    uint64_t word;

    memcpy(&word, record + offset, 8);
    return word;
}

static bool all_zero(const struct words *words, const uint8_t *record)
{
    uint64_t bits = 0;

    for (unsigned i = 0; i < words->count; i++)
        bits |= word_of(record, words->at[i].offset) & words->at[i].mask;
    return !bits;
}

/* Of records first..count, how many from the first on are the same bytes. */
static uint32_t same_bytes(const struct mm *m, enum mm_record_kind kind, const uint8_t *record,
                           uint32_t stride, uint32_t first, uint32_t count)
{
    const uint32_t most = count - first;
    uint32_t n = 0, more;

    do {
        more = word_of(record, 0) == 0 ? mm_records_alike(m, kind, first + n) : 1;
        n += more;
        record += (size_t)more * stride;
    } while (n < most && word_of(record - stride, 0) == word_of(record, 0) &&
             memcmp(record - stride, record, stride) == 0);
    return n < most ? n : most;
}

/* A record comes after the first `seen`, of which `before` was the last: the columns that differ. */
static void columns_differ(const struct words *words, const uint8_t *before, const uint8_t *record,
                           uint64_t seen)
{
    for (const struct word *word = words->at; word < words->at + words->count; word++) {
        const uint64_t differs =
            (word_of(before, word->offset) ^ word_of(record, word->offset)) & word->mask;

        for (unsigned k = 0; differs && k < word->columns; k++) {
            struct column *c = word->column[k];

            if (differs & c->bits) {
                column_flush(c, seen);
                c->value = mm_field_load(record, c->row);
            }
        }
    }
}

/* How many records the columns have then: those of a kind that is not whole only where something is set. */
static uint64_t columns_fill(struct jw *w, struct column *c, unsigned n, const struct mm *m,
                             enum mm_record_kind kind)
{
    const bool whole = mm_kind_rows[kind].whole;
    const uint32_t count = whole ? mm_record_count(m, kind) : mm_record_used(m, kind);
    uint32_t stride, same;
    const uint8_t *base = mm_records(m, kind, &stride), *before = NULL;
    struct words words;
    struct ids ids = {0, 0};
    uint64_t seen = 0;

    words_make(&words, c, n, stride);
    for (uint32_t id = 0; id < count; id += same) {
        const uint8_t *record = base + (size_t)id * stride;

        same = same_bytes(m, kind, record, stride, id, count);
        if (!whole && all_zero(&words, record))
            continue;
        if (before)
            columns_differ(&words, before, record, seen);
        for (unsigned i = 0; !before && i < n; i++)
            c[i].value = mm_field_load(record, c[i].row);
        before = record;
        seen += same;
        if (!whole)
            ids_add(w, &ids, id, same);
    }
    ids_flush(w, &ids);
    return seen;
}

/* A kind whose records are no whole number of words: single bytes (pageblock). */
static uint64_t columns_fill_small(struct column *c, unsigned n, const uint8_t *base,
                                   uint32_t stride, uint32_t count)
{
    for (uint32_t id = 0; id < count; id++)
        for (unsigned i = 0; i < n; i++)
            column_set(&c[i], mm_field_load(base + (size_t)id * stride, c[i].row), id);
    return count;
}

static void kind_records(struct jw *w, const struct mm *m, enum mm_record_kind kind)
{
    const struct mm_kind_row *k = &mm_kind_rows[kind];
    uint32_t count = mm_record_count(m, kind), stride;
    uint64_t seen;
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
        seen = columns_fill_small(c, n, base, stride, count);
    else
        seen = columns_fill(w, c, n, m, kind);
    if (!k->whole)
        jw_close(w, ']');
    columns_close(w, c, n, seen);
    jw_close(w, '}');
}

static void pte_records(struct jw *w, const struct mm *m)
{
    struct ids ids = {0, 0};
    struct column c;
    uint64_t id, value, seen = 0;
    unsigned n = columns_open(&c, MM_R_pte);

    jw_key(w, mm_kind_rows[MM_R_pte].name);
    jw_open(w, '{');
    jw_key(w, "ids");
    jw_open(w, '[');
    for (id = 0; mm_next_pte(m, &id, &value); id++) {
        ids_add(w, &ids, id, 1);
        column_set(&c, value, seen++);
    }
    ids_flush(w, &ids);
    jw_close(w, ']');
    columns_close(w, &c, n, seen);
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
