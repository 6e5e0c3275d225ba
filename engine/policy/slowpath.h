/* slowpath.h - what a request does when no zone is above its low mark.
 *
 * Models    Linux 6.1 mm/page_alloc.c: __alloc_pages_slowpath() and all it calls. See palloc.h for the steps.
 * Differs   see palloc.h.
 * Owns      machine.pf_memalloc.
 * Events    ALLOC_SLOW ALLOC_RETRY OOM_STEP and those of zonewalk.h, reclaim.h, showmem.h
 */
#ifndef MM_POLICY_SLOWPATH_H
#define MM_POLICY_SLOWPATH_H

#include "parts/vma.h"
#include "policy/zonewalk.h"

/* The last try of `w`, which the fast path refused; `proc` asks, SLOT_NONE the kernel. False: *why says why not. Then
 * the log has a report unless the request does not want one. */
bool slowpath_take(struct mm *m, const struct zonewalk *w, slot_t proc, pfn_t *pfn,
                   enum mm_alloc_why *why);

#endif
