/* tools.c - free, vmstat, pmap. */
#include "text/tools.h"

#include <stdio.h>
#include <string.h>

#include "base/vmstat.h"
#include "parts/vma.h"
#include "task/actor.h"
#include "text/ps.h"

#define WORD_BYTES   64u
#define NUMBER_BYTES 24u
#define TICK_NS      10000000ull
typedef unsigned long long ull;

static uint64_t meminfo(const struct mm *m, const char *key)
{
    uint64_t kb = 0;
    bool plain;

    (void)procfs_meminfo_value(m, key, &kb, &plain);
    return kb;
}

/* The next word of the options; false at the end. */
static bool next_word(const char **options, char word[WORD_BYTES])
{
    size_t length;

    *options += strspn(*options, " \t");
    length = strcspn(*options, " \t");
    if (length == 0) {
        return false;
    }
    snprintf(word, WORD_BYTES, "%.*s", (int)length, *options);
    *options += length;
    return true;
}

/* ---- free ---- */

struct free_options {
    unsigned shift; /* of bytes: 10 kB */
    bool human, wide, total;
};

/* As procps: at most five characters, a digit after the point where it fits. */
static void scale_human(uint64_t kb, char out[NUMBER_BYTES])
{
    static const char units[] = "KMGTPE";
    uint64_t unit = 1;

    if (kb == 0) {
        snprintf(out, NUMBER_BYTES, "0B");
        return;
    }
    for (unsigned i = 0; units[i] != '\0'; i++, unit *= 1024) {
        const uint64_t tenths = (kb * 10 + unit / 2) / unit;

        if (tenths < 100) {
            snprintf(out, NUMBER_BYTES, "%llu.%llu%ci", (ull)(tenths / 10), (ull)(tenths % 10),
                     units[i]);
            return;
        }
        if (kb / unit < 1000) {
            snprintf(out, NUMBER_BYTES, "%llu%ci", (ull)(kb / unit), units[i]);
            return;
        }
    }
    snprintf(out, NUMBER_BYTES, "%llu", (ull)kb);
}

static void free_cell(struct report *r, const struct free_options *o, uint64_t kb)
{
    char text[NUMBER_BYTES];

    if (o->human) {
        scale_human(kb, text);
    } else {
        snprintf(text, sizeof(text), "%llu", (ull)((kb << 10) >> o->shift));
    }
    report_add(r, " %11s", text);
}

static bool free_options(const char *options, struct free_options *o, struct report *r)
{
    char word[WORD_BYTES];

    *o = (struct free_options){.shift = 10};
    while (next_word(&options, word)) {
        const char *at = word;
        bool good = *at++ == '-' && *at != '\0';

        for (; good && *at != '\0'; at++) {
            switch (*at) {
            case 'b': o->shift = 0; break;
            case 'k': o->shift = 10; break;
            case 'm': o->shift = 20; break;
            case 'g': o->shift = 30; break;
            case 'h': o->human = true; break;
            case 'w': o->wide = true; break;
            case 't': o->total = true; break;
            default: good = false; break;
            }
        }
        if (!good) {
            report_add(r, "free: invalid option '%s'\nusage: free [-b|-k|-m|-g|-h] [-w] [-t]\n",
                       word);
            return false;
        }
    }
    return true;
}

static void free_row(struct report *r, const char *name, const struct free_options *o,
                     const uint64_t kb[], unsigned count)
{
    report_add(r, "%-8s", name);
    for (unsigned i = 0; i < count; i++) {
        free_cell(r, o, kb[i]);
    }
    report_add(r, "\n");
}

bool tools_free(const struct mm *m, const char *options, char *buf, size_t size, size_t *length)
{
    const uint64_t total = meminfo(m, "MemTotal");
    const uint64_t unused = meminfo(m, "MemFree");
    const uint64_t available = meminfo(m, "MemAvailable");
    const uint64_t buffers = meminfo(m, "Buffers");
    const uint64_t cache = meminfo(m, "Cached") + meminfo(m, "SReclaimable");
    const uint64_t used = total >= available ? total - available : total - unused;
    const uint64_t shared = meminfo(m, "Shmem");
    const uint64_t narrow_row[] = {total, used, unused, shared, buffers + cache, available};
    const uint64_t wide_row[] = {total, used, unused, shared, buffers, cache, available};
    const uint64_t swap[] = {meminfo(m, "SwapTotal"),
                             meminfo(m, "SwapTotal") - meminfo(m, "SwapFree"),
                             meminfo(m, "SwapFree")};
    const uint64_t both[] = {total + swap[0], used + swap[1], unused + swap[2]};
    struct free_options o;
    struct report r;
    bool good;

    report_begin(&r, buf, size);
    good = free_options(options, &o, &r);
    if (good) {
        report_add(&r, "%20s%12s%12s%12s", "total", "used", "free", "shared");
        if (o.wide) {
            report_add(&r, "%12s%12s%12s\n", "buffers", "cache", "available");
            free_row(&r, "Mem:", &o, wide_row, 7);
        } else {
            report_add(&r, "%12s%12s\n", "buff/cache", "available");
            free_row(&r, "Mem:", &o, narrow_row, 6);
        }
        free_row(&r, "Swap:", &o, swap, 3);
        if (o.total) {
            free_row(&r, "Total:", &o, both, 3);
        }
    }
    *length = r.length;
    return good;
}

