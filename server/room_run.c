/* room_run.c - lines of the language, run in slices; their steps recorded, their results told. */
#include "room.h"

#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SLICE_ACCESSES = 20000, PATIENCE_MS = 1000, PROGRESS_MS = 250 };

/* ---- what a line did ---- */

static void step_record(struct room *r, const struct session_line *l)
{
    if (r->step_count == r->step_room) {
        size_t room = r->step_room ? r->step_room * 2 : 64;
        struct room_step *grown = realloc(r->steps, room * sizeof *grown);
        if (!grown)
            return;
        r->steps = grown;
        r->step_room = room;
    }
    struct room_step *s = &r->steps[r->step_count];
    *s = (struct room_step){.first = l->seq_first,
                            .last = l->seq_last,
                            .clock_ns = mm_get(r->m, MM_F_machine_clock_ns, 0),
                            .hash = mm_hash(r->m),
                            .line = strdup(l->expanded),
                            .note = r->note,
                            .ok = l->status == SESSION_OK,
                            .big = r->live.over};
    r->note = NULL;
    enc_view_read(r->m, &s->view);
    r->step_count++;
    if (!s->big && !r->opening)
        msg_step_live(r, r->step_count);
    if (!r->opening)
        rooms_note(r->rooms, 1, s->last - s->first + 1, 0);
    room_points_add(r, true);
}

/* The first line may describe the machine; an export begins with it. */
static void machine_note(struct room *r, const struct session_line *l)
{
    const char *text = l->expanded + strspn(l->expanded, " \t");

    if (!strncmp(text, "machine", 7) && strlen(text) < sizeof r->machine_line)
        strcpy(r->machine_line, text);
}

/* A note is told with the step that follows it. */
static void note_keep(struct room *r, const struct session_line *l)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "zh", l->note_zh);
    jw_kv_text(&w, "en", l->note_en);
    jw_close(&w, '}');
    struct buf *text = jw_take(&w);
    if (!text)
        return;
    free(r->note);
    r->note = strndup(buf_data(text), text->len);
    buf_put(text);
}

static void output_tell(struct room *r, const struct session_line *l)
{
    struct jw w = jw_new(0);

    if (!l->output_bytes)
        return;
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "output");
    jw_kv_textn(&w, "line", l->text, l->text_bytes);
    jw_kv_textn(&w, "text", l->output, l->output_bytes);
    jw_kv_u64(&w, "step", r->step_count);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    room_broadcast(r, message);
    buf_put(message);
}

/* What went wrong with the scenario a room was made of: told with the room. */
static void trouble_note(struct room *r, const struct session_line *l)
{
    struct jw w = jw_new(0);

    room_problem(&w, l->problem);
    buf_put(r->trouble);
    r->trouble = jw_take(&w);
    room_log_trouble(r);
}

void room_open_run(void *ctx, const struct session_line *l)
{
    struct room *r = ctx;

    if (l->note_en)
        note_keep(r, l);
    if (l->stepped)
        step_record(r, l);
    else if (l->status == SESSION_OK && r->step_count == 0 && !r->machine_line[0])
        machine_note(r, l);
}

static void run_line(void *ctx, const struct session_line *l)
{
    struct room *r = ctx;

    room_open_run(r, l);
    room_log_line(r, l);
    output_tell(r, l);
    r->run.failed |= l->status != SESSION_OK;
    if (r->run.lesson && l->problem)
        room_lesson_trouble(r, l->problem);
    if (!r->run.job && l->problem)
        trouble_note(r, l);
    if (wr_len(&r->run.results.out) < room_results_bytes_max || l->status != SESSION_OK)
        room_result(&r->run.results, l);
    else
        r->run.cut = true;
}

/* ---- running ---- */

static void run_finish_body(struct room *r, struct jw *w)
{
    jw_kv_u64(w, "step", r->step_count);
    jw_kv_u64(w, "seq", room_head(r));
    jw_kv_hash(w, "hash",
               r->step_count ? r->steps[r->step_count - 1].hash
               : r->m        ? mm_hash(r->m)
                             : 0);
    jw_kv_bool(w, "ok", !r->run.failed);
    if (r->run.tell_token) {
        char url[64];
        snprintf(url, sizeof url, "/r/%s", r->id);
        jw_key(w, "room");
        jw_open(w, '{');
        jw_kv_text(w, "id", r->id);
        jw_kv_text(w, "url", url);
        jw_kv_text(w, "presenter_token", r->presenter_token);
        jw_close(w, '}');
        r->run.tell_token = false;
    }
    if (r->run.cut)
        jw_kv_bool(w, "results_cut", true);
    jw_close(&r->run.results, ']');
    struct buf *results = jw_take(&r->run.results);
    jw_key(w, "results");
    if (results)
        jw_raw(w, buf_data(results), results->len);
    else
        jw_null(w);
    buf_put(results);
}

/* An answer that is too long is stored without its results. */
static void key_log(struct room *r, struct buf *body)
{
    struct jw w;

    if (body->len <= STORE_KEY_BODY) {
        store_key(r->log, r->run.key, buf_data(body), body->len);
        return;
    }
    w = jw_new(0);
    jw_open(&w, '{');
    jw_kv_u64(&w, "step", r->step_count);
    jw_kv_u64(&w, "seq", room_head(r));
    jw_kv_hash(&w, "hash", r->step_count ? r->steps[r->step_count - 1].hash : r->boot_hash);
    jw_kv_bool(&w, "ok", !r->run.failed);
    jw_kv_bool(&w, "results_cut", true);
    jw_key(&w, "results");
    jw_open(&w, '[');
    jw_close(&w, ']');
    jw_close(&w, '}');
    struct buf *brief = jw_take(&w);
    if (brief)
        store_key(r->log, r->run.key, buf_data(brief), brief->len);
    buf_put(brief);
}

