/* options.h - everything `mmscope serve` can be told, in one table.
 *
 * Shape     each row: field, --name, default, least, most, help. The same row gives the flag
 *           --max-rooms N (or --max-rooms=N), the environment variable MMSCOPE_MAX_ROOMS, the
 *           default, the bounds and the line of `mmscope help serve`. A flag beats the environment.
 * Units     bytes take K, M, G (x1024); _s seconds, _ms milliseconds; the rest are counts.
 */
#ifndef SERVER_OPTIONS_H
#define SERVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OPTION_TEXT_MAX = 256 };

/* X(field, name, default, help) */
#define OPTIONS_TEXT(X)                                                                    \
    X(host, "host", "127.0.0.1", "address to listen on; 0.0.0.0 or :: for the network")    \
    X(web, "web", "", "directory of the built page (found beside the program when empty)") \
    X(guided, "guided", "", "directory of the guided first room (found likewise)")         \
    X(lessons, "lessons", "", "folder of lessons of your own, read again when it changes") \
    X(origin, "origin", "", "one more origin that may use the API from a browser")         \
    X(embed, "embed", "", "origins whose pages may show a room in a frame; * for any")     \
    X(public_url, "public-url", "", "address to print and to put into share links")        \
    X(log, "log", "info", "error, warn, info or debug")                                    \
    X(data, "data", "", "folder of the rooms (of the user when empty); none: memory only") \
    X(durable, "durable", "normal", "normal: survives a crash; full: a power cut, too")

/* X(field, name, default, least, most, help) */
#define OPTIONS_NUMBER(X)                                                                          \
    X(port, "port", 8080, 0, 65535, "port; 0 picks a free one")                                    \
    X(workers, "workers", 2, 1, 64, "threads that run machines")                                   \
    X(max_connections, "max-connections", 4096, 16, 100000, "open sockets in all")                 \
    X(max_connections_per_address, "max-connections-per-address", 512, 1, 100000,                  \
      "open HTTP connections of one address")                                                      \
    X(max_rooms, "max-rooms", 32, 1, 10000, "rooms at once")                                       \
    X(max_viewers, "max-viewers", 1000, 1, 100000, "viewers of one room")                          \
    X(max_viewers_per_address, "max-viewers-per-address", 256, 1, 100000,                          \
      "viewers from one address")                                                                  \
    X(max_head, "max-head", 16384, 1024, 65536, "bytes of a request head")                         \
    X(max_body, "max-body", 65536, 1024, 16777216, "bytes of a request body, uploads apart")       \
    X(max_message, "max-message", 16384, 1024, 1048576, "bytes of a WebSocket message received")   \
    X(max_upload, "max-upload", 33554432, 1024, 1073741824, "bytes of an uploaded trace")          \
    X(max_trace, "max-trace", 268435456, 4096, 4294967296, "bytes of a trace once unpacked")       \
    X(max_traces, "max-traces", 64, 1, 100000, "uploaded traces kept; the oldest unused goes")     \
    X(max_frames, "max-frames", 4194304, 16, 16777216, "frames of a room's machine")               \
    X(max_steps, "max-steps", 100000, 16, 10000000, "steps of a room's history")                   \
    X(history, "history", 268435456, 1048576, 68719476736, "bytes of checkpoints a room keeps")    \
    X(queue, "queue", 64, 4, 65536, "requests waiting in one room")                                \
    X(viewer_queue, "viewer-queue", 256, 8, 65536, "messages waiting for one viewer")              \
    X(viewer_queue_bytes, "viewer-queue-bytes", 16777216, 65536, 1073741824,                       \
      "bytes waiting for one viewer")                                                              \
    X(events_max, "events-max", 4000, 16, 100000, "events sent with a step; longer ones as delta") \
    X(rate, "rate", 200, 0, 1000000, "requests a second of one address; 0 for no limit")           \
    X(rate_rooms, "rate-rooms", 60, 0, 1000000, "rooms and uploads a minute of one address")       \
    X(head_s, "head-seconds", 5, 1, 3600, "seconds for a request head to arrive")                  \
    X(request_s, "request-seconds", 60, 1, 3600,                                                   \
      "seconds for a request to arrive and be answered")                                           \
    X(idle_s, "idle-seconds", 15, 1, 3600, "seconds an idle HTTP connection stays open")           \
    X(room_idle_s, "room-idle-seconds", 21600, 0, 31536000,                                        \
      "seconds an unused room stays in memory; 0 for ever")                                        \
    X(keep, "keep", 30, 0, 36500, "days an unused room stays stored; 0 for ever")

struct options {
#define X(field, name, def, help) char field[OPTION_TEXT_MAX];
    OPTIONS_TEXT(X)
#undef X
#define X(field, name, def, least, most, help) uint64_t field;
    OPTIONS_NUMBER(X)
#undef X
};

/* Defaults, then MMSCOPE_* of the environment, then argv[0..argc). false: `problem` (size bytes)
 * holds one sentence naming the option, what was given and what would do. */
bool options_read(struct options *o, int argc, char *const *argv, char *problem, size_t size);

/* Write the help lines of all options to stdout. */
void options_help(void);

/* Every numeric row as name, value, help: for GET /api/v1/schema. NULL name ends it. */
struct option_view {
    const char *name;
    uint64_t value;
    const char *help;
};
struct option_view options_at(const struct options *o, unsigned index);

#endif
