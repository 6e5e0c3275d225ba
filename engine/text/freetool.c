/* freetool.c - free(1). */
#include "text/freetool.h"

#include <stdio.h>
#include <string.h>

#include "text/toolopt.h"

#define REPEATS_MAX 1000u
typedef unsigned long long ull;

static const char usage[] = "free [-b|-k|-m|-g|--kilo|--mega|--giga|--tera|--peta|--tebi|--pebi] "
                            "[-h] [--si] [-l] [-t] [-v] [-w] [-s N -c N]";

struct settings {
    unsigned exponent; /* 0 none given, 1 bytes, 2 kibi … 6 pebi */
    bool si, human, lohi, wide, total, committed, seconds;
    uint64_t count;
};

static const struct {
    const char *name;
    char letter; /* the short option */
    unsigned exponent;
    bool si;
} names[] = {
    {"bytes", 'b', 1, false}, {"kibi", 'k', 2, false},      {"mebi", 'm', 3, false},
    {"gibi", 'g', 4, false},  {"tebi", 0, 5, false},        {"pebi", 0, 6, false},
    {"kilo", 0, 2, true},     {"mega", 0, 3, true},         {"giga", 0, 4, true},
    {"tera", 0, 5, true},     {"peta", 0, 6, true},         {"si", 0, 0, true},
    {"human", 'h', 0, false}, {"lohi", 'l', 0, false},      {"total", 't', 0, false},
    {"wide", 'w', 0, false},  {"committed", 'v', 0, false}, {"seconds", 's', 0, false},
    {"count", 'c', 0, false},
};

/* ---- options ---- */

/* -s and -c take a number. */
static bool numbered(struct settings *o, char letter, const char *value, struct report *r)
{
    uint64_t n;

    if (letter == 's') {
        /* tenths are allowed: 0.5 */
        size_t digits = strspn(value, "0123456789");

        digits += value[digits] == '.' ? 1 + strspn(value + digits + 1, "0123456789") : 0;
        if (digits == 0 || value[digits] != '\0' || strspn(value, "0.") == digits) {
            return toolopt_refuse(r, "free", "the seconds of -s are a positive number", usage);
        }
        o->seconds = true;
        return true;
    }
    if (!toolopt_count(value, REPEATS_MAX, &n)) {
        return toolopt_refuse(r, "free", "-c takes how often, 1 to 1000", usage);
    }
    o->count = n;
    return true;
}

/* Row `i` of names was given. */
static bool given(struct settings *o, unsigned i, const char **options, const char *at,
                  struct report *r)
{
    char value[TOOLOPT_WORD_BYTES] = "";

    o->si |= names[i].si;
    if (names[i].exponent > 0) {
        if (o->exponent > 0) {
            return toolopt_refuse(r, "free", "Multiple unit options don't make sense.", usage);
        }
        o->exponent = names[i].exponent;
    }
    switch (names[i].letter) {
    case 'h': o->human = true; break;
    case 'l': o->lohi = true; break;
    case 't': o->total = true; break;
    case 'w': o->wide = true; break;
    case 'v': o->committed = true; break;
    case 's':
    case 'c':
        (void)toolopt_value(options, at, value);
        return numbered(o, names[i].letter, value, r);
    default: break;
    }
    return true;
}

static bool invalid(const char *word, struct report *r)
{
    char what[TOOLOPT_WORD_BYTES + 24];

    snprintf(what, sizeof(what), "invalid option '%s'", word);
    return toolopt_refuse(r, "free", what, usage);
}

static bool long_option(struct settings *o, const char *word, const char **options,
                        struct report *r)
{
    const size_t length = strcspn(word + 2, "=");
    const char *value = word[2 + length] == '=' ? word + 3 + length : "";

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i].name) == length && strncmp(names[i].name, word + 2, length) == 0 &&
            (*value == '\0' || names[i].letter == 's' || names[i].letter == 'c')) {
            return given(o, i, options, value, r);
        }
    }
    return invalid(word, r);
}

static bool short_options(struct settings *o, const char *word, const char **options,
                          struct report *r)
{
    for (const char *at = word + 1; *at != '\0'; at++) {
        unsigned i = 0;

        while (i < sizeof(names) / sizeof(names[0]) && names[i].letter != *at) {
            i++;
        }
        if (i == sizeof(names) / sizeof(names[0])) {
            return invalid(word, r);
        }
        if (!given(o, i, options, at + 1, r)) {
            return false;
        }
        if (*at == 's' || *at == 'c') {
            break; /* the rest was its number */
        }
    }
    return true;
}

static bool parse(struct settings *o, const char *options, struct report *r)
{
    char word[TOOLOPT_WORD_BYTES];

    *o = (struct settings){0};
    while (toolopt_word(&options, word)) {
        if (word[0] != '-' || word[1] == '\0') {
            return invalid(word, r);
        }
        if (word[1] == '-' ? !long_option(o, word, &options, r)
                           : !short_options(o, word, &options, r)) {
            return false;
        }
    }
    if (o->seconds && o->count == 0) {
        return toolopt_refuse(r, "free", "the machine stands still here, say how often: -s N -c N",
                              usage);
    }
    return true;
}

/* ---- numbers ---- */

