#include "jr.h"

#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A cursor over the text; `why` is set at the first fault. */
struct scan {
    const unsigned char *s;
    size_t len, at;
    const char *why;
};

bool jr_utf8(const char *text, size_t len, size_t *offset)
{
    for (size_t i = 0; i < len;) {
        size_t n = utf8_length((const unsigned char *)text + i, len - i);
        if (!n) {
            if (offset)
                *offset = i;
            return false;
        }
        i += n;
    }
    return true;
}

static bool scan_fail(struct scan *sc, const char *why)
{
    if (!sc->why)
        sc->why = why;
    return false;
}

static int scan_peek(const struct scan *sc)
{
    return sc->at < sc->len ? sc->s[sc->at] : -1;
}

static void scan_blank(struct scan *sc)
{
    while (sc->at < sc->len && memchr(" \t\r\n", sc->s[sc->at], 4))
        sc->at++;
}

static int scan_hex4(const struct scan *sc, size_t at)
{
    int value = 0;

    if (sc->len - at < 4)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        int c = sc->s[i];
        int digit = c >= '0' && c <= '9'                 ? c - '0'
                    : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                         : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* After a backslash at sc->at. */
static bool scan_escape(struct scan *sc)
{
    int c = scan_peek(sc);

    if (c < 0 || !strchr("\"\\/bfnrtu", c))
        return scan_fail(sc, "a string has an unknown escape");
    sc->at++;
    if (c != 'u')
        return true;
    int unit = scan_hex4(sc, sc->at);
    if (unit < 0)
        return scan_fail(sc, "\\u needs four hexadecimal digits");
    if (unit == 0)
        return scan_fail(sc, "a string holds \\u0000");
    sc->at += 4;
    if (unit >= 0xdc00 && unit < 0xe000)
        return scan_fail(sc, "a string holds half a surrogate pair");
    if (unit < 0xd800 || unit >= 0xdc00)
        return true;
    int low = sc->len - sc->at >= 6 && sc->s[sc->at] == '\\' && sc->s[sc->at + 1] == 'u'
                  ? scan_hex4(sc, sc->at + 2)
                  : -1;
    if (low < 0xdc00 || low >= 0xe000)
        return scan_fail(sc, "a string holds half a surrogate pair");
    sc->at += 6;
    return true;
}

static bool scan_string(struct scan *sc)
{
    if (scan_peek(sc) != '"')
        return scan_fail(sc, "a name in quotes was expected");
    sc->at++;
    for (;;) {
        int c = scan_peek(sc);
        if (c < 0)
            return scan_fail(sc, "a string does not end");
        if (c < 0x20)
            return scan_fail(sc, "a string holds a control character");
        if (c == '"') {
            sc->at++;
            return true;
        }
        if (c == '\\') {
            sc->at++;
            if (!scan_escape(sc))
                return false;
            continue;
        }
        size_t n = utf8_length(sc->s + sc->at, sc->len - sc->at);
        if (!n)
            return scan_fail(sc, "the text is not UTF-8");
        sc->at += n;
    }
}

static size_t scan_digits(struct scan *sc)
{
    size_t from = sc->at;
    while (sc->at < sc->len && sc->s[sc->at] >= '0' && sc->s[sc->at] <= '9')
        sc->at++;
    return sc->at - from;
}

static bool scan_number(struct scan *sc)
{
    if (scan_peek(sc) == '-')
        sc->at++;
    bool zero = scan_peek(sc) == '0';
    size_t digits = scan_digits(sc);
    if (digits == 0 || (zero && digits > 1))
        return scan_fail(sc, "a number is malformed");
    if (scan_peek(sc) == '.') {
        sc->at++;
        if (!scan_digits(sc))
            return scan_fail(sc, "a number is malformed");
    }
    if (scan_peek(sc) == 'e' || scan_peek(sc) == 'E') {
        sc->at++;
        if (scan_peek(sc) == '+' || scan_peek(sc) == '-')
            sc->at++;
        if (!scan_digits(sc))
            return scan_fail(sc, "a number is malformed");
    }
    return true;
}

static bool scan_word(struct scan *sc)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);
        if (sc->len - sc->at >= n && !memcmp(sc->s + sc->at, words[i], n)) {
            sc->at += n;
            return true;
        }
    }
    return scan_fail(sc, "a value was expected");
}

static bool scan_scalar(struct scan *sc)
{
    int c = scan_peek(sc);

    if (c == '"')
        return scan_string(sc);
    if (c == '-' || (c >= '0' && c <= '9'))
        return scan_number(sc);
    return scan_word(sc);
}

/* "name": with blanks around. */
static bool scan_name(struct scan *sc)
{
    scan_blank(sc);
    if (!scan_string(sc))
        return false;
    scan_blank(sc);
    if (scan_peek(sc) != ':')
        return scan_fail(sc, "a colon was expected");
    sc->at++;
    return true;
}

/* Behind a value: a comma (true, *more), or closing brackets. Pops `stack`. */
static bool scan_after(struct scan *sc, const char *stack, unsigned *depth, bool *more)
{
    while (*depth) {
        scan_blank(sc);
        int c = scan_peek(sc);
        if (c == ',') {
            sc->at++;
            *more = true;
            return stack[*depth - 1] == ']' || scan_name(sc);
        }
        if (c != stack[*depth - 1])
            return scan_fail(sc, c < 0 ? "the text ends early" : "a comma or an end was expected");
        sc->at++;
        --*depth;
    }
    *more = false;
    return true;
}

