/* policy.c - replacement policies over records. */
#include "lab/policy.h"

#include "base/rng.h"

/* A run at work on one reference. */
struct step {
    uint32_t run, base; /* its first slot */
    uint32_t frames;
    uint64_t column, page;
    enum mm_lab_policy policy;
};

static const struct labslot *slot(const struct mm *m, const struct step *s, uint32_t i)
{
    return &m->labslot[s->base + i];
}

/* ---- frames ---- */

static void evict(struct mm *m, const struct step *s, uint32_t i, enum mm_lab_why why,
                  uint64_t worth)
{
    ev(m, EV_LAB_EVICT, s->run, i, slot(m, s, i)->page - 1, why, worth, s->column);
    labrun_set_evictions(m, s->run, m->labrun[s->run].evictions + 1);
    labrun_set_used(m, s->run, m->labrun[s->run].used - 1);
    labslot_set_page(m, s->base + i, 0);
}

static void fill(struct mm *m, const struct step *s, uint32_t i, enum mm_lab_list list)
{
    const uint32_t id = s->base + i;

    ev(m, EV_LAB_FILL, s->run, i, s->page, list, s->column);
    labrun_set_used(m, s->run, m->labrun[s->run].used + 1);
    labslot_set_page(m, id, s->page + 1);
    labslot_set_since(m, id, s->column + 1);
    labslot_set_used(m, id, s->column + 1);
    labslot_set_next(m, id, s->policy == LP_OPT ? m->labref[s->column].next : 0);
    labslot_set_count(m, id, s->policy == LP_LFU);
    labslot_set_ref(m, id, 0);
    labslot_set_list(m, id, (uint16_t)list);
}

/* The page's frame (or with `ghosts` where it is remembered); CORE_NONE. */
static uint32_t find(const struct mm *m, const struct step *s, bool ghosts)
{
    const uint32_t first = ghosts ? s->frames : 0;

    for (uint32_t i = first; i < first + s->frames; i++) {
        if (slot(m, s, i)->page == s->page + 1) {
            return i;
        }
    }
    return CORE_NONE;
}

static uint32_t empty(const struct mm *m, const struct step *s, uint32_t first)
{
    uint32_t i = first;

    while (slot(m, s, i)->page != 0) {
        i++;
        MM_ASSERT(m, i < first + s->frames);
    }
    return i;
}

/* ---- one list: the frame with the smallest worth, the one that came first among equals ---- */

static uint64_t worth(const struct mm *m, const struct step *s, uint32_t i)
{
    const struct labslot *f = slot(m, s, i);

    switch (s->policy) {
    case LP_LRU: return f->used - 1;
    case LP_OPT: return POLICY_NEVER - f->next;
    case LP_NFU: return (uint64_t)f->count + f->ref;
    case LP_AGING: return (uint64_t)f->ref << m->lab->bits | f->count;
    case LP_LFU: return f->count;
    default: return f->since - 1; /* fifo */
    }
}

static uint32_t smallest(const struct mm *m, const struct step *s)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < s->frames; i++) {
        const uint64_t a = worth(m, s, i);
        const uint64_t b = worth(m, s, best);
        const bool earlier = s->policy == LP_LFU ? slot(m, s, i)->used < slot(m, s, best)->used
                                                 : slot(m, s, i)->since < slot(m, s, best)->since;

        if (a < b || (a == b && earlier)) {
            best = i;
        }
    }
    return best;
}

static void evict_smallest(struct mm *m, const struct step *s, uint32_t i)
{
    switch (s->policy) {
    case LP_LRU: evict(m, s, i, LW_LEAST_RECENT, worth(m, s, i)); break;
    case LP_OPT:
        evict(m, s, i, slot(m, s, i)->next == POLICY_NEVER ? LW_NEVER_AGAIN : LW_FARTHEST,
              slot(m, s, i)->next);
        break;
    case LP_NFU: evict(m, s, i, LW_LOWEST_COUNT, worth(m, s, i)); break;
    case LP_AGING: evict(m, s, i, LW_LOWEST_AGE, slot(m, s, i)->count); break;
    case LP_LFU: evict(m, s, i, LW_LEAST_FREQUENT, slot(m, s, i)->count); break;
    default: evict(m, s, i, LW_OLDEST, worth(m, s, i)); break;
    }
}

/* ---- clocks ---- */

