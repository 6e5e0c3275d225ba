/* room.h - one room from the inside: for the room_*.c files alone.
 *
 * Shape     one machine (in a session), the list of its steps, a cursor, viewers. The machine may
 *           stand anywhere; whoever needs it at a place calls room_stand first. `at_seq` is where
 *           the room's cursor is.
 * Units     positions are seq numbers; a position is a step's end or lies inside a step.
 * Owns      everything it points to.
 * Invariants
 *   R3  steps[i].first == steps[i-1].last + 1, and steps[0].first == 1
 *   R4  at_seq <= head_seq
 */
#ifndef SERVER_ROOM_H
#define SERVER_ROOM_H

#include "capture.h"
#include "encode.h"
#include "rooms.h"
#include "store.h"

#include "text/session.h"

#include <setjmp.h>

enum { ROOM_CACHE = 96, ROOM_KEYS = 32, ROOM_DONE = 16, ROOM_KEY_LEN = 64, ROOM_TITLE_LEN = 96 };
static const size_t room_cache_bytes_max = (size_t)48 << 20;
static const size_t room_results_bytes_max = (size_t)4 << 20; /* of one answer to many lines */

struct room_step {
    uint64_t first, last, clock_ns, hash;
    struct enc_view view; /* after it */
    char *line;
    char *note; /* the note before it, as {"zh":…,"en":…}; NULL none */
    bool ok;
    bool big; /* more events than are sent one by one */
};

/* An encoded message, kept to be sent again. */
enum cached { CACHED_NONE, CACHED_STEP, CACHED_DELTA, CACHED_PART, CACHED_SNAPSHOT };
struct room_cached {
    enum cached kind;
    uint64_t a, b;
    uint32_t mask;
    uint64_t used;
    struct buf *message;
};

/* A point of the timeline. */
struct room_point {
    uint64_t seq, step, clock_ns, free_pages, pgfault, tlb_hits, tlb_misses;
};

/* Lines being run. */
struct room_run {
    struct job *job; /* who asked; NULL for the scenario a room is made of */
    struct jw results;
    bool active, failed, detached; /* detached: answered 202, its result kept */
    bool cut;                      /* more results than are sent */
    bool tell_token; /* a branch made for lines: the answer carries its presenter token */
    bool to_start;   /* afterwards the cursor goes to the beginning */
    bool lesson;     /* the lines are a lesson's: it says what comes next */
    uint64_t number; /* of the 202 answer */
    uint64_t began_ms, told_ms;
    char key[ROOM_KEY_LEN];
    uint64_t from_seq; /* the head before */
};

struct room_play {
    bool on;
    double speed;
    bool by_event;
    int dir;
    double due; /* fraction of a position not moved yet */
    uint64_t at_ms;
};

/* What other threads may read, under the lock of the rooms. */
struct room_card {
    char title[ROOM_TITLE_LEN];
    char lesson[ROOM_ID_MAX + 1];
    bool is_public, broken, busy, opening;
    uint64_t used_ms;
    uint64_t step, seq, head_step, head_seq;
    uint64_t viewers;
    uint64_t wake_ms; /* when it wants to run though no job waits; 0 never */
};

struct room_kept { /* an answer kept under a key, or as the result of a 202 */
    char key[ROOM_KEY_LEN];
    uint64_t number;
    unsigned status;
    struct buf *body;
};

/* A log opened by another model, or damaged, from this step on gives something else. */
struct room_differs {
    uint64_t step;       /* 0: it does not */
    uint32_t model, was; /* of now; of those lines */
    uint64_t left;       /* steps that could not be made again at all */
};

/* Memory for machines and the road out of a failed assertion; one a worker, which runs one room at a
 * time. */
struct room_host {
    struct mm_host host;
    struct room *current;
    size_t bytes_max; /* of one piece */
};

