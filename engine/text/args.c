#include "text/args.h"

#include <stdio.h>
#include <string.h>

#include "text/gfp.h"
#include "text/later.h"

/* Refuse a value: "WHAT: WORD is no …". Always false. */
static bool args_refuse(struct args *p, const struct mm_arg_row *row, const struct lex_word *w,
                        const char *value)
{
    char accepted[PROBLEM_TEXT_BYTES];

    problem_at(p->why, MM_EBADARG, p->words, w);
    out_copy(p->why->field, sizeof p->why->field, row->word, strlen(row->word));
    if ((row->type == AT_ADVICE || row->type == AT_TRACE_KIND || row->type == AT_SYSCTL) &&
        later_say(row->type == AT_SYSCTL ? LATER_SYSCTL : LATER_VALUE, value, p->why)) {
        return false;
    }
    problem_say(p->why, "%s: \"%.60s\" is not accepted", "%s：不接受“%.60s”", row->word, value);
    grammar_expects(row, accepted, sizeof accepted);
    problem_accept(p->why, "%s", accepted);
    return false;
}

static bool args_range_refuse(struct args *p, const struct mm_arg_row *row,
                              const struct lex_word *w, const char *value, bool above)
{
    char accepted[PROBLEM_TEXT_BYTES];
    const unsigned long long limit = above ? row->max : row->min;

    problem_at(p->why, MM_ERANGE, p->words, w);
    out_copy(p->why->field, sizeof p->why->field, row->word, strlen(row->word));
    p->why->limit = limit;
    if (above) {
        problem_say(p->why, "%s: %.60s is above %llu", "%s：%.60s 大于 %llu", row->word, value,
                    limit);
    } else {
        const bool negative = row->type == AT_INT; /* from -max to max */

        problem_say(p->why, "%s: %.60s is below %s%llu", "%s：%.60s 小于 %s%llu", row->word, value,
                    negative ? "-" : "", negative ? (unsigned long long)row->max : limit);
    }
    grammar_expects(row, accepted, sizeof accepted);
    problem_accept(p->why, "%s", accepted);
    return false;
}

static bool args_text(struct args *p, struct mm_arg *arg, const struct lex_word *w,
                      const char *text, size_t length)
{
    arg->text = mm_cmd_text(&p->out->cmd, text, length);
    /* What goes into history is bounded by the command; lines that only read keep their words (arg_word). */
    if (length && !arg->text && mm_verb_rows[p->out->cmd.verb].steps) {
        problem_at(p->why, MM_ELIMIT, p->words, w);
        p->why->limit = MM_CMD_TEXT_BYTES;
        problem_say(p->why, "the words of this command are longer than %u bytes in all",
                    "这条命令里的词总长超过 %u 字节", MM_CMD_TEXT_BYTES);
        return false;
    }
    return true;
}

