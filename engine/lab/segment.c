/* segment.c - programs loaded as segments, removed, swapped out and in. */
#include "lab/segment.h"

#include <string.h>

#include "base/names.h"

enum { SEGMENTS_MEMORY, SEGMENTS_FIT, SEGMENTS_BITS };
enum { LOAD_NAME, LOAD_SIZE, LOAD_TYPE, LOAD_DPL, LOAD_TABLE };
enum { SWAPOUT_NAME, SWAPOUT_PAGES };
enum { SWAPIN_NAME, SWAPIN_AT, SWAPIN_PAGES };

#define MEMORY_MIN      4096ull
#define MEMORY_MAX      (1ull << 32)
#define MEMORY_DEFAULT  (1ull << 30)
#define SIZE_MAX_BYTES  (1ull << 32)
/* Pages of one request: SWAP_CLUSTER_MAX when Linux writes, 1 << vm.page-cluster when it reads ahead. */
#define PAGES_PER_WRITE 32u
#define PAGES_PER_READ  8u
#define DISK_CPU        0u

/* ---- entries of the two tables ---------------------------------------------------------------------------- */

enum mm_err segment_running(struct mm *m, const struct mm_cmd *cmd)
{
    return m->lab->kind == LK_SEGMENTS ? MM_OK : lab_refuse(m, cmd, UINT32_MAX, MM_ENOLAB, 0, 0);
}

slot_t segment_find(const struct mm *m, const char *name)
{
    const slot_t id = name_find(m, name);

    for (slot_t s = 0; id != SLOT_NONE && id != 0 && s < m->region[MM_R_labseg].count; s++) {
        if (m->labseg[s].live && m->labseg[s].name == id) {
            return s;
        }
    }
    return SLOT_NONE;
}

uint32_t segment_entries(const struct mm *m, bool ldt)
{
    return ldt ? SEGDESC_LDT_ENTRIES : m->lab->bits == 64 ? 16u : SEGDESC_GDT_ENTRIES;
}

slot_t segment_slot(const struct mm *m, struct segsel sel)
{
    if (sel.index >= segment_entries(m, sel.ldt)) {
        return SLOT_NONE;
    }
    return sel.ldt ? SEGDESC_GDT_ENTRIES + sel.index : sel.index;
}

slot_t segment_free_slot(const struct mm *m, enum mm_lab_dt table)
{
    const slot_t tls = m->lab->bits == 64 ? 12 : 6; /* GDT_ENTRY_TLS_MIN */
    const slot_t first = table == LD_LDT ? SEGDESC_GDT_ENTRIES : tls;
    const slot_t end = table == LD_LDT ? SEGDESC_GDT_ENTRIES + SEGDESC_LDT_ENTRIES : tls + 3;

    for (slot_t s = first; s < end; s++) {
        if (!m->labseg[s].live) {
            return s;
        }
    }
    return SLOT_NONE;
}

bool segment_name_ok(const char *name)
{
    const size_t n = strlen(name);

    for (const char *c = name; *c != '\0'; c++) {
        const bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_';

        if (!letter && !(*c >= '0' && *c <= '9' && c > name)) {
            return false;
        }
    }
    return n > 0 && n < MM_NAME_BYTES;
}

void segment_new(struct mm *m, slot_t slot, const char *name)
{
    const slot_t id = name_get(m, name);

    MM_ASSERT(m, id != SLOT_NONE && !m->labseg[slot].live);
    labseg_set_live(m, slot, 1);
    labseg_set_name(m, slot, id);
    labseg_set_table(m, slot, slot >= SEGDESC_GDT_ENTRIES ? LD_LDT : LD_GDT);
}

void segment_read(const struct mm *m, slot_t slot, struct segdesc *d)
{
    segdesc_decode(m->labseg[slot].descriptor, d);
}

static uint16_t own_selector(slot_t slot, unsigned rpl)
{
    return segsel_encode(slot % SEGDESC_GDT_ENTRIES, slot >= SEGDESC_GDT_ENTRIES, rpl);
}

