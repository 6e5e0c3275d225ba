/* vma.c - the areas of an address space. */
#include "parts/vma.h"

#include "base/names.h"

/* ---- looking --------------------------------------------------------------------------------------------- */

slot_t vma_next(const struct mm *m, slot_t vma)
{
    return m->vma[vma].next;
}

slot_t vma_prev(const struct mm *m, slot_t vma)
{
    return m->vma[vma].prev;
}

uint64_t vma_pages(const struct mm *m, slot_t vma)
{
    return (m->vma[vma].end - m->vma[vma].start) >> MM_PAGE_SHIFT;
}

vaddr_t vma_start_gap(const struct mm *m, slot_t vma)
{
    const vaddr_t start = m->vma[vma].start;

    if (!(m->vma[vma].flags & VM_GROWSDOWN)) {
        return start;
    }
    return start > VMA_STACK_GUARD_BYTES ? start - VMA_STACK_GUARD_BYTES : 0;
}

slot_t vma_find(const struct mm *m, slot_t proc, vaddr_t addr)
{
    slot_t v = m->proc[proc].vma_root;
    slot_t best = SLOT_NONE;

    while (v != SLOT_NONE) {
        if (m->vma[v].end > addr) {
            best = v;
            if (m->vma[v].start <= addr) {
                break;
            }
            v = m->vma[v].left;
        } else {
            v = m->vma[v].right;
        }
    }
    return best;
}

slot_t vma_at(const struct mm *m, slot_t proc, vaddr_t addr)
{
    const slot_t v = vma_find(m, proc, addr);

    return v != SLOT_NONE && m->vma[v].start <= addr ? v : SLOT_NONE;
}

slot_t vma_overlap(const struct mm *m, slot_t proc, vaddr_t start, vaddr_t end)
{
    const slot_t v = vma_find(m, proc, start);

    return v != SLOT_NONE && m->vma[v].start < end ? v : SLOT_NONE;
}

slot_t vma_last(const struct mm *m, slot_t proc)
{
    slot_t v = m->proc[proc].vma_root;

    while (v != SLOT_NONE && m->vma[v].right != SLOT_NONE) {
        v = m->vma[v].right;
    }
    return v;
}

/* ---- gaps ------------------------------------------------------------------------------------------------ */

vaddr_t vma_gap_start(const struct mm *m, slot_t v)
{
    const slot_t prev = m->vma[v].prev;

    return prev == SLOT_NONE ? 0 : m->vma[prev].end;
}

static uint64_t gap_pages(const struct mm *m, slot_t v)
{
    const vaddr_t low = vma_gap_start(m, v);
    const vaddr_t high = vma_start_gap(m, v);

    return high > low ? (high - low) >> MM_PAGE_SHIFT : 0;
}

/* ---- the tree -------------------------------------------------------------------------------------------- */

static uint32_t height_of(const struct mm *m, slot_t v)
{
    return v == SLOT_NONE ? 0 : m->vma[v].height;
}

/* Compute height and gap_max of one node from its children. */
static void node_update(struct mm *m, slot_t v)
{
    const slot_t l = m->vma[v].left;
    const slot_t r = m->vma[v].right;
    const uint32_t hl = height_of(m, l);
    const uint32_t hr = height_of(m, r);
    uint64_t gap = gap_pages(m, v);

    if (l != SLOT_NONE && m->vma[l].gap_max_pages > gap) {
        gap = m->vma[l].gap_max_pages;
    }
    if (r != SLOT_NONE && m->vma[r].gap_max_pages > gap) {
        gap = m->vma[r].gap_max_pages;
    }
    vma_set_height(m, v, 1 + (hl > hr ? hl : hr));
    vma_set_gap_max_pages(m, v, gap);
}

/* The gap below v changed. */
static void path_update(struct mm *m, slot_t v)
{
    while (v != SLOT_NONE) {
        const uint64_t gap = m->vma[v].gap_max_pages;

        node_update(m, v);
        if (m->vma[v].gap_max_pages == gap) {
            return;
        }
        v = m->vma[v].parent;
    }
}

