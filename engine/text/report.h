/* report.h - text put into a caller's buffer, and the reading of paths.
 *
 * Shape     the buffer is always terminated; `length` counts what would have fitted, so a caller can ask for the size.
 */
#ifndef MM_TEXT_REPORT_H
#define MM_TEXT_REPORT_H

#include "mm.h"

struct report {
    char *buf;
    size_t size;
    size_t length;
    size_t line_start; /* where the present line begins */
};

/* buf may be NULL when size is 0. One call adds at most 1023 bytes. */
void report_begin(struct report *r, char *buf, size_t size);
void report_add(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Blanks up to `column` characters of the present line; at least one when `blank`. */
void report_pad(struct report *r, unsigned column, bool blank);

#endif
