/* buf.h - bytes that many can share, and a writer that grows them.
 *
 * Shape     one malloc: header, BUF_PRE scratch bytes, payload, a NUL behind it. The scratch bytes
 *           are where libwebsockets writes its frame head, the same bytes for every viewer, so one
 *           buffer serves all of them on the one WebSocket thread.
 * Units     len and cap count payload bytes.
 * Owns      references: buf_get adds one, buf_put drops one, the last one frees.
 * Invariants
 *   U1  after wr_take() the payload never changes
 *   U2  len <= cap, and payload[len] == 0
 */
#ifndef SERVER_BUF_H
#define SERVER_BUF_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { BUF_PRE = 32 };

struct buf {
    atomic_uint refs;
    size_t len;
    size_t cap;
    char bytes[]; /* BUF_PRE scratch, then the payload */
};

/* The payload of `b`, NUL-terminated. */
static inline char *buf_data(struct buf *b)
{
    return b->bytes + BUF_PRE;
}

/* A buffer with a copy of `len` bytes and one reference; NULL when memory is out. */
struct buf *buf_new(const void *data, size_t len);

/* One more reference to `b` (never NULL). Any thread. Returns b. */
struct buf *buf_get(struct buf *b);

/* One reference fewer; NULL is fine. Any thread. */
void buf_put(struct buf *b);

/* A writer. Zero it, set `max` (0: 64 MiB), write, take. */
struct writer {
    struct buf *b;
    size_t max;
    bool failed; /* out of memory or past max; later writes do nothing */
};

/* Append bytes, a C string, one character, or printf text. On failure sets o->failed. */
void wr_bytes(struct writer *o, const void *data, size_t len);
void wr_str(struct writer *o, const char *text);
void wr_char(struct writer *o, char c);
void wr_format(struct writer *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `len` more bytes; returns where to write them, or NULL. Follow with wr_advance. */
char *wr_reserve(struct writer *o, size_t len);
void wr_advance(struct writer *o, size_t len);

/* The finished buffer with one reference, or NULL when a write failed. The writer is empty then. */
struct buf *wr_take(struct writer *o);

/* Throw away what was written. */
void wr_drop(struct writer *o);

static inline size_t wr_len(const struct writer *o)
{
    return o->b ? o->b->len : 0;
}

#endif
