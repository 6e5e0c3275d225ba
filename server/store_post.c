/* store_post.c - operations on rooms, posted to the writer; the handles of rooms. */
#include "store_int.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOUCH_S = 600 };

/* ---- handles ---- */

struct store_room *store_handle(struct store *s, const char *id, int64_t num)
{
    struct store_room *h = calloc(1, sizeof *h);

    if (!h)
        return NULL;
    h->store = s;
    h->refs = 1;
    snprintf(h->id, sizeof h->id, "%s", id);
    pthread_mutex_lock(&s->lock);
    h->num = num ? num : ++s->num_last;
    h->next = s->handles;
    s->handles = h;
    pthread_mutex_unlock(&s->lock);
    return h;
}

void store_room_put(struct store_room *h)
{
    struct store *s = h ? h->store : NULL;

    if (!h)
        return;
    pthread_mutex_lock(&s->lock);
    bool last = --h->refs == 0;
    if (last) {
        struct store_room **p = &s->handles;
        while (*p != h)
            p = &(*p)->next;
        *p = h->next;
    }
    pthread_mutex_unlock(&s->lock);
    if (last) {
        free(h->extra);
        free(h);
    }
}

bool store_room_stored(struct store_room *h)
{
    if (!h)
        return false;
    pthread_mutex_lock(&h->store->lock);
    bool stored = !h->dead && h->store->state == STORE_OK;
    pthread_mutex_unlock(&h->store->lock);
    return stored;
}

bool store_room_settled(struct store_room *h)
{
    if (!h)
        return true;
    pthread_mutex_lock(&h->store->lock);
    bool settled = h->pending == 0;
    pthread_mutex_unlock(&h->store->lock);
    return settled;
}

enum store_outcome store_missed(struct store_room *h)
{
    return atomic_exchange(&h->told, true) ? STORE_NOTHING : STORE_FAILED;
}

/* ---- posting ---- */

/* An operation with room for `len` bytes and a zero behind them. */
static struct op *op_new(enum op_kind kind, const void *text, size_t len)
{
    struct op *op = calloc(1, sizeof *op + len + 1);

    if (!op)
        return NULL;
    op->kind = kind;
    op->len = len;
    op->absent = !text;
    op->bytes = sizeof *op + len;
    if (text)
        memcpy(op->text, text, len);
    return op;
}

static void op_drop(struct op *op)
{
    if (op && op->row) {
        store_row_fini(op->row);
        free(op->row);
    }
    free(op);
}

/* The operation (NULL: memory was out) joins the queue. A room of which one is missing is stored no further. */
static bool post(struct store_room *h, struct store_room *other, struct op *op)
{
    struct store *s = h->store;

    pthread_mutex_lock(&s->lock);
    bool take =
        op && !h->dead && !(other && other->dead) && s->state != STORE_MEMORY && !s->closing;
    if (!take) {
        h->dead = true;
    } else {
        op->room = h;
        op->other = other;
        h->refs++;
        h->pending++;
        if (other)
            other->refs++;
        op->at_ms = store_now_ms();
        *s->tail = op;
        s->tail = &op->next;
        s->queued++;
        s->queued_bytes += op->bytes;
        pthread_cond_signal(&s->wake);
    }
    pthread_mutex_unlock(&s->lock);
    if (!take && op && op->kind != OP_THEN)
        op_drop(op);
    return take;
}

static char *text_copy(const char *text)
{
    return text ? strdup(text) : NULL;
}

struct store_room *store_room_new(struct store *s, const struct store_row *row)
{
    pthread_mutex_lock(&s->lock);
    bool memory = s->state == STORE_MEMORY, failing = s->state == STORE_FAILING;
    pthread_mutex_unlock(&s->lock);
    if (memory)
        return NULL;
    struct store_room *h = store_handle(s, row->id, 0);
    if (h)
        atomic_store(&h->told, failing); /* who makes it then is not refused for that */
    struct op *op = h ? op_new(OP_NEW, NULL, 0) : NULL;
    if (op && (op->row = malloc(sizeof *row)) != NULL) {
        *op->row = *row;
        op->row->extra = text_copy(row->extra);
        op->row->broken = NULL;
    }
    if (!op || !op->row) {
        free(op);
        store_room_put(h);
        return NULL;
    }
    h->touched_s = store_now_s();
    post(h, NULL, op);
    return h;
}

/* A word of 64 hexadecimal digits in a line names an upload. */
static const char *upload_in(const char *text, size_t len)
{
    size_t run = 0;

    for (size_t i = 0; i <= len; i++) {
        bool digit =
            i < len && isxdigit((unsigned char)text[i]) && !isupper((unsigned char)text[i]);
        if (!digit && run == STORE_HASH_LEN)
            return text + i - STORE_HASH_LEN;
        run = digit ? run + 1 : 0;
    }
    return NULL;
}

