/* labask.h - what the commands lab and lab curve ask for.
 *
 * Shape     a command is read anew whenever it is checked, begun or replayed; the references are those of the line or
 *           of a trace that the machine has.
 * Units     references as MM_OPs; a tick of 0 is one of as many references as frames (curves: each size its own).
 */
#ifndef MM_LAB_LABASK_H
#define MM_LAB_LABASK_H

#include "lab/core.h"
#include "lab/lab.h"

/* Arguments of both commands. */
enum {
    LABASK_POLICY,
    LABASK_FRAMES,
    LABASK_REFS,
    LABASK_TRACE,
    LABASK_LIMIT,
    LABASK_SEED,
    LABASK_BITS,
    LABASK_TICK
};
#define LABASK_REFS_MAX (MM_CMD_TEXT_BYTES / 2)

struct labask {
    bool curve;
    uint32_t runs;
    enum mm_lab_policy policy[MM_LAB_RUNS_MAX];
    uint64_t frames, count, seed, tick;
    uint32_t bits;
    uint32_t trace;      /* plus 1; 0: own */
    const uint64_t *ops; /* own or the trace's */
    uint64_t own[LABASK_REFS_MAX];
};

/* Refuses (m->fail) what cannot be; changes nothing. */
enum mm_err labask_read(struct mm *m, const struct mm_cmd *cmd, struct labask *ask);
/* Is it small enough to keep every column? */
bool labask_columns(const struct labask *ask);
/* One run for lab/core, and the memory that the largest run needs. */
struct core_ask labask_core(const struct labask *ask, uint32_t run);
size_t labask_bytes(const struct labask *ask);

#endif
