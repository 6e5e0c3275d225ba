/* brk.c - the end of the heap. */
#include "task/brk.h"

#include "mm.h"
#include "policy/commit.h"
#include "policy/kobj.h"
#include "policy/merge.h"
#include "policy/usage.h"
#include "task/actor.h"
#include "task/mmap.h"

#define BRK_CHANGE 0u

/* do_brk_flags(): the heap goes on, in the area before it when that is heap already. */
static bool brk_grow(struct mm *m, slot_t proc, vaddr_t old, vaddr_t fresh)
{
    struct vma_want want = {.start = old, .end = fresh, .pgoff = old >> MM_PAGE_SHIFT};
    const uint64_t pages = (fresh - old) >> MM_PAGE_SHIFT;
    struct kobj_area objects;
    const slot_t before = old > m->proc[proc].start_brk ? vma_at(m, proc, old - 1) : SLOT_NONE;

    want.flags = VM_READ | VM_WRITE | MMAP_MAY_BITS | VM_ACCOUNT;
    want.role = VR_HEAP;
    if (m->proc[proc].vma_count > m->sysctl[SC_MAX_MAP_COUNT].value ||
        !commit_charge(m, proc, pages)) {
        return false;
    }
    if (before != SLOT_NONE && merge_can_after(m, before, &want, 0)) {
        const struct vma *b = &m->vma[before];

        ev(m, EV_VMA_RESIZE, m->proc[proc].pid, before, b->start, fresh, b->start, b->end);
        vma_resize(m, before, b->start, fresh, b->pgoff);
    } else {
        if (!kobj_area_get(m, proc, false, &objects)) {
            commit_release(m, pages);
            return false;
        }
        ev(m, EV_VMA_NEW, m->proc[proc].pid, vma_slot(m), old, fresh, want.flags);
        kobj_area_set(m, vma_new(m, proc, &want), &objects, SLOT_NONE);
    }
    cost(m, m->proc[proc].cpu, COST_VMA_OP);
    usage_areas(m, proc, want.flags, (int64_t)pages);
    return true;
}

vaddr_t brk_call(struct mm *m, slot_t proc, vaddr_t brk)
{
    const struct proc *p = &m->proc[proc];
    const vaddr_t before = p->brk;
    const vaddr_t old = mmap_page_up(before);
    const vaddr_t fresh = mmap_page_up(brk);

    if (brk < p->start_brk || fresh < brk || fresh > p->task_size) {
        return before;
    }
    if (fresh < old) {
        if (munmap_range(m, proc, fresh, old) != LX_OK) {
            return before;
        }
    } else if (fresh > old) {
        const slot_t next = vma_find(m, proc, old);

        if (next != SLOT_NONE && fresh + MM_PAGE_BYTES > vma_start_gap(m, next)) {
            return before;
        }
        if (!brk_grow(m, proc, old, fresh)) {
            return before;
        }
    }
    ev(m, EV_BRK_MOVE, p->pid, before, brk);
    proc_set_brk(m, proc, brk);
    return brk;
}

/* Where the heap is asked to end; VADDR_NONE when that lies outside the numbers. */
static vaddr_t brk_wanted(const struct mm *m, slot_t proc, const struct mm_cmd *cmd)
{
    const uint64_t change = cmd->arg[BRK_CHANGE].a;
    const vaddr_t brk = m->proc[proc].brk;

    if (cmd->arg[BRK_CHANGE].b != 0) {
        return change <= brk ? brk - change : VADDR_NONE;
    }
    return change <= VADDR_NONE - brk ? brk + change : VADDR_NONE;
}

enum mm_err brk_check(struct mm *m, const struct mm_cmd *cmd)
{
    enum mm_err err = actor_need(m, cmd, 1u << BRK_CHANGE);
    slot_t proc;

    if (err == MM_OK) {
        err = actor_get(m, cmd, &proc);
    }
    return err == MM_OK ? mmap_room(m, cmd, 2) : err; /* shrinking may cut one area twice */
}

void brk_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_of(m, cmd);
    const vaddr_t wanted = brk_wanted(m, proc, cmd);
    vaddr_t brk;

    mmap_enter(m, proc, MM_V_BRK, wanted, 0);
    brk = brk_call(m, proc, wanted);
    mmap_leave(m, proc, brk == wanted ? LX_OK : LX_ENOMEM, brk);
}
