/* ex_address.c - relocation, two segments, a linear page table: addresses to translate. */
#include <string.h>

#include "text/ex_kinds.h"

#define TRIES_MAX \
    100000u /* random places tried for a segment before it is said that there is no room */
#define PAGES_MAX 16384u

/* int(size / 4 + size / 4 * random.random()) */
static int64_t quarter_to_half(struct py_random *r, int64_t size)
{
    const struct py_real quarter = py_div(py_int((uint64_t)size), py_int(4));

    return (int64_t)py_floor(py_add(quarter, py_mul(quarter, py_random(r))));
}

/* An address of its own or one of the list; false when that is outside. */
static bool address(const struct exercise *x, struct py_random *r, int64_t asize, unsigned i,
                    int64_t *out, const char **why)
{
    *out = x->ask.list_count > 0 ? x->ask.list[i] : (int64_t)py_below(r, (uint64_t)asize);
    if (*out >= asize) {
        *why = "list: an address is outside the address space";
        return false;
    }
    return true;
}

static unsigned address_count(const struct exercise *x, enum ex_option number)
{
    return x->ask.list_count > 0 ? x->ask.list_count : (unsigned)x->ask.option[number];
}

bool ex_relocation(struct exercise *x, struct py_random *r, const char **why)
{
    const int64_t *o = x->ask.option;
    const int64_t asize = o[EXO_RELOCATION_ASIZE];
    const int64_t psize = o[EXO_RELOCATION_PHYSMEM];
    int64_t limit = o[EXO_RELOCATION_LIMIT];
    int64_t base = o[EXO_RELOCATION_BASE];

    if (psize <= asize) {
        *why = "physmem: larger than asize";
        return false;
    }
    if (limit == EX_LEFT) {
        limit = quarter_to_half(r, asize);
    }
    for (unsigned i = 0; o[EXO_RELOCATION_BASE] == EX_LEFT; i++) {
        base = (int64_t)py_below(r, (uint64_t)psize);
        if (base + limit < psize) {
            break;
        }
        if (i == TRIES_MAX) {
            *why = "limit: it leaves no room for a base";
            return false;
        }
    }
    if (base + limit > psize) {
        *why = "base: base and limit reach beyond physmem";
        return false;
    }
    ex_give(x, EXN_ASIZE, asize);
    ex_give(x, EXN_PHYSMEM, psize);
    ex_give(x, EXN_BASE, base);
    ex_give(x, EXN_LIMIT, limit);
    for (unsigned i = 0; i < address_count(x, EXO_RELOCATION_NUMBER); i++) {
        int64_t va;

        if (!address(x, r, asize, i, &va, why)) {
            return false;
        }
        struct ex_field *f = ex_field_add(ex_question_add(x, EXQ_TRANSLATE, (uint64_t)va),
                                          EXN_PHYSICAL, EXT_ADDRESS, base + va);

        f->fault = va >= limit ? EXF_VIOLATION : EXF_NONE;
    }
    return true;
}

/* ---- two segments ---- */

struct segments {
    int64_t asize, psize;
    int64_t base0, limit0;
    int64_t low1, limit1; /* segment 1 is low1 .. low1 + limit1, its base register the upper end */
};

static bool segments_place(const struct exercise *x, struct py_random *r, struct segments *s,
                           const char **why)
{
    const int64_t *o = x->ask.option;
    const bool free0 = o[EXO_SEGMENTATION_BASE] == EX_LEFT;
    const bool free1 = o[EXO_SEGMENTATION_BASE1] == EX_LEFT;
    unsigned tries = 0;

    s->base0 = o[EXO_SEGMENTATION_BASE];
    s->low1 = o[EXO_SEGMENTATION_BASE1] - s->limit1;
    for (bool done = !free0; !done && tries < TRIES_MAX; tries++) {
        s->base0 = (int64_t)py_below(r, (uint64_t)s->psize);
        done = s->base0 + s->limit0 < s->psize;
    }
    for (bool done = !free1; !done && tries < TRIES_MAX; tries++) {
        s->low1 = (int64_t)py_below(r, (uint64_t)s->psize);
        done = s->low1 + s->limit1 < s->psize &&
               (s->low1 > s->base0 + s->limit0 || s->low1 + s->limit1 < s->base0);
    }
    if (tries >= TRIES_MAX) {
        *why = "physmem: no room for the two segments";
        return false;
    }
    return true;
}

static bool segments_fit(const struct segments *s, const char **why)
{
    if (s->low1 < 0 || s->psize < s->low1) {
        *why = "base1: segment 1 is not in physical memory";
    } else if (s->psize < s->base0 + s->limit0 - 1) {
        *why = "base0: segment 0 is not in physical memory";
    } else if (s->limit0 * 2 > s->asize) {
        *why = "limit0: more than half of asize";
    } else if (s->limit1 * 2 > s->asize) {
        *why = "limit1: more than half of asize";
    } else if (s->limit0 + s->base0 > s->low1 && s->low1 > s->base0) {
        *why = "base1: the segments overlap";
    } else {
        return true;
    }
    return false;
}