/* The hand looks at a frame; true when it was referenced, and then its bit is clear. */
static bool look(struct mm *m, const struct step *s, uint32_t i)
{
    const bool referenced = slot(m, s, i)->ref != 0;

    ev(m, EV_LAB_HAND, s->run, i, slot(m, s, i)->page - 1, referenced);
    labslot_set_ref(m, s->base + i, 0);
    return referenced;
}

static uint32_t clock_victim(struct mm *m, const struct step *s)
{
    uint32_t i = m->labrun[s->run].hand;

    while (look(m, s, i)) {
        i = (i + 1) % s->frames;
        labrun_set_hand(m, s->run, i);
    }
    return i;
}

/* second-chance: a queue by labslot.count; labrun.hand is the number given last. */
static void queue_end(struct mm *m, const struct step *s, uint32_t i)
{
    labrun_set_hand(m, s->run, m->labrun[s->run].hand + 1);
    labslot_set_count(m, s->base + i, m->labrun[s->run].hand);
}

static uint32_t queue_victim(struct mm *m, const struct step *s)
{
    for (;;) {
        uint32_t head = 0;

        for (uint32_t i = 1; i < s->frames; i++) {
            head = slot(m, s, i)->count < slot(m, s, head)->count ? i : head;
        }
        if (!look(m, s, head)) {
            return head;
        }
        queue_end(m, s, head);
    }
}

static uint32_t random_victim(struct mm *m, const struct step *s)
{
    uint64_t rng[2] = {m->labrun[s->run].rng0, m->labrun[s->run].rng1};
    const uint32_t i = (uint32_t)rng_below(rng, s->frames);

    labrun_set_rng0(m, s->run, rng[0]);
    labrun_set_rng1(m, s->run, rng[1]);
    return i;
}

/* A page comes in, under a policy with one list. */
static uint32_t come(struct mm *m, const struct step *s)
{
    const bool full = m->labrun[s->run].used == s->frames;
    uint32_t i = full ? 0 : empty(m, s, 0);

    switch (s->policy) {
    case LP_CLOCK:
    case LP_CLOCK1:
    case LP_SECOND_CHANCE:
        if (full) {
            i = s->policy == LP_SECOND_CHANCE ? queue_victim(m, s) : clock_victim(m, s);
            evict(m, s, i, LW_NOT_REFERENCED, 0);
        }
        fill(m, s, i, LL_MAIN);
        labslot_set_ref(m, s->base + i, s->policy != LP_CLOCK);
        if (s->policy == LP_SECOND_CHANCE) {
            queue_end(m, s, i);
        } else {
            labrun_set_hand(m, s->run, (i + 1) % s->frames);
        }
        return i;
    case LP_RANDOM:
        if (full) {
            i = random_victim(m, s);
            evict(m, s, i, LW_CHANCE, i);
        }
        break;
    default:
        if (full) {
            i = smallest(m, s);
            evict_smallest(m, s, i);
        }
        break;
    }
    fill(m, s, i, LL_MAIN);
    labslot_set_ref(m, s->base + i, s->policy == LP_NFU || s->policy == LP_AGING);
    return i;
}

/* ---- 2q and arc ---- */

static uint32_t length(const struct mm *m, const struct step *s, enum mm_lab_list list)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < 2 * s->frames; i++) {
        n += slot(m, s, i)->page != 0 && slot(m, s, i)->list == list;
    }
    return n;
}

/* The one that was put on the list first: A1in and what is remembered by arrival, the others by use. */
static uint32_t oldest(const struct mm *m, const struct step *s, enum mm_lab_list list)
{
    const bool by_use = list == LL_AM || list == LL_T1 || list == LL_T2;
    uint32_t best = CORE_NONE;

    for (uint32_t i = 0; i < 2 * s->frames; i++) {
        const struct labslot *f = slot(m, s, i);

        if (f->page != 0 && f->list == list &&
            (best == CORE_NONE ||
             (by_use ? f->used < slot(m, s, best)->used : f->since < slot(m, s, best)->since))) {
            best = i;
        }
    }
    MM_ASSERT(m, best != CORE_NONE);
    return best;
}

