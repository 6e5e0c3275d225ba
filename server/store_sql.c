/* store_sql.c - the database: schema, and transactions of operations. */
#include "store_int.h"

#include "log.h"
#include "mm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { APPLICATION = 0x6d6d7363, BUSY_MS = 2000 };

// clang-format off
static const char schema[] =
    "CREATE TABLE room (num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, lesson TEXT NOT NULL,"
    " parent TEXT NOT NULL, parent_step INTEGER NOT NULL, public INTEGER NOT NULL, presenter TEXT NOT NULL,"
    " viewer TEXT NOT NULL, gen INTEGER NOT NULL, steps INTEGER NOT NULL, head_seq INTEGER NOT NULL,"
    " at_seq INTEGER NOT NULL, at_step INTEGER NOT NULL, made_s INTEGER NOT NULL, used_s INTEGER NOT NULL,"
    " language INTEGER NOT NULL, begun INTEGER NOT NULL, extra TEXT, broken TEXT);"
    "CREATE INDEX room_used ON room (used_s);"
    "CREATE TABLE line (room INTEGER NOT NULL, gen INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL,"
    " status INTEGER NOT NULL, model INTEGER NOT NULL, step INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " turns INTEGER NOT NULL, hash INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (room, gen, n)) WITHOUT ROWID;"
    "CREATE TABLE answer (room INTEGER NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY (room, key)) WITHOUT ROWID;"
    "CREATE TABLE input (room INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (name, room)) WITHOUT ROWID;";

#define LINE_COLUMNS "kind, status, model, step, seq, turns, hash, text"
#define ROOM_COLUMNS "num, gen, id, title, lesson, parent, parent_step, public, presenter, viewer, steps, head_seq," \
                     " at_seq, at_step, made_s, used_s"
static const char *const writes[W_COUNT] = {
    [W_BEGIN] = "BEGIN IMMEDIATE",
    [W_COMMIT] = "COMMIT",
    [W_ROLLBACK] = "ROLLBACK",
    [W_NEW] = "INSERT INTO room VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?, 0, ?, NULL)",
    [W_LINE] = "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [W_CUT] = "DELETE FROM line WHERE room = ? AND gen = ? AND n > ?",
    [W_INPUT] = "INSERT OR IGNORE INTO input VALUES (?, ?)",
    [W_STATE] = "UPDATE room SET steps = ?, head_seq = ?, at_seq = ?, at_step = ?, used_s = ?, begun = ? WHERE num = ?",
    [W_EXTRA] = "UPDATE room SET extra = ? WHERE num = ?",
    [W_GEN] = "UPDATE room SET gen = ? WHERE num = ?",
    [W_OLD] = "DELETE FROM line WHERE room = ? AND gen <> ?",
    [W_BRANCH] = ("INSERT INTO line SELECT ?, 0, n, " LINE_COLUMNS " FROM line"
                  " WHERE room = ? AND gen = ? AND step <= ? AND kind NOT IN ('b', 't', 'o')"),
    [W_BRANCH_INPUT] = "INSERT OR IGNORE INTO input SELECT ?, name FROM input WHERE room = ?",
    [W_PRESENTER] = "UPDATE room SET presenter = ? WHERE num = ?",
    [W_BROKEN] = "UPDATE room SET broken = ? WHERE num = ?",
    [W_KEY] = ("INSERT OR REPLACE INTO answer VALUES"
               " (?1, ?2, (SELECT ifnull(max(n), 0) + 1 FROM answer WHERE room = ?1), ?3)"),
    [W_KEYS_OLD] = "DELETE FROM answer WHERE room = ?1 AND n <= (SELECT max(n) FROM answer WHERE room = ?1) - ?2",
    [W_DROP_LINES] = "DELETE FROM line WHERE room = ?",
    [W_DROP_KEYS] = "DELETE FROM answer WHERE room = ?",
    [W_DROP_INPUTS] = "DELETE FROM input WHERE room = ?",
    [W_DROP] = "DELETE FROM room WHERE num = ?",
    [W_EXPIRED] = "SELECT num FROM room WHERE used_s < ? ORDER BY used_s",
};
static const char *const reads[R_COUNT] = {
    [R_ROOM] = "SELECT " ROOM_COLUMNS ", extra, broken, begun,"
               " (SELECT ifnull(max(n), 0) FROM line WHERE line.room = num AND line.gen = room.gen),"
               " (SELECT hash FROM line WHERE line.room = num AND line.gen = room.gen AND kind = 's' AND seq = at_seq),"
               " (SELECT hash FROM line WHERE line.room = num AND line.gen = room.gen AND kind = 's' AND step = steps)"
               " FROM room WHERE id = ?",
    [R_KNOWN] = "SELECT 1 FROM room WHERE id = ?",
    [R_LINES] = "SELECT n, " LINE_COLUMNS " FROM line WHERE room = ? AND gen = ? AND n > ? ORDER BY n LIMIT ?",
    [R_LIST] = "SELECT " ROOM_COLUMNS ", NULL, NULL, 0 FROM room WHERE public ORDER BY used_s DESC LIMIT ?",
    [R_KEYS] = "SELECT key, body FROM answer WHERE room = ? ORDER BY n",
    [R_USES] = "SELECT 1 FROM input WHERE name = ? LIMIT 1",
};
// clang-format on

