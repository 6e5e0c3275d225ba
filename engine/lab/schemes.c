/* schemes.c - page tables counted. */
#include "lab/schemes.h"

#include <string.h>

void schemes_sort(struct scheme_space *s)
{
    unsigned kept = 0;

    for (unsigned i = 1; i < s->range_count; i++) {
        const struct scheme_range r = s->range[i];
        unsigned j = i;

        while (j > 0 && s->range[j - 1].first > r.first) {
            s->range[j] = s->range[j - 1];
            j--;
        }
        s->range[j] = r;
    }
    for (unsigned i = 0; i < s->range_count; i++) {
        struct scheme_range *last = kept > 0 ? &s->range[kept - 1] : NULL;

        if (last != NULL && s->range[i].first <= last->end) {
            last->end = s->range[i].end > last->end ? s->range[i].end : last->end;
        } else {
            s->range[kept++] = s->range[i];
        }
    }
    for (unsigned i = kept; i < s->range_count; i++) {
        s->range[i] = (struct scheme_range){0, 0};
    }
    s->range_count = kept;
}

uint64_t schemes_space_pages(const struct scheme_space *s)
{
    return 1ull << (s->bits - s->page_shift);
}

bool schemes_space_ok(const struct scheme_space *s)
{
    for (unsigned i = 0; i < s->range_count; i++) {
        if (s->range[i].first >= s->range[i].end || s->range[i].end > schemes_space_pages(s) ||
            (i > 0 && s->range[i].first <= s->range[i - 1].end)) {
            return false;
        }
    }
    return true;
}

uint64_t schemes_pages(const struct scheme_space *s)
{
    uint64_t pages = 0;

    for (unsigned i = 0; i < s->range_count; i++) {
        pages += s->range[i].end - s->range[i].first;
    }
    return pages;
}

bool schemes_rank(const struct scheme_space *s, uint64_t vpn, uint64_t *rank)
{
    *rank = 0;
    for (unsigned i = 0; i < s->range_count; i++) {
        const struct scheme_range *r = &s->range[i];

        if (vpn >= r->first && vpn < r->end) {
            *rank += vpn - r->first;
            return true;
        }
        *rank += r->end - r->first;
    }
    return false;
}

static unsigned log2_of(uint64_t n)
{
    unsigned bits = 0;

    while (n > 1) {
        n >>= 1;
        bits++;
    }
    return bits;
}

void schemes_shape(const struct scheme_space *s, enum mm_table_scheme scheme,
                   struct scheme_shape *shape)
{
    static const unsigned levels[TS_COUNT] = {1, 2, 4, 5, 0, 0};
    unsigned left = s->bits - s->page_shift;

    memset(shape, 0, sizeof *shape);
    shape->levels = levels[scheme];
    /* 32-bit entries where a 32-bit machine has them; tables of four and five levels are those of 64 bits */
    shape->entry_bytes = s->bits == 32 && shape->levels <= 2 ? 4 : 8;

    const uint64_t page_entries = (1ull << s->page_shift) / shape->entry_bytes;
    const unsigned page_bits = log2_of(page_entries);

    for (unsigned l = 0; l < shape->levels; l++) {
        const bool top = l + 1 == shape->levels;
        const unsigned bits = top || left < page_bits ? left : page_bits;

        shape->index_bits[l] = bits;
        shape->entries[l] = bits > page_bits ? 1ull << bits : page_entries;
        left -= bits;
    }
}

/* Bits of a page number below the part that chooses a table of this level. */
static unsigned table_shift(const struct scheme_shape *shape, unsigned level)
{
    unsigned shift = 0;

    for (unsigned l = 0; l <= level; l++) {
        shift += shape->index_bits[l];
    }
    return shift;
}

/* How many tables of this level the ranges below `vpn` need, and whether vpn's own is among them or after. */
static uint64_t tables_below(const struct scheme_space *s, unsigned shift, uint64_t vpn, bool *own)
{
    uint64_t count = 0;
    uint64_t next = 0; /* first table not counted yet */

    *own = false;
    for (unsigned i = 0; i < s->range_count; i++) {
        const uint64_t first = s->range[i].first >> shift;
        const uint64_t last = (s->range[i].end - 1) >> shift;
        const uint64_t from = first > next ? first : next;
        const uint64_t stop = vpn >> shift;

        if (first <= stop && stop <= last) {
            *own = true;
        }
        if (from <= last) {
            const uint64_t end = last + 1 < stop ? last + 1 : stop;

            count += end > from ? end - from : 0;
            next = last + 1;
        }
    }
    return count;
}

