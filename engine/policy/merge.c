/* merge.c - when areas become one and one becomes two. */
#include "policy/merge.h"

#include "policy/kobj.h"
#include "policy/usage.h"

static uint64_t want_pages(const struct vma_want *want)
{
    return (want->end - want->start) >> MM_PAGE_SHIFT;
}

/* VM_SPECIAL: vdso and vvar never merge. */
static bool is_special(uint32_t flags)
{
    return (flags & VM_DONTEXPAND) != 0;
}

/* is_mergeable_anon_vma(): one of them has none yet, and the area kept (SLOT_NONE: nobody in particular) has a chain of
 * one link, that is, an anon_vma of its own. */
static bool anon_mergeable(const struct mm *m, uint32_t a, uint32_t b, slot_t kept)
{
    if ((a == 0 || b == 0) && (kept == SLOT_NONE || m->vma[kept].anon_vma != 0)) {
        return true;
    }
    return a == b;
}

bool merge_can_after(const struct mm *m, slot_t vma, const struct vma_want *want, uint32_t anon_vma)
{
    const struct vma *a = &m->vma[vma];

    return a->end == want->start && a->flags == want->flags && a->file == want->file &&
           anon_mergeable(m, anon_vma, a->anon_vma, vma) &&
           a->pgoff + vma_pages(m, vma) == want->pgoff;
}

bool merge_can_before(const struct mm *m, slot_t vma, const struct vma_want *want,
                      uint32_t anon_vma)
{
    const struct vma *a = &m->vma[vma];

    return a->start == want->end && a->flags == want->flags && a->file == want->file &&
           anon_mergeable(m, anon_vma, a->anon_vma, vma) &&
           a->pgoff == want->pgoff + want_pages(want);
}

/* ---- the pieces of __vma_adjust() ------------------------------------------------------------------------ */

static void charge_op(struct mm *m, slot_t proc)
{
    cost(m, m->proc[proc].cpu, COST_VMA_OP);
}

/* Will an area that grows over another's pages need that one's anon_vma? */
static bool adopts_anon(const struct mm *m, slot_t vma, slot_t from)
{
    return m->vma[vma].anon_vma == 0 && m->vma[from].anon_vma != 0;
}

/* Move `count` resident pages from one area's figure to another's. */
static void move_resident(struct mm *m, slot_t from, slot_t to, uint32_t count)
{
    MM_ASSERT(m, m->vma[from].resident_pages >= count);
    vma_set_resident_pages(m, from, m->vma[from].resident_pages - count);
    vma_set_resident_pages(m, to, m->vma[to].resident_pages + count);
}

static uint32_t resident_of_part(const struct mm *m, slot_t vma, vaddr_t start, vaddr_t end)
{
    return m->vma[vma].resident_pages == 0 ? 0 : usage_count(m, m->vma[vma].proc, start, end);
}

/* `kept` takes the whole of `gone`, its neighbour. */
static void swallow(struct mm *m, slot_t kept, slot_t gone)
{
    const struct vma *k = &m->vma[kept];
    const struct vma g = m->vma[gone];
    const vaddr_t start = k->start < g.start ? k->start : g.start;
    const vaddr_t end = k->end > g.end ? k->end : g.end;
    const uint64_t pgoff = k->start < g.start ? k->pgoff : g.pgoff;

    ev(m, EV_VMA_MERGE, m->proc[g.proc].pid, kept, gone, start, end);
    charge_op(m, g.proc);
    if (adopts_anon(m, kept, gone)) {
        vma_set_anon_vma(m, kept, g.anon_vma);
        kobj_anon_pass(m, kept, gone);
    }
    move_resident(m, gone, kept, g.resident_pages);
    kobj_area_put(m, gone);
    vma_free(m, gone);
    kobj_areas_trim(m, g.proc);
    vma_resize(m, kept, start, end, pgoff);
}

/* Move both ends of one area; the pages concerned belong to nobody else. */
static void resize(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end, uint64_t pgoff)
{
    const struct vma *a = &m->vma[vma];

    ev(m, EV_VMA_RESIZE, m->proc[a->proc].pid, vma, start, end, a->start, a->end);
    charge_op(m, a->proc);
    vma_resize(m, vma, start, end, pgoff);
}

