/* check_oracle.c - recorded runs of Linux 6.1, told again as scenarios: every expectation must hold.
 *
 * The scenarios and the recorded figures they quote lie in tests/oracle.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "text/session.h"

static const char *const scenarios[] = {
    "a-anon-overcommit0-noswap",
    "a-anon-overcommit1",
    "a-pagetables-sparse",
    "i-vma",
    "j-segv",
    "i-i386-pt",
    "i-i386-space",
    "l-la57",
    "l-nola57",
    "n-numa-anon-spill",
    "p-smp2-2proc",
};
#define SCENARIO_COUNT (int)(sizeof(scenarios) / sizeof(scenarios[0]))

static bool load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                 size_t *length, char *why, size_t why_bytes)
{
    char path[256];

    (void)ctx;
    snprintf(path, sizeof(path), "oracle/%s", name);
    *bytes = (const uint8_t *)test_read(path, length);
    snprintf(why, why_bytes, "%s %s", kind, name);
    return true;
}

static void unload(void *ctx, const uint8_t *bytes, size_t length)
{
    (void)ctx;
    (void)length;
    free((void *)(uintptr_t)bytes);
}

struct run {
    const char *name;
    unsigned expected, lines;
};

static void line(void *ctx, const struct session_line *l)
{
    struct run *run = ctx;

    run->lines++;
    run->expected += strncmp(l->text, "expect ", 7) == 0;
    ck_assert_msg(l->status == SESSION_OK, "%s.mm:%u: %.*s: %s", run->name, l->line,
                  (int)l->text_bytes, l->text, l->problem != NULL ? l->problem->en : "stopped");
}

START_TEST(test_scenario)
{
    const struct session_host host = {.load = load, .unload = unload};
    struct session_store *store = session_store_new(&mm_host_libc, 1u << 26);
    struct session *s = session_new(&host, store, NULL);
    struct run run = {.name = scenarios[_i]};
    enum session_state state;
    struct problem why;
    char path[128];
    size_t length;
    char *text;

    snprintf(path, sizeof(path), "oracle/%s.mm", scenarios[_i]);
    text = test_read(path, &length);
    ck_assert_msg(session_feed(s, text, length, &why), "%s:%u: %s", path, why.line, why.en);
    do {
        state = session_advance(s, 1u << 20, line, &run);
    } while (state == SESSION_MORE);
    ck_assert_int_eq(state, SESSION_DONE);
    ck_assert_uint_gt(run.expected, 5);
    mm_check(session_machine(s));
    free(text);
    session_free(s);
    session_store_free(store);
}
END_TEST

Suite *make_oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("recorded");

    tcase_add_loop_test(t, test_scenario, 0, SCENARIO_COUNT);
    suite_add_tcase(s, t);
    return s;
}
