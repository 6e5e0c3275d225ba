/* refuse.h - what the machine refused, said as a problem about the word it means.
 *
 * Shape     struct mm_fail names an argument; the line knows where its word stands; the machine what there is instead.
 */
#ifndef MM_TEXT_REFUSE_H
#define MM_TEXT_REFUSE_H

#include "text/scenario.h"

/* mm_last_fail of a command, as a problem. */
void refuse_command(const struct mm *m, const struct lex_line *words, const struct scenario *line,
                    const struct mm_fail *fail, struct problem *why);
/* Names of live processes "shell, web", or of the labels of a process (SLOT_NONE: of the kernel). */
void refuse_names(const struct mm *m, bool labels, slot_t proc, char *out, size_t bytes);

#endif
