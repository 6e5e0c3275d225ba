#define _GNU_SOURCE 1
#include "ws.h"

#include "classify.h"
#include "front.h"
#include "log.h"
#include "options.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

_Static_assert(BUF_PRE >= LWS_PRE, "room for the frame head");

enum { WS_TX_BYTES = 1 << 20, WS_RATE = 60, WS_BURST = 240, WS_INBOX_MAX = 4096 };

struct ws_session {
    struct viewer *v;
};

struct ws {
    struct ws_config config;
    struct lws_context *lws;
    struct lws_vhost *vhost;
    struct lws_protocols protocols[2];
    pthread_t thread;
    pthread_mutex_t lock; /* inbox, dirty, stopping, counts */
    int inbox[WS_INBOX_MAX];
    unsigned inbox_count;
    struct viewer *dirty; /* by dirty_next, a reference each */
    bool stopping;
    uint64_t viewer_count, dropped;
    /* this thread's */
    struct viewer all; /* sentinel */
    uint64_t numbers;
};

static uint64_t ws_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void ws_mark(struct viewer *v)
{
    struct ws *ws = v->ws;
    bool first = false;

    pthread_mutex_lock(&ws->lock);
    if (!v->dirty) {
        v->dirty = true;
        first = !ws->dirty;
        v->dirty_next = ws->dirty;
        ws->dirty = viewer_get(v);
    }
    pthread_mutex_unlock(&ws->lock);
    if (first)
        lws_cancel_service(ws->lws);
}

void ws_send(struct viewer *v, struct buf *message)
{
    if (viewer_push(v, message))
        ws_mark(v);
}

void ws_end(struct viewer *v, struct buf *last)
{
    viewer_push(v, last);
    pthread_mutex_lock(&v->lock);
    v->ending = true;
    pthread_mutex_unlock(&v->lock);
    ws_mark(v);
}

void ws_adopt(struct ws *ws, int fd)
{
    bool taken = false;

    pthread_mutex_lock(&ws->lock);
    if (ws->inbox_count < WS_INBOX_MAX && !ws->stopping) {
        ws->inbox[ws->inbox_count++] = fd;
        taken = true;
    }
    pthread_mutex_unlock(&ws->lock);
    if (taken)
        lws_cancel_service(ws->lws);
    else
        close(fd);
}

void ws_counts(struct ws *ws, uint64_t *viewers, uint64_t *dropped)
{
    pthread_mutex_lock(&ws->lock);
    *viewers = ws->viewer_count;
    *dropped = ws->dropped;
    pthread_mutex_unlock(&ws->lock);
}

/* ---- the WebSocket thread ---- */

static unsigned ws_same_address(const struct ws *ws, const char *address)
{
    unsigned n = 0;

    for (const struct viewer *v = ws->all.next; v != &ws->all; v = v->next)
        n += !strcmp(v->address, address);
    return n;
}

static bool ws_open(struct ws *ws, struct lws *wsi, struct ws_session *session)
{
    const struct options *o = ws->config.options;
    struct sockaddr_storage peer;
    socklen_t len = sizeof peer;
    char uri[128], address[VIEWER_ADDRESS_LEN] = "?";
    int small = 65536, fd = lws_get_socket_fd(wsi);

    if (!getpeername(fd, (struct sockaddr *)&peer, &len))
        front_address((struct sockaddr *)&peer, address);
    const char *id =
        lws_hdr_copy(wsi, uri, sizeof uri, WSI_TOKEN_GET_URI) > 0 ? ws_room_id(uri) : NULL;
    if (!id || ws_same_address(ws, address) >= o->max_viewers_per_address ||
        ws->viewer_count >= o->max_connections)
        return false;
    struct viewer *v =
        viewer_new(ws, ++ws->numbers, (unsigned)o->viewer_queue, (size_t)o->viewer_queue_bytes);
    if (!v)
        return false;
    /* The kernel must not hide megabytes of a slow viewer from its queue. */
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    strcpy(v->room_id, id);
    strcpy(v->address, address);
    v->incoming.max = (size_t)o->max_message + 1;
    v->tokens = WS_BURST;
    v->tokens_ms = ws_now_ms();
    v->wsi = wsi;
    v->prev = &ws->all;
    v->next = ws->all.next;
    v->next->prev = ws->all.next = v;
    session->v = v;
    pthread_mutex_lock(&ws->lock);
    ws->viewer_count++;
    pthread_mutex_unlock(&ws->lock);
    lws_set_timer_usecs(wsi, HELLO_S * LWS_US_PER_SEC);
    return true;
}

