/* sprint.c - accesses in blocks of two phases. */
#include "task/sprint.h"

#include <string.h>

#include "mm.h"
#include "task/sprintset.h"

#define SPRINT_CALM 4096u
#define BLOCK       256u /* accesses in a block */

#if defined(__GNUC__)
#define APART static __attribute__((noinline))
#else
#define APART static
#endif

enum { L1, L2 };

/* Events of a read: ACCESS, TLB_HIT, RETURN; what L2 adds to them when it has the page: TLB_MISS, TLB_FILL; and what a
 * level that has it not: TLB_MISS, TLB_FILL in place of TLB_HIT. */
enum { EVENTS_HIT = 3, EVENTS_L2 = 2, EVENTS_FILL = 1 };

void sprint_close(struct mm *m)
{
    struct sprint *s = m->sprint;

    sprintset_close(m);
    s->calm = 0;
}

void sprint_pause(struct mm *m)
{
    struct sprint *s = m->sprint;

    if (s->made < SPRINT_CALM) {
        s->calm = 0;
    }
    sprintset_close(m);
}

bool sprint_ready(struct mm *m, uint32_t cpu, slot_t proc)
{
    struct sprint *s = m->sprint;

    if (!m->sprint_allowed || !sprintset_fits(m)) {
        return false;
    }
    if (s->cpu != cpu || s->proc != proc) {
        sprint_close(m);
        s->cpu = cpu;
        s->proc = proc;
    }
    if (!s->open && s->calm >= SPRINT_CALM) {
        sprintset_open(m, cpu, proc);
    }
    return s->open;
}

void sprint_calm(struct mm *m, uint64_t count)
{
    struct sprint *s = m->sprint;

    s->calm += count;
}

/* ---- a walk that changes nothing ---- */

/* The tables above level 1 say where the region's leaves are; table 0 unless all of them allow everything and have
 * their accessed bit. */
APART void region_find(const struct mm *m, struct region *r, pfn_t pgd, uint64_t number)
{
    const uint64_t all = PTE_US | PTE_RW | PTE_P | PTE_A;
    const uint8_t *page = m->table + (size_t)pgd * MM_PAGE_BYTES;
    bool plain = true;

    for (unsigned level = m->config.paging_levels; level > 1 && plain; level--) {
        const uint64_t entry =
            ((const uint64_t *)(const void *)page)[(number >> ((level - 2) * 9)) & 511];

        plain = (entry & (all | PTE_NX)) == all;
        page = m->table + (entry & PTE_PFN_MASK); /* a frame number times 4096 */
    }
    *r = (struct region){number, (const uint64_t *)(const void *)(plain ? page : m->table)};
}

/* ---- the two phases ---- */

struct miss { /* a read of a page whose leaf is ready */
    vpn_t vpn;
    uint64_t leaf;
    uint64_t *place; /* in L1, where the entry belongs */
};

/* What one block carries from the first phase to the second. */
struct block {
    struct miss miss[BLOCK];
    struct mm_access *made[BLOCK]; /* of each miss, the access written down */
    struct mm_access *record;      /* of the first access of the run; NULL: none is written */
    uint64_t misses;
    uint32_t tag;
    uint64_t stores;
};

/* The page of an access and how it is made, without the place in the page. */
SPRINT_INLINE uint64_t key_of(uint64_t op)
{
    return op & ~(uint64_t)((MM_PAGE_BYTES - 1) << 2);
}

/* An access as it is written down: made by L1, until phase_l2 knows better. */
SPRINT_INLINE struct mm_access access_of(uint64_t op, uint64_t pfn, bool more)
{
    return (struct mm_access){
        .op = op, .pfn = (uint32_t)pfn, .level = 1, .events = (uint8_t)(EVENTS_HIT + more)};
}