/* ---- vmstat ---- */

static uint64_t running(const struct mm *m)
{
    uint64_t n = 0;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        n += m->proc[p].live && m->proc[p].job != 0;
    }
    return n;
}

/* Ticks that live processes used, and that passed on all CPUs. */
static uint64_t user_ticks(const struct mm *m, uint64_t *all)
{
    uint64_t user = 0;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        user += m->proc[p].live ? m->proc[p].utime_ns : 0;
    }
    *all = m->machine->clock_ns * m->config.cpus / TICK_NS;
    user /= TICK_NS;
    return user < *all ? user : *all;
}

static void vmstat_rates(const struct mm *m, struct report *r)
{
    uint64_t all;
    const uint64_t user = user_ticks(m, &all);
    const uint64_t percent = all == 0 ? 0 : user * 100 / all;

    report_add(r, "procs -----------memory---------- ---swap-- -----io---- -system-- "
                  "------cpu-----\n");
    report_add(r, " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa "
                  "st\n");
    report_add(
        r, "%2llu %2u %6u %6llu %6llu %6llu %4u %4u %5u %5u %4u %4llu %2llu %2u %2llu %2u %2u\n",
        (ull)running(m), 0u, 0u, (ull)meminfo(m, "MemFree"), (ull)meminfo(m, "Buffers"),
        (ull)(meminfo(m, "Cached") + meminfo(m, "SReclaimable")), 0u, 0u, 0u, 0u, 0u,
        (ull)m->evcount[EV_TASK_SWITCH].count, (ull)percent, 0u, (ull)(100 - percent), 0u, 0u);
}

static void vmstat_sums(const struct mm *m, struct report *r)
{
    uint64_t all;
    const uint64_t user = user_ticks(m, &all);
    const uint64_t total = meminfo(m, "MemTotal");
    const uint64_t available = meminfo(m, "MemAvailable");
    const struct {
        uint64_t value;
        const char *text;
    } rows[] = {
        {total, "K total memory"},
        {total - (available < total ? available : total), "K used memory"},
        {meminfo(m, "Active"), "K active memory"},
        {meminfo(m, "Inactive"), "K inactive memory"},
        {meminfo(m, "MemFree"), "K free memory"},
        {meminfo(m, "Buffers"), "K buffer memory"},
        {meminfo(m, "Cached") + meminfo(m, "SReclaimable"), "K swap cache"},
        {meminfo(m, "SwapTotal"), "K total swap"},
        {meminfo(m, "SwapTotal") - meminfo(m, "SwapFree"), "K used swap"},
        {meminfo(m, "SwapFree"), "K free swap"},
        {user, "non-nice user cpu ticks"},
        {0, "nice user cpu ticks"},
        {0, "system cpu ticks"},
        {all - user, "idle cpu ticks"},
        {0, "IO-wait cpu ticks"},
        {0, "IRQ cpu ticks"},
        {0, "softirq cpu ticks"},
        {0, "stolen cpu ticks"},
        {0, "non-nice guest cpu ticks"},
        {0, "nice guest cpu ticks"},
        {vmstat_get(m, VMC_pgpgin), "K paged in"},
        {vmstat_get(m, VMC_pgpgout), "K paged out"},
        {vmstat_get(m, VMC_pswpin), "pages swapped in"},
        {vmstat_get(m, VMC_pswpout), "pages swapped out"},
        {0, "interrupts"},
        {m->evcount[EV_TASK_SWITCH].count, "CPU context switches"},
        {0, "boot time"},
        {m->evcount[EV_SPAWN].count, "forks"},
    };

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        report_add(r, "%13llu %s\n", (ull)rows[i].value, rows[i].text);
    }
}

