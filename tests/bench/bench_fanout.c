/* bench_fanout.c - one message to a thousand viewers: libwebsockets with shared buffers against raw send().
 *
 * fanout_1000x300_ratio   messages a second, as a part of what plain send() reaches in the same passes
 * fanout_p99_ms           time from push to arrival, 60 messages of 5 KB a second, 20 viewers not reading
 */
#include "buf.h"
#include "options.h"
#include "ws.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CLIENTS = 1000,
    PASSES = 5,
    ROUNDS = 192,
    BURST = 64,
    SMALL = 300,
    LARGE = 5000,
    STALLED = 20
};
enum { PACED = 180, HEAD_SMALL = 4 }; /* frame head of 126..65535 bytes */

static int client[CLIENTS], server[CLIENTS];
static struct viewer *viewer[CLIENTS];
static unsigned viewers;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_ullong received;
static atomic_bool done;
static int reader_epoll;
static double *arrivals; /* ms since sent_at of the message each chunk completes */
static size_t arrival_count;
static _Atomic double sent_at;
static atomic_bool timing;

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const char *what)
{
    fprintf(stderr, "bench_fanout: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* CLIENTS loopback connections; client[i] is read by the reader, server[i] written. */
static void connect_all(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 512) ||
        getsockname(listener, (struct sockaddr *)&at, &len))
        die("listen");
    for (int i = 0; i < CLIENTS; i++) {
        client[i] = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(client[i], (struct sockaddr *)&at, sizeof at))
            die("connect");
        server[i] = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        setsockopt(server[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    close(listener);
}

static void *reader(void *arg)
{
    static char bytes[1 << 16];
    struct epoll_event events[256];

    (void)arg;
    while (!atomic_load(&done)) {
        int n = epoll_wait(reader_epoll, events, 256, 50);
        for (int i = 0; i < n; i++) {
            ssize_t got = recv(events[i].data.fd, bytes, sizeof bytes, MSG_DONTWAIT);
            if (got <= 0)
                continue;
            atomic_fetch_add(&received, (unsigned long long)got);
            if (atomic_load(&timing) && arrival_count < (size_t)CLIENTS * PACED * 2)
                arrivals[arrival_count++] = (now_s() - atomic_load(&sent_at)) * 1e3;
        }
    }
    return NULL;
}

static void read_from(int first, int last, bool on)
{
    for (int i = first; i < last; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.fd = client[i]};
        epoll_ctl(reader_epoll, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, client[i], &e);
    }
}

static void wait_received(unsigned long long bytes)
{
    while (atomic_load(&received) < bytes)
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
}

/* The same sockets while libwebsockets is idle; the readers count bytes and do not mind. */
static double raw_rate(void)
{
    char message[SMALL + HEAD_SMALL] = {0};
    unsigned long long before = atomic_load(&received), sent = 0;
    double began = now_s();

    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++)
            while (send(server[i], message, sizeof message, MSG_NOSIGNAL) < 0)
                if (errno != EAGAIN)
                    die("send");
        sent += CLIENTS * sizeof message;
        if (round % BURST == BURST - 1)
            wait_received(before + sent);
    }
    wait_received(before + sent);
    return ROUNDS * CLIENTS / (now_s() - began);
}

