/* lesson_text.c - the `#:` lines of a lesson: headers, their options, the two languages, the order of it all. */
#include "lesson_int.h"

#include "text/units.h"

#include <stdlib.h>
#include <string.h>

/* ---- problems ---- */

void parser_tell(struct parser *p, uint32_t line, uint32_t column, const char *word, const char *en,
                 const char *zh, const char *accepted)
{
    struct problem why;

    problem_at(&why, MM_EBADARG, NULL, NULL);
    why.line = line;
    why.column = column;
    why.length = lex_column(word, strlen(word), strlen(word)) - 1;
    out_copy(why.word, sizeof why.word, word, strlen(word));
    out_copy(why.en, sizeof why.en, en, strlen(en));
    out_copy(why.zh, sizeof why.zh, zh, strlen(zh));
    out_copy(why.accepted, sizeof why.accepted, accepted, strlen(accepted));
    p->problems++;
    p->tell(p->ctx, &why);
}

/* About word `i` of the present header (or its end). */
void parser_tell_word(struct parser *p, unsigned i, const char *en, const char *zh,
                      const char *accepted)
{
    const bool there = i < p->words.word_count;

    parser_tell(p, p->line, there ? p->words.word[i].column : p->words.columns + 1,
                there ? p->words.word[i].text : "", en, zh, accepted);
}

/* ---- texts ---- */

static struct lesson_pair *target_pair(struct parser *p)
{
    switch (p->target) {
    case TO_TITLE: return &p->l->title;
    case TO_ABOUT: return &p->l->about;
    case TO_SLIDER: return &p->l->slider[p->l->slider_count - 1].words;
    case TO_ITEM: return &p->l->item[p->l->item_count - 1].words;
    default: return NULL;
    }
}

static void words_end(struct parser *p)
{
    struct lesson_pair *pair = target_pair(p);
    const bool plain = p->target != TO_ITEM || p->l->item[p->l->item_count - 1].kind == LESSON_PAGE;
    struct lesson_reader r = {.lesson = p->l,
                              .text = p->gathered,
                              .length = p->gathered_bytes,
                              .place = p->place,
                              .places = p->places,
                              .plain = plain,
                              .tell = p->tell,
                              .ctx = p->ctx};

    if (!p->reading)
        return;
    p->reading = false;
    while (r.length && (p->gathered[r.length - 1] == ' ' || p->gathered[r.length - 1] == '\t'))
        r.length--;
    if (r.length && pair)
        lesson_words_read(&r, &pair->in[p->lang]);
    p->problems += r.problems;
}

/* The pair is complete, or it is said what it lacks. */
static void pair_end(struct parser *p)
{
    struct lesson_pair *pair = target_pair(p);
    struct lesson_reader r = {.lesson = p->l, .tell = p->tell, .ctx = p->ctx};

    words_end(p);
    if (pair && p->given[0] && p->given[1])
        lesson_words_same(&r, pair);
    else if (pair)
        parser_tell(p, p->target_line, 1, "",
                    p->given[LESSON_EN]   ? "there is no zh text here"
                    : p->given[LESSON_ZH] ? "there is no en text here"
                                          : "there is no zh and en text here",
                    p->given[LESSON_EN]   ? "这里缺少 zh 文字"
                    : p->given[LESSON_ZH] ? "这里缺少 en 文字"
                                          : "这里缺少 zh 和 en 文字",
                    "#: zh …, #: en …, each on its own line");
    p->problems += r.problems;
    p->target = TO_NONE;
    p->given[0] = p->given[1] = false;
}

void parser_target(struct parser *p, enum target target)
{
    p->target = target;
    p->target_line = p->line;
}

static void gather(struct parser *p, size_t at)
{
    const size_t bytes = p->bytes - at;

    if (bytes + p->gathered_bytes > LESSON_TEXT_MAX || p->places == PLACES_MAX) {
        if (!p->too_long)
            parser_tell(p, p->line, 1, "", "this text is too long", "这段文字太长",
                        "4,000 bytes and 64 lines for one paragraph");
        p->too_long = true;
        return;
    }
    p->place[p->places++] =
        (struct lesson_place){p->gathered_bytes, p->line, lex_column(p->text, p->bytes, at)};
    memcpy(p->gathered + p->gathered_bytes, p->text + at, bytes);
    p->gathered_bytes += bytes;
}

/* A blank between two lines of a text, but not between Chinese characters. */
static void gather_more(struct parser *p, size_t at)
{
    const unsigned char last =
        p->gathered_bytes ? (unsigned char)p->gathered[p->gathered_bytes - 1] : ' ';
    const bool wide = p->lang == LESSON_ZH && (last >= 0x80 || (unsigned char)p->text[at] >= 0x80);

    if (!p->reading) {
        parser_tell(p, p->line, 1, "#:", "this continues no text", "这一行没有可以接着的文字",
                    "#: zh …, #: en …, and then lines with three blanks behind #:");
        return;
    }
    if (last != ' ' && !wide && p->gathered_bytes < LESSON_TEXT_MAX)
        p->gathered[p->gathered_bytes++] = ' ';
    gather(p, at);
}

