/* token.h - secrets and names that cannot be guessed.
 *
 * Shape     a token is 32 letters of base64url (24 random bytes); a room id is 10 letters of an
 *           alphabet without look-alikes.
 */
#ifndef SERVER_TOKEN_H
#define SERVER_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum { TOKEN_LEN = 32, TOKEN_HASH_LEN = 64, ROOM_ID_LEN = 10, ROOM_ID_MAX = 32 };

/* Fill `token` (TOKEN_LEN letters and a NUL) from getrandom(). Aborts if the kernel gives none. */
void token_new(char token[TOKEN_LEN + 1]);

/* Fill `id` (ROOM_ID_LEN letters and a NUL). */
void token_room_id(char id[ROOM_ID_LEN + 1]);

/* Is `given` (any length, may be NULL) the `token`? Time does not depend on where they differ. */
bool token_equal(const char token[TOKEN_LEN + 1], const char *given);

/* What is kept of a token: its SHA-256 as hexadecimal digits. */
void token_hash(const char *token, char hash[TOKEN_HASH_LEN + 1]);

/* Is `given` (may be NULL) the token of this hash ("": of none)? Time does not depend on where they differ. */
bool token_fits(const char *hash, const char *given);

/* Is `id` a possible room id: 1..ROOM_ID_MAX of a-z, 0-9 and '-'? */
bool token_room_id_ok(const char *id);

#endif
