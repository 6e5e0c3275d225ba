/* sprintset.c - between the records of a TLB and its sets by tag and age. */
#include "task/sprintset.h"

#include <string.h>

#define AGE_NONE 0x7fu /* of the lanes beyond the ways of a set */
#define FLAGS    (TLB_VALID | TLB_WRITE | TLB_USER | TLB_NOEXEC | TLB_DIRTY)

enum { L1, L2, LEVELS };

#define ROW(n)                                         \
    {                                                  \
        n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n \
    }
_Alignas(16) const uint8_t sprintset_rows[WAYS_L2][16] = {ROW(0), ROW(1), ROW(2),  ROW(3),
                                                          ROW(4), ROW(5), ROW(6),  ROW(7),
                                                          ROW(8), ROW(9), ROW(10), ROW(11)};

bool sprintset_fits(const struct mm *m)
{
    const struct mm_tlb_config *t = m->config.tlb;

    return m->config.paging_levels != 2 && t[L1].ways == WAYS_L1 && t[L1].sets == SETS_L1 &&
           (t[L2].ways == 0 || (t[L2].ways == WAYS_L2 && t[L2].sets == SETS_L2));
}

static uint64_t leaf_of(const struct tlb *e)
{
    const uint64_t f = e->flags;

    return (uint64_t)e->pfn << PTE_PFN_SHIFT | (f & TLB_VALID ? PTE_P : 0) |
           (f & TLB_WRITE ? PTE_RW : 0) | (f & TLB_USER ? PTE_US : 0) |
           (f & TLB_DIRTY ? PTE_D : 0) | (f & TLB_NOEXEC ? PTE_NX : 0);
}

/* ---- between records and sets ---- */

/* One way of a set, of either level. */
struct way {
    uint32_t tag, age;
    uint64_t leaf;
};

static struct way way_get(const struct sprint *s, unsigned level, uint32_t set, uint32_t w)
{
    if (level == L1) {
        return (struct way){s->one[set].tag[w], s->one[set].age[w], s->one[set].leaf[w]};
    }
    return (struct way){s->two[set].tag[w], s->two[set].age[w], s->leaf2[set][w]};
}

static void way_put(struct sprint *s, unsigned level, uint32_t set, uint32_t w, struct way way)
{
    if (level == L1) {
        s->one[set].tag[w] = way.tag;
        s->one[set].age[w] = way.age;
        s->one[set].leaf[w] = way.leaf;
        s->last[set] = UINT64_MAX;
    } else {
        s->two[set].tag[w] = way.tag;
        s->two[set].age[w] = (uint8_t)way.age;
        s->leaf2[set][w] = way.leaf;
    }
}

static struct tlb *set_records(const struct mm *m, unsigned level, uint32_t set)
{
    const struct sprint *s = m->sprint;
    const uint32_t first = s->cpu * m->tlb_entries + m->tlb_first[level];

    return &m->tlb[first + set * m->config.tlb[level].ways];
}

static void set_open(struct mm *m, unsigned level, uint32_t set)
{
    struct sprint *s = m->sprint;
    const uint32_t ways = m->config.tlb[level].ways;
    const struct tlb *e = set_records(m, level, set);
    const uint32_t asid = m->cpu[s->cpu].asid;

    for (uint32_t w = 0; w < (level == L1 ? WAYS_L1 : WAYS_L2); w++) {
        struct way way = {TAG_NONE, AGE_NONE, 0};

        if (w < ways) {
            const bool own =
                e[w].asid == asid && e[w].vpn >> VPN_BITS == 0 && (e[w].flags & ~FLAGS) == 0;

            way = (struct way){own ? (uint32_t)(e[w].vpn >> 4) : TAG_FOREIGN, w, leaf_of(&e[w])};
            if (!(e[w].flags & TLB_VALID)) {
                way.tag = TAG_NONE;
                s->empty++;
            }
        }
        way_put(s, level, set, w, way);
    }
}

