#include "text/reads.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/later.h"

#define RATIOS "/proc/sys/vm/lowmem_reserve_ratio"

bool reads_verb(const struct scenario *line)
{
    switch (line->cmd.verb) {
    case MM_V_CAT:
    case MM_V_PRINT:
    case MM_V_HELP: return true;
    case MM_V_SYSCTL: return !(line->cmd.present & 2);
    default: return grammar_tool((enum mm_verb)line->cmd.verb);
    }
}

bool reads_steps(const struct lex_line *words, const struct scenario *line, struct mm_cmd *step)
{
    const bool cat = line->cmd.verb == MM_V_CAT;
    const uint64_t key = line->cmd.arg[0].a;

    const bool all = line->all;

    if (cat ? strcmp(words->word[line->arg_word[0]].text, RATIOS) != 0
            : line->cmd.verb != MM_V_SYSCTL ||
                  ((key < SC_LOWMEM_RESERVE_DMA || key > SC_LOWMEM_RESERVE_DEVICE) && !all)) {
        return false;
    }
    mm_cmd_init(step, MM_V_SYSCTL);
    step->present = 1;
    step->arg[0].a = cat || all ? SC_LOWMEM_RESERVE_DMA : key;
    return true;
}

/* /proc/NAME/maps reads as /proc/PID/maps. */
static void reads_path(const struct mm *m, const char *path, char *out, size_t room)
{
    const char *name = strncmp(path, "/proc/", 6) == 0 ? path + 6 : NULL;
    const char *slash = name ? strchr(name, '/') : NULL;
    char word[MM_NAME_BYTES];
    slot_t slot = SLOT_NONE;

    if (slash && (size_t)(slash - name) < sizeof word) {
        out_copy(word, sizeof word, name, (size_t)(slash - name));
        slot = mm_find_proc(m, word);
    }
    if (slot != SLOT_NONE) {
        snprintf(out, room, "/proc/%u%s", (unsigned)mm_get(m, MM_F_proc_pid, slot), slash);
    } else {
        snprintf(out, room, "%s", path);
    }
}

/* The file; one of /sys is also found below /proc, where `--proc` and GET …/proc/ look, and so are the two of
 * /sys/kernel/debug/extfrag by their names. */
static bool reads_file(const struct mm *m, const char *path, char *out, size_t room, size_t *length)
{
    static const char proc[] = "/proc/", extfrag[] = "/sys/kernel/debug/extfrag/";
    const char *name = strncmp(path, proc, sizeof proc - 1) == 0 ? path + sizeof proc - 1 : "";
    char below[80];

    if (procfs_read(m, path, out, room, length)) {
        return true;
    }
    if (strcmp(name, "extfrag_index") == 0 || strcmp(name, "unusable_index") == 0) {
        snprintf(below, sizeof below, "%s%.32s", extfrag, name);
        return procfs_read(m, below, out, room, length);
    }
    return strncmp(name, "sys/", 4) == 0 && procfs_read(m, name - 1, out, room, length);
}

static bool reads_cat(const struct path_scope *scope, const struct lex_line *words,
                      const struct scenario *line, char *out, size_t room, size_t *length,
                      struct problem *why)
{
    const char *given = words->word[line->arg_word[0]].text;
    char path[256], list[PROBLEM_TEXT_BYTES];
    struct out o;

    reads_path(scope->m, given, path, sizeof path);
    if (reads_file(scope->m, path, out, room, length)) {
        return true;
    }
    problem_at(why, MM_ENONAME, words, &words->word[line->arg_word[0]]);
    if (later_say(LATER_FILE, given, why)) {
        return false;
    }
    problem_say(why, "there is no file %.80s here", "这里没有文件 %.80s", given);
    out_init(&o, list, sizeof list);
    for (unsigned i = 0; procfs_path(i); i++) {
        out_say(&o, "%s%s", i ? ", " : "", procfs_path(i));
    }
    problem_accept(why, "%s", list);
    return false;
}

/* What a tool wrote about its options: the first line says what is wrong, "usage: …" what would do. */
static void reads_tool_says(const char *text, enum mm_verb verb, struct problem *why)
{
    const char *usage = strstr(text, "usage: ");
    char first[PROBLEM_TEXT_BYTES], grammar[160];

    out_copy(first, sizeof first, text, strcspn(text, "\n"));
    problem_say(why, "%s", "不接受：%s", first);
    if (usage) {
        usage += 7;
        problem_accept(why, "%.*s", (int)strcspn(usage, "\n"), usage);
    } else {
        grammar_usage(verb, grammar, sizeof grammar);
        problem_accept(why, "%s", grammar);
    }
}

static bool reads_tool(const struct path_scope *scope, const struct lex_line *words,
                       const char *text, const struct scenario *line, char *out, size_t room,
                       size_t *length, struct problem *why)
{
    char options[512];
    bool ok;

    out_copy(options, sizeof options, text + line->rest_start, line->rest_end - line->rest_start);
    ok = tools_run(scope->m, (enum mm_verb)line->cmd.verb, options, out, room, length);
    if (!ok) {
        problem_at(why, MM_EBADARG, words,
                   line->arg_word[0] != ARGS_NO_WORD ? &words->word[line->arg_word[0]] : NULL);
        reads_tool_says(out, (enum mm_verb)line->cmd.verb, why);
        out[0] = 0;
        *length = 0;
    }
    return ok;
}

