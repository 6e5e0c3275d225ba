/* lines.c - draws lines of the language, and changes the lines of a text. */
#include <string.h>

#include "draw.h"
#include "lines.h"
#include "mm.h"

static const char *const names[] = {"a", "b", "c", "k", "l", "p", "q", "heap", "stack", "text"};
static const char *const actors[] = {"p", "q", "r", "p", "q", "1", "100"};
static const char *const caches[] = {
    "c",      "d",           "kmalloc-64",  "kmalloc-8k", "kmalloc-rcl-96", "dma-kmalloc-1k",
    "dentry", "inode_cache", "task_struct", "filp",       "vm_area_struct", "radix_tree_node",
    "x"};
static const char *const sizes[] = {
    "1",  "8", "4095", "4K", "12K", "64K", "256K", "1M",  "2M",   "4M",
    "9p", "0", "16M",  "1G", "64G", "1T",  "192",  "32p", "4097", "18446744073709551615"};
static const char *const files[] = {"/proc/meminfo",
                                    "/proc/vmstat",
                                    "/proc/zoneinfo",
                                    "/proc/buddyinfo",
                                    "/proc/pagetypeinfo",
                                    "/proc/slabinfo",
                                    "/proc/iomem",
                                    "/proc/sys/vm/lowmem_reserve_ratio",
                                    "/proc/sys/vm/min_free_kbytes",
                                    "/proc/sys/vm/nothing",
                                    "/proc/p/maps",
                                    "/proc/p/smaps",
                                    "/proc/1/status",
                                    "/proc/q/statm",
                                    "/sys/devices/system/node/node0/meminfo",
                                    "/sys/devices/system/node/node1/numastat",
                                    "/sys/devices/system/node/node7/distance",
                                    "/sys/devices/system/node/online",
                                    "/sys/devices/system/memory/block_size_bytes",
                                    "/sys/kernel/debug/extfrag/extfrag_index",
                                    "/sys/kernel/debug/extfrag/unusable_index",
                                    "/sys/kernel/slab/dentry/objects",
                                    "/sys/kernel/slab/kmalloc-64/cpu_slabs",
                                    "/sys/kernel/slab/c/order",
                                    "/sys/kernel/mm/transparent_hugepage/enabled"};
static const char *const written[] = {"/proc/sys/vm/compact_memory",
                                      "/proc/sys/vm/drop_caches",
                                      "/proc/sys/vm/lowmem_reserve_ratio",
                                      "/proc/sys/vm/min_free_kbytes",
                                      "/proc/sys/vm/watermark_scale_factor",
                                      "/proc/sys/vm/zone_reclaim_mode",
                                      "/proc/sys/vm/compaction_proactiveness",
                                      "/proc/sys/vm/percpu_pagelist_high_fraction",
                                      "/sys/kernel/slab/dentry/shrink",
                                      "/sys/kernel/slab/c/shrink",
                                      "/sys/kernel/mm/transparent_hugepage/enabled"};
static const char *const writes[] = {"0",         "1",         "2",      "3",     "4",
                                     "64",        "100",       "always", "never", "\"256 256 32\"",
                                     "\"1 1 1\"", "\"0 0 0\"", "-1",     "\"\"",  "999999999"};
static const char *const options[] = {"",
                                      "-h",
                                      "-k",
                                      "-w -l -t",
                                      "-s 1 -c 3",
                                      "--si -h",
                                      "-s",
                                      "-m",
                                      "-a -w -S K",
                                      "1 2",
                                      "-o",
                                      "-o -s c",
                                      "-o -s z",
                                      "-m -n -c -z",
                                      "p",
                                      "-a -b -n -r",
                                      "-o RANGE,SIZE,NODE,ZONES --summary=never",
                                      "-t -l warn",
                                      "-x p",
                                      "aux",
                                      "-eo pid,vsz,rss,comm",
                                      "--",
                                      "-"};
static const char *const pipes[] = {
    " | grep free", " | grep -i Node", " | head -3",
    " | wc -l",     " | tail -n 2",    " | awk 'NR>1' | awk '{sum+=$1} END {print sum/1024}'"};
static const char *const zones[] = {
    "0:DMA:1-100:100:50",
    "0:DMA:1-511:511:500,0:DMA32:4096-4607:512:512",
    "0:DMA:1-1000:903:800,0:DMA32:4096-4200:105:100,0:Normal:4201-4300:100:100",
    "0:DMA:1-1023:926:900,0:DMA32:4096-4607:512:512,1:DMA32:4608-5119:512:512",
    "0:DMA32:4096-4600:505:505,1:DMA32:4608-5000:300:200,2:DMA32:5120-5200:81:80",
    "0:DMA32:4096-5119:600:600",
    "1:DMA32:4096-5119:600:600",
    "0:DMA:1-300:300:200,1:Normal:4096-4300:200:100",
    "0:DMA32:4097-4113:17:17"};
