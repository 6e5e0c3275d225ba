/* store_int.h - the inside of the store: for the store*.c files alone.
 *
 * Owns      struct store, its handles, its operations.
 * Threads   `lock` guards the queue, the list of handles and the status; the writer's connection and statements are
 *           the writer's alone, the reader's are guarded by `read_lock`. Never both locks, `read_lock` first.
 */
#ifndef SERVER_STORE_INT_H
#define SERVER_STORE_INT_H

#include "store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

enum op_kind {
    OP_NEW,
    OP_LINE,
    OP_CUT,
    OP_RESET,
    OP_RESET_DONE,
    OP_BRANCH,
    OP_BEGUN,
    OP_CURSOR,
    OP_PRESENTER,
    OP_EXTRA,
    OP_BROKEN,
    OP_KEY,
    OP_TOUCH,
    OP_DELETE,
    OP_THEN
};

struct op {
    struct op *next;
    enum op_kind kind;
    struct store_room *room, *other;
    struct store_row *row;  /* OP_NEW */
    struct store_line line; /* OP_LINE; its text is `text` */
    int64_t gen;
    uint64_t a, b;
    store_then_fn *then;
    void *ctx;
    uint64_t at_ms;
    size_t bytes, len;
    char key[64];
    bool absent; /* the text is NULL */
    char text[];
};

struct store_room {
    struct store *store;
    struct store_room *next; /* under the lock */
    unsigned refs;           /* under the lock */
    unsigned pending;        /* operations not yet committed; under the lock */
    bool dead;               /* what comes is not stored any more; under the lock */
    atomic_bool told;        /* somebody learnt that it is not stored at present */
    char id[ROOM_ID_MAX + 1];
    int64_t num;

    /* who posts */
    int64_t gen;
    uint64_t n;
    uint64_t touched_s;
    bool begun, output_last; /* the last line is a STORE_OUTPUT */

    /* the writer's */
    bool resetting, dirty, extra_set;
    uint64_t steps, head_seq, at_seq, at_step, begun_n;
    char *extra;
};

/* Statements of the writer. */
enum write_sql {
    W_BEGIN,
    W_COMMIT,
    W_ROLLBACK,
    W_NEW,
    W_LINE,
    W_CUT,
    W_INPUT,
    W_STATE,
    W_EXTRA,
    W_GEN,
    W_OLD,
    W_BRANCH,
    W_BRANCH_INPUT,
    W_PRESENTER,
    W_BROKEN,
    W_KEY,
    W_KEYS_OLD,
    W_DROP_LINES,
    W_DROP_KEYS,
    W_DROP_INPUTS,
    W_DROP,
    W_EXPIRED,
    W_COUNT
};
enum read_sql { R_ROOM, R_KNOWN, R_LINES, R_LIST, R_KEYS, R_USES, R_COUNT };

struct store {
    struct store_config config;
    char dir[480], path[512];
    int lock_fd;
    bool started;
    pthread_t thread;

    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct op *head, **tail; /* waiting */
    struct op *batch;        /* being written, or to be tried again */
    struct store_room *handles;
    enum store_state state;
    bool closing;
    char why[STORE_WHY_LEN];
    uint64_t queued, queued_bytes, commits, lines, errors, commit_ns;
    uint64_t retry_at_ms, expire_at_ms;
    int64_t num_last;

    sqlite3 *db;
    sqlite3_stmt *write[W_COUNT];

    pthread_mutex_t read_lock;
    sqlite3 *reader;
    sqlite3_stmt *read[R_COUNT];
};

uint64_t store_now_ms(void);
uint64_t store_now_s(void);

/* store_sql.c: open both connections; false: why. */
bool store_sql_open(struct store *s, char why[STORE_WHY_LEN]);
void store_sql_close(struct store *s);
/* One transaction of the whole batch. false: nothing of it is there; why. *lost: trying again is of no use. */
bool store_sql_write(struct store *s, struct op *batch, char why[STORE_WHY_LEN], bool *lost);
/* Forget the rooms unused since before `s`; `open` says which must stay. */
void store_sql_expire(struct store *s, uint64_t before_s);
/* A prepared statement at its beginning, its values bound: i an int64, t a text (NULL: null), b bytes and length. */
int store_sql_run(sqlite3_stmt *q, const char *types, ...);
bool store_is_open(struct store *s, int64_t num);

/* What to say of a room whose operations are not committed: the first to ask is told of a failure. */
enum store_outcome store_missed(struct store_room *h);

/* store_post.c: a handle with one reference; num 0: a new number. NULL: no memory. */
struct store_room *store_handle(struct store *s, const char *id, int64_t num);

#endif
