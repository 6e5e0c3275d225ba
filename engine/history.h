/* history.h - the command log and the checkpoints of one machine: forward, back, to any command or event.
 *
 * Models    nothing of Linux.
 * Shape     log entry n is step n + 1; a checkpoint holds the state at a quiet point (between two steps, or between
 *           two turns of one). A seek restores the nearest checkpoint at or before the goal and runs the log from
 *           there, unobserved. A goal inside a turn is left by longjmp just before the next event: such a state is
 *           frozen, it can be read and left by a seek, not continued.
 * Units     work between checkpoints is counted in events.
 * Owns      struct mm_history, mm->frozen, mm->seq_stop.
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

void history_check(struct mm *m);

#endif
