/* kobj.h - the kernel's own objects: what a process, an area and a kernel stack cost.
 *
 * Models    Linux 6.1 kernel/fork.c: dup_task_struct(), alloc_thread_stack_node(), free_thread_stack(),
 *           try_release_thread_stack_to_cache(), copy_signal(), copy_files() …; mm/rmap.c: __anon_vma_prepare(),
 *           anon_vma_clone(), unlink_anon_vmas(); lib/maple_tree.c as far as its nodes cost memory.
 * Differs   a maple tree of n areas has the nodes that 2n + 1 ranges need (no two areas touch) in leaves of 16 and
 *           inner nodes of 10, all full: 3 nodes for 12 areas, as recorded; Linux's may be up to half empty. When an
 *           area swallows another that has an anon_vma, the link passes over instead of being made anew. Two
 *           small pieces of a task (recorded: one of kmalloc-64, one of kmalloc-96) are left out. With slab=off nothing
 *           here costs anything.
 * Shape     proc.obj_* and vma.obj* hold physical addresses, 0 none. An anon_vma counts its areas in its first word;
 *           maple nodes are linked by theirs. A stack is 16 KB: four frames, anywhere (it lies in vmalloc space), in
 *           proc.stack0..3, of use `stack`; with 32 bits 8 KB, one block of two frames. Each CPU keeps the frames of up
 *           to two stacks of tasks that ended (cpu.kept0..7).
 * Units     objects by physical address; counter nr_kernel_stack in kB.
 * Owns      proc.obj_*, proc.stack*, proc.maple_nodes, vma.obj*, cpu.kept*; counter nr_kernel_stack.
 * Events    STACK_TAKE STACK_GIVE and those of policy/kmem
 * Invariants  (kobj_check)
 *   O1  with slab=on a live process has all its objects and a stack, a live area its vm_area_struct; with slab=off none
 *   O2  an area with an anon_vma has a link, areas with the same anon_vma share one object, which counts them
 *   O3  a process has the maple nodes that its number of areas asks for
 *   O4  nr_kernel_stack is what live processes have; frames of use `stack` are theirs or kept
 */
#ifndef MM_POLICY_KOBJ_H
#define MM_POLICY_KOBJ_H

#include "parts/vma.h"

/* What one new process holds before it has a slot. */
struct kobj_task {
    uint64_t obj[8]; /* task, stack's owner first: see kobj.c */
    pfn_t stack[4];
    bool kept; /* the stack came from those the CPU keeps */
};
/* All or nothing. False: no memory, everything was given back. */
bool kobj_task_get(struct mm *m, uint32_t cpu, struct kobj_task *task);
/* The process holds them now. */
void kobj_task_set(struct mm *m, slot_t proc, const struct kobj_task *task);
/* Give a process's objects and stack back. Pre: it has no areas. */
void kobj_task_put(struct mm *m, slot_t proc);
/* Give back what no process holds yet. */
void kobj_task_undo(struct mm *m, uint32_t cpu, const struct kobj_task *task);

/* What one more area of a process costs: its vm_area_struct, with anon a link to an anon_vma, maple nodes. False: no
 * memory, everything was given back. */
struct kobj_area {
    uint64_t obj, chain;
};
bool kobj_area_get(struct mm *m, slot_t proc, bool anon, struct kobj_area *area);
/* The area holds them; with a link it joins the anon_vma of `like` (SLOT_NONE: it has none), and it shares its file. */
void kobj_area_set(struct mm *m, slot_t vma, const struct kobj_area *area, slot_t like);
/* Give an area's objects back, before vma_free. */
void kobj_area_put(struct mm *m, slot_t vma);
/* After areas of the process went: maple nodes that are no longer needed go too. */
void kobj_areas_trim(struct mm *m, slot_t proc);

/* anon_vma_prepare(): `vma`, which has none, gets the anon_vma object of `like`, or a new one (SLOT_NONE). */
bool kobj_anon_get(struct mm *m, slot_t vma, slot_t like);
/* `vma`, which has none, takes over the link of `gone`, which is about to go. */
void kobj_anon_pass(struct mm *m, slot_t vma, slot_t gone);

void kobj_check(struct mm *m);

#endif