/* A value opens here: push its bracket. *empty: it closed at once. */
static bool scan_open(struct scan *sc, char *stack, unsigned *depth, bool *empty)
{
    char end = scan_peek(sc) == '{' ? '}' : ']';

    if (*depth == JR_DEPTH_MAX)
        return scan_fail(sc, "the text is nested too deeply");
    stack[(*depth)++] = end;
    sc->at++;
    scan_blank(sc);
    *empty = scan_peek(sc) == end;
    if (*empty) {
        sc->at++;
        --*depth;
        return true;
    }
    return end == ']' || scan_name(sc);
}

static bool scan_document(struct scan *sc)
{
    char stack[JR_DEPTH_MAX];
    unsigned depth = 0;
    bool more = true, empty;

    scan_blank(sc);
    if (scan_peek(sc) != '{' && scan_peek(sc) != '[')
        return scan_fail(sc, "an object was expected");
    while (more) {
        scan_blank(sc);
        if (scan_peek(sc) == '{' || scan_peek(sc) == '[') {
            if (!scan_open(sc, stack, &depth, &empty))
                return false;
            if (!empty)
                continue;
        } else if (!scan_scalar(sc)) {
            return false;
        }
        if (!scan_after(sc, stack, &depth, &more))
            return false;
    }
    scan_blank(sc);
    return sc->at == sc->len || scan_fail(sc, "something follows the end of the JSON text");
}

static void jr_where(const char *text, size_t offset, struct jr_error *error)
{
    error->offset = offset;
    error->line = error->column = 1;
    for (size_t i = 0; i < offset; i++) {
        error->column++;
        if (text[i] == '\n') {
            error->line++;
            error->column = 1;
        }
    }
}

bool jr_scan(const char *text, size_t len, struct jr_error *error)
{
    struct scan sc = {.s = (const unsigned char *)text, .len = len};

    if (scan_document(&sc))
        return true;
    error->why = sc.why;
    jr_where(text, sc.at < len ? sc.at : len, error);
    return false;
}

static int jr_name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* J2 for one object: no name twice, not too many. */
static const char *jr_names_fault(const cJSON *object)
{
    const char *names[JR_MEMBERS_MAX];
    size_t n = 0;

    for (const cJSON *c = object->child; c; c = c->next) {
        if (n == JR_MEMBERS_MAX)
            return "an object has too many members";
        names[n++] = c->string;
    }
    qsort(names, n, sizeof names[0], jr_name_order);
    for (size_t i = 1; i < n; i++)
        if (!strcmp(names[i - 1], names[i]))
            return "an object has a name twice";
    return NULL;
}

/* Walk the tree without recursion; depth is bounded by the scan. */
static const char *jr_tree_fault(const cJSON *root)
{
    const cJSON *path[JR_DEPTH_MAX + 2];
    size_t depth = 0;

    path[depth++] = root;
    while (depth) {
        const cJSON *at = path[--depth];
        const char *fault = cJSON_IsObject(at) ? jr_names_fault(at) : NULL;
        if (fault)
            return fault;
        if (at->next)
            path[depth++] = at->next;
        if (at->child)
            path[depth++] = at->child;
    }
    return NULL;
}

cJSON *jr_parse(const char *text, size_t len, struct jr_error *error)
{
    if (!jr_scan(text, len, error))
        return NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text, len, NULL, 0);
    const char *fault = root ? jr_tree_fault(root) : "the JSON text could not be read";
    if (!fault)
        return root;
    cJSON_Delete(root);
    *error = (struct jr_error){.why = fault, .line = 1, .column = 1};
    return NULL;
}

const char *jr_unknown(const cJSON *object, const char *const *names)
{
    for (const cJSON *c = object->child; c; c = c->next) {
        const char *const *n = names;
        while (*n && strcmp(*n, c->string))
            n++;
        if (!*n)
            return c->string;
    }
    return NULL;
}

static const cJSON *jr_get(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

int jr_text(const cJSON *object, const char *name, const char **text)
{
    const cJSON *c = jr_get(object, name);

    if (!c)
        return 0;
    if (!cJSON_IsString(c))
        return -1;
    *text = c->valuestring;
    return 1;
}

int jr_number(const cJSON *object, const char *name, double *value)
{
    const cJSON *c = jr_get(object, name);

    if (!c)
        return 0;
    if (!cJSON_IsNumber(c) || !isfinite(c->valuedouble))
        return -1;
    *value = c->valuedouble;
    return 1;
}

int jr_u64(const cJSON *object, const char *name, uint64_t *value)
{
    const cJSON *c = jr_get(object, name);
    double d;

    if (c && cJSON_IsString(c)) {
        const char *s = c->valuestring;
        size_t n = strlen(s);
        if (n < 3 || n > 18 || s[0] != '0' || s[1] != 'x' ||
            strspn(s + 2, "0123456789abcdefABCDEF") != n - 2)
            return -1;
        *value = strtoull(s + 2, NULL, 16);
        return 1;
    }
    int found = jr_number(object, name, &d);
    if (found != 1)
        return found;
    if (d < 0 || d > 9007199254740992.0 || d != floor(d))
        return -1;
    *value = (uint64_t)d;
    return 1;
}

int jr_i64(const cJSON *object, const char *name, int64_t *value)
{
    double d;
    int found = jr_number(object, name, &d);

    if (found != 1)
        return found;
    if (fabs(d) > 9007199254740992.0 || d != floor(d))
        return -1;
    *value = (int64_t)d;
    return 1;
}

int jr_bool(const cJSON *object, const char *name, bool *value)
{
    const cJSON *c = jr_get(object, name);

    if (!c)
        return 0;
    if (!cJSON_IsBool(c))
        return -1;
    *value = cJSON_IsTrue(c);
    return 1;
}
