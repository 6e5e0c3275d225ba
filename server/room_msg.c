/* room_msg.c - messages, encoded once and shared by every viewer who needs them. */
#include "room.h"

#include "ws.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static uint64_t msg_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- the cache ---- */

static struct room_cached *cache_find(struct room *r, enum cached kind, uint64_t a, uint64_t b,
                                      uint32_t mask)
{
    for (unsigned i = 0; i < ROOM_CACHE; i++) {
        struct room_cached *c = &r->cache[i];
        if (c->kind == kind && c->a == a && c->b == b && c->mask == mask) {
            c->used = ++r->cache_clock;
            return c;
        }
    }
    return NULL;
}

static void cache_drop(struct room *r, struct room_cached *c)
{
    if (c->message)
        r->cache_bytes -= c->message->len;
    buf_put(c->message);
    memset(c, 0, sizeof *c);
}

/* A free place for `len` more bytes; the longest unused go for it. */
static struct room_cached *cache_place(struct room *r, size_t len)
{
    for (;;) {
        struct room_cached *place = NULL, *oldest = NULL;
        for (unsigned i = 0; i < ROOM_CACHE; i++) {
            struct room_cached *c = &r->cache[i];
            if (c->kind == CACHED_NONE)
                place = c;
            else if (!oldest || c->used < oldest->used)
                oldest = c;
        }
        if (place && (!oldest || r->cache_bytes + len <= room_cache_bytes_max))
            return place;
        cache_drop(r, oldest);
    }
}

/* Keeps `message` too; returns the caller's reference. */
static struct buf *cache_keep(struct room *r, enum cached kind, uint64_t a, uint64_t b,
                              uint32_t mask, struct buf *message)
{
    if (!message || message->len > room_cache_bytes_max / 4)
        return message;
    *cache_place(r, message->len) =
        (struct room_cached){kind, a, b, mask, ++r->cache_clock, buf_get(message)};
    r->cache_bytes += message->len;
    return message;
}

void msg_forget(struct room *r)
{
    for (unsigned i = 0; i < ROOM_CACHE; i++)
        if (r->cache[i].kind != CACHED_NONE)
            cache_drop(r, &r->cache[i]);
}

bool msg_step_cached(struct room *r, uint64_t step, uint32_t mask)
{
    return cache_find(r, r->steps[step - 1].big ? CACHED_DELTA : CACHED_STEP, step, 0, mask);
}

/* ---- messages about the machine ---- */

struct buf *msg_snapshot(struct room *r, uint64_t seq, uint32_t mask)
{
    struct room_cached *c = cache_find(r, CACHED_SNAPSHOT, seq, r->step_count, mask);
    struct enc_view view;
    struct jw w = jw_new((size_t)256 << 20);
    uint64_t began = msg_now_ns();

    if (c)
        return buf_get(c->message);
    room_stand(r, seq);
    enc_view_read(r->m, &view);
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "snapshot");
    room_place_write(r, &w, seq);
    jw_kv_hash(&w, "hash", mm_hash(r->m));
    jw_kv_u64(&w, "clock_ns", mm_get(r->m, MM_F_machine_clock_ns, 0));
    jw_key(&w, "view_hash");
    enc_view_write(&w, &view, mask);
    jw_key(&w, "records");
    enc_records(&w, r->m, mask);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    rooms_note(r->rooms, 0, 0, msg_now_ns() - began);
    return cache_keep(r, CACHED_SNAPSHOT, seq, r->step_count, mask, message);
}

static void msg_step_head(struct room *r, struct jw *w, const char *type, uint64_t step)
{
    const struct room_step *s = &r->steps[step - 1];

    jw_kv_text(w, "type", type);
    jw_kv_u64(w, "step", step);
    jw_kv_u64(w, "first", s->first);
    jw_kv_u64(w, "seq", s->last);
    jw_kv_text(w, "command", s->line);
    jw_kv_bool(w, "ok", s->ok);
    jw_kv_u64(w, "clock_ns", s->clock_ns);
    jw_kv_hash(w, "hash", s->hash);
    if (s->note) {
        jw_key(w, "note");
        jw_raw(w, s->note, strlen(s->note));
    }
}

