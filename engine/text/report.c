/* report.c - text put into a caller's buffer. */
#include "text/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void report_begin(struct report *r, char *buf, size_t size)
{
    *r = (struct report){.buf = buf, .size = size};
    if (size > 0) {
        buf[0] = '\0';
    }
}

/* Where the next byte goes, and how many bytes there are from there on (the terminating zero included). */
static size_t room(const struct report *r)
{
    return r->length < r->size ? r->size - r->length : 0;
}

void report_add(struct report *r, const char *format, ...)
{
    const size_t left = room(r);
    const char *newline;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(left > 0 ? r->buf + r->length : NULL, left, format, args);
    va_end(args);
    if (n < 0) {
        return;
    }
    if (left > 0) {
        newline = strrchr(r->buf + r->length, '\n');
        if (newline != NULL) {
            r->line_start = (size_t)(newline + 1 - r->buf);
        }
    }
    r->length += (size_t)n;
}

void report_pad(struct report *r, unsigned column, bool blank)
{
    const size_t at = r->length - r->line_start;
    const size_t wanted = at < column ? column - at : blank ? 1 : 0;

    report_add(r, "%*s", (int)wanted, "");
}
