/* toolopt.h - words of a tool's options, and numbers as the tools print them.
 *
 * Shape     options are the text behind the tool's name; words are split by blanks.
 * Errors    a refusal is text: the first line says what is wrong, "usage: …" what would do (text/reads turns it into
 *           a problem).
 */
#ifndef MM_TEXT_TOOLOPT_H
#define MM_TEXT_TOOLOPT_H

#include "text/report.h"

#define TOOLOPT_WORD_BYTES 64u
/* The next word of the options; false at the end. A longer word is cut. */
bool toolopt_word(const char **options, char word[TOOLOPT_WORD_BYTES]);
/* The value of a short option: what stands behind it in its word (at), or the next word. False: there is none. */
bool toolopt_value(const char **options, const char *at, char value[TOOLOPT_WORD_BYTES]);
/* A decimal number from 1 to `most`. */
bool toolopt_count(const char *word, uint64_t most, uint64_t *n);
/* The refusal of `what`; always false. */
bool toolopt_refuse(struct report *r, const char *tool, const char *what, const char *usage);

/* The nearest number of 24 significant bits, ties to the even one: what a C float holds of it. */
uint64_t toolopt_float(uint64_t n);
/* printf of top / bottom held in a float (24 bits) or a double (53): the nearest such number times `scale`, as a whole
 * number, both times ties to the even one. scale 10 gives the digits of "%.1f". 0 when bottom is 0. */
#define TOOLOPT_FLOAT  24u
#define TOOLOPT_DOUBLE 53u
uint64_t toolopt_printed(uint64_t top, uint64_t bottom, unsigned bits, uint64_t scale);
/* (unsigned)(100 * ((float)top / bottom)). */
uint64_t toolopt_float_percent(uint64_t top, uint64_t bottom);

#endif
