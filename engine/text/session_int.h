/* session_int.h - the inside of a session, shared by session.c and the files that run its lines.
 *
 * Owns      struct session.
 */
#ifndef MM_TEXT_SESSION_INT_H
#define MM_TEXT_SESSION_INT_H

#include "text/keep.h"
#include "text/reads.h"
#include "text/refuse.h"
#include "text/session.h"

#define SESSION_INPUTS_MAX 64u
#define SESSION_TURN_COST \
    1000u /* accesses a scheduler turn is counted as when time is shared out */

/* How a line went. */
enum session_outcome {
    SESSION_OUTCOME_SILENT,  /* nothing to tell: empty, repeat, end */
    SESSION_OUTCOME_DONE,    /* it ran */
    SESSION_OUTCOME_RUNNING, /* its step is open */
    SESSION_OUTCOME_REFUSED, /* problem */
    SESSION_OUTCOME_FAILED   /* an expectation; problem */
};

struct session {
    struct session_host host;
    struct session_store *store;
    struct mm_config base;
    struct mm *m;
    struct keep keep;
    struct store_input *input[SESSION_INPUTS_MAX];
    uint32_t input_count;

    size_t text_bytes, at;         /* the fed text, and the next line in it */
    size_t line_start, line_bytes; /* the present line */
    uint32_t line;                 /* its number */
    uint32_t depth;
    struct session_loop {
        size_t body_at;     /* first line of the body */
        uint32_t body_line; /* lines before it */
        uint64_t i, count;
        char name[MM_NAME_BYTES]; /* "" none */
    } loop[SESSION_REPEAT_DEPTH];

    bool running; /* its step is open */
    bool stepped; /* it made a step, or is making one */
    bool stopped; /* session_stop was called */
    bool printed; /* it printed */
    bool again;   /* the text was expanded before */
    bool output_cut;
    uint64_t seq_before;
    size_t output_bytes; /* of the last line that printed */
    struct keep_line expanded;
    struct lex_line words;
    struct scenario scenario;
    struct problem problem;
    char output[SESSION_OUTPUT_BYTES + 1];
    char text[SESSION_TEXT_BYTES + 1];
    char log[1u << 17]; /* the value `dmesg` */
};

struct path_scope session_scope(struct session *s);
const struct keep *session_kept(const struct session *s);
bool session_busy(const struct session *s);
/* The machine line's words into a config. */
bool session_config(const struct session *s, const struct lex_line *words, struct mm_config *cfg,
                    struct problem *why);
/* Can there be such a machine, and may there be one of its size here? False: *why, at the word of `words` (may be
 * NULL) that says it. */
bool session_config_fits(const struct session *s, const struct lex_line *words,
                         const struct mm_config *cfg, struct problem *why);
/* Make the machine as the present line says. */
bool session_make_line(struct session *s, struct problem *why);
/* The files the line names are decoded and known to the machine. */
bool session_inputs(struct session *s, const struct lex_line *words, const struct scenario *line,
                    struct problem *why);

/* Back to the first `count` inputs: the line that named the others was not taken. */
void session_inputs_forget(struct session *s, uint32_t count);

/* Is "NAME = EXPR" in text[start..end) made of numbers alone? Such a let may stand before the machine line. */
bool session_let_plain(const char *text, size_t start, size_t end);
/* lines.c: "NAME = EXPR" in text[start..end) is kept in s (NULL: only looked at). Columns of *why count from
 * `start`. */
bool session_let(struct session *s, const struct path_scope *scope, const char *text, size_t start,
                 size_t end, struct problem *why);
/* lines.c: are repeat and end balanced? */
bool session_blocks(const char *text, size_t length, struct problem *why);
/* lines.c: the next line of s->text becomes the present one. */
void session_next_line(struct session *s);
/* lines.c: begin it. */
enum session_outcome session_line(struct session *s);

#endif
