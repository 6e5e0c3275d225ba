#include "text/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static unsigned units_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return (unsigned)(c - 'A') + 10;
    }
    return 99;
}

/* Digits at *word, which is moved past them. */
static enum units_err units_digits(const char **word, uint64_t *value)
{
    const char *p = *word;
    unsigned base = 10;
    uint64_t v = 0;
    bool large = false;

    if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
        base = 16;
        p += 2;
    }
    if (units_digit(*p) >= base) {
        return UNITS_NOT;
    }
    for (; units_digit(*p) < base; p++) {
        const unsigned d = units_digit(*p);

        if (v > (UINT64_MAX - d) / base) {
            large = true;
        } else {
            v = v * base + d;
        }
    }
    *word = p;
    *value = v;
    return large ? UNITS_TOO_LARGE : UNITS_OK;
}

enum units_err units_uint(const char *word, uint64_t *value)
{
    uint64_t v = 0;
    const enum units_err err = units_digits(&word, &v);

    if (err == UNITS_NOT || *word) {
        return UNITS_NOT;
    }
    if (err == UNITS_OK) {
        *value = v;
    }
    return err;
}

enum units_err units_int(const char *word, int64_t *value)
{
    const bool negative = *word == '-';
    uint64_t v = 0;
    const enum units_err err = units_uint(word + (negative || *word == '+'), &v);

    if (err != UNITS_OK) {
        return err;
    }
    if (v > (uint64_t)INT64_MAX) {
        return UNITS_TOO_LARGE;
    }
    *value = negative ? -(int64_t)v : (int64_t)v;
    return UNITS_OK;
}

/* Multiply by 2^shift. */
static enum units_err units_shift(uint64_t v, unsigned shift, uint64_t *out)
{
    if (shift && v >> (64 - shift)) {
        return UNITS_TOO_LARGE;
    }
    *out = v << shift;
    return UNITS_OK;
}

enum units_err units_size(const char *word, uint64_t *bytes, bool *suffixed)
{
    static const struct {
        char letter;
        unsigned shift;
    } suffix[] = {{'K', 10}, {'M', 20}, {'G', 30}, {'T', 40}, {'p', MM_PAGE_SHIFT}};
    uint64_t v = 0;
    const enum units_err err = units_digits(&word, &v);
    unsigned shift = 0;

    if (err == UNITS_NOT) {
        return err;
    }
    for (unsigned i = 0; i < sizeof suffix / sizeof suffix[0]; i++) {
        if (*word == suffix[i].letter && !word[1]) {
            shift = suffix[i].shift;
            word++;
            break;
        }
    }
    if (*word) {
        return UNITS_NOT;
    }
    if (suffixed) {
        *suffixed = shift > 0;
    }
    return err == UNITS_OK ? units_shift(v, shift, bytes) : err;
}

enum units_err units_duration(const char *word, uint64_t *ns)
{
    static const struct {
        const char *suffix;
        uint64_t ns;
    } unit[] = {{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}};
    uint64_t v = 0;
    const enum units_err err = units_digits(&word, &v);

    if (err == UNITS_NOT) {
        return err;
    }
    for (unsigned i = 0; i < sizeof unit / sizeof unit[0]; i++) {
        if (strcmp(word, unit[i].suffix) == 0) {
            if (err != UNITS_OK || v > UINT64_MAX / unit[i].ns) {
                return UNITS_TOO_LARGE;
            }
            *ns = v * unit[i].ns;
            return UNITS_OK;
        }
    }
    return UNITS_NOT;
}

bool units_prot(const char *word, uint64_t *prot)
{
    static const char letters[3] = {'r', 'w', 'x'};
    uint64_t v = 0;

    for (unsigned i = 0; i < 3; i++) {
        if (word[i] == letters[i]) {
            v |= 1ull << i;
        } else if (word[i] != '-') {
            return false;
        }
    }
    if (word[3]) {
        return false;
    }
    *prot = v;
    return true;
}

enum units_err units_millionths(const char *word, uint64_t *value)
{
    uint64_t whole = 0, part = 0, weight = 100000;
    const enum units_err err = units_digits(&word, &whole);

    if (err != UNITS_OK) {
        return err;
    }
    if (*word == '.') {
        word++;
        if (units_digit(*word) > 9) {
            return UNITS_NOT;
        }
        for (; units_digit(*word) <= 9; word++, weight /= 10) {
            part += units_digit(*word) * weight;
        }
    }
    if (*word) {
        return UNITS_NOT;
    }
    if (whole > UINT64_MAX / 1000000 - 1) {
        return UNITS_TOO_LARGE;
    }
    *value = whole * 1000000 + part;
    return UNITS_OK;
}

void units_print_size(uint64_t bytes, char *out, size_t room)
{
    static const char letter[] = {'T', 'G', 'M', 'K'};
    unsigned shift = 40;

    for (unsigned i = 0; i < 4 && bytes; i++, shift -= 10) {
        if ((bytes & ((1ull << shift) - 1)) == 0) {
            snprintf(out, room, "%" PRIu64 "%c", bytes >> shift, letter[i]);
            return;
        }
    }
    snprintf(out, room, "%" PRIu64, bytes);
}
