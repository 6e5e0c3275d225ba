/* room_compare.c - GET …/compare?with=ID: this room's steps and figures go to the other room's worker as flat bytes,
 * which answers. Neither worker ever looks into a room of the other. */
#include "room.h"

#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one room tells the other; the steps, and then the figures, follow it in the job's text. */
struct compare_head {
    char id[ROOM_ID_MAX + 1], title[ROOM_TITLE_LEN], parent[ROOM_ID_MAX + 1];
    uint64_t parent_step, steps, step, figures;
    bool beside; /* the other room stands beside `step`; else at its own cursor */
};

/* Figures that are set side by side: every visible field of these kinds. */
static const enum mm_record_kind figure_kinds[] = {MM_R_machine, MM_R_zone, MM_R_counter,
                                                   MM_R_tlbstat, MM_R_sysctl};
enum { FIGURE_KINDS = sizeof figure_kinds / sizeof figure_kinds[0] };

struct figure {
    uint32_t kind, field; /* numbers of the tables */
    uint64_t id, value;
};

typedef void figure_fn(void *ctx, const struct figure *f);

static void figures_each(const struct mm *m, figure_fn *each, void *ctx)
{
    for (unsigned k = 0; k < FIGURE_KINDS; k++) {
        const struct mm_kind_row *kind = &mm_kind_rows[figure_kinds[k]];
        uint32_t ids = mm_record_count(m, figure_kinds[k]);

        for (uint32_t id = 0; id < ids; id++)
            for (uint32_t f = kind->field_first; f < kind->field_first + kind->field_count; f++)
                if (mm_field_rows[f].visibility == 'V') {
                    struct figure one = {kind->kind, f, id, mm_get(m, (enum mm_field_id)f, id)};
                    each(ctx, &one);
                }
    }
}

static void figure_keep(void *ctx, const struct figure *f)
{
    wr_bytes(ctx, f, sizeof *f);
}

static uint64_t steps_told(const struct room *r)
{
    return r->step_count < COMPARE_STEPS_MAX ? r->step_count : COMPARE_STEPS_MAX;
}

static struct compare_step step_told(const struct room *r, uint64_t i)
{
    const char *line = r->steps[i].line;

    return (struct compare_step){compare_line_hash(line), r->steps[i].view,
                                 compare_text_hash(line)};
}

static job_fn compare_answer;

/* On the worker of the first room. */
void job_compare(struct room *r, struct job *j)
{
    struct compare_head head = {.parent_step = r->parent_step, .steps = steps_told(r)};
    const char *with = NULL;
    uint64_t seq = r->at_seq;
    struct job *on;

    if (job_text(j, "with", &with) != 1 || strlen(with) > ROOM_ID_MAX) {
        job_refuse_field(j, 400, "arguments", "with is the id of another room", "with");
        return;
    }
    if (!room_ready(r, j) || !room_position(r, j, &seq))
        return;
    head.beside = job_u64(j, "step", &head.step) == 1;
    head.step = room_step_of(r, seq);
    room_stand(r, room_step_end(r, head.step));
    snprintf(head.id, sizeof head.id, "%s", r->id);
    snprintf(head.title, sizeof head.title, "%s", r->title);
    snprintf(head.parent, sizeof head.parent, "%s", r->parent);
    on = job_new(compare_answer, NEED_READ, j->type);
    if (!on) {
        job_refuse(j, 503, "memory", "out of memory");
        return;
    }
    struct writer figures = {.max = 0};
    figures_each(r->m, figure_keep, &figures);
    head.figures = wr_len(&figures) / sizeof(struct figure);
    wr_bytes(&on->text, &head, sizeof head);
    for (uint64_t i = 0; i < head.steps; i++) {
        const struct compare_step s = step_told(r, i);
        wr_bytes(&on->text, &s, sizeof s);
    }
    if (figures.b)
        wr_bytes(&on->text, buf_data(figures.b), figures.b->len);
    wr_drop(&figures);
    strcpy(on->token, j->token);
    on->req = j->req;
    j->req = NULL;
    if (rooms_post(r->rooms, with, on) != POST_OK) {
        job_refuse_field(on, 404, "no-room", "there is no such room to compare with", "with");
        job_free(on);
    }
}

/* ---- on the worker of the other room ---- */

struct side {
    struct jw *w;
    const struct figure *a;
    uint64_t count, at, all, differ;
};

static void figure_name(const struct figure *f, char *out, size_t size)
{
    const char *field = mm_field_rows[f->field].name;

    if (f->kind == MM_R_counter)
        snprintf(out, size, "vmstat.%s", mm_counter_names[f->id]);
    else if (f->kind == MM_R_sysctl)
        snprintf(out, size, "sysctl.%s", mm_sysctl_rows[f->id].key);
    else if (f->kind == MM_R_machine)
        snprintf(out, size, "%s", field);
    else
        snprintf(out, size, "%s%llu.%s", mm_kind_rows[f->kind].name, (unsigned long long)f->id,
                 field);
}

