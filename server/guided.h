/* guided.h - the recorded program of the guided first room, carried inside the program.
 *
 * The bytes are server/guided/first.lackey.xz: raw output of valgrind's lackey, xz-compressed;
 * the Makefile turns them into an array. guided/record.sh made the recording from guided/first.c.
 */
#ifndef SERVER_GUIDED_H
#define SERVER_GUIDED_H

#include <stddef.h>

extern const unsigned char guided_first[];
extern const size_t guided_first_bytes;
/* server/guided/first.mm: its scenario, zero-terminated. */
extern const unsigned char guided_scenario[];

#endif
