/* walk_kernel.c - what the kernel itself does in a random walk: frames, objects, parameters, files written. */
#include <stdio.h>
#include <string.h>

#include "walk.h"

static uint64_t below(struct walk *w, uint64_t n)
{
    return rng_below(w->rng, n);
}

/* One set of names for blocks and objects, so that each is at times asked of the other's command. */
enum what { NOTHING, BLOCKS, OBJECTS };
static const char *const held[] = {"k", "l", "o", "n", "x"};

static bool holds(const struct walk *w, const char *word, enum what what)
{
    const slot_t label = mm_find_label(w->m, SLOT_NONE, word);

    return what == (label == SLOT_NONE                           ? NOTHING
                    : mm_get(w->m, MM_F_label_cache, label) == 0 ? BLOCKS
                                                                 : OBJECTS);
}

enum mm_verb walk_kernel_possible(struct walk *w, enum mm_verb verb)
{
    const enum what what = verb == MM_V_FREE_PAGES                        ? BLOCKS
                           : verb == MM_V_KMEM_FREE || verb == MM_V_KFREE ? OBJECTS
                                                                          : NOTHING;

    if (verb == MM_V_KMEM_CACHE && below(w, 4) > 0) {
        return MM_V_KMEM_ALLOC;
    }
    if (what == NOTHING && verb != MM_V_ALLOC_PAGES && verb != MM_V_KMEM_ALLOC &&
        verb != MM_V_KMALLOC) {
        return verb;
    }
    for (unsigned i = 0; i < 5; i++) {
        if (holds(w, held[i], what)) {
            return verb;
        }
    }
    return what == BLOCKS                        ? MM_V_ALLOC_PAGES
           : what == OBJECTS                     ? MM_V_KMEM_ALLOC
           : holds(w, held[below(w, 5)], BLOCKS) ? MM_V_FREE_PAGES
                                                 : MM_V_KMEM_FREE;
}

static const char *held_word(struct walk *w, enum what what)
{
    const unsigned first = (unsigned)below(w, 5);

    if (walk_sees(w)) {
        for (unsigned i = 0; i < 5; i++) {
            const char *word = held[(first + i) % 5];

            if (holds(w, word, what)) {
                return word;
            }
        }
    }
    return held[first];
}

static const char *cache_word(struct walk *w)
{
    static const char *const words[] = {"c",      "d",           "e",          "task_struct",
                                        "dentry", "inode_cache", "kmalloc-64", "vm_area_struct"};

    return words[below(w, below(w, 3) ? 3 : 8)];
}

/* A word of the kernel's, one more bit or two, and now and then any bits at all. */
static uint64_t gfp(struct walk *w)
{
#define WORD(id, bits) bits,
    static const uint32_t words[] = {MM_GFPS(WORD)};
    static const uint32_t bits[] = {MM_GFP_BITS(WORD)};
    uint64_t mask = below(w, 4) ? words[below(w, sizeof words / sizeof words[0])] : GFP_ATOMIC;

    for (uint64_t more = below(w, 3); more > 0; more--) {
        mask |= bits[below(w, sizeof bits / sizeof bits[0])];
    }
    return below(w, 12) == 0 ? below(w, 1ull << 23) : mask;
}

static void set_cpu(struct walk *w, struct mm_cmd *cmd, unsigned arg)
{
    if (below(w, 2)) {
        walk_set_num(cmd, arg, walk_place(w, w->m != NULL ? mm_config_of(w->m)->cpus : 1, 9));
    }
}

static void fill_alloc_pages(struct walk *w, struct mm_cmd *cmd)
{
    walk_set_num(cmd, 0, below(w, below(w, 4) ? 3 : 12));
    walk_set_word(cmd, 1, held_word(w, NOTHING));
    if (below(w, 2)) {
        walk_set_num(cmd, 2, gfp(w));
    }
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 3, walk_place(w, w->m != NULL ? mm_config_of(w->m)->nodes : 1, 5));
    }
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 4, below(w, 8) ? 1 + below(w, 40) : 1 + below(w, 100000));
    }
}

static void fill_kmem_cache(struct walk *w, struct mm_cmd *cmd)
{
    walk_set_word(cmd, 0, cache_word(w));
    walk_set_num(cmd, 1,
                 below(w, 12) == 0 ? below(w, 5ull << 20) : 1 + below(w, 1ull << below(w, 14)));
    if (below(w, 3) == 0) {
        walk_set_num(cmd, 2, below(w, 12) == 0 ? below(w, 5000) : 1ull << below(w, 13));
    }
    if (below(w, 2)) {
        walk_set_num(cmd, 3, 1);
    }
}

