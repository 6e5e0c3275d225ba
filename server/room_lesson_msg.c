/* room_lesson_msg.c - LESSON of the protocol: what of a room's lesson is open, as it is told. */
#include "room_lesson.h"

#include "ws.h"

#include <string.h>

static void write_pair(struct jw *w, const char *key, const struct lesson_pair *pair)
{
    if (key)
        jw_key(w, key);
    if (key)
        jw_open(w, '{');
    jw_kv_text(w, "zh", lesson_plain(pair, LESSON_ZH));
    jw_kv_text(w, "en", lesson_plain(pair, LESSON_EN));
    if (key)
        jw_close(w, '}');
}

static void write_words(struct jw *w, const char *text)
{
    jw_open(w, '[');
    for (; *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        jw_textn(w, text, n);
        text += n;
    }
    jw_close(w, ']');
}

static void write_place(struct jw *w, const struct lesson_item *item, const struct play_item *at)
{
    jw_kv_text(w, "pin", item->pin[0] ? item->pin : NULL);
    jw_kv_u64(w, "step", at->step);
    jw_kv_u64(w, "seq", at->seq);
}

static void write_spans(struct jw *w, const char *key, struct buf *spans)
{
    jw_key(w, key);
    jw_raw(w, spans ? buf_data(spans) : "[]", spans ? spans->len : 2);
}

static void write_block(struct room *r, struct jw *w, const struct lesson_item *item,
                        const struct play_item *at)
{
    jw_open(w, '{');
    if (item->kind == LESSON_ASK) {
        const struct quiz_question *q = quiz_lesson(r, item->question);
        jw_kv_text(w, "type", "question");
        if (q)
            quiz_write(r, q, w);
    } else {
        jw_kv_text(w, "type",
                   item->kind == LESSON_REVEAL ? "reveal"
                   : item->kind == LESSON_NOTE ? "note"
                                               : "text");
        write_spans(w, "zh", at->text[LESSON_ZH]);
        write_spans(w, "en", at->text[LESSON_EN]);
    }
    write_place(w, item, at);
    if (item->kind == LESSON_NOTE) {
        jw_key(w, "rows");
        write_words(w, item->rows);
    }
    jw_close(w, '}');
}

static void write_page(struct room *r, struct jw *w, unsigned first)
{
    const struct lesson *l = r->course->play->lesson;
    const struct play_item *at = r->course->play->item;

    jw_open(w, '{');
    jw_kv_u64(w, "n", l->item[first].page + 1);
    write_pair(w, "heading", &l->item[first].words);
    jw_kv_bool(w, "open", at[first].passed);
    if (at[first].passed) {
        write_place(w, &l->item[first], &at[first]);
        jw_key(w, "blocks");
        jw_open(w, '[');
        for (unsigned i = first + 1; i < l->item_count && l->item[i].kind != LESSON_PAGE; i++)
            if (l->item[i].kind != LESSON_CHOICE && at[i].passed)
                write_block(r, w, &l->item[i], &at[i]);
        jw_close(w, ']');
    }
    jw_close(w, '}');
}

static void write_sliders(struct jw *w, const struct lesson_play *p)
{
    jw_key(w, "sliders");
    jw_open(w, '[');
    for (unsigned i = 0; i < p->lesson->slider_count; i++) {
        const struct lesson_slider *s = &p->lesson->slider[i];
        jw_open(w, '{');
        jw_kv_text(w, "name", s->name);
        write_pair(w, NULL, &s->words);
        jw_kv_u64(w, "min", s->min);
        jw_kv_u64(w, "max", s->max);
        jw_kv_u64(w, "step", s->step);
        jw_kv_text(w, "unit", s->unit);
        jw_kv_bool(w, "bytes", s->size);
        jw_kv_u64(w, "value", p->value[i]);
        jw_kv_u64(w, "default", s->value);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

void room_lesson_write(struct room *r, struct jw *w)
{
    const struct room_lesson *c = r->course;
    const struct lesson *l = c->play->lesson;

    jw_kv_text(w, "id", l->id);
    write_pair(w, "title", &l->title);
    jw_key(w, "rows");
    write_words(w, l->rows);
    jw_kv_u64(w, "minutes", l->minutes);
    jw_kv_u64(w, "page", c->page);
    jw_key(w, "pages");
    jw_open(w, '[');
    for (unsigned i = 0; i < l->item_count; i++)
        if (l->item[i].kind == LESSON_PAGE)
            write_page(r, w, i);
    jw_close(w, ']');
    write_sliders(w, c->play);
    jw_kv_text(w, "prev", c->prev[0] ? c->prev : NULL);
    jw_kv_text(w, "next", c->next[0] ? c->next : NULL);
    jw_key(w, "problem");
    if (c->problem)
        jw_raw(w, buf_data(c->problem), c->problem->len);
    else
        jw_null(w);
}

struct buf *msg_lesson(struct room *r)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "lesson");
    room_lesson_write(r, &w);
    jw_close(&w, '}');
    return jw_take(&w);
}

void room_lesson_hello(struct room *r, struct viewer *v)
{
    if (!r->course)
        return;
    struct buf *message = msg_lesson(r);
    ws_send(v, message);
    buf_put(message);
}
