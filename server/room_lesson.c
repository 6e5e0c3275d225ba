/* room_lesson.c - a room that follows a lesson: run to the next open question, pages, sliders. */
#define _GNU_SOURCE 1
#include "room_lesson.h"

#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void room_problem_first(void *ctx, const struct problem *p)
{
    struct problem *kept = ctx;

    if (!kept->en[0])
        *kept = *p;
}

bool room_lesson_make(struct room *r, const struct room_plan *plan)
{
    if (!plan->course)
        return true;
    struct room_lesson *c = calloc(1, sizeof *c);
    if (!c)
        return false;
    r->course = c;
    c->play = play_new(plan->course);
    c->page = 1;
    c->revealing = -1;
    snprintf(c->prev, sizeof c->prev, "%s", plan->prev ? plan->prev : "");
    snprintf(c->next, sizeof c->next, "%s", plan->next ? plan->next : "");
    for (unsigned i = 0; c->play && plan->set && i < plan->course->slider_count; i++)
        c->play->value[i] = plan->set[i];
    if (!c->play)
        return false;
    struct buf *kept = r->extra ? NULL : room_lesson_kept(r);
    if (kept)
        r->extra = strdup(buf_data(kept));
    buf_put(kept);
    return true;
}

void room_lesson_free(struct room *r)
{
    if (r->course) {
        buf_put(r->course->problem);
        play_free(r->course->play);
    }
    free(r->course);
    r->course = NULL;
}

/* ---- running ---- */

/* The first event of a kind in the step that has just run. */
static bool see_event(struct room *r, unsigned see, uint64_t *seq)
{
    const struct room_step *s = &r->steps[r->step_count - 1];
    uint64_t found;

    if (!s->big && r->live.event_count && r->live.events[0].seq == s->first) {
        for (size_t i = 0; i < r->live.event_count; i++)
            if (r->live.events[i].type == see) {
                *seq = r->live.events[i].seq;
                return true;
            }
        return false;
    }
    bool there =
        room_jump_find(r, mm_event_rows[see].name, 1, s->first - 1, &found) && found <= s->last;
    room_stand(r, room_head(r));
    if (there)
        *seq = found;
    return there;
}

static void place(void *ctx, unsigned see, uint64_t *step, uint64_t *seq)
{
    struct room *r = ctx;

    *step = r->step_count;
    *seq = room_head(r);
    if (see != EV_COUNT && r->step_count)
        see_event(r, see, seq);
}

static void problem_keep(struct room *r, const struct problem *p)
{
    struct jw w = jw_new(0);

    if (r->course->problem)
        return;
    room_problem(&w, p);
    r->course->problem = jw_take(&w);
}

static void tell(void *ctx, const struct problem *p)
{
    problem_keep(ctx, p);
}

bool room_lesson_on(struct room *r)
{
    const struct play_host host = {.place = place, .tell = tell, .ctx = r};
    struct problem why = {.err = MM_OK};
    const char *text = NULL;
    size_t length = 0;

    if (play_on(r->course->play, r->session, &host, &text, &length) != PLAY_LINES)
        return false;
    if (session_feed(r->session, text, length, &why))
        return true;
    problem_keep(r, &why);
    r->run.failed = true;
    return false;
}

void room_lesson_trouble(struct room *r, const struct problem *p)
{
    problem_keep(r, p);
}

/* Run from where the lesson stands to the next question that is open. */
void room_lesson_run(struct room *r, struct job *j)
{
    room_session(r);
    if (!r->session) {
        if (j)
            job_refuse(j, 503, "memory", "out of memory");
        return;
    }
    r->play.on = false;
    r->run.job = j;
    r->run.active = r->run.lesson = r->run.to_start = true;
    r->run.failed = r->run.detached = r->run.cut = false;
    r->run.key[0] = 0;
    r->run.began_ms = r->run.told_ms = room_now_ms();
    r->run.from_seq = room_head(r);
    if (!r->resetting)
        room_log_begin(r, NULL, false);
    r->run.results = jw_new(0);
    jw_open(&r->run.results, '[');
    if (r->m)
        room_stand(r, room_head(r));
    if (!room_lesson_on(r))
        room_run_end(r);
}

void room_lesson_again(struct room *r, uint64_t seq)
{
    r->course->again = r->course->anew = true;
    r->course->stand = seq;
    room_lesson_run(r, NULL);
}

void job_lesson_begin(struct room *r, struct job *j)
{
    (void)j;
    room_lesson_run(r, NULL);
}

/* ---- after a run ---- */

/* Where a page stands; a page not reached: where the run is. */
uint64_t room_lesson_page_seq(const struct room *r, unsigned page)
{
    const struct lesson *l = r->course->play->lesson;

    for (unsigned i = 0; i < l->item_count; i++)
        if (l->item[i].kind == LESSON_PAGE && l->item[i].page + 1 == page &&
            r->course->play->item[i].passed)
            return r->course->play->item[i].seq;
    return room_head(r);
}

