/* fault.c - what the kernel does when an access cannot be translated. */
#include "policy/fault.h"

#include "base/rng.h"
#include "parts/tlb.h"
#include "policy/commit.h"
#include "policy/merge.h"
#include "policy/palloc.h"
#include "policy/usage.h"

/* One fault under way. */
struct fault {
    uint32_t cpu;
    slot_t proc;
    slot_t vma;
    vaddr_t addr; /* of the page */
    bool write;
    struct pgtable_pos at;
    uint64_t entry; /* as it was found */
};

bool fault_canonical(const struct mm *m, vaddr_t addr)
{
    return pgtable_canonical(m, addr);
}

bool fault_signal(enum mm_fault_kind kind, unsigned *signal, unsigned *si_code)
{
    switch (kind) {
    case FK_BAD_AREA:
        *signal = LX_SIGSEGV;
        *si_code = SIC_SEGV_MAPERR;
        return true;
    case FK_BAD_ACCESS:
        *signal = LX_SIGSEGV;
        *si_code = SIC_SEGV_ACCERR;
        return true;
    case FK_NON_CANONICAL:
        *signal = LX_SIGSEGV;
        *si_code = SIC_SI_KERNEL;
        return true;
    case FK_BEYOND_EOF:
        *signal = LX_SIGBUS;
        *si_code = SIC_BUS_ADRERR;
        return true;
    case FK_NO_MEMORY:
        *signal = LX_SIGKILL;
        *si_code = SIC_NONE;
        return true;
    default: return false;
    }
}

/* ---- the stack ------------------------------------------------------------------------------------------- */

bool fault_grow_stack(struct mm *m, slot_t vma, vaddr_t addr)
{
    const struct vma *v = &m->vma[vma];
    const slot_t proc = v->proc;
    const vaddr_t start = addr & MM_PAGE_MASK;
    const slot_t prev = v->prev;
    const uint64_t grow = (v->start - start) >> MM_PAGE_SHIFT;

    MM_ASSERT(m, start < v->start && (prev == SLOT_NONE || start >= m->vma[prev].end));
    if (start < m->sysctl[SC_MMAP_MIN_ADDR].value) {
        return false;
    }
    if (prev != SLOT_NONE && !(m->vma[prev].flags & VM_GROWSDOWN) &&
        (m->vma[prev].flags & VM_ACCESS_BITS) && start - m->vma[prev].end < VMA_STACK_GUARD_BYTES) {
        return false;
    }
    if (grow > v->pgoff || (v->end - start) >> MM_PAGE_SHIFT > m->proc[proc].stack_limit_pages) {
        return false;
    }
    if ((v->flags & VM_ACCOUNT) && !commit_charge(m, proc, grow)) {
        return false;
    }
    if (!merge_anon_prepare(m, vma)) {
        if (v->flags & VM_ACCOUNT) {
            commit_release(m, grow);
        }
        return false;
    }
    ev(m, EV_STACK_GROW, m->proc[proc].pid, vma, grow, start);
    if (v->flags & VM_LOCKED) {
        proc_set_locked_vm_pages(m, proc, m->proc[proc].locked_vm_pages + grow);
    }
    usage_areas(m, proc, v->flags, (int64_t)grow);
    vma_resize(m, vma, start, v->end, v->pgoff - grow);
    return true;
}

/* ---- frames ---------------------------------------------------------------------------------------------- */

/* What a file's block holds before anybody writes: never a tag that a store makes, never 0. */
static uint32_t file_tag(const struct mm *m, uint32_t file, uint64_t block)
{
    const struct name *n = &m->name[file];
    uint64_t x = n->w0 ^ (n->w1 * 3) ^ (n->w2 * 5) ^ (n->w3 * 7);
    uint64_t y;

    y = rng_mix(&x) ^ block;
    return (uint32_t)rng_mix(&y) | 0x80000000u;
}

static uint64_t file_block(const struct mm *m, const struct fault *f)
{
    const struct vma *v = &m->vma[f->vma];

    return v->pgoff + ((f->addr - v->start) >> MM_PAGE_SHIFT);
}

