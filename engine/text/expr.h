/* expr.h - expressions: paths and numbers with + - * / // %, comparisons, what expect and wait until ask.
 *
 * Models    language.md, Values and expectations.
 * Shape     sum [comparison sum [within N%]]; * / // and % bind tighter; operators stand between
 *           blanks. No brackets. // is the whole quotient (rounded down), % what it leaves: an address is
 *           addr // 4096 pages and addr % 4096 bytes.
 * Units     as text/value.h: exact, no floats.
 */
#ifndef MM_TEXT_EXPR_H
#define MM_TEXT_EXPR_H

#include "text/path.h"
#include "text/regex.h"

/* One token of text[*at..length): words are split by blanks outside "…", (…) and […], comparisons also without blanks.
 * False at the end. *start and *bytes say where it is. */
bool expr_token(const char *text, size_t length, size_t *at, size_t *start, size_t *bytes);

/* The value of a sum that is the whole text. False: *why, its column counted from the text's first character. */
bool expr_value(const struct path_scope *scope, const char *text, size_t length, struct value *out,
                struct problem *why);

struct expr_answer {
    bool holds;
    char op[4];                 /* "==" …, "" when there was no comparison */
    char left[160], right[160]; /* both sides as printed; right "" without a comparison */
    char within[24];            /* "10%" or "" */
};
/* Does it hold? False: it cannot be said, *why. */
bool expr_holds(const struct path_scope *scope, const char *text, size_t length,
                struct expr_answer *out, struct problem *why);

#endif
