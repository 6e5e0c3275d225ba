/* mmap.c - mmap and munmap. */
#include "task/mmap.h"

#include <string.h>

#include "base/names.h"
#include "mm.h"
#include "parts/vmagap.h"
#include "policy/commit.h"
#include "policy/fault.h"
#include "policy/kfile.h"
#include "policy/kobj.h"
#include "policy/merge.h"
#include "policy/unmap.h"
#include "policy/usage.h"
#include "task/actor.h"
#include "task/process.h"

enum mmap_arg {
    MMAP_SIZE,
    MMAP_NAME,
    MMAP_AT,
    MMAP_FIXED,
    MMAP_FILE,
    MMAP_SHARED,
    MMAP_PROT,
    MMAP_NORESERVE,
    MMAP_POPULATE,
    MMAP_LOCKED,
    MMAP_GROWSDOWN
};
#define MUNMAP_RANGE   0u
#define MUNMAP_EVERY   1u

/* Pages or calls that one command works through without a pause. */
#define CALL_WORK_MAX  (1ull << 24)
/* The 47-bit window that programs get without asking for more. */
#define DEFAULT_WINDOW ((1ull << 47) - MM_PAGE_BYTES)

/* ---- placement: arch_get_unmapped_area_topdown() --------------------------------------------------------- */

static bool is_32bit(const struct mm *m)
{
    return m->config.paging_levels == 2;
}

/* May the wish itself be granted? */
static bool hint_free(const struct mm *m, slot_t proc, vaddr_t hint, uint64_t bytes)
{
    const vaddr_t size = m->proc[proc].task_size;
    const slot_t v = vma_find(m, proc, hint);

    if (hint > size || bytes > size - hint) {
        return false;
    }
    if (is_32bit(m)) {
        if (hint < m->sysctl[SC_MMAP_MIN_ADDR].value) {
            return false;
        }
    } else if ((hint > DEFAULT_WINDOW) != (hint + bytes > DEFAULT_WINDOW)) {
        return false; /* it would lie across the two windows */
    }
    return v == SLOT_NONE || hint + bytes <= vma_start_gap(m, v);
}

/* Bottom-up, when there is nothing below mmap_base. */
static vaddr_t place_upwards(const struct mm *m, slot_t proc, vaddr_t hint, uint64_t bytes)
{
    const vaddr_t size = m->proc[proc].task_size;
    const vaddr_t end = is_32bit(m) || hint > DEFAULT_WINDOW ? size : DEFAULT_WINDOW;
    const vaddr_t third = is_32bit(m) ? size / 3 : DEFAULT_WINDOW / 3;

    return vmagap_find(m, proc, bytes, mmap_page_up(third), end, false);
}

static vaddr_t place(const struct mm *m, slot_t proc, vaddr_t hint, uint64_t bytes)
{
    const struct proc *p = &m->proc[proc];
    vaddr_t high = p->mmap_base;
    vaddr_t low = MM_PAGE_BYTES;
    vaddr_t found;

    if (hint != 0 && hint_free(m, proc, hint, bytes)) {
        return hint;
    }
    if (is_32bit(m)) {
        low = mmap_page_up(m->sysctl[SC_MMAP_MIN_ADDR].value);
        low = low > MM_PAGE_BYTES ? low : MM_PAGE_BYTES;
    } else if (hint > DEFAULT_WINDOW) {
        high += p->task_size - DEFAULT_WINDOW;
    }
    found = vmagap_find(m, proc, bytes, low, high, true);
    return found != VADDR_NONE ? found : place_upwards(m, proc, hint, bytes);
}

