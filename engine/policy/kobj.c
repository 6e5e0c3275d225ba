/* kobj.c - objects and stacks of tasks, objects of areas. */
#include "policy/kobj.h"

#include "base/vmstat.h"
#include "policy/kfile.h"
#include "policy/kmem.h"
#include "policy/palloc.h"

#define TASK_OBJECTS  8u
#define STACK_PAGES   4u
#define STACK_PAGES32 2u
#define KEPT_STACKS   2u
#define LEAF_SLOTS    16u /* MAPLE_RANGE64_SLOTS */
#define INNER_SLOTS   10u /* MAPLE_ARANGE64_SLOTS */

/* In the order in which copy_process() makes them. */
static const uint16_t task_rows[TASK_OBJECTS] = {
    KMR_task_struct,   KMR_cred_jar,     KMR_files_cache, KMR_fs_cache,
    KMR_sighand_cache, KMR_signal_cache, KMR_mm_struct,   KMR_pid,
};

/* The cache a row's objects come from: fs_cache is merged into a like one. */
static slot_t cache_of(const struct mm *m, unsigned row)
{
    struct kmem_row r;

    MM_ASSERT(m, kmem_row(m, row, &r));
    return r.root ? row : kmem_find(m, r.name);
}

/* ---- stacks ---------------------------------------------------------------------------------------------- */

static unsigned stack_pages(const struct mm *m)
{
    return slab_word_bytes(m) == 8 ? STACK_PAGES : STACK_PAGES32;
}

static void count_stack(struct mm *m, const pfn_t stack[STACK_PAGES], int sign)
{
    for (unsigned i = 0; i < STACK_PAGES && stack[i] != 0; i++) {
        const unsigned pages = slab_word_bytes(m) == 8 ? 1 : STACK_PAGES32;

        vmstat_node_add(m, node_of(m, stack[i]), VMC_nr_kernel_stack, sign * (int)(4 * pages));
    }
}

static pfn_t kept(const struct mm *m, uint32_t cpu, unsigned i)
{
    const struct cpu *c = &m->cpu[cpu];
    const pfn_t all[] = {c->kept0, c->kept1, c->kept2, c->kept3,
                         c->kept4, c->kept5, c->kept6, c->kept7};

    return all[i];
}

static void set_kept(struct mm *m, uint32_t cpu, unsigned i, pfn_t pfn)
{
    switch (i) {
    case 0: cpu_set_kept0(m, cpu, pfn); break;
    case 1: cpu_set_kept1(m, cpu, pfn); break;
    case 2: cpu_set_kept2(m, cpu, pfn); break;
    case 3: cpu_set_kept3(m, cpu, pfn); break;
    case 4: cpu_set_kept4(m, cpu, pfn); break;
    case 5: cpu_set_kept5(m, cpu, pfn); break;
    case 6: cpu_set_kept6(m, cpu, pfn); break;
    default: cpu_set_kept7(m, cpu, pfn); break;
    }
}

/* One of the stacks this CPU keeps; 0 frames when it keeps none. */
static bool take_kept(struct mm *m, uint32_t cpu, pfn_t stack[STACK_PAGES])
{
    for (unsigned s = 0; s < KEPT_STACKS; s++) {
        if (kept(m, cpu, s * STACK_PAGES) == 0) {
            continue;
        }
        for (unsigned i = 0; i < STACK_PAGES; i++) {
            stack[i] = kept(m, cpu, s * STACK_PAGES + i);
            set_kept(m, cpu, s * STACK_PAGES + i, 0);
        }
        return true;
    }
    return false;
}

static bool keep(struct mm *m, uint32_t cpu, const pfn_t stack[STACK_PAGES])
{
    for (unsigned s = 0; slab_word_bytes(m) == 8 && s < KEPT_STACKS; s++) {
        if (kept(m, cpu, s * STACK_PAGES) == 0) {
            for (unsigned i = 0; i < STACK_PAGES; i++) {
                set_kept(m, cpu, s * STACK_PAGES + i, stack[i]);
            }
            return true;
        }
    }
    return false;
}

static void free_stack(struct mm *m, uint32_t cpu, const pfn_t stack[STACK_PAGES])
{
    const unsigned order = slab_word_bytes(m) == 8 ? 0 : 1;

    for (unsigned i = 0; i < STACK_PAGES && stack[i] != 0; i++) {
        for (pfn_t p = stack[i]; p < stack[i] + (1u << order); p++) {
            frame_set_use(m, p, KU_NONE);
        }
        palloc_put(m, cpu, stack[i], order);
    }
}

