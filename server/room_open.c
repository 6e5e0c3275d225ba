/* room_open.c - a stored room is rebuilt by running its log, in slices, with its progress told. */
#include "room.h"

#include "log.h"
#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_LINES = 256, SLICE_MS = 20, SLICE_ACCESSES = 20000, TELL_MS = 250 };

struct room_open {
    struct store_line line[READ_LINES]; /* their texts lie in `text` */
    struct writer text;
    size_t offset[READ_LINES];
    unsigned count, next;
    uint64_t n;      /* number of the last line read */
    uint64_t steps;  /* to make */
    uint64_t at_seq; /* the cursor as it was */
    uint64_t at_step, head_seq, at_hash, head_hash;
    uint64_t begun; /* lines from this number on are not played */
    uint64_t told_ms;
    char *scenario; /* to be run again afterwards; NULL none */
    bool to_start, running, reported, ended;
};

void room_open_free(struct room *r)
{
    if (!r->opening)
        return;
    wr_drop(&r->opening->text);
    free(r->opening->scenario);
    free(r->opening);
    r->opening = NULL;
}

bool room_open_new(struct room *r, const struct store_row *row)
{
    struct room_open *o = calloc(1, sizeof *o);

    if (!o)
        return false;
    strcpy(r->title, row->title);
    strcpy(r->lesson, row->lesson);
    strcpy(r->parent, row->parent);
    r->parent_step = row->parent_step;
    r->is_public = row->is_public;
    strcpy(r->presenter_hash, row->presenter);
    strcpy(r->viewer_hash, row->viewer);
    r->presenter_token[0] = r->viewer_token[0] = 0;
    r->extra = row->extra ? strdup(row->extra) : NULL;
    r->replay = row->broken ? strdup(row->broken) : NULL;
    r->log_seq = o->at_seq = row->at_seq;
    o->steps = row->steps;
    o->at_step = row->at_step;
    o->head_seq = row->head_seq;
    o->at_hash = row->at_hash;
    o->head_hash = row->head_hash;
    o->begun = row->begun;
    o->told_ms = room_now_ms();
    r->opening = o;
    return true;
}

void room_open_progress(const struct room *r, uint64_t *done, uint64_t *total)
{
    *done = r->step_count;
    *total = r->opening ? r->opening->steps : r->step_count;
}

static void hash_write(struct jw *w, const char *key, uint64_t hash)
{
    if (hash) {
        jw_kv_hash(w, key, hash);
    } else {
        jw_key(w, key);
        jw_null(w);
    }
}

void room_open_place(const struct room *r, struct jw *w)
{
    const struct room_open *o = r->opening;

    jw_kv_u64(w, "step", o->at_step);
    jw_kv_u64(w, "seq", o->at_seq);
    jw_kv_bool(w, "inside", o->at_step > 0 && !o->at_hash);
    jw_key(w, "head");
    jw_open(w, '{');
    jw_kv_u64(w, "step", o->steps);
    jw_kv_u64(w, "seq", o->head_seq);
    jw_close(w, '}');
    hash_write(w, "hash", o->at_hash);
    hash_write(w, "head_hash", o->head_hash);
}

/* ---- reading ---- */

static void line_take(void *ctx, const struct store_line *l)
{
    struct room_open *o = ctx;

    o->offset[o->count] = wr_len(&o->text);
    o->line[o->count++] = *l;
    wr_bytes(&o->text, l->text, l->text_bytes);
    wr_char(&o->text, 0);
}

/* More lines of the log. false: it cannot be read, or memory is out. */
static bool lines_read(struct room *r)
{
    struct room_open *o = r->opening;
    char why[STORE_WHY_LEN];

    o->count = o->next = 0;
    wr_drop(&o->text);
    if (!store_lines(r->log, o->n, READ_LINES, line_take, o, why) || o->text.failed) {
        log_error("store", "room %s cannot be read beyond line %llu: %s", r->id,
                  (unsigned long long)o->n, *why ? why : "out of memory");
        o->count = 0;
        return false;
    }
    for (unsigned i = 0; i < o->count; i++)
        o->line[i].text = buf_data(o->text.b) + o->offset[i];
    if (o->count)
        o->n = o->line[o->count - 1].n;
    return true;
}

/* ---- playing ---- */

/* The log no longer gives what it gave. */
static void differs(struct room *r, const struct store_line *l, uint64_t step)
{
    if (r->differs.step)
        return;
    r->differs = (struct room_differs){.step = step, .model = MM_MODEL_VERSION, .was = l->model};
    log_warn("rooms", "%s was made by model %u; from step %llu on model %u gives something else",
             r->id, (unsigned)l->model, (unsigned long long)step, (unsigned)MM_MODEL_VERSION);
}

