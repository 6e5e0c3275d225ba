#include "text/figure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char figure_units[] = "KB MB GB TB B pages % ns us ms s hex";

/* How a unit is written, and what of the base (bytes, ns, one) it is. */
struct figure_row {
    const char *word, *shown;
    value_int top, bottom; /* times the base */
    char base;             /* b bytes, t time, r ratio, x hexadecimal */
    int decimals;          /* -1: one where there is something behind the point */
};
#define FIGURE_MINUS "\xe2\x88\x92"
#define FIGURE_SPACE "\xc2\xa0"

// clang-format off
static const struct figure_row figure_rows[] = {
    {"B", "B", 1, 1, 'b', -1},
    {"KB", "KB", 1, 1024, 'b', -1},
    {"MB", "MB", 1, 1024 * 1024, 'b', 1},
    {"GB", "GB", 1, (value_int)1 << 30, 'b', 1},
    {"TB", "TB", 1, (value_int)1 << 40, 'b', 1},
    {"pages", "", 1, 4096, 'b', -1},
    {"%", "%", 100, 1, 'r', -1},
    {"ns", "ns", 1, 1, 't', -1},
    {"us", "\xc2\xb5s", 1, 1000, 't', 1},
    {"ms", "ms", 1, 1000000, 't', 1},
    {"s", "s", 1, 1000000000, 't', 1},
    {"hex", "", 1, 1, 'x', 0},
};
// clang-format on

static const struct figure_row *figure_row(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof figure_rows / sizeof figure_rows[0]; i++) {
        if (strlen(figure_rows[i].word) == length &&
            memcmp(figure_rows[i].word, word, length) == 0) {
            return &figure_rows[i];
        }
    }
    return NULL;
}

static size_t figure_back_blanks(const char *text, size_t end)
{
    while (end && (text[end - 1] == ' ' || text[end - 1] == '\t')) {
        end--;
    }
    return end;
}

static size_t figure_back_word(const char *text, size_t end)
{
    while (end && text[end - 1] != ' ' && text[end - 1] != '\t') {
        end--;
    }
    return end;
}

bool figure_split(const char *text, size_t *length, struct figure_style *style, size_t *at)
{
    const size_t end = figure_back_blanks(text, *length);
    const size_t word = figure_back_word(text, end);
    const size_t in_end = figure_back_blanks(text, word);
    const size_t in = figure_back_word(text, in_end);
    size_t unit = end - word;

    *style = (struct figure_style){.unit = NULL, .decimals = -1};
    *length = end;
    if (in_end - in != 2 || memcmp(text + in, "in", 2) != 0 || in == 0) {
        return true;
    }
    if (unit > 2 && text[end - 2] == '.' && text[end - 1] >= '0' && text[end - 1] <= '6') {
        style->decimals = text[end - 1] - '0';
        unit -= 2;
    }
    const struct figure_row *row = figure_row(text + word, unit);

    *at = word;
    *length = figure_back_blanks(text, in);
    if (row) {
        style->unit = row->word;
    }
    return row != NULL;
}

/* The number in the base of the unit asked for. */
static bool figure_base(const struct value *v, char base, value_int *top)
{
    switch (v->unit) {
    case VALUE_KB: *top = 1024; return base == 'b';
    case VALUE_PAGES: *top = (value_int)MM_PAGE_BYTES; return base == 'b';
    case VALUE_BYTES: *top = 1; return base == 'b';
    case VALUE_NS: *top = 1; return base == 't';
    case VALUE_PLAIN:
    case VALUE_COUNT: *top = 1; return true; /* a number takes the unit it is given */
    default: return false;
    }
}

static const struct figure_row *figure_own(const struct value *v)
{
    static const struct figure_row kb = {"kB", "kB", 1, 1, 'k', -1};
    static const struct figure_row none = {"", "", 1, 1, 'n', -1};

    switch (v->unit) {
    case VALUE_KB: return &kb;
    case VALUE_BYTES: return &figure_rows[0];
    case VALUE_NS: return figure_row("ns", 2);
    default: return &none;
    }
}

static bool figure_says(const char **en, const char **zh, const char *english, const char *chinese)
{
    *en = english;
    *zh = chinese;
    return false;
}

/* top / bottom with commas and decimals. */
static bool figure_digits(value_int top, value_int bottom, int decimals, struct out *o)
{
    const bool negative = top < 0;
    char digit[64];
    unsigned n = 0;
    value_int scaled = negative ? -top : top;

    if (decimals < 0) {
        decimals = scaled % bottom ? 1 : 0;
    }
    for (int i = 0; i < decimals; i++) {
        if (__builtin_mul_overflow(scaled, 10, &scaled)) {
            return false;
        }
    }
    if (scaled >> 124) {
        return false;
    }
    scaled = (scaled * 2 + bottom) / (bottom * 2);
    if (negative && scaled) {
        out_say(o, FIGURE_MINUS);
    }
    do {
        digit[n++] = (char)('0' + (int)(scaled % 10));
        scaled /= 10;
    } while (n < sizeof digit && (scaled || n <= (unsigned)decimals));
    while (n--) {
        out_say(o, "%c", digit[n]);
        if (n == (unsigned)decimals && n) {
            out_say(o, ".");
        } else if (n > (unsigned)decimals && (n - (unsigned)decimals) % 3 == 0) {
            out_say(o, ",");
        }
    }
    return true;
}

static bool figure_number(const struct value *v, const struct figure_style *style,
                          const struct figure_row *row, struct out *o, const char **en,
                          const char **zh)
{
    value_int times = 1, top, bottom;

    if (style->unit && !figure_base(v, row->base, &times)) {
        return figure_says(en, zh, "this value has no such unit", "这个值没有这种单位");
    }
    if (__builtin_mul_overflow(v->top, times, &top) ||
        __builtin_mul_overflow(top, row->top, &top) ||
        __builtin_mul_overflow(v->bottom, row->bottom, &bottom) || bottom >> 100 ||
        !figure_digits(top, bottom, style->decimals >= 0 ? style->decimals : row->decimals, o)) {
        return figure_says(en, zh, "the number is too large", "数字太大");
    }
    if (row->shown[0]) {
        out_say(o, FIGURE_SPACE "%s", row->shown);
    }
    return true;
}

bool figure_print(const struct value *v, const struct figure_style *style, char *out, size_t bytes,
                  const char **en, const char **zh)
{
    const struct figure_row *row =
        style->unit ? figure_row(style->unit, strlen(style->unit)) : figure_own(v);
    struct out o;

    out_init(&o, out, bytes);
    if (v->unit == VALUE_TEXT) {
        out_copy(out, bytes, v->text ? v->text : v->word, v->text_bytes);
    } else if (v->unit == VALUE_WORD) {
        out_copy(out, bytes, v->word, strlen(v->word));
    } else if (v->unit == VALUE_ADDRESS || v->unit == VALUE_HEX || row->base == 'x') {
        out_say(&o, "0x%" PRIx64, (uint64_t)(v->top / v->bottom));
    } else if (v->unit == VALUE_FRAME) {
        out_say(&o, "%" PRIx64, (uint64_t)(v->top / v->bottom));
    } else {
        return figure_number(v, style, row, &o, en, zh);
    }
    if (style->unit && row->base != 'x') {
        return figure_says(en, zh, "this value has no unit", "这个值没有单位");
    }
    return true;
}
