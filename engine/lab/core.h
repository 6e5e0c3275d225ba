/* core.h - page replacement by the million: hits and misses, nothing else.
 *
 * Models    fifo; lru; clock (a page comes in with reference bit 0) and clock1 (with 1); second-chance: a queue whose
 *           head goes to its end when its bit is set, pages coming in with bit 1, so that it counts as clock1 does; opt
 *           (Belady 1966); random; nfu and aging (Tanenbaum); lfu in memory, the less recent first among equals; 2q,
 *           the full version (Johnson, Shasha 1994), A1in a quarter and A1out a half of the frames; arc (Megiddo,
 *           Modha 2003), its p a fixed-point number that rounds as a double does.
 * Differs   nfu and aging: the clock ticks every `tick` references; at a fault the reference bit that was not yet
 *           taken in counts, for nfu as one more, for aging as the bit above the highest; among equals the page that
 *           came first goes. 2q and arc never have a share of 0 frames.
 * Shape     memory is the caller's (core_bytes). References are MM_OPs, so a page is op >> 14. A node is a frame, or a
 *           page that 2q and arc remember; chains of a hash table lead to it, lists have sentinels behind the nodes.
 *           opt first goes backward over the references for their next use: that is work too, so its total is double.
 * Units     nodes, frames and references count from 0; CORE_NONE is none.
 * Owns      struct core and the memory behind it.
 */
#ifndef MM_LAB_CORE_H
#define MM_LAB_CORE_H

#include "mm.h"

#define CORE_NONE     UINT32_MAX
#define CORE_PAGE(op) ((op) >> (MM_PAGE_SHIFT + 2))
/* More references than this are no lab. */
#define CORE_REFS_MAX (1ull << 31)
#define CORE_CAME     (CORE_REFS_MAX - 1) /* the bits of such a number */

struct core_ask {
    enum mm_lab_policy policy;
    uint32_t frames;
    const uint64_t *ops; /* MM_OP */
    uint64_t count;
    uint64_t seed, tick; /* tick 0: as many as frames */
    uint32_t bits;       /* of aging; 0: 8 */
};

struct core_node {
    uint64_t page; /* UINT64_MAX: empty */
    uint32_t chain;
    uint32_t prev, next;
    uint32_t count; /* nfu, aging; heaps: its place */
};

/* Page to the last reference of it: open addressing, growing by doubling within its memory. */
struct core_map {
    uint32_t *table; /* of the present size; reference plus 1 */
    uint32_t bits, used;
};

/* arc's p: frames meant for T1, in units of 2^-fraction. */
struct arc_target {
    uint64_t p;
    unsigned fraction;
};

struct core {
    struct core_ask ask;
    uint64_t done; /* work done, of core_work */
    uint64_t hits, misses, evictions;
    uint32_t nodes, used; /* nodes there are; frames in use */
    uint32_t hand, half, kin, kout, spare;
    struct arc_target target;
    uint32_t shift; /* of the hash */
    uint64_t last;  /* node of the last reference (lru) */
    uint32_t *bucket;
    struct core_node *node; /* and the sentinels of lists behind them */
    uint64_t *stamp;        /* heaps: the key, the smallest leaves; nfu, aging: a tree of keys */
    uint8_t *mark;          /* reference bit, or the list it is on */
    uint32_t *heap;
    uint32_t *next_use; /* opt: next reference of the same page; CORE_NONE */
    struct core_map map;
    uint64_t rng[2];
    uint32_t length[LL_COUNT]; /* of the lists */
};

/* Memory for this. Work to do: references, those gone over twice counting double. */
size_t core_bytes(const struct core_ask *ask);
uint64_t core_work(const struct core_ask *ask);
/* Ready to begin; `memory` is of core_bytes, aligned to 8. Pre: count <= CORE_REFS_MAX, frames > 0. */
void core_init(struct core *c, const struct core_ask *ask, void *memory);
/* The same references once more with so many frames; not more than at core_init. */
void core_again(struct core *c, uint32_t frames);
/* Do up to `work` of what is left; done == core_work when it is over. */
void core_run(struct core *c, uint64_t work);

void core_map_init(struct core_map *map, void *memory);
size_t core_map_bytes(uint64_t count);
/* The last reference of its page that was put in before (CORE_NONE), and put this one in. */
uint32_t core_map_put(struct core_map *map, const uint64_t *ops, uint32_t at);

/* ---- for the policies ---- */

static inline uint32_t core_find(const struct core *c, uint64_t page)
{
    uint32_t n = c->bucket[(page * 0x9e3779b97f4a7c15ull) >> c->shift];

    while (n != 0 && c->node[n - 1].page != page) {
        n = c->node[n - 1].chain;
    }
    return n - 1;
}
static inline void core_enter(struct core *c, uint32_t n, uint64_t page)
{
    uint32_t *b = &c->bucket[(page * 0x9e3779b97f4a7c15ull) >> c->shift];

    c->node[n].page = page;
    c->node[n].chain = *b;
    *b = n + 1;
}
static inline void core_leave(struct core *c, uint32_t n)
{
    uint32_t *b = &c->bucket[(c->node[n].page * 0x9e3779b97f4a7c15ull) >> c->shift];

    while (*b != n + 1) {
        b = &c->node[*b - 1].chain;
    }
    *b = c->node[n].chain;
}

void arc_init(struct arc_target *t, uint32_t frames);
/* A remembered page is wanted again, of B2 or of B1; so many pages are on B1 and B2. */
void arc_learn(struct arc_target *t, uint32_t frames, bool in_b2, uint32_t b1, uint32_t b2);
/* Does T1 with t1 pages give one up (else T2)? */
bool arc_over(const struct arc_target *t, uint32_t t1, bool in_b2);

/* lists.c: lfu opt 2q arc over references first..first + n. */
void lists_init(struct core *c);
void lists_run(struct core *c, uint64_t first, uint64_t n);

#endif
