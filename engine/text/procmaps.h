/* procmaps.h - /proc/PID/maps, smaps and smaps_rollup; the sums behind them.
 *
 * Models    Linux 6.1 fs/proc/task_mmu.c: show_map_vma(), smaps_pte_entry(), __show_smap().
 * Differs   a file's device is 08:01 and its inode 100 + the number of its name, as there is no file system.
 *           The entries are read when asked, nothing is kept.
 * Units     bytes in struct procmaps_sum (pss: bytes << 12), kB in the files.
 */
#ifndef MM_TEXT_PROCMAPS_H
#define MM_TEXT_PROCMAPS_H

#include "text/report.h"

struct procmaps_sum {
    uint64_t size, rss, pss, pss_dirty, pss_anon, pss_file, pss_shmem;
    uint64_t shared_clean, shared_dirty, private_clean, private_dirty;
    uint64_t referenced, anonymous, pss_locked;
};

/* Adds what the entries of one area map. */
void procmaps_add(const struct mm *m, slot_t vma, struct procmaps_sum *sum);
/* Sums over all areas of a process. */
void procmaps_total(const struct mm *m, slot_t proc, struct procmaps_sum *sum);
/* A key of smaps or smaps_rollup ("Rss", "Private_Dirty" …) in kB. */
bool procmaps_value(const struct procmaps_sum *sum, const char *key, uint64_t *kbytes);
/* The i-th key of smaps_rollup, NULL after the last. */
const char *procmaps_key(unsigned i);
/* What the last column of maps says: a file, [heap], [stack] …, "" for nothing. */
void procmaps_name(const struct mm *m, slot_t vma, char out[MM_NAME_BYTES]);

void procmaps_maps(const struct mm *m, slot_t proc, struct report *r);
void procmaps_smaps(const struct mm *m, slot_t proc, struct report *r);
void procmaps_rollup(const struct mm *m, slot_t proc, struct report *r);

#endif
