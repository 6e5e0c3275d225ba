/* procpid.h - files of /proc/PID, as text and as single values.
 *
 * Models    Linux 6.1 fs/proc/task_mmu.c (maps, smaps, smaps_rollup, VmPeak … of status),
 *           fs/proc/array.c (stat, status, statm).
 * Differs   no threads, no user ids but root's, signals not listed, times in simulated 10-ms ticks; /proc/self is no
 *           process of the machine (the shell is not modelled). Referenced is what the entries' accessed bits say.
 * Units     status and smaps kB, statm pages, stat as proc(5).
 * Errors    false for what does not exist; a buffer too small cuts the text, *length is what it would have needed.
 */
#ifndef MM_TEXT_PROCPID_H
#define MM_TEXT_PROCPID_H

#include "text/procfs.h"

/* The i-th file of a process ("maps" …), NULL after the last. */
const char *procpid_file(unsigned i);
/* File of one process. */
bool procpid_read(const struct mm *m, slot_t proc, const char *file, char *buf, size_t size,
                  size_t *length);
/* "VmRSS" … of status, in kB (Pid, PPid, Threads: plain). */
bool procpid_status_value(const struct mm *m, slot_t proc, const char *key, uint64_t *value,
                          bool *plain);
/* "minflt" "majflt" "vsize" "rss" … of stat by the names of proc(5). */
bool procpid_stat_value(const struct mm *m, slot_t proc, const char *key, uint64_t *value);
/* "size" "resident" "shared" "text" "data" of statm, in pages. */
bool procpid_statm_value(const struct mm *m, slot_t proc, const char *key, uint64_t *pages);
/* "Rss" "Pss" "Private_Dirty" … of smaps_rollup, in kB. */
bool procpid_rollup_value(const struct mm *m, slot_t proc, const char *key, uint64_t *kbytes);

#endif
