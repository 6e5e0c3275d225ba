/* walk_lab.c - textbook machines in a random walk: replacement, segments of one memory, page tables, a free list. */
#include <stdio.h>

#include "walk.h"

static uint64_t below(struct walk *w, uint64_t n)
{
    return rng_below(w->rng, n);
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

bool walk_lab(struct walk *w, struct mm_cmd *cmd)
{
    unsigned field;

    switch (cmd->verb) {
    case MM_V_LAB:
    case MM_V_LAB_CURVE: fill_lab(w, cmd); return true;
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

#define ONE(list) list[below(w, sizeof list / sizeof list[0])]

static const enum mm_verb of_segments[] = {MM_V_LAB_LOAD,    MM_V_LAB_LOAD,   MM_V_LAB_LOAD,
                                           MM_V_LAB_UNLOAD,  MM_V_LAB_ACCESS, MM_V_LAB_DESCRIPTOR,
                                           MM_V_LAB_SWAPOUT, MM_V_LAB_SWAPIN};
static const enum mm_verb of_a_list[] = {MM_V_LAB_ALLOC, MM_V_LAB_ALLOC, MM_V_LAB_FREE};
static const enum mm_verb of_pages[] = {MM_V_LAB, MM_V_LAB_CURVE, MM_V_LAB_TABLES};

enum mm_verb walk_lab_verb(struct walk *w)
{
    static const enum mm_verb begins[] = {MM_V_LAB_SEGMENTS, MM_V_LAB_SEGMENTS, MM_V_LAB_FREELIST,
                                          MM_V_LAB};

    if (below(w, 12) == 0) {
        return ONE(begins);
    }
    switch (mm_get(w->m, MM_F_lab_kind, 0)) {
    case LK_SEGMENTS: return ONE(of_segments);
    case LK_FREELIST: return ONE(of_a_list);
    case LK_NONE: return ONE(begins);
    default: return below(w, 4) ? ONE(begins) : ONE(of_pages);
    }
}
