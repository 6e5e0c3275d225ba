#include "text/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void value_clear(struct value *v, enum value_unit unit)
{
    memset(v, 0, sizeof *v);
    v->unit = unit;
    v->bottom = 1;
}

void value_number(struct value *v, enum value_unit unit, uint64_t number)
{
    value_clear(v, unit);
    v->top = number;
}

void value_signed(struct value *v, enum value_unit unit, int64_t number)
{
    value_clear(v, unit);
    v->top = number;
}

void value_text(struct value *v, const char *text, size_t length)
{
    value_clear(v, VALUE_TEXT);
    v->text_bytes = length;
    if (length < sizeof v->word) {
        memcpy(v->word, text, length);
    } else {
        v->text = text;
    }
}

void value_word(struct value *v, const char *name, uint64_t number)
{
    value_clear(v, VALUE_WORD);
    v->top = number;
    out_copy(v->word, sizeof v->word, name, strlen(name));
}

const char *value_unit_name(enum value_unit unit)
{
    static const char *const names[] = {
        [VALUE_PLAIN] = "",      [VALUE_COUNT] = "", [VALUE_KB] = "kB",    [VALUE_BYTES] = "bytes",
        [VALUE_PAGES] = "pages", [VALUE_NS] = "ns",  [VALUE_ADDRESS] = "", [VALUE_FRAME] = "",
        [VALUE_HEX] = "",        [VALUE_WORD] = "",  [VALUE_TEXT] = ""};

    return names[unit];
}

/* Decimal digits of a number that may need more than 64 bits. */
static void value_digits(value_int n, struct out *o)
{
    char digit[48];
    unsigned i = sizeof digit;

    if (n < 0) {
        out_say(o, "-");
        n = -n;
    }
    do {
        digit[--i] = (char)('0' + (int)(n % 10));
        n /= 10;
    } while (n && i);
    out_bytes(o, digit + i, sizeof digit - i);
}

void value_print(const struct value *v, bool plain, char *out, size_t bytes)
{
    const char *unit = value_unit_name(v->unit);
    struct out o;

    out_init(&o, out, bytes);
    if (v->unit == VALUE_TEXT) {
        out_copy(out, bytes, v->text ? v->text : v->word, v->text_bytes);
        return;
    }
    if (v->unit == VALUE_WORD) {
        out_say(&o, "%s", v->word);
        return;
    }
    if (v->unit == VALUE_ADDRESS || v->unit == VALUE_FRAME || v->unit == VALUE_HEX) {
        out_say(&o, v->unit == VALUE_HEX ? "0x%016" PRIx64 : "0x%" PRIx64, (uint64_t)v->top);
        return;
    }
    if (v->bottom == 1) {
        value_digits(v->top, &o);
    } else {
        const value_int top = v->top < 0 ? -v->top : v->top;
        value_int rest = top % v->bottom;

        out_say(&o, "%s", v->top < 0 ? "-" : "");
        value_digits(top / v->bottom, &o);
        out_say(&o, ".");
        for (unsigned i = 0; i < 6 && rest; i++) {
            rest *= 10;
            out_say(&o, "%u", (unsigned)(rest / v->bottom));
            rest %= v->bottom;
        }
    }
    if (!plain && unit[0]) {
        out_say(&o, " %s", unit);
    }
}

static bool value_is_number(const struct value *v)
{
    return v->unit < VALUE_WORD;
}

static value_int value_unit_bytes(enum value_unit unit)
{
    switch (unit) {
    case VALUE_KB: return 1024;
    case VALUE_BYTES: return 1;
    case VALUE_PAGES: return (value_int)MM_PAGE_BYTES;
    default: return 0;
    }
}

static bool value_says(const char **en, const char **zh, const char *english, const char *chinese)
{
    *en = english;
    *zh = chinese;
    return false;
}

static bool value_too_large(const char **en, const char **zh)
{
    return value_says(en, zh, "the number is too large", "数字太大");
}

