/* check_encode.c - a snapshot says what the machine holds, changes and net changes lead from one to the next (E1). */
#include "suite.h"

#include "capture.h"
#include "encode.h"
#include "jr.h"

#include "text/session.h"

#include <stdlib.h>
#include <string.h>

static const char text[] = "machine memory=4M seed=5\n"
                           "spawn a\n"
                           "a mmap 256K as m\n"
                           "a write m+0..128K\n"
                           "a munmap m+16K..32K\n"
                           "spawn b text=16K\n"
                           "b read text\n"
                           "a exit\n"
                           "alloc_pages 3 as k count=4\n";

static void no_line(void *ctx, const struct session_line *line)
{
    (void)ctx;
    ck_assert_msg(line->status == SESSION_OK, "%.*s: %s", (int)line->text_bytes, line->text,
                  line->problem ? line->problem->en : "");
}

static struct session_store *store;
static struct session *session;
static struct mm *m;

static void setup(void)
{
    const struct session_host host = {.memory = NULL};
    struct mm_config config;
    struct problem why;

    mm_config_default(&config);
    config.history_bytes = 32u << 20;
    store = session_store_new(NULL, 1u << 20);
    session = session_new(&host, store, &config);
    ck_assert_msg(session_feed(session, text, strlen(text), &why), "%s", why.en);
    while (session_advance(session, 100000, no_line, NULL) == SESSION_MORE)
        ;
    m = session_machine(session);
}

static void teardown(void)
{
    session_free(session);
    session_store_free(store);
}

/* ---- a decoder as the page has one ---- */

static uint64_t number(const cJSON *c)
{
    if (cJSON_IsNumber(c))
        return c->valuedouble < 0 ? (uint64_t)(int64_t)c->valuedouble : (uint64_t)c->valuedouble;
    ck_assert(cJSON_IsString(c) && !strncmp(c->valuestring, "0x", 2));
    return strtoull(c->valuestring, NULL, 16);
}

struct table { /* values[field][id] of one kind */
    uint32_t count;
    unsigned fields;
    uint64_t *value;
};

static uint64_t *cell(struct table *t, unsigned field, uint64_t id)
{
    if (field >= t->fields || id >= t->count)
        ck_abort_msg("field %u id %llu", field, (unsigned long long)id);
    return &t->value[(size_t)field * t->count + id];
}

static struct table table_new(enum mm_record_kind kind)
{
    struct table t = {.count = kind == MM_R_pte ? mm_record_count(m, MM_R_frame) * 1024
                                                : mm_record_count(m, kind)};

    while (enc_field_at(kind, t.fields))
        t.fields++;
    t.value = calloc((size_t)t.count * t.fields + 1, sizeof *t.value);
    return t;
}

static void table_read(struct table *t, enum mm_record_kind kind, const cJSON *records)
{
    const cJSON *k = cJSON_GetObjectItemCaseSensitive(records, mm_kind_rows[kind].name);
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(k, "ids");
    uint32_t *row = calloc(t->count + 1, sizeof *row), rows = 0;

    ck_assert_ptr_nonnull(k);
    ck_assert_int_eq(ids == NULL, mm_kind_rows[kind].whole);
    for (const cJSON *c = ids ? ids->child : NULL; c; c = c->next->next)
        for (uint64_t i = 0; i < number(c->next); i++)
            row[rows++] = (uint32_t)(number(c) + i);
    for (uint32_t i = 0; !ids && i < t->count; i++)
        row[rows++] = i;
    for (unsigned f = 0; f < t->fields; f++) {
        const cJSON *column = cJSON_GetObjectItemCaseSensitive(
            cJSON_GetObjectItemCaseSensitive(k, "cols"), enc_field_at(kind, f)->name);
        uint32_t at = 0;
        ck_assert_ptr_nonnull(column);
        for (const cJSON *c = column->child; c; c = c->next->next)
            for (uint64_t i = number(c), value = number(c->next); i > 0; i--)
                *cell(t, f, row[at++]) = value;
        ck_assert_uint_eq(at, rows);
    }
    free(row);
}

/* flat: [at?,id,field,old,new,...] */
static void table_apply(struct table *t, enum mm_record_kind kind, const cJSON *changes, bool at,
                        bool back)
{
    const cJSON *flat = cJSON_GetObjectItemCaseSensitive(changes, mm_kind_rows[kind].name);
    size_t n = 0, width = at ? 5 : 4;
    uint64_t *all = calloc((size_t)cJSON_GetArraySize(flat) + 1, sizeof *all);

    for (const cJSON *c = flat ? flat->child : NULL; c; c = c->next)
        all[n++] = number(c);
    ck_assert_uint_eq(n % width, 0);
    for (size_t i = 0; i < n; i += width) {
        const uint64_t *c = all + (back ? n - width - i : i) + at;
        uint64_t *v = cell(t, (unsigned)c[1], c[0]);
        ck_assert_uint_eq(*v, back ? c[3] : c[2]);
        *v = back ? c[2] : c[3];
    }
    free(all);
}

static void table_same_ptes(const struct table *t)
{
    uint64_t id = 0, value, seen = 0, held = 0;

    for (; mm_next_pte(m, &id, &value); id++, seen++)
        ck_assert_msg(t->value[id] == value, "pte %llu", (unsigned long long)id);
    for (uint32_t i = 0; i < t->count; i++)
        held += t->value[i] != 0;
    ck_assert_uint_eq(held, seen);
}

