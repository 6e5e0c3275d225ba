/* mremap.c - grow, shrink or move a mapping. */
#include "task/mremap.h"

#include "mm.h"
#include "parts/tlb.h"
#include "policy/commit.h"
#include "policy/fault.h"
#include "policy/kobj.h"
#include "policy/merge.h"
#include "policy/unmap.h"
#include "policy/usage.h"
#include "task/actor.h"
#include "task/mmap.h"
#include "task/process.h"

enum mremap_arg { MREMAP_RANGE, MREMAP_SIZE, MREMAP_MAYMOVE };

struct move {
    slot_t proc;
    vaddr_t old, fresh;
    uint64_t old_bytes, new_bytes; /* whole pages */
};

/* Carry one entry over. False: no frame for a table at the new place. */
static bool move_entry(struct mm *m, slot_t proc, vaddr_t from, struct pgtable_pos at, vaddr_t to)
{
    const struct proc *p = &m->proc[proc];
    const uint64_t entry = pgtable_read(m, at.table, at.index);
    struct pgtable_pos there;

    if (!fault_tables(m, p->cpu, proc, to, &there)) {
        return false;
    }
    ev(m, EV_PTE_CLEAR, at.table, at.index, entry, from, p->pid);
    pgtable_write(m, at.table, at.index, 0);
    ev(m, EV_PTE_SET, there.table, there.index, entry, 0, to, p->pid);
    pgtable_write(m, there.table, there.index, entry);
    cost(m, p->cpu, COST_UNMAP_PAGE);
    if (!(entry & PTE_SPECIAL)) {
        usage_move(m, vma_at(m, proc, from), vma_at(m, proc, to), pgtable_pfn(entry), to);
    }
    return true;
}

/* move_page_tables(): every entry of [from, from + bytes). False when it stopped on the way. */
static bool move_entries(struct mm *m, slot_t proc, vaddr_t from, vaddr_t to, uint64_t bytes)
{
    const struct proc *p = &m->proc[proc];
    const vaddr_t end = from + bytes;
    struct pgtable_pos at;
    vaddr_t low = VADDR_NONE;
    vaddr_t high = 0;
    bool ok = true;

    for (vaddr_t a = from; ok && pgtable_next(m, p->pgd_pfn, &a, end, &at); a += MM_PAGE_BYTES) {
        ok = move_entry(m, proc, a, at, to + (a - from));
        low = a < low ? a : low;
        high = a + MM_PAGE_BYTES;
    }
    if (low < high) {
        tlb_flush_range(m, p->cpu, proc, low, high);
    }
    return ok;
}

/* copy_vma(): an area at the new place, or a neighbour that takes it in. False: no memory for its objects. */
static bool copy_area(struct mm *m, const struct move *mv)
{
    const slot_t source = vma_at(m, mv->proc, mv->old);
    const struct vma old = m->vma[source];
    const slot_t above = vma_find(m, mv->proc, mv->fresh);
    const slot_t prev = above != SLOT_NONE ? m->vma[above].prev : vma_last(m, mv->proc);
    struct vma_want want = {.start = mv->fresh, .end = mv->fresh + mv->new_bytes};
    struct kobj_area objects;
    slot_t fresh;

    want.flags = old.flags;
    want.file = old.file;
    want.role = old.role;
    want.pgoff = old.pgoff + ((mv->old - old.start) >> MM_PAGE_SHIFT);
    if (old.file == 0 && !(old.flags & VM_SHARED) && old.anon_vma == 0) {
        want.pgoff = mv->fresh >> MM_PAGE_SHIFT; /* nothing was touched: as if mapped there */
    }
    if (merge_range(m, mv->proc, prev, &want, old.anon_vma) == SLOT_NONE) {
        if (!kobj_area_get(m, mv->proc, old.anon_vma != 0, &objects)) {
            return false;
        }
        ev(m, EV_VMA_NEW, m->proc[mv->proc].pid, vma_slot(m), want.start, want.end, want.flags);
        cost(m, m->proc[mv->proc].cpu, COST_VMA_OP);
        fresh = vma_new(m, mv->proc, &want);
        vma_set_anon_vma(m, fresh, old.anon_vma);
        kobj_area_set(m, fresh, &objects, source);
    }
    return true;
}

/* move_vma(): a new place is found and free. */
static uint32_t move_area(struct mm *m, const struct move *mv)
{
    const uint64_t old_pages = mv->old_bytes >> MM_PAGE_SHIFT;
    const uint64_t new_pages = mv->new_bytes >> MM_PAGE_SHIFT;
    const uint32_t flags = m->vma[vma_at(m, mv->proc, mv->old)].flags;
    const bool accounted = (flags & VM_ACCOUNT) != 0;
    const bool locked = (flags & VM_LOCKED) != 0;
    bool moved;

    if (m->proc[mv->proc].vma_count + 3 >= m->sysctl[SC_MAX_MAP_COUNT].value) {
        return LX_ENOMEM;
    }
    if (accounted && !commit_charge(m, mv->proc, new_pages - old_pages)) {
        return LX_ENOMEM;
    }
    if (!copy_area(m, mv)) {
        if (accounted) {
            commit_release(m, new_pages - old_pages);
        }
        return LX_ENOMEM;
    }
    usage_areas(m, mv->proc, flags, (int64_t)new_pages);
    if (locked) {
        proc_set_locked_vm_pages(m, mv->proc, m->proc[mv->proc].locked_vm_pages + new_pages);
    }
    if (accounted) { /* the promise moves along: what munmap takes back below was not given twice */
        commit_add(m, old_pages);
    }
    moved = move_entries(m, mv->proc, mv->old, mv->fresh, mv->old_bytes);
    if (!moved) { /* back again: the old tables are still there */
        const bool back = move_entries(m, mv->proc, mv->fresh, mv->old, mv->old_bytes);

        MM_ASSERT(m, back);
        munmap_range(m, mv->proc, mv->fresh, mv->fresh + mv->new_bytes);
        return LX_ENOMEM;
    }
    munmap_range(m, mv->proc, mv->old, mv->old + mv->old_bytes);
    return LX_OK;
}

