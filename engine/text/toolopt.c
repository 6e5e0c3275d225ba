/* toolopt.c - words of a tool's options; floats of the tools, in integers. */
#include "text/toolopt.h"

#include <stdio.h>
#include <string.h>

#include "text/units.h"

#define FLOAT_BITS 24u
__extension__ typedef unsigned __int128 wide;

bool toolopt_word(const char **options, char word[TOOLOPT_WORD_BYTES])
{
    size_t length;

    *options += strspn(*options, " \t");
    length = strcspn(*options, " \t");
    if (length == 0) {
        return false;
    }
    snprintf(word, TOOLOPT_WORD_BYTES, "%.*s", (int)length, *options);
    *options += length;
    return true;
}

bool toolopt_value(const char **options, const char *at, char value[TOOLOPT_WORD_BYTES])
{
    if (*at != '\0') {
        snprintf(value, TOOLOPT_WORD_BYTES, "%s", at);
        return true;
    }
    return toolopt_word(options, value);
}

bool toolopt_count(const char *word, uint64_t most, uint64_t *n)
{
    return word[0] >= '0' && word[0] <= '9' && units_uint(word, n) == UNITS_OK && *n >= 1 &&
           *n <= most;
}

bool toolopt_refuse(struct report *r, const char *tool, const char *what, const char *usage)
{
    report_add(r, "%s: %s\nusage: %s\n", tool, what, usage);
    return false;
}

/* top / bottom, to the nearest whole number, ties to even. */
static wide nearest(wide top, wide bottom)
{
    wide n = top / bottom;
    const wide twice = top % bottom * 2;

    if (twice > bottom || (twice == bottom && (n & 1))) {
        n++;
    }
    return n;
}

uint64_t toolopt_float(uint64_t n)
{
    unsigned drop = 0;

    while (n >> drop >> FLOAT_BITS) {
        drop++;
    }
    return (uint64_t)(nearest(n, (wide)1 << drop) << drop);
}

uint64_t toolopt_float_tenths(uint64_t top, uint64_t bottom)
{
    wide scaled = top;
    unsigned bits = 0;

    if (top == 0) {
        return 0;
    }
    /* as many binary digits after the point as a float keeps */
    while (bits < 60 && scaled / bottom >> (FLOAT_BITS - 1) == 0) {
        scaled <<= 1;
        bits++;
    }
    if (bits == 0) {
        return (uint64_t)nearest((wide)toolopt_float(top / bottom) * 10, 1);
    }
    return (uint64_t)nearest(nearest(scaled, bottom) * 10, (wide)1 << bits);
}
