/* rooms.h - every room of the server, and the threads that run them.
 *
 * Shape     rooms by id; each belongs to one worker, which alone calls its machine. Other threads
 *           look up a room and leave a job in its bounded queue, in one locked step.
 * Owns      the rooms, the workers, one store of decoded inputs a worker.
 * Invariants
 *   R1  a room's queue holds at most options.queue jobs, urgent ones apart
 *   R2  a room is touched by its worker only, but for its queue and its card
 */
#ifndef SERVER_ROOMS_H
#define SERVER_ROOMS_H

#include "job.h"
#include "options.h"
#include "store.h"
#include "traces.h"

struct rooms;
struct lesson;
struct lessons;

/* POST_LATER: the room is on its way to or from the disk, or there is no place for it now (why). */
enum post { POST_OK, POST_NO_ROOM, POST_FULL, POST_STOPPING, POST_LATER };

/* What a new room is made from. */
struct room_plan {
    const char *id; /* NULL: a random one */
    const char *title;
    const char *lesson;      /* NULL: none */
    const char *scenario;    /* text that is run at once */
    struct lesson *course;   /* NULL: none. A room that follows it keeps a reference */
    const uint64_t *set;     /* values of its sliders; NULL: as written */
    const char *prev, *next; /* its neighbours in the index; NULL none */
    bool is_private;
    bool at_start; /* its cursor stands at the beginning when the scenario has run */
    bool kept;     /* never closed for being idle, made anew by each server: not stored */
    const struct store_row
        *row; /* it is stored already: its row and handle, which the room takes over */
    struct store_room *log;
};
/* What its maker is told. */
struct room_made {
    char id[ROOM_ID_MAX + 1];
    char presenter_token[TOKEN_LEN + 1];
    char viewer_token[TOKEN_LEN + 1]; /* "" for a public room */
};

/* `store` may be NULL: rooms live in memory. */
struct rooms *rooms_start(const struct options *o, struct traces *traces, struct store *store);
/* The lessons that a class may go on to; they outlive the rooms. Before any room is made. */
void rooms_teach(struct rooms *rs, struct lessons *ls);

/* Every job left is answered, workers end; later posts are turned away. Then, when nobody can post
 * any more, free it. NULL is fine. */
void rooms_stop(struct rooms *rs);
void rooms_free(struct rooms *rs);

/* A new room, its scenario queued. 0, or the HTTP status with *why and *limit set. Any thread. */
unsigned rooms_make(struct rooms *rs, const struct room_plan *plan, struct room_made *made,
                    const char **why, uint64_t *limit);

/* Leave a job; on POST_OK the room owns it. A stored room is opened for it. Any thread. */
enum post rooms_post(struct rooms *rs, const char *id, struct job *j);

/* Call `then` when everything about the room that was posted is stored, or is not going to be. Any thread. */
void rooms_then(struct rooms *rs, const char *id, store_then_fn *then, void *ctx);

/* The cards of the public rooms as a JSON array. */
void rooms_list(struct rooms *rs, struct jw *w);

/* For /healthz and /metrics. */
struct rooms_counts {
    uint64_t rooms, broken, queued, steps, events, refused, viewers, encode_ns;
};
void rooms_count(struct rooms *rs, struct rooms_counts *c);

#endif
