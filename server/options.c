#include "options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    const char *name;
    size_t offset;
    const char *text; /* default of a text row; NULL for a number */
    uint64_t number, least, most;
    const char *help;
};

static const struct row rows[] = {
#define X(field, name, def, help) {name, offsetof(struct options, field), def, 0, 0, 0, help},
    OPTIONS_TEXT(X)
#undef X
#define X(field, name, def, least, most, help) \
    {name, offsetof(struct options, field), NULL, def, least, most, help},
        OPTIONS_NUMBER(X)
#undef X
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static uint64_t *row_number(struct options *o, const struct row *r)
{
    return (uint64_t *)(void *)((char *)o + r->offset);
}

static bool number_read(const char *text, uint64_t *value)
{
    char *end;

    if (!isdigit((unsigned char)*text))
        return false;
    unsigned long long n = strtoull(text, &end, 10);
    unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (shift)
        end++;
    if (*end || n > (UINT64_MAX >> shift))
        return false;
    *value = (uint64_t)n << shift;
    return true;
}

static bool row_set(struct options *o, const struct row *r, const char *value, char *problem,
                    size_t size)
{
    uint64_t number;

    if (r->text) {
        if (strlen(value) >= OPTION_TEXT_MAX) {
            snprintf(problem, size, "--%s is longer than %d bytes", r->name, OPTION_TEXT_MAX - 1);
            return false;
        }
        strcpy((char *)o + r->offset, value);
        return true;
    }
    if (!number_read(value, &number) || number < r->least || number > r->most) {
        snprintf(problem, size, "--%s is '%.40s'; it must be a number from %llu to %llu", r->name,
                 value, (unsigned long long)r->least, (unsigned long long)r->most);
        return false;
    }
    *row_number(o, r) = number;
    return true;
}

static bool options_environment(struct options *o, char *problem, size_t size)
{
    for (size_t i = 0; i < ROWS; i++) {
        char name[64] = "MMSCOPE_";
        size_t n = 8;
        for (const char *p = rows[i].name; *p; p++)
            name[n++] = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
        name[n] = 0;
        const char *value = getenv(name);
        if (value && !row_set(o, &rows[i], value, problem, size))
            return false;
    }
    return true;
}

static bool log_word_ok(const char *word)
{
    return !strcmp(word, "error") || !strcmp(word, "warn") || !strcmp(word, "info") ||
           !strcmp(word, "debug");
}

/* '*', or http(s) origins with blanks between: nothing that could end the header or the directive. */
static bool embed_ok(const char *list)
{
    if (!*list || !strcmp(list, "*"))
        return true;
    for (const char *p = list + strspn(list, " "); *p; p += strspn(p, " ")) {
        size_t scheme = !strncmp(p, "https://", 8) ? 8 : !strncmp(p, "http://", 7) ? 7 : 0;
        size_t host = strspn(p + scheme, "abcdefghijklmnopqrstuvwxyz0123456789.-*:[]");
        if (!scheme || !host || (p[scheme + host] && p[scheme + host] != ' '))
            return false;
        p += scheme + host;
    }
    return true;
}

static const struct row *row_find(const char *name, size_t len)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].name) == len && !memcmp(rows[i].name, name, len))
            return &rows[i];
    return NULL;
}

bool options_read(struct options *o, int argc, char *const *argv, char *problem, size_t size)
{
    memset(o, 0, sizeof *o);
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].text)
            strcpy((char *)o + rows[i].offset, rows[i].text);
        else
            *row_number(o, &rows[i]) = rows[i].number;
    }
    if (!options_environment(o, problem, size))
        return false;
    for (int i = 0; i < argc; i++) {
        const char *name = argv[i];
        if (strncmp(name, "--", 2)) {
            snprintf(problem, size, "'%.60s' is not an option; see mmscope help serve", name);
            return false;
        }
        name += 2;
        size_t len = strcspn(name, "=");
        const struct row *r = row_find(name, len);
        if (!r) {
            snprintf(problem, size, "'--%.60s' is not known; see mmscope help serve", name);
            return false;
        }
        const char *value = name[len] == '=' ? name + len + 1 : i + 1 < argc ? argv[++i] : NULL;
        if (!value) {
            snprintf(problem, size, "--%s needs a value", r->name);
            return false;
        }
        if (!row_set(o, r, value, problem, size))
            return false;
    }
    if (!log_word_ok(o->log)) {
        snprintf(problem, size, "--log is '%.40s'; it must be error, warn, info or debug", o->log);
        return false;
    }
    if (!embed_ok(o->embed)) {
        snprintf(problem, size,
                 "--embed is '%.60s'; it must be * or origins such as https://example.org",
                 o->embed);
        return false;
    }
    if (strcmp(o->durable, "normal") != 0 && strcmp(o->durable, "full") != 0) {
        snprintf(problem, size, "--durable is '%.40s'; it must be normal or full", o->durable);
        return false;
    }
    return true;
}

void options_help(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &rows[i];
        if (r->text)
            printf("  --%-30s %s [%s]\n", r->name, r->help, r->text);
        else
            printf("  --%-30s %s [%llu]\n", r->name, r->help, (unsigned long long)r->number);
    }
}

struct option_view options_at(const struct options *o, unsigned index)
{
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &rows[i];
        if (r->text || index--)
            continue;
        return (struct option_view){
            r->name, *(const uint64_t *)(const void *)((const char *)o + r->offset), r->help};
    }
    return (struct option_view){NULL, 0, NULL};
}