/* ---- statements ---- */

int store_sql_run(sqlite3_stmt *q, const char *types, ...)
{
    va_list args;
    int err = SQLITE_OK;

    sqlite3_reset(q);
    va_start(args, types);
    for (int i = 1; *types && err == SQLITE_OK; types++, i++) {
        if (*types == 'i') {
            err = sqlite3_bind_int64(q, i, va_arg(args, int64_t));
        } else if (*types == 't') {
            err = sqlite3_bind_text(q, i, va_arg(args, const char *), -1, SQLITE_STATIC);
        } else {
            const char *bytes = va_arg(args, const char *);
            size_t len = va_arg(args, size_t);
            err = *types == 'b' ? sqlite3_bind_blob64(q, i, bytes, len, SQLITE_STATIC)
                                : sqlite3_bind_text64(q, i, bytes, len, SQLITE_STATIC, SQLITE_UTF8);
        }
    }
    va_end(args);
    if (err == SQLITE_OK)
        err = sqlite3_step(q);
    if (err == SQLITE_ROW)
        return err;
    sqlite3_reset(q);
    return err == SQLITE_DONE ? SQLITE_OK : err;
}

static bool exec(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool number(sqlite3 *db, const char *sql, int64_t *value)
{
    sqlite3_stmt *q;
    bool ok =
        sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW;

    if (ok)
        *value = sqlite3_column_int64(q, 0);
    return sqlite3_finalize(q) == SQLITE_OK && ok;
}

static bool prepare(sqlite3 *db, const char *const *sql, sqlite3_stmt **q, int count)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_prepare_v3(db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &q[i], NULL) != SQLITE_OK)
            return false;
    return true;
}

/* ---- opening ---- */

/* Is it ours, and of a version we know? An empty one is made so. */
static bool schema_ready(struct store *s, char why[STORE_WHY_LEN])
{
    int64_t application = 0, version = 0, tables = 0;

    if (!number(s->db, "PRAGMA application_id", &application) ||
        !number(s->db, "PRAGMA user_version", &version) ||
        !number(s->db, "SELECT count(*) FROM sqlite_master", &tables))
        return false;
    if (tables == 0 && application == 0) {
        char versions[100];
        snprintf(versions, sizeof versions, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                 APPLICATION, STORE_SCHEMA);
        return exec(s->db, "PRAGMA journal_mode = WAL") && exec(s->db, "BEGIN IMMEDIATE") &&
               exec(s->db, schema) && exec(s->db, versions) && exec(s->db, "COMMIT");
    }
    if (application != APPLICATION) {
        snprintf(why, STORE_WHY_LEN, "the file is a database of another program");
        return false;
    }
    if (version != STORE_SCHEMA) {
        snprintf(
            why, STORE_WHY_LEN,
            "the database has version %lld, this mmscope knows version %d; it is left as it is",
            (long long)version, STORE_SCHEMA);
        return false;
    }
    return exec(s->db, "PRAGMA journal_mode = WAL");
}

