#define _GNU_SOURCE 1
#include "rooms.h"

#include "log.h"
#include "room.h"
#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

struct worker {
    struct rooms *rooms;
    unsigned index;
    pthread_t thread;
    pthread_cond_t wake;
    struct room *list; /* its rooms, under the lock */
    unsigned room_count;
    struct session_store *store;
    struct room_host host;
};

struct rooms {
    const struct options *options;
    struct traces *traces;
    pthread_mutex_t lock;
    struct worker *workers;
    unsigned worker_count, room_count;
    bool stopping;
    struct rooms_counts counts; /* steps, events, refused, encode_ns */
};

/* ---- what a machine gets from its host ---- */

/* A machine asks for its block in one piece: 4 KiB of address space a frame for tables, and the records. */
static void *host_reserve(void *ctx, size_t bytes)
{
    const struct room_host *h = ctx;

    if (bytes > h->bytes_max)
        return NULL;
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void host_release(void *ctx, void *p, size_t bytes)
{
    (void)ctx;
    munmap(p, bytes);
}

/* Out of the engine and back into room_turn, which closes the room. */
static void host_panic(void *ctx, const char *file, int line, const char *what)
{
    struct room *r = ((struct room_host *)ctx)->current;

    log_error("engine", "%s:%d: %s (room %s)", file, line, what, r ? r->id : "?");
    if (!r || !r->panic_ready)
        abort();
    snprintf(r->broken_why, sizeof r->broken_why, "%s:%d: %s", file, line, what);
    longjmp(r->panic_jump, 1);
}

/* ---- workers ---- */

static bool room_wants(const struct room *r, uint64_t now_ms)
{
    return r->jobs || r->closing || (r->card.wake_ms && r->card.wake_ms <= now_ms);
}

static void worker_unlink(struct worker *w, struct room *r)
{
    struct room **p = &w->list;

    while (*p != r)
        p = &(*p)->next;
    *p = r->next;
    w->room_count--;
    w->rooms->room_count--;
}

/* Behind all the others, so that every room gets its turn. */
static void worker_rotate(struct worker *w, struct room *r)
{
    struct room **p = &w->list;

    while (*p != r)
        p = &(*p)->next;
    *p = r->next;
    r->next = NULL;
    for (p = &w->list; *p; p = &(*p)->next)
        ;
    *p = r;
}

static void worker_sleep(struct worker *w, uint64_t now_ms)
{
    uint64_t until = now_ms + 5000;
    struct timespec t;

    for (const struct room *r = w->list; r; r = r->next)
        if (r->card.wake_ms && r->card.wake_ms < until)
            until = r->card.wake_ms;
    t.tv_sec = (time_t)(until / 1000);
    t.tv_nsec = (long)(until % 1000) * 1000000;
    pthread_cond_timedwait(&w->wake, &w->rooms->lock, &t);
}

/* Leave the lock, let the room do something, take the lock again. */
static void worker_turn(struct worker *w, struct room *r)
{
    pthread_mutex_unlock(&w->rooms->lock);
    w->host.current = r;
    room_turn(r);
    w->host.current = NULL;
    pthread_mutex_lock(&w->rooms->lock);
    room_card_fill(r, &r->card);
    if (r->closing && !r->jobs) {
        worker_unlink(w, r);
        pthread_mutex_unlock(&w->rooms->lock);
        log_info("rooms", "%s ended", r->id);
        room_free(r);
        pthread_mutex_lock(&w->rooms->lock);
        return;
    }
    worker_rotate(w, r);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    struct rooms *rs = w->rooms;

    pthread_mutex_lock(&rs->lock);
    while (!rs->stopping || w->list) {
        uint64_t now = room_now_ms();
        struct room *r = w->list;
        if (rs->stopping)
            for (struct room *each = r; each; each = each->next)
                each->closing = true;
        while (r && !room_wants(r, now))
            r = r->next;
        if (r)
            worker_turn(w, r);
        else
            worker_sleep(w, now);
    }
    pthread_mutex_unlock(&rs->lock);
    session_store_free(w->store);
    return NULL;
}

static bool worker_start(struct rooms *rs, unsigned i)
{
    struct worker *w = &rs->workers[i];
    pthread_condattr_t clock;

    w->rooms = rs;
    w->index = i;
    w->host.bytes_max = (size_t)(rs->options->max_frames * (4096 + 96)) + ((size_t)64 << 20);
    if (w->host.bytes_max < rs->options->history)
        w->host.bytes_max = (size_t)rs->options->history;
    w->host.host = (struct mm_host){host_reserve, host_release, host_panic, &w->host};
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &clock);
    pthread_condattr_destroy(&clock);
    w->store = session_store_new(NULL, rs->options->max_trace * 4);
    return w->store && !pthread_create(&w->thread, NULL, worker_main, w);
}

