/* http.h - REST and files by libmicrohttpd: one thread, requests answered once.
 *
 * Shape     head and body are gathered with their limits, then http_config.handle is called once.
 *           It answers at once (req_reply, req_problem), or calls req_wait and lets another thread
 *           answer and call req_done.
 * Owns      connections and requests. A request lives until it is answered and sent.
 * Invariants
 *   H1  every request handed to `handle` is answered exactly once
 *   H2  a head or body that takes longer than request_s has its socket shut down
 */
#ifndef SERVER_HTTP_H
#define SERVER_HTTP_H

#include "buf.h"
#include "refusal.h"
#include "statics.h"

#include <stdbool.h>
#include <stdint.h>

enum { REQ_PATH_MAX = 1024, REQ_ADDRESS_LEN = 46 };

struct MHD_Connection;
struct http;
struct options;
struct sockaddr;

enum body_kind { BODY_NONE, BODY_JSON_OR_TEXT, BODY_UPLOAD };

/* What a request line leads to; found before the body is read. */
struct route_match {
    const void *route; /* NULL: nothing here */
    const char *allow; /* methods of this address, "GET, HEAD, OPTIONS" */
    bool method_ok;
    bool costly; /* counts against the rate of rooms and uploads */
    enum body_kind body;
};

struct reply {
    unsigned status; /* 0: none yet */
    const char *type;
    struct buf *body; /* one reference */
    char etag[40];
    char location[160];
    unsigned retry_s;
    const char *allow;
};

struct req {
    struct http *http;
    struct MHD_Connection *connection;
    struct route_match match;
    char method[12];
    char path[REQ_PATH_MAX]; /* decoded by libmicrohttpd, no query */
    char address[REQ_ADDRESS_LEN];
    struct writer body;
    bool body_too_big;
    bool body_is_text; /* text/plain rather than JSON */
    bool waiting;      /* suspended until req_done */
    uint64_t at_ms;    /* when it was complete */
    struct reply reply;
};

struct http_config {
    const struct options *options;
    const struct statics *statics; /* may be NULL */
    void *context;
    void (*match)(void *context, const char *method, const char *path, struct route_match *match);
    void (*handle)(void *context, struct req *r);
};

/* Start the thread. NULL on failure, logged. `config` is copied. */
struct http *http_start(const struct http_config *config);

/* Take over a socket whose first bytes were peeked. From the front thread. */
void http_adopt(struct http *h, int fd, const struct sockaddr *peer, unsigned len);

/* Shut down sockets that are too slow. From the front thread, once a second. */
void http_sweep(struct http *h);

/* Every waiting request must have been answered. NULL is fine. */
void http_stop(struct http *h);

/* Headers that every response has. Signature of statics_dress; context: struct options. */
void http_dress(struct MHD_Response *response, void *options);

/* --- inside `handle`, or by the thread that answers a waiting request --- */

/* Answer with `body` (its reference is taken over; NULL becomes a 500). */
void req_reply(struct req *r, unsigned status, const char *type, struct buf *body);
void req_json(struct req *r, unsigned status, struct jw *w);
void req_problem(struct req *r, const struct refusal *p);
/* A problem without field, limit or place. */
void req_refuse(struct req *r, unsigned status, const char *kind, const char *detail);

/* Suspend: call before another thread may see the request. */
void req_wait(struct req *r);
/* The answer is set: send it. After this the request must not be touched. */
void req_done(struct req *r);

/* Query argument or header, NULL when absent; only in `handle`, before req_wait. */
const char *req_arg(const struct req *r, const char *name);
const char *req_header(const struct req *r, const char *name);
/* Every query argument; `each` returns 0 to end. Only in `handle`, before req_wait. */
void req_each_arg(const struct req *r, int (*each)(void *ctx, const char *name, const char *value),
                  void *ctx);
/* The bearer token, or NULL. */
const char *req_bearer(const struct req *r);

#endif
