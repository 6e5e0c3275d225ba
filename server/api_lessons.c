#define _GNU_SOURCE 1
/* api_lessons.c - lessons, and rooms that are made of one: answered at once, on the HTTP thread. */
#include "api_int.h"

#include "lesson_text.h"
#include "lessons.h"
#include "rooms.h"

#include <string.h>

void api_lessons(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct jw w = jw_new(0);

    (void)id;
    (void)rest;
    jw_open(&w, '{');
    lessons_write(a->lessons, &w);
    jw_close(&w, '}');
    req_json(r, 200, &w);
}

void api_lesson(struct api *a, struct req *r, const char *id, const char *rest)
{
    struct lesson *lesson = lessons_find(a->lessons, id);
    struct jw w = jw_new(0);

    (void)rest;
    if (!lesson) {
        req_refuse(r, 404, "not-found", "there is no such lesson");
        return;
    }
    jw_open(&w, '{');
    lesson_write(lesson, &w);
    lesson_write_scenario(lesson, &w);
    jw_close(&w, '}');
    req_json(r, 200, &w);
    lesson_put(lesson);
}

/* "set" {NAME: VALUE} as values of the lesson's sliders. false: refused. */
static bool lesson_set(struct req *r, const cJSON *args, const struct lesson *l,
                       uint64_t value[LESSON_SLIDERS_MAX])
{
    const cJSON *set = cJSON_GetObjectItemCaseSensitive(args, "set");
    struct refusal p = {.status = 400,
                        .kind = "slider",
                        .detail =
                            "set gives sliders of the lesson a value that is one of their stops"};

    for (unsigned i = 0; i < l->slider_count; i++)
        value[i] = l->slider[i].value;
    if (!set)
        return true;
    for (const cJSON *c = cJSON_IsObject(set) ? set->child : NULL; c; c = c->next) {
        unsigned i = 0;
        while (i < l->slider_count && strcmp(l->slider[i].name, c->string) != 0)
            i++;
        p.field = c->string;
        if (i == l->slider_count || jr_u64(set, c->string, &value[i]) != 1 ||
            value[i] < l->slider[i].min || value[i] > l->slider[i].max ||
            (value[i] - l->slider[i].min) % l->slider[i].step) {
            req_problem(r, &p);
            return false;
        }
    }
    if (!cJSON_IsObject(set)) {
        p.field = "set";
        req_problem(r, &p);
    }
    return cJSON_IsObject(set);
}

static void nothing(void *ctx, const struct problem *p)
{
    (void)ctx;
    (void)p;
}

/* The lesson that is asked for by id, or given as a scenario. NULL: refused. */
static struct lesson *lesson_asked(struct api *a, struct req *r, struct room_plan *plan)
{
    struct lesson *l = NULL;

    if (plan->lesson) {
        l = lessons_find(a->lessons, plan->lesson);
        if (!l)
            req_refuse(r, 404, "not-found", "there is no such lesson");
    } else if (!lesson_is(plan->scenario, strlen(plan->scenario))) {
        req_refuse(r, 422, "lesson", "this scenario has no line #: lesson");
    } else if (scenario_ok(a, r, plan->scenario)) {
        l = lesson_parse(plan->scenario, strlen(plan->scenario), nothing, NULL);
        if (l)
            plan->lesson = l->id;
        else
            req_refuse(r, 503, "memory", "out of memory");
    }
    return l;
}

void lesson_room(struct api *a, struct req *r, const cJSON *args, struct room_plan *plan)
{
    char prev[LESSONS_ID_BYTES], next[LESSONS_ID_BYTES];
    uint64_t value[LESSON_SLIDERS_MAX];

    if (plan->lesson && !strcmp(plan->lesson, guided_id) && !cJSON_HasObjectItem(args, "set")) {
        plan->scenario = guided_text();
        plan->title = plan->title ? plan->title : guided_title;
        rooms_created(a, r, plan);
        return;
    }
    plan->course = lesson_asked(a, r, plan);
    if (!plan->course)
        return;
    lessons_beside(a->lessons, plan->lesson, prev, next);
    plan->prev = prev;
    plan->next = next;
    plan->set = value;
    if (!plan->title)
        plan->title = lesson_plain(&plan->course->title, LESSON_EN);
    if (lesson_set(r, args, plan->course, value))
        rooms_created(a, r, plan);
    lesson_put(plan->course);
}
