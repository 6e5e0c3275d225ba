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
    char text[1024];
    const size_t left = room(r);
    const char *newline;
    size_t length;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    length = n < 0 ? 0 : (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;
    if (left > 0) {
        const size_t fits = length < left ? length : left - 1;

        memcpy(r->buf + r->length, text, fits);
        r->buf[r->length + fits] = '\0';
    }
    newline = strrchr(text, '\n');
    if (newline != NULL) {
        r->line_start = r->length + (size_t)(newline + 1 - text);
    }
    r->length += length;
}

void report_pad(struct report *r, unsigned column, bool blank)
{
    const size_t at = r->length - r->line_start;
    const size_t wanted = at < column ? column - at : blank ? 1 : 0;

    report_add(r, "%*s", (int)wanted, "");
}
