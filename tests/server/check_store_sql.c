/* check_store_sql.c - the store by itself: order, batches, resets, expiry, folders that cannot be used. Origin: the
 * invariants of store.h. */
#include "suite.h"

#include "store.h"
#include "store_kit.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- reading back ---- */

START_TEST(a_room_comes_back)
{
    struct store *s = open_usual();
    struct store_room *h = make(s, "one");
    struct store_row row;
    struct lines all;

    ck_assert_int_eq(state_of(s, NULL), STORE_OK);
    struct store_line machine = {
        .kind = STORE_MACHINE, .text = "machine memory=4M", .text_bytes = 17};
    store_line(h, &machine);
    step(h, 1, "spawn p");
    step(h, 2, "p exit # '\"\xc3\xa9");
    store_cursor(h, 10, 1);
    store_extra(h, "{\"page\":3}");
    ck_assert_int_eq(settle(h), STORE_KEPT);
    store_room_put(h);
    store_free(s);

    s = open_usual();
    h = again(s, "one", &row, &all);
    ck_assert_str_eq(row.title, "title of one");
    ck_assert_uint_eq(row.steps, 2);
    ck_assert_uint_eq(row.head_seq, 20);
    ck_assert_uint_eq(row.at_seq, 10);
    ck_assert_uint_eq(row.at_step, 1);
    ck_assert_uint_eq(strlen(row.presenter), STORE_HASH_LEN);
    ck_assert_str_eq(row.extra, "{\"page\":3}");
    ck_assert_ptr_null(row.broken);
    ck_assert_uint_eq(all.count, 3);
    ck_assert_int_eq(all.line[0].kind, STORE_MACHINE);
    ck_assert_str_eq(all.text[2], "p exit # '\"\xc3\xa9");
    ck_assert_uint_eq(all.line[2].hash, 0xfedcba9876543210u ^ 2);
    ck_assert_uint_eq(all.line[2].model, 7);
    store_row_fini(&row);
    ck_assert(store_room_known(s, "one"));
    ck_assert(!store_room_known(s, "two"));
    /* Lines go on where they ended. */
    step(h, 3, "third");
    ck_assert_int_eq(settle(h), STORE_KEPT);
    store_room_put(h);
    h = again(s, "one", &row, &all);
    ck_assert_uint_eq(all.count, 4);
    ck_assert_uint_eq(all.line[3].n, 4);
    store_row_fini(&row);
    store_delete(h);
    ck_assert_int_eq(settle(h), STORE_KEPT);
    ck_assert(!store_room_known(s, "one"));
    store_room_put(h);
    store_free(s);
}
END_TEST

/* Posted from several threads: each room's lines in their order, none missing, in far fewer transactions. */
enum { WRITERS = 4, EACH = 5000 };
struct writer_arg {
    struct store_room *h;
};

static void *writer(void *arg)
{
    struct writer_arg *w = arg;
    char text[32];

    for (uint64_t i = 1; i <= EACH; i++) {
        snprintf(text, sizeof text, "line %llu", (unsigned long long)i);
        step(w->h, i, text);
    }
    return NULL;
}

struct order {
    uint64_t next;
};

static void order_each(void *ctx, const struct store_line *l)
{
    struct order *o = ctx;
    char text[32];

    o->next++;
    ck_assert_uint_eq(l->n, o->next);
    ck_assert_uint_eq(l->step, o->next);
    snprintf(text, sizeof text, "line %llu", (unsigned long long)o->next);
    ck_assert_str_eq(l->text, text);
}

