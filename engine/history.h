/* history.h - the command log and the checkpoints of one machine.
 *
 * Models    nothing of Linux.
 * Shape     log entry n is step n + 1; a checkpoint holds the state at a quiet point (between two steps, or between
 *           two turns of one). handle.c appends, travel.c replays.
 * Units     work between checkpoints is counted in events.
 * Owns      struct mm_history.
 * Invariants  (history_check)
 *   H1  entries ascend: seq_first = previous seq_last + 1
 *   H2  checkpoints ascend by seq; the first is at seq 0
 *   H3  replaying a step ends at the seq that was logged (asserted on every replay)
 */
#ifndef MM_HISTORY_H
#define MM_HISTORY_H

#include "checkpoint.h"
#include "mm.h"

#define HISTORY_SPACING_EVENTS  (1u << 16) /* between checkpoints, to begin with */
#define HISTORY_CHECKPOINTS_MAX 4096u

struct history_entry {
    uint64_t seq_first, seq_last;
    uint64_t clock_ns, hash; /* after it; hash 0: not known */
    uint64_t turns;          /* turns it took */
    uint64_t cmd_at;         /* offset in the arena */
    uint32_t cmd_bytes;
    uint32_t stopped;
};
struct history_point {
    uint64_t seq, step; /* steps done */
    uint32_t root;
    uint32_t inside; /* 1: between turns of step + 1 */
};
struct mm_history {
    struct history_entry *entry;
    uint32_t entry_count, entry_max;
    uint8_t *arena;
    uint64_t arena_used, arena_max;
    struct history_point *point;
    uint32_t point_count;
    uint64_t spacing_events;
    struct ckpt_store store;
    struct mm_cmd open_cmd; /* of the running step at the head */
    uint64_t pool_bytes;
    uint32_t replaying;
};

/* Room for the log and for checkpoints, from m->host. MM_OK, or MM_ENOHOSTMEM (history_fini gives back the part). */
enum mm_err history_init(struct mm *m);
void history_fini(struct mm *m);

/* Is there room for one more command of any length? */
bool history_room(const struct mm_history *h);
/* Log open_cmd as the step that just ended; `stopped`: before its own end, after so many turns. Pre: room. */
void history_append(struct mm *m, uint64_t seq_first, bool stopped);
/* The command of log entry `index`. */
void history_command(const struct mm_history *h, uint32_t index, struct mm_cmd *cmd);

/* Number of checkpoints with seq <= this. */
uint32_t history_points_up_to(const struct mm_history *h, uint64_t seq);
/* A checkpoint of the state as it is; with little room older ones are thinned out first, or none is made. */
void history_point_add(struct mm *m);
/* The same at a quiet point, when the nearest one before it is far enough away. */
void history_point_if_due(struct mm *m);

/* Note a refusal that concerns no argument in m->fail; returns err. */
enum mm_err history_refuse(struct mm *m, enum mm_err err);

void history_check(struct mm *m);

#endif
