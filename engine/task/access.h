/* access.h - one load, store or instruction fetch of a program, as the MMU and the kernel carry it out.
 *
 * Models    x86: TLB, page walk with rights ANDed over the levels, accessed and dirty bits, page fault and retry.
 * Differs   an access touches one page and one content tag stands for its bytes; a store makes a new tag.
 *           Caches and memory latency are inside the cost of a TLB hit and of a walk level. Kernel addresses are
 *           not mapped in a program's tables at all: their walk ends at an empty entry, not at one without the
 *           user right.
 *           Without the no-execute bit (two levels) a fetch is a read. The walk of tables that lie on another node
 *           costs no more. Accesses are counted by node on machines of several nodes only.
 * Shape     EV_ACCESS, TLB events, WALK_LEVEL for each entry read (WALK_EMPTY or WALK_DENIED where it ends), PTE_MARK,
 *           the fault's events, the retry, NUMA_REMOTE when the frame is on another node, STORE, EV_RETURN.
 * Units     costs are config.cost_ns on the CPU's clock: tlb_hit, tlb_l2_hit, walk_level for each entry read;
 *           remote_access at distance 20, in proportion at others.
 * Owns      frame.tag of a page that a program stores to; node.access_local, node.access_remote.
 * Events    ACCESS WALK_LEVEL WALK_EMPTY WALK_DENIED PTE_MARK NUMA_REMOTE STORE RETURN
 */
#ifndef MM_TASK_ACCESS_H
#define MM_TASK_ACCESS_H

#include "parts/tlb.h"

enum access_status {
    ACCESS_OK,     /* done */
    ACCESS_CAUGHT, /* a signal was delivered and caught: not done, the process lives */
    ACCESS_KILLED  /* the process is gone */
};

/* One access of a live process on this CPU at any address at all; its address space is loaded first when it is not. */
enum access_status access_one(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr,
                              enum mm_access_type type);

/* What reaching memory of `node` costs from `own` beyond local memory, in ns. */
uint64_t access_far_ns(const struct mm *m, uint32_t own, uint32_t node);

/* Load the process's address space on this CPU (TASK_SWITCH) when it is not. */
void access_load(struct mm *m, uint32_t cpu, slot_t proc);

#endif