/* vma_expandable() and the growth in place. */
static bool expandable(const struct mm *m, const struct move *mv)
{
    const vaddr_t end = mv->old + mv->new_bytes;

    return end > mv->old && end <= m->proc[mv->proc].task_size &&
           vma_overlap(m, mv->proc, mv->old + mv->old_bytes, end) == SLOT_NONE;
}

static uint32_t expand(struct mm *m, const struct move *mv, slot_t vma)
{
    const struct vma old = m->vma[vma];
    const uint64_t pages = (mv->new_bytes - mv->old_bytes) >> MM_PAGE_SHIFT;
    struct vma_want want = {.start = mv->old + mv->old_bytes, .end = mv->old + mv->new_bytes};

    want.flags = old.flags;
    want.file = old.file;
    want.role = old.role;
    want.pgoff = old.pgoff + ((want.start - old.start) >> MM_PAGE_SHIFT);
    if ((old.flags & VM_ACCOUNT) && !commit_charge(m, mv->proc, pages)) {
        return LX_ENOMEM;
    }
    if (merge_range(m, mv->proc, vma, &want, old.anon_vma) == SLOT_NONE) {
        if (old.flags & VM_ACCOUNT) {
            commit_release(m, pages);
        }
        return LX_ENOMEM;
    }
    usage_areas(m, mv->proc, old.flags, (int64_t)pages);
    if (old.flags & VM_LOCKED) {
        proc_set_locked_vm_pages(m, mv->proc, m->proc[mv->proc].locked_vm_pages + pages);
    }
    return LX_OK;
}

/* The call itself; mv->fresh is where the mapping is afterwards. */
static uint32_t remap(struct mm *m, struct move *mv, bool may_move)
{
    const slot_t vma = vma_at(m, mv->proc, mv->old);
    struct mmap_want want = {.bytes = mv->new_bytes};
    uint32_t error;

    mv->fresh = mv->old;
    if ((mv->old & ~MM_PAGE_MASK) != 0 || mv->new_bytes == 0) {
        return LX_EINVAL;
    }
    if (vma == SLOT_NONE) {
        return LX_EFAULT;
    }
    if (mv->old_bytes >= mv->new_bytes) {
        return mv->old_bytes == mv->new_bytes ? LX_OK
                                              : munmap_call(m, mv->proc, mv->old + mv->new_bytes,
                                                            mv->old_bytes - mv->new_bytes);
    }
    if (mv->old_bytes > m->vma[vma].end - mv->old || (m->vma[vma].flags & VM_DONTEXPAND)) {
        return LX_EFAULT;
    }
    if (mv->old_bytes == m->vma[vma].end - mv->old && expandable(m, mv)) {
        return expand(m, mv, vma);
    }
    if (!may_move) {
        return LX_ENOMEM;
    }
    error = mmap_place(m, mv->proc, &want, &mv->fresh);
    return error != LX_OK ? error : move_area(m, mv);
}

enum mm_err mremap_check(struct mm *m, const struct mm_cmd *cmd)
{
    enum mm_err err = actor_need(m, cmd, 1u << MREMAP_RANGE | 1u << MREMAP_SIZE);
    uint64_t bytes;
    vaddr_t start;
    slot_t proc;

    if (err == MM_OK) {
        err = actor_get(m, cmd, &proc);
    }
    if (err == MM_OK) {
        err = actor_range(m, cmd, MREMAP_RANGE, proc, &start, &bytes);
    }
    return err == MM_OK ? mmap_room(m, cmd, 3) : err;
}

void mremap_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_of(m, cmd);
    struct move mv = {.proc = proc, .new_bytes = mmap_page_up(cmd->arg[MREMAP_SIZE].a)};
    enum mm_fault_kind kind = FK_SPURIOUS;
    uint32_t error;
    uint64_t bytes;
    slot_t v;

    actor_range(m, cmd, MREMAP_RANGE, proc, &mv.old, &bytes);
    mv.old_bytes = mmap_page_up(bytes);
    mmap_enter(m, proc, MM_V_MREMAP, mv.old, bytes);
    error = remap(m, &mv, actor_given(cmd, MREMAP_MAYMOVE));
    if (error == LX_OK && cmd->arg[MREMAP_RANGE].kind == RANGE_WHOLE &&
        actor_label(m, proc, actor_text(cmd, MREMAP_RANGE)) != SLOT_NONE) {
        actor_label_set(m, proc, actor_text(cmd, MREMAP_RANGE), mv.fresh, cmd->arg[MREMAP_SIZE].a);
    }
    v = error == LX_OK ? vma_at(m, proc, mv.fresh) : SLOT_NONE;
    if (v != SLOT_NONE && (m->vma[v].flags & VM_LOCKED) && mv.new_bytes > mv.old_bytes) {
        kind = fault_populate(m, m->proc[proc].cpu, proc, mv.fresh + mv.old_bytes,
                              mv.fresh + mv.new_bytes);
    }
    mmap_leave(m, proc, error, error == LX_OK ? mv.fresh : 0);
    if (kind == FK_NO_MEMORY) {
        process_oom_kill(m, proc);
    }
}