static void msg_events(struct jw *w, const struct capture *c, uint32_t mask)
{
    jw_key(w, "events");
    jw_open(w, '[');
    for (size_t i = 0; i < c->event_count; i++)
        enc_event_row(w, &c->events[i]);
    jw_close(w, ']');
    jw_key(w, "changes");
    enc_changes(w, c->changes, c->at, c->change_count, mask);
}

static struct buf *msg_step_build(struct room *r, uint64_t step, const struct capture *c,
                                  uint32_t mask)
{
    struct jw w = jw_new(0);
    uint64_t began = msg_now_ns();

    jw_open(&w, '{');
    msg_step_head(r, &w, "step", step);
    jw_key(&w, "view_hash");
    enc_view_write(&w, &r->steps[step - 1].view, mask);
    msg_events(&w, c, mask);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    rooms_note(r->rooms, 0, 0, msg_now_ns() - began);
    return cache_keep(r, CACHED_STEP, step, 0, mask, message);
}

void msg_step_live(struct room *r, uint64_t step)
{
    uint32_t masks[4] = {ENC_ALL};
    unsigned count = 1;

    for (const struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next) {
        unsigned i = 0;
        while (i < count && masks[i] != v->sections)
            i++;
        if (i == count && count < 4)
            masks[count++] = v->sections;
    }
    for (unsigned i = 0; i < count; i++)
        buf_put(msg_step_build(r, step, &r->live, masks[i]));
}

struct buf *msg_step(struct room *r, uint64_t step, uint32_t mask)
{
    struct room_cached *c = cache_find(r, CACHED_STEP, step, 0, mask);

    if (c)
        return buf_get(c->message);
    capture_clear(&r->again);
    if (mm_replay_step(r->m, step, &r->again.sink) != MM_OK)
        return NULL;
    return msg_step_build(r, step, &r->again, mask);
}

static void msg_totals(struct jw *w, const uint64_t before[EV_COUNT], const struct mm *m)
{
    jw_key(w, "totals");
    jw_open(w, '{');
    for (unsigned e = 0; e < EV_COUNT; e++) {
        uint64_t n = mm_get(m, MM_F_evcount_count, e) - before[e];
        if (n)
            jw_kv_u64(w, mm_event_rows[e].name, n);
    }
    jw_close(w, '}');
}

struct buf *msg_delta(struct room *r, uint64_t step, uint32_t mask)
{
    struct room_cached *c = cache_find(r, CACHED_DELTA, step, 0, mask);
    struct jw w = jw_new((size_t)256 << 20);
    uint64_t before[EV_COUNT];

    if (c)
        return buf_get(c->message);
    room_stand(r, room_step_end(r, step - 1));
    struct enc_shadow *shadow = enc_shadow_take(r->m);
    if (!shadow)
        return NULL;
    for (unsigned e = 0; e < EV_COUNT; e++)
        before[e] = mm_get(r->m, MM_F_evcount_count, e);
    room_stand(r, room_step_end(r, step));
    jw_open(&w, '{');
    msg_step_head(r, &w, "delta", step);
    jw_kv_u64(&w, "from", step - 1);
    jw_kv_u64(&w, "to", step);
    jw_key(&w, "view_hash");
    enc_view_write(&w, &r->steps[step - 1].view, mask);
    msg_totals(&w, before, r->m);
    jw_key(&w, "changes");
    enc_delta(&w, shadow, r->m, mask);
    jw_close(&w, '}');
    enc_shadow_free(shadow);
    return cache_keep(r, CACHED_DELTA, step, 0, mask, jw_take(&w));
}

struct buf *msg_part(struct room *r, uint64_t first, uint64_t last, uint32_t mask)
{
    struct room_cached *c = cache_find(r, CACHED_PART, first, last, mask);
    struct jw w = jw_new(0);
    struct enc_view view;
    uint64_t step = room_step_of(r, last);

