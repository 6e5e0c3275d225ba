#include "text/complete.h"

#include <stdio.h>
#include <string.h>

#include "parts/zone.h"
#include "text/census.h"
#include "text/procnode.h"

struct complete {
    const struct mm *m;
    char word[64]; /* what is there of the word, up to the cursor */
    struct completion *out;
};

static void complete_add(struct complete *c, const char *candidate)
{
    const size_t n = strlen(c->word);

    if (c->out->count == COMPLETE_MAX || strncmp(candidate, c->word, n) != 0 ||
        strlen(candidate) == n || strlen(candidate) >= sizeof c->out->candidate[0]) {
        return;
    }
    for (uint32_t i = 0; i < c->out->count; i++) {
        if (strcmp(c->out->candidate[i], candidate) == 0) {
            return;
        }
    }
    out_copy(c->out->candidate[c->out->count++], sizeof c->out->candidate[0], candidate,
             strlen(candidate));
}

static void complete_processes(struct complete *c)
{
    for (uint32_t i = 0; c->m && i < mm_record_count(c->m, MM_R_proc); i++) {
        if (mm_live(c->m, MM_R_proc, i)) {
            char name[MM_NAME_BYTES];

            mm_name(c->m, (uint32_t)mm_get(c->m, MM_F_proc_name, i), name);
            complete_add(c, name);
        }
    }
}

/* Labels of a process, or of the kernel (SLOT_NONE). */
static void complete_labels(struct complete *c, slot_t proc)
{
    for (uint32_t i = 0; c->m && i < mm_record_count(c->m, MM_R_label); i++) {
        char name[MM_NAME_BYTES];

        if (mm_live(c->m, MM_R_label, i) &&
            (uint32_t)mm_get(c->m, MM_F_label_proc, i) == (proc == SLOT_NONE ? 0 : proc + 1)) {
            mm_name(c->m, (uint32_t)mm_get(c->m, MM_F_label_name, i), name);
            complete_add(c, name);
        }
    }
}

/* First words of the verbs, or with `first` the second words of those that begin so. */
static void complete_verbs(struct complete *c, bool actor, const char *first)
{
    const size_t n = first ? strlen(first) : 0;

    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        const char *word = mm_verb_rows[v].word;

        if (mm_verb_rows[v].actor != actor) {
            continue;
        }
        if (!first && !strchr(word, ' ')) {
            complete_add(c, word);
        } else if (first && strncmp(word, first, n) == 0 && word[n] == ' ') {
            complete_add(c, word + n + 1);
        }
    }
}

static void complete_set(struct complete *c, const char *set)
{
    for (unsigned i = 0; i < mm_enum_row_count; i++) {
        if (strcmp(mm_enum_rows[i].name, set) == 0) {
            for (unsigned k = 0; k < mm_enum_rows[i].value_count; k++) {
                complete_add(c, mm_enum_rows[i].values[k]);
            }
        }
    }
}

/* The last of fifo,lru,… that is being written. */
static void complete_policies(struct complete *c)
{
    char *comma = strrchr(c->word, ',');

    if (comma) {
        c->out->from += (uint32_t)(comma + 1 - c->word);
        memmove(c->word, comma + 1, strlen(comma + 1) + 1);
    }
    for (unsigned i = 1; i < LP_COUNT; i++) {
        complete_add(c, mm_arg_enum(AT_POLICIES)->values[i]);
    }
}

/* Values of one argument; `prefix` is "key=" or "". */
static void complete_value(struct complete *c, const struct mm_arg_row *row, slot_t proc)
{
    static const char *const places[] = {"text", "data", "bss", "heap", "stack", "vdso"};
    static const char *const prots[] = {"r--", "rw-", "r-x", "rwx", "---"};
    static const char *const rwx[] = {"r", "w", "x"};
#define COMPLETE_GFP(id, bits) #id,
    static const char *const gfps[] = {MM_GFPS(COMPLETE_GFP)};

    switch (row->type) {
    case AT_RANGE:
    case AT_ADDR:
        complete_labels(c, proc);
        for (unsigned i = 0; i < 6; i++) {
            complete_add(c, places[i]);
        }
        break;
    case AT_LABEL: complete_labels(c, SLOT_NONE); break;
    case AT_ACTOR: complete_processes(c); break;
    case AT_PROT:
        for (unsigned i = 0; i < 5; i++) {
            complete_add(c, prots[i]);
        }
        break;
    case AT_RWX:
        for (unsigned i = 0; i < 3; i++) {
            complete_add(c, rwx[i]);
        }
        break;
    case AT_GFP:
        for (unsigned i = 0; i < sizeof gfps / sizeof gfps[0]; i++) {
            complete_add(c, gfps[i]);
        }
        break;
    case AT_PATTERN: complete_set(c, "pattern"); break;
    case AT_SYSCTL: complete_set(c, "sysctl"); break;
    case AT_POLICIES: complete_policies(c); break;
    default:
        if (mm_arg_enum(row->type)) {
            complete_set(c, mm_arg_enum(row->type)->name);
        }
        break;
    }
}