static bool frame_for(struct mm *m, const struct fault *f, enum mm_frame_type type, uint32_t flags,
                      uint32_t gfp, pfn_t *pfn)
{
    if (!palloc_get(m, f->cpu, 0, gfp, type, f->proc + 1, pfn)) {
        return false;
    }
    frame_set_flags(m, *pfn, flags);
    return true;
}

static bool anon_frame(struct mm *m, const struct fault *f, uint32_t gfp, pfn_t *pfn)
{
    return merge_anon_prepare(m, f->vma) &&
           frame_for(m, f, FT_ANON, PG_UPTODATE | PG_SWAPBACKED | PG_ANON | PG_ANON_EXCLUSIVE, gfp,
                     pfn);
}

static void file_fill(struct mm *m, const struct fault *f, pfn_t pfn)
{
    const uint32_t tag = file_tag(m, m->vma[f->vma].file, file_block(m, f));

    ev(m, EV_FRAME_FILL, pfn, tag);
    cost(m, f->cpu, COST_COPY_PAGE);
    frame_set_tag(m, pfn, tag);
}

/* ---- entries --------------------------------------------------------------------------------------------- */

bool fault_tables(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr, struct pgtable_pos *leaf)
{
    const pfn_t pgd = m->proc[proc].pgd_pfn;
    pfn_t table;

    while (pgtable_missing(m, pgd, addr) > 0) {
        const unsigned level = pgtable_add_level(m, pgd, addr);

        if (!palloc_get(m, cpu, 0, GFP_PGTABLE, FT_TABLE, proc + 1, &table)) {
            return false;
        }
        ev(m, EV_PT_ALLOC, m->proc[proc].pid, level, table, addr);
        pgtable_add(m, pgd, addr, table);
        usage_table(m, proc, level, table, 1);
        frame_touch(m, table);
    }
    MM_ASSERT(m, pgtable_find(m, pgd, addr, leaf));
    return true;
}

static void set_entry(struct mm *m, const struct fault *f, uint64_t entry)
{
    ev(m, EV_PTE_SET, f->at.table, f->at.index, entry, f->entry, f->addr, m->proc[f->proc].pid);
    pgtable_write(m, f->at.table, f->at.index, entry);
}

/* Map a frame that nobody mapped before. */
static void map_frame(struct mm *m, const struct fault *f, pfn_t pfn, bool writable)
{
    const uint32_t flags = m->vma[f->vma].flags;
    uint64_t entry = pgtable_entry(m, pfn, flags) & ~PTE_RW;

    if (writable && (flags & VM_WRITE)) {
        entry |= PTE_RW | PTE_D;
    }
    set_entry(m, f, entry);
    usage_map(m, f->vma, pfn, f->addr);
}

/* Replace a mapped page, which other CPUs may still have in their TLBs: ptep_clear_flush(). */
static void replace_entry(struct mm *m, struct fault *f, pfn_t fresh)
{
    ev(m, EV_PTE_CLEAR, f->at.table, f->at.index, f->entry, f->addr, m->proc[f->proc].pid);
    pgtable_write(m, f->at.table, f->at.index, 0);
    tlb_flush_range(m, f->cpu, f->proc, f->addr, f->addr + MM_PAGE_BYTES);
    f->entry = 0;
    map_frame(m, f, fresh, true);
}

/* ---- deciding and doing ---------------------------------------------------------------------------------- */

/* An anonymous page that nobody else can have; the reference of a batch it waits in does not count. */
static bool is_ours(const struct mm *m, pfn_t pfn)
{
    const int32_t waits = frame_is(m, pfn, PG_LRU) ? 0 : 1;

    return frame_is(m, pfn, PG_ANON) &&
           (frame_is(m, pfn, PG_ANON_EXCLUSIVE) || m->frame[pfn].refcount <= 1 + waits);
}

/* handle_pte_fault(): what is to be done, from the entry and the area. */
static enum mm_fault_kind decide(const struct mm *m, const struct fault *f)
{
    const struct vma *v = &m->vma[f->vma];
    const bool shared = (v->flags & VM_SHARED) != 0;

    if (f->entry == 0) {
        if (v->file != 0) {
            return f->write ? FK_FILE_WRITE : FK_FILE_READ;
        }
        return f->write || shared ? FK_ANON_WRITE : FK_ANON_READ;
    }
    if (!f->write || (f->entry & PTE_RW)) {
        return FK_SPURIOUS;
    }
    if (f->entry & PTE_SPECIAL) {
        return FK_ZERO_WRITE;
    }
    if (shared || is_ours(m, pgtable_pfn(f->entry))) {
        return FK_REUSE;
    }
    return FK_COPY;
}

