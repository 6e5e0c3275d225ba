/* walk.c - random commands for random walks. */
#include "walk.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static char last_line[512]; /* for the message of a failed assertion */

static uint64_t below(struct walk *w, uint64_t n)
{
    return rng_below(w->rng, n);
}

void walk_init(struct walk *w, uint64_t seed)
{
    memset(w, 0, sizeof(*w));
    rng_seed(w->rng, seed);
    w->jobs = 1;
    w->touches = 12;
}

void walk_set_num(struct mm_cmd *cmd, unsigned arg, uint64_t v)
{
    cmd->arg[arg].a = v;
    cmd->present |= 1u << arg;
}

void walk_set_word(struct mm_cmd *cmd, unsigned arg, const char *word)
{
    cmd->arg[arg].text = mm_cmd_text(cmd, word, strlen(word));
    cmd->present |= 1u << arg;
}

static const char *actor_word(struct walk *w)
{
    static const char *const words[] = {"p", "q", "r"};

    return words[below(w, 3)];
}

static const char *map_word(struct walk *w)
{
    static const char *const words[] = {"a", "b", "c", "heap", "stack", "text", "data"};

    return words[below(w, below(w, 3) == 0 ? 7 : 3)];
}

static void set_range(struct walk *w, struct mm_cmd *cmd, unsigned arg)
{
    const uint64_t page = below(w, 24) * 4096;

    walk_set_word(cmd, arg, map_word(w));
    cmd->arg[arg].kind = (uint16_t)(RANGE_WHOLE + below(w, 3));
    cmd->arg[arg].a = page;
    cmd->arg[arg].b = page + (1 + below(w, 12)) * 4096;
    if (below(w, 16) == 0) { /* plain addresses, mostly nothing there */
        cmd->arg[arg].text = 0;
        cmd->arg[arg].kind = RANGE_PLAIN;
        cmd->arg[arg].a = 0x400000 + page;
        cmd->arg[arg].b = cmd->arg[arg].a + 4096;
    }
}

static void set_every(struct walk *w, struct mm_cmd *cmd, unsigned arg)
{
    if (below(w, 3) == 0) {
        walk_set_num(cmd, arg, 1 + below(w, 4));
    }
}

static const char *file_word(struct walk *w)
{
    static const char *const words[] = {"/lib/x.so", "/lib/y.so", "/bin/p", "/a/very/deep/file"};

    return words[below(w, 4)];
}

static void set_size(struct walk *w, struct mm_cmd *cmd, unsigned arg)
{
    walk_set_num(cmd, arg, below(w, 20) == 0 ? below(w, 1ull << 40) : 1 + below(w, 40) * 4096);
}

static void fill_mmap(struct walk *w, struct mm_cmd *cmd)
{
    set_size(w, cmd, 0);
    walk_set_word(cmd, 1, map_word(w));
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 6, below(w, 8));
    }
    if (below(w, 6) == 0) {
        walk_set_num(cmd, 2,
                     below(w, 2) ? 0x7000000000ull + below(w, 64) * 4096 : below(w, 1ull << 48));
    }
    for (unsigned flag = 3; flag <= 10; flag++) {
        if (flag != 4 && flag != 6 && below(w, 9) == 0) {
            walk_set_num(cmd, flag, 1);
        }
    }
    if (below(w, 9) == 0) {
        walk_set_word(cmd, 4, file_word(w));
    }
}

static void fill_accesses(struct walk *w, struct mm_cmd *cmd)
{
    set_range(w, cmd, 0);
    if (below(w, 2)) {
        cmd->arg[1].a = below(w, PAT_COUNT);
        cmd->arg[1].b = cmd->arg[1].a == PAT_ZIPF ? 900000 : 4096 * (1 + below(w, 3));
        cmd->present |= 2u;
        walk_set_num(cmd, 2, 1 + below(w, w->touches));
    }
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 3, below(w, 100));
    }
    cmd->background = w->jobs && below(w, 6) == 0;
}

