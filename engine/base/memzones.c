/* memzones.c - zones from a size, from their words, and their holes. */
#include "base/memzones.h"

#include <string.h>

#define DMA_END         4096u /* 16 MiB */
#define LOW_HOLE_START  159u  /* 636 KiB: where a PC's BIOS data begin */
#define LOW_HOLE_END    256u  /* 1 MiB */
#define LOW_HOLE_FRAMES (LOW_HOLE_END - LOW_HOLE_START)
#define LOW_HOLE_LEAST  512u /* smaller machines have no hole below 1 MiB */

static const char *const type_words[] = {
#define X_WORD(id, name) name,
    MM_ZONE_TYPES(X_WORD)};

pfn_t memzones_type_end(enum mm_zone_type type, uint32_t paging_levels)
{
    switch (type) {
    case ZT_DMA: return DMA_END;
    case ZT_DMA32: return MEMZONES_HIGH_START;
    case ZT_NORMAL: return paging_levels == 2 ? MEMZONES_LOWMEM_END : PFN_NONE;
    default: return PFN_NONE;
    }
}

/* ---- from a size ---- */

static uint64_t overlap(uint64_t start, uint64_t end, uint64_t from, uint64_t to)
{
    const uint64_t a = start > from ? start : from;
    const uint64_t b = end < to ? end : to;

    return a < b ? b - a : 0;
}

struct memory {
    uint64_t low_end;  /* end of memory below 4 GiB */
    uint64_t high_end; /* end of memory above, or MEMZONES_HIGH_START */
    bool low_hole;
};

static uint32_t present(const struct memory *m, uint64_t start, uint64_t end)
{
    uint64_t frames =
        overlap(start, end, 1, m->low_end) + overlap(start, end, MEMZONES_HIGH_START, m->high_end);

    if (m->low_hole) {
        frames -= overlap(start, end, LOW_HOLE_START, LOW_HOLE_END);
    }
    return (uint32_t)frames;
}

unsigned memzones_sized(const struct memzones_size *size, struct mm_zone_config zone[MM_ZONES_MAX])
{
    static const uint8_t wide[] = {ZT_DMA, ZT_DMA32, ZT_NORMAL};
    static const uint8_t narrow[] = {ZT_DMA, ZT_NORMAL, ZT_HIGHMEM};
    const uint8_t *types = size->paging_levels == 2 ? narrow : wide;
    const uint64_t low = size->frames < MEMZONES_LOW_FRAMES ? size->frames : MEMZONES_LOW_FRAMES;
    const uint64_t frames = size->paging_levels == 2 ? low : size->frames;
    const struct memory memory = {.low_end = low - size->top_reserved,
                                  .high_end = MEMZONES_HIGH_START + (frames - low),
                                  .low_hole = frames >= LOW_HOLE_LEAST};
    unsigned n = 0;

    for (uint32_t node = 0; node < size->nodes; node++) {
        const uint64_t mask = size->paging_levels == 2 ? 1023 : 511; /* pageblocks of one node */
        const uint64_t from = frames * node / size->nodes & ~mask;
        const uint64_t to =
            node + 1 == size->nodes ? frames : frames * (node + 1) / size->nodes & ~mask;
        uint64_t start = from < low ? from : from - low + MEMZONES_HIGH_START;
        const uint64_t end = to > low              ? to - low + MEMZONES_HIGH_START
                             : to > memory.low_end ? memory.low_end
                                                   : to;

        start += start == 0;
        for (unsigned i = 0; i < 3 && start < end; i++) {
            const pfn_t most = memzones_type_end(types[i], size->paging_levels);
            const uint64_t stop = most < end ? most : end;

            if (start < stop && present(&memory, start, stop) > 0) {
                zone[n++] = (struct mm_zone_config){.start = (pfn_t)start,
                                                    .end = (pfn_t)stop,
                                                    .present = present(&memory, start, stop),
                                                    .node = (uint16_t)node,
                                                    .type = types[i]};
            }
            start = start < stop ? stop : start;
        }
    }
    return n;
}

unsigned memzones_holes(const struct mm_zone_config *z, pfn_t hole[2][2])
{
    uint32_t missing = z->end - z->start - z->present;
    unsigned n = 0;

    if (missing >= LOW_HOLE_FRAMES && z->start < LOW_HOLE_START && z->end > LOW_HOLE_END) {
        hole[n][0] = LOW_HOLE_START;
        hole[n++][1] = LOW_HOLE_END;
        missing -= LOW_HOLE_FRAMES;
    }
    if (missing > 0) {
        hole[n][0] = z->end - missing;
        hole[n++][1] = z->end;
    }
    return n;
}

/* ---- from words ---- */

static bool read_number(const char **at, uint32_t *out)
{
    uint64_t v = 0;
    const char *s = *at;

    for (; *s >= '0' && *s <= '9' && v <= UINT32_MAX; s++) {
        v = v * 10 + (uint64_t)(*s - '0');
    }
    if (s == *at || v > UINT32_MAX) {
        return false;
    }
    *at = s;
    *out = (uint32_t)v;
    return true;
}

static bool read_mark(const char **at, char mark)
{
    const bool there = **at == mark;

    *at += there;
    return there;
}

/* "0:DMA32:" */
static bool read_place(const char **at, uint16_t *node, uint16_t *type)
{
    uint32_t number;

    if (!read_number(at, &number) || number >= MM_NODES_MAX || !read_mark(at, ':')) {
        return false;
    }
    *node = (uint16_t)number;
    for (uint16_t t = 0; t < ZT_COUNT; t++) {
        const size_t length = strlen(type_words[t]);

        if (strncmp(*at, type_words[t], length) == 0 && (*at)[length] == ':') {
            *type = t;
            *at += length + 1;
            return true;
        }
    }
    return false;
}

unsigned memzones_parse(const char *text, struct mm_zone_config zone[MM_ZONES_MAX])
{
    for (unsigned n = 0; n < MM_ZONES_MAX; n++) {
        struct mm_zone_config *z = &zone[n];
        uint32_t last;

        if (!read_place(&text, &z->node, &z->type) || !read_number(&text, &z->start) ||
            !read_mark(&text, '-') || !read_number(&text, &last) || last == PFN_NONE ||
            !read_mark(&text, ':') || !read_number(&text, &z->present) || !read_mark(&text, ':') ||
            !read_number(&text, &z->managed)) {
            return 0;
        }
        z->end = last + 1;
        if (*text == '\0') {
            return n + 1;
        }
        if (!read_mark(&text, ',')) {
            return 0;
        }
    }
    return 0;
}

unsigned memzones_parse_used(const char *text, struct mm_used_config used[MM_ZONES_MAX])
{
    for (unsigned n = 0; n < MM_ZONES_MAX; n++) {
        if (!read_place(&text, &used[n].node, &used[n].type) ||
            !read_number(&text, &used[n].pages)) {
            return 0;
        }
        if (*text == '\0') {
            return n + 1;
        }
        if (!read_mark(&text, ',')) {
            return 0;
        }
    }
    return 0;
}
