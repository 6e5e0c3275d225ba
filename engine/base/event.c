/* event.c - events to the sink, and the way out of a command in the middle. */
#include "base/event.h"

#include "mm.h"

void event_emit(struct mm *m, enum mm_event_type type, const uint64_t arg[6])
{
    const uint64_t seq = m->machine->seq;
    struct mm_event e = {.seq = seq, .type = (uint16_t)type, .cpu = (uint16_t)m->cpu_now};

    if (m->cause_depth > 0) {
        e.cause_distance = (uint32_t)(seq - m->cause[m->cause_depth - 1]);
    }
    for (unsigned i = 0; i < 6; i++) {
        e.arg[i] = arg[i];
    }
    m->sink->event(m->sink->ctx, &e);
}

_Noreturn void event_stop(struct mm *m)
{
    longjmp(m->stop_jump, 1);
}
