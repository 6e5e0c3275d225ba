/* pgtable.h - multi-level page tables whose pages are frames of the machine.
 *
 * Models    x86 paging with 2 (32-bit, 10+10 bits), 4 and 5 levels (9 bits each); Linux 6.1 _PAGE_TABLE,
 *           protection_map, pte_modify() and free_pgtables().
 * Differs   leaves are 4 KiB pages only; the kernel half of the top table stays empty; a PROT_NONE entry keeps its
 *           frame number as it is (Linux inverts it against L1TF).
 * Shape     level `paging_levels` is the top table (pgd), level 1 holds the leaves. A table is named by its frame; its
 *           4096 bytes lie at m->table + pfn * 4096: 512 words of 8 bytes, or 1024 of 4 bytes with two levels.
 *           Record kind `pte`: id = table pfn * 1024 + index, field value.
 *           On a `pc` machine with 4 or 5 levels the top table is a block of two frames, as Debian's kernel is built:
 *           the other half would be the programs' table under page table isolation (PGD_ALLOCATION_ORDER). It stays
 *           empty (the recorded machines ran with mitigations=off) and has level 0. s-storm-200x0K shows it: of the
 *           five pages a child that are not stack, lower tables, copies or slab, four were asked for. Without
 *           `pc` the kernel is a small one that was built without it; 32 bits without PAE never have it.
 * Units     levels count from 1; indexes count entries; addresses are bytes, canonical or not (upper bits ignored).
 * Owns      the bytes of table pages; frame.entries, frame.level and frame.vpn of a table, its PG_TABLE flag.
 * Events    none: callers emit PTE_SET, PTE_CLEAR, PT_ALLOC, PT_FREE before they call.
 * Invariants  (checked, same letters, in pgtable_check)
 *   P1  frame.entries is the number of entries that are not zero
 *   P2  an entry above level 1 is zero or names a frame of type TABLE with the level below, and no two name the same
 *   P3  a frame that is no table, or the spare half of one, has level 0 and, unless it belongs to a slab, only zero
 *       bytes
 *   P4  a table's vpn is the first page that it maps
 */
#ifndef MM_PARTS_PGTABLE_H
#define MM_PARTS_PGTABLE_H

#include "parts/frame.h"

/* Linux's _PAGE_TABLE: what an entry above level 1 carries besides the frame. */
#define PTE_TABLE_BITS (PTE_P | PTE_RW | PTE_US | PTE_A | PTE_D)

struct pgtable_pos {
    pfn_t table;
    unsigned index;
};

static inline unsigned pgtable_entries(const struct mm *m)
{
    return m->config.paging_levels == 2 ? 1024 : 512;
}
static inline unsigned pgtable_index_bits(const struct mm *m)
{
    return m->config.paging_levels == 2 ? 10 : 9;
}
/* Log2 frames of a top table. */
static inline unsigned pgtable_top_order(const struct mm *m)
{
    return m->config.pc && m->config.paging_levels > 2 ? 1 : 0;
}
/* The half of a top table that stays empty. */
static inline bool pgtable_is_spare(const struct mm *m, pfn_t pfn)
{
    return m->frame[pfn].type == FT_TABLE && m->frame[pfn].level == 0 && (pfn & 1) != 0 &&
           m->frame[pfn - 1].type == FT_TABLE && m->frame[pfn - 1].order == 1;
}
/* Address bits below an entry of this level: 12 for a leaf, 21 (or 22) for the level above. */
static inline unsigned pgtable_shift(const struct mm *m, unsigned level)
{
    return MM_PAGE_SHIFT + (level - 1) * pgtable_index_bits(m);
}
static inline unsigned pgtable_index(const struct mm *m, unsigned level, vaddr_t addr)
{
    return (unsigned)(addr >> pgtable_shift(m, level)) & (pgtable_entries(m) - 1);
}
static inline uint64_t pgtable_read(const struct mm *m, pfn_t table, unsigned index)
{
    const uint8_t *page = m->table + (size_t)table * MM_PAGE_BYTES;

    if (m->config.paging_levels == 2) {
        return ((const uint32_t *)(const void *)page)[index];
    }
    return ((const uint64_t *)(const void *)page)[index];
}
/* Store an entry: marks the page, keeps frame.entries, emits the change while tables are visible. */
void pgtable_write(struct mm *m, pfn_t table, unsigned index, uint64_t entry);

