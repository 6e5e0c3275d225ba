/* layout.c - where a program's parts lie. */
#include "task/layout.h"

#include <string.h>

#include "base/names.h"
#include "base/rng.h"
#include "mm.h"
#include "policy/commit.h"
#include "policy/kfile.h"
#include "policy/kobj.h"
#include "policy/usage.h"
#include "task/actor.h"
#include "task/mmap.h"
#include "task/process.h"

#define WINDOW_END    ((1ull << 47) - MM_PAGE_BYTES) /* end of user space without asking for more */
#define GAP_MIN_BYTES (128ull << 20)
#define VVAR_BYTES    (4 * MM_PAGE_BYTES)
#define VDSO_BYTES    (2 * MM_PAGE_BYTES)
#define VVAR_FLAGS    (VM_READ | VM_MAYREAD | VM_DONTEXPAND)
#define VDSO_FLAGS    (VM_READ | VM_EXEC | MMAP_MAY_BITS | VM_DONTEXPAND)

static bool is_32bit(const struct mm *m)
{
    return m->config.paging_levels == 2;
}

static vaddr_t window_end(const struct mm *m, slot_t proc)
{
    return is_32bit(m) ? m->proc[proc].task_size : WINDOW_END;
}

/* A number of pages below `pages` from the machine's generator, in bytes; 0 without randomisation. */
static uint64_t random_bytes(struct mm *m, uint64_t pages)
{
    uint64_t state[2] = {m->machine->rng0, m->machine->rng1};
    uint64_t n;

    if (!m->config.stack_rnd || pages == 0) {
        return 0;
    }
    n = rng_below(state, pages);
    machine_set_rng0(m, 0, state[0]);
    machine_set_rng1(m, 0, state[1]);
    return n << MM_PAGE_SHIFT;
}

/* ---- areas ----------------------------------------------------------------------------------------------- */

/* An area of the same file: a program or a library is opened once. */
static slot_t same_file(const struct mm *m, slot_t proc, slot_t name)
{
    slot_t v = kfile_is(m, name) ? m->proc[proc].vma_first : SLOT_NONE;

    while (v != SLOT_NONE && m->vma[v].file != name) {
        v = m->vma[v].next;
    }
    return v;
}

/* The command's errno is set when there is no memory for the area's objects; nothing is added after that. */
static void add_area(struct mm *m, slot_t proc, vaddr_t start, uint64_t bytes, uint32_t flags,
                     enum mm_vma_role role, const char *file, uint64_t offset_bytes)
{
    struct vma_want want = {.start = start, .end = start + bytes, .flags = flags, .role = role};

    const uint32_t cpu = m->proc[proc].cpu;
    struct kobj_area objects;
    uint64_t filp = 0;
    slot_t like;
    slot_t fresh;

    if (bytes == 0 || m->machine->r_errno != LX_OK) {
        return;
    }
    want.file = name_get(m, file);
    MM_ASSERT(m, want.file != SLOT_NONE);
    like = same_file(m, proc, want.file);
    if ((like == SLOT_NONE && !kfile_open(m, cpu, want.file, &filp)) ||
        !kobj_area_get(m, proc, false, &objects)) {
        kfile_put(m, cpu, want.file, filp);
        name_put(m, want.file);
        machine_set_r_errno(m, 0, LX_ENOMEM);
        return;
    }
    want.pgoff = (want.file != 0 ? offset_bytes : start) >> MM_PAGE_SHIFT;
    if (commit_accountable(flags)) {
        want.flags |= VM_ACCOUNT;
    }
    ev(m, EV_VMA_NEW, m->proc[proc].pid, vma_slot(m), want.start, want.end, want.flags);
    if (want.flags & VM_ACCOUNT) {
        commit_add(m, bytes >> MM_PAGE_SHIFT);
    }
    fresh = vma_new(m, proc, &want);
    kobj_area_set(m, fresh, &objects, like);
    kfile_join(m, fresh, filp);
    kfile_put(m, cpu, want.file, filp); /* the area holds it */
    name_put(m, want.file);
    usage_areas(m, proc, want.flags, (int64_t)(bytes >> MM_PAGE_SHIFT));
}

/* mmap_base(): the gap that the stack may need, at least 128 MiB. */
static void set_mmap_base(struct mm *m, slot_t proc)
{
    const vaddr_t end = window_end(m, proc);
    const uint64_t stack_random_pages = is_32bit(m) ? 0x7ff : 0x3fffff;
    uint64_t gap = (uint64_t)m->proc[proc].stack_limit_pages << MM_PAGE_SHIFT;
    vaddr_t base;

    gap += VMA_STACK_GUARD_BYTES;
    if (m->config.stack_rnd) {
        gap += stack_random_pages << MM_PAGE_SHIFT;
    }
    gap = gap < GAP_MIN_BYTES ? GAP_MIN_BYTES : gap;
    base = end - gap - random_bytes(m, is_32bit(m) ? 1u << 8 : 1u << 28);
    proc_set_mmap_base(m, proc, mmap_page_up(base));
}