void store_line(struct store_room *h, const struct store_line *line)
{
    if (!h)
        return;
    if (line->kind == STORE_OUTPUT && h->output_last)
        store_cut(h, h->n - 1);
    h->output_last = line->kind == STORE_OUTPUT;
    struct op *op = op_new(OP_LINE, line->text, line->text_bytes);
    if (op) {
        const char *upload = upload_in(op->text, op->len);
        op->line = *line;
        op->line.text = op->text;
        op->line.n = ++h->n;
        op->gen = h->gen;
        if (upload)
            op->a = (uint64_t)(upload - op->text) + 1;
    }
    post(h, NULL, op);
}

static void post_begun(struct store_room *h, uint64_t n)
{
    struct op *op = op_new(OP_BEGUN, NULL, 0);

    if (op)
        op->a = n;
    post(h, NULL, op);
}

void store_begin(struct store_room *h, const char *scenario, bool to_start)
{
    if (!h)
        return;
    const char *text = scenario ? scenario : "";
    struct store_line l = {
        .kind = STORE_BEGIN, .status = to_start, .text = text, .text_bytes = strlen(text)};
    store_line(h, &l);
    post_begun(h, h->n);
    h->begun = true;
}

void store_end(struct store_room *h)
{
    if (!h || !h->begun)
        return;
    h->begun = false;
    post_begun(h, 0);
}

void store_cut(struct store_room *h, uint64_t n)
{
    if (!h)
        return;
    struct op *op = op_new(OP_CUT, NULL, 0);
    if (op) {
        op->gen = h->gen;
        op->a = n;
    }
    h->n = n;
    h->output_last = false;
    post(h, NULL, op);
}

void store_reset(struct store_room *h)
{
    if (!h)
        return;
    struct op *op = op_new(OP_RESET, NULL, 0);
    h->gen++;
    h->n = 0;
    h->output_last = false;
    if (op)
        op->gen = h->gen;
    post(h, NULL, op);
}

void store_reset_done(struct store_room *h)
{
    if (!h)
        return;
    struct op *op = op_new(OP_RESET_DONE, NULL, 0);
    if (op)
        op->gen = h->gen;
    post(h, NULL, op);
}

void store_branch(struct store_room *h, struct store_room *parent, uint64_t step, uint64_t seq)
{
    if (!h)
        return;
    struct op *op = parent ? op_new(OP_BRANCH, NULL, 0) : NULL;
    if (op) {
        op->gen = parent->gen;
        op->a = step;
        op->b = seq;
    }
    h->n = parent ? parent->n : 0; /* its lines have numbers up to this */
    post(h, parent, op);
}

void store_cursor(struct store_room *h, uint64_t seq, uint64_t step)
{
    struct op *op = h ? op_new(OP_CURSOR, NULL, 0) : NULL;

    if (op) {
        op->a = seq;
        op->b = step;
    }
    if (h)
        post(h, NULL, op);
}

static void post_text(struct store_room *h, enum op_kind kind, const char *text)
{
    if (h)
        post(h, NULL, op_new(kind, text, text ? strlen(text) : 0));
}

void store_presenter(struct store_room *h, const char *hash)
{
    post_text(h, OP_PRESENTER, hash);
}

void store_extra(struct store_room *h, const char *json)
{
    post_text(h, OP_EXTRA, json);
}

void store_broken(struct store_room *h, const char *text)
{
    post_text(h, OP_BROKEN, text);
}

void store_key(struct store_room *h, const char *key, const void *body, size_t len)
{
    struct op *op = h ? op_new(OP_KEY, body, len) : NULL;

    if (op) {
        snprintf(op->key, sizeof op->key, "%s", key);
        op->b = h->begun; /* the lines and their answer in one */
    }
    if (h) {
        h->begun = false;
        post(h, NULL, op);
    }
}

void store_touch(struct store_room *h)
{
    uint64_t now = store_now_s();

    if (!h || now - h->touched_s < TOUCH_S)
        return;
    h->touched_s = now;
    post_text(h, OP_TOUCH, NULL);
}

void store_delete(struct store_room *h)
{
    post_text(h, OP_DELETE, NULL);
}

void store_then(struct store_room *h, store_then_fn *then, void *ctx)
{
    struct op *op;

    if (!h) {
        then(ctx, STORE_NOTHING);
        return;
    }
    op = op_new(OP_THEN, NULL, 0);
    if (op) {
        op->then = then;
        op->ctx = ctx;
    }
    if (post(h, NULL, op))
        return;
    then(ctx, store_missed(h));
    free(op);
}
