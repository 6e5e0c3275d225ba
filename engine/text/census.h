/* census.h - where every page of the machine is: one class a frame.
 *
 * Models    the whole of what /proc/meminfo shows only in part: MemTotal is all but reserved and holes.
 * Shape     a frame's class follows from its record: type, and for the kernel's own frames their use.
 * Units     frames of 4 KiB.
 * Invariants  (checked by tests)
 *   the classes add up to the frames of the machine; those of MemTotal to the managed pages
 */
#ifndef MM_TEXT_CENSUS_H
#define MM_TEXT_CENSUS_H

#include "text/report.h"

/* The words of census.X, in the order of a bar from what is free to what does not exist. */
#define CENSUS_CLASSES(X)                                \
    X(FREE, "free") /* on the lists of the zones */      \
    X(PCP, "pcp")   /* free, kept at hand by a CPU */    \
    X(ANON, "anon")                                      \
    X(FILE, "file")                                      \
    X(HUGE, "huge")                                      \
    X(SLAB_RECLAIMABLE, "slab_reclaimable")              \
    X(SLAB_UNRECLAIMABLE, "slab_unreclaimable")          \
    X(TABLE, "table") /* page tables */                  \
    X(STACK, "stack") /* kernel stacks */                \
    X(MODULE, "module")                                  \
    X(DRIVER, "driver")                                  \
    X(IMAGE, "image")                                    \
    X(MEMMAP, "memmap") /* struct page of every frame */ \
    X(HASH, "hash")                                      \
    X(PERCPU, "percpu")                                  \
    X(INITRD, "initrd")                                  \
    X(FIRMWARE, "firmware")                              \
    X(ZERO, "zero")                                      \
    X(RESERVED, "reserved") /* what else boot keeps */   \
    X(HOLE, "hole")         /* numbers without memory behind them */

#define CENSUS_X_CLASS(id, name) CENSUS_##id,
enum census_class { CENSUS_CLASSES(CENSUS_X_CLASS) CENSUS_COUNT };

/* The class of one frame. Pre: pfn < frames. */
enum census_class census_of(const struct mm *m, uint32_t pfn);
/* All frames of the machine, counted by class. */
void census(const struct mm *m, uint64_t count[CENSUS_COUNT]);
/* The i-th word, NULL after the last; "total" is not among them. */
const char *census_name(unsigned i);

#endif