/* NAME, NAME+a..b, NAME+a, a..b. `addr`: a lone number is an address. */
static bool args_range(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                       const struct lex_word *w, const char *value)
{
    const bool addr = row->type == AT_ADDR;
    char part[3][72];
    const char *plus = strchr(value, '+');
    const char *tail = plus ? plus + 1 : value;
    const char *dots = strstr(tail, "..");
    const size_t first = dots ? (size_t)(dots - tail) : strlen(tail);

    if (strlen(value) >= sizeof part[0] || (addr && dots)) {
        return args_refuse(p, row, w, value);
    }
    out_copy(part[0], sizeof part[0], value, plus ? (size_t)(plus - value) : strlen(value));
    out_copy(part[1], sizeof part[1], tail, first);
    out_copy(part[2], sizeof part[2], dots ? dots + 2 : "", dots ? strlen(dots + 2) : 0);
    if (!plus && (dots || (addr && value[0] >= '0' && value[0] <= '9'))) {
        if (units_size(part[1], &arg->a, NULL) != UNITS_OK ||
            (dots && (units_size(part[2], &arg->b, NULL) != UNITS_OK || arg->b <= arg->a))) {
            return args_refuse(p, row, w, value);
        }
        arg->kind = RANGE_PLAIN;
        return true;
    }
    for (const char *c = part[0]; *c; c++) {
        if (!(*c == '_' || (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') ||
              (*c >= 'A' && *c <= 'Z'))) {
            return args_refuse(p, row, w, value);
        }
    }
    if (!part[0][0] || (part[0][0] >= '0' && part[0][0] <= '9') ||
        (plus && units_size(part[1], &arg->a, NULL) != UNITS_OK) ||
        (dots && (units_size(part[2], &arg->b, NULL) != UNITS_OK || arg->b <= arg->a))) {
        return args_refuse(p, row, w, value);
    }
    arg->kind = dots ? RANGE_PART : plus || addr ? RANGE_PAGE : RANGE_WHOLE;
    return args_text(p, arg, w, part[0], strlen(part[0]));
}

static bool args_pattern(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                         const struct lex_word *w, const char *value)
{
#define ARGS_WORD(id, name) name,
    static const char *const names[] = {MM_PATTERNS(ARGS_WORD)};
    const char *colon = strchr(value, ':');
    const size_t length = colon ? (size_t)(colon - value) : strlen(value);

    for (unsigned i = 0; i < PAT_COUNT; i++) {
        if (strlen(names[i]) == length && strncmp(names[i], value, length) == 0) {
            const bool wants = i == PAT_ZIPF || i == PAT_STRIDE;

            arg->a = i;
            if (wants != (colon != NULL)) {
                break;
            }
            if (i == PAT_ZIPF && (units_millionths(colon + 1, &arg->b) != UNITS_OK || arg->b == 0 ||
                                  arg->b > 10000000)) {
                break;
            }
            if (i == PAT_STRIDE &&
                (units_size(colon + 1, &arg->b, NULL) != UNITS_OK || arg->b == 0)) {
                break;
            }
            return true;
        }
    }
    return args_refuse(p, row, w, value);
}

/* One of a list of words: its index. */
static bool args_enum(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                      const struct lex_word *w, const char *value, const char *const *names,
                      unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(names[i], value) == 0) {
            arg->a = i;
            return true;
        }
    }
    return args_refuse(p, row, w, value);
}

/* fifo,lru,opt: each once, in the order given. */
static bool args_policies(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                          const struct lex_word *w, const char *value)
{
    const struct mm_enum_row *names = mm_arg_enum(AT_POLICIES);
    uint32_t seen = 0;

    for (;;) {
        const size_t length = strcspn(value, ",");
        unsigned i = 1;

        while (i < LP_COUNT && (strlen(names->values[i]) != length ||
                                strncmp(names->values[i], value, length) != 0)) {
            i++;
        }
        if (i == LP_COUNT || (seen >> i & 1) != 0) {
            char word[64];

            out_copy(word, sizeof word, value, length);
            return args_refuse(p, row, w, word);
        }
        seen |= 1u << i;
        arg->b |= (uint64_t)i << 4 * arg->a++;
        if (value[length] == 0) {
            return true;
        }
        value += length + 1;
    }
}

/* 7,0,1,2: page numbers; the text goes into the command. */
static bool args_refs(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                      const struct lex_word *w, const char *value)
{
    const char *at = value;

    for (;;) {
        const size_t length = strcspn(at, ",");
        char word[24];
        uint64_t page;

        out_copy(word, sizeof word, at, length < sizeof word ? length : 0);
        if (word[strspn(word, "0123456789")] != 0 || units_uint(word, &page) != UNITS_OK ||
            page > UINT64_MAX >> (MM_PAGE_SHIFT + 2)) {
            char shown[64];

            out_copy(shown, sizeof shown, at, length);
            return args_refuse(p, row, w, length ? shown : value);
        }
        arg->a++;
        if (at[length] == 0) {
            return args_text(p, arg, w, value, strlen(value));
        }
        at += length + 1;
    }
}