/* alloc_thread_stack_node(): frames one by one with 64 bits, one block with 32. */
static bool take_stack(struct mm *m, uint32_t cpu, pfn_t stack[STACK_PAGES])
{
    const uint32_t gfp = (uint32_t)GFP_KERNEL_ACCOUNT | GFP_BIT_ZERO;
    const unsigned order = slab_word_bytes(m) == 8 ? 0 : 1;

    for (unsigned i = 0; i < STACK_PAGES; i++) {
        stack[i] = 0;
    }
    for (unsigned i = 0; i < (order == 0 ? STACK_PAGES : 1); i++) {
        if (!palloc_get(m, cpu, order, gfp, FT_KERNEL, 0, &stack[i])) {
            stack[i] = 0;
            free_stack(m, cpu, stack);
            return false;
        }
        for (pfn_t p = stack[i]; p < stack[i] + (1u << order); p++) {
            frame_set_use(m, p, KU_STACK);
        }
    }
    return true;
}

static void set_stack(struct mm *m, slot_t proc, const pfn_t stack[STACK_PAGES])
{
    proc_set_stack0(m, proc, stack[0]);
    proc_set_stack1(m, proc, stack[1]);
    proc_set_stack2(m, proc, stack[2]);
    proc_set_stack3(m, proc, stack[3]);
}

/* ---- tasks ----------------------------------------------------------------------------------------------- */

static void put_objects(struct mm *m, uint32_t cpu, const uint64_t obj[], unsigned count)
{
    for (unsigned i = count; i > 0; i--) {
        kmem_put(m, cpu, obj[i - 1]);
    }
}

bool kobj_task_get(struct mm *m, uint32_t cpu, struct kobj_task *task)
{
    *task = (struct kobj_task){.kept = false};
    if (!m->config.slab) {
        return true;
    }
    for (unsigned i = 0; i < TASK_OBJECTS; i++) {
        if (!kmem_get(m, cpu, cache_of(m, task_rows[i]), &task->obj[i])) {
            put_objects(m, cpu, task->obj, i);
            return false;
        }
    }
    task->kept = take_kept(m, cpu, task->stack);
    if (!task->kept && !take_stack(m, cpu, task->stack)) {
        put_objects(m, cpu, task->obj, TASK_OBJECTS);
        return false;
    }
    return true;
}

void kobj_task_undo(struct mm *m, uint32_t cpu, const struct kobj_task *task)
{
    if (m->config.slab) {
        free_stack(m, cpu, task->stack);
        put_objects(m, cpu, task->obj, TASK_OBJECTS);
    }
}

void kobj_task_set(struct mm *m, slot_t proc, const struct kobj_task *task)
{
    if (!m->config.slab) {
        return;
    }
    ev(m, EV_STACK_TAKE, m->proc[proc].pid, task->stack[0], stack_pages(m), task->kept,
       m->proc[proc].cpu);
    proc_set_obj_task(m, proc, task->obj[0]);
    proc_set_obj_cred(m, proc, task->obj[1]);
    proc_set_obj_files(m, proc, task->obj[2]);
    proc_set_obj_fs(m, proc, task->obj[3]);
    proc_set_obj_sighand(m, proc, task->obj[4]);
    proc_set_obj_signal(m, proc, task->obj[5]);
    proc_set_obj_mm(m, proc, task->obj[6]);
    proc_set_obj_pid(m, proc, task->obj[7]);
    set_stack(m, proc, task->stack);
    count_stack(m, task->stack, 1);
}

void kobj_task_put(struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];
    const uint32_t cpu = p->cpu;
    const uint64_t obj[TASK_OBJECTS] = {p->obj_task,    p->obj_cred,   p->obj_files, p->obj_fs,
                                        p->obj_sighand, p->obj_signal, p->obj_mm,    p->obj_pid};
    const pfn_t stack[STACK_PAGES] = {p->stack0, p->stack1, p->stack2, p->stack3};
    const pfn_t none[STACK_PAGES] = {0};

    if (p->obj_task == 0) {
        return;
    }
    count_stack(m, stack, -1);
    const bool stays = keep(m, cpu, stack);

    ev(m, EV_STACK_GIVE, p->pid, stack[0], stack_pages(m), stays, cpu);
    set_stack(m, proc, none);
    if (!stays) {
        free_stack(m, cpu, stack);
    }
    put_objects(m, cpu, obj, TASK_OBJECTS);
    proc_set_obj_task(m, proc, 0);
    proc_set_obj_cred(m, proc, 0);
    proc_set_obj_files(m, proc, 0);
    proc_set_obj_fs(m, proc, 0);
    proc_set_obj_sighand(m, proc, 0);
    proc_set_obj_signal(m, proc, 0);
    proc_set_obj_mm(m, proc, 0);
    proc_set_obj_pid(m, proc, 0);
}

