#include "lab_naive.h"

#include <check.h>
#include <string.h>

#include "base/rng.h"

enum { MOST = 1024 };

struct entry {
    unsigned page, count, ref, came, used;
};
struct list { /* the first is the one that leaves first */
    struct entry at[MOST];
    unsigned n;
};

static int where(const struct list *l, unsigned page)
{
    for (unsigned i = 0; i < l->n; i++) {
        if (l->at[i].page == page) {
            return (int)i;
        }
    }
    return -1;
}

static struct entry cut(struct list *l, unsigned i)
{
    const struct entry e = l->at[i];

    l->n--;
    memmove(&l->at[i], &l->at[i + 1], (l->n - i) * sizeof(e));
    return e;
}

static void put(struct list *l, struct entry e)
{
    ck_assert_uint_lt(l->n, MOST);
    l->at[l->n++] = e;
}

/* fifo, the clocks and lru: one queue. */
static uint64_t queue_misses(const struct lab_naive *n, const unsigned *page, unsigned count)
{
    static struct list l;
    const unsigned ref = n->policy == LP_CLOCK1 || n->policy == LP_SECOND_CHANCE;
    uint64_t misses = 0;

    l.n = 0;
    for (unsigned i = 0; i < count; i++) {
        const int at = where(&l, page[i]);

        if (at >= 0 && n->policy == LP_LRU) {
            put(&l, cut(&l, (unsigned)at));
        } else if (at >= 0) {
            l.at[at].ref = n->policy != LP_FIFO;
        } else {
            misses++;
            while (l.n == n->frames && l.at[0].ref) { /* to the end, with its bit clear */
                struct entry e = cut(&l, 0);

                e.ref = 0;
                put(&l, e);
            }
            if (l.n == n->frames) {
                cut(&l, 0);
            }
            put(&l, (struct entry){.page = page[i], .ref = ref});
        }
    }
    return misses;
}

static unsigned next_use(const unsigned *page, unsigned count, unsigned from, unsigned what)
{
    while (from < count && page[from] != what) {
        from++;
    }
    return from;
}

/* Which frame leaves, by looking at all of them. */
static unsigned choose(const struct lab_naive *n, const struct list *l, const unsigned *page,
                       unsigned count, unsigned now, uint64_t rng[2])
{
    unsigned best = 0;

    if (n->policy == LP_RANDOM) {
        return (unsigned)rng_below(rng, n->frames);
    }
    for (unsigned i = 1; i < l->n; i++) {
        const struct entry *a = &l->at[i], *b = &l->at[best];
        bool better;

        switch (n->policy) {
        case LP_OPT:
            better = next_use(page, count, now, a->page) > next_use(page, count, now, b->page);
            break;
        case LP_LFU:
            better = a->count < b->count || (a->count == b->count && a->used < b->used);
            break;
        case LP_NFU:
            better = a->count + a->ref < b->count + b->ref ||
                     (a->count + a->ref == b->count + b->ref && a->came < b->came);
            break;
        default: /* aging */
            better = a->ref < b->ref ||
                     (a->ref == b->ref &&
                      (a->count < b->count || (a->count == b->count && a->came < b->came)));
            break;
        }
        best = better ? i : best;
    }
    return best;
}

/* Frames in fixed places. */
static uint64_t frame_misses(const struct lab_naive *n, const unsigned *page, unsigned count)
{
    static struct list l;
    const uint64_t every = n->tick ? n->tick : n->frames;
    const unsigned bits = n->bits ? n->bits : 8;
    uint64_t rng[2], misses = 0;

    rng_seed(rng, n->seed);
    l.n = 0;
    for (unsigned i = 0; i < count; i++) {
        int at = where(&l, page[i]);

        if (at < 0) {
            misses++;
            at = (int)(l.n < n->frames ? l.n++ : choose(n, &l, page, count, i, rng));
            l.at[at] = (struct entry){.page = page[i], .came = i};
        }
        l.at[at].ref = 1;
        l.at[at].used = i;
        l.at[at].count += n->policy == LP_LFU;
        for (unsigned k = 0; k < l.n && (i + 1) % every == 0; k++) {
            if (n->policy == LP_NFU) {
                l.at[k].count += l.at[k].ref;
            } else if (n->policy == LP_AGING) {
                l.at[k].count = l.at[k].count / 2 + (l.at[k].ref ? 1u << (bits - 1) : 0);
            }
            l.at[k].ref = 0;
        }
    }
    return misses;
}

