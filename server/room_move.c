/* room_move.c - the cursor: who is shown what when it moves, playing, jumping. */
#include "room.h"

#include "ws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOW_STEPS_MAX = 64, /* a longer way is a snapshot */
    PART_EVENTS = 512,   /* a window inside a long step */
    PLAY_TICK_MS = 50,
    PLAY_EACH_EVENT = 60, /* longer steps are played in stretches */
    PLAY_LONG_STOPS = 30, /* so many of them */
    JUMP_SCAN_EVENTS = 4096,
    JUMP_SCAN_MS = 900,
    POINTS_MAX = 8192
};

static void show(struct viewer *v, struct buf *message)
{
    ws_send(v, message);
    buf_put(message);
}

/* Everything anew: a snapshot at `at`, and an empty window there. */
static void show_snapshot(struct room *r, struct viewer *v, uint64_t at)
{
    show(v, msg_snapshot(r, at, v->sections));
    v->window_count = 1;
    v->window[0] = (struct segment){at, at, false};
}

static void show_step(struct room *r, struct viewer *v, uint64_t step, bool behind)
{
    const struct room_step *s = &r->steps[step - 1];
    struct segment g = {s->first - 1, s->last, s->big};

    show(v, s->big ? msg_delta(r, step, v->sections) : msg_step(r, step, v->sections));
    if (behind)
        viewer_append(v, g);
    else
        viewer_prepend(v, g);
}

/* Events around seq, which lies strictly inside a long step. */
static void show_inside(struct room *r, struct viewer *v, uint64_t seq)
{
    const struct room_step *s = &r->steps[room_step_of(r, seq) - 1];
    uint64_t high = v->window_count ? viewer_high(v) : 0;
    uint64_t low = v->window_count ? viewer_low(v) : 0;

    if (v->window_count && high >= s->first - 1 && seq > high && seq <= high + PART_EVENTS &&
        !v->window[v->window_count - 1].opaque) {
        uint64_t last = high + PART_EVENTS < s->last ? high + PART_EVENTS : s->last;
        show(v, msg_part(r, high + 1, last, v->sections));
        viewer_append(v, (struct segment){high, last, false});
        return;
    }
    if (v->window_count && low <= s->last && seq < low && seq + PART_EVENTS >= low &&
        !v->window[0].opaque) {
        uint64_t first = low > s->first - 1 + PART_EVENTS ? low - PART_EVENTS : s->first - 1;
        show(v, msg_part(r, first + 1, low, v->sections));
        viewer_prepend(v, (struct segment){first, low, false});
        return;
    }
    uint64_t back = seq > s->first - 1 + PART_EVENTS / 2 ? seq - PART_EVENTS / 2 : s->first - 1;
    uint64_t last = back + PART_EVENTS < s->last ? back + PART_EVENTS : s->last;
    show_snapshot(r, v, back);
    show(v, msg_part(r, back + 1, last, v->sections));
    viewer_append(v, (struct segment){back, last, false});
}

/* Can the window be made longer, step by step, until it holds seq? */
static bool show_extend(struct room *r, struct viewer *v, uint64_t seq)
{
    uint64_t high = viewer_high(v), low = viewer_low(v), target = room_step_of(r, seq);

    if (seq > high && !room_inside(r, high)) {
        uint64_t step = room_step_of(r, high);
        if (target - step > SHOW_STEPS_MAX)
            return false;
        while (step < target)
            show_step(r, v, ++step, true);
        return true;
    }
    if (seq < low && !room_inside(r, low)) {
        uint64_t step = room_step_of(r, low);
        if (step - target > SHOW_STEPS_MAX)
            return false;
        /* also the step that ends at seq: it is what is looked at there */
        for (; step >= target && step > 0; step--)
            show_step(r, v, step, false);
        return true;
    }
    return false;
}

void room_show(struct room *r, struct viewer *v, uint64_t seq)
{
    bool inside_big = room_inside(r, seq) && r->steps[room_step_of(r, seq) - 1].big;

    v->at_seq = seq;
    if (v->window_count && viewer_holds(v, seq)) {
        /* at the window's beginning the step that ends there is what is looked at */
        if (seq && seq == viewer_low(v) && !room_inside(r, seq))
            show_step(r, v, room_step_of(r, seq), false);
        return;
    }
    if (inside_big) {
        show_inside(r, v, seq);
        return;
    }
    if (v->window_count && show_extend(r, v, seq) && viewer_holds(v, seq))
        return;
    if (seq == 0) {
        show_snapshot(r, v, seq);
        return;
    }
    /* The state before the step, then the step: whoever comes sees what happened, not only what is. */
    show_snapshot(r, v, r->steps[room_step_of(r, seq) - 1].first - 1);
    show_step(r, v, room_step_of(r, seq), true);
}

