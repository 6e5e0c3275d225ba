/* pipes.h - what stands behind | in a reading command: grep, head, tail, wc, and the awk programs of the lecture notes.
 *
 * Models    grep [-i] [-v] [-c] [-E] WORD; head [-N]; tail [-N]; wc -l; awk 'NR>1', awk '{print $K}',
 *           awk '{sum+=$K} END {print sum/D}'.
 * Differs   nothing else of these programs; awk's numbers print exactly, up to six decimals.
 * Shape     each filter works on the text in place: what comes out is never longer.
 */
#ifndef MM_TEXT_PIPES_H
#define MM_TEXT_PIPES_H

#include "text/regex.h"
#include "text/value.h"

/* Words from the first | on, over text[0..*length) in a buffer of `room` bytes (at least 64). False: *why. */
bool pipes_run(const struct lex_line *words, unsigned first, char *text, size_t *length,
               size_t room, struct problem *why);

#endif
