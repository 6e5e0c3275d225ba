#define _GNU_SOURCE 1
#include "api_int.h"

#include "room.h"
#include "sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* {} stands for one part of a path (the room's id), * for all the rest. `query` and `members` name
 * what may be given, others are refused. */
struct route {
    const char *method, *path, *summary;
    api_fn *now; /* answers at once; or NULL */
    job_fn *run; /* by the room's worker */
    enum job_need need;
    enum body_kind body;
    bool anytime, text, costly;
    const char *query; /* "step seq" */
};

// clang-format off
#define NOW(method, path, help, fn, body, text, costly, query) \
    {method, path, help, fn, NULL, NEED_NONE, body, false, text, costly, query}
#define ROOM(method, path, help, fn, need, body, anytime, text, costly, query) \
    {method, "/api/v1/rooms/{}" path, help, NULL, fn, need, body, anytime, text, costly, query}
static const struct route routes[] = {
    NOW("GET", "/healthz", "is the server alive", api_health, BODY_NONE, false, false, ""),
    NOW("GET", "/metrics", "counters as Prometheus text", api_metrics, BODY_NONE, false, false, ""),
    NOW("GET", "/api/v1/openapi.json", "this description", api_openapi, BODY_NONE, false, false, ""),
    NOW("GET", "/api/v1/schema", "commands, events, records, counters, sysctls, units", api_schema, BODY_NONE, false, false, ""),
    NOW("GET", "/api/v1/machine", "the machine of a room without a machine line, as it is booted", api_machine, BODY_NONE, false, false, ""),
    NOW("POST", "/api/v1/validate", "every problem of a scenario, nothing run", api_validate, BODY_JSON_OR_TEXT, true, false, ""),
    NOW("GET", "/api/v1/lessons", "the lessons", api_lessons, BODY_NONE, false, false, "lang"),
    NOW("GET", "/api/v1/lessons/{}", "one lesson with its scenario", api_lesson, BODY_NONE, false, false, "lang"),
    NOW("GET", "/api/v1/exercises", "the kinds of exercises and their options", api_exercises, BODY_NONE, false, false, ""),
    NOW("GET", "/api/v1/exercises/{}", "a problem from a seed, without its answers", api_exercise, BODY_NONE, false, false, "seed list"),
    NOW("POST", "/api/v1/exercises/{}/check", "which answers are right", api_exercise_check, BODY_JSON_OR_TEXT, false, false, "seed options answers solve"),
    NOW("POST", "/api/v1/traces", "store a trace, named by its SHA-256", api_trace, BODY_UPLOAD, false, true, "kind"),
    NOW("GET", "/api/v1/rooms", "the public rooms", api_rooms_get, BODY_NONE, false, false, ""),
    NOW("POST", "/api/v1/rooms", "a new room", api_rooms_post, BODY_JSON_OR_TEXT, false, true, ""),
    ROOM("GET", "", "its state and its steps", job_room, NEED_READ, BODY_NONE, true, false, false, ""),
    ROOM("DELETE", "", "end it", job_delete, NEED_PRESENTER, BODY_NONE, true, false, false, ""),
    ROOM("POST", "/commands", "run lines; stops at the first refusal", job_commands, NEED_PRESENTER, BODY_JSON_OR_TEXT, false, true, false, "lines at_step key branch"),
    ROOM("POST", "/stop", "stop the running line where it is", job_stop, NEED_PRESENTER, BODY_NONE, true, false, false, ""),
    ROOM("GET", "/jobs/*", "the result of work that was answered 202", job_result, NEED_READ, BODY_NONE, true, false, false, ""),
    ROOM("POST", "/cursor", "move what everybody following sees", job_cursor, NEED_PRESENTER, BODY_JSON_OR_TEXT, false, false, false, "step seq next previous"),
    ROOM("POST", "/branches", "a room whose history leaves this one's at a step", job_branch, NEED_PRESENTER, BODY_JSON_OR_TEXT, false, false, true, "step"),
    ROOM("GET", "/compare", "this history beside another: where they first differ, figures side by side", job_compare, NEED_READ, BODY_NONE, false, false, false, "with step seq"),
    ROOM("GET", "/snapshot", "the whole visible state", job_snapshot, NEED_READ, BODY_NONE, false, false, false, "step seq"),
    ROOM("GET", "/events", "events with their changes, NDJSON", job_events, NEED_READ, BODY_NONE, false, false, false, "from limit"),
    ROOM("GET", "/lesson", "the lesson it follows, as far as it is open", job_lesson, NEED_READ, BODY_NONE, false, false, false, ""),
    ROOM("POST", "/lesson", "a page, an answer, a slider, another lesson", job_lesson_post, NEED_PRESENTER, BODY_JSON_OR_TEXT, false, false, false, "page reveal slider lesson"),
    ROOM("GET", "/timeline", "figures over time, notable events", job_timeline, NEED_READ, BODY_NONE, false, false, false, ""),
    ROOM("GET", "/why", "the chain of causes back to the command", job_why, NEED_READ, BODY_NONE, false, false, false, "kind id step seq"),
    ROOM("GET", "/inspect", "one thing and all that is tied to it", job_inspect, NEED_READ, BODY_NONE, false, false, false, "kind id actor addr step seq"),
    ROOM("GET", "/proc/*", "a file of /proc", job_proc, NEED_READ, BODY_NONE, false, false, false, "step seq"),
    ROOM("GET", "/value", "one value of the language", job_value, NEED_READ, BODY_NONE, false, false, false, "path step seq"),
    ROOM("GET", "/values", "values over steps", job_values, NEED_READ, BODY_NONE, false, false, false, "path from to"),
    ROOM("GET", "/export", "the scenario that makes this history", job_export, NEED_READ, BODY_NONE, false, false, false, "format"),
    NOW("GET", "/ws/*", "WebSocket upgrades only", api_no_upgrade, BODY_NONE, false, false, NULL),
};
#undef NOW
#undef ROOM
// clang-format on
enum { ROUTES = sizeof routes / sizeof routes[0] };

