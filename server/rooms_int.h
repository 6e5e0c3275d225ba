/* rooms_int.h - the inside of the rooms, for rooms.c and rooms_list.c.
 *
 * Owns      struct rooms, its workers.
 */
#ifndef SERVER_ROOMS_INT_H
#define SERVER_ROOMS_INT_H

#include "room.h"

struct worker {
    struct rooms *rooms;
    unsigned index;
    pthread_t thread;
    pthread_cond_t wake;
    struct room *list; /* its rooms, under the lock */
    unsigned room_count;
    struct session_store *store;
    struct room_host host;
};

struct rooms {
    const struct options *options;
    struct traces *traces;
    struct store *store;     /* NULL: none */
    struct lessons *lessons; /* NULL: none */
    pthread_mutex_t lock;
    struct worker *workers;
    unsigned worker_count, room_count;
    bool stopping;
    struct rooms_counts counts; /* steps, events, refused, encode_ns */
};

/* Under the lock. */
struct room *rooms_find(struct rooms *rs, const char *id);

#endif
