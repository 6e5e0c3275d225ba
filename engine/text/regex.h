/* regex.h - regular expressions for `~`: one pass over the text, whatever the pattern.
 *
 * Models    the common part of POSIX extended expressions: c . [a-z] [^a] \d \w \s \c ( ) | * + ? ^ $; bytes, not
 *           characters.
 * Differs   no counts {n}, no back references, no classes by name; a match is only found, not located.
 * Shape     postfix, then a graph of states (Thompson); the text is read once with the set of states it may be in.
 * Units     a pattern has at most REGEX_STATES - 1 items.
 */
#ifndef MM_TEXT_REGEX_H
#define MM_TEXT_REGEX_H

#include "mm.h"

#define REGEX_STATES 256u
#define REGEX_SETS   16u

struct regex {
    uint16_t count, start;
    uint16_t set_count;
    struct regex_state {
        uint16_t what; /* a byte, or one of enum regex_what */
        uint16_t out[2];
    } state[REGEX_STATES];
    uint32_t set[REGEX_SETS][8]; /* bits of the bytes in it */
};

/* False: the pattern is not understood; *why says so, *at is the byte. */
bool regex_compile(struct regex *re, const char *pattern, size_t length, size_t *at,
                   const char **en, const char **zh);
/* Does it match anywhere in the text? A newline is an ordinary byte for . and an end of line for ^ and $. */
bool regex_find(const struct regex *re, const char *text, size_t length);

#endif
