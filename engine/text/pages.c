#include "text/pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void import_malformed(struct import *in, uint64_t line, const uint8_t *bytes, size_t length)
{
    char text[64];
    size_t used = strlen(in->first), n = 0;

    in->malformed++;
    if (in->shown == IMPORT_SHOWN) {
        return;
    }
    in->shown++;
    for (size_t i = 0; i < length && n < sizeof text - 1; i++) {
        text[n++] = bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '?';
    }
    text[n] = 0;
    snprintf(in->first + used, sizeof in->first - used, "line %" PRIu64 ": %s\n", line, text);
}

bool import_line(const uint8_t *bytes, size_t length, size_t *at, const uint8_t **line, size_t *n)
{
    const uint8_t *end;

    if (*at >= length) {
        return false;
    }
    *line = bytes + *at;
    end = memchr(*line, '\n', length - *at);
    *n = end ? (size_t)(end - *line) : length - *at;
    *at += *n + 1;
    if (*n && (*line)[*n - 1] == '\r') {
        (*n)--;
    }
    return true;
}

/* Page numbers are small, so their binary form has zero bytes early; text has none. */
static bool pages_binary(const uint8_t *bytes, size_t length)
{
    return length >= 8 && memchr(bytes, 0, length < 64 ? length : 64) != NULL;
}

uint64_t pages_room(const uint8_t *bytes, size_t length)
{
    return pages_binary(bytes, length) ? length / 8 : length / 2 + 1;
}

static bool pages_put(struct import *in, uint64_t page)
{
    if (page >= IMPORT_ADDR_MAX >> MM_PAGE_SHIFT || in->count == in->room) {
        return false;
    }
    in->ops[in->count++] = MM_OP(page << MM_PAGE_SHIFT, ACC_READ);
    return true;
}

static void pages_decode_binary(const uint8_t *bytes, size_t length, struct import *in)
{
    for (size_t i = 0; i + 8 <= length; i += 8) {
        uint64_t page = 0;

        for (unsigned k = 8; k-- > 0;) {
            page = page << 8 | bytes[i + k];
        }
        in->lines++;
        if (!pages_put(in, page)) {
            import_malformed(in, in->lines, bytes + i, 8);
        }
    }
    if (length % 8) {
        in->lines++;
        import_malformed(in, in->lines, bytes + length / 8 * 8, length % 8);
    }
}

/* Numbers of one line, separated by blanks or commas. False: something else stands there too. */
static bool pages_decode_line(const uint8_t *line, size_t n, struct import *in)
{
    size_t i = 0;

    for (;;) {
        char word[24];
        size_t w = 0;
        uint64_t page;

        while (i < n && (line[i] == ' ' || line[i] == '\t' || line[i] == ',')) {
            i++;
        }
        if (i == n || line[i] == '#') {
            return true;
        }
        while (i < n && line[i] != ' ' && line[i] != '\t' && line[i] != ',') {
            if (w == sizeof word - 1) {
                return false;
            }
            word[w++] = (char)line[i++];
        }
        word[w] = 0;
        if (units_uint(word, &page) != UNITS_OK || !pages_put(in, page)) {
            return false;
        }
    }
}

bool pages_decode(const uint8_t *bytes, size_t length, struct import *in)
{
    const uint8_t *line;
    size_t at = 0, n;

    if (pages_binary(bytes, length)) {
        pages_decode_binary(bytes, length, in);
        return in->count > 0;
    }
    while (import_line(bytes, length, &at, &line, &n)) {
        in->lines++;
        if (!pages_decode_line(line, n, in)) {
            import_malformed(in, in->lines, line, n);
        }
    }
    return in->count > 0;
}
