/* store.h - rooms that last: the command log of every room in SQLite.
 *
 * Shape     one file, DIR/rooms.db (WAL), one writer thread. Whoever changes a room posts small operations to a
 *           bounded queue and goes on; the writer takes all that wait, writes them in one transaction, and then calls
 *           those who asked to be told (store_then). Reading has a connection of its own. DIR/lock is held as long as
 *           the server runs: a second one on the same DIR is told and keeps its rooms in memory.
 *           A room is a row and its lines: the steps, and what must be known between them (kept values, notes, the
 *           machine line). Checkpoints are never stored. A log that is replaced whole (store_reset) is written beside
 *           the old one and takes its place in one transaction.
 * Units     positions are seq numbers; _s seconds since 1970; _ms of the monotonic clock.
 * Owns      the database, the writer, the operations not yet written. A handle (struct store_room) is counted.
 * Threads   every function here may be called by any thread; the operations of one room by one at a time, in order.
 * Invariants
 *   T1  a store_then of outcome STORE_KEPT is called after COMMIT of everything posted before it, never earlier
 *   T2  what is on disk of a room is a prefix of what was posted for it
 *   T3  a database of a newer schema, a damaged one or one that is not ours is not written to
 */
#ifndef SERVER_STORE_H
#define SERVER_STORE_H

#include "token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_HASH_LEN = 64, STORE_WHY_LEN = 240, STORE_SCHEMA = 1, STORE_TITLE_LEN = 96 };

struct store;
struct store_room; /* one room in it, held by whoever runs it */

struct store_config {
    const char *dir;      /* NULL: memory only */
    bool full;            /* synchronous = FULL: an fsync before every acknowledgement */
    uint64_t keep_days;   /* rooms unused for longer are forgotten; 0: never */
    uint64_t queue_bytes; /* bound of the queue; 0: 64 MiB */
    uint64_t pages_max;   /* tests: PRAGMA max_page_count; 0: none */
    const char *vfs;      /* tests: a VFS of SQLite; NULL: the usual */
    unsigned retry_ms;    /* after a commit that failed; 0: 1000 */
};

/* NULL only when memory is out: a database that cannot be used makes a store of state STORE_MEMORY, with the reason
 * in its status and on stderr. Makes DIR if need be. */
struct store *store_open(const struct store_config *config);
/* Write what waits, call everybody who is to be told, close the database; what comes later is not stored. */
void store_stop(struct store *s);
/* store_stop, and free it: when nobody holds it any more. NULL is fine, for both. */
void store_free(struct store *s);

enum store_state {
    STORE_OK,
    STORE_MEMORY, /* nothing is stored: --data none, or the database cannot be used (why) */
    STORE_FAILING /* the last commit failed (why); what waits is tried again */
};
struct store_status {
    enum store_state state;
    bool wanted; /* a folder was given */
    char path[512], why[STORE_WHY_LEN];
    uint64_t queued, queued_bytes, lag_ms; /* operations not yet committed; age of the oldest */
    uint64_t commits, lines, errors, commit_ns;
};
void store_status(struct store *s, struct store_status *out);

/* Was a folder given? NULL: no. */
bool store_wanted(const struct store *s);

/* The queue is more than half full: produce no more for a while. */
bool store_crowded(struct store *s);

/* ---- rooms ---- */

struct store_row {
    char id[ROOM_ID_MAX + 1], parent[ROOM_ID_MAX + 1], lesson[ROOM_ID_MAX + 1];
    char title[STORE_TITLE_LEN];
    char presenter[STORE_HASH_LEN + 1],
        viewer[STORE_HASH_LEN + 1]; /* SHA-256 of the tokens; "" none */
    bool is_public;
    uint64_t parent_step;
    uint64_t at_seq, at_step; /* the cursor */
    uint64_t steps, head_seq;
    uint64_t at_hash,
        head_hash; /* of store_room_open alone: after that step; 0 unknown (booted, inside a step) */
    uint64_t begun; /* number of the STORE_BEGIN whose lines never came to their end; 0 none */
    uint64_t made_s, used_s;
    char *extra;  /* malloc'ed JSON of whoever keeps more than a log (lessons); NULL none */
    char *broken; /* malloc'ed: the line on which it broke, and why; NULL: it did not */
};
void store_row_fini(struct store_row *row);

