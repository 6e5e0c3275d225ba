#include "text/refuse.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/later.h"

void refuse_names(const struct mm *m, bool labels, slot_t proc, char *out, size_t bytes)
{
    const enum mm_record_kind kind = labels ? MM_R_label : MM_R_proc;
    const uint32_t count = mm_record_count(m, kind);
    struct out o;

    out_init(&o, out, bytes);
    for (uint32_t i = 0; i < count && o.used < bytes; i++) {
        char name[MM_NAME_BYTES];

        if (!mm_live(m, kind, i) || (labels && (uint32_t)mm_get(m, MM_F_label_proc, i) !=
                                                   (proc == SLOT_NONE ? 0 : proc + 1))) {
            continue;
        }
        mm_name(m, (uint32_t)mm_get(m, labels ? MM_F_label_name : MM_F_proc_name, i), name);
        out_say(&o, "%s%s", o.used ? ", " : "", name);
    }
}

/* Names of the segments of the lab, Linux's own ones or the programs. */
static void refuse_segments(const struct mm *m, bool builtin, char *out, size_t bytes)
{
    struct out o;

    out_init(&o, out, bytes);
    for (uint32_t i = 0; i < mm_record_count(m, MM_R_labseg) && o.used < bytes; i++) {
        char name[MM_NAME_BYTES];

        if (mm_live(m, MM_R_labseg, i) && (builtin || !mm_get(m, MM_F_labseg_builtin, i))) {
            mm_name(m, (uint32_t)mm_get(m, MM_F_labseg_name, i), name);
            out_say(&o, "%s%s", o.used ? ", " : "", name);
        }
    }
}

struct refuse {
    const struct mm *m;
    const struct scenario *line;
    const struct mm_fail *fail;
    const struct mm_arg_row *row; /* NULL: the command or its actor */
    const char *word;             /* the word meant, "" none */
    struct problem *why;
};

static void refuse_no_actor(struct refuse *r)
{
    char list[PROBLEM_TEXT_BYTES];

    problem_say(r->why, "there is no process \"%.60s\"", "没有名为“%.60s”的进程", r->word);
    refuse_names(r->m, false, SLOT_NONE, list, sizeof list);
    problem_accept(r->why, "%s", list[0] ? list : "spawn NAME first");
}

static void refuse_no_name(struct refuse *r)
{
    static const char *const parts[] = {"text", "data", "bss", "heap", "stack", "vdso"};
    const struct mm_cmd *cmd = &r->line->cmd;
    const bool range = r->row && (r->row->type == AT_RANGE || r->row->type == AT_ADDR);
    const char *name = range ? cmd->text + cmd->arg[r->fail->arg].text : r->word;
    char list[PROBLEM_TEXT_BYTES];

    if (cmd->verb == MM_V_ECHO && later_say(LATER_FILE, r->word, r->why)) {
        return;
    }
    if (cmd->verb == MM_V_ECHO) {
        problem_say(r->why, "there is no file %.80s that can be written", "没有可写的文件 %.80s",
                    r->word);
        problem_accept(r->why,
                       "/proc/sys/vm/NAME of a sysctl, such as /proc/sys/vm/overcommit_memory");
        return;
    }
    for (unsigned i = 0; range && i < sizeof parts / sizeof parts[0]; i++) {
        if (strcmp(parts[i], name) == 0) {
            problem_say(r->why, "this process has no %s", "该进程没有 %s", name);
            problem_accept(r->why, "%s", i == 3 ? "brk +SIZE first, which makes the heap" : "");
            return;
        }
    }
    problem_say(r->why, "there is nothing called \"%.60s\"", "没有名为“%.60s”的东西", name);
    refuse_names(r->m, true, cmd->actor ? mm_find_proc(r->m, cmd->text + cmd->actor) : SLOT_NONE,
                 list, sizeof list);
    problem_accept(r->why, "%s%s%s", list, list[0] && cmd->actor ? ", " : "",
                   cmd->actor ? "text, data, bss, heap, stack, vdso" : "");
}

/* A number or a range beyond what this machine has. */
static void refuse_range(struct refuse *r)
{
    char accepted[PROBLEM_TEXT_BYTES] = "";

    problem_say(r->why, "\"%.60s\" is out of range: the limit is %" PRIu64,
                "“%.60s”超出范围：界限是 %" PRIu64, r->word, r->fail->limit);
    if (r->row) {
        grammar_expects(r->row, accepted, sizeof accepted);
        problem_accept(r->why, "%.200s; the limit here is %" PRIu64, accepted, r->fail->limit);
    }
}

static void refuse_other(struct refuse *r)
{
    char accepted[PROBLEM_TEXT_BYTES];

    if (r->line->cmd.verb == MM_V_STOP && r->row) {
        problem_say(r->why, "\"%.60s\" has no job", "“%.60s”没有后台工作", r->word);
        problem_accept(r->why, "a process with a job: ACTOR read … &");
        return;
    }
    if (r->row && r->row->type == AT_REFS) {
        problem_say(r->why, "either the references or a trace, one of them",
                    "访问串与轨迹，要且只要一个");
        problem_accept(r->why, "refs=7,0,1,2,… or trace=FILE");
        return;
    }
    if (r->row && r->row->type == AT_GFP) {
        problem_say(r->why, "gfp: \"%.60s\" asks for two zones at once",
                    "gfp：“%.60s”同时要求两个内存域", r->word);
        problem_accept(r->why, "one of DMA, DMA32, HIGHMEM at most, with the other words");
        return;
    }
    if (r->row && r->row->verb == MM_V_KMEM_CACHE && strcmp(r->row->word, "align") == 0) {
        problem_say(r->why, "\"%.60s\" is not a power of two", "“%.60s”不是二的幂", r->word);
        problem_accept(r->why, "1, 2, 4 … up to %" PRIu64, r->fail->limit);
        return;
    }
    if (r->row && (r->row->verb == MM_V_FREE_PAGES || r->row->verb == MM_V_KMEM_FREE ||
                   r->row->verb == MM_V_KFREE)) {
        problem_say(r->why, "\"%.60s\" was taken by another command", "“%.60s”是别的命令取得的",
                    r->word);
        problem_accept(r->why,
                       "free_pages for alloc_pages, kmem_free for kmem_alloc, kfree for kmalloc");
        return;
    }
    problem_say(r->why, "\"%.60s\" is not accepted: %s", "不接受“%.60s”：%s", r->word,
                mm_err_name(r->fail->err));
    if (r->row) {
        grammar_expects(r->row, accepted, sizeof accepted);
        problem_accept(r->why, "%s", accepted);
    }
}