/* Keep top / bottom in lowest terms and small enough for the next operation. */
static bool value_reduce(struct value *v, const char **en, const char **zh)
{
    value_int a = v->top < 0 ? -v->top : v->top, b = v->bottom;

    while (b) {
        const value_int t = a % b;

        a = b;
        b = t;
    }
    if (a > 1) {
        v->top /= a;
        v->bottom /= a;
    }
    if (v->bottom >> 62 || v->top >> 100 > 0 || -v->top >> 100 > 0) {
        return value_too_large(en, zh);
    }
    return true;
}

static bool value_scale(struct value *v, value_int by, const char **en, const char **zh)
{
    if (__builtin_mul_overflow(v->top, by, &v->top)) {
        return value_too_large(en, zh);
    }
    return value_reduce(v, en, zh);
}

/* Bring two numbers to one unit: a plain one takes the other's, sizes become bytes. */
static bool value_meet(struct value *a, struct value *b, const char **en, const char **zh)
{
    const value_int a_bytes = value_unit_bytes(a->unit), b_bytes = value_unit_bytes(b->unit);

    if (!value_is_number(a) || !value_is_number(b)) {
        return value_says(en, zh, "text and numbers do not mix", "文字与数字不能混用");
    }
    if (a->unit == b->unit) {
        return true;
    }
    if (a->unit == VALUE_PLAIN) {
        a->unit = b->unit;
        return true;
    }
    if (b->unit == VALUE_PLAIN) {
        b->unit = a->unit;
        return true;
    }
    if (a_bytes && b_bytes) {
        a->unit = b->unit = VALUE_BYTES;
        return value_scale(a, a_bytes, en, zh) && value_scale(b, b_bytes, en, zh);
    }
    return value_says(en, zh, "values of different kinds do not mix", "不同种类的值不能混用");
}

static bool value_add(struct value *v, const struct value *b, value_int sign, const char **en,
                      const char **zh)
{
    value_int left, right;

    if (__builtin_mul_overflow(v->top, b->bottom, &left) ||
        __builtin_mul_overflow(b->top * sign, v->bottom, &right) ||
        __builtin_add_overflow(left, right, &v->top) ||
        __builtin_mul_overflow(v->bottom, b->bottom, &v->bottom)) {
        return value_too_large(en, zh);
    }
    return value_reduce(v, en, zh);
}

static bool value_add_sub(struct value *v, char op, const struct value *other, const char **en,
                          const char **zh)
{
    struct value b = *other;
    const value_int sign = op == '-' ? -1 : 1;

    if (v->unit == VALUE_ADDRESS && value_unit_bytes(b.unit)) {
        return value_scale(&b, value_unit_bytes(b.unit), en, zh) && value_add(v, &b, sign, en, zh);
    }
    if (!value_meet(v, &b, en, zh)) {
        return false;
    }
    if (v->unit == VALUE_HEX ||
        (v->unit == VALUE_ADDRESS && other->unit == VALUE_ADDRESS && op == '+')) {
        return value_says(en, zh, "these cannot be added", "这些值不能相加");
    }
    if (v->unit == VALUE_ADDRESS && other->unit == VALUE_ADDRESS) {
        v->unit = VALUE_BYTES;
    }
    return value_add(v, &b, sign, en, zh);
}

/* v // b, or v - b * (v // b). */
static bool value_whole(struct value *v, char op, const struct value *b, const char **en,
                        const char **zh)
{
    struct value q = *v;

    if (!value_apply(&q, '/', b, en, zh)) {
        return false;
    }
    q.top = (q.top - (q.top < 0 ? q.bottom - 1 : 0)) / q.bottom;
    q.bottom = 1;
    if (op == VALUE_QUOTIENT) {
        *v = q;
        return true;
    }
    return value_apply(&q, '*', b, en, zh) && value_add_sub(v, '-', &q, en, zh);
}

