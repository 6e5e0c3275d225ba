/* proczone.c - the files of /proc that speak of zones. */
#include "text/proczone.h"

#include <string.h>

#include "base/vmstat.h"
#include "parts/node.h"
#include "parts/pcp.h"

#define HIGHMEM_MIN_PAGES 32u    /* watermarks of a HighMem zone without frames */
#define SECTION_FRAMES    32768u /* Linux knows in sections of 128 MiB whether there is memory */
#define THRESHOLD_MAX     125u   /* of counters that a CPU keeps to itself */
#define FAILURES_MAX      16u    /* runs of kswapd that freed nothing */
typedef unsigned long long ull;

/* Ranks as /proc shows them: 64 bits have a Device zone after Movable, 32 bits do not. */
static unsigned shown_ranks(const struct mm *m)
{
    return m->config.paging_levels == 2 ? ZONE_RANKS : ZONE_RANKS + 1;
}

static const char *rank_name(const struct mm *m, unsigned rank)
{
    return rank < ZONE_RANKS ? zone_type_name(zone_type_of_rank(m, rank)) : "Device";
}

static uint32_t rank_zone(const struct mm *m, uint32_t node, unsigned rank)
{
    return rank < ZONE_RANKS ? zone_find(m, node, rank) : SLOT_NONE;
}

enum zone_key {
    KEY_FREE,
    KEY_BOOST,
    KEY_MIN,
    KEY_LOW,
    KEY_HIGH,
    KEY_SPANNED,
    KEY_PRESENT,
    KEY_MANAGED,
    KEY_CMA,
    KEY_START_PFN,
    KEY_PROTECTION,
    KEY_COUNT
};
static const char *const key_names[KEY_COUNT] = {"free", "boost",     "min",       "low",
                                                 "high", "spanned",   "present",   "managed",
                                                 "cma",  "start_pfn", "protection"};

/* HighMem, or Movable where it would take its pages from HighMem. */
static bool is_highmem(const struct mm *m, unsigned rank)
{
    const unsigned high = ZONE_RANKS - 2;
    bool there = false;

    if (zone_type_of_rank(m, high) != ZT_HIGHMEM || rank < high || rank >= ZONE_RANKS) {
        return false;
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        there |= m->zone[z].type == ZT_HIGHMEM;
    }
    return rank == high || there;
}

static uint64_t key_value(const struct mm *m, uint32_t zone, unsigned rank, unsigned key,
                          unsigned index)
{
    const struct zone *z;

    if (zone == SLOT_NONE) {
        return is_highmem(m, rank) && (key == KEY_MIN || key == KEY_LOW || key == KEY_HIGH)
                   ? HIGHMEM_MIN_PAGES
                   : 0;
    }
    z = &m->zone[zone];
    switch (key) {
    case KEY_FREE: return z->free_pages;
    case KEY_BOOST: return z->boost_pages;
    case KEY_MIN: return z->min_pages + z->boost_pages;
    case KEY_LOW: return z->low_pages + z->boost_pages;
    case KEY_HIGH: return z->high_pages + z->boost_pages;
    case KEY_SPANNED: return z->spanned_pages;
    case KEY_PRESENT: return z->present_pages;
    case KEY_MANAGED: return z->managed_pages;
    case KEY_START_PFN: return z->start_pfn;
    case KEY_PROTECTION:
        return zone_protection(m, zone, index < ZONE_RANKS ? index : ZONE_RANKS - 1);
    default: return 0;
    }
}

bool proczone_find(const struct mm *m, uint32_t node, const char *zone, uint32_t *slot)
{
    for (unsigned rank = 0; node < m->config.nodes && rank < shown_ranks(m); rank++) {
        if (strcmp(rank_name(m, rank), zone) == 0) {
            *slot = rank_zone(m, node, rank);
            return true;
        }
    }
    return false;
}

bool proczone_value(const struct mm *m, uint32_t node, const char *zone, const char *key,
                    unsigned index, uint64_t *pages)
{
    for (unsigned rank = 0; node < m->config.nodes && rank < shown_ranks(m); rank++) {
        if (strcmp(rank_name(m, rank), zone) != 0) {
            continue;
        }
        for (unsigned k = 0; k < KEY_COUNT; k++) {
            if (strcmp(key_names[k], key) == 0 && (k != KEY_PROTECTION || index < shown_ranks(m))) {
                *pages = key_value(m, rank_zone(m, node, rank), rank, k, index);
                return true;
            }
        }
        for (unsigned c = 0; c < MM_ZONE_COUNTERS_N; c++) {
            const uint32_t z = rank_zone(m, node, rank);
            const enum mm_vm_counter counter = (enum mm_vm_counter)(MM_ZONE_COUNTER_FIRST + c);

            if (strncmp(key, "nr_", 3) == 0 && strcmp(mm_counter_names[counter], key) == 0) {
                *pages = z == SLOT_NONE ? 0 : vmstat_zone_get(m, z, counter);
                return true;
            }
        }
    }
    return false;
}