struct rooms *rooms_start(const struct options *o, struct traces *traces)
{
    struct rooms *rs = calloc(1, sizeof *rs);

    if (!rs)
        return NULL;
    rs->options = o;
    rs->traces = traces;
    pthread_mutex_init(&rs->lock, NULL);
    rs->workers = calloc(o->workers, sizeof *rs->workers);
    for (unsigned i = 0; rs->workers && i < o->workers; i++) {
        if (!worker_start(rs, i)) {
            log_error("rooms", "cannot start a worker");
            rooms_stop(rs);
            rooms_free(rs);
            return NULL;
        }
        rs->worker_count++;
    }
    return rs;
}

void rooms_stop(struct rooms *rs)
{
    if (!rs)
        return;
    pthread_mutex_lock(&rs->lock);
    rs->stopping = true;
    for (unsigned i = 0; i < rs->worker_count; i++)
        pthread_cond_signal(&rs->workers[i].wake);
    pthread_mutex_unlock(&rs->lock);
    for (unsigned i = 0; i < rs->worker_count; i++)
        pthread_join(rs->workers[i].thread, NULL);
}

void rooms_free(struct rooms *rs)
{
    if (!rs)
        return;
    for (unsigned i = 0; i < rs->worker_count; i++)
        pthread_cond_destroy(&rs->workers[i].wake);
    free(rs->workers);
    pthread_mutex_destroy(&rs->lock);
    free(rs);
}

/* ---- rooms by id ---- */

static struct room *rooms_find(struct rooms *rs, const char *id)
{
    for (unsigned i = 0; i < rs->worker_count; i++)
        for (struct room *r = rs->workers[i].list; r; r = r->next)
            if (!strcmp(r->id, id))
                return r;
    return NULL;
}

static unsigned rooms_link(struct rooms *rs, struct room *r)
{
    if (rs->stopping || rs->room_count >= rs->options->max_rooms || rooms_find(rs, r->id))
        return 503;
    struct worker *w = &rs->workers[r->worker];
    room_card_fill(r, &r->card);
    r->next = w->list;
    w->list = r;
    w->room_count++;
    rs->room_count++;
    pthread_cond_signal(&w->wake);
    return 0;
}

unsigned rooms_adopt(struct rooms *rs, struct room *r)
{
    pthread_mutex_lock(&rs->lock);
    unsigned status = rooms_link(rs, r);
    pthread_mutex_unlock(&rs->lock);
    if (status)
        room_free(r);
    return status;
}

unsigned rooms_make(struct rooms *rs, const struct room_plan *plan, struct room_made *made,
                    const char **why, uint64_t *limit)
{
    unsigned least = 0;

    pthread_mutex_lock(&rs->lock);
    for (unsigned i = 1; i < rs->worker_count; i++)
        if (rs->workers[i].room_count < rs->workers[least].room_count)
            least = i;
    pthread_mutex_unlock(&rs->lock);
    struct room *r = room_new(rs, plan, least);
    *why = "there are as many rooms as the server takes";
    *limit = rs->options->max_rooms;
    if (!r) {
        *why = "out of memory";
        return 503;
    }
    strcpy(made->id, r->id);
    strcpy(made->presenter_token, r->presenter_token);
    strcpy(made->viewer_token, r->viewer_token);
    pthread_mutex_lock(&rs->lock);
    bool full = rs->room_count >= rs->options->max_rooms;
    pthread_mutex_unlock(&rs->lock);
    unsigned status = rooms_adopt(rs, r);
    return status && full ? 429 : status;
}

enum post rooms_post(struct rooms *rs, const char *id, struct job *j)
{
    enum post result = POST_OK;

