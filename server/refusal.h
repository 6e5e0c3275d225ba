/* refusal.h - every refusal in one shape.
 *
 * Models    RFC 9457 application/problem+json: type, title, status, detail, and ours: field, limit,
 *           line, column.
 */
#ifndef SERVER_REFUSAL_H
#define SERVER_REFUSAL_H

#include "buf.h"
#include "jw.h"

#include <stdint.h>

struct refusal {
    unsigned status;
    const char *kind;      /* one word, "queue-full"; the type is mmscope:KIND */
    const char *detail;    /* a sentence for a person */
    const char *field;     /* what it is about, or NULL */
    uint64_t limit;        /* 0: none */
    unsigned line, column; /* 0: none */
};

/* The JSON object as a value of `w`. */
void refusal_write(struct jw *w, const struct refusal *p);

/* The object alone; NULL when memory is out. */
struct buf *refusal_body(const struct refusal *p);

/* The standard words of an HTTP status we use. */
const char *refusal_title(unsigned status);

#endif
