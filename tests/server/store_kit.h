/* store_kit.h - a folder of its own for every test, a store in it, rooms, lines, and waiting for the writer. */
#ifndef TESTS_SERVER_STORE_KIT_H
#define TESTS_SERVER_STORE_KIT_H

#include "suite.h"

#include "store.h"

#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static char dir[64];

static inline int gone(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline void setup(void)
{
    strcpy(dir, "/tmp/mmscope-check-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static inline void teardown(void)
{
    nftw(dir, gone, 8, FTW_DEPTH | FTW_PHYS);
}

static inline struct store *open_with(struct store_config c)
{
    c.dir = c.dir ? c.dir : dir;
    struct store *s = store_open(&c);
    ck_assert_ptr_nonnull(s);
    return s;
}

static inline struct store *open_usual(void)
{
    return open_with((struct store_config){.keep_days = 30});
}

static inline enum store_state state_of(struct store *s, char why[STORE_WHY_LEN])
{
    struct store_status st;

    store_status(s, &st);
    if (why)
        memcpy(why, st.why, sizeof st.why);
    return st.state;
}

static inline struct store_row row_of(const char *id)
{
    struct store_row r = {
        .is_public = true, .made_s = (uint64_t)time(NULL), .used_s = (uint64_t)time(NULL)};

    snprintf(r.id, sizeof r.id, "%s", id);
    snprintf(r.title, sizeof r.title, "title of %s", id);
    memset(r.presenter, 'a', STORE_HASH_LEN);
    return r;
}

static inline struct store_room *make(struct store *s, const char *id)
{
    struct store_row r = row_of(id);
    struct store_room *h = store_room_new(s, &r);

    ck_assert_ptr_nonnull(h);
    return h;
}

static inline void step(struct store_room *h, uint64_t n, const char *text)
{
    struct store_line l = {.kind = STORE_STEP,
                           .step = n,
                           .seq = n * 10,
                           .hash = 0xfedcba9876543210u ^ n,
                           .model = 7,
                           .text = text,
                           .text_bytes = strlen(text)};
    store_line(h, &l);
}

/* ---- reading back ---- */

struct lines {
    unsigned count;
    struct store_line line[64];
    char text[64][80];
};

static inline void line_each(void *ctx, const struct store_line *l)
{
    struct lines *all = ctx;

    ck_assert_uint_lt(all->count, 64);
    all->line[all->count] = *l;
    snprintf(all->text[all->count++], 80, "%.*s", (int)l->text_bytes, l->text);
}

static inline struct store_room *again(struct store *s, const char *id, struct store_row *row,
                                       struct lines *all)
{
    char why[STORE_WHY_LEN];
    struct store_room *h = store_room_open(s, id, row, why);

    ck_assert_msg(h != NULL, "%s", why);
    all->count = 0;
    ck_assert_msg(store_lines(h, 0, 64, line_each, all, why), "%s", why);
    return h;
}

/* ---- waiting ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t told = PTHREAD_COND_INITIALIZER;

struct wait {
    bool done;
    enum store_outcome outcome;
};

static inline void wait_then(void *ctx, enum store_outcome outcome)
{
    struct wait *w = ctx;

    pthread_mutex_lock(&lock);
    w->done = true;
    w->outcome = outcome;
    pthread_cond_broadcast(&told);
    pthread_mutex_unlock(&lock);
}

static inline enum store_outcome settle(struct store_room *h)
{
    struct wait w = {.done = false};
    const struct timespec until = test_deadline();

    store_then(h, wait_then, &w);
    pthread_mutex_lock(&lock);
    while (!w.done)
        ck_assert_int_eq(pthread_cond_timedwait(&told, &lock, &until), 0);
    pthread_mutex_unlock(&lock);
    return w.outcome;
}

#endif
