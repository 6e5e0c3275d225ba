/* lesson_heads.c - the headers of a lesson and what may stand behind them. */
#include "lesson_int.h"

#include "text/grammar.h"
#include "text/units.h"

#include <stdlib.h>
#include <string.h>

/* ---- options of headers ---- */

static unsigned event_named(const char *word)
{
    unsigned e = 0;

    while (e < EV_COUNT && strcmp(mm_event_rows[e].name, word) != 0)
        e++;
    return e;
}

static const char *pin_named(const char *word)
{
    /* kernel/NAME: a drawing of the Kernel floor */
    static const char *const pins[] = {
        "programs",     "translation",  "kernel",       "physical",    "lab",
        "kernel/zones", "kernel/buddy", "kernel/pcp",   "kernel/slab", "kernel/compact",
        "kernel/lru",   "kernel/numa",  "kernel/census"};

    for (unsigned i = 0; i < sizeof pins / sizeof pins[0]; i++)
        if (!strcmp(pins[i], word))
            return pins[i];
    return NULL;
}

/* see=EVENT and pin=FLOOR among the words from `from` on. */
static void item_options(struct parser *p, struct lesson_item *item, unsigned from)
{
    for (unsigned i = from; i < p->words.word_count; i++) {
        const char *word = p->words.word[i].text;

        if (!strncmp(word, "see=", 4)) {
            item->see = event_named(word + 4);
            if (item->see == EV_COUNT)
                parser_tell_word(p, i, "there is no such event", "没有这种事件",
                                 "see=EVENT, an event of the schema such as page_fault");
        } else if (!strncmp(word, "pin=", 4)) {
            const char *pin = pin_named(word + 4);
            if (!pin)
                parser_tell_word(p, i, "there is no such floor", "没有这一层",
                                 "pin=programs|translation|kernel|physical|lab, or "
                                 "kernel/zones|buddy|pcp|slab|compact|lru|numa|census");
            item->pin = pin ? pin : "";
        } else {
            parser_tell_word(p, i, "not understood here", "这里不认识这个词",
                             "see=EVENT, pin=programs|translation|kernel|physical|lab, "
                             "kernel/zones|buddy|pcp|slab|compact|lru|numa|census");
        }
    }
}

static bool word_plain(const char *word, const char *more)
{
    if (!*word)
        return false;
    for (const char *c = word; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
              strchr(more, *c)))
            return false;
    return true;
}

/* ---- headers ---- */

static void header_lesson(struct parser *p)
{
    struct lesson *l = p->l;
    const char *id = p->words.word_count > 1 ? p->words.word[1].text : "";

    if (p->begun || l->item_count)
        parser_tell_word(p, 0, "a lesson has one such line, its first",
                         "这一行只能有一次，写在最前面", "#: lesson ID rows=A8,A9 minutes=8");
    p->begun = true;
    if (!word_plain(id, "-") || strlen(id) > LESSON_ID_MAX)
        parser_tell_word(p, 1, "a lesson has an id", "课程要有一个名字",
                         "a-z 0-9 and -, at most 32");
    else
        strcpy(l->id, id);
    for (unsigned i = 2; i < p->words.word_count; i++) {
        char *word = lesson_copy(l, p->words.word[i].text, p->words.word[i].text_bytes);
        uint64_t n;

        if (word && !strncmp(word, "rows=", 5) && word_plain(word + 5, ",")) {
            l->rows = word + 5;
            for (char *c = word; *c; c++)
                *c = *c == ',' ? ' ' : *c;
        } else if (word && !strncmp(word, "minutes=", 8) && units_uint(word + 8, &n) == UNITS_OK &&
                   n >= 1 && n <= 240) {
            l->minutes = (unsigned)n;
        } else {
            parser_tell_word(p, i, "not understood here", "这里不认识这个词",
                             "rows=A8,A9 minutes=N, 1 to 240");
        }
    }
    parser_target(p, TO_TITLE);
}

static void header_about(struct parser *p)
{
    if (p->l->about.in[0].count || p->l->item_count || p->words.word_count > 1)
        parser_tell_word(p, 0, "about stands once, before the first page",
                         "about 只写一次，在第一页之前", "#: about, then zh and en");
    parser_target(p, TO_ABOUT);
}

