/* room_read.c - jobs that only read: room, snapshot, events, /proc, values, export. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS_DEFAULT = 1000, VALUES_POINTS = 500, VALUES_PATHS = 16, VALUES_MS = 900 };
enum { PROC_BYTES = 1 << 20 };

bool room_ready(struct room *r, struct job *j)
{
    struct problem why;

    if (r->m || room_start(r, &why))
        return true;
    job_refuse(j, 422, "machine", why.en);
    return false;
}

/* The position asked for, with the machine standing there. */
static bool read_at(struct room *r, struct job *j, uint64_t *seq)
{
    *seq = r->at_seq;
    if (j->viewer && j->viewer->detached)
        *seq = j->viewer->at_seq;
    if (!room_ready(r, j) || !room_position(r, j, seq))
        return false;
    room_stand(r, *seq);
    return true;
}

void room_steps_write(const struct room *r, struct jw *w, uint64_t from)
{
    jw_key(w, "steps");
    jw_open(w, '[');
    for (size_t i = (size_t)from; i < r->step_count; i++) {
        const struct room_step *s = &r->steps[i];
        jw_open(w, '[');
        jw_u64(w, s->first);
        jw_u64(w, s->last);
        jw_text(w, s->line);
        jw_u64(w, s->clock_ns);
        jw_text(w, s->big ? "delta" : "step");
        if (s->note)
            jw_raw(w, s->note, strlen(s->note));
        jw_close(w, ']');
    }
    jw_close(w, ']');
}

