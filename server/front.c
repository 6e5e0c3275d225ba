#define _GNU_SOURCE 1
#include "front.h"

#include "classify.h"
#include "log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { FRONT_EVENTS = 64, FRONT_PEEK_MAX = 16384 };

/* A socket whose owner is not known yet; a doubly linked list, oldest first. */
struct pending {
    struct pending *prev, *next;
    int fd;
    time_t deadline_s;
    struct sockaddr_storage peer;
    socklen_t peer_len;
    bool dead; /* freed at the end of the round, since epoll may still name it */
};

struct front {
    struct front_config config;
    pthread_t thread;
    int listen_fd, epoll_fd, stop_fd;
    uint16_t port;
    struct pending list; /* sentinel */
    struct pending *dead;
    unsigned pending_count;
    char peek[FRONT_PEEK_MAX];
};

void front_address(const struct sockaddr *peer, char text[FRONT_ADDRESS_LEN])
{
    const void *bytes = NULL;
    int family = peer->sa_family;

    if (family == AF_INET) {
        bytes = &((const struct sockaddr_in *)(const void *)peer)->sin_addr;
    } else if (family == AF_INET6) {
        const struct in6_addr *a = &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
        bytes = a;
        if (IN6_IS_ADDR_V4MAPPED(a)) {
            family = AF_INET;
            bytes = a->s6_addr + 12;
        }
    }
    if (!bytes || !inet_ntop(family, bytes, text, FRONT_ADDRESS_LEN))
        strcpy(text, "?");
}

static time_t now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* Take p out of the list; its socket is no longer ours when `keep_fd`. */
static void pending_end(struct front *f, struct pending *p, bool keep_fd)
{
    epoll_ctl(f->epoll_fd, EPOLL_CTL_DEL, p->fd, NULL);
    if (!keep_fd)
        close(p->fd);
    p->prev->next = p->next;
    p->next->prev = p->prev;
    f->pending_count--;
    p->dead = true;
    p->next = f->dead;
    f->dead = p;
}

static void front_look(struct front *f, struct pending *p)
{
    size_t max = f->config.head_max < FRONT_PEEK_MAX ? f->config.head_max : FRONT_PEEK_MAX;
    ssize_t n = recv(p->fd, f->peek, max, MSG_PEEK | MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        pending_end(f, p, false);
        return;
    }
    int fd = p->fd;
    switch (classify(f->peek, (size_t)n, max, f->config.origin)) {
    case OWNER_UNDECIDED: return;
    case OWNER_WS:
        pending_end(f, p, true);
        f->config.on_ws(f->config.context, fd);
        return;
    case OWNER_HTTP:
        pending_end(f, p, true);
        f->config.on_http(f->config.context, fd, (struct sockaddr *)&p->peer, p->peer_len);
        return;
    }
}

static void front_accept(struct front *f)
{
    int one = 1;

    for (unsigned i = 0; i < FRONT_EVENTS; i++) {
        struct pending *p = calloc(1, sizeof *p);
        if (!p)
            return;
        p->peer_len = sizeof p->peer;
        p->fd = accept4(f->listen_fd, (struct sockaddr *)&p->peer, &p->peer_len,
                        SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (p->fd < 0) {
            if (errno == EMFILE || errno == ENFILE)
                log_warn("front", "no more sockets: %s", strerror(errno));
            free(p);
            return;
        }
        setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (f->pending_count == FRONT_PENDING_MAX)
            pending_end(f, f->list.next, false);
        p->deadline_s = now_s() + (time_t)f->config.head_s;
        p->prev = f->list.prev;
        p->next = &f->list;
        p->prev->next = f->list.prev = p;
        f->pending_count++;
        struct epoll_event e = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.ptr = p};
        if (epoll_ctl(f->epoll_fd, EPOLL_CTL_ADD, p->fd, &e))
            pending_end(f, p, false);
    }
}

