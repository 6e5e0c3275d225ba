/* feed.c - a session: its machine, its inputs, text in, lines run in slices. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "text/session_int.h"

/* ---- life ---- */

struct session *session_new(const struct session_host *host, struct session_store *store,
                            const struct mm_config *base)
{
    const struct mm_host *memory = host->memory ? host->memory : &mm_host_libc;
    struct session *s = memory->reserve(memory->ctx, sizeof *s);

    if (!s) {
        return NULL;
    }
    s->host = *host;
    s->host.memory = memory;
    s->store = store;
    if (base) {
        s->base = *base;
    } else {
        mm_config_default(&s->base);
    }
    return s;
}

struct session *session_branch(const struct session *from, struct mm *m)
{
    struct session *s = session_new(&from->host, from->store, &from->base);

    if (s) {
        s->m = m;
        s->keep = from->keep;
        s->input_count = from->input_count;
        for (uint32_t i = 0; i < from->input_count; i++) {
            s->input[i] = from->input[i];
            s->input[i]->refs++;
        }
    }
    return s;
}

void session_free(struct session *s)
{
    if (!s) {
        return;
    }
    const struct mm_host *memory = s->host.memory;

    mm_free(s->m);
    for (uint32_t i = 0; i < s->input_count; i++) {
        store_put(s->input[i]);
    }
    memory->release(memory->ctx, s, sizeof *s);
}

struct mm *session_machine(struct session *s)
{
    return s->m;
}

const struct keep *session_kept(const struct session *s)
{
    return &s->keep;
}

static bool session_kept_value(void *ctx, const char *name, struct value *out)
{
    return keep_find(&((struct session *)ctx)->keep, name, out);
}

struct path_scope session_scope(struct session *s)
{
    return (struct path_scope){.m = s->m,
                               .output = s->output,
                               .output_bytes = s->output_bytes,
                               .room = s->log,
                               .room_bytes = sizeof s->log,
                               .kept = session_kept_value,
                               .ctx = s};
}

/* ---- the machine ---- */

/* A problem about key `field` of the machine line, at the word that has it. */
static void session_about(struct problem *why, enum mm_err err, const struct lex_line *words,
                          const char *field, uint64_t limit)
{
    const size_t length = strlen(field);
    const struct lex_word *at = NULL;

    for (uint32_t i = 1; words && i < words->word_count; i++) {
        const char *text = words->word[i].text;

        at = strncmp(text, field, length) == 0 && text[length] == '=' ? &words->word[i] : at;
    }
    problem_at(why, err, NULL, at ? at : words ? &words->word[0] : NULL);
    why->limit = limit;
    out_copy(why->field, sizeof why->field, field, length);
}

bool session_config_fits(const struct session *s, const struct lex_line *words,
                         const struct mm_config *cfg, struct problem *why)
{
    const bool by_hand = cfg->zone_count > 0;
    const char *key, *accepted = "";
    struct mm_fail fail = {0};

    if (mm_config_check(cfg, &fail) != MM_OK) {
        session_about(why, MM_ECONFIG, words, fail.field, fail.limit);
        problem_say(why, "this machine cannot be: %s%s%s is %" PRIu64 ", the limit is %" PRIu64,
                    "不能有这样的机器：%s%s%s 为 %" PRIu64 "，界限是 %" PRIu64, fail.field,
                    fail.part ? ": " : "", fail.part ? fail.part : "", fail.given, fail.limit);
        for (unsigned i = 0; (key = mm_config_key(i, &accepted)) != NULL; i++) {
            if (strcmp(key, fail.field) == 0) {
                problem_accept(why, "%s", accepted);
            }
        }
        return false;
    }
    if (s->host.frames_max && cfg->memory_bytes / MM_PAGE_BYTES > s->host.frames_max) {
        session_about(why, MM_ELIMIT, words, by_hand ? "zones" : "memory",
                      by_hand ? s->host.frames_max : s->host.frames_max * MM_PAGE_BYTES);
        problem_say(why,
                    by_hand ? "machines here have at most %" PRIu64 " frames"
                            : "machines here have at most %" PRIu64 " bytes of memory",
                    by_hand ? "这里的机器最多 %" PRIu64 " 帧"
                            : "这里的机器内存最多 %" PRIu64 " 字节",
                    why->limit);
        return false;
    }
    return true;
}

static bool session_make(struct session *s, const struct mm_config *cfg,
                         const struct lex_line *words, struct problem *why)
{
    struct mm_fail fail = {0};

    if (!session_config_fits(s, words, cfg, why)) {
        return false;
    }
    s->m = mm_new(cfg, s->host.memory, &fail);
    if (!s->m) {
        session_about(why, fail.err, words, "memory", 0);
        problem_say(why, "the machine cannot be made: %s", "无法建立机器：%s",
                    mm_err_name(fail.err));
        return false;
    }
    if (s->host.made) {
        s->host.made(s->host.ctx, s->m);
    }
    return true;
}

