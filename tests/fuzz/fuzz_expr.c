/* fuzz_expr.c - any text as an expression on two machines and without one, as a pattern, and as a line's words. */
#include <string.h>

#include "lines.h"
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

static void line(void *ctx, const struct session_line *l)
{
    (void)ctx;
    if (l->problem) {
        __builtin_trap();
    }
}

/* Two nodes, three CPUs, three zones; something in every kind of place. */
static struct mm *wide_machine(void)
{
    static const char text[] =
        "machine memory=20M nodes=2 cpus=3 thp=always\nspawn p\nspawn q cpu=1\n"
        "p mmap 1M as a\np write a\np munmap a every=2\nlet n = 5\n"
        "kmem_cache c size=100 reclaimable\nkmem_alloc c count=50 as o\n"
        "alloc_pages 3 as k count=9\nalloc_pages 0 as l gfp=ATOMIC node=1\n"
        "echo 1 > /proc/sys/vm/compact_memory\n";
    static const struct session_host host = {.steps_max = 60};
    static struct session *s; /* as long as the process */
    struct problem why;

    s = session_new(&host, NULL, NULL);
    if (s == NULL || !session_feed(s, text, sizeof text - 1, &why)) {
        __builtin_trap();
    }
    for (unsigned i = 0; i < 1000 && session_advance(s, 2000, line, NULL) == SESSION_MORE; i++) {
    }
    return session_machine(s);
}

static struct mm *narrow_machine(void)
{
    struct mm_config cfg;
    struct mm_fail fail;

    mm_config_default(&cfg);
    cfg.memory_bytes = 1 << 20;
    return mm_new(&cfg, &mm_host_libc, &fail);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return lines_mutate_expr(data, size, max, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct mm *machine[3]; /* read only: the same for all inputs; the first is none */
    static uint64_t hash[3], runs;
    const char *text = (const char *)data;
    struct expr_answer answer;
    struct problem why;
    struct value v;

    if (!machine[1]) {
        machine[1] = narrow_machine();
        machine[2] = wide_machine();
        hash[1] = mm_hash(machine[1]);
        hash[2] = mm_hash(machine[2]);
    }
    for (unsigned i = 0; i < 3; i++) {
        const struct path_scope scope = {.m = machine[i]};

        if (!expr_holds(&scope, text, size, &answer, &why) && (!why.en[0] || !why.column)) {
            __builtin_trap();
        }
        expr_value(&scope, text, size, &v, &why);
        if (machine[i] && runs % 64 == 0 && mm_hash(machine[i]) != hash[i]) {
            __builtin_trap(); /* looking changed it */
        }
    }
    runs++;
    one_line(text, size);
    one_pattern(text, size);
    return 0;
}
