/* curve.c - stack distances. */
#include "lab/curve.h"

#include <string.h>

unsigned curve_sizes(uint32_t max, uint32_t sizes[MM_LAB_POINTS])
{
    uint32_t n = 0;

    for (uint32_t size = 1; size < max; n++) {
        sizes[n] = size;
        if (max <= MM_LAB_POINTS || size < 8) {
            size++;
            continue;
        }
        uint32_t octave = 8;

        while (2 * octave <= size) {
            octave *= 2;
        }
        size += octave / 4;
    }
    sizes[n] = max;
    return n + 1;
}

static size_t tree_bytes(uint64_t count)
{
    return ((count + 1) * sizeof(uint32_t) + 63) / 64 * 64;
}

static size_t distance_bytes(uint32_t max)
{
    return ((max + 1ull) * sizeof(uint64_t) + 63) / 64 * 64;
}

size_t curve_bytes(uint64_t count, uint32_t max)
{
    return tree_bytes(count) + distance_bytes(max) + core_map_bytes(count);
}

void curve_init(struct curve *c, const uint64_t *ops, uint64_t count, uint32_t max, void *memory)
{
    uint8_t *const bytes = memory;

    *c = (struct curve){.ops = ops, .count = count, .max = max};
    memset(memory, 0, tree_bytes(count) + distance_bytes(max));
    c->tree = memory;
    c->distance = (uint64_t *)(void *)(bytes + tree_bytes(count));
    core_map_init(&c->map, bytes + tree_bytes(count) + distance_bytes(max));
}

static void mark(struct curve *c, uint64_t at, uint32_t by)
{
    for (uint64_t i = at + 1; i <= c->count; i += i & (0 - i)) {
        c->tree[i] += by;
    }
}

/* Marks at references 0..at. */
static uint32_t marks(const struct curve *c, uint64_t at)
{
    uint32_t sum = 0;

    for (uint64_t i = at + 1; i > 0; i -= i & (0 - i)) {
        sum += c->tree[i];
    }
    return sum;
}

void curve_run(struct curve *c, uint64_t n)
{
    const uint64_t end = n < c->count - c->at ? c->at + n : c->count;

    for (; c->at < end; c->at++) {
        const uint32_t before = core_map_put(&c->map, c->ops, (uint32_t)c->at);

        if (before == CORE_NONE) {
            c->pages++;
        } else {
            const uint32_t distance = c->pages - marks(c, before) + 1;

            if (distance <= c->max) {
                c->distance[distance]++;
            }
            mark(c, before, UINT32_MAX);
        }
        mark(c, c->at, 1);
    }
}

uint64_t curve_misses(const struct curve *c, uint32_t frames)
{
    uint64_t misses = c->at;

    for (uint32_t d = 1; d <= frames; d++) {
        misses -= c->distance[d];
    }
    return misses;
}
