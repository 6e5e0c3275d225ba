/* text_help.h - for tests of engine/text: a session that is fed lines and what came of them; lines of every command. */
#ifndef TESTS_ENGINE_TEXT_HELP_H
#define TESTS_ENGINE_TEXT_HELP_H

#include "suite.h"
#include "text/session.h"

struct text_run {
    struct session_store *store;
    struct session *s;
    uint32_t reported; /* lines reported by the last text_do */
    uint32_t line;     /* the last of them */
    enum session_status status;
    uint32_t r_errno, r_signal;
    struct problem problem; /* of the last refusal or failure */
    char output[1 << 16];   /* of all lines, one after the other */
    size_t output_bytes;
};

/* A session without a machine; files come from tests/. */
void text_open(struct text_run *t);
void text_close(struct text_run *t);
/* Run lines to their end in slices of `budget`; true when all of them ran. */
bool text_do_sliced(struct text_run *t, const char *lines, uint64_t budget);
bool text_do(struct text_run *t, const char *lines);
/* text_do and an assertion that it went well. */
#define text_ok(t, lines) \
    ck_assert_msg(text_do((t), (lines)), "%s\n-> line %u: %s", (lines), (t)->line, (t)->problem.en)
/* Refused or failed, with a problem at this line and column whose text has `part`. */
#define text_bad(t, lines, at_line, at_column, part)                                        \
    do {                                                                                    \
        ck_assert_msg(!text_do((t), (lines)), "%s: should not run", (lines));               \
        ck_assert_msg(strstr((t)->problem.en, (part)) != NULL, "%s: %s", (lines),           \
                      (t)->problem.en);                                                     \
        ck_assert_msg((t)->problem.zh[0] != 0, "%s: no Chinese", (lines));                  \
        ck_assert_msg((t)->problem.line == (at_line) && (t)->problem.column == (at_column), \
                      "%s: at %u:%u (%s)", (lines), (t)->problem.line, (t)->problem.column, \
                      (t)->problem.en);                                                     \
    } while (0)

/* Lines that set up names p (a process with mapping m), k (blocks), o (objects), and one good line of every verb and
 * form after
 * them. */
extern const char text_setup[];
extern const char *const text_good[];
extern const unsigned text_good_count;

#endif
