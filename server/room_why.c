/* room_why.c - why is this so: from a thing, or an event, back to the command. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum {
    WHY_CHANGES = 24, /* of the event that last changed the thing */
    WHY_BACK = 20000, /* events looked at behind it for its causes */
    WHY_CHAIN = 40,
    WHY_MS = 900
};

/* A sink that keeps the last event to change one thing, and what it changed. */
struct why_find {
    uint32_t kind;
    uint64_t id, seq, at;
    struct mm_change changes[WHY_CHANGES];
    unsigned count;
};

static void find_event(void *ctx, const struct mm_event *e)
{
    ((struct why_find *)ctx)->seq = e->seq;
}

static void find_change(void *ctx, const struct mm_change *c)
{
    struct why_find *f = ctx;

    if (c->kind != f->kind || c->id != f->id)
        return;
    if (f->at != f->seq) {
        f->at = f->seq;
        f->count = 0;
    }
    if (f->count < WHY_CHANGES)
        f->changes[f->count++] = *c;
}

static bool find_in_step(struct room *r, struct why_find *f, uint64_t step, uint64_t until)
{
    const struct room_step *s = &r->steps[step - 1];
    const struct mm_sink sink = {.event = find_event, .change = find_change, .ctx = f};
    uint64_t last = until < s->last ? until : s->last;

    f->at = 0;
    if (last >= s->first)
        mm_replay_events(r->m, s->first, last, &sink);
    return f->at != 0;
}

/* Which step a record says last touched it; 0 when it does not say. */
static uint64_t find_hint(const struct room *r, enum mm_record_kind kind, uint64_t id)
{
    switch (kind) {
    case MM_R_frame: return mm_get(r->m, MM_F_frame_step, id);
    case MM_R_vma: return mm_get(r->m, MM_F_vma_step, id);
    case MM_R_proc: return mm_get(r->m, MM_F_proc_step, id);
    default: return 0;
    }
}

/* The last change at or before `until`: where the record points to, else step by step backwards. */
static bool find_last(struct room *r, struct why_find *f, uint64_t until, bool *gave_up)
{
    uint64_t top = room_step_of(r, until), began = room_now_ms();
    uint64_t hint = find_hint(r, (enum mm_record_kind)f->kind, f->id);

    *gave_up = false;
    if (hint && hint <= top && find_in_step(r, f, hint, until)) {
        struct why_find later = *f;
        /* The hint covers what the module counts as a touch; a later step may have changed a field. */
        for (uint64_t step = top; step > hint && room_now_ms() - began < WHY_MS / 3; step--)
            if (find_in_step(r, &later, step, until)) {
                *f = later;
                break;
            }
        return true;
    }
    for (uint64_t step = top; step > 0; step--) {
        if (find_in_step(r, f, step, until))
            return true;
        if (room_now_ms() - began > WHY_MS) {
            *gave_up = true;
            return false;
        }
    }
    return false;
}

static void why_event(const struct room *r, struct jw *w, const struct mm_event *e)
{
    jw_open(w, '{');
    jw_kv_u64(w, "seq", e->seq);
    jw_kv_u64(w, "step", room_step_of(r, e->seq));
    jw_kv_text(w, "event", mm_event_rows[e->type].name);
    jw_kv_u64(w, "cpu", e->cpu);
    jw_key(w, "args");
    enc_event_args(w, e);
    jw_close(w, '}');
}

/* From seq back along the causes, newest first. */
static void why_chain(struct room *r, struct jw *w, uint64_t seq)
{
    struct capture c;
    uint64_t low = seq > WHY_BACK ? seq - WHY_BACK : 1;

    capture_init(&c, WHY_BACK + 1, false);
    if (low < r->steps[room_step_of(r, seq) - 1].first)
        low = r->steps[room_step_of(r, seq) - 1].first;
    mm_replay_events(r->m, low, seq, &c.sink);
    jw_key(w, "chain");
    jw_open(w, '[');
    for (unsigned n = 0; seq && n < WHY_CHAIN; n++) {
        if (seq < low || c.event_count == 0) { /* far back: the command itself, most often */
            capture_clear(&c);
            if (mm_replay_events(r->m, seq, seq, &c.sink) != MM_OK || c.event_count != 1)
                break;
            low = seq;
        }
        const struct mm_event *e = &c.events[seq - low];
        why_event(r, w, e);
        seq = e->cause_distance ? e->seq - e->cause_distance : 0;
    }
    jw_close(w, ']');
    capture_fini(&c);
}

