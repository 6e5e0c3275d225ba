/* lessons.h - the lessons there are: those the program carries, and those of a teacher's folder (--lessons DIR).
 *
 * Shape     lessons by id, in the order of web/lessons/ORDER, then those of DIR in the order of its ORDER or by name. A
 *           folder's lesson takes the place of a carried one with its id. The folder is looked at again, at most once a
 *           second, when somebody asks; what is wrong with a file is told on stderr and in the list, and the
 *           file's lesson is left out until it is right.
 *           Apart from them the guided first room: a scenario without text, and the recording it names.
 * Owns      one reference to each lesson; lessons_find gives another, so a room keeps what it was made of.
 * Threads   any.
 */
#ifndef SERVER_LESSONS_H
#define SERVER_LESSONS_H

#include <stddef.h>

struct jw;
struct lesson;
enum { LESSONS_ID_BYTES = 33 }; /* of an id and its zero */

/* A carried lesson; the build makes the table of web/lessons. A NULL id ends it. */
struct lesson_carried {
    const char *id;
    const unsigned char *bytes;
    size_t length;
};
extern const struct lesson_carried lessons_carried[];

struct lessons;
/* `dir` "" for none. NULL: no memory. */
struct lessons *lessons_new(const char *dir);
void lessons_free(struct lessons *ls);

/* One more reference to a lesson, or NULL when there is none. */
struct lesson *lessons_find(struct lessons *ls, const char *id);
/* The ids before and behind it in the index, "" none. */
void lessons_beside(struct lessons *ls, const char *id, char prev[LESSONS_ID_BYTES],
                    char next[LESSONS_ID_BYTES]);
/* {"lessons":[…],"problems":[…]} and one lesson with its scenario, as members of an open object. The
 * scenario is without `expect` lines and plain comments, which state what is asked; its line numbers
 * stay. */
void lessons_write(struct lessons *ls, struct jw *w);
void lesson_write(const struct lesson *l, struct jw *w);
void lesson_write_scenario(const struct lesson *l, struct jw *w);

/* The guided first room: its id, title and scenario. */
extern const char guided_id[], guided_title[];
const char *guided_text(void);
/* Packed bytes of a recording by the name a scenario uses, NULL when there is none. */
const unsigned char *lesson_recording(const char *name, size_t *len);

#endif