static void fill_spawn(struct walk *w, struct mm_cmd *cmd)
{
    walk_set_word(cmd, 0, actor_word(w));
    if (below(w, 3) == 0) {
        walk_set_word(cmd, 1, file_word(w));
    }
    walk_set_num(cmd, 2, 4096 * (1 + below(w, 4)));
    walk_set_num(cmd, 3, 4096 * below(w, 3));
    walk_set_num(cmd, 4, 4096 * below(w, 3));
    walk_set_num(cmd, 5, 4096 * (1 + below(w, 4)));
    if (below(w, 4)) {
        walk_set_word(cmd, 11, "SEGV,BUS");
    }
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 9, below(w, 8));
    }
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 10, below(w, 4));
    }
}

static void fill_touch(struct walk *w, struct mm_cmd *cmd)
{
    walk_set_num(cmd, 1, below(w, 3));
    if (below(w, 4) == 0) {
        walk_set_num(cmd, 0, below(w, 4) ? below(w, 1ull << 47) : rng_next(w->rng));
        return;
    }
    walk_set_word(cmd, 0, map_word(w));
    cmd->arg[0].a = below(w, 40) * 1024;
}

/* Up to three policies over a short string of few pages. */
static void fill_lab(struct walk *w, struct mm_cmd *cmd)
{
    char refs[64];
    int n = 0;
    uint64_t first = 1 + below(w, LP_COUNT - 1);

    walk_set_num(cmd, 0, 1 + below(w, 3));
    for (uint64_t i = 0; i < cmd->arg[0].a; i++, first = first % (LP_COUNT - 1) + 1) {
        cmd->arg[0].b |= first << 4 * i;
    }
    if (cmd->verb == MM_V_LAB || below(w, 2)) {
        walk_set_num(cmd, 1, below(w, 16) == 0 ? 2000 : 1 + below(w, 5));
    }
    for (uint64_t left = 1 + below(w, 24); left > 0; left--) {
        n += snprintf(refs + n, sizeof refs - (size_t)n, "%s%u", n ? "," : "",
                      (unsigned)below(w, 8));
    }
    walk_set_word(cmd, 2, refs);
    if (below(w, 4) == 0) {
        walk_set_num(cmd, 6, 1 + below(w, 8));
        walk_set_num(cmd, 7, 1 + below(w, 4));
    }
}

static const char *segment_word(struct walk *w)
{
    static const char *const words[] = {"s", "t", "u", "user_ds"};

    return words[below(w, below(w, 6) == 0 ? 4 : 3)];
}

/* Segments of one memory, page tables, a free list; false when the verb is not one of them. */
static bool fill_segments(struct walk *w, struct mm_cmd *cmd)
{
    unsigned field;

    switch (cmd->verb) {
    case MM_V_LAB_SEGMENTS:
        walk_set_num(cmd, 0, 65536);
        walk_set_num(cmd, 1, below(w, LF_COUNT + (below(w, 9) == 0)));
        walk_set_num(cmd, 2, below(w, 4) ? 32 : 64);
        return below(w, 3) > 0;
    case MM_V_LAB_LOAD:
        walk_set_word(cmd, 0, segment_word(w));
        walk_set_num(cmd, 1, below(w, 9) == 0 ? below(w, 1ull << 33) : 1 + below(w, 30000));
        walk_set_num(cmd, 2, below(w, LS_COUNT));
        walk_set_num(cmd, 3, below(w, 5));
        walk_set_num(cmd, 4, below(w, LD_COUNT));
        return true;
    case MM_V_LAB_UNLOAD:
    case MM_V_LAB_SWAPOUT:
    case MM_V_LAB_SWAPIN:
        walk_set_word(cmd, 0, segment_word(w));
        if (cmd->verb == MM_V_LAB_SWAPIN && below(w, 3) == 0) {
            walk_set_num(cmd, 1, LSPOT_LOWEST);
        }
        return true;
    case MM_V_LAB_ACCESS:
        walk_set_word(cmd, 0, below(w, 4) ? segment_word(w) : "0x0c");
        walk_set_num(cmd, 1, below(w, 40000));
        walk_set_num(cmd, 2, below(w, 3));
        walk_set_num(cmd, 4, below(w, 4));
        return true;
    case MM_V_LAB_DESCRIPTOR:
        walk_set_word(cmd, 0, segment_word(w));
        field = (unsigned)(1 + below(w, 9)); /* drawn first, whatever the compiler's order */
        walk_set_num(cmd, field, below(w, 3));
        return true;
    case MM_V_LAB_TABLES:
        walk_set_num(cmd, 0, below(w, 3) ? 48 : 32);
        walk_set_word(cmd, 3,
                      below(w, 2) ? "0x1000..0x9000" : "0x0..0x400000,0x7f000000..0x7f001000");
        walk_set_num(cmd, 5, below(w, 1ull << (12 + below(w, 20))));
        return below(w, 8) == 0;
    case MM_V_LAB_FREELIST:
        walk_set_num(cmd, 0, 1 + below(w, 300));
        walk_set_num(cmd, 2, below(w, 3) * 4);
        walk_set_num(cmd, 3, 1 + below(w, 8));
        walk_set_num(cmd, 4, below(w, LF_COUNT));
        walk_set_num(cmd, 5, below(w, LO_COUNT + (below(w, 9) == 0)));
        if (below(w, 2)) {
            walk_set_num(cmd, 6, 1);
        }
        return below(w, 4) > 0;
    case MM_V_LAB_ALLOC:
        walk_set_num(cmd, 0, below(w, 40));
        walk_set_word(cmd, 1, segment_word(w));
        return true;
    case MM_V_LAB_FREE: walk_set_word(cmd, 0, segment_word(w)); return true;
    default: return false;
    }
}

