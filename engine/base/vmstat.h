/* vmstat.h - counters by their /proc/vmstat names: of the machine, of each zone, of each node.
 *
 * Models    mm/vmstat.c.
 * Differs   no per-CPU deltas: a counter is exact at once, where Linux's may be off by a few pages a CPU until it is
 *           folded (every second, or at the threshold that /proc/zoneinfo prints).
 * Shape     zonestat[zone * MM_ZONE_COUNTERS_N + n], nodestat[node * MM_NODE_COUNTERS_N + n]: n counts from the first
 *           counter of its kind in the order of /proc/vmstat, which is that of /proc/zoneinfo. A counter that zones or
 *           nodes have is counted there, and for the machine in the same call.
 * Owns      struct counter, struct zonestat, struct nodestat.
 * Invariants  (vmstat_check)
 *   C1  no counter is below zero
 *   C2  a counter that zones have is the sum over zones; one that nodes have the sum over nodes
 */
#ifndef MM_BASE_VMSTAT_H
#define MM_BASE_VMSTAT_H

#include "base/event.h"

static inline uint64_t vmstat_get(const struct mm *m, enum mm_vm_counter c)
{
    return m->counter[c].value;
}
/* For counters that neither zones nor nodes have. */
static inline void vmstat_add(struct mm *m, enum mm_vm_counter c, int64_t delta)
{
    counter_set_value(m, (uint32_t)c, m->counter[c].value + (uint64_t)delta);
}

static inline uint32_t vmstat_zone_id(uint32_t zone, enum mm_vm_counter c)
{
    return zone * MM_ZONE_COUNTERS_N + ((uint32_t)c - MM_ZONE_COUNTER_FIRST);
}
static inline uint32_t vmstat_node_id(uint32_t node, enum mm_vm_counter c)
{
    return node * MM_NODE_COUNTERS_N + ((uint32_t)c - MM_NODE_COUNTER_FIRST);
}
/* nr_free_pages to numa_other. */
static inline uint64_t vmstat_zone_get(const struct mm *m, uint32_t zone, enum mm_vm_counter c)
{
    return m->zonestat[vmstat_zone_id(zone, c)].value;
}
static inline void vmstat_zone_add(struct mm *m, uint32_t zone, enum mm_vm_counter c, int64_t delta)
{
    const uint32_t id = vmstat_zone_id(zone, c);

    zonestat_set_value(m, id, m->zonestat[id].value + (uint64_t)delta);
    vmstat_add(m, c, delta);
}
/* nr_inactive_anon to pgpromote_candidate. */
static inline uint64_t vmstat_node_get(const struct mm *m, uint32_t node, enum mm_vm_counter c)
{
    return m->nodestat[vmstat_node_id(node, c)].value;
}
static inline void vmstat_node_add(struct mm *m, uint32_t node, enum mm_vm_counter c, int64_t delta)
{
    const uint32_t id = vmstat_node_id(node, c);

    nodestat_set_value(m, id, m->nodestat[id].value + (uint64_t)delta);
    vmstat_add(m, c, delta);
}
void vmstat_check(struct mm *m);

#endif
