#define _GNU_SOURCE 1
/* api_now.c - what is answered at once, on the HTTP thread. */
#include "api_int.h"

#include "classify.h"
#include "lesson_text.h"
#include "lessons.h"
#include "room.h"
#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void api_health(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct rooms_counts c;
    struct store_status s;
    struct jw w = jw_new(0);

    (void)id;
    (void)rest;
    rooms_count(a->rooms, &c);
    store_status(a->store, &s);
    jw_open(&w, '{');
    jw_kv_text(&w, "status", s.wanted && s.state != STORE_OK ? "degraded" : "ok");
    jw_kv_text(&w, "version", MMSCOPE_VERSION);
    jw_kv_u64(&w, "rooms", c.rooms);
    jw_kv_u64(&w, "viewers", c.viewers);
    jw_kv_u64(&w, "uptime_s", (room_now_ms() - a->began_ms) / 1000);
    jw_key(&w, "store");
    jw_open(&w, '{');
    jw_kv_text(&w, "state",
               s.state == STORE_OK        ? "ok"
               : s.state == STORE_FAILING ? "failing"
                                          : "memory");
    jw_kv_text(&w, "path", s.wanted ? s.path : NULL);
    jw_kv_text(&w, "why", *s.why ? s.why : NULL);
    jw_kv_u64(&w, "queued", s.queued);
    jw_kv_u64(&w, "lag_ms", s.lag_ms);
    jw_close(&w, '}');
    jw_close(&w, '}');
    req_json(r, 200, &w);
}

