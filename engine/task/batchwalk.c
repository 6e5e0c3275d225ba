/* batchwalk.c - the loop over accesses. Every line here has its counterpart in tlb.c and access.c. */
#include "task/batchwalk.h"

#include <string.h>

#include "parts/vma.h"
#include "task/sprint.h"

enum { L1, L2 };

static uint64_t rest_of(pfn_t pfn, uint32_t asid, uint32_t flags)
{
    const struct tlb e = {.pfn = pfn, .asid = (uint16_t)asid, .flags = (uint16_t)flags};
    struct batch_words w;

    memcpy(&w, &e, sizeof(w));
    return w.rest;
}

static inline struct tlb entry_of(struct batch_words w)
{
    struct tlb e;

    memcpy(&e, &w, sizeof(e));
    return e;
}

void batchwalk_init(struct batch *b, struct mm *m, uint32_t cpu, slot_t proc)
{
    const uint32_t nx = m->config.paging_levels != 2 ? TLB_NOEXEC : 0;
    const uint32_t dirty_write = TLB_WRITE | TLB_DIRTY;

    memset(b, 0, sizeof(*b));
    b->m = m;
    b->asid = (uint16_t)m->cpu[cpu].asid;
    b->levels = m->config.tlb[L2].ways > 0 ? 2 : 1;
    b->paging_levels = m->config.paging_levels;
    b->canonical_shift = m->config.paging_levels == 2 ? 20 : m->config.paging_levels * 9 - 1;
    b->pgd = m->proc[proc].pgd_pfn;
    b->tag = m->machine->tag_next;
    b->step = m->machine->step + m->machine->running;
    for (unsigned level = 0; level < b->levels; level++) {
        b->entries[level] =
            (struct batch_words *)(void *)&m->tlb[cpu * m->tlb_entries + m->tlb_first[level]];
        b->ways[level] = m->config.tlb[level].ways;
        b->sets[level] = m->config.tlb[level].sets;
    }
    b->mask_here = rest_of(0, 0xffff, TLB_VALID);
    b->want_here = rest_of(0, b->asid, TLB_VALID);
    b->mask[ACC_READ] = b->mask_here;
    b->want[ACC_READ] = b->want_here;
    b->mask[ACC_WRITE] = b->mask_here | rest_of(0, 0, dirty_write);
    b->want[ACC_WRITE] = b->want_here | rest_of(0, 0, dirty_write);
    b->mask[ACC_FETCH] = b->mask_here | rest_of(0, 0, nx);
    b->want[ACC_FETCH] = b->want_here;
    b->want[ACC_COUNT] = 1;
    for (unsigned type = 0; type < ACC_COUNT; type++) {
        b->rights_want[type] = PTE_P | PTE_A | PTE_US | (type == ACC_WRITE ? PTE_RW : 0);
        b->rights_mask[type] = b->rights_want[type] | (type == ACC_FETCH ? PTE_NX : 0);
        b->set_bits[type] = PTE_A | (type == ACC_WRITE ? PTE_D : 0);
    }
    b->rights_want[ACC_COUNT] = 1ull << 62; /* never: rights have no such bit */
}

static inline uint32_t set_number(uint32_t sets, vpn_t vpn)
{
    return (sets & (sets - 1)) == 0 ? (uint32_t)vpn & (sets - 1) : (uint32_t)(vpn % sets);
}

static inline struct batch_words *set_of(const struct batch *b, unsigned level, vpn_t vpn)
{
    return b->entries[level] + (size_t)set_number(b->sets[level], vpn) * b->ways[level];
}

static inline bool suffices(const struct batch *b, struct batch_words e, unsigned type)
{
    return (e.rest & b->mask[type]) == b->want[type];
}

/* First of `ways` entries that has this vpn, or ways. Without branches, as nobody can guess which. */
static inline uint32_t same_vpn(const struct batch_words *set, uint32_t ways, vpn_t vpn)
{
    uint32_t found = ways;

    for (uint32_t w = ways; w-- > 0;) {
        found = set[w].vpn == vpn ? w : found;
    }
    return found;
}

static uint32_t position_slow(const struct batch *b, const struct batch_words *set, uint32_t ways,
                              vpn_t vpn)
{
    uint32_t w = 0;

    while (w < ways && (set[w].vpn != vpn || (set[w].rest & b->mask_here) != b->want_here)) {
        w++;
    }
    return w;
}

/* Position of the page in its set; ways when it is not there. The common sizes are unrolled. */
static inline uint32_t position(const struct batch *b, const struct batch_words *set, uint32_t ways,
                                vpn_t vpn)
{
    uint32_t w;

    if (ways == 4) {
        w = same_vpn(set, 4, vpn);
    } else if (ways == 12) {
        w = same_vpn(set, 12, vpn);
    } else {
        return position_slow(b, set, ways, vpn);
    }
    if (w == ways || (set[w].rest & b->mask_here) == b->want_here) {
        return w;
    }
    return position_slow(b, set, ways, vpn);
}

