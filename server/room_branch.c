/* room_branch.c - a history that leaves another at a step, in a room of its own. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A room whose history is this one's up to `step`. NULL: refused. */
static struct room *branch_make(struct room *r, struct job *j, uint64_t step)
{
    struct mm_fail fail = {.err = MM_OK};
    struct room_plan plan = {.title = r->title, .is_private = !r->is_public};

    room_stand(r, room_step_end(r, step));
    struct mm *m = mm_branch(r->m, step, &fail);
    struct room *b = m ? room_new(r->rooms, &plan, r->worker) : NULL;
    struct room_step *steps = b ? calloc(step + 1, sizeof *steps) : NULL;
    struct session *s = steps ? session_branch(r->session, m) : NULL;
    if (!s) {
        mm_free(m);
        if (b)
            room_free(b);
        free(steps);
        job_refuse(j, 503, "memory", "there is no memory for a branch");
        return NULL;
    }
    b->session = s;
    b->m = m;
    b->steps = steps;
    b->step_room = step + 1;
    b->step_count = step;
    for (uint64_t i = 0; i < step; i++) {
        steps[i] = r->steps[i];
        steps[i].line = r->steps[i].line ? strdup(r->steps[i].line) : NULL;
        steps[i].note = r->steps[i].note ? strdup(r->steps[i].note) : NULL;
    }
    b->at_seq = room_step_end(b, step);
    b->parent_step = step;
    b->boot_hash = r->boot_hash;
    strcpy(b->parent, r->id);
    strcpy(b->machine_line, r->machine_line);
    mm_observe(m, &b->live.sink);
    room_points_add(b, true);
    return b;
}

/* It joins the others, its log beginning as its parent's. An HTTP status when it cannot; it is freed then. */
static unsigned branch_adopt(struct room *r, struct room *b)
{
    unsigned status = rooms_adopt(r->rooms, b);

    if (!status)
        room_log_branch(b, r); /* the same worker: no line of its own has run */
    return status;
}

static void branch_describe(const struct room *r, const struct room *b, struct jw *w)
{
    char url[64];

    snprintf(url, sizeof url, "/r/%s", b->id);
    jw_kv_text(w, "id", b->id);
    jw_kv_text(w, "url", url);
    jw_kv_text(w, "presenter_token", b->presenter_token);
    if (b->viewer_token[0])
        jw_kv_text(w, "viewer_token", b->viewer_token);
    jw_key(w, "parent");
    jw_open(w, '{');
    jw_kv_text(w, "id", r->id);
    jw_kv_u64(w, "step", b->parent_step);
    jw_close(w, '}');
}

static void branch_full(struct room *r, struct job *j)
{
    struct refusal p = {.status = 429,
                        .kind = "rooms",
                        .limit = room_options(r)->max_rooms,
                        .detail = "there are as many rooms as the server takes"};
    job_refusal(j, &p);
}

void job_branch(struct room *r, struct job *j)
{
    uint64_t step = room_step_of(r, r->at_seq);
    char location[64];
    struct jw w;

    if (!room_ready(r, j))
        return;
    if (job_u64(j, "step", &step) < 0 || step > r->step_count) {
        struct refusal p = {.status = 404,
                            .kind = "position",
                            .field = "step",
                            .limit = r->step_count,
                            .detail = "the history has no such step"};
        job_refusal(j, &p);
        return;
    }
    struct room *b = branch_make(r, j, step);
    if (!b)
        return;
    job_open(j, &w);
    branch_describe(r, b, &w);
    snprintf(location, sizeof location, "/api/v1/rooms/%s", b->id);
    if (branch_adopt(r, b)) {
        wr_drop(&w.out);
        branch_full(r, j);
        return;
    }
    if (j->req)
        memcpy(j->req->reply.location, location, sizeof location);
    jw_close(&w, '}');
    room_reply(b, j, 201, jw_take(&w));
}

/* The lines run in the branch, which answers; its presenter token goes with the answer. */
void room_branch_run(struct room *r, struct job *j)
{
    uint64_t step = room_step_of(r, r->at_seq);
    char id[ROOM_ID_MAX + 1];
    struct job *moved = job_new(job_commands, NEED_NONE, j->type);

    /* a page of a lesson that looks into a step tells of all of it */
    if (room_inside(r, r->at_seq) && !r->course)
        step--;
    struct room *b = moved ? branch_make(r, j, step) : NULL;
    if (!b) {
        if (moved)
            job_free(moved);
        return;
    }
    strcpy(id, b->id);
    b->run.tell_token = true;
    if (branch_adopt(r, b)) {
        job_free(moved);
        branch_full(r, j);
        return;
    }
    moved->req = j->req;
    moved->args = j->args;
    moved->text = j->text;
    moved->viewer = j->viewer ? viewer_get(j->viewer) : NULL;
    cJSON_DeleteItemFromObjectCaseSensitive(moved->args, "branch");
    cJSON_DeleteItemFromObjectCaseSensitive(moved->args, "at_step");
    j->req = NULL;
    j->args = NULL;
    j->text = (struct writer){.max = 0};
    if (rooms_post(r->rooms, id, moved) != POST_OK) {
        job_refuse(moved, 503, "closed", "the branch could not be run");
        job_free(moved);
    }
}
