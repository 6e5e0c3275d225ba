#include "token.h"

#include "sha256.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static void token_random(unsigned char *bytes, size_t len)
{
    if (getrandom(bytes, len, 0) != (ssize_t)len)
        abort();
}

void token_new(char token[TOKEN_LEN + 1])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char bytes[TOKEN_LEN];

    token_random(bytes, sizeof bytes);
    for (size_t i = 0; i < TOKEN_LEN; i++)
        token[i] = letters[bytes[i] & 63];
    token[TOKEN_LEN] = 0;
}

void token_room_id(char id[ROOM_ID_LEN + 1])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz234567892"; /* 32: 2 twice */
    unsigned char bytes[ROOM_ID_LEN];

    token_random(bytes, sizeof bytes);
    for (size_t i = 0; i < ROOM_ID_LEN; i++)
        id[i] = letters[bytes[i] & 31];
    id[ROOM_ID_LEN] = 0;
}

bool token_equal(const char token[TOKEN_LEN + 1], const char *given)
{
    size_t len = given ? strlen(given) : 0;
    unsigned char differs = len != TOKEN_LEN;

    for (size_t i = 0; i < TOKEN_LEN; i++) {
        char c = i < len ? given[i] : 0;
        differs |= (unsigned char)(token[i] ^ c);
    }
    return !differs;
}

void token_hash(const char *token, char hash[TOKEN_HASH_LEN + 1])
{
    struct sha256 sum;

    sha256_init(&sum);
    sha256_add(&sum, token, strlen(token));
    sha256_hex(&sum, hash);
}

bool token_fits(const char *hash, const char *given)
{
    char of_given[TOKEN_HASH_LEN + 1];
    size_t len = strlen(hash);
    unsigned char differs = len != TOKEN_HASH_LEN || !given;

    token_hash(given ? given : "", of_given);
    for (size_t i = 0; i < TOKEN_HASH_LEN; i++)
        differs |= (unsigned char)(of_given[i] ^ (i < len ? hash[i] : 0));
    return !differs;
}

bool token_room_id_ok(const char *id)
{
    size_t len = strlen(id);

    return len >= 1 && len <= ROOM_ID_MAX &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}
