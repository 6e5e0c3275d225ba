/* lex.h - a line of the language as words with their places; problems as the language states them.
 *
 * Models    a shell's quoting, no more: blanks split, "quoted words" keep them, # starts a comment.
 * Shape     a word is a slice of the line (start, length) and its text without quotes.
 * Units     columns count characters (UTF-8), from 1; starts and lengths count bytes.
 * Owns      nothing: everything is in the caller's structs.
 */
#ifndef MM_TEXT_LEX_H
#define MM_TEXT_LEX_H

#include "mm.h"

#define LEX_LINE_BYTES     4096u
#define LEX_WORDS_MAX      64u
#define PROBLEM_TEXT_BYTES 320u
#define PROBLEM_WORD_BYTES 96u

/* What is wrong with a line, and what would do. `line` and `column` are 1-based, 0 when not about a place. */
struct problem {
    enum mm_err err;
    uint32_t line, column;
    uint32_t length; /* characters of the word at `column`, 0 at the end of the line */
    uint64_t limit;  /* the limit that was passed, 0 when there is none */
    char word[PROBLEM_WORD_BYTES]; /* the word refused, cut when it is long */
    char field
        [PROBLEM_WORD_BYTES]; /* the argument's word in the command table, "" for the command itself */
    char en[PROBLEM_TEXT_BYTES], zh[PROBLEM_TEXT_BYTES];
    char accepted
        [PROBLEM_TEXT_BYTES]; /* what would be accepted there, "" when nothing can be said */
};

struct lex_word {
    const char *text; /* zero-terminated, quotes removed; in lex_line.buffer */
    uint32_t text_bytes;
    uint32_t start, length; /* in the line, quotes included */
    uint32_t column;        /* of its first character */
    bool quoted;            /* any of it was in quotes */
};
struct lex_line {
    uint32_t word_count;
    uint32_t bytes;   /* of the line without its comment */
    uint32_t columns; /* of the line without its comment */
    struct lex_word word[LEX_WORDS_MAX];
    char buffer[LEX_LINE_BYTES + LEX_WORDS_MAX + 1];
};

/* Split line[0..length). False: *why says what is wrong (a quote left open, too long, a control character). */
bool lex_split(const char *line, size_t length, struct lex_line *out, struct problem *why);
/* Column (from 1) of the byte at `offset` of the line. */
uint32_t lex_column(const char *line, size_t length, size_t offset);

/* A problem about word `w` (NULL: about the end of the line). */
void problem_at(struct problem *p, enum mm_err err, const struct lex_line *line,
                const struct lex_word *w);
/* Both texts, printf-like, from the same arguments in the same order; cut on a character boundary. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 4), format(printf, 3, 4)))
#endif
void
problem_say(struct problem *p, const char *en, const char *zh, ...);
/* What would be accepted there. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void
problem_accept(struct problem *p, const char *format, ...);

/* Text built in a caller's buffer: always terminated, `used` is what was wanted. */
struct out {
    char *text;
    size_t room; /* at least 1 */
    size_t used;
};
void out_init(struct out *o, char *text, size_t room);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void
out_say(struct out *o, const char *format, ...);
void out_bytes(struct out *o, const char *bytes, size_t length);
/* Copy a text, cut on a character boundary. */
void out_copy(char *to, size_t room, const char *from, size_t length);

#endif