/* A remembered page is forgotten, or comes back to list `to`. */
static void unremember(struct mm *m, const struct step *s, uint32_t i, enum mm_lab_list to)
{
    const uint32_t id = s->base + i;

    ev(m, EV_LAB_MOVE, s->run, m->labslot[id].page - 1, m->labslot[id].list, to);
    labslot_set_page(m, id, 0);
    labslot_set_since(m, id, 0);
    labslot_set_used(m, id, 0);
    labslot_set_list(m, id, LL_NONE);
}

/* The oldest page of a list leaves; its frame. `to` LL_NONE: it is not remembered. */
static uint32_t leave(struct mm *m, const struct step *s, enum mm_lab_list list,
                      enum mm_lab_list to, enum mm_lab_why why, uint64_t number)
{
    const uint32_t i = oldest(m, s, list);
    const uint64_t page = slot(m, s, i)->page;

    evict(m, s, i, why, number);
    labslot_set_list(m, s->base + i, LL_NONE);
    if (to != LL_NONE) {
        const uint32_t id = s->base + empty(m, s, s->frames);

        ev(m, EV_LAB_MOVE, s->run, page - 1, list, to);
        labslot_set_page(m, id, page);
        labslot_set_since(m, id, s->column + 1);
        labslot_set_used(m, id, s->column + 1);
        labslot_set_list(m, id, (uint16_t)to);
    }
    return i;
}

static uint32_t come_2q(struct mm *m, const struct step *s)
{
    const uint32_t kout = s->frames / 2 > 0 ? s->frames / 2 : 1;
    const uint32_t kin = m->labrun[s->run].target;
    const uint32_t ghost = find(m, s, true);
    const enum mm_lab_list to = ghost != CORE_NONE ? LL_AM : LL_A1IN;
    uint32_t i;

    if (ghost != CORE_NONE) {
        unremember(m, s, ghost, LL_AM);
    }
    if (m->labrun[s->run].used < s->frames) {
        i = empty(m, s, 0);
    } else if (length(m, s, LL_A1IN) <= kin && length(m, s, LL_AM) > 0) {
        i = leave(m, s, LL_AM, LL_NONE, LW_AM_OLDEST, kin);
    } else {
        if (length(m, s, LL_A1OUT) == kout) {
            unremember(m, s, oldest(m, s, LL_A1OUT), LL_NONE);
        }
        i = leave(m, s, LL_A1IN, LL_A1OUT, LW_A1IN_FULL, kin);
    }
    fill(m, s, i, to);
    return i;
}

static uint32_t arc_leave(struct mm *m, const struct step *s, const struct arc_target *t,
                          bool in_b2)
{
    const uint64_t target = t->p >> t->fraction;

    if (arc_over(t, length(m, s, LL_T1), in_b2) || length(m, s, LL_T2) == 0) {
        return leave(m, s, LL_T1, LL_B1, LW_T1_OVER, target);
    }
    return leave(m, s, LL_T2, LL_B2, LW_T2_OLDEST, target);
}

static uint32_t come_arc_again(struct mm *m, const struct step *s, struct arc_target *t,
                               uint32_t ghost)
{
    const bool in_b2 = slot(m, s, ghost)->list == LL_B2;
    const uint32_t before = m->labrun[s->run].target;

    arc_learn(t, s->frames, in_b2, length(m, s, LL_B1), length(m, s, LL_B2));
    if (before != t->p >> t->fraction) {
        ev(m, EV_LAB_ADAPT, s->run, before, t->p >> t->fraction);
    }
    labrun_set_rng0(m, s->run, t->p);
    labrun_set_target(m, s->run, (uint32_t)(t->p >> t->fraction));
    unremember(m, s, ghost, LL_T2);
    const uint32_t i = arc_leave(m, s, t, in_b2);

    fill(m, s, i, LL_T2);
    return i;
}

static uint32_t come_arc(struct mm *m, const struct step *s)
{
    const uint32_t ghost = find(m, s, true);
    const uint32_t t1 = length(m, s, LL_T1);
    const uint32_t l1 = t1 + length(m, s, LL_B1);
    const uint32_t all = l1 + length(m, s, LL_T2) + length(m, s, LL_B2);
    struct arc_target t;
    uint32_t i;

    arc_init(&t, s->frames);
    t.p = m->labrun[s->run].rng0;
    if (ghost != CORE_NONE) {
        return come_arc_again(m, s, &t, ghost);
    }
    if (l1 == s->frames && t1 == s->frames) {
        i = leave(m, s, LL_T1, LL_NONE, LW_T1_ALONE, t.p >> t.fraction);
    } else if (all >= s->frames) {
        if (l1 == s->frames || all == 2 * s->frames) {
            unremember(m, s, oldest(m, s, l1 == s->frames ? LL_B1 : LL_B2), LL_NONE);
        }
        i = arc_leave(m, s, &t, false);
    } else {
        i = empty(m, s, 0);
    }
    fill(m, s, i, LL_T1);
    return i;
}

