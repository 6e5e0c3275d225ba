/* freelist.c - allocations and frees on a free list, in the open. */
#include "lab/freelist.h"

#include <string.h>

#include "base/names.h"
#include "lab/freecore.h"

enum { LIST_SIZE, LIST_BASE, LIST_HEADER, LIST_ALIGN, LIST_FIT, LIST_ORDER, LIST_COALESCE };
enum { ALLOC_SIZE, ALLOC_NAME };
enum { FREE_NAME };

#define ENOMEM_LINUX 12u
#define SIZE_DEFAULT 100u
#define BASE_DEFAULT 1000u

_Static_assert(FREE_PIECES_MAX >= MM_LAB_BLOCKS, "every piece may be free");

/* ---- between the records and the core ---- */

static void load(const struct mm *m, struct free_list *l)
{
    *l = (struct free_list){.fit = (enum mm_lab_fit)m->lab->fit,
                            .order = (enum mm_lab_order)m->lab->order,
                            .coalesce = m->lab->coalesce != 0,
                            .next = m->lab->next};
    for (uint32_t b = m->lab->head; b != 0; b = m->labblock[b - 1].next) {
        l->piece[l->count++] =
            (struct free_piece){m->labblock[b - 1].start, m->labblock[b - 1].size, b - 1};
    }
}

/* Write the list back: places, sizes, links, figures. */
static void save(struct mm *m, const struct free_list *l)
{
    uint64_t free_bytes = 0;
    uint64_t largest = 0;
    uint64_t lost = 0;

    lab_set_head(m, 0, l->count > 0 ? l->piece[0].id + 1 : 0);
    for (uint32_t i = 0; i < l->count; i++) {
        const struct free_piece *p = &l->piece[i];

        labblock_set_start(m, p->id, p->start);
        labblock_set_size(m, p->id, p->size);
        labblock_set_next(m, p->id, i + 1 < l->count ? l->piece[i + 1].id + 1 : 0);
        free_bytes += p->size;
        largest = p->size > largest ? p->size : largest;
    }
    for (slot_t b = 0; b < m->region[MM_R_labblock].count; b++) {
        lost += m->labblock[b].used ? m->labblock[b].size - m->labblock[b].asked : 0;
    }
    lab_set_pieces(m, 0, l->count);
    lab_set_next(m, 0, l->next);
    lab_set_free(m, 0, free_bytes);
    lab_set_largest(m, 0, largest);
    lab_set_external(m, 0, free_bytes - largest);
    lab_set_internal(m, 0, lost);
}

static slot_t fresh_slot(const struct mm *m)
{
    slot_t b = 0;

    while (b < m->region[MM_R_labblock].count && m->labblock[b].live) {
        b++;
    }
    return b < m->region[MM_R_labblock].count ? b : SLOT_NONE;
}

slot_t freelist_find(const struct mm *m, const char *name)
{
    const slot_t id = name_find(m, name);

    for (slot_t b = 0; id != SLOT_NONE && id != 0 && b < m->region[MM_R_labblock].count; b++) {
        if (m->labblock[b].used && m->labblock[b].name == id) {
            return b;
        }
    }
    return SLOT_NONE;
}

/* ---- lab freelist ---- */

enum mm_err lab_freelist_check(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t size = lab_number(cmd, LIST_SIZE, SIZE_DEFAULT);

    if (size == 0) {
        return lab_refuse(m, cmd, LIST_SIZE, MM_ERANGE, size, 1);
    }
    if (lab_number(cmd, LIST_ALIGN, 1) == 0) {
        return lab_refuse(m, cmd, LIST_ALIGN, MM_ERANGE, 0, 1);
    }
    if (lab_number(cmd, LIST_FIT, LF_BEST) >= LF_COUNT) {
        return lab_refuse(m, cmd, LIST_FIT, MM_EBADARG, cmd->arg[LIST_FIT].a, LF_COUNT - 1);
    }
    if (lab_number(cmd, LIST_ORDER, LO_ADDR) >= LO_COUNT) {
        return lab_refuse(m, cmd, LIST_ORDER, MM_EBADARG, cmd->arg[LIST_ORDER].a, LO_COUNT - 1);
    }
    return MM_OK;
}

