/* check_rooms.c - rooms without sockets: jobs, bounded queues, and an assertion that breaks one room only. */
#include "suite.h"

#include "room.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct options options;
static struct traces *traces;
static struct rooms *rooms;

static void setup(void)
{
    char problem[200];

    ck_assert(options_read(&options, 0, NULL, problem, sizeof problem));
    options.queue = 4;
    options.max_rooms = 3;
    options.max_frames = 4096;
    options.history = 16 << 20;
    traces = traces_new(&options, NULL, NULL);
    rooms = rooms_start(&options, traces, NULL);
}

static void teardown(void)
{
    rooms_stop(rooms);
    rooms_free(rooms);
    traces_free(traces);
}

static void make(const char *id, const char *scenario)
{
    struct room_plan plan = {.id = id, .scenario = scenario};
    struct room_made made;
    const char *why = "";
    uint64_t limit;

    ck_assert_uint_eq(rooms_make(rooms, &plan, &made, &why, &limit), 0);
    ck_assert_str_eq(made.id, id);
}

/* What a job saw; filled by the worker, read after waiting. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t told = PTHREAD_COND_INITIALIZER;
static struct seen {
    unsigned count;
    uint64_t steps, memory;
    bool broken;
} seen;

static void tell(struct room *r)
{
    pthread_mutex_lock(&lock);
    seen.count++;
    seen.steps = r->step_count;
    seen.memory = r->m ? mm_config_of(r->m)->memory_bytes : 0;
    seen.broken = r->broken;
    pthread_cond_signal(&told);
    pthread_mutex_unlock(&lock);
}

static void job_look(struct room *r, struct job *j)
{
    (void)j;
    tell(r);
}

static void wait_for(unsigned count)
{
    const struct timespec until = test_deadline();

    pthread_mutex_lock(&lock);
    while (seen.count < count)
        ck_assert_int_eq(pthread_cond_timedwait(&told, &lock, &until), 0);
    pthread_mutex_unlock(&lock);
}

static enum post post(const char *id, job_fn *run)
{
    struct job *j = job_new(run, NEED_NONE, NULL);
    enum post result = rooms_post(rooms, id, j);

    if (result != POST_OK)
        job_free(j);
    return result;
}

START_TEST(a_scenario_runs)
{
    make("a", "machine memory=4M\nspawn x\nspawn y\n");
    ck_assert_int_eq(post("a", job_look), POST_OK);
    wait_for(1);
    ck_assert_uint_eq(seen.steps, 2);
    ck_assert_uint_eq(seen.memory, 4u << 20);
    ck_assert_int_eq(post("b", job_look), POST_NO_ROOM);
}
END_TEST

START_TEST(a_machine_too_large_is_not_made)
{
    make("a", "machine memory=1G\nspawn x\n");
    ck_assert_int_eq(post("a", job_look), POST_OK);
    wait_for(1);
    ck_assert_uint_eq(seen.steps, 0);
    ck_assert_uint_eq(seen.memory, 0);
}
END_TEST

START_TEST(no_more_rooms_than_allowed)
{
    struct room_plan plan = {.id = NULL};
    struct room_made made;
    const char *why = "";
    uint64_t limit = 0;

    make("a", NULL);
    make("b", NULL);
    make("c", NULL);
    ck_assert_uint_eq(rooms_make(rooms, &plan, &made, &why, &limit), 429);
    ck_assert_uint_eq(limit, 3);
}
END_TEST

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void job_gate(struct room *r, struct job *j)
{
    (void)j;
    tell(r);
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
}

START_TEST(queues_are_bounded)
{
    make("a", NULL);
    pthread_mutex_lock(&gate);
    ck_assert_int_eq(post("a", job_gate), POST_OK);
    wait_for(1); /* it runs, the queue is empty */
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(post("a", job_look), POST_OK);
    ck_assert_int_eq(post("a", job_look), POST_FULL);
    struct job *urgent = job_new(job_look, NEED_NONE, NULL);
    urgent->urgent = true;
    ck_assert_int_eq(rooms_post(rooms, "a", urgent), POST_OK);
    pthread_mutex_unlock(&gate);
    wait_for(6);
}
END_TEST

static void job_assert(struct room *r, struct job *j)
{
    (void)j;
    mm_assert_failed(r->m, "check_rooms.c", 1, "a test breaks this room");
}

START_TEST(an_assertion_breaks_one_room)
{
    struct rooms_counts counts;

    make("a", "machine memory=4M\nspawn x\n");
    make("b", "machine memory=4M\nspawn x\nspawn y\n");
    ck_assert_int_eq(post("a", job_assert), POST_OK);
    ck_assert_int_eq(post("a", job_look), POST_OK); /* refused by the broken room */
    ck_assert_int_eq(post("b", job_look), POST_OK);
    wait_for(1);
    ck_assert_uint_eq(seen.steps, 2);
    unsigned looks = 0;
    do
        rooms_count(rooms, &counts);
    while (!counts.broken && test_pause(&looks));
    ck_assert_uint_eq(counts.broken, 1);
    ck_assert_uint_eq(counts.rooms, 2);
    ck_assert_uint_eq(seen.count, 1);
}
END_TEST

Suite *make_rooms_suite(void)
{
    Suite *s = suite_create("rooms");
    TCase *c = tcase_create("rooms");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_scenario_runs);
    tcase_add_test(c, a_machine_too_large_is_not_made);
    tcase_add_test(c, no_more_rooms_than_allowed);
    tcase_add_test(c, queues_are_bounded);
    tcase_add_test(c, an_assertion_breaks_one_room);
    suite_add_tcase(s, c);
    return s;
}
