#define _GNU_SOURCE 1
#include "store_int.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BATCH_OPS = 4096, RETRY_MS = 1000, EXPIRE_MS = 3600 * 1000 };
static const uint64_t queue_bytes_default = (uint64_t)64 << 20;

uint64_t store_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

uint64_t store_now_s(void)
{
    return (uint64_t)time(NULL);
}

/* ---- the folder ---- */

/* Like mkdir -p. */
static bool folder_make(const char *dir)
{
    char path[480];

    snprintf(path, sizeof path, "%s", dir);
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            if (mkdir(path, 0700) && errno != EEXIST)
                return false;
            *p = '/';
        }
    return !mkdir(path, 0700) || errno == EEXIST;
}

/* One server a folder: the lock goes with the process, however it ends. */
static bool folder_lock(struct store *s)
{
    char path[512], pid[32];

    snprintf(path, sizeof path, "%s/lock", s->dir);
    s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock_fd < 0) {
        snprintf(s->why, sizeof s->why, "the folder cannot be written: %s", strerror(errno));
        return false;
    }
    if (flock(s->lock_fd, LOCK_EX | LOCK_NB)) {
        ssize_t n = pread(s->lock_fd, pid, sizeof pid - 1, 0);
        pid[n > 0 ? n : 0] = 0;
        pid[strcspn(pid, "\n")] = 0;
        snprintf(s->why, sizeof s->why, "the folder is locked by another server (process %s)",
                 *pid ? pid : "?");
        return false;
    }
    int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(s->lock_fd, 0) || pwrite(s->lock_fd, pid, (size_t)len, 0) != len) {
        snprintf(s->why, sizeof s->why, "the folder cannot be written: %s", strerror(errno));
        return false;
    }
    return true;
}

/* ---- the writer ---- */

static void op_free(struct op *op)
{
    if (op->row) {
        store_row_fini(op->row);
        free(op->row);
    }
    store_room_put(op->room);
    store_room_put(op->other);
    free(op);
}

/* Out of *list go those who wait to be told; returns them. Under the lock. */
static struct op *thens_take(struct store *s, struct op **list)
{
    struct op *out = NULL, **end = &out;

    while (*list) {
        struct op *op = *list;
        if (op->kind != OP_THEN) {
            list = &op->next;
            continue;
        }
        *list = op->next;
        op->next = NULL;
        *end = op;
        end = &op->next;
        s->queued--;
        s->queued_bytes -= op->bytes;
        op->room->pending--;
    }
    return out;
}

static void queue_tail(struct store *s)
{
    s->tail = &s->head;
    while (*s->tail)
        s->tail = &(*s->tail)->next;
}

/* Not under the lock. */
static void thens_call(struct op *list, bool kept)
{
    while (list) {
        struct op *op = list;
        list = op->next;
        if (kept)
            atomic_store(&op->room->told, false);
        op->then(op->ctx, kept ? STORE_KEPT : store_missed(op->room));
        op_free(op);
    }
}

static void ops_free(struct op *list)
{
    while (list) {
        struct op *op = list;
        list = op->next;
        op_free(op);
    }
}

/* Everybody who waits learns that it is not stored. Called under the lock, leaves it for a while. */
static void tell_failed(struct store *s)
{
    struct op *first = thens_take(s, &s->batch), *second = thens_take(s, &s->head);

    queue_tail(s);
    pthread_mutex_unlock(&s->lock);
    thens_call(first, false);
    thens_call(second, false);
    pthread_mutex_lock(&s->lock);
}

