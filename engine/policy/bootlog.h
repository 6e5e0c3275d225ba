/* bootlog.h - what the kernel says of memory while it boots.
 *
 * Models    Linux 6.1 mm/page_alloc.c: free_area_init(), build_all_zonelists(), mem_init_print_info(); mm/memblock.c;
 *           mm/slub.c: kmem_cache_init().
 * Differs   "Memory: …K available" is what will be managed less 256 kB, as recorded where struct pages are not set up
 *           late; on machines from 512 MiB up Linux prints less, for it has initialised only the first part of the
 *           uppermost zone by then.
 * Units     bytes in addresses, kB, pages.
 */
#ifndef MM_POLICY_BOOTLOG_H
#define MM_POLICY_BOOTLOG_H

#include "parts/klog.h"
#include "policy/boot.h"

/* Sentences of KL_TEXT, behind those of showmem.h. */
enum bootlog_text {
    BOOTLOG_ZONE_RANGES = 2,
    BOOTLOG_MOVABLE_START,
    BOOTLOG_NODE_RANGES,
    BOOTLOG_DEVICE_EMPTY
};

/* All lines. At boot, when memory is there. */
void bootlog_say(struct mm *m);
/* "Total pages" of the zonelists: present pages less those of struct pages and what the DMA zone's kernel parts
 * take. */
uint64_t bootlog_total_pages(const struct mm *m);

#endif