void segment_write(struct mm *m, slot_t slot, const struct segdesc *d)
{
    const uint64_t bits = segdesc_encode(d);

    ev(m, EV_SEG_WRITE, slot, m->labseg[slot].descriptor, bits, own_selector(slot, d->dpl));
    labseg_set_descriptor(m, slot, bits);
    labseg_set_selector(m, slot, own_selector(slot, d->dpl));
    labseg_set_base(m, slot, d->base);
    labseg_set_limit(m, slot, segdesc_limit_bytes(d));
    labseg_set_bits(m, slot, d->type);
    labseg_set_dpl(m, slot, d->dpl);
    labseg_set_present(m, slot, d->p);
    labseg_set_granularity(m, slot, d->g);
}

/* ---- lab segments ----------------------------------------------------------------------------------------- */

enum mm_err lab_segments_check(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t memory = lab_number(cmd, SEGMENTS_MEMORY, MEMORY_DEFAULT);
    const uint64_t bits = lab_number(cmd, SEGMENTS_BITS, 32);
    unsigned names = 0;
    struct seggdt_row row;

    if (memory < MEMORY_MIN || memory > MEMORY_MAX) {
        return lab_refuse(m, cmd, SEGMENTS_MEMORY, MM_ERANGE, memory,
                          memory < MEMORY_MIN ? MEMORY_MIN : MEMORY_MAX);
    }
    if (lab_number(cmd, SEGMENTS_FIT, 0) >= LF_COUNT) {
        return lab_refuse(m, cmd, SEGMENTS_FIT, MM_EBADARG, cmd->arg[SEGMENTS_FIT].a, LF_COUNT - 1);
    }
    if (bits != 32 && bits != 64) {
        return lab_refuse(m, cmd, SEGMENTS_BITS, MM_ERANGE, bits, bits < 32 ? 32 : 64);
    }
    while (seggdt_row((unsigned)bits, names, &row)) {
        names++;
    }
    return name_room(m, names) ? MM_OK : lab_refuse(m, cmd, UINT32_MAX, MM_ELIMIT, names, 0);
}

void lab_segments_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t memory = lab_number(cmd, SEGMENTS_MEMORY, MEMORY_DEFAULT);
    const unsigned bits = (unsigned)lab_number(cmd, SEGMENTS_BITS, 32);
    struct seggdt_row row;
    struct segdesc d;

    ev(m, EV_LAB_BEGIN, LK_SEGMENTS);
    lab_begin(m, LK_SEGMENTS);
    lab_set_memory(m, 0, memory);
    lab_set_fit(m, 0, (uint32_t)lab_number(cmd, SEGMENTS_FIT, LF_FIRST));
    lab_set_bits(m, 0, bits);
    segfit_begin(m);
    for (unsigned i = 0; seggdt_row(bits, i, &row); i++) {
        segment_new(m, row.index, row.name);
        segdesc_decode(row.descriptor, &d);
        labseg_set_type(m, row.index, segdesc_is_code(&d) ? LS_CODE : LS_DATA);
        labseg_set_builtin(m, row.index, 1);
        segment_write(m, row.index, &d);
    }
}

/* ---- lab load, lab unload --------------------------------------------------------------------------------- */