/* Put `child` where `v` hangs. */
static void tree_replace(struct mm *m, slot_t proc, slot_t parent, slot_t v, slot_t child)
{
    if (parent == SLOT_NONE) {
        proc_set_vma_root(m, proc, child);
    } else if (m->vma[parent].left == v) {
        vma_set_left(m, parent, child);
    } else {
        vma_set_right(m, parent, child);
    }
    if (child != SLOT_NONE) {
        vma_set_parent(m, child, parent);
    }
}

/* Turn the subtree of v so that its right (left) child becomes its root; that child. */
static slot_t tree_rotate(struct mm *m, slot_t proc, slot_t v, bool left)
{
    const slot_t up = left ? m->vma[v].right : m->vma[v].left;
    const slot_t inner = left ? m->vma[up].left : m->vma[up].right;

    tree_replace(m, proc, m->vma[v].parent, v, up);
    if (left) {
        vma_set_right(m, v, inner);
        vma_set_left(m, up, v);
    } else {
        vma_set_left(m, v, inner);
        vma_set_right(m, up, v);
    }
    if (inner != SLOT_NONE) {
        vma_set_parent(m, inner, v);
    }
    vma_set_parent(m, v, up);
    node_update(m, v);
    node_update(m, up);
    return up;
}

/* Restore the balance from v up to the root. */
static void tree_balance(struct mm *m, slot_t proc, slot_t v)
{
    while (v != SLOT_NONE) {
        const slot_t l = m->vma[v].left;
        const slot_t r = m->vma[v].right;

        if (height_of(m, l) > height_of(m, r) + 1) {
            if (height_of(m, m->vma[l].right) > height_of(m, m->vma[l].left)) {
                tree_rotate(m, proc, l, true);
            }
            v = tree_rotate(m, proc, v, false);
        } else if (height_of(m, r) > height_of(m, l) + 1) {
            if (height_of(m, m->vma[r].left) > height_of(m, m->vma[r].right)) {
                tree_rotate(m, proc, r, false);
            }
            v = tree_rotate(m, proc, v, true);
        } else {
            node_update(m, v);
        }
        v = m->vma[v].parent;
    }
}

static void tree_insert(struct mm *m, slot_t proc, slot_t v)
{
    slot_t parent = SLOT_NONE;
    slot_t at = m->proc[proc].vma_root;
    slot_t prev = SLOT_NONE;
    slot_t next = SLOT_NONE;

    while (at != SLOT_NONE) {
        parent = at;
        if (m->vma[v].start < m->vma[at].start) {
            next = at;
            at = m->vma[at].left;
        } else {
            prev = at;
            at = m->vma[at].right;
        }
    }
    vma_set_left(m, v, SLOT_NONE);
    vma_set_right(m, v, SLOT_NONE);
    vma_set_parent(m, v, parent);
    vma_set_prev(m, v, prev);
    vma_set_next(m, v, next);
    if (parent == SLOT_NONE) {
        proc_set_vma_root(m, proc, v);
    } else if (next == parent) {
        vma_set_left(m, parent, v);
    } else {
        vma_set_right(m, parent, v);
    }
    if (prev == SLOT_NONE) {
        proc_set_vma_first(m, proc, v);
    } else {
        vma_set_next(m, prev, v);
    }
    if (next != SLOT_NONE) {
        vma_set_prev(m, next, v);
    }
    tree_balance(m, proc, v);
    if (next != SLOT_NONE) {
        path_update(m, next);
    }
}

static void tree_remove(struct mm *m, slot_t proc, slot_t v)
{
    const slot_t prev = m->vma[v].prev;
    const slot_t next = m->vma[v].next;
    const slot_t l = m->vma[v].left;
    const slot_t r = m->vma[v].right;
    slot_t from = m->vma[v].parent; /* where heights begin to change */

    if (prev == SLOT_NONE) {
        proc_set_vma_first(m, proc, next);
    } else {
        vma_set_next(m, prev, next);
    }
    if (next != SLOT_NONE) {
        vma_set_prev(m, next, prev);
    }
    if (l == SLOT_NONE || r == SLOT_NONE) {
        tree_replace(m, proc, from, v, l == SLOT_NONE ? r : l);
    } else { /* the successor has no left child: it takes v's place */
        if (m->vma[next].parent != v) {
            from = m->vma[next].parent;
            tree_replace(m, proc, from, next, m->vma[next].right);
            vma_set_right(m, next, r);
            vma_set_parent(m, r, next);
        } else {
            from = next;
        }
        vma_set_left(m, next, l);
        vma_set_parent(m, l, next);
        tree_replace(m, proc, m->vma[v].parent, v, next);
        node_update(m, next);
    }
    tree_balance(m, proc, from);
    if (next != SLOT_NONE) {
        path_update(m, next);
    }
}

