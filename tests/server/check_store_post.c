/* check_store_post.c - when a disk was told to keep something before somebody was told that it is kept. Origin: the
 * promise of --durable (T1 of store.h), seen by a VFS of SQLite that notes the order. */
#include "suite.h"

#include "store.h"
#include "store_kit.h"

#include <sqlite3.h>
#include <stdatomic.h>

/* ---- what the disk was told, and when ---- */

static atomic_uint ticks;
static unsigned wal_written, wal_synced, acked;
static atomic_uint syncs;

struct seen_file {
    sqlite3_file base;
    sqlite3_file *real;
    bool wal;
};
static sqlite3_vfs *real_vfs;
static sqlite3_io_methods seen_methods;

#define REAL(f) (((struct seen_file *)(void *)(f))->real)
static int seen_close(sqlite3_file *f)
{
    int err = REAL(f)->pMethods->xClose(REAL(f));
    sqlite3_free(REAL(f));
    return err;
}
static int seen_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    return REAL(f)->pMethods->xRead(REAL(f), p, n, at);
}
static int seen_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    if (((struct seen_file *)(void *)f)->wal)
        wal_written = atomic_fetch_add(&ticks, 1) + 1;
    return REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
}
static int seen_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    return REAL(f)->pMethods->xTruncate(REAL(f), n);
}
static int seen_sync(sqlite3_file *f, int flags)
{
    int err = REAL(f)->pMethods->xSync(REAL(f), flags);
    if (((struct seen_file *)(void *)f)->wal) {
        wal_synced = atomic_fetch_add(&ticks, 1) + 1;
        atomic_fetch_add(&syncs, 1);
    }
    return err;
}
static int seen_size(sqlite3_file *f, sqlite3_int64 *n)
{
    return REAL(f)->pMethods->xFileSize(REAL(f), n);
}
static int seen_lock(sqlite3_file *f, int how)
{
    return REAL(f)->pMethods->xLock(REAL(f), how);
}
static int seen_unlock(sqlite3_file *f, int how)
{
    return REAL(f)->pMethods->xUnlock(REAL(f), how);
}
static int seen_reserved(sqlite3_file *f, int *out)
{
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out);
}
static int seen_control(sqlite3_file *f, int op, void *arg)
{
    return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}
static int seen_sector(sqlite3_file *f)
{
    return REAL(f)->pMethods->xSectorSize(REAL(f));
}
static int seen_device(sqlite3_file *f)
{
    return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f));
}
static int seen_map(sqlite3_file *f, int i, int n, int extend, void volatile **out)
{
    return REAL(f)->pMethods->xShmMap(REAL(f), i, n, extend, out);
}
static int seen_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags);
}
static void seen_barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}
static int seen_unmap(sqlite3_file *f, int delete)
{
    return REAL(f)->pMethods->xShmUnmap(REAL(f), delete);
}

static int seen_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
    struct seen_file *s = (struct seen_file *)(void *)f;

    (void)v;
    memset(s, 0, sizeof *s);
    s->real = sqlite3_malloc(real_vfs->szOsFile);
    memset(s->real, 0, (size_t)real_vfs->szOsFile);
    s->wal = flags & SQLITE_OPEN_WAL;
    int err = real_vfs->xOpen(real_vfs, name, s->real, flags, out);
    if (err == SQLITE_OK)
        s->base.pMethods = &seen_methods;
    else
        sqlite3_free(s->real);
    return err;
}

static void seen_register(void)
{
    static sqlite3_vfs seen;

    real_vfs = sqlite3_vfs_find(NULL);
    seen = *real_vfs;
    seen.zName = "seen";
    seen.pNext = NULL;
    seen.szOsFile = sizeof(struct seen_file);
    seen.xOpen = seen_open;
    seen_methods = (sqlite3_io_methods){.iVersion = 2,
                                        .xClose = seen_close,
                                        .xRead = seen_read,
                                        .xWrite = seen_write,
                                        .xTruncate = seen_truncate,
                                        .xSync = seen_sync,
                                        .xFileSize = seen_size,
                                        .xLock = seen_lock,
                                        .xUnlock = seen_unlock,
                                        .xCheckReservedLock = seen_reserved,
                                        .xFileControl = seen_control,
                                        .xSectorSize = seen_sector,
                                        .xDeviceCharacteristics = seen_device,
                                        .xShmMap = seen_map,
                                        .xShmLock = seen_shm_lock,
                                        .xShmBarrier = seen_barrier,
                                        .xShmUnmap = seen_unmap};
    ck_assert_int_eq(sqlite3_vfs_register(&seen, 0), SQLITE_OK);
}

