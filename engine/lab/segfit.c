/* segfit.c - holes searched, cut and joined. */
#include "lab/segfit.h"

#include "base/names.h"

static slot_t next_of(const struct mm *m, slot_t b)
{
    return m->labblock[b].next == 0 ? SLOT_NONE : m->labblock[b].next - 1;
}

static uint64_t end_of(const struct mm *m, slot_t b)
{
    return m->labblock[b].start + m->labblock[b].size;
}

struct figures {
    uint64_t free, largest, internal;
    uint32_t count;
};
static struct figures add_up(const struct mm *m)
{
    struct figures f = {0, 0, 0, 0};

    for (slot_t b = 0; b != SLOT_NONE; b = next_of(m, b)) {
        const struct labblock *r = &m->labblock[b];

        f.count++;
        if (r->used) {
            f.internal += r->size - r->asked;
        } else {
            f.free += r->size;
            f.largest = r->size > f.largest ? r->size : f.largest;
        }
    }
    return f;
}

static void set_figures(struct mm *m)
{
    const struct figures f = add_up(m);

    lab_set_free(m, 0, f.free);
    lab_set_largest(m, 0, f.largest);
    lab_set_external(m, 0, f.free - f.largest);
    lab_set_internal(m, 0, f.internal);
}

void segfit_begin(struct mm *m)
{
    labblock_set_live(m, 0, 1);
    labblock_set_start(m, 0, m->lab->base);
    labblock_set_size(m, 0, m->lab->memory);
    lab_set_next(m, 0, m->lab->base);
    set_figures(m);
}

uint32_t segfit_count(const struct mm *m)
{
    return add_up(m).count;
}

/* The piece in which next fit goes on: the one that holds lab.next. */
static slot_t rover(const struct mm *m)
{
    slot_t b = 0;

    while (next_of(m, b) != SLOT_NONE && end_of(m, b) <= m->lab->next) {
        b = next_of(m, b);
    }
    return b;
}

static bool better(const struct mm *m, enum mm_lab_fit fit, slot_t b, slot_t best)
{
    if (best == SLOT_NONE) {
        return true;
    }
    if (fit == LF_BEST) {
        return m->labblock[b].size < m->labblock[best].size;
    }
    return fit == LF_WORST && m->labblock[b].size > m->labblock[best].size;
}

slot_t segfit_find(struct mm *m, uint64_t bytes, enum mm_lab_fit fit)
{
    const uint32_t count = segfit_count(m);
    slot_t b = fit == LF_NEXT ? rover(m) : 0;
    slot_t best = SLOT_NONE;
    uint32_t looked = 0;

    while (looked < count) {
        const struct labblock *r = &m->labblock[b];
        const bool fits = !r->used && r->size >= bytes;

        looked++;
        ev(m, EV_LAB_SEARCH, b, r->start, r->size, r->used, fits);
        if (fits && better(m, fit, b, best)) {
            best = b;
        }
        if (best != SLOT_NONE && (fit == LF_FIRST || fit == LF_NEXT)) {
            break;
        }
        b = next_of(m, b) == SLOT_NONE ? 0 : next_of(m, b); /* next fit goes round */
    }
    lab_set_searched(m, 0, looked);
    if (best == SLOT_NONE) {
        ev(m, EV_LAB_FAIL, bytes, m->lab->free, m->lab->largest);
    }
    return best;
}

static slot_t fresh_slot(const struct mm *m)
{
    for (slot_t b = 0; b < m->region[MM_R_labblock].count; b++) {
        if (!m->labblock[b].live) {
            return b;
        }
    }
    MM_ASSERT(m, false);
    return SLOT_NONE;
}

void segfit_take(struct mm *m, slot_t block, uint64_t bytes, uint64_t asked, slot_t name)
{
    const uint64_t start = m->labblock[block].start;
    const uint64_t rest = m->labblock[block].size - bytes;

    MM_ASSERT(m, !m->labblock[block].used && m->labblock[block].size >= bytes && bytes > 0);
    ev(m, EV_LAB_PLACE, block, start, bytes, name, m->lab->fit);
    labblock_set_used(m, block, 1);
    labblock_set_asked(m, block, asked);
    labblock_set_name(m, block, name);
    name_hold(m, name);
    if (rest > 0) {
        const slot_t upper = fresh_slot(m);

        ev(m, EV_LAB_SPLIT, block, start, bytes, upper, start + bytes, rest);
        labblock_set_size(m, block, bytes);
        labblock_set_live(m, upper, 1);
        labblock_set_start(m, upper, start + bytes);
        labblock_set_size(m, upper, rest);
        labblock_set_next(m, upper, m->labblock[block].next);
        labblock_set_next(m, block, upper + 1);
    }
    lab_set_next(m, 0,
                 end_of(m, block) == m->lab->base + m->lab->memory ? m->lab->base : start + bytes);
    set_figures(m);
}

/* `upper` follows `lower` and both are free: one piece. */
static void join(struct mm *m, slot_t lower, slot_t upper)
{
    ev(m, EV_LAB_COALESCE, lower, m->labblock[lower].start,
       m->labblock[lower].size + m->labblock[upper].size, upper);
    labblock_set_size(m, lower, m->labblock[lower].size + m->labblock[upper].size);
    labblock_set_next(m, lower, m->labblock[upper].next);
    labblock_set_live(m, upper, 0);
    labblock_set_start(m, upper, 0);
    labblock_set_size(m, upper, 0);
    labblock_set_next(m, upper, 0);
}

void segfit_give(struct mm *m, slot_t block)
{
    slot_t before = SLOT_NONE;

    MM_ASSERT(m, m->labblock[block].live && m->labblock[block].used);
    ev(m, EV_LAB_RELEASE, block, m->labblock[block].start, m->labblock[block].size,
       m->labblock[block].name);
    name_put(m, m->labblock[block].name);
    labblock_set_used(m, block, 0);
    labblock_set_asked(m, block, 0);
    labblock_set_name(m, block, 0);
    for (slot_t b = 0; b != block; b = next_of(m, b)) {
        before = b;
    }
    const slot_t after = next_of(m, block);

    if (after != SLOT_NONE && !m->labblock[after].used) {
        join(m, block, after);
    }
    if (before != SLOT_NONE && !m->labblock[before].used) {
        join(m, before, block);
    }
    set_figures(m);
}

void segfit_check(struct mm *m)
{
    uint64_t at = m->lab->base;
    bool free_before = false;
    uint32_t live = 0;

    for (slot_t b = 0; b != SLOT_NONE; b = next_of(m, b)) {
        const struct labblock *r = &m->labblock[b];

        MM_ASSERT(m, r->live && r->start == at && r->size > 0);                            /* F1 */
        MM_ASSERT(m, r->used || !free_before);                                             /* F2 */
        MM_ASSERT(m, r->asked <= r->size && (r->used || (r->name == 0 && r->asked == 0))); /* F4 */
        free_before = !r->used;
        at += r->size;
    }
    MM_ASSERT(m, at == m->lab->base + m->lab->memory); /* F1 */
    const struct figures f = add_up(m);

    for (slot_t b = 0; b < m->region[MM_R_labblock].count; b++) {
        live += m->labblock[b].live;
    }
    MM_ASSERT(m, live == f.count);
    MM_ASSERT(m, f.free == m->lab->free && f.largest == m->lab->largest); /* F3 */
    MM_ASSERT(m, f.free - f.largest == m->lab->external && f.internal == m->lab->internal);
}
