/* figure.h - a value as it stands in a sentence: "10.0 MB", "1,184", "30 %", "0x08048000".
 *
 * Models    language.md's values, written for reading: commas every three digits, a true minus (U+2212), a no-break
 *           space (U+00A0) before the unit. The same in every language.
 * Shape     an expression may end with " in UNIT" or " in UNIT.N": the unit to write it in and N decimals. Without it a
 *           value is written in its own unit: kB, B, ns; counts, pages and frames have none.
 * Units     KB MB GB TB are ×1024; % takes a ratio (0.3 is 30 %); decimals are rounded half away from zero. By itself
 *           MB, GB, TB, us, ms, s show one decimal; KB, % and the rest none when nothing is behind the point, else one.
 */
#ifndef MM_TEXT_FIGURE_H
#define MM_TEXT_FIGURE_H

#include "text/value.h"

#define FIGURE_BYTES 320u /* room that every figure fits into */

struct figure_style {
    const char *unit; /* one of figure_units, NULL: the value's own */
    int decimals;     /* -1: as the unit has it */
};

/* "KB MB GB TB B pages % ns us ms s hex" */
extern const char figure_units[];

/* Take " in UNIT" off the end of text[0..*length). False: there is an `in` whose unit is not known, from byte *at. */
bool figure_split(const char *text, size_t *length, struct figure_style *style, size_t *at);

/* Write it. False: this value has no such unit; *en and *zh say why (static texts). */
bool figure_print(const struct value *v, const struct figure_style *style, char *out, size_t bytes,
                  const char **en, const char **zh);

#endif
