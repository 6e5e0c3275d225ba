/* problem.h - every refusal in one shape.
 *
 * Models    RFC 9457 application/problem+json: type, title, status, detail, and ours: field, limit,
 *           line, column.
 */
#ifndef SERVER_PROBLEM_H
#define SERVER_PROBLEM_H

#include "buf.h"
#include "jw.h"

#include <stdint.h>

struct problem {
    unsigned status;
    const char *kind;      /* one word, "queue-full"; the type is mmscope:KIND */
    const char *detail;    /* a sentence for a person */
    const char *field;     /* what it is about, or NULL */
    uint64_t limit;        /* 0: none */
    unsigned line, column; /* 0: none */
};

/* The JSON object as a value of `w`. */
void problem_write(struct jw *w, const struct problem *p);

/* The object alone; NULL when memory is out. */
struct buf *problem_body(const struct problem *p);

/* The standard words of an HTTP status we use. */
const char *problem_title(unsigned status);

#endif
