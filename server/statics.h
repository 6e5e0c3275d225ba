/* statics.h - the files of the page, read once at start.
 *
 * Shape     a sorted table path -> ready responses. A path not in the table does not exist, so no
 *           request ever reaches the file system. Each file is kept plain and, when that is
 *           shorter, gzipped (from its .gz sibling, else made at start).
 * Owns      the bytes and the responses, which all connections share.
 * Units     etag: a strong one, the first 32 digits of the SHA-256 of the plain bytes, in quotes.
 */
#ifndef SERVER_STATICS_H
#define SERVER_STATICS_H

#include <stdbool.h>
#include <stddef.h>

struct MHD_Response;
struct statics;

struct static_file {
    char *path; /* "/assets/app.js" */
    char etag[36];
    struct MHD_Response *plain;
    struct MHD_Response *gzip;      /* NULL: only plain */
    struct MHD_Response *unchanged; /* 304 */
    size_t plain_bytes, gzip_bytes;
};

/* Adds the headers every response of the server has. */
typedef void (*statics_dress)(struct MHD_Response *response, void *context);

/* Read every regular file under `dir` (at most 64 MiB in all, dot files apart). NULL when `dir` has
 * no index.html. */
struct statics *statics_load(const char *dir, statics_dress dress, void *context);
void statics_free(struct statics *s);

/* The file at `path`, or NULL. "/", "/r/ROOM", "/l", "/l/LESSON",
 * "/labs", "/e", "/e/KIND", "/c/ROOM/ROOM" and "/edit" are index.html. s may be NULL. */
const struct static_file *statics_find(const struct statics *s, const char *path);

/* How many files there are. */
size_t statics_count(const struct statics *s);

/* Media type by the name's ending. */
const char *statics_type(const char *path);

/* gzip `len` bytes at `level` into a malloc'ed block; NULL when out of memory. */
unsigned char *statics_gzip(const void *data, size_t len, int level, size_t *wr_len);

/* Does If-None-Match `list` (may be NULL) name `etag` (weakly compared), or is it "*"? */
bool etag_matches(const char *list, const char *etag);

/* Does Accept-Encoding `list` (may be NULL) allow gzip? */
bool accepts_gzip(const char *list);

#endif