uint64_t proczone_sum_low(const struct mm *m)
{
    uint64_t sum = 0;

    for (uint32_t node = 0; node < m->config.nodes; node++) {
        for (unsigned rank = 0; rank < ZONE_RANKS; rank++) {
            sum += key_value(m, rank_zone(m, node, rank), rank, KEY_LOW, 0);
        }
    }
    return sum;
}

bool proczone_blocks(const struct mm *m, uint32_t node, const char *zone, unsigned order,
                     uint64_t *blocks)
{
    uint32_t z;

    if (order >= MM_ORDERS || !proczone_find(m, node, zone, &z)) {
        return false;
    }
    *blocks = z == SLOT_NONE ? 0 : buddy_blocks(m, z, order);
    return true;
}

/* ---- zoneinfo ---- */

static void node_stats(const struct mm *m, uint32_t node, struct report *r)
{
    const unsigned last =
        m->config.paging_levels == 2 ? VMC_nr_swapcached : VMC_pgpromote_candidate;

    report_add(r, "\n  per-node stats");
    for (unsigned c = VMC_nr_inactive_anon; c <= last; c++) {
        report_add(r, "\n      %-12s %llu", mm_counter_names[c],
                   (ull)vmstat_node_get(m, node, (enum mm_vm_counter)c));
    }
}

/* By how much a CPU's own part of a counter may grow before it is counted for the zone. */
static unsigned stat_threshold(const struct mm *m, uint32_t zone)
{
    unsigned cpu_bits = 0, memory_bits = 0, threshold;

    while (m->config.cpus >> cpu_bits) {
        cpu_bits++;
    }
    while (m->zone[zone].managed_pages / SECTION_FRAMES >> memory_bits) {
        memory_bits++;
    }
    threshold = 2 * cpu_bits * (1 + memory_bits);
    return threshold < THRESHOLD_MAX ? threshold : THRESHOLD_MAX;
}

static void zone_stats(const struct mm *m, uint32_t zone, struct report *r)
{
    for (unsigned c = VMC_nr_free_pages; c <= VMC_nr_free_cma; c++) {
        report_add(r, "\n      %-12s %llu", mm_counter_names[c],
                   (ull)vmstat_zone_get(m, zone, (enum mm_vm_counter)c));
    }
    for (unsigned c = VMC_numa_hit; m->config.paging_levels != 2 && c <= VMC_numa_other; c++) {
        report_add(r, "\n      %-12s %llu", mm_counter_names[c],
                   (ull)vmstat_zone_get(m, zone, (enum mm_vm_counter)c));
    }
    report_add(r, "\n  pagesets");
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        const struct pcp *pcp = &m->pcp[pcp_id(m, cpu, zone)];

        report_add(r, "\n    cpu: %u\n              count: %u\n              high:  %u", cpu,
                   pcp->count, pcp->high);
        report_add(r, "\n              batch: %u\n  vm stats threshold: %u", pcp->batch,
                   stat_threshold(m, zone));
    }
    report_add(r, "\n  node_unreclaimable:  %u\n  start_pfn:           %u",
               m->node[m->zone[zone].node].kswapd_failures >= FAILURES_MAX,
               m->zone[zone].start_pfn);
}

void proczone_zoneinfo(const struct mm *m, struct report *r)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        bool first = true;

        for (unsigned rank = 0; rank < shown_ranks(m); rank++) {
            const uint32_t zone = rank_zone(m, node, rank);

            report_add(r, "Node %u, zone %8s", node, rank_name(m, rank));
            if (first && zone != SLOT_NONE) {
                node_stats(m, node, r);
                first = false;
            }
            report_add(r, "\n  pages free     %llu", (ull)key_value(m, zone, rank, KEY_FREE, 0));
            for (unsigned k = KEY_BOOST; k <= KEY_CMA; k++) {
                report_add(r, "\n        %-8s %llu", key_names[k],
                           (ull)key_value(m, zone, rank, k, 0));
            }
            report_add(r, "\n        protection: (");
            for (unsigned i = 0; i < shown_ranks(m); i++) {
                report_add(r, "%s%llu", i == 0 ? "" : ", ",
                           (ull)key_value(m, zone, rank, KEY_PROTECTION, i));
            }
            report_add(r, ")");
            if (zone != SLOT_NONE) {
                zone_stats(m, zone, r);
            }
            report_add(r, "\n");
        }
    }
}

