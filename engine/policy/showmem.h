/* showmem.h - what the kernel writes to its log when memory cannot be had.
 *
 * Models    Linux 6.1 mm/page_alloc.c: warn_alloc(), show_free_areas(); lib/show_mem.c: __show_mem(); mm/oom_kill.c:
 *           dump_header(); lib/ratelimit.c: one failure report in ten seconds, ten out-of-memory reports in five.
 * Differs   no call trace, no registers, no name of the hardware. A request that no process made (alloc_pages) is
 *           swapper/N with pid 0, as one from an interrupt. The table of tasks belongs to the out-of-memory killer.
 * Shape     lines of parts/klog, their numbers in the order in which the kernel prints them; text/dmesg.c has the
 *           words.
 * Owns      machine.warn_*, machine.oom_*.
 * Events    KERNEL_LOG (one a report)
 */
#ifndef MM_POLICY_SHOWMEM_H
#define MM_POLICY_SHOWMEM_H

#include "parts/klog.h"
#include "parts/pcp.h"
#include "parts/vma.h"

/* Sentences without numbers, of KL_TEXT. */
enum showmem_text { SHOWMEM_NO_KILLABLE, SHOWMEM_DEADLOCK };

/* "NAME: page allocation failure: order:N, mode:…" and Mem-Info. Nothing with __GFP_NOWARN. `proc` is SLOT_NONE when
 * no process asks. */
void showmem_failure(struct mm *m, uint32_t cpu, slot_t proc, unsigned order, uint32_t gfp);
/* "NAME invoked oom-killer: gfp_mask=…" and Mem-Info; with `deadlock` also that there is nobody to kill. */
void showmem_oom(struct mm *m, uint32_t cpu, slot_t proc, unsigned order, uint32_t gfp,
                 bool deadlock);
/* "Out of memory: Killed process PID (NAME) …", what it used while it still has it. */
void showmem_killed(struct mm *m, slot_t proc);

#endif
