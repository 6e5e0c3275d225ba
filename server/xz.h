/* xz.h - files that may be compressed with xz, read whole and bounded.
 *
 * Units     bytes. Nothing is ever decompressed beyond `most`.
 * Owns      what is handed out was made by malloc and is the caller's.
 */
#ifndef SERVER_XZ_H
#define SERVER_XZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Do these bytes begin as an xz file does? */
bool xz_is(const uint8_t *bytes, size_t length);
/* Decompress a whole .xz file in memory into at most `most` bytes. False: `why` says why (English). */
bool xz_decode(const uint8_t *bytes, size_t length, size_t most, uint8_t **out, size_t *out_length,
               char *why, size_t why_bytes);
/* Read a file, decompressed when it is xz by its first bytes. False: `why`. */
bool xz_read(const char *path, size_t most, uint8_t **out, size_t *out_length, char *why,
             size_t why_bytes);

#endif
