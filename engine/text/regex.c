#include "text/regex.h"

#include <string.h>

enum regex_what {
    RE_ANY = 256,
    RE_SET = 257, /* + number of the set */
    RE_FIRST_OP = 300,
    RE_CAT = RE_FIRST_OP,
    RE_ALT,
    RE_STAR,
    RE_PLUS,
    RE_OPTIONAL,
    RE_OPEN,
    RE_BEGIN, /* ^ */
    RE_END,   /* $ */
    RE_SPLIT,
    RE_MATCH
};
#define RE_NONE UINT16_MAX

struct regex_build {
    struct regex *re;
    const char *pattern;
    size_t length, at;
    uint16_t postfix[2 * REGEX_STATES];
    unsigned postfix_count;
    uint16_t op[REGEX_STATES];
    unsigned op_count;
    const char *en, *zh;
};

static bool regex_refuse(struct regex_build *b, const char *en, const char *zh)
{
    b->en = en;
    b->zh = zh;
    return false;
}

static void regex_set_add(uint32_t set[8], unsigned first, unsigned last)
{
    for (unsigned c = first; c <= last && c < 256; c++) {
        set[c / 32] |= 1u << c % 32;
    }
}

/* The set of \d \w \s, or the byte itself. */
static void regex_set_escape(uint32_t set[8], unsigned c)
{
    if (c == 'd' || c == 'w') {
        regex_set_add(set, '0', '9');
    }
    if (c == 'w') {
        regex_set_add(set, 'a', 'z');
        regex_set_add(set, 'A', 'Z');
        regex_set_add(set, '_', '_');
    } else if (c == 's') {
        regex_set_add(set, '\t', '\r');
        regex_set_add(set, ' ', ' ');
    } else if (c != 'd') {
        regex_set_add(set, c, c);
    }
}

static bool regex_new_set(struct regex_build *b, uint16_t *item)
{
    if (b->re->set_count == REGEX_SETS) {
        return regex_refuse(b, "too many sets in the expression", "表达式里的集合太多");
    }
    *item = (uint16_t)(RE_SET + b->re->set_count);
    memset(b->re->set[b->re->set_count++], 0, sizeof b->re->set[0]);
    return true;
}

/* [a-z], from behind the bracket. */
static bool regex_brackets(struct regex_build *b, uint16_t *item)
{
    bool negated = false;
    uint32_t *set;

    if (!regex_new_set(b, item)) {
        return false;
    }
    set = b->re->set[*item - RE_SET];
    if (b->at < b->length && b->pattern[b->at] == '^') {
        negated = true;
        b->at++;
    }
    for (size_t first = b->at; b->at < b->length; first = SIZE_MAX) {
        const unsigned c = (unsigned char)b->pattern[b->at++];

        if (c == ']' && first == SIZE_MAX) {
            for (unsigned i = 0; negated && i < 8; i++) {
                set[i] = ~set[i];
            }
            return true;
        }
        if (c == '\\' && b->at < b->length) {
            regex_set_escape(set, (unsigned char)b->pattern[b->at++]);
        } else if (b->at + 1 < b->length && b->pattern[b->at] == '-' &&
                   b->pattern[b->at + 1] != ']') {
            regex_set_add(set, c, (unsigned char)b->pattern[b->at + 1]);
            b->at += 2;
        } else {
            regex_set_add(set, c, c);
        }
    }
    return regex_refuse(b, "a [ is not closed", "[ 没有配对");
}

static unsigned regex_rank(uint16_t op)
{
    return op == RE_OPEN ? 0 : op == RE_ALT ? 1 : op == RE_CAT ? 2 : 3;
}

static bool regex_put(struct regex_build *b, uint16_t item)
{
    if (b->postfix_count == 2 * REGEX_STATES) {
        return regex_refuse(b, "the expression is too long", "表达式太长");
    }
    b->postfix[b->postfix_count++] = item;
    return true;
}

static bool regex_op(struct regex_build *b, uint16_t op)
{
    while (b->op_count && regex_rank(b->op[b->op_count - 1]) >= regex_rank(op)) {
        if (!regex_put(b, b->op[--b->op_count])) {
            return false;
        }
    }
    if (b->op_count == REGEX_STATES) {
        return regex_refuse(b, "the expression is too long", "表达式太长");
    }
    b->op[b->op_count++] = op;
    return true;
}

