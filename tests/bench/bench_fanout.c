/* bench_fanout.c - marks of the live room: one presenter, a thousand viewers on loopback, beside plain send().
 *
 * ready_ms            from exec of the server to its first line
 * fanout_*_ratio      messages of about 300 bytes a second to 1,000 WebSockets, over what send() does to 1,000 sockets
 *                     that the same receiving loop empties, in the same run
 * fanout_p99_ms       from the presenter's send to a viewer's receipt, 60 a second of 4 KB, 20 viewers reading nothing
 *
 * The program is $MMSCOPE_BIN or ./build/mmscope; it is started on a free port and stopped by its pid.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define VIEWERS       1000
#define STALLED       20
#define SMALL_BYTES   300
#define SMALL_COUNT   300
#define SMALL_AHEAD   8 /* messages on their way at once */
#define LARGE_BYTES   4000
#define LARGE_COUNT   240
#define LARGE_EVERY   (1000000000ull / 60)
#define LATENCIES_MAX ((size_t)VIEWERS * LARGE_COUNT)

/* A receiver: counts frames of the kind that is measured, by the mark at the payload's start. */
struct peer {
    int fd;
    uint64_t skip;      /* bytes of the present frame still to come */
    unsigned head_have; /* bytes of a frame's head gathered */
    uint8_t head[64];   /* head and the payload's first bytes */
    uint64_t frames;
};

static struct peer peers[VIEWERS];
static int poller;
static uint64_t counted; /* marked frames, all peers */
static double *latency_ms;
static size_t latency_count;

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

/* ---- receiving ---- */

static const char mark[] = "{\"type\":\"point\",\"select\":\"";
#define MARK_BYTES (sizeof mark - 1)
#define HEAD_BYTES \
    (MARK_BYTES + 4u + 20u) /* the longest head of our frames, the mark, a time of 20 digits */

/* A frame's head and first bytes are here: what is it, and how much of it is still to come? */
static void frame_begin(struct peer *p)
{
    const uint64_t short_length = p->head[1] & 0x7fu;
    const unsigned head = short_length < 126 ? 2u : short_length == 126 ? 4u : 10u;
    uint64_t length = short_length;

    if (short_length == 126)
        length = (uint64_t)p->head[2] << 8 | p->head[3];
    if (short_length == 127) {
        length = 0;
        for (unsigned i = 2; i < 10; i++)
            length = length << 8 | p->head[i];
    }
    p->skip = head + length - p->head_have;
    if (length > HEAD_BYTES && !memcmp(p->head + head, mark, MARK_BYTES)) {
        const uint64_t sent = strtoull((const char *)p->head + head + MARK_BYTES, NULL, 10);

        p->frames++;
        counted++;
        if (latency_ms && latency_count < LATENCIES_MAX)
            latency_ms[latency_count++] = (double)(now_ns() - sent) / 1e6;
    }
}

static void feed(struct peer *p, const uint8_t *data, size_t n)
{
    while (n > 0) {
        if (p->skip > 0) {
            const size_t step = p->skip < n ? (size_t)p->skip : n;

            p->skip -= step;
            data += step;
            n -= step;
            continue;
        }
        p->head[p->head_have++] = *data++;
        n--;
        const unsigned length = p->head_have >= 2 ? p->head[1] & 0x7fu : 127;
        const unsigned whole = length < 126 ? length + 2 : HEAD_BYTES;

        if (p->head_have >= 2 && p->head_have >= (whole < HEAD_BYTES ? whole : HEAD_BYTES)) {
            p->head[p->head_have < sizeof p->head ? p->head_have : sizeof p->head - 1] = 0;
            frame_begin(p);
            p->head_have = 0;
        }
    }
}

/* Empty what has come, for at most `wait_ms`. */
static void receive(int wait_ms)
{
    static uint8_t data[65536];
    struct epoll_event ready[256];
    const int n = epoll_wait(poller, ready, 256, wait_ms);

    for (int i = 0; i < n; i++) {
        struct peer *p = ready[i].data.ptr;
        const ssize_t got = recv(p->fd, data, sizeof data, MSG_DONTWAIT);

        if (got > 0)
            feed(p, data, (size_t)got);
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            die("a viewer lost its connection");
    }
}

static void watch(struct peer *p, int fd)
{
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = p};

    memset(p, 0, sizeof *p);
    p->fd = fd;
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e))
        die("epoll_ctl");
}

/* ---- the server ---- */

static pid_t server;
static int port;

static void stop_server(void)
{
    if (server > 0) {
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
        server = 0;
    }
}