bool store_sql_open(struct store *s, char why[STORE_WHY_LEN])
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    char pages[64];
    bool ok;

    *why = 0;
    ok = sqlite3_open_v2(s->path, &s->db, flags, s->config.vfs) == SQLITE_OK;
    if (ok) {
        sqlite3_extended_result_codes(s->db, 1);
        sqlite3_busy_timeout(s->db, BUSY_MS);
        ok = exec(s->db,
                  s->config.full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL") &&
             schema_ready(s, why) && exec(s->db, "PRAGMA journal_size_limit = 67108864") &&
             number(s->db, "SELECT ifnull(max(num), 0) FROM room", &s->num_last);
    }
    if (ok && s->config.pages_max) {
        snprintf(pages, sizeof pages, "PRAGMA max_page_count = %llu",
                 (unsigned long long)s->config.pages_max);
        ok = exec(s->db, pages);
    }
    ok = ok && prepare(s->db, writes, s->write, W_COUNT);
    if (ok) {
        ok = sqlite3_open_v2(s->path, &s->reader, flags, s->config.vfs) == SQLITE_OK &&
             exec(s->reader, "PRAGMA query_only = 1");
        sqlite3_busy_timeout(s->reader, BUSY_MS);
        ok = ok && prepare(s->reader, reads, s->read, R_COUNT);
    }
    if (!ok && !*why)
        snprintf(why, STORE_WHY_LEN, "%s",
                 s->reader ? sqlite3_errmsg(s->reader)
                 : s->db   ? sqlite3_errmsg(s->db)
                           : "out of memory");
    return ok;
}

void store_sql_close(struct store *s)
{
    for (int i = 0; i < W_COUNT; i++)
        sqlite3_finalize(s->write[i]);
    for (int i = 0; i < R_COUNT; i++)
        sqlite3_finalize(s->read[i]);
    memset(s->write, 0, sizeof s->write);
    memset(s->read, 0, sizeof s->read);
    sqlite3_close(s->reader);
    sqlite3_close(s->db);
    s->reader = s->db = NULL;
}

/* ---- operations ---- */

static int write_new(struct store *s, const struct op *op)
{
    const struct store_row *r = op->row;
    struct store_room *h = op->room;

    h->at_seq = r->at_seq;
    h->at_step = r->at_step;
    return store_sql_run(s->write[W_NEW],
                         "itttt"
                         "iitt"
                         "iiiii"
                         "t",
                         h->num, r->id, r->title, r->lesson, r->parent, (int64_t)r->parent_step,
                         (int64_t)r->is_public, r->presenter, r->viewer, (int64_t)r->at_seq,
                         (int64_t)r->at_step, (int64_t)r->made_s, (int64_t)r->used_s, (int64_t)1,
                         r->extra);
}

static int write_line(struct store *s, const struct op *op)
{
    const struct store_line *l = &op->line;
    struct store_room *h = op->room;
    char kind[2] = {(char)l->kind, 0}, name[STORE_HASH_LEN + 1];
    int err =
        store_sql_run(s->write[W_LINE], "iiitiiiiiix", h->num, op->gen, (int64_t)l->n, kind,
                      (int64_t)l->status, (int64_t)l->model, (int64_t)l->step, (int64_t)l->seq,
                      (int64_t)l->turns, (int64_t)l->hash, op->text, op->len);

    if (err == SQLITE_OK && op->a) {
        memcpy(name, op->text + op->a - 1, STORE_HASH_LEN);
        name[STORE_HASH_LEN] = 0;
        err = store_sql_run(s->write[W_INPUT], "it", h->num, name);
    }
    if (l->kind == STORE_STEP) {
        h->steps = l->step;
        h->head_seq = l->seq;
    }
    h->dirty = true;
    return err;
}

static int write_branch(struct store *s, const struct op *op)
{
    int err = store_sql_run(s->write[W_BRANCH], "iiii", op->room->num, op->other->num, op->gen,
                            (int64_t)op->a);

    op->room->steps = op->a;
    op->room->head_seq = op->b;
    op->room->dirty = true;
    return err ? err : store_sql_run(s->write[W_BRANCH_INPUT], "ii", op->room->num, op->other->num);
}

static int write_key(struct store *s, const struct op *op)
{
    int err = store_sql_run(s->write[W_KEY], "itb", op->room->num, op->key, op->text, op->len);

    if (op->b) {
        op->room->begun_n = 0;
        op->room->dirty = true;
    }
    return err ? err
               : store_sql_run(s->write[W_KEYS_OLD], "ii", op->room->num, (int64_t)STORE_KEYS);
}

static int drop_room(struct store *s, int64_t num)
{
    int err = SQLITE_OK;

    for (int q = W_DROP_LINES; q <= W_DROP && !err; q++)
        err = store_sql_run(s->write[q], "i", num);
    return err;
}

static int write_reset_done(struct store *s, const struct op *op)
{
    int err = store_sql_run(s->write[W_GEN], "ii", op->gen, op->room->num);

    op->room->resetting = false;
    op->room->dirty = true;
    return err ? err : store_sql_run(s->write[W_OLD], "ii", op->room->num, op->gen);
}