/* The address of a new mapping, or an errno. */
uint32_t mmap_place(struct mm *m, slot_t proc, const struct mmap_want *want, vaddr_t *addr)
{
    const vaddr_t size = m->proc[proc].task_size;
    const uint64_t bytes = mmap_page_up(want->bytes);
    vaddr_t hint = want->hint & MM_PAGE_MASK;

    if (want->map & MAP_FIXED_BIT) {
        *addr = want->hint;
    } else {
        if (hint != 0 && hint < m->sysctl[SC_MMAP_MIN_ADDR].value) {
            hint = mmap_page_up(m->sysctl[SC_MMAP_MIN_ADDR].value);
        }
        *addr = bytes > size ? VADDR_NONE : place(m, proc, hint, bytes);
    }
    if (*addr == VADDR_NONE || bytes > size || *addr > size - bytes) {
        return LX_ENOMEM;
    }
    if ((*addr & ~MM_PAGE_MASK) != 0) {
        return LX_EINVAL;
    }
    ev(m, EV_VMA_PLACE, m->proc[proc].pid, *addr, bytes, want->hint);
    return LX_OK;
}

/* ---- munmap ---------------------------------------------------------------------------------------------- */

/* unmap_region(): the areas of [start, end), which now begin and end there, go. */
static void remove_areas(struct mm *m, slot_t proc, vaddr_t start, vaddr_t end)
{
    const slot_t first = vma_overlap(m, proc, start, end);
    const slot_t below = m->vma[first].prev;
    const vaddr_t low = m->vma[first].start;
    const vaddr_t floor = below == SLOT_NONE ? 0 : m->vma[below].end;
    vaddr_t high = low;
    slot_t v;

    for (v = first; v != SLOT_NONE && m->vma[v].start < end; v = m->vma[v].next) {
        unmap_pages(m, v, m->vma[v].start, m->vma[v].end);
        high = m->vma[v].end;
    }
    unmap_tables(m, proc, low, high, floor, v == SLOT_NONE ? 0 : m->vma[v].start);
    for (v = first; v != SLOT_NONE && m->vma[v].start < end;) {
        const slot_t next = m->vma[v].next;
        const struct vma *a = &m->vma[v];
        const uint64_t pages = vma_pages(m, v);

        ev(m, EV_VMA_FREE, m->proc[proc].pid, v, a->start, a->end);
        cost(m, m->proc[proc].cpu, COST_VMA_OP);
        usage_areas(m, proc, a->flags, -(int64_t)pages);
        if (a->flags & VM_ACCOUNT) {
            commit_release(m, pages);
        }
        if (a->flags & VM_LOCKED) {
            proc_set_locked_vm_pages(m, proc, m->proc[proc].locked_vm_pages - pages);
        }
        kobj_area_put(m, v);
        vma_free(m, v);
        v = next;
    }
    kobj_areas_trim(m, proc);
}

/* do_mas_align_munmap(): cut at both ends, then remove. */
uint32_t munmap_range(struct mm *m, slot_t proc, vaddr_t start, vaddr_t end)
{
    const slot_t first = vma_overlap(m, proc, start, end);
    slot_t last;

    if (first == SLOT_NONE) {
        return LX_OK;
    }
    if (start > m->vma[first].start) {
        /* It would leave one area more than before. */
        if (end < m->vma[first].end && merge_full(m, proc)) {
            return LX_ENOMEM;
        }
        if (merge_split(m, first, start, false) == SLOT_NONE) {
            return LX_ENOMEM;
        }
    }
    last = vma_at(m, proc, end - 1);
    if (last != SLOT_NONE && end < m->vma[last].end &&
        merge_split(m, last, end, true) == SLOT_NONE) {
        return LX_ENOMEM;
    }
    remove_areas(m, proc, start, end);
    return LX_OK;
}

uint32_t munmap_call(struct mm *m, slot_t proc, vaddr_t start, uint64_t bytes)
{
    const vaddr_t size = m->proc[proc].task_size;

    if ((start & ~MM_PAGE_MASK) != 0 || bytes == 0 || start > size || bytes > size - start) {
        return LX_EINVAL;
    }
    return munmap_range(m, proc, start, start + mmap_page_up(bytes));
}

/* ---- mmap ------------------------------------------------------------------------------------------------ */