/* Entries 0..3 of a set, or of a part of it, one down. */
static inline void down4(struct batch_words *set)
{
    const struct batch_words e0 = set[0], e1 = set[1], e2 = set[2], e3 = set[3];

    set[1] = e0;
    set[2] = e1;
    set[3] = e2;
    set[4] = e3;
}

/* Value becomes the first of its set, what stood before position `way` moves one down. */
static inline void push(struct batch_words *set, uint32_t way, struct batch_words value)
{
    if (way == 1) {
        set[1] = set[0];
    } else if (way == 3) {
        set[3] = set[2];
        set[2] = set[1];
        set[1] = set[0];
    } else if (way == 11) {
        down4(set + 7);
        down4(set + 3);
        set[3] = set[2];
        set[2] = set[1];
        set[1] = set[0];
    } else {
        memmove(set + 1, set, way * sizeof(*set));
    }
    set[0] = value;
}

static inline bool valid(struct batch_words e)
{
    return entry_of(e).flags & TLB_VALID;
}

/* A page that is not in its set: it takes the last way, or the first empty one, which is then as good. */
static inline void insert(struct batch *b, unsigned level, struct batch_words *set,
                          struct batch_words value)
{
    const uint32_t last = b->ways[level] - 1;

    b->n.evictions += valid(set[last]);
    push(set, last, value);
}

/* Any page. */
static void fill(struct batch *b, unsigned level, struct batch_words value)
{
    struct batch_words *set = set_of(b, level, value.vpn);
    const uint32_t w = position(b, set, b->ways[level], value.vpn);

    if (w == b->ways[level]) {
        insert(b, level, set, value);
    } else {
        push(set, w, value);
    }
}

/* A walk down to the leaf that changes nothing. */
struct leaf {
    const uint8_t *page;
    unsigned index;
    uint64_t entry;
    uint64_t rights; /* of all levels: US RW P A ANDed (P A above the leaf only), NX ORed */
};

/* An entry that is not there leads on to table 0, which is no table and all zeros. */
static inline struct leaf descend(const struct batch *b, vpn_t vpn, unsigned levels, unsigned bits)
{
    const uint8_t *const tables = b->m->table;
    const uint8_t *page = tables + (size_t)b->pgd * MM_PAGE_BYTES;
    struct leaf leaf;
    uint64_t all = PTE_US | PTE_RW | PTE_P | PTE_A;
    uint64_t nx = 0;

    for (unsigned level = levels; level >= 1; level--) {
        leaf.index = (unsigned)(vpn >> ((level - 1) * bits)) & ((1u << bits) - 1);
        leaf.entry = bits == 10 ? ((const uint32_t *)(const void *)page)[leaf.index]
                                : ((const uint64_t *)(const void *)page)[leaf.index];
        nx |= leaf.entry;
        if (level > 1) {
            all &= leaf.entry;
            page = tables + (leaf.entry & PTE_PFN_MASK); /* a frame number times 4096 */
        }
    }
    leaf.page = page;
    leaf.rights = (all & (leaf.entry | PTE_P | PTE_A)) | (nx & PTE_NX);
    return leaf;
}

static inline struct leaf walk_down(const struct batch *b, vpn_t vpn)
{
    switch (b->paging_levels) {
    case 2: return descend(b, vpn, 2, 10);
    case 5: return descend(b, vpn, 5, 9);
    default: return descend(b, vpn, 4, 9);
    }
}

/* Finish a walk when nothing but the leaf's bits has to change. False: nothing was done. */
static inline bool walk(struct batch *b, vpn_t vpn, unsigned type, const struct leaf *leaf,
                        struct batch_words *out)
{
    struct mm *m = b->m;
    const uint64_t after = leaf->entry | b->set_bits[type];

    if ((leaf->rights & b->rights_mask[type]) != b->rights_want[type] || !(leaf->entry & PTE_P) ||
        vpn >> b->canonical_shift != 0 || (b->pure && after != leaf->entry)) {
        return false;
    }
    if (after != leaf->entry) {
        b->n.marks++;
        pgtable_write(m, (pfn_t)((size_t)(leaf->page - m->table) / MM_PAGE_BYTES), leaf->index,
                      after);
    }
    *out = (struct batch_words){
        vpn, rest_of(pgtable_pfn(after), b->asid, tlb_flags_of(leaf->rights, after))};
    return true;
}

/* The page is in L1, but not for this type of access: walk, as the CPU does before it faults. */
static bool upgrade(struct batch *b, vpn_t vpn, unsigned type, struct batch_words *found)
{
    const struct leaf leaf = walk_down(b, vpn);

    if (!walk(b, vpn, type, &leaf, found)) {
        return false;
    }
    b->n.upgrades++;
    fill(b, L1, *found);
    if (b->levels > 1) {
        fill(b, L2, *found);
    }
    return true;
}

/* The page is not in L1. True when the access was made. */
static bool miss(struct batch *b, vpn_t vpn, unsigned type, struct batch_words *set1,
                 struct batch_words *found)
{
    const struct leaf leaf = walk_down(b, vpn); /* begun early: its loads take longest */
    struct batch_words *set2 = NULL;

