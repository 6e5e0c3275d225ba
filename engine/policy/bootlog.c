/* bootlog.c - zones, nodes, zonelists and the Memory line. */
#include "policy/bootlog.h"

#include "parts/node.h"

#define EARLY_DMA_PAGES   158u   /* of the recorded 64-bit kernel: set_dma_reserve() */
#define EARLY_KB          256u   /* taken before the Memory line is printed */
#define SECTION_FRAMES    32768u /* struct pages are set up section by section */
#define STRUCT_PAGE_WIDE  64u
#define STRUCT_PAGE_SMALL 40u

static uint64_t bytes_of(pfn_t pfn)
{
    return (uint64_t)pfn * MM_PAGE_BYTES;
}

static bool is_small(const struct mm *m)
{
    return m->config.paging_levels == 2;
}

static void say_zones(struct mm *m)
{
    klog_say(m, KLOG_INFO, KL_TEXT, BOOTLOG_ZONE_RANGES);
    for (unsigned rank = 0; rank + 1 < ZONE_RANKS; rank++) {
        uint64_t start = 0;
        uint64_t end = 0;

        for (uint32_t z = 0; z < m->zones; z++) {
            if (zone_rank(m, (enum mm_zone_type)m->zone[z].type) == rank) {
                start = start == 0 ? bytes_of(m->zone[z].start_pfn) : start;
                end = bytes_of(m->zone[z].start_pfn + m->zone[z].spanned_pages);
            }
        }
        klog_say(m, KLOG_INFO, KL_ZONE_RANGE, zone_type_of_rank(m, rank), start, end);
    }
    if (!is_small(m)) {
        klog_say(m, KLOG_INFO, KL_TEXT, BOOTLOG_DEVICE_EMPTY);
    }
    klog_say(m, KLOG_INFO, KL_TEXT, BOOTLOG_MOVABLE_START);
}

/* Runs of frames that exist, node by node: what lies between the holes of the plan. */
static void say_nodes(struct mm *m, const struct boot_plan *plan)
{
    klog_say(m, KLOG_INFO, KL_TEXT, BOOTLOG_NODE_RANGES);
    for (uint32_t n = 0; n < m->config.nodes; n++) {
        const pfn_t end = m->node[n].start_pfn + m->node[n].spanned_pages;
        pfn_t start = m->node[n].start_pfn;

        for (unsigned i = 0; i < plan->runs; i++) {
            const struct boot_run *run = &plan->run[i];

            if (run->use == KU_NONE && run->end > start && run->start < end) {
                if (run->start > start) {
                    klog_say(m, KLOG_INFO, KL_NODE_RANGE, n, bytes_of(start), bytes_of(run->start),
                             0);
                }
                start = run->end;
            }
        }
        if (start < end) {
            klog_say(m, KLOG_INFO, KL_NODE_RANGE, n, bytes_of(start), bytes_of(end), 0);
        }
    }
    for (uint32_t n = 0; n < m->config.nodes; n++) {
        klog_say(m, KLOG_INFO, KL_NODE_RANGE, n, bytes_of(m->node[n].start_pfn),
                 bytes_of(m->node[n].start_pfn + m->node[n].spanned_pages), 1);
    }
}

uint64_t bootlog_total_pages(const struct mm *m)
{
    const uint64_t each = is_small(m) ? STRUCT_PAGE_SMALL : STRUCT_PAGE_WIDE;
    uint64_t pages = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        const struct zone *zone = &m->zone[z];
        const uint64_t holes = zone->spanned_pages - zone->present_pages;
        /* With many holes struct pages are reckoned for the frames that exist. */
        const uint64_t frames =
            holes > zone->present_pages / 16 ? zone->present_pages : zone->spanned_pages;
        const uint64_t map = (frames * each + MM_PAGE_BYTES - 1) / MM_PAGE_BYTES;
        const bool first = zone_rank(m, (enum mm_zone_type)zone->type) == 0;
        const uint64_t early = m->config.pc && first && !is_small(m) ? EARLY_DMA_PAGES : 0;
        const bool high = zone->type == ZT_HIGHMEM;

        pages += zone->present_pages - (high ? 0 : map + early);
    }
    return pages;
}

static void say_lists(struct mm *m)
{
    unsigned top = 0;

    for (uint32_t n = 0; n < m->config.nodes && !is_small(m); n++) {
        uint64_t number[2 + 8] = {n, m->config.nodes};

        for (uint32_t i = 0; i < m->config.nodes; i++) {
            number[2 + i] = node_fallback(m, n, i);
        }
        klog_add(m, KLOG_INFO, KL_FALLBACK, number, 2 + m->config.nodes);
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        const unsigned rank = zone_rank(m, (enum mm_zone_type)m->zone[z].type);

        top = rank > top ? rank : top;
    }
    klog_say(m, KLOG_INFO, KL_ZONELISTS, m->config.nodes, m->config.migratetypes,
             bootlog_total_pages(m), is_small(m) ? 0 : 1 + zone_type_of_rank(m, top));
}

/* defer_init(): struct pages of a node's last zone are set up to the first section that begins when more than a
 * section of it is done. */
static pfn_t deferred_from(const struct boot_plan *plan, unsigned z)
{
    const bool last = z + 1 == plan->zones || plan->zone[z + 1].node != plan->zone[z].node;
    const pfn_t start = plan->zone[z].start;
    const pfn_t from =
        (start + SECTION_FRAMES + SECTION_FRAMES - 1) / SECTION_FRAMES * SECTION_FRAMES;

    return last && from < plan->zone[z].end ? from : plan->zone[z].end;
}

/* Frames that nobody keeps and that are not free yet, for want of struct pages. */
static uint64_t deferred_pages(const struct boot_plan *plan)
{
    uint64_t pages = 0;

    for (unsigned z = 0; z < plan->zones; z++) {
        const pfn_t end = plan->zone[z].end;
        pfn_t at = deferred_from(plan, z);

        for (unsigned i = 0; i < plan->runs && at < end; i++) {
            const struct boot_run *run = &plan->run[i];

            if (run->end > at && run->start < end) {
                pages += run->start > at ? run->start - at : 0;
                at = run->end;
            }
        }
        pages += at < end ? end - at : 0;
    }
    return pages;
}

static void say_memory(struct mm *m, const struct boot_plan *plan)
{
    struct boot_sizes s;
    uint64_t high = 0;
    uint64_t free_kb;

    boot_sizes_of(&m->config, &s);
    for (uint32_t z = 0; z < m->zones; z++) {
        high += m->zone[z].type == ZT_HIGHMEM ? m->zone[z].managed_pages * 4ull : 0;
    }
    free_kb = s.total_kb - s.reserved_kb;
    if (s.linux && !is_small(m)) {
        free_kb -= EARLY_KB + deferred_pages(plan) * (MM_PAGE_BYTES / 1024);
    }
    klog_say(m, KLOG_INFO, KL_MEMORY, free_kb, s.total_kb, s.code_kb, s.rwdata_kb, s.rodata_kb,
             s.init_kb, s.bss_kb, s.reserved_kb, is_small(m), high);
    klog_say(m, KLOG_INFO, KL_SLUB, is_small(m) ? 32 : 64, m->config.cpus, m->config.nodes);
}

void bootlog_say(struct mm *m)
{
    struct boot_plan plan;

    boot_make_plan(&m->config, &plan);
    say_zones(m);
    say_nodes(m, &plan);
    say_lists(m);
    say_memory(m, &plan);
}
