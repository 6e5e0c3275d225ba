/* api.h - what the server does for whom: REST routes and WebSocket messages.
 *
 * Shape     two tables: routes (method, path, body, what is needed) and messages (type, members).
 *           A row makes a job for the room's worker, or answers at once.
 * Owns      struct api: only references.
 */
#ifndef SERVER_API_H
#define SERVER_API_H

#include "http.h"
#include "viewer.h"

#include <pthread.h>

struct options;
struct rooms;
struct store;
struct traces;
struct lessons;
struct ws;

struct api {
    const struct options *options;
    struct rooms *rooms;
    struct traces *traces;
    struct lessons *lessons;
    struct store *store;
    struct ws *ws;      /* set once it runs */
    struct buf *schema; /* GET /api/v1/schema, made once */
    char schema_etag[40];
    struct buf *machine; /* GET /api/v1/machine, likewise */
    uint64_t began_ms;
    pthread_mutex_t lock; /* uploads being unpacked */
    pthread_cond_t upload_done;
    unsigned uploads;
    bool uploads_closed;
};

/* Make what is constant. false: out of memory. */
bool api_init(struct api *a);
void api_fini(struct api *a);

/* Take no more uploads and wait for those being unpacked. Before http_stop. */
void api_uploads_wait(struct api *a);

/* http_config.match and http_config.handle. */
void api_match(void *api, const char *method, const char *path, struct route_match *match);
void api_handle(void *api, struct req *r);

/* ws_config.on_message, on_close, on_recovered. */
bool api_message(void *api, struct viewer *v, const char *text, size_t len);
void api_closed(void *api, struct viewer *v);
void api_recovered(void *api, struct viewer *v);

/* schema.c: the tables of the engine as JSON; openapi.c: the routes. */
struct buf *schema_json(const struct options *o);
struct buf *openapi_json(void);

/* Rows of the route table, for openapi.c; NULL path ends it. */
struct route_view {
    const char *method, *path, *summary, *query;
    enum body_kind body;
    int need; /* enum job_need */
};
struct route_view api_route_at(unsigned i);

#endif
