/* api_upload.c - uploads are unpacked and hashed on a thread of their own, so that no other request waits. */
#include "api_int.h"

#include "traces.h"

#include <stdlib.h>
#include <string.h>

enum { UPLOADS_MAX = 4 };

struct upload {
    struct api *api;
    struct req *req;
    const char *kind;
};

static void upload_answer(struct api *a, struct req *r, const char *kind)
{
    uint64_t unpacked = 0, limit = 0;
    char name[65], why[200] = "out of memory";
    struct jw w = jw_new(0);
    struct buf *body = wr_take(&r->body);
    unsigned status = !body ? 503
                            : traces_put(a->traces, kind, buf_data(body), body->len, name,
                                         &unpacked, why, sizeof why, &limit);

    if (status) {
        struct refusal p = {.status = status, .kind = "trace", .detail = why, .limit = limit};
        req_problem(r, &p);
    } else {
        jw_open(&w, '{');
        jw_kv_text(&w, "id", name);
        jw_kv_text(&w, "kind", kind);
        jw_kv_u64(&w, "bytes", body->len);
        jw_kv_u64(&w, "unpacked_bytes", unpacked);
        jw_close(&w, '}');
        req_json(r, 201, &w);
    }
    buf_put(body);
}

static void *upload_main(void *arg)
{
    struct upload *u = arg;
    struct api *a = u->api;

    upload_answer(a, u->req, u->kind);
    req_done(u->req);
    free(u);
    pthread_mutex_lock(&a->lock);
    a->uploads--;
    pthread_cond_signal(&a->upload_done);
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

void api_uploads_wait(struct api *a)
{
    pthread_mutex_lock(&a->lock);
    a->uploads_closed = true;
    while (a->uploads)
        pthread_cond_wait(&a->upload_done, &a->lock);
    pthread_mutex_unlock(&a->lock);
}

void api_trace(struct api *a, struct req *r, const char *id, const char *rest)
{
    const char *kind = req_arg(r, "kind");
    struct upload *u = malloc(sizeof *u);
    pthread_t thread;

    (void)id;
    (void)rest;
    kind = kind ? kind : "lackey";
    if (strcmp(kind, "lackey") != 0 && strcmp(kind, "pages") != 0) {
        req_refuse(r, 400, "arguments", "kind is lackey or pages");
        free(u);
        return;
    }
    pthread_mutex_lock(&a->lock);
    bool room = u && a->uploads < UPLOADS_MAX && !a->uploads_closed;
    a->uploads += room;
    pthread_mutex_unlock(&a->lock);
    if (!room) {
        struct refusal p = {.status = 429,
                            .kind = "uploads",
                            .limit = UPLOADS_MAX,
                            .detail = "as many uploads as the server takes are being unpacked"};
        req_problem(r, &p);
        r->reply.retry_s = 1;
        free(u);
        return;
    }
    *u = (struct upload){a, r, !strcmp(kind, "pages") ? "pages" : "lackey"};
    req_wait(r);
    if (pthread_create(&thread, NULL, upload_main, u))
        upload_main(u); /* no thread to be had: here, then */
    else
        pthread_detach(thread);
}