bool session_start(struct session *s, struct problem *why)
{
    return s->m || session_make(s, &s->base, NULL, why);
}

/* Limits of the host hold whatever the profile says. */
static void session_keep_limits(const struct session *s, struct mm_config *cfg)
{
    cfg->history_bytes = s->base.history_bytes;
    cfg->check_level = s->base.check_level;
    cfg->procs_max = s->base.procs_max;
    cfg->names_max = s->base.names_max;
    cfg->labels_max = s->base.labels_max;
    cfg->jobs_max = s->base.jobs_max;
}

bool session_config(const struct session *s, const struct lex_line *words, struct mm_config *cfg,
                    struct problem *why)
{
    *cfg = s->base;
    for (unsigned pass = 0; pass < 2; pass++) { /* the profile first, wherever it stands */
        for (uint32_t i = 1; i < words->word_count; i++) {
            const struct lex_word *w = &words->word[i];
            const char *equals = strchr(w->text, '=');
            const char *accepted = "KEY=VALUE";
            char key[48];
            bool ok = false;

            for (uint32_t k = 1; k < i && equals; k++) {
                if (strncmp(words->word[k].text, w->text, (size_t)(equals - w->text) + 1) == 0) {
                    problem_at(why, MM_ECONFIG, words, w);
                    out_copy(why->field, sizeof why->field, w->text, (size_t)(equals - w->text));
                    problem_say(why, "%s is given twice", "%s 给了两次", why->field);
                    return false;
                }
            }
            out_copy(key, sizeof key, w->text, equals ? (size_t)(equals - w->text) : w->text_bytes);
            if (equals && pass == (strcmp(key, "profile") != 0)) {
                ok = mm_config_set(cfg, key, equals + 1, &accepted) == MM_OK;
            }
            if (!ok && (!equals || pass == (strcmp(key, "profile") != 0))) {
                problem_at(why, MM_ECONFIG, words, w);
                out_copy(why->field, sizeof why->field, key, strlen(key));
                problem_say(why, "machine: \"%.60s\" is not accepted", "machine：不接受“%.60s”",
                            w->text);
                problem_accept(why, "%s", accepted);
                return false;
            }
        }
        if (pass == 0) {
            session_keep_limits(s, cfg);
        }
    }
    return true;
}

bool session_make_line(struct session *s, struct problem *why)
{
    struct mm_config cfg;

    if (s->m) {
        problem_at(why, MM_EBADCMD, &s->words, &s->words.word[0]);
        problem_say(
            why,
            "machine stands in the first line only (a let of plain numbers may come before it)",
            "machine 只能写在第一行（前面可以有只含数字的 let）");
        return false;
    }
    if (!session_config(s, &s->words, &cfg, why)) {
        return false;
    }
    return session_make(s, &cfg, &s->words, why);
}

/* ---- feeding and advancing ---- */

bool session_feed(struct session *s, const char *text, size_t length, struct problem *why)
{
    if (session_busy(s)) {
        problem_at(why, MM_ERUNNING, NULL, NULL);
        problem_say(why, "lines are still running", "上一批命令还在运行");
        return false;
    }
    if (length > SESSION_TEXT_BYTES) {
        problem_at(why, MM_ELIMIT, NULL, NULL);
        why->limit = SESSION_TEXT_BYTES;
        problem_say(why, "the text is longer than %u bytes", "文本超过 %u 字节",
                    SESSION_TEXT_BYTES);
        return false;
    }
    if (!session_blocks(text, length, why)) {
        return false;
    }
    memcpy(s->text, text, length);
    s->text[length] = 0;
    s->text_bytes = length;
    s->at = 0;
    s->line = 0;
    s->depth = 0;
    s->stopped = false;
    s->again = false;
    return true;
}

bool session_feed_again(struct session *s, const char *line, size_t length, struct problem *why)
{
    if (!session_feed(s, line, length, why)) {
        return false;
    }
    s->again = true;
    return true;
}

bool session_busy(const struct session *s)
{
    return s->running || s->stopped || s->at < s->text_bytes;
}