START_TEST(order_and_batches)
{
    struct store *s = open_usual();
    struct store_status st;
    pthread_t thread[WRITERS];
    struct writer_arg arg[WRITERS];
    char id[8], why[STORE_WHY_LEN];

    for (unsigned i = 0; i < WRITERS; i++) {
        snprintf(id, sizeof id, "r%u", i);
        arg[i].h = make(s, id);
        pthread_create(&thread[i], NULL, writer, &arg[i]);
    }
    for (unsigned i = 0; i < WRITERS; i++)
        pthread_join(thread[i], NULL);
    for (unsigned i = 0; i < WRITERS; i++) {
        struct order o = {0};
        ck_assert_int_eq(settle(arg[i].h), STORE_KEPT);
        ck_assert(store_lines(arg[i].h, 0, EACH * 2, order_each, &o, why));
        ck_assert_uint_eq(o.next, EACH);
        store_room_put(arg[i].h);
    }
    store_status(s, &st);
    ck_assert_uint_eq(st.lines, WRITERS * EACH);
    ck_assert_uint_lt(st.commits, WRITERS * EACH / 4);
    ck_assert_uint_eq(st.queued, 0);
    ck_assert_uint_eq(st.queued_bytes, 0);
    store_free(s);
}
END_TEST

/* A log that is replaced: the old one is there until the new one is whole, state and extra with it. */
START_TEST(reset_is_one_transaction)
{
    struct store *s = open_usual();
    struct store_room *h = make(s, "one");
    struct store_row row;
    struct lines all;

    step(h, 1, "old 1");
    step(h, 2, "old 2");
    store_cursor(h, 20, 2);
    store_extra(h, "old");
    ck_assert_int_eq(settle(h), STORE_KEPT);
    for (unsigned whole = 0; whole < 2; whole++) {
        store_reset(h);
        store_extra(h, "new");
        store_cursor(h, 0, 0);
        step(h, 1, "new 1");
        if (whole)
            store_reset_done(h);
        ck_assert_int_eq(settle(h), STORE_KEPT);
        store_room_put(h);
        store_free(s);
        s = open_usual();
        h = again(s, "one", &row, &all);
        ck_assert_uint_eq(all.count, whole ? 1 : 2);
        ck_assert_str_eq(all.text[0], whole ? "new 1" : "old 1");
        ck_assert_uint_eq(row.steps, whole ? 1 : 2);
        ck_assert_uint_eq(row.at_seq, whole ? 0 : 20);
        ck_assert_str_eq(row.extra, whole ? "new" : "old");
        store_row_fini(&row);
    }
    step(h, 2, "new 2");
    ck_assert_int_eq(settle(h), STORE_KEPT);
    store_room_put(h);
    h = again(s, "one", &row, &all);
    ck_assert_uint_eq(all.count, 2);
    store_row_fini(&row);
    store_room_put(h);
    store_free(s);
}
END_TEST

START_TEST(branches_cuts_and_keys)
{
    struct store *s = open_usual();
    struct store_room *h = make(s, "one"), *b;
    struct store_row row;
    struct lines all;
    char key[16];

    store_begin(h, "spawn x", true);
    step(h, 1, "a");
    step(h, 2, "b");
    store_end(h);
    step(h, 3, "c");
    b = make(s, "branch");
    store_branch(b, h, 2, 2);
    step(b, 3, "other c");
    store_delete(h); /* a branch outlives its parent */
    ck_assert_int_eq(settle(b), STORE_KEPT);
    store_room_put(b);
    store_room_put(h);
    b = again(s, "branch", &row, &all);
    ck_assert_uint_eq(row.begun, 0);
    ck_assert_uint_eq(all.count, 3);
    ck_assert_str_eq(all.text[1], "b");
    ck_assert_str_eq(all.text[2], "other c");
    store_row_fini(&row);

    store_begin(b, NULL, false);
    step(b, 4, "d");
    ck_assert_int_eq(settle(b), STORE_KEPT);
    store_room_put(b);
    b = again(s, "branch", &row, &all);
    ck_assert_uint_eq(row.begun, all.line[3].n); /* never ended */
    ck_assert_int_eq(all.line[3].kind, STORE_BEGIN);
    store_row_fini(&row);
    store_cut(b, row.begun - 1);
    store_begin(b, NULL, false);
    step(b, 4, "d again");
    store_key(b, "k", "{}", 2); /* ends it */
    for (unsigned i = 0; i < STORE_KEYS + 5; i++) {
        snprintf(key, sizeof key, "key%u", i);
        store_key(b, key, key, strlen(key));
    }
    ck_assert_int_eq(settle(b), STORE_KEPT);
    store_room_put(b);
    b = again(s, "branch", &row, &all);
    ck_assert_uint_eq(row.begun, 0);
    ck_assert_uint_eq(all.count, 5);
    ck_assert_str_eq(all.text[4], "d again");
    store_row_fini(&row);
    store_room_put(b);
    store_free(s);
}
END_TEST