/* Shift the boundary between two touching areas to addr. False: no memory for a link to the other's anon_vma. */
static bool shift(struct mm *m, slot_t low, slot_t high, vaddr_t addr)
{
    const vaddr_t old = m->vma[high].start;
    /* Wraps both ways: addresses and offsets move by the same number of pages. */
    const uint64_t pgoff = m->vma[high].pgoff + (addr >> MM_PAGE_SHIFT) - (old >> MM_PAGE_SHIFT);
    const slot_t grows = addr > old ? low : high;
    const slot_t shrinks = addr > old ? high : low;
    uint32_t count;

    if (adopts_anon(m, grows, shrinks)) {
        if (!kobj_anon_get(m, grows, shrinks)) {
            return false;
        }
        vma_set_anon_vma(m, grows, m->vma[shrinks].anon_vma);
    }
    if (addr > old) { /* case 5 */
        count = resident_of_part(m, high, old, addr);
        resize(m, high, addr, m->vma[high].end, pgoff);
        resize(m, low, m->vma[low].start, addr, m->vma[low].pgoff);
        move_resident(m, high, low, count);
    } else { /* case 4 */
        count = resident_of_part(m, low, addr, old);
        resize(m, low, m->vma[low].start, addr, m->vma[low].pgoff);
        resize(m, high, addr, m->vma[high].end, pgoff);
        move_resident(m, low, high, count);
    }
    return true;
}

/* ---- vma_merge() ----------------------------------------------------------------------------------------- */

/* prev covers up to want->end and, with `both`, next as well. */
static slot_t merge_into_prev(struct mm *m, slot_t prev, const struct vma_want *want, slot_t next)
{
    const vaddr_t end = next != SLOT_NONE ? m->vma[next].end : want->end;
    slot_t mid = m->vma[prev].next;

    if (mid != SLOT_NONE && m->vma[mid].start < want->end) {
        if (m->vma[mid].end > want->end) {
            return shift(m, prev, mid, want->end) ? prev : SLOT_NONE;
        }
        swallow(m, prev, mid);
    } else if (next == SLOT_NONE) {
        resize(m, prev, m->vma[prev].start, want->end, m->vma[prev].pgoff);
        return prev;
    }
    if (next != SLOT_NONE) {
        swallow(m, prev, next);
    }
    MM_ASSERT(m, m->vma[prev].end == end);
    return prev;
}

slot_t merge_range(struct mm *m, slot_t proc, slot_t prev, const struct vma_want *want,
                   uint32_t anon_vma)
{
    const slot_t mid = prev != SLOT_NONE ? m->vma[prev].next : m->proc[proc].vma_first;
    slot_t next = mid;
    bool join_prev;
    bool join_next;

    if (is_special(want->flags)) {
        return SLOT_NONE;
    }
    if (next != SLOT_NONE && m->vma[next].end == want->end) {
        next = m->vma[next].next;
    }
    join_prev = prev != SLOT_NONE && merge_can_after(m, prev, want, anon_vma);
    join_next = next != SLOT_NONE && merge_can_before(m, next, want, anon_vma);
    if (join_prev && join_next &&
        anon_mergeable(m, m->vma[prev].anon_vma, m->vma[next].anon_vma, SLOT_NONE)) {
        return merge_into_prev(m, prev, want, next); /* cases 1, 6 */
    }
    if (join_prev) {
        return merge_into_prev(m, prev, want, SLOT_NONE); /* cases 2, 5, 7 */
    }
    if (!join_next) {
        return SLOT_NONE;
    }
    if (prev != SLOT_NONE && want->start < m->vma[prev].end) {
        if (!shift(m, prev, next, want->start)) { /* case 4 */
            return SLOT_NONE;
        }
    } else if (mid != next) {
        swallow(m, next, mid); /* case 8 */
    } else {
        resize(m, next, want->start, m->vma[next].end,
               m->vma[next].pgoff - want_pages(want)); /* case 3 */
    }
    return next;
}

