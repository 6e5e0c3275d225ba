#include "text/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/gfp.h"

/* A word, in quotes when it needs them. */
static void command_word(struct out *o, const char *word)
{
    const bool plain = word[0] && !strpbrk(word, " \t|>&#'\"");
    const char quote = strchr(word, '"') ? '\'' : '"';

    if (plain) {
        out_say(o, "%s", word);
    } else {
        out_say(o, "%c%s%c", quote, word, quote);
    }
}

static void command_range(struct out *o, const struct mm_cmd *cmd, const struct mm_arg *arg,
                          bool addr)
{
    const char *name = cmd->text + arg->text;

    switch ((enum mm_range_kind)arg->kind) {
    case RANGE_PLAIN:
        out_say(o, "0x%" PRIx64, arg->a);
        if (!addr) {
            out_say(o, "..0x%" PRIx64, arg->b);
        }
        break;
    case RANGE_WHOLE: out_say(o, "%s", name); break;
    case RANGE_PART: out_say(o, "%s+%" PRIu64 "..%" PRIu64, name, arg->a, arg->b); break;
    case RANGE_PAGE: out_say(o, "%s+%" PRIu64, name, arg->a); break;
    }
}

static void command_pattern(struct out *o, const struct mm_arg *arg)
{
#define COMMAND_WORD(id, name) name,
    static const char *const names[] = {MM_PATTERNS(COMMAND_WORD)};

    out_say(o, "%s", names[arg->a]);
    if (arg->a == PAT_ZIPF) {
        out_say(o, ":%" PRIu64 ".%06" PRIu64, arg->b / 1000000, arg->b % 1000000);
    } else if (arg->a == PAT_STRIDE) {
        out_say(o, ":%" PRIu64, arg->b);
    }
}

static void command_text(struct out *o, const struct mm_cmd *cmd, const struct mm_arg_row *row,
                         const struct mm_arg *arg)
{
    char joined[MM_CMD_TEXT_BYTES + 32];

    if (row->verb == MM_V_MMAP && arg->a) {
        snprintf(joined, sizeof joined, "%s:%" PRIu64, cmd->text + arg->text, arg->a);
        command_word(o, joined);
    } else {
        command_word(o, cmd->text + arg->text);
    }
}

static void command_value(struct out *o, const struct mm_cmd *cmd, const struct mm_arg_row *row,
                          const struct mm_arg *arg)
{
    switch (row->type) {
    case AT_RANGE: command_range(o, cmd, arg, false); break;
    case AT_ADDR: command_range(o, cmd, arg, true); break;
    case AT_INT: out_say(o, "%" PRId64, (int64_t)arg->a); break;
    case AT_SIGNED_SIZE: out_say(o, "%c%" PRIu64, arg->b ? '-' : '+', arg->a); break;
    case AT_PROT:
        out_say(o, "%c%c%c", arg->a & VM_READ ? 'r' : '-', arg->a & VM_WRITE ? 'w' : '-',
                arg->a & VM_EXEC ? 'x' : '-');
        break;
    case AT_PATTERN: command_pattern(o, arg); break;
    case AT_DURATION: out_say(o, "%" PRIu64 "ns", arg->a); break;
    case AT_FLAG: out_say(o, "%s", row->word); break;
    case AT_ADVICE:
    case AT_TRACE_KIND:
    case AT_LAB_FIT:
    case AT_LAB_ORDER:
    case AT_LAB_SEGMENT:
    case AT_LAB_DT:
    case AT_LAB_SPOT: out_say(o, "%s", mm_arg_enum(row->type)->values[arg->a]); break;
    case AT_POLICIES:
        for (unsigned i = 0; i < arg->a; i++) {
            out_say(o, "%s%s", i ? "," : "", mm_arg_enum(row->type)->values[arg->b >> 4 * i & 15]);
        }
        break;
    case AT_RWX: out_say(o, "%c", "rwx"[arg->a]); break;
    case AT_GFP: gfp_say(o, arg->a); break;
    case AT_SYSCTL: out_say(o, "%s", mm_sysctl_rows[arg->a].key); break;
    case AT_EXPR:
    case AT_LINE: out_say(o, "%s", cmd->text + arg->text); break;
    case AT_NAME:
    case AT_ACTOR:
    case AT_LABEL:
    case AT_REFS:
    case AT_RANGES:
    case AT_TEXT: command_text(o, cmd, row, arg); break;
    default: out_say(o, "%" PRIu64, arg->a); break;
    }
}

/* lib=PATH:BYTES, once for each. */
static void command_many(struct out *o, const struct mm_cmd *cmd, const struct mm_arg_row *row,
                         const struct mm_arg *arg)
{
    const char *word = cmd->text + arg->text;

    while (*word) {
        const size_t n = strcspn(word, " ");

        out_say(o, " %s=%.*s", row->word, (int)n, word);
        word += n + (word[n] == ' ');
    }
}

static void command_arg(struct out *o, const struct mm_cmd *cmd, const struct mm_arg_row *row)
{
    const struct mm_arg *arg = &cmd->arg[row->index];

    if (row->form == AF_MANY) {
        command_many(o, cmd, row, arg);
        return;
    }
    if (row->type == AT_NEXT) {
        out_say(o, " next ");
    } else if (cmd->verb == MM_V_SYSCTL && row->index == 1) {
        out_say(o, "=");
    } else if (cmd->verb == MM_V_ECHO && row->index == 1) {
        out_say(o, " > ");
    } else if (cmd->verb == MM_V_WAIT && row->index == 1) {
        out_say(o, " until ");
    } else if (row->form == AF_KEY) {
        out_say(o, " %s=", row->word);
    } else {
        out_say(o, row->form == AF_AS ? " as " : " ");
    }
    command_value(o, cmd, row, arg);
}

bool command_print(const struct mm_cmd *cmd, char *out, size_t bytes)
{
    unsigned count = 0;
    const struct mm_arg_row *rows = mm_verb_args((enum mm_verb)cmd->verb, &count);
    struct out o;

    out_init(&o, out, bytes);
    if (cmd->actor) {
        out_say(&o, "%s ", cmd->text + cmd->actor);
    }
    out_say(&o, "%s", mm_verb_rows[cmd->verb].word);
    for (unsigned i = 0; i < count; i++) {
        if (cmd->present >> i & 1) {
            command_arg(&o, cmd, &rows[i]);
        }
    }
    if (cmd->background) {
        out_say(&o, " &");
    }
    return o.used < bytes;
}