struct room {
    struct rooms *rooms;
    struct room *next;
    unsigned worker;
    char id[ROOM_ID_MAX + 1];
    char title[ROOM_TITLE_LEN], lesson[ROOM_ID_MAX + 1];
    char presenter_token[TOKEN_LEN + 1],
        viewer_token[TOKEN_LEN + 1]; /* "" when only the hash is known */
    char presenter_hash[TOKEN_HASH_LEN + 1], viewer_hash[TOKEN_HASH_LEN + 1];
    char parent[ROOM_ID_MAX + 1];
    uint64_t parent_step;
    bool is_public, kept, broken;
    atomic_bool closing; /* its worker's to set */
    bool evict;          /* others want its place; under the lock of the rooms */
    char broken_why[200];
    char *note;             /* for the next step */
    char machine_line[512]; /* "machine ...", as it was given */
    uint64_t made_ms, used_ms;

    /* what is kept of it (room_log.c) */
    struct store_room *log; /* NULL: in memory only */
    char *extra;            /* JSON kept with it; NULL none */
    char *replay;           /* "step\nline\nwhy" of the last time it broke; NULL never */
    bool resetting;
    uint64_t *kept_hash;  /* of each kept value that is in the log */
    uint64_t output_hash; /* of the output that was logged last, or was too long */
    uint32_t kept_count;
    uint64_t log_seq, log_ms;  /* the cursor that is in the log, and when */
    struct room_open *opening; /* it is being rebuilt; NULL otherwise */
    struct room_differs differs;

    /* under the lock of the rooms */
    struct job *jobs, **jobs_end;
    unsigned job_count;
    struct room_card card;

    /* the worker's */
    struct room_host *host; /* the worker's */
    jmp_buf panic_jump;
    bool panic_ready;
    struct job *job; /* running now */
    struct session *session;
    struct mm *m; /* NULL until the first line */
    struct capture live, again;
    struct room_step *steps;
    size_t step_count, step_room;
    uint64_t at_seq, boot_hash;
    struct room_run run;
    struct room_play play;
    struct room_cached cache[ROOM_CACHE];
    uint64_t cache_clock;
    size_t cache_bytes;
    struct room_point *points;
    size_t point_count, point_room;
    uint64_t point_gap; /* seqs between two points */
    struct room_kept keys[ROOM_KEYS], done[ROOM_DONE];
    unsigned key_next, done_next;
    uint64_t run_numbers;
    struct room_lesson *course; /* the lesson it follows; NULL none */
    struct room_quiz *quiz;     /* questions asked; NULL none yet */
    struct buf *trouble;        /* the problem of the scenario it was made of, as JSON; NULL none */
    struct viewer viewers;      /* sentinel, by room_prev/room_next */
    uint64_t viewer_count;
    bool people_changed;
    uint64_t people_ms;
};

uint64_t room_now_ms(void);
const struct options *room_options(const struct room *r);

/* room.c: life */
struct room *room_new(struct rooms *rs, const struct room_plan *plan, unsigned worker);
void room_free(struct room *r);
/* One turn of the worker: a job, a slice of running lines, a tick of playing. */
void room_turn(struct room *r);
/* Fill the card. */
void room_card_fill(const struct room *r, struct room_card *c);
/* ROOM of the protocol as members of an open object; `steps`: with the list of steps. */
void room_describe(struct room *r, struct jw *w, bool steps);
/* Make the machine if there is none yet; false: *why. */
bool room_start(struct room *r, struct problem *why);
/* Make the session if there is none yet. */
void room_session(struct room *r);
/* room_start, or refuse the job. */
bool room_ready(struct room *r, struct job *j);
/* Machine, history and everything told of them go; the room and its viewers stay. In the store the lines run from now
 * on take the place of the old ones, together with r->extra and the cursor, when the next run of lines has ended. */
void room_restart(struct room *r);
/* kind and id of a job as a record of the machine; false: refused. */
bool room_thing(struct room *r, struct job *j, enum mm_record_kind *kind, uint64_t *id);

