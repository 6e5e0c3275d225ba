/* room_pos.c - positions: which step a seq lies in, and bringing the machine there. */
#include "room.h"

#include <string.h>

uint64_t room_head(const struct room *r)
{
    return r->step_count ? r->steps[r->step_count - 1].last : 0;
}

uint64_t room_step_end(const struct room *r, uint64_t step)
{
    return step ? r->steps[step - 1].last : 0;
}

uint64_t room_step_of(const struct room *r, uint64_t seq)
{
    size_t low = 0, high = r->step_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->steps[mid].last < seq)
            low = mid + 1;
        else
            high = mid;
    }
    return seq ? (uint64_t)low + 1 : 0;
}

bool room_inside(const struct room *r, uint64_t seq)
{
    return seq != 0 && r->steps[room_step_of(r, seq) - 1].last != seq;
}

void room_stand(struct room *r, uint64_t seq)
{
    uint64_t step = room_step_of(r, seq);

    if (mm_seq(r->m) == seq && mm_inside(r->m) == room_inside(r, seq))
        return;
    if (room_step_end(r, step) == seq)
        mm_seek_step(r->m, step);
    else
        mm_seek_seq(r->m, seq);
}

bool room_position(struct room *r, struct job *j, uint64_t *seq)
{
    uint64_t step = 0, at = 0;
    int by_step = job_u64(j, "step", &step), by_seq = job_u64(j, "seq", &at);
    struct refusal p = {.status = 400, .kind = "position", .field = by_step < 0 ? "step" : "seq"};

    if (by_step < 0 || by_seq < 0) {
        p.detail = "a step or seq is a whole number";
    } else if (by_step && by_seq) {
        p.detail = "give step or seq, not both";
    } else if (by_step && step > r->step_count) {
        p.status = 404;
        p.field = "step";
        p.detail = "the history has no such step";
        p.limit = r->step_count;
    } else if (by_seq && at > room_head(r)) {
        p.status = 404;
        p.detail = "the history has no such event";
        p.limit = room_head(r);
    } else {
        if (by_step)
            *seq = room_step_end(r, step);
        if (by_seq)
            *seq = at;
        return true;
    }
    job_refusal(j, &p);
    return false;
}

void room_place_write(const struct room *r, struct jw *w, uint64_t seq)
{
    jw_kv_u64(w, "step", room_step_of(r, seq));
    jw_kv_u64(w, "seq", seq);
    jw_kv_bool(w, "inside", room_inside(r, seq));
    jw_key(w, "head");
    jw_open(w, '{');
    jw_kv_u64(w, "step", r->step_count);
    jw_kv_u64(w, "seq", room_head(r));
    jw_close(w, '}');
}
