/* memzones.h - where the memory of a machine lies: its zones, from a size or as written down.
 *
 * Models    Linux 6.1 arch/x86/mm/init.c: zone_sizes_init(); mm/page_alloc.c: calculate_node_totalpages(); a PC's
 *           memory map as QEMU's i440fx has it.
 * Differs   the hole under 4 GiB is 1 GiB wide on every machine of more than 3 GiB. A zone's missing frames are the 97
 *           below 1 MiB where it has them (machines of 2 MiB and more), and for the rest the last of its span. Nodes
 *           have equal parts of memory, cut at a pageblock. With two-level paging memory above 4 GiB is left out.
 * Shape     zones in order of address; ranks as in parts/zone.h: 64 bits DMA DMA32 Normal, 32 bits DMA Normal HighMem.
 * Units     pfns; `end` is the first frame after.
 */
#ifndef MM_BASE_MEMZONES_H
#define MM_BASE_MEMZONES_H

#include "base/base.h"

#define MEMZONES_LOW_FRAMES  786432u  /* 3 GiB: memory beyond goes above 4 GiB */
#define MEMZONES_HIGH_START  1048576u /* 4 GiB */
#define MEMZONES_LOWMEM_END  224254u  /* 32 bits: where HighMem begins (875.99 MiB) */
#define MEMZONES_LOWMEM_MOST 262144u  /* where it may be written to begin: 1 GiB */
#define MEMZONES_HOLES_MOST  1048576u /* frames that do not exist, between and in zones as written */
#define MEMZONES_FRAMES_MAX  17039360u /* 64 GiB of memory and the hole */

struct mm_zone_config {
    pfn_t start, end;
    uint32_t present, managed; /* managed: 0 unless written down */
    uint16_t node, type;       /* type: enum mm_zone_type */
};
struct mm_used_config { /* frames that boot's own programs hold */
    uint32_t pages;
    uint16_t node, type;
};
struct memzones_size {
    uint64_t frames; /* of memory, holes not counted */
    uint32_t nodes, paging_levels;
    uint32_t top_reserved; /* frames at the end of memory below 4 GiB that firmware took away */
};

/* Zones of a machine of this size. Returns how many. Pre: at most MM_NODES_MAX nodes. */
unsigned memzones_sized(const struct memzones_size *size, struct mm_zone_config zone[MM_ZONES_MAX]);
/* "0:DMA:1-4095:3998:3840,0:DMA32:4096-65503:61408:48848" (END included). 0 when it does not read so. */
unsigned memzones_parse(const char *text, struct mm_zone_config zone[MM_ZONES_MAX]);
/* "0:DMA32:1234,1:Normal:55". 0 when it does not read so. */
unsigned memzones_parse_used(const char *text, struct mm_used_config used[MM_ZONES_MAX]);
/* Holes of a zone: at most two runs [start, end), in order. Returns how many. */
unsigned memzones_holes(const struct mm_zone_config *z, pfn_t hole[2][2]);
/* First frame that a zone of this type cannot have. */
pfn_t memzones_type_end(enum mm_zone_type type, uint32_t paging_levels);

#endif