bool room_lesson_page_open(const struct room *r, unsigned page)
{
    const struct lesson *l = r->course->play->lesson;

    for (unsigned i = 0; i < l->item_count; i++)
        if (l->item[i].kind == LESSON_PAGE && l->item[i].page + 1 == page)
            return r->course->play->item[i].passed;
    return false;
}

void room_lesson_tell(struct room *r)
{
    struct buf *message = msg_lesson(r);

    room_broadcast(r, message);
    buf_put(message);
}

/* Everybody begins anew: the history is another. */
static void lesson_anew(struct room *r, uint64_t seq)
{
    r->at_seq = seq;
    for (struct viewer *v = r->viewers.room_next; v != &r->viewers; v = v->room_next) {
        v->at_seq = seq;
        room_welcome(r, v);
    }
}

static void lesson_steps_tell(struct room *r, uint64_t from)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "steps");
    jw_kv_u64(&w, "from", from);
    room_steps_write(r, &w, from);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    room_broadcast(r, message);
    buf_put(message);
}

/* The questions reached, and those shown again after a slider moved, know what is right now. */
static void questions_settle(struct room *r)
{
    struct lesson_play *p = r->course->play;

    for (unsigned i = 0; i < p->lesson->question_count; i++) {
        if (!p->item[p->lesson->question[i].ask].passed)
            continue;
        struct quiz_question *q = quiz_lesson(r, i);
        if (q && p->item[p->lesson->question[i].reveal].passed) {
            q->revealed = true;
            q->correct = p->question[i].correct;
        }
    }
}

static void lesson_answer(struct room *r)
{
    struct job *j = r->run.job;

    jw_close(&r->run.results, ']');
    buf_put(jw_take(&r->run.results));
    r->run.job = NULL;
    if (!j)
        return;
    if (j->req) {
        struct jw w;
        job_open(j, &w);
        room_lesson_write(r, &w);
        jw_close(&w, '}');
        room_reply(r, j, 200, jw_take(&w));
    }
    job_free(j);
}

/* A lesson whose lines did not all run says so. */
static void lesson_check(struct room *r)
{
    struct room_lesson *c = r->course;
    struct problem why;

    c->failed = r->run.failed;
    while (c->page > 1 && !room_lesson_page_open(r, c->page))
        c->page--;
    if (!c->failed || c->problem)
        return;
    problem_at(&why, MM_OK, NULL, NULL);
    problem_say(&why, "the lesson was stopped; what is asked next runs it from the beginning",
                "这一课的运行被停下了；下一次操作会从头再运行");
    problem_keep(r, &why);
}

/* Where the room stands after a run: at the answer, at its page, or where it was. */
static uint64_t lesson_stand(const struct room *r)
{
    const struct room_lesson *c = r->course;

    if (c->again && c->stand <= room_head(r))
        return c->stand;
    if (c->revealing >= 0) {
        unsigned item = c->play->lesson->question[c->revealing].reveal;
        if (c->play->item[item].passed)
            return c->play->item[item].seq;
    }
    return room_lesson_page_seq(r, c->page);
}

void room_lesson_end(struct room *r)
{
    struct room_lesson *c = r->course;
    const uint64_t from = r->run.from_seq, from_step = room_step_of(r, from);

    r->run.active = r->run.lesson = r->run.to_start = false;
    if (r->m)
        room_points_add(r, true);
    lesson_check(r);
    questions_settle(r);
    const uint64_t seq = lesson_stand(r);
    if (c->anew) {
        lesson_anew(r, seq);
    } else if (r->m) {
        if (room_head(r) != from) {
            struct buf *timeline = msg_timeline(r, from);
            lesson_steps_tell(r, from_step);
            room_broadcast(r, timeline);
            buf_put(timeline);
        }
        room_move(r, seq);
    }
    room_lesson_tell(r);
    if (c->revealing >= 0) {
        const struct quiz_question *q = quiz_lesson(r, (unsigned)c->revealing);
        if (q && q->revealed)
            quiz_tell_reveal(r, q);
    }
    c->anew = c->again = false;
    c->revealing = -1;
    room_lesson_keep(r);
    room_log_end(r);
    lesson_answer(r);
}

/* ---- what begins a run ---- */

bool room_lesson_open(const struct room *r, unsigned question)
{
    const struct lesson_play *p = r->course->play;

    return p->open == question && !p->question[question].shown;
}

void room_lesson_anew(struct room *r)
{
    room_restart(r);
    play_restart(r->course->play);
    buf_put(r->course->problem);
    r->course->problem = NULL;
    r->course->anew = true;
}

void room_lesson_reveal(struct room *r, struct job *j, unsigned question)
{
    struct lesson_play *p = r->course->play;

    if (!room_lesson_open(r, question) && !r->course->failed) {
        job_refuse(j, 409, "closed", "this question is not open");
        return;
    }
    p->question[question].shown = true;
    r->course->revealing = (int)question;
    if (r->course->failed)
        room_lesson_anew(r);
    room_lesson_run(r, j);
}