/* Nothing will be stored any more: what waits is let go. Under the lock. */
static void give_up(struct store *s)
{
    s->state = STORE_MEMORY;
    for (struct store_room *h = s->handles; h; h = h->next)
        h->dead = true;
    tell_failed(s);
    struct op *batch = s->batch, *rest = s->head;
    uint64_t lost = s->queued;
    s->batch = s->head = NULL;
    queue_tail(s);
    for (struct op *op = batch; op; op = op->next)
        op->room->pending--;
    for (struct op *op = rest; op; op = op->next)
        op->room->pending--;
    s->queued = s->queued_bytes = 0;
    pthread_mutex_unlock(&s->lock);
    log_error("store", "%s: nothing is stored from here on (%llu operations lost): %s", s->path,
              (unsigned long long)lost, s->why);
    ops_free(batch);
    ops_free(rest);
    pthread_mutex_lock(&s->lock);
}

static void batch_take(struct store *s)
{
    struct op **p = &s->head;

    for (unsigned n = 0; *p && n < BATCH_OPS; n++)
        p = &(*p)->next;
    s->batch = s->head;
    s->head = *p;
    *p = NULL;
    queue_tail(s);
}

/* Under the lock; leaves it while it writes. */
static void batch_write(struct store *s)
{
    char why[STORE_WHY_LEN];
    bool lost = false;
    struct timespec began, ended;

    if (!s->batch)
        batch_take(s);
    pthread_mutex_unlock(&s->lock);
    clock_gettime(CLOCK_MONOTONIC, &began);
    bool ok = store_sql_write(s, s->batch, why, &lost);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    pthread_mutex_lock(&s->lock);
    if (!ok) {
        s->errors++;
        bool first = s->state == STORE_OK || strcmp(s->why, why) != 0;
        s->state = STORE_FAILING;
        snprintf(s->why, sizeof s->why, "%s", why);
        s->retry_at_ms = store_now_ms() + (s->config.retry_ms ? s->config.retry_ms : RETRY_MS);
        if (first)
            log_error("store", "%s: not stored: %s", s->path, why);
        if (lost)
            give_up(s);
        return;
    }
    if (s->state == STORE_FAILING)
        log_warn("store", "%s: stored again", s->path);
    s->state = STORE_OK;
    s->commits++;
    s->commit_ns += (uint64_t)(ended.tv_sec - began.tv_sec) * 1000000000u +
                    (uint64_t)ended.tv_nsec - (uint64_t)began.tv_nsec;
    struct op *thens = thens_take(s, &s->batch), *done = s->batch;
    s->batch = NULL;
    for (struct op *op = done; op; op = op->next) {
        s->lines += op->kind == OP_LINE;
        s->queued--;
        s->queued_bytes -= op->bytes;
        op->room->pending--;
    }
    pthread_mutex_unlock(&s->lock);
    thens_call(thens, true);
    ops_free(done);
    pthread_mutex_lock(&s->lock);
}

static void writer_wait(struct store *s, uint64_t until_ms)
{
    struct timespec t = {(time_t)(until_ms / 1000), (long)(until_ms % 1000) * 1000000};

    pthread_cond_timedwait(&s->wake, &s->lock, &t);
}

static void writer_expire(struct store *s)
{
    s->expire_at_ms = store_now_ms() + EXPIRE_MS;
    if (!s->config.keep_days)
        return;
    pthread_mutex_unlock(&s->lock);
    store_sql_expire(s, store_now_s() - s->config.keep_days * 86400);
    pthread_mutex_lock(&s->lock);
}

