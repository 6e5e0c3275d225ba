/* tlb.h - translation lookaside buffers of each CPU: one or two levels, sets x ways.
 *
 * Models    Linux 6.1 arch/x86/mm/tlb.c: six dynamic ASIDs a CPU given round robin, INVLPG up to 33 pages and a whole
 *           flush above (tlb_single_page_flush_ceiling); an x86 MMU that caches accessed pages only, knows of a dirty
 *           page, walks again when rights do not suffice and drops the entry when it faults.
 * Differs   instructions and data share each level; least recently used within a set; a walk fills both levels and a
 *           level-1 victim stays where it is in level 2 (neither exclusive nor strictly inclusive); no paging-structure
 *           caches; kernel pages are not cached; a CPU that does not run the process now drops its entries at once, and
 *           without cost (Linux does it when it comes back).
 * Shape     entries of a CPU: level 1 then level 2; entries of a set lie together, the most recently used first, empty
 *           ones last. set = vpn mod sets. An ASID is 1..6 (cpu.asid0 holds that of ASID 1), 0 without PCID.
 * Units     vpn pages; levels count from 0 here and in tlbstat (0 is L1), from 1 in event arguments.
 * Owns      records tlb and tlbstat; cpu.proc, cpu.asid*, cpu.asid_next, cpu.asid_gen.
 * Events    TLB_HIT TLB_MISS TLB_FILL TLB_EVICT TLB_INVLPG TLB_FLUSH TASK_SWITCH
 * Invariants  (checked, same letters, in tlb_check)
 *   T1  valid entries come first in their set, and no two of a set have the same vpn and asid
 *   T2  an entry lies in the set of its vpn; an invalid entry is all zeros
 *   T3  a valid entry's asid is one that a process holds on that CPU (0 and a loaded process without PCID)
 *   T4  no process holds two ASIDs of a CPU
 */
#ifndef MM_PARTS_TLB_H
#define MM_PARTS_TLB_H

#include "base/vmstat.h"
#include "parts/pgtable.h"

MM_DEFINE_RECORD(tlb, MM_TLB_FIELDS)
MM_DEFINE_RECORD(tlbstat, MM_TLBSTAT_FIELDS)

#define TLB_VALID               0x1u
#define TLB_WRITE               0x2u
#define TLB_USER                0x4u
#define TLB_NOEXEC              0x8u
#define TLB_DIRTY               0x10u /* the leaf's D bit is known to be set */
#define TLB_ASIDS               6u
#define TLB_FLUSH_CEILING_PAGES 33u

struct tlb_hit {
    unsigned level; /* 0: L1 */
    uint32_t id;    /* record id, most recently used of its set */
    pfn_t pfn;
    uint32_t flags;
};

/* Entries and statistics are zero: nothing is loaded on any CPU. Here for symmetry with the other parts of boot. */
void tlb_init(struct mm *m);

/* First entry of the set where a page belongs, as a record id. */
static inline uint32_t tlb_set(const struct mm *m, uint32_t cpu, unsigned level, vpn_t vpn)
{
    const struct mm_tlb_config *c = &m->config.tlb[level];
    const uint32_t mask = c->sets - 1;
    const uint32_t set = (c->sets & mask) == 0 ? (uint32_t)vpn & mask : (uint32_t)(vpn % c->sets);

    return cpu * m->tlb_entries + m->tlb_first[level] + set * c->ways;
}
static inline bool tlb_is(const struct tlb *e, vpn_t vpn, uint32_t asid)
{
    return e->vpn == vpn && e->asid == asid && (e->flags & TLB_VALID);
}
/* Rights of a leaf as flags of an entry: VALID, and what the rights of all levels, ANDed, allow. */
static inline uint32_t tlb_flags_of(uint64_t rights, uint64_t leaf)
{
    _Static_assert(TLB_USER == PTE_US && TLB_WRITE == PTE_RW, "the same bits here and there");
    _Static_assert(TLB_NOEXEC == PTE_NX >> 60 && TLB_DIRTY == PTE_D >> 2, "and these, shifted");
    return TLB_VALID | (uint32_t)(rights & (PTE_US | PTE_RW)) |
           ((uint32_t)(rights >> 60) & TLB_NOEXEC) | ((uint32_t)(leaf >> 2) & TLB_DIRTY);
}

/* Load the address space of process `proc` (SLOT_NONE: none) on this CPU: finds or takes an ASID, or flushes without
 * PCID. pid_from and pid_to only go into the event. Nothing happens when it is loaded already. */
void tlb_switch(struct mm *m, uint32_t cpu, slot_t proc, uint32_t pid_from, uint32_t pid_to);

/* Look the page up as the MMU does: hit or miss events level by level, statistics, order of use; a hit in L2 is
 * copied into L1. False on a miss in every level. Pre: a process is loaded. */
bool tlb_look(struct mm *m, uint32_t cpu, vpn_t vpn, struct tlb_hit *hit);
/* The same question without any effect; UINT32_MAX when it is not cached in that level. */
uint32_t tlb_find(const struct mm *m, uint32_t cpu, unsigned level, vpn_t vpn);
/* Cache a translation after a walk in every level, replacing the page's old entry or the least recently used one. */
void tlb_fill(struct mm *m, uint32_t cpu, vpn_t vpn, pfn_t pfn, uint32_t flags);
/* Drop the page's entries in the loaded address space, as the CPU does when it raises a fault. No event. */
void tlb_drop(struct mm *m, uint32_t cpu, vpn_t vpn);

/* After entries of [start, end) of a process were changed or cleared: up to 33 pages INVLPG each, above that all of the
 * process's entries; on every CPU that holds an ASID for it. Costs go to `cpu`, where the kernel runs. */
void tlb_flush_range(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t start, vaddr_t end);
/* The address space is gone: its entries and ASIDs on every CPU; no CPU has it loaded afterwards. */
void tlb_forget_proc(struct mm *m, slot_t proc);

void tlb_check(struct mm *m);

#endif