/* setup_arg_pages(): the stack below the end of user space. */
static void add_stack(struct mm *m, slot_t proc, uint64_t bytes)
{
    const vaddr_t top = window_end(m, proc) - random_bytes(m, is_32bit(m) ? 0x800 : 0x400000);

    proc_set_start_stack(m, proc, top - 16);
    add_area(m, proc, top - bytes, bytes, VM_READ | VM_WRITE | MMAP_MAY_BITS | VM_GROWSDOWN,
             VR_STACK, "", 0);
}

/* vdso_addr() and map_vdso(): above the stack when it was moved down and there is room, else below mmap_base. */
static void add_vdso(struct mm *m, slot_t proc)
{
    const uint64_t bytes = VVAR_BYTES + VDSO_BYTES;
    const vaddr_t huge = 2ull << 20;
    const vaddr_t start = mmap_page_up(m->proc[proc].start_stack);
    const vaddr_t end = ((start + huge - 1) & ~(huge - 1)) - bytes;
    struct mmap_want want = {.bytes = bytes};
    vaddr_t at;

    if (m->config.stack_rnd && !is_32bit(m)) {
        want.hint = start;
        if (end > start) {
            want.hint += random_bytes(m, ((end - start) >> MM_PAGE_SHIFT) + 1);
        }
    }
    if (mmap_place(m, proc, &want, &at) == LX_OK) {
        add_area(m, proc, at, VVAR_BYTES, VVAR_FLAGS, VR_VVAR, "[vvar]", 0);
        add_area(m, proc, at + VVAR_BYTES, VDSO_BYTES, VDSO_FLAGS, VR_VDSO, "[vdso]", 0);
    }
}

static vaddr_t text_base(struct mm *m)
{
    if (is_32bit(m)) {
        return 0x08048000;
    }
    return (WINDOW_END / 3 * 2 & MM_PAGE_MASK) + random_bytes(m, 1u << 28);
}

static void add_program(struct mm *m, slot_t proc, const struct layout_program *p)
{
    const vaddr_t text = text_base(m);
    const vaddr_t data = text + p->text_bytes;
    const vaddr_t bss = data + p->data_bytes;
    const vaddr_t end = bss + p->bss_bytes;
    const uint32_t rw = VM_READ | VM_WRITE | MMAP_MAY_BITS;
    const uint32_t rx = VM_READ | VM_EXEC | MMAP_MAY_BITS;

    add_area(m, proc, text, p->text_bytes, rx, VR_TEXT, p->file, 0);
    add_area(m, proc, data, p->data_bytes, rw, VR_DATA, p->file, p->text_bytes);
    add_area(m, proc, bss, p->bss_bytes, rw, VR_BSS, "", 0);
    proc_set_start_code(m, proc, text);
    proc_set_end_code(m, proc, data);
    proc_set_start_data(m, proc, data);
    proc_set_end_data(m, proc, end);
    proc_set_start_brk(m, proc, end + random_bytes(m, is_32bit(m) ? 1u << 13 : 1u << 18));
    proc_set_brk(m, proc, m->proc[proc].start_brk);
}

/* A library: three quarters code, the rest data, where mmap would put it. */
static void add_library(struct mm *m, slot_t proc, const char *path, uint64_t bytes)
{
    const uint64_t pages = bytes >> MM_PAGE_SHIFT;
    const uint64_t data = (pages / 4) << MM_PAGE_SHIFT;
    struct mmap_want want = {.bytes = bytes};
    vaddr_t at;

    if (mmap_place(m, proc, &want, &at) != LX_OK) {
        return;
    }
    add_area(m, proc, at, bytes - data, VM_READ | VM_EXEC | MMAP_MAY_BITS, VR_LIB, path, 0);
    add_area(m, proc, at + bytes - data, data, VM_READ | VM_WRITE | MMAP_MAY_BITS, VR_LIB, path,
             bytes - data);
}

slot_t layout_done(struct mm *m, slot_t proc)
{
    if (m->machine->r_errno == LX_OK) {
        return proc;
    }
    process_exit(m, proc, 0, LX_SIGKILL);
    return SLOT_NONE;
}

void layout_program(struct mm *m, slot_t proc, const struct layout_program *p)
{
    set_mmap_base(m, proc);
    add_stack(m, proc, p->stack_bytes);
    add_program(m, proc, p);
    add_vdso(m, proc);
    for (unsigned i = 0; i < p->lib_count; i++) {
        add_library(m, proc, p->lib[i].path, p->lib[i].bytes);
    }
}

/* ---- layouts from outside -------------------------------------------------------------------------------- */

const struct mm_layout *layout_find(const struct mm *m, const char *name)
{
    for (uint32_t i = 0; i < m->layout_count; i++) {
        if (strcmp(m->layout[i]->name, name) == 0) {
            return m->layout[i];
        }
    }
    return NULL;
}

static vaddr_t low_of(vaddr_t a, vaddr_t b)
{
    return a == 0 || b < a ? b : a;
}