/* Both lists are in the same order; a figure that one side lacks (another machine) is left out. */
static void figure_beside(void *ctx, const struct figure *b)
{
    struct side *s = ctx;
    uint64_t at = s->at;
    char name[96];

    while (at < s->count &&
           (s->a[at].kind != b->kind || s->a[at].field != b->field || s->a[at].id != b->id))
        at++;
    if (at == s->count)
        return;
    s->at = at + 1;
    s->all++;
    if (s->a[at].value == b->value)
        return;
    s->differ++;
    figure_name(b, name, sizeof name);
    jw_open(s->w, '{');
    jw_kv_text(s->w, "name", name);
    jw_kv_text(s->w, "unit", mm_field_rows[b->field].unit);
    jw_kv_text(s->w, "en", mm_field_rows[b->field].en);
    jw_kv_text(s->w, "zh", mm_field_rows[b->field].zh);
    jw_key(s->w, "a");
    enc_value(s->w, &mm_field_rows[b->field], s->a[at].value);
    jw_key(s->w, "b");
    enc_value(s->w, &mm_field_rows[b->field], b->value);
    jw_close(s->w, '}');
}

static void write_pairs(struct jw *w, const struct compare_pairs *p)
{
    jw_kv_u64(w, "common", p->common);
    jw_key(w, "pairs");
    jw_open(w, '[');
    for (size_t i = 0; i < p->count; i++) {
        jw_u64(w, p->runs[i].a);
        jw_u64(w, p->runs[i].b);
        jw_u64(w, p->runs[i].count);
    }
    jw_close(w, ']');
    jw_key(w, "first");
    if (!p->a) {
        jw_null(w);
        return;
    }
    jw_open(w, '{');
    jw_kv_u64(w, "a", p->a);
    jw_kv_u64(w, "b", p->b);
    jw_key(w, "sections");
    jw_open(w, '[');
    for (unsigned i = 0; i < enc_section_count(); i++)
        if (p->differing & enc_section_bit(enc_section_name(i)))
            jw_text(w, enc_section_name(i));
    jw_close(w, ']');
    jw_close(w, '}');
}

static void write_room(struct jw *w, const char *key, const char *id, const char *title,
                       const char *parent, uint64_t parent_step, uint64_t steps)
{
    jw_key(w, key);
    jw_open(w, '{');
    jw_kv_text(w, "id", id);
    jw_kv_text(w, "title", title);
    jw_kv_text(w, "parent", parent[0] ? parent : NULL);
    jw_kv_u64(w, "parent_step", parent_step);
    jw_kv_u64(w, "steps", steps);
    jw_close(w, '}');
}

static void compare_write(struct room *r, struct job *j, const struct compare_head *head,
                          const struct figure *figures, const struct compare_pairs *p)
{
    uint64_t step = head->beside ? compare_beside(p, head->step) : room_step_of(r, r->at_seq);
    struct jw w;

    room_stand(r, room_step_end(r, step));
    struct side side = {&w, figures, head->figures, 0, 0, 0};
    job_open(j, &w);
    write_room(&w, "a", head->id, head->title, head->parent, head->parent_step, head->steps);
    write_room(&w, "b", r->id, r->title, r->parent, r->parent_step, steps_told(r));
    write_pairs(&w, p);
    jw_key(&w, "at");
    jw_open(&w, '{');
    jw_kv_u64(&w, "a", head->step);
    jw_kv_u64(&w, "b", step);
    jw_close(&w, '}');
    jw_key(&w, "differing");
    jw_open(&w, '[');
    figures_each(r->m, figure_beside, &side);
    jw_close(&w, ']');
    jw_kv_u64(&w, "values", side.all);
    job_close(j, 200, &w);
}

static void compare_answer(struct room *r, struct job *j)
{
    struct buf *told = wr_take(&j->text);
    struct compare_head head;
    struct compare_pairs pairs;

    if (!told) {
        job_refuse(j, 503, "memory", "out of memory");
        return;
    }
    if (!room_ready(r, j)) {
        buf_put(told);
        return;
    }
    memcpy(&head, buf_data(told), sizeof head);
    uint64_t own_count = steps_told(r);
    struct compare_step *theirs = calloc(head.steps + 1, sizeof *theirs);
    struct compare_step *own = calloc(own_count + 1, sizeof *own);
    struct figure *figures = calloc(head.figures + 1, sizeof *figures);
    if (theirs && own && figures) {
        const char *at = buf_data(told) + sizeof head;
        memcpy(theirs, at, head.steps * sizeof *theirs);
        memcpy(figures, at + head.steps * sizeof *theirs, head.figures * sizeof *figures);
        for (uint64_t i = 0; i < own_count; i++)
            own[i] = step_told(r, i);
    }
    if (theirs && own && figures && compare_pair(theirs, head.steps, own, own_count, &pairs)) {
        compare_write(r, j, &head, figures, &pairs);
        free(pairs.runs);
    } else {
        job_refuse(j, 503, "memory", "out of memory");
    }
    free(theirs);
    free(own);
    free(figures);
    buf_put(told);
}