static const char *const used[] = {"0:DMA32:20", "0:DMA:10,0:DMA32:400", "1:DMA32:5000",
                                   "0:Normal:1"};

static void gfp(struct draw *d)
{
#define WORD(id, bits) #id,
    static const char *const words[] = {MM_GFPS(WORD)};
    static const char *const bits[] = {MM_GFP_BITS(WORD)};

    if (draw_below(d, 8) == 0) {
        draw_say(d, "0x%llx",
                 (unsigned long long)draw_below(d, draw_below(d, 3) ? 1ull << 23 : 1ull << 40));
    } else {
        draw_say(d, "%s", DRAW_ONE(d, words));
    }
    for (uint64_t more = draw_below(d, 3); more > 0; more--) {
        draw_say(d, "+%s", DRAW_ONE(d, bits));
    }
}

/* KEY=VALUE of the machine line; the row of zones by hand stands for all that would contradict it. */
static void machine(struct draw *d)
{
    static const char *const rest[] = {"cpus=2",
                                       "cpus=8",
                                       "cpus=64",
                                       "nodes=2",
                                       "nodes=4",
                                       "nodes=8",
                                       "pcp=off",
                                       "slab=off",
                                       "drift=on",
                                       "migratetypes=off",
                                       "kernel=0",
                                       "kernel=1M",
                                       "kernel=linux",
                                       "kernel=auto",
                                       "initrd=64K",
                                       "initrd=2M",
                                       "distance=15",
                                       "distance=254",
                                       "distance=10,20,20,10",
                                       "distance=10,11,12,10",
                                       "paging=2",
                                       "paging=5",
                                       "thp=always",
                                       "thp=auto",
                                       "pcid=off",
                                       "tlb=l1d:2x2",
                                       "sched.quantum=1",
                                       "seed=7",
                                       "maps=16",
                                       "cost.alloc=0",
                                       "randomize=on",
                                       "cost.scan_page=100000"};
    static const char *const memory[] = {"64K", "100K",  "512K", "1M", "2M",
                                         "4M",  "4104K", "6M",   "8M", "3G"};

    draw_say(d, "machine");
    if (draw_below(d, 3) == 0) {
        draw_say(d, " zones=%s", DRAW_ONE(d, zones));
    } else if (draw_below(d, 8)) {
        draw_say(d, " memory=%s", DRAW_ONE(d, memory));
    }
    for (uint64_t more = draw_below(d, 5); more > 0; more--) {
        draw_say(d, " %s", DRAW_ONE(d, rest));
    }
    if (draw_below(d, 4) == 0) {
        draw_say(d, " used=%s", DRAW_ONE(d, used));
    }
}

static void range(struct draw *d)
{
    const char *name = DRAW_ONE(d, names);
    const uint64_t page = draw_below(d, 24);

    switch (draw_below(d, 6)) {
    case 0: draw_say(d, "%s+%lluK", name, (unsigned long long)page * 4); return;
    case 1:
    case 2:
        draw_say(d, "%s+%lluK..%lluK", name, (unsigned long long)page * 4,
                 (unsigned long long)(page + 1 + draw_below(d, 16)) * 4);
        return;
    case 3:
        if (draw_below(d, 3) == 0) {
            draw_say(d, "0x%llx..0x%llx", (unsigned long long)page << 12,
                     (unsigned long long)(page + 4) << 12);
            return;
        } /* fall through */
    default: draw_say(d, "%s", name); return;
    }
}

/* A number within the row's limits, at them, or beyond. */
static void number(struct draw *d, uint64_t min, uint64_t max)
{
    const uint64_t width = max - min;

    switch (draw_below(d, 8)) {
    case 0: draw_say(d, "%llu", (unsigned long long)min); return;
    case 1: draw_say(d, "%llu", (unsigned long long)max); return;
    case 2: draw_say(d, "%s", draw_number(d)); return;
    default:
        draw_say(d, "%llu", (unsigned long long)(min + draw_below(d, width < 12 ? width + 1 : 12)));
        return;
    }
}

