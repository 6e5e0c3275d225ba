/* procnode.c - the files of nodes. */
#include "text/procnode.h"

#include <stdio.h>
#include <string.h>

#include "base/vmstat.h"
#include "parts/node.h"
#include "parts/zone.h"

typedef unsigned long long ull;

enum source { ZERO, PAGES, KBYTES, TOTAL, FREE, USED, ACTIVE, INACTIVE, SLAB, MLOCKED };

static const struct row {
    const char *key;
    enum source source;
    enum mm_vm_counter counter;
    unsigned width; /* of key, colon and number together */
    bool plain;
} rows[] = {
    {"MemTotal", TOTAL, 0, 24, false},
    {"MemFree", FREE, 0, 24, false},
    {"MemUsed", USED, 0, 24, false},
    {"SwapCached", PAGES, VMC_nr_swapcached, 24, false},
    {"Active", ACTIVE, 0, 24, false},
    {"Inactive", INACTIVE, 0, 24, false},
    {"Active(anon)", PAGES, VMC_nr_active_anon, 24, false},
    {"Inactive(anon)", PAGES, VMC_nr_inactive_anon, 24, false},
    {"Active(file)", PAGES, VMC_nr_active_file, 24, false},
    {"Inactive(file)", PAGES, VMC_nr_inactive_file, 24, false},
    {"Unevictable", PAGES, VMC_nr_unevictable, 24, false},
    {"Mlocked", MLOCKED, 0, 24, false},
    {"Dirty", PAGES, VMC_nr_dirty, 24, false},
    {"Writeback", PAGES, VMC_nr_writeback, 24, false},
    {"FilePages", PAGES, VMC_nr_file_pages, 24, false},
    {"Mapped", PAGES, VMC_nr_mapped, 24, false},
    {"AnonPages", PAGES, VMC_nr_anon_pages, 24, false},
    {"Shmem", PAGES, VMC_nr_shmem, 24, false},
    {"KernelStack", KBYTES, VMC_nr_kernel_stack, 24, false},
    {"PageTables", PAGES, VMC_nr_page_table_pages, 24, false},
    {"SecPageTables", PAGES, VMC_nr_sec_page_table_pages, 24, false},
    {"NFS_Unstable", ZERO, 0, 24, false},
    {"Bounce", ZERO, 0, 24, false},
    {"WritebackTmp", PAGES, VMC_nr_writeback_temp, 24, false},
    {"KReclaimable", PAGES, VMC_nr_slab_reclaimable, 24, false},
    {"Slab", SLAB, 0, 24, false},
    {"SReclaimable", PAGES, VMC_nr_slab_reclaimable, 24, false},
    {"SUnreclaim", PAGES, VMC_nr_slab_unreclaimable, 24, false},
    {"AnonHugePages", ZERO, 0, 24, false},
    {"ShmemHugePages", ZERO, 0, 24, false},
    {"ShmemPmdMapped", ZERO, 0, 24, false},
    {"FileHugePages", ZERO, 0, 23, false},
    {"FilePmdMapped", ZERO, 0, 23, false},
    {"HugePages_Total", ZERO, 0, 22, true},
    {"HugePages_Free", ZERO, 0, 22, true},
    {"HugePages_Surp", ZERO, 0, 22, true},
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

/* A counter of the node's zones. */
static uint64_t zones_sum(const struct mm *m, uint32_t node, enum mm_vm_counter c)
{
    uint64_t sum = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        sum += m->zone[z].node == node ? vmstat_zone_get(m, z, c) : 0;
    }
    return sum;
}

/* Managed or free pages of the node. */
static uint64_t zones_pages(const struct mm *m, uint32_t node, bool unused)
{
    uint64_t sum = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        sum += m->zone[z].node != node ? 0
               : unused                ? m->zone[z].free_pages
                                       : m->zone[z].managed_pages;
    }
    return sum;
}

const char *procnode_meminfo_key(unsigned i)
{
    return i < ROW_COUNT ? rows[i].key : NULL;
}

