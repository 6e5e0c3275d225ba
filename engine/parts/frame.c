/* frame.c - the frames as boot finds them, and their invariants. */
#include "parts/frame.h"

#define MIB_FRAMES        256u             /* frames in 1 MiB */
#define HOLE_FIRST        159u             /* 636 KiB: where a PC's BIOS data begin */
#define HOLE_FRAMES_MIN   (2 * MIB_FRAMES) /* smaller machines have no hole below 1 MiB */
#define IMAGE_FRAMES_MAX  (8 * MIB_FRAMES)
#define STRUCT_PAGE_BYTES 64u

bool frame_is_hole(uint32_t frames, pfn_t pfn)
{
    return pfn == 0 || (frames >= HOLE_FRAMES_MIN && pfn >= HOLE_FIRST && pfn < MIB_FRAMES);
}

static uint32_t frame_present(uint32_t frames)
{
    return frames - 1 - (frames >= HOLE_FRAMES_MIN ? MIB_FRAMES - HOLE_FIRST : 0);
}

uint32_t frame_boot_frames(const struct mm_config *cfg)
{
    const uint64_t frames = cfg->memory_bytes / MM_PAGE_BYTES;
    const uint64_t present = frame_present((uint32_t)frames);
    const uint64_t most = present - present / 8 - 1; /* one more is the zero page */
    uint64_t image = frames / 8;
    uint64_t want = (cfg->kernel_bytes + MM_PAGE_BYTES - 1) / MM_PAGE_BYTES;

    if (cfg->kernel_bytes == MM_KERNEL_AUTO) {
        image = image < IMAGE_FRAMES_MAX ? image : IMAGE_FRAMES_MAX;
        want = image + (frames * STRUCT_PAGE_BYTES + MM_PAGE_BYTES - 1) / MM_PAGE_BYTES;
    }
    return (uint32_t)(want < most ? want : most);
}

/* What boot finds at pfn. `kept` counts the frames that it kept for itself so far. */
static struct frame boot_frame(const struct mm *m, pfn_t pfn, uint32_t kept, uint32_t boot)
{
    struct frame f = {.type = FT_FREE};

    if (frame_is_hole(m->frames, pfn)) {
        f.type = FT_HOLE;
        f.flags = PG_RESERVED;
    } else if (kept < boot) {
        f.type = FT_KERNEL;
        f.refcount = 1;
        f.use = kept + 1 == boot ? KU_ZERO : KU_IMAGE;
        f.flags = PG_RESERVED | (kept + 1 == boot ? PG_ZERO_PAGE : 0);
    }
    return f;
}

void frame_init(struct mm *m, pfn_t start, pfn_t end, struct frame_counts *counts)
{
    const uint32_t boot = frame_boot_frames(&m->config) + 1; /* and the zero page */
    uint32_t kept = m->machine->reserved_frames;
    pfn_t pfn = start;

    *counts = (struct frame_counts){0, 0};
    for (; pfn < end && (kept < boot || pfn < MIB_FRAMES); pfn++) {
        const struct frame f = boot_frame(m, pfn, kept, boot);

        if (f.flags & PG_ZERO_PAGE) {
            machine_set_zero_pfn(m, 0, pfn);
        }
        kept += f.type == FT_KERNEL;
        counts->present += f.type != FT_HOLE;
        counts->free += f.type == FT_FREE;
        if (f.type != FT_FREE) {
            /* Whole records at once: nobody can be watching a boot. A record may lie in two chunks. */
            state_mark(m, &m->frame[pfn]);
            state_mark(m, (uint8_t *)&m->frame[pfn] + sizeof(f) - 1);
            m->frame[pfn] = f;
        }
    }
    counts->present += end - pfn;
    counts->free += end - pfn;
    machine_set_reserved_frames(m, 0, kept);
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
            MM_ASSERT(m, frame_is_hole(m->frames, pfn) && f->flags == PG_RESERVED);
            MM_ASSERT(m, f->refcount == 0 && mappings == 0 && f->owner == 0);
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