START_TEST(unused_rooms_expire)
{
    /* a usual store's writer, when it starts late, would find the old room written already */
    struct store *s = open_with((struct store_config){.keep_days = 0});
    struct store_row old = row_of("old"), kept = row_of("kept");
    const char *upload = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    char line[120];

    old.used_s -= 31 * 86400;
    kept.used_s -= 29 * 86400;
    struct store_room *a = store_room_new(s, &old), *b = store_room_new(s, &kept);
    ck_assert_int_eq(settle(a), STORE_KEPT);
    ck_assert_int_eq(settle(b), STORE_KEPT);
    store_room_put(a);
    store_room_put(b);
    snprintf(line, sizeof line, "trace lackey %s as p", upload);
    a = make(s, "user");
    step(a, 1, line);
    ck_assert_int_eq(settle(a), STORE_KEPT);
    ck_assert(store_uses(s, upload));
    store_delete(a);
    ck_assert_int_eq(settle(a), STORE_KEPT);
    ck_assert(!store_uses(s, upload));
    store_room_put(a);
    store_free(s);

    s = open_with((struct store_config){.keep_days = 0});
    a = make(s, "x");
    ck_assert_int_eq(settle(a), STORE_KEPT);
    ck_assert(store_room_known(s, "old"));
    store_room_put(a);
    store_free(s);
    s = open_usual();
    for (unsigned looks = 0; store_room_known(s, "old") && test_pause(&looks);)
        ;
    ck_assert(!store_room_known(s, "old"));
    ck_assert(store_room_known(s, "kept"));
    store_free(s);
}
END_TEST

/* ---- folders that cannot be used ---- */

START_TEST(a_second_server_is_told)
{
    struct store *s = open_usual(), *t = open_usual();
    struct store_row row = row_of("one");
    char why[STORE_WHY_LEN], pid[24];

    ck_assert_int_eq(state_of(t, why), STORE_MEMORY);
    snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    ck_assert_msg(strstr(why, "another server") && strstr(why, pid), "%s", why);
    ck_assert_ptr_null(store_room_new(t, &row));
    ck_assert_int_eq(settle(NULL), STORE_NOTHING);
    store_free(t);
    store_free(s);
    s = open_usual(); /* the lock goes with its owner */
    ck_assert_int_eq(state_of(s, NULL), STORE_OK);
    store_free(s);
}
END_TEST

static void write_file(const char *name, const char *text, off_t at)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, text, strlen(text), at), (ssize_t)strlen(text));
    close(fd);
}

/* Neither is written to: what was there is there afterwards. */
START_TEST(damaged_and_foreign_databases_are_left_alone)
{
    char why[STORE_WHY_LEN], path[128], back[32] = "";
    sqlite3 *db;

    write_file("rooms.db", "this is no database, and long enough to be looked at as one", 0);
    struct store *s = open_usual();
    ck_assert_int_eq(state_of(s, why), STORE_MEMORY);
    ck_assert_msg(strstr(why, "not a database") != NULL, "%s", why);
    store_free(s);
    snprintf(path, sizeof path, "%s/rooms.db", dir);
    int fd = open(path, O_RDONLY);
    ck_assert_int_eq(read(fd, back, 20), 20);
    close(fd);
    ck_assert_int_eq(strncmp(back, "this is no database,", 20), 0);
    ck_assert_int_eq(remove(path), 0);

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "CREATE TABLE room (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    s = open_usual();
    ck_assert_int_eq(state_of(s, why), STORE_MEMORY);
    ck_assert_msg(strstr(why, "another program") != NULL, "%s", why);
    store_free(s);
    remove(path);

    s = open_usual();
    ck_assert_int_eq(state_of(s, NULL), STORE_OK);
    store_free(s);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    s = open_usual();
    ck_assert_int_eq(state_of(s, why), STORE_MEMORY);
    ck_assert_msg(strstr(why, "version 99") != NULL, "%s", why);
    store_free(s);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made)
{
    char inside[128], why[STORE_WHY_LEN];

    write_file("file", "x", 0);
    snprintf(inside, sizeof inside, "%s/file/data", dir);
    struct store *s = open_with((struct store_config){.dir = inside});
    ck_assert_int_eq(state_of(s, why), STORE_MEMORY);
    ck_assert_msg(strstr(why, "cannot be") != NULL, "%s", why);
    store_free(s);
    if (geteuid() == 0)
        return; /* root may write anywhere */
    ck_assert_int_eq(chmod(dir, 0500), 0);
    s = open_usual();
    ck_assert_int_eq(state_of(s, why), STORE_MEMORY);
    ck_assert_msg(strstr(why, "cannot be written") != NULL, "%s", why);
    store_free(s);
    chmod(dir, 0700);
}
END_TEST

