#define _GNU_SOURCE 1
#include "rooms_int.h"

#include "host.h"
#include "log.h"
#include "room.h"
#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVICT_MS = 30000 };

/* ---- what a machine gets from its host ---- */

/* A machine asks for its block in one piece: 4 KiB of address space a frame for tables, and the records. */
static void *host_reserve(void *ctx, size_t bytes)
{
    const struct room_host *h = ctx;

    return bytes > h->bytes_max ? NULL : host_map(NULL, bytes);
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
        for (struct room *each = r; each; each = each->next)
            if (rs->stopping || (each->evict && !each->jobs))
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
    w->host.bytes_max = (size_t)(rs->options->max_frames * (4096 + 512)) + ((size_t)64 << 20);
    if (w->host.bytes_max < rs->options->history)
        w->host.bytes_max = (size_t)rs->options->history;
    w->host.host = (struct mm_host){host_reserve, host_unmap, host_panic, &w->host};
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &clock);
    pthread_condattr_destroy(&clock);
    w->store = session_store_new(NULL, rs->options->max_trace * 4);
    return w->store && !pthread_create(&w->thread, NULL, worker_main, w);
}

struct rooms *rooms_start(const struct options *o, struct traces *traces, struct store *store)
{
    struct rooms *rs = calloc(1, sizeof *rs);

