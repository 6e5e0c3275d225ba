/* procnuma.h - /proc/PID/numa_maps: on which nodes the pages of a process are.
 *
 * Models    Linux 6.1 fs/proc/task_mmu.c: show_numa_map(), gather_stats().
 * Differs   no memory policy but the default one, so every area says "default".
 *           The entries are read when asked, nothing is kept.
 * Units     pages.
 */
#ifndef MM_TEXT_PROCNUMA_H
#define MM_TEXT_PROCNUMA_H

#include "text/report.h"

struct procnuma {
    uint64_t pages, anon, dirty, active, mapcount_max;
    uint64_t node[MM_NODES_MAX];
};
enum procnuma_part { PROCNUMA_OTHER, PROCNUMA_HEAP, PROCNUMA_STACK };

/* What the entries of one area map. */
void procnuma_gather(const struct mm *m, slot_t vma, struct procnuma *sum);
/* What the file says an area without a file is. */
enum procnuma_part procnuma_part(const struct mm *m, slot_t vma);
void procnuma_show(const struct mm *m, slot_t proc, struct report *r);

#endif