static void set_close(struct mm *m, unsigned level, uint32_t set)
{
    struct sprint *s = m->sprint;
    const uint32_t ways = m->config.tlb[level].ways;
    struct tlb *e = set_records(m, level, set);
    struct tlb was[WAYS_L2];

    memcpy(was, e, ways * sizeof(was[0]));
    for (uint32_t w = 0; w < ways; w++) {
        const struct way way = way_get(s, level, set, w);

        s->empty -= way.tag == TAG_NONE;
        if (way.tag >= TAG_FOREIGN) { /* it has not moved from its way */
            e[way.age] = was[w];
        } else {
            e[way.age] = (struct tlb){.vpn = (uint64_t)way.tag << 4 | (set & 15),
                                      .pfn = pgtable_pfn(way.leaf),
                                      .asid = (uint16_t)m->cpu[s->cpu].asid,
                                      .flags = (uint16_t)tlb_flags_of(way.leaf, way.leaf)};
        }
    }
    state_mark(m, e);
    state_mark(m, &e[ways - 1]);
}

static void empty_count(struct mm *m, unsigned level, uint32_t set)
{
    struct sprint *s = m->sprint;

    for (uint32_t w = 0; w < m->config.tlb[level].ways; w++) {
        s->empty += way_get(s, level, set, w).tag == TAG_NONE;
    }
}

static void sets_all(struct mm *m, void each(struct mm *, unsigned, uint32_t))
{
    for (unsigned level = 0; level < LEVELS; level++) {
        for (uint32_t set = 0; m->config.tlb[level].ways > 0 && set < m->config.tlb[level].sets;
             set++) {
            each(m, level, set);
        }
    }
}

static void sets_of(struct mm *m, vpn_t vpn, void each(struct mm *, unsigned, uint32_t))
{
    for (unsigned level = 0; level < LEVELS; level++) {
        if (m->config.tlb[level].ways > 0) {
            each(m, level, (uint32_t)vpn & (m->config.tlb[level].sets - 1));
        }
    }
}

void sprintset_lend(struct mm *m, vpn_t vpn)
{
    sets_of(m, vpn, set_close);
}

void sprintset_take(struct mm *m, vpn_t vpn)
{
    sets_of(m, vpn, set_open);
}

void sprintset_open(struct mm *m, uint32_t cpu, slot_t proc)
{
    struct sprint *s = m->sprint;

    s->open = true;
    s->cpu = cpu;
    s->proc = proc;
    s->pgd = m->proc[proc].pgd_pfn;
    s->empty = 0;
    s->made = 0;
    s->mask[ACC_READ] = s->want[ACC_READ] = 0;
    s->mask[ACC_WRITE] = s->want[ACC_WRITE] = PTE_P | PTE_RW | PTE_D;
    s->mask[ACC_FETCH] = PTE_P | PTE_NX;
    s->want[ACC_FETCH] = PTE_P;
    s->mask[ACC_COUNT] = 0;
    s->want[ACC_COUNT] = 1;
    for (unsigned i = 0; i < REGIONS; i++) {
        s->region[i].table = (const uint64_t *)(const void *)m->table;
        s->region[i].number = UINT64_MAX;
    }
    sets_all(m, set_open);
}

void sprintset_close(struct mm *m)
{
    struct sprint *s = m->sprint;

    if (s->open) {
        sets_all(m, set_close);
        s->open = false;
    }
}

void sprintset_count_empty(struct mm *m)
{
    struct sprint *s = m->sprint;

    s->empty = 0;
    sets_all(m, empty_count);
}

/* ---- check ---- */

static void set_check(struct mm *m, unsigned level, uint32_t set)
{
    const uint32_t ways = m->config.tlb[level].ways;
    uint32_t seen = 0;
    uint32_t valid = 0;

    for (uint32_t w = 0; w < ways; w++) {
        const struct way way = way_get(m->sprint, level, set, w);

        MM_ASSERT(m, way.age < ways && !(seen >> way.age & 1)); /* X1 */
        seen |= 1u << way.age;
        valid |= (uint32_t)(way.tag != TAG_NONE) << way.age;
    }
    MM_ASSERT(m, (valid & (valid + 1)) == 0); /* X1 */
}

void sprintset_check(struct mm *m)
{
    struct sprint *s = m->sprint;
    const uint64_t empty = s->empty;

    if (s->open) {
        sets_all(m, set_check);
        sprintset_count_empty(m);
        MM_ASSERT(m, s->empty == empty); /* X2 */
    }
}