    if (c)
        return buf_get(c->message);
    room_stand(r, last);
    enc_view_read(r->m, &view);
    capture_clear(&r->again);
    if (mm_replay_events(r->m, first, last, &r->again.sink) != MM_OK || r->again.over)
        return NULL;
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "part");
    jw_kv_u64(&w, "step", step);
    jw_kv_u64(&w, "first", first);
    jw_kv_u64(&w, "seq", last);
    jw_kv_text(&w, "command", r->steps[step - 1].line);
    jw_key(&w, "view_hash");
    enc_view_write(&w, &view, mask);
    msg_events(&w, &r->again, mask);
    jw_close(&w, '}');
    return cache_keep(r, CACHED_PART, first, last, mask, jw_take(&w));
}

/* ---- messages about the room ---- */

static void msg_playing(const struct room *r, struct jw *w)
{
    jw_key(w, "playing");
    if (!r->play.on) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    char speed[32];
    int n = snprintf(speed, sizeof speed, "%.3f", r->play.speed);
    jw_key(w, "speed");
    jw_raw(w, speed, (size_t)n);
    jw_kv_text(w, "grain", r->play.by_event ? "event" : "command");
    jw_kv_i64(w, "dir", r->play.dir);
    jw_close(w, '}');
}

struct buf *msg_cursor(struct room *r, uint64_t seq, bool followed)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "cursor");
    room_place_write(r, &w, seq);
    if (followed) {
        msg_playing(r, &w);
    } else {
        jw_key(&w, "playing");
        jw_null(&w);
    }
    jw_kv_bool(&w, "following", followed);
    jw_close(&w, '}');
    return jw_take(&w);
}

enum { TIMELINE_ROWS = 2000 };

struct buf *msg_timeline(struct room *r, uint64_t from_seq)
{
    struct jw w = jw_new(0);
    size_t first = 0, notable = 0;

    while (first < r->point_count && r->points[first].seq <= from_seq && from_seq)
        first++;
    while (notable < r->live.notable_count && r->live.notable[notable].seq <= from_seq)
        notable++;
    size_t rows = r->point_count - first, gap = rows / TIMELINE_ROWS + 1;
    size_t marks = r->live.notable_count - notable, mark_gap = marks / TIMELINE_ROWS + 1;
    jw_open(&w, '{');
    jw_kv_text(&w, "type", "timeline");
    jw_kv_u64(&w, "from", from_seq);
    jw_kv_u64(&w, "step", r->step_count);
    jw_kv_u64(&w, "seq", room_head(r));
    jw_key(&w, "rows");
    jw_open(&w, '[');
    for (size_t i = first; i < r->point_count; i++) {
        const struct room_point *p = &r->points[i];
        if ((i - first) % gap && i + 1 != r->point_count)
            continue;
        jw_open(&w, '[');
        jw_u64(&w, p->seq);
        jw_u64(&w, p->step);
        jw_u64(&w, p->clock_ns);
        jw_u64(&w, p->free_pages);
        jw_u64(&w, p->pgfault);
        jw_u64(&w, p->tlb_hits);
        jw_u64(&w, p->tlb_misses);
        jw_close(&w, ']');
    }
    jw_close(&w, ']');
    jw_key(&w, "notable");
    jw_open(&w, '[');
    for (size_t i = notable; i < r->live.notable_count; i += mark_gap) {
        jw_open(&w, '[');
        jw_u64(&w, r->live.notable[i].seq);
        jw_text(&w, mm_event_rows[r->live.notable[i].type].name);
        jw_close(&w, ']');
    }
    jw_close(&w, ']');
    jw_close(&w, '}');
    return jw_take(&w);
}

struct buf *msg_people(struct room *r)
{
    struct jw w = jw_new(0);
    unsigned n = 0;

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "people");
    jw_kv_u64(&w, "count", r->viewer_count);
    jw_key(&w, "viewers");
    jw_open(&w, '[');
    for (const struct viewer *v = r->viewers.room_next; v != &r->viewers && n < 50;
         v = v->room_next, n++) {
        jw_open(&w, '{');
        jw_kv_text(&w, "viewer", v->name);
        jw_kv_text(&w, "role", v->presenter ? "presenter" : "viewer");
        jw_close(&w, '}');
    }
    jw_close(&w, ']');
    jw_close(&w, '}');
    return jw_take(&w);
}

void room_broadcast(struct room *r, struct buf *message)
{
    for (struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next)
        ws_send(v, message);
}
