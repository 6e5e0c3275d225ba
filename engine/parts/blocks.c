/* blocks.c - lists of free blocks, and what is done to all blocks of a pageblock. */
#include "parts/blocks.h"

#include "base/vmstat.h"

void blocks_insert(struct mm *m, pfn_t pfn, unsigned order, unsigned type, bool at_tail)
{
    const uint32_t list = buddy_list(zone_of(m, pfn), order, type);
    const pfn_t head = m->freelist[list].head;
    const pfn_t tail = m->freelist[list].tail;

    frame_link(m, pfn, at_tail ? tail : PFN_NONE, at_tail ? PFN_NONE : head);
    if (at_tail || head == PFN_NONE) {
        freelist_set_tail(m, list, pfn);
    }
    if (!at_tail || head == PFN_NONE) {
        freelist_set_head(m, list, pfn);
    }
    freelist_set_blocks(m, list, m->freelist[list].blocks + 1);
    frame_set_migratetype(m, pfn, (uint8_t)type);
    frame_set_order(m, pfn, (uint8_t)order);
    frame_flags_add(m, pfn, PG_BUDDY);
}

void blocks_remove(struct mm *m, pfn_t pfn)
{
    const struct frame *f = &m->frame[pfn];
    const uint32_t list = buddy_list(zone_of(m, pfn), f->order, f->migratetype);
    const pfn_t next = frame_next(m, pfn);
    const pfn_t prev = frame_prev(m, pfn);

    if (prev == PFN_NONE) {
        freelist_set_head(m, list, next);
    }
    if (next == PFN_NONE) {
        freelist_set_tail(m, list, prev);
    }
    freelist_set_blocks(m, list, m->freelist[list].blocks - 1);
    frame_unlink(m, pfn);
    frame_flags_clear(m, pfn, PG_BUDDY);
    frame_set_order(m, pfn, 0);
}

void blocks_count_free(struct mm *m, uint32_t zone, int64_t pages)
{
    zone_set_free_pages(m, zone, (uint32_t)((int64_t)m->zone[zone].free_pages + pages));
    vmstat_zone_add(m, zone, VMC_nr_free_pages, pages);
}

void blocks_move(struct mm *m, pfn_t pfn, unsigned type)
{
    const unsigned order = m->frame[pfn].order;

    blocks_remove(m, pfn);
    blocks_insert(m, pfn, order, type, true);
}

/* The frames of pfn's pageblock that can be moved as a whole: empty when the zone ends inside it. */
bool blocks_span(const struct mm *m, pfn_t pfn, pfn_t *start, pfn_t *end)
{
    const struct zone *z = &m->zone[zone_of(m, pfn)];

    *start = pfn & ~(pageblock_frames(m) - 1);
    *end = *start + pageblock_frames(m);
    if (*start < z->start_pfn) {
        *start = pfn;
    }
    return *end <= z->start_pfn + z->spanned_pages;
}

/* Free frames of the span, and frames in use that could be moved away. */
void blocks_count(const struct mm *m, pfn_t start, pfn_t end, unsigned *free, unsigned *movable)
{
    *free = 0;
    *movable = 0;
    for (pfn_t pfn = start; pfn < end;) {
        const struct frame *f = &m->frame[pfn];

        if (f->flags & PG_BUDDY) {
            *free += 1u << f->order;
            pfn += 1u << f->order;
        } else {
            *movable += (f->flags & PG_LRU) != 0;
            pfn++;
        }
    }
}

void blocks_tag(struct mm *m, pfn_t pfn, unsigned type, unsigned pages)
{
    const uint32_t block = pageblock_of(m, pfn);

    if (m->pageblock[block].migratetype != type) {
        ev(m, EV_PAGEBLOCK_TAG, block, m->pageblock[block].migratetype, type, pages);
        pageblock_set_migratetype(m, block, (uint8_t)type);
    }
}

/* All free blocks of start..end-1 to the lists of `type`. */
void blocks_move_span(struct mm *m, pfn_t start, pfn_t end, unsigned type)
{
    for (pfn_t p = start; p < end;) {
        const bool head = (m->frame[p].flags & PG_BUDDY) != 0;
        const uint32_t size = head ? 1u << m->frame[p].order : 1;

        if (head) {
            blocks_move(m, p, type);
        }
        p += size;
    }
}
