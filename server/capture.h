/* capture.h - the sink of a room: the events and changes of one step, up to a bound.
 *
 * Shape     each EV_COMMAND begins a step anew. Past events_max events the detail is thrown away
 *           (capture.over) and only totals and notable events go on being counted, accesses many at a
 *           time (none of their events is notable): the step is then sent as a delta. The sink only
 *           copies; it never calls the engine.
 * Owns      the arrays, which grow and are kept from step to step.
 * Invariants
 *   C1  at[] ascends, and at[i] < event_count
 */
#ifndef SERVER_CAPTURE_H
#define SERVER_CAPTURE_H

#include "mm.h"

enum { CAPTURE_NOTABLE_MAX = 100000 };

struct capture_notable {
    uint64_t seq;
    uint16_t type;
    bool major; /* of a fault that is done: it took I/O */
};

struct capture {
    size_t events_max;
    struct mm_event *events;
    size_t event_count, event_room;
    struct mm_change *changes;
    uint32_t *at; /* event index of each change */
    size_t change_count, change_room;
    uint64_t totals[EV_COUNT]; /* of the step */
    bool over;                 /* detail lost: too many, or no memory */
    bool whole;                /* events only begin a step when they are EV_COMMAND */
    bool keep_notable;         /* note notable events */
    struct capture_notable *notable;
    size_t notable_count, notable_room;
    struct mm_sink sink;
};

/* An empty capture. `steps`: EV_COMMAND begins anew (running); else all that comes is one window. */
void capture_init(struct capture *c, size_t events_max, bool steps);
void capture_fini(struct capture *c);

/* Forget what was captured; the notable events stay. */
void capture_clear(struct capture *c);

#endif
