/* batch.c - the fast path. Every line here has its counterpart in tlb.c and access.c. */
#include "task/batch.h"

#include <string.h>

#include "parts/vma.h"

/* No access without a fault makes more events than this. */
#define EVENTS_MAX (16u + MM_LEVELS_MAX)

enum { L1, L2, LEVELS };

/* What is counted while a batch runs. */
struct tally {
    uint64_t hits[LEVELS], misses[LEVELS], fills[LEVELS], evictions[LEVELS];
    uint64_t walks, marks, stores, done;
};

/* A TLB entry as two words: the vpn, and what tlb_word makes of the rest. Copies and compares are then single moves. */
struct words {
    uint64_t vpn, rest;
};
_Static_assert(sizeof(struct words) == sizeof(struct tlb), "an entry is two words");

struct batch {
    struct mm *m;
    struct words *entries[LEVELS];
    uint32_t ways[LEVELS], sets[LEVELS];
    uint64_t mask[4], want[4];     /* of rest, by access type: what suffices; type 3 never does */
    uint64_t mask_here, want_here; /* valid, of this address space */
    uint32_t levels, paging_levels;
    pfn_t pgd;
    uint16_t asid;
    uint32_t tag;
    uint64_t step;
    struct tally n;
};

static uint64_t rest_of(pfn_t pfn, uint32_t asid, uint32_t flags)
{
    const struct tlb e = {.pfn = pfn, .asid = (uint16_t)asid, .flags = (uint16_t)flags};
    struct words w;

    memcpy(&w, &e, sizeof(w));
    return w.rest;
}

static inline struct tlb entry_of(struct words w)
{
    struct tlb e;

    memcpy(&e, &w, sizeof(e));
    return e;
}