/* A..B[,A..B…]: ranges of addresses, kept as 0x… numbers without suffixes. */
static bool args_ranges(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                        const struct lex_word *w, const char *value)
{
    char text[MM_CMD_TEXT_BYTES];
    struct out o;

    out_init(&o, text, sizeof text);
    for (const char *at = value;;) {
        const size_t length = strcspn(at, ",");
        char word[2][64];
        uint64_t bound[2] = {0, 0};

        out_copy(word[0], sizeof word[0], at, length);
        char *dots = length < sizeof word[0] ? strstr(word[0], "..") : NULL;

        out_copy(word[1], sizeof word[1], dots ? dots + 2 : "", dots ? strlen(dots + 2) : 0);
        if (dots) {
            *dots = 0;
        }
        if (!dots || units_size(word[0], &bound[0], NULL) != UNITS_OK ||
            units_size(word[1], &bound[1], NULL) != UNITS_OK || bound[1] <= bound[0]) {
            return args_refuse(p, row, w, value);
        }
        out_say(&o, "%s0x%llx..0x%llx", arg->a++ ? "," : "", (unsigned long long)bound[0],
                (unsigned long long)bound[1]);
        if (at[length] == 0) {
            return args_text(p, arg, w, text, o.used);
        }
        at += length + 1;
    }
}

static bool args_number(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                        const struct lex_word *w, const char *value)
{
    enum units_err err;
    int64_t i = 0;

    switch (row->type) {
    case AT_UINT: err = units_uint(value, &arg->a); break;
    case AT_DURATION: err = units_duration(value, &arg->a); break;
    case AT_INT:
        err = units_int(value, &i);
        arg->a = (uint64_t)i;
        arg->b = i < 0;
        if (err == UNITS_OK && (i > (int64_t)row->max || i < -(int64_t)row->max)) {
            err = UNITS_TOO_LARGE;
        }
        return err == UNITS_OK ||
               (err == UNITS_TOO_LARGE ? args_range_refuse(p, row, w, value, i >= 0)
                                       : args_refuse(p, row, w, value));
    case AT_SIGNED_SIZE:
        if (value[0] != '+' && value[0] != '-') {
            return args_refuse(p, row, w, value);
        }
        arg->b = value[0] == '-';
        err = units_size(value + 1, &arg->a, NULL);
        break;
    default: err = units_size(value, &arg->a, NULL); break;
    }
    if (err == UNITS_NOT) {
        return args_refuse(p, row, w, value);
    }
    if (err == UNITS_TOO_LARGE || arg->a > row->max) {
        return args_range_refuse(p, row, w, value, true);
    }
    return arg->a >= row->min || args_range_refuse(p, row, w, value, false);
}

bool args_signal(const char *word, uint64_t *number)
{
#define ARGS_SIGNAL(id, n) {#id, n},
    static const struct {
        const char *name;
        uint64_t number;
    } signals[] = {MM_SIGNALS(ARGS_SIGNAL)};

    for (unsigned i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        uint64_t n = 0;

        if (strcmp(signals[i].name, word) == 0 || strcmp(signals[i].name + 3, word) == 0 ||
            (units_uint(word, &n) == UNITS_OK && n == signals[i].number)) {
            *number = signals[i].number;
            return true;
        }
    }
    return false;
}

/* SEGV,BUS: mask of 1 << number. KILL and STOP cannot be caught. */
static bool args_signals(const char *word, uint64_t *mask)
{
    char name[16];

    for (;;) {
        const char *comma = strchr(word, ',');
        const size_t length = comma ? (size_t)(comma - word) : strlen(word);
        uint64_t n = 0;

        if (length >= sizeof name) {
            return false;
        }
        out_copy(name, sizeof name, word, length);
        if (!args_signal(name, &n) || n == LX_SIGKILL) {
            return false;
        }
        *mask |= 1ull << n;
        if (!comma) {
            return true;
        }
        word = comma + 1;
    }
}

