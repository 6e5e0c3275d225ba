/* usage.c - mapcount, RSS, page tables and their counters. */
#include "policy/usage.h"

#include "base/vmstat.h"
#include "parts/zone.h"

void usage_areas(struct mm *m, slot_t proc, uint32_t flags, int64_t pages)
{
    const uint64_t n = (uint64_t)pages;
    const struct proc *p = &m->proc[proc];

    proc_set_total_vm_pages(m, proc, p->total_vm_pages + n);
    if (p->total_vm_pages > p->hiwater_vm_pages) {
        proc_set_hiwater_vm_pages(m, proc, p->total_vm_pages);
    }
    if ((flags & (VM_EXEC | VM_WRITE | VM_GROWSDOWN)) == VM_EXEC) {
        proc_set_exec_vm_pages(m, proc, p->exec_vm_pages + n);
    } else if (flags & VM_GROWSDOWN) {
        proc_set_stack_vm_pages(m, proc, p->stack_vm_pages + n);
    } else if ((flags & (VM_WRITE | VM_SHARED)) == VM_WRITE) {
        proc_set_data_vm_pages(m, proc, p->data_vm_pages + n);
    }
}

uint32_t usage_count(const struct mm *m, slot_t proc, vaddr_t start, vaddr_t end)
{
    struct pgtable_pos leaf;
    uint32_t count = 0;

    for (vaddr_t a = start; pgtable_next(m, m->proc[proc].pgd_pfn, &a, end, &leaf);
         a += MM_PAGE_BYTES) {
        const uint64_t entry = pgtable_read(m, leaf.table, leaf.index);

        count += pgtable_present(entry) && !(entry & PTE_SPECIAL);
    }
    return count;
}

enum usage_class { USAGE_ANON, USAGE_FILE, USAGE_SHMEM };

static enum usage_class class_of(const struct mm *m, pfn_t pfn)
{
    if (frame_is(m, pfn, PG_ANON)) {
        return USAGE_ANON;
    }
    return frame_is(m, pfn, PG_SWAPBACKED) ? USAGE_SHMEM : USAGE_FILE;
}

static void rss_add(struct mm *m, slot_t proc, enum usage_class class, int64_t pages)
{
    const struct proc *p = &m->proc[proc];
    uint64_t sum;

    switch (class) {
    case USAGE_ANON: proc_set_rss_anon_pages(m, proc, p->rss_anon_pages + (uint64_t)pages); break;
    case USAGE_FILE: proc_set_rss_file_pages(m, proc, p->rss_file_pages + (uint64_t)pages); break;
    case USAGE_SHMEM:
        proc_set_rss_shmem_pages(m, proc, p->rss_shmem_pages + (uint64_t)pages);
        break;
    }
    sum = p->rss_anon_pages + p->rss_file_pages + p->rss_shmem_pages;
    if (sum > p->hiwater_rss_pages) {
        proc_set_hiwater_rss_pages(m, proc, sum);
    }
}

static void count_mapped(struct mm *m, pfn_t pfn, int64_t pages)
{
    const enum usage_class class = class_of(m, pfn);
    const uint32_t node = node_of(m, pfn);

    if (class == USAGE_ANON) {
        vmstat_node_add(m, node, VMC_nr_anon_pages, pages);
    } else {
        vmstat_node_add(m, node, VMC_nr_mapped, pages);
        vmstat_node_add(m, node, VMC_nr_file_pages, pages);
        if (class == USAGE_SHMEM) {
            vmstat_node_add(m, node, VMC_nr_shmem, pages);
        }
    }
}

void usage_lock(struct mm *m, slot_t proc, pfn_t pfn, bool lock)
{
    if (frame_is(m, pfn, PG_MLOCKED) == lock) {
        return;
    }
    lru_lock(m, m->proc[proc].cpu, pfn, lock);
    vmstat_zone_add(m, zone_of(m, pfn), VMC_nr_mlock, lock ? 1 : -1);
    vmstat_add(m, lock ? VMC_unevictable_pgs_mlocked : VMC_unevictable_pgs_munlocked, 1);
    frame_touch(m, pfn);
}

void usage_map(struct mm *m, slot_t vma, pfn_t pfn, vaddr_t addr)
{
    const slot_t proc = m->vma[vma].proc;
    const bool first = frame_mapcount(m, pfn) == -1;

    frame_set_mapcount(m, pfn, frame_mapcount(m, pfn) + 1);
    if (first) {
        frame_set_vpn(m, pfn, addr >> MM_PAGE_SHIFT);
        count_mapped(m, pfn, 1);
    }
    rss_add(m, proc, class_of(m, pfn), 1);
    vma_set_resident_pages(m, vma, m->vma[vma].resident_pages + 1);
    if (m->vma[vma].flags & VM_LOCKED) {
        usage_lock(m, proc, pfn, true);
    }
    if (first) {
        lru_add(m, m->proc[proc].cpu, pfn);
    }
    frame_touch(m, pfn);
}

bool usage_unmap(struct mm *m, slot_t vma, pfn_t pfn)
{
    const slot_t proc = m->vma[vma].proc;
    const bool last = frame_mapcount(m, pfn) == 0;

    MM_ASSERT(m, frame_mapcount(m, pfn) >= 0 && m->vma[vma].resident_pages > 0);
    if (last) {
        usage_lock(m, proc, pfn, false);
        count_mapped(m, pfn, -1);
    }
    rss_add(m, proc, class_of(m, pfn), -1);
    vma_set_resident_pages(m, vma, m->vma[vma].resident_pages - 1);
    frame_set_mapcount(m, pfn, frame_mapcount(m, pfn) - 1);
    if (last) {
        lru_forget(m, m->proc[proc].cpu, pfn);
    }
    frame_touch(m, pfn);
    return last;
}

void usage_move(struct mm *m, slot_t from, slot_t to, pfn_t pfn, vaddr_t addr)
{
    MM_ASSERT(m, m->vma[from].resident_pages > 0);
    vma_set_resident_pages(m, from, m->vma[from].resident_pages - 1);
    vma_set_resident_pages(m, to, m->vma[to].resident_pages + 1);
    frame_set_vpn(m, pfn, addr >> MM_PAGE_SHIFT);
    frame_touch(m, pfn);
}

void usage_table(struct mm *m, slot_t proc, unsigned level, pfn_t table, int count)
{
    const struct proc *p = &m->proc[proc];
    const uint64_t bytes = (uint64_t)(count * (int64_t)MM_PAGE_BYTES);

    proc_set_tables(m, proc, p->tables + (uint32_t)count);
    if (level < m->config.paging_levels && level <= 3) { /* neither the top table nor a P4D */
        proc_set_pgtables_bytes(m, proc, p->pgtables_bytes + bytes);
    }
    if (level < m->config.paging_levels && level <= 2) {
        vmstat_node_add(m, node_of(m, table), VMC_nr_page_table_pages, count);
    }
}