static int write_op(struct store *s, struct op *op)
{
    struct store_room *h = op->room;

    switch (op->kind) {
    case OP_NEW: return write_new(s, op);
    case OP_LINE: return write_line(s, op);
    case OP_CUT: return store_sql_run(s->write[W_CUT], "iii", h->num, op->gen, (int64_t)op->a);
    case OP_RESET:
        h->resetting = true;
        h->steps = h->head_seq = 0;
        return store_sql_run(s->write[W_CUT], "iii", h->num, op->gen, (int64_t)0);
    case OP_RESET_DONE: return write_reset_done(s, op);
    case OP_BRANCH: return write_branch(s, op);
    case OP_BEGUN:
        h->begun_n = op->a;
        h->dirty = true;
        return SQLITE_OK;
    case OP_CURSOR:
        h->at_seq = op->a;
        h->at_step = op->b;
        h->dirty = true;
        return SQLITE_OK;
    case OP_PRESENTER: return store_sql_run(s->write[W_PRESENTER], "ti", op->text, h->num);
    case OP_EXTRA:
        free(h->extra);
        h->extra = op->absent ? NULL : strdup(op->text);
        h->extra_set = h->dirty = true;
        return op->absent || h->extra ? SQLITE_OK : SQLITE_NOMEM;
    case OP_BROKEN:
        return store_sql_run(s->write[W_BROKEN], "ti", op->absent ? NULL : op->text, h->num);
    case OP_KEY: return write_key(s, op);
    case OP_TOUCH: h->dirty = true; return SQLITE_OK;
    case OP_DELETE: return drop_room(s, h->num);
    case OP_THEN: break;
    }
    return SQLITE_OK;
}

/* What changed of the room itself: once a transaction. While its log is being replaced it stays as it was. */
static int write_state(struct store *s, struct store_room *h)
{
    if (!h->dirty || h->resetting)
        return SQLITE_OK;
    int err = store_sql_run(s->write[W_STATE], "iiiiiii", (int64_t)h->steps, (int64_t)h->head_seq,
                            (int64_t)h->at_seq, (int64_t)h->at_step, (int64_t)store_now_s(),
                            (int64_t)h->begun_n, h->num);
    if (!err && h->extra_set)
        err = store_sql_run(s->write[W_EXTRA], "ti", h->extra, h->num);
    return err;
}

bool store_sql_write(struct store *s, struct op *batch, char why[STORE_WHY_LEN], bool *lost)
{
    int err = store_sql_run(s->write[W_BEGIN], "");

    for (struct op *op = batch; op && !err; op = op->next)
        err = write_op(s, op);
    for (struct op *op = batch; op && !err; op = op->next)
        err = write_state(s, op->room);
    if (!err)
        err = store_sql_run(s->write[W_COMMIT], "");
    if (!err) {
        for (struct op *op = batch; op; op = op->next)
            if (!op->room->resetting)
                op->room->dirty = op->room->extra_set = false;
        return true;
    }
    snprintf(why, STORE_WHY_LEN, "%s", sqlite3_errmsg(s->db));
    *lost = (err & 0xff) == SQLITE_CORRUPT || (err & 0xff) == SQLITE_NOTADB;
    if (!sqlite3_get_autocommit(s->db))
        store_sql_run(s->write[W_ROLLBACK], "");
    return false;
}

void store_sql_expire(struct store *s, uint64_t before_s)
{
    enum { MOST = 256 };
    int64_t nums[MOST];
    unsigned n = 0, gone = 0;
    int err = store_sql_run(s->write[W_EXPIRED], "i", (int64_t)before_s);

    for (; err == SQLITE_ROW && n < MOST; err = sqlite3_step(s->write[W_EXPIRED]))
        nums[n++] = sqlite3_column_int64(s->write[W_EXPIRED], 0);
    sqlite3_reset(s->write[W_EXPIRED]);
    if (!n || store_sql_run(s->write[W_BEGIN], ""))
        return;
    for (unsigned i = 0; i < n; i++)
        if (!store_is_open(s, nums[i]))
            gone += drop_room(s, nums[i]) == SQLITE_OK;
    if (store_sql_run(s->write[W_COMMIT], ""))
        store_sql_run(s->write[W_ROLLBACK], "");
    else if (gone)
        log_info("store", "%u rooms expired, unused for longer than --keep %llu days", gone,
                 (unsigned long long)s->config.keep_days);
}