/* Full: whoever waits is told; what was acknowledged before is there afterwards, and nothing behind a gap. */
START_TEST(a_full_disk_is_told_and_outlived)
{
    struct store *s =
        open_with((struct store_config){.pages_max = 40, .retry_ms = 20, .keep_days = 30});
    struct store_room *h = make(s, "one");
    char text[4096], why[STORE_WHY_LEN];
    enum store_outcome outcome = STORE_KEPT;
    uint64_t n = 0;

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    while (outcome == STORE_KEPT && n < 200) {
        step(h, ++n, text);
        outcome = settle(h);
    }
    ck_assert_int_eq(outcome, STORE_FAILED);
    ck_assert_int_eq(state_of(s, why), STORE_FAILING);
    ck_assert_msg(strstr(why, "full") != NULL, "%s", why);
    ck_assert(!store_room_stored(h));
    step(h, n + 1, "after");
    ck_assert_int_eq(settle(h), STORE_NOTHING); /* known by now */
    store_free(s);
    s = open_usual();
    struct store_row row;
    char no[STORE_WHY_LEN];
    struct store_room *g = store_room_open(s, "one", &row, no);
    ck_assert_ptr_nonnull(g);
    ck_assert_uint_eq(row.steps, n - 1); /* a prefix: all that was acknowledged */
    store_row_fini(&row);
    store_room_put(g);
    store_free(s);
}
END_TEST

START_TEST(a_busy_database_is_tried_again)
{
    struct store *s = open_with((struct store_config){.retry_ms = 20, .keep_days = 30});
    struct store_room *h = make(s, "one");
    char path[128];
    sqlite3 *db;
    struct store_row row;
    struct lines all;

    ck_assert_int_eq(settle(h), STORE_KEPT);
    snprintf(path, sizeof path, "%s/rooms.db", dir);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    step(h, 1, "while it is locked");
    ck_assert_int_eq(settle(h), STORE_FAILED);
    step(h, 2, "still");
    ck_assert_int_eq(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    for (unsigned looks = 0; !store_room_settled(h) && test_pause(&looks);)
        ;
    ck_assert(store_room_stored(h));
    ck_assert_int_eq(settle(h), STORE_KEPT);
    store_room_put(h);
    h = again(s, "one", &row, &all);
    ck_assert_uint_eq(all.count, 2);
    store_row_fini(&row);
    store_room_put(h);
    store_free(s);
}
END_TEST

Suite *make_store_sql_suite(void)
{
    Suite *s = suite_create("store_sql");
    TCase *c = tcase_create("store");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, a_room_comes_back);
    tcase_add_test(c, order_and_batches);
    tcase_add_test(c, reset_is_one_transaction);
    tcase_add_test(c, branches_cuts_and_keys);
    tcase_add_test(c, unused_rooms_expire);
    tcase_add_test(c, a_second_server_is_told);
    tcase_add_test(c, damaged_and_foreign_databases_are_left_alone);
    tcase_add_test(c, a_folder_that_cannot_be_made);
    tcase_add_test(c, a_full_disk_is_told_and_outlived);
    tcase_add_test(c, a_busy_database_is_tried_again);
    suite_add_tcase(s, c);
    return s;
}