static bool do_anon(struct mm *m, struct fault *f, enum mm_fault_kind kind)
{
    pfn_t pfn;
    bool ok;

    if (m->vma[f->vma].flags & VM_SHARED) { /* a page of shared memory without a name */
        ok = frame_for(m, f, FT_FILE, PG_UPTODATE | PG_SWAPBACKED, GFP_ANON_PAGE, &pfn);
    } else {
        ok = anon_frame(m, f, GFP_ANON_PAGE, &pfn);
    }
    if (ok && kind == FK_ZERO_WRITE) {
        replace_entry(m, f, pfn);
    } else if (ok) {
        map_frame(m, f, pfn, true);
    }
    return ok;
}

static bool do_file(struct mm *m, struct fault *f)
{
    const bool private_write = f->write && !(m->vma[f->vma].flags & VM_SHARED);
    pfn_t pfn;
    bool ok;

    if (private_write) {
        ok = anon_frame(m, f, GFP_HIGHUSER_MOVABLE, &pfn);
    } else {
        ok = frame_for(m, f, FT_FILE, PG_UPTODATE, GFP_HIGHUSER_MOVABLE, &pfn);
    }
    if (ok) {
        file_fill(m, f, pfn);
        map_frame(m, f, pfn, f->write);
    }
    return ok;
}

static bool do_copy(struct mm *m, struct fault *f)
{
    const pfn_t old = pgtable_pfn(f->entry);
    pfn_t fresh;

    if (!anon_frame(m, f, GFP_HIGHUSER_MOVABLE, &fresh)) {
        return false;
    }
    ev(m, EV_FRAME_COPY, old, fresh);
    cost(m, f->cpu, COST_COPY_PAGE);
    frame_set_tag(m, fresh, m->frame[old].tag);
    replace_entry(m, f, fresh);
    if (usage_unmap(m, f->vma, old)) {
        palloc_put(m, f->cpu, old, 0);
    }
    return true;
}

static void do_reuse(struct mm *m, const struct fault *f)
{
    const pfn_t pfn = pgtable_pfn(f->entry);

    set_entry(m, f, f->entry | PTE_RW | PTE_A | PTE_D);
    vmstat_add(m, VMC_pgreuse, 1);
    frame_touch(m, pfn);
    if (frame_is(m, pfn, PG_ANON)) {
        frame_flags_add(m, pfn, PG_ANON_EXCLUSIVE);
    }
}

static bool act(struct mm *m, struct fault *f, enum mm_fault_kind kind)
{
    const uint32_t flags = m->vma[f->vma].flags;
    const pfn_t zero = m->machine->zero_pfn;

    switch (kind) {
    case FK_ANON_READ:
        set_entry(m, f, (pgtable_entry(m, zero, flags) & ~PTE_RW) | PTE_SPECIAL);
        return true;
    case FK_ANON_WRITE:
    case FK_ZERO_WRITE: return do_anon(m, f, kind);
    case FK_FILE_READ:
    case FK_FILE_WRITE: return do_file(m, f);
    case FK_COPY: return do_copy(m, f);
    case FK_REUSE: do_reuse(m, f); return true;
    default: set_entry(m, f, f->entry | PTE_A | (f->write ? PTE_D : 0)); return true;
    }
}

/* handle_mm_fault(): the area allows it, make the page be there. */
static enum mm_fault_kind resolve(struct mm *m, struct fault *f, vaddr_t addr)
{
    enum mm_fault_kind kind;
    bool done;

    vmstat_add(m, VMC_pgfault, 1);
    if (!fault_tables(m, f->cpu, f->proc, f->addr, &f->at)) {
        return FK_NO_MEMORY;
    }
    f->entry = pgtable_read(m, f->at.table, f->at.index);
    kind = decide(m, f);
    ev(m, EV_FAULT_DECIDE, m->proc[f->proc].pid, addr, kind, f->vma);
    ev_push(m);
    done = act(m, f, kind);
    ev_pop(m);
    if (!done) {
        return FK_NO_MEMORY;
    }
    proc_set_minflt(m, f->proc, m->proc[f->proc].minflt + 1);
    vma_touch(m, f->vma);
    return kind;
}

