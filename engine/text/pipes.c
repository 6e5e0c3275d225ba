#include "text/pipes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct pipes {
    const struct lex_line *words;
    unsigned at, end; /* words of this filter */
    char *text;
    size_t length, room;
    struct problem *why;
};

static const char pipes_accepted[] =
    "grep [-i] [-v] [-c] [-E] WORD, head [-N], tail [-N], wc -l, awk 'NR>1', awk '{print $1}', "
    "awk '{sum+=$1} END {print sum/1024}'";

/* Always false. `i`: the word, `end` when one is missing. */
static bool pipes_refuse(struct pipes *p, unsigned i, const char *en, const char *zh)
{
    problem_at(p->why, MM_EBADARG, p->words, i < p->end ? &p->words->word[i] : NULL);
    problem_say(p->why, "%s", "%s", en);
    out_copy(p->why->zh, sizeof p->why->zh, zh, strlen(zh));
    problem_accept(p->why, "%s", pipes_accepted);
    return false;
}

/* The line that begins at `at`, newline included. */
static size_t pipes_line(const struct pipes *p, size_t at)
{
    const char *end = memchr(p->text + at, '\n', p->length - at);

    return end ? (size_t)(end - (p->text + at)) + 1 : p->length - at;
}

static char pipes_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A basic expression as an extended one: ( ) { } + ? | are themselves unless a \ stands before them. */
static bool pipes_pattern(const char *word, bool extended, bool fold, char *out, size_t room)
{
    size_t n = 0;

    for (const char *c = word; *c; c++) {
        const bool special = strchr("(){}+?|", *c) != NULL;

        if (n + 2 >= room) {
            return false;
        }
        if (!extended && *c == '\\' && c[1] && strchr("(){}+?|", c[1])) {
            c++;
        } else if (*c == '\\' && c[1]) {
            out[n++] = *c++;
        } else if (!extended && special) {
            out[n++] = '\\';
        }
        out[n] = fold && (n == 0 || out[n - 1] != '\\') ? pipes_lower(*c) : *c;
        n++;
    }
    out[n] = 0;
    return true;
}

static bool pipes_matches(const struct regex *re, const char *line, size_t n, bool fold)
{
    char lower[1024];

    if (n && line[n - 1] == '\n') {
        n--;
    }
    if (!fold) {
        return regex_find(re, line, n);
    }
    n = n < sizeof lower ? n : sizeof lower;
    for (size_t i = 0; i < n; i++) {
        lower[i] = pipes_lower(line[i]);
    }
    return regex_find(re, lower, n);
}

static bool pipes_grep(struct pipes *p)
{
    bool fold = false, invert = false, count = false, extended = false;
    const char *en = "", *zh = "";
    size_t kept = 0, at = 0, error_at;
    uint64_t lines = 0;
    char pattern[256];
    struct regex re;
    unsigned i = p->at;

    for (; i < p->end && p->words->word[i].text[0] == '-' && !p->words->word[i].quoted; i++) {
        for (const char *c = p->words->word[i].text + 1; *c; c++) {
            fold = fold || *c == 'i';
            invert = invert || *c == 'v';
            count = count || *c == 'c';
            extended = extended || *c == 'E';
            if (!strchr("ivcE", *c)) {
                return pipes_refuse(p, i, "grep does not have this option here",
                                    "这里的 grep 没有这个选项");
            }
        }
    }
    if (i + 1 != p->end) {
        return pipes_refuse(p, i + 1, "grep wants one word", "grep 需要一个词");
    }
    if (!pipes_pattern(p->words->word[i].text, extended, fold, pattern, sizeof pattern)) {
        return pipes_refuse(p, i, "the expression is too long", "表达式太长");
    }
    if (!regex_compile(&re, pattern, strlen(pattern), &error_at, &en, &zh)) {
        return pipes_refuse(p, i, en, zh);
    }
    while (at < p->length) {
        const size_t n = pipes_line(p, at);

        if (pipes_matches(&re, p->text + at, n, fold) != invert) {
            memmove(p->text + kept, p->text + at, n);
            kept += n;
            lines++;
        }
        at += n;
    }
    p->length = count ? (size_t)snprintf(p->text, p->room, "%" PRIu64 "\n", lines) : kept;
    return true;
}

