/* machine.c - boot, the table of commands, one step from its opening to its end. */
#include "machine.h"

#include "base/event.h"
#include "base/rng.h"
#include "lab/freelist.h"
#include "lab/labtables.h"
#include "lab/segaccess.h"
#include "lab/replace.h"
#include "parts/tlb.h"
#include "policy/bootlog.h"
#include "parts/pcptimer.h"
#include "policy/kcompactd.h"
#include "policy/kswapd.h"
#include "policy/kmem.h"
#include "policy/palloc.h"
#include "task/brk.h"
#include "task/job.h"
#include "task/kalloc.h"
#include "task/kmemcmd.h"
#include "task/mmap.h"
#include "task/mprotect.h"
#include "task/mremap.h"
#include "task/process.h"
#include "task/spawn.h"
#include "task/sprint.h"
#include "task/sysctl.h"

#define FIRST_PID 100u

typedef enum mm_err check_fn(struct mm *m, const struct mm_cmd *cmd);
typedef void do_fn(struct mm *m, const struct mm_cmd *cmd);

/* Who checks and who does each verb that makes a step. */
static const struct {
    check_fn *check;
    do_fn *act;
} verbs[MM_V_COUNT] = {
    [MM_V_SPAWN] = {spawn_check, spawn_do},
    [MM_V_EXIT] = {exit_check, exit_do},
    [MM_V_KILL] = {kill_check, kill_do},
    [MM_V_MMAP] = {mmap_check, mmap_do},
    [MM_V_MUNMAP] = {munmap_check, munmap_do},
    [MM_V_MPROTECT] = {mprotect_check, mprotect_do},
    [MM_V_MREMAP] = {mremap_check, mremap_do},
    [MM_V_MADVISE] = {madvise_check, madvise_do},
    [MM_V_MLOCK] = {mlock_check, mlock_do},
    [MM_V_MUNLOCK] = {munlock_check, munlock_do},
    [MM_V_BRK] = {brk_check, brk_do},
    [MM_V_READ] = {read_check, read_do},
    [MM_V_WRITE] = {write_check, write_do},
    [MM_V_FETCH] = {fetch_check, fetch_do},
    [MM_V_TOUCH] = {touch_check, touch_do},
    [MM_V_ALLOC_PAGES] = {alloc_pages_check, alloc_pages_do},
    [MM_V_FREE_PAGES] = {free_pages_check, free_pages_do},
    [MM_V_KMEM_CACHE] = {kmem_cache_check_cmd, kmem_cache_do},
    [MM_V_KMEM_ALLOC] = {kmem_alloc_check, kmem_alloc_do},
    [MM_V_KMEM_FREE] = {kmem_free_check, kmem_free_do},
    [MM_V_KMALLOC] = {kmalloc_check, kmalloc_do},
    [MM_V_KFREE] = {kfree_check, kfree_do},
    [MM_V_SYSCTL] = {sysctl_check, sysctl_do},
    [MM_V_ECHO] = {echo_check, echo_do},
    [MM_V_TRACE] = {trace_check, trace_do},
    [MM_V_WAIT] = {wait_check, wait_do},
    [MM_V_STOP] = {stop_check, stop_do},
    [MM_V_SLEEP] = {sleep_check, sleep_do},
    [MM_V_LAB_SEGMENTS] = {lab_segments_check, lab_segments_do},
    [MM_V_LAB_LOAD] = {lab_load_check, lab_load_do},
    [MM_V_LAB_UNLOAD] = {lab_unload_check, lab_unload_do},
    [MM_V_LAB_SWAPOUT] = {lab_swapout_check, lab_swapout_do},
    [MM_V_LAB_SWAPIN] = {lab_swapin_check, lab_swapin_do},
    [MM_V_LAB_ACCESS] = {lab_access_check, lab_access_do},
    [MM_V_LAB_DESCRIPTOR] = {lab_descriptor_check, lab_descriptor_do},
    [MM_V_LAB_TABLES] = {lab_tables_check, lab_tables_do},
    [MM_V_LAB] = {replace_check_command, replace_do},
    [MM_V_LAB_CURVE] = {replace_check_command, replace_do},
    [MM_V_LAB_FREELIST] = {lab_freelist_check, lab_freelist_do},
    [MM_V_LAB_ALLOC] = {lab_alloc_check, lab_alloc_do},
    [MM_V_LAB_FREE] = {lab_free_check, lab_free_do},
};

static uint64_t clock_now(const struct mm *m)
{
    uint64_t now = 0;

    for (uint32_t c = 0; c < m->config.cpus; c++) {
        now = m->cpu[c].clock_ns > now ? m->cpu[c].clock_ns : now;
    }
    return now;
}

