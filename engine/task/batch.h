/* batch.h - many accesses without an audience: the fast twin of access_one.
 *
 * Models    the same as task/access.
 * Differs   from access_one in nothing that is state: TLB order, statistics, entries, tags, counters, clock and seq are
 *           the same to the bit (tests/engine/check_batch.c compares hashes). Events are counted, not made.
 * Shape     counts are kept in locals and written when the batch ends; an access that needs more than this (a fault, a
 *           switch, an accessed bit above level 1) ends the batch before it began.
 * Owns      nothing.
 */
#ifndef MM_TASK_BATCH_H
#define MM_TASK_BATCH_H

#include "mm.h"
#include "task/access.h"

/* Make as many of these accesses (MM_OP words: address << 2 | type) from the first on as can be made here; how many.
 * 0 when somebody observes, when the fast path is off, when a stop is near, and when proc is not loaded on this CPU.
 * With `record` (room for count) each is written down, and one that would write a table is left over. */
uint64_t batch_run(struct mm *m, uint32_t cpu, slot_t proc, const uint64_t *ops, uint64_t count,
                   struct mm_access *record);

#endif
