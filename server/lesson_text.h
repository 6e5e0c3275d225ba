/* lesson_text.h - a lesson: a scenario whose `#:` comments carry its text in Chinese and English.
 *
 * Models    README.md, Writing a lesson.
 * Shape     items in the order of the file (pages, paragraphs, notes, questions with their choices,
 *           reveals), each at its line; an item belongs to the state after the lines above it. What is
 *           between two items is run between them.
 * Units     lines and columns from 1; columns count characters.
 * Owns      its source and everything it points to; counted: rooms keep the lesson they were made of.
 * Invariants
 *   L1  items stand at ascending lines; the first is a page; the choices of a question follow it at once
 *   L2  a question's reveal follows it, and no page or question stands between the two
 *   L3  no item stands inside repeat … end
 */
#ifndef SERVER_LESSON_TEXT_H
#define SERVER_LESSON_TEXT_H

#include "text/lex.h"

#include <stdatomic.h>

enum {
    LESSON_ID_MAX = 32,
    LESSON_ITEMS_MAX = 1000,
    LESSON_CHOICES_MAX = 8,
    LESSON_SLIDERS_MAX = 4,
    LESSON_TEXT_MAX = 4000, /* bytes of one text */
    LESSON_BYTES_MAX = 512 * 1024,
    LESSON_STOPS_MAX = 1000 /* positions of a slider */
};

enum lesson_lang { LESSON_ZH, LESSON_EN };

enum lesson_span_kind { SPAN_PLAIN, SPAN_COLOUR, SPAN_MONO, SPAN_VALUE };
struct lesson_span {
    enum lesson_span_kind kind;
    const char *text;   /* of a value: its expression with its unit */
    const char *colour; /* of a coloured word */
    uint32_t line, column;
};
struct lesson_words {
    struct lesson_span *span;
    unsigned count; /* 0: there is none */
    uint32_t line;
};
struct lesson_pair {
    struct lesson_words in[2]; /* by enum lesson_lang */
};

enum lesson_kind {
    LESSON_PAGE,
    LESSON_TEXT,
    LESSON_NOTE,
    LESSON_ASK,
    LESSON_CHOICE,
    LESSON_REVEAL
};
struct lesson_item {
    enum lesson_kind kind;
    uint32_t line;
    struct lesson_pair words;
    unsigned see;         /* an event, EV_COUNT: none */
    const char *pin;      /* "" none */
    const char *rows;     /* of a note, "A9 C2" */
    unsigned page;        /* from 0 */
    unsigned question;    /* of ask, choice, reveal */
    const char *when;     /* of a choice */
    uint32_t when_column; /* where it begins */
};
struct lesson_question {
    const char *name;
    unsigned ask, choice_count, reveal; /* items: ask, its choices behind it, reveal */
};
struct lesson_slider {
    const char *name, *unit;
    struct lesson_pair words;
    uint64_t min, max, step, value;
    bool size;               /* bytes, written with a suffix */
    uint32_t line, let_line; /* let_line 0: not found */
};

struct lesson {
    atomic_uint refs;
    char id[LESSON_ID_MAX + 1];
    const char *rows; /* "A8 A9" */
    unsigned minutes;
    struct lesson_pair title, about;
    struct lesson_item *item;
    unsigned item_count, item_room;
    struct lesson_question *question;
    unsigned question_count, question_room;
    struct lesson_slider slider[LESSON_SLIDERS_MAX];
    unsigned slider_count, page_count;
    char *source; /* the whole file, zero-terminated */
    size_t source_bytes;
    struct lesson_piece *pieces; /* memory of its texts */
};

/* Is there a `#: lesson` line in the text? */
bool lesson_is(const char *text, size_t length);

/* Read a lesson. `tell` hears every problem, in the order of the lines; NULL when there was any, or no memory. */
struct lesson *lesson_parse(const char *text, size_t length,
                            void (*tell)(void *ctx, const struct problem *p), void *ctx);
struct lesson *lesson_get(struct lesson *l);
void lesson_put(struct lesson *l);

/* The text of a title or label, which is one plain span; "" when there is none. */
const char *lesson_plain(const struct lesson_pair *pair, enum lesson_lang lang);

/* lesson_words.c: one text with its markup into spans. `place` gives line and column of a byte of it. */
struct lesson_place {
    size_t at;
    uint32_t line, column;
};
struct lesson_reader {
    struct lesson *lesson;
    const char *text;
    size_t length;
    const struct lesson_place *place; /* ascending; the first is at 0 */
    unsigned places;
    bool plain; /* no markup here: titles, labels */
    void (*tell)(void *ctx, const struct problem *p);
    void *ctx;
    unsigned problems;
};
void lesson_words_read(struct lesson_reader *r, struct lesson_words *out);
/* Values that stand in one language of a pair and not in the other are a problem. */
void lesson_words_same(struct lesson_reader *r, const struct lesson_pair *pair);
/* Memory that lives as long as the lesson; NULL when there is none. */
void *lesson_memory(struct lesson *l, size_t bytes);
char *lesson_copy(struct lesson *l, const char *text, size_t length);

#endif
