/* access.c - TLB, walk, fault, retry. */
#include "task/access.h"

#include "parts/node.h"
#include "parts/vma.h"
#include "parts/zone.h"
#include "policy/fault.h"
#include "task/process.h"

/* What a translation came to. */
struct outcome {
    bool translated;
    pfn_t pfn;
    uint32_t error_code; /* of the page fault otherwise */
};

static uint32_t error_code(const struct mm *m, enum mm_access_type type, uint32_t prot)
{
    const bool nx = m->config.paging_levels != 2;

    return PF_USER | prot | (type == ACC_WRITE ? PF_WRITE : 0) |
           (type == ACC_FETCH && nx ? PF_INSTR : 0);
}

static bool allows(const struct mm *m, uint64_t rights, enum mm_access_type type)
{
    return (rights & PTE_US) && (type != ACC_WRITE || (rights & PTE_RW)) &&
           (type != ACC_FETCH || m->config.paging_levels == 2 || !(rights & PTE_NX));
}

/* An entry below the TLB was used: the CPU sets its accessed bit, and the dirty bit of a leaf that is written. */
static uint64_t mark(struct mm *m, pfn_t table, unsigned index, uint64_t bits, vaddr_t addr)
{
    const uint64_t before = pgtable_read(m, table, index);
    const uint64_t after = before | bits;

    if (after != before) {
        const uint64_t fresh = after ^ before;

        ev(m, EV_PTE_MARK, table, index, (fresh & PTE_A) != 0, (fresh & PTE_D) != 0, addr);
        pgtable_write(m, table, index, after);
    }
    return after;
}

/* Read the tables from the top. On success the bits are set and the TLB filled. */
static struct outcome walk(struct mm *m, uint32_t cpu, pfn_t pgd, vaddr_t addr,
                           enum mm_access_type type)
{
    uint64_t rights = PTE_US | PTE_RW; /* ANDed; NX is ORed */
    uint64_t entry = 0;
    pfn_t table = pgd;
    unsigned index = 0;

    for (unsigned level = m->config.paging_levels; level >= 1; level--) {
        if (level < m->config.paging_levels) {
            table = pgtable_pfn(entry);
        }
        index = pgtable_index(m, level, addr);
        entry = pgtable_read(m, table, index);
        const uint64_t both = (rights & entry & (PTE_US | PTE_RW)) | ((rights | entry) & PTE_NX);

        if (!(entry & PTE_P)) {
            ev(m, EV_WALK_EMPTY, level, index, table, entry, addr);
            cost(m, cpu, COST_WALK_LEVEL);
            return (struct outcome){.error_code = error_code(m, type, 0)};
        }
        rights = both;
        if (level == 1 && !allows(m, rights, type)) {
            ev(m, EV_WALK_DENIED, level, index, table, entry, addr, type);
            cost(m, cpu, COST_WALK_LEVEL);
            return (struct outcome){.error_code = error_code(m, type, PF_PROT)};
        }
        ev(m, EV_WALK_LEVEL, level, index, table, entry, addr);
        cost(m, cpu, COST_WALK_LEVEL);
        if (level > 1) {
            mark(m, table, index, PTE_A, addr);
        }
    }
    entry = mark(m, table, index, PTE_A | (type == ACC_WRITE ? PTE_D : 0), addr);
    tlb_fill(m, cpu, addr >> MM_PAGE_SHIFT, pgtable_pfn(entry), tlb_flags_of(rights, entry));
    return (struct outcome){.translated = true, .pfn = pgtable_pfn(entry)};
}

/* Whether an entry of the TLB is enough for this access: its rights, and for a write that the page is known dirty. */
static bool hit_suffices(const struct mm *m, uint32_t flags, enum mm_access_type type)
{
    const uint32_t dirty_write = TLB_WRITE | TLB_DIRTY;

    return (type != ACC_WRITE || (flags & dirty_write) == dirty_write) &&
           (type != ACC_FETCH || m->config.paging_levels == 2 || !(flags & TLB_NOEXEC));
}

static struct outcome translate(struct mm *m, uint32_t cpu, pfn_t pgd, vaddr_t addr,
                                enum mm_access_type type)
{
    const vpn_t vpn = addr >> MM_PAGE_SHIFT;
    struct tlb_hit hit;
    struct outcome out;