    if (!rs)
        return NULL;
    rs->options = o;
    rs->traces = traces;
    rs->store = store;
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

struct room *rooms_find(struct rooms *rs, const char *id)
{
    for (unsigned i = 0; i < rs->worker_count; i++)
        for (struct room *r = rs->workers[i].list; r; r = r->next)
            if (!strcmp(r->id, id))
                return r;
    return NULL;
}

/* Is there a place for one more? A stored room that nobody looks at gives up its own. */
static bool rooms_place(struct rooms *rs)
{
    struct room *oldest = NULL;
    unsigned leaving = 0;

    for (unsigned i = 0; i < rs->worker_count; i++)
        for (struct room *r = rs->workers[i].list; r; r = r->next) {
            bool idle = !r->jobs && !r->card.viewers && !r->card.busy && !r->kept && !r->closing &&
                        !r->evict && store_room_stored(r->log);
            leaving += r->closing || r->evict;
            if (idle && (!oldest || r->card.used_ms < oldest->card.used_ms))
                oldest = r;
        }
    if (rs->room_count - leaving < rs->options->max_rooms)
        return true;
    if (!oldest || room_now_ms() - oldest->card.used_ms < EVICT_MS)
        return false;
    oldest->evict = true;
    for (unsigned i = 0; i < rs->worker_count; i++)
        pthread_cond_signal(&rs->workers[i].wake);
    return true;
}

static unsigned rooms_link(struct rooms *rs, struct room *r)
{
    if (rs->stopping || rooms_find(rs, r->id) || !rooms_place(rs))
        return 503;
    struct worker *w = &rs->workers[r->worker];
    room_log_new(r);
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

static unsigned rooms_worker(struct rooms *rs)
{
    unsigned least = 0;

    pthread_mutex_lock(&rs->lock);
    for (unsigned i = 1; i < rs->worker_count; i++)
        if (rs->workers[i].room_count < rs->workers[least].room_count)
            least = i;
    pthread_mutex_unlock(&rs->lock);
    return least;
}

unsigned rooms_make(struct rooms *rs, const struct room_plan *plan, struct room_made *made,
                    const char **why, uint64_t *limit)
{
    struct room *r = room_new(rs, plan, rooms_worker(rs));
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

/* A stored room becomes one that runs, being rebuilt. */
static enum post rooms_open(struct rooms *rs, const char *id)
{
    struct store_row row;
    char why[STORE_WHY_LEN];
    struct room_plan plan = {.id = id, .row = &row};

    plan.log = rs->store ? store_room_open(rs->store, id, &row, why) : NULL;
    if (!plan.log)
        return rs->store && *why ? POST_LATER : POST_NO_ROOM;
    struct room *r = room_new(rs, &plan, rooms_worker(rs));
    store_row_fini(&row);
    if (!r)
        return POST_LATER;
    pthread_mutex_lock(&rs->lock);
    bool there = rooms_find(rs, id) != NULL;
    pthread_mutex_unlock(&rs->lock);
    return rooms_adopt(rs, r) == 0 || there ? POST_OK : POST_LATER;
}

/* Stored rooms are not opened by somebody who goes. */
static bool job_opens(const struct job *j)
{
    return j->run != job_leave && j->run != job_recovered;
}

enum post rooms_post(struct rooms *rs, const char *id, struct job *j)
{
    enum post result = POST_OK;

    pthread_mutex_lock(&rs->lock);
    struct room *r = rooms_find(rs, id);
    if (!r && rs->store && !rs->stopping && job_opens(j)) {
        pthread_mutex_unlock(&rs->lock);
        result = rooms_open(rs, id);
        if (result != POST_OK)
            return result;
        pthread_mutex_lock(&rs->lock);
        r = rooms_find(rs, id);
    }
    if (rs->stopping) {
        result = POST_STOPPING;
    } else if (!r || r->closing) {
        result = r && r->log ? POST_LATER : POST_NO_ROOM;
    } else if (r->job_count >= rs->options->queue && !j->urgent) {
        result = POST_FULL;
        rs->counts.refused++;
    } else {
        j->at_ms = room_now_ms();
        j->next = NULL;
        r->evict = false;
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

static bool job_fits(const struct job *j, enum take which)
{
    return which == TAKE_ANY || (which == TAKE_ANYTIME && j->anytime) || j->run == job_room ||
           j->run == job_delete || j->run == job_leave;
}

struct job *rooms_take(struct rooms *rs, struct room *r, enum take which)
{
    struct job *j = NULL;

    pthread_mutex_lock(&rs->lock);
    struct job **p = &r->jobs;
    while (*p && !job_fits(*p, which))
        p = &(*p)->next;
    if (*p)
        j = queue_unlink(r, p);
    pthread_mutex_unlock(&rs->lock);
    return j;
}

void rooms_tell_waiting(struct rooms *rs, struct room *r, struct buf *message)
{
    enum { MOST = 256 };
    struct viewer *to[MOST];
    unsigned n = 0;

    pthread_mutex_lock(&rs->lock);
    for (struct job *j = r->jobs; j && n < MOST; j = j->next)
        if (j->run == job_hello && j->viewer &&
            (r->is_public || token_fits(r->presenter_hash, j->token) ||
             token_fits(r->viewer_hash, j->token)))
            to[n++] = viewer_get(j->viewer);
    pthread_mutex_unlock(&rs->lock);
    while (n) {
        ws_send(to[--n], message);
        viewer_put(to[n]);
    }
}

void rooms_then(struct rooms *rs, const char *id, store_then_fn *then, void *ctx)
{
    pthread_mutex_lock(&rs->lock);
    struct room *r = rooms_find(rs, id);
    bool ask = r && r->log;
    if (ask)
        store_then(r->log, then, ctx);
    pthread_mutex_unlock(&rs->lock);
    if (!ask)
        then(ctx, STORE_NOTHING);
}

struct store *rooms_kept(const struct rooms *rs)
{
    return rs->store;
}

struct job *rooms_overdue(struct rooms *rs, struct room *r, uint64_t before_ms, enum take which)
{
    struct job *j = NULL;

    pthread_mutex_lock(&rs->lock);
    struct job **p = &r->jobs;
    while (*p && (job_fits(*p, which) || !(*p)->req || (*p)->at_ms >= before_ms))
        p = &(*p)->next;
    if (*p)
        j = queue_unlink(r, p);
    pthread_mutex_unlock(&rs->lock);
    return j;
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

void rooms_teach(struct rooms *rs, struct lessons *ls)
{
    rs->lessons = ls;
}

struct lessons *rooms_lessons(const struct rooms *rs)
{
    return rs->lessons;
}

const struct options *rooms_options(const struct rooms *rs)
{
    return rs->options;
}
