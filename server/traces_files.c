#define _GNU_SOURCE 1
#include "traces_files.h"

#include "sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 640, ID = 64 };

static void path_of(char path[PATH_BYTES], const char *folder, const char *id, const char *kind)
{
    snprintf(path, PATH_BYTES, "%s/%s.%s", folder, id, kind);
}

static bool name_ok(const char *name)
{
    return strspn(name, "0123456789abcdef") == ID && name[ID] == '.' &&
           (!strcmp(name + ID + 1, "lackey") || !strcmp(name + ID + 1, "pages"));
}

bool traces_files_list(const char *folder,
                       void (*each)(void *ctx, const char *id, const char *kind, size_t len,
                                    time_t used),
                       void *ctx, char *why, size_t why_bytes)
{
    char id[ID + 1];
    DIR *dir = mkdir(folder, 0700) && errno != EEXIST ? NULL : opendir(folder);

    if (!dir) {
        snprintf(why, why_bytes, "%s", strerror(errno));
        return false;
    }
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        struct stat st;
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
            continue;
        if (!strncmp(e->d_name, "new-", 4)) {
            unlinkat(dirfd(dir), e->d_name, 0);
        } else if (name_ok(e->d_name)) {
            memcpy(id, e->d_name, ID);
            id[ID] = 0;
            each(ctx, id, e->d_name + ID + 1, (size_t)st.st_size, st.st_mtime);
        }
    }
    closedir(dir);
    return true;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

bool traces_files_put(const char *folder, const char *id, const char *kind, const void *bytes,
                      size_t len, char *why, size_t why_bytes)
{
    char path[PATH_BYTES], beside[PATH_BYTES];

    path_of(path, folder, id, kind);
    snprintf(beside, sizeof beside, "%s/new-XXXXXX", folder);
    int fd = mkostemp(beside, O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, bytes, len);
    int err = errno;
    if (fd >= 0)
        close(fd);
    if (ok && rename(beside, path)) {
        err = errno;
        ok = false;
    }
    if (!ok) {
        if (fd >= 0)
            unlink(beside);
        snprintf(why, why_bytes, "%s", strerror(err));
        return false;
    }
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        fsync(dir);
        close(dir);
    }
    return true;
}

unsigned char *traces_files_get(const char *folder, const char *id, const char *kind, size_t len,
                                char *why, size_t why_bytes)
{
    char path[PATH_BYTES], hex[ID + 1];
    struct sha256 hash;
    unsigned char *bytes = malloc(len + 1);
    size_t got = 0;

    path_of(path, folder, id, kind);
    int fd = bytes ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    for (ssize_t n; fd >= 0 && got < len && (n = read(fd, bytes + got, len - got)) > 0;)
        got += (size_t)n;
    if (fd >= 0)
        close(fd);
    sha256_init(&hash);
    sha256_add(&hash, bytes ? bytes : (const unsigned char *)"", got);
    sha256_hex(&hash, hex);
    if (fd >= 0 && got == len && !strcmp(hex, id))
        return bytes;
    free(bytes);
    snprintf(why, why_bytes, "the upload %.12s is no longer what was sent", id);
    return NULL;
}

void traces_files_drop(const char *folder, const char *id, const char *kind)
{
    char path[PATH_BYTES];

    path_of(path, folder, id, kind);
    unlink(path);
}

void traces_files_touch(const char *folder, const char *id, const char *kind)
{
    char path[PATH_BYTES];

    path_of(path, folder, id, kind);
    utimensat(AT_FDCWD, path, NULL, 0);
}
