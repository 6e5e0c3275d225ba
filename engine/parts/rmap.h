/* rmap.h - from a frame back to the entries that map it.
 *
 * Models    Linux 6.1 mm/rmap.c: rmap_walk().
 * Differs   without fork a page is mapped by its owner alone, at frame.vpn: there is no anon_vma or interval tree to
 *           look through. Who adds a way to share pages adds its walk here; callers do not change.
 * Owns      nothing.
 * Invariants  (rmap_check)
 *   R1  every user page is found at as many entries as it has mappings
 */
#ifndef MM_PARTS_RMAP_H
#define MM_PARTS_RMAP_H

#include "parts/pgtable.h"
#include "parts/vma.h"

/* One entry that maps the frame. */
struct rmap_place {
    slot_t proc;
    vaddr_t addr;
    struct pgtable_pos at;
    uint64_t entry;
};
typedef void rmap_fn(struct mm *m, void *ctx, const struct rmap_place *place);
/* fn for each entry that maps pfn, which may change that entry; how many there were. */
unsigned rmap_walk(struct mm *m, pfn_t pfn, rmap_fn *fn, void *ctx);
void rmap_check(struct mm *m);

#endif
