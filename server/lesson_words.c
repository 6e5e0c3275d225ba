/* lesson_words.c - the markup of a lesson's text: [colour words], `names`, {values}. */
#include "lesson_text.h"

#include "text/figure.h"

#include <stdlib.h>
#include <string.h>

struct lesson_piece {
    struct lesson_piece *next;
    max_align_t bytes[];
};

void *lesson_memory(struct lesson *l, size_t bytes)
{
    struct lesson_piece *p = calloc(1, sizeof *p + bytes);

    if (!p)
        return NULL;
    p->next = l->pieces;
    l->pieces = p;
    return p->bytes;
}

char *lesson_copy(struct lesson *l, const char *text, size_t length)
{
    char *copy = lesson_memory(l, length + 1);

    if (copy)
        memcpy(copy, text, length);
    return copy;
}

struct lesson *lesson_get(struct lesson *l)
{
    atomic_fetch_add(&l->refs, 1);
    return l;
}

void lesson_put(struct lesson *l)
{
    if (!l || atomic_fetch_sub(&l->refs, 1) != 1)
        return;
    while (l->pieces) {
        struct lesson_piece *next = l->pieces->next;
        free(l->pieces);
        l->pieces = next;
    }
    free(l->item);
    free(l->question);
    free(l->source);
    free(l);
}

const char *lesson_plain(const struct lesson_pair *pair, enum lesson_lang lang)
{
    const struct lesson_words *w = &pair->in[lang];

    return w->count ? w->span[0].text : "";
}

/* ---- reading ---- */

static const char *const colours[] = {"anon",   "file", "slab", "pagetable",
                                      "kernel", "huge", "free", "swap"};
enum { COLOURS = sizeof colours / sizeof colours[0], SPANS_MAX = 200 };

struct words {
    struct lesson_reader *r;
    struct lesson_span span[SPANS_MAX];
    unsigned count;
    char plain[LESSON_TEXT_MAX + 1]; /* plain text not yet a span */
    size_t plain_bytes, plain_at;
    bool full;
};

static void words_place(const struct lesson_reader *r, size_t at, uint32_t *line, uint32_t *column)
{
    unsigned i = r->places - 1;

    while (i && r->place[i].at > at)
        i--;
    *line = r->place[i].line;
    *column = r->place[i].column +
              lex_column(r->text + r->place[i].at, r->length, at - r->place[i].at) - 1;
}

/* A problem about text[at..at + bytes). */
static void words_tell(struct lesson_reader *r, size_t at, size_t bytes, const char *en,
                       const char *zh, const char *accepted)
{
    struct problem p;

    problem_at(&p, MM_EBADARG, NULL, NULL);
    words_place(r, at, &p.line, &p.column);
    p.length = lex_column(r->text + at, bytes, bytes) - 1;
    out_copy(p.word, sizeof p.word, r->text + at, bytes);
    out_copy(p.en, sizeof p.en, en, strlen(en));
    out_copy(p.zh, sizeof p.zh, zh, strlen(zh));
    out_copy(p.accepted, sizeof p.accepted, accepted, strlen(accepted));
    r->problems++;
    r->tell(r->ctx, &p);
}

static void words_span(struct words *w, enum lesson_span_kind kind, const char *text, size_t bytes,
                       const char *colour, size_t at)
{
    char *copy = w->count < SPANS_MAX ? lesson_copy(w->r->lesson, text, bytes) : NULL;

    if (!copy) {
        w->full = true;
        return;
    }
    struct lesson_span *s = &w->span[w->count++];
    *s = (struct lesson_span){.kind = kind, .text = copy, .colour = colour};
    words_place(w->r, at, &s->line, &s->column);
}

static void words_flush(struct words *w)
{
    if (w->plain_bytes)
        words_span(w, SPAN_PLAIN, w->plain, w->plain_bytes, NULL, w->plain_at);
    w->plain_bytes = 0;
}

static void words_char(struct words *w, size_t at)
{
    if (!w->plain_bytes)
        w->plain_at = at;
    w->plain[w->plain_bytes++] = w->r->text[at];
}

/* [colour words]: the byte behind it; 0: an ordinary bracket. */
static size_t words_colour(struct words *w, size_t at)
{
    const char *text = w->r->text, *close = memchr(text + at, ']', w->r->length - at);
    size_t n = 0, end = close ? (size_t)(close - text) : 0;
    unsigned i = 0;

    while (at + 1 + n < w->r->length && text[at + 1 + n] >= 'a' && text[at + 1 + n] <= 'z')
        n++;
    if (!n || !close || text[at + 1 + n] != ' ')
        return 0;
    while (i < COLOURS && (strlen(colours[i]) != n || memcmp(colours[i], text + at + 1, n) != 0))
        i++;
    if (i == COLOURS) {
        words_tell(w->r, at + 1, n, "there is no such colour on the map", "图上没有这种颜色",
                   "[anon|file|slab|pagetable|kernel|huge|free|swap WORDS]");
        return end + 1;
    }
    if (end <= at + n + 2) {
        words_tell(w->r, at, end + 1 - at, "nothing is coloured here", "这里没有要着色的词",
                   "[anon WORDS]");
        return end + 1;
    }
    words_flush(w);
    words_span(w, SPAN_COLOUR, text + at + n + 2, end - (at + n + 2), colours[i], at);
    return end + 1;
}

