/* fuzz_commands.c - bytes as a stream of commands on a hostile machine, every invariant after each.
 *
 * Shape     the first 8 bytes choose the machine; then each command takes what it needs from the bytes, so that small
 *           mutations stay small. Command structs are filled without the parser, by the rows of their arguments or, one
 *           time in eight, with anything at all: the engine must refuse what is wrong. Every other command is
 *           observed. At the end the machine is taken back, anywhere and to the start, and forth again.
 */
#include <stdlib.h>
#include <string.h>

#include "mm.h"

struct bytes {
    const uint8_t *at;
    size_t left;
};

static uint64_t take(struct bytes *b, unsigned n)
{
    uint64_t v = 0;

    for (; n > 0 && b->left > 0; n--, b->left--) {
        v = v << 8 | *b->at++;
    }
    return v;
}

/* A number: mostly small, sometimes any. */
static uint64_t number(struct bytes *b)
{
    const uint64_t kind = take(b, 1);

    if (kind < 128) {
        return kind;
    }
    if (kind < 224) {
        return (kind - 128) * 4096;
    }
    return take(b, 8);
}

/* One within the row's limits, mostly. */
static uint64_t limited(struct bytes *b, uint64_t min, uint64_t max)
{
    const uint64_t v = number(b);

    return v >= min && v <= max ? v : v % 5 == 4 ? v : v % 5 == 3 ? max : min + v % 3;
}

#define ONE(b, list) ((list)[take((b), 1) % (sizeof(list) / sizeof(list)[0])])

static uint16_t set(struct mm_cmd *cmd, const char *w)
{
    return mm_cmd_text(cmd, w, strlen(w));
}

static const char *any_word(struct bytes *b)
{
    static const char *const words[] = {
        "p",    "q",      "a",       "b",       "heap",   "stack",
        "text", "100",    "k",       "",        "SEGV",   "vm.overcommit_memory",
        "c",    "/lib/x", "zzz",     "SIGKILL", "l",      "/proc/sys/vm/max_map_count",
        "1",    "dentry", "1,2,3,4", "d",       "always", "7,0,1,2,0,3,0,4"};

    return ONE(b, words);
}

static const char *const actors[] = {"p", "q", "p", "q", "r", "100", "1"};
static const char *const areas[] = {"a", "b", "c", "a", "b", "heap", "stack", "text"};
static const char *const held[] = {"k", "l", "o", "n"};

/* What a process, a mapping, a block, a file or a cache may be called where this argument stands. */
static const char *fitting_word(struct bytes *b, const struct mm_arg_row *row)
{
    static const char *const files[] = {"/lib/x.so", "/bin/p", "/lib/y.so:64K", "/data"};
    static const char *const caches[] = {"c", "d", "kmalloc-64", "dentry", "task_struct", "filp"};
    static const char *const paths[] = {"/proc/sys/vm/compact_memory",
                                        "/proc/sys/vm/drop_caches",
                                        "/proc/sys/vm/lowmem_reserve_ratio",
                                        "/proc/sys/vm/min_free_kbytes",
                                        "/proc/sys/vm/zone_reclaim_mode",
                                        "/sys/kernel/slab/c/shrink",
                                        "/sys/kernel/slab/dentry/shrink",
                                        "/sys/kernel/slab/kmalloc-64/shrink",
                                        "/sys/kernel/mm/transparent_hugepage/enabled"};
    static const char *const values[] = {"1",     "2",      "3",  "1 1 1", "256 256 32",
                                         "0 0 0", "always", "-1", "9999",  "100000000"};

    switch (row->type) {
    case AT_ACTOR: return ONE(b, actors);
    case AT_LABEL: return ONE(b, held);
    case AT_REFS: return "7,0,1,2,0,3,0,4";
    case AT_NAME:
        return row->verb == MM_V_SPAWN         ? ONE(b, actors)
               : row->verb == MM_V_KMEM_CACHE  ? ONE(b, caches)
               : mm_verb_rows[row->verb].actor ? ONE(b, areas)
                                               : ONE(b, held);
    case AT_TEXT:
        return row->verb == MM_V_ECHO         ? row->index == 0 ? ONE(b, values) : ONE(b, paths)
                       : row->verb == MM_V_KMEM_ALLOC ? ONE(b, caches)
               : row->verb == MM_V_KILL       ? "KILL"
               : row->verb == MM_V_SPAWN && row->index == 11       ? "SEGV,BUS"
               : row->verb == MM_V_SPAWN || row->verb == MM_V_MMAP ? ONE(b, files)
                                                                   : any_word(b);
    default: return "";
    }
}

