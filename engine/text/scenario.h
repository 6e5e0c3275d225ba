/* scenario.h - words of one line into one struct mm_cmd, by the command table.
 *
 * Shape     a line is [ACTOR] VERB arguments [&]. What stands where comes from MM_ARGS alone; the few verbs with words
 *           of their own (wait until, write … next, echo … > …, sysctl KEY=VALUE) are listed in scenario.c.
 * Differs   pipes are the session's: scenario sees the words before the first |.
 *
 * Arguments in struct mm_arg, by type (bit i of cmd.present says that argument i was given):
 *   SIZE         a bytes
 *   RANGE        kind RANGE_PLAIN a..b addresses, end not included | RANGE_WHOLE text NAME | RANGE_PART text NAME,
 *                a..b offsets | RANGE_PAGE text NAME, a offset
 *   ADDR         kind RANGE_PLAIN a address | RANGE_PAGE text NAME, a offset
 *   UINT         a       INT  a as two's complement, b 1 when negative
 *   NAME ACTOR LABEL     text
 *   TEXT         text; besides: spawn catch= has in a the mask of 1 << signal number, kill's signal the number in a,
 *                mmap file=PATH:OFFSET text PATH and a the offset in bytes
 *   MANY         text: all given values, one blank between, sizes in decimal bytes ("PATH:BYTES PATH:BYTES"); a how many
 *   PROT         a = VM_READ | VM_WRITE | VM_EXEC (1, 2, 4)
 *   PATTERN      a enum mm_pattern, b zipf exponent in millionths or stride in bytes
 *   DURATION     a ns     FLAG a 1     ADVICE a enum mm_advice     RWX a enum mm_access_type
 *   SIGNED_SIZE  a magnitude in bytes, b 1 when negative
 *   NEXT         a bytes (`ACTOR write NAME next SIZE`: argument 0 is RANGE_WHOLE NAME)
 *   GFP          a bits   SYSCTL a enum mm_sysctl     TRACE_KIND a enum mm_trace_kind
 *   EXPR LINE    text: the rest of the line as written
 */
#ifndef MM_TEXT_SCENARIO_H
#define MM_TEXT_SCENARIO_H

#include "text/grammar.h"

/* The command that words [0..count) say. False: *why says which word, where, what would do; *cmd is then undefined.
 * `line` is the text the words were split from (for the rest of a line). */
bool scenario_parse(const struct lex_line *words, const char *line, struct mm_cmd *cmd,
                    struct problem *why);
/* The same words from a command, canonical: sizes in bytes, ranges plain. Never longer than `bytes`; false if it would be. */
bool scenario_print(const struct mm_cmd *cmd, char *out, size_t bytes);
/* A problem about what the machine refused: cmd's argument fail->arg, found again among the words. */
void scenario_refusal(const struct lex_line *words, const struct mm_cmd *cmd,
                      const struct mm_fail *fail, struct problem *why);

#endif
