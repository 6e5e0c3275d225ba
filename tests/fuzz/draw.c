/* draw.c - draws numbers, values and expressions, and changes expressions. */
#include "draw.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"

uint64_t draw_below(struct draw *d, uint64_t n)
{
    return rng_below(d->rng, n);
}

void draw_say(struct draw *d, const char *format, ...)
{
    const size_t room = sizeof d->text - d->used;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(d->text + d->used, room, format, args);
    va_end(args);
    d->used += (size_t)n < room ? (size_t)n : room - 1;
}

const char *draw_number(struct draw *d)
{
    static const char *const numbers[] = {
        "0",   "1",    "2",     "3",  "4",  "7",   "9",    "10",         "11",
        "100", "1000", "65536", "64", "63", "500", "3000", "4294967295", "18446744073709551615"};

    return DRAW_ONE(d, numbers);
}

size_t draw_put(uint8_t *data, size_t size, size_t max, size_t from, size_t to, const char *text,
                size_t length)
{
    if (size - (to - from) + length > max) {
        return size;
    }
    memmove(data + from + length, data + to, size - to);
    memcpy(data + from, text, length);
    return size - (to - from) + length;
}

static const char *const zone_words[] = {"DMA", "DMA32", "Normal", "HighMem", "Movable", "dma"};
static const char *const keys[] = {"meminfo.MemFree",
                                   "meminfo.SReclaimable",
                                   "meminfo.MemTotal",
                                   "vmstat.pgfault",
                                   "vmstat.compact_success",
                                   "sysctl.vm.min_free_kbytes",
                                   "census.free",
                                   "census.pcp",
                                   "census.slab_reclaimable",
                                   "census.memmap",
                                   "census.hole",
                                   "census.total",
                                   "census.x",
                                   "$n",
                                   "${n}",
                                   "result.errno",
                                   "p.status.VmRSS",
                                   "p.tables",
                                   "alive(p)",
                                   "job(p).done",
                                   "page(p,a).present",
                                   "page(p,a+4K).pfn",
                                   "frame.100.type",
                                   "frame.0.flags",
                                   "tlb.l1d.hits",
                                   "events.alloc_pages",
                                   "events.compact_begin",
                                   "slabinfo[\"kmalloc-1k\"].active_objs",
                                   "slabinfo[\"dentry\"].num_slabs",
                                   "slabinfo[\"vm_area_struct\"].size",
                                   "slabinfo[\"x\"].objsize",
                                   "lab.lru.misses",
                                   "dmesg",
                                   "output",
                                   "clock.ns",
                                   "hash"};
static const char *const of_zone[] = {"min",     "low",     "high",         "boost",    "free",
                                      "spanned", "managed", "protection.1", "start_pfn"};
static const char *const of_pcp[] = {"count", "high", "batch", "free_factor", "x"};
static const char *const of_node[] = {"access_remote",  "distance1", "kswapd_failures",
                                      "kcompactd_runs", "cpus",      "x"};
static const char *const of_numa[] = {"numa_hit", "numa_miss", "local_node", "other_node"};
static const char *const of_compact[] = {"free_pfn",      "migrate_pfn", "considered",
                                         "scan_free_pfn", "defer_shift", "order_failed"};
static const char *const of_type[] = {"unmovable", "movable", "reclaimable", "highatomic",
                                      "isolate"};

void draw_value(struct draw *d)
{
    const unsigned node = draw_below(d, 8) ? (unsigned)draw_below(d, 3) : 99;
    const unsigned order = (unsigned)draw_below(d, 12);
    const char *zone = DRAW_ONE(d, zone_words);

    switch (draw_below(d, 14)) {
    case 0: draw_say(d, "zoneinfo.node%u.%s.%s", node, zone, DRAW_ONE(d, of_zone)); return;
    case 1: draw_say(d, "buddyinfo.node%u.%s.order%u", node, zone, order); return;
    case 2:
        draw_say(d, "pagetypeinfo.node%u.%s.%s.order%u", node, zone, DRAW_ONE(d, of_type), order);
        return;
    case 3:
        draw_say(d, "pagetypeinfo.node%u.%s.%s.blocks", node, zone, DRAW_ONE(d, of_type));
        return;
    case 4: draw_say(d, "extfrag.node%u.%s.order%u", node, zone, order); return;
    case 5: draw_say(d, "unusable.node%u.%s.order%u", node, zone, order); return;
    case 6: draw_say(d, "numastat.node%u.%s", node, DRAW_ONE(d, of_numa)); return;
    case 7: draw_say(d, "pcp.cpu%u.node%u.%s.%s", order, node, zone, DRAW_ONE(d, of_pcp)); return;
    case 8: draw_say(d, "node.%u.%s", node, DRAW_ONE(d, of_node)); return;
    case 9: draw_say(d, "compact.node%u.%s.%s", node, zone, DRAW_ONE(d, of_compact)); return;
    case 10: draw_say(d, "%s", draw_number(d)); return;
    default: draw_say(d, "%s", DRAW_ONE(d, keys)); return;
    }
}

void draw_expr(struct draw *d)
{
    static const char *const compare[] = {"==", "!=", "<", "<=", ">", ">=", "~"};
    static const char *const between[] = {"+", "-", "*", "/", "//", "%"};

    draw_value(d);
    if (draw_below(d, 2)) {
        draw_say(d, " %s ", DRAW_ONE(d, between));
        draw_value(d);
    }
    draw_say(d, " %s ", DRAW_ONE(d, compare));
    draw_value(d);
    if (draw_below(d, 6) == 0) {
        draw_say(d, " within %llu%s", (unsigned long long)draw_below(d, 120),
                 draw_below(d, 2) ? "%" : "");
    }
}

static bool part_of_word(uint8_t c)
{
    return c > ' ' && strchr("+*/%<>=!~", c) == NULL;
}

size_t lines_mutate_expr(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    struct draw d = {.used = 0};
    size_t from, to;

    rng_seed(d.rng, seed);
    from = draw_below(&d, size + 1);
    switch (draw_below(&d, 4)) {
    case 0: return LLVMFuzzerMutate ? LLVMFuzzerMutate(data, size, max) : size;
    case 1: draw_expr(&d); return draw_put(data, size, max, 0, size, d.text, d.used);
    case 2: /* another value in place of one */
        while (from > 0 && part_of_word(data[from - 1])) {
            from--;
        }
        for (to = from; to < size && part_of_word(data[to]); to++) {
        }
        draw_value(&d);
        return draw_put(data, size, max, from, to, d.text, d.used);
    default: /* one more at the end */
        draw_say(&d, " %c ", "+-*/%<>"[draw_below(&d, 7)]);
        draw_value(&d);
        return draw_put(data, size, max, size, size, d.text, d.used);
    }
}