    if (b->levels > 1) {
        set2 = set_of(b, L2, vpn);
        const uint32_t w = position(b, set2, b->ways[L2], vpn);

        if (w < b->ways[L2]) {
            if (!suffices(b, set2[w], type)) {
                return false; /* rare: access_one walks for it */
            }
            *found = set2[w];
            b->n.hits2++;
            push(set2, w, *found);
            insert(b, L1, set1, *found);
            return true;
        }
    }
    if (!walk(b, vpn, type, &leaf, found)) {
        return false;
    }
    insert(b, L1, set1, *found);
    if (b->levels > 1) {
        insert(b, L2, set2, *found);
    }
    return true;
}

static inline void store(struct batch *b, pfn_t pfn)
{
    b->tag = sprint_store(b->m, pfn, b->tag, b->step);
    b->n.stores++;
}

/* Not the most recently used of its set, or not with the rights for this. Out of line, so that the loop around it keeps
 * what it needs in registers. False: nothing was done. */
#if defined(__GNUC__)
__attribute__((noinline))
#endif
static bool
other(struct batch *b, vpn_t vpn, unsigned type, struct batch_words *set, uint64_t *rest)
{
    const uint32_t ways = b->ways[L1];
    const uint32_t w = position(b, set, ways, vpn);
    struct batch_words found;

    if (w == ways) {
        if (!miss(b, vpn, type, set, &found)) {
            return false;
        }
        b->n.misses++;
    } else if (suffices(b, set[w], type)) {
        found = set[w];
        push(set, w, found);
    } else if (!upgrade(b, vpn, type, &found)) {
        return false;
    }
    *rest = found.rest;
    return true;
}

/* Of an access that was not a hit of the page used last in its set: what `was` counted before it. */
static struct mm_access access_of(const struct batch *b, const struct batch_tally *was, uint64_t op,
                                  uint64_t rest)
{
    const uint64_t missed = b->n.misses - was->misses;
    const uint64_t hit2 = b->n.hits2 - was->hits2;
    const uint64_t walks = missed - hit2 + b->n.upgrades - was->upgrades;
    const uint64_t looks = 1 + (b->levels > 1 ? missed : 0);
    const uint64_t fills = missed + b->n.upgrades - was->upgrades + (b->levels > 1 ? walks : 0);
    const uint64_t events = 2 + looks + fills + b->n.evictions - was->evictions +
                            walks * b->paging_levels + b->n.marks - was->marks +
                            ((op & 3) == ACC_WRITE);

    return (struct mm_access){.op = op,
                              .pfn = entry_of((struct batch_words){0, rest}).pfn,
                              .level = (uint8_t)(walks > 0 ? 0 : 1 + hit2),
                              .events = (uint8_t)events};
}

static inline uint64_t loop(struct batch *b, const uint64_t *ops, uint64_t count, uint32_t set_mask,
                            struct mm_access *record)
{
    struct batch_words *const entries = b->entries[L1];
    const uint32_t ways = b->ways[L1];
    const uint32_t sets = b->sets[L1];
    uint64_t i;

    for (i = 0; i < count; i++) {
        const unsigned type = (unsigned)(ops[i] & 3);
        const vpn_t vpn = ops[i] >> (2 + MM_PAGE_SHIFT);
        const uint32_t number = set_mask ? (uint32_t)vpn & set_mask : (uint32_t)(vpn % sets);
        struct batch_words *const set = entries + (size_t)number * ways;
        uint64_t rest = set->rest;

        const struct batch_tally was = record != NULL ? b->n : (struct batch_tally){0};

        if ((set->vpn != vpn || (rest & b->mask[type]) != b->want[type]) &&
            !other(b, vpn, type, set, &rest)) {
            break;
        }
        if (record != NULL) {
            record[i] = access_of(b, &was, ops[i], rest);
        }
        if (type == ACC_WRITE) {
            store(b, entry_of((struct batch_words){0, rest}).pfn);
        }
    }
    return i;
}

void batchwalk_mark(struct mm *m, uint32_t cpu)
{
    for (uint32_t i = 0; i < m->tlb_entries; i += MM_CHUNK_BYTES / sizeof(struct tlb)) {
        state_mark(m, &m->tlb[cpu * m->tlb_entries + i]);
    }
    state_mark(m, &m->tlb[(cpu + 1) * m->tlb_entries - 1]);
}

uint64_t batchwalk_run(struct batch *b, const uint64_t *ops, uint64_t count,
                       struct mm_access *record)
{
    const uint32_t sets = b->sets[L1];

    if (record != NULL) {
        return loop(b, ops, count, (sets & (sets - 1)) == 0 ? sets - 1 : 0, record);
    }
    return sets > 1 && (sets & (sets - 1)) == 0 ? loop(b, ops, count, sets - 1, NULL)
                                                : loop(b, ops, count, 0, NULL);
}
