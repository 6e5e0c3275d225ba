/* check.c - every invariant of every module, and the rules across them. */
#include "check.h"

#include "base/names.h"
#include "history.h"
#include "lab/freelist.h"
#include "lab/labtables.h"
#include "lab/segment.h"
#include "lab/lab.h"
#include "lab/replace.h"
#include "machine.h"
#include "parts/buddy.h"
#include "parts/node.h"
#include "parts/pcp.h"
#include "parts/pcptimer.h"
#include "parts/lru.h"
#include "parts/klog.h"
#include "parts/pgtable.h"
#include "parts/rmap.h"
#include "parts/tlb.h"
#include "parts/vma.h"
#include "policy/compact.h"
#include "policy/kswapd.h"
#include "policy/kfile.h"
#include "policy/kmem.h"
#include "policy/kobj.h"
#include "policy/palloc.h"
#include "task/actor.h"
#include "task/job.h"
#include "task/kalloc.h"
#include "task/kmemcmd.h"
#include "task/process.h"
#include "task/sysctl.h"
#include "view.h"

/* X1: the type of a frame goes with its flags and counts. */
static void check_places(struct mm *m)
{
    for (pfn_t p = 0; p < m->frames; p++) {
        const struct frame *f = &m->frame[p];

        m->scratch[p] = 0;
        if (f->type == FT_FREE) {
            MM_ASSERT(m, f->refcount == 0 && f->mapcount_plus1 == 0 && f->owner == 0);
        } else if (f->type == FT_TABLE) {
            MM_ASSERT(m,
                      f->owner > 0 && (pgtable_is_spare(m, p) ? f->refcount == 0
                                                              : f->refcount == 1 && f->level >= 1));
        } else if (f->type == FT_ANON) {
            MM_ASSERT(m, f->refcount >= 1 && f->owner > 0 && (f->flags & PG_ANON) != 0);
        }
        MM_ASSERT(m, (f->level > 0) == (f->type == FT_TABLE && !pgtable_is_spare(m, p)));
    }
}

struct rss {
    uint64_t anon, file, shmem;
};

static void count_leaf(struct mm *m, uint64_t entry, struct rss *rss)
{
    const pfn_t pfn = pgtable_pfn(entry);

    if (!pgtable_present(entry) || (entry & PTE_SPECIAL)) {
        return;
    }
    MM_ASSERT(m, pfn < m->frames);
    m->scratch[pfn]++;
    rss->anon += m->frame[pfn].type == FT_ANON;
    if (m->frame[pfn].type == FT_FILE) {
        rss->shmem += frame_is(m, pfn, PG_SWAPBACKED);
        rss->file += !frame_is(m, pfn, PG_SWAPBACKED);
    }
}

/* X2, X3: walk every address space. */
static void check_space(struct mm *m, slot_t proc)
{
    struct rss rss = {0, 0, 0};
    struct pgtable_pos leaf;
    vaddr_t addr = 0;

    if (m->proc[proc].pgd_pfn == PFN_NONE) {
        return;
    }
    while (pgtable_next(m, m->proc[proc].pgd_pfn, &addr, m->proc[proc].task_size, &leaf)) {
        count_leaf(m, pgtable_read(m, leaf.table, leaf.index), &rss);
        addr += MM_PAGE_BYTES;
    }
    MM_ASSERT(m, rss.anon == m->proc[proc].rss_anon_pages);
    MM_ASSERT(m, rss.file == m->proc[proc].rss_file_pages);
    MM_ASSERT(m, rss.shmem == m->proc[proc].rss_shmem_pages);
}

static void check_mappings(struct mm *m)
{
    for (slot_t i = 0; i < m->region[MM_R_proc].count; i++) {
        if (m->proc[i].live) {
            check_space(m, i);
        }
    }
    for (pfn_t p = 0; p < m->frames; p++) {
        if (m->frame[p].type == FT_ANON || m->frame[p].type == FT_FILE) {
            MM_ASSERT(m, frame_mapcount(m, p) + 1 == (int32_t)m->scratch[p]); /* X2 */
        }
    }
}

/* X3: every table page belongs to a process that counts it. */
static void check_tables(struct mm *m)
{
    const uint32_t procs = m->region[MM_R_proc].count;
    uint64_t owned = 0;
    uint64_t claimed = 0;

    for (pfn_t p = 0; p < m->frames; p++) {
        owned += m->frame[p].type == FT_TABLE && m->frame[p].level > 0;
    }
    for (slot_t i = 0; i < procs; i++) {
        claimed += m->proc[i].live ? m->proc[i].tables : 0;
    }
    MM_ASSERT(m, owned == claimed);
}

static void check_sums(struct mm *m)
{
    uint64_t free_pages = 0;
    uint64_t managed = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        free_pages += m->zone[z].free_pages;
        managed += m->zone[z].managed_pages;
    }
    MM_ASSERT(m, free_pages == vmstat_get(m, VMC_nr_free_pages)); /* X4 */
    MM_ASSERT(m, managed == m->machine->totalram_pages);
}

/* X5: entries of the address space that a CPU has loaded. */
static void check_tlb_entry(struct mm *m, uint32_t cpu, const struct tlb *t)
{
    const slot_t proc = m->cpu[cpu].proc - 1;
    struct pgtable_pos leaf;

    if (!(t->flags & TLB_VALID) || m->cpu[cpu].proc == 0 || t->asid != m->cpu[cpu].asid) {
        return;
    }
    const bool found =
        pgtable_find(m, m->proc[proc].pgd_pfn, (vaddr_t)t->vpn << MM_PAGE_SHIFT, &leaf);
    MM_ASSERT(m, found);
    const uint64_t entry = pgtable_read(m, leaf.table, leaf.index);

    MM_ASSERT(m, (entry & PTE_P) && pgtable_pfn(entry) == t->pfn);
    MM_ASSERT(m, !(t->flags & TLB_WRITE) || (entry & PTE_RW));
    MM_ASSERT(m, (t->flags & TLB_NOEXEC) || !(entry & PTE_NX));
    MM_ASSERT(m, !(t->flags & TLB_DIRTY) || (entry & PTE_D));
}

static void check_tlbs(struct mm *m)
{
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        for (uint32_t i = 0; i < m->tlb_entries; i++) {
            check_tlb_entry(m, c, &m->tlb[c * m->tlb_entries + i]);
        }
    }
}

void mm_check(struct mm *m)
{
    state_check(m);
    vmstat_check(m);
    names_check(m);
    frame_check(m);
    node_check(m);
    zone_check(m);
    boot_check(m);
    buddy_check(m);
    pcp_check(m);
    pcptimer_check(m);
    lru_check(m);
    rmap_check(m);
    compact_check(m);
    pgtable_check(m);
    tlb_check(m);
    vma_check(m);
    klog_check(m);
    kswapd_check(m);
    palloc_check(m);
    slab_check(m);
    kmem_check(m);
    kfile_check(m);
    kobj_check(m);
    actor_check(m);
    process_check(m);
    job_check(m);
    kalloc_check(m);
    kmemcmd_check(m);
    sysctl_check_all(m);
    lab_check(m);
    segment_check(m);
    labtables_check(m);
    replace_check(m);
    freelist_check(m);
    machine_check(m);
    view_check(m);
    history_check(m);
    check_places(m);
    check_mappings(m);
    check_tables(m);
    check_sums(m);
    check_tlbs(m);
}
