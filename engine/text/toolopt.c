/* toolopt.c - words of a tool's options; floats of the tools, in integers. */
#include "text/toolopt.h"

#include <stdio.h>
#include <string.h>

#include "text/units.h"

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

/* The nearest number of so many significant bits. */
static wide round_to(wide n, unsigned bits)
{
    unsigned drop = 0;

    while (n >> drop >> bits) {
        drop++;
    }
    return nearest(n, (wide)1 << drop) << drop;
}

/* top / bottom to so many bits: the result divided by 2^*point. Pre: top, bottom > 0. */
static wide quotient(uint64_t top, uint64_t bottom, unsigned bits, unsigned *point)
{
    wide scaled = top;

    *point = 0;
    while (scaled / bottom >> (bits - 1) == 0) {
        scaled <<= 1;
        (*point)++;
    }
    return *point == 0 ? round_to(scaled / bottom, bits) : nearest(scaled, bottom);
}

uint64_t toolopt_float(uint64_t n)
{
    return (uint64_t)round_to(n, TOOLOPT_FLOAT);
}

uint64_t toolopt_printed(uint64_t top, uint64_t bottom, unsigned bits, uint64_t scale)
{
    unsigned point;
    wide n;

    if (top == 0 || bottom == 0) {
        return 0;
    }
    n = quotient(top, bottom, bits, &point);
    return (uint64_t)nearest(n * scale, (wide)1 << point);
}

uint64_t toolopt_float_percent(uint64_t top, uint64_t bottom)
{
    unsigned point;
    wide n;

    if (top == 0 || bottom == 0) {
        return 0;
    }
    n = quotient(top, bottom, TOOLOPT_FLOAT, &point);
    return (uint64_t)(round_to(n * 100, TOOLOPT_FLOAT) >> point);
}
