/* core.c - memory and hash of the counting core; fifo, the clocks, random, nfu, aging, lru. */
#include "lab/core.h"

#include <string.h>

#include "base/rng.h"

#define MAP_BITS_MIN 12u

/* ---- memory ---- */

static uint32_t nodes_of(const struct core_ask *ask, uint32_t frames)
{
    return ask->policy == LP_TWO_Q || ask->policy == LP_ARC ? 2 * frames : frames;
}

/* The power of two that holds so many leaves. */
static uint32_t half_of(uint32_t nodes)
{
    uint32_t half = 1;

    while (half < nodes) {
        half *= 2;
    }
    return half;
}

/* Buckets: a power of two. Long chains are mispredicted branches; many buckets should not fill the cache. */
static uint32_t bucket_bits(uint32_t nodes)
{
    const uint64_t wanted = (nodes <= 8192 ? 16ull : 4ull) * nodes;
    uint32_t bits = 4;

    while (1ull << bits < wanted) {
        bits++;
    }
    return bits;
}

static void *take(uint8_t *memory, size_t *at, size_t bytes)
{
    void *p = memory != NULL ? memory + *at : NULL;

    *at += (bytes + 63) / 64 * 64;
    return p;
}

/* Places of everything in `memory`; the bytes in all. */
static size_t lay_out(struct core *c, const struct core_ask *ask, uint8_t *memory)
{
    const size_t nodes = nodes_of(ask, ask->frames);
    const bool heaps = ask->policy == LP_OPT || ask->policy == LP_LFU;
    size_t at = 0;

    c->bucket = take(memory, &at, sizeof(uint32_t) << bucket_bits((uint32_t)nodes));
    c->node = take(memory, &at, (nodes + LL_COUNT) * sizeof(struct core_node));
    c->stamp = take(memory, &at, (size_t)half_of((uint32_t)nodes) * 2 * sizeof(uint64_t));
    c->mark = take(memory, &at, nodes);
    c->heap = take(memory, &at, heaps ? nodes * sizeof(uint32_t) : 0);
    if (ask->policy == LP_OPT) {
        c->next_use = take(memory, &at, ask->count * sizeof(uint32_t));
        core_map_init(&c->map, take(memory, &at, core_map_bytes(ask->count)));
    }
    return at;
}

size_t core_bytes(const struct core_ask *ask)
{
    struct core c;

    return lay_out(&c, ask, NULL);
}

uint64_t core_work(const struct core_ask *ask)
{
    return ask->policy == LP_OPT ? ask->count * 2 : ask->count;
}

void core_init(struct core *c, const struct core_ask *ask, void *memory)
{
    memset(c, 0, sizeof(*c));
    c->ask = *ask;
    c->ask.bits = ask->bits > 0 ? ask->bits : 8;
    (void)lay_out(c, ask, memory);
    core_again(c, ask->frames);
    c->done = 0;
}

void core_again(struct core *c, uint32_t frames)
{
    const uint32_t bits = bucket_bits(nodes_of(&c->ask, frames));

    c->ask.frames = frames;
    c->nodes = nodes_of(&c->ask, frames);
    c->shift = 64 - bits;
    memset(c->bucket, 0, sizeof(uint32_t) << bits);
    memset(c->mark, 0, c->nodes);
    memset(c->length, 0, sizeof(c->length));
    for (uint32_t i = 0; i < c->nodes; i++) {
        c->node[i].page = UINT64_MAX;
    }
    c->half = half_of(c->nodes);
    memset(c->stamp, 0xff, (size_t)c->half * 2 * sizeof(uint64_t));
    c->used = c->hand = c->spare = 0;
    c->hits = c->misses = c->evictions = 0;
    c->done = core_work(&c->ask) - c->ask.count; /* what is known of the references stays known */
    rng_seed(c->rng, c->ask.seed);
    for (uint32_t s = c->nodes; s < c->nodes + LL_COUNT; s++) {
        c->node[s] = (struct core_node){.page = UINT64_MAX, .prev = s, .next = s};
    }
    lists_init(c);
}

/* ---- page to its last reference ---- */

/* Sizes stand one after the other: 2^12, 2^13 …, so the table of 2^k begins at 2^k - 2^12. */
size_t core_map_bytes(uint64_t count)
{
    uint32_t bits = MAP_BITS_MIN;

    while (1ull << bits < 2 * count) {
        bits++;
    }
    return ((2ull << bits) - (1u << MAP_BITS_MIN)) * sizeof(uint32_t);
}

void core_map_init(struct core_map *map, void *memory)
{
    *map = (struct core_map){.table = memory, .bits = MAP_BITS_MIN};
    if (memory != NULL) {
        memset(memory, 0, sizeof(uint32_t) << MAP_BITS_MIN);
    }
}