bool tools_vmstat(const struct mm *m, const char *options, char *buf, size_t size, size_t *length)
{
    char word[WORD_BYTES];
    bool sums = false;
    bool good = true;
    struct report r;

    report_begin(&r, buf, size);
    while (good && next_word(&options, word)) {
        good = strcmp(word, "-s") == 0;
        sums = true;
    }
    if (!good) {
        report_add(&r, "vmstat: invalid option '%s'\nusage: vmstat [-s]\n", word);
    } else if (sums) {
        vmstat_sums(m, &r);
    } else {
        vmstat_rates(m, &r);
    }
    *length = r.length;
    return good;
}

/* ---- pmap ---- */

/* The last part of a file's path, or what stands for memory without a file. */
static void pmap_mapping(const struct mm *m, slot_t vma, char out[MM_NAME_BYTES])
{
    char name[MM_NAME_BYTES];
    const char *slash;

    procmaps_name(m, vma, name);
    slash = strrchr(name, '/');
    if (name[0] == '\0' || name[0] == '[') {
        snprintf(out, MM_NAME_BYTES, "  [ %s ]", strcmp(name, "[stack]") == 0 ? "stack" : "anon");
    } else {
        snprintf(out, MM_NAME_BYTES, "%s", slash != NULL ? slash + 1 : name);
    }
}

static void pmap_areas(const struct mm *m, slot_t proc, bool extended, struct report *r)
{
    const int width = m->config.paging_levels == 2 ? 8 : 16;
    struct procmaps_sum all = {0};

    if (extended) {
        report_add(r, "%-*s %7s %7s %7s %s\n", width, "Address", "Kbytes", "RSS", "Dirty",
                   "Mode  Mapping");
    }
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        const struct vma *a = &m->vma[v];
        struct procmaps_sum sum = {0};
        char mapping[MM_NAME_BYTES];
        const char mode[] = {a->flags & VM_READ ? 'r' : '-',
                             a->flags & VM_WRITE ? 'w' : '-',
                             a->flags & VM_EXEC ? 'x' : '-',
                             a->flags & VM_MAYSHARE ? 's' : '-',
                             extended && (a->flags & VM_NORESERVE) ? 'R' : '-',
                             '\0'};

        procmaps_add(m, v, &sum);
        procmaps_add(m, v, &all);
        pmap_mapping(m, v, mapping);
        report_add(r, "%0*llx ", width, (ull)a->start);
        if (extended) {
            report_add(r, "%7llu %7llu %7llu %s %s\n", (ull)(sum.size >> 10), (ull)(sum.rss >> 10),
                       (ull)((sum.shared_dirty + sum.private_dirty) >> 10), mode, mapping);
        } else {
            report_add(r, "%6lluK %s %s\n", (ull)(sum.size >> 10), mode, mapping);
        }
    }
    if (extended) {
        report_add(r, "%.*s ------- ------- ------- \n", width, "----------------");
        report_add(r, "total kB %*llu %7llu %7llu\n", width - 1, (ull)(all.size >> 10),
                   (ull)(all.rss >> 10), (ull)((all.shared_dirty + all.private_dirty) >> 10));
    } else {
        report_add(r, " total %*lluK\n", width, (ull)(all.size >> 10));
    }
}

bool tools_pmap(const struct mm *m, const char *options, char *buf, size_t size, size_t *length)
{
    slot_t proc = SLOT_NONE;
    bool extended = false;
    char word[WORD_BYTES] = "";
    char name[MM_NAME_BYTES];
    struct report r;

    report_begin(&r, buf, size);
    while (next_word(&options, word)) {
        if (strcmp(word, "-x") == 0) {
            extended = true;
        } else {
            proc = actor_find(m, word);
            if (proc == SLOT_NONE) {
                break;
            }
        }
    }
    if (proc == SLOT_NONE) {
        report_add(&r, "pmap: %s '%s'\nusage: pmap [-x] PID|NAME\n", "no such process", word);
    } else {
        mm_name(m, m->proc[proc].file != 0 ? m->proc[proc].file : m->proc[proc].name, name);
        report_add(&r, "%u:   %s\n", m->proc[proc].pid, name);
        pmap_areas(m, proc, extended, &r);
    }
    *length = r.length;
    return proc != SLOT_NONE;
}

bool tools_ps(const struct mm *m, const char *options, char *buf, size_t size, size_t *length)
{
    struct report r;
    bool good;

    report_begin(&r, buf, size);
    good = ps_show(m, options, &r);
    *length = r.length;
    return good;
}
