/* procfs.h - files of /proc about the whole machine, as text and as single values.
 *
 * Models    Linux 6.1 fs/proc/meminfo.c, mm/vmstat.c (buddyinfo, pagetypeinfo, vmstat, zoneinfo), mm/page_alloc.c:
 *           si_mem_available(), kernel/sysctl.c. Labels, widths and order as recorded.
 * Differs   lines of parts that the model does not have show 0, as on a kernel that never used them. VmallocTotal is
 *           the architecture's; VmallocUsed, Percpu, KernelStack, DirectMap* are 0. nr_dirty_threshold is computed as
 *           without any page cache. zoneinfo has no pagesets, because there are no per-CPU lists.
 * Shape     one table of meminfo keys gives both the file and the value, so neither can differ from the other.
 * Units     meminfo kB; zoneinfo, buddyinfo as the kernel: pages, blocks.
 * Errors    false for what does not exist; a buffer too small cuts the text, *length is what it would have needed.
 */
#ifndef MM_TEXT_PROCFS_H
#define MM_TEXT_PROCFS_H

#include "mm.h"

/* Text being put into a caller's buffer: always terminated, `length` counts what would have fitted. */
struct text_out {
    char *buf;
    size_t size;
    size_t length;
};
void text_begin(struct text_out *out, char *buf, size_t size);
void text_add(struct text_out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Right-aligned text: pads with blanks up to `column` characters since the last newline. */
void text_pad(struct text_out *out, unsigned column);

/* The file at `path`: /proc/meminfo buddyinfo pagetypeinfo vmstat zoneinfo, /proc/sys/vm/…, and those of
 * procpid.h. */
bool procfs_read(const struct mm *m, const char *path, char *buf, size_t size, size_t *length);
/* The i-th path procfs_read knows (PID stands for a process), NULL after the last: for completion. */
const char *procfs_path(unsigned i);

/* "MemFree", "Active(anon)" … of /proc/meminfo: its value, in kB unless *plain (HugePages_*: a count). */
bool procfs_meminfo_value(const struct mm *m, const char *key, uint64_t *value, bool *plain);
/* The i-th key of /proc/meminfo, NULL after the last. */
const char *procfs_meminfo_key(const struct mm *m, unsigned i);
/* A counter of /proc/vmstat by name. */
bool procfs_vmstat_value(const struct mm *m, const char *key, uint64_t *value);
/* zoneinfo.nodeN.ZONE.KEY: min low high free spanned present managed start_pfn protection.I */
bool procfs_zone_value(const struct mm *m, uint32_t node, const char *zone, const char *key,
                       uint64_t *pages);
/* buddyinfo.nodeN.ZONE.orderO: free blocks. */
bool procfs_buddy_value(const struct mm *m, uint32_t node, const char *zone, unsigned order,
                        uint64_t *blocks);
/* "vm.min_free_kbytes", or "vm.lowmem_reserve_ratio_dma" … */
bool procfs_sysctl_value(const struct mm *m, const char *key, uint64_t *value);

#endif
