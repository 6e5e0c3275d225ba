#define _GNU_SOURCE 1
#include "statics.h"

#include "log.h"
#include "sha256.h"
#include "token.h"

#include <fcntl.h>
#include <fts.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const size_t statics_bytes_max = (size_t)64 << 20;

struct statics {
    struct static_file *files;
    size_t count;
    size_t bytes;
    statics_dress dress;
    void *context;
};

const char *statics_type(const char *path)
{
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"},
        {".wasm", "application/wasm"},
        {".mm", "text/plain; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++)
        if (!strcasecmp(dot, types[i][0]))
            return types[i][1];
    return "application/octet-stream";
}

unsigned char *statics_gzip(const void *data, size_t len, int level, size_t *wr_len)
{
    z_stream z = {0};

    if (len > UINT32_MAX || deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY))
        return NULL;
    size_t room = deflateBound(&z, len);
    unsigned char *to = malloc(room);
    if (to) {
        union {
            const void *in;
            Bytef *next;
        } source = {.in = data}; /* zlib only reads it */
        z.next_in = source.next;
        z.avail_in = (uInt)len;
        z.next_out = to;
        z.avail_out = (uInt)room;
        deflate(&z, Z_FINISH);
        *wr_len = z.total_out;
    }
    deflateEnd(&z);
    return to;
}

bool etag_matches(const char *list, const char *etag)
{
    if (!list)
        return false;
    if (!strcmp(list, "*"))
        return true;
    size_t len = strlen(etag);
    for (const char *p = strstr(list, etag); p; p = strstr(p + 1, etag))
        if (p[len] == 0 || p[len] == ',' || p[len] == ' ')
            return true;
    return false;
}

bool accepts_gzip(const char *list)
{
    while (list && *list) {
        list += strspn(list, " \t,");
        size_t n = strcspn(list, ",");
        bool named = !strncasecmp(list, "gzip", 4) || *list == '*';
        if (named) {
            const char *q = memmem(list, n, "q=0", 3);
            if (!q)
                return true;
            const char *end = list + n;
            for (q += 3; q < end && (*q == '.' || *q == '0');)
                q++;
            return q < end && *q >= '1' && *q <= '9';
        }
        list += n;
    }
    return false;
}

static void *file_read(const char *name, size_t *len)
{
    struct stat st;
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char *bytes = NULL;
    size_t got = 0;

    if (fd < 0)
        return NULL;
    if (!fstat(fd, &st) && S_ISREG(st.st_mode) && (size_t)st.st_size <= statics_bytes_max) {
        size_t want = (size_t)st.st_size;
        bytes = malloc(want + 1);
        while (bytes && got < want) {
            ssize_t n = read(fd, bytes + got, want - got);
            if (n <= 0)
                break;
            got += (size_t)n;
        }
    }
    close(fd);
    *len = got;
    return bytes;
}

/* Names with a hash in them never change: may be kept for ever. */
static const char *cache_rule(const char *path)
{
    return !strncmp(path, "/assets/", 8) ? "public, max-age=31536000, immutable" : "no-cache";
}

static void static_dress(struct statics *s, struct static_file *f, struct MHD_Response *r)
{
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, statics_type(f->path));
    MHD_add_response_header(r, MHD_HTTP_HEADER_ETAG, f->etag);
    MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, cache_rule(f->path));
    MHD_add_response_header(r, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    s->dress(r, s->context);
}

