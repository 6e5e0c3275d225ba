/* check_pgtable.c - tables against a plain list of pages: walking, making, freeing, for 2, 4 and 5 levels. */
#include "parts/pgtable.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "play.h"
#include "policy/palloc.h"

#define PAGES 300u

static const char *const machines[] = {"paging=2 memory=16M", "paging=4 memory=16M",
                                       "paging=5 memory=16M"};

static pfn_t table_frame(struct mm *m)
{
    pfn_t pfn = PFN_NONE;

    ck_assert(palloc_get(m, 0, 0, GFP_PGTABLE, FT_TABLE, 1, &pfn));
    return pfn;
}

static pfn_t new_root(struct mm *m)
{
    const pfn_t pgd = table_frame(m);

    pgtable_root(m, pgd);
    return pgd;
}

static void map_page(struct mm *m, pfn_t pgd, vaddr_t addr, uint64_t entry)
{
    struct pgtable_pos leaf;

    while (pgtable_missing(m, pgd, addr) > 0) {
        pgtable_add(m, pgd, addr, table_frame(m));
    }
    ck_assert(pgtable_find(m, pgd, addr, &leaf));
    pgtable_write(m, leaf.table, leaf.index, entry);
}

static int by_address(const void *a, const void *b)
{
    const vaddr_t x = *(const vaddr_t *)a;
    const vaddr_t y = *(const vaddr_t *)b;

    return x < y ? -1 : x > y;
}

/* Different page addresses, ascending, some close together and some far apart. */
static unsigned some_pages(const struct mm *m, uint64_t seed, vaddr_t page[PAGES])
{
    const unsigned bits = m->config.paging_levels == 2 ? 32 : 47;
    uint64_t rng[2];
    unsigned n = 0;

    rng_seed(rng, seed);
    for (unsigned i = 0; i < PAGES; i++) {
        const bool near = i > 0 && rng_below(rng, 4) != 0;
        const vaddr_t at =
            near ? page[i - 1] + (1 + rng_below(rng, 700)) * MM_PAGE_BYTES : rng_next(rng);

        page[i] = at & ((1ull << bits) - 1) & MM_PAGE_MASK;
    }
    qsort(page, PAGES, sizeof(page[0]), by_address);
    for (unsigned i = 0; i < PAGES; i++) {
        if (n == 0 || page[n - 1] != page[i]) {
            page[n++] = page[i];
        }
    }
    return n;
}

START_TEST(test_index_bits)
{
    struct mm *m = play_machine("paging=4 memory=16M");
    const vaddr_t addr = 0x00007f3a12345678ull;

    ck_assert_uint_eq(pgtable_index(m, 4, addr), (addr >> 39) & 511);
    ck_assert_uint_eq(pgtable_index(m, 1, addr), 0x145);
    ck_assert_uint_eq(pgtable_shift(m, 2), 21);
    mm_free(m);
    m = play_machine("paging=2 memory=16M");
    ck_assert_uint_eq(pgtable_index(m, 2, 0xbfffe123), 0x2ff);
    ck_assert_uint_eq(pgtable_index(m, 1, 0xbfffe123), 0x3fe);
    ck_assert_uint_eq(pgtable_shift(m, 2), 22);
    mm_free(m);
    m = play_machine("paging=5 memory=16M");
    ck_assert_uint_eq(pgtable_index(m, 5, 0x00ff000000000000ull), 0xff);
    mm_free(m);
}
END_TEST

START_TEST(test_canonical)
{
    static const struct {
        vaddr_t addr;
        bool two, four, five;
    } rows[] = {
        {0, true, true, true},
        {0xffffffffull, true, true, true},
        {0x100000000ull, false, true, true},
        {0x00007fffffffffffull, false, true, true},
        {0x0000800000000000ull, false, false, true},
        {0xffff7fffffffffffull, false, false, true},
        {0xffff800000000000ull, false, true, true},
        {0x00ffffffffffffffull, false, false, true},
        {0x0100000000000000ull, false, false, false},
        {0xff00000000000000ull, false, false, true},
        {UINT64_MAX, false, true, true},
    };

    for (int k = 0; k < 3; k++) {
        struct mm *m = play_machine(machines[k]);

        for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
            const bool want = k == 0 ? rows[i].two : k == 1 ? rows[i].four : rows[i].five;

            ck_assert_msg(pgtable_canonical(m, rows[i].addr) == want, "%s row %u", machines[k], i);
        }
        mm_free(m);
    }
}
END_TEST

/* The values of PAGE_READONLY, PAGE_COPY, PAGE_SHARED … of arch/x86/include/asm/pgtable_types.h. */
START_TEST(test_entries)
{
    struct mm *m = play_machine("paging=4 memory=16M");
    const uint64_t pfn = 0x123ull << 12;
    const uint32_t rw = VM_READ | VM_WRITE;

    ck_assert_uint_eq(pgtable_entry(m, 0x123, VM_READ), pfn | 0x8000000000000025ull);
    ck_assert_uint_eq(pgtable_entry(m, 0x123, rw), pfn | 0x8000000000000025ull);
    ck_assert_uint_eq(pgtable_entry(m, 0x123, rw | VM_SHARED), pfn | 0x8000000000000027ull);
    ck_assert_uint_eq(pgtable_entry(m, 0x123, VM_READ | VM_EXEC), pfn | 0x25);
    ck_assert_uint_eq(pgtable_entry(m, 0x123, 0), pfn | 0x120);
    ck_assert(pgtable_present(pgtable_entry(m, 0x123, 0)));
    ck_assert_uint_eq(pgtable_modify(m, pfn | 0x8000000000000067ull, VM_READ),
                      pfn | 0x8000000000000065ull);
    ck_assert_uint_eq(pgtable_modify(m, pfn | 0x25, 0), pfn | 0x120);
    ck_assert_uint_eq(pgtable_pfn(pgtable_entry(m, 0x123, 0)), 0x123);
    mm_free(m);
    m = play_machine("paging=2 memory=16M");
    ck_assert_uint_eq(pgtable_entry(m, 0x123, rw), pfn | 0x25); /* no NX */
    mm_free(m);
}
END_TEST

