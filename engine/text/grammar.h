/* grammar.h - the command table as text: usage lines, help, nearest words, completion.
 *
 * Shape     everything is made from mm_verb_rows and mm_arg_rows; there is no second list of commands.
 * Units     texts are UTF-8; buffers are always terminated and cut on a character boundary.
 */
#ifndef MM_TEXT_GRAMMAR_H
#define MM_TEXT_GRAMMAR_H

#include "text/units.h"

/* The verb of a word ("mmap", "lab curve"), MM_V_COUNT when there is none. */
enum mm_verb grammar_verb(const char *word);
/* The verb that word[at] begins, of words before `end`: the longest that is one; in *used how many words it took. */
enum mm_verb grammar_verb_at(const struct lex_line *line, unsigned at, unsigned end,
                             unsigned *used);
/* Is it one of the tools that only read (base/toolrows)? */
bool grammar_tool(enum mm_verb verb);
/* Verbs of two words that begin with `word`: "lab curve, lab segments", as second words when `second`. */
void grammar_family(const char *word, bool second, char *out, size_t bytes);
/* Row of argument i of a verb. */
const struct mm_arg_row *grammar_arg(enum mm_verb verb, unsigned i);
/* Must it be given? */
bool grammar_required(const struct mm_arg_row *row);
/* "ACTOR mmap SIZE as NAME [at=ADDR] [fixed] …". */
void grammar_usage(enum mm_verb verb, char *out, size_t bytes);
/* What an argument takes: "SIZE, such as 64K, at least 4096". */
void grammar_expects(const struct mm_arg_row *row, char *out, size_t bytes);
/* `help` (verb MM_V_COUNT) and `help VERB`. Returns the length it wanted. */
size_t grammar_help(enum mm_verb verb, char *out, size_t bytes);
/* True when `word` may name a process or a mapping: letters, digits, _; no verb, no value root. */
bool grammar_name_ok(const char *word);

/* Up to `max` of the candidates nearest to `word` (edit distance at most half its length, and 3), "a, b, c". */
void grammar_nearest(const char *word, const char *const *candidates, unsigned count, unsigned max,
                     char *out, size_t bytes);

#endif
