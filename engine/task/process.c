/* process.c - processes: the slot, signals, exit, kill. */
#include "task/process.h"

#include "base/names.h"
#include "mm.h"
#include "policy/kobj.h"
#include "policy/palloc.h"
#include "policy/showmem.h"
#include "policy/unmap.h"
#include "policy/usage.h"
#include "task/actor.h"
#include "task/jobslot.h"

#define STACK_LIMIT_BYTES (8ull << 20) /* RLIMIT_STACK */
#define EXIT_CODE         0u
#define KILL_ACTOR        0u
#define KILL_SIGNAL       1u

static slot_t free_slot(const struct mm *m)
{
    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        if (!m->proc[p].live) {
            return p;
        }
    }
    return SLOT_NONE;
}

bool process_room(const struct mm *m)
{
    return free_slot(m) != SLOT_NONE && name_room(m, 2);
}

vaddr_t process_task_size(const struct mm *m)
{
    switch (m->config.paging_levels) {
    case 2: return 0xc0000000ull;
    case 5: return (1ull << 56) - MM_PAGE_BYTES;
    default: return (1ull << 47) - MM_PAGE_BYTES;
    }
}

slot_t process_new(struct mm *m, const char *name, const char *file, uint32_t cpu)
{
    const slot_t proc = free_slot(m);
    const uint32_t pid = m->machine->pid_next;
    struct kobj_task task;
    pfn_t pgd;

    MM_ASSERT(m, proc != SLOT_NONE);
    m->cpu_now = cpu;
    if (!kobj_task_get(m, cpu, &task)) {
        return SLOT_NONE;
    }
    if (!palloc_get(m, cpu, pgtable_top_order(m), GFP_PGTABLE, FT_TABLE, proc + 1, &pgd)) {
        kobj_task_undo(m, cpu, &task);
        return SLOT_NONE;
    }
    ev(m, EV_SPAWN, pid, proc);
    cost(m, cpu, COST_SPAWN);
    machine_set_pid_next(m, 0, pid + 1);
    proc_set_live(m, proc, 1);
    proc_set_pid(m, proc, pid);
    proc_set_ppid(m, proc, 1);
    proc_set_name(m, proc, name_get(m, name));
    proc_set_file(m, proc, name_get(m, file));
    MM_ASSERT(m, m->proc[proc].name != SLOT_NONE && m->proc[proc].file != SLOT_NONE);
    proc_set_state(m, proc, PS_RUNNING);
    proc_set_cpu(m, proc, cpu);
    kobj_task_set(m, proc, &task);
    proc_set_levels(m, proc, m->config.paging_levels);
    proc_set_task_size(m, proc, process_task_size(m));
    proc_set_stack_limit_pages(m, proc, STACK_LIMIT_BYTES >> MM_PAGE_SHIFT);
    proc_set_vma_root(m, proc, SLOT_NONE);
    proc_set_vma_first(m, proc, SLOT_NONE);
    proc_set_start_ns(m, proc, m->cpu[cpu].clock_ns);
    proc_set_step(m, proc, m->machine->step + m->machine->running);
    ev(m, EV_PT_ALLOC, pid, m->config.paging_levels, pgd, 0);
    pgtable_root(m, pgd);
    frame_touch(m, pgd);
    proc_set_pgd_pfn(m, proc, pgd);
    usage_table(m, proc, m->config.paging_levels, pgd, 1);
    return proc;
}

/* ---- the end --------------------------------------------------------------------------------------------- */

/* Every field but gen becomes zero. */
static void slot_clear(struct mm *m, slot_t proc)
{
    const uint32_t gen = m->proc[proc].gen + 1;

    name_put(m, m->proc[proc].name);
    name_put(m, m->proc[proc].file);
#define CLEAR(kind, field, type, vis, unit, en, zh) kind##_set_##field(m, proc, 0);
    MM_PROC_FIELDS(CLEAR)
#undef CLEAR
    proc_set_gen(m, proc, gen);
}

void process_exit(struct mm *m, slot_t proc, uint32_t exit_code, uint32_t signal)
{
    m->cpu_now = m->proc[proc].cpu;
    ev(m, EV_EXIT, m->proc[proc].pid, exit_code, signal);
    ev_push(m);
    proc_set_exit_code(m, proc, exit_code);
    proc_set_signal(m, proc, signal);
    proc_set_state(m, proc, PS_DEAD);
    if (m->proc[proc].job != 0) {
        jobslot_end(m, m->proc[proc].job - 1);
    }
    unmap_space(m, proc);
    kobj_task_put(m, proc);
    actor_labels_drop(m, proc);
    slot_clear(m, proc);
    ev_pop(m);
}