/* What the segmentation lab refuses in words of its own; false: nothing special. */
static bool refuse_lab(struct refuse *r)
{
    const enum mm_verb verb = (enum mm_verb)r->line->cmd.verb;
    const bool moves =
        verb == MM_V_LAB_UNLOAD || verb == MM_V_LAB_SWAPOUT || verb == MM_V_LAB_SWAPIN;
    char list[PROBLEM_TEXT_BYTES];

    if (r->fail->err == MM_ENOLAB) {
        problem_say(r->why, "no such lab was begun", "还没有开始这样的实验");
        problem_accept(r->why, "lab segments first");
        return true;
    }
    if (r->fail->err == MM_ENONAME && (moves || verb == MM_V_LAB_ACCESS)) {
        problem_say(r->why, "there is no segment \"%.60s\"", "没有名为“%.60s”的段", r->word);
        refuse_segments(r->m, !moves, list, sizeof list);
        problem_accept(r->why, "%s%s%s", list, list[0] && !moves ? ", " : "",
                       moves ? "" : "a selector such as 0x7b");
        return true;
    }
    if (r->fail->err == MM_EBADARG && moves && r->fail->arg == 0) {
        problem_say(r->why,
                    verb == MM_V_LAB_UNLOAD    ? "\"%.60s\" is an entry of Linux's own"
                    : verb == MM_V_LAB_SWAPOUT ? "\"%.60s\" is not in memory"
                                               : "\"%.60s\" is not on disk",
                    verb == MM_V_LAB_UNLOAD    ? "“%.60s”是 Linux 自己的表项"
                    : verb == MM_V_LAB_SWAPOUT ? "“%.60s”不在内存里"
                                               : "“%.60s”不在磁盘上",
                    r->word);
        refuse_segments(r->m, false, list, sizeof list);
        problem_accept(r->why, "%s", list);
        return true;
    }
    if (verb == MM_V_LAB_TABLES && r->fail->err == MM_EBADARG && r->row &&
        strcmp(r->row->word, "used") == 0) {
        problem_say(r->why, "map= and used= say the same thing", "map= 与 used= 说的是同一件事");
        problem_accept(r->why, "one of the two");
        return true;
    }
    return false;
}

static void refuse_say(struct refuse *r)
{
    if (refuse_lab(r)) {
        return;
    }
    switch (r->fail->err) {
    case MM_ENOACTOR: refuse_no_actor(r); break;
    case MM_ENONAME: refuse_no_name(r); break;
    case MM_EEXISTS:
        problem_say(r->why, "the name \"%.60s\" is taken", "名字“%.60s”已被占用", r->word);
        problem_accept(r->why, "another name");
        break;
    case MM_EBUSY:
        problem_say(r->why, "\"%.60s\" has a job", "“%.60s”正在做后台工作", r->word);
        problem_accept(r->why, "kill, stop, or wait for it first");
        break;
    case MM_EENDLESS:
        if (r->word[0]) {
            problem_say(r->why, "the job of \"%.60s\" would never end", "“%.60s”的工作永远不会结束",
                        r->word);
        } else {
            problem_say(r->why, "there is a job that would never end", "有一个永远不会结束的工作");
        }
        problem_accept(r->why, "stop ACTOR, sleep TIME, wait until EXPR max=TIME");
        break;
    case MM_ERANGE: refuse_range(r); break;
    case MM_ELIMIT:
        problem_say(r->why, "a limit of the tool is reached at \"%.60s\": %" PRIu64,
                    "在“%.60s”处达到工具的上限：%" PRIu64, r->word, r->fail->limit);
        break;
    case MM_ENOTHEAD:
        problem_say(r->why, "this is a past step: nothing can run here",
                    "现在停在过去的一步，不能在此执行命令");
        problem_accept(r->why, "go to the end of the history, or make a branch");
        break;
    default: refuse_other(r); break;
    }
}

void refuse_command(const struct mm *m, const struct lex_line *words, const struct scenario *line,
                    const struct mm_fail *fail, struct problem *why)
{
    const bool about_arg = fail->arg < MM_CMD_ARGS_MAX;
    const uint8_t at = about_arg                          ? line->arg_word[fail->arg]
                       : line->actor_word != ARGS_NO_WORD ? line->actor_word
                                                          : line->verb_word;
    const struct lex_word *w = at != ARGS_NO_WORD ? words->word + at : NULL;
    struct refuse r = {
        .m = m,
        .line = line,
        .fail = fail,
        .row = about_arg ? grammar_arg((enum mm_verb)line->cmd.verb, fail->arg) : NULL,
        .word = w ? w->text : "",
        .why = why,
    };

    problem_at(why, fail->err, words, w);
    why->limit = fail->limit;
    if (fail->field) {
        out_copy(why->field, sizeof why->field, fail->field, strlen(fail->field));
    }
    refuse_say(&r);
}
