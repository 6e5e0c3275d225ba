/* procfrag.h - /sys/kernel/debug/extfrag: how far free memory is from serving a request of each order.
 *
 * Models    Linux 6.1 mm/vmstat.c: fill_contig_page_info(), __fragmentation_index(), unusable_free_index(),
 *           extfrag_show_print(), unusable_show_print().
 * Units     thousandths. extfrag -1000: a block of the order is free; towards 0 a failure would be for want of memory,
 *           towards 1000 for fragmentation. unusable 0 to 1000: the share of free memory in smaller blocks.
 */
#ifndef MM_TEXT_PROCFRAG_H
#define MM_TEXT_PROCFRAG_H

#include "text/report.h"

/* The indices of a zone for one order. Pre: zone < zones, order < MM_ORDERS. */
int32_t procfrag_index(const struct mm *m, uint32_t zone, unsigned order);
int32_t procfrag_unusable(const struct mm *m, uint32_t zone, unsigned order);
/* The same of free blocks given by order. */
int32_t procfrag_index_of(const uint64_t blocks[MM_ORDERS], unsigned order);
int32_t procfrag_unusable_of(const uint64_t blocks[MM_ORDERS], unsigned order);

/* The files extfrag_index and unusable_index. */
void procfrag_extfrag(const struct mm *m, struct report *r);
void procfrag_unusable_file(const struct mm *m, struct report *r);

#endif
