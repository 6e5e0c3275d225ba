#include "text/grammar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/gfp.h"

enum mm_verb grammar_verb(const char *word)
{
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        if (strcmp(mm_verb_rows[v].word, word) == 0) {
            return (enum mm_verb)v;
        }
    }
    return MM_V_COUNT;
}

enum mm_verb grammar_verb_at(const struct lex_line *line, unsigned at, unsigned end, unsigned *used)
{
    const struct lex_word *w = line->word + at;
    char both[64];

    *used = 2;
    if (at + 1 < end && !w[0].quoted && !w[1].quoted &&
        w[0].text_bytes + w[1].text_bytes + 2 <= sizeof both) {
        snprintf(both, sizeof both, "%s %s", w[0].text, w[1].text);
        const enum mm_verb verb = grammar_verb(both);

        if (verb != MM_V_COUNT) {
            return verb;
        }
    }
    *used = 1;
    return at < end && !strchr(w->text, ' ') ? grammar_verb(w->text) : MM_V_COUNT;
}

bool grammar_tool(enum mm_verb verb)
{
    switch (verb) {
#define GRAMMAR_TOOL(id, ...) case MM_V_##id:
        MM_TOOL_COMMANDS(GRAMMAR_TOOL)
#undef GRAMMAR_TOOL
        return true;
    default: return false;
    }
}

void grammar_family(const char *word, bool second, char *out, size_t bytes)
{
    const size_t n = strlen(word);
    struct out o;

    out_init(&o, out, bytes);
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        const char *name = mm_verb_rows[v].word;

        if (strncmp(name, word, n) == 0 && name[n] == ' ') {
            out_say(&o, "%s%s", o.used ? ", " : "", second ? name + n + 1 : name);
        }
    }
}

const struct mm_arg_row *grammar_arg(enum mm_verb verb, unsigned i)
{
    unsigned count = 0;
    const struct mm_arg_row *rows = mm_verb_args(verb, &count);

    return i < count ? rows + i : NULL;
}

bool grammar_required(const struct mm_arg_row *row)
{
    switch (row->form) {
    case AF_POS: return true;
    case AF_AS:
        return row->verb == MM_V_MMAP || row->verb == MM_V_ALLOC_PAGES ||
               row->verb == MM_V_KMEM_ALLOC || row->verb == MM_V_KMALLOC;
    case AF_REST:
        return row->verb == MM_V_LET || row->verb == MM_V_EXPECT || row->verb == MM_V_FAILS ||
               row->verb == MM_V_PRINT || row->verb == MM_V_PMAP;
    case AF_KEY:
        return row->verb == MM_V_KMEM_CACHE ? row->index == 1
               : row->index == 0            ? row->verb == MM_V_LAB || row->verb == MM_V_LAB_CURVE
                                            : row->verb == MM_V_LAB && row->index == 1;
    default: return false;
    }
}

/* Words of the language that later parts use, and the roots of values: no names. */
static const char *const reserved_words[] = {
    "meminfo",     "vmstat",   "zoneinfo", "buddyinfo", "extfrag", "unusable",   "numastat",
    "sysctl",      "slabinfo", "frame",    "page",      "file",    "chunk",      "tlb",
    "lab",         "events",   "clock",    "hash",      "job",     "result",     "dmesg",
    "output",      "alive",    "within",   "as",        "next",    "until",      "fork",
    "thread",      "execve",   "msync",    "malloc",    "calloc",  "realloc",    "open",
    "fsync",       "fadvise",  "close",    "stat",      "unlink",  "truncate",   "cgroup",
    "device",      "disk",     "power",    "swapon",    "swapoff", "kmem_cache", "kmem_alloc",
    "kmem_free",   "kmalloc",  "kfree",    "slabtop",   "sar",     "top",        "dd",
    "sync",        "lsmem",    "text",     "data",      "bss",     "heap",       "stack",
    "vdso",        "vvar",     "self",     "census",    "pcp",     "node",       "compact",
    "pagetypeinfo"};

bool grammar_name_ok(const char *word)
{
    bool letter = false;
    size_t n = 0;

    for (; word[n]; n++) {
        const char c = word[n];

        if (c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            letter = true;
        } else if (c < '0' || c > '9') {
            return false;
        }
    }
    if (!letter || n >= MM_NAME_BYTES || grammar_verb(word) != MM_V_COUNT) {
        return false;
    }
    for (unsigned i = 0; i < sizeof reserved_words / sizeof reserved_words[0]; i++) {
        if (strcmp(reserved_words[i], word) == 0) {
            return false;
        }
    }
    return true;
}

