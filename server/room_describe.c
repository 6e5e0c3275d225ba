/* room_describe.c - what a room is, as an object; and its end. */
#include "room.h"

#include <stdio.h>
#include <string.h>

void room_steps_write(const struct room *r, struct jw *w, uint64_t from)
{
    jw_key(w, "steps");
    jw_open(w, '[');
    for (size_t i = (size_t)from; i < r->step_count; i++) {
        const struct room_step *s = &r->steps[i];
        jw_open(w, '[');
        jw_u64(w, s->first);
        jw_u64(w, s->last);
        jw_text(w, s->line);
        jw_u64(w, s->clock_ns);
        jw_text(w, s->big ? "delta" : "step");
        if (s->note)
            jw_raw(w, s->note, strlen(s->note));
        jw_close(w, ']');
    }
    jw_close(w, ']');
}

static void describe_inputs(const struct room *r, struct jw *w)
{
    struct session_input in;

    jw_key(w, "inputs");
    jw_open(w, '[');
    for (unsigned i = 0; r->session && session_input(r->session, i, &in); i++) {
        jw_open(w, '{');
        jw_kv_text(w, "kind", in.kind);
        jw_kv_text(w, "name", in.name);
        jw_kv_u64(w, "accesses", in.accesses);
        jw_kv_u64(w, "lines", in.lines);
        jw_kv_u64(w, "malformed", in.malformed);
        jw_kv_text(w, "first_malformed", in.first_malformed);
        jw_kv_u64(w, "areas", in.areas);
        jw_kv_bool(w, "inferred", in.inferred);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void describe_config(const struct room *r, struct jw *w)
{
    jw_key(w, "config");
    if (!r->m) {
        jw_null(w);
        return;
    }
    const struct mm_config *c = mm_config_of(r->m);
    jw_open(w, '{');
    jw_kv_text(w, "profile", c->profile);
    jw_kv_u64(w, "memory_bytes", c->memory_bytes);
    jw_key(w, "kernel_bytes");
    if (c->kernel_bytes == MM_KERNEL_AUTO)
        jw_null(w);
    else
        jw_u64(w, c->kernel_bytes);
    jw_kv_u64(w, "frames", mm_record_count(r->m, MM_R_frame));
    jw_kv_u64(w, "cpus", c->cpus);
    jw_kv_u64(w, "nodes", c->nodes);
    jw_kv_u64(w, "zones", mm_record_count(r->m, MM_R_zone));
    jw_kv_u64(w, "paging_levels", c->paging_levels);
    jw_kv_bool(w, "pcid", c->pcid != 0);
    jw_kv_u64(w, "seed", c->seed);
    jw_key(w, "tlb");
    jw_open(w, '[');
    for (unsigned i = 0; i < MM_TLB_LEVELS_MAX; i++) {
        if (!c->tlb[i].ways)
            continue;
        jw_open(w, '{');
        jw_kv_u64(w, "entries", (uint64_t)c->tlb[i].sets * c->tlb[i].ways);
        jw_kv_u64(w, "sets", c->tlb[i].sets);
        jw_kv_u64(w, "ways", c->tlb[i].ways);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_key(w, "costs");
    jw_open(w, '{');
    for (unsigned i = 0; i < COST_COUNT; i++)
        jw_kv_u64(w, mm_cost_rows[i].name, c->cost_ns[i]);
    jw_close(w, '}');
    jw_close(w, '}');
}

/* The hash at a position; null inside a step while lines run. */
static void describe_hash(struct room *r, struct jw *w, const char *key, uint64_t seq)
{
    uint64_t step = room_step_of(r, seq);

    if (!room_inside(r, seq) && r->m) {
        jw_kv_hash(w, key, step ? r->steps[step - 1].hash : r->boot_hash);
        return;
    }
    jw_key(w, key);
    if (r->run.active || r->broken || !r->m) {
        jw_null(w);
        return;
    }
    room_stand(r, seq);
    jw_hash(w, mm_hash(r->m));
}

static void describe_state(struct room *r, struct jw *w)
{
    uint64_t done, total;

    jw_kv_text(w, "state",
               r->broken       ? "broken"
               : r->opening    ? "opening"
               : r->run.active ? "busy"
                               : "ready");
    if (r->broken)
        jw_kv_text(w, "broken", r->broken_why);
    if (r->opening) {
        room_open_progress(r, &done, &total);
        jw_key(w, "progress");
        jw_open(w, '{');
        jw_kv_u64(w, "done", done);
        jw_kv_u64(w, "total", total);
        jw_close(w, '}');
    }
    jw_key(w, "stored");
    if (store_wanted(rooms_kept(r->rooms)))
        jw_bool(w, room_stored(r));
    else
        jw_null(w);
    if (r->differs.step) {
        jw_key(w, "differs");
        jw_open(w, '{');
        jw_kv_u64(w, "step", r->differs.step);
        jw_kv_u64(w, "model", r->differs.model);
        jw_kv_u64(w, "was", r->differs.was);
        jw_kv_u64(w, "left", r->differs.left);
        jw_close(w, '}');
    }
    if (r->replay)
        jw_kv_text(w, "replay", r->replay);
}

void room_describe(struct room *r, struct jw *w, bool steps)
{
    char url[64];

    snprintf(url, sizeof url, "/r/%s", r->id);
    jw_kv_text(w, "id", r->id);
    jw_kv_text(w, "url", url);
    jw_kv_text(w, "title", r->title);
    jw_kv_bool(w, "public", r->is_public);
    jw_kv_text(w, "lesson", r->lesson[0] ? r->lesson : NULL);
    jw_key(w, "parent");
    if (r->parent[0]) {
        jw_open(w, '{');
        jw_kv_text(w, "id", r->parent);
        jw_kv_u64(w, "step", r->parent_step);
        jw_close(w, '}');
    } else {
        jw_null(w);
    }
    describe_state(r, w);
    jw_key(w, "problem");
    if (r->trouble)
        jw_raw(w, buf_data(r->trouble), r->trouble->len);
    else
        jw_null(w);
    describe_config(r, w);
    if (r->opening) {
        room_open_place(r, w);
    } else {
        room_place_write(r, w, r->at_seq);
        describe_hash(r, w, "hash", r->at_seq);
        describe_hash(r, w, "head_hash", room_head(r));
    }
    jw_kv_u64(w, "viewers", r->viewer_count);
    bool presenter = false;
    for (const struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next)
        presenter |= v->presenter;
    jw_kv_bool(w, "presenter", presenter);
    if (steps) {
        describe_inputs(r, w);
        room_steps_write(r, w, 0);
    }
}

void job_room(struct room *r, struct job *j)
{
    struct jw w;

    job_open(j, &w);
    room_describe(r, &w, true);
    job_close(j, 200, &w);
}

void job_delete(struct room *r, struct job *j)
{
    if (r->kept) {
        job_refuse(j, 403, "kept", "this room belongs to the installation");
        return;
    }
    r->closing = true;
    store_delete(r->log);
    room_reply(r, j, 204, NULL);
}