static vaddr_t high_of(vaddr_t a, vaddr_t b)
{
    return b > a ? b : a;
}

/* start_code … start_stack, as the roles of the areas say. */
static void note_role(struct mm *m, slot_t proc, const struct mm_area *a)
{
    const struct proc *p = &m->proc[proc];

    switch ((enum mm_vma_role)a->role) {
    case VR_TEXT:
        proc_set_start_code(m, proc, low_of(p->start_code, a->start));
        proc_set_end_code(m, proc, high_of(p->end_code, a->end));
        break;
    case VR_DATA:
    case VR_BSS:
        proc_set_start_data(m, proc, low_of(p->start_data, a->start));
        proc_set_end_data(m, proc, high_of(p->end_data, a->end));
        break;
    case VR_HEAP:
        proc_set_start_brk(m, proc, low_of(p->start_brk, a->start));
        proc_set_brk(m, proc, high_of(p->brk, a->end));
        break;
    case VR_STACK: proc_set_start_stack(m, proc, a->end - 16); break;
    default: break;
    }
}

static uint32_t area_flags(const struct mm_area *a)
{
    uint32_t flags = a->vm_flags | MMAP_MAY_BITS;

    if (a->role == VR_VVAR) {
        return VVAR_FLAGS;
    }
    if (a->role == VR_VDSO) {
        return VDSO_FLAGS;
    }
    if (a->role == VR_STACK) {
        flags |= VM_GROWSDOWN;
    }
    return flags & VM_SHARED ? flags | VM_MAYSHARE : flags;
}

/* Where mmap goes down from: the top of what lies mapped in the upper half below the stack, or a gap below the
 * stack. */
static void layout_mmap_base(struct mm *m, slot_t proc, const struct mm_layout *layout)
{
    const vaddr_t usual = m->proc[proc].mmap_base;
    vaddr_t stack = 0;
    vaddr_t base;

    for (uint32_t i = 0; i < layout->area_count; i++) {
        stack = layout->areas[i].role == VR_STACK ? layout->areas[i].end : stack;
    }
    base = stack > GAP_MIN_BYTES ? stack - GAP_MIN_BYTES : 0;
    for (uint32_t i = 0; i < layout->area_count; i++) {
        const struct mm_area *a = &layout->areas[i];

        if ((a->role == VR_LIB || a->role == VR_PLAIN) && a->start > stack / 2 && a->end <= stack) {
            base = a->end;
        }
    }
    if (base != 0 && base < usual) {
        proc_set_mmap_base(m, proc, base);
    }
}

static void add_layout(struct mm *m, slot_t proc, const struct mm_layout *layout)
{
    for (uint32_t i = 0; i < layout->area_count; i++) {
        const struct mm_area *a = &layout->areas[i];
        const char *file = a->role == VR_VVAR ? "[vvar]" : a->role == VR_VDSO ? "[vdso]" : a->file;

        add_area(m, proc, a->start, a->end - a->start, area_flags(a), (enum mm_vma_role)a->role,
                 file, a->offset_bytes);
        note_role(m, proc, a);
    }
    if (m->proc[proc].start_brk ==
        0) { /* the heap will begin after the data, or after everything low */
        proc_set_start_brk(
            m, proc, m->proc[proc].end_data != 0 ? m->proc[proc].end_data : m->proc[proc].end_code);
        proc_set_brk(m, proc, m->proc[proc].start_brk);
    }
    proc_set_inferred(m, proc, layout->inferred);
}

enum mm_err layout_check(struct mm *m, const struct mm_cmd *cmd, unsigned arg,
                         const struct mm_layout *layout)
{
    const vaddr_t size = process_task_size(m);
    uint32_t names = 4;
    vaddr_t below = 0;

    for (uint32_t i = 0; i < layout->area_count; i++) {
        const struct mm_area *a = &layout->areas[i];

        if (((a->start | a->end) & ~MM_PAGE_MASK) != 0 || a->start >= a->end || a->start < below ||
            a->end > size || memchr(a->file, '\0', MM_NAME_BYTES) == NULL || a->role >= VR_COUNT) {
            return actor_refuse(m, cmd, arg, MM_ERANGE, a->end, size);
        }
        names += name_find(m, a->file) == SLOT_NONE;
        below = a->end;
    }
    if (!process_room(m) || !name_room(m, names) || layout->area_count > vma_room(m)) {
        return actor_refuse(m, cmd, arg, MM_ELIMIT, layout->area_count, vma_room(m));
    }
    return MM_OK;
}

slot_t layout_spawn(struct mm *m, const char *name, const struct mm_layout *layout, uint32_t cpu)
{
    const slot_t proc = process_new(m, name, "", cpu);

    if (proc == SLOT_NONE) {
        machine_set_r_errno(m, 0, LX_ENOMEM);
        return SLOT_NONE;
    }
    ev_push(m);
    set_mmap_base(m, proc);
    layout_mmap_base(m, proc, layout);
    add_layout(m, proc, layout);
    ev_pop(m);
    return layout_done(m, proc);
}