/* ---- making and changing --------------------------------------------------------------------------------- */

void vma_touch(struct mm *m, slot_t vma)
{
    vma_set_step(m, vma, m->machine->step + m->machine->running);
}

uint32_t vma_room(const struct mm *m)
{
    return m->region[MM_R_vma].count - m->machine->vma_live;
}

uint32_t vma_anon_new(struct mm *m)
{
    machine_set_anon_vma_next(m, 0, m->machine->anon_vma_next + 1);
    return m->machine->anon_vma_next;
}

slot_t vma_slot(const struct mm *m)
{
    MM_ASSERT(m, vma_room(m) > 0);
    return m->machine->vma_free != 0 ? m->machine->vma_free - 1 : m->machine->vma_fresh;
}

static slot_t slot_take(struct mm *m)
{
    const slot_t v = vma_slot(m);

    if (m->machine->vma_free != 0) {
        machine_set_vma_free(m, 0, m->vma[v].next);
    } else {
        machine_set_vma_fresh(m, 0, v + 1);
    }
    machine_set_vma_live(m, 0, m->machine->vma_live + 1);
    return v;
}

slot_t vma_new(struct mm *m, slot_t proc, const struct vma_want *want)
{
    const slot_t v = slot_take(m);

    MM_ASSERT(m, want->start < want->end && want->end <= m->proc[proc].task_size);
    MM_ASSERT(m, ((want->start | want->end) & ~MM_PAGE_MASK) == 0);
    MM_ASSERT(m, vma_overlap(m, proc, want->start, want->end) == SLOT_NONE);
    vma_set_live(m, v, 1);
    vma_set_proc(m, v, proc);
    vma_set_start(m, v, want->start);
    vma_set_end(m, v, want->end);
    vma_set_pgoff(m, v, want->pgoff);
    vma_set_flags(m, v, want->flags);
    vma_set_file(m, v, want->file);
    vma_set_role(m, v, want->role);
    if (want->file != 0) {
        name_hold(m, want->file);
    }
    tree_insert(m, proc, v);
    proc_set_vma_count(m, proc, m->proc[proc].vma_count + 1);
    vma_touch(m, v);
    return v;
}

void vma_free(struct mm *m, slot_t vma)
{
    const slot_t proc = m->vma[vma].proc;

    tree_remove(m, proc, vma);
    proc_set_vma_count(m, proc, m->proc[proc].vma_count - 1);
    if (m->vma[vma].file != 0) {
        name_put(m, m->vma[vma].file);
    }
    vma_set_start(m, vma, 0);
    vma_set_end(m, vma, 0);
    vma_set_pgoff(m, vma, 0);
    vma_set_step(m, vma, 0);
    vma_set_gap_max_pages(m, vma, 0);
    vma_set_live(m, vma, 0);
    vma_set_gen(m, vma, m->vma[vma].gen + 1);
    vma_set_proc(m, vma, 0);
    vma_set_flags(m, vma, 0);
    vma_set_file(m, vma, 0);
    vma_set_role(m, vma, 0);
    vma_set_anon_vma(m, vma, 0);
    MM_ASSERT(m, m->vma[vma].obj == 0 && m->vma[vma].obj_chain == 0);
    vma_set_left(m, vma, 0);
    vma_set_right(m, vma, 0);
    vma_set_parent(m, vma, 0);
    vma_set_prev(m, vma, 0);
    vma_set_height(m, vma, 0);
    vma_set_resident_pages(m, vma, 0);
    vma_set_next(m, vma, m->machine->vma_free);
    machine_set_vma_free(m, 0, vma + 1);
    machine_set_vma_live(m, 0, m->machine->vma_live - 1);
}