bool process_signal(struct mm *m, slot_t proc, unsigned signal, unsigned si_code, vaddr_t addr)
{
    const bool caught =
        signal != LX_SIGKILL && signal < 32 && (m->proc[proc].catch_mask >> signal & 1) != 0;

    ev(m, EV_SIGNAL, m->proc[proc].pid, signal, si_code, addr, caught);
    cost(m, m->proc[proc].cpu, COST_SIGNAL);
    machine_set_r_signal(m, 0, signal);
    machine_set_r_code(m, 0, si_code);
    machine_set_r_addr(m, 0, addr);
    proc_set_signal(m, proc, signal);
    if (!caught) {
        ev_push(m);
        process_exit(m, proc, 0, signal);
        ev_pop(m);
    }
    return caught;
}

void process_oom_kill(struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];

    ev(m, EV_OOM_KILL, p->pid, p->rss_anon_pages + p->rss_file_pages + p->rss_shmem_pages);
    ev_push(m);
    showmem_killed(m, proc);
    vmstat_add(m, VMC_oom_kill, 1);
    process_signal(m, proc, LX_SIGKILL, SIC_NONE, 0);
    ev_pop(m);
}

/* ---- commands -------------------------------------------------------------------------------------------- */

enum mm_err exit_check(struct mm *m, const struct mm_cmd *cmd)
{
    slot_t proc;

    if (actor_given(cmd, EXIT_CODE) && cmd->arg[EXIT_CODE].a > 255) {
        return actor_refuse(m, cmd, EXIT_CODE, MM_ERANGE, cmd->arg[EXIT_CODE].a, 255);
    }
    return actor_get(m, cmd, &proc);
}

void exit_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint32_t code = actor_given(cmd, EXIT_CODE) ? (uint32_t)cmd->arg[EXIT_CODE].a : 0;

    process_exit(m, actor_of(m, cmd), code, LX_SIGNONE);
}

static unsigned kill_signal(const struct mm_cmd *cmd)
{
    return actor_given(cmd, KILL_SIGNAL) ? (unsigned)cmd->arg[KILL_SIGNAL].a : LX_SIGKILL;
}

enum mm_err kill_check(struct mm *m, const struct mm_cmd *cmd)
{
#define IS_SIGNAL(id, n) | 1u << (n)
    const uint32_t signals = 0u MM_SIGNALS(IS_SIGNAL);
    slot_t proc;

    if (actor_given(cmd, KILL_SIGNAL) &&
        (cmd->arg[KILL_SIGNAL].a >= 32 || (signals >> cmd->arg[KILL_SIGNAL].a & 1) == 0)) {
        return actor_refuse(m, cmd, KILL_SIGNAL, MM_EBADARG, cmd->arg[KILL_SIGNAL].a, 0);
    }
    return actor_get_arg(m, cmd, KILL_ACTOR, &proc);
}

void kill_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_find(m, actor_text(cmd, KILL_ACTOR));

    MM_ASSERT(m, proc != SLOT_NONE);
    process_signal(m, proc, kill_signal(cmd), SIC_NONE, 0);
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

static void check_live(struct mm *m, slot_t proc, uint64_t *accounted)
{
    const struct proc *p = &m->proc[proc];
    uint64_t pages = 0;
    uint64_t resident = 0;

    MM_ASSERT(m, p->pid < m->machine->pid_next); /* P1 */
    for (slot_t q = 0; q < proc; q++) {
        MM_ASSERT(m, !m->proc[q].live || m->proc[q].pid != p->pid);
    }
    MM_ASSERT(m, p->pgd_pfn < m->frames && m->frame[p->pgd_pfn].type == FT_TABLE); /* P2 */
    for (slot_t v = p->vma_first; v != SLOT_NONE; v = m->vma[v].next) {
        pages += vma_pages(m, v);
        resident += m->vma[v].resident_pages;
        *accounted += m->vma[v].flags & VM_ACCOUNT ? vma_pages(m, v) : 0;
        MM_ASSERT(m,
                  m->vma[v].resident_pages == usage_count(m, proc, m->vma[v].start, m->vma[v].end));
    }
    MM_ASSERT(m, pages == p->total_vm_pages); /* P3 */
    MM_ASSERT(m, resident == p->rss_anon_pages + p->rss_file_pages + p->rss_shmem_pages);
    if (p->job != 0) { /* P4 */
        MM_ASSERT(m, m->job[p->job - 1].live && m->job[p->job - 1].proc == proc);
    }
}

void process_check(struct mm *m)
{
    uint64_t accounted = 0;

    for (slot_t i = 0; i < m->region[MM_R_proc].count; i++) {
        if (m->proc[i].live) {
            check_live(m, i, &accounted);
            continue;
        }
#define IS_ZERO(kind, field, type, vis, unit, en, zh) \
    MM_ASSERT(m, MM_F_##kind##_##field == MM_F_proc_gen || m->kind[i].field == 0); /* P2 */
        MM_PROC_FIELDS(IS_ZERO)
#undef IS_ZERO
    }
    MM_ASSERT(m, accounted == m->machine->committed_pages); /* P5 */
}
