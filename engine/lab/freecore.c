/* freecore.c - search, cut, put back, join. */
#include "lab/freecore.h"

#include <string.h>

struct free_found free_search(const struct free_list *l, uint64_t size)
{
    struct free_found f = {UINT32_MAX, 0, 0};

    while (l->fit == LF_NEXT && f.first < l->count && l->piece[f.first].start < l->next) {
        f.first++;
    }
    for (uint32_t i = 0; i < l->count; i++) {
        const uint32_t at = (f.first + i) % l->count;
        const uint64_t here = l->piece[at].size;
        const uint64_t best = f.at != UINT32_MAX ? l->piece[f.at].size : 0;

        f.searched++;
        if (here < size) {
            continue;
        }
        if (f.at == UINT32_MAX || (l->fit == LF_BEST && here < best) ||
            (l->fit == LF_WORST && here > best)) {
            f.at = at;
        }
        if (l->fit == LF_FIRST || l->fit == LF_NEXT) {
            break;
        }
    }
    f.first = l->count > 0 ? f.first % l->count : 0;
    return f;
}

static void take_out(struct free_list *l, uint32_t at)
{
    l->count--;
    memmove(&l->piece[at], &l->piece[at + 1], (l->count - at) * sizeof(l->piece[0]));
}

uint64_t free_cut(struct free_list *l, uint32_t at, uint64_t size)
{
    struct free_piece *p = &l->piece[at];
    const uint64_t start = p->start;

    p->start += size;
    p->size -= size;
    l->next = p->start;
    if (p->size == 0) {
        take_out(l, at);
    }
    return start;
}

/* Whether a piece belongs behind another one. Equal sizes: behind. */
static bool behind(const struct free_list *l, const struct free_piece *piece,
                   const struct free_piece *other)
{
    switch (l->order) {
    case LO_ADDR: return piece->start >= other->start;
    case LO_SIZE_UP: return piece->size >= other->size;
    case LO_SIZE_DOWN: return piece->size <= other->size;
    case LO_FRONT: return false;
    default: return true;
    }
}

/* A list ordered by size is out of order after a cut; every piece that comes back sorts it, as sorting all would. */
static void sort(struct free_list *l)
{
    for (uint32_t i = 1; i < l->count; i++) {
        const struct free_piece p = l->piece[i];
        uint32_t at = i;

        for (; at > 0 && !behind(l, &p, &l->piece[at - 1]); at--) {
            l->piece[at] = l->piece[at - 1];
        }
        l->piece[at] = p;
    }
}

uint32_t free_put(struct free_list *l, struct free_piece piece)
{
    uint32_t at = 0;

    if (l->order == LO_FRONT) {
        memmove(&l->piece[1], &l->piece[0], l->count * sizeof(l->piece[0]));
        l->piece[0] = piece;
        l->count++;
        return 0;
    }
    l->piece[l->count++] = piece;
    if (l->order != LO_BACK) {
        sort(l);
    }
    while (l->piece[at].start != piece.start) {
        at++;
    }
    return at;
}

uint32_t free_join(struct free_list *l, uint32_t *gone)
{
    for (uint32_t i = 0; l->coalesce && i + 1 < l->count; i++) {
        if (l->piece[i].start + l->piece[i].size == l->piece[i + 1].start) {
            l->piece[i].size += l->piece[i + 1].size;
            if (gone != NULL) {
                *gone = l->piece[i + 1].id;
            }
            take_out(l, i + 1);
            return i;
        }
    }
    return UINT32_MAX;
}
