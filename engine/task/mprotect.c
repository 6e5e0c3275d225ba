/* mprotect.c - mprotect, madvise, mlock, munlock. */
#include "task/mprotect.h"

#include "mm.h"
#include "policy/commit.h"
#include "policy/fault.h"
#include "policy/merge.h"
#include "policy/unmap.h"
#include "policy/usage.h"
#include "task/actor.h"
#include "task/mmap.h"
#include "task/process.h"

#define ARG_RANGE  0u
#define ARG_PROT   1u
#define ARG_ADVICE 1u
#define ARG_EVERY  2u

/* The part of an area that a call changes. */
struct part {
    slot_t proc;
    /* The area before, or the area itself when the part begins inside it; afterwards: where to go on. */
    slot_t prev;
    slot_t vma;
    vaddr_t start, end;
};

/* Give [start, end) of p->vma new flags: merge with neighbours, or cut it out. p->vma is then the area that covers it.
 * False: too many areas, or no memory for one more. */
static bool set_flags(struct mm *m, struct part *p, uint32_t flags)
{
    const struct vma old = m->vma[p->vma];
    struct vma_want want = {.start = p->start, .end = p->end, .flags = flags, .file = old.file};
    slot_t merged;

    want.role = old.role;
    want.pgoff = old.pgoff + ((p->start - old.start) >> MM_PAGE_SHIFT);
    merged = merge_range(m, p->proc, p->prev, &want, old.anon_vma);
    if (merged != SLOT_NONE) {
        p->vma = p->prev = merged;
        return true;
    }
    p->prev = p->vma;
    if (p->start != old.start) {
        if (merge_full(m, p->proc) || merge_split(m, p->vma, p->start, true) == SLOT_NONE) {
            return false;
        }
    }
    if (p->end != old.end) {
        if (merge_full(m, p->proc) || merge_split(m, p->vma, p->end, false) == SLOT_NONE) {
            return false;
        }
    }
    ev(m, EV_VMA_FLAGS, m->proc[p->proc].pid, p->vma, old.flags, flags);
    vma_set_flags(m, p->vma, flags);
    vma_touch(m, p->vma);
    return true;
}

/* The first area of a range, for the loops below. */
static void part_first(const struct mm *m, struct part *p, slot_t vma, vaddr_t start, vaddr_t end)
{
    p->vma = vma;
    p->prev = start > m->vma[vma].start ? vma : m->vma[vma].prev;
    p->start = start;
    p->end = end < m->vma[vma].end ? end : m->vma[vma].end;
}

/* The next area after p was done; 0 when it was the last, else 1, or -1 when there is a hole. */
static int part_next(const struct mm *m, struct part *p, vaddr_t end)
{
    const vaddr_t done = p->end > m->vma[p->prev].end ? p->end : m->vma[p->prev].end;
    const slot_t next = m->vma[p->prev].next;

    if (done >= end) {
        return 0;
    }
    if (next == SLOT_NONE || m->vma[next].start != done) {
        return -1;
    }
    p->vma = next;
    p->start = done;
    p->end = end < m->vma[next].end ? end : m->vma[next].end;
    return 1;
}

/* ---- mprotect -------------------------------------------------------------------------------------------- */

/* mprotect_fixup() */
static uint32_t protect_part(struct mm *m, struct part *p, uint32_t flags)
{
    const uint32_t old = m->vma[p->vma].flags;
    const uint64_t pages = (p->end - p->start) >> MM_PAGE_SHIFT;
    bool charged = false;

    if (flags == old) {
        p->prev = p->vma;
        return LX_OK;
    }
    if ((flags & VM_WRITE) && !(old & (VM_ACCOUNT | VM_WRITE | VM_SHARED | VM_NORESERVE))) {
        if (!commit_charge(m, p->proc, pages)) {
            return LX_ENOMEM;
        }
        flags |= VM_ACCOUNT;
        charged = true;
    }
    if (!set_flags(m, p, flags)) {
        if (charged) {
            commit_release(m, pages);
        }
        return LX_ENOMEM;
    }
    unmap_protect(m, p->vma, p->start, p->end, flags);
    usage_areas(m, p->proc, old, -(int64_t)pages);
    usage_areas(m, p->proc, flags, (int64_t)pages);
    if ((old & (VM_WRITE | VM_SHARED | VM_LOCKED)) == VM_LOCKED && (flags & VM_WRITE)) {
        fault_populate(m, m->proc[p->proc].cpu, p->proc, p->start, p->end);
    }
    return LX_OK;
}

