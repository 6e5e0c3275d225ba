/* check_room_open.c - stored rooms that are rebuilt: a log that gives something else now, one that cannot go on, a
 * room that broke. Origin: what API.md says of `differs` and `replay`; the logs are altered as another model would. */
#include "suite.h"

#include "room.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char dir[64];
static struct options options;
static struct store *store;
static struct traces *traces;
static struct rooms *rooms;

static int gone(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void up(void)
{
    struct store_config config = {.dir = dir, .keep_days = 30};
    char problem[200];

    ck_assert(options_read(&options, 0, NULL, problem, sizeof problem));
    options.history = 16 << 20;
    store = store_open(&config);
    traces = traces_new(&options, NULL, store);
    rooms = rooms_start(&options, traces, store);
    ck_assert_ptr_nonnull(rooms);
}

static void down(void)
{
    rooms_stop(rooms);
    store_stop(store);
    rooms_free(rooms);
    traces_free(traces);
    store_free(store);
}

static void setup(void)
{
    strcpy(dir, "/tmp/mmscope-check-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    up();
}

static void teardown(void)
{
    down();
    nftw(dir, gone, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- what a room is, seen from its worker ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t told = PTHREAD_COND_INITIALIZER;
static struct seen {
    unsigned count;
    uint64_t steps, hash;
    struct room_differs differs;
    bool broken;
    char replay[200], last[80];
} seen;

static void job_look(struct room *r, struct job *j)
{
    (void)j;
    pthread_mutex_lock(&lock);
    seen.count++;
    seen.steps = r->step_count;
    seen.hash = r->step_count ? r->steps[r->step_count - 1].hash : 0;
    seen.differs = r->differs;
    seen.broken = r->broken;
    snprintf(seen.replay, sizeof seen.replay, "%s", r->replay ? r->replay : "");
    snprintf(seen.last, sizeof seen.last, "%s",
             r->step_count ? r->steps[r->step_count - 1].line : "");
    pthread_cond_signal(&told);
    pthread_mutex_unlock(&lock);
}

static void look(const char *id)
{
    struct job *j = NULL;
    enum post posted = POST_LATER;

    pthread_mutex_lock(&lock);
    unsigned before = seen.count;
    pthread_mutex_unlock(&lock);
    unsigned looks = 0;
    do {
        j = j ? j : job_new(job_look, NEED_NONE, NULL);
        posted = rooms_post(rooms, id, j);
    } while (posted == POST_LATER && test_pause(&looks));
    ck_assert_int_eq(posted, POST_OK);
    const struct timespec until = test_deadline();
    pthread_mutex_lock(&lock);
    while (seen.count == before)
        ck_assert_int_eq(pthread_cond_timedwait(&told, &lock, &until), 0);
    pthread_mutex_unlock(&lock);
}

static void make(const char *id, const char *scenario)
{
    struct room_plan plan = {.id = id, .scenario = scenario};
    struct room_made made;
    const char *why = "";
    uint64_t limit;

    ck_assert_uint_eq(rooms_make(rooms, &plan, &made, &why, &limit), 0);
}

static void run(const char *id, const char *lines)
{
    struct job *j = job_new(job_commands, NEED_NONE, NULL);

    wr_str(&j->text, lines);
    ck_assert_int_eq(rooms_post(rooms, id, j), POST_OK);
}

static void alter(const char *sql)
{
    char path[128];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/rooms.db", dir);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    ck_assert_int_gt(sqlite3_changes(db), 0);
    sqlite3_close(db);
}

static const char scenario[] =
    "machine memory=4M\nspawn p\np mmap 64K as a\np write a\np mmap 4K as b\n";

START_TEST(another_model_is_told)
{
    make("a", scenario);
    look("a");
    uint64_t hash = seen.hash;
    ck_assert_uint_eq(seen.steps, 4);
    down();
    alter("UPDATE line SET hash = hash + 1, model = 4242 WHERE step >= 3 AND kind = 's'");
    up();
    look("a");
    ck_assert_uint_eq(seen.steps, 4);
    ck_assert_uint_eq(seen.hash, hash);
    ck_assert_uint_eq(seen.differs.step, 3);
    ck_assert_uint_eq(seen.differs.was, 4242);
    ck_assert_uint_eq(seen.differs.model, MM_MODEL_VERSION);
    ck_assert_uint_eq(seen.differs.left, 0);
    down();
    alter("UPDATE line SET hash = hash - 1 WHERE step >= 3 AND kind = 's'");
    up();
    look("a"); /* the same state: another model that differs in nothing */
    ck_assert_uint_eq(seen.differs.step, 0);
}
END_TEST

START_TEST(lines_that_cannot_be_made_again)
{
    make("a", scenario);
    look("a");
    down();
    alter("UPDATE line SET text = 'p frobnicate a', model = 1 WHERE step = 3 AND kind = 's'");
    up();
    look("a");
    ck_assert_uint_eq(seen.steps, 2);
    ck_assert_uint_eq(seen.differs.step, 3);
    ck_assert_uint_eq(seen.differs.left, 2);
    run("a", "p mmap 8K as other\n");
    look("a");
    ck_assert_uint_eq(seen.steps, 3);
    down();
    up();
    look("a"); /* it goes on from there */
    ck_assert_uint_eq(seen.steps, 3);
    ck_assert_str_eq(seen.last, "p mmap 8K as other");
    ck_assert_uint_eq(seen.differs.step, 0);
}
END_TEST

static void job_assert(struct room *r, struct job *j)
{
    (void)j;
    mm_assert_failed(r->m, "check_room_open.c", 1, "a test breaks this room");
}

START_TEST(a_broken_room_comes_back)
{
    struct rooms_counts counts;

    make("a", scenario);
    look("a");
    uint64_t hash = seen.hash;
    ck_assert_int_eq(rooms_post(rooms, "a", job_new(job_assert, NEED_NONE, NULL)), POST_OK);
    unsigned looks = 0;
    do
        rooms_count(rooms, &counts);
    while (counts.rooms && test_pause(&looks));
    ck_assert_uint_eq(counts.rooms, 0);
    look("a");
    ck_assert(!seen.broken);
    ck_assert_uint_eq(seen.steps, 4);
    ck_assert_uint_eq(seen.hash, hash);
    ck_assert_msg(!strncmp(seen.replay, "4\n", 2) && strstr(seen.replay, "a test breaks this room"),
                  "%s", seen.replay);
}
END_TEST

/* All of the scenario or nothing: it is run again from its text. */
START_TEST(a_scenario_interrupted_runs_again)
{
    make("a", scenario);
    look("a");
    uint64_t hash = seen.hash;
    down();
    /* As if the server had been killed after the second step. */
    alter("UPDATE room SET begun = (SELECT n FROM line WHERE kind = 'b')");
    alter("DELETE FROM line WHERE step > 2");
    up();
    look("a");
    look("a");
    ck_assert_uint_eq(seen.steps, 4);
    ck_assert_uint_eq(seen.hash, hash);
    down();
    up();
    look("a");
    ck_assert_uint_eq(seen.steps, 4);
    ck_assert_uint_eq(seen.differs.step, 0);
}
END_TEST

Suite *make_room_open_suite(void)
{
    Suite *s = suite_create("room_open");
    TCase *c = tcase_create("room_open");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, another_model_is_told);
    tcase_add_test(c, lines_that_cannot_be_made_again);
    tcase_add_test(c, a_broken_room_comes_back);
    tcase_add_test(c, a_scenario_interrupted_runs_again);
    suite_add_tcase(s, c);
    return s;
}