static uint32_t want_flags(const struct mm *m, const struct mmap_want *want)
{
    uint32_t flags = want->prot | MMAP_MAY_BITS;

    if (want->map & MAP_SHARED_BIT) {
        flags |= VM_SHARED | VM_MAYSHARE;
    }
    if (want->map & MAP_GROWSDOWN_BIT) {
        flags |= VM_GROWSDOWN;
    }
    if (want->map & MAP_LOCKED_BIT) {
        flags |= VM_LOCKED;
    }
    if ((want->map & MAP_NORESERVE_BIT) && m->sysctl[SC_OVERCOMMIT_MEMORY].value != 2) {
        flags |= VM_NORESERVE;
    }
    return flags;
}

/* mmap_region(): replace, charge, merge or make. */
static uint32_t map_region(struct mm *m, slot_t proc, struct vma_want *want, uint64_t filp)
{
    const uint64_t pages = (want->end - want->start) >> MM_PAGE_SHIFT;
    const bool shmem = (want->flags & VM_SHARED) && want->file == 0;
    uint32_t error = munmap_range(m, proc, want->start, want->end);
    struct kobj_area objects;
    slot_t fresh;

    if (error != LX_OK) {
        return error;
    }
    if (commit_accountable(want->flags) || (shmem && !(want->flags & VM_NORESERVE))) {
        if (!commit_charge(m, proc, pages)) {
            return LX_ENOMEM;
        }
        want->flags |= VM_ACCOUNT;
    }
    if (merge_new(m, proc, want) == SLOT_NONE) {
        if (!kobj_area_get(m, proc, false, &objects)) {
            if (want->flags & VM_ACCOUNT) {
                commit_release(m, pages);
            }
            return LX_ENOMEM;
        }
        ev(m, EV_VMA_NEW, m->proc[proc].pid, vma_slot(m), want->start, want->end, want->flags);
        cost(m, m->proc[proc].cpu, COST_VMA_OP);
        fresh = vma_new(m, proc, want);
        kobj_area_set(m, fresh, &objects, SLOT_NONE);
        kfile_join(m, fresh, filp);
    }
    usage_areas(m, proc, want->flags, (int64_t)pages);
    if (want->flags & VM_LOCKED) {
        proc_set_locked_vm_pages(m, proc, m->proc[proc].locked_vm_pages + pages);
    }
    return LX_OK;
}

uint32_t mmap_call(struct mm *m, slot_t proc, const struct mmap_want *want, vaddr_t *addr)
{
    const uint64_t bytes = mmap_page_up(want->bytes);
    const bool own_object = want->file == 0 && (want->map & MAP_SHARED_BIT);
    struct vma_want area = {.file = want->file, .role = want->role};
    uint64_t filp;
    uint32_t error;

    *addr = 0;
    if (want->bytes == 0) {
        return LX_EINVAL;
    }
    if (bytes == 0) { /* it wrapped round */
        return LX_ENOMEM;
    }
    if ((want->map & MAP_GROWSDOWN_BIT) && (want->file != 0 || own_object)) {
        return LX_EINVAL;
    }
    if (m->proc[proc].vma_count > m->sysctl[SC_MAX_MAP_COUNT].value) {
        return LX_ENOMEM;
    }
    if (!kfile_open(m, m->proc[proc].cpu, want->file, &filp)) {
        return LX_ENOMEM;
    }
    error = mmap_place(m, proc, want, addr);
    if (error != LX_OK) {
        kfile_put(m, m->proc[proc].cpu, want->file, filp);
        return error;
    }
    area.start = *addr;
    area.end = *addr + bytes;
    area.flags = want_flags(m, want);
    area.pgoff = want->file != 0 ? want->pgoff : own_object ? 0 : *addr >> MM_PAGE_SHIFT;
    error = map_region(m, proc, &area, filp);
    kfile_put(m, m->proc[proc].cpu, want->file, filp); /* the areas hold it */
    return error;
}

/* ---- commands -------------------------------------------------------------------------------------------- */

