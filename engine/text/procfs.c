/* procfs.c - /proc by path; meminfo, vmstat, sysctls. */
#include "text/procfs.h"

#include <string.h>

#include "base/vmstat.h"
#include "parts/zone.h"
#include "task/actor.h"
#include "policy/bootplan.h"
#include "policy/commit.h"
#include "task/sysctl.h"
#include "text/iomem.h"
#include "text/procslab.h"
#include "text/sysfs.h"

static bool narrow(const struct mm *m)
{
    return m->config.paging_levels == 2;
}

/* ---- meminfo ---- */

enum source {
    ZERO,
    PAGES, /* a counter in pages */
    KBYTES,
    TOTAL,
    HIGH_TOTAL,
    HIGH_FREE,
    LOW_TOTAL,
    LOW_FREE,
    PERCPU,
    AVAILABLE,
    CACHED,
    ACTIVE,
    INACTIVE,
    SLAB,
    COMMIT_LIMIT,
    COMMITTED,
    VMALLOC_TOTAL,
    HUGE_SIZE
};
enum only { ALWAYS, WIDE, NARROW };

static const struct meminfo_row {
    const char *key;
    enum source source;
    enum mm_vm_counter counter;
    enum only only;
    bool plain; /* a count, without kB */
} rows[] = {
    {"MemTotal", TOTAL, 0, ALWAYS, false},
    {"MemFree", PAGES, VMC_nr_free_pages, ALWAYS, false},
    {"MemAvailable", AVAILABLE, 0, ALWAYS, false},
    {"Buffers", ZERO, 0, ALWAYS, false},
    {"Cached", CACHED, 0, ALWAYS, false},
    {"SwapCached", PAGES, VMC_nr_swapcached, ALWAYS, false},
    {"Active", ACTIVE, 0, ALWAYS, false},
    {"Inactive", INACTIVE, 0, ALWAYS, false},
    {"Active(anon)", PAGES, VMC_nr_active_anon, ALWAYS, false},
    {"Inactive(anon)", PAGES, VMC_nr_inactive_anon, ALWAYS, false},
    {"Active(file)", PAGES, VMC_nr_active_file, ALWAYS, false},
    {"Inactive(file)", PAGES, VMC_nr_inactive_file, ALWAYS, false},
    {"Unevictable", PAGES, VMC_nr_unevictable, ALWAYS, false},
    {"Mlocked", PAGES, VMC_nr_mlock, ALWAYS, false},
    {"HighTotal", HIGH_TOTAL, 0, NARROW, false},
    {"HighFree", HIGH_FREE, 0, NARROW, false},
    {"LowTotal", LOW_TOTAL, 0, NARROW, false},
    {"LowFree", LOW_FREE, 0, NARROW, false},
    {"SwapTotal", ZERO, 0, ALWAYS, false},
    {"SwapFree", ZERO, 0, ALWAYS, false},
    {"Zswap", ZERO, 0, ALWAYS, false},
    {"Zswapped", ZERO, 0, ALWAYS, false},
    {"Dirty", PAGES, VMC_nr_dirty, ALWAYS, false},
    {"Writeback", PAGES, VMC_nr_writeback, ALWAYS, false},
    {"AnonPages", PAGES, VMC_nr_anon_pages, ALWAYS, false},
    {"Mapped", PAGES, VMC_nr_mapped, ALWAYS, false},
    {"Shmem", PAGES, VMC_nr_shmem, ALWAYS, false},
    {"KReclaimable", PAGES, VMC_nr_slab_reclaimable, ALWAYS, false},
    {"Slab", SLAB, 0, ALWAYS, false},
    {"SReclaimable", PAGES, VMC_nr_slab_reclaimable, ALWAYS, false},
    {"SUnreclaim", PAGES, VMC_nr_slab_unreclaimable, ALWAYS, false},
    {"KernelStack", KBYTES, VMC_nr_kernel_stack, ALWAYS, false},
    {"PageTables", PAGES, VMC_nr_page_table_pages, ALWAYS, false},
    {"SecPageTables", PAGES, VMC_nr_sec_page_table_pages, ALWAYS, false},
    {"NFS_Unstable", ZERO, 0, ALWAYS, false},
    {"Bounce", PAGES, VMC_nr_bounce, ALWAYS, false},
    {"WritebackTmp", PAGES, VMC_nr_writeback_temp, ALWAYS, false},
    {"CommitLimit", COMMIT_LIMIT, 0, ALWAYS, false},
    {"Committed_AS", COMMITTED, 0, ALWAYS, false},
    {"VmallocTotal", VMALLOC_TOTAL, 0, ALWAYS, false},
    {"VmallocUsed", ZERO, 0, ALWAYS, false},
    {"VmallocChunk", ZERO, 0, ALWAYS, false},
    {"Percpu", PERCPU, 0, ALWAYS, false},
    {"HardwareCorrupted", ZERO, 0, ALWAYS, false},
    {"AnonHugePages", ZERO, 0, ALWAYS, false},
    {"ShmemHugePages", ZERO, 0, ALWAYS, false},
    {"ShmemPmdMapped", ZERO, 0, ALWAYS, false},
    {"FileHugePages", ZERO, 0, ALWAYS, false},
    {"FilePmdMapped", ZERO, 0, ALWAYS, false},
    {"HugePages_Total", ZERO, 0, ALWAYS, true},
    {"HugePages_Free", ZERO, 0, ALWAYS, true},
    {"HugePages_Rsvd", ZERO, 0, ALWAYS, true},
    {"HugePages_Surp", ZERO, 0, ALWAYS, true},
    {"Hugepagesize", HUGE_SIZE, 0, ALWAYS, false},
    {"Hugetlb", ZERO, 0, ALWAYS, false},
    {"DirectMap4k", ZERO, 0, ALWAYS, false},
    {"DirectMap2M", ZERO, 0, WIDE, false},
    {"DirectMap4M", ZERO, 0, NARROW, false},
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static bool row_shown(const struct mm *m, const struct meminfo_row *row)
{
    return row->only == ALWAYS || (row->only == NARROW) == narrow(m);
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t available_pages(const struct mm *m)
{
    const uint64_t low = proczone_sum_low(m);
    const uint64_t cache = vmstat_get(m, VMC_nr_active_file) + vmstat_get(m, VMC_nr_inactive_file);
    const uint64_t slab =
        vmstat_get(m, VMC_nr_slab_reclaimable) + vmstat_get(m, VMC_nr_kernel_misc_reclaimable);
    const uint64_t reserve = zone_totalreserve_pages(m);
    const uint64_t sum = vmstat_get(m, VMC_nr_free_pages) + cache - least(cache / 2, low) + slab -
                         least(slab / 2, low);

    return sum > reserve ? sum - reserve : 0;
}

/* Managed or free pages of the HighMem zones. */
static uint64_t high_pages(const struct mm *m, bool unused)
{
    uint64_t sum = 0;

    for (uint32_t z = 0; z < m->zones; z++) {
        sum += m->zone[z].type != ZT_HIGHMEM ? 0
               : unused                      ? m->zone[z].free_pages
                                             : m->zone[z].managed_pages;
    }
    return sum;
}

static uint64_t percpu_pages(const struct mm *m)
{
    struct boot_sizes boot;

    boot_sizes_of(&m->config, &boot);
    return boot.percpu_pages;
}

static uint64_t vmalloc_total_kb(const struct mm *m)
{
    const uint64_t most =
        1020024; /* from the end of the direct map of no memory at all, 8 MiB gap left out */
    const uint64_t memory = m->config.memory_bytes / 1024;

    switch (m->config.paging_levels) {
    case 2: return memory + 122880 < most ? most - memory : 122880;
    case 4: return 34359738367ull;     /* 32 TiB */
    default: return 13743895347199ull; /* 12.5 PiB */
    }
}

static uint64_t row_kb(const struct mm *m, const struct meminfo_row *row)
{
    switch (row->source) {
    case ZERO: return 0;
    case PAGES: return vmstat_get(m, row->counter) * 4;
    case KBYTES: return vmstat_get(m, row->counter);
    case TOTAL: return (uint64_t)m->machine->totalram_pages * 4;
    case HIGH_TOTAL: return high_pages(m, false) * 4;
    case HIGH_FREE: return high_pages(m, true) * 4;
    case LOW_TOTAL: return (m->machine->totalram_pages - high_pages(m, false)) * 4;
    case LOW_FREE: return (vmstat_get(m, VMC_nr_free_pages) - high_pages(m, true)) * 4;
    case PERCPU: return percpu_pages(m) * 4;
    case AVAILABLE: return available_pages(m) * 4;
    case CACHED: return (vmstat_get(m, VMC_nr_file_pages) - vmstat_get(m, VMC_nr_swapcached)) * 4;
    case ACTIVE: return (vmstat_get(m, VMC_nr_active_anon) + vmstat_get(m, VMC_nr_active_file)) * 4;
    case INACTIVE:
        return (vmstat_get(m, VMC_nr_inactive_anon) + vmstat_get(m, VMC_nr_inactive_file)) * 4;
    case SLAB:
        return (vmstat_get(m, VMC_nr_slab_reclaimable) + vmstat_get(m, VMC_nr_slab_unreclaimable)) *
               4;
    case COMMIT_LIMIT: return commit_limit_pages(m) * 4;
    case COMMITTED: return m->machine->committed_pages * 4;
    case VMALLOC_TOTAL: return vmalloc_total_kb(m);
    case HUGE_SIZE: return narrow(m) ? 4096 : 2048;
    }
    return 0;
}

bool procfs_meminfo_value(const struct mm *m, const char *key, uint64_t *value, bool *plain)
{
    for (unsigned i = 0; i < ROW_COUNT; i++) {
        if (row_shown(m, &rows[i]) && strcmp(rows[i].key, key) == 0) {
            *value = row_kb(m, &rows[i]);
            *plain = rows[i].plain;
            return true;
        }
    }
    return false;
}

const char *procfs_meminfo_key(const struct mm *m, unsigned i)
{
    for (unsigned at = 0; at < ROW_COUNT; at++) {
        if (row_shown(m, &rows[at]) && i-- == 0) {
            return rows[at].key;
        }
    }
    return NULL;
}

static void meminfo(const struct mm *m, struct report *r)
{
    for (unsigned i = 0; i < ROW_COUNT; i++) {
        const int label = (int)strlen(rows[i].key) + 1;

        if (row_shown(m, &rows[i])) {
            report_add(r, "%s:%*s%*llu%s\n", rows[i].key, label < 16 ? 16 - label : 0, "",
                       label > 16 ? 24 - label : 8, (unsigned long long)row_kb(m, &rows[i]),
                       rows[i].plain ? "" : " kB");
        }
    }
}

/* ---- vmstat ---- */

/* Counters of kernels with NUMA, which the recorded 32-bit one has not. */
static bool numa_only(unsigned c)
{
    return (c >= VMC_numa_hit && c <= VMC_numa_other) ||
           (c >= VMC_pgpromote_success && c <= VMC_pgpromote_candidate) ||
           (c >= VMC_numa_pte_updates && c <= VMC_numa_pages_migrated) ||
           c == VMC_zone_reclaim_failed || c == VMC_thp_split_pud;
}

/* Of zones that one kind of machine has alone: 32 bits HighMem, 64 DMA32 and Device. */
static bool other_kind(const struct mm *m, unsigned c)
{
    if (!narrow(m)) {
        return c == VMC_pgalloc_high || c == VMC_allocstall_high || c == VMC_pgskip_high;
    }
    return numa_only(c) || c == VMC_pgalloc_dma32 || c == VMC_allocstall_dma32 ||
           c == VMC_pgskip_dma32 || c == VMC_pgalloc_device || c == VMC_allocstall_device ||
           c == VMC_pgskip_device;
}

/* Pages of dirty memory at which writers are throttled (20 %) or flushers start (10 %). */
static uint64_t dirty_threshold(const struct mm *m, unsigned percent)
{
    const uint64_t free = vmstat_get(m, VMC_nr_free_pages);
    const uint64_t pages = free - least(free, zone_totalreserve_pages(m)) +
                           vmstat_get(m, VMC_nr_active_file) + vmstat_get(m, VMC_nr_inactive_file) +
                           1;

    return percent * MM_PAGE_BYTES / 100 * pages / MM_PAGE_BYTES;
}

static uint64_t vmstat_value(const struct mm *m, unsigned c)
{
    return c == VMC_nr_dirty_threshold              ? dirty_threshold(m, 20)
           : c == VMC_nr_dirty_background_threshold ? dirty_threshold(m, 10)
                                                    : m->counter[c].value;
}

/* The i-th line that this machine has: its counter, or VMC_COUNT. */
static unsigned vmstat_line(const struct mm *m, unsigned i)
{
    for (unsigned c = 0; c < VMC_COUNT; c++) {
        if (!other_kind(m, c) && i-- == 0) {
            return c;
        }
    }
    return VMC_COUNT;
}

const char *procfs_vmstat_key(const struct mm *m, unsigned i)
{
    const unsigned c = vmstat_line(m, i);

    return c < VMC_COUNT ? mm_counter_names[c] : NULL;
}

bool procfs_vmstat_value(const struct mm *m, const char *key, uint64_t *value)
{
    for (unsigned c = 0; c < VMC_COUNT; c++) {
        if (!other_kind(m, c) && strcmp(mm_counter_names[c], key) == 0) {
            *value = vmstat_value(m, c);
            return true;
        }
    }
    return false;
}

static void vmstat(const struct mm *m, struct report *r)
{
    for (unsigned c = 0; c < VMC_COUNT; c++) {
        if (!other_kind(m, c)) {
            report_add(r, "%s %llu\n", mm_counter_names[c], (unsigned long long)vmstat_value(m, c));
        }
    }
}

/* ---- zones, sysctls ---- */

bool procfs_zone_value(const struct mm *m, uint32_t node, const char *zone, const char *key,
                       uint64_t *pages)
{
    static const char prefix[] = "protection.";
    const size_t length = sizeof(prefix) - 1;

    if (strncmp(key, prefix, length) == 0) {
        return key[length] >= '0' && key[length] <= '9' && key[length + 1] == '\0' &&
               proczone_value(m, node, zone, "protection", (unsigned)(key[length] - '0'), pages);
    }
    return strcmp(key, "protection") != 0 && proczone_value(m, node, zone, key, 0, pages);
}

bool procfs_buddy_value(const struct mm *m, uint32_t node, const char *zone, unsigned order,
                        uint64_t *blocks)
{
    return proczone_blocks(m, node, zone, order, blocks);
}

bool procfs_sysctl_value(const struct mm *m, const char *key, uint64_t *value)
{
    const uint32_t id = sysctl_find(key);

    if (id == SLOT_NONE) {
        return false;
    }
    *value = m->sysctl[id].value;
    return true;
}

/* A file below /proc/sys. */
static bool sys_file(const struct mm *m, const char *path, struct report *r)
{
    uint64_t value;

    if (strcmp(path, "/proc/sys/vm/lowmem_reserve_ratio") == 0) {
        for (unsigned i = 0; sysctl_ratio(m, i) != SLOT_NONE; i++) {
            report_add(r, "%s%llu", i == 0 ? "" : "\t",
                       (unsigned long long)m->sysctl[sysctl_ratio(m, i)].value);
        }
        report_add(r, "\n");
        return true;
    }
    if (!procfs_sysctl_value(m, path, &value)) {
        return false;
    }
    report_add(r, "%llu\n", (unsigned long long)value);
    return true;
}

/* ---- paths ---- */

static const struct {
    const char *path;
    void (*show)(const struct mm *m, struct report *r);
} files[] = {
    {"/proc/meminfo", meminfo},
    {"/proc/vmstat", vmstat},
    {"/proc/zoneinfo", proczone_zoneinfo},
    {"/proc/buddyinfo", proczone_buddyinfo},
    {"/proc/pagetypeinfo", proczone_pagetypeinfo},
    {"/proc/slabinfo", procslab_slabinfo},
    {"/proc/iomem", iomem_show},
};
#define FILE_COUNT (sizeof(files) / sizeof(files[0]))

const char *procfs_path(unsigned i)
{
    static const char *const pid_paths[] = {
        "/proc/PID/maps",      "/proc/PID/smaps",         "/proc/PID/smaps_rollup",
        "/proc/PID/status",    "/proc/PID/stat",          "/proc/PID/statm",
        "/proc/PID/oom_score", "/proc/PID/oom_score_adj", "/proc/PID/numa_maps"};
    const unsigned pid_count = sizeof(pid_paths) / sizeof(pid_paths[0]);

    return i < FILE_COUNT               ? files[i].path
           : i - FILE_COUNT < pid_count ? pid_paths[i - FILE_COUNT]
                                        : sysfs_path(i - (unsigned)FILE_COUNT - pid_count);
}

/* /proc/PID/FILE */
static bool pid_file(const struct mm *m, const char *path, struct report *r)
{
    const char *word = path + strlen("/proc/");
    const char *slash = strchr(word, '/');
    char who[MM_NAME_BYTES];
    slot_t proc;

    if (slash == NULL || (size_t)(slash - word) >= sizeof(who)) {
        return false;
    }
    memcpy(who, word, (size_t)(slash - word));
    who[slash - word] = '\0';
    proc = actor_find(m, who);
    return proc != SLOT_NONE && procpid_show(m, proc, slash + 1, r);
}

bool procfs_read(const struct mm *m, const char *path, char *buf, size_t size, size_t *length)
{
    struct report r;
    bool known = false;

    report_begin(&r, buf, size);
    for (unsigned i = 0; i < FILE_COUNT && !known; i++) {
        if (strcmp(files[i].path, path) == 0) {
            files[i].show(m, &r);
            known = true;
        }
    }
    if (!known && strncmp(path, "/proc/sys/", strlen("/proc/sys/")) == 0) {
        known = sys_file(m, path, &r);
    } else if (!known && strncmp(path, "/proc/", strlen("/proc/")) == 0) {
        known = pid_file(m, path, &r);
    } else if (!known) {
        known = sysfs_show(m, path, &r);
    }
    *length = r.length;
    return known;
}