enum mm_err lab_load_check(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t type = lab_number(cmd, LOAD_TYPE, LS_DATA);
    const uint64_t dpl = lab_number(cmd, LOAD_DPL, 3);
    const uint64_t table = lab_number(cmd, LOAD_TABLE, LD_LDT);
    const char *name = lab_text(cmd, LOAD_NAME);
    const enum mm_err err = segment_running(m, cmd);
    struct segdesc d;
    uint64_t whole;

    if (err != MM_OK) {
        return err;
    }
    if (!segment_name_ok(name)) {
        return lab_refuse(m, cmd, LOAD_NAME, MM_EBADARG, 0, MM_NAME_BYTES - 1);
    }
    if (segment_find(m, name) != SLOT_NONE) {
        return lab_refuse(m, cmd, LOAD_NAME, MM_EEXISTS, 0, 0);
    }
    if (!name_room(m, 1)) {
        return lab_refuse(m, cmd, LOAD_NAME, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    if (type >= LS_COUNT) {
        return lab_refuse(m, cmd, LOAD_TYPE, MM_EBADARG, type, LS_COUNT - 1);
    }
    if (dpl > 3) {
        return lab_refuse(m, cmd, LOAD_DPL, MM_ERANGE, dpl, 3);
    }
    if (table >= LD_COUNT) {
        return lab_refuse(m, cmd, LOAD_TABLE, MM_EBADARG, table, LD_COUNT - 1);
    }
    if (segment_free_slot(m, (enum mm_lab_dt)table) == SLOT_NONE) {
        return lab_refuse(m, cmd, LOAD_NAME, MM_ELIMIT, 0,
                          table == LD_LDT ? SEGDESC_LDT_ENTRIES : 3);
    }
    if (!segdesc_make((enum mm_lab_segment)type, cmd->arg[LOAD_SIZE].a, 0, &d, &whole)) {
        const uint64_t most = type == LS_STACK ? SIZE_MAX_BYTES - MM_PAGE_BYTES : SIZE_MAX_BYTES;

        return lab_refuse(m, cmd, LOAD_SIZE, MM_ERANGE, cmd->arg[LOAD_SIZE].a,
                          cmd->arg[LOAD_SIZE].a == 0 ? 1 : most);
    }
    return MM_OK;
}

/* Find a hole of `whole` bytes; without one the command ends in ENOMEM and lab.want remembers what was wanted. */
static slot_t hole_for(struct mm *m, uint64_t whole, enum mm_lab_fit fit)
{
    const slot_t block = segfit_find(m, whole, fit);

    lab_set_want(m, 0, block == SLOT_NONE ? whole : 0);
    if (block == SLOT_NONE) {
        machine_set_r_errno(m, 0, LX_ENOMEM);
    }
    return block;
}

/* Put the segment into this hole: memory, base, present. */
static void settle(struct mm *m, slot_t slot, slot_t block, uint64_t whole, struct segdesc *d)
{
    segfit_take(m, block, whole, m->labseg[slot].size, m->labseg[slot].name);
    labseg_set_block(m, slot, block + 1);
    labseg_set_start(m, slot, m->labblock[block].start);
    d->base = segdesc_base_for(d, m->labblock[block].start, whole);
    d->p = 1;
    segment_write(m, slot, d);
    machine_set_r_addr(m, 0, m->labblock[block].start);
}

void lab_load_do(struct mm *m, const struct mm_cmd *cmd)
{
    const enum mm_lab_segment type = (enum mm_lab_segment)lab_number(cmd, LOAD_TYPE, LS_DATA);
    const uint64_t size = cmd->arg[LOAD_SIZE].a;
    struct segdesc d;
    uint64_t whole = 0;

    (void)segdesc_make(type, size, (unsigned)lab_number(cmd, LOAD_DPL, 3), &d, &whole);
    const slot_t block = hole_for(m, whole, (enum mm_lab_fit)m->lab->fit);

    if (block == SLOT_NONE) {
        return;
    }
    const slot_t slot = segment_free_slot(m, (enum mm_lab_dt)lab_number(cmd, LOAD_TABLE, LD_LDT));

    segment_new(m, slot, lab_text(cmd, LOAD_NAME));
    labseg_set_type(m, slot, type);
    labseg_set_size(m, slot, size);
    settle(m, slot, block, whole, &d);
}

/* The segment that argument 0 names; Linux's own entries are no programs. */
static enum mm_err program_of(struct mm *m, const struct mm_cmd *cmd, slot_t *slot)
{
    const enum mm_err err = segment_running(m, cmd);

    if (err != MM_OK) {
        return err;
    }
    *slot = segment_find(m, lab_text(cmd, 0));
    if (*slot == SLOT_NONE) {
        return lab_refuse(m, cmd, 0, MM_ENONAME, 0, 0);
    }
    return m->labseg[*slot].builtin ? lab_refuse(m, cmd, 0, MM_EBADARG, *slot, 0) : MM_OK;
}

enum mm_err lab_unload_check(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t slot;

    return program_of(m, cmd, &slot);
}

#define CLEAR(kind, name, type, vis, unit, en, zh) kind##_set_##name(m, slot, 0);
void lab_unload_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t slot = segment_find(m, lab_text(cmd, 0));

    if (m->labseg[slot].block != 0) {
        segfit_give(m, m->labseg[slot].block - 1);
    }
    ev(m, EV_SEG_WRITE, slot, m->labseg[slot].descriptor, 0, m->labseg[slot].selector);
    name_put(m, m->labseg[slot].name);
    MM_LABSEG_FIELDS(CLEAR)
}

/* ---- lab swapout, lab swapin ------------------------------------------------------------------------------ */

uint64_t segment_disk_ns(const struct mm *m, uint64_t pages, uint64_t per_request)
{
    const uint64_t requests = per_request == 0 ? 0 : (pages + per_request - 1) / per_request;

    return requests * m->config.cost_ns[COST_DISK_REQUEST] +
           pages * m->config.cost_ns[COST_DISK_PAGE];
}

static uint64_t pages_of(uint64_t bytes)
{
    return (bytes + MM_PAGE_BYTES - 1) / MM_PAGE_BYTES;
}

/* Bytes of memory that the segment takes when it is there. */
static uint64_t whole_of(const struct mm *m, slot_t slot)
{
    struct segdesc d;
    uint64_t whole = 0;

    (void)segdesc_make((enum mm_lab_segment)m->labseg[slot].type, m->labseg[slot].size, 0, &d,
                       &whole);
    return whole;
}

enum mm_err lab_swapout_check(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t slot;
    const enum mm_err err = program_of(m, cmd, &slot);

    if (err != MM_OK) {
        return err;
    }
    if (m->labseg[slot].block == 0) { /* on disk already, or a descriptor without memory */
        return lab_refuse(m, cmd, SWAPOUT_NAME, MM_EBADARG, slot, 0);
    }
    const uint64_t most = pages_of(whole_of(m, slot));

    return lab_number(cmd, SWAPOUT_PAGES, 0) > most
               ? lab_refuse(m, cmd, SWAPOUT_PAGES, MM_ERANGE, cmd->arg[SWAPOUT_PAGES].a, most)
               : MM_OK;
}

/* Pages that paging would have to write for the same need: what the last load lacked. */
static uint64_t pages_lacking(const struct mm *m, uint64_t most)
{
    const uint64_t lacks = m->lab->want > m->lab->free ? m->lab->want - m->lab->free : 0;

    return pages_of(lacks) < most ? pages_of(lacks) : most;
}

void lab_swapout_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t slot = segment_find(m, lab_text(cmd, SWAPOUT_NAME));
    const slot_t block = m->labseg[slot].block - 1;
    const uint64_t bytes = m->labblock[block].size;
    const uint64_t all = pages_of(bytes);
    const uint64_t pages = lab_number(cmd, SWAPOUT_PAGES, pages_lacking(m, all));
    const uint64_t ns = segment_disk_ns(m, all, all);
    const uint64_t paged_ns = segment_disk_ns(m, pages, PAGES_PER_WRITE);
    struct segdesc d;

    ev(m, EV_LAB_SWAP_OUT, slot, m->labblock[block].start, bytes, ns, pages, paged_ns);
    clock_add(m, DISK_CPU, ns);
    labseg_set_swapped(m, slot, 1);
    labseg_set_paged(m, slot, pages);
    lab_set_swap_out(m, 0, m->lab->swap_out + bytes);
    lab_set_swap_ns(m, 0, m->lab->swap_ns + ns);
    lab_set_paged_out(m, 0, m->lab->paged_out + pages * MM_PAGE_BYTES);
    lab_set_paged_ns(m, 0, m->lab->paged_ns + paged_ns);
    segment_read(m, slot, &d);
    d.p = 0;
    segment_write(m, slot, &d);
    labseg_set_block(m, slot, 0);
    labseg_set_start(m, slot, 0);
    segfit_give(m, block);
}

