/* vma.h - the areas of an address space: a balanced tree by address, and the records of a process.
 *
 * Models    mm/mmap.c: find_vma(); struct vm_area_struct. Linux 6.1 keeps a maple tree, this is an AVL tree; both
 *           answer the same questions.
 * Differs   an anon_vma is a number: without fork there is no chain to share.
 * Shape     proc.vma_root -> vma.left/right/parent; proc.vma_first -> vma.next in address order. Slots are indices;
 *           slots given back are linked through vma.next from machine.vma_free.
 * Units     start, end bytes, page-aligned; pgoff pages; gap_max_pages pages.
 * Owns      struct vma (but resident_pages, which fault and unmap count, and step, which all set), proc.vma_*.
 *           The records of processes and jobs are declared here because areas point to processes and the end of a
 *           process ends its job; task/process and task/job own them.
 * Events    none: who decides emits.
 * Invariants  (vma_check)
 *   V1  start < end <= task_size, both page-aligned; areas of a process ascend and do not overlap
 *   V2  the tree holds exactly the areas of the list, in its order; heights differ by at most 1
 *   V3  gap_max_pages is the largest distance to the area below (or to 0) over the subtree
 *   V4  vma_count is the length of the list; live slots all belong to a live process
 *   V5  free slots are zero but for gen and next, and are all linked from machine.vma_free or never used
 */
#ifndef MM_PARTS_VMA_H
#define MM_PARTS_VMA_H

#include "base/vmstat.h"

MM_DEFINE_RECORD(proc, MM_PROC_FIELDS)
MM_DEFINE_RECORD(vma, MM_VMA_FIELDS)
MM_DEFINE_RECORD(job, MM_JOB_FIELDS)

/* Linux's guard gap below a stack. */
#define VMA_STACK_GUARD_BYTES (256 * MM_PAGE_BYTES)
/* The flags that make an area's protection. */
#define VM_ACCESS_BITS        (VM_READ | VM_WRITE | VM_EXEC)

/* What a new area is to be. */
struct vma_want {
    vaddr_t start, end;
    uint64_t pgoff;
    uint32_t flags;
    uint32_t file; /* name id; 0 anonymous */
    uint32_t role; /* enum mm_vma_role */
};

/* Lowest area of proc whose end is above addr; SLOT_NONE. O(log n). */
slot_t vma_find(const struct mm *m, slot_t proc, vaddr_t addr);
/* The area that contains addr; SLOT_NONE. */
slot_t vma_at(const struct mm *m, slot_t proc, vaddr_t addr);
/* The neighbours in address order; SLOT_NONE at the ends. */
slot_t vma_next(const struct mm *m, slot_t vma);
slot_t vma_prev(const struct mm *m, slot_t vma);
/* The highest area; SLOT_NONE. */
slot_t vma_last(const struct mm *m, slot_t proc);
/* First byte of an area with the guard gap of a stack counted as its own. */
vaddr_t vma_start_gap(const struct mm *m, slot_t vma);
/* Pages of an area. */
uint64_t vma_pages(const struct mm *m, slot_t vma);
/* Does an area overlap [start, end)? The lowest that does, or SLOT_NONE. */
slot_t vma_overlap(const struct mm *m, slot_t proc, vaddr_t start, vaddr_t end);

/* Where the free gap below an area begins: the end of the area below, or 0. */
vaddr_t vma_gap_start(const struct mm *m, slot_t vma);

/* How many areas can still be made in this machine (a limit of the tool, not of Linux). */
uint32_t vma_room(const struct mm *m);
/* The slot that the next vma_new will take, for its event. Pre: room. */
slot_t vma_slot(const struct mm *m);
/* Link a new area. Takes a reference to want->file. Pre: room, range free. */
slot_t vma_new(struct mm *m, slot_t proc, const struct vma_want *want);
/* Unlink and give the slot back, with its reference to the file. */
void vma_free(struct mm *m, slot_t vma);
/* Move its ends, pgoff with start for the caller to say. Pre: stays between its neighbours. */
void vma_resize(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end, uint64_t pgoff);
/* Number of a new anon_vma. */
uint32_t vma_anon_new(struct mm *m);
/* Note that this step touched it. */
void vma_touch(struct mm *m, slot_t vma);

void vma_check(struct mm *m);

#endif