/* head -N, tail -N: the lines asked for, 10 when nothing is said. */
static bool pipes_lines(struct pipes *p, uint64_t *lines)
{
    *lines = 10;
    if (p->at < p->end) {
        const char *word = p->words->word[p->at].text;
        const bool apart = strcmp(word, "-n") == 0;

        if (p->at + 1 + apart != p->end || word[0] != '-' ||
            units_uint(apart ? p->words->word[p->at + 1].text : word + 1 + (word[1] == 'n'),
                       lines) != UNITS_OK) {
            return pipes_refuse(p, p->at, "-N is wanted", "需要 -N");
        }
    }
    return true;
}

static bool pipes_tail(struct pipes *p)
{
    uint64_t lines;
    size_t at = p->length;

    if (!pipes_lines(p, &lines)) {
        return false;
    }
    while (at > 0 && lines > 0) { /* behind the line break that ends the line before */
        at--;
        while (at > 0 && p->text[at - 1] != '\n') {
            at--;
        }
        lines--;
    }
    memmove(p->text, p->text + at, p->length - at);
    p->length -= at;
    return true;
}

static bool pipes_head(struct pipes *p)
{
    uint64_t lines;
    size_t at = 0;

    if (!pipes_lines(p, &lines)) {
        return false;
    }
    while (at < p->length && lines--) {
        at += pipes_line(p, at);
    }
    p->length = at;
    return true;
}

static bool pipes_wc(struct pipes *p)
{
    uint64_t lines = 0;

    if (p->at + 1 != p->end || strcmp(p->words->word[p->at].text, "-l") != 0) {
        return pipes_refuse(p, p->at, "wc counts lines here: wc -l", "这里的 wc 只数行：wc -l");
    }
    for (size_t i = 0; i < p->length; i++) {
        lines += p->text[i] == '\n';
    }
    p->length = (size_t)snprintf(p->text, p->room, "%" PRIu64 "\n", lines);
    return true;
}

/* Column `column` (1 the first, 0 the whole line) of a line. */
static void pipes_column(const char *line, size_t n, uint64_t column, const char **start,
                         size_t *bytes)
{
    size_t i = 0;

    if (n && line[n - 1] == '\n') {
        n--;
    }
    *start = line;
    *bytes = n;
    for (uint64_t c = 0; column && c < column; c++) {
        while (i < n && (line[i] == ' ' || line[i] == '\t')) {
            i++;
        }
        *start = line + i;
        while (i < n && line[i] != ' ' && line[i] != '\t') {
            i++;
        }
        *bytes = (size_t)(line + i - *start);
    }
}

static void pipes_print_column(struct pipes *p, uint64_t column)
{
    size_t kept = 0, at = 0;

    while (at < p->length) {
        const size_t n = pipes_line(p, at);
        const char *start;
        size_t bytes;

        pipes_column(p->text + at, n, column, &start, &bytes);
        memmove(p->text + kept, start, bytes);
        kept += bytes;
        p->text[kept++] =
            '\n'; /* n counts the newline, or the buffer has a terminating byte there */
        at += n;
    }
    p->length = kept;
}