static bool slider_number(const char *word, uint64_t *n, bool *size)
{
    bool suffixed = false;

    if (units_size(word, n, &suffixed) != UNITS_OK)
        return false;
    *size |= suffixed;
    return true;
}

static void header_slider(struct parser *p)
{
    struct lesson *l = p->l;
    struct lesson_slider s = {.step = 1, .unit = "", .line = p->line};
    char *range = p->words.word_count > 2
                      ? lesson_copy(l, p->words.word[2].text, p->words.word[2].text_bytes)
                      : NULL;
    char *dots = range ? strstr(range, "..") : NULL;
    bool ok = dots && grammar_name_ok(p->words.word[1].text);

    if (ok) {
        *dots = 0;
        s.name = lesson_copy(l, p->words.word[1].text, p->words.word[1].text_bytes);
        ok = s.name && slider_number(range, &s.min, &s.size) &&
             slider_number(dots + 2, &s.max, &s.size);
    }
    for (unsigned i = 3; ok && i < p->words.word_count; i++) {
        const char *word = p->words.word[i].text;
        if (!strncmp(word, "step=", 5))
            ok = slider_number(word + 5, &s.step, &s.size);
        else if (!strncmp(word, "unit=", 5))
            ok = (s.unit = lesson_copy(l, word + 5, strlen(word + 5))) != NULL;
        else
            ok = false;
    }
    ok = ok && s.step && s.min < s.max && (s.max - s.min) % s.step == 0 &&
         (s.max - s.min) / s.step <= LESSON_STOPS_MAX &&
         (!s.size || (s.min % 1024 == 0 && s.step % 1024 == 0)) && !l->item_count;
    if (!ok || l->slider_count == LESSON_SLIDERS_MAX) {
        parser_tell_word(p, 0, "this is no slider", "这个滑块写得不对",
                         "#: slider NAME MIN..MAX [step=N] [unit=WORD], before the first page; MAX "
                         "− MIN a multiple "
                         "of step, at most 1,000 stops, 4 sliders; sizes multiples of 1K");
        p->target = TO_NONE;
        return;
    }
    l->slider[l->slider_count++] = s;
    parser_target(p, TO_SLIDER);
}

static void header_page(struct parser *p)
{
    if (p->asked)
        parser_tell_word(p, 0, "the question before this has no reveal yet",
                         "上一个问题还没有 reveal", "#: reveal");
    p->l->page_count++;
    struct lesson_item *item = parser_item(p, LESSON_PAGE);
    if (item)
        item_options(p, item, 1);
}

static void header_text(struct parser *p)
{
    struct lesson_item *item = parser_item(p, LESSON_TEXT);

    if (item)
        item_options(p, item, 1);
}

static void header_note(struct parser *p)
{
    struct lesson_item *item = parser_item(p, LESSON_NOTE);
    char rows[200];
    struct out o;
    unsigned i = 1;

    out_init(&o, rows, sizeof rows);
    for (; i < p->words.word_count && !strchr(p->words.word[i].text, '='); i++) {
        if (!word_plain(p->words.word[i].text, ""))
            parser_tell_word(p, i, "this is no row of the claims", "这不是论断表里的编号", "A9 C2");
        out_say(&o, "%s%s", i > 1 ? " " : "", p->words.word[i].text);
    }
    if (item) {
        item->rows = lesson_copy(p->l, rows, strlen(rows));
        item->rows = item->rows ? item->rows : "";
        item_options(p, item, i);
    }
}

