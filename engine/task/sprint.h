/* sprint.h - the fastest path: many accesses of one process that nothing disturbs.
 *
 * Models    the same as task/batch, which uses it and makes what it leaves over.
 * Differs   from it in nothing that is state. Only reads may miss in L1 here, and only where no walk would change
 *           a table.
 * Shape     accesses go through the sets of task/sprintset in blocks and two phases: first L1, which needs no
 *           translation and collects its misses (reads whose leaf is ready); then L2 for those, where nothing
 *           branches on what nobody can guess. Nothing can fail in the second phase, so there is nothing to undo. It
 *           is open from turn to turn inside mm_run alone, and closed before anything else looks at the TLB or
 *           changes a table.
 * Owns      nothing.
 */
#ifndef MM_TASK_SPRINT_H
#define MM_TASK_SPRINT_H

#include "task/access.h"

/* What a run counted. */
struct sprint_tally {
    uint64_t misses; /* of L1: reads */
    uint64_t hits2;  /* of L2 */
    uint64_t evictions;
    uint64_t stores;
    uint32_t tag;             /* in and out: of the next store */
    struct mm_access *record; /* in: NULL, or where each access is written down */
};

/* True when it is open for this process on this CPU, or could be opened now: the process made enough accesses
 * in batches since anything else happened. */
bool sprint_ready(struct mm *m, uint32_t cpu, slot_t proc);
/* Batches made so many accesses without it. */
void sprint_calm(struct mm *m, uint64_t count);
/* Make accesses from the first on; how many. The next one needs more. Pre: sprint_ready. */
uint64_t sprint_run(struct mm *m, const uint64_t *ops, uint64_t count, struct sprint_tally *n);
/* Everything becomes records again. Nothing when it is not open. After a pause it is opened again at once, if it was
 * open for long enough to be worth that. */
void sprint_close(struct mm *m);
void sprint_pause(struct mm *m);

/* A store into a frame: what frame_set_tag and frame_touch do, unobserved. */
static inline uint32_t sprint_store(struct mm *m, pfn_t pfn, uint32_t tag, uint64_t step)
{
    struct frame *f = &m->frame[pfn];

    state_mark(m, &f->step); /* a record may lie in two chunks */
    state_mark(m, &f->tag);
    f->tag = tag;
    f->step = step;
    return tag == UINT32_MAX ? 1 : tag + 1;
}

#endif
