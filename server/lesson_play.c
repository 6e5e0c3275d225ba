#include "lesson_play.h"

#include "text/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lesson_play *play_new(struct lesson *l)
{
    struct lesson_play *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    p->lesson = lesson_get(l);
    p->item = calloc(l->item_count + 1, sizeof *p->item);
    p->question = calloc(l->question_count + 1, sizeof *p->question);
    if (!p->item || !p->question) {
        play_free(p);
        return NULL;
    }
    for (unsigned i = 0; i < l->slider_count; i++)
        p->value[i] = l->slider[i].value;
    play_restart(p);
    return p;
}

void play_restart(struct lesson_play *p)
{
    for (unsigned i = 0; i < p->lesson->item_count; i++) {
        buf_put(p->item[i].text[0]);
        buf_put(p->item[i].text[1]);
        p->item[i] = (struct play_item){.passed = false};
    }
    for (unsigned i = 0; i < p->lesson->question_count; i++)
        p->question[i].correct = -1;
    free(p->feed);
    p->feed = NULL;
    p->next = 0;
    p->at = 0;
    p->line = 1;
    p->open = p->lesson->question_count;
}

void play_free(struct lesson_play *p)
{
    if (!p)
        return;
    if (p->item && p->question)
        play_restart(p);
    free(p->item);
    free(p->question);
    lesson_put(p->lesson);
    free(p);
}

bool play_slide(struct lesson_play *p, const char *name, uint64_t value)
{
    for (unsigned i = 0; i < p->lesson->slider_count; i++) {
        const struct lesson_slider *s = &p->lesson->slider[i];
        if (strcmp(s->name, name) != 0)
            continue;
        if (value < s->min || value > s->max || (value - s->min) % s->step)
            return false;
        p->value[i] = value;
        return true;
    }
    return false;
}

/* ---- texts ---- */

static void span_value(struct jw *w, const struct lesson_span *span, struct session *s,
                       void (*tell)(void *ctx, const struct problem *p), void *ctx)
{
    char shown[FIGURE_BYTES];
    struct problem why;

    memset(&why, 0, sizeof why);
    if (!session_figure(s, span->text, strlen(span->text), shown, sizeof shown, &why)) {
        strcpy(shown, "?");
        why.line = span->line;
        why.column = span->column + (why.column ? why.column - 1 : 0);
        tell(ctx, &why);
    }
    jw_open(w, '{');
    jw_kv_text(w, "v", shown);
    jw_close(w, '}');
}

struct buf *play_spans(const struct lesson_words *words, struct session *s,
                       void (*tell)(void *ctx, const struct problem *p), void *ctx)
{
    struct jw w = jw_new(0);

    jw_open(&w, '[');
    for (unsigned i = 0; i < words->count; i++) {
        const struct lesson_span *span = &words->span[i];
        switch (span->kind) {
        case SPAN_PLAIN: jw_text(&w, span->text); break;
        case SPAN_VALUE: span_value(&w, span, s, tell, ctx); break;
        case SPAN_COLOUR:
            jw_open(&w, '{');
            jw_kv_text(&w, "c", span->colour);
            jw_kv_text(&w, "t", span->text);
            jw_close(&w, '}');
            break;
        case SPAN_MONO:
            jw_open(&w, '{');
            jw_kv_text(&w, "m", span->text);
            jw_close(&w, '}');
            break;
        }
    }
    jw_close(&w, ']');
    return jw_take(&w);
}

/* ---- answers ---- */

static bool choice_holds(const struct lesson_item *c, struct session *s,
                         const struct play_host *host)
{
    struct problem why;
    bool holds = false;

    memset(&why, 0, sizeof why);
    if (session_holds(s, c->when, strlen(c->when), &holds, &why))
        return holds;
    why.line = c->line;
    why.column = c->when_column + (why.column ? why.column - 1 : 0);
    host->tell(host->ctx, &why);
    return false;
}

/* Which choice is right, now that the lines that answer it have run. */
static void question_decide(struct lesson_play *p, unsigned index, struct session *s,
                            const struct play_host *host)
{
    const struct lesson_question *q = &p->lesson->question[index];
    unsigned holding = 0;

    for (unsigned i = 0; i < q->choice_count; i++)
        if (choice_holds(&p->lesson->item[q->ask + 1 + i], s, host)) {
            holding++;
            p->question[index].correct = (int)i;
        }
    if (holding == 1)
        return;
    struct problem why;
    problem_at(&why, MM_EBADARG, NULL, NULL);
    why.line = p->lesson->item[q->ask].line;
    why.column = 1;
    out_copy(why.word, sizeof why.word, q->name, strlen(q->name));
    problem_say(&why, "%u choices of this question hold, it must be one",
                "这个问题有 %u 个选项成立，应当恰好一个", holding);
    p->question[index].correct = -1;
    host->tell(host->ctx, &why);
}