/* How many of these reads go to the pages used last in their sets of L1: nothing changes. */
SPRINT_INLINE uint64_t reads_again(const struct sprint *s, const uint64_t *ops, uint64_t first,
                                   uint64_t end, struct mm_access *record)
{
    uint64_t i = first;

    while (i < end && s->last[(ops[i] >> (2 + MM_PAGE_SHIFT)) % SETS_L1] == key_of(ops[i])) {
        if (record != NULL) {
            record[i] =
                access_of(ops[i], s->last_pfn[(ops[i] >> (2 + MM_PAGE_SHIFT)) % SETS_L1], false);
        }
        i++;
    }
    return i;
}

/* L1 for accesses first..end: how far it came. The first that it does not make has changed nothing. With `record` a
 * place in L1 that phase_l2 has yet to fill holds the frame, without a bit that would suffice for more than a read. */
SPRINT_INLINE uint64_t l1(struct mm *m, const uint64_t *ops, uint64_t first, uint64_t end,
                          struct block *b, struct mm_access *record)
{
    const uint64_t ready = PTE_P | PTE_US | PTE_A;
    const uint64_t beyond = UINT64_MAX << (2 + MM_PAGE_SHIFT + VPN_BITS);
    struct sprint *s = m->sprint;
    struct miss *miss = b->miss;
    uint64_t i;

    for (i = reads_again(s, ops, first, end, record); i < end;
         i = reads_again(s, ops, i + 1, end, record)) {
        const uint64_t op = ops[i];
        const vpn_t vpn = op >> (2 + MM_PAGE_SHIFT);
        struct set1 *set = &s->one[vpn % SETS_L1];
        const uint32_t found = find1(set, (uint32_t)(vpn >> 4));

        if (found == 0) {
            struct region *r = &s->region[(vpn >> 9) % REGIONS];

            if (r->number != vpn >> 9) {
                region_find(m, r, s->pgd, vpn >> 9);
            }
            const uint64_t leaf = r->table[vpn & 511];

            if ((op & (beyond | 3)) != ACC_READ || (~leaf & ready) != 0) {
                break;
            }
            if (record != NULL) {
                record[i] =
                    access_of(op, pgtable_pfn(leaf), set->tag[lowest(oldest1(set))] != TAG_NONE);
                b->made[miss - b->miss] = &record[i];
                s->last_pfn[vpn % SETS_L1] = pgtable_pfn(leaf);
            }
            miss->place = &set->leaf[lowest(replace1(set, (uint32_t)(vpn >> 4)))];
            *miss->place = record != NULL ? leaf & PTE_PFN_MASK : 0; /* phase_l2 knows it */
            miss->vpn = vpn;
            miss->leaf = leaf;
            miss++;
        } else {
            const unsigned type = (unsigned)(op & 3);
            const uint64_t leaf = set->leaf[lowest(found)];

            if ((leaf & s->mask[type]) != s->want[type] || (op & beyond) != 0) {
                break;
            }
            use1(set, lowest(found));
            if (record != NULL) {
                record[i] = access_of(op, pgtable_pfn(leaf), type == ACC_WRITE);
                s->last_pfn[vpn % SETS_L1] = pgtable_pfn(leaf);
            }
            if (type == ACC_WRITE) {
                b->tag = sprint_store(m, pgtable_pfn(leaf), b->tag,
                                      m->machine->step + m->machine->running);
                b->stores++;
            }
        }
        s->last[vpn % SETS_L1] = vpn << (2 + MM_PAGE_SHIFT) | ACC_READ;
    }
    b->misses = (uint64_t)(miss - b->miss);
    return i;
}

APART uint64_t phase_l1(struct mm *m, const uint64_t *ops, uint64_t first, uint64_t end,
                        struct block *b)
{
    return l1(m, ops, first, end, b, NULL);
}

APART uint64_t phase_l1_told(struct mm *m, const uint64_t *ops, uint64_t first, uint64_t end,
                             struct block *b)
{
    return l1(m, ops, first, end, b, b->record);
}

