/* vmstat.c - counters never go below zero. */
#include "base/vmstat.h"

void vmstat_check(struct mm *m)
{
    for (unsigned i = 0; i < VMC_COUNT; i++) {
        MM_ASSERT(m, m->counter[i].value < (1ull << 62));
    }
}
