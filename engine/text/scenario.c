#include "text/scenario.h"

#include <stdio.h>
#include <string.h>

#include "text/later.h"

/* Names of the verbs that begin a line with a process, or of the others. */
static unsigned scenario_verbs(bool actor, const char *names[MM_V_COUNT])
{
    unsigned n = 0;

    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        if (mm_verb_rows[v].actor == actor) {
            names[n++] = mm_verb_rows[v].word;
        }
    }
    return n;
}

/* Always false. */
static bool scenario_no_verb(struct args *p, const struct lex_word *w, bool actor_line)
{
    const char *names[MM_V_COUNT];
    char near[PROBLEM_TEXT_BYTES];
    unsigned n = 0;

    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        if (!actor_line || mm_verb_rows[v].actor) {
            names[n++] = mm_verb_rows[v].word;
        }
    }
    problem_at(p->why, MM_EBADCMD, p->words, w);
    problem_say(p->why, "there is no command \"%.60s\"", "没有“%.60s”这条命令", w->text);
    grammar_nearest(w->text, names, n, 3, near, sizeof near);
    if (p->end > 1 || !grammar_name_ok(w->text)) {
        problem_accept(p->why, "%s%shelp lists all", near, near[0] ? "; " : "");
    } else { /* one word, which may be a process */
        problem_accept(p->why, "%s%s%.40s mmap, read, write, touch …; help lists all", near,
                       near[0] ? "; " : "", w->text);
    }
    return false;
}

/* No word is a verb: the one that was meant to be. */
static const struct lex_word *scenario_blame(const struct args *p)
{
    const struct lex_word *w = p->words->word;
    const char *names[MM_V_COUNT];
    char near[64];

    if (p->end < 2) {
        return w;
    }
    grammar_nearest(w[1].text, names, scenario_verbs(true, names), 1, near, sizeof near);
    if (near[0]) {
        return w + 1;
    }
    grammar_nearest(w[0].text, names, scenario_verbs(false, names), 1, near, sizeof near);
    return near[0] || !grammar_name_ok(w[0].text) ? w : w + 1;
}

/* A word of the language that this model has nothing for, where a verb stands: it is refused as that. */
static bool scenario_later(struct args *p)
{
    const struct lex_word *w = p->words->word;
    const bool action = p->end > 1 && later_word(LATER_ACTION, w[1].text);
    const struct lex_word *word = action ? w + 1 : w;

    if (!action && !later_word(LATER_COMMAND, w->text)) {
        return false;
    }
    problem_at(p->why, MM_EBADCMD, p->words, word);
    return later_say(action ? LATER_ACTION : LATER_COMMAND, word->text, p->why);
}

/* Which verb, and which words are actor and verb. */
static bool scenario_verb(struct args *p, enum mm_verb *verb)
{
    const struct lex_word *w = p->words->word;
    struct scenario *out = p->out;

    out->actor_word = ARGS_NO_WORD;
    out->verb_word = 0;
    *verb = grammar_verb_at(p->words, 0, p->end, &p->at);
    if (*verb != MM_V_COUNT && !mm_verb_rows[*verb].actor) {
        return true;
    }
    if (*verb != MM_V_COUNT) {
        char usage[PROBLEM_TEXT_BYTES];

        problem_at(p->why, MM_EBADCMD, p->words, w);
        problem_say(p->why, "%s begins with the process that does it", "%s 前面要写进程名",
                    w->text);
        grammar_usage(*verb, usage, sizeof usage);
        problem_accept(p->why, "%s", usage);
        return false;
    }
    *verb = grammar_verb_at(p->words, 1, p->end, &p->at);
    p->at++;
    if ((*verb == MM_V_COUNT || !mm_verb_rows[*verb].actor) && scenario_later(p)) {
        return false;
    }
    if (*verb == MM_V_COUNT) {
        return scenario_no_verb(p, scenario_blame(p), scenario_blame(p) != w);
    }
    if (!mm_verb_rows[*verb].actor) {
        char usage[PROBLEM_TEXT_BYTES];

        problem_at(p->why, MM_EBADCMD, p->words, w);
        problem_say(p->why, "%s has no process before it", "%s 前面不写进程", w[1].text);
        grammar_usage(*verb, usage, sizeof usage);
        problem_accept(p->why, "%s", usage);
        return false;
    }
    out->actor_word = 0;
    out->verb_word = 1;
    out->cmd.actor = mm_cmd_text(&out->cmd, w[0].text, w[0].text_bytes);
    if (!out->cmd.actor) {
        problem_at(p->why, MM_ELIMIT, p->words, w);
        problem_say(p->why, "the name is too long", "名字太长");
        return false;
    }
    return true;
}

