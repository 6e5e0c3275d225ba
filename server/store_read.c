/* store_read.c - what is stored, read by any thread through the reader's connection. */
#include "store_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void store_row_fini(struct store_row *row)
{
    free(row->extra);
    free(row->broken);
    row->extra = row->broken = NULL;
}

static void column_text(sqlite3_stmt *q, int i, char *out, size_t size)
{
    const unsigned char *text = sqlite3_column_text(q, i);

    snprintf(out, size, "%s", text ? (const char *)text : "");
}

static char *column_copy(sqlite3_stmt *q, int i)
{
    const unsigned char *text = sqlite3_column_text(q, i);

    return text ? strdup((const char *)text) : NULL;
}

static uint64_t column_u64(sqlite3_stmt *q, int i)
{
    return (uint64_t)sqlite3_column_int64(q, i);
}

/* A row of R_ROOM or R_LIST. */
static void row_read(sqlite3_stmt *q, struct store_row *r)
{
    memset(r, 0, sizeof *r);
    column_text(q, 2, r->id, sizeof r->id);
    column_text(q, 3, r->title, sizeof r->title);
    column_text(q, 4, r->lesson, sizeof r->lesson);
    column_text(q, 5, r->parent, sizeof r->parent);
    r->parent_step = column_u64(q, 6);
    r->is_public = sqlite3_column_int(q, 7) != 0;
    column_text(q, 8, r->presenter, sizeof r->presenter);
    column_text(q, 9, r->viewer, sizeof r->viewer);
    r->steps = column_u64(q, 10);
    r->head_seq = column_u64(q, 11);
    r->at_seq = column_u64(q, 12);
    r->at_step = column_u64(q, 13);
    r->made_s = column_u64(q, 14);
    r->used_s = column_u64(q, 15);
    r->extra = column_copy(q, 16);
    r->broken = column_copy(q, 17);
    r->begun = column_u64(q, 18);
}

static void read_begin(struct store *s)
{
    pthread_mutex_lock(&s->read_lock);
}

/* false: it ended by an error; why (may be NULL). */
static bool read_end(struct store *s, sqlite3_stmt *q, int err, char *why)
{
    bool ok = err == SQLITE_OK || err == SQLITE_ROW || err == SQLITE_DONE;

    if (!ok && why)
        snprintf(why, STORE_WHY_LEN, "%s", s->reader ? sqlite3_errmsg(s->reader) : "not open");
    if (q) {
        sqlite3_reset(q);
        sqlite3_clear_bindings(q);
    }
    pthread_mutex_unlock(&s->read_lock);
    return ok;
}

/* A handle of this room that has lines on their way? */
static bool room_writing(struct store *s, const char *id)
{
    pthread_mutex_lock(&s->lock);
    const struct store_room *h = s->handles;
    while (h && !(h->pending && !strcmp(h->id, id)))
        h = h->next;
    pthread_mutex_unlock(&s->lock);
    return h != NULL;
}

struct store_room *store_room_open(struct store *s, const char *id, struct store_row *row,
                                   char why[STORE_WHY_LEN])
{
    int64_t num = 0, gen = 0;
    uint64_t n = 0;

    *why = 0;
    memset(row, 0, sizeof *row);
    if (room_writing(s, id)) {
        snprintf(why, STORE_WHY_LEN, "the room is being written; ask again");
        return NULL;
    }
    read_begin(s);
    sqlite3_stmt *q = s->read[R_ROOM];
    int err = q ? store_sql_run(q, "t", id) : SQLITE_OK;
    bool there = err == SQLITE_ROW;
    if (there) {
        num = sqlite3_column_int64(q, 0);
        gen = sqlite3_column_int64(q, 1);
        n = column_u64(q, 19);
        row_read(q, row);
        row->at_hash = column_u64(q, 20);
        row->head_hash = column_u64(q, 21);
    }
    if (!read_end(s, q, err, why) || !there)
        return NULL;
    struct store_room *h = store_handle(s, id, num);
    if (!h) {
        snprintf(why, STORE_WHY_LEN, "out of memory");
        store_row_fini(row);
        return NULL;
    }
    h->gen = gen;
    h->n = n;
    h->touched_s = row->used_s;
    h->steps = row->steps;
    h->head_seq = row->head_seq;
    h->at_seq = row->at_seq;
    h->at_step = row->at_step;
    h->begun_n = row->begun;
    return h;
}

bool store_room_known(struct store *s, const char *id)
{
    read_begin(s);
    sqlite3_stmt *q = s->read[R_KNOWN];
    int err = q ? store_sql_run(q, "t", id) : SQLITE_OK;
    read_end(s, q, err, NULL);
    return err == SQLITE_ROW;
}

void store_list(struct store *s, unsigned max, void (*each)(void *ctx, const struct store_row *row),
                void *ctx)
{
    struct store_row row;

    read_begin(s);
    sqlite3_stmt *q = s->read[R_LIST];
    int err = q ? store_sql_run(q, "i", (int64_t)max) : SQLITE_OK;
    for (; err == SQLITE_ROW; err = sqlite3_step(q)) {
        row_read(q, &row);
        each(ctx, &row);
        store_row_fini(&row);
    }
    read_end(s, q, err, NULL);
}

bool store_lines(struct store_room *h, uint64_t n, unsigned max,
                 void (*each)(void *ctx, const struct store_line *line), void *ctx,
                 char why[STORE_WHY_LEN])
{
    struct store *s = h->store;

    *why = 0;
    read_begin(s);
    sqlite3_stmt *q = s->read[R_LINES];
    int err =
        q ? store_sql_run(q, "iiii", h->num, h->gen, (int64_t)n, (int64_t)max) : SQLITE_MISUSE;
    for (; err == SQLITE_ROW; err = sqlite3_step(q)) {
        const unsigned char *kind = sqlite3_column_text(q, 1), *text = sqlite3_column_text(q, 8);
        struct store_line l = {.kind = kind ? (enum store_kind)kind[0] : STORE_NOTE,
                               .n = column_u64(q, 0),
                               .status = (unsigned)sqlite3_column_int(q, 2),
                               .model = (uint32_t)sqlite3_column_int64(q, 3),
                               .step = column_u64(q, 4),
                               .seq = column_u64(q, 5),
                               .turns = column_u64(q, 6),
                               .hash = column_u64(q, 7),
                               .text = text ? (const char *)text : "",
                               .text_bytes = (size_t)sqlite3_column_bytes(q, 8)};
        each(ctx, &l);
    }
    return read_end(s, q, err, why);
}

void store_keys(struct store_room *h,
                void (*each)(void *ctx, const char *key, const void *body, size_t len), void *ctx)
{
    struct store *s = h->store;

    read_begin(s);
    sqlite3_stmt *q = s->read[R_KEYS];
    int err = q ? store_sql_run(q, "i", h->num) : SQLITE_OK;
    for (; err == SQLITE_ROW; err = sqlite3_step(q)) {
        const unsigned char *key = sqlite3_column_text(q, 0);
        const void *body = sqlite3_column_blob(q, 1);
        if (key && body)
            each(ctx, (const char *)key, body, (size_t)sqlite3_column_bytes(q, 1));
    }
    read_end(s, q, err, NULL);
}

bool store_uses(struct store *s, const char *upload)
{
    read_begin(s);
    sqlite3_stmt *q = s->read[R_USES];
    int err = q ? store_sql_run(q, "t", upload) : SQLITE_OK;
    read_end(s, q, err, NULL);
    return err == SQLITE_ROW;
}