static uint32_t *map_slot(const struct core_map *map, const uint64_t *ops, uint64_t page)
{
    const uint32_t mask = (1u << map->bits) - 1;
    uint32_t i = (uint32_t)((page * 0x9e3779b97f4a7c15ull) >> (64 - map->bits));

    while (map->table[i] != 0 && CORE_PAGE(ops[map->table[i] - 1]) != page) {
        i = (i + 1) & mask;
    }
    return &map->table[i];
}

static void map_grow(struct core_map *map, const uint64_t *ops)
{
    const uint32_t *old = map->table;
    const uint32_t size = 1u << map->bits;

    map->table += size;
    map->bits++;
    memset(map->table, 0, sizeof(uint32_t) << map->bits);
    for (uint32_t i = 0; i < size; i++) {
        if (old[i] != 0) {
            *map_slot(map, ops, CORE_PAGE(ops[old[i] - 1])) = old[i];
        }
    }
}

uint32_t core_map_put(struct core_map *map, const uint64_t *ops, uint32_t at)
{
    uint32_t *slot = map_slot(map, ops, CORE_PAGE(ops[at]));
    const uint32_t before = *slot;

    *slot = at + 1;
    if (before == 0 && ++map->used > 1u << (map->bits - 1)) {
        map_grow(map, ops);
    }
    return before - 1;
}

/* ---- frames as slots ---- */

/* The frame whose page leaves, or an empty one; `victim` is asked only when all are in use. */
static uint32_t slot_for(struct core *c, uint32_t (*victim)(struct core *c))
{
    if (c->used < c->ask.frames) {
        return c->used++;
    }
    const uint32_t n = victim(c);

    c->evictions++;
    core_leave(c, n);
    return n;
}

static void hand_on(struct core *c, uint32_t n)
{
    c->hand = n + 1 == c->ask.frames ? 0 : n + 1;
}

static uint32_t victim_hand(struct core *c)
{
    while (c->mark[c->hand] != 0) {
        c->mark[c->hand] = 0;
        hand_on(c, c->hand);
    }
    return c->hand;
}

/* fifo: the bit is never set. */
static void run_clock(struct core *c, const uint64_t *op, uint64_t n, uint8_t hit, uint8_t come)
{
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t page = CORE_PAGE(op[i]);
        uint32_t at = core_find(c, page);

        if (at != CORE_NONE) {
            c->mark[at] = hit;
            continue;
        }
        c->misses++;
        at = slot_for(c, victim_hand);
        core_enter(c, at, page);
        c->mark[at] = come;
        hand_on(c, at);
    }
}

static uint32_t victim_random(struct core *c)
{
    return (uint32_t)rng_below(c->rng, c->ask.frames);
}

static void run_random(struct core *c, const uint64_t *op, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t page = CORE_PAGE(op[i]);

        if (core_find(c, page) == CORE_NONE) {
            c->misses++;
            core_enter(c, slot_for(c, victim_random), page);
        }
    }
}

/* Keys of nfu and aging stand in a tree of minima: stamp[half + n] is the key of frame n, stamp[1] the smallest. */

/* What a counter is worth with the bit not yet taken in; among equals who came first: one key, the smallest goes. */
static void set_leaf(struct core *c, uint32_t n, uint64_t came)
{
    const uint64_t count = c->node[n].count;
    const uint64_t worth =
        c->ask.policy == LP_NFU ? count + c->mark[n] : (uint64_t)c->mark[n] << c->ask.bits | count;

    c->stamp[c->half + n] = worth << 31 | came;
}

static void lowest_of(uint64_t *key, uint32_t i)
{
    key[i] = key[2 * i] < key[2 * i + 1] ? key[2 * i] : key[2 * i + 1];
}

static void set_key(struct core *c, uint32_t n, uint64_t came)
{
    set_leaf(c, n, came);
    for (uint32_t i = (c->half + n) / 2; i > 0; i /= 2) {
        lowest_of(c->stamp, i);
    }
}

static uint32_t victim_count(struct core *c)
{
    const uint64_t *key = c->stamp;
    uint32_t i = 1;

    while (i < c->half) {
        i = 2 * i + (key[2 * i] != key[i]);
    }
    return i - c->half;
}

static uint64_t came(const struct core *c, uint32_t n)
{
    return c->stamp[c->half + n] & CORE_CAME;
}

