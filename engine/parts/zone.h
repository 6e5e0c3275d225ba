/* zone.h - zones of the nodes: extents, watermarks, protection, the order in which they are tried.
 *
 * Models    Linux 6.1 mm/page_alloc.c: build_zonelists(), __setup_per_zone_wmarks(), setup_per_zone_lowmem_reserve(),
 *           calculate_min_free_kbytes(), __zone_watermark_ok(); arch/x86/mm/init.c: zone_sizes_init().
 * Differs   zones without frames have no record. No Movable zone, no CMA. With less than 4 MiB managed,
 *           min_free_kbytes is 1/16 of it instead of at least 128, so that the smallest machines can give out memory
 *           at all.
 * Shape     zone[] is ordered by node, then from low to high; a zone's rank is its Linux zone number (64 bits: DMA 0,
 *           DMA32 1, Normal 2, Movable 3; 32 bits: DMA 0, Normal 1, HighMem 2, Movable 3); protection is by rank.
 *           freelist[(zone * MM_ORDERS + order) * MM_MIGRATETYPE_COUNT + migratetype].
 * Units     *_pages are frames of 4 KiB.
 * Owns      struct zone, extents and sizes of struct node, machine.totalram_pages, m->zones,
 *           struct freelist (parts/blocks keeps the lists),
 *           pageblock.zone, sysctl vm.min_free_kbytes where it is computed.
 * Events    WATERMARKS_SET PROTECTION_SET, one for each zone that gets other values
 * Invariants  (zone_check)
 *   Z1  zones ascend and do not overlap; frames in none do not exist; pageblock.zone is that of its first frame
 *   Z2  present = spanned - holes; managed = present - what boot kept
 *   Z3  min <= low <= high
 *   Z4  totalram_pages is the sum of managed_pages
 */
#ifndef MM_PARTS_ZONE_H
#define MM_PARTS_ZONE_H

#include "parts/frame.h"

MM_DEFINE_RECORD(zone, MM_ZONE_FIELDS)
MM_DEFINE_RECORD(freelist, MM_FREELIST_FIELDS)

#define ZONE_RANKS 4u
enum zone_mark { ZONE_MIN, ZONE_LOW, ZONE_HIGH };
/* How far below the mark a request may go, and what else it may use. */
enum zone_flag {
    ZONE_MIN_RESERVE = 1, /* __GFP_HIGH: half of min */
    ZONE_NON_BLOCK = 2,   /* cannot reclaim: with MIN_RESERVE another quarter of what is left */
    ZONE_HIGHATOMIC = 4,  /* both, for more than one frame: the pageblocks kept for such requests */
    ZONE_OOM = 8          /* the asker is being killed: half of what is left */
};

/* Extents of the zones, nodes of the CPUs; no managed pages, no marks yet. Pre: the records are zero. */
void zone_init(struct mm *m);
/* Boot gives so many more pages of the zone to the buddy allocator. */
void zone_add_managed(struct mm *m, uint32_t zone, uint32_t pages);
/* min, low and high of every zone from vm.min_free_kbytes and vm.watermark_scale_factor; a boost ends. */
void zone_setup_watermarks(struct mm *m);
/* Protection of every zone from the lowmem_reserve ratios. */
void zone_setup_protection(struct mm *m);
/* vm.min_free_kbytes as Linux computes it from what zones below HighMem manage above their high marks (0 at boot). */
uint64_t zone_default_min_free_kbytes(const struct mm *m);
/* vm.min_free_kbytes when the huge-page mode is set: with huge pages raised so that pageblocks stay free, without them
 * computed again unless somebody wrote a larger one. */
uint64_t zone_recommended_min_free(const struct mm *m);
/* Pages that MemAvailable leaves out: sum over zones of high + largest protection, at most managed. */
uint64_t zone_totalreserve_pages(const struct mm *m);
void zone_check(struct mm *m);

/* The zone whose span a frame lies in, and its node. Of a frame between two spans (which does not exist) the next. */
static inline uint32_t zone_of(const struct mm *m, pfn_t pfn)
{
    uint32_t z = m->pageblock[pageblock_of(m, pfn)].zone;

    while (z + 1 < m->zones && pfn >= m->zone[z].start_pfn + m->zone[z].spanned_pages) {
        z++;
    }
    return z;
}
static inline uint32_t node_of(const struct mm *m, pfn_t pfn)
{
    return m->zone[zone_of(m, pfn)].node;
}
/* Linux's number of this type of zone on this machine. */
unsigned zone_rank(const struct mm *m, enum mm_zone_type type);
/* The type whose rank this is, and its name as /proc has it ("DMA32"). */
enum mm_zone_type zone_type_of_rank(const struct mm *m, unsigned rank);
const char *zone_type_name(enum mm_zone_type type);
/* Do these gfp bits name two of DMA, DMA32 and HighMem (GFP_ZONE_BAD)? */
bool zone_gfp_contradicts(uint32_t gfp);
/* Highest rank that may serve a request with these gfp bits. */
unsigned zone_rank_of_gfp(const struct mm *m, uint32_t gfp);
/* The mark with the boost on it: what every comparison uses and /proc prints. */
uint32_t zone_mark_pages(const struct mm *m, uint32_t zone, enum zone_mark mark);
uint32_t zone_protection(const struct mm *m, uint32_t zone, unsigned rank);
/* The zone of this node and rank, or SLOT_NONE. */
uint32_t zone_find(const struct mm *m, uint32_t node, unsigned rank);

/* The zones a request from `node` may use, first choice first: all ranks of the node downwards from `rank`, then
 * those of the other nodes in its fallback order (parts/node.h). Returns how many were put into list. */
unsigned zone_list(const struct mm *m, uint32_t node, unsigned rank, uint8_t list[MM_ZONES_MAX]);
/* The mark after what the flags let the request go below it. */
uint32_t zone_lowered_mark(uint32_t mark_pages, unsigned flags);
/* Free pages as a watermark check sees them: with drift=on, without what CPUs have not told yet (parts/pcp.h). */
uint64_t zone_seen_free(const struct mm *m, uint32_t zone);
/* Would taking 2^order frames leave more than mark (already lowered) + protection free, and is there a block that
 * large on a list that the request may use? Without any flag the pages kept for atomic requests do not count. */
bool zone_watermark_ok(const struct mm *m, uint32_t zone, unsigned order, uint32_t mark_pages,
                       unsigned rank, unsigned flags);
/* The same were `free_pages` pages free. */
bool zone_watermark_were(const struct mm *m, uint32_t zone, unsigned order, uint32_t mark_pages,
                         unsigned rank, unsigned flags, uint64_t free_pages);

#endif