/* ---- areas ----------------------------------------------------------------------------------------------- */

static uint32_t maple_nodes(uint32_t areas)
{
    uint32_t level = areas == 0 ? 0 : (2 * areas + 1 + LEAF_SLOTS - 1) / LEAF_SLOTS;
    uint32_t nodes = level;

    while (level > 1) {
        level = (level + INNER_SLOTS - 1) / INNER_SLOTS;
        nodes += level;
    }
    return nodes;
}

void kobj_areas_trim(struct mm *m, slot_t proc)
{
    const uint32_t want = m->config.slab ? maple_nodes(m->proc[proc].vma_count) : 0;

    while (m->proc[proc].maple_nodes > want) {
        const uint64_t node = m->proc[proc].obj_maple;

        proc_set_obj_maple(m, proc, slab_word(m, node));
        proc_set_maple_nodes(m, proc, m->proc[proc].maple_nodes - 1);
        slab_set_word(m, node, 0);
        kmem_put(m, m->proc[proc].cpu, node);
    }
}

static bool grow_maple(struct mm *m, slot_t proc)
{
    const uint32_t want = maple_nodes(m->proc[proc].vma_count + 1);
    uint64_t node;

    while (m->proc[proc].maple_nodes < want) {
        if (!kmem_get(m, m->proc[proc].cpu, KMR_maple_node, &node)) {
            kobj_areas_trim(m, proc);
            return false;
        }
        slab_set_word(m, node, m->proc[proc].obj_maple);
        proc_set_obj_maple(m, proc, node);
        proc_set_maple_nodes(m, proc, m->proc[proc].maple_nodes + 1);
    }
    return true;
}

bool kobj_area_get(struct mm *m, slot_t proc, bool anon, struct kobj_area *area)
{
    const uint32_t cpu = m->proc[proc].cpu;

    *area = (struct kobj_area){.obj = 0};
    if (!m->config.slab) {
        return true;
    }
    if (!kmem_get(m, cpu, KMR_vm_area_struct, &area->obj)) {
        return false;
    }
    if (anon && !kmem_get(m, cpu, KMR_anon_vma_chain, &area->chain)) {
        kmem_put(m, cpu, area->obj);
        return false;
    }
    if (!grow_maple(m, proc)) {
        put_objects(m, cpu, &area->obj, 1);
        if (area->chain != 0) {
            kmem_put(m, cpu, area->chain);
        }
        return false;
    }
    return true;
}

/* The area is one more (fewer) of those that an anon_vma counts. */
static void join_anon(struct mm *m, slot_t vma, uint64_t anon, uint64_t chain)
{
    slab_set_word(m, anon, slab_word(m, anon) + 1);
    vma_set_obj_anon_vma(m, vma, anon);
    vma_set_obj_chain(m, vma, chain);
}

void kobj_area_set(struct mm *m, slot_t vma, const struct kobj_area *area, slot_t like)
{
    vma_set_obj(m, vma, area->obj);
    if (like != SLOT_NONE) {
        kfile_join(m, vma, m->vma[like].obj_filp);
    }
    if (area->chain != 0) {
        MM_ASSERT(m, like != SLOT_NONE && m->vma[like].obj_anon_vma != 0);
        join_anon(m, vma, m->vma[like].obj_anon_vma, area->chain);
    }
}

static void leave_anon(struct mm *m, slot_t vma, uint32_t cpu)
{
    const uint64_t anon = m->vma[vma].obj_anon_vma;
    const uint64_t chain = m->vma[vma].obj_chain;

    if (anon == 0) {
        return;
    }
    vma_set_obj_anon_vma(m, vma, 0);
    vma_set_obj_chain(m, vma, 0);
    kmem_put(m, cpu, chain);
    slab_set_word(m, anon, slab_word(m, anon) - 1);
    if (slab_word(m, anon) == 0) {
        kmem_put(m, cpu, anon);
    }
}