/* room_pos.c: positions */
uint64_t room_head(const struct room *r);
uint64_t room_step_end(const struct room *r, uint64_t step);
/* Step whose events contain seq; 0 for 0. */
uint64_t room_step_of(const struct room *r, uint64_t seq);
bool room_inside(const struct room *r, uint64_t seq);
/* Bring the machine to seq. */
void room_stand(struct room *r, uint64_t seq);
/* "step", "seq" of a job's arguments as a position; `seq` starts as the default. false: refused. */
bool room_position(struct room *r, struct job *j, uint64_t *seq);
/* Members step, seq, inside, head of an open object. */
void room_place_write(const struct room *r, struct jw *w, uint64_t seq);

/* room_msg.c: messages, shared and cached; a reference is returned, NULL when memory is out */
struct buf *msg_snapshot(struct room *r, uint64_t seq, uint32_t mask);
struct buf *msg_step(struct room *r, uint64_t step, uint32_t mask);
struct buf *msg_delta(struct room *r, uint64_t step, uint32_t mask);
struct buf *msg_part(struct room *r, uint64_t first, uint64_t last, uint32_t mask);
struct buf *msg_cursor(struct room *r, uint64_t seq, bool followed);
struct buf *msg_timeline(struct room *r, uint64_t from_seq);
struct buf *msg_people(struct room *r);
/* Encode the step just captured, for every mask in use. */
void msg_step_live(struct room *r, uint64_t step);
bool msg_step_cached(struct room *r, uint64_t step, uint32_t mask);
void msg_forget(struct room *r);
void room_broadcast(struct room *r, struct buf *message);

/* room_move.c: the cursor and who sees it */
void room_show(struct room *r, struct viewer *v, uint64_t seq);
void room_move(struct room *r, uint64_t seq);
void room_follow_run(struct room *r);
void room_play_tick(struct room *r);
void room_play_stop(struct room *r);
/* Is it a name that room_jump_find() knows: an event of the schema, fault_minor, fault_major, notable? */
bool room_jump_known(const char *kind);
bool room_jump_find(struct room *r, const char *kind, int dir, uint64_t from, uint64_t *seq);
void room_points_add(struct room *r, bool force);

/* room_result.c: a line's problem, and the whole of what it did, as values */
void room_problem(struct jw *w, const struct problem *p);
void room_result(struct jw *w, const struct session_line *l);

/* room_run.c: lines */
/* A line of the log that ran again, as session_line_fn. */
void room_open_run(void *ctx, const struct session_line *l);
void room_run_slice(struct room *r);
void room_run_text(struct room *r, struct job *j, const char *text, size_t len);
void room_run_end(struct room *r);
/* Lines at a past cursor: they run in a branch. */
void room_branch_run(struct room *r, struct job *j);

/* room_talk.c: all that a newcomer is told; again, when the history has become another. */
void room_welcome(struct room *r, struct viewer *v);
/* room_describe.c: "steps" of ROOM behind step `from`, as a member. */
void room_steps_write(const struct room *r, struct jw *w, uint64_t from);

