/* zone.c - extents of the zones, watermarks, protection, fallback order. */
#include "parts/zone.h"

#include "base/vmstat.h"
#include "parts/node.h"

static const char *const type_names[] = {
#define X_NAME(id, name) name,
    MM_ZONE_TYPES(X_NAME)};

const char *zone_type_name(enum mm_zone_type type)
{
    return type < ZT_COUNT ? type_names[type] : "";
}

unsigned zone_rank(const struct mm *m, enum mm_zone_type type)
{
    static const uint8_t wide[ZT_COUNT] = {
        [ZT_DMA32] = 1, [ZT_NORMAL] = 2, [ZT_HIGHMEM] = 2, [ZT_MOVABLE] = 3};
    static const uint8_t narrow[ZT_COUNT] = {
        [ZT_DMA32] = 1, [ZT_NORMAL] = 1, [ZT_HIGHMEM] = 2, [ZT_MOVABLE] = 3};

    return m->config.paging_levels == 2 ? narrow[type] : wide[type];
}

enum mm_zone_type zone_type_of_rank(const struct mm *m, unsigned rank)
{
    static const enum mm_zone_type wide[ZONE_RANKS] = {ZT_DMA, ZT_DMA32, ZT_NORMAL, ZT_MOVABLE};
    static const enum mm_zone_type narrow[ZONE_RANKS] = {ZT_DMA, ZT_NORMAL, ZT_HIGHMEM, ZT_MOVABLE};

    MM_ASSERT(m, rank < ZONE_RANKS);
    return m->config.paging_levels == 2 ? narrow[rank] : wide[rank];
}

bool zone_gfp_contradicts(uint32_t gfp)
{
    const uint32_t zones = gfp & (GFP_BIT_DMA | GFP_BIT_DMA32 | GFP_BIT_HIGHMEM);

    return (zones & (zones - 1)) != 0;
}

unsigned zone_rank_of_gfp(const struct mm *m, uint32_t gfp)
{
    if (gfp & GFP_BIT_DMA) {
        return zone_rank(m, ZT_DMA);
    }
    if (gfp & GFP_BIT_DMA32) {
        return zone_rank(m, ZT_DMA32);
    }
    if (gfp & GFP_BIT_HIGHMEM) {
        return zone_rank(m, gfp & GFP_BIT_MOVABLE ? ZT_MOVABLE : ZT_HIGHMEM);
    }
    return zone_rank(m, ZT_NORMAL);
}

static void node_add(struct mm *m, const struct mm_zone_config *zone)
{
    const uint32_t node = zone->node;

    if (m->node[node].spanned_pages == 0) {
        node_set_start_pfn(m, node, zone->start);
    }
    node_set_spanned_pages(m, node, zone->end - m->node[node].start_pfn);
    node_set_present_pages(m, node, m->node[node].present_pages + zone->present);
}

void zone_add_managed(struct mm *m, uint32_t zone, uint32_t pages)
{
    const uint32_t node = m->zone[zone].node;

    zone_set_managed_pages(m, zone, m->zone[zone].managed_pages + pages);
    node_set_managed_pages(m, node, m->node[node].managed_pages + pages);
    machine_set_totalram_pages(m, 0, m->machine->totalram_pages + pages);
}

void zone_init(struct mm *m)
{
    struct mm_zone_config zone[MM_ZONES_MAX];
    const unsigned zones = mm_config_zones(&m->config, zone);

    m->zones = zones;
    for (uint32_t z = 0; z < zones; z++) {
        zone_set_start_pfn(m, z, zone[z].start);
        zone_set_spanned_pages(m, z, zone[z].end - zone[z].start);
        zone_set_present_pages(m, z, zone[z].present);
        zone_set_type(m, z, zone[z].type);
        zone_set_node(m, z, zone[z].node);
        node_add(m, &zone[z]);
    }
    for (uint32_t block = 0, z = 0; block < m->region[MM_R_pageblock].count; block++) {
        const pfn_t first = block * pageblock_frames(m);

        while (z + 1 < m->zones && first >= m->zone[z].start_pfn + m->zone[z].spanned_pages) {
            z++;
        }
        pageblock_set_zone(m, block, (uint8_t)z);
    }
    node_init(m);
}

static uint64_t isqrt(uint64_t v)
{
    uint64_t root = 0;

    for (uint64_t bit = 1ull << 31; bit != 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= v) {
            root += bit;
        }
    }
    return root;
}

static bool is_high(const struct mm *m, uint32_t zone)
{
    return m->zone[zone].type == ZT_HIGHMEM;
}

/* nr_free_buffer_pages(): managed pages above the high marks, of all zones below HighMem. */
static uint64_t free_buffer_pages(const struct mm *m)
{
    uint64_t sum = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        const uint64_t managed = m->zone[z].managed_pages;
        const uint64_t high = zone_mark_pages(m, z, ZONE_HIGH);

        sum += !is_high(m, z) && managed > high ? managed - high : 0;
    }
    return sum;
}