void kobj_area_put(struct mm *m, slot_t vma)
{
    const uint32_t cpu = m->proc[m->vma[vma].proc].cpu;
    const uint64_t obj = m->vma[vma].obj;

    leave_anon(m, vma, cpu);
    kfile_leave(m, vma);
    if (obj != 0) {
        vma_set_obj(m, vma, 0);
        kmem_put(m, cpu, obj);
    }
}

bool kobj_anon_get(struct mm *m, slot_t vma, slot_t like)
{
    const uint32_t cpu = m->proc[m->vma[vma].proc].cpu;
    uint64_t anon = like != SLOT_NONE ? m->vma[like].obj_anon_vma : 0;
    uint64_t chain;

    if (!m->config.slab) {
        return true;
    }
    if (!kmem_get(m, cpu, KMR_anon_vma_chain, &chain)) {
        return false;
    }
    if (anon == 0 && !kmem_get(m, cpu, KMR_anon_vma, &anon)) {
        kmem_put(m, cpu, chain);
        return false;
    }
    join_anon(m, vma, anon, chain);
    return true;
}

void kobj_anon_pass(struct mm *m, slot_t vma, slot_t gone)
{
    const uint64_t anon = m->vma[gone].obj_anon_vma;
    const uint64_t chain = m->vma[gone].obj_chain;

    vma_set_obj_anon_vma(m, gone, 0);
    vma_set_obj_chain(m, gone, 0);
    vma_set_obj_anon_vma(m, vma, anon);
    vma_set_obj_chain(m, vma, chain);
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

static void check_object(struct mm *m, uint64_t obj, unsigned row)
{
    MM_ASSERT(m, kmem_holds(m, obj, cache_of(m, row)));
}

static void check_area(struct mm *m, slot_t v)
{
    const struct vma *a = &m->vma[v];
    uint64_t sharing = 0;

    check_object(m, a->obj, KMR_vm_area_struct);             /* O1 */
    MM_ASSERT(m, (a->anon_vma != 0) == (a->obj_chain != 0)); /* O2 */
    if (a->anon_vma == 0) {
        MM_ASSERT(m, a->obj_anon_vma == 0);
        return;
    }
    check_object(m, a->obj_chain, KMR_anon_vma_chain);
    check_object(m, a->obj_anon_vma, KMR_anon_vma);
    for (slot_t o = m->proc[a->proc].vma_first; o != SLOT_NONE; o = m->vma[o].next) {
        MM_ASSERT(m, (m->vma[o].anon_vma == a->anon_vma) ==
                         (m->vma[o].obj_anon_vma == a->obj_anon_vma));
        sharing += m->vma[o].anon_vma == a->anon_vma;
    }
    MM_ASSERT(m, slab_word(m, a->obj_anon_vma) == sharing);
}

static uint64_t check_task(struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];
    const uint64_t obj[TASK_OBJECTS] = {p->obj_task,    p->obj_cred,   p->obj_files, p->obj_fs,
                                        p->obj_sighand, p->obj_signal, p->obj_mm,    p->obj_pid};
    uint64_t node = p->obj_maple;

    for (unsigned i = 0; i < TASK_OBJECTS; i++) { /* O1 */
        check_object(m, obj[i], task_rows[i]);
    }
    for (slot_t v = p->vma_first; v != SLOT_NONE; v = m->vma[v].next) {
        check_area(m, v);
    }
    MM_ASSERT(m, p->maple_nodes == maple_nodes(p->vma_count)); /* O3 */
    for (uint32_t i = 0; i < p->maple_nodes; i++, node = slab_word(m, node)) {
        check_object(m, node, KMR_maple_node);
    }
    MM_ASSERT(m, node == 0);
    MM_ASSERT(m, m->frame[p->stack0].use == KU_STACK);
    return 4ull * stack_pages(m);
}

void kobj_check(struct mm *m)
{
    uint64_t stack_kb = 0;
    uint64_t kept_frames = 0;
    uint64_t frames = 0;

    for (slot_t i = 0; i < m->region[MM_R_proc].count; i++) {
        if (m->proc[i].live && m->config.slab) {
            stack_kb += check_task(m, i);
        }
    }
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        for (unsigned i = 0; i < KEPT_STACKS * STACK_PAGES; i++) {
            kept_frames += kept(m, c, i) != 0;
        }
    }
    for (pfn_t p = 0; p < m->frames; p++) {
        frames += m->frame[p].use == KU_STACK;
    }
    MM_ASSERT(m, vmstat_get(m, VMC_nr_kernel_stack) == stack_kb); /* O4 */
    MM_ASSERT(m, frames == stack_kb / 4 + kept_frames);
}