START_TEST(test_walk_against_list)
{
    struct mm *m = play_machine(machines[_i % 3]);
    const pfn_t pgd = new_root(m);
    vaddr_t page[PAGES];
    const unsigned n = some_pages(m, (uint64_t)_i, page);
    uint64_t rng[2];
    struct pgtable_pos leaf;

    for (unsigned i = 0; i < n; i++) {
        map_page(m, pgd, page[i], pgtable_entry(m, i + 1, VM_READ));
    }
    pgtable_check(m);
    rng_seed(rng, (uint64_t)_i + 77);
    for (unsigned k = 0; k < 40; k++) {
        unsigned i = (unsigned)rng_below(rng, n);
        const unsigned stop = i + (unsigned)rng_below(rng, n - i + 1);
        vaddr_t at = i > 0 ? page[i - 1] + MM_PAGE_BYTES : 0;
        const vaddr_t end = stop < n ? page[stop] : page[n - 1] + MM_PAGE_BYTES;

        for (; i < (stop < n ? stop : n); i++) {
            ck_assert(pgtable_next(m, pgd, &at, end, &leaf));
            ck_assert_uint_eq(at, page[i]);
            ck_assert_uint_eq(pgtable_pfn(pgtable_read(m, leaf.table, leaf.index)), i + 1);
            at += MM_PAGE_BYTES;
        }
        ck_assert(!pgtable_next(m, pgd, &at, end, &leaf));
        ck_assert_uint_eq(at, end);
    }
    mm_free(m);
}
END_TEST

static uint64_t tables_of(const struct mm *m)
{
    uint64_t n = 0;

    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        n += m->frame[pfn].type == FT_TABLE;
    }
    return n;
}

/* Tables needed for these pages: distinct prefixes of each level, and the top. */
static uint64_t tables_wanted(const struct mm *m, const vaddr_t *page, unsigned n)
{
    uint64_t tables = 1;

    for (unsigned level = 2; level <= m->config.paging_levels; level++) {
        for (unsigned i = 0; i < n; i++) {
            const unsigned shift = pgtable_shift(m, level);

            tables += i == 0 || page[i] >> shift != page[i - 1] >> shift;
        }
    }
    return tables;
}

/* Unmap in random pieces, each with the neighbours as floor and ceiling; what stays is what the rest needs. */
START_TEST(test_reap_leaves_what_is_needed)
{
    struct mm *m = play_machine(machines[_i % 3]);
    const pfn_t pgd = new_root(m);
    vaddr_t page[PAGES];
    unsigned n = some_pages(m, (uint64_t)_i + 500, page);
    uint64_t rng[2];

    rng_seed(rng, (uint64_t)_i);
    for (unsigned i = 0; i < n; i++) {
        map_page(m, pgd, page[i], pgtable_entry(m, i + 1, VM_READ));
    }
    while (n > 0) {
        const unsigned first = (unsigned)rng_below(rng, n);
        const unsigned count = 1 + (unsigned)rng_below(rng, n - first);
        const vaddr_t floor = first > 0 ? page[first - 1] + MM_PAGE_BYTES : 0;
        const vaddr_t ceiling = first + count < n ? page[first + count] : 0;
        struct pgtable_reap reap;
        struct pgtable_dead dead;
        unsigned below = 0;

        ck_assert_uint_eq(tables_of(m), tables_wanted(m, page, n));
        for (unsigned i = first; i < first + count; i++) {
            map_page(m, pgd, page[i], 0);
        }
        pgtable_reap_init(m, &reap, pgd, page[first], page[first + count - 1] + MM_PAGE_BYTES,
                          floor, ceiling);
        while (pgtable_reap_next(m, &reap, &dead)) {
            ck_assert_uint_eq(m->frame[dead.table].level, dead.level);
            ck_assert_uint_eq(m->frame[dead.table].vpn, dead.addr >> MM_PAGE_SHIFT);
            ck_assert(dead.level <= below + 1); /* a table comes after its children */
            below = dead.level;
            pgtable_unlink(m, &dead);
            palloc_put(m, 0, dead.table, 0);
        }
        pgtable_check(m);
        memmove(&page[first], &page[first + count], (n - first - count) * sizeof(page[0]));
        n -= count;
    }
    ck_assert_uint_eq(tables_of(m), 1);
    ck_assert_uint_eq(m->frame[pgd].entries, 0);
    pgtable_unroot(m, pgd);
    palloc_put(m, 0, pgd, 0);
    ck_assert_uint_eq(tables_of(m), 0);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_pgtable_suite(void)
{
    Suite *s = suite_create("pgtable");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_index_bits);
    tcase_add_test(tc, test_canonical);
    tcase_add_test(tc, test_entries);
    tcase_add_loop_test(tc, test_walk_against_list, 0, 9);
    tcase_add_loop_test(tc, test_reap_leaves_what_is_needed, 0, 15);
    suite_add_tcase(s, tc);
    return s;
}
