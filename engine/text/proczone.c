/* proczone.c - the files of /proc that speak of zones. */
#include "text/proczone.h"

#include <string.h>

#include "base/vmstat.h"
#include "parts/buddy.h"

#define HIGHMEM_MIN_PAGES 32u /* watermarks of a HighMem zone without frames */

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

const char *proczone_key(unsigned i)
{
    return i < KEY_COUNT ? key_names[i] : NULL;
}

static uint64_t key_value(const struct mm *m, uint32_t zone, unsigned rank, unsigned key,
                          unsigned index)
{
    const struct zone *z;

    if (zone == SLOT_NONE) {
        const bool high = rank < ZONE_RANKS && zone_type_of_rank(m, rank) == ZT_HIGHMEM;

        return high && (key == KEY_MIN || key == KEY_LOW || key == KEY_HIGH) ? HIGHMEM_MIN_PAGES
                                                                             : 0;
    }
    z = &m->zone[zone];
    switch (key) {
    case KEY_FREE: return z->free_pages;
    case KEY_BOOST: return z->boost_pages;
    case KEY_MIN: return zone_mark_pages(m, zone, ZONE_MIN);
    case KEY_LOW: return zone_mark_pages(m, zone, ZONE_LOW);
    case KEY_HIGH: return zone_mark_pages(m, zone, ZONE_HIGH);
    case KEY_SPANNED: return z->spanned_pages;
    case KEY_PRESENT: return z->present_pages;
    case KEY_MANAGED: return z->managed_pages;
    case KEY_START_PFN: return z->start_pfn;
    case KEY_PROTECTION:
        return zone_protection(m, zone, index < ZONE_RANKS ? index : ZONE_RANKS - 1);
    default: return 0;
    }
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
    for (unsigned rank = 0; node < m->config.nodes && rank < ZONE_RANKS; rank++) {
        if (strcmp(rank_name(m, rank), zone) == 0 && order < MM_ORDERS) {
            const uint32_t z = rank_zone(m, node, rank);

            *blocks = z == SLOT_NONE ? 0 : buddy_blocks(m, z, order);
            return true;
        }
    }
    return false;
}

/* ---- zoneinfo ---- */

static void node_stats(const struct mm *m, struct report *r)
{
    const unsigned last =
        m->config.paging_levels == 2 ? VMC_nr_swapcached : VMC_pgpromote_candidate;

    report_add(r, "\n  per-node stats");
    for (unsigned c = VMC_nr_inactive_anon; c <= last; c++) {
        report_add(r, "\n      %-12s %llu", mm_counter_names[c],
                   (unsigned long long)m->counter[c].value);
    }
}

/* Frames of the zone by the list Linux would have them on, in the order of nr_zone_inactive_anon …
 * nr_zone_unevictable; then the locked ones. */
enum { LRU_LISTS = 5, LRU_MLOCKED = LRU_LISTS, LRU_COUNTS };

static void count_lru(const struct mm *m, uint32_t zone, uint64_t count[LRU_COUNTS])
{
    const struct zone *z = &m->zone[zone];

    memset(count, 0, LRU_COUNTS * sizeof(count[0]));
    for (pfn_t pfn = z->start_pfn; pfn < z->start_pfn + z->spanned_pages; pfn++) {
        const struct frame *f = &m->frame[pfn];

        if (f->type != FT_ANON && f->type != FT_FILE) {
            continue;
        }
        count[LRU_MLOCKED] += (f->flags & PG_MLOCKED) != 0;
        if (f->flags & PG_UNEVICTABLE) {
            count[LRU_LISTS - 1]++;
        } else if (f->flags & PG_LRU) { /* not waiting in a batch */
            count[(f->flags & PG_SWAPBACKED ? 0 : 2) + ((f->flags & PG_ACTIVE) != 0)]++;
        }
    }
}

static uint64_t zone_counter(const struct mm *m, uint32_t zone, unsigned counter,
                             const uint64_t lru[LRU_COUNTS])
{
    if (counter >= VMC_nr_zone_inactive_anon && counter <= VMC_nr_zone_unevictable) {
        return lru[counter - VMC_nr_zone_inactive_anon];
    }
    return counter == VMC_nr_free_pages ? m->zone[zone].free_pages
           : counter == VMC_nr_mlock    ? lru[LRU_MLOCKED]
                                        : 0;
}

