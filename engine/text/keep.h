/* keep.h - kept values ($x) and their place in a line.
 *
 * Shape     let X = … and repeat … as i set a name; $X in any word stands for its value, written as a plain number
 *           in its own unit, an address in hexadecimal, or its text; ${X}
 *           when a letter follows. Within '…' a $ is itself.
 * Owns      nothing: struct keep lives in the session.
 */
#ifndef MM_TEXT_KEEP_H
#define MM_TEXT_KEEP_H

#include "text/value.h"

#define KEEP_MAX 256u

struct keep {
    uint32_t count;
    struct keep_row {
        char name[MM_NAME_BYTES];
        struct value value;
    } row[KEEP_MAX];
};

/* May stand in the name of a kept value. */
bool keep_letter(char c);
/* False: there is none of that name. */
bool keep_find(const struct keep *keep, const char *name, struct value *out);
/* False: there is no room. Text longer than a value holds is cut. */
bool keep_set(struct keep *keep, const char *name, const struct value *value);

/* Row i as text that can be kept elsewhere: "name unit top bottom word", the numbers as two hexadecimal halves, the
 * word (which may have anything in it) to the end. Length of the text; 0: no such row, or `bytes` are too few. */
#define KEEP_ROW_BYTES (VALUE_TEXT_BYTES + MM_NAME_BYTES + 96u)
size_t keep_save(const struct keep *keep, uint32_t i, char *out, size_t bytes);
/* The other way. False: this is no such text, or there is no room. */
bool keep_load(struct keep *keep, const char *text, size_t length);

/* A line with every $x replaced. map[i] is the byte of the original at which byte i of the text comes from. */
struct keep_line {
    size_t length;
    char text[LEX_LINE_BYTES + 1];
    uint16_t map[LEX_LINE_BYTES + 2];
};
/* False: *why (an unknown name, or too long). With `check` an unknown value is not refused but stands for 1. */
bool keep_expand(const struct keep *keep, bool check, const char *line, size_t length,
                 struct keep_line *out, struct problem *why);
/* The line as it is, for places that need no turning. */
void keep_same(const char *line, size_t length, struct keep_line *out);
/* Turn the place of a problem in the expanded line into the place in the original. */
void keep_place(const struct keep_line *expanded, const char *line, size_t length,
                struct problem *p);

#endif
