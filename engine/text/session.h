/* session.h - lines of the language on one machine: kept values, repeat, expectations, output, refusals.
 *
 * Models    language.md, all of it that this machine has.
 * Shape     feed text, then advance until it is done; every line that ran, or was refused, is reported once through
 *           `line`. The first `machine …` line makes the machine; without one it is the default, made at the first
 *           other line (or by session_start). After a refusal or a failed expectation the rest of the text is dropped.
 * Units     lines and columns from 1; a line is numbered in the text of its feed.
 * Owns      its machine (unless branched off), its kept values, a reference to every input it registered.
 * Threads   one at a time, as for the machine; sessions that share a store are used from one thread.
 * Memory    all of it from host->memory; nothing is kept by the C library.
 *
 * JSON of `mmscope run --format json` (one object a line, NDJSON):
 *   {"line":N,"text":"…","ok":true|false,"status":"ok|refused|expectation|stopped","step":N|null,
 *    "result":{"errno":"ENOMEM"|0,"signal":"SIGSEGV"|0,"code":"SEGV_MAPERR"|0,"ns":N,"addr":"0x…","pfn":N}|null,
 *    "output":"…","events":[first,last]|null,
 *    "problem":{"line":N,"column":N,"word":"…","field":"…","message":{"en":"…","zh":"…"},
 *               "accepted":"…","limit":N}|null}
 *   and last {"end":true,"ok":…,"steps":N,"seq":N,"hash":"0x…","clock_ns":N}
 */
#ifndef MM_TEXT_SESSION_H
#define MM_TEXT_SESSION_H

#include "text/store.h"

struct session; /* one machine and its kept values */

enum session_status {
    SESSION_OK,      /* it ran (a result may still be an errno or a signal) */
    SESSION_REFUSED, /* not accepted; nothing changed */
    SESSION_EXPECTATION, /* an expectation did not hold, problem has both sides; or `fails LINE` was accepted */
    SESSION_STOPPED /* session_stop ended it before it was done */
};

struct session_line {
    uint32_t line;    /* number in the fed text */
    const char *text; /* the line as written, without the newline */
    size_t text_bytes;
    const char *expanded; /* the same with its kept values filled in, zero-terminated */
    enum session_status status;
    bool stepped;                 /* it made a step of history; the next fields are then set */
    uint64_t step;                /* that step */
    uint64_t seq_first, seq_last; /* its events */
    uint32_t r_errno, r_signal,
        r_code; /* Linux numbers: mm_errno_name, mm_signal_name, mm_si_code_name */
    uint64_t r_ns, r_addr;
    uint32_t r_pfn;     /* PFN_NONE when none */
    const char *output; /* what it printed, zero-terminated; "" */
    size_t output_bytes;
    const char *note_zh, *note_en; /* of a note; NULL otherwise */
    bool output_cut;               /* there was more than SESSION_OUTPUT_BYTES */
    const struct problem *problem; /* NULL when it ran */
};
#define SESSION_OUTPUT_BYTES (1u << 20)
#define SESSION_TEXT_BYTES   (1u << 20) /* longest text of one feed */
#define SESSION_KEPT_MAX     256u       /* kept values */
#define SESSION_REPEAT_DEPTH 8u

/* Called once for each line that did something. Pointers are good during the call. It must not call session_*. */
typedef void session_line_fn(void *ctx, const struct session_line *line);

/* A session without a machine yet. `base` (NULL: mm_config_default) is what a `machine` line starts from when it
 * names no profile; its history_bytes, check_level and *_max hold in every case. Copies host. NULL: no memory. */
struct session *session_new(const struct session_host *host, struct session_store *store,
                            const struct mm_config *base);
/* A session on a machine made by mm_branch from `from`'s: same kept values, same inputs; owns `m` from now on. */
struct session *session_branch(const struct session *from, struct mm *m);
void session_free(struct session *s);