static void batch_init(struct batch *b, struct mm *m, uint32_t cpu, slot_t proc)
{
    const uint32_t nx = m->config.paging_levels != 2 ? TLB_NOEXEC : 0;
    const uint32_t dirty_write = TLB_WRITE | TLB_DIRTY;

    memset(b, 0, sizeof(*b));
    b->m = m;
    b->asid = (uint16_t)m->cpu[cpu].asid;
    b->levels = m->config.tlb[L2].ways > 0 ? 2 : 1;
    b->paging_levels = m->config.paging_levels;
    b->pgd = m->proc[proc].pgd_pfn;
    b->tag = m->machine->tag_next;
    b->step = m->machine->step + m->machine->running;
    for (unsigned level = 0; level < b->levels; level++) {
        b->entries[level] =
            (struct words *)(void *)&m->tlb[cpu * m->tlb_entries + m->tlb_first[level]];
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
}

static inline uint32_t set_number(uint32_t sets, vpn_t vpn)
{
    return (sets & (sets - 1)) == 0 ? (uint32_t)vpn & (sets - 1) : (uint32_t)(vpn % sets);
}

static inline struct words *set_of(const struct batch *b, unsigned level, vpn_t vpn)
{
    return b->entries[level] + (size_t)set_number(b->sets[level], vpn) * b->ways[level];
}

static inline bool suffices(const struct batch *b, struct words e, unsigned type)
{
    return (e.rest & b->mask[type]) == b->want[type];
}

/* Which of `ways` entries have this vpn, a bit each. Without branches: which way it will be is anybody's guess. */
static inline uint64_t same_vpn(const struct words *set, uint32_t ways, vpn_t vpn)
{
    uint64_t bits = 0;

    for (uint32_t w = 0; w < ways; w++) {
        bits |= (uint64_t)(set[w].vpn == vpn) << w;
    }
    return bits;
}

/* Position of the page in its set; ways when it is not there. The common sizes are unrolled. */
static inline uint32_t position(const struct batch *b, const struct words *set, uint32_t ways,
                                vpn_t vpn)
{
    for (uint32_t base = 0; base < ways; base += 64) {
        const uint32_t count = ways - base < 64 ? ways - base : 64;
        uint64_t bits = count == 4    ? same_vpn(set + base, 4, vpn)
                        : count == 12 ? same_vpn(set + base, 12, vpn)
                                      : same_vpn(set + base, count, vpn);

        for (uint32_t w = base; bits != 0; w++, bits >>= 1) {
            if ((bits & 1) && (set[w].rest & b->mask_here) == b->want_here) {
                return w;
            }
        }
    }
    return ways;
}

/* Value becomes the first of its set, what stood before position `way` moves one down. */
static inline void push(struct words *set, uint32_t way, struct words value)
{
    if (way == 1) {
        set[1] = set[0];
    } else {
        memmove(set + 1, set, way * sizeof(*set));
    }
    set[0] = value;
}

static inline bool valid(struct words e)
{
    return entry_of(e).flags & TLB_VALID;
}

/* A page that is not in its set: it takes the last way, or the first empty one, which is then as good. */
static inline void insert(struct batch *b, unsigned level, struct words *set, struct words value)
{
    const uint32_t last = b->ways[level] - 1;

    b->n.evictions[level] += valid(set[last]);
    b->n.fills[level]++;
    push(set, last, value);
}

/* Any page. */
static void fill(struct batch *b, unsigned level, struct words value)
{
    struct words *set = set_of(b, level, value.vpn);
    const uint32_t w = position(b, set, b->ways[level], value.vpn);

    if (w == b->ways[level]) {
        insert(b, level, set, value);
    } else {
        b->n.fills[level]++;
        push(set, w, value);
    }
}

/* The whole walk when nothing but the leaf's bits has to change. False: nothing was done. */
static bool walk(struct batch *b, vpn_t vpn, unsigned type, struct words *out)
{
    struct mm *m = b->m;
    const vaddr_t addr = vpn << MM_PAGE_SHIFT;
    uint64_t rights = PTE_US | PTE_RW;
    uint64_t nx = 0;
    uint64_t entry = 0;
    pfn_t table = b->pgd;
    unsigned index = 0;

    if (!pgtable_canonical(m, addr)) {
        return false;
    }
    for (unsigned level = b->paging_levels;; level--) {
        index = pgtable_index(m, level, addr);
        entry = pgtable_read(m, table, index);
        if (!(entry & PTE_P) || (level > 1 && !(entry & PTE_A))) {
            return false;
        }
        rights &= entry;
        nx |= entry & PTE_NX;
        if (level == 1) {
            break;
        }
        table = pgtable_pfn(entry);
    }
    if (!(rights & PTE_US) || (type == ACC_WRITE && !(rights & PTE_RW)) ||
        (type == ACC_FETCH && nx != 0)) {
        return false;
    }
    const uint64_t after = entry | PTE_A | (type == ACC_WRITE ? PTE_D : 0);

    if (after != entry) {
        b->n.marks++;
        pgtable_write(m, table, index, after);
    }
    *out =
        (struct words){vpn, rest_of(pgtable_pfn(entry), b->asid, tlb_flags_of(rights | nx, after))};
    return true;
}

/* The page is in L1, but not for this type of access: walk, as the CPU does before it faults. */
static bool upgrade(struct batch *b, vpn_t vpn, unsigned type, struct words *found)
{
    if (!walk(b, vpn, type, found)) {
        return false;
    }
    b->n.walks++;
    fill(b, L1, *found);
    if (b->levels > 1) {
        fill(b, L2, *found);
    }
    return true;
}

/* The page is not in L1. True when the access was made. */
static bool miss(struct batch *b, vpn_t vpn, unsigned type, struct words *set1, struct words *found)
{
    struct words *set2 = NULL;

    if (b->levels > 1) {
        set2 = set_of(b, L2, vpn);
        const uint32_t w = position(b, set2, b->ways[L2], vpn);

        if (w < b->ways[L2]) {
            if (!suffices(b, set2[w], type)) {
                return false; /* rare: access_one walks for it */
            }
            *found = set2[w];
            b->n.hits[L2]++;
            push(set2, w, *found);
            insert(b, L1, set1, *found);
            return true;
        }
    }
    if (!walk(b, vpn, type, found)) {
        return false;
    }
    b->n.walks++;
    insert(b, L1, set1, *found);
    if (b->levels > 1) {
        b->n.misses[L2]++;
        insert(b, L2, set2, *found);
    }
    return true;
}

static inline void store(struct batch *b, pfn_t pfn)
{
    struct frame *f = &b->m->frame[pfn];

    state_mark(b->m, f);
    f->tag = b->tag;
    f->step = b->step;
    b->tag = b->tag == UINT32_MAX ? 1 : b->tag + 1;
    b->n.stores++;
}

static void loop(struct batch *b, const uint64_t *ops, uint64_t count)
{
    struct words *const entries = b->entries[L1];
    const uint32_t ways = b->ways[L1];
    const uint32_t sets = b->sets[L1];
    uint64_t misses = 0;
    uint64_t i;

    for (i = 0; i < count; i++) {
        const unsigned type = (unsigned)(ops[i] & 3);
        const vpn_t vpn = ops[i] >> (2 + MM_PAGE_SHIFT);
        struct words *set = entries + (size_t)set_number(sets, vpn) * ways;
        struct words found = set[0];

        if (found.vpn != vpn || !suffices(b, found, type)) {
            const uint32_t w = position(b, set, ways, vpn);

            if (w == ways) {
                if (!miss(b, vpn, type, set, &found)) {
                    break;
                }
                misses++;
            } else if (suffices(b, set[w], type)) {
                found = set[w];
                push(set, w, found);
            } else if (!upgrade(b, vpn, type, &found)) {
                break;
            }
        }
        if (type == ACC_WRITE) {
            store(b, entry_of(found).pfn);
        }
    }
    b->n.misses[L1] = misses;
    b->n.hits[L1] = i - misses;
    b->n.done = i;
}

static void count_events(struct mm *m, enum mm_event_type type, uint64_t count)
{
    evcount_set_count(m, type, m->evcount[type].count + count);
    machine_set_seq(m, 0, m->machine->seq + count);
}

/* Write down what was counted. */
static void settle(const struct batch *b, uint32_t cpu)
{
    struct mm *m = b->m;
    const struct tally *n = &b->n;
    const uint64_t *ns = m->config.cost_ns;

    for (unsigned level = 0; level < b->levels; level++) {
        const uint32_t id = cpu * MM_TLB_LEVELS_MAX + level;

        tlbstat_set_hits(m, id, m->tlbstat[id].hits + n->hits[level]);
        tlbstat_set_misses(m, id, m->tlbstat[id].misses + n->misses[level]);
    }
    count_events(m, EV_ACCESS, n->done);
    count_events(m, EV_RETURN, n->done);
    count_events(m, EV_STORE, n->stores);
    count_events(m, EV_TLB_HIT, n->hits[L1] + n->hits[L2]);
    count_events(m, EV_TLB_MISS, n->misses[L1] + n->misses[L2]);
    count_events(m, EV_TLB_FILL, n->fills[L1] + n->fills[L2]);
    count_events(m, EV_TLB_EVICT, n->evictions[L1] + n->evictions[L2]);
    count_events(m, EV_WALK_LEVEL, n->walks * b->paging_levels);
    count_events(m, EV_PTE_MARK, n->marks);
    machine_set_tag_next(m, 0, b->tag);
    clock_add(m, cpu,
              n->hits[L1] * ns[COST_TLB_HIT] + n->hits[L2] * ns[COST_TLB_L2_HIT] +
                  n->walks * b->paging_levels * ns[COST_WALK_LEVEL]);
}

uint64_t batch_run(struct mm *m, uint32_t cpu, slot_t proc, const uint64_t *ops, uint64_t count)
{
    struct batch b;

    if (m->observed || m->fast_off || m->cpu[cpu].proc != proc + 1) {
        return 0;
    }
    if (count > (m->seq_stop - m->machine->seq) / EVENTS_MAX) {
        count = (m->seq_stop - m->machine->seq) / EVENTS_MAX;
    }
    if (count == 0) {
        return 0;
    }
    batch_init(&b, m, cpu, proc);
    for (uint32_t i = 0; i < m->tlb_entries; i += MM_CHUNK_BYTES / sizeof(struct tlb)) {
        state_mark(m, &m->tlb[cpu * m->tlb_entries + i]);
    }
    state_mark(m, &m->tlb[(cpu + 1) * m->tlb_entries - 1]);
    loop(&b, ops, count);
    if (b.n.done > 0) {
        settle(&b, cpu);
    }
    return b.n.done;
}
