/* room_talk.c - viewers come and go, the presenter moves the cursor, branches leave. */
#include "room.h"

#include "ws.h"

#include <string.h>

enum { POINT_BYTES = 4096 };

/* ---- coming and going ---- */

static void schema_brief(struct jw *w)
{
    jw_open(w, '{');
    jw_key(w, "events");
    jw_open(w, '{');
    for (unsigned e = 0; e < EV_COUNT; e++) {
        const char *args = mm_event_rows[e].args;
        jw_key(w, mm_event_rows[e].name);
        jw_open(w, '[');
        while (*args) {
            size_t n = strcspn(args, " ");
            jw_textn(w, args, n);
            args += n + strspn(args + n, " ");
        }
        jw_close(w, ']');
    }
    jw_close(w, '}');
    jw_key(w, "records");
    jw_open(w, '{');
    for (unsigned k = 0; k < MM_R_ALL; k++) {
        const struct mm_field_row *row;
        if (!enc_field_at((enum mm_record_kind)k, 0))
            continue;
        jw_key(w, mm_kind_rows[k].name);
        jw_open(w, '{');
        jw_kv_text(w, "section", mm_kind_rows[k].section);
        jw_kv_bool(w, "whole", mm_kind_rows[k].whole);
        jw_key(w, "fields");
        jw_open(w, '[');
        for (unsigned i = 0; (row = enc_field_at((enum mm_record_kind)k, i)) != NULL; i++)
            jw_text(w, row->name);
        jw_close(w, ']');
        jw_close(w, '}');
    }
    jw_close(w, '}');
    jw_close(w, '}');
}

static void welcome(struct room *r, struct job *j)
{
    struct jw w;

    job_open(j, &w);
    jw_kv_text(&w, "role", j->viewer->presenter ? "presenter" : "viewer");
    jw_kv_text(&w, "viewer", j->viewer->name);
    jw_key(&w, "room");
    jw_open(&w, '{');
    room_describe(r, &w, true);
    jw_close(&w, '}');
    jw_key(&w, "limits");
    jw_open(&w, '{');
    jw_kv_u64(&w, "events_max", room_options(r)->events_max);
    jw_kv_u64(&w, "window_steps", VIEWER_WINDOW);
    jw_close(&w, '}');
    jw_key(&w, "schema");
    schema_brief(&w);
    job_close(j, 200, &w);
}

/* "sections" as a mask; ENC_ALL when absent. false: refused. */
static bool sections_read(struct job *j, uint32_t *mask)
{
    const cJSON *list = j->args ? cJSON_GetObjectItemCaseSensitive(j->args, "sections") : NULL;

    *mask = ENC_ALL;
    if (!list)
        return true;
    *mask = 0;
    for (const cJSON *s = cJSON_IsArray(list) ? list->child : NULL; s; s = s->next)
        *mask |= cJSON_IsString(s) ? enc_section_bit(s->valuestring) : 0;
    if (*mask)
        return true;
    job_refuse_field(j, 400, "sections", "sections is a list of the schema's sections", "sections");
    return false;
}

static void show_all(struct room *r, struct viewer *v)
{
    uint64_t seq = v->detached ? v->at_seq : r->at_seq;

    v->window_count = 0;
    room_show(r, v, seq);
    struct buf *cursor = msg_cursor(r, seq, !v->detached);
    ws_send(v, cursor);
    buf_put(cursor);
}

/* What follows a welcome. */
static void tell_all(struct room *r, struct viewer *v)
{
    struct buf *timeline = msg_timeline(r, 0);

    ws_send(v, timeline);
    buf_put(timeline);
    show_all(r, v);
    room_lesson_hello(r, v);
    room_quiz_hello(r, v);
}

void room_welcome(struct room *r, struct viewer *v)
{
    struct job j = {.viewer = v, .type = "welcome"};

    welcome(r, &j);
    tell_all(r, v);
}