static void segments_translate(struct exercise *x, const struct segments *s, int64_t va)
{
    const bool upper = va * 2 >= s->asize;
    const int64_t pa = upper ? s->low1 + s->limit1 + va - s->asize : s->base0 + va;
    struct ex_question *q = ex_question_add(x, EXQ_TRANSLATE, (uint64_t)va);

    ex_field_add(q, EXN_SEGMENT, EXT_NUMBER, upper);
    struct ex_field *f = ex_field_add(q, EXN_PHYSICAL, EXT_ADDRESS, pa);

    if (upper ? pa < s->low1 : va >= s->limit0) {
        f->fault = EXF_VIOLATION;
    }
}

bool ex_segmentation(struct exercise *x, struct py_random *r, const char **why)
{
    const int64_t *o = x->ask.option;
    struct segments s = {.asize = o[EXO_SEGMENTATION_ASIZE],
                         .psize = o[EXO_SEGMENTATION_PHYSMEM],
                         .limit0 = o[EXO_SEGMENTATION_LIMIT],
                         .limit1 = o[EXO_SEGMENTATION_LIMIT1]};
    int64_t va;

    if (s.psize <= s.asize) {
        *why = "physmem: larger than asize";
        return false;
    }
    s.limit0 = s.limit0 == EX_LEFT ? quarter_to_half(r, s.asize) : s.limit0;
    s.limit1 = s.limit1 == EX_LEFT ? quarter_to_half(r, s.asize) : s.limit1;
    if ((o[EXO_SEGMENTATION_BASE] == EX_LEFT || o[EXO_SEGMENTATION_BASE1] == EX_LEFT) &&
        s.psize <= 2 * s.asize) {
        *why = "physmem: more than twice asize, or give both bases";
        return false;
    }
    if (!segments_place(x, r, &s, why) || !segments_fit(&s, why)) {
        return false;
    }
    ex_give(x, EXN_ASIZE, s.asize);
    ex_give(x, EXN_PHYSMEM, s.psize);
    ex_give(x, EXN_BASE0, s.base0);
    ex_give(x, EXN_LIMIT0, s.limit0);
    ex_give(x, EXN_BASE1, s.low1 + s.limit1);
    ex_give(x, EXN_LIMIT1, s.limit1);
    for (unsigned i = 0; i < address_count(x, EXO_SEGMENTATION_NUMBER); i++) {
        if (!address(x, r, s.asize, i, &va, why)) {
            return false;
        }
        segments_translate(x, &s, va);
    }
    return true;
}

/* ---- a linear page table ---- */

/* Bits of a power of two; -1 for anything else. */
static int bits_of(int64_t size)
{
    int bits = 0;

    while (bits < 62 && (1ll << bits) < size) {
        bits++;
    }
    return 1ll << bits == size ? bits : -1;
}

/* Entry of every page: its frame, or -1. */
static void table_fill(const struct exercise *x, struct py_random *r, int64_t *table,
                       int64_t vpages, int64_t frames)
{
    const struct py_real unused = py_int(100 - (uint64_t)x->ask.option[EXO_LINEAR_USED]);
    uint8_t used[PAGES_MAX];

    memset(used, 0, sizeof(used));
    for (int64_t v = 0; v < vpages;) {
        if (py_cmp(py_mul(py_random(r), py_int(100)), unused) <= 0) {
            table[v++] = -1;
            continue;
        }
        const uint64_t frame = py_below(r, (uint64_t)frames);

        if (!used[frame]) {
            used[frame] = 1;
            table[v++] = (int64_t)frame;
        }
    }
}

bool ex_linear(struct exercise *x, struct py_random *r, const char **why)
{
    const int64_t *o = x->ask.option;
    const int64_t asize = o[EXO_LINEAR_ASIZE];
    const int64_t psize = o[EXO_LINEAR_PHYSMEM];
    const int64_t page = o[EXO_LINEAR_PAGE];
    const int page_bits = bits_of(page);
    int64_t table[PAGES_MAX];

    if (psize <= asize) {
        *why = "physmem: larger than asize";
        return false;
    }
    if (bits_of(asize) < 0 || page_bits < 0 || asize % page != 0 || psize % page != 0) {
        *why = "asize, pagesize: powers of 2, and physmem a multiple of pagesize";
        return false;
    }
    if (psize / page > PAGES_MAX) {
        *why = "pagesize: at most 16384 frames";
        return false;
    }
    table_fill(x, r, table, asize / page, psize / page);
    ex_give(x, EXN_ASIZE, asize);
    ex_give(x, EXN_PHYSMEM, psize);
    ex_give(x, EXN_PAGE, page);
    for (unsigned i = 0; i < address_count(x, EXO_LINEAR_NUMBER); i++) {
        int64_t va;

        if (!address(x, r, asize, i, &va, why)) {
            return false;
        }
        const int64_t frame = table[va >> page_bits];
        struct ex_question *q = ex_question_add(x, EXQ_TRANSLATE, (uint64_t)va);

        ex_field_add(q, EXN_VPN, EXT_NUMBER, va >> page_bits);
        struct ex_field *f = ex_field_add(q, EXN_PHYSICAL, EXT_ADDRESS, 0);

        if (frame < 0) {
            f->fault = EXF_INVALID;
        } else {
            f->number = frame << page_bits | (va & (page - 1));
        }
    }
    for (int64_t v = 0; v < asize / page; v++) {
        table[v] = table[v] < 0 ? 0 : table[v] | 0x80000000ll;
    }
    if (!ex_give_table(x, EXN_TABLE, table, (uint32_t)(asize / page), 1)) {
        *why = "pagesize: the table has too many entries";
        return false;
    }
    return true;
}