void vma_resize(struct mm *m, slot_t vma, vaddr_t start, vaddr_t end, uint64_t pgoff)
{
    const slot_t next = m->vma[vma].next;

    MM_ASSERT(m, start < end && ((start | end) & ~MM_PAGE_MASK) == 0);
    MM_ASSERT(m, start >= vma_gap_start(m, vma));
    MM_ASSERT(m, next == SLOT_NONE || end <= m->vma[next].start);
    vma_set_start(m, vma, start);
    vma_set_end(m, vma, end);
    vma_set_pgoff(m, vma, pgoff);
    path_update(m, vma);
    if (next != SLOT_NONE) {
        path_update(m, next);
    }
    vma_touch(m, vma);
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

static void check_node(struct mm *m, slot_t proc, slot_t v)
{
    const struct vma *a = &m->vma[v];
    const uint32_t hl = height_of(m, a->left);
    const uint32_t hr = height_of(m, a->right);
    uint64_t gap = gap_pages(m, v);

    MM_ASSERT(m, a->live == 1 && a->proc == proc);                        /* V4 */
    MM_ASSERT(m, a->start < a->end && a->end <= m->proc[proc].task_size); /* V1 */
    MM_ASSERT(m, ((a->start | a->end) & ~MM_PAGE_MASK) == 0);
    MM_ASSERT(m, a->prev == SLOT_NONE || m->vma[a->prev].end <= a->start);
    MM_ASSERT(m, a->height == 1 + (hl > hr ? hl : hr)); /* V2 */
    MM_ASSERT(m, hl <= hr + 1 && hr <= hl + 1);
    if (a->left != SLOT_NONE) {
        MM_ASSERT(m, m->vma[a->left].parent == v && m->vma[a->left].start < a->start);
        gap = m->vma[a->left].gap_max_pages > gap ? m->vma[a->left].gap_max_pages : gap;
    }
    if (a->right != SLOT_NONE) {
        MM_ASSERT(m, m->vma[a->right].parent == v && m->vma[a->right].start > a->start);
        gap = m->vma[a->right].gap_max_pages > gap ? m->vma[a->right].gap_max_pages : gap;
    }
    MM_ASSERT(m, a->gap_max_pages == gap); /* V3 */
}

static void check_proc(struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];
    slot_t prev = SLOT_NONE;
    uint32_t count = 0;

    MM_ASSERT(m, p->vma_root == SLOT_NONE || m->vma[p->vma_root].parent == SLOT_NONE);
    for (slot_t v = p->vma_first; v != SLOT_NONE; v = m->vma[v].next) {
        MM_ASSERT(m, m->vma[v].prev == prev);
        MM_ASSERT(m, vma_find(m, proc, m->vma[v].start) == v); /* V2: the tree holds it */
        check_node(m, proc, v);
        prev = v;
        count++;
        MM_ASSERT(m, count <= p->vma_count);
    }
    MM_ASSERT(m, vma_last(m, proc) == prev);
    MM_ASSERT(m, count == p->vma_count); /* V4 */
}

void vma_check(struct mm *m)
{
    const uint32_t slots = m->region[MM_R_vma].count;
    uint32_t free_slots = 0;
    uint32_t live = 0;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        if (m->proc[p].live) {
            check_proc(m, p);
            live += m->proc[p].vma_count;
        }
    }
    MM_ASSERT(m, live == m->machine->vma_live && live <= slots); /* V4 */
    for (uint32_t link = m->machine->vma_free; link != 0; link = m->vma[link - 1].next) {
        const struct vma *a = &m->vma[link - 1];

        MM_ASSERT(m, a->live == 0 && a->start == 0 && a->end == 0 && a->flags == 0); /* V5 */
        MM_ASSERT(m, a->file == 0 && a->anon_vma == 0 && a->resident_pages == 0 && a->role == 0);
        free_slots++;
        MM_ASSERT(m, free_slots <= slots);
    }
    MM_ASSERT(m, free_slots + live == m->machine->vma_fresh); /* V5 */
}