static void describe_inputs(const struct room *r, struct jw *w)
{
    struct session_input in;

    jw_key(w, "inputs");
    jw_open(w, '[');
    for (unsigned i = 0; r->session && session_input(r->session, i, &in); i++) {
        jw_open(w, '{');
        jw_kv_text(w, "kind", in.kind);
        jw_kv_text(w, "name", in.name);
        jw_kv_u64(w, "accesses", in.accesses);
        jw_kv_u64(w, "lines", in.lines);
        jw_kv_u64(w, "malformed", in.malformed);
        jw_kv_text(w, "first_malformed", in.first_malformed);
        jw_kv_u64(w, "areas", in.areas);
        jw_kv_bool(w, "inferred", in.inferred);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void describe_config(const struct room *r, struct jw *w)
{
    jw_key(w, "config");
    if (!r->m) {
        jw_null(w);
        return;
    }
    const struct mm_config *c = mm_config_of(r->m);
    jw_open(w, '{');
    jw_kv_text(w, "profile", c->profile);
    jw_kv_u64(w, "memory_bytes", c->memory_bytes);
    jw_key(w, "kernel_bytes");
    if (c->kernel_bytes == MM_KERNEL_AUTO)
        jw_null(w);
    else
        jw_u64(w, c->kernel_bytes);
    jw_kv_u64(w, "frames", mm_record_count(r->m, MM_R_frame));
    jw_kv_u64(w, "cpus", c->cpus);
    jw_kv_u64(w, "nodes", c->nodes);
    jw_kv_u64(w, "zones", mm_record_count(r->m, MM_R_zone));
    jw_kv_u64(w, "paging_levels", c->paging_levels);
    jw_kv_bool(w, "pcid", c->pcid != 0);
    jw_kv_u64(w, "seed", c->seed);
    jw_key(w, "tlb");
    jw_open(w, '[');
    for (unsigned i = 0; i < MM_TLB_LEVELS_MAX; i++) {
        if (!c->tlb[i].ways)
            continue;
        jw_open(w, '{');
        jw_kv_u64(w, "entries", (uint64_t)c->tlb[i].sets * c->tlb[i].ways);
        jw_kv_u64(w, "sets", c->tlb[i].sets);
        jw_kv_u64(w, "ways", c->tlb[i].ways);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_key(w, "costs");
    jw_open(w, '{');
    for (unsigned i = 0; i < COST_COUNT; i++)
        jw_kv_u64(w, mm_cost_rows[i].name, c->cost_ns[i]);
    jw_close(w, '}');
    jw_close(w, '}');
}

/* The hash at a position; null inside a step while lines run. */
static void describe_hash(struct room *r, struct jw *w, const char *key, uint64_t seq)
{
    uint64_t step = room_step_of(r, seq);

    if (!room_inside(r, seq)) {
        jw_kv_hash(w, key, step ? r->steps[step - 1].hash : r->boot_hash);
        return;
    }
    jw_key(w, key);
    if (r->run.active || r->broken || r->opening) {
        jw_null(w);
        return;
    }
    room_stand(r, seq);
    jw_hash(w, mm_hash(r->m));
}

static void describe_state(struct room *r, struct jw *w)
{
    uint64_t done, total;

    jw_kv_text(w, "state",
               r->broken       ? "broken"
               : r->opening    ? "opening"
               : r->run.active ? "busy"
                               : "ready");
    if (r->broken)
        jw_kv_text(w, "broken", r->broken_why);
    if (r->opening) {
        room_open_progress(r, &done, &total);
        jw_key(w, "progress");
        jw_open(w, '{');
        jw_kv_u64(w, "done", done);
        jw_kv_u64(w, "total", total);
        jw_close(w, '}');
    }
    jw_kv_bool(w, "stored", room_stored(r));
    if (r->differs.step) {
        jw_key(w, "differs");
        jw_open(w, '{');
        jw_kv_u64(w, "step", r->differs.step);
        jw_kv_u64(w, "model", r->differs.model);
        jw_kv_u64(w, "was", r->differs.was);
        jw_kv_u64(w, "left", r->differs.left);
        jw_close(w, '}');
    }
    if (r->replay)
        jw_kv_text(w, "replay", r->replay);
}

void room_describe(struct room *r, struct jw *w, bool steps)
{
    char url[64];

    snprintf(url, sizeof url, "/r/%s", r->id);
    jw_kv_text(w, "id", r->id);
    jw_kv_text(w, "url", url);
    jw_kv_text(w, "title", r->title);
    jw_kv_bool(w, "public", r->is_public);
    jw_kv_text(w, "lesson", r->lesson[0] ? r->lesson : NULL);
    jw_key(w, "parent");
    if (r->parent[0]) {
        jw_open(w, '{');
        jw_kv_text(w, "id", r->parent);
        jw_kv_u64(w, "step", r->parent_step);
        jw_close(w, '}');
    } else {
        jw_null(w);
    }
    describe_state(r, w);
    jw_key(w, "problem");
    if (r->trouble)
        jw_raw(w, buf_data(r->trouble), r->trouble->len);
    else
        jw_null(w);
    describe_config(r, w);
    room_place_write(r, w, r->at_seq);
    describe_hash(r, w, "hash", r->at_seq);
    describe_hash(r, w, "head_hash", room_head(r));
    jw_kv_u64(w, "viewers", r->viewer_count);
    bool presenter = false;
    for (const struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next)
        presenter |= v->presenter;
    jw_kv_bool(w, "presenter", presenter);
    if (steps) {
        describe_inputs(r, w);
        room_steps_write(r, w, 0);
    }
}

void job_room(struct room *r, struct job *j)
{
    struct jw w;

    job_open(j, &w);
    room_describe(r, &w, true);
    job_close(j, 200, &w);
}

void job_delete(struct room *r, struct job *j)
{
    if (r->kept) {
        job_refuse(j, 403, "kept", "this room belongs to the installation");
        return;
    }
    r->closing = true;
    store_delete(r->log);
    room_reply(r, j, 204, NULL);
}

void job_snapshot(struct room *r, struct job *j)
{
    uint64_t seq;

    if (!read_at(r, j, &seq))
        return;
    struct buf *body = msg_snapshot(r, seq, ENC_ALL);
    if (j->req)
        snprintf(j->req->reply.etag, sizeof j->req->reply.etag, "\"%016llx-%llx\"",
                 (unsigned long long)mm_hash(r->m), (unsigned long long)room_head(r));
    job_body(j, 200, "application/json", body);
}

void job_timeline(struct room *r, struct job *j)
{
    job_body(j, 200, "application/json", msg_timeline(r, 0));
}

/* ---- events ---- */

static size_t events_line(const struct room *r, struct jw *w, const struct capture *c, size_t i,
                          size_t change)
{
    const struct mm_event *e = &c->events[i];

    jw_open(w, '{');
    jw_kv_u64(w, "seq", e->seq);
    jw_kv_u64(w, "step", room_step_of(r, e->seq));
    jw_kv_text(w, "event", mm_event_rows[e->type].name);
    jw_key(w, "cause");
    if (e->cause_distance)
        jw_u64(w, e->seq - e->cause_distance);
    else
        jw_null(w);
    jw_kv_u64(w, "cpu", e->cpu);
    jw_key(w, "args");
    enc_event_args(w, e);
    jw_key(w, "changes");
    jw_open(w, '[');
    for (; change < c->change_count && c->at[change] == i; change++) {
        const struct mm_change *ch = &c->changes[change];
        const struct mm_field_row *row = &mm_field_rows[ch->field];
        if (enc_field_index((enum mm_field_id)ch->field) < 0)
            continue;
        jw_open(w, '[');
        jw_text(w, mm_kind_rows[ch->kind].name);
        jw_u64(w, ch->id);
        jw_text(w, row->name);
        enc_value(w, row, ch->before);
        enc_value(w, row, ch->after);
        jw_close(w, ']');
    }
    jw_close(w, ']');
    jw_close(w, '}');
    return change;
}

void job_events(struct room *r, struct job *j)
{
    uint64_t from = 1, limit = EVENTS_DEFAULT, most = room_options(r)->events_max;
    struct writer out = {.max = 0};
    size_t change = 0;

    if (job_u64(j, "from", &from) < 0 || job_u64(j, "limit", &limit) < 0 || from < 1 || limit < 1 ||
        limit > most) {
        struct refusal p = {.status = 400,
                            .kind = "range",
                            .field = "limit",
                            .limit = most,
                            .detail = "from is a seq from 1, limit a number of events"};
        job_refusal(j, &p);
        return;
    }
    capture_clear(&r->again);
    if (room_ready(r, j) == false)
        return;
    uint64_t last = from + limit - 1 < room_head(r) ? from + limit - 1 : room_head(r);
    if (from <= last && mm_replay_events(r->m, from, last, &r->again.sink) != MM_OK) {
        job_refuse(j, 503, "busy", "the events cannot be read now");
        return;
    }
    for (size_t i = 0; i < r->again.event_count; i++) {
        struct jw w = jw_new(0);
        change = events_line(r, &w, &r->again, i, change);
        struct buf *line = jw_take(&w);
        if (line)
            wr_bytes(&out, buf_data(line), line->len);
        wr_char(&out, '\n');
        buf_put(line);
    }
    job_body(j, 200, "application/x-ndjson", wr_take(&out));
}

/* ---- /proc and values ---- */

static void refuse_line(struct job *j, unsigned status, const struct problem *why)
{
    struct refusal p = {.status = status,
                        .kind = "line",
                        .detail = why->en,
                        .field = why->word[0] ? why->word : NULL,
                        .column = why->column};
    job_refusal(j, &p);
}

void job_proc(struct room *r, struct job *j)
{
    struct writer out = {.max = (size_t)PROC_BYTES + 1};
    struct problem why = {.err = MM_OK};
    char line[300];
    uint64_t seq;
    size_t length = 0;

    if (!read_at(r, j, &seq))
        return;
    if (strpbrk(j->path, " \t|\"#") || strstr(j->path, "..")) {
        job_refuse(j, 404, "not-found", "there is no such file of /proc");
        return;
    }
    snprintf(line, sizeof line, "cat /proc/%s", j->path);
    char *to = wr_reserve(&out, PROC_BYTES);
    if (!to || !session_read(r->session, line, to, PROC_BYTES, &length, &why)) {
        wr_drop(&out);
        refuse_line(j, 404, &why);
        return;
    }
    wr_advance(&out, length < PROC_BYTES ? length : PROC_BYTES - 1);
    job_body(j, 200, "text/plain; charset=utf-8", wr_take(&out));
}

/* One value as JSON: a number, or text. false: *why. */
static bool value_write(struct room *r, const char *path, struct jw *w, const char **unit,
                        struct problem *why)
{
    bool is_number = false;
    int64_t value = 0;
    char text[512];

    *unit = "";
    if (!session_number(r->session, path, &is_number, &value, unit, why))
        return false;
    if (is_number) {
        jw_i64(w, value);
        return true;
    }
    if (!session_value(r->session, path, text, sizeof text, why))
        return false;
    jw_text(w, text);
    return true;
}

void job_value(struct room *r, struct job *j)
{
    struct problem why = {.err = MM_OK};
    const char *path = NULL, *unit;
    uint64_t seq;
    struct jw w;

    if (job_text(j, "path", &path) != 1) {
        job_refuse_field(j, 400, "arguments", "path names a value, such as vmstat.pgfault", "path");
        return;
    }
    if (!read_at(r, j, &seq))
        return;
    job_open(j, &w);
    jw_kv_text(&w, "path", path);
    jw_key(&w, "value");
    if (!value_write(r, path, &w, &unit, &why)) {
        wr_drop(&w.out);
        refuse_line(j, 422, &why);
        return;
    }
    jw_kv_text(&w, "unit", unit ? unit : "");
    jw_kv_u64(&w, "step", room_step_of(r, seq));
    jw_kv_u64(&w, "seq", seq);
    job_close(j, 200, &w);
}

/* "A,B" split in place, commas inside quotes, brackets or parentheses apart. */
static unsigned values_split(char *list, char *paths[VALUES_PATHS])
{
    unsigned n = 0, deep = 0;
    bool quoted = false;

    if (*list)
        paths[n++] = list;
    for (char *p = list; *p; p++) {
        quoted ^= *p == '"';
        if (!quoted && strchr("([", *p))
            deep++;
        if (!quoted && deep && strchr(")]", *p))
            deep--;
        if (*p == ',' && !quoted && !deep) {
            *p = 0;
            if (n == VALUES_PATHS)
                return VALUES_PATHS + 1;
            paths[n++] = p + 1;
        }
    }
    return n;
}

static void values_fill(struct room *r, struct job *j, char *paths[], unsigned n, uint64_t from,
                        uint64_t to)
{
    uint64_t gap = (to - from) / VALUES_POINTS + 1, began = room_now_ms(), step;
    struct jw columns[VALUES_PATHS], w;
    struct problem why = {.err = MM_OK}, none = {.err = MM_OK};
    const char *unit, *units[VALUES_PATHS] = {NULL};
    bool ok = true;

    job_open(j, &w);
    jw_kv_u64(&w, "from", from);
    jw_kv_u64(&w, "to", to);
    jw_key(&w, "steps");
    jw_open(&w, '[');
    for (unsigned i = 0; i < n; i++) {
        columns[i] = jw_new(0);
        jw_open(&columns[i], '[');
    }
    for (step = from; step <= to && room_now_ms() - began < VALUES_MS; step += gap) {
        room_stand(r, room_step_end(r, step));
        jw_u64(&w, step);
        for (unsigned i = 0; i < n; i++) {
            /* what is not there yet, or no more, has no value at this step */
            if (value_write(r, paths[i], &columns[i], &unit, &none))
                units[i] = unit ? unit : "";
            else
                jw_null(&columns[i]);
            if (!units[i])
                why = none;
        }
    }
    for (unsigned i = 0; i < n; i++)
        ok = ok && units[i];
    jw_close(&w, ']');
    jw_kv_bool(&w, "complete", step > to);
    jw_key(&w, "values");
    jw_open(&w, '{');
    for (unsigned i = 0; i < n; i++) {
        jw_close(&columns[i], ']');
        columns[i].after_key = false;
        struct buf *column = jw_take(&columns[i]);
        jw_key(&w, paths[i]);
        jw_raw(&w, column ? buf_data(column) : "null", column ? column->len : 4);
        buf_put(column);
    }
    jw_close(&w, '}');
    jw_key(&w, "units");
    jw_open(&w, '{');
    for (unsigned i = 0; ok && i < n; i++)
        jw_kv_text(&w, paths[i], units[i]);
    jw_close(&w, '}');
    if (ok) {
        job_close(j, 200, &w);
        return;
    }
    wr_drop(&w.out);
    refuse_line(j, 422, &why);
}

void job_values(struct room *r, struct job *j)
{
    const char *list = NULL;
    char copy[1024], *paths[VALUES_PATHS];
    uint64_t from = 0, to = r->step_count;

    if (job_text(j, "path", &list) != 1 || strlen(list) >= sizeof copy ||
        job_u64(j, "from", &from) < 0 || job_u64(j, "to", &to) < 0) {
        job_refuse_field(j, 400, "arguments", "path=A,B names values; from and to are steps",
                         "path");
        return;
    }
    if (!room_ready(r, j))
        return;
    strcpy(copy, list);
    unsigned n = values_split(copy, paths);
    if (n == 0 || n > VALUES_PATHS || from > to || to > r->step_count) {
        struct refusal p = {.status = 400,
                            .kind = "range",
                            .field = "to",
                            .limit = r->step_count,
                            .detail = "at most 16 paths; from and to are steps of the history"};
        job_refusal(j, &p);
        return;
    }
    values_fill(r, j, paths, n, from, to);
}