/* ---- hits, ticks ---- */

static void hit_page(struct mm *m, const struct step *s, uint32_t i)
{
    const uint32_t id = s->base + i;

    labslot_set_used(m, id, s->column + 1);
    switch (s->policy) {
    case LP_CLOCK:
    case LP_CLOCK1:
    case LP_SECOND_CHANCE:
    case LP_NFU:
    case LP_AGING: labslot_set_ref(m, id, 1); break;
    case LP_OPT: labslot_set_next(m, id, m->labref[s->column].next); break;
    case LP_LFU: labslot_set_count(m, id, m->labslot[id].count + 1); break;
    case LP_ARC:
        if (m->labslot[id].list == LL_T1) {
            ev(m, EV_LAB_MOVE, s->run, s->page, LL_T1, LL_T2);
            labslot_set_list(m, id, LL_T2);
        }
        break;
    default: break;
    }
}

static void tick(struct mm *m, const struct step *s)
{
    uint32_t referenced = 0;

    for (uint32_t i = 0; i < s->frames; i++) {
        referenced += slot(m, s, i)->ref;
    }
    ev(m, EV_LAB_TICK, s->run, s->column, referenced);
    for (uint32_t i = 0; i < s->frames; i++) {
        const uint32_t count = slot(m, s, i)->count;
        const uint32_t ref = slot(m, s, i)->ref;

        labslot_set_count(m, s->base + i,
                          s->policy == LP_NFU ? count + ref
                                              : count >> 1 | ref << (m->lab->bits - 1));
        labslot_set_ref(m, s->base + i, 0);
    }
}

void policy_begin(struct mm *m, uint32_t run, enum mm_lab_policy policy)
{
    uint64_t rng[2];

    labrun_set_policy(m, run, policy);
    if (policy == LP_RANDOM) {
        rng_seed(rng, m->lab->seed);
        labrun_set_rng0(m, run, rng[0]);
        labrun_set_rng1(m, run, rng[1]);
    } else if (policy == LP_TWO_Q) {
        labrun_set_target(m, run, m->lab->frames / 4 > 0 ? (uint32_t)(m->lab->frames / 4) : 1);
    }
}

uint32_t policy_step(struct mm *m, uint32_t run, uint64_t column, uint64_t page, bool *hit)
{
    const struct step s = {.run = run,
                           .base = policy_slots(m, run),
                           .frames = (uint32_t)m->lab->frames,
                           .column = column,
                           .page = page,
                           .policy = (enum mm_lab_policy)m->labrun[run].policy};
    uint32_t i = find(m, &s, false);

    *hit = i != CORE_NONE;
    if (*hit) {
        ev(m, EV_LAB_HIT, run, i, page, column);
        labrun_set_hits(m, run, m->labrun[run].hits + 1);
        hit_page(m, &s, i);
    } else {
        ev(m, EV_LAB_MISS, run, page, column);
        labrun_set_misses(m, run, m->labrun[run].misses + 1);
        ev_push(m);
        i = s.policy == LP_TWO_Q ? come_2q(m, &s)
            : s.policy == LP_ARC ? come_arc(m, &s)
                                 : come(m, &s);
        ev_pop(m);
    }
    if ((s.policy == LP_NFU || s.policy == LP_AGING) && (column + 1) % m->lab->tick == 0) {
        tick(m, &s);
    }
    if (s.policy == LP_TWO_Q || s.policy == LP_ARC) {
        const bool arc = s.policy == LP_ARC;

        labrun_set_a(m, run, length(m, &s, arc ? LL_T1 : LL_A1IN));
        labrun_set_b(m, run, length(m, &s, arc ? LL_T2 : LL_AM));
        labrun_set_ghost_a(m, run, length(m, &s, arc ? LL_B1 : LL_A1OUT));
        labrun_set_ghost_b(m, run, arc ? length(m, &s, LL_B2) : 0);
    }
    return i;
}
