/* reads.h - commands that only read: cat, the tools, sysctl KEY, help, print; with what stands behind |.
 *
 * Models    the tools themselves are text/tools and text/procfs; here the words of a line reach them.
 * Shape     text into the caller's buffer, filtered in place.
 */
#ifndef MM_TEXT_READS_H
#define MM_TEXT_READS_H

#include "text/expr.h"
#include "text/pipes.h"
#include "text/scenario.h"
#include "text/tools.h"

/* Does this line only read and print? */
bool reads_verb(const struct scenario *line);
/* Is it a read that changes the machine: of lowmem_reserve_ratio? Then *step is the command of its step. */
bool reads_steps(const struct lex_line *words, const struct scenario *line, struct mm_cmd *step);
/* Run it on scope->m into out (room bytes; *length what it wanted). False: *why. `text` is the line words came from. */
bool reads_run(const struct path_scope *scope, const struct lex_line *words, const char *text,
               const struct scenario *line, char *out, size_t room, size_t *length,
               struct problem *why);

#endif