/* print PATH…: one line each, "path = value". */
static bool reads_print(const struct path_scope *scope, const char *text,
                        const struct scenario *line, struct out *o, struct problem *why)
{
    const char *rest = text + line->rest_start;
    const size_t length = line->rest_end - line->rest_start;
    size_t at = 0, start = 0, bytes = 0;

    while (expr_token(rest, length, &at, &start, &bytes)) {
        struct value v;
        char printed[64];

        if (!expr_value(scope, rest + start, bytes, &v, why)) {
            why->column += lex_column(text, line->rest_end, line->rest_start + start) - 1;
            return false;
        }
        if (rest[start] == '"') {
            out_bytes(o, rest + start + 1, bytes - 2);
            out_say(o, "\n");
            continue;
        }
        out_say(o, "%.*s = ", (int)bytes, rest + start);
        if (v.unit == VALUE_TEXT) {
            out_bytes(o, v.text ? v.text : v.word, v.text_bytes);
        } else {
            value_print(&v, false, printed, sizeof printed);
            out_say(o, "%s", printed);
        }
        out_say(o, "\n");
    }
    return true;
}

static bool reads_help(const struct lex_line *words, const struct scenario *line, char *out,
                       size_t room, size_t *length, struct problem *why)
{
    enum mm_verb verb = MM_V_COUNT;

    if (line->cmd.present & 1) {
        const struct lex_word *w = &words->word[line->arg_word[0]];
        const char *names[MM_V_COUNT];
        char near[128];

        unsigned used;

        verb = grammar_verb_at(words, line->arg_word[0], words->word_count, &used);
        if ((line->cmd.present & 2) && used == 1) {
            w = &words->word[line->arg_word[1]];
            verb = MM_V_COUNT;
        }
        if (verb == MM_V_COUNT) {
            for (unsigned v = 0; v < MM_V_COUNT; v++) {
                names[v] = mm_verb_rows[v].word;
            }
            problem_at(why, MM_EBADCMD, words, w);
            if (later_say(LATER_COMMAND, w->text, why) || later_say(LATER_ACTION, w->text, why)) {
                return false;
            }
            problem_say(why, "there is no command \"%.60s\"", "没有“%.60s”这条命令", w->text);
            grammar_nearest(w->text, names, MM_V_COUNT, 3, near, sizeof near);
            problem_accept(why, "%s%shelp lists all", near, near[0] ? "; " : "");
            return false;
        }
    }
    *length = grammar_help(verb, out, room);
    return true;
}

/* "key = value" of one key or of all; lowmem_reserve_ratio has its values in one line, as its file has them. */
static size_t reads_sysctl(const struct mm *m, const struct scenario *line, char *out, size_t room)
{
    struct out o;

    out_init(&o, out, room);
    for (unsigned i = 0; i < SC_COUNT; i++) {
        const bool ratio = i >= SC_LOWMEM_RESERVE_DMA && i <= SC_LOWMEM_RESERVE_DEVICE;
        const bool whole = line->all || line->ratios;
        const char *key = ratio && whole ? "vm.lowmem_reserve_ratio" : mm_sysctl_rows[i].key;
        char text[64];
        size_t length;

        if (line->all ? ratio && i != SC_LOWMEM_RESERVE_DMA : i != line->cmd.arg[0].a) {
            continue;
        }
        if (!line->bare) {
            out_say(&o, "%s = ", key);
        }
        if (ratio && whole && procfs_read(m, RATIOS, text, sizeof text, &length)) {
            out_say(&o, "%s", text);
        } else {
            out_say(&o, "%" PRIu64 "\n", mm_get(m, MM_F_sysctl_value, i));
        }
    }
    return o.used;
}

static bool reads_produce(const struct path_scope *scope, const struct lex_line *words,
                          const char *text, const struct scenario *line, char *out, size_t room,
                          size_t *length, struct problem *why)
{
    struct out o;

    switch (line->cmd.verb) {
    case MM_V_CAT: return reads_cat(scope, words, line, out, room, length, why);
    case MM_V_HELP: return reads_help(words, line, out, room, length, why);
    case MM_V_SYSCTL: *length = reads_sysctl(scope->m, line, out, room); return true;
    case MM_V_PRINT:
        out_init(&o, out, room);
        if (!reads_print(scope, text, line, &o, why)) {
            return false;
        }
        *length = o.used;
        return true;
    default: return reads_tool(scope, words, text, line, out, room, length, why);
    }
}

bool reads_run(const struct path_scope *scope, const struct lex_line *words, const char *text,
               const struct scenario *line, char *out, size_t room, size_t *length,
               struct problem *why)
{
    out[0] = 0;
    *length = 0;
    if (!reads_produce(scope, words, text, line, out, room, length, why)) {
        return false;
    }
    for (unsigned i = 0; i < words->word_count; i++) {
        if (strcmp(words->word[i].text, "|") == 0 && !words->word[i].quoted) {
            if (*length >= room) {
                *length = room - 1;
            }
            return pipes_run(words, i, out, length, room, why);
        }
    }
    return true;
}
