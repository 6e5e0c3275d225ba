/* ask.c - single questions to a session: a value, a number, the text of a reading command. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