/* ---- items ---- */

struct lesson_item *parser_item(struct parser *p, enum lesson_kind kind)
{
    struct lesson *l = p->l;

    if (l->item_count == LESSON_ITEMS_MAX) {
        parser_tell(p, p->line, 1, "", "this lesson is too long", "这一课太长", "1,000 paragraphs");
        return NULL;
    }
    if (l->item_count == l->item_room) {
        unsigned room = l->item_room ? l->item_room * 2 : 64;
        struct lesson_item *grown = realloc(l->item, room * sizeof *grown);
        if (!grown)
            return NULL;
        l->item = grown;
        l->item_room = room;
    }
    if (p->depth)
        parser_tell(p, p->line, 1, "#:", "the text of a lesson cannot stand inside repeat … end",
                    "课文不能写在 repeat … end 之间", "before repeat, or after its end");
    if (kind != LESSON_PAGE && !l->page_count)
        parser_tell(p, p->line, 1, "#:", "text begins with a page", "课文要先有一页",
                    "#: page, and its heading in zh and en");
    struct lesson_item *item = &l->item[l->item_count++];
    *item = (struct lesson_item){.kind = kind,
                                 .line = p->line,
                                 .see = EV_COUNT,
                                 .pin = "",
                                 .rows = "",
                                 .page = l->page_count ? l->page_count - 1 : 0,
                                 .when = ""};
    p->choosing = kind == LESSON_ASK || kind == LESSON_CHOICE;
    p->ran = false;
    parser_target(p, TO_ITEM);
    return item;
}

/* A paragraph without a header. Right below a page's heading it stands where the page does. */
static bool plain_item(struct parser *p)
{
    const struct lesson *l = p->l;
    const bool below = l->item_count && l->item[l->item_count - 1].kind == LESSON_PAGE && !p->ran;
    const unsigned see = below ? l->item[l->item_count - 1].see : EV_COUNT;
    struct lesson_item *item = parser_item(p, LESSON_TEXT);

    if (item)
        item->see = see;
    return item != NULL;
}

static void line_words(struct parser *p, enum lesson_lang lang, size_t at)
{
    const bool complete = p->given[0] && p->given[1];

    words_end(p);
    if (p->target == TO_NONE || complete || p->given[lang]) {
        if (p->target != TO_NONE && (complete || p->target == TO_ITEM))
            pair_end(p);
        if (p->target == TO_NONE && !plain_item(p))
            return;
    }
    if (p->given[lang])
        parser_tell(p, p->line, 1, "#:", "this text is there already", "这段文字已经有了",
                    "one zh and one en line");
    p->given[lang] = true;
    p->lang = lang;
    p->reading = true;
    p->too_long = false;
    p->gathered_bytes = p->places = 0;
    gather(p, at);
}

/* ---- the lines of the scenario ---- */

/* What a lesson needs to know of a line that runs. */
static void line_scenario(struct parser *p)
{
    struct lex_line *w = &p->words;
    struct problem why;

    if (!lex_split(p->text, p->bytes, w, &why) || !w->word_count)
        return; /* a comment; what the language refuses is said by who runs it */
    pair_end(p);
    p->choosing = false;
    p->ran = true;
    const char *verb = w->word[0].text;
    if (!strcmp(verb, "repeat"))
        p->depth++;
    else if (!strcmp(verb, "end") && p->depth)
        p->depth--;
    else if (!strcmp(verb, "machine") && p->l->item_count)
        parser_tell_word(p, 0, "the machine is described before the first page",
                         "machine 要写在第一页之前", "machine … above #: page");
    else if (!strcmp(verb, "let") && w->word_count >= 4 && !strcmp(w->word[2].text, "="))
        for (unsigned i = 0; i < p->l->slider_count; i++) {
            struct lesson_slider *s = &p->l->slider[i];
            bool size = false;
            if (strcmp(s->name, w->word[1].text) != 0)
                continue;
            if (s->let_line || w->word_count != 4 || p->depth ||
                units_size(w->word[3].text, &s->value, &size) != UNITS_OK || s->value < s->min ||
                s->value > s->max || (s->value - s->min) % s->step || size != s->size)
                parser_tell_word(
                    p, 3, "the slider's let gives one number, a stop of the slider",
                    "滑块的 let 只给一个数，且在滑块的刻度上",
                    "let NAME = NUMBER, once, outside repeat, as the range is written");
            s->let_line = p->line;
        }
}