void job_hello(struct room *r, struct job *j)
{
    struct viewer *v = j->viewer;
    bool presenter = token_fits(r->presenter_hash, j->token);
    const char *voter = "";

    if (!r->is_public && !presenter && !token_fits(r->viewer_hash, j->token)) {
        job_refuse(j, 403, "token", "this room is private: its link carries a token");
        ws_end(v, NULL);
        return;
    }
    if (j->token[0] && r->is_public && !presenter)
        job_refuse(j, 403, "token", "the token is not this room's presenter token; you can watch");
    if (r->viewer_count >= room_options(r)->max_viewers) {
        struct refusal p = {.status = 429,
                            .kind = "viewers",
                            .detail = "the room is full",
                            .limit = room_options(r)->max_viewers};
        job_refusal(j, &p);
        ws_end(v, NULL);
        return;
    }
    if (viewer_gone(v)) /* it did not wait; its leave came first */
        return;
    if (v->joined || !sections_read(j, &v->sections) || !room_ready(r, j))
        return;
    if (job_text(j, "voter", &voter) < 0 || strlen(voter) >= sizeof v->voter) {
        job_refuse_field(j, 400, "arguments", "voter is a word of at most 40 letters", "voter");
        return;
    }
    strcpy(v->voter, voter);
    v->joined = true;
    v->presenter = presenter;
    v->room_prev = r->viewers.room_prev;
    v->room_next = &r->viewers;
    v->room_prev->room_next = v->room_next->room_prev = viewer_get(v);
    r->viewer_count++;
    r->people_changed = true;
    welcome(r, j);
    tell_all(r, v);
}

void job_leave(struct room *r, struct job *j)
{
    struct viewer *v = j->viewer;

    for (struct viewer *each = r->viewers.room_next; each != &r->viewers; each = each->room_next)
        if (each == v) {
            v->room_prev->room_next = v->room_next;
            v->room_next->room_prev = v->room_prev;
            r->viewer_count--;
            r->people_changed = true;
            viewer_put(v);
            return;
        }
}

/* Its queue had overflowed; it starts anew. */
void job_recovered(struct room *r, struct job *j)
{
    viewer_reopen(j->viewer);
    if (j->viewer->joined)
        show_all(r, j->viewer);
}

void job_resync(struct room *r, struct job *j)
{
    show_all(r, j->viewer);
}

void job_subscribe(struct room *r, struct job *j)
{
    if (sections_read(j, &j->viewer->sections))
        show_all(r, j->viewer);
}

void job_follow(struct room *r, struct job *j)
{
    j->viewer->detached = false;
    room_show(r, j->viewer, r->at_seq);
    struct buf *cursor = msg_cursor(r, r->at_seq, true);
    ws_send(j->viewer, cursor);
    buf_put(cursor);
}

void job_detach(struct room *r, struct job *j)
{
    (void)r;
    j->viewer->detached = true;
}

void job_point(struct room *r, struct job *j)
{
    char *text = cJSON_PrintUnformatted(j->args);
    size_t len = text ? strlen(text) : 0;

    /* Passed on as it came: it has a type already, and only select and view beside it. */
    if (len && len <= POINT_BYTES) {
        struct buf *message = buf_new(text, len);
        for (struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next)
            if (v != j->viewer && !v->detached)
                ws_send(v, message);
        buf_put(message);
    } else {
        job_refuse(j, 413, "point", "what is pointed at may be 4,096 bytes");
    }
    cJSON_free(text);
}

static void tell_role(struct room *r, struct viewer *v)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "role");
    jw_kv_text(&w, "role", v->presenter ? "presenter" : "viewer");
    if (v->presenter)
        jw_kv_text(&w, "token", r->presenter_token);
    jw_close(&w, '}');
    room_tell(r, v, jw_take(&w));
}

void job_hand_over(struct room *r, struct job *j)
{
    const char *name = NULL;
    struct viewer *to = r->viewers.room_next;

    if (job_text(j, "viewer", &name) != 1) {
        job_refuse_field(j, 400, "arguments", "viewer is the name of one, such as v12", "viewer");
        return;
    }
    while (to != &r->viewers && strcmp(to->name, name) != 0)
        to = to->room_next;
    if (to == &r->viewers) {
        job_refuse_field(j, 404, "not-found", "nobody of that name is here", "viewer");
        return;
    }
    token_new(r->presenter_token);
    token_hash(r->presenter_token, r->presenter_hash);
    store_presenter(r->log, r->presenter_hash);
    for (struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next) {
        bool was = v->presenter;
        v->presenter = v == to;
        if (v->presenter || was)
            tell_role(r, v);
    }
    r->people_changed = true;
}

/* ---- moving ---- */

/* Does this viewer move only itself? If it follows, it has to be the presenter. false: refused. */
static bool moves_self(struct room *r, struct job *j, bool *self)
{
    *self = j->viewer && j->viewer->detached;
    if (*self || !j->viewer || j->viewer->presenter)
        return room_ready(r, j);
    job_refuse(j, 403, "role", "only the presenter moves the room; detach to look around yourself");
    return false;
}

static void move(struct room *r, struct job *j, bool self, uint64_t seq)
{
    if (self) {
        room_show(r, j->viewer, seq);
        struct buf *cursor = msg_cursor(r, seq, false);
        ws_send(j->viewer, cursor);
        buf_put(cursor);
        return;
    }
    r->play.on = false;
    room_move(r, seq);
}