void api_metrics(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct rooms_counts c;
    struct store_status s;
    uint64_t sockets = 0, dropped = 0;
    struct writer out = {.max = 0};

    (void)id;
    (void)rest;
    rooms_count(a->rooms, &c);
    store_status(a->store, &s);
    ws_counts(a->ws, &sockets, &dropped);
    const struct {
        const char *name, *type;
        uint64_t value;
    } rows[] = {{"rooms", "gauge", c.rooms},
                {"rooms_broken", "gauge", c.broken},
                {"viewers", "gauge", c.viewers},
                {"websockets", "gauge", sockets},
                {"queue_jobs", "gauge", c.queued},
                {"steps_total", "counter", c.steps},
                {"events_total", "counter", c.events},
                {"encode_ns_total", "counter", c.encode_ns},
                {"jobs_refused_total", "counter", c.refused},
                {"messages_dropped_total", "counter", dropped},
                {"store_ok", "gauge", s.state == STORE_OK},
                {"store_queue", "gauge", s.queued},
                {"store_lag_ms", "gauge", s.lag_ms},
                {"store_commits_total", "counter", s.commits},
                {"store_commit_ns_total", "counter", s.commit_ns},
                {"store_lines_total", "counter", s.lines},
                {"store_errors_total", "counter", s.errors}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        wr_format(&out, "# TYPE mmscope_%s %s\nmmscope_%s %llu\n", rows[i].name, rows[i].type,
                  rows[i].name, (unsigned long long)rows[i].value);
    req_reply(r, 200, "text/plain; version=0.0.4; charset=utf-8", wr_take(&out));
}

void api_schema(struct api *a, struct req *r, const char *id, const char *rest)
{
    (void)id;
    (void)rest;
    req_reply(r, 200, "application/json", buf_get(a->schema));
    strcpy(r->reply.etag, a->schema_etag);
}

void api_openapi(struct api *a, struct req *r, const char *id, const char *rest)
{
    (void)a;
    (void)id;
    (void)rest;
    req_reply(r, 200, "application/json", openapi_json());
}

void api_no_upgrade(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct upgrade u = {.path = r->path,
                        .host = req_header(r, "Host"),
                        .origin = req_header(r, "Origin"),
                        .upgrade = req_header(r, "Upgrade"),
                        .connection = req_header(r, "Connection"),
                        .version = req_header(r, "Sec-WebSocket-Version"),
                        .key = req_header(r, "Sec-WebSocket-Key"),
                        .protocol = req_header(r, "Sec-WebSocket-Protocol")};

    (void)id;
    (void)rest;
    switch (upgrade_check(&u, a->options->origin)) {
    case UPGRADE_PATH: req_refuse(r, 404, "not-found", "WebSockets are at /ws/v1/rooms/ID"); break;
    case UPGRADE_ORIGIN:
        req_refuse(r, 403, "origin", "a page of another origin may not connect");
        break;
    case UPGRADE_SUBPROTOCOL:
        req_refuse(r, 400, "subprotocol", "offer the subprotocol mmscope.v1");
        break;
    case UPGRADE_BAD: req_refuse(r, 400, "upgrade", "the WebSocket upgrade is incomplete"); break;
    case UPGRADE_MISSING: req_refuse(r, 426, "upgrade", "connect with a WebSocket"); break;
    case UPGRADE_OK:
        /* Right in itself, but on a connection that already carried a request. */
        req_refuse(r, 426, "upgrade", "open a new connection for a WebSocket");
        break;
    }
}

/* ---- scenarios ---- */

struct validate {
    struct jw *w;
    unsigned count;
    uint32_t text; /* problems of a lesson's text */
    struct problem *first;
};

static void validate_each(void *ctx, const struct problem *p)
{
    struct validate *v = ctx;
    struct jw *w = v->w;

    v->count++;
    jw_open(w, '{');
    jw_kv_u64(w, "line", p->line);
    jw_kv_u64(w, "column", p->column);
    jw_kv_u64(w, "length", p->length);
    jw_kv_text(w, "word", p->word);
    jw_kv_text(w, "field", p->field);
    jw_kv_text(w, "detail", p->en);
    jw_kv_text(w, "detail_zh", p->zh);
    jw_kv_text(w, "accepted", p->accepted);
    if (p->limit)
        jw_kv_u64(w, "limit", p->limit);
    jw_close(w, '}');
    if (v->first && !v->first->line)
        *v->first = *p;
}

enum { VALIDATE_MAX = 200 };

/* Of a lesson's text; the scenario's own come before these. */
static void validate_lesson(void *ctx, const struct problem *p)
{
    struct validate *v = ctx;

    v->text++;
    if (v->count < VALIDATE_MAX)
        validate_each(v, p);
}

/* {"ok":…,"problems":[…]} of a text; *ok says which. *first (may be NULL; zeroed) becomes the first problem. */
static struct buf *validate_text(const struct api *a, const char *text, size_t len, bool *ok,
                                 struct problem *first)
{
    const struct session_host within = {.frames_max = a->options->max_frames};
    struct jw w = jw_new(0), list = jw_new(0);
    struct validate v = {.w = &list, .first = first};

    jw_open(&list, '[');
    uint32_t n = session_validate(NULL, &within, text, len, validate_each, &v, VALIDATE_MAX);
    if (lesson_is(text, len)) {
        v.count = n < VALIDATE_MAX ? n : VALIDATE_MAX;
        lesson_put(lesson_parse(text, len, validate_lesson, &v));
        n += v.text;
    }
    jw_close(&list, ']');
    struct buf *problems = jw_take(&list);
    *ok = n == 0;
    jw_open(&w, '{');
    jw_kv_bool(&w, "ok", *ok);
    jw_kv_u64(&w, "count", n);
    jw_key(&w, "problems");
    jw_raw(&w, problems ? buf_data(problems) : "[]", problems ? problems->len : 2);
    jw_close(&w, '}');
    buf_put(problems);
    return jw_take(&w);
}

void api_validate(struct api *a, struct req *r, const char *id, const char *rest)
{
    const char *text = NULL;
    bool ok;

    (void)id;
    (void)rest;
    if (r->body_is_text) {
        struct buf *body = wr_take(&r->body);
        req_reply(r, 200, "application/json",
                  body ? validate_text(a, buf_data(body), body->len, &ok, NULL) : NULL);
        buf_put(body);
        return;
    }
    cJSON *args = body_object(r, "scenario");
    if (!args)
        return;
    if (jr_text(args, "scenario", &text) == 1)
        req_reply(r, 200, "application/json", validate_text(a, text, strlen(text), &ok, NULL));
    else
        req_refuse(r, 400, "arguments", "scenario is the text to look at");
    cJSON_Delete(args);
}

void api_rooms_get(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct jw w = jw_new(0);

    (void)id;
    (void)rest;
    jw_open(&w, '{');
    jw_key(&w, "rooms");
    rooms_list(a->rooms, &w);
    jw_close(&w, '}');
    req_json(r, 200, &w);
}

/* A room that is made is told when it is stored. */
struct created {
    struct req *req;
    struct buf *body;
};

static void created_then(void *ctx, enum store_outcome outcome)
{
    struct created *c = ctx;
    struct req *r = c->req;

    if (outcome == STORE_FAILED) {
        buf_put(c->body);
        req_refuse(r, 507, "not-stored",
                   "the room was made, but could not be stored; see /healthz");
    } else {
        req_reply(r, 201, "application/json", c->body);
    }
    free(c);
    req_done(r);
}

void rooms_created(struct api *a, struct req *r, const struct room_plan *plan)
{
    struct room_made made;
    const char *why = "";
    uint64_t limit = 0;
    char url[96];
    struct jw w = jw_new(0);
    struct created *c = malloc(sizeof *c);
    unsigned status = rooms_make(a->rooms, plan, &made, &why, &limit);

    if (status) {
        struct refusal p = {.status = status, .kind = "rooms", .detail = why, .limit = limit};
        req_problem(r, &p);
        r->reply.retry_s = 60;
        free(c);
        return;
    }
    snprintf(r->reply.location, sizeof r->reply.location, "/api/v1/rooms/%s", made.id);
    snprintf(url, sizeof url, "/r/%s", made.id);
    jw_open(&w, '{');
    jw_kv_text(&w, "id", made.id);
    jw_kv_text(&w, "url", url);
    jw_kv_text(&w, "presenter_token", made.presenter_token);
    if (made.viewer_token[0])
        jw_kv_text(&w, "viewer_token", made.viewer_token);
    jw_close(&w, '}');
    if (!c) {
        wr_drop(&w.out);
        req_refuse(r, 503, "memory", "out of memory");
        return;
    }
    *c = (struct created){r, jw_take(&w)};
    req_wait(r);
    rooms_then(a->rooms, made.id, created_then, c);
}

/* The scenario that {"upload":ID,…} stands for, into `line`. false: refused. */
static bool upload_scenario(struct api *a, struct req *r, const cJSON *args, char *line,
                            size_t size, struct room_plan *plan)
{
    const char *upload = NULL, *machine = "", *said = NULL, *kind, *wrong;
    uint64_t limit = 0;

    jr_text(args, "upload", &upload);
    kind = traces_kind(a->traces, upload);
    wrong = !kind                                                                   ? "upload"
            : jr_text(args, "kind", &said) < 0 || (said && strcmp(said, kind) != 0) ? "kind"
            : jr_u64(args, "limit", &limit) < 0                                     ? "limit"
            : jr_text(args, "machine", &machine) < 0 || strlen(machine) > 400 ||
                    strpbrk(machine, "\r\n")
                ? "machine"
                : NULL;
    if (wrong) {
        struct refusal p = {.status = 422,
                            .kind = "upload",
                            .field = wrong,
                            .detail = "upload is the id that POST /api/v1/traces gave, kind what "
                                      "it was stored as; limit a number, machine the options of a "
                                      "machine line, at most 400 bytes"};
        req_problem(r, &p);
        return false;
    }
    int n = snprintf(line, size, "machine %s\ntrace %s %s as program",
                     *machine ? machine : "profile=classroom", kind, upload);
    if (limit)
        snprintf(line + n, size - (size_t)n, " limit=%llu", (unsigned long long)limit);
    plan->scenario = line;
    plan->at_start = true;
    return true;
}

bool scenario_ok(struct api *a, struct req *r, const char *text)
{
    bool ok;
    struct problem first = {.line = 0};
    struct buf *problems = validate_text(a, text, strlen(text), &ok, &first);
    struct jw w = jw_new(0);
    const struct refusal p = {.status = 422,
                              .kind = "scenario",
                              .detail = "the scenario has problems; nothing was made",
                              .field = first.field[0] ? first.field : NULL,
                              .limit = first.limit,
                              .line = first.line,
                              .column = first.column};

    if (ok) {
        buf_put(problems);
        return true;
    }
    /* A problem with the list of what is wrong as one more member. */
    refusal_write(&w, &p);
    struct buf *head = jw_take(&w);
    struct writer out = {.max = 0};
    if (head && problems) {
        const char *list = strstr(buf_data(problems), "\"problems\":");
        wr_bytes(&out, buf_data(head), head->len - 1);
        wr_char(&out, ',');
        wr_str(&out, list);
    }
    req_reply(r, 422, "application/problem+json", wr_take(&out));
    buf_put(head);
    buf_put(problems);
    return false;
}

/* What a room is asked to be. */
struct room_wish {
    struct room_plan plan;
    const char *upload, *as, *cursor;
};

/* Reads the wish. The field that is wrong, or that says nothing without another one that is not there; NULL: none. */
static const char *read_wish(const cJSON *args, struct room_wish *w)
{
    static const char *const of_upload[] = {"kind", "limit", "machine"};
    const struct {
        const char *name, **value;
    } texts[] = {{"scenario", &w->plan.scenario},
                 {"lesson", &w->plan.lesson},
                 {"upload", &w->upload},
                 {"title", &w->plan.title},
                 {"as", &w->as},
                 {"cursor", &w->cursor}};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (jr_text(args, texts[i].name, texts[i].value) < 0)
            return texts[i].name;
    if (jr_bool(args, "private", &w->plan.is_private) < 0)
        return "private";
    if (w->cursor && strcmp(w->cursor, "start") != 0 && strcmp(w->cursor, "end") != 0)
        return "cursor";
    if (w->as && (!w->plan.scenario || strcmp(w->as, "lesson") != 0))
        return "as";
    if (!w->plan.lesson && !w->as && cJSON_HasObjectItem(args, "set"))
        return "set";
    for (size_t i = 0; i < sizeof of_upload / sizeof *of_upload; i++)
        if (!w->upload && cJSON_HasObjectItem(args, of_upload[i]))
            return of_upload[i];
    return NULL;
}

void api_rooms_post(struct api *a, struct req *r, const char *id, const char *rest)
{
    static const char names[] =
        "scenario lesson set as upload kind limit machine private title cursor";
    struct room_wish w = {.upload = NULL};
    char line[640];

    (void)id;
    (void)rest;
    if (r->body_is_text) {
        req_refuse(r, 415, "media-type", "the body must be application/json");
        return;
    }
    cJSON *args = body_object(r, names);
    if (!args)
        return;
    const char *wrong = read_wish(args, &w);
    const bool from_start = !w.cursor || !strcmp(w.cursor, "start");
    if (wrong || !!w.plan.scenario + !!w.plan.lesson + !!w.upload > 1) {
        const struct refusal p = {
            .status = 400,
            .kind = "arguments",
            .field = wrong,
            .detail = "give one of scenario, lesson, upload; set goes with a lesson; kind, limit "
                      "and machine with an upload; as lesson with a scenario that is one; title is "
                      "text, private true or false, cursor start or end"};
        req_problem(r, &p);
    } else if (w.plan.lesson || w.as) {
        w.plan.at_start = from_start;
        lesson_room(a, r, args, &w.plan);
    } else if (!w.upload || upload_scenario(a, r, args, line, sizeof line, &w.plan)) {
        if (w.cursor)
            w.plan.at_start = from_start;
        if (!w.plan.scenario || scenario_ok(a, r, w.plan.scenario))
            rooms_created(a, r, &w.plan);
    }
    cJSON_Delete(args);
}