static void ws_closed(struct ws *ws, struct ws_session *session)
{
    struct viewer *v = session->v;

    if (!v)
        return;
    session->v = NULL;
    v->wsi = NULL;
    v->prev->next = v->next;
    v->next->prev = v->prev;
    viewer_close(v);
    pthread_mutex_lock(&ws->lock);
    ws->viewer_count--;
    ws->dropped += v->dropped;
    pthread_mutex_unlock(&ws->lock);
    ws->config.on_close(ws->config.context, v);
    viewer_put(v);
}

static bool ws_may_send(struct viewer *v)
{
    uint64_t now = ws_now_ms();

    v->tokens += (double)(now - v->tokens_ms) / 1000.0 * WS_RATE;
    if (v->tokens > WS_BURST)
        v->tokens = WS_BURST;
    v->tokens_ms = now;
    if (v->tokens < 1)
        return false;
    v->tokens -= 1;
    return true;
}

/* One piece of a message. Non-zero closes. */
static int ws_receive(struct ws *ws, struct lws *wsi, struct viewer *v, const void *in, size_t len)
{
    if (lws_frame_is_binary(wsi)) {
        lws_close_reason(wsi, LWS_CLOSE_STATUS_UNACCEPTABLE_OPCODE, NULL, 0);
        return -1;
    }
    wr_bytes(&v->incoming, in, len);
    if (v->incoming.failed || wr_len(&v->incoming) >= v->incoming.max) {
        lws_close_reason(wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
        return -1;
    }
    if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
        return 0;
    if (!ws_may_send(v)) {
        lws_close_reason(wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION, NULL, 0);
        return -1;
    }
    size_t max = v->incoming.max;
    struct buf *text = wr_take(&v->incoming);
    v->incoming.max = max;
    if (!text)
        return -1;
    bool keep = ws->config.on_message(ws->config.context, v, buf_data(text), text->len);
    buf_put(text);
    if (keep) {
        v->greeted = true;
        return 0;
    }
    ws_end(v, NULL);
    return 0;
}

static int ws_write(struct ws *ws, struct lws *wsi, struct viewer *v)
{
    struct buf *m;

    while (!lws_send_pipe_choked(wsi) && (m = viewer_take(v))) {
        int n = lws_write(wsi, (unsigned char *)buf_data(m), m->len, LWS_WRITE_TEXT);
        bool bad = n < (int)m->len;
        buf_put(m);
        if (bad)
            return -1;
    }
    pthread_mutex_lock(&v->lock);
    bool more = v->queue_count != 0, end = v->ending && !more;
    pthread_mutex_unlock(&v->lock);
    if (end) {
        lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, NULL, 0);
        return -1;
    }
    if (more)
        lws_callback_on_writable(wsi);
    else if (!lws_send_pipe_choked(wsi) && viewer_recover(v))
        ws->config.on_recovered(ws->config.context, v);
    return 0;
}

/* Sockets to adopt and viewers with something to write. */
static void ws_wakened(struct ws *ws)
{
    int fds[64];
    unsigned n;

    do {
        pthread_mutex_lock(&ws->lock);
        n = ws->inbox_count < 64 ? ws->inbox_count : 64;
        ws->inbox_count -= n;
        memcpy(fds, ws->inbox + ws->inbox_count, n * sizeof fds[0]);
        pthread_mutex_unlock(&ws->lock);
        for (unsigned i = 0; i < n; i++)
            if (!lws_adopt_socket_vhost(ws->vhost, fds[i]))
                log_debug("ws", "a socket was not adopted");
    } while (n);
    for (;;) {
        pthread_mutex_lock(&ws->lock);
        struct viewer *v = ws->dirty;
        if (v) {
            ws->dirty = v->dirty_next;
            v->dirty = false;
        }
        pthread_mutex_unlock(&ws->lock);
        if (!v)
            return;
        if (v->wsi)
            lws_callback_on_writable(v->wsi);
        viewer_put(v);
    }
}

