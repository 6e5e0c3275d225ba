/* boot.h - what booting does to memory: from a plan to frames, free lists, and the marks it leaves.
 *
 * Models    Linux 6.1 mm/page_alloc.c: memblock_free_all(), init_per_zone_wmark_min(), free_reserved_area();
 *           mm/huge_memory.c: hugepage_init(); the order of boot: the marks and reserves are set while the initrd and
 *           init memory are still held, and nothing is reckoned again when they are given back.
 * Differs   used= takes frames one by one, unmovable, as the kernel does for modules and the like. Slabs
 *           are set up by their own part, after this.
 * Shape     policy/bootplan says which frames; this writes them.
 * Units     pages and frames of 4 KiB.
 * Owns      machine.reserved_frames, machine.thp until it is written.
 * Invariants  (boot_check)
 *   O1  what boot keeps is present - managed in every zone, reserved_frames in all
 */
#ifndef MM_POLICY_BOOT_H
#define MM_POLICY_BOOT_H

#include "parts/pcp.h"
#include "policy/bootplan.h"

/* From zeroed records to a machine with zones, free lists, marks, and what boot's programs use. Pre: sysctl_init. */
void boot_init(struct mm *m);
void boot_check(struct mm *m);

#endif
