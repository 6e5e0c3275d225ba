/* room_lesson_keep.c - a room's lesson as it is stored, and opened again: with the text it was made of, run anew. */
#define _GNU_SOURCE 1
#include "room_lesson.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

static void write_set(struct jw *w, const struct lesson_play *p)
{
    jw_key(w, "set");
    jw_open(w, '{');
    for (unsigned i = 0; i < p->lesson->slider_count; i++)
        jw_kv_u64(w, p->lesson->slider[i].name, p->value[i]);
    jw_close(w, '}');
}

static void write_shown(const struct room *r, struct jw *w, const struct lesson_play *p)
{
    jw_key(w, "shown");
    jw_open(w, '{');
    for (unsigned i = 0; i < p->lesson->question_count; i++) {
        const struct lesson_question *lq = &p->lesson->question[i];
        const struct quiz_question *q = r->quiz ? quiz_named(r, lq->name) : NULL;
        if (!p->question[i].shown)
            continue;
        jw_key(w, lq->name);
        jw_open(w, '[');
        for (unsigned c = 0; c < lq->choice_count; c++)
            jw_u64(w, q ? q->counts[c] : 0);
        jw_close(w, ']');
    }
    jw_close(w, '}');
}

/* {"lesson":{"title","page","prev","next","set":{…},"shown":{QUESTION:[counts]},"source"}} */
struct buf *room_lesson_kept(const struct room *r)
{
    const struct room_lesson *c = r->course;
    const struct lesson *l = c->play->lesson;
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_key(&w, "lesson");
    jw_open(&w, '{');
    jw_kv_text(&w, "title", r->title);
    jw_kv_u64(&w, "page", c->page);
    jw_kv_text(&w, "prev", c->prev);
    jw_kv_text(&w, "next", c->next);
    write_set(&w, c->play);
    write_shown(r, &w, c->play);
    jw_kv_textn(&w, "source", l->source, l->source_bytes);
    jw_close(&w, '}');
    jw_close(&w, '}');
    return jw_take(&w);
}

void room_lesson_keep(struct room *r)
{
    struct buf *text = room_lesson_kept(r);

    if (text && (!r->extra || strcmp(r->extra, buf_data(text)) != 0))
        room_extra(r, buf_data(text));
    buf_put(text);
}

/* ---- and back ---- */

static void shown_take(struct room *r, const cJSON *shown)
{
    struct lesson_play *p = r->course->play;

    for (unsigned i = 0; i < p->lesson->question_count; i++) {
        const cJSON *counts = cJSON_GetObjectItemCaseSensitive(shown, p->lesson->question[i].name);
        struct quiz_question *q = counts ? quiz_lesson(r, i) : NULL;
        if (!q)
            continue;
        p->question[i].shown = true;
        for (unsigned c = 0; c < q->choice_count; c++) {
            const cJSON *n = cJSON_GetArrayItem(counts, (int)c);
            q->counts[c] = cJSON_IsNumber(n) && n->valuedouble > 0 ? (uint64_t)n->valuedouble : 0;
        }
    }
}

static bool kept_take(struct room *r, const cJSON *kept, struct lesson *l)
{
    const char *prev = NULL, *next = NULL, *title = NULL;
    const cJSON *set = cJSON_GetObjectItemCaseSensitive(kept, "set");
    uint64_t page = 1, value;

    jr_text(kept, "prev", &prev);
    jr_text(kept, "next", &next);
    jr_u64(kept, "page", &page);
    const struct room_plan plan = {.course = l, .prev = prev, .next = next};
    if (!room_lesson_make(r, &plan))
        return false;
    snprintf(r->lesson, sizeof r->lesson, "%s", l->id);
    if (jr_text(kept, "title", &title) == 1)
        snprintf(r->title, sizeof r->title, "%s", title);
    r->course->page = page >= 1 && page <= l->page_count ? (unsigned)page : 1;
    for (const cJSON *c = cJSON_IsObject(set) ? set->child : NULL; c; c = c->next)
        if (jr_u64(set, c->string, &value) == 1)
            play_slide(r->course->play, c->string, value);
    shown_take(r, cJSON_GetObjectItemCaseSensitive(kept, "shown"));
    return true;
}

void room_lesson_reopen(struct room *r)
{
    cJSON *all = r->extra ? cJSON_Parse(r->extra) : NULL;
    const cJSON *kept = cJSON_GetObjectItemCaseSensitive(all, "lesson");
    const struct room_differs differs = r->differs;
    const uint64_t at = r->at_seq;
    const char *source = NULL;
    struct problem why = {.err = MM_OK};
    struct lesson *l = NULL;

    if (kept && !r->replay && jr_text(kept, "source", &source) == 1)
        l = lesson_parse(source, strlen(source), room_problem_first, &why);
    if (l && kept_take(r, kept, l)) {
        room_restart(r);
        r->differs = differs;
        room_lesson_again(r, at);
    } else if (kept) {
        room_lesson_free(r);
        log_warn("lessons", "%s is open without its lesson: %s", r->id,
                 r->replay ? "it broke before" : why.en);
    }
    lesson_put(l);
    cJSON_Delete(all);
}