enum mm_err lab_swapin_check(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t slot;
    const enum mm_err err = program_of(m, cmd, &slot);

    if (err != MM_OK) {
        return err;
    }
    if (!m->labseg[slot].swapped) {
        return lab_refuse(m, cmd, SWAPIN_NAME, MM_EBADARG, slot, 0);
    }
    if (lab_number(cmd, SWAPIN_AT, 0) >= LSPOT_COUNT) {
        return lab_refuse(m, cmd, SWAPIN_AT, MM_EBADARG, cmd->arg[SWAPIN_AT].a, LSPOT_COUNT - 1);
    }
    return lab_number(cmd, SWAPIN_PAGES, 0) > m->labseg[slot].paged
               ? lab_refuse(m, cmd, SWAPIN_PAGES, MM_ERANGE, cmd->arg[SWAPIN_PAGES].a,
                            m->labseg[slot].paged)
               : MM_OK;
}

void lab_swapin_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t slot = segment_find(m, lab_text(cmd, SWAPIN_NAME));
    const uint64_t whole = whole_of(m, slot);
    const uint64_t all = pages_of(whole);
    const uint64_t pages = lab_number(cmd, SWAPIN_PAGES, m->labseg[slot].paged);
    const uint64_t ns = segment_disk_ns(m, all, all);
    const uint64_t paged_ns = segment_disk_ns(m, pages, PAGES_PER_READ);
    const bool lowest = lab_number(cmd, SWAPIN_AT, LSPOT_FIT) == LSPOT_LOWEST;
    const slot_t block = hole_for(m, whole, lowest ? LF_FIRST : (enum mm_lab_fit)m->lab->fit);
    struct segdesc d;

    if (block == SLOT_NONE) {
        return;
    }
    ev(m, EV_LAB_SWAP_IN, slot, m->labblock[block].start, whole, ns, pages, paged_ns);
    clock_add(m, DISK_CPU, ns);
    labseg_set_swapped(m, slot, 0);
    labseg_set_paged(m, slot, 0);
    lab_set_swap_in(m, 0, m->lab->swap_in + whole);
    lab_set_swap_ns(m, 0, m->lab->swap_ns + ns);
    lab_set_paged_in(m, 0, m->lab->paged_in + pages * MM_PAGE_BYTES);
    lab_set_paged_ns(m, 0, m->lab->paged_ns + paged_ns);
    segment_read(m, slot, &d);
    settle(m, slot, block, whole, &d);
}