static uint64_t gfp(struct bytes *b)
{
#define WORD(id, bits) bits,
    static const uint32_t words[] = {MM_GFPS(WORD)};
    static const uint32_t bits[] = {0, 0, MM_GFP_BITS(WORD)};
    const uint64_t raw = take(b, 1);

    if (raw >= 240) {
        return take(b, raw >= 254 ? 8 : 3);
    }
    return words[raw % (sizeof words / sizeof words[0])] | ONE(b, bits) | ONE(b, bits);
}

static void fitting(struct bytes *b, struct mm_cmd *cmd, const struct mm_arg_row *row)
{
    struct mm_arg *arg = &cmd->arg[row->index];
    const struct mm_enum_row *words = mm_arg_enum(row->type);
    uint64_t page;

    if (words != NULL) {
        arg->a = take(b, 1) % (words->value_count + 1);
        arg->b = row->type == AT_PATTERN ? 4096 * (1 + take(b, 1)) : 0;
        return;
    }
    switch (row->type) {
    case AT_RANGE:
        page = take(b, 1) % 32;
        arg->kind = (uint16_t)(1 + take(b, 1) % 3);
        arg->a = page * 4096;
        arg->b = (page + 1 + take(b, 1) % 32) * 4096;
        arg->text = set(cmd, ONE(b, areas));
        return;
    case AT_ADDR:
        arg->a = number(b);
        arg->text = set(cmd, take(b, 1) % 4 ? ONE(b, areas) : "");
        return;
    case AT_GFP: arg->a = gfp(b); return;
    case AT_SYSCTL: arg->a = take(b, 1) % SC_COUNT; return;
    case AT_SIGNED_SIZE:
        arg->a = take(b, 1) * 1024;
        arg->b = take(b, 1) % 2;
        return;
    case AT_SIZE: arg->a = limited(b, row->min, row->max); return;
    case AT_PROT: arg->a = take(b, 1) % 8; return;
    case AT_RWX: arg->a = take(b, 1) % 3; return;
    case AT_PATTERN:
        arg->a = take(b, 1) % PAT_COUNT;
        arg->b = arg->a == PAT_ZIPF ? 900000 : 4096;
        return;
    case AT_POLICIES:
        arg->a = 1;
        arg->b = 1 + take(b, 1) % (LP_COUNT - 1);
        return;
    case AT_FLAG: arg->a = 1; return;
    default:
        arg->a = limited(b, row->min, row->max);
        arg->text = set(cmd, fitting_word(b, row));
        return;
    }
}

static void fill_by_rows(struct bytes *b, struct mm_cmd *cmd)
{
    unsigned count;
    const struct mm_arg_row *row = mm_verb_args((enum mm_verb)cmd->verb, &count);

    if (mm_verb_rows[cmd->verb].actor) {
        cmd->actor = set(cmd, ONE(b, actors));
    }
    for (unsigned i = 0; i < count; i++) {
        const bool wanted = row[i].form == AF_POS || row[i].form == AF_AS || take(b, 1) % 4 == 0;

        if (wanted) {
            fitting(b, cmd, &row[i]);
            cmd->present |= 1u << row[i].index;
        }
    }
    if (cmd->verb == MM_V_SYSCTL) {
        const struct mm_sysctl_row *s = &mm_sysctl_rows[cmd->arg[0].a];

        cmd->arg[1].a = limited(b, s->min, s->max);
        cmd->present = 3;
    }
}

static void fill(struct bytes *b, struct mm_cmd *cmd)
{
    static const enum mm_verb often[] = {
        MM_V_SPAWN,      MM_V_MMAP,       MM_V_WRITE,      MM_V_READ,      MM_V_ALLOC_PAGES,
        MM_V_FREE_PAGES, MM_V_KMEM_CACHE, MM_V_KMEM_ALLOC, MM_V_KMEM_FREE, MM_V_KMALLOC,
        MM_V_SYSCTL,     MM_V_ECHO,       MM_V_MADVISE,    MM_V_MUNMAP,    MM_V_MLOCK};
    const uint64_t shape = take(b, 1);
    const uint64_t verb = take(b, 1);

    if (shape & 0x60) {
        const enum mm_verb v = verb < 160 ? often[verb % (sizeof often / sizeof often[0])]
                                          : (enum mm_verb)(verb % MM_V_COUNT);

        mm_cmd_init(cmd, v);
        cmd->background = (shape & 0x1f) == 1;
        fill_by_rows(b, cmd);
        return;
    }
    mm_cmd_init(cmd, (enum mm_verb)(verb % (MM_V_COUNT + 2)));
    cmd->background = shape & 1;
    cmd->actor = set(cmd, any_word(b));
    cmd->present = (uint32_t)take(b, 2) & 0xffffu;
    for (unsigned i = 0; i < MM_CMD_ARGS_MAX; i++) {
        if ((cmd->present >> i) & 1u) {
            cmd->arg[i].text = set(cmd, any_word(b));
            cmd->arg[i].kind = (uint16_t)(take(b, 1) % 5);
            cmd->arg[i].a = number(b);
            cmd->arg[i].b = number(b);
        }
    }
}

