/* travel.c - to any command or event, replays, branches. */
#include "travel.h"

#include <string.h>

#include "history.h"
#include "lab/replace.h"
#include "machine.h"

/* Stand at the nearest quiet point at or before seq from which the log can be run on. */
static void rewind_to(struct mm *m, uint64_t seq)
{
    struct mm_history *h = m->history;
    const struct history_point *p = &h->point[history_points_up_to(h, seq) - 1];

    if (!m->frozen && m->machine->seq <= seq && m->machine->seq >= p->seq) {
        return; /* where it stands is nearer */
    }
    ckpt_restore(m, &h->store, p->root);
    m->frozen = 0;
    m->cause_depth = 0;
    m->view_valid = 0;
}

/* Run the logged step that is open, or the next one, by one turn (or its opening). */
static void replay_turn(struct mm *m)
{
    struct mm_history *h = m->history;
    const struct history_entry *e = &h->entry[m->machine->step];

    if (!m->machine->running) {
        struct mm_cmd cmd;

        history_command(h, (uint32_t)m->machine->step, &cmd);
        machine_open(m, &cmd);
        return;
    }
    const uint64_t step = m->machine->step;

    if (e->stopped && m->machine->turns == e->turns) {
        machine_stop(m);
    } else if (machine_turn(m) == MM_MORE) {
        history_point_if_due(m);
        return;
    }
    MM_ASSERT(m, m->machine->seq == h->entry[step].seq_last); /* H3 */
    history_point_if_due(m);
}

/* Run on until the state stands at seq: at a step's end, or frozen inside one. */
static void run_to(struct mm *m, uint64_t seq)
{
    const uint64_t step = mm_step_of_seq(m, seq);
    const bool whole = seq == 0 || m->history->entry[step - 1].seq_last == seq;
    const uint64_t goal_step = whole ? step : step - 1;

    while (m->machine->step < goal_step) {
        replay_turn(m);
    }
    if (whole) {
        return;
    }
    if (setjmp(m->stop_jump) == 0) {
        m->seq_stop = seq;
        for (;;) {
            replay_turn(m);
        }
    }
    m->seq_stop = UINT64_MAX;
    m->frozen = 1;
    m->cause_depth = 0;
}

static enum mm_err seek(struct mm *m, uint64_t seq, const struct mm_sink *sink)
{
    const struct mm_sink *watching = m->sink;

    if (m->history == NULL || seq > mm_head_seq(m)) {
        return history_refuse(m, MM_ENOSTEP);
    }
    if (m->machine->running && !m->frozen && m->machine->step == m->history->entry_count) {
        return history_refuse(m, MM_ERUNNING);
    }
    if (m->frozen && m->machine->seq == seq) {
        return MM_OK;
    }
    mm_observe(m, sink);
    rewind_to(m, seq);
    run_to(m, seq);
    mm_observe(m, watching);
    return MM_OK;
}

enum mm_err mm_seek_seq(struct mm *m, uint64_t seq)
{
    return seek(m, seq, NULL);
}

enum mm_err mm_seek_step(struct mm *m, uint64_t step)
{
    if (m->history == NULL || step > m->history->entry_count) {
        return history_refuse(m, MM_ENOSTEP);
    }
    return seek(m, step == 0 ? 0 : m->history->entry[step - 1].seq_last, NULL);
}

enum mm_err mm_truncate(struct mm *m)
{
    struct mm_history *h = m->history;

    if (h == NULL || mm_inside(m)) {
        return history_refuse(m, h == NULL ? MM_ENOSTEP : MM_ERUNNING);
    }
    const uint32_t keep = (uint32_t)m->machine->step;

    if (keep < h->entry_count) {
        h->arena_used = h->entry[keep].cmd_at;
        h->entry_count = keep;
    }
    while (h->point_count > 0 && h->point[h->point_count - 1].seq > m->machine->seq) {
        ckpt_drop(&h->store, h->point[--h->point_count].root);
    }
    return MM_OK;
}

