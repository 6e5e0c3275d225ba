/* ex_make.c - which maker for which kind. */
#include "text/ex_make.h"

#include <string.h>

#include "text/ex_kinds.h"

bool ex_make(const struct ex_ask *ask, struct exercise *out, const char **why)
{
    static bool (*const make[EX_COUNT])(struct exercise *, struct py_random *, const char **) = {
        [EX_RELOCATION] = ex_relocation, [EX_SEGMENTATION] = ex_segmentation,
        [EX_LINEAR] = ex_linear,         [EX_MULTILEVEL] = ex_multilevel,
        [EX_FREELIST] = ex_freelist,     [EX_POLICY] = ex_policy};
    struct py_random random;

    memset(out, 0, sizeof(*out));
    out->ask = *ask;
    py_seed(&random, ask->seed);
    return make[ask->kind](out, &random, why);
}