/* One item that is no operator. */
static bool regex_item(struct regex_build *b, unsigned c, uint16_t *item)
{
    switch (c) {
    case '.': *item = RE_ANY; return true;
    case '^': *item = RE_BEGIN; return true;
    case '$': *item = RE_END; return true;
    case '[': return regex_brackets(b, item);
    case '\\':
        if (b->at == b->length) {
            return regex_refuse(b, "nothing follows the \\", "\\ 后面没有内容");
        }
        if (!regex_new_set(b, item)) {
            return false;
        }
        regex_set_escape(b->re->set[*item - RE_SET], (unsigned char)b->pattern[b->at++]);
        return true;
    default: *item = (uint16_t)c; return true;
    }
}

/* The pattern in postfix order. */
static bool regex_postfix(struct regex_build *b)
{
    bool operand = false; /* something stands before, which may be repeated or joined */

    while (b->at < b->length) {
        const unsigned c = (unsigned char)b->pattern[b->at++];
        uint16_t item = 0;

        if (c == '*' || c == '+' || c == '?') {
            if (!operand) {
                return regex_refuse(b, "nothing to repeat here", "这里没有可重复的内容");
            }
            if (!regex_put(b, c == '*' ? RE_STAR : c == '+' ? RE_PLUS : RE_OPTIONAL)) {
                return false;
            }
        } else if (c == '|') {
            if (!operand || !regex_op(b, RE_ALT)) {
                return regex_refuse(b, "nothing stands before the |", "| 前面没有内容");
            }
            operand = false;
        } else if (c == ')') {
            while (b->op_count && b->op[b->op_count - 1] != RE_OPEN) {
                if (!regex_put(b, b->op[--b->op_count])) {
                    return false;
                }
            }
            if (!operand || !b->op_count) {
                return regex_refuse(b, "this ) has no partner", ") 没有配对");
            }
            b->op_count--;
        } else {
            if (operand && !regex_op(b, RE_CAT)) {
                return false;
            }
            if (c == '(') {
                if (b->op_count == REGEX_STATES) {
                    return regex_refuse(b, "the expression is too long", "表达式太长");
                }
                b->op[b->op_count++] = RE_OPEN;
                operand = false;
                continue;
            }
            if (!regex_item(b, c, &item) || !regex_put(b, item)) {
                return false;
            }
            operand = true;
        }
    }
    if (!operand) {
        return regex_refuse(b, "the expression ends too early", "表达式不完整");
    }
    while (b->op_count) {
        if (b->op[b->op_count - 1] == RE_OPEN) {
            return regex_refuse(b, "a ( is not closed", "( 没有配对");
        }
        if (!regex_put(b, b->op[--b->op_count])) {
            return false;
        }
    }
    return true;
}

/* Dangling ends of a fragment are linked through the ends themselves: end = state * 2 + which. */
struct regex_frag {
    uint16_t start, ends;
};

static void regex_patch(struct regex *re, uint16_t end, uint16_t to)
{
    while (end != RE_NONE) {
        uint16_t *slot = &re->state[end / 2].out[end % 2];

        end = *slot;
        *slot = to;
    }
}

static uint16_t regex_join(struct regex *re, uint16_t a, uint16_t b)
{
    uint16_t end = a;

    while (re->state[end / 2].out[end % 2] != RE_NONE) {
        end = re->state[end / 2].out[end % 2];
    }
    re->state[end / 2].out[end % 2] = b;
    return a;
}

static uint16_t regex_state(struct regex *re, uint16_t what, uint16_t out0, uint16_t out1)
{
    re->state[re->count] = (struct regex_state){.what = what, .out = {out0, out1}};
    return re->count++;
}