static void header_ask(struct parser *p)
{
    struct lesson *l = p->l;
    const char *name = p->words.word_count > 1 ? p->words.word[1].text : "";

    if (p->asked)
        parser_tell_word(p, 0, "the question before this has no reveal yet",
                         "上一个问题还没有 reveal", "#: reveal");
    if (!word_plain(name, "-_") || strlen(name) > LESSON_ID_MAX)
        parser_tell_word(p, 1, "a question has a name", "问题要有一个名字",
                         "a-z 0-9 - _, at most 32");
    for (unsigned i = 0; i < l->question_count; i++)
        if (!strcmp(l->question[i].name, name))
            parser_tell_word(p, 1, "this name is taken", "这个名字已经用过", "another name");
    struct lesson_item *item = parser_item(p, LESSON_ASK);
    if (!item)
        return;
    item_options(p, item, 2);
    p->asked = true;
    if (l->question_count == l->question_room) {
        unsigned room = l->question_room ? l->question_room * 2 : 8;
        struct lesson_question *grown = realloc(l->question, room * sizeof *grown);
        if (!grown)
            return;
        l->question = grown;
        l->question_room = room;
    }
    item->question = l->question_count;
    const char *copy = lesson_copy(l, name, strlen(name));
    l->question[l->question_count++] =
        (struct lesson_question){.name = copy ? copy : "", .ask = l->item_count - 1};
}

static void header_choice(struct parser *p, bool choosing)
{
    struct lesson *l = p->l;
    const struct lex_word *when = p->words.word_count > 1 ? &p->words.word[1] : NULL;
    struct lesson_question *q = l->question_count ? &l->question[l->question_count - 1] : NULL;

    if (!choosing || !q)
        parser_tell_word(p, 0, "a choice stands behind its question", "choice 要紧跟在 ask 后面",
                         "#: ask NAME, zh, en, then choices");
    if (q && choosing && q->choice_count == LESSON_CHOICES_MAX)
        parser_tell_word(p, 0, "a question has at most 8 choices", "一个问题最多 8 个选项",
                         "8 choices");
    if (!when || strcmp(when->text, "when") != 0 || p->words.word_count < 3)
        parser_tell_word(p, 1, "when is this choice right?", "这个选项什么时候是对的？",
                         "#: choice when EXPR");
    struct lesson_item *item = parser_item(p, LESSON_CHOICE);
    if (!item || !q || !choosing)
        return;
    q->choice_count++;
    item->question = l->question_count - 1;
    if (p->words.word_count > 2) {
        const struct lex_word *first = &p->words.word[2];
        const char *expr = lesson_copy(l, p->text + first->start, p->words.bytes - first->start);
        item->when = expr ? expr : "";
        item->when_column = first->column;
    }
}

static void header_reveal(struct parser *p)
{
    struct lesson *l = p->l;
    struct lesson_question *q = l->question_count ? &l->question[l->question_count - 1] : NULL;
    const bool named = p->words.word_count > 1 && !strchr(p->words.word[1].text, '=');

    if (!p->asked || !q)
        parser_tell_word(p, 0, "there is no question to reveal", "没有可以揭晓的问题",
                         "#: ask NAME before it");
    else if (named && strcmp(p->words.word[1].text, q->name) != 0)
        parser_tell_word(p, 1, "the open question has another name", "等待揭晓的是另一个问题",
                         q->name);
    else if (q->choice_count < 2)
        parser_tell_word(p, 0, "a question has two choices or more", "一个问题至少有两个选项",
                         "#: choice when EXPR");
    struct lesson_item *item = parser_item(p, LESSON_REVEAL);
    p->asked = false;
    if (!item || !q)
        return;
    item->question = l->question_count - 1;
    q->reveal = l->item_count - 1;
    item_options(p, item, named ? 2 : 1);
}

void parser_head(struct parser *p)
{
    static const struct {
        const char *word;
        void (*run)(struct parser *p);
    } heads[] = {{"lesson", header_lesson}, {"about", header_about},  {"slider", header_slider},
                 {"page", header_page},     {"text", header_text},    {"note", header_note},
                 {"ask", header_ask},       {"reveal", header_reveal}};
    const char *word = p->words.word[0].text;
    const bool choosing = p->choosing;

    p->choosing = false;
    if (!strcmp(word, "choice")) {
        header_choice(p, choosing);
        return;
    }
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (!strcmp(heads[i].word, word)) {
            heads[i].run(p);
            return;
        }
    parser_tell_word(p, 0, "not a word of lessons", "课文里没有这个词",
                     "lesson, about, slider, page, text, note, ask, choice, reveal, zh, en");
}