slot_t merge_new(struct mm *m, slot_t proc, const struct vma_want *want)
{
    const slot_t above = vma_find(m, proc, want->start);
    const slot_t next = above != SLOT_NONE && m->vma[above].start == want->end ? above : SLOT_NONE;
    const slot_t prev = above != SLOT_NONE ? m->vma[above].prev : vma_last(m, proc);
    bool join_prev;
    bool join_next;

    if (is_special(want->flags)) {
        return SLOT_NONE;
    }
    join_next = next != SLOT_NONE && merge_can_before(m, next, want, 0);
    join_prev =
        prev != SLOT_NONE && merge_can_after(m, prev, want, join_next ? m->vma[next].anon_vma : 0);
    if (join_prev) {
        return merge_into_prev(m, prev, want, join_next ? next : SLOT_NONE);
    }
    if (!join_next) {
        return SLOT_NONE;
    }
    resize(m, next, want->start, m->vma[next].end, m->vma[next].pgoff - want_pages(want));
    return next;
}

/* ---- splitting ------------------------------------------------------------------------------------------- */

bool merge_full(const struct mm *m, slot_t proc)
{
    return m->proc[proc].vma_count >= m->sysctl[SC_MAX_MAP_COUNT].value;
}

slot_t merge_split(struct mm *m, slot_t vma, vaddr_t addr, bool new_below)
{
    const struct vma old = m->vma[vma];
    const uint64_t cut_pages = (addr - old.start) >> MM_PAGE_SHIFT;
    struct vma_want want = {.flags = old.flags, .file = old.file, .role = old.role};
    struct kobj_area objects;
    uint32_t count;
    slot_t fresh;

    MM_ASSERT(m, addr > old.start && addr < old.end);
    if (!kobj_area_get(m, old.proc, old.anon_vma != 0, &objects)) {
        return SLOT_NONE;
    }
    ev(m, EV_VMA_SPLIT, m->proc[old.proc].pid, vma, vma_slot(m), addr);
    charge_op(m, old.proc);
    if (new_below) {
        count = resident_of_part(m, vma, old.start, addr);
        want.start = old.start;
        want.end = addr;
        want.pgoff = old.pgoff;
        vma_resize(m, vma, addr, old.end, old.pgoff + cut_pages);
    } else {
        count = resident_of_part(m, vma, addr, old.end);
        want.start = addr;
        want.end = old.end;
        want.pgoff = old.pgoff + cut_pages;
        vma_resize(m, vma, old.start, addr, old.pgoff);
    }
    fresh = vma_new(m, old.proc, &want);
    vma_set_anon_vma(m, fresh, old.anon_vma);
    kobj_area_set(m, fresh, &objects, vma);
    move_resident(m, vma, fresh, count);
    return fresh;
}

/* ---- anon_vma -------------------------------------------------------------------------------------------- */

/* reusable_anon_vma(): may b, which starts where a ends, share old's anon_vma? */
static bool anon_compatible(const struct mm *m, slot_t a, slot_t b)
{
    const struct vma *low = &m->vma[a];
    const struct vma *high = &m->vma[b];

    return low->end == high->start && low->file == high->file &&
           ((low->flags ^ high->flags) & ~(uint32_t)VM_ACCESS_BITS) == 0 &&
           high->pgoff == low->pgoff + vma_pages(m, a);
}

bool merge_anon_prepare(struct mm *m, slot_t vma)
{
    const slot_t next = m->vma[vma].next;
    const slot_t prev = m->vma[vma].prev;
    slot_t like = SLOT_NONE;

    if (m->vma[vma].anon_vma != 0) {
        return true;
    }
    if (next != SLOT_NONE && m->vma[next].anon_vma != 0 && anon_compatible(m, vma, next)) {
        like = next;
    } else if (prev != SLOT_NONE && m->vma[prev].anon_vma != 0 && anon_compatible(m, prev, vma)) {
        like = prev;
    }
    if (!kobj_anon_get(m, vma, like)) {
        return false;
    }
    vma_set_anon_vma(m, vma, like != SLOT_NONE ? m->vma[like].anon_vma : vma_anon_new(m));
    return true;
}