/* An argument took the rest of the line, words at..end. */
static bool scenario_rest(struct args *p, const struct mm_arg_row *row)
{
    struct scenario *out = p->out;
    const struct lex_word *last = p->words->word + p->end - 1;

    out->rest_start = p->words->word[p->at].start;
    out->rest_end = last->start + last->length;
    out->cmd.present |= 1u << row->index;
    out->arg_word[row->index] = (uint8_t)p->at;
    /* Reading commands take their rest from the line; only what goes into history is bounded by the command. */
    out->cmd.arg[row->index].text =
        mm_cmd_text(&out->cmd, p->line + out->rest_start, out->rest_end - out->rest_start);
    if (!out->cmd.arg[row->index].text && mm_verb_rows[out->cmd.verb].steps) {
        problem_at(p->why, MM_ELIMIT, p->words, p->words->word + p->at);
        p->why->limit = MM_CMD_TEXT_BYTES;
        problem_say(p->why, "longer than %u bytes", "超过 %u 字节", MM_CMD_TEXT_BYTES);
        return false;
    }
    p->at = p->end;
    return true;
}

static const struct mm_arg_row *scenario_find(const struct args *p, enum mm_arg_form form,
                                              const char *word, size_t length)
{
    for (unsigned i = 0; i < p->row_count; i++) {
        if (p->rows[i].form == form && (!word || (strlen(p->rows[i].word) == length &&
                                                  !strncmp(p->rows[i].word, word, length)))) {
            return p->rows + i;
        }
    }
    return NULL;
}

/* A word that nothing expects. Always false. */
static bool scenario_extra(struct args *p, const struct lex_word *w)
{
    char usage[PROBLEM_TEXT_BYTES], family[PROBLEM_TEXT_BYTES];

    problem_at(p->why, MM_EBADARG, p->words, w);
    if (later_say(LATER_OPTION, w->text, p->why)) {
        return false;
    }
    problem_say(p->why, "%s: \"%.60s\" is not expected here", "%s：此处不应有“%.60s”",
                mm_verb_rows[p->out->cmd.verb].word, w->text);
    grammar_usage((enum mm_verb)p->out->cmd.verb, usage, sizeof usage);
    grammar_family(mm_verb_rows[p->out->cmd.verb].word, false, family, sizeof family);
    problem_accept(p->why, "%s%s%s", usage, family[0] ? " · " : "", family);
    return false;
}

/* KEY, KEY=VALUE, or an option of sysctl(8). lowmem_reserve_ratio is several keys: written as echo writes it. */
static bool scenario_sysctl(struct args *p, const struct lex_word *w)
{
    static const char ratios[] = "vm.lowmem_reserve_ratio";
    const char *equals = strchr(w->text, '=');
    char key[64];

    if (strcmp(w->text, "-n") == 0 || strcmp(w->text, "-w") == 0 || strcmp(w->text, "-a") == 0) {
        p->out->bare |= w->text[1] == 'n';
        p->out->all |= w->text[1] == 'a';
        return true;
    }
    out_copy(key, sizeof key, w->text, equals ? (size_t)(equals - w->text) : w->text_bytes);
    for (char *slash = strchr(key, '/'); slash != NULL; slash = strchr(slash, '/')) {
        *slash = '.';
    }
    if (strcmp(key, ratios) == 0 && equals != NULL) {
        p->out->cmd.verb = MM_V_ECHO;
        p->rows = mm_verb_args(MM_V_ECHO, &p->row_count);
        return args_value(p, &p->rows[0], w, equals + 1) &&
               args_value(p, &p->rows[1], w, "/proc/sys/vm/lowmem_reserve_ratio");
    }
    p->out->ratios = strcmp(key, ratios) == 0;
    return args_value(p, grammar_arg(MM_V_SYSCTL, 0), w,
                      p->out->ratios ? mm_sysctl_rows[SC_LOWMEM_RESERVE_DMA].key : key) &&
           (!equals || args_value(p, grammar_arg(MM_V_SYSCTL, 1), w, equals + 1));
}

