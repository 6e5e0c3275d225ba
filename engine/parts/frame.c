/* frame.c - frames as boot writes them, content tags, invariants. */
#include "parts/frame.h"

#include <string.h>

/* Whole records at once: nobody can be watching a boot. A record may lie in two chunks. */
static void frame_write(struct mm *m, pfn_t pfn, const struct frame *f)
{
    state_mark(m, &m->frame[pfn]);
    state_mark(m, (uint8_t *)&m->frame[pfn] + sizeof(*f) - 1);
    m->frame[pfn] = *f;
}

static const struct frame frame_hole = {.type = FT_HOLE, .flags = PG_RESERVED};

void frame_boot_hole(struct mm *m, pfn_t pfn)
{
    frame_write(m, pfn, &frame_hole);
}

void frame_boot_keep(struct mm *m, pfn_t pfn, enum mm_kernel_use use)
{
    const struct frame f = {.type = FT_KERNEL,
                            .refcount = 1,
                            .use = (uint8_t)use,
                            .flags = PG_RESERVED | (use == KU_ZERO ? PG_ZERO_PAGE : 0)};

    frame_write(m, pfn, &f);
    machine_set_reserved_frames(m, 0, m->machine->reserved_frames + 1);
}

void frame_boot_release(struct mm *m, pfn_t pfn)
{
    const struct frame f = {.type = FT_FREE};

    MM_ASSERT(m, m->frame[pfn].type == FT_KERNEL && (m->frame[pfn].flags & PG_RESERVED));
    frame_write(m, pfn, &f);
    machine_set_reserved_frames(m, 0, m->machine->reserved_frames - 1);
}

uint32_t frame_new_tag(struct mm *m)
{
    const uint32_t tag = m->machine->tag_next;

    machine_set_tag_next(m, 0, tag == UINT32_MAX ? 1 : tag + 1);
    return tag;
}

void frame_check(struct mm *m)
{
    uint32_t kept = 0;

    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        const struct frame *f = &m->frame[pfn];
        const int32_t mappings = f->mapcount_plus1;

        MM_ASSERT(m, mappings >= 0 && f->refcount >= mappings);                 /* F3 */
        MM_ASSERT(m, f->next_plus1 <= m->frames && f->prev_plus1 <= m->frames); /* F5 */
        MM_ASSERT(m, f->pad0 == 0 && f->pad1 == 0 && f->type < FT_COUNT);
        MM_ASSERT(m, f->type == FT_KERNEL ? f->use < KU_COUNT : f->use == KU_NONE); /* F4 */
        if (f->type == FT_HOLE) {                                                   /* F1 */
            MM_ASSERT(m, memcmp(f, &frame_hole, sizeof(*f)) == 0);
        } else if (f->type == FT_FREE) { /* F2 */
            MM_ASSERT(m, f->refcount == 0 && mappings == 0 && f->owner == 0);
            MM_ASSERT(m, f->vpn == 0 && f->tag == 0 &&
                             (f->flags & ~(uint32_t)(PG_BUDDY | PG_PCP)) == 0);
            MM_ASSERT(m, f->entries == 0 && f->level == 0);
        } else if (f->flags & PG_RESERVED) { /* F4 */
            MM_ASSERT(m, f->type == FT_KERNEL && f->refcount == 1 && f->owner == 0 &&
                             f->use != KU_NONE);
            kept++;
        }
    }
    MM_ASSERT(m, kept == m->machine->reserved_frames);
}