void freetool_human(uint64_t bytes, bool si, char out[FREETOOL_SIZE_BYTES])
{
    static const char units[] = "KMGTP";
    const uint64_t base = si ? 1000 : 1024;
    const char *suffix = si ? "" : "i";
    uint64_t unit = base;

    if (bytes < 1000) {
        snprintf(out, FREETOOL_SIZE_BYTES, "%lluB", (ull)bytes);
        return;
    }
    for (unsigned i = 0; units[i] != '\0'; i++, unit *= base) {
        const uint64_t tenths = toolopt_printed(bytes, unit, TOOLOPT_FLOAT, 10);

        if (tenths < 100) {
            snprintf(out, FREETOOL_SIZE_BYTES, "%llu.%llu%c%s", (ull)(tenths / 10),
                     (ull)(tenths % 10), units[i], suffix);
            return;
        }
        if (bytes / unit < 1000 || units[i + 1] == '\0') {
            snprintf(out, FREETOOL_SIZE_BYTES, "%llu%c%s", (ull)(bytes / unit), units[i], suffix);
            return;
        }
    }
}

/* A negative size, which is more committed than the limit: never with a digit after the point. */
static void human_below(uint64_t bytes, bool si, char out[FREETOOL_SIZE_BYTES])
{
    static const char units[] = "BKMGTP";
    uint64_t value = bytes;
    unsigned i = 0;

    for (; value >= (i == 0 && !si ? 1000 : 100) && units[i + 1] != '\0'; i++) {
        value = i == 0 ? bytes / (si ? 1000 : 1024) : value / (si ? 1000 : 1024);
    }
    snprintf(out, FREETOOL_SIZE_BYTES, "-%llu%c%s", (ull)value, units[i], i == 0 || si ? "" : "i");
}

static void cell(struct report *r, const struct settings *o, int64_t kb)
{
    const uint64_t base = o->si ? 1000 : 1024;
    const char *sign = kb < 0 ? "-" : "";
    char text[FREETOOL_SIZE_BYTES];
    uint64_t value = (uint64_t)(kb < 0 ? -kb : kb) * 1024;

    if (o->human && kb < 0) {
        human_below(value, o->si, text);
    } else if (o->human) {
        freetool_human(value, o->si, text);
    } else {
        for (unsigned e = o->exponent == 0 ? 2 : o->exponent; e > 1; e--) {
            value /= base;
        }
        snprintf(text, sizeof(text), "%s%llu", sign, (ull)value);
    }
    report_add(r, " %11s", text);
}

/* ---- rows ---- */

static uint64_t meminfo(const struct mm *m, const char *key)
{
    uint64_t kb = 0;
    bool plain;

    (void)procfs_meminfo_value(m, key, &kb, &plain);
    return kb;
}

static void row(struct report *r, const char *name, const struct settings *o, const uint64_t kb[],
                unsigned count)
{
    report_add(r, "%-8s", name);
    for (unsigned i = 0; i < count; i++) {
        cell(r, o, (int64_t)kb[i]);
    }
    report_add(r, "\n");
}

static void low_high(const struct mm *m, const struct settings *o, struct report *r)
{
    uint64_t low = meminfo(m, "LowTotal");
    uint64_t low_free = meminfo(m, "LowFree");
    const uint64_t high = meminfo(m, "HighTotal");
    const uint64_t high_free = meminfo(m, "HighFree");

    if (low == 0) { /* a kernel without HighMem has no such lines: all memory is low */
        low = meminfo(m, "MemTotal");
        low_free = meminfo(m, "MemFree");
    }
    row(r, "Low:", o, (const uint64_t[]){low, low - low_free, low_free}, 3);
    row(r, "High:", o, (const uint64_t[]){high, high - high_free, high_free}, 3);
}

static void table(const struct mm *m, const struct settings *o, struct report *r)
{
    const uint64_t total = meminfo(m, "MemTotal");
    const uint64_t unused = meminfo(m, "MemFree");
    const uint64_t available = meminfo(m, "MemAvailable");
    const uint64_t buffers = meminfo(m, "Buffers");
    const uint64_t cache = meminfo(m, "Cached") + meminfo(m, "SReclaimable");
    const uint64_t used = total >= available ? total - available : total - unused;
    const uint64_t shared = meminfo(m, "Shmem");
    const uint64_t swap = meminfo(m, "SwapTotal");
    const uint64_t swap_free = meminfo(m, "SwapFree");
    const uint64_t limit = meminfo(m, "CommitLimit");
    const uint64_t committed = meminfo(m, "Committed_AS");

    report_add(r, "%20s%12s%12s%12s", "total", "used", "free", "shared");
    if (o->wide) {
        report_add(r, "%12s%12s%12s\n", "buffers", "cache", "available");
        row(r, "Mem:", o,
            (const uint64_t[]){total, used, unused, shared, buffers, cache, available}, 7);
    } else {
        report_add(r, "%12s%12s\n", "buff/cache", "available");
        row(r, "Mem:", o,
            (const uint64_t[]){total, used, unused, shared, buffers + cache, available}, 6);
    }
    if (o->lohi) {
        low_high(m, o, r);
    }
    row(r, "Swap:", o, (const uint64_t[]){swap, swap - swap_free, swap_free}, 3);
    if (o->total) {
        row(r, "Total:", o,
            (const uint64_t[]){total + swap, used + swap - swap_free, unused + swap_free}, 3);
    }
    if (o->committed) {
        row(r, "Comm:", o, (const uint64_t[]){limit, committed, limit - committed}, 3);
    }
}

bool freetool(const struct mm *m, const char *options, struct report *r)
{
    struct settings o;

    if (!parse(&o, options, r)) {
        return false;
    }
    table(m, &o, r);
    for (uint64_t i = 1; i < o.count; i++) {
        report_add(r, "\n");
        table(m, &o, r);
    }
    return true;
}
