/* ex_policy.c - references under a replacement policy: hit or miss, who leaves, what is in memory after each.
 *
 * clock here is that of the simulator which defines the answers: the hand points at a page at random. */
#include <string.h>

#include "text/ex_kinds.h"

enum policy { FIFO, LRU, MRU, OPT, UNOPT, RAND, CLOCK };

struct memory {
    struct py_random *random;
    enum policy policy;
    int64_t page[EX_NUMBERS_MAX]; /* first in, or least recently used, first */
    int64_t bits[EX_NUMBERS_MAX]; /* clock: count of each */
    unsigned count;
};

static int64_t take_out(struct memory *m, unsigned at)
{
    const int64_t page = m->page[at];

    m->count--;
    memmove(&m->page[at], &m->page[at + 1], (m->count - at) * sizeof(m->page[0]));
    memmove(&m->bits[at], &m->bits[at + 1], (m->count - at) * sizeof(m->bits[0]));
    return page;
}

static void put_last(struct memory *m, int64_t page, int64_t bits)
{
    m->page[m->count] = page;
    m->bits[m->count++] = bits;
}

/* Opt: the last of those whose next use is farthest; unopt: the first of those whose next use is nearest. */
static unsigned by_future(const struct memory *m, const int64_t *refs, unsigned count, unsigned at)
{
    unsigned chosen = 0;
    unsigned chosen_next = 0;

    for (unsigned i = 0; i < m->count; i++) {
        unsigned next = at + 1;

        while (next < count && refs[next] != m->page[i]) {
            next++;
        }
        if (i == 0 || (m->policy == OPT ? next >= chosen_next : next < chosen_next)) {
            chosen = i;
            chosen_next = next;
        }
    }
    return chosen;
}

static unsigned victim(struct memory *m, const int64_t *refs, unsigned count, unsigned at)
{
    switch (m->policy) {
    case FIFO:
    case LRU: return 0;
    case MRU: return m->count - 1;
    case RAND: return (unsigned)py_below(m->random, m->count);
    case CLOCK:
        for (;;) {
            const unsigned i = (unsigned)py_below(m->random, m->count);

            if (m->bits[i] == 0) {
                return i;
            }
            m->bits[i]--;
        }
    default: return by_future(m, refs, count, at);
    }
}

bool ex_policy(struct exercise *x, struct py_random *r, const char **why)
{
    const int64_t *o = x->ask.option;
    const unsigned frames = (unsigned)o[EXO_POLICY_FRAMES];
    const int64_t bits_max = o[EXO_POLICY_CLOCKBITS];
    struct memory m = {.random = r, .policy = (enum policy)o[EXO_POLICY_POLICY]};
    int64_t refs[EX_NUMBERS_MAX];
    unsigned count = x->ask.list_count;

    memcpy(refs, x->ask.list, sizeof(refs));
    for (; x->ask.list_count == 0 && count < (unsigned)o[EXO_POLICY_NUMBER]; count++) {
        refs[count] = (int64_t)py_below(r, (uint64_t)o[EXO_POLICY_MAXPAGE]);
    }
    *why = "addresses: more than this can hold";
    ex_give(x, EXN_FRAMES, frames);
    for (unsigned i = 0; i < count; i++) {
        struct ex_question *q = ex_question_add(x, EXQ_REFER, (uint64_t)refs[i]);
        struct ex_field *gone;
        struct ex_field *state;
        unsigned at = 0;

        while (at < m.count && m.page[at] != refs[i]) {
            at++;
        }
        const bool hit = at < m.count;

        ex_field_add(q, EXN_HIT, EXT_HIT, hit);
        gone = ex_field_add(q, EXN_VICTIM, EXT_NUMBER, 0);
        gone->none = hit || m.count < frames;
        if (!gone->none) {
            gone->number = take_out(&m, victim(&m, refs, count, i));
        }
        if (!hit) {
            put_last(&m, refs[i], 1);
        } else {
            const int64_t more = m.bits[at] + 1;

            m.bits[at] = more > bits_max ? bits_max : more;
            if (m.policy == LRU || m.policy == MRU) {
                const int64_t bits = m.bits[at];

                put_last(&m, take_out(&m, at), bits);
            }
        }
        x->hits += hit;
        x->misses += !hit;
        state = ex_field_add(q, EXN_STATE, EXT_LIST, 0);
        state->count = m.count;
        if (!ex_numbers_add(x, m.page, m.count, &state->first)) {
            return false;
        }
    }
    return true;
}
