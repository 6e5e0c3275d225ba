#define _GNU_SOURCE 1
#include "room.h"

#include "log.h"
#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROOM_PATIENCE_MS = 1000, ROOM_PEOPLE_MS = 500 };

uint64_t room_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

const struct options *room_options(const struct room *r)
{
    return rooms_options(r->rooms);
}

/* ---- the session's host ---- */

static bool session_load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                         size_t *length, char *why, size_t why_bytes)
{
    struct room *r = ctx;

    (void)kind;
    *bytes = traces_load(rooms_traces(r->rooms), name, length, why, why_bytes);
    return *bytes != NULL;
}

static void session_unload(void *ctx, const uint8_t *bytes, size_t length)
{
    union {
        const uint8_t *in;
        void *out;
    } p = {.in = bytes}; /* made by session_load */

    (void)ctx;
    (void)length;
    free(p.out);
}

static void session_made(void *ctx, struct mm *m)
{
    struct room *r = ctx;

    r->m = m;
    r->boot_hash = mm_hash(m);
    mm_observe(m, &r->live.sink);
}

void room_session(struct room *r)
{
    const struct options *o = room_options(r);
    struct session_host host = {.memory = &r->host->host,
                                .frames_max = o->max_frames,
                                .load = session_load,
                                .unload = session_unload,
                                .made = session_made,
                                .ctx = r};
    struct mm_config config;

    if (r->session)
        return;
    mm_config_default(&config);
    config.history_bytes = o->history;
    r->session = session_new(&host, rooms_store(r->rooms, r->worker), &config);
}

bool room_start(struct room *r, struct problem *why)
{
    memset(why, 0, sizeof *why);
    room_session(r);
    if (!r->session) {
        snprintf(why->en, sizeof why->en, "out of memory");
        return false;
    }
    return r->m || session_start(r->session, why);
}

/* ---- life ---- */

struct room *room_new(struct rooms *rs, const struct room_plan *plan, unsigned worker)
{
    struct room *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    r->rooms = rs;
    r->worker = worker;
    r->host = rooms_host(rs, worker);
    r->jobs_end = &r->jobs;
    r->viewers.room_prev = r->viewers.room_next = &r->viewers;
    r->is_public = !plan->is_private;
    r->kept = plan->kept;
    r->made_ms = r->used_ms = room_now_ms();
    if (plan->id)
        snprintf(r->id, sizeof r->id, "%s", plan->id);
    else
        token_room_id(r->id);
    snprintf(r->title, sizeof r->title, "%s", plan->title ? plan->title : "");
    snprintf(r->lesson, sizeof r->lesson, "%s", plan->lesson ? plan->lesson : "");
    token_new(r->presenter_token);
    token_hash(r->presenter_token, r->presenter_hash);
    if (plan->is_private) {
        token_new(r->viewer_token);
        token_hash(r->viewer_token, r->viewer_hash);
    }
    capture_init(&r->live, (size_t)rooms_options(rs)->events_max, true);
    capture_init(&r->again, (size_t)rooms_options(rs)->events_max * 2, false);
    r->log = plan->log;
    if ((plan->row && !room_open_new(r, plan->row)) || !room_lesson_make(r, plan)) {
        room_free(r);
        return NULL;
    }
    if (plan->scenario || plan->course) {
        struct job *j = job_new(plan->course ? job_lesson_begin : job_scenario, NEED_NONE, NULL);
        if (!j) {
            room_free(r);
            return NULL;
        }
        wr_str(&j->text, plan->course ? "" : plan->scenario);
        j->slow = plan->at_start;
        j->at_ms = r->made_ms;
        *r->jobs_end = j;
        r->jobs_end = &j->next;
        r->job_count++;
    }
    return r;
}

static void room_dismiss(struct room *r, const char *reason)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "bye");
    jw_kv_text(&w, "reason", reason);
    jw_close(&w, '}');
    struct buf *bye = jw_take(&w);
    while (r->viewers.room_next != &r->viewers) {
        struct viewer *v = r->viewers.room_next;
        v->room_prev->room_next = v->room_next;
        v->room_next->room_prev = v->room_prev;
        ws_end(v, bye);
        viewer_put(v);
    }
    r->viewer_count = 0;
    buf_put(bye);
}