/* The words that only one command has: true when it took some, *ok whether they were right. */
static bool scenario_own_words(struct args *p, const struct lex_word *w, bool *ok)
{
    const enum mm_verb verb = (enum mm_verb)p->out->cmd.verb;

    *ok = true;
    if (verb == MM_V_WRITE && (p->out->cmd.present & 1) && !strcmp(w->text, "next")) {
        if (p->out->cmd.arg[0].kind != RANGE_WHOLE || p->at + 1 >= p->end) {
            *ok = scenario_extra(p, w);
        } else {
            *ok = args_value(p, grammar_arg(verb, 4), w + 1, w[1].text);
        }
        p->at += 2;
        return true;
    }
    if (verb == MM_V_WAIT && !strcmp(w->text, "until") && p->out->cmd.present == 0) {
        const struct lex_word *last = p->words->word + p->end - 1;

        p->at++;
        if (p->at < p->end && !strncmp(last->text, "max=", 4)) {
            *ok = args_value(p, grammar_arg(verb, 2), last, last->text + 4);
            p->end--;
        }
        if (*ok && p->at >= p->end) {
            problem_at(p->why, MM_EBADARG, p->words, NULL);
            problem_say(p->why, "wait until what?", "要等到什么条件？");
            problem_accept(p->why, "EXPR, such as vmstat.pgfault > 100");
            *ok = false;
        }
        *ok = *ok && scenario_rest(p, grammar_arg(verb, 1));
        p->at = p->end;
        return true;
    }
    if (verb == MM_V_SYSCTL && p->out->cmd.present == 0) {
        *ok = scenario_sysctl(p, w);
        p->at++;
        return true;
    }
    return false;
}

/* echo VALUE… > PATH */
static bool scenario_echo(struct args *p)
{
    const struct lex_word *w = p->words->word;
    char value[256];
    struct out o;
    unsigned i = p->at;

    out_init(&o, value, sizeof value);
    for (; i < p->end && (strcmp(w[i].text, ">") != 0 || w[i].quoted); i++) {
        out_say(&o, "%s%s", i > p->at ? " " : "", w[i].text);
    }
    if (i == p->at || i + 2 != p->end || o.used >= sizeof value) {
        char usage[64];

        problem_at(p->why, MM_EBADARG, p->words, i + 2 < p->end ? w + i + 2 : NULL);
        problem_say(p->why, "echo writes a value to a file of /proc or /sys",
                    "echo 把值写进 /proc 或 /sys 的文件");
        grammar_usage(MM_V_ECHO, usage, sizeof usage);
        problem_accept(p->why, "%s", usage);
        return false;
    }
    return args_value(p, grammar_arg(MM_V_ECHO, 0), w + p->at, value) &&
           args_value(p, grammar_arg(MM_V_ECHO, 1), w + i + 1, w[i + 1].text);
}

/* One word (or more) into one argument. */
static bool scenario_word(struct args *p)
{
    const struct lex_word *w = p->words->word + p->at;
    const char *equals = strchr(w->text, '=');
    const struct mm_arg_row *row = NULL;
    bool ok;

    if (scenario_own_words(p, w, &ok)) {
        return ok;
    }
    if (!strcmp(w->text, "as") && (row = scenario_find(p, AF_AS, NULL, 0))) {
        p->at += 2;
        if (p->at > p->end) {
            problem_at(p->why, MM_EBADARG, p->words, NULL);
            problem_say(p->why, "a name is missing after as", "as 后面缺少名字");
            problem_accept(p->why, "a new name: letters, digits, _");
            return false;
        }
        return args_value(p, row, w + 1, w[1].text);
    }
    p->at++;
    if (equals && !w->quoted) {
        const size_t length = (size_t)(equals - w->text);

        row = scenario_find(p, AF_KEY, w->text, length);
        if (!row) {
            row = scenario_find(p, AF_MANY, w->text, length);
        }
        if (row) {
            return args_value(p, row, w, equals + 1);
        }
    }
    row = scenario_find(p, AF_FLAG, w->text, w->text_bytes);
    if (row) {
        return args_value(p, row, w, w->text);
    }
    for (unsigned i = 0; i < p->row_count; i++) {
        row = p->rows + i;
        if ((row->form == AF_POS || row->form == AF_OPT) && !(p->out->cmd.present >> i & 1)) {
            return args_value(p, row, w, w->text);
        }
        if (row->form == AF_REST && row->type == AT_LINE && !(p->out->cmd.present >> i & 1)) {
            p->at--;
            return scenario_rest(p, row);
        }
        if (row->form == AF_REST && p->out->cmd.verb == MM_V_EXPECT) {
            p->at--;
            return scenario_rest(p, row);
        }
    }
    return scenario_extra(p, w);
}

