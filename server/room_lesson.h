/* room_lesson.h - the lesson of a room, and the questions asked in it: for room*.c.
 *
 * Shape     a room made of a lesson runs only up to the first question whose answer is not shown; nothing beyond it is
 *           run, evaluated or kept, so nothing that is sent can hold it. Revealing runs on to the next question. A
 *           slider begins the machine and its history anew and runs to the same place.
 *           Lines of the presenter's own go into a branch: the room stays the lesson.
 *           Questions are those of the lesson that were reached, and those asked ad hoc (quiz), in one list.
 * Units     pages are numbered from 1; positions as in room.h.
 * Owns      struct room_lesson, struct room_quiz and all in them.
 * Invariants
 *   Q1  the counts of an open question sum up to its votes; a voter has one vote
 *   Q2  `correct` is written only of a revealed question
 */
#ifndef SERVER_ROOM_LESSON_H
#define SERVER_ROOM_LESSON_H

#include "lesson_play.h"
#include "room.h"

enum { QUIZ_MAX = 256, QUIZ_VOTES_MAX = 5000, QUIZ_AD_HOC_TEXT = 1000, QUIZ_WHEN = 500 };

struct quiz_vote {
    char voter[VIEWER_VOTER_LEN + 1];
    unsigned choice;
};
struct quiz_question {
    char name[LESSON_ID_MAX + 1];
    int index; /* of the lesson's question; -1 ad hoc */
    struct buf *text[2], *choice[LESSON_CHOICES_MAX][2];
    char *when[LESSON_CHOICES_MAX]; /* ad hoc; NULL none */
    unsigned choice_count;
    bool revealed, changed; /* changed: counts not told yet */
    int correct;            /* -1 none */
    uint64_t counts[LESSON_CHOICES_MAX];
    struct quiz_vote *vote;
    unsigned vote_count, vote_room;
};
struct room_quiz {
    struct quiz_question question[QUIZ_MAX];
    unsigned count, asked; /* asked: ad hoc so far, for their names */
    bool changed;
    uint64_t told_ms;
};

struct room_lesson {
    struct lesson_play *play;
    char prev[LESSON_ID_MAX + 1], next[LESSON_ID_MAX + 1]; /* "" none */
    unsigned page;                                         /* from 1 */
    bool anew;                                             /* this run begins the history anew */
    bool again; /* it is opened again: the cursor goes to `stand` */
    uint64_t stand;
    bool failed;         /* a line did not run, or was stopped: what comes next begins anew */
    int revealing;       /* the question whose answer is being run, -1 */
    struct buf *problem; /* what went wrong, as JSON; NULL */
};

/* room_lesson.c */
/* Members of LESSON in an open object. */
void room_lesson_write(struct room *r, struct jw *w);
struct buf *msg_lesson(struct room *r);
/* The question is asked: the run has come to it and not shown its answer. */
bool room_lesson_open(const struct room *r, unsigned question);
/* Show its answer: run on. Takes the job over when it returns true. */
void room_lesson_reveal(struct room *r, struct job *j, unsigned question);

/* room_lesson_keep.c: what is stored with the room, as JSON; store it when it is another. */
struct buf *room_lesson_kept(const struct room *r);
void room_lesson_keep(struct room *r);
/* Run from where the lesson stands to the next question that is open; the job is answered then. */
void room_lesson_run(struct room *r, struct job *j);
/* The machine goes and the lesson's text begins anew: room_lesson_run is due. */
void room_lesson_anew(struct room *r);
/* Everybody is told the lesson as it is. */
void room_lesson_tell(struct room *r);
/* Where a page stands, and whether it was reached; one that was not stands where the run is. */
uint64_t room_lesson_page_seq(const struct room *r, unsigned page);
bool room_lesson_page_open(const struct room *r, unsigned page);
/* Run it again from the beginning to where it was, and stand at `seq`. */
void room_lesson_again(struct room *r, uint64_t seq);
/* A `tell` that keeps the first problem in a struct problem. */
void room_problem_first(void *ctx, const struct problem *p);

/* room_quiz.c */
struct quiz_question *quiz_find(struct room *r, const char *name);
const struct quiz_question *quiz_named(const struct room *r, const char *name);
/* The lesson's question of this index, added to the list when it is first reached. NULL: no memory. */
struct quiz_question *quiz_lesson(struct room *r, unsigned index);
void quiz_write(const struct room *r, const struct quiz_question *q, struct jw *w);
void quiz_tell(struct room *r, const struct quiz_question *q);
void quiz_tell_reveal(struct room *r, const struct quiz_question *q);

#endif