/* ---- lines ---- */

static bool play_moved(const struct lesson_play *p)
{
    for (unsigned i = 0; i < p->lesson->slider_count; i++)
        if (p->value[i] != p->lesson->slider[i].value)
            return true;
    return false;
}

static const struct lesson_slider *slider_at(const struct lesson_play *p, uint32_t line,
                                             unsigned *index)
{
    for (*index = 0; *index < p->lesson->slider_count; ++*index)
        if (p->lesson->slider[*index].let_line == line)
            return &p->lesson->slider[*index];
    return NULL;
}

/* The present line into *o, as it is to be run; true when there is a command in it. */
static bool line_put(const struct lesson_play *p, const char *text, size_t bytes, struct writer *o)
{
    size_t blank = 0;
    unsigned i;
    const struct lesson_slider *s = slider_at(p, p->line, &i);

    while (blank < bytes && (text[blank] == ' ' || text[blank] == '\t'))
        blank++;
    const bool expects = bytes - blank > 6 && !memcmp(text + blank, "expect", 6) &&
                         (text[blank + 6] == ' ' || text[blank + 6] == '\t');
    if (s)
        wr_format(o, "let %s = %llu%s", s->name,
                  (unsigned long long)(s->size ? p->value[i] / 1024 : p->value[i]),
                  s->size ? "K" : "");
    else if (!(expects && play_moved(p)))
        wr_bytes(o, text, bytes);
    wr_char(o, '\n');
    return blank < bytes && text[blank] != '#' && text[blank] != '\r';
}

/* Lines from the present one up to line `until`, kept in p->feed. 1: there is something to run; -1: no memory. */
static int lines_take(struct lesson_play *p, uint32_t until, size_t *length)
{
    const struct lesson *l = p->lesson;
    struct writer o = {.max = SESSION_TEXT_BYTES};
    bool some = false;

    for (uint32_t i = 1; i < p->line; i++)
        wr_char(&o, '\n'); /* so that the numbers are the file's */
    while (p->line < until && p->at < l->source_bytes) {
        const char *newline = memchr(l->source + p->at, '\n', l->source_bytes - p->at);
        const size_t end = newline ? (size_t)(newline - l->source) : l->source_bytes;
        some |= line_put(p, l->source + p->at, end - p->at, &o);
        p->at = end + 1;
        p->line++;
    }
    if (p->at >= l->source_bytes && p->line < until)
        p->line = until;
    struct buf *text = wr_take(&o);
    free(p->feed);
    p->feed = text ? malloc(text->len + 1) : NULL;
    if (p->feed) {
        memcpy(p->feed, buf_data(text), text->len);
        p->feed[text->len] = 0;
        *length = text->len;
    }
    buf_put(text);
    return p->feed ? some : -1;
}

/* ---- going on ---- */

static void item_pass(struct lesson_play *p, struct session *s, const struct play_host *host)
{
    const struct lesson_item *item = &p->lesson->item[p->next];
    struct play_item *it = &p->item[p->next];

    if (item->kind == LESSON_REVEAL) {
        question_decide(p, item->question, s, host);
        p->open = p->lesson->question_count;
    }
    for (unsigned lang = 0; lang < 2; lang++)
        it->text[lang] = play_spans(&item->words.in[lang], s, host->tell, host->ctx);
    host->place(host->ctx, item->see, &it->step, &it->seq);
    it->passed = true;
    if (item->kind == LESSON_ASK)
        p->open = item->question;
    p->next++;
}

enum play_state play_on(struct lesson_play *p, struct session *s, const struct play_host *host,
                        const char **text, size_t *length)
{
    const struct lesson *l = p->lesson;

    for (;;) {
        const bool last = p->next == l->item_count;
        const struct lesson_item *item = last ? NULL : &l->item[p->next];

        if (p->open < l->question_count && !p->question[p->open].shown &&
            !(item && item->kind == LESSON_CHOICE))
            return PLAY_GATE;
        if (item && item->line <= p->line) {
            item_pass(p, s, host);
            continue;
        }
        if (last && p->at >= l->source_bytes)
            return PLAY_END;
        int some = lines_take(p, last ? UINT32_MAX : item->line, length);
        if (some < 0)
            return PLAY_MEMORY;
        *text = p->feed;
        if (some)
            return PLAY_LINES;
    }
}
