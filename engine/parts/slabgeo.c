/* slabgeo.c - sizes, orders and limits of a cache. */
#include "parts/slabgeo.h"

#define SLAB_ALIGN_MIN 8u
#define SLAB_ORDER_MAX 3u /* slub_max_order */
#define KMALLOC_MAX    8192u
#define FRACTION_FIRST 16u /* at most 1/16 of a slab may be left over, then 1/8, then 1/4 */
#define FRACTION_LAST  4u

static uint32_t round_up(uint32_t n, uint32_t to)
{
    return (n + to - 1) / to * to;
}

static unsigned bits_of(uint32_t n) /* fls() */
{
    unsigned bits = 0;

    for (; n > 0; n >>= 1) {
        bits++;
    }
    return bits;
}

static unsigned order_for(uint64_t bytes)
{
    unsigned order = 0;

    while ((MM_PAGE_BYTES << order) < bytes) {
        order++;
    }
    return order;
}

/* The smallest order from that of `objects` objects up to `most` that leaves at most 1/fraction over; most + 1 when
 * none does. */
static unsigned fitting_order(uint32_t size, uint32_t objects, unsigned most, uint32_t fraction)
{
    unsigned order = order_for((uint64_t)objects * size);

    for (; order <= most; order++) {
        const uint64_t bytes = MM_PAGE_BYTES << order;

        if (bytes % size <= bytes / fraction) {
            break;
        }
    }
    return order;
}

static unsigned slab_order(uint32_t size, unsigned cpus)
{
    const uint32_t most = (uint32_t)((MM_PAGE_BYTES << SLAB_ORDER_MAX) / size);
    uint32_t objects = 4 * (bits_of(cpus) + 1);

    objects = objects < most ? objects : most;
    for (; objects > 1; objects--) {
        for (uint32_t fraction = FRACTION_FIRST; fraction >= FRACTION_LAST; fraction /= 2) {
            const unsigned order = fitting_order(size, objects, SLAB_ORDER_MAX, fraction);

            if (order <= SLAB_ORDER_MAX) {
                return order;
            }
        }
    }
    return fitting_order(size, 1, MM_ORDER_MAX, 1);
}

static uint32_t full_align(uint32_t align, unsigned word_bytes)
{
    return round_up(align > SLAB_ALIGN_MIN ? align : SLAB_ALIGN_MIN, word_bytes);
}

static void partial_limits(struct slab_geometry *g)
{
    const uint32_t log = bits_of(g->size_bytes) - 1;

    g->min_partial = log / 2 < 5 ? 5 : log / 2 > 10 ? 10 : log / 2;
    g->cpu_partial = g->size_bytes >= MM_PAGE_BYTES ? 6
                     : g->size_bytes >= 1024        ? 24
                     : g->size_bytes >= 256         ? 52
                                                    : 120;
    g->cpu_partial_slabs = (g->cpu_partial * 2 + g->objects - 1) / g->objects;
}

void slabgeo_of(const struct slab_want *want, unsigned word_bytes, unsigned cpus,
                struct slab_geometry *out)
{
    uint32_t size = round_up(want->object_bytes, word_bytes);

    out->object_bytes = want->object_bytes;
    out->align = full_align(want->align, word_bytes);
    if (want->flags & KMF_OUTSIDE) {
        out->offset_bytes = size;
        size += word_bytes;
    } else {
        out->offset_bytes = want->object_bytes / 2 / word_bytes * word_bytes;
    }
    out->size_bytes = round_up(size, out->align);
    out->order = slab_order(out->size_bytes, cpus);
    out->objects = (uint32_t)((MM_PAGE_BYTES << out->order) / out->size_bytes);
    out->order_min = order_for(out->size_bytes);
    out->objects_min = (uint32_t)((MM_PAGE_BYTES << out->order_min) / out->size_bytes);
    partial_limits(out);
}

bool slabgeo_alike(const struct slab_want *want, unsigned word_bytes,
                   const struct slab_geometry *have, uint32_t have_flags)
{
    const uint32_t never = KMF_OUTSIDE | KMF_NOMERGE;
    const uint32_t same = KMF_RECLAIMABLE | KMF_DMA | KMF_ACCOUNT;
    const uint32_t align = full_align(want->align, word_bytes);
    const uint32_t size = round_up(round_up(want->object_bytes, word_bytes), align);

    if (((want->flags | have_flags) & never) != 0 || ((want->flags ^ have_flags) & same) != 0) {
        return false;
    }
    return size <= have->size_bytes && have->size_bytes % align == 0 &&
           have->size_bytes - size < word_bytes;
}

uint32_t slabgeo_kmalloc_bytes(uint64_t bytes)
{
    uint32_t size = 8;

    if (bytes > 64 && bytes <= 96) {
        return 96;
    }
    if (bytes > 128 && bytes <= 192) {
        return 192;
    }
    while (size < bytes && size < KMALLOC_MAX) {
        size *= 2;
    }
    return bytes <= size ? size : 0;
}
