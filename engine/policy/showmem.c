/* showmem.c - a report on memory, as lines of numbers. */
#include "policy/showmem.h"

#include "base/vmstat.h"
#include "parts/node.h"
#include "policy/kswapd.h"

#define SECOND_NS 1000000000ull

struct limit {
    uint64_t interval_ns;
    uint32_t burst;
    uint64_t begin_ns; /* plus 1; 0 never */
    uint32_t printed, missed;
};

/* May one more be printed now? *suppressed: so many were not, and that is to be said first. */
static bool allows(struct limit *l, uint64_t now_ns, uint32_t *suppressed)
{
    *suppressed = 0;
    if (l->begin_ns == 0) {
        l->begin_ns = now_ns + 1;
    }
    if (now_ns + 1 > l->begin_ns + l->interval_ns) {
        *suppressed = l->missed;
        l->missed = 0;
        l->begin_ns = now_ns + 1;
        l->printed = 0;
    }
    if (l->printed < l->burst) {
        l->printed++;
        return true;
    }
    l->missed++;
    return false;
}

static bool may_warn(struct mm *m, uint32_t *suppressed)
{
    struct limit l = {10 * SECOND_NS, 1, m->machine->warn_ns, m->machine->warn_printed,
                      m->machine->warn_missed};
    const bool yes = allows(&l, m->cpu[m->cpu_now].clock_ns, suppressed);

    machine_set_warn_ns(m, 0, l.begin_ns);
    machine_set_warn_printed(m, 0, l.printed);
    machine_set_warn_missed(m, 0, l.missed);
    return yes;
}

static bool may_report_oom(struct mm *m, uint32_t *suppressed)
{
    struct limit l = {5 * SECOND_NS, 10, m->machine->oom_ns, m->machine->oom_printed,
                      m->machine->oom_missed};
    const bool yes = allows(&l, m->cpu[m->cpu_now].clock_ns, suppressed);

    machine_set_oom_ns(m, 0, l.begin_ns);
    machine_set_oom_printed(m, 0, l.printed);
    machine_set_oom_missed(m, 0, l.missed);
    return yes;
}

/* Name and pid of who asks: five numbers. No process: an empty name, and the CPU. */
static void who(const struct mm *m, uint32_t cpu, slot_t proc, uint64_t out[6])
{
    const bool some = proc != SLOT_NONE;
    const struct name *n = &m->name[some ? m->proc[proc].name : 0];

    out[0] = some ? n->w0 : 0;
    out[1] = some ? n->w1 : 0;
    out[2] = some ? n->w2 : 0;
    out[3] = some ? n->w3 : 0;
    out[4] = cpu;
    out[5] = some ? m->proc[proc].pid : 0;
}

static uint64_t kb(uint64_t pages)
{
    return pages * (MM_PAGE_BYTES / 1024);
}

static uint64_t all_pcp(const struct mm *m)
{
    uint64_t pages = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        pages += pcp_zone_pages(m, z);
    }
    return pages;
}

static void say_totals(struct mm *m)
{
    uint64_t n[KLOG_NUMBERS] = {
        vmstat_get(m, VMC_nr_active_anon),
        vmstat_get(m, VMC_nr_inactive_anon),
        vmstat_get(m, VMC_nr_isolated_anon),
        vmstat_get(m, VMC_nr_active_file),
        vmstat_get(m, VMC_nr_inactive_file),
        vmstat_get(m, VMC_nr_isolated_file),
        vmstat_get(m, VMC_nr_unevictable),
        vmstat_get(m, VMC_nr_dirty),
        vmstat_get(m, VMC_nr_writeback),
        vmstat_get(m, VMC_nr_slab_reclaimable),
        vmstat_get(m, VMC_nr_slab_unreclaimable),
        vmstat_get(m, VMC_nr_mapped),
        vmstat_get(m, VMC_nr_shmem),
        vmstat_get(m, VMC_nr_page_table_pages),
        vmstat_get(m, VMC_nr_sec_page_table_pages),
        vmstat_get(m, VMC_nr_bounce),
        vmstat_get(m, VMC_nr_kernel_misc_reclaimable),
        vmstat_get(m, VMC_nr_free_pages),
        all_pcp(m),
        vmstat_get(m, VMC_nr_free_cma),
    };

    klog_add(m, KLOG_WARN, KL_MEM_INFO, n, 20);
}

