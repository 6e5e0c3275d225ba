#include "xz.h"

#include <errno.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XZ_MEMORY_BYTES (128ull << 20) /* what the decoder itself may take */
#define XZ_FIRST_BYTES  (64u << 10)

bool xz_is(const uint8_t *bytes, size_t length)
{
    static const uint8_t magic[6] = {0xfd, '7', 'z', 'X', 'Z', 0};

    return length >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

static const char *xz_error(lzma_ret ret)
{
    switch (ret) {
    case LZMA_FORMAT_ERROR: return "it is no xz file";
    case LZMA_MEMLIMIT_ERROR: return "it needs more than 128 MiB to decompress";
    case LZMA_OPTIONS_ERROR: return "it uses an option this program does not know";
    case LZMA_BUF_ERROR: return "it ends too early";
    case LZMA_MEM_ERROR: return "no memory";
    default: return "its data is damaged";
    }
}

/* Make room for more of at most `most` bytes. */
static bool xz_grow(uint8_t **out, size_t *room, size_t most)
{
    const size_t wanted = *room ? (*room > most / 2 ? most : *room * 2)
                                : (most < XZ_FIRST_BYTES ? most : XZ_FIRST_BYTES);
    uint8_t *bigger = realloc(*out, wanted ? wanted : 1);

    if (bigger) {
        *out = bigger;
        *room = wanted;
    }
    return bigger != NULL;
}

bool xz_decode(const uint8_t *bytes, size_t length, size_t most, uint8_t **out, size_t *out_length,
               char *why, size_t why_bytes)
{
    lzma_stream stream = LZMA_STREAM_INIT;
    lzma_ret ret = lzma_stream_decoder(&stream, XZ_MEMORY_BYTES, LZMA_CONCATENATED);
    size_t room = 0, used = 0;

    *out = NULL;
    stream.next_in = bytes;
    stream.avail_in = length;
    while (ret == LZMA_OK) {
        if (used == room) {
            if (room == most) {
                uint8_t one;

                /* Full: it is right only when nothing more comes. */
                stream.next_out = &one;
                stream.avail_out = 1;
                ret = lzma_code(&stream, LZMA_FINISH);
                if (ret == LZMA_STREAM_END && stream.avail_out == 1) {
                    break;
                }
                snprintf(why, why_bytes, "decompressed it is larger than %zu bytes", most);
                lzma_end(&stream);
                free(*out);
                return false;
            }
            if (!xz_grow(out, &room, most)) {
                ret = LZMA_MEM_ERROR;
                break;
            }
        }
        stream.next_out = *out + used;
        stream.avail_out = room - used;
        ret = lzma_code(&stream, LZMA_FINISH);
        used = room - stream.avail_out;
    }
    lzma_end(&stream);
    if (ret != LZMA_STREAM_END) {
        snprintf(why, why_bytes, "%s", xz_error(ret));
        free(*out);
        return false;
    }
    *out_length = used;
    return true;
}

bool xz_read(const char *path, size_t most, uint8_t **out, size_t *out_length, char *why,
             size_t why_bytes)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t used = 0, room = 0;

    if (!file) {
        snprintf(why, why_bytes, "%s", strerror(errno));
        return false;
    }
    do {
        if (used == most || !xz_grow(&bytes, &room, most)) {
            snprintf(why, why_bytes, "it is larger than %zu bytes", most);
            fclose(file);
            free(bytes);
            return false;
        }
        used += fread(bytes + used, 1, room - used, file);
    } while (used == room);
    if (ferror(file)) {
        snprintf(why, why_bytes, "it cannot be read");
        fclose(file);
        free(bytes);
        return false;
    }
    fclose(file);
    if (!xz_is(bytes, used)) {
        *out = bytes;
        *out_length = used;
        return true;
    }
    bool ok = xz_decode(bytes, used, most, out, out_length, why, why_bytes);

    free(bytes);
    return ok;
}