/* Behind "#:": a header, a language, or the continuation of a text. */
static void line_lesson(struct parser *p, size_t at)
{
    size_t blanks = 0;
    struct problem why;

    while (at + blanks < p->bytes && (p->text[at + blanks] == ' ' || p->text[at + blanks] == '\t'))
        blanks++;
    at += blanks;
    if (at == p->bytes)
        return;
    if (blanks >= 3) {
        gather_more(p, at);
        return;
    }
    for (unsigned lang = 0; lang < 2; lang++)
        if (p->bytes - at >= 2 && !memcmp(p->text + at, lang ? "en" : "zh", 2) &&
            (p->bytes - at == 2 || p->text[at + 2] == ' ' || p->text[at + 2] == '\t')) {
            for (at += 2; at < p->bytes && (p->text[at] == ' ' || p->text[at] == '\t');)
                at++;
            if (at == p->bytes)
                parser_tell(p, p->line, lex_column(p->text, p->bytes, at), "",
                            "there is no text here", "这里没有文字", "words behind zh and en");
            line_words(p, (enum lesson_lang)lang, at);
            return;
        }
    /* The words of a header, at their columns of the line. */
    char *copy = lesson_copy(p->l, p->text, p->bytes);
    for (size_t i = 0; copy && i < at; i++)
        copy[i] = ' ';
    if (!copy || !lex_split(copy, p->bytes, &p->words, &why)) {
        parser_tell(p, p->line, copy && why.column ? why.column : 1, copy ? why.word : "",
                    copy ? why.en : "out of memory", copy ? why.zh : "内存不足", "");
        return;
    }
    if (!p->words.word_count) {
        parser_tell(p, p->line, lex_column(p->text, p->bytes, at), "", "a word is missing here",
                    "这里缺少一个词", "page, text, ask, reveal, zh, en …");
        return;
    }
    pair_end(p);
    parser_head(p);
}

/* ---- the whole ---- */

static void lesson_ends(struct parser *p)
{
    struct lesson *l = p->l;

    pair_end(p);
    p->line++;
    if (!p->begun)
        parser_tell(p, 1, 1, "", "a lesson begins with its id", "一课要以它的名字开头",
                    "#: lesson ID rows=A8,A9 minutes=8");
    if (p->begun && !l->about.in[0].count)
        parser_tell(p, 1, 1, "", "there is no about", "缺少 about",
                    "#: about, and one sentence in zh and en");
    if (!l->page_count)
        parser_tell(p, p->line, 1, "", "a lesson has pages", "一课至少有一页", "#: page");
    if (p->asked)
        parser_tell(p, l->item[l->question[l->question_count - 1].ask].line, 1, "",
                    "this question has no reveal", "这个问题没有 reveal", "#: reveal");
    for (unsigned i = 0; i < l->slider_count; i++)
        if (!l->slider[i].let_line)
            parser_tell(p, l->slider[i].line, 1, l->slider[i].name, "the slider's let is not there",
                        "找不到滑块的 let 行", "let NAME = NUMBER");
}

static size_t line_begin(const char *text, size_t bytes)
{
    size_t at = 0;

    while (at < bytes && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at;
}

static bool line_is(const char *text, size_t bytes, size_t at)
{
    return bytes - at >= 2 && text[at] == '#' && text[at + 1] == ':';
}

bool lesson_is(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        const size_t end = newline ? (size_t)(newline - text) : length;
        const size_t begin = at + line_begin(text + at, end - at);
        if (line_is(text + begin, end - begin, 0) && end - begin > 10 &&
            !memcmp(text + begin, "#: lesson ", 10))
            return true;
        at = end + 1;
    }
    return false;
}

static void lesson_lines(struct parser *p, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        const size_t end = newline ? (size_t)(newline - text) : length;

        p->text = text + at;
        p->bytes = end - at;
        if (p->bytes && p->text[p->bytes - 1] == '\r')
            p->bytes--;
        p->line++;
        const size_t begin = line_begin(p->text, p->bytes);
        if (line_is(p->text, p->bytes, begin))
            line_lesson(p, begin + 2);
        else
            line_scenario(p);
        at = end + 1;
    }
}

struct lesson *lesson_parse(const char *text, size_t length,
                            void (*tell)(void *ctx, const struct problem *p), void *ctx)
{
    struct parser *p = calloc(1, sizeof *p);
    struct lesson *l = calloc(1, sizeof *l);

    if (p && l) {
        p->l = l;
        p->tell = tell;
        p->ctx = ctx;
        atomic_init(&l->refs, 1);
        l->rows = "";
        l->minutes = 5;
        l->source = malloc(length + 1);
        if (l->source && length <= LESSON_BYTES_MAX) {
            memcpy(l->source, text, length);
            l->source[length] = 0;
            l->source_bytes = length;
            lesson_lines(p, text, length);
            lesson_ends(p);
        } else {
            parser_tell(p, 1, 1, "", "the file is too long", "文件太长", "512K");
        }
    }
    if (!p || !l || p->problems) {
        lesson_put(l);
        l = NULL;
    }
    free(p);
    return l;
}
