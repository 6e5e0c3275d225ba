/* classify.h - whose socket is this? Read from the first bytes, without consuming them.
 *
 * Models    RFC 9112 request head, RFC 6455 section 4.2.1.
 * Shape     a WebSocket head reaches libwebsockets only when all of it is here and right: GET of
 *           /ws/v1/rooms/ID, HTTP/1.1, Upgrade: websocket, Connection: upgrade, version 13, a key,
 *           subprotocol mmscope.v1, an allowed origin. Everything else, also a wrong upgrade, goes
 *           to the HTTP side, which answers it with a problem.
 */
#ifndef SERVER_CLASSIFY_H
#define SERVER_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>

enum owner { OWNER_UNDECIDED, OWNER_HTTP, OWNER_WS };

/* What is wrong with an upgrade; UPGRADE_OK when nothing. */
enum upgrade_fault {
    UPGRADE_OK,
    UPGRADE_MISSING,     /* no Upgrade: websocket: 426 */
    UPGRADE_BAD,         /* version, key, Connection: 400 */
    UPGRADE_SUBPROTOCOL, /* mmscope.v1 not offered: 400 */
    UPGRADE_ORIGIN,      /* 403 */
    UPGRADE_PATH,        /* no such address: 404 */
};

/* Header values of an upgrade, NULL when absent; `path` without query. */
struct upgrade {
    const char *path, *host, *origin, *upgrade, *connection, *version, *key, *protocol;
};

/* Decide from head[0..len). `max`: when len reaches it undecided, HTTP gets the socket (and refuses
 * the head). `origin`: one more allowed origin, or "". */
enum owner classify(const char *head, size_t len, size_t max, const char *origin);

/* Is the upgrade right in every respect? Shared by both sides. */
enum upgrade_fault upgrade_check(const struct upgrade *u, const char *origin);

/* May a browser page of `page_origin` (NULL: not a browser) use the server at `host`? Yes when the
 * host and port are the same, or it equals `allowed`. */
bool origin_ok(const char *page_origin, const char *host, const char *allowed);

/* Does the comma list `list` (may be NULL) hold `word`, case-insensitively? */
bool list_has(const char *list, const char *word);

/* The room id inside "/ws/v1/rooms/ID", or NULL. Points into path. */
const char *ws_room_id(const char *path);

#endif