void lab_freelist_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t size = lab_number(cmd, LIST_SIZE, SIZE_DEFAULT);
    struct free_list l;

    ev(m, EV_LAB_BEGIN, LK_FREELIST);
    lab_begin(m, LK_FREELIST);
    lab_set_memory(m, 0, size);
    lab_set_base(m, 0, lab_number(cmd, LIST_BASE, BASE_DEFAULT));
    lab_set_header(m, 0, (uint32_t)lab_number(cmd, LIST_HEADER, 0));
    lab_set_align(m, 0, (uint32_t)lab_number(cmd, LIST_ALIGN, 1));
    lab_set_fit(m, 0, (uint32_t)lab_number(cmd, LIST_FIT, LF_BEST));
    lab_set_order(m, 0, (uint32_t)lab_number(cmd, LIST_ORDER, LO_ADDR));
    lab_set_coalesce(m, 0, lab_given(cmd, LIST_COALESCE));
    load(m, &l);
    l.next = m->lab->base;
    free_put(&l, (struct free_piece){m->lab->base, size, 0});
    labblock_set_live(m, 0, 1);
    save(m, &l);
}

/* ---- lab alloc ---- */

static enum mm_err running(struct mm *m, const struct mm_cmd *cmd)
{
    return m->lab->kind == LK_FREELIST ? MM_OK : lab_refuse(m, cmd, UINT32_MAX, MM_ENOLAB, 0, 0);
}

enum mm_err lab_alloc_check(struct mm *m, const struct mm_cmd *cmd)
{
    const char *name = lab_text(cmd, ALLOC_NAME);
    const enum mm_err err = running(m, cmd);

    if (err != MM_OK) {
        return err;
    }
    if (cmd->arg[ALLOC_SIZE].a == 0) {
        return lab_refuse(m, cmd, ALLOC_SIZE, MM_ERANGE, 0, 1);
    }
    if (name[0] == '\0' || strlen(name) >= MM_NAME_BYTES) {
        return lab_refuse(m, cmd, ALLOC_NAME, MM_EBADARG, 0, MM_NAME_BYTES - 1);
    }
    if (freelist_find(m, name) != SLOT_NONE) {
        return lab_refuse(m, cmd, ALLOC_NAME, MM_EEXISTS, 0, 0);
    }
    if (fresh_slot(m) == SLOT_NONE) {
        return lab_refuse(m, cmd, ALLOC_NAME, MM_ELIMIT, 0, MM_LAB_BLOCKS);
    }
    if (!name_room(m, 1)) {
        return lab_refuse(m, cmd, ALLOC_NAME, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    return MM_OK;
}

static void tell_search(struct mm *m, const struct free_list *l, const struct free_found *f,
                        uint64_t bytes)
{
    for (uint32_t i = 0; i < f->searched; i++) {
        const struct free_piece *p = &l->piece[(f->first + i) % l->count];

        ev(m, EV_LAB_SEARCH, p->id, p->start, p->size, 0, p->size >= bytes);
    }
    lab_set_searched(m, 0, f->searched);
}

/* Take `whole` bytes of the piece that was found: a new slot, or its own when nothing remains. Its slot. */
static slot_t take(struct mm *m, struct free_list *l, const struct free_found *f, uint64_t whole,
                   slot_t name)
{
    const struct free_piece from = l->piece[f->at];
    const slot_t block = from.size > whole ? fresh_slot(m) : from.id;

    ev(m, EV_LAB_PLACE, block, from.start, whole, name, l->fit);
    free_cut(l, f->at, whole);
    if (block != from.id) {
        ev(m, EV_LAB_SPLIT, block, from.start, whole, from.id, from.start + whole,
           from.size - whole);
        labblock_set_live(m, block, 1);
        labblock_set_start(m, block, from.start);
        labblock_set_size(m, block, whole);
    }
    labblock_set_next(m, block, 0);
    labblock_set_used(m, block, 1);
    labblock_set_name(m, block, name);
    return block;
}

void lab_alloc_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t size = cmd->arg[ALLOC_SIZE].a;
    const uint64_t align = m->lab->align;
    const uint64_t whole = (size + align - 1) / align * align + m->lab->header;
    struct free_list l;

    load(m, &l);
    const struct free_found f = free_search(&l, whole);

    tell_search(m, &l, &f, whole);
    if (f.at == UINT32_MAX) {
        ev(m, EV_LAB_FAIL, whole, m->lab->free, m->lab->largest);
        machine_set_r_errno(m, 0, ENOMEM_LINUX);
        return;
    }
    const slot_t block = take(m, &l, &f, whole, name_get(m, lab_text(cmd, ALLOC_NAME)));

    labblock_set_asked(m, block, size);
    machine_set_r_addr(m, 0, m->labblock[block].start + m->lab->header);
    save(m, &l);
}

/* ---- lab free ---- */

enum mm_err lab_free_check(struct mm *m, const struct mm_cmd *cmd)
{
    const enum mm_err err = running(m, cmd);

