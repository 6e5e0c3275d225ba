/* fuzz_scenario.c - any text as a scenario: validated, completed, run in slices, every invariant after each command. */
#include <string.h>

#include "lines.h"
#include "text/complete.h"
#include "text/session.h"

#define SLICES 40u

static bool load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                 size_t *length, char *why, size_t why_bytes)
{
    static const char lackey[] = "I  0401ab70,3\n L 1ffeffe7e8,8\n S 1ffeffe7e8,8\nI  0401bb70,3\n";
    static const char pages[] = "1\n2\n3 4\n";
    static const char maps[] = "00400000-00401000 r-xp 00000000 00:02 15 /orc\n"
                               "15e22000-15e44000 rw-p 00000000 00:00 0 [heap]\n";

    (void)ctx;
    (void)name;
    (void)why;
    (void)why_bytes;
    *bytes = (const uint8_t *)(kind[0] == 'l' ? lackey : kind[0] == 'p' ? pages : maps);
    *length = strlen((const char *)*bytes);
    return true;
}

static void each(void *ctx, const struct problem *p)
{
    (void)ctx;
    if (!p->en[0] || !p->zh[0] || !p->line || !p->column) {
        __builtin_trap(); /* a problem without a text or a place */
    }
}

static void line(void *ctx, const struct session_line *l)
{
    (void)ctx;
    if ((l->status == SESSION_REFUSED || l->status == SESSION_EXPECTATION) !=
        (l->problem != NULL)) {
        __builtin_trap();
    }
    if (l->problem) {
        each(NULL, l->problem);
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return lines_mutate(data, size, max, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct session_host host = {.load = load, .frames_max = 2048, .steps_max = 200};
    const char *text = (const char *)data;
    struct session_store *store = session_store_new(NULL, 1 << 20);
    struct completion completion;
    struct mm_config base;
    struct problem why;
    struct session *s;

    mm_config_default(&base);
    base.memory_bytes = 4 << 20;
    base.history_bytes = 8 << 20;
    base.vmas_max = 256;
    base.check_level = 1;
    s = session_new(&host, store, &base);
    session_validate(NULL, NULL, text, size, each, NULL, 100);
    complete_line(NULL, text, size < 4096 ? size : 4096, &completion);
    if (session_feed(s, text, size, &why)) {
        enum session_state state = SESSION_MORE;

        for (unsigned i = 0; i < SLICES && state == SESSION_MORE; i++) {
            state = session_advance(s, 2000, line, NULL);
        }
        if (state == SESSION_MORE) {
            session_stop(s);
            session_advance(s, 2000, line, NULL);
        }
    }
    if (session_machine(s)) {
        mm_check(session_machine(s));
        session_validate(s, NULL, text, size, each, NULL, 100);
    }
    session_free(s);
    session_store_free(store);
    return 0;
}
