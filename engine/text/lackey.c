#include "text/lackey.h"

#include <string.h>

/* The shortest access is "I 0,1" and a newline. */
uint64_t lackey_room(const uint8_t *bytes, size_t length)
{
    (void)bytes;
    return length / 6 + 1;
}

static unsigned lackey_hex(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* One access from a line; false when it is none. */
static bool lackey_line(const uint8_t *line, size_t n, uint64_t *op)
{
    size_t i = 0, digits = 0;
    uint64_t addr = 0, size = 0;
    enum mm_access_type access;

    while (i < n && line[i] == ' ') {
        i++;
    }
    if (i == n) {
        return false;
    }
    switch (line[i++]) {
    case 'I': access = ACC_FETCH; break;
    case 'L': access = ACC_READ; break;
    case 'S':
    case 'M': access = ACC_WRITE; break;
    default: return false;
    }
    if (i == n || line[i] != ' ') {
        return false;
    }
    while (i < n && line[i] == ' ') {
        i++;
    }
    for (; i < n && lackey_hex(line[i]) < 16; i++, digits++) {
        if (addr >= IMPORT_ADDR_MAX >> 4) {
            return false;
        }
        addr = addr << 4 | lackey_hex(line[i]);
    }
    if (!digits || i == n || line[i++] != ',') {
        return false;
    }
    for (digits = 0; i < n && line[i] >= '0' && line[i] <= '9' && digits < 8; i++, digits++) {
        size = size * 10 + (uint64_t)(line[i] - '0');
    }
    while (i < n && line[i] == ' ') {
        i++;
    }
    *op = MM_OP(addr, access);
    return digits && size && i == n;
}

bool lackey_decode(const uint8_t *bytes, size_t length, struct import *in)
{
    const uint8_t *line;
    size_t at = 0, n;

    while (import_line(bytes, length, &at, &line, &n)) {
        uint64_t op;

        in->lines++;
        if (n == 0 || (n >= 2 && line[0] == '=' && line[1] == '=')) {
            continue;
        }
        if (in->count < in->room && lackey_line(line, n, &op)) {
            in->ops[in->count++] = op;
        } else {
            import_malformed(in, in->lines, line, n);
        }
    }
    return in->count > 0;
}