static uint64_t two_q_misses(const struct lab_naive *n, const unsigned *page, unsigned count)
{
    static struct list in, out, am;
    const unsigned kin = n->frames / 4 ? n->frames / 4 : 1,
                   kout = n->frames / 2 ? n->frames / 2 : 1;
    uint64_t misses = 0;

    in.n = out.n = am.n = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct entry e = {.page = page[i]};
        const bool known = where(&out, page[i]) >= 0;

        if (where(&am, page[i]) >= 0) {
            put(&am, cut(&am, (unsigned)where(&am, page[i])));
            continue;
        }
        if (where(&in, page[i]) >= 0) {
            continue;
        }
        misses++;
        if (known) {
            cut(&out, (unsigned)where(&out, page[i]));
        }
        if (in.n + am.n == n->frames) {
            if (in.n > kin || am.n == 0) {
                put(&out, cut(&in, 0));
                if (out.n > kout) {
                    cut(&out, 0);
                }
            } else {
                cut(&am, 0);
            }
        }
        put(known ? &am : &in, e);
    }
    return misses;
}

struct arc {
    struct list t1, t2, b1, b2;
    double p;
};

static void arc_replace(struct arc *a, bool in_b2)
{
    if (a->t1.n > 0 && (a->t1.n > a->p || (in_b2 && a->t1.n == a->p))) {
        put(&a->b1, cut(&a->t1, 0));
    } else {
        put(&a->b2, cut(&a->t2, 0));
    }
}

static void arc_new(struct arc *a, unsigned c, struct entry e)
{
    const unsigned l1 = a->t1.n + a->b1.n, all = l1 + a->t2.n + a->b2.n;

    if (l1 == c && a->t1.n < c) {
        cut(&a->b1, 0);
        arc_replace(a, false);
    } else if (l1 == c) {
        cut(&a->t1, 0);
    } else if (all >= c) {
        if (all == 2 * c) {
            cut(&a->b2, 0);
        }
        arc_replace(a, false);
    }
    put(&a->t1, e);
}

static uint64_t arc_misses(const struct lab_naive *n, const unsigned *page, unsigned count)
{
    static struct arc a;
    const unsigned c = n->frames;
    uint64_t misses = 0;

    a.t1.n = a.t2.n = a.b1.n = a.b2.n = 0;
    a.p = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct entry e = {.page = page[i]};
        const int t1 = where(&a.t1, e.page), t2 = where(&a.t2, e.page);
        const int b1 = where(&a.b1, e.page), b2 = where(&a.b2, e.page);
        const double up = (double)a.b2.n / a.b1.n, down = (double)a.b1.n / a.b2.n;

        misses += t1 < 0 && t2 < 0;
        if (t1 >= 0) {
            put(&a.t2, cut(&a.t1, (unsigned)t1));
        } else if (t2 >= 0) {
            put(&a.t2, cut(&a.t2, (unsigned)t2));
        } else if (b1 >= 0) {
            a.p += up > 1 ? up : 1;
            a.p = a.p < c ? a.p : c;
            cut(&a.b1, (unsigned)b1);
            arc_replace(&a, false);
            put(&a.t2, e);
        } else if (b2 >= 0) {
            a.p -= down > 1 ? down : 1;
            a.p = a.p > 0 ? a.p : 0;
            cut(&a.b2, (unsigned)b2);
            arc_replace(&a, true);
            put(&a.t2, e);
        } else {
            arc_new(&a, c, e);
        }
    }
    return misses;
}

uint64_t lab_naive_misses(const struct lab_naive *n, const unsigned *page, unsigned count)
{
    ck_assert_uint_le(n->frames, MOST / 2);
    switch (n->policy) {
    case LP_FIFO:
    case LP_LRU:
    case LP_CLOCK:
    case LP_CLOCK1:
    case LP_SECOND_CHANCE: return queue_misses(n, page, count);
    case LP_TWO_Q: return two_q_misses(n, page, count);
    case LP_ARC: return arc_misses(n, page, count);
    default: return frame_misses(n, page, count);
    }
}

void lab_naive_pages(uint64_t seed, unsigned pages, unsigned *page, unsigned count)
{
    uint64_t rng[2];
    unsigned at = 0;

    rng_seed(rng, seed);
    for (unsigned i = 0; i < count; i++) {
        switch (rng_below(rng, 4)) {
        case 0: at = (unsigned)rng_below(rng, pages); break;
        case 1: at = (at + 1) % pages; break;
        case 2: at = (unsigned)rng_below(rng, (pages + 3) / 4); break;
        default: break;
        }
        page[i] = at;
    }
}
