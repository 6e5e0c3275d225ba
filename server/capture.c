#include "capture.h"

#include <stdlib.h>
#include <string.h>

/* `array` with room for one more of `size` bytes; NULL (and the array as it was) without memory. */
static void *capture_room(void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    size_t wanted = *room ? *room * 2 : 256;
    void *grown = realloc(array, wanted * size);
    if (grown)
        *room = wanted;
    return grown;
}

static void capture_note(struct capture *c, const struct mm_event *e)
{
    if (c->notable_count == CAPTURE_NOTABLE_MAX)
        return;
    void *grown = capture_room(c->notable, c->notable_count, &c->notable_room, sizeof *c->notable);
    if (!grown)
        return;
    c->notable = grown;
    c->notable[c->notable_count++] =
        (struct capture_notable){e->seq, e->type, e->type == EV_FAULT_DONE && e->arg[3] != 0};
}

static void capture_accesses(void *ctx, const struct mm_accesses *run)
{
    struct capture *c = ctx;

    for (unsigned i = 0; i < MM_ACCESS_EVENTS_N; i++)
        c->totals[mm_access_events[i]] += run->events[i];
}

static void capture_event(void *ctx, const struct mm_event *e)
{
    struct capture *c = ctx;

    if (c->whole && e->type == EV_COMMAND)
        capture_clear(c);
    c->totals[e->type]++;
    if (c->keep_notable && mm_event_rows[e->type].notable)
        capture_note(c, e);
    if (c->over)
        return;
    void *grown = c->event_count < c->events_max
                      ? capture_room(c->events, c->event_count, &c->event_room, sizeof *c->events)
                      : NULL;
    if (!grown) {
        c->over = true;
        c->event_count = c->change_count = 0;
        c->sink.accesses = capture_accesses; /* from here on totals are enough */
        return;
    }
    c->events = grown;
    c->events[c->event_count++] = *e;
}

static void capture_change(void *ctx, const struct mm_change *ch)
{
    struct capture *c = ctx;
    size_t at_room = c->change_room;

    if (c->over || c->event_count == 0)
        return;
    void *at = capture_room(c->at, c->change_count, &at_room, sizeof *c->at);
    if (at)
        c->at = at;
    void *changes = capture_room(c->changes, c->change_count, &c->change_room, sizeof *c->changes);
    if (changes)
        c->changes = changes;
    if (!at || !changes) {
        c->over = true;
        return;
    }
    c->at[c->change_count] = (uint32_t)(c->event_count - 1);
    c->changes[c->change_count++] = *ch;
}

void capture_init(struct capture *c, size_t events_max, bool steps)
{
    memset(c, 0, sizeof *c);
    c->events_max = events_max;
    c->whole = steps;
    c->keep_notable = steps;
    c->sink = (struct mm_sink){.event = capture_event, .change = capture_change, .ctx = c};
}

void capture_fini(struct capture *c)
{
    free(c->events);
    free(c->changes);
    free(c->at);
    free(c->notable);
    memset(c, 0, sizeof *c);
}

void capture_clear(struct capture *c)
{
    c->event_count = c->change_count = 0;
    c->over = false;
    c->sink.accesses = NULL;
    memset(c->totals, 0, sizeof c->totals);
}
