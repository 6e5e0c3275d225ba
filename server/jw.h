/* jw.h - a streaming JSON writer onto a struct writer.
 *
 * Shape     values are written in order; commas and colons come by themselves. Inside an object
 *           every value is preceded by jw_key.
 * Units     integers above 2^53 - 1 (either sign) become "0x..." strings (negative ones "-0x..."),
 *           since a browser would round them.
 * Differs   text that is not UTF-8 is written with U+FFFD for each bad byte.
 * Invariants
 *   W1  depth <= JW_DEPTH_MAX (asserted by failing the writer)
 */
#ifndef SERVER_JW_H
#define SERVER_JW_H

#include "buf.h"

#include <stdint.h>

enum { JW_DEPTH_MAX = 40 };

struct jw {
    struct writer out;
    uint64_t has; /* bit d: something was already written at depth d */
    unsigned depth;
    bool after_key;
};

/* An empty writer that refuses to grow past `max` bytes (0: 64 MiB). */
struct jw jw_new(size_t max);

void jw_open(struct jw *w, char bracket);  /* '{' or '[' */
void jw_close(struct jw *w, char bracket); /* '}' or ']' */
void jw_key(struct jw *w, const char *key);
void jw_text(struct jw *w, const char *text); /* NULL gives null */
void jw_textn(struct jw *w, const char *text, size_t len);
void jw_u64(struct jw *w, uint64_t value);
void jw_i64(struct jw *w, int64_t value);
void jw_hex(struct jw *w, uint64_t value);  /* "0x1f" */
void jw_hash(struct jw *w, uint64_t value); /* "0x" and 16 digits */
void jw_bool(struct jw *w, bool value);
void jw_null(struct jw *w);
void jw_raw(struct jw *w, const char *json, size_t len); /* one finished value */

/* key and value in one call, inside an object */
void jw_kv_text(struct jw *w, const char *key, const char *text);
void jw_kv_textn(struct jw *w, const char *key, const char *text, size_t len);
void jw_kv_u64(struct jw *w, const char *key, uint64_t value);
void jw_kv_i64(struct jw *w, const char *key, int64_t value);
void jw_kv_hex(struct jw *w, const char *key, uint64_t value);
void jw_kv_hash(struct jw *w, const char *key, uint64_t value);
void jw_kv_bool(struct jw *w, const char *key, bool value);

/* A column as run lengths: [len,value,len,value,...]. */
struct jw_rle {
    uint64_t run;
    uint64_t value;
    bool is_signed; /* values are int64_t bit patterns */
};
void jw_rle_open(struct jw *w, struct jw_rle *rle, bool is_signed);
void jw_rle_close(struct jw *w, struct jw_rle *rle);
void jw_rle_flush(struct jw *w, struct jw_rle *rle);
static inline void jw_rle_add(struct jw *w, struct jw_rle *rle, uint64_t value)
{
    if (rle->run && rle->value == value) {
        rle->run++;
        return;
    }
    jw_rle_flush(w, rle);
    rle->value = value;
    rle->run = 1;
}

/* The finished text with one reference; NULL when it failed (memory, max, depth). */
struct buf *jw_take(struct jw *w);

#endif