/* Without L2 every miss takes the leaf. */
static void phase_leaves(const struct mm *m, const struct block *b)
{
    for (uint64_t i = 0; i < b->misses; i++) {
        *b->miss[i].place = b->miss[i].leaf;
        if (b->record != NULL) {
            b->made[i]->level = 0;
            b->made[i]->events =
                (uint8_t)(b->made[i]->events + EVENTS_FILL + m->config.paging_levels);
        }
    }
}

/* L2 for the misses of L1, all of them reads: how many hit. Which do nobody can guess, so nothing branches on it. With
 * `made` the accesses are told where their translation was; `walked` is what a walk adds to their events. */
SPRINT_INLINE uint64_t l2(struct sprint *s, const struct block *b, struct mm_access *const *made,
                          uint32_t walked)
{
    const struct miss *end = b->miss + b->misses;
    uint64_t hits = 0;

    for (const struct miss *miss = b->miss; miss < end; miss++) {
        struct set2 *set = &s->two[miss->vpn % SETS_L2];
        uint64_t *leaves = s->leaf2[miss->vpn % SETS_L2];
        const uint32_t tag = (uint32_t)(miss->vpn >> 4);
        const uint32_t found = find2(set, tag);
        const uint64_t hit = -(uint64_t)(found != 0); /* all ones or none */
        const uint32_t way = lowest(found | (oldest2(set) & (uint32_t)~hit));
        const uint64_t leaf = miss->leaf ^ ((miss->leaf ^ leaves[way]) & hit);

        hits -= hit;
        if (made != NULL) {
            struct mm_access *a = made[miss - b->miss];

            a->level = (uint8_t)(hit & 2);
            a->events =
                (uint8_t)(a->events + EVENTS_L2 + (~hit & (walked + (set->tag[way] != TAG_NONE))));
        }
        use2(set, way);
        set->tag[way] = tag;
        leaves[way] = leaf;
        *miss->place = leaf;
    }
    return hits;
}

APART uint64_t phase_l2(struct sprint *s, const struct block *b)
{
    return l2(s, b, NULL, 0);
}

APART uint64_t phase_l2_told(const struct mm *m, const struct block *b)
{
    return l2(m->sprint, b, b->made, EVENTS_FILL + m->config.paging_levels);
}

/* Blocks, until one makes no way. */
static uint64_t blocks(struct mm *m, const uint64_t *ops, uint64_t count, struct sprint_tally *n)
{
    const uint32_t ways2 = m->config.tlb[L2].ways;
    struct block b;
    uint64_t done = 0;
    uint64_t before;

    b.tag = n->tag;
    b.stores = 0;
    b.record = n->record;
    do {
        const uint64_t end = count - done < BLOCK ? count : done + BLOCK;

        before = done;
        done = (b.record != NULL ? phase_l1_told : phase_l1)(m, ops, done, end, &b);
        n->misses += b.misses;
        if (ways2 == 0) {
            phase_leaves(m, &b);
        } else {
            n->hits2 += b.record != NULL ? phase_l2_told(m, &b) : phase_l2(m->sprint, &b);
        }
    } while (done < count && done > before);
    n->tag = b.tag;
    n->stores += b.stores;
    return done;
}

uint64_t sprint_run(struct mm *m, const uint64_t *ops, uint64_t count, struct sprint_tally *n)
{
    struct sprint *s = m->sprint;
    const struct sprint_tally was = *n;
    const uint64_t empty = s->empty;

    if (s->recording != (n->record != NULL)) {
        s->recording = n->record != NULL;
        memset(s->last, 0xff, sizeof(s->last));
    }
    const uint64_t done = blocks(m, ops, count, n);
    const uint64_t misses = n->misses - was.misses;

    s->made += done;
    n->evictions += misses; /* unless there was an empty way */
    if (m->config.tlb[L2].ways > 0) {
        n->evictions += misses - (n->hits2 - was.hits2);
    }
    if (empty > 0) {
        sprintset_count_empty(m);
        n->evictions -= empty - s->empty;
    }
    return done;
}
