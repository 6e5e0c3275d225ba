/* later.h - words of the language that this model has nothing for: which they are, and why not.
 *
 * Models    nothing: a word of the language is refused as such, and not as if it were a mistake.
 * Shape     one table of words by the place where they stand; none of them is in the tables of base/.
 * Owns      nothing.
 */
#ifndef MM_TEXT_LATER_H
#define MM_TEXT_LATER_H

#include "text/lex.h"

enum later_place {
    LATER_COMMAND, /* first word of a line */
    LATER_ACTION,  /* word after a process */
    LATER_OPTION,  /* a word of a command that there is */
    LATER_VALUE,   /* one of the words of an argument: an advice, a kind of trace */
    LATER_ROOT,    /* first part of a value */
    LATER_SYSCTL,  /* key, a dot or a slash between its parts */
    LATER_FILE,    /* path; an entry that ends in / is all below it, PID is any process */
};

/* Is `word` of the language, and has this model nothing for it? */
bool later_word(enum later_place place, const char *word);
/* If so, why says that (err, place and field stay as they are). Returns later_word(). */
bool later_say(enum later_place place, const char *word, struct problem *why);

#endif
