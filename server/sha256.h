/* sha256.h - names for uploaded files.
 *
 * Models    FIPS 180-4 SHA-256.
 */
#ifndef SERVER_SHA256_H
#define SERVER_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
    uint32_t h[8];
    uint64_t len_bytes;
    unsigned char block[64];
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *data, size_t len);

/* Finish; `hex` gets 64 digits and a NUL. */
void sha256_hex(struct sha256 *s, char hex[65]);

#endif
