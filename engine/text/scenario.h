/* scenario.h - words of one line into one struct mm_cmd, by the command table.
 *
 * Shape     a line is [ACTOR] VERB arguments [&]. What stands where comes from MM_ARGS alone; the few verbs with words
 *           of their own (wait until, write … next, echo … > …, sysctl KEY=VALUE) are listed in scenario.c.
 * Differs   pipes are the session's: scenario sees the words before the first |.
 */
#ifndef MM_TEXT_SCENARIO_H
#define MM_TEXT_SCENARIO_H

#include "text/args.h"

/* The command that the words say. False: *why says which word, where, what would do; *out is then undefined.
 * `line` is the text the words were split from (for the rest of a line). */
bool scenario_parse(const struct lex_line *words, const char *line, struct scenario *out,
                    struct problem *why);
#endif
