/* procfrag.c - extfrag_index and unusable_index. */
#include "text/procfrag.h"

#include "parts/buddy.h"

/* Free pages, free blocks of any order, and how many blocks of `order` they hold ready. */
struct contig {
    uint64_t pages, blocks, suitable;
};

static struct contig contig(const uint64_t blocks[MM_ORDERS], unsigned order)
{
    struct contig c = {0};

    for (unsigned o = 0; o < MM_ORDERS; o++) {
        c.blocks += blocks[o];
        c.pages += blocks[o] << o;
        c.suitable += o >= order ? blocks[o] << (o - order) : 0;
    }
    return c;
}

int32_t procfrag_index_of(const uint64_t blocks[MM_ORDERS], unsigned order)
{
    const struct contig c = contig(blocks, order);

    if (c.blocks == 0) {
        return 0;
    }
    if (c.suitable > 0) {
        return -1000;
    }
    return 1000 - (int32_t)((1000 + c.pages * 1000 / (1ull << order)) / c.blocks);
}

int32_t procfrag_unusable_of(const uint64_t blocks[MM_ORDERS], unsigned order)
{
    const struct contig c = contig(blocks, order);

    if (c.pages == 0) {
        return 1000;
    }
    return (int32_t)((c.pages - (c.suitable << order)) * 1000 / c.pages);
}

static void zone_blocks(const struct mm *m, uint32_t zone, uint64_t blocks[MM_ORDERS])
{
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        blocks[o] = buddy_blocks(m, zone, o);
    }
}

int32_t procfrag_index(const struct mm *m, uint32_t zone, unsigned order)
{
    uint64_t blocks[MM_ORDERS];

    zone_blocks(m, zone, blocks);
    return procfrag_index_of(blocks, order);
}

int32_t procfrag_unusable(const struct mm *m, uint32_t zone, unsigned order)
{
    uint64_t blocks[MM_ORDERS];

    zone_blocks(m, zone, blocks);
    return procfrag_unusable_of(blocks, order);
}

/* As the kernel prints a negative number, by C's / and %: -1000 is "-1.000". */
static void show(const struct mm *m, int width,
                 int32_t (*index)(const struct mm *, uint32_t, unsigned), struct report *r)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        report_add(r, "Node %u, zone %8s ", m->zone[z].node,
                   zone_type_name((enum mm_zone_type)m->zone[z].type));
        for (unsigned o = 0; o < MM_ORDERS; o++) {
            const int32_t n = index(m, z, o);

            report_add(r, "%*d.%03d ", width, n / 1000, n % 1000);
        }
        report_add(r, "\n");
    }
}

void procfrag_extfrag(const struct mm *m, struct report *r)
{
    show(m, 2, procfrag_index, r);
}

void procfrag_unusable_file(const struct mm *m, struct report *r)
{
    show(m, 1, procfrag_unusable, r);
}