void mmap_enter(struct mm *m, slot_t proc, enum mm_verb verb, vaddr_t addr, uint64_t bytes)
{
    m->cpu_now = m->proc[proc].cpu;
    ev(m, EV_SYSCALL, m->proc[proc].pid, verb, addr, bytes);
    ev_push(m);
    cost(m, m->proc[proc].cpu, COST_SYSCALL);
    proc_set_step(m, proc, m->machine->step + m->machine->running);
}

void mmap_leave(struct mm *m, slot_t proc, uint32_t error, uint64_t value)
{
    ev(m, EV_SYSCALL_RETURN, m->proc[proc].pid, error, value);
    ev_pop(m);
    machine_set_r_errno(m, 0, error);
    machine_set_r_addr(m, 0, value);
}

enum mm_err mmap_room(struct mm *m, const struct mm_cmd *cmd, uint64_t areas)
{
    const uint32_t room = vma_room(m);

    if (areas <= room) {
        return MM_OK;
    }
    return actor_refuse(m, cmd, UINT32_MAX, MM_ELIMIT, areas, m->region[MM_R_vma].count);
}

enum mm_err mmap_bound(struct mm *m, const struct mm_cmd *cmd, uint32_t arg, uint64_t count)
{
    const uint64_t most = m->frames > CALL_WORK_MAX / 2 ? m->frames * 2ull : CALL_WORK_MAX;

    return count <= most ? MM_OK : actor_refuse(m, cmd, arg, MM_ELIMIT, count, most);
}

static enum mm_err check_file(struct mm *m, const struct mm_cmd *cmd)
{
    const char *file = actor_text(cmd, MMAP_FILE);