static int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                       size_t len)
{
    struct ws *ws = lws_context_user(lws_get_context(wsi));
    struct ws_session *session = user;

    switch (reason) {
    case LWS_CALLBACK_EVENT_WAIT_CANCELLED: ws_wakened(ws); return 0;
    case LWS_CALLBACK_ESTABLISHED: return ws_open(ws, wsi, session) ? 0 : -1;
    case LWS_CALLBACK_RECEIVE: return session->v ? ws_receive(ws, wsi, session->v, in, len) : -1;
    case LWS_CALLBACK_SERVER_WRITEABLE: return session->v ? ws_write(ws, wsi, session->v) : -1;
    case LWS_CALLBACK_TIMER:
        if (session->v && !session->v->greeted) {
            static const char bye[] = "{\"type\":\"bye\",\"reason\":\"hello-late\"}";
            struct buf *last = buf_new(bye, sizeof bye - 1);
            ws_end(session->v, last);
            buf_put(last);
        }
        return 0;
    case LWS_CALLBACK_CLOSED: ws_closed(ws, session); return 0;
    case LWS_CALLBACK_HTTP: return -1; /* only checked upgrades get here */
    default: return 0;
    }
}

static void ws_complaint(int level, const char *line)
{
    char text[256];
    size_t n = strcspn(line, "\n");

    if (n >= sizeof text)
        n = sizeof text - 1;
    memcpy(text, line, n);
    text[n] = 0;
    (void)level;
    log_debug("ws", "%s", text);
}

static bool ws_wants_stop(struct ws *ws)
{
    pthread_mutex_lock(&ws->lock);
    bool stop = ws->stopping;
    pthread_mutex_unlock(&ws->lock);
    return stop;
}

static void *ws_main(void *arg)
{
    static const char bye[] = "{\"type\":\"bye\",\"reason\":\"shutdown\"}";
    struct ws *ws = arg;
    struct buf *last = buf_new(bye, sizeof bye - 1);

    while (!ws_wants_stop(ws) && lws_service(ws->lws, 0) >= 0)
        ;
    for (struct viewer *v = ws->all.next; v != &ws->all; v = v->next)
        ws_end(v, last);
    buf_put(last);
    uint64_t until_ms = ws_now_ms() + 500;
    while (ws->all.next != &ws->all && ws_now_ms() < until_ms && lws_service(ws->lws, 0) >= 0)
        lws_cancel_service(ws->lws);
    lws_context_destroy(ws->lws);
    return NULL;
}

struct ws *ws_start(const struct ws_config *config)
{
    static const lws_retry_bo_t idle = {.secs_since_valid_ping = 30, .secs_since_valid_hangup = 75};
    struct ws *ws = calloc(1, sizeof *ws);
    struct lws_context_creation_info info = {0};

    if (!ws)
        return NULL;
    ws->config = *config;
    ws->all.prev = ws->all.next = &ws->all;
    pthread_mutex_init(&ws->lock, NULL);
    lws_set_log_level(LLL_ERR | LLL_WARN, ws_complaint);
    ws->protocols[0] = (struct lws_protocols){.name = "mmscope.v1",
                                              .callback = ws_callback,
                                              .per_session_data_size = sizeof(struct ws_session),
                                              .rx_buffer_size = 4096,
                                              .tx_packet_size = WS_TX_BYTES};
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    info.protocols = ws->protocols;
    info.user = ws;
    info.gid = -1;
    info.uid = -1;
    info.options = LWS_SERVER_OPTION_VALIDATE_UTF8 | LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
    info.retry_and_idle_policy = &idle;
    ws->lws = lws_create_context(&info);
    ws->vhost = ws->lws ? lws_create_vhost(ws->lws, &info) : NULL;
    if (!ws->vhost || pthread_create(&ws->thread, NULL, ws_main, ws)) {
        log_error("ws", "cannot start libwebsockets");
        if (ws->lws)
            lws_context_destroy(ws->lws);
        free(ws);
        return NULL;
    }
    return ws;
}

void ws_stop(struct ws *ws)
{
    if (!ws)
        return;
    pthread_mutex_lock(&ws->lock);
    ws->stopping = true;
    pthread_mutex_unlock(&ws->lock);
    lws_cancel_service(ws->lws);
    pthread_join(ws->thread, NULL);
    while (ws->dirty) {
        struct viewer *v = ws->dirty;
        ws->dirty = v->dirty_next;
        viewer_put(v);
    }
    while (ws->inbox_count)
        close(ws->inbox[--ws->inbox_count]);
    pthread_mutex_destroy(&ws->lock);
    free(ws);
}