static void text_word(struct draw *d, const struct mm_arg_row *row)
{
    static const char *const paths[] = {"/lib/a.so", "/lib/a.so:64K", "/bin/p",
                                        "SEGV,BUS",  "KILL",          "x.lackey"};

    switch (row->verb) {
    case MM_V_ECHO:
        if (row->index == 0) {
            draw_say(d, "%s", DRAW_ONE(d, writes));
        } else {
            draw_say(d, "> %s", DRAW_ONE(d, written));
        }
        return;
    case MM_V_CAT: draw_say(d, "%s", DRAW_ONE(d, files)); return;
    case MM_V_KMEM_ALLOC: draw_say(d, "%s", DRAW_ONE(d, caches)); return;
    case MM_V_HELP: draw_say(d, "%s", mm_verb_rows[draw_below(d, MM_V_COUNT)].word); return;
    case MM_V_NOTE: draw_say(d, "\"%s\"", DRAW_ONE(d, names)); return;
    default: draw_say(d, "%s", DRAW_ONE(d, paths)); return;
    }
}

static void parameter(struct draw *d, bool write)
{
    const struct mm_sysctl_row *row = &mm_sysctl_rows[draw_below(d, SC_COUNT)];

    draw_say(d, "%s", row->key);
    if (write) {
        draw_say(d, "=");
        number(d, row->min, row->max);
    }
}

static void word(struct draw *d, const struct mm_arg_row *row)
{
    static const char *const prot[] = {"rw-", "r--", "---", "r-x", "rwx"};
    static const char *const pattern[] = {"seq", "rev", "random", "zipf:0.9", "stride:8K", "loop"};
    static const char *const time[] = {"1ms", "200us", "5s", "600s", "1ns"};
    static const char *const refs[] = {"7,0,1,2,0,3", "1", "1,1,1,1,2"};
    static const char *const policies[] = {"fifo", "lru,opt", "clock,2q,arc", "aging"};
    const struct mm_enum_row *set = mm_arg_enum(row->type);

    if (set != NULL) {
        draw_say(d, "%s", set->values[draw_below(d, set->value_count)]);
        return;
    }
    switch (row->type) {
    case AT_SIZE: draw_say(d, "%s", DRAW_ONE(d, sizes)); return;
    case AT_SIGNED_SIZE:
        draw_say(d, "%c%s", draw_below(d, 2) ? '+' : '-', DRAW_ONE(d, sizes));
        return;
    case AT_RANGE: range(d); return;
    case AT_ADDR: draw_say(d, "%s+%s", DRAW_ONE(d, names), DRAW_ONE(d, sizes)); return;
    case AT_UINT:
    case AT_NEXT: number(d, row->min, row->max); return;
    case AT_INT: draw_say(d, "-%s", draw_number(d)); return;
    case AT_ACTOR: draw_say(d, "%s", DRAW_ONE(d, actors)); return;
    case AT_NAME:
        if (row->verb == MM_V_SPAWN) {
            draw_say(d, "%s", DRAW_ONE(d, actors));
            return;
        } /* fall through */
    case AT_LABEL: draw_say(d, "%s", DRAW_ONE(d, names)); return;
    case AT_TEXT: text_word(d, row); return;
    case AT_PROT: draw_say(d, "%s", DRAW_ONE(d, prot)); return;
    case AT_PATTERN: draw_say(d, "%s", DRAW_ONE(d, pattern)); return;
    case AT_DURATION: draw_say(d, "%s", DRAW_ONE(d, time)); return;
    case AT_RWX: draw_say(d, "%c", "rwx"[draw_below(d, 3)]); return;
    case AT_GFP: gfp(d); return;
    case AT_SYSCTL: parameter(d, draw_below(d, 6) != 0); return;
    case AT_POLICIES: draw_say(d, "%s", DRAW_ONE(d, policies)); return;
    case AT_REFS: draw_say(d, "%s", DRAW_ONE(d, refs)); return;
    case AT_RANGES: draw_say(d, "0x0..0x4000"); return;
    default: draw_say(d, "%s", draw_number(d)); return;
    }
}

static void argument(struct draw *d, const struct mm_arg_row *row)
{
    switch (row->form) {
    case AF_KEY:
    case AF_MANY:
        if (draw_below(d, 3) == 0 || row->verb == MM_V_KMEM_CACHE) {
            draw_say(d, " %s=", row->word);
            word(d, row);
        }
        return;
    case AF_FLAG:
        if (draw_below(d, 4) == 0) {
            draw_say(d, " %s", row->word);
        }
        return;
    case AF_AS: draw_say(d, " as "); break;
    case AF_OPT:
        if (draw_below(d, 2)) {
            return;
        }
        draw_say(d, " ");
        break;
    case AF_POS: draw_say(d, " "); break;
    default: return;
    }
    word(d, row);
}

