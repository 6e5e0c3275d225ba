/* policy.h - one reference under one policy, in records and events: what a textbook draws.
 *
 * Models    the policies of lab/core.h, each decided anew from what the frames' records say.
 * Differs   as lab/core.h.
 * Shape     a run has 2 * frames slots: the frames, then what 2q and arc remember of pages that left. Empty frames are
 *           filled from the lowest on; a page comes into the frame that its victim left. opt knows labref.next.
 * Units     columns count references from 0.
 * Owns      labrun (but not while a trace is only counted), labslot.
 * Events    LAB_HIT LAB_MISS LAB_HAND LAB_EVICT LAB_FILL LAB_MOVE LAB_ADAPT LAB_TICK
 */
#ifndef MM_LAB_POLICY_H
#define MM_LAB_POLICY_H

#include "lab/core.h"
#include "lab/lab.h"

#define POLICY_NEVER UINT64_MAX

/* First slot of a run; its frames are slots 0..frames-1 from there. */
static inline uint32_t policy_slots(const struct mm *m, uint32_t run)
{
    return run * 2 * (uint32_t)m->lab->frames;
}
/* The run's numbers before the first reference. */
void policy_begin(struct mm *m, uint32_t run, enum mm_lab_policy policy);
/* Reference `column`, of this page. The slot in which it is then. */
uint32_t policy_step(struct mm *m, uint32_t run, uint64_t column, uint64_t page, bool *hit);

#endif
