/* ex_multilevel.c - a two-level page table in a small memory: pages of 32 bytes, 15-bit addresses, one-byte entries. */
#include <string.h>

#include "text/ex_kinds.h"

enum { PAGE = 32, PAGE_BITS = 5, FRAMES = 128, VPAGES = 1024, EMPTY = 0x7f, VALID = 0x80 };

struct small {
    struct py_random *random;
    uint8_t memory[FRAMES * PAGE];
    bool used[FRAMES];
    unsigned used_count;
    unsigned directory;
    uint16_t mapped[VPAGES]; /* virtual pages in the order in which they were mapped */
    unsigned mapped_count;
};

/* A frame that nobody has, at random; FRAMES when there is none. */
static unsigned frame_take(struct small *s)
{
    unsigned frame;

    if (s->used_count == FRAMES) {
        return FRAMES;
    }
    do {
        frame = (unsigned)py_below(s->random, FRAMES);
    } while (s->used[frame]);
    s->used[frame] = true;
    s->used_count++;
    return frame;
}

static unsigned table_take(struct small *s)
{
    const unsigned frame = frame_take(s);

    if (frame < FRAMES) {
        memset(&s->memory[frame * PAGE], EMPTY, PAGE);
    }
    return frame;
}

static uint8_t *directory_entry(struct small *s, unsigned va)
{
    return &s->memory[s->directory * PAGE + ((va >> 10) & 31)];
}

static uint8_t *table_entry(struct small *s, uint8_t directory, unsigned va)
{
    return &s->memory[(directory & EMPTY) * PAGE + ((va >> PAGE_BITS) & 31)];
}

static bool page_map(struct small *s)
{
    unsigned page;
    bool taken;

    do {
        page = (unsigned)py_below(s->random, VPAGES);
        taken = false;
        for (unsigned i = 0; i < s->mapped_count; i++) {
            taken = taken || s->mapped[i] == page;
        }
    } while (taken);
    s->mapped[s->mapped_count++] = (uint16_t)page;
    const unsigned frame = frame_take(s);
    uint8_t *entry = directory_entry(s, page << PAGE_BITS);

    if (frame == FRAMES) {
        return false;
    }
    if (!(*entry & VALID)) {
        const unsigned table = table_take(s);

        if (table == FRAMES) {
            return false;
        }
        *entry = (uint8_t)(VALID | table);
    }
    *table_entry(s, *entry, page << PAGE_BITS) = (uint8_t)(VALID | frame);
    for (unsigned i = 0; i < PAGE; i++) {
        s->memory[frame * PAGE + i] = (uint8_t)py_below(s->random, 31);
    }
    return true;
}

static void ask_address(struct exercise *x, struct small *s, unsigned va)
{
    struct ex_question *q = ex_question_add(x, EXQ_TRANSLATE, va);
    struct ex_field *f = ex_field_add(q, EXN_PHYSICAL, EXT_ADDRESS, 0);
    const uint8_t directory = *directory_entry(s, va);

    if (!(directory & VALID)) {
        f->fault = EXF_PDE;
        return;
    }
    const uint8_t entry = *table_entry(s, directory, va);

    if (!(entry & VALID)) {
        f->fault = EXF_PTE;
        return;
    }
    f->number = (int64_t)((unsigned)(entry & EMPTY) << PAGE_BITS | (va & (PAGE - 1u)));
    ex_field_add(q, EXN_VALUE, EXT_ADDRESS, s->memory[f->number]);
}

bool ex_multilevel(struct exercise *x, struct py_random *r, const char **why)
{
    const int64_t *o = x->ask.option;
    struct small s;
    int64_t bytes[FRAMES * PAGE];

    memset(&s, 0, sizeof(s));
    s.random = r;
    s.directory = table_take(&s);
    for (int64_t i = 0; i < o[EXO_MULTILEVEL_ALLOCATED]; i++) {
        if (!page_map(&s)) {
            *why = "allocated: pages and their tables do not fit into 128 frames";
            return false;
        }
    }
    for (int64_t i = 0; i < o[EXO_MULTILEVEL_NUMBER]; i++) {
        const bool any =
            py_cmp(py_mul(py_random(r), py_int(100)), py_int(50)) > 0 || i >= s.mapped_count;
        const unsigned va = any ? (unsigned)py_below(r, VPAGES * PAGE)
                                : (unsigned)s.mapped[i] << PAGE_BITS | (unsigned)py_below(r, PAGE);

        ask_address(x, &s, va);
    }
    for (unsigned i = 0; i < FRAMES * PAGE; i++) {
        bytes[i] = s.memory[i];
    }
    ex_give(x, EXN_PDBR, s.directory);
    return ex_give_table(x, EXN_MEMORY, bytes, FRAMES * PAGE, PAGE);
}
