#include "viewer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct viewer *viewer_new(struct ws *ws, uint64_t number, unsigned queue_max, size_t bytes_max)
{
    struct viewer *v = calloc(1, sizeof *v);
    struct buf **queue = calloc(queue_max, sizeof(struct buf *));

    if (!v || !queue) {
        free(v);
        free(queue);
        return NULL;
    }
    atomic_init(&v->refs, 1);
    pthread_mutex_init(&v->lock, NULL);
    v->ws = ws;
    v->queue = queue;
    v->queue_max = queue_max;
    v->bytes_max = bytes_max;
    snprintf(v->name, sizeof v->name, "v%" PRIu64, number);
    return v;
}

struct viewer *viewer_get(struct viewer *v)
{
    atomic_fetch_add_explicit(&v->refs, 1, memory_order_relaxed);
    return v;
}

static void viewer_drop(struct viewer *v)
{
    while (v->queue_count) {
        buf_put(v->queue[v->queue_head]);
        v->queue_head = (v->queue_head + 1) % v->queue_max;
        v->queue_count--;
        v->dropped++;
    }
    v->bytes = 0;
}

void viewer_put(struct viewer *v)
{
    if (!v || atomic_fetch_sub_explicit(&v->refs, 1, memory_order_acq_rel) != 1)
        return;
    viewer_drop(v);
    wr_drop(&v->incoming);
    pthread_mutex_destroy(&v->lock);
    free(v->queue);
    free(v);
}

bool viewer_push(struct viewer *v, struct buf *message)
{
    bool wake = false;

    if (!message)
        return false;
    pthread_mutex_lock(&v->lock);
    if (!v->closed && !v->overflowed && !v->ending) {
        /* One message alone may be larger than the bound: a snapshot has to get through. */
        bool full = v->queue_count == v->queue_max ||
                    (v->queue_count && v->bytes + message->len > v->bytes_max);
        if (full) {
            viewer_drop(v);
            v->overflowed = true;
        } else {
            v->queue[(v->queue_head + v->queue_count++) % v->queue_max] = buf_get(message);
            v->bytes += message->len;
        }
        wake = true;
    }
    pthread_mutex_unlock(&v->lock);
    return wake;
}

struct buf *viewer_take(struct viewer *v)
{
    struct buf *message = NULL;

    pthread_mutex_lock(&v->lock);
    if (v->queue_count) {
        message = v->queue[v->queue_head];
        v->queue_head = (v->queue_head + 1) % v->queue_max;
        v->queue_count--;
        v->bytes -= message->len;
    }
    pthread_mutex_unlock(&v->lock);
    return message;
}

bool viewer_recover(struct viewer *v)
{
    pthread_mutex_lock(&v->lock);
    bool ask = v->overflowed && !v->recovering;
    v->recovering |= ask;
    pthread_mutex_unlock(&v->lock);
    return ask;
}

void viewer_reopen(struct viewer *v)
{
    pthread_mutex_lock(&v->lock);
    v->overflowed = v->recovering = false;
    pthread_mutex_unlock(&v->lock);
}

void viewer_close(struct viewer *v)
{
    pthread_mutex_lock(&v->lock);
    v->closed = true;
    viewer_drop(v);
    pthread_mutex_unlock(&v->lock);
}

bool viewer_gone(struct viewer *v)
{
    pthread_mutex_lock(&v->lock);
    bool gone = v->closed;
    pthread_mutex_unlock(&v->lock);
    return gone;
}

void viewer_append(struct viewer *v, struct segment s)
{
    if (v->window_count == VIEWER_WINDOW) {
        memmove(v->window, v->window + 1, (VIEWER_WINDOW - 1) * sizeof s);
        v->window_count--;
    }
    v->window[v->window_count++] = s;
}

void viewer_prepend(struct viewer *v, struct segment s)
{
    if (v->window_count == VIEWER_WINDOW)
        v->window_count--;
    memmove(v->window + 1, v->window, v->window_count * sizeof s);
    v->window[0] = s;
    v->window_count++;
}

bool viewer_holds(const struct viewer *v, uint64_t seq)
{
    for (unsigned i = v->window_count; i-- > 0;) {
        const struct segment *s = &v->window[i];
        if (seq >= s->from && seq <= s->to)
            return !s->opaque || seq == s->from || seq == s->to;
    }
    return false;
}
