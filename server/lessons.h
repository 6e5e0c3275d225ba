/* lessons.h - what an installation brings along: scenarios by id, and the recordings they name.
 *
 * Shape     constant; the recording is the array that the build makes of guided/first.lackey.xz.
 */
#ifndef SERVER_LESSONS_H
#define SERVER_LESSONS_H

#include <stddef.h>

struct lesson {
    const char *id, *title_en, *title_zh;
    const char *scenario;
};

/* The i-th lesson, NULL behind the last; one by id, NULL when there is none. */
const struct lesson *lesson_at(unsigned i);
const struct lesson *lesson_find(const char *id);

/* Packed bytes of a recording by the name a scenario uses, NULL when there is none. */
const unsigned char *lesson_recording(const char *name, size_t *len);

#endif
