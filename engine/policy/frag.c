/* frag.c - how scattered free memory is. */
#include "policy/frag.h"

#include "parts/buddy.h"

#define MARK_DISTANCE 10u

struct contig {
    uint64_t free, blocks, suitable;
};

static struct contig contig(const struct mm *m, uint32_t zone, unsigned order)
{
    struct contig c = {0, 0, 0};

    for (unsigned o = 0; o < MM_ORDERS; o++) {
        const uint64_t blocks = buddy_blocks(m, zone, o);

        c.blocks += blocks;
        c.free += blocks << o;
        c.suitable += o >= order ? blocks << (o - order) : 0;
    }
    return c;
}

int32_t frag_index(const struct mm *m, uint32_t zone, unsigned order)
{
    const struct contig c = contig(m, zone, order);

    if (c.blocks == 0) {
        return 0;
    }
    if (c.suitable > 0) {
        return -1000;
    }
    return 1000 - (int32_t)((1000 + c.free * 1000 / (1ull << order)) / c.blocks);
}

uint32_t unusable_index(const struct mm *m, uint32_t zone, unsigned order)
{
    const struct contig c = contig(m, zone, order);

    return c.free == 0 ? 1000 : (uint32_t)((c.free - (c.suitable << order)) * 1000 / c.free);
}

uint32_t compact_score_zone(const struct mm *m, uint32_t zone)
{
    const struct contig c = contig(m, zone, m->pageblock_order);

    return c.free == 0 ? 0
                       : (uint32_t)((c.free - (c.suitable << m->pageblock_order)) * 100 / c.free);
}

uint32_t compact_score_node(const struct mm *m, uint32_t node)
{
    uint64_t present = 0;
    uint64_t score = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        present += m->zone[z].node == node ? m->zone[z].present_pages : 0;
    }
    for (uint32_t z = 0; z < m->zones; z++) {
        if (m->zone[z].node == node) {
            score += m->zone[z].present_pages * (uint64_t)compact_score_zone(m, z) / (present + 1);
        }
    }
    return (uint32_t)score;
}

uint32_t compact_score_mark(const struct mm *m, bool low)
{
    const uint64_t eager = m->sysctl[SC_COMPACTION_PROACTIVENESS].value;
    const uint32_t mark = eager > 95 ? 5 : (uint32_t)(100 - eager);

    if (low) {
        return mark;
    }
    return mark + MARK_DISTANCE < 100 ? mark + MARK_DISTANCE : 100;
}
