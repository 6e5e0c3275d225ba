/* schemes.h - what a page table of each kind takes for one address space: bytes, tables, accesses; pure arithmetic.
 *
 * Models    a linear table; tables in two levels (10/10/12 in 32 bits with 4 KiB pages), four and five (9 bits a
 *           level); an inverted table (one entry a frame, found through a hash anchor table); a hashed table (one
 *           node a mapped page on the chain of its bucket).
 * Differs   every page of the map counts as mapped by a small page; no table is paged out itself. The hash is
 *           multiplicative and fixed (real ones mix in the address space). Node and entry sizes are those below.
 * Shape     a space is a list of ranges of pages, ascending and disjoint. The k-th mapped page lies in frame k.
 * Units     page_shift is log2 of the page size; *_bytes bytes; vpn, first, end count pages; *_milli thousandths.
 * Invariants  (schemes_check_space)
 *   S1  ranges ascend, do not touch, are not empty, end at or below the space's end
 */
#ifndef MM_LAB_SCHEMES_H
#define MM_LAB_SCHEMES_H

#include "base/tables.h"

#define SCHEMES_RANGES_MAX           16u
#define SCHEMES_LEVELS_MAX           5u
/* Chains are counted page by page up to so many pages; above, only the expected length is known. */
#define SCHEMES_HASHED_PAGES_MAX     (1ull << 22)
#define SCHEMES_INVERTED_ENTRY_BYTES 16u /* page and owner 8, flags 4, next on the chain 4 */
#define SCHEMES_ANCHOR_BYTES         4u  /* a frame number */
#define SCHEMES_NODE_BYTES           24u /* page 8, frame and flags 8, next 8 */
#define SCHEMES_HEAD_BYTES           8u

struct scheme_range {
    uint64_t first, end; /* pages */
};
struct scheme_space {
    unsigned bits; /* of an address: 32, 48, 57 */
    unsigned page_shift;
    uint64_t frames; /* of memory, for the inverted table */
    unsigned range_count;
    struct scheme_range range[SCHEMES_RANGES_MAX];
};

/* How a scheme of `levels` splits an address. level 0 is the lowest table. */
struct scheme_shape {
    unsigned levels;
    unsigned entry_bytes;
    unsigned
        index_bits[SCHEMES_LEVELS_MAX];   /* that an address has at this level; 0: always entry 0 */
    uint64_t entries[SCHEMES_LEVELS_MAX]; /* of one table: at least a page of them */
};

/* Put ranges in order and join those that touch or overlap. */
void schemes_sort(struct scheme_space *s);
bool schemes_space_ok(const struct scheme_space *s);
uint64_t schemes_pages(const struct scheme_space *s);
/* Position of a page among the mapped ones (its frame); false: not mapped. */
bool schemes_rank(const struct scheme_space *s, uint64_t vpn, uint64_t *rank);
/* Pages of the space: 2^(bits - page_shift). */
uint64_t schemes_space_pages(const struct scheme_space *s);

void schemes_shape(const struct scheme_space *s, enum mm_table_scheme scheme,
                   struct scheme_shape *shape);
/* Tables that exist at a level. */
uint64_t schemes_tables_at(const struct scheme_space *s, const struct scheme_shape *shape,
                           unsigned level);
/* Which of them (0..) covers this page, and whether it exists. */
bool schemes_table_of(const struct scheme_space *s, const struct scheme_shape *shape,
                      unsigned level, uint64_t vpn, uint64_t *table);
uint64_t schemes_index(const struct scheme_shape *shape, unsigned level, uint64_t vpn);

/* Bytes and tables of a scheme. Buckets and nodes for the last two. */
struct scheme_cost {
    uint64_t bytes;
    uint64_t tables;
    uint64_t entries; /* nodes or entries that are in use */
    uint64_t buckets; /* of the hash; 0 none */
};
void schemes_cost(const struct scheme_space *s, enum mm_table_scheme scheme,
                  struct scheme_cost *cost);

/* ---- chains of the inverted and the hashed table ---------------------------------------------------------- */
/* Bucket of a page; buckets is a power of two. */
uint64_t schemes_bucket(uint64_t vpn, uint64_t buckets);
/* Pages that are on chains: all mapped ones, but the inverted table holds only those that have a frame. */
uint64_t schemes_chained(const struct scheme_space *s, enum mm_table_scheme scheme);
/* Mean number of nodes looked at until a mapped page is found, by theory: 1 + (n - 1) / 2m, in thousandths. */
uint64_t schemes_probes_expected_milli(uint64_t pages, uint64_t buckets);
/* The same and the longest chain, counted. `count` has a number for each bucket and is zeroed here.
 * Pre: at most SCHEMES_HASHED_PAGES_MAX pages. */
struct scheme_chains {
    uint64_t probes_milli; /* rounded down; 0 when nothing is mapped */
    uint64_t longest;
};
struct scheme_chains schemes_chains(const struct scheme_space *s, enum mm_table_scheme scheme,
                                    uint64_t buckets, uint32_t *count);
/* The i-th page (from 0) on the chain of a bucket: chains are in the order in which pages were mapped. False: the chain
 * ends before. */
bool schemes_chain_page(const struct scheme_space *s, enum mm_table_scheme scheme, uint64_t buckets,
                        uint64_t bucket, uint64_t i, uint64_t *vpn);

#endif