static void *writer_main(void *arg)
{
    struct store *s = arg;
    uint64_t bound = s->config.queue_bytes ? s->config.queue_bytes : queue_bytes_default;

    pthread_mutex_lock(&s->lock);
    for (;;) {
        bool work = s->head || s->batch;
        if (s->state == STORE_MEMORY || (s->closing && !work))
            break;
        if (s->state == STORE_FAILING) {
            tell_failed(s);
            if (s->queued_bytes > bound) {
                give_up(s);
            } else if (s->closing) {
                batch_write(s);
                if (s->state == STORE_FAILING)
                    give_up(s);
            } else if (store_now_ms() < s->retry_at_ms) {
                writer_wait(s, s->retry_at_ms);
            } else if (s->head || s->batch) {
                batch_write(s);
            } else {
                s->state = STORE_OK; /* nothing left to try */
            }
        } else if (work) {
            batch_write(s);
        } else if (store_now_ms() >= s->expire_at_ms) {
            writer_expire(s);
        } else {
            writer_wait(s, s->expire_at_ms);
        }
    }
    tell_failed(s);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- life ---- */

struct store *store_open(const struct store_config *config)
{
    struct store *s = calloc(1, sizeof *s);
    pthread_condattr_t clock;

    if (!s)
        return NULL;
    s->config = *config;
    s->lock_fd = -1;
    s->tail = &s->head;
    s->state = STORE_MEMORY;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->read_lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &clock);
    pthread_condattr_destroy(&clock);
    if (!config->dir)
        return s;
    if ((size_t)snprintf(s->dir, sizeof s->dir, "%s", config->dir) >= sizeof s->dir)
        snprintf(s->why, sizeof s->why, "the name of the folder is too long");
    else if (snprintf(s->path, sizeof s->path, "%s/rooms.db", s->dir) < 0 || !folder_make(s->dir))
        snprintf(s->why, sizeof s->why, "the folder cannot be made: %s", strerror(errno));
    else if (folder_lock(s) && store_sql_open(s, s->why)) {
        s->state = STORE_OK;
        s->started = !pthread_create(&s->thread, NULL, writer_main, s);
        if (!s->started) {
            s->state = STORE_MEMORY;
            snprintf(s->why, sizeof s->why, "the writer's thread cannot be started");
        }
    }
    if (s->state != STORE_OK) {
        log_error("store", "%s: rooms are kept in memory only: %s", s->path, s->why);
        store_sql_close(s);
    }
    return s;
}

void store_stop(struct store *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->closing = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    if (s->started)
        pthread_join(s->thread, NULL);
    s->started = false;
    pthread_mutex_lock(&s->lock);
    s->state = STORE_MEMORY;
    pthread_mutex_unlock(&s->lock);
    pthread_mutex_lock(&s->read_lock);
    store_sql_close(s);
    pthread_mutex_unlock(&s->read_lock);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    s->lock_fd = -1;
}

void store_free(struct store *s)
{
    if (!s)
        return;
    store_stop(s);
    while (s->handles) {
        struct store_room *h = s->handles;
        s->handles = h->next;
        free(h->extra);
        free(h);
    }
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->read_lock);
    free(s);
}

void store_status(struct store *s, struct store_status *out)
{
    memset(out, 0, sizeof *out);
    pthread_mutex_lock(&s->lock);
    out->state = s->state;
    out->wanted = s->config.dir != NULL;
    memcpy(out->path, s->path, sizeof out->path);
    if (s->state != STORE_OK)
        memcpy(out->why, s->why, sizeof out->why);
    out->queued = s->queued;
    out->queued_bytes = s->queued_bytes;
    const struct op *oldest = s->batch ? s->batch : s->head;
    if (oldest)
        out->lag_ms = store_now_ms() - oldest->at_ms;
    out->commits = s->commits;
    out->lines = s->lines;
    out->errors = s->errors;
    out->commit_ns = s->commit_ns;
    pthread_mutex_unlock(&s->lock);
}

bool store_wanted(const struct store *s)
{
    return s && s->config.dir;
}

bool store_crowded(struct store *s)
{
    uint64_t bound = s->config.queue_bytes ? s->config.queue_bytes : queue_bytes_default;

    pthread_mutex_lock(&s->lock);
    bool crowded = s->state == STORE_OK && s->queued_bytes > bound / 2;
    pthread_mutex_unlock(&s->lock);
    return crowded;
}

bool store_is_open(struct store *s, int64_t num)
{
    pthread_mutex_lock(&s->lock);
    const struct store_room *h = s->handles;
    while (h && h->num != num)
        h = h->next;
    pthread_mutex_unlock(&s->lock);
    return h != NULL;
}
