/* rmap.c - the entries that map a frame. */
#include "parts/rmap.h"

unsigned rmap_walk(struct mm *m, pfn_t pfn, rmap_fn *fn, void *ctx)
{
    const struct frame *f = &m->frame[pfn];
    struct rmap_place place = {.proc = f->owner - 1, .addr = f->vpn << MM_PAGE_SHIFT};

    if (f->owner == 0 || frame_mapcount(m, pfn) < 0 ||
        !pgtable_find(m, m->proc[place.proc].pgd_pfn, place.addr, &place.at)) {
        return 0;
    }
    place.entry = pgtable_read(m, place.at.table, place.at.index);
    if (!pgtable_present(place.entry) || pgtable_pfn(place.entry) != pfn) {
        return 0;
    }
    fn(m, ctx, &place);
    return 1;
}

static void look(struct mm *m, void *ctx, const struct rmap_place *place)
{
    (void)ctx;
    MM_ASSERT(m, m->proc[place->proc].live);
}

void rmap_check(struct mm *m)
{
    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        const unsigned type = m->frame[pfn].type;

        if (type == FT_ANON || type == FT_FILE) { /* R1 */
            MM_ASSERT(m, (int32_t)rmap_walk(m, pfn, look, NULL) == frame_mapcount(m, pfn) + 1);
        }
    }
}
