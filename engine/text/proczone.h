/* proczone.h - /proc/zoneinfo, buddyinfo and pagetypeinfo, as text and as single values.
 *
 * Models    Linux 6.1 mm/vmstat.c: zoneinfo_show_print(), frag_show_print(), pagetypeinfo_show().
 * Differs   counters are exact at once: what a CPU has not yet folded (up to the vm stats threshold) is not missing. A
 *           pageblock has 512 frames with two-level paging too (Linux: 1024).
 * Units     pages, blocks.
 */
#ifndef MM_TEXT_PROCZONE_H
#define MM_TEXT_PROCZONE_H

#include "text/report.h"

void proczone_zoneinfo(const struct mm *m, struct report *r);
void proczone_buddyinfo(const struct mm *m, struct report *r);
void proczone_pagetypeinfo(const struct mm *m, struct report *r);

/* zoneinfo.nodeN.ZONE.KEY: free boost min low high spanned present managed cma start_pfn, protection.I as "protection"
 * with index. False for an unknown zone or key; a zone without frames has 0 everywhere. */
bool proczone_value(const struct mm *m, uint32_t node, const char *zone, const char *key,
                    unsigned index, uint64_t *pages);
/* buddyinfo.nodeN.ZONE.orderO: free blocks. */
bool proczone_blocks(const struct mm *m, uint32_t node, const char *zone, unsigned order,
                     uint64_t *blocks);
/* The zone of this name on a node; *slot is SLOT_NONE when it has no frames. False: there is no such zone here. */
bool proczone_find(const struct mm *m, uint32_t node, const char *zone, uint32_t *slot);
/* Pageblocks of the zone of this migrate type, counted as pagetypeinfo counts them. Pre: zone < zones. */
uint64_t proczone_pageblocks(const struct mm *m, uint32_t zone, unsigned type);
/* The low marks of all zones of the machine, those without frames included (as MemAvailable counts them). */
uint64_t proczone_sum_low(const struct mm *m);

#endif