struct route_view api_route_at(unsigned i)
{
    if (i >= ROUTES)
        return (struct route_view){.path = NULL};
    const struct route *t = &routes[i];
    return (struct route_view){t->method, t->path, t->summary, t->query, t->body, (int)t->need};
}

/* Does `path` fit? The part at {} goes to id (may be NULL), what * stands for to *rest. */
static bool route_fits(const struct route *t, const char *path, char id[ROOM_ID_MAX + 1],
                       const char **rest)
{
    const char *p = t->path;

    *rest = "";
    while (*p && *p != '*') {
        if (*p == '{') {
            size_t n = strcspn(path, "/");
            if (n == 0 || n > ROOM_ID_MAX)
                return false;
            if (id) {
                memcpy(id, path, n);
                id[n] = 0;
            }
            p += 2;
            path += n;
        } else if (*p++ != *path++) {
            return false;
        }
    }
    if (*p == '*') {
        *rest = path;
        return *path != 0;
    }
    return *path == 0;
}

static const char *allow_list(unsigned methods)
{
    static const char *const lists[] = {"OPTIONS",
                                        "GET, HEAD, OPTIONS",
                                        "POST, OPTIONS",
                                        "GET, HEAD, POST, OPTIONS",
                                        "DELETE, OPTIONS",
                                        "GET, HEAD, DELETE, OPTIONS",
                                        "POST, DELETE, OPTIONS",
                                        "GET, HEAD, POST, DELETE, OPTIONS"};
    return lists[methods & 7];
}

void api_match(void *api, const char *method, const char *path, struct route_match *match)
{
    const char *rest;
    unsigned methods = 0;

    (void)api;
    if (!strcmp(method, "HEAD"))
        method = "GET";
    for (unsigned i = 0; i < ROUTES; i++) {
        const struct route *t = &routes[i];
        if (!route_fits(t, path, NULL, &rest))
            continue;
        methods |= !strcmp(t->method, "GET") ? 1u : !strcmp(t->method, "POST") ? 2u : 4u;
        if (!strcmp(t->method, method)) {
            match->route = t;
            match->method_ok = true;
            match->body = t->body;
            match->costly = t->costly;
        } else if (!match->route) {
            match->route = t;
        }
    }
    match->allow = allow_list(methods);
}

/* ---- bodies and queries ---- */

/* "a b c" holds the word? */
static bool names_hold(const char *names, const char *word)
{
    size_t n = strlen(word);

    while (*names) {
        size_t len = strcspn(names, " ");
        if (len == n && !memcmp(names, word, n))
            return true;
        names += len + strspn(names + len, " ");
    }
    return false;
}

static void refuse_unknown(struct req *r, const char *field)
{
    struct refusal p = {.status = 400,
                        .kind = "unknown-field",
                        .field = field,
                        .detail = "this field is not known here"};
    req_problem(r, &p);
}

cJSON *body_object(struct req *r, const char *names)
{
    struct jr_error error;
    struct buf *body = wr_take(&r->body);
    cJSON *object = body ? jr_parse(buf_data(body), body->len, &error) : NULL;

    buf_put(body);
    if (!object) {
        struct refusal p = {.status = 400,
                            .kind = "json",
                            .detail = body ? error.why : "out of memory",
                            .line = body ? error.line : 0,
                            .column = body ? error.column : 0};
        req_problem(r, &p);
        return NULL;
    }
    const char *unknown = NULL;
    if (cJSON_IsObject(object))
        for (const cJSON *c = object->child; c && !unknown; c = c->next)
            if (!names_hold(names, c->string))
                unknown = c->string;
    if (!unknown && cJSON_IsObject(object))
        return object;
    if (unknown)
        refuse_unknown(r, unknown);
    else
        req_refuse(r, 400, "json", "the body must be an object");
    cJSON_Delete(object);
    return NULL;
}

struct query {
    const char *names;
    cJSON *object;
    const char *unknown;
    bool bad;
};