uint64_t procnode_meminfo(const struct mm *m, uint32_t node, unsigned i, bool *plain)
{
    uint64_t pages = 0;

    *plain = rows[i].plain;
    switch (rows[i].source) {
    case ZERO: break;
    case PAGES: pages = vmstat_node_get(m, node, rows[i].counter); break;
    case KBYTES: return vmstat_node_get(m, node, rows[i].counter);
    case TOTAL: pages = zones_pages(m, node, false); break;
    case FREE: pages = zones_pages(m, node, true); break;
    case USED: pages = zones_pages(m, node, false) - zones_pages(m, node, true); break;
    case ACTIVE:
        pages = vmstat_node_get(m, node, VMC_nr_active_anon) +
                vmstat_node_get(m, node, VMC_nr_active_file);
        break;
    case INACTIVE:
        pages = vmstat_node_get(m, node, VMC_nr_inactive_anon) +
                vmstat_node_get(m, node, VMC_nr_inactive_file);
        break;
    case SLAB:
        pages = vmstat_node_get(m, node, VMC_nr_slab_reclaimable) +
                vmstat_node_get(m, node, VMC_nr_slab_unreclaimable);
        break;
    case MLOCKED: pages = zones_sum(m, node, VMC_nr_mlock); break;
    }
    return pages * 4;
}

static void meminfo(const struct mm *m, uint32_t node, struct report *r)
{
    for (unsigned i = 0; i < ROW_COUNT; i++) {
        bool plain;
        const uint64_t value = procnode_meminfo(m, node, i, &plain);

        report_add(r, "Node %u %s:%*llu%s\n", node, rows[i].key,
                   (int)(rows[i].width - strlen(rows[i].key) - 1), (ull)value, plain ? "" : " kB");
    }
}

static const struct {
    const char *key;
    enum mm_vm_counter counter;
} numastat_rows[] = {
    {"numa_hit", VMC_numa_hit},         {"numa_miss", VMC_numa_miss},
    {"numa_foreign", VMC_numa_foreign}, {"interleave_hit", VMC_numa_interleave},
    {"local_node", VMC_numa_local},     {"other_node", VMC_numa_other},
};
#define NUMASTAT_COUNT (sizeof(numastat_rows) / sizeof(numastat_rows[0]))

const char *procnode_numastat_key(unsigned i)
{
    return i < NUMASTAT_COUNT ? numastat_rows[i].key : NULL;
}

uint64_t procnode_numastat(const struct mm *m, uint32_t node, unsigned i)
{
    return zones_sum(m, node, numastat_rows[i].counter);
}

/* "0-1,4", as the kernel prints the CPUs of a mask. */
static void cpulist(uint64_t mask, struct report *r)
{
    bool any = false;

    for (unsigned cpu = 0; cpu < 64; cpu++) {
        unsigned last = cpu;

        if (!(mask >> cpu & 1)) {
            continue;
        }
        while (last + 1 < 64 && mask >> (last + 1) & 1) {
            last++;
        }
        report_add(r, last > cpu ? "%s%u-%u" : "%s%u", any ? "," : "", cpu, last);
        any = true;
        cpu = last;
    }
    report_add(r, "\n");
}

bool procnode_file(const struct mm *m, const char *name, struct report *r)
{
    unsigned node;
    int used = 0;

    if (m->config.paging_levels == 2) {
        return false;
    }
    if (strcmp(name, "online") == 0) {
        cpulist(m->config.nodes == 64 ? UINT64_MAX : (1ull << m->config.nodes) - 1, r);
        return true;
    }
    if (sscanf(name, "node%u/%n", &node, &used) != 1 || used == 0 || node >= m->config.nodes) {
        return false;
    }
    name += used;
    if (strcmp(name, "meminfo") == 0) {
        meminfo(m, node, r);
    } else if (strcmp(name, "numastat") == 0) {
        for (unsigned i = 0; i < NUMASTAT_COUNT; i++) {
            report_add(r, "%s %llu\n", numastat_rows[i].key, (ull)procnode_numastat(m, node, i));
        }
    } else if (strcmp(name, "distance") == 0) {
        for (uint32_t to = 0; to < m->config.nodes; to++) {
            report_add(r, "%s%u", to == 0 ? "" : " ", node_distance(m, node, to));
        }
        report_add(r, "\n");
    } else if (strcmp(name, "cpulist") == 0) {
        cpulist(m->node[node].cpus, r);
    } else {
        return false;
    }
    return true;
}
