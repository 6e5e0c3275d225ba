/* labtables.c - six page tables for one address space. */
#include "lab/labtables.h"

enum { TABLES_BITS, TABLES_PAGE, TABLES_MEMORY, TABLES_MAP, TABLES_USED, TABLES_AT };

#define PAGE_MIN       64ull
#define PAGE_MAX       (1ull << 30)
#define MEMORY_DEFAULT (1ull << 30)
#define FRAMES_MAX     (1ull << 36)
#define PROBES_SHOWN   32u /* events of one chain; longer ones are counted on */

/* ---- the command ------------------------------------------------------------------------------------------ */

static bool is_power(uint64_t n)
{
    return n != 0 && (n & (n - 1)) == 0;
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

/* "0xA..0xB,0xC..0xD", as the parser writes it: hexadecimal, no suffix. False: something else, or too many. */
static bool parse_hex(const char **at, uint64_t *out)
{
    const char *c = *at;
    uint64_t v = 0;
    unsigned digits = 0;

    if (c[0] != '0' || c[1] != 'x') {
        return false;
    }
    for (c += 2; digits < 16; c++, digits++) {
        const unsigned d = *c >= '0' && *c <= '9'   ? (unsigned)(*c - '0')
                           : *c >= 'a' && *c <= 'f' ? (unsigned)(*c - 'a') + 10
                                                    : 16;

        if (d == 16) {
            break;
        }
        v = v << 4 | d;
    }
    *at = c;
    *out = v;
    return digits > 0;
}

static bool parse_map(const char *text, uint64_t from[SCHEMES_RANGES_MAX],
                      uint64_t to[SCHEMES_RANGES_MAX], unsigned *count)
{
    *count = 0;
    for (;;) {
        if (*count == SCHEMES_RANGES_MAX || !parse_hex(&text, &from[*count]) || text[0] != '.' ||
            text[1] != '.') {
            return false;
        }
        text += 2;
        if (!parse_hex(&text, &to[*count]) || to[*count] <= from[*count]) {
            return false;
        }
        ++*count;
        if (*text == '\0') {
            return true;
        }
        if (*text++ != ',') {
            return false;
        }
    }
}

/* Ranges of the line, or the lowest `used` percent of the space, in whole pages. */
static enum mm_err space_ranges(struct mm *m, const struct mm_cmd *cmd, struct scheme_space *s)
{
    const uint64_t end = 1ull << s->bits;
    uint64_t from[SCHEMES_RANGES_MAX];
    uint64_t to[SCHEMES_RANGES_MAX];

    if (!lab_given(cmd, TABLES_MAP)) {
        const uint64_t percent = lab_number(cmd, TABLES_USED, 100);
        const uint64_t pages = schemes_space_pages(s);

        if (percent > 100) {
            return lab_refuse(m, cmd, TABLES_USED, MM_ERANGE, percent, 100);
        }
        s->range_count = percent > 0;
        s->range[0].end = (pages * percent + 99) / 100; /* at most 2^51 * 100 */
        return MM_OK;
    }
    if (lab_given(cmd, TABLES_USED)) {
        return lab_refuse(m, cmd, TABLES_USED, MM_EBADARG, 0, 0);
    }
    if (!parse_map(lab_text(cmd, TABLES_MAP), from, to, &s->range_count)) {
        return lab_refuse(m, cmd, TABLES_MAP, MM_EBADARG, 0, SCHEMES_RANGES_MAX);
    }
    for (unsigned i = 0; i < s->range_count; i++) {
        if (to[i] > end) {
            return lab_refuse(m, cmd, TABLES_MAP, MM_ERANGE, to[i], end);
        }
        s->range[i].first = from[i] >> s->page_shift;
        s->range[i].end = ((to[i] - 1) >> s->page_shift) + 1;
    }
    schemes_sort(s);
    return MM_OK;
}

enum mm_err labtables_space(struct mm *m, const struct mm_cmd *cmd, struct scheme_space *s)
{
    const uint64_t bits = lab_number(cmd, TABLES_BITS, 32);
    const uint64_t page = lab_number(cmd, TABLES_PAGE, MM_PAGE_BYTES);
    const uint64_t memory = lab_number(cmd, TABLES_MEMORY, MEMORY_DEFAULT);

    *s = (struct scheme_space){.bits = (unsigned)bits};
    if (bits != 32 && bits != 48 && bits != 57) {
        return lab_refuse(m, cmd, TABLES_BITS, MM_ERANGE, bits,
                          bits < 32   ? 32
                          : bits < 48 ? 48
                                      : 57);
    }
    if (!is_power(page) || page < PAGE_MIN || page > PAGE_MAX) {
        return lab_refuse(m, cmd, TABLES_PAGE, MM_ERANGE, page,
                          page < PAGE_MIN ? PAGE_MIN : PAGE_MAX);
    }
    s->page_shift = log2_of(page);
    s->frames = memory >> s->page_shift;
    if (s->frames < 1 || s->frames > FRAMES_MAX) {
        return lab_refuse(m, cmd, TABLES_MEMORY, MM_ERANGE, memory,
                          s->frames < 1 ? page : FRAMES_MAX << s->page_shift);
    }
    if (lab_number(cmd, TABLES_AT, 0) >> bits != 0) {
        return lab_refuse(m, cmd, TABLES_AT, MM_ERANGE, cmd->arg[TABLES_AT].a, (1ull << bits) - 1);
    }
    return space_ranges(m, cmd, s);
}

/* Bytes of scratch that counting the chains takes: a number for each bucket. */
static uint64_t scratch_bytes(const struct scheme_space *s)
{
    uint64_t most = 0;

    for (unsigned scheme = TS_INVERTED; scheme <= TS_HASHED; scheme++) {
        struct scheme_cost c;

        schemes_cost(s, (enum mm_table_scheme)scheme, &c);
        if (schemes_chained(s, (enum mm_table_scheme)scheme) <= SCHEMES_HASHED_PAGES_MAX &&
            c.buckets <= 4 * SCHEMES_HASHED_PAGES_MAX && c.buckets > most) {
            most = c.buckets;
        }
    }
    return most * sizeof(uint32_t);
}

enum mm_err lab_tables_check(struct mm *m, const struct mm_cmd *cmd)
{
    struct scheme_space s;
    const enum mm_err err = labtables_space(m, cmd, &s);

    if (err != MM_OK) {
        return err;
    }
    const uint64_t bytes = scratch_bytes(&s);
    void *scratch = bytes > 0 ? m->host->reserve(m->host->ctx, bytes) : NULL;

    if (bytes > 0 && scratch == NULL) {
        return lab_refuse(m, cmd, UINT32_MAX, MM_ENOHOSTMEM, bytes, 0);
    }
    if (scratch != NULL) {
        m->host->release(m->host->ctx, scratch, bytes);
    }
    return MM_OK;
}

/* ---- the figures ------------------------------------------------------------------------------------------ */

/* Accesses of a lookup in a hash: its head, then nodes. The inverted table reads the anchor first. */
static void hash_figures(struct mm *m, const struct scheme_space *s, enum mm_table_scheme scheme,
                         const struct scheme_cost *cost, uint32_t *scratch)
{
    const uint64_t chained = schemes_chained(s, scheme);
    struct scheme_chains c = {0, 0};

    if (scratch != NULL && chained <= SCHEMES_HASHED_PAGES_MAX &&
        cost->buckets <= 4 * SCHEMES_HASHED_PAGES_MAX) {
        c = schemes_chains(s, scheme, cost->buckets, scratch);
    }
    labtable_set_buckets(m, scheme, cost->buckets);
    labtable_set_expected(m, scheme, schemes_probes_expected_milli(chained, cost->buckets));
    labtable_set_probes(m, scheme, c.probes_milli);
    labtable_set_longest(m, scheme, (uint32_t)c.longest);
    labtable_set_best(m, scheme, chained > 0 ? 2 : 1);
    labtable_set_worst(m, scheme, c.longest > 0 || chained == 0 ? 1 + (uint32_t)c.longest : 0);
    labtable_set_entry(m, scheme,
                       scheme == TS_HASHED ? SCHEMES_NODE_BYTES : SCHEMES_INVERTED_ENTRY_BYTES);
}

static void figures(struct mm *m, const struct scheme_space *s, enum mm_table_scheme scheme,
                    uint32_t *scratch)
{
    struct scheme_cost cost;
    struct scheme_shape shape;

    schemes_cost(s, scheme, &cost);
    schemes_shape(s, scheme, &shape);
    labtable_set_live(m, scheme, 1);
    labtable_set_bytes(m, scheme, cost.bytes);
    labtable_set_tables(m, scheme, cost.tables);
    labtable_set_pages(m, scheme, cost.entries);
    if (shape.levels == 0) {
        hash_figures(m, s, scheme, &cost, scratch);
        return;
    }
    labtable_set_levels(m, scheme, shape.levels);
    labtable_set_entry(m, scheme, shape.entry_bytes);
    labtable_set_best(m, scheme, shape.levels);
    labtable_set_worst(m, scheme, shape.levels);
}

/* The event comes before the figures are set, so they are worked out once for it and once for the record. */
static void announce(struct mm *m, const struct scheme_space *s, enum mm_table_scheme scheme)
{
    struct scheme_cost cost;
    struct scheme_shape shape;

    schemes_cost(s, scheme, &cost);
    schemes_shape(s, scheme, &shape);
    ev(m, EV_LAB_SCHEME, scheme, cost.bytes, cost.tables, shape.levels, cost.entries, cost.buckets);
}

/* ---- one lookup in each scheme ---------------------------------------------------------------------------- */

static void found(struct mm *m, enum mm_table_scheme scheme, uint64_t addr, bool mapped,
                  uint64_t frame, uint32_t accesses)
{
    ev(m, EV_LAB_FOUND, scheme, addr, mapped, frame, accesses);
    labtable_set_now(m, scheme, accesses);
    labtable_set_found(m, scheme, mapped);
}

static void lookup_levels(struct mm *m, const struct scheme_space *s, enum mm_table_scheme scheme,
                          uint64_t addr)
{
    const uint64_t vpn = addr >> s->page_shift;
    struct scheme_shape shape;
    uint64_t table = 0;
    uint64_t frame = 0;
    uint32_t accesses = 0;
    bool there = true;

    schemes_shape(s, scheme, &shape);
    for (unsigned l = shape.levels; there && l-- > 0;) {
        uint64_t target = 0;

        there = l > 0 ? schemes_table_of(s, &shape, l - 1, vpn, &target)
                      : schemes_rank(s, vpn, &target);
        accesses++;
        ev(m, EV_LAB_ENTRY, scheme, l + 1, schemes_index(&shape, l, vpn), table, there,
           there ? target : 0);
        table = target;
        frame = target;
    }
    found(m, scheme, addr, there, there ? frame : 0, accesses);
}

static void lookup_hash(struct mm *m, const struct scheme_space *s, enum mm_table_scheme scheme,
                        uint64_t addr)
{
    const uint64_t vpn = addr >> s->page_shift;
    struct scheme_cost cost;
    uint64_t there = 0;
    uint64_t rank = 0;
    uint32_t accesses = 1; /* the head of the chain */
    bool match = false;

    if (schemes_chained(s, scheme) > SCHEMES_HASHED_PAGES_MAX) {
        return; /* the chain is not known */
    }
    schemes_cost(s, scheme, &cost);
    const uint64_t bucket = schemes_bucket(vpn, cost.buckets);

    ev(m, EV_LAB_HASH, scheme, vpn, bucket, cost.buckets);
    for (uint64_t i = 0; !match && schemes_chain_page(s, scheme, cost.buckets, bucket, i, &there);
         i++) {
        match = there == vpn;
        accesses++;
        if (i < PROBES_SHOWN) {
            ev(m, EV_LAB_PROBE, scheme, bucket, i, there, match);
        }
    }
    (void)schemes_rank(s, vpn, &rank);
    found(m, scheme, addr, match, match ? rank : 0, accesses);
}

void lab_tables_do(struct mm *m, const struct mm_cmd *cmd)
{
    struct scheme_space s;
    uint32_t *scratch = NULL;

    (void)labtables_space(m, cmd, &s);
    const uint64_t bytes = scratch_bytes(&s);

    if (bytes > 0) {
        scratch = lab_reserve(m, bytes);
        MM_ASSERT(m, scratch != NULL); /* there was room when it was checked */
    }
    ev(m, EV_LAB_BEGIN, LK_TABLES);
    lab_begin(m, LK_TABLES);
    lab_set_bits(m, 0, s.bits);
    lab_set_page(m, 0, 1u << s.page_shift);
    lab_set_memory(m, 0, s.frames << s.page_shift);
    lab_set_frames(m, 0, s.frames);
    lab_set_refs(m, 0, schemes_pages(&s));
    for (unsigned scheme = 0; scheme < TS_COUNT; scheme++) {
        announce(m, &s, (enum mm_table_scheme)scheme);
        figures(m, &s, (enum mm_table_scheme)scheme, scratch);
    }
    lab_release(m);
    if (lab_given(cmd, TABLES_AT)) {
        lab_set_address(m, 0, cmd->arg[TABLES_AT].a);
        for (unsigned scheme = 0; scheme < TS_COUNT; scheme++) {
            ev(m, EV_LAB_LOOKUP, scheme, cmd->arg[TABLES_AT].a,
               cmd->arg[TABLES_AT].a >> s.page_shift);
            if (scheme < TS_INVERTED) {
                lookup_levels(m, &s, (enum mm_table_scheme)scheme, cmd->arg[TABLES_AT].a);
            } else {
                lookup_hash(m, &s, (enum mm_table_scheme)scheme, cmd->arg[TABLES_AT].a);
            }
        }
    }
}

void labtables_check(struct mm *m)
{
    if (m->lab->kind != LK_TABLES) {
        return;
    }
    for (slot_t i = 0; i < TS_COUNT; i++) {
        const struct labtable *t = &m->labtable[i];

        MM_ASSERT(m, t->live && (t->worst == 0 || t->best <= t->worst)); /* T1 */
        MM_ASSERT(m, t->found == 0 || t->now >= t->best);
        MM_ASSERT(m, t->worst == 0 || t->found == 0 || t->now <= t->worst);
        MM_ASSERT(m, (t->levels == 0) == (t->buckets != 0));
    }
}