/* Edit distance of two words, bounded: 99 when one is long. */
static unsigned grammar_distance(const char *a, const char *b)
{
    enum { LONGEST = 40 };
    unsigned row[LONGEST + 1];
    const size_t an = strlen(a), bn = strlen(b);

    if (an > LONGEST || bn > LONGEST) {
        return 99;
    }
    for (unsigned j = 0; j <= bn; j++) {
        row[j] = j;
    }
    for (unsigned i = 1; i <= an; i++) {
        unsigned diagonal = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= bn; j++) {
            const unsigned above = row[j];
            const unsigned swap = diagonal + (a[i - 1] != b[j - 1]);

            row[j] = above + 1 < row[j - 1] + 1 ? above + 1 : row[j - 1] + 1;
            if (swap < row[j]) {
                row[j] = swap;
            }
            diagonal = above;
        }
    }
    return row[bn];
}

void grammar_nearest(const char *word, const char *const *candidates, unsigned count, unsigned max,
                     char *out, size_t bytes)
{
    const unsigned half = (unsigned)strlen(word) / 2, most = half < 3 ? half : 3;
    struct out o;
    unsigned found = 0;

    out_init(&o, out, bytes);
    for (unsigned d = 0; d <= most && found < max; d++) {
        for (unsigned i = 0; i < count && found < max; i++) {
            if (candidates[i][0] && grammar_distance(word, candidates[i]) == d) {
                out_say(&o, "%s%s", found ? ", " : "", candidates[i]);
                found++;
            }
        }
    }
}

/* The names of an enum joined with |. */
static void grammar_alternatives(const struct mm_enum_row *set, struct out *o)
{
    for (unsigned k = 0; k < set->value_count; k++) {
        out_say(o, "%s%s", k ? "|" : "", set->values[k]);
    }
}

