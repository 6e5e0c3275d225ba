/* walk.c - random commands for random walks: what programs do, and which verb comes next. */
#include "walk.h"

#include <stdio.h>
#include <string.h>

char walk_line[512];

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
    w->proc = SLOT_NONE;
}

void walk_see(struct walk *w, const struct mm *m)
{
    w->m = m;
}

bool walk_sees(struct walk *w)
{
    return w->m != NULL && below(w, 8) > 0;
}

uint64_t walk_place(struct walk *w, uint64_t there, uint64_t most)
{
    return below(w, walk_sees(w) ? there : most);
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

/* A process that runs, or a name that none has. */
static const char *actor_word(struct walk *w, bool running)
{
    static const char *const words[] = {"p", "q", "r"};
    const unsigned first = (unsigned)below(w, 3);

    if (walk_sees(w)) {
        for (unsigned i = 0; i < 3; i++) {
            const char *word = words[(first + i) % 3];

            if ((mm_find_proc(w->m, word) != SLOT_NONE) == running) {
                return word;
            }
        }
    }
    return words[first];
}

/* A mapping of the process, or a name that none of its mappings has. */
static const char *map_word(struct walk *w, bool mapped)
{
    static const char *const words[] = {"a", "b", "c", "heap", "stack", "text", "data"};
    const unsigned count = below(w, 6) == 0 ? 7 : 3;
    const unsigned first = (unsigned)below(w, count);

    if (w->proc != SLOT_NONE && walk_sees(w)) {
        for (unsigned i = 0; i < count; i++) {
            const char *word = words[(first + i) % count];
            uint64_t start;
            uint64_t bytes;

            if (mm_find_range(w->m, w->proc, word, &start, &bytes) == mapped) {
                return word;
            }
        }
    }
    return words[first];
}

/* Pages of a mapping; 24 when it is not looked at. */
static uint64_t pages_of(struct walk *w, const char *word)
{
    uint64_t start;
    uint64_t bytes;

    if (w->proc == SLOT_NONE || !walk_sees(w) ||
        !mm_find_range(w->m, w->proc, word, &start, &bytes)) {
        return 24;
    }
    return bytes < 4096 ? 1 : bytes / 4096 < 4096 ? bytes / 4096 : 4096;
}

static void set_range(struct walk *w, struct mm_cmd *cmd, unsigned arg)
{
    const char *word = map_word(w, true);
    const uint64_t pages = pages_of(w, word);
    const uint64_t first = below(w, pages);
    const uint64_t count = 1 + below(w, below(w, 3) ? pages - first : 12);

    walk_set_word(cmd, arg, word);
    cmd->arg[arg].kind = (uint16_t)(RANGE_WHOLE + below(w, 3));
    cmd->arg[arg].a = first * 4096;
    cmd->arg[arg].b = (first + count) * 4096;
    if (below(w, 16) == 0) { /* plain addresses, mostly nothing there */
        cmd->arg[arg].text = 0;
        cmd->arg[arg].kind = RANGE_PLAIN;
        cmd->arg[arg].a = 0x400000 + first * 4096;
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

/* Up to 40 pages; now and then up to half of a large machine, or anything. */
static void set_size(struct walk *w, struct mm_cmd *cmd, unsigned arg)
{
    uint64_t pages = 40;

    if (w->m != NULL && below(w, 6) == 0) {
        const uint64_t half = mm_config_of(w->m)->memory_bytes / MM_PAGE_BYTES / 2;

        pages = half > 40 ? half : 40;
    }
    walk_set_num(cmd, arg, below(w, 20) == 0 ? below(w, 1ull << 40) : (1 + below(w, pages)) * 4096);
}

static void fill_mmap(struct walk *w, struct mm_cmd *cmd)
{
    set_size(w, cmd, 0);
    walk_set_word(cmd, 1, map_word(w, false));
    if (below(w, 5) == 0) {
        walk_set_num(cmd, 6, below(w, 8));
    }
    if (below(w, 6) == 0) {
        walk_set_num(cmd, 2,
                     below(w, 2) ? 0x7000000000ull + below(w, 64) * 4096 : below(w, 1ull << 48));
    }
    for (unsigned flag = 3; flag <= 10; flag++) {
        if (flag != 4 && flag != 6 && below(w, flag == 5 ? 3 : 9) == 0) {
            walk_set_num(cmd, flag, 1);
        }
    }
    if (below(w, 5) == 0) {
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
    walk_set_word(cmd, 0, actor_word(w, false));
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
        walk_set_num(cmd, 9, walk_place(w, w->m != NULL ? mm_config_of(w->m)->cpus : 1, 8));
    } else if (below(w, 3) == 0) {
        walk_set_num(cmd, 10, walk_place(w, w->m != NULL ? mm_config_of(w->m)->nodes : 1, 4));
    }
}

static void fill_touch(struct walk *w, struct mm_cmd *cmd)
{
    uint64_t start;
    uint64_t bytes;

    walk_set_num(cmd, 1, below(w, 3));
    if (w->proc != SLOT_NONE && below(w, 4) == 0 &&
        mm_find_range(w->m, w->proc, "stack", &start, &bytes)) { /* it grows down */
        walk_set_num(cmd, 0, start - 4096 * (1 + below(w, 20)));
        return;
    }
    if (below(w, 4) == 0) {
        walk_set_num(cmd, 0, below(w, 4) ? below(w, 1ull << 47) : rng_next(w->rng));
        return;
    }
    walk_set_word(cmd, 0, map_word(w, true));
    cmd->arg[0].a = below(w, 40) * 1024;
}

/* The arguments of the other verbs; false when the verb is not one for walks. */
static bool fill_rest(struct walk *w, struct mm_cmd *cmd)
{
    switch (cmd->verb) {
    case MM_V_EXIT: return below(w, 8) == 0;
    case MM_V_KILL: walk_set_word(cmd, 0, actor_word(w, true)); return below(w, 6) == 0;
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
            walk_set_word(cmd, 0, actor_word(w, true));
        }
        return w->jobs != 0;
    case MM_V_TRACE:
        walk_set_num(cmd, 0, TK_PAGES);
        walk_set_word(cmd, 1, WALK_TRACE);
        walk_set_word(cmd, 2, actor_word(w, false));
        walk_set_num(cmd, 3, 1 + below(w, 60));
        return w->jobs != 0;
    case MM_V_SLEEP: /* now and then long enough for what happens by the clock */
        walk_set_num(cmd, 0, below(w, 8) == 0 ? 600000000 : 1 + below(w, 100000));
        return w->jobs != 0;
    default: return walk_kernel(w, cmd) || walk_lab(w, cmd);
    }
}

/* What a stretch of a walk is about. */
enum { ANYTHING, PROGRAMS, BLOCKS, OBJECTS, LABS, MOODS };

static const enum mm_verb programs[] = {
    MM_V_SPAWN,   MM_V_MMAP,     MM_V_MMAP,    MM_V_WRITE,  MM_V_WRITE, MM_V_READ, MM_V_MUNMAP,
    MM_V_MADVISE, MM_V_MPROTECT, MM_V_MREMAP,  MM_V_MLOCK,  MM_V_FETCH, MM_V_BRK,  MM_V_TOUCH,
    MM_V_KILL,    MM_V_SLEEP,    MM_V_MUNLOCK, MM_V_SYSCTL, MM_V_WAIT};
static const enum mm_verb blocks[] = {MM_V_ALLOC_PAGES, MM_V_ALLOC_PAGES, MM_V_ALLOC_PAGES,
                                      MM_V_FREE_PAGES,  MM_V_FREE_PAGES,  MM_V_SYSCTL,
                                      MM_V_ECHO,        MM_V_WRITE,       MM_V_SLEEP};
static const enum mm_verb objects[] = {MM_V_KMEM_CACHE, MM_V_KMEM_ALLOC, MM_V_KMEM_ALLOC,
                                       MM_V_KMEM_FREE,  MM_V_KMEM_FREE,  MM_V_KMALLOC,
                                       MM_V_KFREE,      MM_V_ECHO,       MM_V_MMAP};

#define ONE(list) list[below(w, sizeof list / sizeof list[0])]

static bool of_labs(enum mm_verb verb)
{
    return strncmp(mm_verb_rows[verb].word, "lab", 3) == 0;
}

static enum mm_verb any_verb(struct walk *w)
{
    enum mm_verb verb;

    switch (w->mood) {
    case PROGRAMS: return ONE(programs);
    case BLOCKS: return ONE(blocks);
    case OBJECTS: return ONE(objects);
    case LABS: return w->m == NULL ? (enum mm_verb)below(w, MM_V_COUNT) : walk_lab_verb(w);
    default:
        verb = (enum mm_verb)below(w, MM_V_COUNT);
        return of_labs(verb) && below(w, 8) > 0 ? ONE(programs) : verb;
    }
}

/* The mood of this command, and whose it is. */
static const char *begin(struct walk *w)
{
    const char *who;

    if (w->left == 0) {
        w->mood = (uint32_t)below(w, MOODS);
        w->left = 1 + (uint32_t)below(w, w->mood == LABS ? 12 : 40);
    }
    w->left--;
    who = actor_word(w, true);
    w->proc = w->m != NULL ? mm_find_proc(w->m, who) : SLOT_NONE;
    return who;
}

static bool has_mapping(const struct walk *w)
{
    return mm_find_label(w->m, w->proc, "a") != SLOT_NONE ||
           mm_find_label(w->m, w->proc, "b") != SLOT_NONE ||
           mm_find_label(w->m, w->proc, "c") != SLOT_NONE;
}

/* What has to be there first. */
static enum mm_verb possible(struct walk *w, enum mm_verb verb)
{
    unsigned count;
    const struct mm_arg_row *row = mm_verb_args(verb, &count);

    if (!walk_sees(w)) {
        return verb;
    }
    if (mm_verb_rows[verb].actor) {
        if (w->proc != SLOT_NONE) {
            return row[0].type == AT_RANGE && !has_mapping(w) ? MM_V_MMAP : verb;
        }
        if (below(w, 2)) {
            return MM_V_SPAWN;
        }
        verb = MM_V_ALLOC_PAGES;
    }
    return walk_kernel_possible(w, verb);
}

static void next(struct walk *w, struct mm_cmd *cmd)
{
    const char *who = begin(w);

    for (;;) {
        const enum mm_verb verb = possible(w, any_verb(w));

        mm_cmd_init(cmd, verb);
        if (mm_verb_rows[verb].actor) {
            cmd->actor = mm_cmd_text(cmd, who, strlen(who));
        }
        switch (verb) {
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
    char *const line = walk_line;
    int n = snprintf(line, sizeof walk_line, "%s %s", cmd->text + cmd->actor,
                     mm_verb_rows[cmd->verb].word);

    for (unsigned i = 0; i < MM_CMD_ARGS_MAX; i++) {
        if ((cmd->present >> i) & 1u) {
            n += snprintf(line + n, sizeof walk_line - (size_t)n, " [%u]%s:%llx,%llx", i,
                          cmd->text + cmd->arg[i].text, (unsigned long long)cmd->arg[i].a,
                          (unsigned long long)cmd->arg[i].b);
        }
    }
    return line;
}
