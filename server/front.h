/* front.h - the one port: accept, look at the first bytes, hand the socket to its owner.
 *
 * Shape     one thread, one epoll. Bytes are peeked (MSG_PEEK), never consumed, so that the owner
 *           reads the whole request itself. Edge-triggered: an unread partial head must not spin.
 * Units     _s seconds of the monotonic clock.
 * Owns      the listening socket and every socket not yet handed over.
 * Invariants
 *   F1  an undecided socket is closed head_s seconds after it was accepted
 *   F2  at most FRONT_PENDING_MAX sockets are undecided; one more closes the oldest
 */
#ifndef SERVER_FRONT_H
#define SERVER_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { FRONT_PENDING_MAX = 1024, FRONT_ADDRESS_LEN = 46 };

struct front;

struct front_config {
    const char *host;
    uint16_t port; /* 0: any */
    unsigned head_s;
    size_t head_max;
    const char *origin;
    void *context;
    /* The socket is the callee's from here on. */
    void (*on_http)(void *context, int fd, const struct sockaddr *peer, socklen_t len);
    void (*on_ws)(void *context, int fd);
    void (*on_tick)(void *context); /* about once a second */
};

/* Listen and start the thread. NULL: `problem` (size bytes) says why. `config` is copied; its
 * strings must outlive the front. */
struct front *front_start(const struct front_config *config, char *problem, size_t size);

/* The port listened on. */
uint16_t front_port(const struct front *f);

/* Stop accepting, close what is undecided, join the thread, free. NULL is fine. */
void front_stop(struct front *f);

/* The peer's address as text; an IPv4 address mapped into IPv6 as plain IPv4. */
void front_address(const struct sockaddr *peer, char text[FRONT_ADDRESS_LEN]);

#endif
