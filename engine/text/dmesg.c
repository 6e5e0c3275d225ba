/* dmesg.c - kinds and numbers of klog as the kernel's words. */
#include "text/dmesg.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "parts/klog.h"
#include "parts/zone.h"
#include "policy/bootlog.h"
#include "policy/showmem.h"
#include "text/gfp.h"
#include "text/toolopt.h"

#define KERNEL_VERSION "6.1.0-56-amd64 #1  Debian 6.1.192-2"
#define LEVELS         8u

/* One record while it is printed. */
struct line {
    struct report *r;
    const struct mm *m;
    uint32_t at; /* line of the log */
    bool stamps;
    const uint64_t *n; /* its numbers */
};

static const char *const level_names[LEVELS] = {"emerg", "alert",  "crit", "err",
                                                "warn",  "notice", "info", "debug"};

/* Begin another line of the record. */
static void begin(struct line *l)
{
    const uint64_t us = klog_line(l->m, l->at)->ns / 1000;

    if (l->stamps) {
        report_add(l->r, "[%5" PRIu64 ".%06" PRIu64 "] ", us / 1000000, us % 1000000);
    }
}
#define say(l, ...) (begin(l), report_add((l)->r, __VA_ARGS__))

/* Name of who asked, from its first four numbers; empty: nobody's process. */
static const char *comm(const struct line *l, char room[MM_NAME_BYTES])
{
    memcpy(room, l->n, MM_NAME_BYTES - 1);
    room[MM_NAME_BYTES - 1] = '\0';
    if (room[0] == '\0') {
        (void)snprintf(room, MM_NAME_BYTES, "swapper/%u", (unsigned)l->n[4]);
    }
    room[15] = '\0'; /* TASK_COMM_LEN */
    return room;
}

static const char *gfp(uint64_t bits, char room[512])
{
    struct out o;

    out_init(&o, room, 512);
    gfp_say_kernel(&o, bits);
    return room;
}

static void failure(struct line *l)
{
    char name[MM_NAME_BYTES];
    char words[512];
    const uint64_t nodes = l->n[8];

    say(l, "%s: page allocation failure: order:%" PRIu64 ", mode:0x%" PRIx64 "(%s), ",
        comm(l, name), l->n[6], l->n[7], gfp(l->n[7], words));
    report_add(l->r, "nodemask=(null),cpuset=/,mems_allowed=0");
    if (nodes > 1) {
        report_add(l->r, "-%" PRIu64, nodes - 1);
    }
    report_add(l->r, "\n");
}

static void oom_invoked(struct line *l)
{
    char name[MM_NAME_BYTES];
    char words[512];

    say(l,
        "%s invoked oom-killer: gfp_mask=0x%" PRIx64 "(%s), order=%" PRIu64
        ", oom_score_adj=%" PRId64 "\n",
        comm(l, name), l->n[7], gfp(l->n[7], words), l->n[6], (int64_t)l->n[8]);
}

static void killed(struct line *l)
{
    char name[MM_NAME_BYTES];
    const uint64_t *n = l->n;

    say(l, "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0");
    if (n[6] > 1) {
        report_add(l->r, "-%" PRIu64, n[6] - 1);
    }
    report_add(l->r, ",global_oom,task_memcg=/,task=%s,pid=%" PRIu64 ",uid=0\n", comm(l, name),
               n[5]);
    say(l,
        "Out of memory: Killed process %" PRIu64 " (%s) total-vm:%" PRIu64 "kB, anon-rss:%" PRIu64
        "kB, file-rss:%" PRIu64 "kB, shmem-rss:%" PRIu64 "kB, UID:0 pgtables:%" PRIu64
        "kB oom_score_adj:%" PRId64 "\n",
        n[5], name, n[7], n[8], n[9], n[10], n[11], (int64_t)n[12]);
}

