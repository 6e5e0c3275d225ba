/* utf8.h - one UTF-8 sequence.
 *
 * Models    RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef SERVER_UTF8_H
#define SERVER_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Bytes (1..4) of the valid sequence at s, of which `left` (at least 1) may be read; 0 if none. */
static inline size_t utf8_length(const unsigned char *s, size_t left)
{
    unsigned c = s[0];

    if (c < 0x80)
        return 1;
    size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4 || n > left)
        return 0;
    uint32_t point = c & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (s[i] & 0x3f);
    }
    if ((n == 3 && point < 0x800) || (n == 4 && point < 0x10000))
        return 0;
    return point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? 0 : n;
}

#endif
