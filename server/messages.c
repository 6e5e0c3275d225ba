/* messages.c - what a viewer may send: one table, one job a row. */
#include "api.h"

#include "room.h"
#include "ws.h"

#include <string.h>

struct message {
    const char *type;
    job_fn *run;
    enum job_need need;
    bool anytime;
    const char *answer;    /* type of the answering message */
    const char *names[12]; /* members, type and re apart */
};

static const struct message messages[] = {
    {"hello", job_hello, NEED_NONE, false, "welcome", {"token", "last_seq", "sections", "voter"}},
    {"command",
     job_commands,
     NEED_PRESENTER,
     false,
     "result",
     {"lines", "at_step", "key", "branch"}},
    {"stop", job_stop, NEED_PRESENTER, true, NULL, {NULL}},
    {"play", job_play, NEED_PRESENTER, false, NULL, {"speed", "grain", "dir"}},
    {"pause", job_pause, NEED_PRESENTER, true, NULL, {NULL}},
    {"step", job_step, NEED_READ, false, NULL, {"by", "grain"}},
    {"seek", job_seek, NEED_READ, false, NULL, {"step", "seq"}},
    {"jump", job_jump, NEED_READ, false, NULL, {"kind", "dir"}},
    {"point", job_point, NEED_PRESENTER, true, NULL, {"select", "view"}},
    {"hand_over", job_hand_over, NEED_PRESENTER, true, NULL, {"viewer"}},
    {"inspect",
     job_inspect,
     NEED_READ,
     false,
     "inspect",
     {"kind", "id", "actor", "addr", "step", "seq"}},
    {"lesson", job_lesson_go, NEED_PRESENTER, false, NULL, {"id"}},
    {"page", job_page, NEED_PRESENTER, false, NULL, {"n"}},
    {"ask", job_ask, NEED_PRESENTER, false, NULL, {"question", "zh", "en", "choices"}},
    {"reveal", job_reveal, NEED_PRESENTER, false, NULL, {"question"}},
    {"slider", job_slider, NEED_PRESENTER, false, NULL, {"name", "value"}},
    {"answer", job_answer, NEED_READ, false, "answer", {"question", "choice"}},
    {"why", job_why, NEED_READ, false, "why", {"kind", "id", "step", "seq"}},
    {"subscribe", job_subscribe, NEED_READ, false, NULL, {"sections"}},
    {"follow", job_follow, NEED_READ, false, NULL, {NULL}},
    {"detach", job_detach, NEED_READ, false, NULL, {NULL}},
    {"resync", job_resync, NEED_READ, false, NULL, {NULL}},
};

static void message_refuse(struct viewer *v, const cJSON *args, unsigned status, const char *kind,
                           const char *detail, const char *field)
{
    struct job j = {.viewer = v};
    union {
        const cJSON *in;
        cJSON *out;
    } a = {.in = args}; /* only read */

    j.args = a.out;
    job_refuse_field(&j, status, kind, detail, field);
}

static void message_bye(struct viewer *v, const char *reason)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "bye");
    jw_kv_text(&w, "reason", reason);
    jw_close(&w, '}');
    struct buf *bye = jw_take(&w);
    ws_end(v, bye);
    buf_put(bye);
}

static void message_pong(struct viewer *v, cJSON *args)
{
    struct job j = {.viewer = v, .args = args, .type = "pong"};
    struct jw w;

    job_open(&j, &w);
    job_close(&j, 200, &w);
}

static const struct message *message_find(const char *type)
{
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++)
        if (!strcmp(messages[i].type, type))
            return &messages[i];
    return NULL;
}

static const char *message_unknown(const struct message *m, const cJSON *args)
{
    for (const cJSON *c = args->child; c; c = c->next) {
        bool known = !strcmp(c->string, "type") || !strcmp(c->string, "re");
        for (unsigned i = 0; i < 12 && m->names[i] && !known; i++)
            known = !strcmp(m->names[i], c->string);
        if (!known)
            return c->string;
    }
    return NULL;
}

/* Hand the message to the room. false: the connection ends. */
static bool message_post(struct api *a, struct viewer *v, const struct message *m, cJSON *args)
{
    const char *token = "";
    struct job *j = job_new(m->run, m->need, m->answer);

    if (!j || jr_text(args, "token", &token) < 0 || strlen(token) >= sizeof j->token) {
        message_refuse(v, args, 400, "arguments", "a token is a word of 32 letters", "token");
        cJSON_Delete(args);
        if (j)
            job_free(j);
        return true;
    }
    strcpy(j->token, token);
    j->viewer = viewer_get(v);
    j->args = args;
    j->anytime = m->anytime;
    enum post posted = rooms_post(a->rooms, v->room_id, j);
    if (posted == POST_OK)
        return true;
    if (posted == POST_FULL) {
        struct refusal p = {.status = 429,
                            .kind = "queue",
                            .limit = a->options->queue,
                            .detail = "too many requests wait in this room"};
        job_refusal(j, &p);
    } else if (posted == POST_LATER) {
        job_refuse(j, 503, "opening", "the room cannot be opened at this moment; ask again");
        message_bye(v, "later");
    } else {
        job_refuse(j, 404, "no-room", "there is no such room");
        message_bye(v, posted == POST_STOPPING ? "shutdown" : "closed");
    }
    job_free(j);
    return posted == POST_FULL;
}

bool api_message(void *api, struct viewer *v, const char *text, size_t len)
{
    struct jr_error error;
    const char *type = NULL;
    cJSON *args = jr_parse(text, len, &error);

    if (!args || !cJSON_IsObject(args) || jr_text(args, "type", &type) != 1) {
        struct refusal p = {.status = 400,
                            .kind = "json",
                            .detail = args ? "a message is an object with a type" : error.why,
                            .line = args ? 0 : error.line,
                            .column = args ? 0 : error.column};
        struct job j = {.viewer = v};
        job_refusal(&j, &p);
        cJSON_Delete(args);
        if (!v->greeted)
            message_bye(v, "protocol");
        return v->greeted;
    }
    const struct message *m = message_find(type);
    const char *unknown = m ? message_unknown(m, args) : NULL;
    bool hello = m && m->run == job_hello;
    if (v->greeted && !strcmp(type, "ping")) {
        message_pong(v, args);
    } else if (!m) {
        message_refuse(v, args, 400, "unknown-type", "there is no message of this type", "type");
    } else if (hello == v->greeted) {
        message_refuse(v, args, 400, "order", "hello is the first message, and sent once", "type");
    } else if (unknown) {
        message_refuse(v, args, 400, "unknown-field", "this field is not known here", unknown);
    } else {
        return message_post(api, v, m, args);
    }
    cJSON_Delete(args);
    if (!v->greeted)
        message_bye(v, "protocol");
    return v->greeted;
}

static void viewer_note(struct api *a, struct viewer *v, job_fn *run)
{
    struct job *j = job_new(run, NEED_NONE, NULL);

    if (!j)
        return;
    j->viewer = viewer_get(v);
    j->urgent = true;
    j->anytime = run == job_leave;
    if (rooms_post(a->rooms, v->room_id, j) != POST_OK)
        job_free(j);
}

void api_closed(void *api, struct viewer *v)
{
    if (v->greeted)
        viewer_note(api, v, job_leave);
}

void api_recovered(void *api, struct viewer *v)
{
    viewer_note(api, v, job_recovered);
}