static uint32_t protect(struct mm *m, slot_t proc, vaddr_t start, uint64_t bytes, uint32_t prot)
{
    const vaddr_t end = start + mmap_page_up(bytes);
    const slot_t first = vma_at(m, proc, start);
    struct part p = {.proc = proc};
    uint32_t error = LX_OK;
    int more = 1;

    if ((start & ~MM_PAGE_MASK) != 0) {
        return LX_EINVAL;
    }
    if (end <= start || first == SLOT_NONE) {
        return LX_ENOMEM;
    }
    for (part_first(m, &p, first, start, end); more > 0 && error == LX_OK;) {
        const uint32_t kept = m->vma[p.vma].flags & ~(uint32_t)VM_ACCESS_BITS;

        if (prot & ~(kept >> 4)) { /* VM_MAY* stand 4 bits above VM_* */
            return LX_EACCES;
        }
        error = protect_part(m, &p, kept | prot);
        if (error == LX_OK) {
            more = part_next(m, &p, end);
        }
    }
    return more < 0 ? LX_ENOMEM : error;
}

/* ---- madvise --------------------------------------------------------------------------------------------- */

static uint32_t advise_part(struct mm *m, struct part *p, enum mm_advice advice)
{
    const uint32_t old = m->vma[p->vma].flags;
    uint32_t flags = old & ~(uint32_t)(VM_RAND_READ | VM_SEQ_READ);

    if (advice == ADV_DONTNEED) {
        p->prev = p->vma;
        if (old & (VM_LOCKED | VM_DONTEXPAND)) {
            return LX_EINVAL;
        }
        if (!(old & VM_SHARED)) {
            unmap_pages(m, p->vma, p->start, p->end);
        }
        return LX_OK;
    }
    flags |= advice == ADV_SEQUENTIAL ? VM_SEQ_READ : advice == ADV_RANDOM ? VM_RAND_READ : 0;
    if (flags == old) {
        p->prev = p->vma;
        return LX_OK;
    }
    return set_flags(m, p, flags) ? LX_OK : LX_EAGAIN;
}

/* madvise_walk_vmas(): goes on over holes and says ENOMEM at the end. */
static uint32_t advise(struct mm *m, slot_t proc, vaddr_t start, uint64_t bytes,
                       enum mm_advice advice)
{
    const vaddr_t end = start + mmap_page_up(bytes);
    slot_t v = vma_find(m, proc, start);
    uint32_t result = LX_OK;

    if ((start & ~MM_PAGE_MASK) != 0 || end <= start) {
        return LX_EINVAL;
    }
    while (start < end) {
        struct part p = {.proc = proc};
        uint32_t error;

        if (v == SLOT_NONE) {
            return LX_ENOMEM;
        }
        if (start < m->vma[v].start) {
            result = LX_ENOMEM;
            start = m->vma[v].start;
            if (start >= end) {
                break;
            }
        }
        part_first(m, &p, v, start, end);
        error = advise_part(m, &p, advice);
        if (error != LX_OK) {
            return error;
        }
        start = p.end > m->vma[p.prev].end ? p.end : m->vma[p.prev].end;
        v = m->vma[p.prev].next;
    }
    return result;
}

/* ---- mlock ----------------------------------------------------------------------------------------------- */

