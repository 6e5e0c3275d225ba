/* draw.h - what lines.c and draw.c share: a generator with a text that grows.
 */
#ifndef TESTS_FUZZ_DRAW_H
#define TESTS_FUZZ_DRAW_H

#include <stddef.h>
#include <stdint.h>

#include "base/rng.h"

struct draw {
    uint64_t rng[2];
    char text[2048];
    size_t used;
};

uint64_t draw_below(struct draw *d, uint64_t n);
/* More text; what does not fit is cut. */
void draw_say(struct draw *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define DRAW_ONE(d, list) ((list)[draw_below((d), sizeof(list) / sizeof(list)[0])])
/* A number that is often a limit of something. */
const char *draw_number(struct draw *d);
/* A path of a value; an expression that compares two. */
void draw_value(struct draw *d);
void draw_expr(struct draw *d);
/* data[from..to) becomes the text; what does not fit stays as it was. Returns the new size. */
size_t draw_put(uint8_t *data, size_t size, size_t max, size_t from, size_t to, const char *text,
                size_t length);

#endif
