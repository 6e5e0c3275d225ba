#define _GNU_SOURCE 1
#include "traces.h"

#include "lessons.h"
#include "log.h"
#include "sha256.h"

#include <lzma.h>
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

static bool is_xz(const void *bytes, size_t len)
{
    return len >= 6 && !memcmp(bytes,
                               "\xfd"
                               "7zXZ\0",
                               6);
}

unsigned char *traces_unxz(const void *bytes, size_t len, size_t max, size_t *out_len,
                           const char **why)
{
    lzma_stream z = LZMA_STREAM_INIT;
    size_t room = len * 4 < 65536 ? 65536 : len * 4;
    unsigned char *to = NULL;
    lzma_ret status = lzma_stream_decoder(&z, (uint64_t)128 << 20, LZMA_CONCATENATED);

    z.next_in = bytes;
    z.avail_in = len;
    *why = "the xz data is damaged";
    while (status == LZMA_OK) {
        size_t used = (size_t)z.total_out;
        if (used == max) {
            *why = "the trace is larger than allowed once unpacked";
            break;
        }
        room = room < max ? room : max;
        unsigned char *grown = realloc(to, room + 1);
        if (!grown) {
            *why = "out of memory";
            break;
        }
        to = grown;
        z.next_out = to + used;
        z.avail_out = room - used;
        status = lzma_code(&z, LZMA_FINISH);
        room *= 2;
    }
    *out_len = (size_t)z.total_out;
    lzma_end(&z);
    if (status == LZMA_STREAM_END && to) {
        to[*out_len] = 0;
        return to;
    }
    if (status == LZMA_MEMLIMIT_ERROR)
        *why = "the xz data needs too much memory to unpack";
    free(to);
    return NULL;
}

static unsigned char *traces_plain(const struct traces *t, const unsigned char *bytes, size_t len,
                                   size_t *out_len, const char **why)
{
    if (is_xz(bytes, len))
        return traces_unxz(bytes, len, (size_t)t->options->max_trace, out_len, why);
    unsigned char *copy = malloc(len + 1);
    if (copy) {
        memcpy(copy, bytes, len);
        copy[len] = 0;
        *out_len = len;
    } else {
        *why = "out of memory";
    }
    return copy;
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
                    uint64_t *unpacked_bytes, const char **why, uint64_t *limit)
{
    struct sha256 hash;
    size_t plain_len;

    if (len == 0) {
        *why = "the body is empty";
        return 400;
    }
    unsigned char *plain = traces_plain(t, bytes, len, &plain_len, why);
    free(plain);
    if (!plain) {
        *limit = t->options->max_trace;
        return 422;
    }
    if (plain_len > t->options->max_trace) {
        *why = "the trace is larger than allowed";
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
            *why = "out of memory";
            status = 503;
        }
    }
    pthread_mutex_unlock(&t->lock);
    return status;
}

unsigned char *traces_load(struct traces *t, const char *name, size_t *len, const char **why)
{
    size_t packed_len;
    const unsigned char *packed = lesson_recording(name, &packed_len);
    if (packed)
        return traces_plain(t, packed, packed_len, len, why);
    pthread_mutex_lock(&t->lock);
    struct trace_upload *u = upload_find(t, name);
    unsigned char *bytes = u ? traces_plain(t, u->bytes, u->len, len, why) : NULL;
    pthread_mutex_unlock(&t->lock);
    if (!u)
        *why = "no upload has this name; POST the file to /api/v1/traces and use the id it returns";
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
