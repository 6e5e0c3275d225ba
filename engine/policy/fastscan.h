/* fastscan.h - free frames for a request's compaction straight from the free lists, before the scanner looks for them.
 *
 * Models    Linux 6.1 mm/compaction.c: fast_isolate_freepages(), fast_isolate_around(), next_search_order(),
 *           freelist_scan_limit(); mm/internal.h: move_freelist_head().
 * Differs   nothing runs meanwhile, so a block that was found can always be taken.
 * Shape     movable lists of the orders below the request's, from their tails; a block in the top quarter of what lies
 *           between the scanners is taken, else the highest one seen in its top half. Then the rest of its pageblock.
 * Owns      with blocks.h: the order of the blocks on a list
 * Events    COMPACT_TARGET
 */
#ifndef MM_POLICY_FASTSCAN_H
#define MM_POLICY_FASTSCAN_H

#include "policy/scanners.h"

/* False: none was found, or whole zones are compacted; then the scanner looks, from a better place perhaps. */
bool fastscan_targets(struct mm *m, struct compact_run *run);

#endif