void room_clear(struct room *r)
{
    for (struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next) {
        v->window_count = 0;
        v->at_seq = 0;
    }
    msg_forget(r);
    session_free(r->session);
    r->session = NULL;
    r->m = NULL;
    capture_fini(&r->live);
    capture_init(&r->live, (size_t)room_options(r)->events_max, true);
    capture_clear(&r->again);
    for (size_t i = 0; i < r->step_count; i++)
        free(r->steps[i].line), free(r->steps[i].note);
    free(r->steps);
    free(r->note);
    free(r->points);
    free(r->kept_hash);
    buf_put(r->trouble);
    r->steps = NULL;
    r->note = NULL;
    r->points = NULL;
    r->kept_hash = NULL;
    r->output_hash = 0;
    r->trouble = NULL;
    r->step_count = r->step_room = 0;
    r->point_count = r->point_room = 0;
    r->point_gap = 0;
    r->machine_line[0] = 0;
    r->at_seq = r->boot_hash = 0;
    r->play.on = false;
}

void room_free(struct room *r)
{
    room_dismiss(r, "closed");
    while (r->jobs) {
        struct job *j = r->jobs;
        r->jobs = j->next;
        if (j->req)
            job_refuse(j, 503, "closed", "the room was closed");
        job_free(j);
    }
    if (r->run.job)
        job_free(r->run.job);
    buf_put(jw_take(&r->run.results));
    room_clear(r);
    room_open_free(r);
    store_room_put(r->log);
    free(r->extra);
    free(r->replay);
    capture_fini(&r->live);
    capture_fini(&r->again);
    room_quiz_free(r);
    room_lesson_free(r);
    for (unsigned i = 0; i < ROOM_KEYS; i++)
        buf_put(r->keys[i].body);
    for (unsigned i = 0; i < ROOM_DONE; i++)
        buf_put(r->done[i].body);
    free(r);
}

static void room_break(struct room *r)
{
    r->panic_ready = false;
    r->broken = true;
    if (!r->opening)
        room_log_broken(r);
    /* What is stored comes back at its last good step, when it is next asked for. */
    r->closing = !r->opening && store_room_stored(r->log);
    room_open_free(r);
    r->run.active = false;
    r->play.on = false;
    if (r->run.job) {
        job_refuse(r->run.job, 500, "broken",
                   "an assertion failed in this machine; its replay file is at export?format=mm");
        job_free(r->run.job);
        r->run.job = NULL;
    }
    if (r->job) {
        job_refuse(r->job, 500, "broken",
                   "an assertion failed in this machine; its replay file is at export?format=mm");
        job_free(r->job);
        r->job = NULL;
    }
    room_dismiss(r, r->closing ? "reopened" : "broken");
}

/* May the one who asks? Answers and returns false when not. */
static bool room_may(struct room *r, struct job *j)
{
    bool presenter, reader;

    if (j->viewer) {
        presenter = j->viewer->presenter;
        reader = j->viewer->joined || j->run == job_hello;
    } else {
        presenter = token_fits(r->presenter_hash, j->token);
        reader = r->is_public || presenter || token_fits(r->viewer_hash, j->token);
    }
    if (j->need == NEED_NONE || (j->need == NEED_READ && reader) || presenter)
        return true;
    if (!j->viewer && !j->token[0])
        job_refuse(j, 401, "token",
                   j->need == NEED_READ ? "this room is private: send its token as a bearer token"
                                        : "send the presenter's token as a bearer token");
    else
        job_refuse(j, 403, "role", "only the presenter may do this");
    return false;
}

static bool room_alive(struct room *r, struct job *j)
{
    bool allowed =
        j->run == job_room || j->run == job_delete || j->run == job_export || j->run == job_leave;

    if (!r->broken || allowed)
        return true;
    job_refuse(j, 410, "broken",
               "an assertion failed in this machine; its replay file is at "
               "export?format=mm");
    return false;
}

