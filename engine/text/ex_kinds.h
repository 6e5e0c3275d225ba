/* ex_kinds.h - one maker a kind of exercise; see exercise.h.
 *
 * Shape     each takes an exercise whose `ask` is set and the generator, freshly seeded; false: *why is a static text.
 */
#ifndef MM_TEXT_EX_KINDS_H
#define MM_TEXT_EX_KINDS_H

#include "text/exercise.h"
#include "lab/pyrandom.h"

bool ex_relocation(struct exercise *x, struct py_random *r, const char **why);
bool ex_segmentation(struct exercise *x, struct py_random *r, const char **why);
bool ex_linear(struct exercise *x, struct py_random *r, const char **why);
bool ex_multilevel(struct exercise *x, struct py_random *r, const char **why);
bool ex_freelist(struct exercise *x, struct py_random *r, const char **why);
bool ex_policy(struct exercise *x, struct py_random *r, const char **why);

#endif
