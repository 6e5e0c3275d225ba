/* room_log.c - what is kept of a room while it runs, and answers that wait until it is. */
#include "room.h"

#include "log.h"
#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CURSOR_MS = 1000, KEPT_ROWS = 256, OUTPUT_BYTES = 65536 };

bool room_stored(const struct room *r)
{
    return r->kept || store_room_stored(r->log);
}

void room_log_new(struct room *r)
{
    struct store *s = rooms_kept(r->rooms);
    struct store_row row = {.is_public = r->is_public,
                            .parent_step = r->parent_step,
                            .at_seq = r->at_seq,
                            .made_s = (uint64_t)time(NULL),
                            .used_s = (uint64_t)time(NULL),
                            .extra = r->extra};

    if (r->log || r->kept || !s)
        return;
    strcpy(row.id, r->id);
    strcpy(row.title, r->title);
    strcpy(row.lesson, r->lesson);
    strcpy(row.parent, r->parent);
    strcpy(row.presenter, r->presenter_hash);
    strcpy(row.viewer, r->viewer_hash);
    row.at_step = room_step_of(r, r->at_seq);
    r->log_seq = r->at_seq;
    r->log = store_room_new(s, &row);
    /* Whoever made it is answered before the scenario has run. */
    if (r->jobs && r->jobs->run == job_scenario && r->jobs->text.b)
        store_begin(r->log, buf_data(r->jobs->text.b), r->jobs->slow);
}

/* ---- lines ---- */

static void line_log(struct room *r, enum store_kind kind, const char *text, size_t len)
{
    struct store_line l = {.kind = kind,
                           .model = MM_MODEL_VERSION,
                           .step = r->step_count,
                           .seq = room_head(r),
                           .text = text,
                           .text_bytes = len};
    store_line(r->log, &l);
}

static uint64_t text_hash(const char *text, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
    return h ? h : 1;
}

/* Kept values that are new or other than in the log (`write` false: they are in it already). */
static void kept_log(struct room *r, bool write)
{
    char text[SESSION_KEPT_BYTES];
    size_t len;

    if (!r->kept_hash && !(r->kept_hash = calloc(KEPT_ROWS, sizeof *r->kept_hash)))
        return;
    for (uint32_t i = 0; i < KEPT_ROWS; i++) {
        len = session_kept_row(r->session, i, text, sizeof text);
        if (!len)
            return;
        uint64_t hash = text_hash(text, len);
        if (write && r->kept_hash[i] != hash)
            line_log(r, STORE_KEPT_AS, text, len);
        r->kept_hash[i] = hash;
    }
}

void room_log_branch(struct room *b, struct room *parent)
{
    store_branch(b->log, parent->log, b->step_count, room_head(b));
    if (b->log)
        kept_log(b, true);
}

static bool begins(const char *text, const char *word)
{
    size_t n = strlen(word);

    text += strspn(text, " \t");
    return !strncmp(text, word, n) && (text[n] == ' ' || text[n] == '\t' || !text[n]);
}

static void step_log(struct room *r, const struct session_line *l)
{
    const struct room_step *s = &r->steps[r->step_count - 1];
    struct store_line line = {.kind = STORE_STEP,
                              .status = l->status,
                              .model = MM_MODEL_VERSION,
                              .step = r->step_count,
                              .seq = s->last,
                              .hash = s->hash,
                              .text = l->expanded,
                              .text_bytes = strlen(l->expanded)};

    if (l->status == SESSION_STOPPED)
        line.turns = mm_get(r->m, MM_F_machine_turns, 0);
    store_line(r->log, &line);
}

void room_log_line(struct room *r, const struct session_line *l)
{
    if (!r->log)
        return;
    if (l->stepped) {
        if (strstr(l->expanded, "until")) /* it may look at a value that a loop keeps */
            kept_log(r, true);
        step_log(r, l);
    } else if (l->status != SESSION_OK) {
        return;
    } else if (l->note_en) {
        line_log(r, STORE_NOTE, l->expanded, strlen(l->expanded));
    } else if (begins(l->expanded, "machine")) {
        line_log(r, STORE_MACHINE, l->expanded, strlen(l->expanded));
    } else if (begins(l->expanded, "let")) {
        kept_log(r, true);
    }
}

void room_log_trouble(struct room *r)
{
    if (r->log && r->trouble)
        line_log(r, STORE_TROUBLE, buf_data(r->trouble), r->trouble->len);
}

/* The value `output`, when it is another than the one in the log. */
static void output_log(struct room *r)
{
    size_t len;
    const char *text = session_output(r->session, &len);
    const uint64_t hash = text_hash(text, len);

    if (len && len <= OUTPUT_BYTES && hash != r->output_hash)
        line_log(r, STORE_OUTPUT, text, len);
    if (len)
        r->output_hash = hash;
}

