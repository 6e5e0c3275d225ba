/* job.h - one thing asked of a room: by REST (a waiting request) or by a viewer.
 *
 * Shape     made by an HTTP or WebSocket thread, run by the room's worker, answered exactly once: to
 *           the request, or as a message to the viewer. What was asked lies in `args`, from a JSON
 *           body or a query alike.
 * Owns      args, text, one reference to the viewer. job_free answers 500 if nobody answered.
 */
#ifndef SERVER_JOB_H
#define SERVER_JOB_H

#include "http.h"
#include "jr.h"
#include "viewer.h"

struct room;
struct job;

enum job_need { NEED_NONE, NEED_READ, NEED_PRESENTER };

typedef void job_fn(struct room *r, struct job *j);

struct job {
    struct job *next;
    job_fn *run;
    enum job_need need;
    bool anytime; /* may run while a command is running */
    bool urgent;  /* takes a place even in a full queue */
    bool slow;    /* answered 202 already, or may be */
    uint64_t at_ms;
    struct req *req;       /* waiting; or NULL */
    struct viewer *viewer; /* or NULL */
    cJSON *args;           /* an object, or NULL */
    struct writer text;    /* lines */
    char path[256];        /* what follows a wildcard */
    char token[64];        /* what was presented, "" when nothing */
    const char *type;      /* "type" of the answering message */
};

struct job *job_new(job_fn *run, enum job_need need, const char *type);
void job_free(struct job *j);

/* Answer with an object: job_open, members, job_close. */
void job_open(struct job *j, struct jw *w);
void job_close(struct job *j, unsigned status, struct jw *w);

/* Answer with a finished body (a reference is taken over). To viewers it goes as it is. */
void job_body(struct job *j, unsigned status, const char *type, struct buf *body);

/* Refuse. */
void job_refuse(struct job *j, unsigned status, const char *kind, const char *detail);
void job_refuse_field(struct job *j, unsigned status, const char *kind, const char *detail,
                      const char *field);
void job_refusal(struct job *j, const struct refusal *p);

/* Nothing to say (a viewer's command that has its effect elsewhere); 204 for REST. */
void job_ok(struct job *j);

/* Arguments by name: 1 there, 0 absent, -1 malformed. Query values are text: decimal or 0x. */
int job_u64(const struct job *j, const char *name, uint64_t *value);
int job_i64(const struct job *j, const char *name, int64_t *value);
int job_bool(const struct job *j, const char *name, bool *value);
int job_text(const struct job *j, const char *name, const char **text);
int job_number(const struct job *j, const char *name, double *value);

#endif
