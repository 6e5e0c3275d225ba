/* census.c - where every page of the machine is. */
#include "text/census.h"

#include <string.h>

#include "parts/frame.h"

static const char *const names[CENSUS_COUNT] = {
#define CENSUS_NAME(id, name) name,
    CENSUS_CLASSES(CENSUS_NAME)};

/* What a frame of the kernel is for. */
static const enum census_class kernel_class[KU_COUNT] = {
    [KU_NONE] = CENSUS_RESERVED,     [KU_IMAGE] = CENSUS_IMAGE,   [KU_MEMMAP] = CENSUS_MEMMAP,
    [KU_HASH] = CENSUS_HASH,         [KU_PERCPU] = CENSUS_PERCPU, [KU_INITRD] = CENSUS_INITRD,
    [KU_FIRMWARE] = CENSUS_FIRMWARE, [KU_ZERO] = CENSUS_ZERO,     [KU_STACK] = CENSUS_STACK,
    [KU_MODULE] = CENSUS_MODULE,     [KU_DRIVER] = CENSUS_DRIVER, [KU_BOOT] = CENSUS_RESERVED,
};

const char *census_name(unsigned i)
{
    return i < CENSUS_COUNT ? names[i] : NULL;
}

/* Is this free frame in a block on a per-CPU list? Only the block's first frame says so. */
static bool on_pcp_list(const struct mm *m, uint32_t pfn)
{
    for (unsigned order = 0; order <= m->pageblock_order; order++) {
        const struct frame *head = &m->frame[pfn & ~((1u << order) - 1)];

        if (head->type == FT_FREE && head->flags & PG_PCP && head->order >= order) {
            return true;
        }
    }
    return false;
}

enum census_class census_of(const struct mm *m, uint32_t pfn)
{
    const struct frame *f = &m->frame[pfn];

    switch (f->type) {
    case FT_FREE: return on_pcp_list(m, pfn) ? CENSUS_PCP : CENSUS_FREE;
    case FT_ANON: return CENSUS_ANON;
    case FT_FILE: return CENSUS_FILE;
    case FT_HUGE: return CENSUS_HUGE;
    case FT_TABLE: return CENSUS_TABLE;
    case FT_SLAB:
        return mm_get(m, MM_F_kmem_cache_flags, mm_get(m, MM_F_slab_cache, f->vpn - 1)) &
                       KMF_RECLAIMABLE
                   ? CENSUS_SLAB_RECLAIMABLE
                   : CENSUS_SLAB_UNRECLAIMABLE;
    case FT_KERNEL: /* what boot did not keep, somebody asked for */
        return f->use == KU_NONE && !(f->flags & PG_RESERVED) ? CENSUS_DRIVER
                                                              : kernel_class[f->use];
    default: return CENSUS_HOLE;
    }
}

void census(const struct mm *m, uint64_t count[CENSUS_COUNT])
{
    memset(count, 0, CENSUS_COUNT * sizeof(count[0]));
    for (uint32_t pfn = 0; pfn < m->frames;) {
        const struct frame *f = &m->frame[pfn];
        const bool head = f->type == FT_FREE && f->flags & (PG_BUDDY | PG_PCP);
        const uint32_t frames = head ? 1u << f->order : 1; /* a free block at once */

        count[head && f->flags & PG_BUDDY ? CENSUS_FREE : census_of(m, pfn)] += frames;
        pfn += frames;
    }
}