static int query_add(void *context, const char *name, const char *value)
{
    struct query *q = context;

    if (!names_hold(q->names, name))
        q->unknown = q->unknown ? q->unknown : name;
    else if (!value || !jr_utf8(value, strlen(value), NULL) ||
             cJSON_GetObjectItemCaseSensitive(q->object, name) ||
             !cJSON_AddStringToObject(q->object, name, value))
        q->bad = true;
    return 1;
}

/* The query as an object of strings. NULL: answered. */
static cJSON *query_object(struct req *r, const char *names)
{
    struct query q = {.names = names, .object = cJSON_CreateObject()};

    req_each_arg(r, query_add, &q);
    if (q.object && !q.unknown && !q.bad)
        return q.object;
    if (q.unknown)
        refuse_unknown(r, q.unknown);
    else
        req_refuse(r, 400, "query", "a query field is given twice, empty, or not UTF-8");
    cJSON_Delete(q.object);
    return NULL;
}

/* What is answered at once looks into its query by itself; here unknown fields are refused. Probes of /healthz and
 * /metrics may say what they like, and an exercise has options of its own. false: refused. */
static bool query_fits(struct req *r, const struct route *t)
{
    if (t->now == api_exercise || t->query == NULL || strncmp(t->path, "/api/", 5) != 0)
        return true;
    bool body = t->body == BODY_JSON_OR_TEXT; /* then the names are its members */
    cJSON *given = query_object(r, body ? "" : t->query);
    const cJSON *lang = given ? cJSON_GetObjectItemCaseSensitive(given, "lang") : NULL;
    bool fits = given != NULL;

    if (lang && strcmp(lang->valuestring, "zh-CN") != 0 && strcmp(lang->valuestring, "en") != 0) {
        struct refusal p = {
            .status = 400, .kind = "arguments", .field = "lang", .detail = "lang is zh-CN or en"};
        req_problem(r, &p);
        fits = false;
    }
    cJSON_Delete(given);
    return fits;
}

/* ---- jobs ---- */

static void refuse_post(struct job *j, enum post why, const struct options *o)
{
    struct refusal full = {.status = 429,
                           .kind = "queue",
                           .limit = o->queue,
                           .detail = "too many requests wait in this room"};

    if (why == POST_FULL)
        job_refusal(j, &full);
    else if (why == POST_STOPPING)
        job_refuse(j, 503, "stopping", "the server is stopping");
    else if (why == POST_LATER)
        job_refuse(j, 503, "opening", "the room cannot be opened at this moment; ask again");
    else
        job_refuse(j, 404, "no-room", "there is no such room");
}

static void api_job(struct api *a, struct req *r, const struct route *t, const char *id,
                    const char *rest)
{
    const char *token = req_bearer(r);
    struct job *j;

    if (r->body_is_text && !t->text) {
        req_refuse(r, 415, "media-type", "the body must be application/json");
        return;
    }
    bool has_body = t->body == BODY_JSON_OR_TEXT && !r->body_is_text;
    cJSON *args = has_body          ? body_object(r, t->query)
                  : r->body_is_text ? NULL
                                    : query_object(r, t->query);
    if (!args && r->reply.status)
        return;
    j = job_new(t->run, t->need, NULL);
    if (!j || strlen(rest) >= sizeof j->path || (token && strlen(token) >= sizeof j->token)) {
        cJSON_Delete(args);
        free(j);
        req_refuse(r, 400, "arguments", "the path or the token is too long");
        return;
    }
    j->args = args;
    j->anytime = t->anytime;
    strcpy(j->path, rest);
    strcpy(j->token, token ? token : "");
    if (r->body_is_text) {
        j->text = r->body;
        r->body = (struct writer){.max = 0};
    }
    j->req = r;
    req_wait(r);
    enum post posted = rooms_post(a->rooms, id, j);
    if (posted == POST_OK)
        return;
    refuse_post(j, posted, a->options);
    job_free(j);
}

void api_handle(void *api, struct req *r)
{
    struct api *a = api;
    const struct route *t = r->match.route;
    char id[ROOM_ID_MAX + 1] = "";
    const char *rest;

    route_fits(t, r->path, id, &rest);
    if (t->now && !query_fits(r, t))
        return;
    if (t->now)
        t->now(a, r, id, rest);
    else
        api_job(a, r, t, id, rest);
}

bool api_init(struct api *a)
{
    struct sha256 hash;
    char hex[65];

    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->upload_done, NULL);
    a->began_ms = room_now_ms();
    a->schema = schema_json(a->options);
    a->machine = machine_json();
    if (!a->schema || !a->machine)
        return false;
    sha256_init(&hash);
    sha256_add(&hash, buf_data(a->schema), a->schema->len);
    sha256_hex(&hash, hex);
    snprintf(a->schema_etag, sizeof a->schema_etag, "\"%.32s\"", hex);
    return true;
}

void api_fini(struct api *a)
{
    if (!a->began_ms)
        return;
    buf_put(a->schema);
    buf_put(a->machine);
    a->schema = a->machine = NULL;
    pthread_cond_destroy(&a->upload_done);
    pthread_mutex_destroy(&a->lock);
}
