/* fuzz_expr.c - any text as an expression on a machine and without one, as a pattern, and as a line's words. */
#include <string.h>

#include "text/expr.h"
#include "text/keep.h"
#include "text/session.h"

static void one_line(const char *text, size_t size)
{
    static struct keep_line expanded;
    static struct keep keep;
    static struct lex_line words;
    struct problem why;

    if (keep_expand(&keep, true, text, size, &expanded, &why)) {
        if (!lex_split(expanded.text, expanded.length, &words, &why)) {
            keep_place(&expanded, text, size, &why);
        }
    }
}

static void one_pattern(const char *text, size_t size)
{
    const char *en, *zh;
    struct regex re;
    size_t at;

    if (regex_compile(&re, text, size, &at, &en, &zh)) {
        regex_find(&re, text, size < 256 ? size : 256);
    } else if (at > size) {
        __builtin_trap();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct mm *m; /* read only: one machine for all inputs */
    const char *text = (const char *)data;
    struct path_scope scope = {.m = NULL};
    struct expr_answer answer;
    struct problem why;
    struct value v;

    if (!m) {
        struct mm_config cfg;
        struct mm_fail fail;

        mm_config_default(&cfg);
        cfg.memory_bytes = 1 << 20;
        m = mm_new(&cfg, &mm_host_libc, &fail);
    }
    for (unsigned i = 0; i < 2; i++, scope.m = m) {
        if (!expr_holds(&scope, text, size, &answer, &why) && (!why.en[0] || !why.column)) {
            __builtin_trap();
        }
        expr_value(&scope, text, size, &v, &why);
    }
    one_line(text, size);
    one_pattern(text, size);
    return 0;
}
