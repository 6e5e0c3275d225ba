/* lines.h - random lines and values of the language, for fuzz targets whose input is text.
 *
 * Shape     made from the tables of commands, arguments and parameters, so that a new row is drawn too; words that no
 *           table has (paths, options of tools, machines) stand in lists in lines.c. What comes out is right most of
 *           the time, and hostile in its numbers.
 */
#ifndef TESTS_FUZZ_LINES_H
#define TESTS_FUZZ_LINES_H

#include <stddef.h>
#include <stdint.h>

/* Change one of the lines, or put in, take out or double one. Returns the new size, at most `max`. The same seed makes
 * the same change. */
size_t lines_mutate(uint8_t *data, size_t size, size_t max, unsigned seed);
/* Replace a value or an operator of an expression, or the whole. */
size_t lines_mutate_expr(uint8_t *data, size_t size, size_t max, unsigned seed);

/* The fuzzing engine's own change of bytes; not there when a corpus is replayed. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) __attribute__((weak));
/* What a target may bring along; the engine calls it in place of its own. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

#endif