/* The arguments of the other verbs; false when the verb is not one for walks. */
static bool fill_rest(struct walk *w, struct mm_cmd *cmd)
{
    switch (cmd->verb) {
    case MM_V_EXIT: return below(w, 4) == 0;
    case MM_V_KILL: walk_set_word(cmd, 0, actor_word(w)); return below(w, 6) == 0;
    case MM_V_MUNMAP:
        set_range(w, cmd, 0);
        set_every(w, cmd, 1);
        return true;
    case MM_V_MPROTECT:
        set_range(w, cmd, 0);
        walk_set_num(cmd, 1, below(w, 8));
        return true;
    case MM_V_MREMAP:
        set_range(w, cmd, 0);
        set_size(w, cmd, 1);
        if (below(w, 2)) {
            walk_set_num(cmd, 2, 1);
        }
        return true;
    case MM_V_MADVISE:
        set_range(w, cmd, 0);
        walk_set_num(cmd, 1, below(w, ADV_COUNT));
        set_every(w, cmd, 2);
        return true;
    case MM_V_MLOCK:
    case MM_V_MUNLOCK: set_range(w, cmd, 0); return below(w, 3) == 0;
    case MM_V_BRK:
        walk_set_num(cmd, 0, below(w, 12) * 2048);
        cmd->arg[0].b = below(w, 2);
        return true;
    case MM_V_WAIT:
    case MM_V_STOP:
        if (cmd->verb == MM_V_STOP || below(w, 2)) {
            walk_set_word(cmd, 0, actor_word(w));
        }
        return w->jobs != 0;
    case MM_V_LAB:
    case MM_V_LAB_CURVE: fill_lab(w, cmd); return true;
    case MM_V_SLEEP: /* now and then long enough for what happens by the clock */
        walk_set_num(cmd, 0, below(w, 8) == 0 ? 600000000 : 1 + below(w, 100000));
        return w->jobs != 0;
    default: return walk_kernel(w, cmd) || fill_segments(w, cmd);
    }
}

/* Any verb; more often one of those that use memory. */
static enum mm_verb any_verb(struct walk *w)
{
    static const enum mm_verb often[] = {
        MM_V_SPAWN,      MM_V_SPAWN,      MM_V_MMAP,       MM_V_MMAP,      MM_V_MUNMAP,
        MM_V_MADVISE,    MM_V_WRITE,      MM_V_WRITE,      MM_V_READ,      MM_V_ALLOC_PAGES,
        MM_V_FREE_PAGES, MM_V_FREE_PAGES, MM_V_KMEM_ALLOC, MM_V_KMEM_FREE, MM_V_KFREE};
    const uint64_t i = below(w, 2 * sizeof often / sizeof often[0]);