static bool regex_graph(struct regex_build *b)
{
    struct regex *re = b->re;
    struct regex_frag stack[REGEX_STATES];
    unsigned n = 0;

    for (unsigned i = 0; i < b->postfix_count; i++) {
        const uint16_t what = b->postfix[i];
        struct regex_frag *top = n ? &stack[n - 1] : stack;
        uint16_t s;

        if (re->count >= REGEX_STATES - 1 || n == REGEX_STATES) {
            return regex_refuse(b, "the expression is too long", "表达式太长");
        }
        if (what == RE_CAT) {
            regex_patch(re, top[-1].ends, top->start);
            top[-1].ends = top->ends;
            n--;
        } else if (what == RE_ALT) {
            s = regex_state(re, RE_SPLIT, top[-1].start, top->start);
            top[-1] = (struct regex_frag){s, regex_join(re, top[-1].ends, top->ends)};
            n--;
        } else if (what == RE_STAR || what == RE_PLUS) {
            s = regex_state(re, RE_SPLIT, top->start, RE_NONE);
            regex_patch(re, top->ends, s);
            *top = (struct regex_frag){what == RE_STAR ? s : top->start, (uint16_t)(s * 2 + 1)};
        } else if (what == RE_OPTIONAL) {
            s = regex_state(re, RE_SPLIT, top->start, RE_NONE);
            *top = (struct regex_frag){s, regex_join(re, top->ends, (uint16_t)(s * 2 + 1))};
        } else {
            s = regex_state(re, what, RE_NONE, RE_NONE);
            stack[n++] = (struct regex_frag){s, (uint16_t)(s * 2)};
        }
    }
    re->start = stack[0].start;
    regex_patch(re, stack[0].ends, regex_state(re, RE_MATCH, RE_NONE, RE_NONE));
    return n == 1;
}

bool regex_compile(struct regex *re, const char *pattern, size_t length, size_t *at,
                   const char **en, const char **zh)
{
    struct regex_build b = {.re = re, .pattern = pattern, .length = length};

    memset(re, 0, sizeof *re);
    if (regex_postfix(&b) && regex_graph(&b)) {
        return true;
    }
    *at = b.at;
    *en = b.en;
    *zh = b.zh;
    return false;
}

/* Add state s and all that follow without reading, at position i. True when the match state is among them. */
static bool regex_reach(const struct regex *re, uint16_t s, bool begin, bool end, uint8_t *on)
{
    uint16_t stack[2 * REGEX_STATES + 2]; /* each state is expanded once and adds two at most */
    unsigned n = 0;
    bool match = false;

    stack[n++] = s;
    while (n) {
        s = stack[--n];
        const struct regex_state *st = &re->state[s];

        if (on[s]) {
            continue;
        }
        on[s] = 1;
        match = match || st->what == RE_MATCH;
        if (st->what == RE_SPLIT) {
            for (unsigned k = 0; k < 2; k++) {
                if (!on[st->out[k]]) {
                    stack[n++] = st->out[k];
                }
            }
        } else if ((st->what == RE_BEGIN && begin) || (st->what == RE_END && end)) {
            stack[n++] = st->out[0];
        }
    }
    return match;
}

static bool regex_takes(const struct regex *re, const struct regex_state *st, unsigned c)
{
    if (st->what < 256) {
        return st->what == c;
    }
    return st->what == RE_ANY || (st->what >= RE_SET && st->what < RE_FIRST_OP &&
                                  (re->set[st->what - RE_SET][c / 32] >> c % 32 & 1));
}

bool regex_find(const struct regex *re, const char *text, size_t length)
{
    uint8_t now[REGEX_STATES] = {0}, next[REGEX_STATES];

    for (size_t i = 0;; i++) {
        const bool begin = i == 0 || text[i - 1] == '\n', end = i == length || text[i] == '\n';

        if (regex_reach(re, re->start, begin, end, now)) {
            return true;
        }
        if (i == length) {
            return false;
        }
        const bool next_end = i + 1 == length || text[i + 1] == '\n';

        memset(next, 0, sizeof next);
        for (unsigned s = 0; s < re->count; s++) {
            if (now[s] && regex_takes(re, &re->state[s], (unsigned char)text[i]) &&
                regex_reach(re, re->state[s].out[0], text[i] == '\n', next_end, next)) {
                return true;
            }
        }
        memcpy(now, next, sizeof now);
    }
}