/* Does a pipe after this command make sense? */
static bool scenario_pipes(const struct scenario *out)
{
    switch (out->cmd.verb) {
    case MM_V_CAT:
    case MM_V_PRINT:
    case MM_V_HELP: return true;
    case MM_V_SYSCTL: return !(out->cmd.present & 2);
    default: return grammar_tool((enum mm_verb)out->cmd.verb);
    }
}

/* `&` at the end. */
static bool scenario_background(struct args *p)
{
    const struct lex_word *last = p->words->word + p->end - 1;
    const unsigned verb = p->out->cmd.verb;

    if (p->end <= p->at || strcmp(last->text, "&") != 0 || last->quoted) {
        return true;
    }
    if (verb != MM_V_READ && verb != MM_V_WRITE && verb != MM_V_FETCH && verb != MM_V_TRACE) {
        problem_at(p->why, MM_EBADARG, p->words, last);
        problem_say(p->why, "%s cannot go on in the background", "%s 不能放到后台",
                    mm_verb_rows[verb].word);
        problem_accept(p->why, "ACTOR read|write|fetch … &, trace … &");
        return false;
    }
    p->out->cmd.background = 1;
    p->end--;
    return true;
}

static bool scenario_missing(struct args *p)
{
    if (p->out->all && p->out->cmd.present == 0) {
        return false;
    }
    for (unsigned i = 0; i < p->row_count; i++) {
        const struct mm_arg_row *row = p->rows + i;

        if (grammar_required(row) && !(p->out->cmd.present >> i & 1)) {
            char accepted[PROBLEM_TEXT_BYTES];

            problem_at(p->why, MM_EBADARG, p->words, NULL);
            out_copy(p->why->field, sizeof p->why->field, row->word, strlen(row->word));
            problem_say(p->why, "%s: %s%s is missing", "%s：缺少 %s%s",
                        mm_verb_rows[row->verb].word, row->form == AF_AS ? "as " : "", row->word);
            grammar_expects(row, accepted, sizeof accepted);
            problem_accept(p->why, "%s", accepted);
            return true;
        }
    }
    return false;
}

bool scenario_parse(const struct lex_line *words, const char *line, struct scenario *out,
                    struct problem *why)
{
    struct args p = {.words = words, .line = line, .out = out, .why = why};
    const struct lex_word *pipe = NULL;
    enum mm_verb verb;

    memset(out->arg_word, (int)ARGS_NO_WORD, sizeof out->arg_word);
    out->rest_start = out->rest_end = 0;
    out->bare = out->all = out->ratios = false;
    mm_cmd_init(&out->cmd, MM_V_HELP);
    p.end = words->word_count;
    if (p.end == 0) {
        problem_at(why, MM_EBADCMD, words, NULL);
        problem_say(why, "there is no command in this line", "这一行没有命令");
        return false;
    }
    for (unsigned i = 0; i < words->word_count && !pipe; i++) {
        if (!strcmp(words->word[i].text, "|") && !words->word[i].quoted) {
            pipe = &words->word[i];
            p.end = i;
        }
    }
    if (!scenario_verb(&p, &verb)) {
        return false;
    }
    out->cmd.verb = (uint16_t)verb;
    if (verb == MM_V_FAILS) {
        pipe = NULL;
        p.end = words->word_count;
    }
    p.rows = mm_verb_args(verb, &p.row_count);
    if (verb != MM_V_FAILS && !scenario_background(&p)) {
        return false;
    }
    if (verb == MM_V_ECHO) {
        return (!pipe && scenario_echo(&p)) || (pipe && scenario_extra(&p, pipe));
    }
    while (p.at < p.end) {
        if (!scenario_word(&p)) {
            return false;
        }
    }
    if (scenario_missing(&p)) {
        return false;
    }
    return !pipe || scenario_pipes(out) || scenario_extra(&p, pipe);
}