/* mlock_vma_pages_range(): mark what is there already. */
static void mark_pages(struct mm *m, const struct part *p, bool lock)
{
    const struct proc *owner = &m->proc[p->proc];
    struct pgtable_pos at;
    uint64_t pages = 0;

    ev(m, EV_MLOCK_PAGES, owner->pid, p->vma, (p->end - p->start) >> MM_PAGE_SHIFT, lock);
    for (vaddr_t a = p->start; pgtable_next(m, owner->pgd_pfn, &a, p->end, &at);
         a += MM_PAGE_BYTES) {
        const uint64_t entry = pgtable_read(m, at.table, at.index);

        if (!(entry & PTE_SPECIAL)) {
            usage_lock(m, m->vma[p->vma].proc, pgtable_pfn(entry), lock);
            pages++;
        }
    }
    MM_ASSERT(m, pages <= m->vma[p->vma].resident_pages);
}

/* mlock_fixup() */
static uint32_t lock_part(struct mm *m, struct part *p, bool lock)
{
    const uint32_t old = m->vma[p->vma].flags;
    const uint32_t flags = lock ? old | VM_LOCKED : old & ~(uint32_t)VM_LOCKED;
    const uint64_t pages = (p->end - p->start) >> MM_PAGE_SHIFT;
    const uint64_t locked = m->proc[p->proc].locked_vm_pages;

    if (flags == old || (old & VM_DONTEXPAND)) {
        p->prev = p->vma;
        return LX_OK;
    }
    if (!set_flags(m, p, flags)) {
        return LX_ENOMEM;
    }
    proc_set_locked_vm_pages(m, p->proc, lock ? locked + pages : locked - pages);
    mark_pages(m, p, lock);
    return LX_OK;
}

static uint32_t lock_range(struct mm *m, slot_t proc, vaddr_t start, vaddr_t end, bool lock)
{
    const slot_t first = vma_at(m, proc, start);
    struct part p = {.proc = proc};
    uint32_t error = LX_OK;
    int more = 1;

    if (end < start) {
        return LX_EINVAL;
    }
    if (first == SLOT_NONE) {
        return LX_ENOMEM;
    }
    for (part_first(m, &p, first, start, end); more > 0 && error == LX_OK;) {
        error = lock_part(m, &p, lock);
        if (error == LX_OK) {
            more = part_next(m, &p, end);
        }
    }
    return more < 0 ? LX_ENOMEM : error;
}

/* ---- commands -------------------------------------------------------------------------------------------- */

/* Actor and range; room for `areas` more areas. */
static enum mm_err check_range(struct mm *m, const struct mm_cmd *cmd, uint32_t need,
                               uint64_t *bytes)
{
    enum mm_err err = actor_need(m, cmd, need);
    vaddr_t start;
    slot_t proc;

    if (err == MM_OK) {
        err = actor_get(m, cmd, &proc);
    }
    if (err == MM_OK) {
        err = actor_range(m, cmd, ARG_RANGE, proc, &start, bytes);
    }
    return err == MM_OK ? mmap_room(m, cmd, 2) : err;
}

enum mm_err mprotect_check(struct mm *m, const struct mm_cmd *cmd)
{
    uint64_t bytes;
    const enum mm_err err = check_range(m, cmd, 1u << ARG_RANGE | 1u << ARG_PROT, &bytes);

    if (err == MM_OK && cmd->arg[ARG_PROT].a > VM_ACCESS_BITS) {
        return actor_refuse(m, cmd, ARG_PROT, MM_ERANGE, cmd->arg[ARG_PROT].a, VM_ACCESS_BITS);
    }
    return err;
}

void mprotect_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_of(m, cmd);
    uint64_t bytes;
    vaddr_t start;

    actor_range(m, cmd, ARG_RANGE, proc, &start, &bytes);
    mmap_enter(m, proc, MM_V_MPROTECT, start, bytes);
    mmap_leave(m, proc, protect(m, proc, start, bytes, (uint32_t)cmd->arg[ARG_PROT].a), 0);
}