static void room_do(struct room *r, struct job *j)
{
    r->job = j;
    r->used_ms = room_now_ms();
    store_touch(r->log);
    if (room_alive(r, j) && room_may(r, j))
        j->run(r, j);
    r->job = NULL;
    if (r->run.job != j)
        job_free(j);
}

/* Requests that wait behind a long command are told so. */
static void room_impatient(struct room *r)
{
    uint64_t now = room_now_ms();
    struct job *j;

    char detail[120] = "the room is running a long command; stop it, or ask again";

    if (r->opening) {
        uint64_t done, total;
        room_open_progress(r, &done, &total);
        snprintf(detail, sizeof detail, "the room is being rebuilt: %llu of %llu steps; ask again",
                 (unsigned long long)done, (unsigned long long)total);
    }
    while (now > ROOM_PATIENCE_MS &&
           (j = rooms_overdue(r->rooms, r, now - ROOM_PATIENCE_MS,
                              r->opening ? TAKE_OPENING : TAKE_ANYTIME)) != NULL) {
        job_refuse(j, 503, r->opening ? "opening" : "busy", detail);
        job_free(j);
    }
}

static void room_idle(struct room *r)
{
    uint64_t limit = room_options(r)->room_idle_s * 1000, now = room_now_ms();

    if (r->people_changed && now - r->people_ms >= ROOM_PEOPLE_MS) {
        struct buf *people = msg_people(r);
        room_broadcast(r, people);
        buf_put(people);
        r->people_changed = false;
        r->people_ms = now;
    }
    room_quiz_tick(r);
    room_log_cursor(r, false);
    if (limit && !r->kept && !r->opening && !r->viewer_count && now - r->used_ms > limit) {
        log_info("rooms", "%s was not used and is closed", r->id);
        r->closing = true;
    }
}

void room_turn(struct room *r)
{
    if (setjmp(r->panic_jump)) {
        room_break(r);
        return;
    }
    r->panic_ready = true;
    enum take which = r->closing      ? TAKE_ANY
                      : r->opening    ? TAKE_OPENING
                      : r->run.active ? TAKE_ANYTIME
                                      : TAKE_ANY;
    struct job *j = rooms_take(r->rooms, r, which);
    if (j) {
        if (r->closing && j->run != job_leave) {
            job_refuse(j, 503, "closed", "the room was closed");
            job_free(j);
        } else {
            room_do(r, j);
        }
    } else if (r->opening) {
        room_open_slice(r);
        if (r->opening)
            room_impatient(r);
    } else if (r->run.active) {
        room_run_slice(r);
        room_impatient(r);
    } else if (r->play.on) {
        room_play_tick(r);
    }
    room_idle(r);
    r->panic_ready = false;
}

static uint64_t room_wake(const struct room *r)
{
    const uint64_t limit = room_options(r)->room_idle_s * 1000;
    uint64_t wake = 0;

    if (r->run.active || r->opening)
        return 1;
    if (limit && !r->kept && !r->viewer_count)
        wake = r->used_ms + limit + 1;
    if (r->play.on)
        wake = r->play.at_ms;
    if (r->people_changed && (!wake || r->people_ms + ROOM_PEOPLE_MS < wake))
        wake = r->people_ms + ROOM_PEOPLE_MS;
    const uint64_t quiz = room_quiz_due(r);
    if (quiz && (!wake || quiz < wake))
        wake = quiz;
    return wake;
}

void room_card_fill(const struct room *r, struct room_card *c)
{
    memset(c, 0, sizeof *c);
    strcpy(c->title, r->title);
    strcpy(c->lesson, r->lesson);
    c->is_public = r->is_public;
    c->broken = r->broken;
    c->busy = r->run.active || r->opening;
    c->opening = r->opening != NULL;
    c->used_ms = r->used_ms;
    c->seq = r->at_seq;
    c->step = room_step_of(r, r->at_seq);
    c->head_step = r->step_count;
    c->head_seq = room_head(r);
    c->viewers = r->viewer_count;
    c->wake_ms = room_wake(r);
}
