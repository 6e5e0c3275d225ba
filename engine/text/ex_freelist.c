/* ex_freelist.c - allocations and frees on a free list: addresses, pieces looked at, the list after each. */
#include <string.h>

#include "text/ex_kinds.h"
#include "lab/freecore.h"

struct heap {
    struct free_list list;
    int64_t header, align;
    struct free_piece got[EX_NUMBERS_MAX]; /* by number of the allocation; size 0: none, or freed */
    bool failed[EX_NUMBERS_MAX];
    unsigned gots;
    unsigned living[EX_NUMBERS_MAX], living_count; /* numbers that may be freed, in order */
};

/* The free list as a field: address and size of each piece. */
static bool list_field(struct exercise *x, struct ex_question *q, const struct free_list *l)
{
    int64_t numbers[2 * FREE_PIECES_MAX];
    struct ex_field *f = ex_field_add(q, EXN_PIECES, EXT_LIST, 0);

    for (uint32_t i = 0; i < l->count; i++) {
        numbers[2 * i] = (int64_t)l->piece[i].start;
        numbers[2 * i + 1] = (int64_t)l->piece[i].size;
    }
    f->count = 2 * l->count;
    return ex_numbers_add(x, numbers, f->count, &f->first);
}

static bool allocate(struct exercise *x, struct heap *h, uint64_t size)
{
    const uint64_t align = (uint64_t)h->align;
    const uint64_t round = align > 0 && size % align != 0 ? align - size % align : 0;
    const uint64_t whole = size + round + (uint64_t)h->header;
    const struct free_found found = free_search(&h->list, whole);
    struct ex_question *q = ex_question_add(x, EXQ_ALLOCATE, size);
    const unsigned number = h->gots++;
    struct ex_field *f = ex_field_add(q, EXN_RETURNED, EXT_NUMBER, 0);

    q->index = number;
    ex_field_add(q, EXN_SEARCHED, EXT_NUMBER, found.searched);
    if (found.at == UINT32_MAX) {
        f->fault = EXF_NO_SPACE;
        h->failed[number] = true;
    } else {
        h->got[number] = (struct free_piece){free_cut(&h->list, found.at, whole), whole, number};
        h->living[h->living_count++] = number;
        f->number = (int64_t)h->got[number].start + h->header;
    }
    return list_field(x, q, &h->list);
}

static bool release(struct exercise *x, struct heap *h, unsigned number)
{
    struct ex_question *q = ex_question_add(x, EXQ_FREE, number);
    struct free_piece *p = &h->got[number];

    ex_field_add(q, EXN_STATUS, EXT_NUMBER, p->size > 0 ? 0 : -1);
    if (p->size > 0) {
        free_put(&h->list, *p);
        while (free_join(&h->list, NULL) != UINT32_MAX) {
        }
        p->size = 0;
    }
    return list_field(x, q, &h->list);
}

static bool random_ops(struct exercise *x, struct heap *h, struct py_random *r)
{
    const int64_t *o = x->ask.option;
    const struct py_real part = py_div(py_int((uint64_t)o[EXO_FREELIST_PERCENT]), py_int(100));
    bool fits = true;

    while (x->questions < (unsigned)o[EXO_FREELIST_NUMBER] && fits) {
        if (py_cmp(py_random(r), part) < 0) {
            fits = allocate(x, h, py_below(r, (uint64_t)o[EXO_FREELIST_RANGE]) + 1);
        } else if (h->living_count > 0) {
            const uint64_t which = py_below(r, h->living_count);
            const unsigned number = h->living[which];

            h->living_count--;
            memmove(&h->living[which], &h->living[which + 1],
                    (h->living_count - which) * sizeof(h->living[0]));
            fits = release(x, h, number);
        }
    }
    return fits;
}

static bool listed_ops(struct exercise *x, struct heap *h, const char **why)
{
    for (unsigned i = 0; i < x->ask.list_count; i++) {
        const int64_t op = x->ask.list[i];
        const uint64_t number = op < 0 ? (uint64_t)(-1 - op) : 0;

        if (op == 0) {
            *why = "list: a size of at least 1";
            return false;
        }
        if (op < 0 && (number >= h->gots || h->failed[number])) {
            *why = "list: frees an allocation that there is not";
            return false;
        }
        if (op > 0 ? !allocate(x, h, (uint64_t)op) : !release(x, h, (unsigned)number)) {
            return false;
        }
    }
    return true;
}

bool ex_freelist(struct exercise *x, struct py_random *r, const char **why)
{
    const int64_t *o = x->ask.option;
    struct heap h;

    memset(&h, 0, sizeof(h));
    h.header = o[EXO_FREELIST_HEADER];
    h.align = o[EXO_FREELIST_ALIGN];
    h.list.fit = (enum mm_lab_fit)o[EXO_FREELIST_FIT];
    h.list.order = (enum mm_lab_order)o[EXO_FREELIST_ORDER];
    h.list.coalesce = o[EXO_FREELIST_COALESCE] != 0;
    h.list.count = 1;
    h.list.piece[0] =
        (struct free_piece){(uint64_t)o[EXO_FREELIST_BASE], (uint64_t)o[EXO_FREELIST_SIZE], 0};
    *why = "ops: more than this can hold";
    return x->ask.list_count > 0 ? listed_ops(x, &h, why) : random_ops(x, &h, r);
}