void machine_boot(struct mm *m)
{
    uint64_t rng[2];

    rng_seed(rng, m->config.seed);
    machine_set_rng0(m, 0, rng[0]);
    machine_set_rng1(m, 0, rng[1]);
    machine_set_pid_next(m, 0, FIRST_PID);
    sysctl_init(m);
    tlb_init(m);
    palloc_init(m);
    kmem_init(m);
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        cpu_set_clock_ns(m, c, 0);
    }
    for (uint32_t i = 0; i < EV_COUNT; i++) { /* history begins after boot */
        evcount_set_count(m, i, 0);
    }
    machine_set_seq(m, 0, 0);
    machine_set_clock_ns(m, 0, 0);
    bootlog_say(m);
    m->cause_depth = 0;
}

enum mm_err machine_accepts(struct mm *m, const struct mm_cmd *cmd)
{
    m->fail = (struct mm_fail){.arg = UINT32_MAX, .field = ""};
    if (cmd->verb >= MM_V_COUNT || verbs[cmd->verb].check == NULL) {
        m->fail.err = MM_EBADCMD;
        return MM_EBADCMD;
    }
    if (m->machine->running) {
        m->fail.err = MM_ERUNNING;
        return MM_ERUNNING;
    }
    return verbs[cmd->verb].check(m, cmd);
}

static void result_reset(struct mm *m)
{
    machine_set_r_ns(m, 0, 0);
    machine_set_r_addr(m, 0, 0);
    machine_set_r_pfn(m, 0, 0);
    machine_set_r_errno(m, 0, 0);
    machine_set_r_signal(m, 0, 0);
    machine_set_r_code(m, 0, 0);
    lab_set_fault(m, 0, SEGF_NONE);
}

void machine_open(struct mm *m, const struct mm_cmd *cmd)
{
    m->cause_depth = 0;
    m->cpu_now = 0;
    ev(m, EV_COMMAND, cmd->verb, m->machine->step + 1);
    machine_set_running(m, 0, 1);
    machine_set_cmd_seq(m, 0, m->machine->seq);
    machine_set_turns(m, 0, 0);
    machine_set_start_ns(m, 0, clock_now(m));
    result_reset(m);
    ev_push(m);
    verbs[cmd->verb].act(m, cmd);
    ev_pop(m);
}

static void close_step(struct mm *m)
{
    m->cause_depth = 0;
    m->cause[m->cause_depth++] = m->machine->cmd_seq;
    m->cpu_now = 0;
    ev(m, EV_COMMAND_END, m->machine->r_errno, m->machine->r_addr);
    m->cause_depth = 0;
    machine_set_clock_ns(m, 0, clock_now(m));
    machine_set_r_ns(m, 0, m->machine->clock_ns - m->machine->start_ns);
    machine_set_running(m, 0, 0);
    machine_set_cmd_seq(m, 0, 0);
    machine_set_wait_kind(m, 0, JOB_WAIT_NONE);
    machine_set_step(m, 0, m->machine->step + 1);
}

/* The seconds of the CPUs, and kcompactd, where there is something to do. */
static void timers_now(struct mm *m)
{
    if (pcptimer_due(m)) {
        sprint_close(m);
        pcptimer_run(m);
    }
    if (compact_due(m)) {
        sprint_close(m);
        compact_daemon(m);
    }
}

enum mm_run_state machine_turn(struct mm *m)
{
    MM_ASSERT(m, m->machine->running);
    m->cause_depth = 0;
    m->cause[m->cause_depth++] = m->machine->cmd_seq;
    if (replace_running(m)) {
        machine_set_turns(m, 0, m->machine->turns + 1);
        if (replace_turn(m) == MM_MORE) {
            m->cause_depth = 0;
            return MM_MORE;
        }
        replace_end(m);
    }
    kswapd_turn(m);
    timers_now(m);
    if (job_run(m, 0) == MM_MORE) {
        m->cause_depth = 0;
        return MM_MORE;
    }
    timers_now(m); /* time may have passed without anybody working */
    close_step(m);
    return MM_DONE;
}

void machine_stop(struct mm *m)
{
    MM_ASSERT(m, m->machine->running);
    m->cause_depth = 0;
    m->cause[m->cause_depth++] = m->machine->cmd_seq;
    if (replace_running(m)) {
        replace_end(m);
    }
    job_stop_command(m);
    close_step(m);
}

void machine_check(struct mm *m)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < EV_COUNT; i++) {
        sum += m->evcount[i].count;
    }
    MM_ASSERT(m, sum == m->machine->seq);                                        /* M1 */
    MM_ASSERT(m, m->machine->running || m->machine->wait_kind == JOB_WAIT_NONE); /* M2 */
}