static void start_server(void)
{
    const char *bin = getenv("MMSCOPE_BIN") ? getenv("MMSCOPE_BIN") : "build/mmscope";
    const uint64_t began = now_ns();
    char line[256] = "";
    int pipes[2];

    if (pipe(pipes))
        die("pipe");
    server = fork();
    if (server == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        execl(bin, bin, "serve", "--port", "0", "--max-viewers", "1100",
              "--max-viewers-per-address", "1100", "--rate", "0", "--log", "error", (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    FILE *out = fdopen(pipes[0], "r");

    if (!out || !fgets(line, sizeof line, out) || !strrchr(line, ':'))
        die("the server did not start");
    port = atoi(strrchr(line, ':') + 1);
    printf("ready_ms %.1f ms\n", (double)(now_ns() - began) / 1e6);
    atexit(stop_server);
}

static int dial(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const int on = 1;
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a))
        die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static void send_all(int fd, const void *data, size_t n)
{
    const char *at = data;

    while (n > 0) {
        const ssize_t done = send(fd, at, n, MSG_NOSIGNAL);

        if (done < 0)
            die("send");
        at += done;
        n -= (size_t)done;
    }
}

/* A masked text frame (the mask is zero: its bytes are as they are). */
static void send_text(int fd, const char *text, size_t n)
{
    uint8_t head[8] = {0x81};
    size_t used = 2;

    if (n < 126) {
        head[1] = (uint8_t)(0x80u | n);
    } else {
        head[1] = 0x80 | 126;
        head[2] = (uint8_t)(n >> 8);
        head[3] = (uint8_t)n;
        used = 4;
    }
    memset(head + used, 0, 4);
    used = used + 4 > sizeof head ? sizeof head : used + 4;
    send_all(fd, head, used);
    send_all(fd, text, n);
}

/* The value of "key":"…" in a JSON text. */
static void text_of(const char *json, const char *key, char *out, size_t room)
{
    char pattern[64];
    size_t n = 0;

    snprintf(pattern, sizeof pattern, "\"%s\":\"", key);
    const char *at = strstr(json, pattern);

    for (at = at ? at + strlen(pattern) : ""; *at && *at != '"' && n + 1 < room; at++)
        out[n++] = *at;
    out[n] = 0;
}

static void make_room(char id[64], char token[128])
{
    static const char body[] = "{\"scenario\":\"machine memory=1M\\nsleep 1ms\"}";
    char text[8192];
    size_t have = 0;
    const int fd = dial();

    snprintf(text, sizeof text,
             "POST /api/v1/rooms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
             "Connection: close\r\nContent-Length: %zu\r\n\r\n%s",
             sizeof body - 1, body);
    send_all(fd, text, strlen(text));
    for (ssize_t n;
         have < sizeof text - 1 && (n = recv(fd, text + have, sizeof text - 1 - have, 0)) > 0;)
        have += (size_t)n;
    text[have] = 0;
    close(fd);
    text_of(text, "id", id, 64);
    text_of(text, "presenter_token", token, 128);
    if (!*id || !*token)
        die(text);
}

static int join(const char *id, const char *token)
{
    char text[1024];
    const int fd = dial();

    snprintf(text, sizeof text,
             "GET /ws/v1/rooms/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
             "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mmscope.v1\r\n\r\n",
             id, port);
    send_all(fd, text, strlen(text));
    for (char c, last[4] = ""; memcmp(last, "\r\n\r\n", 4) != 0;) {
        if (recv(fd, &c, 1, 0) != 1)
            die("upgrade");
        memmove(last, last + 1, 3);
        last[3] = c;
    }
    const int n =
        snprintf(text, sizeof text, "{\"type\":\"hello\",\"sections\":[\"machine\"]%s%s%s}",
                 token ? ",\"token\":\"" : "", token ? token : "", token ? "\"" : "");

    send_text(fd, text, (size_t)n);
    return fd;
}

/* ---- measuring ---- */

static void send_point(int fd, size_t bytes)
{
    static char text[LARGE_BYTES + 8];
    int n = snprintf(text, sizeof text, "%s%020llu", mark, (unsigned long long)now_ns());

    memset(text + n, 'x', bytes - (size_t)n - 2);
    memcpy(text + bytes - 2, "\"}", 2);
    send_text(fd, text, bytes);
}

static double room_rate(int presenter)
{
    const uint64_t began = now_ns();

    counted = 0;
    for (unsigned sent = 0; counted < (uint64_t)SMALL_COUNT * VIEWERS;) {
        while (sent < SMALL_COUNT &&
               counted + (uint64_t)SMALL_AHEAD * VIEWERS > (uint64_t)sent * VIEWERS) {
            send_point(presenter, SMALL_BYTES);
            sent++;
        }
        receive(1000);
        if (now_ns() - began > 60000000000ull)
            die("fan-out did not arrive");
    }
    return (double)counted / ((double)(now_ns() - began) / 1e9);
}

struct raw {
    int fd[VIEWERS];
};

static void *raw_sender(void *ctx)
{
    const struct raw *raw = ctx;
    static uint8_t frame[SMALL_BYTES + 4];

    frame[0] = 0x81;
    frame[1] = 126;
    frame[2] = SMALL_BYTES >> 8;
    frame[3] = SMALL_BYTES & 0xff;
    memset(frame + 4, 'x', SMALL_BYTES);
    memcpy(frame + 4, mark, MARK_BYTES);
    for (unsigned k = 0; k < SMALL_COUNT; k++)
        for (unsigned i = 0; i < VIEWERS; i++)
            send_all(raw->fd[i], frame, sizeof frame);
    return NULL;
}

static double raw_rate(void)
{
    static struct peer ends[VIEWERS];
    static struct raw raw;
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t len = sizeof a;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const int server_port = port;
    pthread_t sender;

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&a, sizeof a) || listen(listener, 128) ||
        getsockname(listener, (struct sockaddr *)&a, &len))
        die("listen");
    port = ntohs(a.sin_port);
    for (unsigned i = 0; i < VIEWERS; i++) {
        watch(&ends[i], dial());
        raw.fd[i] = accept(listener, NULL, NULL);
    }
    port = server_port;
    counted = 0;
    const uint64_t began = now_ns();

    pthread_create(&sender, NULL, raw_sender, &raw);
    while (counted < (uint64_t)SMALL_COUNT * VIEWERS)
        receive(1000);
    const double rate = (double)counted / ((double)(now_ns() - began) / 1e9);

    pthread_join(sender, NULL);
    for (unsigned i = 0; i < VIEWERS; i++) {
        close(ends[i].fd);
        close(raw.fd[i]);
    }
    close(listener);
    return rate;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static double latency_p99(int presenter)
{
    for (unsigned i = 0; i < STALLED; i++) /* these read nothing from now on */
        epoll_ctl(poller, EPOLL_CTL_DEL, peers[i].fd, NULL);
    latency_ms = calloc(LATENCIES_MAX, sizeof *latency_ms);
    uint64_t next = now_ns();

    counted = 0;
    for (unsigned sent = 0; sent < LARGE_COUNT;) {
        if (now_ns() >= next) {
            send_point(presenter, LARGE_BYTES);
            sent++;
            next += LARGE_EVERY;
        }
        receive(1);
    }
    for (const uint64_t end = now_ns() + 2000000000ull;
         counted < (uint64_t)LARGE_COUNT * (VIEWERS - STALLED) && now_ns() < end;)
        receive(10);
    qsort(latency_ms, latency_count, sizeof *latency_ms, by_value);
    return latency_count ? latency_ms[latency_count * 99 / 100] : -1;
}

int main(void)
{
    struct rlimit files = {8192, 8192};
    char id[64];
    char token[128];

    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    poller = epoll_create1(0);
    start_server();
    make_room(id, token);
    for (unsigned i = 0; i < VIEWERS; i++)
        watch(&peers[i], join(id, NULL));
    const int presenter = join(id, token);

    for (const uint64_t end = now_ns() + 1500000000ull;
         now_ns() < end;) /* welcomes and snapshots */
        receive(50);
    double best[2] = {0, 0};

    for (unsigned pass = 0; pass < 3; pass++) { /* interleaved: the machine is shared */
        const double mine = room_rate(presenter);
        const double limit = raw_rate();

        best[0] = mine > best[0] ? mine : best[0];
        best[1] = limit > best[1] ? limit : best[1];
    }
    printf("fanout_1000x300 %.0f messages/s\n", best[0]);
    printf("fanout_1000x300_limit %.0f messages/s\n", best[1]);
    printf("fanout_1000x300_ratio %.3f of_limit\n", best[0] / best[1]);
    printf("fanout_p99_ms %.1f ms\n", latency_p99(presenter));
    printf("fanout_received %.3f of_sent\n",
           (double)counted / ((double)LARGE_COUNT * (VIEWERS - STALLED)));
    return 0;
}