/* ROOT.nodeN and ROOT.nodeN.ZONE of the roots that have zones, census.CLASS, numastat.nodeN.KEY. */
static void complete_memory(struct complete *c)
{
    static const char *const zoned[] = {"zoneinfo", "buddyinfo",    "extfrag",
                                        "unusable", "pagetypeinfo", "compact"};
    const uint32_t zones = c->m ? mm_record_count(c->m, MM_R_zone) : 0;
    char path[64];

    for (unsigned i = 0; census_name(i); i++) {
        snprintf(path, sizeof path, "census.%s", census_name(i));
        complete_add(c, path);
    }
    complete_add(c, "census.total");
    for (uint32_t z = 0; z < zones; z++) {
        const unsigned node = (unsigned)mm_get(c->m, MM_F_zone_node, z);

        for (unsigned i = 0; i < sizeof zoned / sizeof zoned[0]; i++) {
            snprintf(path, sizeof path, "%s.node%u.%s", zoned[i], node,
                     zone_type_name((enum mm_zone_type)mm_get(c->m, MM_F_zone_type, z)));
            complete_add(c, path);
        }
        for (unsigned i = 0; procnode_numastat_key(i); i++) {
            snprintf(path, sizeof path, "numastat.node%u.%s", node, procnode_numastat_key(i));
            complete_add(c, path);
        }
    }
}

static void complete_paths(struct complete *c)
{
    complete_processes(c);
    if (strchr(c->word, '.')) {
        complete_memory(c);
    }
    for (unsigned i = 0; path_root(i); i++) {
        char root[48];
        const char *name = path_root(i);

        out_copy(root, sizeof root, name, strcspn(name, ".("));
        if (strcmp(root, "NAME") != 0) {
            complete_add(c, root);
        }
    }
    if (strncmp(c->word, "vmstat.", 7) == 0 || strncmp(c->word, "events.", 7) == 0) {
        const bool events = c->word[0] == 'e';

        for (unsigned i = 0; i < (events ? (unsigned)EV_COUNT : (unsigned)VMC_COUNT); i++) {
            char path[64];

            snprintf(path, sizeof path, "%.7s%s", c->word,
                     events ? mm_event_rows[i].name : mm_counter_names[i]);
            complete_add(c, path);
        }
    }
    for (unsigned i = 0;
         c->m && strncmp(c->word, "meminfo.", 8) == 0 && procfs_meminfo_key(c->m, i); i++) {
        char path[64];

        snprintf(path, sizeof path, "meminfo.%s", procfs_meminfo_key(c->m, i));
        complete_add(c, path);
    }
}

/* The word is the `position`-th argument word (from 0) of a verb. */
static void complete_arg(struct complete *c, enum mm_verb verb, slot_t proc, unsigned position,
                         const char *before)
{
    unsigned count = 0, seen = 0;
    const struct mm_arg_row *rows = mm_verb_args(verb, &count);
    const char *equals = strchr(c->word, '=');

    for (unsigned i = 0; i < count; i++) {
        const struct mm_arg_row *row = &rows[i];
        char key[32];

        snprintf(key, sizeof key, "%s=", row->word);
        if (row->form == AF_KEY || row->form == AF_MANY) {
            if (equals && strncmp(c->word, key, strlen(key)) == 0) {
                c->out->from += (uint32_t)strlen(key);
                memmove(c->word, equals + 1, strlen(equals + 1) + 1);
                snprintf(c->out->hint, sizeof c->out->hint, "%s", row->en);
                complete_value(c, row, proc);
                return;
            }
            complete_add(c, key);
        } else if (row->form == AF_FLAG) {
            complete_add(c, row->word);
        } else if (row->form == AF_AS) {
            complete_add(c, "as");
        } else if (row->type == AT_EXPR || verb == MM_V_PRINT || verb == MM_V_LET) {
            complete_paths(c);
            snprintf(c->out->hint, sizeof c->out->hint, "%s", row->en);
        } else if (seen++ == position && strcmp(before, "as") != 0) {
            snprintf(c->out->hint, sizeof c->out->hint, "%s", row->en);
            complete_value(c, row, proc);
        }
    }
    for (unsigned i = 0; verb == MM_V_CAT && procfs_path(i); i++) {
        complete_add(c, procfs_path(i));
    }
    if (verb == MM_V_HELP) {
        complete_verbs(c, true, position ? before : NULL);
        complete_verbs(c, false, position ? before : NULL);
    }
}

void complete_line(const struct mm *m, const char *line, size_t cursor, struct completion *out)
{
    struct complete c = {.m = m, .out = out};
    size_t from = cursor;
    struct lex_line words;
    struct problem why;
    enum mm_verb verb;
    unsigned first = 1;
    slot_t proc = SLOT_NONE;

    memset(out, 0, sizeof *out);
    while (from > 0 && line[from - 1] != ' ' && line[from - 1] != '\t') {
        from--;
    }
    out->from = (uint32_t)from;
    if (cursor - from >= sizeof c.word || !lex_split(line, from, &words, &why)) {
        return;
    }
    out_copy(c.word, sizeof c.word, line + from, cursor - from);
    if (words.word_count == 0) {
        complete_verbs(&c, false, NULL);
        complete_processes(&c);
        snprintf(out->hint, sizeof out->hint, "a command, or a process");
        return;
    }
    verb = grammar_verb_at(&words, 0, words.word_count, &first);
    if (verb != MM_V_COUNT && words.word_count == 1) {
        complete_verbs(&c, false, words.word[0].text);
    }
    if (verb == MM_V_COUNT || mm_verb_rows[verb].actor) {
        proc = m ? mm_find_proc(m, words.word[0].text) : SLOT_NONE;
        verb = grammar_verb_at(&words, 1, words.word_count, &first);
        first++;
        if (words.word_count == 1) {
            complete_verbs(&c, true, NULL);
            snprintf(out->hint, sizeof out->hint, "what the process does");
            return;
        }
    }
    if (verb != MM_V_COUNT) {
        complete_arg(&c, verb, proc, words.word_count - first,
                     words.word[words.word_count - 1].text);
    }
}