/* room_lesson.c, room_quiz.c; room_lesson.h is for these two */
bool room_lesson_make(struct room *r, const struct room_plan *plan);
void room_lesson_free(struct room *r);
/* The log is played: what r->extra says of a lesson is made again, and run. */
void room_lesson_reopen(struct room *r);
/* The lines fed have run: feed the next. false: none are due. */
bool room_lesson_on(struct room *r);
/* room_run_end of a lesson's lines. */
void room_lesson_end(struct room *r);
void room_lesson_trouble(struct room *r, const struct problem *p);
void room_lesson_hello(struct room *r, struct viewer *v);
void room_quiz_hello(struct room *r, struct viewer *v);
void room_quiz_free(struct room *r);
/* Tell counts that changed, a few times a second; when that is due, 0: nothing changed. */
void room_quiz_tick(struct room *r);
uint64_t room_quiz_due(const struct room *r);
/* room_log.c: what is kept of a room, and answers that wait until it is */
/* The room is new and goes to the store. Under the lock of the rooms. */
void room_log_new(struct room *r);
/* Its log is its parent's up to where it left; before any line of its own. */
void room_log_branch(struct room *b, struct room *parent);
/* The lines of the present run belong together (a request with a key, or the scenario of the room). */
void room_log_begin(struct room *r, const char *scenario, bool to_start);
void room_log_line(struct room *r, const struct session_line *l);
void room_log_end(struct room *r);
/* r->trouble is in the log, too. */
void room_log_trouble(struct room *r);
void room_log_cursor(struct room *r, bool now);
void room_log_broken(struct room *r);
/* The room was rebuilt: its kept values are in the log already. */
void room_log_opened(struct room *r);
/* Is what happens here stored? */
bool room_stored(const struct room *r);
/* Keep this JSON with the room (NULL: nothing more): r->extra, there again when the room is rebuilt. */
void room_extra(struct room *r, const char *json);
/* Machine, steps, points and messages go; viewers, tokens and the log stay. */
void room_clear(struct room *r);
/* Answer j (the room's no more: it is freed) once everything logged so far is committed. `body` is taken over. */
void room_answer(struct room *r, struct job *j, unsigned status, struct buf *body);
/* The same from within the job, which its caller frees. */
void room_reply(struct room *r, struct job *j, unsigned status, struct buf *body);
/* The same for a message to one viewer, sent in any case. */
void room_tell(struct room *r, struct viewer *v, struct buf *message);

/* room_open.c: a stored room is rebuilt by running its log */
bool room_open_new(struct room *r, const struct store_row *row);
void room_open_free(struct room *r);
void room_open_slice(struct room *r);
/* Steps made again and steps to make. */
void room_open_progress(const struct room *r, uint64_t *done, uint64_t *total);
/* step, seq, inside, head, hash and head_hash as they are stored: where the room will stand. */
void room_open_place(const struct room *r, struct jw *w);

/* Jobs: REST and WebSocket name them in their tables. */
job_fn job_lesson_begin, job_lesson, job_lesson_post, job_lesson_go, job_page, job_slider;
job_fn job_ask, job_answer, job_reveal;
job_fn job_hello, job_leave, job_recovered, job_subscribe, job_follow, job_detach, job_resync;
job_fn job_point, job_hand_over, job_people;
job_fn job_scenario, job_commands, job_stop, job_result;
job_fn job_play, job_pause, job_step, job_seek, job_jump, job_cursor;
job_fn job_room, job_delete, job_branch, job_snapshot, job_events, job_timeline, job_export;
job_fn job_compare;
job_fn job_why, job_inspect, job_proc, job_value, job_values;

/* rooms.c: a branch made by a worker joins the list; 0 or an HTTP status. Frees r on failure. */
unsigned rooms_adopt(struct rooms *rs, struct room *r);
struct session_store *rooms_store(struct rooms *rs, unsigned worker);
struct room_host *rooms_host(struct rooms *rs, unsigned worker);
struct traces *rooms_traces(struct rooms *rs);
const struct options *rooms_options(const struct rooms *rs);
/* NULL: none were given. */
struct lessons *rooms_lessons(const struct rooms *rs);
/* The next job to run: any, or only those that may run beside a running command, or in a room that is being rebuilt. */
enum take { TAKE_ANY, TAKE_ANYTIME, TAKE_OPENING };
struct job *rooms_take(struct rooms *rs, struct room *r, enum take which);
/* Send a message to those who said hello and wait for the room. */
void rooms_tell_waiting(struct rooms *rs, struct room *r, struct buf *message);
struct store *rooms_kept(const struct rooms *rs);
/* A waiting request that is in the queue since before `before_ms` and whose turn is not the next; NULL. */
struct job *rooms_overdue(struct rooms *rs, struct room *r, uint64_t before_ms, enum take which);
void rooms_note(struct rooms *rs, uint64_t steps, uint64_t events, uint64_t encode_ns);

#endif
