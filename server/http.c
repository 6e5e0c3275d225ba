#define _GNU_SOURCE 1
#include "http.h"

#include "classify.h"
#include "front.h"
#include "log.h"
#include "options.h"
#include "rate.h"

#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

/* One open connection, so that a slow one can be found. */
struct conn {
    struct conn *prev, *next;
    int fd;
    uint64_t since_ms; /* a request has been arriving since; 0: idle, or being answered */
};

struct http {
    struct http_config config;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;         /* conns */
    struct conn conns;            /* sentinel */
    struct rate rate, rate_rooms; /* HTTP thread only */
};

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void http_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct http *h = cls;

    pthread_mutex_lock(&h->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        struct conn *c = calloc(1, sizeof *c);
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (c && info) {
            c->fd = info->connect_fd;
            c->since_ms = now_ms();
            c->next = h->conns.next;
            c->prev = &h->conns;
            c->next->prev = h->conns.next = c;
            *socket_context = c;
        } else {
            free(c);
        }
    } else if (*socket_context) {
        struct conn *c = *socket_context;
        c->prev->next = c->next;
        c->next->prev = c->prev;
        free(c);
        *socket_context = NULL;
    }
    pthread_mutex_unlock(&h->lock);
}

static void conn_mark(struct http *h, struct MHD_Connection *connection, uint64_t since_ms)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    if (!info || !info->socket_context)
        return;
    pthread_mutex_lock(&h->lock);
    ((struct conn *)info->socket_context)->since_ms = since_ms;
    pthread_mutex_unlock(&h->lock);
}

/* Stands for a request whose address holds a NUL: libmicrohttpd would cut it there. */
static char http_cut, http_long;

static void *http_line(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct http *h = cls;

    conn_mark(h, connection, now_ms());
    if (strlen(uri) > h->config.options->max_head)
        return &http_long;
    return strstr(uri, "%00") ? &http_cut : NULL;
}

void http_sweep(struct http *h)
{
    uint64_t now = now_ms(), limit = h->config.options->request_s * 1000;

    pthread_mutex_lock(&h->lock);
    for (struct conn *c = h->conns.next; c != &h->conns; c = c->next) {
        if (c->since_ms && now - c->since_ms > limit) {
            shutdown(c->fd, SHUT_RDWR);
            c->since_ms = 0;
        }
    }
    pthread_mutex_unlock(&h->lock);
}

void http_dress(struct MHD_Response *response, void *options)
{
    const struct options *o = options;
    char policy[OPTION_TEXT_MAX + 256];

    snprintf(policy, sizeof policy,
             "default-src 'none'; script-src 'self'; style-src 'self'; "
             "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
             "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors %s",
             o->embed[0] ? o->embed : "'none'");
    MHD_add_response_header(response, "Content-Security-Policy", policy);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
}

static void http_release(void *cls)
{
    buf_put(cls);
}

/* A response that holds `body` (reference taken), gzipped when `gzip` and worth it. */
static struct MHD_Response *http_response(struct buf *body, bool gzip, bool *packed)
{
    size_t len = 0;
    unsigned char *small =
        gzip && body->len > 1024 ? statics_gzip(buf_data(body), body->len, 1, &len) : NULL;

    *packed = small && len < body->len;
    if (*packed) {
        buf_put(body);
        return MHD_create_response_from_buffer(len, small, MHD_RESPMEM_MUST_FREE);
    }
    free(small);
    return MHD_create_response_from_buffer_with_free_callback_cls(body->len, buf_data(body),
                                                                  http_release, body);
}

static enum MHD_Result http_send(struct req *r)
{
    struct reply *a = &r->reply;
    bool packed;