static void static_gzip(struct statics *s, struct static_file *f, const char *name,
                        const void *plain)
{
    char sibling[4096];
    size_t len = 0;
    unsigned char *packed = NULL;

    if (snprintf(sibling, sizeof sibling, "%s.gz", name) < (int)sizeof sibling)
        packed = file_read(sibling, &len);
    if (!packed)
        packed = statics_gzip(plain, f->plain_bytes, 9, &len);
    if (!packed || len + 64 >= f->plain_bytes) {
        free(packed);
        return;
    }
    f->gzip = MHD_create_response_from_buffer(len, packed, MHD_RESPMEM_MUST_FREE);
    f->gzip_bytes = len;
    MHD_add_response_header(f->gzip, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    static_dress(s, f, f->gzip);
}

static bool static_add(struct statics *s, const char *name, const char *path)
{
    struct static_file *grown = realloc(s->files, (s->count + 1) * sizeof *grown);
    struct static_file f = {0};
    struct sha256 hash;
    char hex[65];

    if (!grown)
        return false;
    s->files = grown;
    void *plain = file_read(name, &f.plain_bytes);
    f.path = strdup(path);
    if (!plain || !f.path || (s->bytes += f.plain_bytes) > statics_bytes_max) {
        free(plain);
        free(f.path);
        return false;
    }
    sha256_init(&hash);
    sha256_add(&hash, plain, f.plain_bytes);
    sha256_hex(&hash, hex);
    snprintf(f.etag, sizeof f.etag, "\"%.32s\"", hex);
    static_gzip(s, &f, name, plain);
    f.plain = MHD_create_response_from_buffer(f.plain_bytes, plain, MHD_RESPMEM_MUST_FREE);
    static_dress(s, &f, f.plain);
    f.unchanged = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    static_dress(s, &f, f.unchanged);
    s->files[s->count++] = f;
    return true;
}

static int static_order(const void *a, const void *b)
{
    return strcmp(((const struct static_file *)a)->path, ((const struct static_file *)b)->path);
}

struct statics *statics_load(const char *dir, statics_dress dress, void *context)
{
    size_t root_len = strlen(dir);
    while (root_len > 1 && dir[root_len - 1] == '/')
        root_len--;
    char *const roots[] = {strndup(dir, root_len), NULL};
    struct statics *s = calloc(1, sizeof *s);
    FTS *tree = roots[0] ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;

    if (s && tree) {
        s->dress = dress;
        s->context = context;
        for (FTSENT *e = fts_read(tree); e; e = fts_read(tree)) {
            size_t n = e->fts_namelen;
            bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';
            if (hidden && e->fts_info == FTS_D)
                fts_set(tree, e, FTS_SKIP);
            if (e->fts_info != FTS_F || hidden || (n > 3 && !strcmp(e->fts_name + n - 3, ".gz")))
                continue;
            if (!static_add(s, e->fts_path, e->fts_path + root_len))
                log_warn("statics", "left out: %s", e->fts_path);
        }
        qsort(s->files, s->count, sizeof *s->files, static_order);
    }
    if (tree)
        fts_close(tree);
    free(roots[0]);
    if (!statics_find(s, "/")) {
        statics_free(s);
        return NULL;
    }
    return s;
}

void statics_free(struct statics *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++) {
        struct static_file *f = &s->files[i];
        MHD_destroy_response(f->plain);
        if (f->gzip)
            MHD_destroy_response(f->gzip);
        MHD_destroy_response(f->unchanged);
        free(f->path);
    }
    free(s->files);
    free(s);
}

/* Is `rest` exactly `parts` names such as a room, a lesson or an exercise has, with "/" between? */
static bool names_ok(const char *rest, unsigned parts)
{
    char name[ROOM_ID_MAX + 1];

    while (parts--) {
        size_t n = strcspn(rest, "/");
        if (n >= sizeof name || (parts ? rest[n] != '/' : rest[n] != 0))
            return false;
        memcpy(name, rest, n);
        name[n] = 0;
        if (!token_room_id_ok(name))
            return false;
        rest += n + 1;
    }
    return true;
}

/* The addresses the page itself understands: web/src/base/url.ts has the same list. */
static bool is_page(const char *path)
{
    static const struct {
        const char *before;
        unsigned names; /* 0: the address is exactly this */
    } pages[] = {{"/", 0},   {"/l", 0},  {"/labs", 0}, {"/e", 0}, {"/edit", 0},
                 {"/r/", 1}, {"/l/", 1}, {"/e/", 1},   {"/c/", 2}};

    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        size_t len = strlen(pages[i].before);
        if (pages[i].names
                ? !strncmp(path, pages[i].before, len) && names_ok(path + len, pages[i].names)
                : !strcmp(path, pages[i].before))
            return true;
    }
    return false;
}

const struct static_file *statics_find(const struct statics *s, const char *path)
{
    char index[] = "/index.html";
    union {
        const char *in;
        char *path;
    } name = {.in = path}; /* only compared */

    if (!s || !s->count)
        return NULL;
    if (is_page(path))
        name.path = index;
    struct static_file key = {.path = name.path};
    return bsearch(&key, s->files, s->count, sizeof *s->files, static_order);
}

size_t statics_count(const struct statics *s)
{
    return s ? s->count : 0;
}
