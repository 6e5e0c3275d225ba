/* frag.h - how scattered the free memory of a zone is.
 *
 * Models    Linux 6.1 mm/vmstat.c: fill_contig_page_info(), __fragmentation_index(), unusable_free_index(),
 *           extfrag_for_order(); mm/compaction.c: fragmentation_score_zone(), fragmentation_score_node(),
 *           fragmentation_score_wmark().
 * Units     indexes are thousandths, scores percent.
 * Owns      nothing.
 */
#ifndef MM_POLICY_FRAG_H
#define MM_POLICY_FRAG_H

#include "parts/zone.h"

/* Fragmentation index of a zone for an order, in thousandths: towards 0 a failure would be for want of memory,
 * towards 1000 for fragmentation; -1000: there is a block. */
int32_t frag_index(const struct mm *m, uint32_t zone, unsigned order);
/* Part of the free memory that no block of this order could use, in thousandths; 1000 when nothing is free. */
uint32_t unusable_index(const struct mm *m, uint32_t zone, unsigned order);
/* The same for the order of pageblocks in percent, which is the zone's score; 0 when nothing is free. A node's score
 * weighs its zones by their present pages. */
uint32_t compact_score_zone(const struct mm *m, uint32_t zone);
uint32_t compact_score_node(const struct mm *m, uint32_t node);
/* The score above which kcompactd begins (or, with `low`, at which it stops). */
uint32_t compact_score_mark(const struct mm *m, bool low);

#endif
