/* traces.h - uploaded traces, known by the SHA-256 of what was sent.
 *
 * Shape     kept as they came (packed ones packed), unpacked each time a session loads one. When there are more than
 *           max_traces, or more than max_upload * 8 bytes, the longest unused goes that no stored room needs. With a
 *           folder they are files there, SHA256.KIND, renamed into place once they are on the disk, and looked at again
 *           by their hash whenever they are read; what cannot be written stays in memory. The recordings of the lessons
 *           are found here too, by their names.
 * Owns      the bytes. Any thread.
 */
#ifndef SERVER_TRACES_H
#define SERVER_TRACES_H

#include "options.h"
#include "store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct traces;

/* `folder` may be NULL; `store` (may be NULL) says which uploads rooms need. */
struct traces *traces_new(const struct options *o, const char *folder, struct store *store);
void traces_free(struct traces *t);

/* Keep `len` bytes under their hash, which goes to `id`. *unpacked_bytes is what they unpack to.
 * 0, or an HTTP status with `why` (why_bytes) and *limit. */
unsigned traces_put(struct traces *t, const char *kind, const void *bytes, size_t len, char id[65],
                    uint64_t *unpacked_bytes, char *why, size_t why_bytes, uint64_t *limit);

/* Unpacked bytes of an upload (by id) or of a recording (by name), malloc'ed. NULL: `why`. */
unsigned char *traces_load(struct traces *t, const char *name, size_t *len, char *why,
                           size_t why_bytes);

/* Is there one, and of which kind? NULL when not. */
const char *traces_kind(struct traces *t, const char *id);

#endif
