/* check_schemes.c - page tables counted against closed formulas and against tables that are really built.
 * Origin: 4 B x 2^20 = 4 MB flat, 4 KB + 4 MB in two levels, 4 KB + one page a used top entry (teaching note, 4.1;
 * Intel SDM for the splits); mean probes 1 + (n-1)/2m: Knuth, The Art of Computer Programming 3, section 6.4
 * (chaining). */
#include "lab/schemes.h"

#include <stdlib.h>
#include <string.h>

#include "../suite.h"
#include "base/rng.h"

#define KIB 1024ull
#define MIB (1024ull * KIB)
#define GIB (1024ull * MIB)

static uint64_t bytes_of(const struct scheme_space *s, enum mm_table_scheme scheme)
{
    struct scheme_cost c;

    schemes_cost(s, scheme, &c);
    return c.bytes;
}

START_TEST(test_textbook)
{
    struct scheme_space s = {.bits = 32, .page_shift = 12, .frames = 262144, .range_count = 1};

    s.range[0] = (struct scheme_range){0, 1u << 20};
    ck_assert_uint_eq(bytes_of(&s, TS_LINEAR), 4 * MIB);
    ck_assert_uint_eq(bytes_of(&s, TS_TWO), 4 * KIB + 4 * MIB);
    /* x86-64's tables for the same 4 GiB: 1 top, 1, 4, 2048 of 512 pages each */
    ck_assert_uint_eq(bytes_of(&s, TS_FOUR), (1 + 1 + 4 + 2048) * 4 * KIB);
    ck_assert_uint_eq(bytes_of(&s, TS_FIVE), (1 + 1 + 1 + 4 + 2048) * 4 * KIB);
    for (unsigned used = 0; used <= 1024; used++) { /* top entries used */
        s.range[0].end = (uint64_t)used * 1024;
        s.range_count = used > 0;
        ck_assert_uint_eq(bytes_of(&s, TS_LINEAR), 4 * MIB);
        ck_assert_uint_eq(bytes_of(&s, TS_TWO), 4 * KIB + used * 4 * KIB);
    }
    s = (struct scheme_space){.bits = 48, .page_shift = 12, .frames = 262144, .range_count = 1};
    s.range[0] = (struct scheme_range){0, 1};
    ck_assert_uint_eq(bytes_of(&s, TS_LINEAR), 512 * GIB);
    ck_assert_uint_eq(bytes_of(&s, TS_FOUR), 16 * KIB);
    ck_assert_uint_eq(bytes_of(&s, TS_FIVE), 20 * KIB);
    ck_assert_uint_eq(bytes_of(&s, TS_TWO), (1ull << 27) * 8 + 4 * KIB);
    /* one entry a frame and an anchor a frame, whatever the space */
    ck_assert_uint_eq(bytes_of(&s, TS_INVERTED), 262144 * (16 + 4));
    ck_assert_uint_eq(bytes_of(&s, TS_HASHED), 24 + 8);
}
END_TEST

START_TEST(test_split)
{
    struct scheme_space s = {.bits = 32, .page_shift = 12};
    struct scheme_shape shape;

    schemes_shape(&s, TS_TWO, &shape);
    ck_assert(shape.levels == 2 && shape.index_bits[0] == 10 && shape.index_bits[1] == 10);
    ck_assert_uint_eq(shape.entry_bytes, 4);
    ck_assert_uint_eq(schemes_index(&shape, 1, 0xbffff), 0x2ff);
    ck_assert_uint_eq(schemes_index(&shape, 0, 0xbffff), 0x3ff);
    s.bits = 48;
    schemes_shape(&s, TS_FOUR, &shape);
    for (unsigned l = 0; l < 4; l++) {
        static const unsigned index[] = {0234, 0701, 0456, 0123};
        const uint64_t vpn = 0123ull << 27 | 0456 << 18 | 0701 << 9 | 0234;

        ck_assert(shape.index_bits[l] == 9 && shape.entries[l] == 512);
        ck_assert_uint_eq(schemes_index(&shape, l, vpn), index[l]);
    }
    s.bits = 57;
    schemes_shape(&s, TS_FIVE, &shape);
    ck_assert(shape.levels == 5 && shape.index_bits[4] == 9);
    s = (struct scheme_space){.bits = 32, .page_shift = 12}; /* 64-bit tables for 4 GiB */
    schemes_shape(&s, TS_FOUR, &shape);
    ck_assert(shape.entry_bytes == 8 && shape.index_bits[2] == 2 && shape.index_bits[3] == 0);
    ck_assert_uint_eq(shape.entries[3], 512);
    s.page_shift = 14;
    schemes_shape(&s, TS_TWO, &shape); /* 16 KiB pages: 12 and 6 bits */
    ck_assert(shape.index_bits[0] == 12 && shape.index_bits[1] == 6 && shape.entries[1] == 4096);
}
END_TEST

/* A space of at most 2^16 pages and the set of its pages. */
static void random_space(uint64_t rng[2], struct scheme_space *s, uint8_t *mapped,
                         unsigned pages_bits)
{
    const uint64_t pages = 1ull << pages_bits;

    memset(s, 0, sizeof *s);
    memset(mapped, 0, pages);
    s->page_shift = (unsigned)(32 - pages_bits);
    s->bits = 32;
    s->frames = 1 + rng_below(rng, pages);
    s->range_count = (unsigned)rng_below(rng, SCHEMES_RANGES_MAX + 1);
    for (unsigned i = 0; i < s->range_count; i++) {
        const uint64_t first = rng_below(rng, pages);
        const uint64_t most = rng_below(rng, 4) ? 8 : pages;
        const uint64_t end = first + 1 + rng_below(rng, most);

        s->range[i] = (struct scheme_range){first, end > pages ? pages : end};
        memset(mapped + first, 1, s->range[i].end - first);
    }
    schemes_sort(s);
}

