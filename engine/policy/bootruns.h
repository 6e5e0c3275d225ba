/* bootruns.h - runs of frames that boot keeps, in order of address, and the gaps between them.
 *
 * Models    mm/memblock.c as far as boot uses it: memblock_add_range(), memblock_find_in_range() from the top down.
 * Differs   what finds no gap large enough is given in several pieces.
 * Shape     run[] ascends and never overlaps. `use` KU_NONE: the frames do not exist.
 * Units     pfns; `end` is the first frame after.
 */
#ifndef MM_POLICY_BOOTRUNS_H
#define MM_POLICY_BOOTRUNS_H

#include "base/config.h"

#define BOOT_RUNS_MAX 128u
struct boot_run { /* frames start..end-1 */
    pfn_t start, end;
    uint8_t use; /* enum mm_kernel_use; KU_NONE: they do not exist */
    uint8_t late;
};
struct boot_plan {
    struct mm_zone_config zone[MM_ZONES_MAX];
    unsigned zones, runs;
    struct boot_run run[BOOT_RUNS_MAX]; /* in order of address, apart */
};
/* One more run. Pre: it overlaps none; an empty one is left out. */
void bootruns_put(struct boot_plan *plan, pfn_t start, pfn_t end, enum mm_kernel_use use,
                  bool late);
/* Up to `pages` free frames of [at, end), from its bottom. Returns how many there were. */
uint32_t bootruns_low(struct boot_plan *plan, pfn_t at, pfn_t end, uint32_t pages,
                      enum mm_kernel_use use);
/* Up to `pages` free frames of a zone, from its top: in one piece where there is room. Returns how many there were. */
uint32_t bootruns_high(struct boot_plan *plan, unsigned zone, uint32_t pages,
                       enum mm_kernel_use use, bool late);

#endif