static void zone_stats(const struct mm *m, uint32_t zone, bool highest, struct report *r)
{
    uint64_t lru[LRU_COUNTS];

    count_lru(m, zone, lru);
    for (unsigned c = VMC_nr_free_pages; c <= VMC_nr_free_cma; c++) {
        report_add(r, "\n      %-12s %llu", mm_counter_names[c],
                   (unsigned long long)zone_counter(m, zone, c, lru));
    }
    for (unsigned c = VMC_numa_hit; m->config.paging_levels != 2 && c <= VMC_numa_other; c++) {
        report_add(r, "\n      %-12s %llu", mm_counter_names[c],
                   (unsigned long long)(highest ? m->counter[c].value : 0));
    }
    report_add(r, "\n  pagesets");
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        report_add(r, "\n    cpu: %u\n              count: 0\n              high:  0", cpu);
        report_add(r, "\n              batch: 1\n  vm stats threshold: 0");
    }
    report_add(r, "\n  node_unreclaimable:  0\n  start_pfn:           %u", m->zone[zone].start_pfn);
}

void proczone_zoneinfo(const struct mm *m, struct report *r)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) {
        bool first = true;

        for (unsigned rank = 0; rank < shown_ranks(m); rank++) {
            const uint32_t zone = rank_zone(m, node, rank);

            report_add(r, "Node %u, zone %8s", node, rank_name(m, rank));
            if (first && zone != SLOT_NONE) {
                node_stats(m, r);
                first = false;
            }
            report_add(r, "\n  pages free     %llu",
                       (unsigned long long)key_value(m, zone, rank, KEY_FREE, 0));
            for (unsigned k = KEY_BOOST; k <= KEY_CMA; k++) {
                report_add(r, "\n        %-8s %llu", key_names[k],
                           (unsigned long long)key_value(m, zone, rank, k, 0));
            }
            report_add(r, "\n        protection: (");
            for (unsigned i = 0; i < shown_ranks(m); i++) {
                report_add(r, "%s%llu", i == 0 ? "" : ", ",
                           (unsigned long long)key_value(m, zone, rank, KEY_PROTECTION, i));
            }
            report_add(r, ")");
            if (zone != SLOT_NONE) {
                zone_stats(m, zone, zone + 1 == m->zones, r);
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

static void free_by_type(const struct mm *m, struct report *r)
{
    report_add(r, "%-43s ", "Free pages count per migrate type at order");
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        report_add(r, "%6u ", o);
    }
    report_add(r, "\n");
    for (uint32_t z = 0; z < m->zones; z++) {
        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            report_add(r, "Node %4u, zone %8s, type %12s ", m->zone[z].node,
                       zone_type_name((enum mm_zone_type)m->zone[z].type), type_names[t]);
            for (unsigned o = 0; o < MM_ORDERS; o++) {
                report_add(r, "%6u ", m->freelist[buddy_list(z, o, t)].blocks);
            }
            report_add(r, "\n");
        }
    }
}

static void blocks_by_type(const struct mm *m, struct report *r)
{
    report_add(r, "\n%-23s", "Number of blocks type ");
    for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
        report_add(r, "%12s ", type_names[t]);
    }
    report_add(r, "\n");
    for (uint32_t z = 0; z < m->zones; z++) {
        const pfn_t end = m->zone[z].start_pfn + m->zone[z].spanned_pages;
        unsigned count[MM_MIGRATETYPE_COUNT] = {0};

        for (pfn_t pfn = m->zone[z].start_pfn; pfn < end; pfn += MM_PAGEBLOCK_FRAMES) {
            count[m->pageblock[pfn / MM_PAGEBLOCK_FRAMES].migratetype]++;
        }
        report_add(r, "Node %u, zone %8s ", m->zone[z].node,
                   zone_type_name((enum mm_zone_type)m->zone[z].type));
        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            report_add(r, "%12u ", count[t]);
        }
        report_add(r, "\n");
    }
}

void proczone_pagetypeinfo(const struct mm *m, struct report *r)
{
    report_add(r, "Page block order: %u\nPages per block:  %u\n\n", MM_PAGEBLOCK_ORDER,
               MM_PAGEBLOCK_FRAMES);
    free_by_type(m, r);
    blocks_by_type(m, r);
}
