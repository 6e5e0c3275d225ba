/* lesson_play.h - a lesson being run: which lines are due next, what its texts say at their places.
 *
 * Shape     play_on passes the items that are due, keeps what each of them says then, and hands out
 *           the lines to run before the next one. It stops at the first question whose answer is not
 *           to be shown: what lies behind it is neither run nor evaluated, so there is nothing that
 *           could be found out early.
 * Units     a position is a step and a seq; lines are those of the lesson's file.
 * Owns      a reference to the lesson, the texts kept.
 * Invariants
 *   P1  an item is passed when, and only when, it stands before the place of the play
 *   P2  with a slider off its default, `expect` lines are left out: they state figures of the default
 */
#ifndef SERVER_LESSON_PLAY_H
#define SERVER_LESSON_PLAY_H

#include "jw.h"
#include "lesson_text.h"

#include "text/session.h"

struct play_item {
    struct buf *text[2]; /* [SPAN,…] by language; NULL: not passed, or no text */
    bool passed;
    uint64_t step, seq;
};
struct play_question {
    bool shown;  /* its answer may be shown */
    int correct; /* the choice that holds, once passed; -1 none */
};
struct lesson_play {
    struct lesson *lesson;
    struct play_item *item;
    struct play_question *question;
    uint64_t value[LESSON_SLIDERS_MAX];
    unsigned next; /* item */
    unsigned open; /* question between its ask and its reveal; question_count none */
    uint32_t line; /* the next to run */
    size_t at;     /* byte of it */
    char *feed;    /* the lines handed out last */
};

struct play_host {
    /* Where an item stands: the first event `see` of the step just before (EV_COUNT, or none there: its end). */
    void (*place)(void *ctx, unsigned see, uint64_t *step, uint64_t *seq);
    /* A value that cannot be said, choices that do not hold. */
    void (*tell)(void *ctx, const struct problem *p);
    void *ctx;
};

struct lesson_play *play_new(struct lesson *l);
void play_free(struct lesson_play *p);

/* PLAY_LINES: run text[0..length), whose line numbers are the file's, then come again. */
enum play_state { PLAY_LINES, PLAY_GATE, PLAY_END, PLAY_MEMORY };
enum play_state play_on(struct lesson_play *p, struct session *s, const struct play_host *host,
                        const char **text, size_t *length);

/* From the beginning again, on a machine yet to be made; answers that were shown stay so. */
void play_restart(struct lesson_play *p);
/* A value of a slider; false: no such slider, or no stop of it. Takes effect at a restart. */
bool play_slide(struct lesson_play *p, const char *name, uint64_t value);

/* Markup of one language with its values as they are now, as an array of spans. */
struct buf *play_spans(const struct lesson_words *words, struct session *s,
                       void (*tell)(void *ctx, const struct problem *p), void *ctx);

#endif
