/* naive.c - the buddy allocator by searching. */
#include "naive.h"

#include <string.h>

#include "../suite.h"
#include "parts/buddy.h"

static bool naive_find(const struct naive *n, pfn_t pfn, unsigned order, unsigned *type,
                       unsigned *at)
{
    for (*type = 0; *type < 3; ++*type) {
        for (*at = 0; *at < n->count[order][*type]; ++*at) {
            if (n->list[order][*type][*at] == pfn) {
                return true;
            }
        }
    }
    return false;
}

static void naive_put(struct naive *n, pfn_t pfn, unsigned order, unsigned type, bool tail)
{
    pfn_t *list = n->list[order][type];
    const unsigned count = n->count[order][type]++;

    if (!tail) {
        memmove(list + 1, list, count * sizeof(*list));
    }
    list[tail ? count : 0] = pfn;
}

static void naive_drop(struct naive *n, unsigned order, unsigned type, unsigned at)
{
    pfn_t *list = n->list[order][type];

    memmove(list + at, list + at + 1, (--n->count[order][type] - at) * sizeof(*list));
}

static pfn_t naive_smallest(struct naive *n, unsigned order, unsigned type)
{
    for (unsigned o = order; o < MM_ORDERS; o++) {
        if (n->count[o][type] > 0) {
            const pfn_t pfn = n->list[o][type][0];

            naive_drop(n, o, type, 0);
            while (o-- > order) {
                naive_put(n, pfn + (1u << o), o, type, false);
            }
            return pfn;
        }
    }
    return PFN_NONE;
}

static void naive_move(struct naive *n, pfn_t pfn, unsigned order, unsigned to)
{
    unsigned type, at;

    ck_assert(naive_find(n, pfn, order, &type, &at));
    naive_drop(n, order, type, at);
    naive_put(n, pfn, order, to, true);
}

static void naive_steal(struct naive *n, pfn_t pfn, unsigned order, unsigned type, bool whole)
{
    const struct zone *z = &n->m->zone[0];
    const pfn_t first = pfn / 512 * 512;
    const unsigned old = n->block_type[pfn / 512];
    unsigned free = 0, movable = 0, t, at;

    if (order >= 9) {
        for (pfn_t p = pfn; p < pfn + (1u << order); p += 512) {
            n->block_type[p / 512] = (uint8_t)type;
        }
    }
    if (order >= 9 || !whole || first + 512 > z->start_pfn + z->spanned_pages) {
        naive_move(n, pfn, order, type);
        return;
    }
    for (pfn_t p = first < z->start_pfn ? pfn : first; p < first + 512; p++) {
        bool in_block = false;

        for (unsigned o = 0; o < 9; o++) {
            if ((p & ((1u << o) - 1)) == 0 && naive_find(n, p, o, &t, &at)) {
                naive_move(n, p, o, type);
                free += 1u << o;
                p += (1u << o) - 1;
                in_block = true;
                break;
            }
        }
        movable += !in_block && (n->m->frame[p].flags & PG_LRU) != 0;
    }
    if (free + (type == MT_MOVABLE  ? movable
                : old == MT_MOVABLE ? 512 - free - movable
                                    : 0) >=
        256) {
        n->block_type[pfn / 512] = (uint8_t)type;
    }
}

pfn_t naive_take(struct naive *n, unsigned order, unsigned type)
{
    static const unsigned prefer[3][2] = {{2, 1}, {2, 0}, {0, 1}};
    const pfn_t pfn = naive_smallest(n, order, type);

    if (pfn != PFN_NONE) {
        return pfn;
    }
    for (unsigned o = MM_ORDERS; o-- > order;) {
        for (unsigned i = 0; i < 2; i++) {
            unsigned at_order = o, from = prefer[type][i];

            if (n->count[o][from] == 0) {
                continue;
            }
            if (o < 4 && type == MT_MOVABLE) { /* smallest instead */
                at_order = order;
                for (i = 0; n->count[at_order][from = prefer[type][i]] == 0;) {
                    at_order += i == 1;
                    i = 1 - i;
                }
            }
            naive_steal(n, n->list[at_order][from][0], at_order, type,
                        at_order >= 4 || type != MT_MOVABLE);
            return naive_smallest(n, order, type);
        }
    }
    return PFN_NONE;
}

void naive_give(struct naive *n, pfn_t pfn, unsigned order)
{
    const unsigned to = n->block_type[pfn / 512];
    unsigned type, at;

    while (order < 10 && naive_find(n, pfn ^ (1u << order), order, &type, &at)) {
        naive_drop(n, order, type, at);
        pfn &= ~(1u << order++);
    }
    naive_put(n, pfn, order, to,
              order < 9 &&
                  naive_find(n, (pfn & ~(1u << order)) ^ (2u << order), order + 1, &type, &at));
}

void naive_init(struct naive *n, const struct mm *m)
{
    memset(n, 0, sizeof(*n));
    n->m = m;
    memset(n->block_type, MT_MOVABLE, sizeof(n->block_type));
    for (pfn_t p = 0; p < m->frames; p++) {
        unsigned o = 10;

        if (m->frame[p].type != FT_FREE) {
            continue;
        }
        for (bool fits = false; !fits;) {
            fits = (p & ((1u << o) - 1)) == 0;
            for (pfn_t q = p; fits && q < p + (1u << o); q++) {
                fits = q < m->frames && m->frame[q].type == FT_FREE;
            }
            o -= !fits;
        }
        naive_put(n, p, o, MT_MOVABLE, true);
        p += (1u << o) - 1;
    }
}