    if (tlb_look(m, cpu, vpn, &hit) && hit_suffices(m, hit.flags, type)) {
        return (struct outcome){.translated = true, .pfn = hit.pfn};
    }
    ev_push(m);
    out = walk(m, cpu, pgd, addr, type);
    if (!out.translated) {
        tlb_drop(m, cpu, vpn);
    }
    ev_pop(m);
    return out;
}

/* A signal instead of a translation, or the end for want of memory. */
static enum access_status refuse(struct mm *m, slot_t proc, enum mm_fault_kind kind, vaddr_t addr)
{
    unsigned signal;
    unsigned si_code;
    bool alive = false;

    fault_signal(kind, &signal, &si_code);
    ev_push(m);
    if (kind == FK_NO_MEMORY) {
        process_oom_kill(m, proc);
    } else {
        alive = process_signal(m, proc, signal, si_code, addr);
    }
    ev_pop(m);
    return alive ? ACCESS_CAUGHT : ACCESS_KILLED;
}

/* Translate, let the kernel fix what it can, translate again. */
static enum access_status reach(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr,
                                enum mm_access_type type, pfn_t *pfn)
{
    unsigned signal;
    unsigned si_code;

    if (!pgtable_canonical(m, addr)) { /* a general protection fault: the CPU does not even look */
        ev(m, EV_FAULT_DECIDE, m->proc[proc].pid, addr, FK_NON_CANONICAL);
        return refuse(m, proc, FK_NON_CANONICAL, 0);
    }
    for (unsigned tries = 0;; tries++) {
        MM_ASSERT(m, tries < 4); /* a fault that was handled does not come again for ever */
        const struct outcome out = translate(m, cpu, m->proc[proc].pgd_pfn, addr, type);

        if (out.translated) {
            *pfn = out.pfn;
            return ACCESS_OK;
        }
        ev_push(m);
        const enum mm_fault_kind kind = fault_handle(m, cpu, proc, addr, out.error_code);
        ev_pop(m);

        if (fault_signal(kind, &signal, &si_code)) {
            return refuse(m, proc, kind, addr);
        }
    }
}

uint64_t access_far_ns(const struct mm *m, uint32_t own, uint32_t node)
{
    return m->config.cost_ns[COST_REMOTE_ACCESS] *
           (node_distance(m, own, node) - NODE_DISTANCE_LOCAL) /
           (NODE_DISTANCE_REMOTE - NODE_DISTANCE_LOCAL);
}

/* The frame is reached: memory of another node costs more, the farther the more. */
static void reach_memory(struct mm *m, uint32_t cpu, pfn_t pfn)
{
    const uint32_t own = m->cpu[cpu].node;
    const uint32_t node = node_of(m, pfn);
    const uint64_t ns = access_far_ns(m, own, node);

    if (node == own) {
        node_set_access_local(m, own, m->node[own].access_local + 1);
        return;
    }
    ev(m, EV_NUMA_REMOTE, cpu, pfn, node, own, node_distance(m, own, node), ns);
    node_set_access_remote(m, own, m->node[own].access_remote + 1);
    clock_add(m, cpu, ns);
}

enum access_status access_one(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr,
                              enum mm_access_type type)
{
    const uint32_t pid = m->proc[proc].pid;
    enum access_status status;
    pfn_t pfn = PFN_NONE;

    access_load(m, cpu, proc);
    ev(m, EV_ACCESS, pid, addr, type, cpu);
    ev_push(m);
    status = reach(m, cpu, proc, addr, type, &pfn);
    if (status == ACCESS_OK && m->config.nodes > 1) {
        reach_memory(m, cpu, pfn);
    }
    if (status == ACCESS_OK && type == ACC_WRITE) {
        const uint32_t tag = frame_new_tag(m);

        ev(m, EV_STORE, pfn, tag, addr);
        frame_set_tag(m, pfn, tag);
        frame_touch(m, pfn);
    }
    if (status != ACCESS_KILLED) {
        ev(m, EV_RETURN, pid, addr);
    }
    ev_pop(m);
    return status;
}

void access_load(struct mm *m, uint32_t cpu, slot_t proc)
{
    const uint32_t loaded = m->cpu[cpu].proc;

    if (loaded != proc + 1) {
        tlb_switch(m, cpu, proc, loaded != 0 ? m->proc[loaded - 1].pid : 0, m->proc[proc].pid);
    }
}