static bool args_free_text(struct args *p, const struct mm_arg_row *row, struct mm_arg *arg,
                           const struct lex_word *w, const char *value)
{
    const char *colon = strrchr(value, ':');
    size_t length = strlen(value);

    if (length == 0 && row->verb != MM_V_NOTE && row->verb != MM_V_ECHO) {
        return args_refuse(p, row, w, value);
    }
    if (row->verb == MM_V_SPAWN && strcmp(row->word, "catch") == 0) {
        arg->a = 0;
        if (!args_signals(value, &arg->a)) {
            bool ok = args_refuse(p, row, w, value);

            problem_accept(p->why, "catch=SEGV,BUS (SEGV BUS ABRT TERM INT HUP QUIT)");
            return ok;
        }
    } else if (row->verb == MM_V_KILL && !args_signal(value, &arg->a)) {
        bool ok = args_refuse(p, row, w, value);

        problem_accept(p->why, "KILL, TERM, INT, HUP, QUIT, ABRT, BUS, SEGV, or the number");
        return ok;
    } else if (row->verb == MM_V_MMAP && colon &&
               units_size(colon + 1, &arg->a, NULL) == UNITS_OK) {
        length = (size_t)(colon - value);
    } else if (row->form == AF_MANY) {
        char joined[MM_CMD_TEXT_BYTES];
        const char *have = p->out->cmd.text + arg->text;
        uint64_t bytes = 0;
        const int n = colon && colon > value && !strchr(value, ' ') ? (int)(colon - value) : 0;

        if (!n || units_size(colon + 1, &bytes, NULL) != UNITS_OK || bytes == 0) {
            return args_refuse(p, row, w, value);
        }
        snprintf(joined, sizeof joined, "%s%s%.*s:%llu", have, arg->text ? " " : "", n, value,
                 (unsigned long long)bytes);
        if (arg->text && arg->text + strlen(have) + 1 == p->out->cmd.text_bytes) {
            p->out->cmd.text_bytes = arg->text; /* the last word of the text: it grows in place */
        }
        arg->a++;
        return args_text(p, arg, w, joined, strlen(joined));
    }
    return args_text(p, arg, w, value, length);
}

bool args_value(struct args *p, const struct mm_arg_row *row, const struct lex_word *w,
                const char *value)
{
    static const char *const rwx[] = {"r", "w", "x"};
    struct mm_arg *arg = &p->out->cmd.arg[row->index];

    if ((p->out->cmd.present >> row->index & 1) && row->form != AF_MANY) {
        problem_at(p->why, MM_EBADARG, p->words, w);
        out_copy(p->why->field, sizeof p->why->field, row->word, strlen(row->word));
        problem_say(p->why, "%s is given twice", "%s 给了两次", row->word);
        return false;
    }
    p->out->cmd.present |= 1u << row->index;
    p->out->arg_word[row->index] = (uint8_t)(w - p->words->word);
    switch (row->type) {
    case AT_RANGE:
    case AT_ADDR: return args_range(p, row, arg, w, value);
    case AT_PROT: return units_prot(value, &arg->a) || args_refuse(p, row, w, value);
    case AT_PATTERN: return args_pattern(p, row, arg, w, value);
    case AT_ADVICE:
    case AT_TRACE_KIND:
    case AT_LAB_FIT:
    case AT_LAB_ORDER:
    case AT_LAB_SEGMENT:
    case AT_LAB_DT:
    case AT_LAB_SPOT:
        return args_enum(p, row, arg, w, value, mm_arg_enum(row->type)->values,
                         mm_arg_enum(row->type)->value_count);
    case AT_POLICIES: return args_policies(p, row, arg, w, value);
    case AT_REFS: return args_refs(p, row, arg, w, value);
    case AT_RANGES: return args_ranges(p, row, arg, w, value);
    case AT_RWX: return args_enum(p, row, arg, w, value, rwx, 3);
    case AT_SYSCTL:
        for (unsigned i = 0; i < SC_COUNT; i++) {
            if (strcmp(mm_sysctl_rows[i].key, value) == 0) {
                arg->a = i;
                return true;
            }
        }
        return args_refuse(p, row, w, value);
    case AT_GFP: return gfp_parse(value, &arg->a) || args_refuse(p, row, w, value);
    case AT_NAME:
        if (!grammar_name_ok(value)) {
            return args_refuse(p, row, w, value);
        }
        return args_text(p, arg, w, value, strlen(value));
    case AT_FLAG: arg->a = 1; return true;
    case AT_TEXT: return args_free_text(p, row, arg, w, value);
    case AT_ACTOR:
    case AT_LABEL:
    case AT_EXPR:
    case AT_LINE: return args_text(p, arg, w, value, strlen(value));
    default: return args_number(p, row, arg, w, value);
    }
}
