/* room_lesson_jobs.c - what is asked of a room that follows a lesson: its page, its sliders, another lesson. */
#define _GNU_SOURCE 1
#include "room_lesson.h"

#include "lessons.h"

#include <stdio.h>
#include <string.h>

static bool lesson_there(struct room *r, struct job *j)
{
    if (r->course)
        return true;
    job_refuse(j, 404, "lesson", "this room follows no lesson");
    return false;
}

void job_lesson(struct room *r, struct job *j)
{
    struct jw w;

    if (!lesson_there(r, j))
        return;
    job_open(j, &w);
    room_lesson_write(r, &w);
    job_close(j, 200, &w);
}

static void answer_now(struct room *r, struct job *j)
{
    struct jw w;

    if (!j->req)
        return;
    job_open(j, &w);
    room_lesson_write(r, &w);
    jw_close(&w, '}');
    room_reply(r, j, 200, jw_take(&w));
}

static void page_go(struct room *r, struct job *j, const char *name)
{
    uint64_t n = 0;
    const unsigned pages = r->course->play->lesson->page_count;

    if (job_u64(j, name, &n) != 1 || n < 1 || n > pages) {
        struct refusal p = {.status = 400,
                            .kind = "arguments",
                            .detail = "a page is a number from 1",
                            .field = name,
                            .limit = pages};
        job_refusal(j, &p);
        return;
    }
    if (!room_lesson_page_open(r, (unsigned)n)) {
        job_refuse_field(j, 409, "closed", "a question before this page waits to be revealed",
                         name);
        return;
    }
    if (!room_ready(r, j))
        return;
    r->course->page = (unsigned)n;
    r->play.on = false;
    room_move(r, room_lesson_page_seq(r, (unsigned)n));
    room_lesson_tell(r);
    room_lesson_keep(r);
    room_log_cursor(r, true);
    answer_now(r, j);
}

void job_page(struct room *r, struct job *j)
{
    if (lesson_there(r, j))
        page_go(r, j, "n");
}

static void slide(struct room *r, struct job *j, const cJSON *from)
{
    const char *name = NULL;
    uint64_t value = 0;

    if (jr_text(from, "name", &name) != 1 || jr_u64(from, "value", &value) != 1 ||
        !play_slide(r->course->play, name, value)) {
        job_refuse_field(j, 400, "slider",
                         "a slider has a name and a value that is one of its stops", "slider");
        return;
    }
    room_lesson_anew(r);
    room_lesson_run(r, j);
}

void job_slider(struct room *r, struct job *j)
{
    if (lesson_there(r, j))
        slide(r, j, j->args);
}

/* The class goes on: another lesson takes the place of this one. Viewers, links and tokens stay; machine, history and
 * questions are the new lesson's. A title that was the lesson's becomes the new one's. */
static bool lesson_change(struct room *r, const struct room_plan *plan)
{
    const struct lesson_pair *old = &r->course->play->lesson->title;
    const bool named = strcmp(r->title, lesson_plain(old, LESSON_EN)) != 0;

    room_restart(r);
    room_lesson_free(r);
    room_quiz_free(r);
    if (!room_lesson_make(r, plan)) {
        room_lesson_free(r);
        return false;
    }
    snprintf(r->lesson, sizeof r->lesson, "%s", plan->lesson);
    if (!named)
        snprintf(r->title, sizeof r->title, "%s", lesson_plain(&plan->course->title, LESSON_EN));
    r->course->anew = true;
    return true;
}

static void lesson_go(struct room *r, struct job *j, const char *name)
{
    char prev[LESSONS_ID_BYTES], next[LESSONS_ID_BYTES];
    struct lessons *all = rooms_lessons(r->rooms);
    const char *id = NULL;

    if (jr_text(j->args, name, &id) != 1) {
        job_refuse_field(j, 400, "arguments", "a lesson is named by its id", name);
        return;
    }
    struct lesson *l = all ? lessons_find(all, id) : NULL;
    if (!l) {
        job_refuse_field(j, 404, "not-found", "there is no such lesson", name);
        return;
    }
    lessons_beside(all, id, prev, next);
    const struct room_plan plan = {.lesson = l->id, .course = l, .prev = prev, .next = next};
    if (lesson_change(r, &plan))
        room_lesson_run(r, j);
    else
        job_refuse(j, 503, "memory", "out of memory");
    lesson_put(l);
}

void job_lesson_go(struct room *r, struct job *j)
{
    if (lesson_there(r, j))
        lesson_go(r, j, "id");
}

/* REST: {"page":n}, {"reveal":"q"}, {"slider":{"name","value"}} or {"lesson":"id"}. */
void job_lesson_post(struct room *r, struct job *j)
{
    static const char *const names[] = {"name", "value", NULL};
    const cJSON *s = cJSON_GetObjectItemCaseSensitive(j->args, "slider");

    if (!lesson_there(r, j))
        return;
    if (!j->args || cJSON_GetArraySize(j->args) != 1)
        job_refuse(j, 400, "arguments", "give one of page, reveal, slider, lesson");
    else if (s && (!cJSON_IsObject(s) || jr_unknown(s, names)))
        job_refuse_field(j, 400, "slider", "a slider is {name, value}", "slider");
    else if (s)
        slide(r, j, s);
    else if (cJSON_HasObjectItem(j->args, "page"))
        page_go(r, j, "page");
    else if (cJSON_HasObjectItem(j->args, "lesson"))
        lesson_go(r, j, "lesson");
    else
        job_reveal(r, j);
}