/* A sink that passes on only a stretch of the events, with their changes. */
struct window {
    const struct mm_sink *sink;
    uint64_t first;
    bool open;
};
static void window_event(void *ctx, const struct mm_event *e)
{
    struct window *w = ctx;

    w->open = e->seq >= w->first;
    if (w->open) {
        w->sink->event(w->sink->ctx, e);
    }
}
static void window_change(void *ctx, const struct mm_change *ch)
{
    struct window *w = ctx;

    if (w->open) {
        w->sink->change(w->sink->ctx, ch);
    }
}

enum mm_err mm_replay_events(struct mm *m, uint64_t seq_first, uint64_t seq_last,
                             const struct mm_sink *sink)
{
    const uint64_t here = m->machine->seq;
    const struct mm_sink *watching = m->sink;
    struct window w = {.sink = sink, .first = seq_first};
    const struct mm_sink through = {.event = window_event, .change = window_change, .ctx = &w};

    if (m->history == NULL || seq_first == 0 || seq_last < seq_first || seq_last > mm_head_seq(m)) {
        return history_refuse(m, MM_ENOSTEP);
    }
    if (m->machine->running && !m->frozen && m->machine->step == m->history->entry_count) {
        return history_refuse(m, MM_ERUNNING);
    }
    /* A turn makes far fewer events than this for each of its accesses; only the last stretch is run observed. */
    const uint64_t margin = 64ull * m->config.quantum + REPLACE_TURN_EVENTS;
    const uint64_t before = mm_step_of_seq(m, seq_first) - 1;

    mm_observe(m, NULL);
    rewind_to(m, seq_first - 1);
    while (m->machine->step < before ||
           (m->machine->running && m->machine->seq + margin < seq_first)) {
        replay_turn(m);
    }
    mm_observe(m, &through);
    run_to(m, seq_last);
    mm_observe(m, NULL);
    seek(m, here, NULL);
    mm_observe(m, watching);
    return MM_OK;
}

enum mm_err mm_replay_step(struct mm *m, uint64_t step, const struct mm_sink *sink)
{
    if (m->history == NULL || step == 0 || step > m->history->entry_count) {
        return history_refuse(m, MM_ENOSTEP);
    }
    const struct history_entry *e = &m->history->entry[step - 1];

    return mm_replay_events(m, e->seq_first, e->seq_last, sink);
}

static void copy_state(struct mm *to, struct mm *from)
{
    (void)state_hash(from);
    (void)state_hash(to);
    for (uint32_t c = 0; c < from->chunk_count; c++) {
        if (from->chunk_hash[c] != to->chunk_hash[c]) {
            uint8_t *bytes = to->block + (size_t)c * MM_CHUNK_BYTES;

            state_mark(to, bytes);
            memcpy(bytes, from->block + (size_t)c * MM_CHUNK_BYTES, MM_CHUNK_BYTES);
        }
    }
}

struct mm *mm_branch(struct mm *m, uint64_t step, struct mm_fail *fail)
{
    const uint64_t here = m->machine->seq;
    struct mm *b;

    if (m->history == NULL || mm_seek_step(m, step) != MM_OK) {
        if (fail != NULL) {
            *fail = m->fail;
        }
        return NULL;
    }
    b = mm_new(&m->config, m->host, fail);
    if (b != NULL) {
        struct mm_history *h = b->history;

        memcpy(b->trace, m->trace, sizeof(m->trace));
        memcpy(b->layout, m->layout, sizeof(m->layout));
        b->trace_count = m->trace_count;
        b->layout_count = m->layout_count;
        h->entry_count = (uint32_t)step;
        memcpy(h->entry, m->history->entry, step * sizeof(h->entry[0]));
        h->arena_used = step < m->history->entry_count ? m->history->entry[step].cmd_at
                                                       : m->history->arena_used;
        memcpy(h->arena, m->history->arena, h->arena_used);
        copy_state(b, m);
        history_point_add(b);
    }
    seek(m, here, NULL);
    return b;
}