    return i < sizeof often / sizeof often[0] ? often[i] : (enum mm_verb)below(w, MM_V_COUNT);
}

static void next(struct walk *w, struct mm_cmd *cmd)
{
    for (;;) {
        const char *who = actor_word(w);

        mm_cmd_init(cmd, any_verb(w));
        if (mm_verb_rows[cmd->verb].actor) {
            cmd->actor = mm_cmd_text(cmd, who, strlen(who));
        }
        switch (cmd->verb) {
        case MM_V_SPAWN: fill_spawn(w, cmd); return;
        case MM_V_MMAP: fill_mmap(w, cmd); return;
        case MM_V_READ:
        case MM_V_WRITE:
        case MM_V_FETCH: fill_accesses(w, cmd); return;
        case MM_V_TOUCH: fill_touch(w, cmd); return;
        default:
            if (fill_rest(w, cmd)) {
                return;
            }
        }
    }
}

void walk_next(struct walk *w, struct mm_cmd *cmd)
{
    next(w, cmd);
    (void)walk_text(cmd);
}

const char *walk_text(const struct mm_cmd *cmd)
{
    char *const line = last_line;
    int n = snprintf(line, sizeof(last_line), "%s %s", cmd->text + cmd->actor,
                     mm_verb_rows[cmd->verb].word);

    for (unsigned i = 0; i < MM_CMD_ARGS_MAX; i++) {
        if ((cmd->present >> i) & 1u) {
            n += snprintf(line + n, sizeof(last_line) - (size_t)n, " [%u]%s:%llx,%llx", i,
                          cmd->text + cmd->arg[i].text, (unsigned long long)cmd->arg[i].a,
                          (unsigned long long)cmd->arg[i].b);
        }
    }
    return line;
}

void walk_config(struct mm_config *cfg, uint32_t frames, uint64_t seed)
{
    mm_config_default(cfg);
    cfg->memory_bytes = frames * MM_PAGE_BYTES;
    cfg->kernel_bytes = frames <= 64 ? 0 : 16 * MM_PAGE_BYTES;
    cfg->seed = seed;
    cfg->quantum = 3;
    cfg->tlb[0] = (struct mm_tlb_config){.sets = 1, .ways = 2};
    cfg->tlb[1] = (struct mm_tlb_config){.sets = seed % 2 ? 2 : 0, .ways = seed % 2 ? 2 : 0};
    cfg->cpus = 1 + (uint32_t)(seed * 3 % 8);
    cfg->nodes = frames < 2048 ? 1 : 1 + (uint32_t)(seed % (frames < 4096 ? 2 : 4));
    cfg->pcp = seed % 6 != 5;
    cfg->slab = seed % 7 != 3;
    cfg->migratetypes = seed % 8 != 6;
    cfg->drift = seed % 9 == 4;
    cfg->thp = (uint32_t)(seed % THP_COUNT);
    cfg->pcid = (uint32_t)(seed / 2 % 2);
    cfg->paging_levels = seed % 5 == 0 ? 2 : seed % 7 == 0 ? 5 : 4;
    cfg->vmas_max = 256;
    cfg->names_max = 64;
    cfg->labels_max = 64;
    cfg->history_bytes = 16ull << 20;
    cfg->check_level = 2;
}

static void walk_panic(void *ctx, const char *file, int line, const char *what)
{
    (void)ctx;
    ck_abort_msg("%s:%d: %s; last command: %s", file, line, what, last_line);
}

struct mm *walk_machine(const struct mm_config *cfg)
{
    static struct mm_host host;
    struct mm_fail fail;
    struct mm *m;

    host = mm_host_libc;
    host.panic = walk_panic;
    last_line[0] = '\0';
    m = mm_new(cfg, &host, &fail);

    ck_assert_msg(m != NULL, "no machine: %s %s", mm_err_name(fail.err), fail.field);
    return m;
}
