#define _GNU_SOURCE 1
#include "job.h"

#include "ws.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct job *job_new(job_fn *run, enum job_need need, const char *type)
{
    struct job *j = calloc(1, sizeof *j);

    if (j) {
        j->run = run;
        j->need = need;
        j->type = type;
    }
    return j;
}

static void job_answered(struct job *j)
{
    struct req *r = j->req;

    j->req = NULL;
    if (r)
        req_done(r);
}

void job_free(struct job *j)
{
    if (j->req) {
        req_refuse(j->req, 500, "unanswered", "the room did not answer");
        job_answered(j);
    }
    viewer_put(j->viewer);
    cJSON_Delete(j->args);
    wr_drop(&j->text);
    free(j);
}

/* "re": what the viewer gave, a string or a number. */
static void job_re(const struct job *j, struct jw *w)
{
    const cJSON *re = j->args ? cJSON_GetObjectItemCaseSensitive(j->args, "re") : NULL;

    jw_key(w, "re");
    if (cJSON_IsString(re))
        jw_text(w, re->valuestring);
    else if (cJSON_IsNumber(re))
        jw_i64(w, (int64_t)re->valuedouble);
    else
        jw_null(w);
}

void job_open(struct job *j, struct jw *w)
{
    *w = jw_new(0);
    jw_open(w, '{');
    if (j->viewer && j->type) {
        jw_kv_text(w, "type", j->type);
        job_re(j, w);
    }
}

void job_close(struct job *j, unsigned status, struct jw *w)
{
    jw_close(w, '}');
    job_body(j, status, "application/json", jw_take(w));
}

void job_body(struct job *j, unsigned status, const char *type, struct buf *body)
{
    if (j->req) {
        req_reply(j->req, status, type, body);
        job_answered(j);
        return;
    }
    if (j->viewer)
        ws_send(j->viewer, body);
    buf_put(body);
}

void job_refusal(struct job *j, const struct refusal *p)
{
    if (j->req) {
        req_problem(j->req, p);
        if (p->status == 503 || p->status == 429)
            j->req->reply.retry_s = 1;
        job_answered(j);
    } else if (j->viewer) {
        struct jw w = jw_new(0);
        jw_open(&w, '{');
        jw_kv_text(&w, "type", "problem");
        job_re(j, &w);
        jw_key(&w, "problem");
        refusal_write(&w, p);
        jw_close(&w, '}');
        struct buf *body = jw_take(&w);
        ws_send(j->viewer, body);
        buf_put(body);
    }
}

void job_refuse_field(struct job *j, unsigned status, const char *kind, const char *detail,
                      const char *field)
{
    struct refusal p = {.status = status, .kind = kind, .detail = detail, .field = field};
    job_refusal(j, &p);
}

void job_refuse(struct job *j, unsigned status, const char *kind, const char *detail)
{
    job_refuse_field(j, status, kind, detail, NULL);
}

void job_ok(struct job *j)
{
    if (!j->req)
        return;
    req_reply(j->req, 204, NULL, buf_new("", 0));
    job_answered(j);
}

/* A query value: all text. */
static const char *job_query(const struct job *j, const char *name)
{
    const cJSON *c = j->args ? cJSON_GetObjectItemCaseSensitive(j->args, name) : NULL;

    return cJSON_IsString(c) ? c->valuestring : NULL;
}

int job_u64(const struct job *j, const char *name, uint64_t *value)
{
    const char *text = job_query(j, name);
    char *end;

    if (!j->args)
        return 0;
    if (!text)
        return jr_u64(j->args, name, value);
    bool hex = text[0] == '0' && text[1] == 'x';
    const char *digits = hex ? text + 2 : text;
    if (!*digits || strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789") != strlen(digits))
        return -1;
    errno = 0;
    *value = strtoull(digits, &end, hex ? 16 : 10);
    return errno ? -1 : 1;
}

int job_i64(const struct job *j, const char *name, int64_t *value)
{
    return j->args ? jr_i64(j->args, name, value) : 0;
}

int job_bool(const struct job *j, const char *name, bool *value)
{
    return j->args ? jr_bool(j->args, name, value) : 0;
}

int job_text(const struct job *j, const char *name, const char **text)
{
    return j->args ? jr_text(j->args, name, text) : 0;
}

int job_number(const struct job *j, const char *name, double *value)
{
    return j->args ? jr_number(j->args, name, value) : 0;
}
