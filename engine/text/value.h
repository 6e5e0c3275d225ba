/* value.h - what a path or an expression of the language stands for: a number with a unit, a word, a text.
 *
 * Models    language.md, Values and expectations.
 * Shape     numbers are exact fractions, top / bottom; no floats.
 * Units     every number has one. A plain number takes the unit of what it meets; sizes (kB, bytes, pages, 64M) meet as
 *           bytes; values of different kinds do not mix.
 */
#ifndef MM_TEXT_VALUE_H
#define MM_TEXT_VALUE_H

#include "text/units.h"

enum value_unit {
    VALUE_PLAIN,   /* a number as written: in the unit of the other side */
    VALUE_COUNT,   /* how many */
    VALUE_KB,      /* kB, 1024 bytes as /proc has it */
    VALUE_BYTES,   /* bytes, and sizes with a suffix */
    VALUE_PAGES,   /* 4 KiB pages */
    VALUE_NS,      /* simulated time */
    VALUE_ADDRESS, /* an address */
    VALUE_FRAME,   /* a frame number */
    VALUE_HEX,     /* the machine's hash */
    VALUE_WORD,    /* a name that has a number: errno, signal, si_code */
    VALUE_TEXT     /* text */
};
#define VALUE_TEXT_BYTES 256u
#define VALUE_QUOTIENT   'q' /* written // */

__extension__ typedef __int128 value_int;
struct value {
    enum value_unit unit;
    value_int top;
    value_int bottom; /* > 0 */
    char word
        [VALUE_TEXT_BYTES]; /* VALUE_WORD: the name; VALUE_TEXT: a text that is kept in the value */
    const char *text;       /* VALUE_TEXT: somebody else's text; NULL: word */
    size_t text_bytes;
};

void value_number(struct value *v, enum value_unit unit, uint64_t number);
void value_signed(struct value *v, enum value_unit unit, int64_t number);
void value_text(struct value *v, const char *text, size_t length);
void value_word(struct value *v, const char *name, uint64_t number);

/* "kB", "bytes", "pages", "ns", "" … */
const char *value_unit_name(enum value_unit unit);
/* "65536 kB", "0x7f…", "ENOMEM", "12.5": the number and its unit. With `plain` the number alone, as a word of a
 * line. */
void value_print(const struct value *v, bool plain, char *out, size_t bytes);

/* v = v op b for + - * / % and VALUE_QUOTIENT, the quotient rounded down. False: *en and *zh say why they do not mix
 * (static texts). */
bool value_apply(struct value *v, char op, const struct value *b, const char **en, const char **zh);
/* *order = -1, 0, 1 of a against b. Texts and words are only equal (0) or not (1). False: they do not mix. */
bool value_compare(const struct value *a, const struct value *b, int *order, const char **en,
                   const char **zh);
/* Is a within `pct_millionths` percent (10% = 10000000) of b: |a - b| * 100 <= pct * |b|? False return: they do not
 * mix. */
bool value_within(const struct value *a, const struct value *b, uint64_t pct_millionths,
                  bool *holds, const char **en, const char **zh);
/* Not zero, not an empty text. */
bool value_true(const struct value *v);

#endif
