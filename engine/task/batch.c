/* batch.c - the fast path. Every line here has its counterpart in tlb.c and access.c. */
#include "task/batch.h"

#include "parts/vma.h"

/* No access without a fault makes more events than this. */
#define EVENTS_MAX (16u + MM_LEVELS_MAX)

enum { L1, L2, LEVELS };

/* What is counted while a batch runs. */
struct tally {
    uint64_t hits[LEVELS], misses[LEVELS], fills[LEVELS], evictions[LEVELS];
    uint64_t walks, marks, stores, done;
};

struct batch {
    struct mm *m;
    const struct mm_tlb_config *geometry[LEVELS];
    struct tlb *entries[LEVELS];
    uint32_t set_mask[LEVELS];
    uint32_t key_mask[ACC_COUNT],
        key_want[ACC_COUNT]; /* asid | flags << 16 that suffice, by access type */
    uint32_t asid, levels, paging_levels;
    pfn_t pgd;
    uint32_t tag;
    uint64_t step;
    struct tally n;
};

static inline uint32_t entry_key(const struct tlb *e)
{
    return e->asid | (uint32_t)e->flags << 16;
}

static void batch_init(struct batch *b, struct mm *m, uint32_t cpu, slot_t proc)
{
    const uint32_t nx = m->config.paging_levels != 2 ? TLB_NOEXEC : 0;
    const uint32_t flags_mask[ACC_COUNT] = {
        [ACC_READ] = TLB_VALID,
        [ACC_WRITE] = TLB_VALID | TLB_WRITE | TLB_DIRTY,
        [ACC_FETCH] = TLB_VALID | nx,
    };

    *b = (struct batch){.m = m,
                        .asid = m->cpu[cpu].asid,
                        .levels = m->config.tlb[L2].ways > 0 ? 2 : 1,
                        .paging_levels = m->config.paging_levels,
                        .pgd = m->proc[proc].pgd_pfn,
                        .tag = m->machine->tag_next,
                        .step = m->machine->step + m->machine->running};
    for (unsigned level = 0; level < b->levels; level++) {
        b->geometry[level] = &m->config.tlb[level];
        b->entries[level] = &m->tlb[cpu * m->tlb_entries + m->tlb_first[level]];
        b->set_mask[level] = m->config.tlb[level].sets - 1;
    }
    for (unsigned type = 0; type < ACC_COUNT; type++) {
        b->key_mask[type] = 0xffff | flags_mask[type] << 16;
        b->key_want[type] = b->asid | (flags_mask[type] & ~nx) << 16;
    }
}

static inline struct tlb *set_of(const struct batch *b, unsigned level, vpn_t vpn)
{
    const struct mm_tlb_config *g = b->geometry[level];
    const uint32_t mask = b->set_mask[level];
    const uint32_t set = (g->sets & mask) == 0 ? (uint32_t)vpn & mask : (uint32_t)(vpn % g->sets);

    return b->entries[level] + (size_t)set * g->ways;
}

/* Value first, the `way` entries before position `way` one down. */
static inline void push(struct tlb *set, uint32_t way, struct tlb value)
{
    for (uint32_t w = way; w > 0; w--) {
        set[w] = set[w - 1];
    }
    set[0] = value;
}

/* Position of the page in its set; ways when it is not there. */
static inline uint32_t position(const struct tlb *set, uint32_t ways, vpn_t vpn, uint32_t asid)
{
    uint32_t w = 0;

    while (w < ways && !tlb_is(&set[w], vpn, asid)) {
        w++;
    }
    return w;
}

static inline void fill(struct batch *b, unsigned level, struct tlb value)
{
    struct tlb *set = set_of(b, level, value.vpn);
    const uint32_t ways = b->geometry[level]->ways;
    uint32_t w = position(set, ways, value.vpn, b->asid);

    if (w == ways) {
        for (w = ways - 1; w > 0 && !(set[w - 1].flags & TLB_VALID);) {
            w--;
        }
        b->n.evictions[level] += (set[w].flags & TLB_VALID) != 0;
    }
    b->n.fills[level]++;
    push(set, w, value);
}

/* The whole walk when nothing but the leaf's bits has to change. False: nothing was done. */
static bool walk(struct batch *b, vpn_t vpn, unsigned type, struct tlb *out)
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
    *out = (struct tlb){.vpn = vpn,
                        .pfn = pgtable_pfn(entry),
                        .asid = (uint16_t)b->asid,
                        .flags = (uint16_t)tlb_flags_of(rights | nx, after)};
    return true;
}

/* The page was not in L1 with rights that suffice. True when the access was made all the same. */
static bool miss(struct batch *b, vpn_t vpn, unsigned type, struct tlb *set1, uint32_t way1,
                 struct tlb *found)
{
    const uint32_t ways1 = b->geometry[L1]->ways;

    if (way1 < ways1) { /* there, but not for this: walk */
        *found = set1[way1];
        if (!walk(b, vpn, type, found)) {
            return false;
        }
        b->n.hits[L1]++;
        b->n.walks++;
        fill(b, L1, *found);
        if (b->levels > 1) {
            fill(b, L2, *found);
        }
        return true;
    }
    if (b->levels > 1) {
        struct tlb *set2 = set_of(b, L2, vpn);
        const uint32_t way2 = position(set2, b->geometry[L2]->ways, vpn, b->asid);

        if (way2 < b->geometry[L2]->ways) {
            *found = set2[way2];
            if ((entry_key(found) & b->key_mask[type]) != b->key_want[type]) {
                return false; /* rare: the slow path walks for it */
            }
            b->n.misses[L1]++;
            b->n.hits[L2]++;
            push(set2, way2, *found);
            fill(b, L1, *found);
            return true;
        }
    }
    if (!walk(b, vpn, type, found)) {
        return false;
    }
    b->n.misses[L1]++;
    b->n.walks++;
    fill(b, L1, *found);
    if (b->levels > 1) {
        b->n.misses[L2]++;
        fill(b, L2, *found);
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
    const uint32_t ways = b->geometry[L1]->ways;
    uint64_t hits = 0;
    uint64_t i;

    for (i = 0; i < count; i++) {
        const unsigned type = (unsigned)(ops[i] & 3);
        const vpn_t vpn = ops[i] >> (2 + MM_PAGE_SHIFT);
        struct tlb *set = set_of(b, L1, vpn);
        const uint32_t mask = b->key_mask[type];
        const uint32_t want = b->key_want[type];
        pfn_t pfn;

        if (set->vpn == vpn && (entry_key(set) & mask) == want) {
            hits++;
            pfn = set->pfn;
        } else {
            const uint32_t way = position(set, ways, vpn, b->asid);
            struct tlb found;

            if (way < ways && (entry_key(&set[way]) & mask) == want) {
                hits++;
                found = set[way];
                push(set, way, found);
            } else if (!miss(b, vpn, type, set, way, &found)) {
                break;
            }
            pfn = found.pfn;
        }
        if (type == ACC_WRITE) {
            store(b, pfn);
        }
    }
    b->n.hits[L1] += hits;
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