static void cpu(struct line *l)
{
    char name[MM_NAME_BYTES];

    say(l, "CPU: %" PRIu64 " PID: %" PRIu64 " Comm: %s Not tainted %s\n", l->n[4], l->n[5],
        comm(l, name), KERNEL_VERSION);
}

static void mem_info(struct line *l)
{
    static const struct {
        const char *name;
        bool ends; /* the line ends behind it */
    } words[] = {{"active_anon", false},
                 {" inactive_anon", false},
                 {" isolated_anon", true},
                 {" active_file", false},
                 {" inactive_file", false},
                 {" isolated_file", true},
                 {" unevictable", false},
                 {" dirty", false},
                 {" writeback", true},
                 {" slab_reclaimable", false},
                 {" slab_unreclaimable", true},
                 {" mapped", false},
                 {" shmem", false},
                 {" pagetables", true},
                 {" sec_pagetables", false},
                 {" bounce", true},
                 {" kernel_misc_reclaimable", true},
                 {" free", false},
                 {" free_pcp", false},
                 {" free_cma", true}};
    bool fresh = true;

    say(l, "Mem-Info:\n");
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (fresh) {
            begin(l);
        }
        report_add(l->r, "%s:%" PRIu64 "%s", words[i].name, l->n[i], words[i].ends ? "\n" : "");
        fresh = words[i].ends;
    }
}

static void node(struct line *l)
{
    static const char *const words[] = {"active_anon:",      "inactive_anon:", "active_file:",
                                        "inactive_file:",    "unevictable:",   "isolated(anon):",
                                        "isolated(file):",   "mapped:",        "dirty:",
                                        "writeback:",        "shmem:",         "shmem_thp: ",
                                        "shmem_pmdmapped: ", "anon_thp: ",     "writeback_tmp:",
                                        "kernel_stack:",     "pagetables:",    "sec_pagetables:"};

    say(l, "Node %" PRIu64, l->n[0]);
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        report_add(l->r, " %s%" PRIu64 "kB", words[i], l->n[1 + i]);
    }
    report_add(l->r, " all_unreclaimable? %s\n", l->n[19] ? "yes" : "no");
}

static void zone(struct line *l)
{
    static const char *const words[] = {"free:",          "boost:",         "min:",
                                        "low:",           "high:",          "reserved_highatomic:",
                                        "active_anon:",   "inactive_anon:", "active_file:",
                                        "inactive_file:", "unevictable:",   "writepending:",
                                        "present:",       "managed:",       "mlocked:",
                                        "bounce:",        "free_pcp:",      "local_pcp:",
                                        "free_cma:"};

    say(l, "Node %" PRIu64 " %s", l->n[0], zone_type_name((enum mm_zone_type)l->n[1]));
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        report_add(l->r, " %s%" PRIu64 "%s", words[i], l->n[2 + i], i == 5 ? "KB" : "kB");
    }
    report_add(l->r, "\n");
}

/* Linux for 64 bits has one zone number more, for memory of devices: what it is kept from is as for the last. */
static void reserve(struct line *l)
{
    say(l, "lowmem_reserve[]:");
    for (unsigned i = 0; i < 4; i++) {
        report_add(l->r, " %" PRIu64, l->n[i]);
    }
    if (l->n[4] == 0) {
        report_add(l->r, " %" PRIu64, l->n[3]);
    }
    report_add(l->r, "\n");
}

static void blocks(struct line *l)
{
    static const char letters[MM_MIGRATETYPE_COUNT + 1] = "UMEHI";
    uint64_t total = 0;

    say(l, "Node %" PRIu64 " %s:", l->n[0], zone_type_name((enum mm_zone_type)l->n[1]));
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        const uint32_t count = (uint32_t)l->n[2 + o];
        const uint32_t types = (uint32_t)(l->n[2 + o] >> 32);
        char found[MM_MIGRATETYPE_COUNT + 1];
        unsigned n = 0;

        for (unsigned t = 0; t < MM_MIGRATETYPE_COUNT; t++) {
            if (types >> t & 1) {
                found[n++] = letters[t];
            }
        }
        found[n] = '\0';
        report_add(l->r, " %u*%ukB", count, 4u << o);
        if (n > 0) {
            report_add(l->r, " (%s)", found);
        }
        total += (uint64_t)count << o;
    }
    report_add(l->r, " = %" PRIu64 "kB\n", total * 4);
}