void room_log_opened(struct room *r)
{
    if (r->session)
        kept_log(r, false);
}

void room_log_begin(struct room *r, const char *scenario, bool to_start)
{
    store_begin(r->log, scenario, to_start);
}

void room_log_end(struct room *r)
{
    if (!r->log)
        return;
    if (r->session) {
        kept_log(r, true);
        output_log(r);
    }
    if (!r->run.key[0])
        store_end(r->log);
    room_log_cursor(r, true);
    if (r->resetting)
        store_reset_done(r->log);
    r->resetting = false;
}

void room_log_cursor(struct room *r, bool now)
{
    uint64_t ms = room_now_ms();

    if (!r->log || r->opening || r->at_seq == r->log_seq ||
        (!now && (r->run.active || (r->play.on && ms - r->log_ms < CURSOR_MS))))
        return;
    r->log_seq = r->at_seq;
    r->log_ms = ms;
    store_cursor(r->log, r->at_seq, room_step_of(r, r->at_seq));
}

/* The room comes back at its last good step; where it broke is kept beside. */
void room_log_broken(struct room *r)
{
    const char *line = r->session ? session_now(r->session) : "";
    char text[2048];

    snprintf(text, sizeof text, "%llu\n%s\n%s", (unsigned long long)r->step_count, line,
             r->broken_why);
    free(r->replay);
    r->replay = strdup(text);
    store_broken(r->log, text);
    store_end(r->log);
}

void room_extra(struct room *r, const char *json)
{
    free(r->extra);
    r->extra = json ? strdup(json) : NULL;
    store_extra(r->log, json);
}

void room_restart(struct room *r)
{
    room_clear(r);
    r->at_seq = r->log_seq = 0;
    r->differs = (struct room_differs){.step = 0};
    r->resetting = r->log != NULL;
    store_reset(r->log);
    store_cursor(r->log, 0, 0);
}

/* ---- answers ---- */

struct answer {
    struct job *job;
    struct viewer *viewer;
    unsigned status;
    struct buf *body;
    struct store *store;
};

/* The object with "stored":false as its last member. */
static struct buf *body_unstored(struct buf *body)
{
    struct writer out = {.max = 0};

    if (!body || body->len < 3 || buf_data(body)[body->len - 1] != '}')
        return body;
    wr_bytes(&out, buf_data(body), body->len - 1);
    wr_str(&out, ",\"stored\":false}");
    buf_put(body);
    return wr_take(&out);
}

static void answer_then(void *ctx, enum store_outcome outcome)
{
    struct answer *a = ctx;
    struct store_status status = {.why = ""};
    char detail[STORE_WHY_LEN + 120];

    if (a->viewer) {
        ws_send(a->viewer, a->body);
        buf_put(a->body);
        viewer_put(a->viewer);
    } else if (outcome == STORE_FAILED) {
        store_status(a->store, &status);
        snprintf(detail, sizeof detail,
                 "it was done, but could not be stored and will not outlive the server: %s",
                 status.why);
        job_refuse(a->job, 507, "not-stored", detail);
        buf_put(a->body);
        job_free(a->job);
    } else {
        if (outcome == STORE_NOTHING && a->store)
            a->body = body_unstored(a->body);
        if (a->status == 204 && a->job->req)
            job_ok(a->job);
        else if (a->status != 204)
            job_body(a->job, a->status, "application/json", a->body);
        if (a->status == 204)
            buf_put(a->body);
        job_free(a->job);
    }
    free(a);
}

static void answer_later(struct room *r, struct answer how)
{
    struct answer *a = malloc(sizeof *a);

    how.store = r->log ? rooms_kept(r->rooms) : NULL;
    if (a) {
        *a = how;
        store_then(r->log, answer_then, a);
    } else if (how.viewer) {
        ws_send(how.viewer, how.body);
        buf_put(how.body);
        viewer_put(how.viewer);
    } else {
        job_refuse(how.job, 503, "memory", "out of memory");
        buf_put(how.body);
        job_free(how.job);
    }
}

void room_reply(struct room *r, struct job *j, unsigned status, struct buf *body)
{
    struct job *moved = job_new(j->run, j->need, j->type);

    if (!moved) {
        buf_put(body);
        return;
    }
    moved->req = j->req;
    moved->args = j->args;
    moved->viewer = j->viewer ? viewer_get(j->viewer) : NULL;
    j->req = NULL;
    j->args = NULL;
    room_answer(r, moved, status, body);
}

void room_answer(struct room *r, struct job *j, unsigned status, struct buf *body)
{
    answer_later(r, (struct answer){.job = j, .status = status, .body = body});
}

void room_tell(struct room *r, struct viewer *v, struct buf *message)
{
    answer_later(r, (struct answer){.viewer = viewer_get(v), .body = message});
}