/* What stands for a value of this argument in a usage line. */
static void grammar_placeholder(const struct mm_arg_row *row, struct out *o)
{
    switch (row->type) {
    case AT_SIZE:
    case AT_NEXT: out_say(o, "SIZE"); break;
    case AT_RANGE: out_say(o, "RANGE"); break;
    case AT_ADDR: out_say(o, "ADDR"); break;
    case AT_UINT:
    case AT_INT:
        out_say(o, row->verb == MM_V_ALLOC_PAGES && row->index == 0 ? "ORDER" : "N");
        break;
    case AT_LABEL:
    case AT_NAME: out_say(o, "NAME"); break;
    case AT_ACTOR: out_say(o, "ACTOR"); break;
    case AT_PROT: out_say(o, "r--|rw-|r-x|rwx|---"); break;
    case AT_PATTERN: out_say(o, "seq|rev|random|zipf:0.9|stride:64K|loop"); break;
    case AT_DURATION: out_say(o, "TIME"); break;
    case AT_FLAG: out_say(o, "%s", row->word); break;
    case AT_SIGNED_SIZE: out_say(o, "+SIZE|-SIZE"); break;
    case AT_RWX: out_say(o, "r|w|x"); break;
    case AT_GFP: out_say(o, "KERNEL|ATOMIC|…[+NORETRY|+NOWARN|…]"); break;
    case AT_SYSCTL: out_say(o, "KEY"); break;
    case AT_POLICIES: out_say(o, "POLICY[,POLICY…]"); break;
    case AT_REFS: out_say(o, "7,0,1,2,…"); break;
    case AT_RANGES: out_say(o, "A..B[,A..B…]"); break;
    case AT_ADVICE:
    case AT_TRACE_KIND:
    case AT_LAB_FIT:
    case AT_LAB_ORDER:
    case AT_LAB_SEGMENT:
    case AT_LAB_DT:
    case AT_LAB_SPOT: grammar_alternatives(mm_arg_enum(row->type), o); break;
    case AT_EXPR: out_say(o, "EXPR"); break;
    case AT_LINE: out_say(o, "%s", row->en); break;
    case AT_TEXT:
        if (row->form == AF_MANY) {
            out_say(o, "PATH:SIZE");
        } else if (row->form == AF_KEY && strcmp(row->word, "catch") != 0) {
            out_say(o, "FILE");
        } else {
            for (const char *c = row->word; *c; c++) {
                out_say(o, "%c", *c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
            }
        }
        break;
    }
}

static void grammar_usage_arg(const struct mm_arg_row *row, struct out *o)
{
    const bool required = grammar_required(row);

    out_say(o, required ? " " : " [");
    if (row->form == AF_AS) {
        out_say(o, "as ");
    } else if (row->form == AF_KEY || row->form == AF_MANY) {
        out_say(o, "%s=", row->word);
    }
    grammar_placeholder(row, o);
    out_say(o, "%s%s", required ? "" : "]", row->form == AF_MANY ? "…" : "");
}

void grammar_usage(enum mm_verb verb, char *out, size_t bytes)
{
    unsigned count = 0;
    const struct mm_arg_row *rows = mm_verb_args(verb, &count);
    struct out o;

    out_init(&o, out, bytes);
    switch (verb) {
    case MM_V_WAIT: out_say(&o, "wait [ACTOR] · wait until EXPR [max=TIME]"); return;
    case MM_V_ECHO: out_say(&o, "echo VALUE > PATH"); return;
    case MM_V_SYSCTL: out_say(&o, "sysctl [-a|-n|-w] KEY[=VALUE]"); return;
    case MM_V_EXIT: out_say(&o, "ACTOR exit [CODE]"); return;
    case MM_V_REPEAT: out_say(&o, "repeat N [as NAME] … end"); return;
    case MM_V_NOTE: out_say(&o, "note \"CHINESE\" \"ENGLISH\""); return;
    default: break;
    }
    out_say(&o, "%s%s", mm_verb_rows[verb].actor ? "ACTOR " : "", mm_verb_rows[verb].word);
    for (unsigned i = 0; i < count; i++) {
        if (rows[i].type != AT_NEXT) {
            grammar_usage_arg(rows + i, &o);
        }
    }
    if (verb == MM_V_WRITE) {
        out_say(&o, " · ACTOR write NAME next SIZE");
    }
}

void grammar_expects(const struct mm_arg_row *row, char *out, size_t bytes)
{
    struct out o;

    out_init(&o, out, bytes);
    if (row->form == AF_KEY || row->form == AF_MANY) {
        out_say(&o, "%s=", row->word);
    }
    switch (row->type) {
    case AT_SIZE:
    case AT_NEXT: out_say(&o, "a size: 4096, 16K, 64M, 2G, 1T, 32p"); break;
    case AT_RANGE: out_say(&o, "NAME, NAME+0..2M, NAME+8K, 0x7f00..0x8000"); break;
    case AT_ADDR: out_say(&o, "0x7f00, NAME+8K"); break;
    case AT_UINT:
    case AT_INT: out_say(&o, "a number"); break;
    case AT_NAME: out_say(&o, "a new name: letters, digits, _; no word of the language"); break;
    case AT_ACTOR: out_say(&o, "a process: its name or pid"); break;
    case AT_LABEL: out_say(&o, "a name given with as"); break;
    case AT_DURATION: out_say(&o, "5s, 200ms, 10us, 7ns"); break;
    case AT_POLICIES:
        for (unsigned i = 1; i < LP_COUNT; i++) {
            out_say(&o, "%s%s", i > 1 ? ", " : "", mm_arg_enum(row->type)->values[i]);
        }
        out_say(&o, "; each once");
        break;
    case AT_REFS: out_say(&o, "page numbers with commas between them: 7,0,1,2,0,3"); break;
    case AT_RANGES: out_say(&o, "ranges of addresses: 0..4M,0xbff00000..3G"); break;
    case AT_SYSCTL:
        for (unsigned i = 0; i < SC_COUNT; i++) {
            out_say(&o, "%s%s", i ? ", " : "", mm_sysctl_rows[i].key);
        }
        break;
    case AT_GFP: gfp_words(&o); break;
    case AT_TEXT:
        if (row->form == AF_POS || row->form == AF_OPT) {
            out_say(&o, "%s", row->en);
            break;
        }
        grammar_placeholder(row, &o);
        break;
    default: grammar_placeholder(row, &o); break;
    }
    if (row->max && row->max != UINT64_MAX && (row->type == AT_UINT || row->type == AT_INT)) {
        out_say(&o, ", %s%" PRIu64 " to %" PRIu64, row->type == AT_INT ? "-" : "",
                row->type == AT_INT ? row->max : row->min, row->max);
    } else if (row->min && (row->type == AT_UINT || row->type == AT_SIZE)) {
        out_say(&o, ", at least %" PRIu64, row->min);
    }
}

size_t grammar_help(enum mm_verb verb, char *out, size_t bytes)
{
    char usage[512];
    unsigned count = 0;
    struct out o;

    out_init(&o, out, bytes);
    if (verb == MM_V_COUNT) {
        for (unsigned v = 0; v < MM_V_COUNT; v++) {
            out_say(&o, "%-12s %s · %s\n", mm_verb_rows[v].word, mm_verb_rows[v].en,
                    mm_verb_rows[v].zh);
        }
        out_say(&o, "help VERB: the grammar of one · 某条命令的语法\n");
        return o.used;
    }
    const struct mm_arg_row *rows = mm_verb_args(verb, &count);

    grammar_usage(verb, usage, sizeof usage);
    out_say(&o, "%s\n  %s · %s\n", usage, mm_verb_rows[verb].en, mm_verb_rows[verb].zh);
    for (unsigned i = 0; i < count; i++) {
        grammar_expects(rows + i, usage, sizeof usage);
        out_say(&o, "  %-10s %s · %s\n", rows[i].word, rows[i].en, rows[i].zh);
        if (strcmp(usage, rows[i].en) != 0 && strcmp(usage, rows[i].word) != 0) {
            out_say(&o, "  %-10s   %s\n", "", usage);
        }
    }
    if (verb == MM_V_MACHINE) {
        const char *accepted;
        const char *key;

        for (unsigned i = 0; (key = mm_config_key(i, &accepted)) != NULL; i++) {
            out_say(&o, "  %s=  %s\n", key, accepted);
        }
    }
    return o.used;
}