static void totals(struct line *l)
{
    say(l, "%" PRIu64 " pages RAM\n", l->n[0]);
    say(l, "%" PRIu64 " pages HighMem/MovableOnly\n", l->n[1]);
    say(l, "%" PRIu64 " pages reserved\n", l->n[2]);
    say(l, "%" PRIu64 " pages hwpoisoned\n", l->n[3]);
}

static void swap(struct line *l)
{
    say(l, "%" PRIu64 " pages in swap cache\n", l->n[0]);
    say(l, "Free swap  = %" PRIu64 "kB\n", l->n[1]);
    say(l, "Total swap = %" PRIu64 "kB\n", l->n[2]);
}

static void sentence(struct line *l)
{
    static const char *const words[] = {
        [SHOWMEM_NO_KILLABLE] = "Out of memory and no killable processes...",
        [SHOWMEM_DEADLOCK] = "Kernel panic - not syncing: System is deadlocked on memory",
        [BOOTLOG_ZONE_RANGES] = "Zone ranges:",
        [BOOTLOG_MOVABLE_START] = "Movable zone start for each node",
        [BOOTLOG_NODE_RANGES] = "Early memory node ranges",
        [BOOTLOG_DEVICE_EMPTY] = "  Device   empty"};

    say(l, "%s\n", words[l->n[0]]);
}

static void zone_range(struct line *l)
{
    const char *name = zone_type_name((enum mm_zone_type)l->n[0]);

    if (l->n[1] == l->n[2]) {
        say(l, "  %-8s empty\n", name);
    } else {
        say(l, "  %-8s [mem 0x%016" PRIx64 "-0x%016" PRIx64 "]\n", name, l->n[1], l->n[2] - 1);
    }
}

static void node_range(struct line *l)
{
    if (l->n[3]) {
        say(l, "Initmem setup node %" PRIu64 " [mem 0x%016" PRIx64 "-0x%016" PRIx64 "]\n", l->n[0],
            l->n[1], l->n[2] - 1);
    } else {
        say(l, "  node %3" PRIu64 ": [mem 0x%016" PRIx64 "-0x%016" PRIx64 "]\n", l->n[0], l->n[1],
            l->n[2] - 1);
    }
}

static void fallback(struct line *l)
{
    say(l, "Fallback order for Node %" PRIu64 ": ", l->n[0]);
    for (uint64_t i = 0; i < l->n[1]; i++) {
        report_add(l->r, "%" PRIu64 " ", l->n[2 + i]);
    }
    report_add(l->r, "\n");
}

static void zonelists(struct line *l)
{
    say(l, "Built %" PRIu64 " zonelists, mobility grouping %s.  Total pages: %" PRIu64 "\n",
        l->n[0], l->n[1] ? "on" : "off", l->n[2]);
    if (l->n[3]) {
        say(l, "Policy zone: %s\n", zone_type_name((enum mm_zone_type)(l->n[3] - 1)));
    }
}

static void memory(struct line *l)
{
    say(l,
        "Memory: %" PRIu64 "K/%" PRIu64 "K available (%" PRIu64 "K kernel code, %" PRIu64
        "K rwdata, %" PRIu64 "K rodata, %" PRIu64 "K init, %" PRIu64 "K bss, %" PRIu64
        "K reserved, 0K cma-reserved",
        l->n[0], l->n[1], l->n[2], l->n[3], l->n[4], l->n[5], l->n[6], l->n[7]);
    if (l->n[8]) {
        report_add(l->r, ", %" PRIu64 "K highmem", l->n[9]);
    }
    report_add(l->r, ")\n");
}