/* Leading digits of a column as awk reads a number: 0 when there are none. */
static void pipes_sum(struct pipes *p, uint64_t column, uint64_t divisor)
{
    value_int sum = 0;
    struct value v;
    char text[64];

    for (size_t at = 0; at < p->length;) {
        const size_t n = pipes_line(p, at);
        const char *start;
        size_t bytes;
        uint64_t number = 0;

        pipes_column(p->text + at, n, column, &start, &bytes);
        for (size_t i = 0; i < bytes && i < 18 && start[i] >= '0' && start[i] <= '9'; i++) {
            number = number * 10 + (uint64_t)(start[i] - '0');
        }
        sum += number;
        at += n;
    }
    value_number(&v, VALUE_PLAIN, 0);
    v.top = sum;
    v.bottom = divisor;
    if (sum % (value_int)divisor == 0) {
        v.top = sum / (value_int)divisor;
        v.bottom = 1;
    }
    value_print(&v, true, text, sizeof text);
    p->length = (size_t)snprintf(p->text, p->room, "%s\n", text);
}

/* Number at *at, moved past it. */
static bool pipes_number(const char **at, uint64_t *n)
{
    char digits[12];
    size_t i = 0;

    while (**at >= '0' && **at <= '9' && i < sizeof digits - 1) {
        digits[i++] = *(*at)++;
    }
    digits[i] = 0;
    return units_uint(digits, n) == UNITS_OK;
}

static bool pipes_awk(struct pipes *p)
{
    const char *word = p->at < p->end ? p->words->word[p->at].text : "";
    char program[128];
    const char *at = program;
    uint64_t number = 0, divisor = 1;
    size_t n = 0;

    for (; *word && n < sizeof program - 1; word++) {
        if (*word != ' ' && *word != '\t' && *word != ';') {
            program[n++] = *word;
        }
    }
    program[n] = 0;
    if (p->at + 1 != p->end || *word) {
        return pipes_refuse(p, p->at, "awk wants one program", "awk 需要一段程序");
    }
    if (strncmp(at, "NR>", 3) == 0 && (at += 3, pipes_number(&at, &number)) && !*at) {
        size_t skip = 0;

        while (skip < p->length && number--) {
            skip += pipes_line(p, skip);
        }
        memmove(p->text, p->text + skip, p->length - skip);
        p->length -= skip;
        return true;
    }
    at = program;
    if (strncmp(at, "{print$", 7) == 0 && (at += 7, pipes_number(&at, &number)) &&
        strcmp(at, "}") == 0) {
        pipes_print_column(p, number);
        return true;
    }
    at = program;
    if ((strncmp(at, "{sum+=$", 7) == 0 && (at += 7, pipes_number(&at, &number))) &&
        strncmp(at, "}END{printsum", 13) == 0) {
        at += 13;
        if (*at != '/' || (at++, pipes_number(&at, &divisor))) {
            if (divisor && strcmp(at, "}") == 0) {
                pipes_sum(p, number, divisor);
                return true;
            }
        }
    }
    return pipes_refuse(p, p->at, "this awk program is not known here", "这里不认识这段 awk 程序");
}

bool pipes_run(const struct lex_line *words, unsigned first, char *text, size_t *length,
               size_t room, struct problem *why)
{
    struct pipes p = {.words = words, .text = text, .length = *length, .room = room, .why = why};
    unsigned i = first;

    while (i < words->word_count) {
        const char *name;
        bool ok;

        p.at = ++i; /* behind the | */
        while (i < words->word_count &&
               (strcmp(words->word[i].text, "|") != 0 || words->word[i].quoted)) {
            i++;
        }
        p.end = i;
        name = p.at < p.end ? words->word[p.at].text : "";
        p.at++;
        if (strcmp(name, "grep") == 0) {
            ok = pipes_grep(&p);
        } else if (strcmp(name, "head") == 0) {
            ok = pipes_head(&p);
        } else if (strcmp(name, "tail") == 0) {
            ok = pipes_tail(&p);
        } else if (strcmp(name, "wc") == 0) {
            ok = pipes_wc(&p);
        } else if (strcmp(name, "awk") == 0) {
            ok = pipes_awk(&p);
        } else {
            ok = pipes_refuse(&p, p.at - 1, "this is no filter that is known here",
                              "这里没有这个过滤器");
        }
        if (!ok) {
            return false;
        }
        text[p.length < room ? p.length : room - 1] = 0;
    }
    *length = p.length;
    return true;
}
