/* lru.h - the LRU lists of a node and the per-CPU batches in front of them.
 *
 * Models    Linux 6.1 mm/swap.c: folio_add_lru(), folio_batch_add_and_move(), folio_batch_move_lru(),
 *           lru_add_drain_cpu(), lru_add_drain_all(); include/linux/mm_inline.h: folio_lru_list(), lruvec_add_folio(),
 *           lruvec_del_folio().
 * Differs   a locked page goes to the unevictable list at once, not by way of the mlock batch. Pages do not age yet:
 *           of a CPU's six batches only `add` is filled, and only mlock moves a page between lists.
 * Shape     lrulist[node * 5 + list] links pages by frame.next/prev from head (put there last) to tail; the
 *           unevictable list has a count alone. lrubatch[cpu * 6 + batch] holds up to 15 pages. Being on a list takes
 *           no reference; a page in a batch has one more. In batch add it has no PG_LRU.
 * Units     pages of 4 KiB.
 * Owns      lrulist, lrubatch, PG_LRU, frame.next/prev of pages on a list; nr_inactive_anon … nr_unevictable of nodes
 *           and nr_zone_inactive_anon … nr_zone_unevictable of zones.
 * Events    LRU_ADD LRU_DRAIN LRU_DEL LRU_MOVE
 * Invariants  (lru_check)
 *   L1  a list has `pages` pages, linked both ways from head to tail, each of its node, with PG_LRU and no batch add
 *   L2  a page in batch add has no PG_LRU; each page in a batch has a reference for it
 *   L3  each user page (type ANON or FILE) is on exactly one list or in exactly one batch add
 *   L4  the counters are the lengths of the lists, the zones' ones by the zone of each page
 */
#ifndef MM_PARTS_LRU_H
#define MM_PARTS_LRU_H

#include "parts/zone.h"

MM_DEFINE_RECORD(lrulist, MM_LRULIST_FIELDS)
MM_DEFINE_RECORD(lrubatch, MM_LRUBATCH_FIELDS)

static inline uint32_t lru_list_id(uint32_t node, enum lru_list list)
{
    return node * LRU_COUNT + list;
}
/* The list a page belongs on by its flags: anonymous or shared memory, or file; active or not; unevictable. */
enum lru_list lru_list_of(const struct mm *m, pfn_t pfn);
/* A new user page: into the CPU's batch add, drained when it holds 15; a locked one goes to its list at once. */
void lru_add(struct mm *m, uint32_t cpu, pfn_t pfn);
/* All batches of a CPU, of every CPU. Nothing waits afterwards. */
void lru_drain(struct mm *m, uint32_t cpu);
void lru_drain_all(struct mm *m);
/* Its last user is gone: out of the batches (those of `cpu` are drained if it waits in one) and off its list. */
void lru_forget(struct mm *m, uint32_t cpu, pfn_t pfn);
/* PG_MLOCKED and PG_UNEVICTABLE on or off; a page on a list or in a batch of `cpu` changes lists. */
void lru_lock(struct mm *m, uint32_t cpu, pfn_t pfn, bool lock);

/* Isolation: off its list, no event of its own (the caller's says so). Pre: PG_LRU. */
void lru_take(struct mm *m, pfn_t pfn);
/* Back, or on for the first time: to the head of the list of its flags. Pre: no PG_LRU. */
void lru_put(struct mm *m, pfn_t pfn);
void lru_check(struct mm *m);

#endif
