/* vmstat.h - counters by their /proc/vmstat names.
 *
 * Models    mm/vmstat.c. Differs: no per-CPU deltas, a counter is exact at once.
 */
#ifndef MM_BASE_VMSTAT_H
#define MM_BASE_VMSTAT_H

#include "base/event.h"

static inline uint64_t vmstat_get(const struct mm *m, enum mm_vm_counter c)
{
    return m->counter[c].value;
}
static inline void vmstat_add(struct mm *m, enum mm_vm_counter c, int64_t delta)
{
    counter_set_value(m, (uint32_t)c, m->counter[c].value + (uint64_t)delta);
}
/* Sum invariants: nr_free_pages is the sum over zones (checked in check.c); none goes below zero. */
void vmstat_check(struct mm *m);

#endif