/* Zones by hand: one pageblock, crumbs, holes, CPUs without memory of their own kind, one node larger than the rest. */
static void zones_by_hand(struct mm_config *cfg, uint64_t which)
{
    static const char *const zones[] = {
        "0:DMA:1-100:100:50",
        "0:DMA32:4096-4607:512:512",
        "0:DMA:1-511:511:500,0:DMA32:4097-4700:400:390",
        "0:DMA:1-300:203:200,0:DMA32:4096-4200:105:100,0:Normal:4201-4300:100:100",
        "0:DMA32:4096-4200:105:105,1:DMA32:4608-5119:512:500",
        "0:DMA:1-60:60:60,0:DMA32:4096-4112:17:17,1:DMA32:4200-4900:700:690",
        "0:DMA32:4096-4150:55:55,1:DMA32:4151-4250:99:99,2:DMA32:4251-4800:300:9"};
    const char *why;

    (void)mm_config_set(cfg, "zones", zones[which % (sizeof zones / sizeof zones[0])], &why);
}

static void configure(struct bytes *b, struct mm_config *cfg)
{
    uint64_t flags;

    mm_config_default(cfg);
    cfg->memory_bytes = (16 + take(b, 1) * 4) * MM_PAGE_BYTES;
    cfg->kernel_bytes = 0;
    cfg->cpus = 1 + (uint32_t)(take(b, 1) % 8);
    cfg->paging_levels = (const uint32_t[]){4, 2, 5, 4}[take(b, 1) % 4];
    cfg->quantum = 1 + (uint32_t)(take(b, 1) % 8);
    flags = take(b, 1);
    cfg->pcp = !(flags & 1);
    cfg->slab = !(flags & 2);
    cfg->drift = (flags & 4) != 0;
    cfg->migratetypes = !(flags & 8);
    cfg->thp = (uint32_t)(flags >> 6) % THP_COUNT;
    flags = take(b, 1);
    if (flags >= 64) {
        zones_by_hand(cfg, flags);
    }
    cfg->tlb[0] = (struct mm_tlb_config){.sets = 1, .ways = 2};
    cfg->tlb[1] = (struct mm_tlb_config){.sets = 0, .ways = 0};
    cfg->vmas_max = 64;
    cfg->names_max = 48;
    cfg->labels_max = 16;
    cfg->procs_max = 4;
    cfg->jobs_max = 4;
    cfg->history_bytes = 1u << 20;
    cfg->check_level = 1;
}

static void on_event(void *ctx, const struct mm_event *e)
{
    *(uint64_t *)ctx += e->seq;
}
static void on_change(void *ctx, const struct mm_change *ch)
{
    *(uint64_t *)ctx ^= ch->after;
}

static void go_and_come(struct mm *m)
{
    const uint64_t hash = mm_hash(m);
    const uint64_t here = mm_seq(m);

    if (mm_seek_step(m, mm_head_step(m) / 2) != MM_OK) {
        abort();
    }
    mm_check(m);
    if (mm_seek_seq(m, here / 2) != MM_OK || mm_seek_seq(m, 0) != MM_OK ||
        mm_seek_seq(m, here) != MM_OK || mm_hash(m) != hash) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = {data, size};
    uint64_t seen = 0;
    const struct mm_sink sink = {.event = on_event, .change = on_change, .ctx = &seen};
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    configure(&b, &cfg);
    m = mm_new(&cfg, &mm_host_libc, &fail);
    if (m == NULL) { /* such a machine cannot be: one that can, then */
        cfg.zone_count = 0;
        cfg.paging_levels = 4;
        m = mm_new(&cfg, &mm_host_libc, &fail);
    }
    for (unsigned n = 0; m != NULL && n < 64 && b.left > 0; n++) {
        struct mm_cmd cmd;

        fill(&b, &cmd);
        if (cmd.verb == MM_V_LAB_TABLES) { /* all of a space takes a while */
            cmd.present = (cmd.present | 8u) & ~0x10u;
            cmd.arg[3].text = set(&cmd, "0x0..0x40000,0x200000..0x300000");
        }
        mm_observe(m, n % 2 ? &sink : NULL);
        if (mm_begin(m, &cmd) != MM_OK) {
            continue;
        }
        for (unsigned turns = 0; mm_run(m, 0) == MM_MORE; turns++) {
            if (turns == 200) {
                mm_stop(m);
                break;
            }
        }
    }
    if (m != NULL && mm_head_seq(m) > 0) {
        mm_observe(m, NULL);
        go_and_come(m);
    }
    mm_free(m);
    return 0;
}
