#define _GNU_SOURCE 1
#include "traces.h"

#include "lessons.h"
#include "log.h"
#include "sha256.h"
#include "xz.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct trace_upload {
    struct trace_upload *next;
    char id[65], kind[16];
    unsigned char *bytes;
    size_t len;
    time_t used;
};

struct traces {
    pthread_mutex_t lock; /* uploads */
    const struct options *options;
    struct trace_upload *uploads;
    unsigned count;
    size_t bytes;
};

/* Unpacked when packed, else a copy; malloc'ed. NULL: `why`. */
static unsigned char *traces_plain(const struct traces *t, const unsigned char *bytes, size_t len,
                                   size_t *out_len, char *why, size_t why_bytes)
{
    uint8_t *plain = NULL;

    if (xz_is(bytes, len))
        return xz_decode(bytes, len, (size_t)t->options->max_trace, &plain, out_len, why, why_bytes)
                   ? plain
                   : NULL;
    plain = malloc(len + 1);
    if (plain) {
        memcpy(plain, bytes, len);
        *out_len = len;
    } else {
        snprintf(why, why_bytes, "out of memory");
    }
    return plain;
}

struct traces *traces_new(const struct options *o)
{
    struct traces *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->options = o;
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

static void upload_free(struct traces *t, struct trace_upload *u)
{
    t->count--;
    t->bytes -= u->len;
    free(u->bytes);
    free(u);
}

void traces_free(struct traces *t)
{
    if (!t)
        return;
    while (t->uploads) {
        struct trace_upload *u = t->uploads;
        t->uploads = u->next;
        upload_free(t, u);
    }
    pthread_mutex_destroy(&t->lock);
    free(t);
}

static struct trace_upload *upload_find(struct traces *t, const char *id)
{
    struct trace_upload *u = t->uploads;

    while (u && strcmp(u->id, id) != 0)
        u = u->next;
    if (u)
        u->used = time(NULL);
    return u;
}

/* Under the lock: drop the longest unused until there is room for `len` more bytes. */
static void upload_make_room(struct traces *t, size_t len)
{
    while (t->uploads && (t->count >= t->options->max_traces ||
                          t->bytes + len > (size_t)t->options->max_upload * 8)) {
        struct trace_upload **oldest = &t->uploads;
        for (struct trace_upload **p = &t->uploads; *p; p = &(*p)->next)
            if ((*p)->used <= (*oldest)->used)
                oldest = p;
        struct trace_upload *u = *oldest;
        *oldest = u->next;
        log_info("traces", "dropped %.12s, the longest unused", u->id);
        upload_free(t, u);
    }
}

unsigned traces_put(struct traces *t, const char *kind, const void *bytes, size_t len, char id[65],
                    uint64_t *unpacked_bytes, char *why, size_t why_bytes, uint64_t *limit)
{
    struct sha256 hash;
    size_t plain_len;

    if (len == 0) {
        snprintf(why, why_bytes, "the body is empty");
        return 400;
    }
    unsigned char *plain = traces_plain(t, bytes, len, &plain_len, why, why_bytes);
    free(plain);
    if (!plain) {
        *limit = t->options->max_trace;
        return 422;
    }
    if (plain_len > t->options->max_trace) {
        snprintf(why, why_bytes, "the trace is larger than allowed");
        *limit = t->options->max_trace;
        return 413;
    }
    *unpacked_bytes = plain_len;
    sha256_init(&hash);
    sha256_add(&hash, bytes, len);
    sha256_hex(&hash, id);
    pthread_mutex_lock(&t->lock);
    unsigned status = 0;
    if (!upload_find(t, id)) {
        upload_make_room(t, len);
        struct trace_upload *u = calloc(1, sizeof *u);
        unsigned char *copy = malloc(len);
        if (u && copy) {
            memcpy(copy, bytes, len);
            strcpy(u->id, id);
            snprintf(u->kind, sizeof u->kind, "%s", kind);
            u->bytes = copy;
            u->len = len;
            u->used = time(NULL);
            u->next = t->uploads;
            t->uploads = u;
            t->count++;
            t->bytes += len;
        } else {
            free(u);
            free(copy);
            snprintf(why, why_bytes, "out of memory");
            status = 503;
        }
    }
    pthread_mutex_unlock(&t->lock);
    return status;
}

unsigned char *traces_load(struct traces *t, const char *name, size_t *len, char *why,
                           size_t why_bytes)
{
    size_t packed_len;
    const unsigned char *packed = lesson_recording(name, &packed_len);

    if (packed)
        return traces_plain(t, packed, packed_len, len, why, why_bytes);
    pthread_mutex_lock(&t->lock);
    struct trace_upload *u = upload_find(t, name);
    unsigned char *bytes = u ? traces_plain(t, u->bytes, u->len, len, why, why_bytes) : NULL;
    pthread_mutex_unlock(&t->lock);
    if (!u)
        snprintf(why, why_bytes,
                 "no upload has this name; POST the file to /api/v1/traces and "
                 "use the id it returns");
    return bytes;
}

const char *traces_kind(struct traces *t, const char *id)
{
    pthread_mutex_lock(&t->lock);
    struct trace_upload *u = upload_find(t, id);
    const char *kind = !u ? NULL : !strcmp(u->kind, "pages") ? "pages" : "lackey";
    pthread_mutex_unlock(&t->lock);
    return kind;
}
