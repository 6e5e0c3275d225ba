/* rooms_list.c - the rooms as a list, and in figures. */
#include "rooms_int.h"

#include <stdio.h>
#include <string.h>

enum { LIST_MAX = 500 };

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
    jw_kv_text(w, "state",
               c->broken    ? "broken"
               : c->opening ? "opening"
               : c->busy    ? "busy"
                            : "ready");
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

struct list {
    struct rooms *rooms;
    struct jw *w;
};

/* A room that is stored and does not run. */
static void list_stored(void *ctx, const struct store_row *row)
{
    struct list *list = ctx;
    struct jw *w = list->w;
    char url[64];

    pthread_mutex_lock(&list->rooms->lock);
    bool runs = rooms_find(list->rooms, row->id) != NULL;
    pthread_mutex_unlock(&list->rooms->lock);
    if (runs)
        return;
    snprintf(url, sizeof url, "/r/%s", row->id);
    jw_open(w, '{');
    jw_kv_text(w, "id", row->id);
    jw_kv_text(w, "url", url);
    jw_kv_text(w, "title", row->title);
    jw_kv_text(w, "lesson", row->lesson[0] ? row->lesson : NULL);
    jw_kv_text(w, "state", "stored");
    jw_kv_u64(w, "step", row->at_step);
    jw_kv_u64(w, "seq", row->at_seq);
    jw_key(w, "head");
    jw_open(w, '{');
    jw_kv_u64(w, "step", row->steps);
    jw_kv_u64(w, "seq", row->head_seq);
    jw_close(w, '}');
    jw_kv_u64(w, "viewers", 0);
    jw_close(w, '}');
}

void rooms_list(struct rooms *rs, struct jw *w)
{
    struct list list = {rs, w};

    jw_open(w, '[');
    pthread_mutex_lock(&rs->lock);
    for (unsigned i = 0; i < rs->worker_count; i++)
        for (const struct room *r = rs->workers[i].list; r; r = r->next)
            if (r->card.is_public && !r->closing)
                card_write(r, w);
    pthread_mutex_unlock(&rs->lock);
    if (rs->store)
        store_list(rs->store, LIST_MAX, list_stored, &list);
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
