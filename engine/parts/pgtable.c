/* pgtable.c - entries, walks, linking and freeing of table pages. */
#include "parts/pgtable.h"

#include <string.h>

void pgtable_write(struct mm *m, pfn_t table, unsigned index, uint64_t entry)
{
    uint8_t *page = m->table + (size_t)table * MM_PAGE_BYTES;
    const uint64_t before = pgtable_read(m, table, index);

    if (before == entry) {
        return;
    }
    MM_ASSERT(m, m->frame[table].type == FT_TABLE && index < pgtable_entries(m));
    state_mark(m, page);
    if (m->observed && m->tables_visible) {
        state_emit_change(m, MM_F_pte_value, (uint64_t)table * 1024 + index, before, entry);
    }
    if (m->config.paging_levels == 2) {
        MM_ASSERT(m, entry <= UINT32_MAX);
        ((uint32_t *)(void *)page)[index] = (uint32_t)entry;
    } else {
        ((uint64_t *)(void *)page)[index] = entry;
    }
    if (before == 0) {
        frame_set_entries(m, table, (uint16_t)(m->frame[table].entries + 1));
    } else if (entry == 0) {
        frame_set_entries(m, table, (uint16_t)(m->frame[table].entries - 1));
    }
}

bool pgtable_canonical(const struct mm *m, vaddr_t addr)
{
    const unsigned bits = m->config.paging_levels == 5 ? 57 : 48;
    uint64_t top;

    if (m->config.paging_levels == 2) {
        return addr <= UINT32_MAX;
    }
    top = addr >> (bits - 1);
    return top == 0 || top == UINT64_MAX >> (bits - 1);
}

/* ---- entries ---- */

uint64_t pgtable_entry(const struct mm *m, pfn_t pfn, uint32_t vm_flags)
{
    uint64_t entry = ((uint64_t)pfn << PTE_PFN_SHIFT) | PTE_A;

    if ((vm_flags & (VM_READ | VM_WRITE | VM_EXEC)) == 0) {
        return entry | PTE_PROTNONE;
    }
    entry |= PTE_P | PTE_US;
    if ((vm_flags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED)) {
        entry |= PTE_RW;
    }
    if (!(vm_flags & VM_EXEC) && m->config.paging_levels != 2) {
        entry |= PTE_NX;
    }
    return entry;
}

uint64_t pgtable_modify(const struct mm *m, uint64_t entry, uint32_t vm_flags)
{
    const uint64_t kept = entry & (PTE_A | PTE_D | PTE_SPECIAL);

    return (pgtable_entry(m, pgtable_pfn(entry), vm_flags) & ~PTE_A) | kept;
}

/* ---- walking ---- */

/* The lowest table that exists on addr's way: its level. */
static unsigned walk_down(const struct mm *m, pfn_t pgd, vaddr_t addr, pfn_t *table)
{
    unsigned level = m->config.paging_levels;

    *table = pgd;
    while (level > 1) {
        const uint64_t entry = pgtable_read(m, *table, pgtable_index(m, level, addr));

        if (entry == 0) {
            break;
        }
        *table = pgtable_pfn(entry);
        level--;
    }
    return level;
}

bool pgtable_find(const struct mm *m, pfn_t pgd, vaddr_t addr, struct pgtable_pos *leaf)
{
    if (walk_down(m, pgd, addr, &leaf->table) != 1) {
        return false;
    }
    leaf->index = pgtable_index(m, 1, addr);
    return true;
}

unsigned pgtable_missing(const struct mm *m, pfn_t pgd, vaddr_t addr)
{
    pfn_t table;

    return walk_down(m, pgd, addr, &table) - 1;
}

unsigned pgtable_add_level(const struct mm *m, pfn_t pgd, vaddr_t addr)
{
    return pgtable_missing(m, pgd, addr);
}

bool pgtable_next(const struct mm *m, pfn_t pgd, vaddr_t *addr, vaddr_t end,
                  struct pgtable_pos *leaf)
{
    vaddr_t at = *addr & MM_PAGE_MASK;

    while (at < end) {
        const unsigned level = walk_down(m, pgd, at, &leaf->table);

        if (level > 1) { /* nothing below this entry */
            const uint64_t span = 1ull << pgtable_shift(m, level);

            at = (at & ~(span - 1)) + span;
            continue;
        }
        for (unsigned i = pgtable_index(m, 1, at); i < pgtable_entries(m) && at < end; i++) {
            if (pgtable_read(m, leaf->table, i) != 0) {
                leaf->index = i;
                *addr = at;
                return true;
            }
            at += MM_PAGE_BYTES;
        }
    }
    *addr = end;
    return false;
}

/* ---- tables ---- */

static void table_make(struct mm *m, pfn_t pfn, unsigned level, vaddr_t addr)
{
    MM_ASSERT(m, m->frame[pfn].type == FT_TABLE && m->frame[pfn].entries == 0);
    frame_set_level(m, pfn, (uint8_t)level);
    frame_set_vpn(m, pfn, addr >> MM_PAGE_SHIFT);
    frame_flags_add(m, pfn, PG_TABLE);
    frame_touch(m, pfn);
}

static void table_unmake(struct mm *m, pfn_t pfn)
{
    MM_ASSERT(m, m->frame[pfn].type == FT_TABLE && m->frame[pfn].entries == 0);
    frame_set_level(m, pfn, 0);
    frame_set_vpn(m, pfn, 0);
    frame_flags_clear(m, pfn, PG_TABLE);
}