bool value_apply(struct value *v, char op, const struct value *other, const char **en,
                 const char **zh)
{
    struct value b = *other;

    if (!value_is_number(v) || !value_is_number(&b)) {
        return value_says(en, zh, "text cannot be reckoned with", "文字不能参与计算");
    }
    if (op == VALUE_QUOTIENT || op == '%') {
        return value_whole(v, op, &b, en, zh);
    }
    if (op == '+' || op == '-') {
        return value_add_sub(v, op, other, en, zh);
    }
    if (op == '*') {
        if (v->unit != VALUE_PLAIN && b.unit != VALUE_PLAIN && v->unit != VALUE_COUNT &&
            b.unit != VALUE_COUNT) {
            return value_says(en, zh, "one side of * must be a plain number", "* 的一边须是普通数");
        }
        if (v->unit == VALUE_PLAIN || (v->unit == VALUE_COUNT && b.unit != VALUE_PLAIN)) {
            v->unit = b.unit;
        }
    } else {
        if (b.top == 0) {
            return value_says(en, zh, "division by zero", "除数为零");
        }
        if (b.unit != VALUE_PLAIN && !(b.unit == VALUE_COUNT && v->unit != VALUE_COUNT)) {
            if (!value_meet(v, &b, en, zh)) {
                return false;
            }
            v->unit = VALUE_PLAIN;
        }
        const value_int top = b.top < 0 ? -b.bottom : b.bottom;

        b.bottom = b.top < 0 ? -b.top : b.top;
        b.top = top;
    }
    if (__builtin_mul_overflow(v->top, b.top, &v->top) ||
        __builtin_mul_overflow(v->bottom, b.bottom, &v->bottom)) {
        return value_too_large(en, zh);
    }
    return value_reduce(v, en, zh);
}

/* Texts and words: equal or not. A plain number meets a word's number. */
static bool value_compare_text(const struct value *a, const struct value *b, int *order,
                               const char **en, const char **zh)
{
    const char *at = a->text ? a->text : a->word, *bt = b->text ? b->text : b->word;
    const size_t an = a->unit == VALUE_TEXT ? a->text_bytes : strlen(at);
    const size_t bn = b->unit == VALUE_TEXT ? b->text_bytes : strlen(bt);

    if (a->unit == VALUE_PLAIN || b->unit == VALUE_PLAIN) {
        if (a->unit == VALUE_TEXT || b->unit == VALUE_TEXT) {
            return value_says(en, zh, "text and numbers do not mix", "文字与数字不能混用");
        }
        *order = a->top == b->top && a->bottom == b->bottom ? 0 : 1;
        return true;
    }
    if (value_is_number(a) || value_is_number(b)) {
        return value_says(en, zh, "text and numbers do not mix", "文字与数字不能混用");
    }
    *order = an == bn && memcmp(at, bt, an) == 0 ? 0 : 1;
    return true;
}

bool value_compare(const struct value *a, const struct value *b, int *order, const char **en,
                   const char **zh)
{
    struct value x = *a, y = *b;
    value_int left, right;

    if (!value_is_number(a) || !value_is_number(b)) {
        return value_compare_text(a, b, order, en, zh);
    }
    if (!value_meet(&x, &y, en, zh)) {
        return false;
    }
    if (__builtin_mul_overflow(x.top, y.bottom, &left) ||
        __builtin_mul_overflow(y.top, x.bottom, &right)) {
        return value_too_large(en, zh);
    }
    *order = left < right ? -1 : left > right;
    return true;
}

bool value_within(const struct value *a, const struct value *b, uint64_t pct_millionths,
                  bool *holds, const char **en, const char **zh)
{
    struct value x = *a, y = *b, gap;
    value_int left, right;

    if (!value_meet(&x, &y, en, zh)) {
        return false;
    }
    gap = x;
    if (!value_add(&gap, &y, -1, en, zh)) {
        return false;
    }
    gap.top = gap.top < 0 ? -gap.top : gap.top;
    y.top = y.top < 0 ? -y.top : y.top;
    if (__builtin_mul_overflow(gap.top, y.bottom, &left) ||
        __builtin_mul_overflow(left, (value_int)100000000, &left) ||
        __builtin_mul_overflow(y.top, gap.bottom, &right) ||
        __builtin_mul_overflow(right, (value_int)pct_millionths, &right)) {
        return value_too_large(en, zh);
    }
    *holds = left <= right;
    return true;
}

bool value_true(const struct value *v)
{
    return v->unit == VALUE_TEXT ? v->text_bytes > 0 : v->top != 0;
}