/* Whether addr is one that the MMU accepts: upper bits equal (64-bit), below 4 GiB (32-bit). */
bool pgtable_canonical(const struct mm *m, vaddr_t addr);

/* ---- entries ---- */
static inline pfn_t pgtable_pfn(uint64_t entry)
{
    return (pfn_t)((entry & PTE_PFN_MASK) >> PTE_PFN_SHIFT);
}
/* Present for the kernel: P, or PROT_NONE. */
static inline bool pgtable_present(uint64_t entry)
{
    return (entry & (PTE_P | PTE_PROTNONE)) != 0;
}
/* Leaf for a page of an area with these VM_* flags, as vm_get_page_prot(): young; writable only when the area is shared
 * and VM_WRITE; NX unless VM_EXEC (never with two levels: no such bit); without READ, WRITE and EXEC a PROT_NONE entry.
 * A private page that may be written now gets PTE_RW and PTE_D from the caller. */
uint64_t pgtable_entry(const struct mm *m, pfn_t pfn, uint32_t vm_flags);
/* The same frame, accessed, dirty and special bits under the protection of other VM_* flags (pte_modify). */
uint64_t pgtable_modify(const struct mm *m, uint64_t entry, uint32_t vm_flags);

/* ---- walking: nothing here changes state ---- */
/* Where the leaf entry of addr is. False when a table is missing on the way. */
bool pgtable_find(const struct mm *m, pfn_t pgd, vaddr_t addr, struct pgtable_pos *leaf);
/* How many tables must be made before addr has a leaf entry: 0 .. levels-1. */
unsigned pgtable_missing(const struct mm *m, pfn_t pgd, vaddr_t addr);
/* The next leaf entry that is not zero at or above *addr and below end; *addr becomes its page's address. Missing
 * subtrees are skipped. False when there is none (*addr is then end). */
bool pgtable_next(const struct mm *m, pfn_t pgd, vaddr_t *addr, vaddr_t end,
                  struct pgtable_pos *leaf);

/* ---- tables ---- */
/* Make a zeroed frame of type TABLE the top table. */
void pgtable_root(struct mm *m, pfn_t pgd);
/* The opposite, before the frame is freed: asserts that no entry is left. */
void pgtable_unroot(struct mm *m, pfn_t pgd);
/* Link one zeroed frame of type TABLE as the highest missing table for addr. Pre: pgtable_missing() > 0. */
void pgtable_add(struct mm *m, pfn_t pgd, vaddr_t addr, pfn_t fresh);
/* Level that pgtable_add would give to the next table for addr; 0 when none is missing. */
unsigned pgtable_add_level(const struct mm *m, pfn_t pgd, vaddr_t addr);

/* Tables that free_pgtables() would free after [start, end) was unmapped, each after its children: those that a page of
 * [start, end) goes through and that map nothing outside [floor, ceiling). ceiling 0 is the end of the address space.
 *     pgtable_reap_init(m, &reap, pgd, start, end, floor, ceiling);
 *     while (pgtable_reap_next(m, &reap, &dead)) {
 *         ev(PT_FREE …); pgtable_unlink(m, &dead); palloc_put(… dead.table …);
 *     }
 * dead must be unlinked before the next call. */
struct pgtable_dead {
    pfn_t table;
    unsigned level;            /* of the table */
    vaddr_t addr;              /* first address that it maps */
    struct pgtable_pos parent; /* the entry that points to it */
};
struct pgtable_reap {
    vaddr_t start, end, floor, ceiling;
    unsigned level; /* of the table being looked at; above the top: done */
    pfn_t table[MM_LEVELS_MAX + 1];
    unsigned index[MM_LEVELS_MAX + 1]; /* next entry to look at */
    vaddr_t base[MM_LEVELS_MAX + 1];   /* first address of the table */
};
void pgtable_reap_init(const struct mm *m, struct pgtable_reap *reap, pfn_t pgd, vaddr_t start,
                       vaddr_t end, vaddr_t floor, vaddr_t ceiling);
bool pgtable_reap_next(const struct mm *m, struct pgtable_reap *reap, struct pgtable_dead *dead);
/* Clear the parent's entry and make the frame an ordinary zeroed one again (type stays for palloc_put). Pre: empty. */
void pgtable_unlink(struct mm *m, const struct pgtable_dead *dead);

void pgtable_check(struct mm *m);

#endif