/* Tell the host about the line that ended. */
static void session_report(struct session *s, enum session_status status, session_line_fn *fn,
                           void *ctx)
{
    const bool stepped = s->stepped;
    struct session_line r = {.line = s->line,
                             .expanded = s->expanded.text,
                             .text = s->text + s->line_start,
                             .text_bytes = s->line_bytes,
                             .status = status,
                             .stepped = stepped,
                             .output = s->printed ? s->output : "",
                             .output_bytes = s->printed ? s->output_bytes : 0,
                             .output_cut = s->printed && s->output_cut,
                             .r_pfn = PFN_NONE,
                             .problem = NULL};

    if (status == SESSION_OK && s->printed && s->scenario.cmd.verb == MM_V_NOTE) {
        r.note_zh = s->scenario.cmd.text + s->scenario.cmd.arg[0].text;
        r.note_en = s->scenario.cmd.text + s->scenario.cmd.arg[1].text;
    }
    if (stepped) {
        r.step = mm_step(s->m);
        r.seq_first = s->seq_before + 1;
        r.seq_last = mm_seq(s->m);
        r.r_errno = (uint32_t)mm_get(s->m, MM_F_machine_r_errno, 0);
        r.r_signal = (uint32_t)mm_get(s->m, MM_F_machine_r_signal, 0);
        r.r_code = (uint32_t)mm_get(s->m, MM_F_machine_r_code, 0);
        r.r_ns = mm_get(s->m, MM_F_machine_r_ns, 0);
        r.r_addr = mm_get(s->m, MM_F_machine_r_addr, 0);
        if (mm_get(s->m, MM_F_machine_r_pfn, 0)) {
            r.r_pfn = (uint32_t)mm_get(s->m, MM_F_machine_r_pfn, 0);
        }
    }
    if (status == SESSION_REFUSED || status == SESSION_EXPECTATION) {
        s->problem.line = s->line;
        keep_place(&s->expanded, s->text + s->line_start, s->line_bytes, &s->problem);
        r.problem = &s->problem;
    }
    if (fn) {
        fn(ctx, &r);
    }
}

/* Does what is waited for hold? False: it cannot be said. */
static bool session_until(struct session *s, bool *holds)
{
    const struct path_scope scope = session_scope(s);
    const uint32_t start = s->scenario.rest_start;
    struct expr_answer answer;

    if (!expr_holds(&scope, s->expanded.text + start, s->scenario.rest_end - start, &answer,
                    &s->problem)) {
        s->problem.column += lex_column(s->expanded.text, s->expanded.length, start) - 1;
        return false;
    }
    *holds = answer.holds;
    return true;
}

/* Some of the running step: done when it is over. */
static enum session_outcome session_turn(struct session *s, uint64_t *budget)
{
    const bool until = s->scenario.cmd.verb == MM_V_WAIT && (s->scenario.cmd.present & 2);
    const uint64_t slice = until ? 0 : *budget;
    bool holds = false;

    if (until) {
        if (!session_until(s, &holds)) {
            mm_stop(s->m);
            return SESSION_OUTCOME_FAILED;
        }
        if (holds) {
            mm_stop(s->m);
            return SESSION_OUTCOME_DONE;
        }
    }
    if (mm_run(s->m, slice) == MM_DONE) {
        return SESSION_OUTCOME_DONE;
    }
    *budget = until && *budget > SESSION_TURN_COST ? *budget - SESSION_TURN_COST : 0;
    return SESSION_OUTCOME_RUNNING;
}

static void session_drop(struct session *s)
{
    s->running = false;
    s->at = s->text_bytes;
    s->depth = 0;
}

enum session_state session_advance(struct session *s, uint64_t budget, session_line_fn *fn,
                                   void *ctx)
{
    for (;;) {
        enum session_outcome outcome;

        if (s->stopped) {
            s->stopped = false;
            session_drop(s);
            session_report(s, SESSION_STOPPED, fn, ctx);
            return SESSION_FAILED;
        }
        if (s->running) {
            outcome = session_turn(s, &budget);
            if (outcome == SESSION_OUTCOME_RUNNING) {
                if (budget == 0) {
                    return SESSION_MORE;
                }
                continue;
            }
            s->running = false;
        } else if (s->at >= s->text_bytes) {
            return SESSION_DONE;
        } else {
            outcome = session_line(s);
            if (outcome == SESSION_OUTCOME_RUNNING) {
                s->running = true;
                continue;
            }
        }
        if (outcome == SESSION_OUTCOME_REFUSED || outcome == SESSION_OUTCOME_FAILED) {
            session_drop(s);
            session_report(
                s, outcome == SESSION_OUTCOME_REFUSED ? SESSION_REFUSED : SESSION_EXPECTATION, fn,
                ctx);
            return SESSION_FAILED;
        }
        if (outcome == SESSION_OUTCOME_DONE) {
            session_report(s, SESSION_OK, fn, ctx);
        }
        budget -= budget > 0;
        if (budget == 0) {
            return session_busy(s) ? SESSION_MORE : SESSION_DONE;
        }
    }
}

void session_stop(struct session *s)
{
    if (s->running) {
        mm_stop(s->m);
        s->stopped = true;
    } else if (s->at < s->text_bytes) {
        session_next_line(s); /* it will not run, and that is told */
        s->stopped = true;
    }
}

uint32_t session_progress(const struct session *s, uint64_t *done, uint64_t *total)
{
    *done = *total = 0;
    if (!s->running) {
        return 0;
    }
    mm_progress(s->m, done, total);
    return s->line;
}