    pthread_mutex_lock(&rs->lock);
    struct room *r = rooms_find(rs, id);
    if (rs->stopping) {
        result = POST_STOPPING;
    } else if (!r || r->closing) {
        result = POST_NO_ROOM;
    } else if (r->job_count >= rs->options->queue && !j->urgent) {
        result = POST_FULL;
        rs->counts.refused++;
    } else {
        j->at_ms = room_now_ms();
        j->next = NULL;
        *r->jobs_end = j;
        r->jobs_end = &j->next;
        r->job_count++;
        pthread_cond_signal(&rs->workers[r->worker].wake);
    }
    pthread_mutex_unlock(&rs->lock);
    return result;
}

/* Take *p out of r's queue. */
static struct job *queue_unlink(struct room *r, struct job **p)
{
    struct job *j = *p;

    *p = j->next;
    if (!*p)
        r->jobs_end = p;
    j->next = NULL;
    r->job_count--;
    return j;
}

struct job *rooms_take(struct rooms *rs, struct room *r, bool anytime_only)
{
    struct job *j = NULL;

    pthread_mutex_lock(&rs->lock);
    struct job **p = &r->jobs;
    while (*p && anytime_only && !(*p)->anytime)
        p = &(*p)->next;
    if (*p)
        j = queue_unlink(r, p);
    pthread_mutex_unlock(&rs->lock);
    return j;
}

struct job *rooms_overdue(struct rooms *rs, struct room *r, uint64_t before_ms)
{
    struct job *j = NULL;

    pthread_mutex_lock(&rs->lock);
    struct job **p = &r->jobs;
    while (*p && !((*p)->req && (*p)->at_ms < before_ms))
        p = &(*p)->next;
    if (*p)
        j = queue_unlink(r, p);
    pthread_mutex_unlock(&rs->lock);
    return j;
}

static void card_write(const struct room *r, struct jw *w)
{
    const struct room_card *c = &r->card;

    jw_open(w, '{');
    jw_kv_text(w, "id", r->id);
    jw_key(w, "url");
    char url[64];
    snprintf(url, sizeof url, "/r/%s", r->id);
    jw_text(w, url);
    jw_kv_text(w, "title", c->title);
    jw_kv_text(w, "lesson", c->lesson[0] ? c->lesson : NULL);
    jw_kv_text(w, "state", c->broken ? "broken" : c->busy ? "busy" : "ready");
    jw_kv_u64(w, "step", c->step);
    jw_kv_u64(w, "seq", c->seq);
    jw_key(w, "head");
    jw_open(w, '{');
    jw_kv_u64(w, "step", c->head_step);
    jw_kv_u64(w, "seq", c->head_seq);
    jw_close(w, '}');
    jw_kv_u64(w, "viewers", c->viewers);
    jw_close(w, '}');
}

void rooms_list(struct rooms *rs, struct jw *w)
{
    jw_open(w, '[');
    pthread_mutex_lock(&rs->lock);
    for (unsigned i = 0; i < rs->worker_count; i++)
        for (const struct room *r = rs->workers[i].list; r; r = r->next)
            if (r->card.is_public && !r->closing)
                card_write(r, w);
    pthread_mutex_unlock(&rs->lock);
    jw_close(w, ']');
}

void rooms_count(struct rooms *rs, struct rooms_counts *c)
{
    pthread_mutex_lock(&rs->lock);
    *c = rs->counts;
    c->rooms = rs->room_count;
    for (unsigned i = 0; i < rs->worker_count; i++)
        for (const struct room *r = rs->workers[i].list; r; r = r->next) {
            c->broken += r->card.broken;
            c->queued += r->job_count;
            c->viewers += r->card.viewers;
        }
    pthread_mutex_unlock(&rs->lock);
}

void rooms_note(struct rooms *rs, uint64_t steps, uint64_t events, uint64_t encode_ns)
{
    pthread_mutex_lock(&rs->lock);
    rs->counts.steps += steps;
    rs->counts.events += events;
    rs->counts.encode_ns += encode_ns;
    pthread_mutex_unlock(&rs->lock);
}

struct session_store *rooms_store(struct rooms *rs, unsigned worker)
{
    return rs->workers[worker].store;
}

struct room_host *rooms_host(struct rooms *rs, unsigned worker)
{
    return &rs->workers[worker].host;
}

struct traces *rooms_traces(struct rooms *rs)
{
    return rs->traces;
}

const struct options *rooms_options(const struct rooms *rs)
{
    return rs->options;
}
