/* ex_make.h - an exercise from what was asked for.
 *
 * Shape     see text/exercise.h.
 * Owns      nothing.
 */
#ifndef MM_TEXT_EX_MAKE_H
#define MM_TEXT_EX_MAKE_H

#include "text/exercise.h"

/* Make it. False: *why, a static text, says which option does not go with which. */
bool ex_make(const struct ex_ask *ask, struct exercise *out, const char **why);

#endif
