/* bootlog.h - what the kernel says of memory while it boots.
 *
 * Models    Linux 6.1 mm/page_alloc.c: free_area_init(), build_all_zonelists(), mem_init_print_info(), defer_init();
 *           mm/memblock.c; mm/slub.c: kmem_cache_init().
 * Differs   the lines "On node N, zone Z: P pages in unavailable ranges" and those of deferred struct pages being set
 *           up later are not said, nor what other parts of the kernel say between these.
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