/* The answer, also kept under its key and, when 202 was sent, as the result of that. */
static void run_answer(struct room *r)
{
    struct job *j = r->run.job;
    struct jw w;

    if (!j) {
        jw_close(&r->run.results, ']');
        buf_put(jw_take(&r->run.results));
        return;
    }
    job_open(j, &w);
    run_finish_body(r, &w);
    jw_close(&w, '}');
    struct buf *body = jw_take(&w);
    if (r->run.key[0] && body) {
        struct room_kept *k = &r->keys[r->key_next++ % ROOM_KEYS];
        buf_put(k->body);
        memcpy(k->key, r->run.key, sizeof k->key);
        k->body = buf_get(body);
        key_log(r, body);
    }
    store_end(r->log);
    if (r->run.detached && body) {
        struct room_kept *k = &r->done[r->done_next++ % ROOM_DONE];
        buf_put(k->body);
        k->number = r->run.number;
        k->body = buf_get(body);
    }
    r->run.job = NULL;
    if (!r->run.detached) {
        room_answer(r, j, 200, body);
        return;
    }
    buf_put(body);
    job_free(j);
}

void room_run_end(struct room *r)
{
    uint64_t from = r->run.from_seq;

    if (r->run.lesson) {
        room_lesson_end(r);
        return;
    }
    r->run.active = false;
    if (r->m)
        room_points_add(r, true);
    if (r->run.to_start)
        room_move(r, 0);
    else if (r->step_count && room_head(r) != from)
        room_move(r, room_head(r));
    if (room_head(r) != from) {
        struct buf *timeline = msg_timeline(r, from);
        room_broadcast(r, timeline);
        buf_put(timeline);
    }
    room_log_end(r);
    run_answer(r);
}

static void run_progress(struct room *r, uint64_t now)
{
    struct jw w = jw_new(0);
    uint64_t done, total;
    uint32_t line = session_progress(r->session, &done, &total);

    r->run.told_ms = now;
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "progress");
    jw_kv_u64(&w, "line", line);
    jw_kv_u64(&w, "done", done);
    jw_key(&w, "total");
    if (total == 0 || total == UINT64_MAX)
        jw_null(&w);
    else
        jw_u64(&w, total);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    room_broadcast(r, message);
    buf_put(message);
}

/* Answer 202 with a place to ask. */
static void run_detach(struct room *r)
{
    struct job *j = r->run.job;
    struct jw w = jw_new(0);
    char url[96];

    r->run.detached = true;
    r->run.number = ++r->run_numbers;
    snprintf(url, sizeof url, "/api/v1/rooms/%s/jobs/%llu", r->id,
             (unsigned long long)r->run.number);
    jw_open(&w, '{');
    jw_kv_u64(&w, "job", r->run.number);
    jw_kv_text(&w, "url", url);
    jw_close(&w, '}');
    snprintf(j->req->reply.location, sizeof j->req->reply.location, "%s", url);
    job_body(j, 202, "application/json", jw_take(&w));
}

void room_run_slice(struct room *r)
{
    /* The disk is slower than the machine: let it catch up. */
    if (r->log && store_crowded(rooms_kept(r->rooms))) {
        struct timespec t = {.tv_nsec = 2000000};
        nanosleep(&t, NULL);
        return;
    }
    enum session_state state = session_advance(r->session, SLICE_ACCESSES, run_line, r);
    uint64_t now = room_now_ms();

    if (r->m)
        room_points_add(r, false);
    if (!r->run.to_start)
        room_follow_run(r);
    if (state == SESSION_DONE && r->run.lesson && room_lesson_on(r))
        return;
    if (state != SESSION_MORE) {
        room_run_end(r);
        return;
    }
    if (now - r->run.told_ms >= PROGRESS_MS && now - r->run.began_ms >= PROGRESS_MS)
        run_progress(r, now);
    if (r->run.job && r->run.job->req && !r->run.lesson && now - r->run.job->at_ms >= PATIENCE_MS)
        run_detach(r);
    if (r->step_count >= room_options(r)->max_steps)
        session_stop(r->session);
}

static void run_refuse(struct room *r, struct job *j, const struct problem *why)
{
    struct refusal p = {.status = 422,
                        .kind = "line",
                        .detail = why->en,
                        .field = why->word[0] ? why->word : NULL,
                        .limit = why->limit,
                        .line = why->line,
                        .column = why->column};

    (void)r;
    if (j)
        job_refusal(j, &p);
}

void room_run_text(struct room *r, struct job *j, const char *text, size_t len)
{
    struct problem why = {.err = MM_OK};

    room_session(r);
    if (!r->session || !session_feed(r->session, text, len, &why)) {
        if (!r->session)
            snprintf(why.en, sizeof why.en, "out of memory");
        run_refuse(r, j, &why);
        return;
    }
    r->play.on = false;
    r->run.job = j;
    r->run.active = true;
    r->run.failed = r->run.detached = r->run.to_start = r->run.cut = false;
    r->run.key[0] = 0;
    r->run.began_ms = r->run.told_ms = room_now_ms();
    r->run.from_seq = room_head(r);
    r->run.results = jw_new(0);
    jw_open(&r->run.results, '[');
    if (r->m)
        room_stand(r, r->at_seq);
}
