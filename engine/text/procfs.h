/* procfs.h - files of /proc and /sys, by path, as text; meminfo, vmstat and sysctls also as single values.
 *
 * Models    Linux 6.1 fs/proc/meminfo.c, mm/vmstat.c: vmstat_show(), mm/page_alloc.c: si_mem_available(),
 *           mm/page-writeback.c: global_dirty_limits(), kernel/sysctl.c. Labels, widths and order as recorded.
 * Differs   lines of parts that the model does not have show 0, as on a kernel that never used them. VmallocTotal is
 *           the architecture's; VmallocUsed and DirectMap* are 0. Percpu is what boot sets aside (62 pages a CPU with
 *           64 bits; recorded 65, as drivers asked for three more later).
 * Shape     one table of meminfo keys gives both the file and the value, so neither can differ from the other.
 * Units     meminfo kB, vmstat as the counter.
 * Errors    false for what does not exist; a buffer too small cuts the text, *length is what it would have needed.
 */
#ifndef MM_TEXT_PROCFS_H
#define MM_TEXT_PROCFS_H

#include "text/procpid.h"
#include "text/proczone.h"

/* The file at `path`: /proc/{meminfo,vmstat,zoneinfo,buddyinfo,pagetypeinfo}, /proc/sys/vm/KEY, /proc/PID/FILE,
 * where PID may be the name of a process; the files of text/sysfs. */
bool procfs_read(const struct mm *m, const char *path, char *buf, size_t size, size_t *length);
/* The i-th path procfs_read knows (PID stands for a process), NULL after the last: for completion. */
const char *procfs_path(unsigned i);

/* "MemFree", "Active(anon)" … of /proc/meminfo: its value, in kB unless *plain (HugePages_*: a count). */
bool procfs_meminfo_value(const struct mm *m, const char *key, uint64_t *value, bool *plain);
/* The i-th key of this machine's /proc/meminfo, NULL after the last. */
const char *procfs_meminfo_key(const struct mm *m, unsigned i);
/* A line of /proc/vmstat by name. */
bool procfs_vmstat_value(const struct mm *m, const char *key, uint64_t *value);
/* The i-th name of this machine's /proc/vmstat, NULL after the last. */
const char *procfs_vmstat_key(const struct mm *m, unsigned i);
/* zoneinfo.nodeN.ZONE.KEY: free min low high spanned present managed start_pfn … or "protection.I"; a zone without
 * frames has 0 everywhere. */
bool procfs_zone_value(const struct mm *m, uint32_t node, const char *zone, const char *key,
                       uint64_t *pages);
/* buddyinfo.nodeN.ZONE.orderO: free blocks. */
bool procfs_buddy_value(const struct mm *m, uint32_t node, const char *zone, unsigned order,
                        uint64_t *blocks);
/* "vm.min_free_kbytes", or "vm.lowmem_reserve_ratio_dma" … */
bool procfs_sysctl_value(const struct mm *m, const char *key, uint64_t *value);

#endif
