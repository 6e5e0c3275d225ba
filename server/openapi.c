/* openapi.c - GET /api/v1/openapi.json, made from the route table. */
#include "api.h"

#include "job.h"

#include <string.h>

static void parameter(struct jw *w, const char *name, size_t len, const char *in)
{
    jw_open(w, '{');
    jw_key(w, "name");
    jw_textn(w, name, len);
    jw_kv_text(w, "in", in);
    jw_kv_bool(w, "required", !strcmp(in, "path"));
    jw_key(w, "schema");
    jw_open(w, '{');
    jw_kv_text(w, "type", "string");
    jw_close(w, '}');
    jw_close(w, '}');
}

static void operation_parameters(struct jw *w, const struct route_view *t)
{
    jw_key(w, "parameters");
    jw_open(w, '[');
    if (strstr(t->path, "{}"))
        parameter(w, "id", 2, "path");
    if (strchr(t->path, '*'))
        parameter(w, "path", 4, "path");
    for (const char *q = t->query; t->body != BODY_JSON_OR_TEXT && *q;) {
        size_t n = strcspn(q, " ");
        parameter(w, q, n, "query");
        q += n + strspn(q + n, " ");
    }
    jw_close(w, ']');
}

static void operation_body(struct jw *w, const struct route_view *t)
{
    if (t->body == BODY_NONE)
        return;
    jw_key(w, "requestBody");
    jw_open(w, '{');
    jw_key(w, "content");
    jw_open(w, '{');
    jw_key(w, t->body == BODY_UPLOAD ? "application/octet-stream" : "application/json");
    jw_open(w, '{');
    jw_key(w, "schema");
    jw_open(w, '{');
    if (t->body == BODY_JSON_OR_TEXT) {
        jw_kv_text(w, "type", "object");
        jw_key(w, "properties");
        jw_open(w, '{');
        for (const char *q = t->query; *q;) {
            size_t n = strcspn(q, " ");
            char name[32];
            memcpy(name, q, n < sizeof name ? n : sizeof name - 1);
            name[n < sizeof name ? n : sizeof name - 1] = 0;
            jw_key(w, name);
            jw_open(w, '{');
            jw_close(w, '}');
            q += n + strspn(q + n, " ");
        }
        jw_close(w, '}');
    }
    jw_close(w, '}');
    jw_close(w, '}');
    jw_close(w, '}');
    jw_close(w, '}');
}

static void operation(struct jw *w, const struct route_view *t)
{
    char method[8] = "";

    for (size_t i = 0; t->method[i] && i + 1 < sizeof method; i++)
        method[i] = (char)(t->method[i] | 32);
    jw_key(w, method);
    jw_open(w, '{');
    jw_kv_text(w, "summary", t->summary);
    operation_parameters(w, t);
    operation_body(w, t);
    if (t->need == NEED_PRESENTER) {
        jw_key(w, "security");
        jw_open(w, '[');
        jw_open(w, '{');
        jw_key(w, "token");
        jw_open(w, '[');
        jw_close(w, ']');
        jw_close(w, '}');
        jw_close(w, ']');
    }
    jw_key(w, "responses");
    jw_open(w, '{');
    jw_key(w, "2XX");
    jw_open(w, '{');
    jw_kv_text(w, "description", "done");
    jw_close(w, '}');
    jw_key(w, "default");
    jw_open(w, '{');
    jw_kv_text(w, "description", "application/problem+json, RFC 9457");
    jw_close(w, '}');
    jw_close(w, '}');
    jw_close(w, '}');
}

/* A path of the route table as OpenAPI writes it. */
static void path_key(struct jw *w, const char *path)
{
    char key[128];
    size_t n = 0;

    for (const char *p = path; *p && n + 8 < sizeof key; p++) {
        if (*p == '*') {
            memcpy(key + n, "{path}", 6);
            n += 6;
        } else {
            key[n++] = *p;
            if (*p == '{') {
                memcpy(key + n, "id", 2);
                n += 2;
            }
        }
    }
    key[n] = 0;
    jw_key(w, key);
}

struct buf *openapi_json(void)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "openapi", "3.1.0");
    jw_key(&w, "info");
    jw_open(&w, '{');
    jw_kv_text(&w, "title", "mmscope");
    jw_kv_text(&w, "version", MMSCOPE_VERSION);
    jw_close(&w, '}');
    jw_key(&w, "paths");
    jw_open(&w, '{');
    for (unsigned i = 0; api_route_at(i).path; i++) {
        struct route_view t = api_route_at(i);
        bool again = i > 0 && !strcmp(api_route_at(i - 1).path, t.path);
        if (!strncmp(t.path, "/ws/", 4))
            continue;
        if (!again) {
            path_key(&w, t.path);
            jw_open(&w, '{');
        }
        operation(&w, &t);
        struct route_view next = api_route_at(i + 1);
        if (!next.path || strcmp(next.path, t.path) != 0)
            jw_close(&w, '}');
    }
    jw_close(&w, '}');
    jw_key(&w, "components");
    jw_open(&w, '{');
    jw_key(&w, "securitySchemes");
    jw_open(&w, '{');
    jw_key(&w, "token");
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "http");
    jw_kv_text(&w, "scheme", "bearer");
    jw_close(&w, '}');
    jw_close(&w, '}');
    jw_close(&w, '}');
    jw_close(&w, '}');
    return jw_take(&w);
}