    if (!a->body) {
        struct refusal p = {.status = 500, .kind = "memory", .detail = "out of memory"};
        req_problem(r, &p);
        if (!a->body)
            return MHD_NO;
    }
    if (a->etag[0] && a->status == 200 && etag_matches(req_header(r, "If-None-Match"), a->etag)) {
        a->status = 304;
        buf_put(a->body);
        a->body = buf_new("", 0);
        if (!a->body)
            return MHD_NO;
    }
    bool gzip = accepts_gzip(req_header(r, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    struct MHD_Response *response = http_response(a->body, gzip, &packed);
    a->body = NULL;
    if (!response)
        return MHD_NO;
    if (a->type && a->status != 204)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, a->type);
    if (packed)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            a->etag[0] ? "private, no-cache" : "no-store");
    if (a->etag[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, a->etag);
    if (a->location[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, a->location);
    if (a->allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, a->allow);
    if (a->status == 401)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    if (a->status == 426)
        MHD_add_response_header(response, MHD_HTTP_HEADER_UPGRADE, "websocket");
    if (a->retry_s) {
        char text[16];
        snprintf(text, sizeof text, "%u", a->retry_s);
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, text);
    }
    http_dress(response, (void *)(uintptr_t)r->http->config.options);
    enum MHD_Result queued = MHD_queue_response(r->connection, a->status, response);
    MHD_destroy_response(response);
    return queued;
}

struct header_count {
    unsigned length, coding, host;
};

static enum MHD_Result http_count(void *cls, enum MHD_ValueKind kind, const char *key,
                                  const char *value)
{
    struct header_count *n = cls;

    (void)kind;
    (void)value;
    n->length += !strcasecmp(key, "Content-Length");
    n->coding += !strcasecmp(key, "Transfer-Encoding");
    n->host += !strcasecmp(key, "Host");
    return MHD_YES;
}

/* What the head alone can be refused for. false: answered. */
static bool http_head_ok(struct req *r)
{
    struct http *h = r->http;
    const struct options *o = h->config.options;
    struct header_count n = {0};
    unsigned wait_s = 0;
    bool writes = r->match.body != BODY_NONE || !strcmp(r->method, "DELETE");

    MHD_get_connection_values(r->connection, MHD_HEADER_KIND, http_count, &n);
    if (n.length > 1 || (n.length && n.coding) || n.host > 1) {
        req_refuse(r, 400, "head", "Content-Length, Transfer-Encoding and Host may be given once");
        return false;
    }
    if (!rate_take(&h->rate, r->address, now_ms(), &wait_s) ||
        (r->match.costly && r->match.method_ok &&
         !rate_take(&h->rate_rooms, r->address, now_ms(), &wait_s))) {
        struct refusal p = {.status = 429,
                            .kind = "rate",
                            .detail = "too many requests from this "
                                      "address",
                            .limit = r->match.costly ? o->rate_rooms : o->rate};
        req_problem(r, &p);
        r->reply.retry_s = wait_s;
        return false;
    }
    if (!r->match.route) {
        req_refuse(r, 404, "not-found", "there is nothing at this address");
        return false;
    }
    if (!r->match.method_ok) {
        bool options = !strcmp(r->method, "OPTIONS");
        if (options)
            req_reply(r, 204, NULL, buf_new("", 0));
        else
            req_refuse(r, 405, "method", "this address does not take that method");
        r->reply.allow = r->match.allow;
        return false;
    }
    if (writes && !origin_ok(req_header(r, "Origin"), req_header(r, "Host"), o->origin)) {
        req_refuse(r, 403, "origin", "a page of another origin may not change anything here");
        return false;
    }
    return true;
}

static bool http_body_ok(struct req *r)
{
    const struct options *o = r->http->config.options;
    const char *type = req_header(r, MHD_HTTP_HEADER_CONTENT_TYPE);
    const char *length = req_header(r, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t max = r->match.body == BODY_UPLOAD ? o->max_upload
                   : r->match.body == BODY_NONE ? 0
                                                : o->max_body;

    if (r->match.body == BODY_JSON_OR_TEXT) {
        r->body_is_text = type && !strncasecmp(type, "text/plain", 10);
        if (!r->body_is_text && (!type || strncasecmp(type, "application/json", 16) != 0)) {
            req_refuse(r, 415, "media-type",
                       "the body must be application/json, or text/plain where lines are taken");
            return false;
        }
    }
    r->body.max = (size_t)max + 1;
    if (r->body_too_big || (length && strtoull(length, NULL, 10) > max)) {
        struct refusal p = {.status = 413,
                            .kind = "body",
                            .limit = max,
                            .detail = "the body is larger than this address takes"};
        req_problem(r, &p);
        return false;
    }
    return true;
}

static enum MHD_Result http_static(struct req *r, const struct static_file *f)
{
    if (strcmp(r->method, "GET") != 0 && strcmp(r->method, "HEAD") != 0) {
        bool options = !strcmp(r->method, "OPTIONS");
        if (options)
            req_reply(r, 204, NULL, buf_new("", 0));
        else
            req_refuse(r, 405, "method", "files can only be read");
        r->reply.allow = "GET, HEAD, OPTIONS";
        return http_send(r);
    }
    if (etag_matches(req_header(r, "If-None-Match"), f->etag))
        return MHD_queue_response(r->connection, 304, f->unchanged);
    bool gzip = f->gzip && accepts_gzip(req_header(r, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    return MHD_queue_response(r->connection, 200, gzip ? f->gzip : f->plain);
}

static struct req *http_begin(struct http *h, struct MHD_Connection *connection, const char *path,
                              const char *method)
{
    struct req *r = calloc(1, sizeof *r);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    if (!r)
        return NULL;
    r->http = h;
    r->connection = connection;
    snprintf(r->method, sizeof r->method, "%s", method);
    snprintf(r->path, sizeof r->path, "%s", path);
    if (info && info->client_addr)
        front_address(info->client_addr, r->address);
    if (strlen(path) < sizeof r->path)
        h->config.match(h->config.context, r->method, r->path, &r->match);
    return r;
}

static enum MHD_Result http_access(void *cls, struct MHD_Connection *connection, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_len, void **request)
{
    struct http *h = cls;
    struct req *r = *request;
    bool cut = *request == &http_cut, too_long = *request == &http_long;

    (void)version;
    if (!r || cut || too_long) {
        r = *request = http_begin(h, connection, url, method);
        if (!r)
            return MHD_NO;
        if (cut) {
            req_refuse(r, 400, "address", "the address holds a NUL");
            return http_send(r);
        }
        if (too_long) {
            struct refusal p = {.status = 414,
                                .kind = "address",
                                .limit = h->config.options->max_head,
                                .detail = "the address is longer than the server takes"};
            req_problem(r, &p);
            return http_send(r);
        }
        const struct static_file *f = r->match.route ? NULL : statics_find(h->config.statics, url);
        if (f)
            return http_static(r, f);
        return http_head_ok(r) && http_body_ok(r) ? MHD_YES : http_send(r);
    }
    if (r->reply.status)
        return http_send(r);
    if (*data_len) {
        wr_bytes(&r->body, data, *data_len);
        r->body_too_big |= r->body.failed || wr_len(&r->body) >= r->body.max;
        *data_len = 0;
        return MHD_YES;
    }
    conn_mark(h, connection, 0);
    r->at_ms = now_ms();
    if (!r->body_too_big || http_body_ok(r))
        h->config.handle(h->config.context, r);
    return r->waiting ? MHD_YES : http_send(r);
}

static void http_completed(void *cls, struct MHD_Connection *connection, void **request,
                           enum MHD_RequestTerminationCode code)
{
    struct req *r = *request;

    (void)code;
    conn_mark(cls, connection, 0);
    if (!r || *request == &http_cut || *request == &http_long)
        return;
    wr_drop(&r->body);
    buf_put(r->reply.body);
    free(r);
    *request = NULL;
}

static void http_complaint(void *cls, const char *format, va_list args)
{
    char line[512];

    (void)cls;
    vsnprintf(line, sizeof line, format, args);
    line[strcspn(line, "\n")] = 0;
    log_debug("http", "%s", line);
}

struct http *http_start(const struct http_config *config)
{
    struct http *h = calloc(1, sizeof *h);
    const struct options *o = config->options;

    if (!h)
        return NULL;
    h->config = *config;
    h->conns.prev = h->conns.next = &h->conns;
    pthread_mutex_init(&h->lock, NULL);
    rate_init(&h->rate, (double)o->rate, (double)o->rate * 3);
    rate_init(&h->rate_rooms, (double)o->rate_rooms / 60.0, (double)o->rate_rooms);
    h->daemon = MHD_start_daemon(
        MHD_USE_NO_LISTEN_SOCKET | MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ITC |
            MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME,
        0, NULL, NULL, http_access, h, MHD_OPTION_EXTERNAL_LOGGER, http_complaint, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, http_connection, h, MHD_OPTION_NOTIFY_COMPLETED,
        http_completed, h, MHD_OPTION_URI_LOG_CALLBACK, http_line, h, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)o->max_connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)o->max_connections_per_address, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)o->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(o->max_head + 16384),
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!h->daemon) {
        log_error("http", "cannot start: %s", strerror(errno));
        free(h);
        return NULL;
    }
    return h;
}

void http_adopt(struct http *h, int fd, const struct sockaddr *peer, unsigned len)
{
    /* On failure libmicrohttpd has closed the socket itself. */
    if (MHD_add_connection(h->daemon, fd, peer, len) != MHD_YES)
        log_debug("http", "a connection was turned away");
}

void http_stop(struct http *h)
{
    if (!h)
        return;
    MHD_stop_daemon(h->daemon);
    pthread_mutex_destroy(&h->lock);
    free(h);
}
