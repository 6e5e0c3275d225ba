/* vmstat.c - the counters of zones and nodes add up to the machine's. */
#include "base/vmstat.h"

#define TOO_MUCH (1ull << 62) /* what went below zero is above this */

void vmstat_check(struct mm *m)
{
    for (unsigned c = 0; c < VMC_COUNT; c++) {
        MM_ASSERT(m, m->counter[c].value < TOO_MUCH); /* C1 */
    }
    for (unsigned n = 0; n < MM_ZONE_COUNTERS_N; n++) {
        uint64_t sum = 0;

        for (uint32_t z = 0; z < m->zones; z++) {
            MM_ASSERT(m, m->zonestat[z * MM_ZONE_COUNTERS_N + n].value < TOO_MUCH);
            sum += m->zonestat[z * MM_ZONE_COUNTERS_N + n].value;
        }
        MM_ASSERT(m, sum == m->counter[MM_ZONE_COUNTER_FIRST + n].value); /* C2 */
    }
    for (unsigned n = 0; n < MM_NODE_COUNTERS_N; n++) {
        uint64_t sum = 0;

        for (uint32_t node = 0; node < m->config.nodes; node++) {
            MM_ASSERT(m, m->nodestat[node * MM_NODE_COUNTERS_N + n].value < TOO_MUCH);
            sum += m->nodestat[node * MM_NODE_COUNTERS_N + n].value;
        }
        MM_ASSERT(m, sum == m->counter[MM_NODE_COUNTER_FIRST + n].value);
    }
}