uint64_t schemes_tables_at(const struct scheme_space *s, const struct scheme_shape *shape,
                           unsigned level)
{
    bool own;

    if (level + 1 == shape->levels) {
        return 1; /* the top table is there even for an empty space */
    }
    const unsigned shift = table_shift(shape, level);
    const uint64_t count = tables_below(s, shift, schemes_space_pages(s) - 1, &own);

    return count + own;
}

bool schemes_table_of(const struct scheme_space *s, const struct scheme_shape *shape,
                      unsigned level, uint64_t vpn, uint64_t *table)
{
    bool own = true;

    *table = 0;
    if (level + 1 < shape->levels) {
        *table = tables_below(s, table_shift(shape, level), vpn, &own);
    }
    return own;
}

uint64_t schemes_index(const struct scheme_shape *shape, unsigned level, uint64_t vpn)
{
    const unsigned shift = level > 0 ? table_shift(shape, level - 1) : 0;
    const unsigned bits = shape->index_bits[level];

    return vpn >> shift & ((1ull << bits) - 1);
}

/* The smallest power of two that is at least n, and at least 1. */
static uint64_t power_for(uint64_t n)
{
    uint64_t p = 1;

    while (p < n) {
        p <<= 1;
    }
    return p;
}

uint64_t schemes_chained(const struct scheme_space *s, enum mm_table_scheme scheme)
{
    const uint64_t pages = schemes_pages(s);

    return scheme == TS_INVERTED && pages > s->frames ? s->frames : pages;
}

void schemes_cost(const struct scheme_space *s, enum mm_table_scheme scheme,
                  struct scheme_cost *cost)
{
    struct scheme_shape shape;

    *cost = (struct scheme_cost){.entries = schemes_pages(s)};
    if (scheme == TS_INVERTED) {
        cost->entries = schemes_chained(s, scheme);
        cost->buckets = power_for(s->frames);
        cost->tables = 2;
        cost->bytes =
            s->frames * SCHEMES_INVERTED_ENTRY_BYTES + cost->buckets * SCHEMES_ANCHOR_BYTES;
        return;
    }
    if (scheme == TS_HASHED) {
        cost->buckets = power_for(cost->entries);
        cost->tables = 1;
        cost->bytes = cost->buckets * SCHEMES_HEAD_BYTES + cost->entries * SCHEMES_NODE_BYTES;
        return;
    }
    schemes_shape(s, scheme, &shape);
    for (unsigned l = 0; l < shape.levels; l++) {
        const uint64_t tables = schemes_tables_at(s, &shape, l);

        cost->tables += tables;
        cost->bytes += tables * shape.entries[l] * shape.entry_bytes;
    }
}

uint64_t schemes_bucket(uint64_t vpn, uint64_t buckets)
{
    const unsigned bits = log2_of(buckets);

    return bits == 0 ? 0 : (vpn * 0x9e3779b97f4a7c15ull) >> (64 - bits);
}

uint64_t schemes_probes_expected_milli(uint64_t pages, uint64_t buckets)
{
    if (pages == 0) {
        return 0;
    }
    /* both sides stay far below 2^64 / 1000: at most 2^45 pages */
    return 1000 + (pages - 1) * 500 / buckets;
}

struct scheme_chains schemes_chains(const struct scheme_space *s, enum mm_table_scheme scheme,
                                    uint64_t buckets, uint32_t *count)
{
    const uint64_t pages = schemes_chained(s, scheme);
    struct scheme_chains out = {0, 0};
    uint64_t probes = 0;
    uint64_t done = 0;

    memset(count, 0, buckets * sizeof *count);
    for (unsigned i = 0; i < s->range_count; i++) {
        for (uint64_t v = s->range[i].first; v < s->range[i].end && done < pages; v++, done++) {
            const uint32_t place = ++count[schemes_bucket(v, buckets)];

            probes += place; /* the page is found at its place on the chain */
            out.longest = place > out.longest ? place : out.longest;
        }
    }
    out.probes_milli = pages > 0 ? probes * 1000 / pages : 0;
    return out;
}

bool schemes_chain_page(const struct scheme_space *s, enum mm_table_scheme scheme, uint64_t buckets,
                        uint64_t bucket, uint64_t i, uint64_t *vpn)
{
    const uint64_t pages = schemes_chained(s, scheme);
    uint64_t done = 0;

    for (unsigned r = 0; r < s->range_count; r++) {
        for (uint64_t v = s->range[r].first; v < s->range[r].end && done < pages; v++, done++) {
            if (schemes_bucket(v, buckets) == bucket && i-- == 0) {
                *vpn = v;
                return true;
            }
        }
    }
    return false;
}
