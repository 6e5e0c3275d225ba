/* req.c - what a handler does with a request. */
#include "http.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

void req_reply(struct req *r, unsigned status, const char *type, struct buf *body)
{
    r->reply.status = body ? status : 500;
    r->reply.type = type;
    r->reply.body = body;
}

void req_json(struct req *r, unsigned status, struct jw *w)
{
    req_reply(r, status, "application/json", jw_take(w));
}

void req_problem(struct req *r, const struct refusal *p)
{
    req_reply(r, p->status, "application/problem+json", refusal_body(p));
}

void req_refuse(struct req *r, unsigned status, const char *kind, const char *detail)
{
    struct refusal p = {.status = status, .kind = kind, .detail = detail};
    req_problem(r, &p);
}

void req_wait(struct req *r)
{
    r->waiting = true;
    MHD_suspend_connection(r->connection);
}

void req_done(struct req *r)
{
    MHD_resume_connection(r->connection);
}

const char *req_arg(const struct req *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *req_header(const struct req *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);
}

struct each_arg {
    int (*each)(void *ctx, const char *name, const char *value);
    void *ctx;
};

static enum MHD_Result http_arg(void *cls, enum MHD_ValueKind kind, const char *key,
                                const char *value)
{
    struct each_arg *e = cls;

    (void)kind;
    return e->each(e->ctx, key, value) ? MHD_YES : MHD_NO;
}

void req_each_arg(const struct req *r, int (*each)(void *ctx, const char *name, const char *value),
                  void *ctx)
{
    struct each_arg e = {each, ctx};
    MHD_get_connection_values(r->connection, MHD_GET_ARGUMENT_KIND, http_arg, &e);
}

const char *req_bearer(const struct req *r)
{
    const char *value = req_header(r, MHD_HTTP_HEADER_AUTHORIZATION);

    return value && !strncasecmp(value, "Bearer ", 7) ? value + 7 : NULL;
}
