#define _GNU_SOURCE 1
#include "classify.h"

#include "token.h"

#include <string.h>
#include <strings.h>

enum { HEAD_COPY_MAX = 16384 };

bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);

    while (list && *list) {
        list += strspn(list, " \t,");
        size_t n = strcspn(list, ",");
        size_t trimmed = n;
        while (trimmed && (list[trimmed - 1] == ' ' || list[trimmed - 1] == '\t'))
            trimmed--;
        if (trimmed == len && !strncasecmp(list, word, len))
            return true;
        list += n;
    }
    return false;
}

bool origin_ok(const char *page_origin, const char *host, const char *allowed)
{
    if (!page_origin)
        return true;
    if (*allowed && !strcasecmp(page_origin, allowed))
        return true;
    if (!host || !*host)
        return false;
    if (!strncasecmp(page_origin, "http://", 7))
        return !strcasecmp(page_origin + 7, host);
    if (!strncasecmp(page_origin, "https://", 8))
        return !strcasecmp(page_origin + 8, host);
    return false;
}

const char *ws_room_id(const char *path)
{
    static const char prefix[] = "/ws/v1/rooms/";

    if (strncmp(path, prefix, sizeof prefix - 1))
        return NULL;
    path += sizeof prefix - 1;
    return token_room_id_ok(path) ? path : NULL;
}

enum upgrade_fault upgrade_check(const struct upgrade *u, const char *origin)
{
    if (!u->upgrade || !list_has(u->upgrade, "websocket"))
        return UPGRADE_MISSING;
    if (!ws_room_id(u->path))
        return UPGRADE_PATH;
    if (!list_has(u->connection, "upgrade") || !u->version || strcmp(u->version, "13") != 0 ||
        !u->key || strlen(u->key) != 24 || !u->host)
        return UPGRADE_BAD;
    if (!origin_ok(u->origin, u->host, origin))
        return UPGRADE_ORIGIN;
    if (!list_has(u->protocol, "mmscope.v1"))
        return UPGRADE_SUBPROTOCOL;
    return UPGRADE_OK;
}

/* Where the field of this header line goes, or NULL. Sets *value. The line is NUL-terminated. */
static const char **upgrade_field(struct upgrade *u, char *line, char **value)
{
    static const char *const names[] = {"host",
                                        "origin",
                                        "upgrade",
                                        "connection",
                                        "sec-websocket-version",
                                        "sec-websocket-key",
                                        "sec-websocket-protocol"};
    const char **fields[] = {&u->host,    &u->origin, &u->upgrade, &u->connection,
                             &u->version, &u->key,    &u->protocol};
    char *colon = strchr(line, ':');

    if (!colon)
        return NULL;
    *colon = 0;
    *value = colon + 1 + strspn(colon + 1, " \t");
    size_t n = strlen(*value);
    while (n && ((*value)[n - 1] == ' ' || (*value)[n - 1] == '\t'))
        (*value)[--n] = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strcasecmp(line, names[i]))
            return fields[i];
    return NULL;
}

/* Split a whole head (copied, NUL-terminated, ends with an empty line) into `u`. A header given
 * twice, or a request line that is not ours, makes it false. */
static bool upgrade_split(char *head, struct upgrade *u)
{
    char *next = strstr(head, "\r\n");
    *next = 0;
    char *path = head + 4;
    char *space = strchr(path, ' ');

    if (!space || strcmp(space + 1, "HTTP/1.1") != 0)
        return false;
    *space = 0;
    path[strcspn(path, "?")] = 0;
    u->path = path;
    for (char *line = next + 2; *line && strncmp(line, "\r\n", 2) != 0; line = next + 2) {
        char *value;
        next = strstr(line, "\r\n");
        *next = 0;
        const char **field = upgrade_field(u, line, &value);
        if (field && *field)
            return false;
        if (field)
            *field = value;
    }
    return true;
}

enum owner classify(const char *head, size_t len, size_t max, const char *origin)
{
    static const char prefix[] = "GET /ws";
    size_t n = len < sizeof prefix - 1 ? len : sizeof prefix - 1;
    char copy[HEAD_COPY_MAX + 1];
    struct upgrade u = {0};

    if (max > HEAD_COPY_MAX)
        max = HEAD_COPY_MAX;
    if (memcmp(head, prefix, n))
        return OWNER_HTTP;
    if (len < sizeof prefix)
        return OWNER_UNDECIDED;
    if (!memchr(" ?/", head[sizeof prefix - 1], 3))
        return OWNER_HTTP;
    const char *end = memmem(head, len, "\r\n\r\n", 4);
    if (!end)
        return len >= max ? OWNER_HTTP : OWNER_UNDECIDED;
    size_t whole = (size_t)(end - head) + 4;
    if (whole > max || memchr(head, 0, whole))
        return OWNER_HTTP;
    memcpy(copy, head, whole);
    copy[whole] = 0;
    if (!upgrade_split(copy, &u) || upgrade_check(&u, origin) != UPGRADE_OK)
        return OWNER_HTTP;
    return OWNER_WS;
}
