/* jr.h - requests in JSON, guarded before cJSON sees them.
 *
 * Models    RFC 8259, strictly: cJSON alone takes trailing garbage, duplicate names, raw control
 *           characters, bad UTF-8, 01, "1." and cuts a string at \u0000. jr_scan refuses all of it.
 * Units     offsets and lengths in bytes; line and column from 1, column in bytes.
 * Invariants
 *   J1  what jr_parse returns is an object or an array, nested at most JR_DEPTH_MAX
 *   J2  no object in it has a name twice, no string in it holds a NUL
 */
#ifndef SERVER_JR_H
#define SERVER_JR_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JR_DEPTH_MAX = 32, JR_MEMBERS_MAX = 4096 };

struct jr_error {
    const char *why; /* a constant sentence */
    size_t offset;
    unsigned line, column;
};

/* Is text[0..len) one JSON object or array and nothing else? Bounded: one pass, no allocation.
 * false: *error says what and where. */
bool jr_scan(const char *text, size_t len, struct jr_error *error);

/* jr_scan, then parse. The caller frees with cJSON_Delete. NULL: *error says why. */
cJSON *jr_parse(const char *text, size_t len, struct jr_error *error);

/* Is text[0..len) valid UTF-8? On false *offset (may be NULL) is the first bad byte. */
bool jr_utf8(const char *text, size_t len, size_t *offset);

/* The first member of `object` that is not among `names` (NULL-terminated), or NULL. */
const char *jr_unknown(const cJSON *object, const char *const *names);

/* Members by exact name. Each returns 1 when present and well-formed, 0 when absent (out
 * unchanged), -1 when of another kind or out of range. Integers may be numbers up to 2^53 or
 * "0x..." strings. */
int jr_text(const cJSON *object, const char *name, const char **text);
int jr_u64(const cJSON *object, const char *name, uint64_t *value);
int jr_i64(const cJSON *object, const char *name, int64_t *value);
int jr_bool(const cJSON *object, const char *name, bool *value);
int jr_number(const cJSON *object, const char *name, double *value);

#endif