static void front_expire(struct front *f)
{
    time_t now = now_s();

    while (f->list.next != &f->list && f->list.next->deadline_s <= now)
        pending_end(f, f->list.next, false);
}

static void front_bury(struct front *f)
{
    while (f->dead) {
        struct pending *p = f->dead;
        f->dead = p->next;
        free(p);
    }
}

static void *front_main(void *arg)
{
    struct front *f = arg;
    struct epoll_event events[FRONT_EVENTS];
    time_t ticked = now_s();

    for (;;) {
        int n = epoll_wait(f->epoll_fd, events, FRONT_EVENTS, 500);
        for (int i = 0; i < n; i++) {
            struct pending *p = events[i].data.ptr;
            if (p == (void *)&f->stop_fd)
                return NULL;
            if (!p)
                front_accept(f);
            else if (!p->dead)
                front_look(f, p);
        }
        front_expire(f);
        front_bury(f);
        if (now_s() != ticked) {
            ticked = now_s();
            f->config.on_tick(f->config.context);
        }
    }
}

/* A listening socket on one resolved address, or -1 with errno. */
static int front_bind(const struct addrinfo *a)
{
    int one = 1, zero = 0;
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (a->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero);
    if (bind(fd, a->ai_addr, a->ai_addrlen) || listen(fd, 512)) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static bool front_listen(struct front *f, char *problem, size_t size)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    struct sockaddr_storage bound;
    socklen_t len = sizeof bound;
    char port[8];

    snprintf(port, sizeof port, "%u", f->config.port);
    int status = getaddrinfo(f->config.host, port, &hints, &found);
    if (status) {
        snprintf(problem, size, "--host %s: %s", f->config.host, gai_strerror(status));
        return false;
    }
    f->listen_fd = -1;
    for (const struct addrinfo *a = found; a && f->listen_fd < 0; a = a->ai_next)
        f->listen_fd = front_bind(a);
    freeaddrinfo(found);
    if (f->listen_fd < 0) {
        snprintf(problem, size, "cannot listen on %s port %u: %s", f->config.host, f->config.port,
                 strerror(errno));
        return false;
    }
    getsockname(f->listen_fd, (struct sockaddr *)&bound, &len);
    f->port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&bound)->sin6_port
                                                : ((struct sockaddr_in *)(void *)&bound)->sin_port);
    return true;
}

struct front *front_start(const struct front_config *config, char *problem, size_t size)
{
    struct front *f = calloc(1, sizeof *f);

    if (!f) {
        snprintf(problem, size, "out of memory");
        return NULL;
    }
    f->config = *config;
    f->list.prev = f->list.next = &f->list;
    if (!front_listen(f, problem, size)) {
        free(f);
        return NULL;
    }
    f->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    f->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event on_listen = {.events = EPOLLIN, .data.ptr = NULL};
    struct epoll_event on_stop = {.events = EPOLLIN, .data.ptr = &f->stop_fd};
    epoll_ctl(f->epoll_fd, EPOLL_CTL_ADD, f->listen_fd, &on_listen);
    epoll_ctl(f->epoll_fd, EPOLL_CTL_ADD, f->stop_fd, &on_stop);
    if (pthread_create(&f->thread, NULL, front_main, f)) {
        snprintf(problem, size, "cannot start a thread");
        close(f->listen_fd);
        close(f->epoll_fd);
        close(f->stop_fd);
        free(f);
        return NULL;
    }
    return f;
}

uint16_t front_port(const struct front *f)
{
    return f->port;
}

void front_stop(struct front *f)
{
    uint64_t one = 1;

    if (!f)
        return;
    ssize_t written = write(f->stop_fd, &one, sizeof one);
    (void)written; /* an eventfd at zero always takes one */
    pthread_join(f->thread, NULL);
    while (f->list.next != &f->list)
        pending_end(f, f->list.next, false);
    front_bury(f);
    close(f->listen_fd);
    close(f->epoll_fd);
    close(f->stop_fd);
    free(f);
}
