#define _GNU_SOURCE 1
#include "traces.h"

#include "lessons.h"
#include "log.h"
#include "sha256.h"
#include "traces_files.h"
#include "xz.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct trace_upload {
    struct trace_upload *next;
    char id[65], kind[16];
    unsigned char *bytes; /* NULL: in the folder */
    size_t len;
    time_t used;
};

struct traces {
    pthread_mutex_t lock; /* uploads */
    const struct options *options;
    struct store *store;
    char folder[512]; /* "" none */
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

static void upload_free(struct traces *t, struct trace_upload *u)
{
    t->count--;
    t->bytes -= u->len;
    free(u->bytes);
    free(u);
}

static void upload_add(struct traces *t, struct trace_upload *u)
{
    u->next = t->uploads;
    t->uploads = u;
    t->count++;
    t->bytes += u->len;
}

static void upload_found(void *ctx, const char *id, const char *kind, size_t len, time_t used)
{
    struct traces *t = ctx;
    struct trace_upload *u = calloc(1, sizeof *u);

    if (!u)
        return;
    snprintf(u->id, sizeof u->id, "%s", id);
    snprintf(u->kind, sizeof u->kind, "%s", kind);
    u->len = len;
    u->used = used;
    upload_add(t, u);
}

/* Nobody used it for as long as rooms are kept, and no room needs it. */
static void uploads_expire(struct traces *t)
{
    const time_t before = time(NULL) - (time_t)(t->options->keep * 86400);

    for (struct trace_upload **p = &t->uploads; t->options->keep && *p;) {
        struct trace_upload *u = *p;
        if (u->used >= before || (t->store && store_uses(t->store, u->id))) {
            p = &u->next;
            continue;
        }
        *p = u->next;
        traces_files_drop(t->folder, u->id, u->kind);
        upload_free(t, u);
    }
}

struct traces *traces_new(const struct options *o, const char *folder, struct store *store)
{
    struct traces *t = calloc(1, sizeof *t);
    char why[200];

    if (!t)
        return NULL;
    t->options = o;
    t->store = store;
    pthread_mutex_init(&t->lock, NULL);
    if (!folder)
        return t;
    snprintf(t->folder, sizeof t->folder, "%s", folder);
    if (!traces_files_list(folder, upload_found, t, why, sizeof why)) {
        log_error("traces", "%s: uploads are kept in memory only: %s", folder, why);
        t->folder[0] = 0;
    }
    uploads_expire(t);
    return t;
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
    time_t now = time(NULL);

    while (u && strcmp(u->id, id) != 0)
        u = u->next;
    if (!u)
        return NULL;
    if (!u->bytes && now - u->used > 3600)
        traces_files_touch(t->folder, u->id, u->kind);
    u->used = now;
    return u;
}

/* Under the lock: drop the longest unused that nobody needs until there is room for `len` more bytes. */
static bool upload_make_room(struct traces *t, size_t len)
{
    while (t->uploads && (t->count >= t->options->max_traces ||
                          t->bytes + len > (size_t)t->options->max_upload * 8)) {
        struct trace_upload **oldest = NULL;
        for (struct trace_upload **p = &t->uploads; *p; p = &(*p)->next)
            if ((!oldest || (*p)->used <= (*oldest)->used) &&
                !(t->store && store_uses(t->store, (*p)->id)))
                oldest = p;
        if (!oldest)
            return false;
        struct trace_upload *u = *oldest;
        *oldest = u->next;
        log_info("traces", "dropped %.12s, the longest unused", u->id);
        if (!u->bytes)
            traces_files_drop(t->folder, u->id, u->kind);
        upload_free(t, u);
    }
    return true;
}

/* A new upload, in the folder if that can be. 0 or an HTTP status. Under the lock. */
static unsigned upload_keep(struct traces *t, const char *id, const char *kind, const void *bytes,
                            size_t len, char *why, size_t why_bytes)
{
    struct trace_upload *u = calloc(1, sizeof *u);
    char reason[120];

    if (!u) {
        snprintf(why, why_bytes, "out of memory");
        return 503;
    }
    strcpy(u->id, id);
    snprintf(u->kind, sizeof u->kind, "%s", kind);
    u->len = len;
    u->used = time(NULL);
    bool filed =
        *t->folder && traces_files_put(t->folder, id, kind, bytes, len, reason, sizeof reason);
    if (*t->folder && !filed)
        log_error("traces", "%.12s stays in memory only: %s", id, reason);
    if (!filed && !(u->bytes = malloc(len))) {
        free(u);
        snprintf(why, why_bytes, "out of memory");
        return 503;
    }
    if (!filed)
        memcpy(u->bytes, bytes, len);
    upload_add(t, u);
    return 0;
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
    const struct trace_upload *there = upload_find(t, id);
    if (there && !there->bytes) { /* its file may have been spoilt */
        traces_files_put(t->folder, id, there->kind, bytes, len, why, why_bytes);
    } else if (!there) {
        if (upload_make_room(t, len)) {
            status = upload_keep(t, id, kind, bytes, len, why, why_bytes);
        } else {
            snprintf(why, why_bytes, "stored rooms need all the uploads that are kept");
            *limit = t->options->max_traces;
            status = 429;
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
    unsigned char *file =
        u && !u->bytes ? traces_files_get(t->folder, u->id, u->kind, u->len, why, why_bytes) : NULL;
    const unsigned char *sent = u && u->bytes ? u->bytes : file;
    unsigned char *bytes = sent ? traces_plain(t, sent, u->len, len, why, why_bytes) : NULL;
    pthread_mutex_unlock(&t->lock);
    free(file);
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