/* A new room; its row is copied. NULL when nothing is stored (every function below takes NULL and does nothing). */
struct store_room *store_room_new(struct store *s, const struct store_row *row);
/* A room that is there; its row is read. NULL: it is not there (why[0] == 0), or cannot be read (why). */
struct store_room *store_room_open(struct store *s, const char *id, struct store_row *row,
                                   char why[STORE_WHY_LEN]);
/* Is it there? No handle is made. */
bool store_room_known(struct store *s, const char *id);
/* Done with it. What was posted is still written. */
void store_room_put(struct store_room *h);
/* Is what was posted for it stored, or going to be? */
bool store_room_stored(struct store_room *h);

/* Is everything posted for it committed (or given up)? */
bool store_room_settled(struct store_room *h);

/* The public rooms, last used first, at most `max`. */
void store_list(struct store *s, unsigned max, void (*each)(void *ctx, const struct store_row *row),
                void *ctx);

/* ---- the log ---- */

enum store_kind {
    STORE_MACHINE = 'm', /* "machine ..." */
    STORE_STEP = 's',
    STORE_NOTE = 'n',    /* a note line */
    STORE_KEPT_AS = 'k', /* a kept value, as session_kept gives it */
    STORE_TROUBLE = 't', /* what was wrong with the scenario the room was made of, as JSON */
    STORE_OUTPUT = 'o',  /* what was printed last; one that follows another takes its place */
    STORE_BEGIN =
        'b' /* store_begin: text is the scenario, status 1: then the cursor goes to the start */
};
struct store_line {
    enum store_kind kind;
    unsigned status;    /* enum session_status of a step */
    uint32_t model;     /* MM_MODEL_VERSION that made it */
    uint64_t n;         /* place in the log, from 1; set by store_line */
    uint64_t step, seq; /* after it */
    uint64_t turns;     /* of a stopped step: the position it reached */
    uint64_t hash;      /* of the whole state after it */
    const char *text;
    size_t text_bytes;
};
void store_line(struct store_room *h, const struct store_line *line);
/* Lines after number `n`, at most `max`, in order. false: they cannot be read (why). Pointers are good in the call. */
bool store_lines(struct store_room *h, uint64_t n, unsigned max,
                 void (*each)(void *ctx, const struct store_line *line), void *ctx,
                 char why[STORE_WHY_LEN]);
/* Lines after number `n` are forgotten; the next one is n + 1. */
void store_cut(struct store_room *h, uint64_t n);
/* The lines up to store_end belong together: when only some of them are there the room comes back without any, and
 * the scenario (NULL: none) is run again. */
void store_begin(struct store_room *h, const char *scenario, bool to_start);
void store_end(struct store_room *h);
/* The log begins anew: lines from here on take the place of the old ones when store_reset_done is committed. */
void store_reset(struct store_room *h);
void store_reset_done(struct store_room *h);
/* A new room whose log is the parent's up to the end of `step`, which is at `seq`. */
void store_branch(struct store_room *h, struct store_room *parent, uint64_t step, uint64_t seq);

void store_cursor(struct store_room *h, uint64_t seq, uint64_t step);
void store_presenter(struct store_room *h, const char *hash);
void store_extra(struct store_room *h, const char *json);
void store_broken(struct store_room *h, const char *text);
/* The answer to a request with a key, and the end of what store_begin began; the last STORE_KEYS of a room stay. */
enum { STORE_KEYS = 32, STORE_KEY_BODY = 65536 };
void store_key(struct store_room *h, const char *key, const void *body, size_t len);
void store_keys(struct store_room *h,
                void (*each)(void *ctx, const char *key, const void *body, size_t len), void *ctx);
/* It is used. */
void store_touch(struct store_room *h);
/* Forget the room and its log. */
void store_delete(struct store_room *h);

/* Is an upload of this name used by a room that is kept? */
bool store_uses(struct store *s, const char *upload);

/* ---- being told ---- */

enum store_outcome {
    STORE_KEPT,    /* committed */
    STORE_NOTHING, /* it is not stored, and somebody was told so before */
    STORE_FAILED   /* it is not stored, and this is the first to be told; status says why */
};
typedef void store_then_fn(void *ctx, enum store_outcome outcome);
/* Call `then` once everything posted so far for h is committed, or cannot be. By the writer; at once, by the caller,
 * when h is NULL. */
void store_then(struct store_room *h, store_then_fn *then, void *ctx);

#endif
