/* ws.h - WebSockets by libwebsockets: one thread, adopted sockets, shared messages.
 *
 * Shape     the front thread hands over sockets whose upgrade was checked whole. Other threads only
 *           push to viewers and call ws_wake; the WebSocket thread does all writing. Messages that
 *           come in are gathered with their limit and given to ws_config.on_message.
 * Owns      the context and one reference to every connected viewer.
 * Invariants
 *   S1  a viewer that has not said hello HELLO_S seconds after the upgrade is closed
 *   S2  no message is copied on the way out: the frame head is written into its BUF_PRE bytes
 */
#ifndef SERVER_WS_H
#define SERVER_WS_H

#include "viewer.h"

#include <stddef.h>

enum { HELLO_S = 3 };

struct options;
struct ws;

struct ws_config {
    const struct options *options;
    void *context;
    /* One whole message of a viewer, NUL-terminated; the first has v->greeted false. false: the
     * connection ends (push a bye first). */
    bool (*on_message)(void *context, struct viewer *v, const char *text, size_t len);
    /* The socket is gone. */
    void (*on_close)(void *context, struct viewer *v);
    /* An overflowed viewer can take messages again and needs a snapshot. */
    void (*on_recovered)(void *context, struct viewer *v);
};

/* Start the thread; NULL on failure, logged. `config` is copied. */
struct ws *ws_start(const struct ws_config *config);

/* Take over a socket. From the front thread. */
void ws_adopt(struct ws *ws, int fd);

/* Push and make sure it gets written. Any thread. */
void ws_send(struct viewer *v, struct buf *message);

/* Push `last` (may be NULL) and close once everything is written. Any thread. */
void ws_end(struct viewer *v, struct buf *last);

/* Viewers connected now, and messages dropped so far. */
void ws_counts(struct ws *ws, uint64_t *viewers, uint64_t *dropped);

/* Say bye to everybody, wait shortly for it to be written, close, join. NULL is fine. */
void ws_stop(struct ws *ws);

#endif