/* The machine; NULL before the first line. */
struct mm *session_machine(struct session *s);
/* Make the machine now if there is none yet. False: *why. */
bool session_start(struct session *s, struct problem *why);

/* Take text to run: lines, with whole repeat … end blocks. It is checked for words it cannot have (as validate, but
 * only the blocks' structure); copied. False: *why; nothing was taken. Only when nothing is left to run. */
bool session_feed(struct session *s, const char *text, size_t length, struct problem *why);
/* The same for one line as it was reported (`expanded`): a $ in it is a $. */
bool session_feed_again(struct session *s, const char *line, size_t length, struct problem *why);
enum session_state { SESSION_MORE, SESSION_DONE, SESSION_FAILED };
/* Run for about `budget` accesses or lines (0: one scheduler turn or one line). FAILED: the last line reported was
 * refused, did not hold or was stopped, the rest of the text is dropped. At most one line is reported after budget
 * is used up. */
enum session_state session_advance(struct session *s, uint64_t budget, session_line_fn *line,
                                   void *ctx);
/* End the running line here (mm_stop), or do not begin the next one, and drop the rest; advance reports that line as
 * SESSION_STOPPED. */
void session_stop(struct session *s);
/* Line now running (0: none) and how far its job is. */
uint32_t session_progress(const struct session *s, uint64_t *done, uint64_t *total);

/* The line begun last, its kept values filled in; "" before the first. */
const char *session_now(const struct session *s);

/* Kept values as text, to be kept elsewhere (text/keep.h): row i, 0 when there is none; and back. */
#define SESSION_KEPT_BYTES 384u
size_t session_kept_row(const struct session *s, uint32_t i, char *out, size_t bytes);
bool session_kept_set(struct session *s, const char *row, size_t length);
/* The value `output`: what was printed last. Good until the next line; and back, when it was kept elsewhere. */
const char *session_output(const struct session *s, size_t *bytes);
void session_output_set(struct session *s, const char *text, size_t length);

/* Every problem of a whole text, nothing run: known words, types, ranges, and names of processes and mappings as
 * earlier lines give them. `m` (may be NULL) and the kept values of `s` (may be NULL) are known names too. `within`
 * (may be NULL): the memory to work in, and the largest machine. Returns
 * how many problems there are; `each` is called for the first `max`. */
uint32_t session_validate(struct session *s, const struct session_host *within, const char *text,
                          size_t length, void (*each)(void *ctx, const struct problem *p),
                          void *ctx, uint32_t max);

/* Value of an expression ("vmstat.pgfault", "meminfo.MemFree / 4") as text "value unit", for REST's value?path=. */
bool session_value(struct session *s, const char *expr, char *out, size_t bytes,
                   struct problem *why);
/* The same as a number in the value's own unit where it is one: *is_number says so. */
bool session_number(struct session *s, const char *expr, bool *is_number, int64_t *value,
                    const char **unit, struct problem *why);
/* The same as it stands in a sentence (text/figure.h): "EXPR" or "EXPR in UNIT". */
bool session_figure(struct session *s, const char *expr, size_t length, char *out, size_t bytes,
                    struct problem *why);
/* Does "EXPR == EXPR" hold now? False: it cannot be said, *why. */
bool session_holds(struct session *s, const char *expr, size_t length, bool *holds,
                   struct problem *why);
/* A file of /proc (or the output of a reading command line) as text; *length is what there is. False: *why. */
bool session_read(struct session *s, const char *line, char *out, size_t bytes, size_t *length,
                  struct problem *why);

/* How the inputs that this session loaded were read: lines that were not understood, the first of them. */
struct session_input {
    const char *kind, *name;
    uint64_t accesses, lines, malformed;
    uint32_t areas; /* inferred or read */
    bool inferred;
    const char *first_malformed; /* up to three, one a line, with line numbers; "" */
};
bool session_input(const struct session *s, unsigned i, struct session_input *out);

#endif