static void say_node(struct mm *m, uint32_t node)
{
#define NODE_KB(c) kb(vmstat_node_get(m, node, VMC_##c))
    const uint64_t n[] = {
        node,
        NODE_KB(nr_active_anon),
        NODE_KB(nr_inactive_anon),
        NODE_KB(nr_active_file),
        NODE_KB(nr_inactive_file),
        NODE_KB(nr_unevictable),
        NODE_KB(nr_isolated_anon),
        NODE_KB(nr_isolated_file),
        NODE_KB(nr_mapped),
        NODE_KB(nr_dirty),
        NODE_KB(nr_writeback),
        NODE_KB(nr_shmem),
        NODE_KB(nr_shmem_hugepages),
        NODE_KB(nr_shmem_pmdmapped),
        NODE_KB(nr_anon_transparent_hugepages),
        NODE_KB(nr_writeback_temp),
        vmstat_node_get(m, node, VMC_nr_kernel_stack),
        NODE_KB(nr_page_table_pages),
        NODE_KB(nr_sec_page_table_pages),
        m->node[node].kswapd_failures >= KSWAPD_FAILURES_MAX,
    };

    klog_add(m, KLOG_WARN, KL_NODE, n, sizeof n / sizeof n[0]);
}

static void say_zone(struct mm *m, uint32_t cpu, uint32_t zone)
{
    const struct zone *z = &m->zone[zone];
#define ZONE_KB(c) kb(vmstat_zone_get(m, zone, VMC_##c))
    const uint64_t n[] = {
        z->node,
        z->type,
        kb(z->free_pages),
        kb(z->boost_pages),
        kb(zone_mark_pages(m, zone, ZONE_MIN)),
        kb(zone_mark_pages(m, zone, ZONE_LOW)),
        kb(zone_mark_pages(m, zone, ZONE_HIGH)),
        kb(z->highatomic_pages),
        ZONE_KB(nr_zone_active_anon),
        ZONE_KB(nr_zone_inactive_anon),
        ZONE_KB(nr_zone_active_file),
        ZONE_KB(nr_zone_inactive_file),
        ZONE_KB(nr_zone_unevictable),
        ZONE_KB(nr_zone_write_pending),
        kb(z->present_pages),
        kb(z->managed_pages),
        ZONE_KB(nr_mlock),
        ZONE_KB(nr_bounce),
        kb(pcp_zone_pages(m, zone)),
        kb(m->pcp[pcp_id(m, cpu, zone)].count),
        ZONE_KB(nr_free_cma),
    };

    klog_add(m, KLOG_WARN, KL_ZONE, n, sizeof n / sizeof n[0]);
    klog_say(m, KLOG_WARN, KL_RESERVE, zone_protection(m, zone, 0), zone_protection(m, zone, 1),
             zone_protection(m, zone, 2), zone_protection(m, zone, 3),
             m->config.paging_levels == 2);
}

/* Free blocks of each order, and in the upper half of each number the migrate types they are of. */
static void say_blocks(struct mm *m, uint32_t zone)
{
    uint64_t n[2 + MM_ORDERS] = {m->zone[zone].node, m->zone[zone].type};

    for (unsigned o = 0; o < MM_ORDERS; o++) {
        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            const uint32_t blocks = m->freelist[buddy_list(zone, o, t)].blocks;

            n[2 + o] += blocks | (uint64_t)(blocks > 0) << (32 + t);
        }
    }
    klog_add(m, KLOG_WARN, KL_BLOCKS, n, sizeof n / sizeof n[0]);
}

