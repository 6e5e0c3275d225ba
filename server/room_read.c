/* room_read.c - jobs that only read: snapshot, events, /proc, values. */
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

    bool placed = job_u64(j, "from", &from) >= 0 && from >= 1;
    if (!placed || job_u64(j, "limit", &limit) < 0 || limit < 1 || limit > most) {
        struct refusal p = {.status = 400,
                            .kind = "range",
                            .field = placed ? "limit" : "from",
                            .limit = placed ? most : 0,
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