/* From step_count + 1 on nothing can be made again: what is left of the log is cut off with the next line. */
static void end_here(struct room *r, const struct store_line *l)
{
    struct room_open *o = r->opening;

    differs(r, l, r->step_count + 1);
    r->differs.left = o->steps > r->step_count ? o->steps - r->step_count : 0;
    store_cut(r->log, l->n - 1);
    o->ended = true;
}

static void advance(struct room *r, const struct store_line *l)
{
    struct room_open *o = r->opening;
    enum session_state state;

    if (l->kind == STORE_STEP && l->status == SESSION_STOPPED) {
        state = session_advance(r->session, 0, room_open_run, r);
        if (state == SESSION_MORE && mm_get(r->m, MM_F_machine_turns, 0) >= l->turns) {
            session_stop(r->session);
            state = session_advance(r->session, 0, room_open_run, r);
        }
    } else {
        state = session_advance(r->session, SLICE_ACCESSES, room_open_run, r);
    }
    if (r->m)
        room_points_add(r, false);
    if (state == SESSION_MORE)
        return;
    o->running = false;
    o->next++;
    if (l->kind != STORE_STEP)
        return;
    if (r->step_count != l->step)
        end_here(r, l);
    else if (r->steps[r->step_count - 1].hash != l->hash)
        differs(r, l, l->step);
}

/* Begin the next line, or end. */
static void begin(struct room *r)
{
    struct room_open *o = r->opening;
    const struct store_line *l = &o->line[o->next];
    struct problem why;

    if (l->kind == STORE_BEGIN) {
        if (l->n == o->begun) {
            o->scenario = l->text_bytes ? strdup(l->text) : NULL;
            o->to_start = l->status != 0;
            store_cut(r->log, l->n - 1);
            store_end(r->log);
            o->ended = true;
        }
        o->next++;
    } else if (l->kind == STORE_KEPT_AS) {
        session_kept_set(r->session, l->text, l->text_bytes);
        o->next++;
    } else if (l->kind == STORE_OUTPUT) {
        session_output_set(r->session, l->text, l->text_bytes);
        o->next++;
    } else if (l->kind == STORE_TROUBLE) {
        buf_put(r->trouble);
        r->trouble = buf_new(l->text, l->text_bytes);
        o->next++;
    } else if (session_feed_again(r->session, l->text, l->text_bytes, &why)) {
        o->running = true;
    } else {
        end_here(r, l);
    }
}

static void key_take(void *ctx, const char *key, const void *body, size_t len)
{
    struct room *r = ctx;
    struct room_kept *k = &r->keys[r->key_next++ % ROOM_KEYS];

    buf_put(k->body);
    snprintf(k->key, sizeof k->key, "%s", key);
    k->body = buf_new(body, len);
}

static void finish(struct room *r)
{
    struct room_open *o = r->opening;
    uint64_t head = room_head(r), steps = o->steps;
    char *scenario = o->scenario;
    bool to_start = o->to_start;

    o->scenario = NULL;
    if (r->m)
        room_points_add(r, true);
    r->at_seq = o->at_seq < head ? o->at_seq : head;
    room_open_free(r);
    room_log_opened(r);
    store_keys(r->log, key_take, r);
    log_info("rooms", "%s is open again: %llu of %llu steps", r->id,
             (unsigned long long)r->step_count, (unsigned long long)steps);
    if (r->extra)
        room_lesson_reopen(r);
    if (scenario) {
        room_log_begin(r, scenario, to_start);
        room_run_text(r, NULL, scenario, strlen(scenario));
        r->run.to_start = to_start;
        free(scenario);
    }
}

static void tell(struct room *r)
{
    uint64_t now = room_now_ms(), done, total;
    struct jw w = jw_new(0);

    if (now - r->opening->told_ms < TELL_MS)
        return;
    r->opening->told_ms = now;
    room_open_progress(r, &done, &total);
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "progress");
    jw_kv_bool(&w, "opening", true);
    jw_kv_u64(&w, "done", done);
    jw_kv_u64(&w, "total", total);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    rooms_tell_waiting(r->rooms, r, message);
    buf_put(message);
}

void room_open_slice(struct room *r)
{
    struct room_open *o = r->opening;
    uint64_t until = room_now_ms() + SLICE_MS;

    room_session(r);
    while (r->session && !o->ended && room_now_ms() < until) {
        if (o->running)
            advance(r, &o->line[o->next]);
        else if (o->next < o->count)
            begin(r);
        else if (!lines_read(r) || !o->count)
            o->ended = true;
    }
    if (o->ended || !r->session)
        finish(r);
    else
        tell(r);
}