static void table_same(const struct table *t, enum mm_record_kind kind)
{
    if (kind == MM_R_pte) {
        table_same_ptes(t);
        return;
    }
    for (unsigned f = 0; f < t->fields; f++) {
        const struct mm_field_row *row = enc_field_at(kind, f);
        for (uint32_t id = 0; id < t->count; id++)
            if (t->value[(size_t)f * t->count + id] != mm_get(m, (enum mm_field_id)row->field, id))
                ck_abort_msg("%s %u %s", mm_kind_rows[kind].name, id, row->name);
    }
}

static cJSON *parsed(struct jw *w)
{
    struct buf *b = jw_take(w);
    struct jr_error error;

    ck_assert_ptr_nonnull(b);
    ck_assert_msg(jr_scan(buf_data(b), b->len, &error), "%s", error.why);
    cJSON *c = cJSON_ParseWithLength(buf_data(b), b->len);
    ck_assert_ptr_nonnull(c);
    buf_put(b);
    return c;
}

static cJSON *snapshot(void)
{
    struct jw w = jw_new(0);

    enc_records(&w, m, ENC_ALL);
    return parsed(&w);
}

/* ---- tests, each for every kind ---- */

START_TEST(snapshot_holds_the_machine)
{
    enum mm_record_kind kind = (enum mm_record_kind)_i;
    cJSON *records = snapshot();
    struct table t = table_new(kind);

    if (t.fields) {
        table_read(&t, kind, records);
        table_same(&t, kind);
    }
    free(t.value);
    cJSON_Delete(records);
}
END_TEST

START_TEST(steps_lead_from_one_to_the_next)
{
    enum mm_record_kind kind = (enum mm_record_kind)_i;
    struct table t = table_new(kind);
    struct capture c;

    capture_init(&c, 100000, false);
    for (uint64_t step = 1; t.fields && step <= mm_head_step(m); step++) {
        mm_seek_step(m, step - 1);
        cJSON *records = snapshot();
        memset(t.value, 0, (size_t)t.count * t.fields * sizeof *t.value);
        table_read(&t, kind, records);
        capture_clear(&c);
        ck_assert_int_eq(mm_replay_step(m, step, &c.sink), MM_OK);
        ck_assert(!c.over);
        struct jw w = jw_new(0);
        enc_changes(&w, c.changes, c.at, c.change_count, ENC_ALL);
        cJSON *changes = parsed(&w);
        table_apply(&t, kind, changes, true, false);
        mm_seek_step(m, step);
        table_same(&t, kind);
        table_apply(&t, kind, changes, true, true);
        mm_seek_step(m, step - 1);
        table_same(&t, kind);
        cJSON_Delete(changes);
        cJSON_Delete(records);
    }
    capture_fini(&c);
    free(t.value);
}
END_TEST

START_TEST(net_change_leads_there_too)
{
    enum mm_record_kind kind = (enum mm_record_kind)_i;
    struct table t = table_new(kind);
    uint64_t head = mm_head_step(m);

    mm_seek_step(m, 1);
    struct enc_shadow *shadow = enc_shadow_take(m);
    cJSON *records = snapshot();
    if (t.fields)
        table_read(&t, kind, records);
    mm_seek_step(m, head);
    struct jw w = jw_new(0);
    enc_delta(&w, shadow, m, ENC_ALL);
    cJSON *changes = parsed(&w);
    if (t.fields) {
        table_apply(&t, kind, changes, false, false);
        table_same(&t, kind);
    }
    cJSON_Delete(changes);
    cJSON_Delete(records);
    enc_shadow_free(shadow);
    free(t.value);
}
END_TEST

START_TEST(sections)
{
    struct jw w = jw_new(0);

    for (unsigned i = 0; i < enc_section_count(); i++)
        ck_assert_uint_eq(enc_section_bit(enc_section_name(i)), 1u << i);
    ck_assert_uint_eq(enc_section_bit("no such"), 0);
    enc_records(&w, m, enc_section_bit("frames"));
    cJSON *frames = parsed(&w);
    ck_assert_int_eq(cJSON_GetArraySize(frames), 1);
    ck_assert_ptr_nonnull(cJSON_GetObjectItem(frames, "frame"));
    cJSON_Delete(frames);
    ck_assert_int_eq(enc_field_index(MM_F_frame_next), -1);  /* on inspection only */
    ck_assert_int_eq(enc_field_index(MM_F_frame_memcg), -1); /* never */
    ck_assert_int_eq(enc_kind("banana"), MM_R_ALL);
    ck_assert_int_eq(enc_event("tlb_miss"), EV_TLB_MISS);
    ck_assert_int_eq(enc_event("banana"), EV_COUNT);
}
END_TEST

START_TEST(capture_is_bounded)
{
    struct capture c;

    capture_init(&c, 10, true);
    ck_assert_int_eq(mm_replay_step(m, 3, &c.sink), MM_OK);
    struct mm_step_info info;
    mm_step_info(m, 3, &info);
    uint64_t total = 0;
    for (unsigned e = 0; e < EV_COUNT; e++)
        total += c.totals[e];
    ck_assert(c.over);
    ck_assert_uint_eq(c.event_count, 0);
    ck_assert_uint_eq(total, info.seq_last - info.seq_first + 1);
    ck_assert_uint_gt(c.notable_count, 0);
    capture_fini(&c);
}
END_TEST

Suite *make_encode_suite(void)
{
    Suite *s = suite_create("encode");
    TCase *c = tcase_create("encode");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, snapshot_holds_the_machine, 0, MM_R_ALL);
    tcase_add_loop_test(c, steps_lead_from_one_to_the_next, 0, MM_R_ALL);
    tcase_add_loop_test(c, net_change_leads_there_too, 0, MM_R_ALL);
    tcase_add_test(c, sections);
    tcase_add_test(c, capture_is_bounded);
    suite_add_tcase(s, c);
    return s;
}
