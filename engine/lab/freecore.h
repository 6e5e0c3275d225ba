/* freecore.h - a free list that is searched for a piece and given one back: the core of the free-list lab and exercise.
 *
 * Models    the allocators of textbooks (OSTEP chapter 17): first, best, worst and next fit; a list ordered by address,
 *           by size, or by who came last; a piece is cut at its lower end; free neighbours are joined where they lie
 *           next to each other in the list.
 * Differs   no bins and no boundary tags: what is searched is one list.
 * Shape     an array of pieces in list order. A search looks at pieces one after another; best and worst look at all.
 * Units     bytes.
 * Owns      nothing.
 */
#ifndef MM_LAB_FREECORE_H
#define MM_LAB_FREECORE_H

#include "base/tables.h"

#define FREE_PIECES_MAX 512u

struct free_piece {
    uint64_t start, size;
    uint32_t
        id; /* the caller's; a piece that is cut keeps it, of two that are joined the first does */
};

struct free_list {
    enum mm_lab_fit fit;
    enum mm_lab_order order;
    bool coalesce;
    uint32_t count;
    uint64_t next; /* next fit: address at which the next search begins */
    struct free_piece piece[FREE_PIECES_MAX];
};

/* What a search found. */
struct free_found {
    uint32_t at;       /* piece; UINT32_MAX none is large enough */
    uint32_t searched; /* pieces looked at */
    uint32_t first;    /* the first of them; the others follow, round the end for next fit */
};

struct free_found free_search(const struct free_list *l, uint64_t size);
/* Cut `size` bytes off the lower end of a piece; its start. The piece goes when nothing is left. */
uint64_t free_cut(struct free_list *l, uint32_t at, uint64_t size);
/* Give a piece back: it is put where the order wants it. Its place. Pre: there is room for one more. */
uint32_t free_put(struct free_list *l, struct free_piece piece);
/* Join the first two neighbours in the list that also lie next to each other in memory; the place of the joined piece,
 * UINT32_MAX when there are none left. *gone (may be NULL) is the id of the second. */
uint32_t free_join(struct free_list *l, uint32_t *gone);

#endif