    if (err != MM_OK) {
        return err;
    }
    return freelist_find(m, lab_text(cmd, FREE_NAME)) != SLOT_NONE
               ? MM_OK
               : lab_refuse(m, cmd, FREE_NAME, MM_ENONAME, 0, 0);
}

void lab_free_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t block = freelist_find(m, lab_text(cmd, FREE_NAME));
    const struct labblock *b = &m->labblock[block];
    struct free_list l;
    uint32_t gone = 0;

    load(m, &l);
    ev(m, EV_LAB_RELEASE, block, b->start, b->size, b->name);
    name_put(m, b->name);
    labblock_set_name(m, block, 0);
    labblock_set_used(m, block, 0);
    labblock_set_asked(m, block, 0);
    const uint32_t place = free_put(&l, (struct free_piece){b->start, b->size, block});

    ev(m, EV_LAB_INSERT, block, b->start, b->size, place, l.count);
    save(m, &l);
    for (uint32_t at = free_join(&l, &gone); at != UINT32_MAX; at = free_join(&l, &gone)) {
        const struct free_piece *p = &l.piece[at];

        ev(m, EV_LAB_COALESCE, p->id, p->start, p->size, gone);
        labblock_set_live(m, gone, 0);
        labblock_set_start(m, gone, 0);
        labblock_set_size(m, gone, 0);
        labblock_set_next(m, gone, 0);
        save(m, &l);
    }
}

/* ---- check ---- */

static void check_list(struct mm *m)
{
    uint32_t seen[(MM_LAB_BLOCKS + 31) / 32] = {0};
    uint64_t before = 0;
    uint32_t pieces = 0;

    for (uint32_t b = m->lab->head; b != 0; b = m->labblock[b - 1].next) {
        const struct labblock *r = &m->labblock[b - 1];

        MM_ASSERT(m, r->live && !r->used && !(seen[(b - 1) / 32] >> ((b - 1) % 32) & 1)); /* H2 */
        seen[(b - 1) / 32] |= 1u << ((b - 1) % 32);
        MM_ASSERT(m, m->lab->order != LO_ADDR || pieces == 0 || r->start > before); /* H4 */
        before = r->start;
        pieces++;
    }
    MM_ASSERT(m, pieces == m->lab->pieces); /* H3 */
}

/* The piece that begins at this address. */
static const struct labblock *piece_at(const struct mm *m, uint64_t start)
{
    for (slot_t b = 0; b < m->region[MM_R_labblock].count; b++) {
        if (m->labblock[b].live && m->labblock[b].start == start) {
            return &m->labblock[b];
        }
    }
    return NULL;
}

void freelist_check(struct mm *m)
{
    const uint64_t end = m->lab->base + m->lab->memory;
    uint64_t free_bytes = 0;
    uint64_t largest = 0;
    uint64_t lost = 0;
    uint32_t live = 0;
    uint32_t found = 0;
    uint32_t free_pieces = 0;

    if (m->lab->kind != LK_FREELIST) {
        return;
    }
    for (slot_t b = 0; b < m->region[MM_R_labblock].count; b++) {
        live += m->labblock[b].live;
    }
    for (uint64_t at = m->lab->base; at < end; found++) {
        const struct labblock *r = piece_at(m, at);

        MM_ASSERT(m, r != NULL && r->size > 0 && r->size <= end - at); /* H1 */
        MM_ASSERT(m, (r->name != 0) == (r->used != 0));                /* H2 */
        MM_ASSERT(m, r->used ? r->asked + m->lab->header <= r->size : r->asked == 0);
        at += r->size;
        free_pieces += !r->used;
        free_bytes += r->used ? 0 : r->size;
        lost += r->used ? r->size - r->asked : 0;
        largest = !r->used && r->size > largest ? r->size : largest;
    }
    MM_ASSERT(m, found == live && free_pieces == m->lab->pieces);           /* H1 H2 */
    MM_ASSERT(m, m->lab->free == free_bytes && m->lab->largest == largest); /* H3 */
    MM_ASSERT(m, m->lab->external == free_bytes - largest && m->lab->internal == lost);
    check_list(m);
}
