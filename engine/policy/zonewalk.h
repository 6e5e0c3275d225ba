/* zonewalk.h - one walk over the zones a request may use, held against one mark.
 *
 * Models    Linux 6.1 mm/page_alloc.c: get_page_from_freelist(), zone_watermark_fast(), rmqueue(), rmqueue_buddy(),
 *           alloc_flags_nofragment(), zone_allows_reclaim().
 * Differs   no cpusets, no memory policies, no limit of dirty pages a node.
 * Shape     struct zonewalk says who asks for what; the zones stand in it first choice first.
 * Units     orders are log2 frames; marks are pages.
 * Owns      zone.boosted; counters pgalloc_*, numa_*.
 * Events    ZONE_CHECK (one a zone and mark) ZONE_RECLAIM NUMA_ALLOC KSWAPD_WAKE and those of pcp.h and buddy.h
 */
#ifndef MM_POLICY_ZONEWALK_H
#define MM_POLICY_ZONEWALK_H

#include "parts/pcp.h"

/* Beside those of enum zone_flag. */
enum zonewalk_flag {
    WALK_NO_MARK = 16, /* no mark counts: for those who free memory */
    WALK_UNMIXED = 32  /* rather another zone than a block of another migrate type */
};

struct zonewalk {
    uint32_t cpu;
    uint32_t node; /* where it would like to be */
    unsigned order;
    uint32_t gfp;
    unsigned rank; /* highest rank of zone it may use */
    enum mm_migratetype type;
    unsigned zone_count;
    uint8_t zone[MM_ZONES_MAX]; /* first choice first */
};

/* What this request may use. With __GFP_THISNODE the zones of `node` alone. */
void zonewalk_init(const struct mm *m, struct zonewalk *w, uint32_t cpu, uint32_t node,
                   unsigned order, uint32_t gfp);
/* WALK_UNMIXED when its first choice is Normal on 64 bits; with several nodes its node must have DMA32, too. Else 0. */
unsigned zonewalk_unmixed(const struct mm *m, const struct zonewalk *w);
/* A block from the first zone that is above the mark and has one. The frames are still type FREE without references.
 * False: none; nothing but counters and events has changed. */
bool zonewalk_take(struct mm *m, const struct zonewalk *w, enum zone_mark mark, unsigned flags,
                   pfn_t *pfn);
/* kswapd of every node of the request. */
void zonewalk_wake_kswapd(struct mm *m, const struct zonewalk *w);
/* One pageblock kept for atomic requests goes to the request's type: of a zone that keeps more than one, or, with
 * `force`, of any. False: there is none. */
bool zonewalk_unkeep(struct mm *m, const struct zonewalk *w, bool force);

#endif