uint64_t zone_default_min_free_kbytes(const struct mm *m)
{
    const uint64_t lowmem_kb = free_buffer_pages(m) * 4;
    const uint64_t kb = isqrt(lowmem_kb * 16);

    if (lowmem_kb < 4096) {
        return lowmem_kb / 16;
    }
    return kb < 128 ? 128 : kb > 262144 ? 262144 : kb;
}

/* What huge pages want kept free, so that whole pageblocks can be found: at most 5 % of low memory. */
static uint64_t huge_page_kbytes(const struct mm *m)
{
    const uint64_t most = free_buffer_pages(m) / 20;
    uint64_t pages = 0;

    for (uint32_t z = 0; z < m->zones;
         z++) { /* two free blocks, and three by three migrate types */
        pages += !is_high(m, z) ? pageblock_frames(m) * (2ull + 9) : 0;
    }
    return (pages < most ? pages : most) * 4;
}

uint64_t zone_recommended_min_free(const struct mm *m)
{
    const uint64_t now = m->sysctl[SC_MIN_FREE_KBYTES].value;
    const uint64_t computed = zone_default_min_free_kbytes(m);

    if (m->machine->thp != THP_NEVER) {
        const uint64_t wanted = huge_page_kbytes(m);

        return wanted > now ? wanted : now;
    }
    return computed + 1 > m->machine->user_min_free_kbytes ? computed : now;
}

static uint32_t as_pages(uint64_t pages)
{
    return pages < UINT32_MAX ? (uint32_t)pages : UINT32_MAX;
}

static void set_marks(struct mm *m, uint32_t z, uint64_t min, uint64_t gap)
{
    const uint32_t low = as_pages(min + gap);
    const uint32_t high = as_pages(min + 2 * gap);

    if (m->zone[z].min_pages != min || m->zone[z].low_pages != low ||
        m->zone[z].high_pages != high || m->zone[z].boost_pages != 0) {
        ev(m, EV_WATERMARKS_SET, z, min, low, high);
    }
    zone_set_boost_pages(m, z, 0);
    zone_set_min_pages(m, z, as_pages(min));
    zone_set_low_pages(m, z, low);
    zone_set_high_pages(m, z, high);
}

void zone_setup_watermarks(struct mm *m)
{
    const uint64_t pages_min = m->sysctl[SC_MIN_FREE_KBYTES].value / 4;
    const uint64_t scale = m->sysctl[SC_WATERMARK_SCALE_FACTOR].value;
    uint64_t lowmem = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        lowmem += is_high(m, z) ? 0 : m->zone[z].managed_pages;
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        const uint64_t managed = m->zone[z].managed_pages;
        const uint64_t share = lowmem == 0 ? 0 : pages_min * managed / lowmem;
        const uint64_t scaled = managed * scale / 10000;
        uint64_t min = share;

        if (is_high(m, z)) { /* nothing of the kernel lives there: a token is enough */
            min = managed / 1024;
            min = min < 32 ? 32 : min > 128 ? 128 : min;
        }
        set_marks(m, z, min, share / 4 > scaled ? share / 4 : scaled);
    }
}

static uint64_t rank_ratio(const struct mm *m, unsigned rank)
{
    switch (zone_type_of_rank(m, rank)) {
    case ZT_DMA: return m->sysctl[SC_LOWMEM_RESERVE_DMA].value;
    case ZT_DMA32: return m->sysctl[SC_LOWMEM_RESERVE_DMA32].value;
    case ZT_NORMAL: return m->sysctl[SC_LOWMEM_RESERVE_NORMAL].value;
    default: return 0;
    }
}

void zone_setup_protection(struct mm *m)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        const unsigned own = zone_rank(m, (enum mm_zone_type)m->zone[z].type);
        const uint64_t ratio = rank_ratio(m, own);
        uint32_t reserve[ZONE_RANKS] = {0};
        uint64_t above = 0;

        for (unsigned rank = own + 1; rank < ZONE_RANKS; rank++) {
            const uint32_t upper = zone_find(m, m->zone[z].node, rank);

            above += upper == SLOT_NONE ? 0 : m->zone[upper].managed_pages;
            reserve[rank] = ratio == 0 ? 0 : as_pages(above / ratio);
        }
        if (zone_protection(m, z, 1) != reserve[1] || zone_protection(m, z, 2) != reserve[2] ||
            zone_protection(m, z, 3) != reserve[3]) {
            ev(m, EV_PROTECTION_SET, z, reserve[1], reserve[2], reserve[3]);
        }
        zone_set_protection0(m, z, reserve[0]);
        zone_set_protection1(m, z, reserve[1]);
        zone_set_protection2(m, z, reserve[2]);
        zone_set_protection3(m, z, reserve[3]);
    }
}

uint64_t zone_totalreserve_pages(const struct mm *m)
{
    uint64_t sum = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        uint64_t most = 0;

        for (unsigned rank = 0; rank < ZONE_RANKS; rank++) {
            const uint64_t p = zone_protection(m, z, rank);

            most = p > most ? p : most;
        }
        most += m->zone[z].high_pages;
        sum += most < m->zone[z].managed_pages ? most : m->zone[z].managed_pages;
    }
    return sum;
}