static uint64_t moved_from(const struct room *r, const struct job *j, bool self)
{
    return self ? j->viewer->at_seq : r->at_seq;
}

void job_seek(struct room *r, struct job *j)
{
    bool self;
    uint64_t seq;

    if (!moves_self(r, j, &self))
        return;
    seq = moved_from(r, j, self);
    if (room_position(r, j, &seq))
        move(r, j, self, seq);
}

void job_step(struct room *r, struct job *j)
{
    int64_t by = 1;
    const char *grain = "command";
    bool self;

    if (job_i64(j, "by", &by) < 0 || job_text(j, "grain", &grain) < 0 ||
        (strcmp(grain, "command") != 0 && strcmp(grain, "event") != 0)) {
        job_refuse(j, 400, "arguments", "by is a whole number, grain command or event");
        return;
    }
    if (!moves_self(r, j, &self))
        return;
    uint64_t at = moved_from(r, j, self), head = room_head(r), far;
    if (!strcmp(grain, "event")) {
        far = by < 0 ? (uint64_t)-by : (uint64_t)by;
        at = by < 0 ? at - (far < at ? far : at) : at + (far < head - at ? far : head - at);
    } else {
        uint64_t step = room_step_of(r, at);
        if (by < 0 && room_inside(r, at)) /* to the beginning of this step first */
            by++, step--;
        else if (by > 0 && room_inside(r, at))
            by--;
        far = by < 0 ? (uint64_t)-by : (uint64_t)by;
        step = by < 0 ? step - (far < step ? far : step) : step + far;
        at = room_step_end(r, step < r->step_count ? step : r->step_count);
    }
    move(r, j, self, at);
}

/* `field` had the kind. */
static void jump(struct room *r, struct job *j, bool self, const char *field, const char *kind,
                 int dir)
{
    uint64_t seq;

    if (!room_jump_known(kind)) {
        job_refuse_field(j, 400, "arguments",
                         "the kind is an event of the schema, fault_minor, fault_major or notable",
                         field);
        return;
    }
    if (!room_jump_find(r, kind, dir, moved_from(r, j, self), &seq)) {
        job_refuse(j, 404, "not-found",
                   dir > 0 ? "none of that kind comes after this place"
                           : "none of that kind comes before this place");
        return;
    }
    move(r, j, self, seq);
}

void job_jump(struct room *r, struct job *j)
{
    const char *kind = "notable";
    int64_t dir = 1;
    bool self;

    if (job_text(j, "kind", &kind) < 0 || job_i64(j, "dir", &dir) < 0 || (dir != 1 && dir != -1)) {
        job_refuse(j, 400, "arguments", "kind is an event, dir 1 or -1");
        return;
    }
    if (moves_self(r, j, &self))
        jump(r, j, self, "kind", kind, (int)dir);
}

void job_cursor(struct room *r, struct job *j)
{
    const char *kind = NULL;
    uint64_t seq = r->at_seq;
    struct jw w;

    if (!room_ready(r, j))
        return;
    if (job_text(j, "next", &kind) == 1) {
        jump(r, j, false, "next", kind, 1);
    } else if (job_text(j, "previous", &kind) == 1) {
        jump(r, j, false, "previous", kind, -1);
    } else {
        if (!room_position(r, j, &seq))
            return;
        move(r, j, false, seq);
    }
    if (!j->req)
        return; /* refused */
    room_stand(r, r->at_seq);
    job_open(j, &w);
    room_place_write(r, &w, r->at_seq);
    jw_kv_hash(&w, "hash", mm_hash(r->m));
    jw_close(&w, '}');
    room_log_cursor(r, true);
    room_reply(r, j, 200, jw_take(&w));
}

void job_play(struct room *r, struct job *j)
{
    double speed = 1;
    const char *grain = "event";
    int64_t dir = 1;

    if (job_number(j, "speed", &speed) < 0 || speed < 0.1 || speed > 1000 ||
        job_text(j, "grain", &grain) < 0 || job_i64(j, "dir", &dir) < 0 ||
        (dir != 1 && dir != -1) || (strcmp(grain, "event") != 0 && strcmp(grain, "command") != 0)) {
        job_refuse(j, 400, "arguments",
                   "speed is 0.1 to 1000, grain event or command, dir 1 or -1");
        return;
    }
    if (!room_ready(r, j))
        return;
    r->play = (struct room_play){.on = true,
                                 .speed = speed,
                                 .by_event = !strcmp(grain, "event"),
                                 .dir = (int)dir,
                                 .at_ms = room_now_ms() + 50};
    room_move(r, r->at_seq);
}

void job_pause(struct room *r, struct job *j)
{
    (void)j;
    room_play_stop(r);
}