static bool fill_objects(struct walk *w, struct mm_cmd *cmd)
{
    switch (cmd->verb) {
    case MM_V_KMEM_CACHE: fill_kmem_cache(w, cmd); return true;
    case MM_V_KMEM_ALLOC:
        walk_set_word(cmd, 0, cache_word(w));
        if (below(w, 2)) {
            walk_set_num(cmd, 1, below(w, 24) ? 1 + below(w, 80) : below(w, 1100000));
        }
        walk_set_word(cmd, 2, held_word(w, NOTHING));
        set_cpu(w, cmd, 3);
        return true;
    case MM_V_KMEM_FREE:
        walk_set_word(cmd, 0, held_word(w, OBJECTS));
        if (below(w, 2)) {
            walk_set_num(cmd, 1, 1 + below(w, 5));
        }
        set_cpu(w, cmd, 2);
        return true;
    case MM_V_KMALLOC:
        walk_set_num(cmd, 0, below(w, 1ull << below(w, 24)));
        walk_set_word(cmd, 1, held_word(w, NOTHING));
        set_cpu(w, cmd, 2);
        return true;
    default:
        walk_set_word(cmd, 0, held_word(w, OBJECTS));
        set_cpu(w, cmd, 1);
        return true;
    }
}

/* Any parameter: mostly a usual value, so that memory can be had again; else its least, its most, one in between, one
 * beyond. */
static uint64_t parameter(struct walk *w, const struct mm_sysctl_row *row)
{
    const uint64_t width = row->max - row->min;

    if (row->def < row->min && below(w, 8) > 0) { /* a trigger: nothing to go back to */
        return row->min + below(w, width + 1);
    }
    switch (below(w, 12)) {
    case 0: return row->min;
    case 1: return row->max;
    case 2: return row->max + 1;
    case 3: return row->min + below(w, width < UINT64_MAX ? width + 1 : width);
    case 4: return below(w, below(w, 2) ? 16 : 4096);
    default: return row->def;
    }
}

static void fill_sysctl(struct walk *w, struct mm_cmd *cmd)
{
    const uint64_t id = below(w, SC_COUNT);
    const uint64_t value = parameter(w, &mm_sysctl_rows[id]);

    walk_set_num(cmd, 0, id);
    if (below(w, 10)) {
        walk_set_num(cmd, 1, value);
    }
}

static void fill_echo(struct walk *w, struct mm_cmd *cmd)
{
    static const char *const modes[] = {"always", "madvise", "never", "sometimes"};
    char path[96];
    char value[64];
    unsigned long long ratio[3];

    switch (below(w, 4)) {
    case 0:
        walk_set_word(cmd, 0, modes[below(w, 4)]);
        walk_set_word(cmd, 1, "/sys/kernel/mm/transparent_hugepage/enabled");
        return;
    case 1:
        snprintf(path, sizeof path, "/sys/kernel/slab/%s/shrink", cache_word(w));
        walk_set_word(cmd, 0, below(w, 8) ? "1" : "0");
        walk_set_word(cmd, 1, path);
        return;
    case 2:
        for (unsigned i = 0; i < 3; i++) {
            ratio[i] = below(w, below(w, 2) ? 4 : 1ull << 31);
        }
        snprintf(value, sizeof value, "%llu %llu %llu", ratio[0], ratio[1], ratio[2]);
        walk_set_word(cmd, 0, value);
        walk_set_word(cmd, 1, "/proc/sys/vm/lowmem_reserve_ratio");
        return;
    default:
        walk_set_word(cmd, 0, "1");
        walk_set_word(cmd, 1, "/proc/sys/vm/compact_memory");
        return;
    }
}

bool walk_kernel(struct walk *w, struct mm_cmd *cmd)
{
    switch (cmd->verb) {
    case MM_V_ALLOC_PAGES: fill_alloc_pages(w, cmd); return true;
    case MM_V_FREE_PAGES:
        walk_set_word(cmd, 0, held_word(w, BLOCKS));
        if (below(w, 3) == 0) {
            walk_set_num(cmd, 1, 1 + below(w, 4));
        }
        return true;
    case MM_V_KMEM_CACHE:
    case MM_V_KMEM_ALLOC:
    case MM_V_KMEM_FREE:
    case MM_V_KMALLOC:
    case MM_V_KFREE: return fill_objects(w, cmd);
    case MM_V_SYSCTL: fill_sysctl(w, cmd); return true;
    case MM_V_ECHO: fill_echo(w, cmd); return true;
    default: return false;
    }
}