static void why_changes(struct jw *w, const struct why_find *f)
{
    jw_key(w, "changed");
    jw_open(w, '{');
    for (unsigned i = 0; i < f->count; i++) {
        const struct mm_change *c = &f->changes[i];
        unsigned first = i;
        /* One entry a field: from its first value in this event to its last. */
        for (unsigned k = 0; k < i; k++)
            if (f->changes[k].field == c->field)
                first = k;
        if (first != i || enc_field_index((enum mm_field_id)c->field) < 0)
            continue;
        uint64_t after = c->after;
        for (unsigned k = i + 1; k < f->count; k++)
            if (f->changes[k].field == c->field)
                after = f->changes[k].after;
        const struct mm_field_row *row = &mm_field_rows[c->field];
        jw_key(w, row->name);
        jw_open(w, '[');
        enc_value(w, row, c->before);
        enc_value(w, row, after);
        jw_close(w, ']');
    }
    jw_close(w, '}');
}

static void why_answer(struct room *r, struct job *j, const struct why_find *f, uint64_t seq)
{
    uint64_t step = room_step_of(r, seq);
    struct jw w;

    job_open(j, &w);
    if (f) {
        jw_kv_text(&w, "kind", mm_kind_rows[f->kind].name);
        jw_kv_u64(&w, "id", f->id);
    }
    jw_kv_u64(&w, "step", step);
    jw_kv_u64(&w, "seq", seq);
    jw_kv_text(&w, "command", r->steps[step - 1].line);
    if (f)
        why_changes(&w, f);
    why_chain(r, &w, seq);
    job_close(j, 200, &w);
}

/* kind and id of a job as a record of the machine. false: refused. */
bool room_thing(struct room *r, struct job *j, enum mm_record_kind *kind, uint64_t *id)
{
    const char *name = NULL;

    if (job_text(j, "kind", &name) != 1 || (*kind = enc_kind(name)) == MM_R_ALL) {
        job_refuse_field(j, 400, "arguments", "kind is one of the records of the schema", "kind");
        return false;
    }
    if (job_u64(j, "id", id) != 1) {
        job_refuse_field(j, 400, "arguments", "id is the number of a record", "id");
        return false;
    }
    uint64_t count = *kind == MM_R_pte ? (uint64_t)mm_record_count(r->m, MM_R_frame) * 1024
                                       : mm_record_count(r->m, *kind);
    if (*id >= count) {
        struct refusal p = {.status = 404,
                            .kind = "not-found",
                            .field = "id",
                            .limit = count,
                            .detail = "there is no such record"};
        job_refusal(j, &p);
        return false;
    }
    return true;
}

void job_why(struct room *r, struct job *j)
{
    struct why_find f = {.kind = MM_R_ALL};
    enum mm_record_kind kind;
    uint64_t until = j->viewer && j->viewer->detached ? j->viewer->at_seq : r->at_seq;
    bool gave_up, of_event = j->args && !cJSON_GetObjectItemCaseSensitive(j->args, "kind");

    if (!room_ready(r, j) || !room_position(r, j, &until))
        return;
    if (of_event) {
        if (until == 0)
            job_refuse(j, 404, "not-found", "nothing has happened yet at this place");
        else
            why_answer(r, j, NULL, until);
        return;
    }
    if (!room_thing(r, j, &kind, &f.id))
        return;
    f.kind = kind;
    room_stand(r, until);
    if (find_last(r, &f, until, &gave_up))
        why_answer(r, j, &f, f.at);
    else if (gave_up)
        job_refuse(j, 503, "long", "its last change lies too far back to be found in a second");
    else
        job_refuse(j, 404, "unchanged", "nothing has changed it since the machine was booted");
}