/* A line whose arguments no table describes; false when the verb is not such a one. */
static bool free_line(struct draw *d, enum mm_verb verb)
{
    switch (verb) {
    case MM_V_EXPECT:
        draw_say(d, "expect ");
        draw_expr(d);
        return true;
    case MM_V_PRINT:
        draw_say(d, "print ");
        draw_value(d);
        return true;
    case MM_V_LET:
        draw_say(d, "let n = ");
        draw_value(d);
        return true;
    case MM_V_WAIT:
        draw_say(d, draw_below(d, 2) ? "wait" : "wait until ");
        if (d->text[d->used - 1] == ' ') {
            draw_expr(d);
            draw_say(d, " max=1ms");
        }
        return true;
    case MM_V_REPEAT:
        draw_say(d, "repeat %s as i\nalloc_pages 0 as k$i\nend",
                 draw_below(d, 4) ? "3" : draw_number(d));
        return true;
    case MM_V_FREE:
    case MM_V_VMSTAT:
    case MM_V_SLABTOP:
    case MM_V_NUMASTAT:
    case MM_V_LSMEM:
    case MM_V_DMESG:
    case MM_V_PMAP:
    case MM_V_PS: draw_say(d, "%s %s", mm_verb_rows[verb].word, DRAW_ONE(d, options)); return true;
    default: return false;
    }
}

static void line(struct draw *d)
{
    static const enum mm_verb often[] = {
        MM_V_SPAWN,      MM_V_MMAP,       MM_V_WRITE,      MM_V_READ,      MM_V_ALLOC_PAGES,
        MM_V_FREE_PAGES, MM_V_KMEM_CACHE, MM_V_KMEM_ALLOC, MM_V_KMEM_FREE, MM_V_SYSCTL,
        MM_V_ECHO,       MM_V_CAT,        MM_V_EXPECT};
    const enum mm_verb verb =
        draw_below(d, 2) ? DRAW_ONE(d, often) : (enum mm_verb)draw_below(d, MM_V_COUNT);
    unsigned count;
    const struct mm_arg_row *rows = mm_verb_args(verb, &count);

    if (draw_below(d, 24) == 0) {
        draw_say(d, "fails ");
    }
    if (free_line(d, verb)) {
    } else if (verb == MM_V_MACHINE) {
        machine(d);
    } else {
        if (mm_verb_rows[verb].actor) {
            draw_say(d, "%s ", DRAW_ONE(d, actors));
        }
        draw_say(d, "%s", mm_verb_rows[verb].word);
        for (unsigned i = 0; i < count; i++) {
            if (verb != MM_V_SYSCTL || i == 0) {
                argument(d, &rows[i]);
            }
        }
    }
    if (mm_verb_rows[verb].steps == 0 && draw_below(d, 3) == 0) {
        draw_say(d, "%s", DRAW_ONE(d, pipes));
    } else if (mm_verb_rows[verb].actor && draw_below(d, 8) == 0) {
        draw_say(d, " &");
    }
    draw_say(d, "\n");
}

/* ---- mutation -------------------------------------------------------------------------------------------- */

/* The line around data[at]: from its first byte to behind its end. */
static void line_at(const uint8_t *data, size_t size, size_t at, size_t *from, size_t *to)
{
    *from = at < size ? at : size;
    while (*from > 0 && data[*from - 1] != '\n') {
        --*from;
    }
    *to = *from;
    while (*to < size && data[(*to)++] != '\n') {
    }
}

size_t lines_mutate(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    struct draw d = {.used = 0};
    size_t from, to, length;

    rng_seed(d.rng, seed);
    line_at(data, size, draw_below(&d, size + 1), &from, &to);
    switch (draw_below(&d, 12)) {
    case 0: return draw_put(data, size, max, from, to, "", 0);
    case 1: /* double it */
        length = to - from < sizeof d.text ? to - from : 0;
        memcpy(d.text, data + from, length);
        return draw_put(data, size, max, to, to, d.text, length);
    case 2: /* another machine */
        line_at(data, size, 0, &from, &to);
        machine(&d);
        draw_say(&d, "\n");
        return draw_put(data, size, max, 0, size > 7 && memcmp(data, "machine", 7) == 0 ? to : 0,
                        d.text, d.used);
    case 3:
    case 4: return LLVMFuzzerMutate ? LLVMFuzzerMutate(data, size, max) : size;
    case 5:
    case 6: line(&d); return draw_put(data, size, max, from, to, d.text, d.used);
    default: line(&d); return draw_put(data, size, max, to, to, d.text, d.used);
    }
}
