/* viewer.h - one WebSocket: its bounded queue, and what the page at its end already has.
 *
 * Shape     any thread pushes shared messages; the WebSocket thread takes and writes them. When the
 *           queue would overflow all of it is dropped and the viewer waits for its next snapshot:
 *           changes cannot be left out one by one.
 * Owns      a reference to each queued message. The viewer itself is counted: the WebSocket thread
 *           holds one reference, a room that it joined another.
 * Units     positions are seq numbers.
 * Invariants
 *   V1  queued messages <= queue_max and queued bytes <= bytes_max
 *   V2  the segments of the window follow one another without gap: segment[i].to == segment[i+1].from
 */
#ifndef SERVER_VIEWER_H
#define SERVER_VIEWER_H

#include "buf.h"
#include "token.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { VIEWER_WINDOW = 256, VIEWER_NAME_LEN = 24, VIEWER_ADDRESS_LEN = 46, VIEWER_VOTER_LEN = 40 };

struct ws;

/* Positions from..to that the page can stand at; `opaque`: only at its two ends. */
struct segment {
    uint64_t from, to;
    bool opaque;
};

struct viewer {
    atomic_uint refs;
    struct ws *ws;
    char name[VIEWER_NAME_LEN]; /* "v12" */
    char room_id[ROOM_ID_MAX + 1];
    char address[VIEWER_ADDRESS_LEN];

    pthread_mutex_t lock; /* from here to `overflowed` */
    struct buf **queue;   /* a ring of queue_max */
    unsigned queue_head, queue_count, queue_max;
    size_t bytes, bytes_max;
    uint64_t dropped;
    bool closed;     /* the socket is gone */
    bool ending;     /* close it once the queue is empty */
    bool recovering; /* the room was asked for a snapshot */
    bool overflowed; /* everything was dropped; a snapshot is wanted */

    /* the WebSocket thread's */
    void *wsi;
    struct viewer *prev, *next, *dirty_next;
    bool dirty; /* under the ws lock */
    bool greeted;
    struct writer incoming;
    double tokens; /* messages it may send now */
    uint64_t tokens_ms;

    /* the room's worker's */
    bool joined, presenter, detached;
    char voter[VIEWER_VOTER_LEN + 1]; /* who it is over several connections; "" its name */
    uint32_t sections;                /* bit i: section i of the room's encoder */
    uint64_t at_seq;                  /* where it stands, followed or own */
    struct segment window[VIEWER_WINDOW];
    unsigned window_count;
    struct viewer *room_prev, *room_next;
};

/* A viewer with one reference, or NULL. */
struct viewer *viewer_new(struct ws *ws, uint64_t number, unsigned queue_max, size_t bytes_max);
struct viewer *viewer_get(struct viewer *v);
void viewer_put(struct viewer *v);

/* Queue one message (a reference is added; NULL does nothing). true when the WebSocket thread has
 * to be woken. On overflow everything queued is dropped. Any thread. */
bool viewer_push(struct viewer *v, struct buf *message);

/* The next message to write, its reference handed over; NULL when there is none. */
struct buf *viewer_take(struct viewer *v);

/* After an overflow, once: true. The room is asked for a snapshot; until it calls viewer_reopen, just
 * before sending one, nothing is queued, so that no message can slip in between. */
bool viewer_recover(struct viewer *v);
void viewer_reopen(struct viewer *v);

/* The socket is gone: drop the queue, drop every later push. */
void viewer_close(struct viewer *v);

/* Is the socket gone? */
bool viewer_gone(struct viewer *v);

/* Add a segment behind (or before) the window; the far end is dropped when it is full. */
void viewer_append(struct viewer *v, struct segment s);
void viewer_prepend(struct viewer *v, struct segment s);

/* Can the page stand at seq with what it has? */
bool viewer_holds(const struct viewer *v, uint64_t seq);

static inline uint64_t viewer_low(const struct viewer *v)
{
    return v->window[0].from;
}
static inline uint64_t viewer_high(const struct viewer *v)
{
    return v->window[v->window_count - 1].to;
}

#endif
