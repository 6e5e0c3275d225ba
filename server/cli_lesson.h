/* cli_lesson.h - `mmscope run` on a lesson: its scenario is run, its text checked at every place.
 *
 * Shape     problems of the text are told as file:line:column before anything runs (exit status 2).
 *           Then the lesson is played to its end, once as written and once with each slider at either
 *           end of its range; a value that cannot be said, or a question without exactly one choice
 *           that holds, is exit status 1.
 */
#ifndef SERVER_CLI_LESSON_H
#define SERVER_CLI_LESSON_H

#include "lesson_play.h"

struct cli_lesson {
    const char *name; /* of the file, for messages */
    const struct session_host *host;
    struct session_store *store;
    session_line_fn *line; /* hears of every line of the run as written; sets *status */
    void *ctx;
    int *status;
    bool text;      /* print what the lesson says, with its values */
    char where[96]; /* "used=100: " while a slider is off its default */
};

/* `s` is without a machine yet; it is left at the end of the run as written. */
void cli_lesson_run(struct cli_lesson *c, struct session *s, const char *text, size_t length);

#endif
