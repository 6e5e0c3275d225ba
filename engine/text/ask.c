/* ask.c - single questions to a session: a value, a number, the text of a reading command. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/figure.h"
#include "text/session_int.h"

bool session_value(struct session *s, const char *expr, char *out, size_t bytes,
                   struct problem *why)
{
    struct path_scope scope;
    struct value v;

    if (!session_start(s, why)) {
        return false;
    }
    scope = session_scope(s);
    if (!expr_value(&scope, expr, strlen(expr), &v, why)) {
        return false;
    }
    value_print(&v, false, out, bytes);
    return true;
}

bool session_number(struct session *s, const char *expr, bool *is_number, int64_t *value,
                    const char **unit, struct problem *why)
{
    struct path_scope scope;
    struct value v;

    if (!session_start(s, why)) {
        return false;
    }
    scope = session_scope(s);
    if (!expr_value(&scope, expr, strlen(expr), &v, why)) {
        return false;
    }
    *unit = value_unit_name(v.unit);
    *is_number = v.unit < VALUE_WORD && v.unit != VALUE_HEX && v.top / v.bottom <= INT64_MAX &&
                 v.top / v.bottom >= INT64_MIN;
    *value = *is_number ? (int64_t)(v.top / v.bottom) : 0;
    return true;
}

bool session_figure(struct session *s, const char *expr, size_t length, char *out, size_t bytes,
                    struct problem *why)
{
    const char *en = "", *zh = "";
    struct figure_style style;
    struct path_scope scope;
    struct value v;
    size_t at = 0;

    problem_at(why, MM_EBADARG, NULL, NULL);
    why->column = 1;
    if (!figure_split(expr, &length, &style, &at)) {
        why->column = lex_column(expr, at, at);
        problem_say(why, "this unit is not known", "没有这种单位");
        problem_accept(why, "%s", figure_units);
        return false;
    }
    if (!session_start(s, why)) {
        return false;
    }
    scope = session_scope(s);
    if (!expr_value(&scope, expr, length, &v, why)) {
        return false;
    }
    if (!figure_print(&v, &style, out, bytes, &en, &zh)) {
        problem_at(why, MM_EBADARG, NULL, NULL);
        why->column = 1;
        problem_say(why, "%s", "%s", en);
        out_copy(why->zh, sizeof why->zh, zh, strlen(zh));
        return false;
    }
    return true;
}

bool session_holds(struct session *s, const char *expr, size_t length, bool *holds,
                   struct problem *why)
{
    struct path_scope scope;
    struct expr_answer answer;

    if (!session_start(s, why)) {
        return false;
    }
    scope = session_scope(s);
    if (!expr_holds(&scope, expr, length, &answer, why)) {
        return false;
    }
    *holds = answer.holds;
    return true;
}

bool session_read(struct session *s, const char *line, char *out, size_t bytes, size_t *length,
                  struct problem *why)
{
    struct lex_line words;
    struct scenario scenario;
    struct path_scope scope;

    if (!session_start(s, why) || !lex_split(line, strlen(line), &words, why) ||
        !scenario_parse(&words, line, &scenario, why)) {
        return false;
    }
    if (!reads_verb(&scenario)) {
        problem_at(why, MM_EBADCMD, &words, &words.word[0]);
        problem_say(why, "only a command that reads can stand here", "这里只能用只读的命令");
        problem_accept(why, "cat /proc/…, free, vmstat, pmap, ps, sysctl KEY, print PATH, help");
        return false;
    }
    scope = session_scope(s);
    return reads_run(&scope, &words, line, &scenario, out, bytes, length, why);
}

/* ---- what is kept elsewhere ---- */

const char *session_now(const struct session *s)
{
    return s->expanded.text;
}

_Static_assert(SESSION_KEPT_BYTES >= KEEP_ROW_BYTES, "a row fits");

size_t session_kept_row(const struct session *s, uint32_t i, char *out, size_t bytes)
{
    return keep_save(&s->keep, i, out, bytes);
}

const char *session_output(const struct session *s, size_t *bytes)
{
    *bytes = s->output_bytes;
    return s->output;
}

void session_output_set(struct session *s, const char *text, size_t length)
{
    out_copy(s->output, sizeof s->output, text, length);
    s->output_bytes = strlen(s->output);
}

bool session_kept_set(struct session *s, const char *row, size_t length)
{
    return keep_load(&s->keep, row, length);
}