void room_move(struct room *r, uint64_t seq)
{
    r->at_seq = seq;
    struct buf *cursor = msg_cursor(r, seq, true);
    for (struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next) {
        if (v->detached)
            continue;
        room_show(r, v, seq);
        ws_send(v, cursor);
    }
    buf_put(cursor);
}

/* While lines run: show the steps done whose messages need no seek. */
void room_follow_run(struct room *r)
{
    uint64_t step = room_step_of(r, r->at_seq);

    if (r->at_seq < r->run.from_seq)
        return; /* lines that only read, at a past place */
    while (step < r->step_count) {
        for (const struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next)
            if (!v->detached && !msg_step_cached(r, step + 1, v->sections))
                return;
        room_move(r, room_step_end(r, ++step));
    }
}

/* ---- playing ---- */

void room_play_stop(struct room *r)
{
    if (!r->play.on)
        return;
    r->play.on = false;
    room_move(r, r->at_seq);
}

/* One stop on from `at`: an event of a short step, a stretch of a long one, so that playing keeps moving. */
static uint64_t play_stop(const struct room *r, uint64_t at, bool forward)
{
    uint64_t step = room_step_of(r, forward ? at + 1 : at);
    uint64_t first = r->steps[step - 1].first, last = r->steps[step - 1].last;
    uint64_t events = last - first + 1, by = 1;

    if (events > PLAY_EACH_EVENT)
        by = (events + PLAY_LONG_STOPS - 1) / PLAY_LONG_STOPS;
    if (forward)
        return last - at < by ? last : at + by;
    return at - (first - 1) < by ? first - 1 : at - by;
}

static uint64_t play_target(const struct room *r, uint64_t count, bool *end)
{
    uint64_t at = r->at_seq, head = room_head(r);
    bool forward = r->play.dir > 0;

    if (r->play.by_event) {
        while (count-- && at != (forward ? head : 0))
            at = play_stop(r, at, forward);
        *end = at == (forward ? head : 0);
        return at;
    }
    uint64_t step = room_step_of(r, at);
    if (!forward && room_inside(r, at))
        step--;
    if (!forward && !room_inside(r, at) && step)
        step -= count < step ? count : step;
    if (forward)
        step = room_inside(r, at) ? step + count - 1 : step + count;
    if (step > r->step_count)
        step = r->step_count;
    *end = forward ? step == r->step_count : step == 0;
    return room_step_end(r, step);
}

void room_play_tick(struct room *r)
{
    uint64_t now = room_now_ms(), elapsed;
    bool end = false;

    if (now < r->play.at_ms)
        return;
    elapsed = now - r->play.at_ms + PLAY_TICK_MS;
    if (elapsed > 1000)
        elapsed = 1000;
    r->play.at_ms = now + PLAY_TICK_MS;
    r->play.due += (double)elapsed / 1000.0 * r->play.speed * (r->play.by_event ? 2 : 1);
    if (r->play.due < 1)
        return;
    uint64_t count = (uint64_t)r->play.due;
    r->play.due -= (double)count;
    uint64_t seq = play_target(r, count, &end);
    if (end)
        r->play.on = false;
    room_move(r, seq);
}

/* ---- jumping ---- */

enum fault_which { FAULT_ANY, FAULT_MINOR, FAULT_MAJOR };

/* What a name means: an event, EV_COUNT for any notable one; of faults that are done the minor or major ones. */
static bool jump_kind(const char *name, enum mm_event_type *type, enum fault_which *which)
{
    *which = !strcmp(name, "fault_major")   ? FAULT_MAJOR
             : !strcmp(name, "fault_minor") ? FAULT_MINOR
                                            : FAULT_ANY;
    *type = *which != FAULT_ANY ? EV_FAULT_DONE : enc_event(name);
    return *type != EV_COUNT || !strcmp(name, "notable");
}

bool room_jump_known(const char *kind)
{
    enum mm_event_type type;
    enum fault_which which;

    return jump_kind(kind, &type, &which);
}

/* Among the notable events noted while running. */
static bool jump_noted(const struct room *r, enum mm_event_type type, enum fault_which which,
                       int dir, uint64_t from, uint64_t *seq)
{
    const struct capture *c = &r->live;

    for (size_t n = 0; n < c->notable_count; n++) {
        size_t i = dir > 0 ? n : c->notable_count - 1 - n;
        const struct capture_notable *e = &c->notable[i];
        bool beyond = dir > 0 ? e->seq > from : e->seq < from;
        if (beyond && (type == EV_COUNT || e->type == type) &&
            (which == FAULT_ANY || e->major == (which == FAULT_MAJOR))) {
            *seq = e->seq;
            return true;
        }
    }
    return false;
}