enum mm_err madvise_check(struct mm *m, const struct mm_cmd *cmd)
{
    uint64_t bytes;
    const enum mm_err err = check_range(m, cmd, 1u << ARG_RANGE | 1u << ARG_ADVICE, &bytes);

    if (err != MM_OK) {
        return err;
    }
    if (cmd->arg[ARG_ADVICE].a >= ADV_COUNT) {
        return actor_refuse(m, cmd, ARG_ADVICE, MM_EBADARG, cmd->arg[ARG_ADVICE].a, ADV_COUNT - 1);
    }
    if (!actor_given(cmd, ARG_EVERY)) {
        return MM_OK;
    }
    if (cmd->arg[ARG_EVERY].a < 2) {
        return actor_refuse(m, cmd, ARG_EVERY, MM_ERANGE, cmd->arg[ARG_EVERY].a, 2);
    }
    if (cmd->arg[ARG_ADVICE].a == ADV_DONTNEED) {
        return mmap_bound(m, cmd, ARG_RANGE, bytes / MM_PAGE_BYTES / cmd->arg[ARG_EVERY].a);
    }
    return mmap_room(m, cmd, (bytes / MM_PAGE_BYTES / cmd->arg[ARG_EVERY].a + 1) * 2);
}

void madvise_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_of(m, cmd);
    const enum mm_advice advice = (enum mm_advice)cmd->arg[ARG_ADVICE].a;
    const bool some = actor_given(cmd, ARG_EVERY);
    uint32_t error = LX_OK;
    uint64_t stride;
    uint64_t bytes;
    vaddr_t start;

    actor_range(m, cmd, ARG_RANGE, proc, &start, &bytes);
    stride = some ? cmd->arg[ARG_EVERY].a * MM_PAGE_BYTES : bytes;
    for (uint64_t at = 0; at < bytes && error == LX_OK; at += stride) {
        const uint64_t length = some ? MM_PAGE_BYTES : bytes;

        mmap_enter(m, proc, MM_V_MADVISE, start + at, length);
        error = advise(m, proc, start + at, length, advice);
        mmap_leave(m, proc, error, 0);
    }
}

enum mm_err mlock_check(struct mm *m, const struct mm_cmd *cmd)
{
    uint64_t bytes;
    const enum mm_err err = check_range(m, cmd, 1u << ARG_RANGE, &bytes);

    return err == MM_OK ? mmap_bound(m, cmd, ARG_RANGE, bytes >> MM_PAGE_SHIFT) : err;
}

enum mm_err munlock_check(struct mm *m, const struct mm_cmd *cmd)
{
    uint64_t bytes;

    return check_range(m, cmd, 1u << ARG_RANGE, &bytes);
}

static void lock_call(struct mm *m, const struct mm_cmd *cmd, bool lock)
{
    const slot_t proc = actor_of(m, cmd);
    enum mm_fault_kind kind = FK_SPURIOUS;
    uint32_t error;
    uint64_t bytes;
    vaddr_t start;
    vaddr_t end;

    actor_range(m, cmd, ARG_RANGE, proc, &start, &bytes);
    mmap_enter(m, proc, lock ? MM_V_MLOCK : MM_V_MUNLOCK, start, bytes);
    end = mmap_page_up(start + bytes);
    start &= MM_PAGE_MASK;
    error = lock_range(m, proc, start, end, lock);
    if (error == LX_OK && lock) {
        kind = fault_populate(m, m->proc[proc].cpu, proc, start, end);
        if (kind != FK_SPURIOUS) {
            error = kind == FK_NO_MEMORY ? LX_EAGAIN : LX_ENOMEM;
        }
    }
    mmap_leave(m, proc, error, 0);
    if (kind == FK_NO_MEMORY) {
        process_oom_kill(m, proc);
    }
}

void mlock_do(struct mm *m, const struct mm_cmd *cmd)
{
    lock_call(m, cmd, true);
}

void munlock_do(struct mm *m, const struct mm_cmd *cmd)
{
    lock_call(m, cmd, false);
}