static void print(struct line *l)
{
    const uint64_t *n = l->n;

    switch ((enum mm_klog_kind)klog_line(l->m, l->at)->kind) {
    case KL_TEXT: sentence(l); break;
    case KL_ALLOC_FAILURE: failure(l); break;
    case KL_OOM_INVOKED: oom_invoked(l); break;
    case KL_CPU: cpu(l); break;
    case KL_KILLED: killed(l); break;
    case KL_MEM_INFO: mem_info(l); break;
    case KL_NODE: node(l); break;
    case KL_ZONE: zone(l); break;
    case KL_RESERVE: reserve(l); break;
    case KL_BLOCKS: blocks(l); break;
    case KL_HUGEPAGES:
        say(l,
            "Node %" PRIu64 " hugepages_total=0 hugepages_free=0 hugepages_surp=0 "
            "hugepages_size=%" PRIu64 "kB\n",
            n[0], n[1]);
        break;
    case KL_CACHE: say(l, "%" PRIu64 " total pagecache pages\n", n[0]); break;
    case KL_SWAP: swap(l); break;
    case KL_TOTALS: totals(l); break;
    case KL_SUPPRESSED:
        say(l, "%s: %" PRIu64 " callbacks suppressed\n",
            n[0] == KL_ALLOC_FAILURE ? "warn_alloc" : "oom_kill_process", n[1]);
        break;
    case KL_ZONE_RANGE: zone_range(l); break;
    case KL_NODE_RANGE: node_range(l); break;
    case KL_ZONELISTS: zonelists(l); break;
    case KL_MEMORY: memory(l); break;
    case KL_SLUB:
        say(l,
            "SLUB: HWalign=%" PRIu64 ", Order=0-3, MinObjects=0, CPUs=%" PRIu64 ", Nodes=%" PRIu64
            "\n",
            n[0], n[1], n[2]);
        break;
    case KL_FALLBACK: fallback(l); break;
    case KL_NONE:
    case KL_COUNT: break;
    }
}

void dmesg_text(const struct mm *m, bool stamps, unsigned levels, struct report *r)
{
    for (uint32_t at = klog_first(m); at < m->machine->klog_lines; at++) {
        uint64_t n[KLOG_NUMBERS];
        struct line l = {.r = r, .m = m, .at = at, .stamps = stamps, .n = n};

        if (levels >> klog_line(m, at)->level & 1) {
            for (unsigned i = 0; i < KLOG_NUMBERS; i++) {
                n[i] = klog_number(m, at, i);
            }
            print(&l);
        }
    }
}

/* "err,warn" as bits. */
static bool parse_levels(const char *words, unsigned *levels)
{
    *levels = 0;
    for (;;) {
        const size_t length = strcspn(words, ",");
        unsigned i = 0;

        while (i < LEVELS &&
               (strlen(level_names[i]) != length || strncmp(level_names[i], words, length) != 0)) {
            i++;
        }
        if (i == LEVELS) {
            return false;
        }
        *levels |= 1u << i;
        if (words[length] == '\0') {
            return true;
        }
        words += length + 1;
    }
}

bool dmesg_run(const struct mm *m, const char *options, struct report *r)
{
    static const char usage[] = "dmesg [-t] [-l emerg,alert,crit,err,warn,notice,info,debug]";
    char word[TOOLOPT_WORD_BYTES];
    char value[TOOLOPT_WORD_BYTES];
    unsigned levels = (1u << LEVELS) - 1;
    bool stamps = true;

    while (toolopt_word(&options, word)) {
        if (strcmp(word, "-t") == 0) {
            stamps = false;
        } else if (strncmp(word, "-l", 2) != 0 || !toolopt_value(&options, word + 2, value) ||
                   !parse_levels(value, &levels)) {
            return toolopt_refuse(r, "dmesg", word, usage);
        }
    }
    dmesg_text(m, stamps, levels, r);
    return true;
}
