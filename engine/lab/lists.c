/* lists.c - the policies with a heap (opt, lfu) and with several lists (2q, arc). */
#include "lab/core.h"

/* ---- a heap of the frames, the smallest key first; node.count is the place in it ---- */

static void place(struct core *c, uint32_t at, uint32_t n)
{
    c->heap[at] = n;
    c->node[n].count = at;
}

static void sift_up(struct core *c, uint32_t at)
{
    const uint32_t n = c->heap[at];

    while (at > 0 && c->stamp[c->heap[(at - 1) / 2]] > c->stamp[n]) {
        place(c, at, c->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(c, at, n);
}

static void sift_down(struct core *c, uint32_t at)
{
    const uint32_t n = c->heap[at];

    for (;;) {
        uint32_t child = 2 * at + 1;

        if (child >= c->used) {
            break;
        }
        if (child + 1 < c->used && c->stamp[c->heap[child + 1]] < c->stamp[c->heap[child]]) {
            child++;
        }
        if (c->stamp[c->heap[child]] >= c->stamp[n]) {
            break;
        }
        place(c, at, c->heap[child]);
        at = child;
    }
    place(c, at, n);
}

/* A page comes in: into an empty frame, or in place of the one with the smallest key. */
static void heap_come(struct core *c, uint64_t page, uint64_t key)
{
    uint32_t n;

    c->misses++;
    if (c->used < c->ask.frames) {
        n = c->used++;
        core_enter(c, n, page);
        c->stamp[n] = key;
        place(c, n, n);
        sift_up(c, n);
        return;
    }
    n = c->heap[0];
    c->evictions++;
    core_leave(c, n);
    core_enter(c, n, page);
    c->stamp[n] = key;
    sift_down(c, 0);
}

/* The farther its next use, the smaller its key. */
static void run_opt(struct core *c, uint64_t first, uint64_t n)
{
    for (uint64_t i = first; i < first + n; i++) {
        const uint64_t page = CORE_PAGE(c->ask.ops[i]);
        const uint32_t at = core_find(c, page);
        const uint64_t key = CORE_NONE - c->next_use[i];

        if (at == CORE_NONE) {
            heap_come(c, page, key);
            continue;
        }
        c->stamp[at] = key;
        sift_up(c, c->node[at].count);
    }
}

/* The key is the number of uses, then the last one. */
static void run_lfu(struct core *c, uint64_t first, uint64_t n)
{
    for (uint64_t i = first; i < first + n; i++) {
        const uint64_t page = CORE_PAGE(c->ask.ops[i]);
        const uint32_t at = core_find(c, page);

        if (at == CORE_NONE) {
            heap_come(c, page, 1ull << 32 | i);
            continue;
        }
        c->stamp[at] = ((c->stamp[at] >> 32) + 1) << 32 | i;
        sift_down(c, c->node[at].count);
    }
}

/* ---- lists; mark is the list a node is on ---- */

static void off(struct core *c, uint32_t n)
{
    struct core_node *node = c->node;

    node[node[n].prev].next = node[n].next;
    node[node[n].next].prev = node[n].prev;
    c->length[c->mark[n]]--;
    c->mark[n] = LL_NONE;
}

static void on(struct core *c, uint32_t n, enum mm_lab_list list)
{
    struct core_node *node = c->node;
    const uint32_t s = c->nodes + list;

    node[n].prev = s;
    node[n].next = node[s].next;
    node[node[s].next].prev = n;
    node[s].next = n;
    c->mark[n] = (uint8_t)list;
    c->length[list]++;
}

static void move(struct core *c, uint32_t n, enum mm_lab_list list)
{
    off(c, n);
    on(c, n, list);
}

static uint32_t oldest(const struct core *c, enum mm_lab_list list)
{
    return c->node[c->nodes + list].prev;
}

/* A page on `list`, its node from those that are not in use (linked through chain). */
static void come(struct core *c, uint64_t page, enum mm_lab_list list)
{
    const uint32_t n = c->spare - 1;

    c->spare = c->node[n].chain;
    core_enter(c, n, page);
    on(c, n, list);
}

/* The page is not even remembered. */
static void forget(struct core *c, uint32_t n)
{
    off(c, n);
    core_leave(c, n);
    c->node[n].page = UINT64_MAX;
    c->node[n].chain = c->spare;
    c->spare = n + 1;
}

void lists_init(struct core *c)
{
    const uint32_t frames = c->ask.frames;

    arc_init(&c->target, frames);
    c->kin = frames / 4 > 0 ? frames / 4 : 1;
    c->kout = frames / 2 > 0 ? frames / 2 : 1;
    if (c->ask.policy != LP_TWO_Q && c->ask.policy != LP_ARC) {
        return;
    }
    for (uint32_t n = c->nodes; n-- > 0;) {
        c->node[n].chain = c->spare;
        c->spare = n + 1;
    }
}

/* 2q: room for one more page. */
static void reclaim(struct core *c)
{
    if (c->length[LL_A1IN] + c->length[LL_AM] < c->ask.frames) {
        return;
    }
    c->evictions++;
    if (c->length[LL_A1IN] <= c->kin && c->length[LL_AM] > 0) {
        forget(c, oldest(c, LL_AM));
        return;
    }
    move(c, oldest(c, LL_A1IN), LL_A1OUT);
    if (c->length[LL_A1OUT] > c->kout) {
        forget(c, oldest(c, LL_A1OUT));
    }
}

static void run_2q(struct core *c, uint64_t first, uint64_t n)
{
    for (uint64_t i = first; i < first + n; i++) {
        const uint64_t page = CORE_PAGE(c->ask.ops[i]);
        const uint32_t at = core_find(c, page);
        const unsigned list = at != CORE_NONE ? c->mark[at] : LL_NONE;

        if (list == LL_AM) {
            move(c, at, LL_AM);
        } else if (list != LL_A1IN) {
            c->misses++;
            if (list == LL_A1OUT) {
                forget(c, at);
            }
            reclaim(c);
            come(c, page, list == LL_A1OUT ? LL_AM : LL_A1IN);
        }
    }
}

/* ---- arc. p moves by fractions of a frame: fixed point, rounded to the 53 bits that a double has, so that sums come
 * out as where p is a double (exactly so up to 2047 frames, where the fixed point has 52 bits behind it). ---- */

static unsigned bits_of(uint64_t x)
{
    unsigned bits = 0;

    for (; x > 0; x /= 2) {
        bits++;
    }
    return bits;
}

/* To 53 significant bits, to the nearest, to even in the middle. `more`: a little above x. */
static uint64_t to_53(uint64_t x, bool more)
{
    const unsigned bits = bits_of(x);

    if (bits <= 53) {
        return x;
    }
    const uint64_t unit = 1ull << (bits - 53);
    const uint64_t low = x & (unit - 1);
    const bool up = low > unit / 2 || (low == unit / 2 && (more || (x & unit) != 0));

    return x - low + (up ? unit : 0);
}

/* a / b >= 1 in fixed point. */
static uint64_t ratio(unsigned fraction, uint32_t a, uint32_t b)
{
    const uint64_t x = (uint64_t)a << fraction;
    const uint64_t left = x % b;

    if (bits_of(x / b) <= 53) {
        return x / b + (2 * left > b || (2 * left == b && (x / b & 1) != 0));
    }
    return to_53(x / b, left > 0);
}

void arc_learn(struct arc_target *t, uint32_t frames, bool in_b2, uint32_t b1, uint32_t b2)
{
    const uint64_t one = 1ull << t->fraction;
    const uint64_t all = (uint64_t)frames << t->fraction;

    if (in_b2) {
        const uint64_t step = b1 > b2 ? ratio(t->fraction, b1, b2) : one;

        t->p = t->p > step ? to_53(t->p - step, false) : 0;
    } else {
        const uint64_t step = b2 > b1 ? ratio(t->fraction, b2, b1) : one;
        const uint64_t sum = to_53(t->p + step, false);

        t->p = sum < all ? sum : all;
    }
}

bool arc_over(const struct arc_target *t, uint32_t t1, bool in_b2)
{
    const uint64_t have = (uint64_t)t1 << t->fraction;

    return t1 > 0 && (have > t->p || (in_b2 && have == t->p));
}

void arc_init(struct arc_target *t, uint32_t frames)
{
    const unsigned room = 64 - bits_of(2ull * frames);

    *t = (struct arc_target){.p = 0, .fraction = room < 52 ? room : 52};
}

/* REPLACE: which page leaves; the number of it is kept. */
static void replace(struct core *c, bool in_b2)
{
    c->evictions++;
    if (arc_over(&c->target, c->length[LL_T1], in_b2) || c->length[LL_T2] == 0) {
        move(c, oldest(c, LL_T1), LL_B1);
    } else {
        move(c, oldest(c, LL_T2), LL_B2);
    }
}

static void arc_remembered(struct core *c, uint32_t at, bool in_b2)
{
    arc_learn(&c->target, c->ask.frames, in_b2, c->length[LL_B1], c->length[LL_B2]);
    replace(c, in_b2);
    move(c, at, LL_T2);
}

static void arc_new(struct core *c, uint64_t page)
{
    const uint32_t frames = c->ask.frames;
    const uint32_t l1 = c->length[LL_T1] + c->length[LL_B1];
    const uint32_t all = l1 + c->length[LL_T2] + c->length[LL_B2];

    if (l1 == frames) {
        if (c->length[LL_T1] < frames) {
            forget(c, oldest(c, LL_B1));
            replace(c, false);
        } else {
            c->evictions++;
            forget(c, oldest(c, LL_T1));
        }
    } else if (all >= frames) {
        if (all == 2 * frames) {
            forget(c, oldest(c, LL_B2));
        }
        replace(c, false);
    }
    come(c, page, LL_T1);
}

static void run_arc(struct core *c, uint64_t first, uint64_t n)
{
    for (uint64_t i = first; i < first + n; i++) {
        const uint64_t page = CORE_PAGE(c->ask.ops[i]);
        const uint32_t at = core_find(c, page);
        const unsigned list = at != CORE_NONE ? c->mark[at] : LL_NONE;

        if (list == LL_T1 || list == LL_T2) {
            move(c, at, LL_T2);
            continue;
        }
        c->misses++;
        if (at != CORE_NONE) {
            arc_remembered(c, at, list == LL_B2);
        } else {
            arc_new(c, page);
        }
    }
}

void lists_run(struct core *c, uint64_t first, uint64_t n)
{
    switch (c->ask.policy) {
    case LP_OPT: run_opt(c, first, n); break;
    case LP_LFU: run_lfu(c, first, n); break;
    case LP_TWO_Q: run_2q(c, first, n); break;
    default: run_arc(c, first, n); break;
    }
}