/* __show_mem(): the zones that a request up to `rank` could use. */
static void say_memory(struct mm *m, uint32_t cpu, unsigned rank)
{
    uint64_t present = 0;
    uint64_t managed = 0;
    uint64_t high = 0;

    say_totals(m);
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        say_node(m, node);
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        const enum mm_zone_type type = (enum mm_zone_type)m->zone[z].type;

        present += m->zone[z].present_pages;
        managed += m->zone[z].managed_pages;
        high += type == ZT_HIGHMEM || type == ZT_MOVABLE ? m->zone[z].present_pages : 0;
        if (zone_rank(m, type) <= rank) {
            say_zone(m, cpu, z);
        }
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        if (zone_rank(m, (enum mm_zone_type)m->zone[z].type) <= rank) {
            say_blocks(m, z);
        }
    }
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        klog_say(m, KLOG_INFO, KL_HUGEPAGES, node, m->config.paging_levels == 2 ? 4096 : 2048);
    }
    klog_say(m, KLOG_WARN, KL_CACHE, vmstat_get(m, VMC_nr_file_pages));
    klog_say(m, KLOG_WARN, KL_SWAP, vmstat_get(m, VMC_nr_swapcached), 0, 0);
    klog_say(m, KLOG_WARN, KL_TOTALS, present, high, present - managed, 0);
}

void showmem_failure(struct mm *m, uint32_t cpu, slot_t proc, unsigned order, uint32_t gfp)
{
    const uint32_t first = m->machine->klog_lines;
    uint32_t suppressed;
    uint64_t n[9];

    if ((gfp & GFP_BIT_NOWARN) || !may_warn(m, &suppressed)) {
        return;
    }
    ev(m, EV_KERNEL_LOG, KL_ALLOC_FAILURE);
    if (suppressed > 0) {
        klog_say(m, KLOG_WARN, KL_SUPPRESSED, KL_ALLOC_FAILURE, suppressed);
    }
    who(m, cpu, proc, n);
    n[6] = order;
    n[7] = gfp;
    n[8] = m->config.nodes;
    klog_add(m, KLOG_WARN, KL_ALLOC_FAILURE, n, 9);
    klog_add(m, KLOG_WARN, KL_CPU, n, 6);
    say_memory(m, cpu, zone_rank_of_gfp(m, gfp));
    MM_ASSERT(m, m->machine->klog_lines > first);
}

void showmem_killed(struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];
    uint64_t n[13];

    who(m, p->cpu, proc, n);
    n[6] = m->config.nodes;
    n[7] = kb(p->total_vm_pages);
    n[8] = kb(p->rss_anon_pages);
    n[9] = kb(p->rss_file_pages);
    n[10] = kb(p->rss_shmem_pages);
    n[11] = p->pgtables_bytes / 1024;
    n[12] = (uint64_t)p->oom_score_adj;
    klog_add(m, KLOG_ERR, KL_KILLED, n, 13);
}

void showmem_oom(struct mm *m, uint32_t cpu, slot_t proc, unsigned order, uint32_t gfp,
                 bool deadlock)
{
    uint32_t suppressed;
    uint64_t n[9];

    if (!may_report_oom(m, &suppressed)) {
        return;
    }
    ev(m, EV_KERNEL_LOG, KL_OOM_INVOKED);
    if (suppressed > 0) {
        klog_say(m, KLOG_WARN, KL_SUPPRESSED, KL_OOM_INVOKED, suppressed);
    }
    who(m, cpu, proc, n);
    n[6] = order;
    n[7] = gfp;
    n[8] = proc == SLOT_NONE ? 0 : (uint64_t)m->proc[proc].oom_score_adj;
    klog_add(m, KLOG_WARN, KL_OOM_INVOKED, n, 9);
    klog_add(m, KLOG_WARN, KL_CPU, n, 6);
    say_memory(m, cpu, zone_rank_of_gfp(m, gfp));
    if (deadlock) {
        klog_say(m, KLOG_WARN, KL_TEXT, SHOWMEM_NO_KILLABLE);
        klog_say(m, KLOG_EMERG, KL_TEXT, SHOWMEM_DEADLOCK);
    }
}
