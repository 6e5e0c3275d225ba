/* event.h - events and their causes.
 *
 * Shape     an event is numbers only: seq, type, cpu, up to six arguments, and how many events back its cause is.
 *           seq and the counters advance whether observed or not. The changes that follow belong to the last event.
 * Rule      decide, emit the event, then change.
 */
#ifndef MM_BASE_EVENT_H
#define MM_BASE_EVENT_H

#include "base/state.h"

/* Hands the event to the sink. Only called while observed. */
void event_emit(struct mm *m, enum mm_event_type type, const uint64_t arg[6]);
/* Reached the event at which a seek wants to stop: leaves by longjmp. */
_Noreturn void event_stop(struct mm *m);

static inline void ev_(struct mm *m, enum mm_event_type type, const uint64_t arg[6])
{
    if (m->machine->seq == m->seq_stop) {
        event_stop(m);
    }
    state_mark(m, &m->machine->seq);
    m->machine->seq++;
    state_mark(m, &m->evcount[type].count);
    m->evcount[type].count++;
    if (m->observed) {
        event_emit(m, type, arg);
    }
}
/* ev(m, EV_TLB_MISS, cpu, level, vpn, set): missing arguments are 0. */
#define ev(m, type, ...) ev_((m), (type), (const uint64_t[6]){__VA_ARGS__})

/* What follows until the matching ev_pop is caused by the last event. Never more than MM_CAUSE_DEPTH deep. */
static inline void ev_push(struct mm *m)
{
    MM_ASSERT(m, m->cause_depth < MM_CAUSE_DEPTH);
    m->cause[m->cause_depth++] = m->machine->seq;
}
static inline void ev_pop(struct mm *m)
{
    MM_ASSERT(m, m->cause_depth > 0);
    m->cause_depth--;
}

/* Simulated time passes on a CPU. */
static inline void clock_add(struct mm *m, uint32_t cpu, uint64_t ns)
{
    cpu_set_clock_ns(m, cpu, m->cpu[cpu].clock_ns + ns);
}
static inline void cost(struct mm *m, uint32_t cpu, enum mm_cost what)
{
    clock_add(m, cpu, m->config.cost_ns[what]);
}

#endif