/* Tables that have a mapped page below them, by looking at every page. */
START_TEST(test_against_sets)
{
    enum { BITS = 14, PAGES = 1 << BITS };
    static uint8_t mapped[PAGES], there[PAGES];
    uint64_t rng[2];
    const unsigned rounds = test_scaled(200);

    rng_seed(rng, 3);
    for (unsigned round = 0; round < rounds; round++) {
        struct scheme_space s;
        uint64_t rank = 0, total = 0;

        random_space(rng, &s, mapped, BITS);
        ck_assert(schemes_space_ok(&s));
        for (uint64_t v = 0; v < PAGES; v++) {
            ck_assert_uint_eq(schemes_rank(&s, v, &rank), mapped[v]);
            ck_assert(!mapped[v] || rank == total);
            total += mapped[v];
        }
        ck_assert_uint_eq(schemes_pages(&s), total);
        s.bits = 26; /* the same pages as small ones, so that there are levels to speak of */
        s.page_shift = 12 - (unsigned)rng_below(rng, 5);
        s.bits = BITS + s.page_shift;
        for (unsigned scheme = TS_LINEAR; scheme <= TS_FIVE; scheme++) {
            struct scheme_shape shape;
            uint64_t tables = 0, bytes = 0;
            unsigned shift = 0;
            struct scheme_cost cost;

            schemes_shape(&s, (enum mm_table_scheme)scheme, &shape);
            schemes_cost(&s, (enum mm_table_scheme)scheme, &cost);
            for (unsigned l = 0; l < shape.levels; l++) {
                uint64_t count = 0, ordinal = 0;

                shift += shape.index_bits[l];
                memset(there, 0, sizeof there);
                for (uint64_t v = 0; v < PAGES; v++) {
                    there[v >> shift] |= mapped[v];
                }
                for (uint64_t t = 0; t << shift < PAGES; t++) {
                    const bool top = l + 1 == shape.levels;
                    const bool own = schemes_table_of(&s, &shape, l, t << shift, &ordinal);

                    ck_assert_uint_eq(own, top || there[t]);
                    ck_assert(!own || ordinal == (top ? 0 : count));
                    count += there[t];
                }
                count = l + 1 == shape.levels ? 1 : count;
                ck_assert_uint_eq(schemes_tables_at(&s, &shape, l), count);
                tables += count;
                bytes += count * shape.entries[l] * shape.entry_bytes;
                ck_assert_uint_ge(shape.entries[l] * shape.entry_bytes, 1ull << s.page_shift);
            }
            ck_assert_uint_eq(shift, s.bits - s.page_shift);
            ck_assert_uint_eq(cost.tables, tables);
            ck_assert_uint_eq(cost.bytes, bytes);
        }
    }
}
END_TEST

/* A hash table with real chains. */
START_TEST(test_chains)
{
    enum { BITS = 11, PAGES = 1 << BITS };
    static uint8_t mapped[PAGES];
    static uint32_t count[PAGES];
    static uint16_t chain[PAGES][64], length[PAGES];
    uint64_t rng[2];
    const unsigned rounds = test_scaled(60);

    rng_seed(rng, 5);
    for (unsigned round = 0; round < rounds; round++) {
        const enum mm_table_scheme scheme = round % 2 ? TS_INVERTED : TS_HASHED;
        struct scheme_space s;
        struct scheme_cost cost;
        struct scheme_chains c;
        uint64_t probes = 0, longest = 0, chained = 0, page = 0;

        random_space(rng, &s, mapped, BITS);
        schemes_cost(&s, scheme, &cost);
        ck_assert(cost.buckets && (cost.buckets & (cost.buckets - 1)) == 0);
        memset(length, 0, sizeof length);
        for (uint64_t v = 0; v < PAGES; v++) {
            const uint64_t b = schemes_bucket(v, cost.buckets);

            ck_assert_uint_lt(b, cost.buckets);
            if (!mapped[v] || (scheme == TS_INVERTED && chained == s.frames)) {
                continue;
            }
            ck_assert_uint_lt(length[b], 64);
            chain[b][length[b]++] = (uint16_t)v;
            chained++;
            probes += length[b];
            longest = length[b] > longest ? length[b] : longest;
        }
        ck_assert_uint_eq(schemes_chained(&s, scheme), chained);
        c = schemes_chains(&s, scheme, cost.buckets, count);
        ck_assert_uint_eq(c.longest, longest);
        ck_assert_uint_eq(c.probes_milli, chained ? probes * 1000 / chained : 0);
        for (uint64_t b = 0; b < cost.buckets; b += 1 + cost.buckets / 16) {
            for (unsigned i = 0; i <= length[b]; i++) {
                ck_assert_uint_eq(schemes_chain_page(&s, scheme, cost.buckets, b, i, &page),
                                  i < length[b]);
                ck_assert(i == length[b] || page == chain[b][i]);
            }
        }
        ck_assert_uint_eq(schemes_probes_expected_milli(chained, cost.buckets),
                          chained ? 1000 + (chained - 1) * 500 / cost.buckets : 0);
    }
}
END_TEST

Suite *make_schemes_suite(void)
{
    Suite *s = suite_create("schemes");
    TCase *t = tcase_create("schemes");

    tcase_add_test(t, test_textbook);
    tcase_add_test(t, test_split);
    tcase_add_test(t, test_against_sets);
    tcase_add_test(t, test_chains);
    suite_add_tcase(s, t);
    return s;
}
