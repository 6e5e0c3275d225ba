/* lackey.h - the raw output of valgrind --tool=lackey --trace-mem=yes into operations.
 *
 * Models    valgrind 3.19, lackey/lk_main.c: trace_instr(), trace_load(), trace_store(), trace_modify().
 * Differs   an access that crosses a page counts once, by its first byte; a modify (M) counts once, as a write.
 *           ==PID== lines are valgrind's own words: counted as lines, not as malformed.
 * Shape     "I  04001000,3", " L 1ffeffe7e8,8", " S …", " M …": kind, hexadecimal address, decimal size.
 */
#ifndef MM_TEXT_LACKEY_H
#define MM_TEXT_LACKEY_H

#include "text/pages.h"

uint64_t lackey_room(const uint8_t *bytes, size_t length);
/* Pre: in->ops has lackey_room(…) entries. False: nothing in it is an access. */
bool lackey_decode(const uint8_t *bytes, size_t length, struct import *in);

#endif