uint32_t zone_mark_pages(const struct mm *m, uint32_t zone, enum zone_mark mark)
{
    const struct zone *z = &m->zone[zone];

    return z->boost_pages + (mark == ZONE_MIN   ? z->min_pages
                             : mark == ZONE_LOW ? z->low_pages
                                                : z->high_pages);
}

uint32_t zone_protection(const struct mm *m, uint32_t zone, unsigned rank)
{
    const struct zone *z = &m->zone[zone];
    const uint32_t reserve[ZONE_RANKS] = {z->protection0, z->protection1, z->protection2,
                                          z->protection3};

    return reserve[rank];
}

uint32_t zone_find(const struct mm *m, uint32_t node, unsigned rank)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        if (m->zone[z].node == node && zone_rank(m, (enum mm_zone_type)m->zone[z].type) == rank) {
            return z;
        }
    }
    return SLOT_NONE;
}

unsigned zone_list(const struct mm *m, uint32_t node, unsigned rank, uint8_t list[MM_ZONES_MAX])
{
    unsigned n = 0;

    for (uint32_t i = 0; i < m->config.nodes; i++) {
        const uint32_t at = node_fallback(m, node, i);

        for (uint32_t z = m->zones; z-- > 0;) {
            if (m->zone[z].node == at && zone_rank(m, (enum mm_zone_type)m->zone[z].type) <= rank) {
                list[n++] = (uint8_t)z;
            }
        }
    }
    return n;
}

uint32_t zone_lowered_mark(uint32_t mark_pages, unsigned flags)
{
    if (flags & ZONE_MIN_RESERVE) {
        mark_pages -= mark_pages / 2;
        if (flags & ZONE_NON_BLOCK) {
            mark_pages -= mark_pages / 4;
        }
    }
    return flags & ZONE_OOM ? mark_pages - mark_pages / 2 : mark_pages;
}

uint64_t zone_seen_free(const struct mm *m, uint32_t zone)
{
    const int64_t pages = (int64_t)m->zone[zone].free_pages - m->zone[zone].untold_pages;

    return pages > 0 ? (uint64_t)pages : 0;
}

bool zone_watermark_ok(const struct mm *m, uint32_t zone, unsigned order, uint32_t mark_pages,
                       unsigned rank, unsigned flags)
{
    return zone_watermark_were(m, zone, order, mark_pages, rank, flags, zone_seen_free(m, zone));
}

bool zone_watermark_were(const struct mm *m, uint32_t zone, unsigned order, uint32_t mark_pages,
                         unsigned rank, unsigned flags, uint64_t free_pages)
{
    const int64_t kept = flags != 0 ? 0 : m->zone[zone].highatomic_pages;
    const int64_t left = (int64_t)free_pages - ((1 << order) - 1) - kept;

    if (left <= (int64_t)mark_pages + zone_protection(m, zone, rank)) {
        return false;
    }
    if (order == 0) {
        return true;
    }
    for (unsigned o = order; o < MM_ORDERS; o++) {
        const struct freelist *list = &m->freelist[(zone * MM_ORDERS + o) * MM_MIGRATETYPE_COUNT];

        if (list[MT_UNMOVABLE].blocks + list[MT_MOVABLE].blocks + list[MT_RECLAIMABLE].blocks > 0 ||
            ((flags & (ZONE_HIGHATOMIC | ZONE_OOM)) && list[MT_HIGHATOMIC].blocks > 0)) {
            return true;
        }
    }
    return false;
}

void zone_check(struct mm *m)
{
    uint64_t total = 0;
    pfn_t next = 1;

    for (uint32_t z = 0; z < m->zones; z++) {
        const struct zone *zone = &m->zone[z];
        uint32_t present = 0;
        uint32_t kept = 0;

        MM_ASSERT(m, zone->start_pfn >= next && zone->spanned_pages > 0); /* Z1 */
        for (; next < zone->start_pfn; next++) {
            MM_ASSERT(m, m->frame[next].type == FT_HOLE);
        }
        next += zone->spanned_pages;
        MM_ASSERT(m, next <= m->frames);
        for (pfn_t pfn = zone->start_pfn; pfn < next; pfn++) {
            const struct frame *f = &m->frame[pfn];

            MM_ASSERT(m, zone_of(m, pfn) == z);
            present += f->type != FT_HOLE;
            kept += f->type != FT_HOLE && (f->flags & PG_RESERVED) != 0;
        }
        MM_ASSERT(m,
                  zone->present_pages == present && zone->managed_pages == present - kept); /* Z2 */
        MM_ASSERT(m, zone->min_pages <= zone->low_pages &&
                         zone->low_pages <= zone->high_pages); /* Z3 */
        total += zone->managed_pages;
    }
    MM_ASSERT(m, next == m->frames);
    MM_ASSERT(m, total == m->machine->totalram_pages); /* Z4 */
}
