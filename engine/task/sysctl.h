/* sysctl.h - kernel parameters: writing one recomputes what Linux recomputes.
 *
 * Models    Linux 6.1 kernel/sysctl.c: proc_dointvec_minmax(); mm/page_alloc.c: min_free_kbytes_sysctl_handler(),
 *           watermark_scale_factor_sysctl_handler(), lowmem_reserve_ratio_sysctl_handler(); mm/util.c:
 *           overcommit_ratio_handler(), overcommit_kbytes_handler(); mm/huge_memory.c: enabled_store().
 * Differs   lowmem_reserve_ratio is a parameter for each zone here (…_dma, …_dma32, …); in
 *           /proc/sys it is one file again.
 *           A value that Linux would not take is EINVAL in the command's result, as the write would answer. Linux
 *           reckons the reserves of low memory again whenever lowmem_reserve_ratio is read, too: a line that reads the
 *           file is a step here; what is looked up beside the machine (the page, expect, the API) never is.
 * Shape     sysctl[id].value; the rows are MM_SYSCTLS.
 * Owns      sysctl.value after boot.
 * Events    SYSCTL_SET
 * Invariants  (sysctl_check_all)
 *   C1  every value is within its row's limits, or 0 where boot computed it so
 */
#ifndef MM_TASK_SYSCTL_H
#define MM_TASK_SYSCTL_H

#include "task/actor.h"

/* Every parameter at its default (0 for what boot computes). First of all at boot. */
void sysctl_init(struct mm *m);
/* sysctl without a value is a read of lowmem_reserve_ratio, the one read that changes the machine. */
/* The commands sysctl KEY=VALUE and echo VALUE > /proc/sys/… (a sysctl that only reads is text's). */
enum mm_err sysctl_check(struct mm *m, const struct mm_cmd *cmd);
void sysctl_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err echo_check(struct mm *m, const struct mm_cmd *cmd);
void echo_do(struct mm *m, const struct mm_cmd *cmd);
/* Row of the i-th number in the file lowmem_reserve_ratio of this machine, SLOT_NONE behind the last. */
uint32_t sysctl_ratio(const struct mm *m, unsigned column);
/* Row of "vm.KEY", also spelled "vm/KEY" or "/proc/sys/vm/KEY"; SLOT_NONE. */
uint32_t sysctl_find(const char *key);
void sysctl_check_all(struct mm *m);

#endif
