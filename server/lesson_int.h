/* lesson_int.h - between lesson_text.c (lines and texts) and lesson_heads.c (headers and their options).
 *
 * Owns      struct parser, which lives while one lesson is read.
 */
#ifndef SERVER_LESSON_INT_H
#define SERVER_LESSON_INT_H

#include "lesson_text.h"

enum { PLACES_MAX = 64 };

/* Whose text the next zh or en line is. */
enum target { TO_NONE, TO_TITLE, TO_ABOUT, TO_SLIDER, TO_ITEM };

struct parser {
    struct lesson *l;
    void (*tell)(void *ctx, const struct problem *p);
    void *ctx;
    unsigned problems;

    const char *text; /* the present line */
    size_t bytes;
    uint32_t line;
    struct lex_line words; /* of a header */

    enum target target;
    bool given[2];        /* languages that the target has */
    uint32_t target_line; /* of its header */
    enum lesson_lang lang;
    bool reading; /* a text is being gathered */
    bool too_long;
    char gathered[LESSON_TEXT_MAX + 1];
    size_t gathered_bytes;
    struct lesson_place place[PLACES_MAX];
    unsigned places;

    unsigned depth; /* of repeat */
    bool begun;     /* a `lesson` line was there */
    bool asked;     /* a question is open: no reveal yet */
    bool choosing;  /* its choices may follow */
    bool ran;       /* a line of the scenario since the last item */
};

/* About a place, and about word `i` of the present header (or its end). */
void parser_tell(struct parser *p, uint32_t line, uint32_t column, const char *word, const char *en,
                 const char *zh, const char *accepted);
void parser_tell_word(struct parser *p, unsigned i, const char *en, const char *zh,
                      const char *accepted);
/* One more item, which the next zh and en belong to; NULL: too many, or no memory. */
struct lesson_item *parser_item(struct parser *p, enum lesson_kind kind);
/* The next zh and en belong there. */
void parser_target(struct parser *p, enum target target);
/* lesson_heads.c: p->words is a header. */
void parser_head(struct parser *p);

#endif