static double ws_rate(void)
{
    char text[SMALL];
    unsigned long long before = atomic_load(&received), sent = 0;
    double began = now_s();

    memset(text, 'x', sizeof text);
    for (int round = 0; round < ROUNDS; round++) {
        struct buf *message = buf_new(text, sizeof text);
        for (unsigned i = 0; i < viewers; i++)
            ws_send(viewer[i], message);
        buf_put(message);
        sent += (unsigned long long)viewers * (SMALL + HEAD_SMALL);
        if (round % BURST ==
            BURST - 1) /* no queue may overflow: this measures writing, not dropping */
            wait_received(before + sent);
    }
    wait_received(before + sent);
    return ROUNDS * (double)viewers / (now_s() - began);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void ws_paced(void)
{
    char text[LARGE];

    memset(text, 'y', sizeof text);
    arrivals = calloc((size_t)CLIENTS * PACED * 2, sizeof *arrivals);
    read_from(0, STALLED, false);
    atomic_store(&timing, true);
    for (int i = 0; i < PACED; i++) {
        double began = now_s();
        struct buf *message = buf_new(text, sizeof text);
        atomic_store(&sent_at, began);
        for (unsigned k = 0; k < viewers; k++)
            ws_send(viewer[k], message);
        buf_put(message);
        double left = 1.0 / 60 - (now_s() - began);
        if (left > 0)
            nanosleep(&(struct timespec){.tv_nsec = (long)(left * 1e9)}, NULL);
    }
    atomic_store(&timing, false);
    read_from(0, STALLED, true);
    if (!arrival_count)
        return;
    qsort(arrivals, arrival_count, sizeof *arrivals, ascending);
    printf("fanout_p50_ms %.1f ms\n", arrivals[arrival_count / 2]);
    printf("fanout_p99_ms %.1f ms\n", arrivals[arrival_count * 99 / 100]);
    free(arrivals);
}

static bool on_message(void *context, struct viewer *v, const char *text, size_t len)
{
    (void)context;
    (void)text;
    (void)len;
    pthread_mutex_lock(&lock);
    viewer[viewers++] = viewer_get(v);
    pthread_mutex_unlock(&lock);
    return true;
}

static void on_nothing(void *context, struct viewer *v)
{
    (void)context;
    (void)v;
}

/* Upgrade every connection by hand and say hello, so that each has a viewer. */
static void upgrade_all(struct ws *ws)
{
    static const char head[] =
        "GET /ws/v1/rooms/bench HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: "
        "Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Protocol: mmscope.v1\r\n\r\n";
    static const char hello[] = "\x81\x82\0\0\0\0{}"; /* masked with zero */
    char answer[512];

    for (int i = 0; i < CLIENTS; i++) {
        if (send(client[i], head, sizeof head - 1, 0) < 0)
            die("upgrade");
        ws_adopt(ws, server[i]);
        if (recv(client[i], answer, sizeof answer, 0) <= 0 || !strstr(answer, " 101 "))
            die("upgrade refused");
        if (send(client[i], hello, 8, 0) < 0)
            die("hello");
    }
    for (unsigned n = 0; n < CLIENTS; nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL)) {
        pthread_mutex_lock(&lock);
        n = viewers;
        pthread_mutex_unlock(&lock);
    }
}

int main(void)
{
    struct options o;
    struct rlimit files;
    char problem[200];
    pthread_t thread;
    double raw[PASSES], ws_pass[PASSES];

    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    options_read(&o, 0, NULL, problem, sizeof problem);
    o.max_viewers_per_address = CLIENTS * 2;
    struct ws_config config = {&o, NULL, on_message, on_nothing, on_nothing};
    reader_epoll = epoll_create1(0);
    pthread_create(&thread, NULL, reader, NULL);
    connect_all();
    struct ws *ws = ws_start(&config);
    upgrade_all(ws);
    read_from(0, CLIENTS, true);
    for (int i = 0; i < PASSES; i++) {
        raw[i] = raw_rate();
        ws_pass[i] = ws_rate();
    }
    qsort(raw, PASSES, sizeof raw[0], ascending);
    qsort(ws_pass, PASSES, sizeof ws_pass[0], ascending);
    printf("fanout_1000x300 %.0f messages/s\n", ws_pass[PASSES / 2]);
    printf("fanout_1000x300_raw %.0f messages/s\n", raw[PASSES / 2]);
    printf("fanout_1000x300_ratio %.2f ratio\n", ws_pass[PASSES / 2] / raw[PASSES / 2]);
    ws_paced();
    ws_stop(ws);
    for (unsigned i = 0; i < viewers; i++)
        viewer_put(viewer[i]);
    atomic_store(&done, true);
    pthread_join(thread, NULL);
    return 0;
}