static void tick(struct core *c)
{
    for (uint32_t n = 0; n < c->used; n++) {
        c->node[n].count = c->ask.policy == LP_NFU
                               ? c->node[n].count + c->mark[n]
                               : c->node[n].count >> 1 | (uint32_t)c->mark[n] << (c->ask.bits - 1);
        c->mark[n] = 0;
        set_leaf(c, n, came(c, n));
    }
    for (uint32_t i = c->half - 1; i > 0; i--) {
        lowest_of(c->stamp, i);
    }
}

static void run_counters(struct core *c, const uint64_t *op, uint64_t n)
{
    const uint64_t every = c->ask.tick > 0 ? c->ask.tick : c->ask.frames;
    uint64_t left = every - c->done % every;

    for (uint64_t i = 0; i < n; i++) {
        const uint64_t page = CORE_PAGE(op[i]);
        uint32_t at = core_find(c, page);

        if (at == CORE_NONE) {
            c->misses++;
            at = slot_for(c, victim_count);
            core_enter(c, at, page);
            c->node[at].count = 0;
            c->mark[at] = 1;
            set_key(c, at, c->done + i);
        } else if (c->mark[at] == 0) {
            c->mark[at] = 1;
            set_key(c, at, came(c, at));
        }
        if (--left == 0) {
            tick(c);
            left = every;
        }
    }
}

/* ---- lru: a list of the frames, the last used first ---- */

static void run_lru(struct core *c, const uint64_t *op, uint64_t n)
{
    struct core_node *const node = c->node;
    const uint32_t list = c->nodes;
    uint32_t first = node[list].next;
    uint64_t newest = node[first].page;
    uint64_t misses = 0;

    for (uint64_t i = 0; i < n; i++) {
        const uint64_t page = CORE_PAGE(op[i]);

        if (page == newest) {
            continue;
        }
        uint32_t at = core_find(c, page);

        if (at == CORE_NONE) {
            misses++;
            if (c->used < c->ask.frames) {
                at = c->used++;
                node[at].prev = node[at].next = at;
            } else {
                at = node[list].prev;
                c->evictions++;
                core_leave(c, at);
            }
            core_enter(c, at, page);
        }
        node[node[at].prev].next = node[at].next;
        node[node[at].next].prev = node[at].prev;
        node[at].prev = list;
        node[at].next = node[list].next;
        node[node[list].next].prev = at;
        node[list].next = at;
        newest = page;
    }
    c->misses += misses;
}

void core_run(struct core *c, uint64_t work)
{
    const uint64_t total = core_work(&c->ask);
    uint64_t before = total - c->ask.count; /* work before the first reference is run */

    while (work > 0 && c->done < before) { /* opt: the next use of each, from the last on */
        const uint32_t at = (uint32_t)(before - c->done - 1);

        c->next_use[at] = core_map_put(&c->map, c->ask.ops, at);
        c->done++;
        work--;
    }
    if (work == 0 || c->done == total) {
        return;
    }
    const uint64_t misses = c->misses;
    const uint64_t n = work < total - c->done ? work : total - c->done;
    const uint64_t *op = c->ask.ops + (c->done - before);

    switch (c->ask.policy) {
    case LP_FIFO: run_clock(c, op, n, 0, 0); break;
    case LP_CLOCK: run_clock(c, op, n, 1, 0); break;
    case LP_CLOCK1:
    case LP_SECOND_CHANCE: run_clock(c, op, n, 1, 1); break;
    case LP_RANDOM: run_random(c, op, n); break;
    case LP_NFU:
    case LP_AGING: run_counters(c, op, n); break;
    case LP_LRU: run_lru(c, op, n); break;
    default: lists_run(c, c->done - before, n); break;
    }
    c->hits += n - (c->misses - misses);
    c->done += n;
}

enum mm_err mm_lab_count(const struct mm_host *host, const uint64_t *ops, uint64_t op_count,
                         struct mm_lab_count *count)
{
    const struct core_ask ask = {.policy = count->policy,
                                 .frames = count->frames,
                                 .ops = ops,
                                 .count = op_count,
                                 .seed = count->seed,
                                 .tick = count->tick,
                                 .bits = count->bits};
    struct core c;

    if (ask.policy <= LP_NONE || ask.policy >= LP_COUNT || ask.frames == 0 ||
        ask.frames > MM_LAB_FRAMES_MAX || op_count > CORE_REFS_MAX || ask.bits > 32) {
        return MM_ERANGE;
    }
    const size_t bytes = core_bytes(&ask);
    void *memory = host->reserve(host->ctx, bytes);

    if (memory == NULL) {
        return MM_ENOHOSTMEM;
    }
    core_init(&c, &ask, memory);
    core_run(&c, UINT64_MAX);
    host->release(host->ctx, memory, bytes);
    count->hits = c.hits;
    count->misses = c.misses;
    count->evictions = c.evictions;
    return MM_OK;
}