/* ---- the two ways in ------------------------------------------------------------------------------------- */

/* do_user_addr_fault() up to the page: the area, the stack, the rights. FK_SPURIOUS: go on. */
static enum mm_fault_kind find_area(struct mm *m, struct fault *f, vaddr_t addr,
                                    uint32_t error_code)
{
    const uint32_t pid = m->proc[f->proc].pid;
    const struct vma *v;

    if (addr >= m->proc[f->proc].task_size) {
        return FK_BAD_AREA;
    }
    f->vma = vma_find(m, f->proc, addr);
    if (f->vma == SLOT_NONE) {
        ev(m, EV_VMA_FIND, pid, addr, SLOT_NONE, 0, 0, 0);
        return FK_BAD_AREA;
    }
    v = &m->vma[f->vma];
    ev(m, EV_VMA_FIND, pid, addr, f->vma, v->start <= addr, v->start, v->end);
    if (addr < v->start && (!(v->flags & VM_GROWSDOWN) || !fault_grow_stack(m, f->vma, addr))) {
        return FK_BAD_AREA;
    }
    if (error_code & PF_WRITE) {
        return v->flags & VM_WRITE ? FK_SPURIOUS : FK_BAD_ACCESS;
    }
    if ((error_code & PF_PROT) || !(v->flags & VM_ACCESS_BITS)) {
        return FK_BAD_ACCESS;
    }
    return FK_SPURIOUS;
}

enum mm_fault_kind fault_handle(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t addr,
                                uint32_t error_code)
{
    const uint32_t pid = m->proc[proc].pid;
    const uint64_t began = m->cpu[cpu].clock_ns;
    struct fault f = {.cpu = cpu, .proc = proc, .vma = SLOT_NONE, .addr = addr & MM_PAGE_MASK};
    enum mm_fault_kind kind = FK_NON_CANONICAL;

    f.write = (error_code & PF_WRITE) != 0;
    ev(m, EV_PAGE_FAULT, pid, addr, error_code, cpu);
    ev_push(m);
    cost(m, cpu, COST_FAULT_ENTRY);
    if (pgtable_canonical(m, addr)) {
        kind = find_area(m, &f, addr, error_code);
        cost(m, cpu, COST_FAULT_WORK);
    }
    if (kind == FK_SPURIOUS) {
        kind = resolve(m, &f, addr);
    } else {
        ev(m, EV_FAULT_DECIDE, pid, addr, kind, f.vma);
    }
    ev(m, EV_FAULT_DONE, pid, addr, kind, 0, m->cpu[cpu].clock_ns - began);
    ev_pop(m);
    return kind;
}

/* Does GUP find the page without a fault? */
static bool is_there(const struct mm *m, const struct fault *f)
{
    struct pgtable_pos at;
    uint64_t entry;

    if (!pgtable_find(m, m->proc[f->proc].pgd_pfn, f->addr, &at)) {
        return false;
    }
    entry = pgtable_read(m, at.table, at.index);
    return pgtable_present(entry) && (!f->write || (entry & PTE_RW));
}

enum mm_fault_kind fault_populate(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t start,
                                  vaddr_t end)
{
    struct fault f = {.cpu = cpu, .proc = proc, .vma = SLOT_NONE};

    for (f.addr = start; f.addr < end; f.addr += MM_PAGE_BYTES) {
        uint32_t flags;

        if (f.vma == SLOT_NONE || f.addr >= m->vma[f.vma].end) {
            f.vma = vma_at(m, proc, f.addr);
        }
        if (f.vma == SLOT_NONE) {
            return FK_BAD_AREA;
        }
        flags = m->vma[f.vma].flags;
        if (!(flags & VM_ACCESS_BITS)) {
            return FK_BAD_ACCESS;
        }
        f.write = (flags & (VM_WRITE | VM_SHARED)) == VM_WRITE;
        if (is_there(m, &f)) {
            continue;
        }
        cost(m, cpu, COST_FAULT_WORK);
        if (resolve(m, &f, f.addr) == FK_NO_MEMORY) {
            return FK_NO_MEMORY;
        }
    }
    return FK_SPURIOUS;
}
