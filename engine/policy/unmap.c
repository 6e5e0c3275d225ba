/* unmap.c - take pages and page tables out of an address space. */
#include "policy/unmap.h"

#include "parts/tlb.h"
#include "policy/commit.h"
#include "policy/kobj.h"
#include "policy/palloc.h"
#include "policy/usage.h"

/* Frames whose last mapping is gone, in order, waiting for the TLB to be flushed; and what it has to forget. */
struct gather {
    pfn_t head, tail;
    vaddr_t low, high; /* entries changed in here; low > high: none */
};

static void gather_init(struct gather *g)
{
    *g = (struct gather){.head = PFN_NONE, .tail = PFN_NONE, .low = VADDR_NONE, .high = 0};
}

static void gather_addr(struct gather *g, vaddr_t addr)
{
    if (addr < g->low) {
        g->low = addr;
    }
    g->high = addr + MM_PAGE_BYTES;
}

static void gather_frame(struct mm *m, struct gather *g, pfn_t pfn)
{
    if (g->head == PFN_NONE) {
        g->head = pfn;
    } else {
        frame_set_next(m, g->tail, pfn);
    }
    g->tail = pfn;
}

static void gather_free(struct mm *m, struct gather *g, uint32_t cpu)
{
    while (g->head != PFN_NONE) {
        const pfn_t pfn = g->head;

        g->head = pfn == g->tail ? PFN_NONE : frame_next(m, pfn);
        frame_set_next(m, pfn, PFN_NONE);
        palloc_put(m, cpu, pfn, 0);
    }
}

/* zap_pte_range() */
static void zap(struct mm *m, struct gather *g, slot_t vma, vaddr_t start, vaddr_t end)
{
    const slot_t proc = m->vma[vma].proc;
    const struct proc *p = &m->proc[proc];
    struct pgtable_pos at;

    for (vaddr_t a = start; pgtable_next(m, p->pgd_pfn, &a, end, &at); a += MM_PAGE_BYTES) {
        const uint64_t entry = pgtable_read(m, at.table, at.index);
        const pfn_t pfn = pgtable_pfn(entry);

        ev(m, EV_PTE_CLEAR, at.table, at.index, entry, a, p->pid);
        cost(m, p->cpu, COST_UNMAP_PAGE);
        pgtable_write(m, at.table, at.index, 0);
        gather_addr(g, a);
        if (!(entry & PTE_SPECIAL) && usage_unmap(m, vma, pfn)) {
            gather_frame(m, g, pfn);
        }
    }
    vma_touch(m, vma);
}

void unmap_pages(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end)
{
    const slot_t proc = m->vma[vma].proc;
    const uint32_t cpu = m->proc[proc].cpu;
    struct gather g;

    MM_ASSERT(m, start >= m->vma[vma].start && end <= m->vma[vma].end);
    lru_drain(m, cpu);
    gather_init(&g);
    zap(m, &g, vma, start, end);
    if (g.low < g.high) {
        tlb_flush_range(m, cpu, proc, g.low, g.high);
    }
    gather_free(m, &g, cpu);
}

void unmap_tables(struct mm *m, slot_t proc, vaddr_t start, vaddr_t end, vaddr_t floor,
                  vaddr_t ceiling)
{
    const struct proc *p = &m->proc[proc];
    struct pgtable_reap reap;
    struct pgtable_dead dead;

    pgtable_reap_init(m, &reap, p->pgd_pfn, start, end, floor, ceiling);
    while (pgtable_reap_next(m, &reap, &dead)) {
        ev(m, EV_PT_FREE, p->pid, dead.level, dead.table, dead.addr);
        pgtable_unlink(m, &dead);
        usage_table(m, proc, dead.level, dead.table, -1);
        palloc_put(m, p->cpu, dead.table, 0);
    }
}

void unmap_space(struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];
    const pfn_t pgd = p->pgd_pfn;
    struct gather g;

    lru_drain(m, p->cpu);
    gather_init(&g);
    for (slot_t v = p->vma_first; v != SLOT_NONE; v = m->vma[v].next) {
        zap(m, &g, v, m->vma[v].start, m->vma[v].end);
    }
    tlb_forget_proc(m, proc);
    gather_free(m, &g, p->cpu);
    if (p->vma_first != SLOT_NONE) {
        unmap_tables(m, proc, m->vma[p->vma_first].start, m->vma[vma_last(m, proc)].end, 0, 0);
    }
    while (p->vma_first != SLOT_NONE) {
        const slot_t v = p->vma_first;
        const struct vma *a = &m->vma[v];

        ev(m, EV_VMA_FREE, p->pid, v, a->start, a->end);
        usage_areas(m, proc, a->flags, -(int64_t)vma_pages(m, v));
        if (a->flags & VM_ACCOUNT) {
            commit_release(m, vma_pages(m, v));
        }
        kobj_area_put(m, v);
        vma_free(m, v);
    }
    kobj_areas_trim(m, proc);
    ev(m, EV_PT_FREE, p->pid, m->config.paging_levels, pgd, 0);
    pgtable_unroot(m, pgd);
    usage_table(m, proc, m->config.paging_levels, pgd, -1);
    proc_set_pgd_pfn(m, proc, PFN_NONE);
    palloc_put(m, p->cpu, pgd, pgtable_top_order(m));
}

/* can_change_pte_writable(): a dirty page that nobody else can have needs no write fault to become writable. */
static bool writable_at_once(const struct mm *m, uint64_t entry, uint32_t flags)
{
    if (!(flags & VM_WRITE) || !(entry & PTE_P) || !(entry & PTE_D) || (entry & PTE_SPECIAL)) {
        return false;
    }
    return (flags & VM_SHARED) || frame_is(m, pgtable_pfn(entry), PG_ANON | PG_ANON_EXCLUSIVE);
}

void unmap_protect(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end, uint32_t flags)
{
    const slot_t proc = m->vma[vma].proc;
    const struct proc *p = &m->proc[proc];
    struct pgtable_pos at;
    struct gather g;

    gather_init(&g);
    for (vaddr_t a = start; pgtable_next(m, p->pgd_pfn, &a, end, &at); a += MM_PAGE_BYTES) {
        const uint64_t before = pgtable_read(m, at.table, at.index);
        uint64_t entry = pgtable_modify(m, before, flags);

        if (writable_at_once(m, entry, flags)) {
            entry |= PTE_RW;
        }
        if (entry == before) {
            continue;
        }
        ev(m, EV_PTE_SET, at.table, at.index, entry, before, a, p->pid);
        cost(m, p->cpu, COST_UNMAP_PAGE);
        pgtable_write(m, at.table, at.index, entry);
        gather_addr(&g, a);
    }
    if (g.low < g.high) {
        tlb_flush_range(m, p->cpu, proc, g.low, g.high);
    }
}