void pgtable_root(struct mm *m, pfn_t pgd)
{
    table_make(m, pgd, m->config.paging_levels, 0);
}

void pgtable_unroot(struct mm *m, pfn_t pgd)
{
    table_unmake(m, pgd);
}

void pgtable_add(struct mm *m, pfn_t pgd, vaddr_t addr, pfn_t fresh)
{
    pfn_t table;
    const unsigned level = walk_down(m, pgd, addr, &table);

    MM_ASSERT(m, level > 1);
    table_make(m, fresh, level - 1, addr & ~((1ull << pgtable_shift(m, level)) - 1));
    pgtable_write(m, table, pgtable_index(m, level, addr),
                  ((uint64_t)fresh << PTE_PFN_SHIFT) | PTE_TABLE_BITS);
}

void pgtable_reap_init(const struct mm *m, struct pgtable_reap *reap, pfn_t pgd, vaddr_t start,
                       vaddr_t end, vaddr_t floor, vaddr_t ceiling)
{
    const unsigned top = m->config.paging_levels;

    memset(reap, 0, sizeof(*reap));
    reap->start = start;
    reap->end = end;
    reap->floor = floor;
    reap->ceiling = ceiling;
    reap->level = start < end ? top : top + 1;
    reap->table[top] = pgd;
    reap->index[top] = pgtable_index(m, top, start);
}

/* Go down from the table at reap->level as far as there are tables not looked at: stops at a table all of whose
 * children in the range are done. */
static void reap_descend(const struct mm *m, struct pgtable_reap *reap)
{
    while (reap->level > 1) {
        const unsigned level = reap->level;
        const unsigned shift = pgtable_shift(m, level);
        const vaddr_t base = reap->base[level];
        unsigned i = reap->index[level];

        while (i < pgtable_entries(m) && base + ((vaddr_t)i << shift) < reap->end &&
               pgtable_read(m, reap->table[level], i) == 0) {
            i++;
        }
        const vaddr_t below = base + ((vaddr_t)i << shift);

        reap->index[level] = i + 1;
        if (i == pgtable_entries(m) || below >= reap->end) {
            return;
        }
        reap->level = level - 1;
        reap->table[level - 1] = pgtable_pfn(pgtable_read(m, reap->table[level], i));
        reap->base[level - 1] = below;
        reap->index[level - 1] = reap->start > below ? pgtable_index(m, level - 1, reap->start) : 0;
    }
}

bool pgtable_reap_next(const struct mm *m, struct pgtable_reap *reap, struct pgtable_dead *dead)
{
    const unsigned top = m->config.paging_levels;

    while (reap->level <= top) {
        reap_descend(m, reap);
        const unsigned level = reap->level++;
        const vaddr_t base = reap->base[level];

        if (level < top && base >= reap->floor &&
            (reap->ceiling == 0 || base + (1ull << pgtable_shift(m, level + 1)) <= reap->ceiling)) {
            *dead = (struct pgtable_dead){
                .table = reap->table[level],
                .level = level,
                .addr = base,
                .parent = {reap->table[level + 1], reap->index[level + 1] - 1},
            };
            return true;
        }
    }
    return false;
}

void pgtable_unlink(struct mm *m, const struct pgtable_dead *dead)
{
    pgtable_write(m, dead->parent.table, dead->parent.index, 0);
    table_unmake(m, dead->table);
}

/* ---- check ---- */

/* P1 P2 P4 for one table; how many tables it points to. */
static uint32_t check_table(struct mm *m, pfn_t pfn)
{
    const struct frame *table = &m->frame[pfn];
    uint32_t used = 0;

    for (unsigned i = 0; i < pgtable_entries(m); i++) {
        const uint64_t entry = pgtable_read(m, pfn, i);

        if (entry == 0) {
            continue;
        }
        used++;
        MM_ASSERT(m, pgtable_pfn(entry) < m->frames);
        if (table->level > 1) {
            const struct frame *child = &m->frame[pgtable_pfn(entry)];
            const unsigned shift = pgtable_shift(m, table->level) - MM_PAGE_SHIFT;

            MM_ASSERT(m, child->type == FT_TABLE && child->level == table->level - 1); /* P2 */
            MM_ASSERT(m, child->owner == table->owner);
            MM_ASSERT(m, child->vpn == table->vpn + ((vpn_t)i << shift)); /* P4 */
        }
    }
    MM_ASSERT(m, used == table->entries); /* P1 */
    return table->level > 1 ? used : 0;
}

void pgtable_check(struct mm *m)
{
    static const uint8_t zeros[MM_PAGE_BYTES];
    const bool bytes = m->frames <= 1024; /* P3 on small machines only: it reads a page a frame */
    uint32_t children = 0;
    uint32_t pointers = 0;

    for (pfn_t pfn = 0; pfn < m->frames; pfn++) {
        if (m->frame[pfn].type == FT_TABLE && m->frame[pfn].level > 0) {
            children += m->frame[pfn].level < m->config.paging_levels;
            pointers += check_table(m, pfn);
            continue;
        }
        MM_ASSERT(m, m->frame[pfn].level == 0 && m->frame[pfn].entries == 0); /* P3 */
        MM_ASSERT(m, !bytes || m->frame[pfn].type == FT_SLAB ||
                         memcmp(m->table + (size_t)pfn * MM_PAGE_BYTES, zeros, MM_PAGE_BYTES) == 0);
    }
    MM_ASSERT(m, children == pointers); /* P2: each table below the top has one pointer */
}