/* By replaying stretches, for a bounded while. */
static bool jump_scanned(struct room *r, enum mm_event_type type, enum fault_which which, int dir,
                         uint64_t from, uint64_t *seq)
{
    uint64_t began = room_now_ms(), head = room_head(r);

    while (room_now_ms() - began < JUMP_SCAN_MS) {
        uint64_t first, last;
        if (dir > 0) {
            first = from + 1;
            last = from + JUMP_SCAN_EVENTS < head ? from + JUMP_SCAN_EVENTS : head;
        } else {
            last = from ? from - 1 : 0;
            first = last > JUMP_SCAN_EVENTS ? last - JUMP_SCAN_EVENTS + 1 : 1;
        }
        if (first > last || last == 0)
            return false;
        capture_clear(&r->again);
        if (mm_replay_events(r->m, first, last, &r->again.sink) != MM_OK)
            return false;
        for (size_t n = 0; n < r->again.event_count; n++) {
            size_t i = dir > 0 ? n : r->again.event_count - 1 - n;
            const struct mm_event *e = &r->again.events[i];
            if ((type == EV_COUNT ? mm_event_rows[e->type].notable : e->type == type) &&
                (which == FAULT_ANY || (e->arg[3] != 0) == (which == FAULT_MAJOR))) {
                *seq = e->seq;
                return true;
            }
        }
        from = dir > 0 ? last : first;
    }
    return false;
}

bool room_jump_find(struct room *r, const char *kind, int dir, uint64_t from, uint64_t *seq)
{
    enum mm_event_type type;
    enum fault_which which;

    if (!jump_kind(kind, &type, &which))
        return false;
    if (type != EV_COUNT && !mm_event_rows[type].notable)
        return jump_scanned(r, type, which, dir, from, seq);
    const size_t noted = r->live.notable_count;
    const uint64_t last =
        noted == CAPTURE_NOTABLE_MAX ? r->live.notable[noted - 1].seq : UINT64_MAX;
    if (dir < 0) /* what is behind the last one that there was room for has to be looked for */
        return (from > last && jump_scanned(r, type, which, dir, from, seq)) ||
               jump_noted(r, type, which, dir, from, seq);
    return jump_noted(r, type, which, dir, from, seq) ||
           (last != UINT64_MAX &&
            jump_scanned(r, type, which, dir, from > last ? from : last, seq));
}

/* ---- the timeline ---- */

static void point_read(const struct room *r, struct room_point *p)
{
    const struct mm *m = r->m;
    uint32_t zones = mm_record_count(m, MM_R_zone), stats = mm_record_count(m, MM_R_tlbstat);
    unsigned last = mm_config_of(m)->tlb[1].ways ? 1 : 0;

    memset(p, 0, sizeof *p);
    p->seq = mm_seq(m);
    p->step = room_step_of(r, p->seq);
    p->clock_ns = mm_get(m, MM_F_machine_clock_ns, 0);
    p->pgfault = mm_get(m, MM_F_counter_value, VMC_pgfault);
    for (uint32_t z = 0; z < zones; z++)
        p->free_pages += mm_get(m, MM_F_zone_free_pages, z);
    for (uint32_t t = 0; t < stats; t++) {
        p->tlb_hits += mm_get(m, MM_F_tlbstat_hits, t);
        if (t % MM_TLB_LEVELS_MAX == last)
            p->tlb_misses += mm_get(m, MM_F_tlbstat_misses, t);
    }
}

void room_points_add(struct room *r, bool force)
{
    uint64_t seq = mm_seq(r->m);
    const struct room_point *back = r->point_count ? &r->points[r->point_count - 1] : NULL;

    if (back && (back->seq >= seq || (!force && seq - back->seq < r->point_gap)))
        return;
    if (r->point_count == POINTS_MAX) { /* every second one goes */
        size_t kept = 0;
        for (size_t i = 0; i < r->point_count; i += 2)
            r->points[kept++] = r->points[i];
        r->point_count = kept;
        r->point_gap = r->point_gap ? r->point_gap * 2 : 64;
    }
    if (r->point_count == r->point_room) {
        size_t room = r->point_room ? r->point_room * 2 : 256;
        struct room_point *grown = realloc(r->points, room * sizeof *grown);
        if (!grown)
            return;
        r->points = grown;
        r->point_room = room;
    }
    point_read(r, &r->points[r->point_count]);
    r->point_count++;
}
