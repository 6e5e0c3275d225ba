/* exercises.h - exercises as JSON and text: the problem, and answers against it.
 *
 * Shape     see text/exercise.h of the engine. An exercise is its kind and options; nothing is kept between requests.
 * Owns      nothing.
 */
#ifndef SERVER_EXERCISES_H
#define SERVER_EXERCISES_H

#include "jw.h"

#include "text/ex_make.h"

/* Members kind, seed, options, given, questions of an open object: everything but the answers. */
void exercise_write(struct jw *w, const struct exercise *x);
/* The right answers, a row a question, as one array value. */
void exercise_write_solution(struct jw *w, const struct exercise *x);
/* The kinds with their options, as one array value. */
void exercise_write_kinds(struct jw *w);

/* `mmscope exercise KIND [--OPTION VALUE …] [--solve] [--format text|json]`. The exit status. */
int cli_exercise(int argc, char **argv);

#endif