/* {EXPR} or {EXPR in UNIT}: the byte behind it. */
static size_t words_value(struct words *w, size_t at)
{
    const char *text = w->r->text;
    size_t end = at + 1, unit = 0;
    struct figure_style style;
    bool quoted = false;

    while (end < w->r->length && (quoted || text[end] != '}'))
        quoted ^= text[end++] == '"';
    if (end == w->r->length) {
        words_tell(w->r, at, 1, "this { has no }", "这个 { 没有对应的 }",
                   "{EXPR}, {EXPR in UNIT}; {{ for a brace");
        return end;
    }
    size_t length = end - at - 1;
    if (!figure_split(text + at + 1, &length, &style, &unit))
        words_tell(w->r, at + 1 + unit, end - at - 1 - unit, "this unit is not known",
                   "没有这种单位", figure_units);
    else if (!length)
        words_tell(w->r, at, end + 1 - at, "a value is missing", "这里缺少一个值",
                   "{EXPR}, {EXPR in UNIT}");
    words_flush(w);
    words_span(w, SPAN_VALUE, text + at + 1, end - at - 1, NULL, at + 1);
    return end + 1;
}

static size_t words_mono(struct words *w, size_t at)
{
    const char *text = w->r->text, *close = memchr(text + at + 1, '`', w->r->length - at - 1);
    size_t end = close ? (size_t)(close - text) : w->r->length;

    if (!close || end == at + 1) {
        words_tell(w->r, at, 1, "this ` has no second one", "这个 ` 没有配对", "`name`");
        return w->r->length;
    }
    words_flush(w);
    words_span(w, SPAN_MONO, text + at + 1, end - at - 1, NULL, at);
    return end + 1;
}

static size_t words_one(struct words *w, size_t at)
{
    const char *text = w->r->text;
    const char c = text[at];
    const bool twice = at + 1 < w->r->length && text[at + 1] == c;
    size_t next = 0;

    if ((c == '{' || c == '}') && twice) {
        words_char(w, at);
        return at + 2;
    }
    if (w->r->plain && (c == '{' || c == '`')) {
        words_tell(w->r, at, 1, "titles, headings and labels are plain words",
                   "标题和标签里只能写普通文字", "words without {values} and `names`");
        return w->r->length;
    }
    if (c == '[' && !w->r->plain)
        next = words_colour(w, at);
    else if (c == '{')
        next = words_value(w, at);
    else if (c == '`')
        next = words_mono(w, at);
    else if (c == '}')
        words_tell(w->r, at, 1, "this } has no {", "这个 } 没有对应的 {", "}} for a brace");
    if (next)
        return next;
    words_char(w, at);
    return at + 1;
}

void lesson_words_read(struct lesson_reader *r, struct lesson_words *out)
{
    struct words *w = calloc(1, sizeof *w);

    if (w) {
        w->r = r;
        for (size_t at = 0; at < r->length;)
            at = words_one(w, at);
        words_flush(w);
        out->span = lesson_memory(r->lesson, sizeof *out->span * (w->count + 1));
        out->count = out->span ? w->count : 0;
        if (out->span)
            memcpy(out->span, w->span, sizeof *out->span * w->count);
        out->line = r->place[0].line;
        if (w->full)
            words_tell(r, 0, 1, "this text has too many parts", "这段文字的部分太多",
                       "two paragraphs");
    }
    free(w);
}

/* ---- the two languages ---- */

static bool words_has(const struct lesson_words *w, const char *value)
{
    for (unsigned i = 0; i < w->count; i++)
        if (w->span[i].kind == SPAN_VALUE && !strcmp(w->span[i].text, value))
            return true;
    return false;
}

void lesson_words_same(struct lesson_reader *r, const struct lesson_pair *pair)
{
    for (unsigned lang = 0; lang < 2; lang++)
        for (unsigned i = 0; i < pair->in[lang].count; i++) {
            const struct lesson_span *s = &pair->in[lang].span[i];
            struct problem p;

            if (s->kind != SPAN_VALUE || words_has(&pair->in[!lang], s->text))
                continue;
            problem_at(&p, MM_EBADARG, NULL, NULL);
            p.line = s->line;
            p.column = s->column;
            p.length = lex_column(s->text, strlen(s->text), strlen(s->text)) - 1;
            out_copy(p.word, sizeof p.word, s->text, strlen(s->text));
            problem_say(&p, "{%.60s} stands in one language only", "{%.60s} 只出现在一种语言里",
                        s->text);
            problem_accept(&p, "the same figures in zh and en");
            r->problems++;
            r->tell(r->ctx, &p);
        }
}