/* ---- invariants ------------------------------------------------------------------------------------------- */

static void check_one(struct mm *m, slot_t s)
{
    const struct labseg *r = &m->labseg[s];
    struct segdesc d;

    segdesc_decode(r->descriptor, &d);
    MM_ASSERT(m, r->base == d.base && r->limit == segdesc_limit_bytes(&d) && r->bits == d.type &&
                     r->dpl == d.dpl && r->present == d.p && r->granularity == d.g); /* G1 */
    MM_ASSERT(m, r->selector == own_selector(s, d.dpl));
    MM_ASSERT(m, !r->swapped || (r->block == 0 && !r->present)); /* G3 */
    if (r->block != 0) {
        const struct labblock *b = &m->labblock[r->block - 1];

        MM_ASSERT(m, b->live && b->used && b->name == r->name && b->start == r->start &&
                         b->asked == r->size); /* G2 */
    }
    for (slot_t o = 0; o < s; o++) {
        MM_ASSERT(m, !m->labseg[o].live || m->labseg[o].name != r->name); /* G4 */
    }
}

void segment_check(struct mm *m)
{
    uint32_t placed = 0;
    uint32_t used = 0;

    if (m->lab->kind != LK_SEGMENTS) {
        return;
    }
    segfit_check(m);
    for (slot_t s = 0; s < m->region[MM_R_labseg].count; s++) {
        if (m->labseg[s].live) {
            check_one(m, s);
            placed += m->labseg[s].block != 0;
        }
    }
    for (slot_t b = 0; b < m->region[MM_R_labblock].count; b++) {
        used += m->labblock[b].used;
    }
    MM_ASSERT(m, placed == used); /* G2 */
}