/* Called by the writer, so that the three numbers are its own. */
static void acked_then(void *ctx, enum store_outcome outcome)
{
    unsigned *bad = ctx;

    acked = atomic_fetch_add(&ticks, 1) + 1;
    pthread_mutex_lock(&lock);
    if (outcome != STORE_KEPT || !(wal_written < wal_synced && wal_synced < acked))
        ++*bad;
    pthread_mutex_unlock(&lock);
}

START_TEST(full_syncs_before_it_tells)
{
    const bool full = _i == 1;
    unsigned bad = 0;

    seen_register();
    struct store *s =
        open_with((struct store_config){.full = full, .vfs = "seen", .keep_days = 30});
    ck_assert_int_eq(state_of(s, NULL), STORE_OK);
    struct store_room *h = make(s, "one");
    ck_assert_int_eq(settle(h), STORE_KEPT);
    unsigned before = atomic_load(&syncs);
    for (unsigned i = 1; i <= 50; i++) {
        step(h, i, "a line");
        store_then(h, acked_then, &bad);
        ck_assert_int_eq(settle(h), STORE_KEPT);
    }
    unsigned during = atomic_load(&syncs) - before;
    pthread_mutex_lock(&lock);
    unsigned wrong = bad;
    pthread_mutex_unlock(&lock);
    if (full) {
        ck_assert_uint_eq(wrong, 0);
        ck_assert_uint_ge(during, 50);
    } else {
        ck_assert_uint_eq(during, 0); /* a power cut may cost the last of them, a crash nothing */
    }
    store_room_put(h);
    store_free(s);
}
END_TEST

static void key_each(void *ctx, const char *key, const void *body, size_t len)
{
    unsigned *n = ctx;

    ck_assert_uint_eq(strlen(key), len);
    ck_assert_mem_eq(key, body, len);
    ++*n;
}

START_TEST(the_last_keys_stay)
{
    struct store *s = open_usual();
    struct store_room *h = make(s, "one");
    unsigned n = 0;
    char key[16];

    for (unsigned i = 0; i < STORE_KEYS * 2; i++) {
        snprintf(key, sizeof key, "key%u", i);
        store_key(h, key, key, strlen(key));
    }
    ck_assert_int_eq(settle(h), STORE_KEPT);
    store_keys(h, key_each, &n);
    ck_assert_uint_eq(n, STORE_KEYS);
    store_room_put(h);
    store_free(s);
}
END_TEST

static void printed(struct store_room *h, const char *text)
{
    struct store_line l = {
        .kind = STORE_OUTPUT, .step = 2, .seq = 20, .text = text, .text_bytes = strlen(text)};

    store_line(h, &l);
}

/* Of outputs that follow each other the last is there; a branch has none of them, and stands where it left. */
START_TEST(what_was_printed_last)
{
    struct store *s = open_usual();
    struct store_room *h = make(s, "one"), *b = make(s, "branch");
    struct store_row row;
    struct lines all;

    step(h, 1, "a");
    printed(h, "first");
    step(h, 2, "b");
    printed(h, "second");
    printed(h, "third");
    store_cursor(h, 10, 1);
    store_branch(b, h, 2, 20);
    ck_assert_int_eq(settle(b), STORE_KEPT);
    store_room_put(h);
    store_room_put(b);
    h = again(s, "one", &row, &all);
    ck_assert_uint_eq(all.count, 4);
    ck_assert_str_eq(all.text[1], "first");
    ck_assert_str_eq(all.text[3], "third");
    ck_assert_uint_eq(all.line[3].n, 4);
    ck_assert_uint_eq(row.at_hash, 0xfedcba9876543210u ^ 1);
    ck_assert_uint_eq(row.head_hash, 0xfedcba9876543210u ^ 2);
    store_row_fini(&row);
    store_room_put(h);
    b = again(s, "branch", &row, &all);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_uint_eq(row.steps, 2);
    ck_assert_uint_eq(row.head_seq, 20);
    ck_assert_uint_eq(row.at_hash, 0); /* booted: no step has it */
    store_row_fini(&row);
    store_room_put(b);
    store_free(s);
}
END_TEST

Suite *make_store_post_suite(void)
{
    Suite *s = suite_create("store_post");
    TCase *c = tcase_create("store_post");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, the_last_keys_stay);
    tcase_add_test(c, what_was_printed_last);
    tcase_add_loop_test(c, full_syncs_before_it_tells, 0, 2);
    suite_add_tcase(s, c);
    return s;
}