/* ---- buddyinfo, pagetypeinfo ---- */

void proczone_buddyinfo(const struct mm *m, struct report *r)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        report_add(r, "Node %u, zone %8s ", m->zone[z].node,
                   zone_type_name((enum mm_zone_type)m->zone[z].type));
        for (unsigned o = 0; o < MM_ORDERS; o++) {
            report_add(r, "%6u ", buddy_blocks(m, z, o));
        }
        report_add(r, "\n");
    }
}

static const char *const type_names[MM_MIGRATETYPE_COUNT] = {"Unmovable", "Movable", "Reclaimable",
                                                             "HighAtomic", "Isolate"};

static void free_by_type(const struct mm *m, uint32_t node, struct report *r)
{
    report_add(r, "%-43s ", "Free pages count per migrate type at order");
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        report_add(r, "%6u ", o);
    }
    report_add(r, "\n");
    for (uint32_t z = 0; z < m->zones; z++) {
        for (unsigned t = 0; m->zone[z].node == node && t < MM_MIGRATETYPE_COUNT; t++) {
            report_add(r, "Node %4u, zone %8s, type %12s ", node,
                       zone_type_name((enum mm_zone_type)m->zone[z].type), type_names[t]);
            for (unsigned o = 0; o < MM_ORDERS; o++) {
                report_add(r, "%6u ", m->freelist[buddy_list(z, o, t)].blocks);
            }
            report_add(r, "\n");
        }
    }
}

/* Is there memory in this section? */
static bool section_there(const struct mm *m, uint32_t section)
{
    const pfn_t start = section * SECTION_FRAMES;
    const pfn_t end = start + SECTION_FRAMES < m->frames ? start + SECTION_FRAMES : m->frames;

    for (pfn_t pfn = start; pfn < end; pfn++) {
        if (m->frame[pfn].type != FT_HOLE) {
            return true;
        }
    }
    return false;
}

/* Pageblocks of a zone by type: all of those sections that have memory. */
static void count_pageblocks(const struct mm *m, uint32_t zone,
                             uint64_t count[MM_MIGRATETYPE_COUNT])
{
    const struct zone *z = &m->zone[zone];
    const pfn_t end = z->start_pfn + z->spanned_pages;
    uint32_t section = SLOT_NONE;
    bool there = false;

    memset(count, 0, MM_MIGRATETYPE_COUNT * sizeof(count[0]));
    for (pfn_t pfn = z->start_pfn; pfn < end; pfn += pageblock_frames(m)) {
        if (pfn / SECTION_FRAMES != section) {
            section = pfn / SECTION_FRAMES;
            there = section_there(m, section);
        }
        count[m->pageblock[pageblock_of(m, pfn)].migratetype] += there;
    }
}

uint64_t proczone_pageblocks(const struct mm *m, uint32_t zone, unsigned type)
{
    uint64_t count[MM_MIGRATETYPE_COUNT];

    count_pageblocks(m, zone, count);
    return count[type];
}

static void blocks_by_type(const struct mm *m, uint32_t node, struct report *r)
{
    report_add(r, "\n%-23s", "Number of blocks type ");
    for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
        report_add(r, "%12s ", type_names[t]);
    }
    report_add(r, "\n");
    for (uint32_t z = 0; z < m->zones; z++) {
        uint64_t count[MM_MIGRATETYPE_COUNT];

        if (m->zone[z].node != node) {
            continue;
        }
        count_pageblocks(m, z, count);
        report_add(r, "Node %u, zone %8s ", node,
                   zone_type_name((enum mm_zone_type)m->zone[z].type));
        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            report_add(r, "%12llu ", (ull)count[t]);
        }
        report_add(r, "\n");
    }
}

/* Each node has a text of its own. */
void proczone_pagetypeinfo(const struct mm *m, struct report *r)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        report_add(r, "Page block order: %u\nPages per block:  %u\n\n", m->pageblock_order,
                   pageblock_frames(m));
        free_by_type(m, node, r);
        blocks_by_type(m, node, r);
    }
}