    if (!actor_given(cmd, MMAP_FILE)) {
        return MM_OK;
    }
    if (*file == '\0' || strlen(file) >= MM_NAME_BYTES) {
        return actor_refuse(m, cmd, MMAP_FILE, MM_ERANGE, strlen(file), MM_NAME_BYTES - 1);
    }
    if (name_find(m, file) == SLOT_NONE && !name_room(m, 2)) {
        return actor_refuse(m, cmd, MMAP_FILE, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    return MM_OK;
}

enum mm_err mmap_check(struct mm *m, const struct mm_cmd *cmd)
{
    enum mm_err err = actor_need(m, cmd, 1u << MMAP_SIZE | 1u << MMAP_NAME);
    slot_t proc;
    vaddr_t at;

    if (err == MM_OK) {
        err = actor_get(m, cmd, &proc);
    }
    if (err == MM_OK) {
        err = actor_new_name(m, cmd, MMAP_NAME, proc);
    }
    if (err == MM_OK && actor_given(cmd, MMAP_AT)) {
        err = actor_addr(m, cmd, MMAP_AT, proc, &at);
    }
    if (err == MM_OK && actor_given(cmd, MMAP_FIXED) && !actor_given(cmd, MMAP_AT)) {
        err = actor_refuse(m, cmd, MMAP_AT, MM_EBADARG, 0, 0);
    }
    if (err == MM_OK && actor_given(cmd, MMAP_PROT) && cmd->arg[MMAP_PROT].a > 7) {
        err = actor_refuse(m, cmd, MMAP_PROT, MM_ERANGE, cmd->arg[MMAP_PROT].a, 7);
    }
    if (err == MM_OK && (actor_given(cmd, MMAP_POPULATE) || actor_given(cmd, MMAP_LOCKED))) {
        err = mmap_bound(m, cmd, MMAP_SIZE, cmd->arg[MMAP_SIZE].a >> MM_PAGE_SHIFT);
    }
    if (err == MM_OK) {
        err = check_file(m, cmd);
    }
    return err == MM_OK ? mmap_room(m, cmd, 3) : err;
}

static uint32_t map_bits(const struct mm_cmd *cmd)
{
    static const struct {
        uint8_t arg;
        uint8_t bit;
    } flags[] = {
        {MMAP_FIXED, MAP_FIXED_BIT},         {MMAP_SHARED, MAP_SHARED_BIT},
        {MMAP_NORESERVE, MAP_NORESERVE_BIT}, {MMAP_POPULATE, MAP_POPULATE_BIT},
        {MMAP_LOCKED, MAP_LOCKED_BIT},       {MMAP_GROWSDOWN, MAP_GROWSDOWN_BIT},
    };
    uint32_t bits = 0;

    for (unsigned i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        bits |= actor_given(cmd, flags[i].arg) ? flags[i].bit : 0;
    }
    return bits;
}

void mmap_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_of(m, cmd);
    struct mmap_want want = {.bytes = cmd->arg[MMAP_SIZE].a, .prot = VM_READ | VM_WRITE};
    enum mm_fault_kind kind = FK_SPURIOUS;
    uint32_t error;
    vaddr_t addr;

    if (actor_given(cmd, MMAP_AT)) {
        actor_addr(m, cmd, MMAP_AT, proc, &want.hint);
    }
    if (actor_given(cmd, MMAP_PROT)) {
        want.prot = (uint32_t)cmd->arg[MMAP_PROT].a;
    }
    want.map = map_bits(cmd);
    if (actor_given(cmd, MMAP_FILE)) {
        want.file = name_get(m, actor_text(cmd, MMAP_FILE));
        want.pgoff = cmd->arg[MMAP_FILE].a >> MM_PAGE_SHIFT;
    }
    mmap_enter(m, proc, MM_V_MMAP, want.hint, want.bytes);
    if (cmd->arg[MMAP_FILE].a % MM_PAGE_BYTES != 0 && want.file != 0) {
        error = LX_EINVAL;
        addr = 0;
    } else {
        error = mmap_call(m, proc, &want, &addr);
    }
    name_put(m, want.file);
    if (error == LX_OK) {
        actor_label_set(m, proc, actor_text(cmd, MMAP_NAME), addr, want.bytes);
        if (want.map & (MAP_POPULATE_BIT | MAP_LOCKED_BIT)) {
            kind =
                fault_populate(m, m->proc[proc].cpu, proc, addr, addr + mmap_page_up(want.bytes));
        }
    }
    mmap_leave(m, proc, error, error == LX_OK ? addr : 0);
    if (kind == FK_NO_MEMORY) {
        process_oom_kill(m, proc);
    }
}

enum mm_err munmap_check(struct mm *m, const struct mm_cmd *cmd)
{
    enum mm_err err = actor_need(m, cmd, 1u << MUNMAP_RANGE);
    uint64_t bytes = 0;
    uint64_t cuts = 1;
    vaddr_t start;
    slot_t proc;

    if (err == MM_OK) {
        err = actor_get(m, cmd, &proc);
    }
    if (err == MM_OK) {
        err = actor_range(m, cmd, MUNMAP_RANGE, proc, &start, &bytes);
    }
    if (err == MM_OK && actor_given(cmd, MUNMAP_EVERY)) {
        const uint64_t every = cmd->arg[MUNMAP_EVERY].a;

        if (every < 2) {
            return actor_refuse(m, cmd, MUNMAP_EVERY, MM_ERANGE, every, 2);
        }
        cuts = bytes / MM_PAGE_BYTES / every + 1;
    }
    return err == MM_OK ? mmap_room(m, cmd, cuts + 2) : err;
}

void munmap_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_of(m, cmd);
    uint32_t error = LX_OK;
    uint64_t stride;
    uint64_t bytes;
    vaddr_t start;

    actor_range(m, cmd, MUNMAP_RANGE, proc, &start, &bytes);
    stride = actor_given(cmd, MUNMAP_EVERY) ? cmd->arg[MUNMAP_EVERY].a * MM_PAGE_BYTES : bytes;
    for (uint64_t at = 0; at < bytes && error == LX_OK; at += stride) {
        const uint64_t length = stride == bytes ? bytes : MM_PAGE_BYTES;

        mmap_enter(m, proc, MM_V_MUNMAP, start + at, length);
        error = munmap_call(m, proc, start + at, length);
        mmap_leave(m, proc, error, 0);
    }
}
