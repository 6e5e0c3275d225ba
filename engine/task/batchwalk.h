/* batchwalk.h - accesses one at a time over the records of the TLB, without events: what task/batch is made of.
 *
 * Models    the same as task/access.
 * Differs   from access_one in nothing that is state but what is counted: that stands in a tally, and task/batch writes
 *           it down. An access that needs more than this (a fault, an accessed bit above level 1) is not begun.
 * Shape     a TLB entry is two words here, its page and the rest; an access is suited by one mask and one comparison.
 * Owns      nothing.
 */
#ifndef MM_TASK_BATCHWALK_H
#define MM_TASK_BATCHWALK_H

#include "mm.h"
#include "task/access.h"

#define BATCH_LEVELS 2

/* What is counted while a batch runs; task/batch works out the rest. */
struct batch_tally {
    uint64_t misses;   /* of L1 */
    uint64_t hits2;    /* of L2 */
    uint64_t upgrades; /* hits that had to walk for their rights */
    uint64_t evictions;
    uint64_t marks, stores, done;
};

/* A TLB entry as two words: the vpn, and what tlb_word makes of the rest. Copies and compares are then single moves. */
struct batch_words {
    uint64_t vpn, rest;
};
_Static_assert(sizeof(struct batch_words) == sizeof(struct tlb), "an entry is two words");

struct batch {
    struct mm *m;
    struct batch_words *entries[BATCH_LEVELS];
    uint32_t ways[BATCH_LEVELS], sets[BATCH_LEVELS];
    uint64_t mask[4], want[4];     /* of rest, by access type: what suffices; type 3 never does */
    uint64_t mask_here, want_here; /* valid, of this address space */
    uint64_t rights_mask[4], rights_want[4], set_bits[4]; /* of a walk, by access type */
    uint32_t levels, paging_levels, canonical_shift;
    pfn_t pgd;
    uint16_t asid;
    bool pure; /* an access whose walk would write a table is left over */
    uint32_t tag;
    uint64_t step;
    struct batch_tally n;
};

/* Ready for accesses of proc on this CPU. */
void batchwalk_init(struct batch *b, struct mm *m, uint32_t cpu, slot_t proc);
/* Make as many of these accesses as can be made here; how many. With `record` (room for count) each is written down.
 * Pre: the CPU's entries are marked as about to change. */
uint64_t batchwalk_run(struct batch *b, const uint64_t *ops, uint64_t count,
                       struct mm_access *record);
/* Mark them. */
void batchwalk_mark(struct mm *m, uint32_t cpu);

#endif
