/* procpid.h - files of /proc/PID, as text and as single values.
 *
 * Models    Linux 6.1 fs/proc/array.c (stat, status, statm), fs/proc/task_mmu.c: task_mem(), fs/proc/base.c:
 *           proc_oom_score(), mm/oom_kill.c: oom_badness(); maps and smaps are in procmaps.h.
 * Differs   one thread a process, every id root's, no signals pending, no context switches; times are simulated, in
 *           ticks of 10 ms; all time is user time. /proc/self is no process of the machine (the shell is not modelled).
 * Units     status kB, statm pages, stat as proc(5).
 * Errors    false for what does not exist.
 */
#ifndef MM_TEXT_PROCPID_H
#define MM_TEXT_PROCPID_H

#include "text/procmaps.h"

/* The i-th file of a process ("maps" …), NULL after the last. */
const char *procpid_file(unsigned i);
/* File of one process, added to r. False: no such file, nothing added. */
bool procpid_show(const struct mm *m, slot_t proc, const char *file, struct report *r);
/* "VmRSS" … of status, in kB (Pid, PPid, Tgid, Threads: plain). */
bool procpid_status_value(const struct mm *m, slot_t proc, const char *key, uint64_t *value,
                          bool *plain);
/* "minflt" "majflt" "vsize" "rss" … of stat by the names of proc(5). */
bool procpid_stat_value(const struct mm *m, slot_t proc, const char *key, uint64_t *value);
/* "size" "resident" "shared" "text" "data" of statm, in pages. */
bool procpid_statm_value(const struct mm *m, slot_t proc, const char *key, uint64_t *pages);
/* "Rss" "Pss" "Private_Dirty" … of smaps_rollup, in kB. */
bool procpid_rollup_value(const struct mm *m, slot_t proc, const char *key, uint64_t *kbytes);
/* 0 to 2000; 0 for oom_score_adj -1000. */
uint64_t procpid_oom_score(const struct mm *m, slot_t proc);
/* Its name as comm has it: at most 15 bytes. */
void procpid_comm(const struct mm *m, slot_t proc, char out[MM_NAME_BYTES]);

#endif
