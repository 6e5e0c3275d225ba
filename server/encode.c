#include "encode.h"

#include <pthread.h>
#include <string.h>

static struct {
    pthread_once_t once;
    unsigned sections;
    const char *section[ENC_SECTIONS_MAX];
    uint8_t kind_section[MM_R_ALL];
    int16_t index[MM_F_COUNT];
} enc = {.once = PTHREAD_ONCE_INIT};

static bool enc_travels(const struct mm_field_row *row)
{
    return row->visibility == 'V' || row->visibility == 'S';
}

static void enc_build(void)
{
    for (unsigned k = 0; k < MM_R_ALL; k++) {
        const struct mm_kind_row *kind = &mm_kind_rows[k];
        unsigned s = 0;
        int16_t n = 0;
        for (uint32_t f = 0; f < kind->field_count; f++) {
            const struct mm_field_row *row = &mm_field_rows[kind->field_first + f];
            enc.index[kind->field_first + f] = enc_travels(row) ? n++ : -1;
        }
        while (s < enc.sections && strcmp(enc.section[s], kind->section) != 0)
            s++;
        if (s == enc.sections)
            enc.section[enc.sections++] = kind->section;
        enc.kind_section[k] = (uint8_t)s;
    }
}

static void enc_ready(void)
{
    pthread_once(&enc.once, enc_build);
}

unsigned enc_section_count(void)
{
    enc_ready();
    return enc.sections;
}

const char *enc_section_name(unsigned i)
{
    enc_ready();
    return enc.section[i];
}

uint32_t enc_section_bit(const char *name)
{
    enc_ready();
    for (unsigned i = 0; i < enc.sections; i++)
        if (!strcmp(enc.section[i], name))
            return 1u << i;
    return 0;
}

uint32_t enc_kind_section(enum mm_record_kind kind)
{
    enc_ready();
    return 1u << enc.kind_section[kind];
}

int enc_field_index(enum mm_field_id field)
{
    enc_ready();
    return enc.index[field];
}

const struct mm_field_row *enc_field_at(enum mm_record_kind kind, unsigned i)
{
    const struct mm_kind_row *k = &mm_kind_rows[kind];

    for (uint32_t f = 0; f < k->field_count; f++)
        if (enc_field_index((enum mm_field_id)(k->field_first + f)) == (int)i)
            return &mm_field_rows[k->field_first + f];
    return NULL;
}

enum mm_record_kind enc_kind(const char *name)
{
    for (unsigned k = 0; k < MM_R_ALL; k++)
        if (!strcmp(mm_kind_rows[k].name, name))
            return (enum mm_record_kind)k;
    return MM_R_ALL;
}

enum mm_event_type enc_event(const char *name)
{
    for (unsigned e = 0; e < EV_COUNT; e++)
        if (!strcmp(mm_event_rows[e].name, name))
            return (enum mm_event_type)e;
    return EV_COUNT;
}

void enc_view_read(struct mm *m, struct enc_view *view)
{
    memset(view, 0, sizeof *view);
    for (unsigned i = 0; i < enc_section_count(); i++)
        mm_view_hash(m, enc.section[i], view->lanes[i]);
}

void enc_view_write(struct jw *w, const struct enc_view *view, uint32_t mask)
{
    jw_open(w, '{');
    for (unsigned i = 0; i < enc_section_count(); i++) {
        if (!(mask >> i & 1))
            continue;
        jw_key(w, enc.section[i]);
        jw_open(w, '[');
        jw_u64(w, view->lanes[i][0]);
        jw_u64(w, view->lanes[i][1]);
        jw_close(w, ']');
    }
    jw_close(w, '}');
}

/* ---- events and changes ---- */

/* Length of the next word of an argument list, 0 at its end; skips blanks. */
static size_t enc_word(const char **args)
{
    *args += strspn(*args, " ");
    return strcspn(*args, " ");
}

void enc_event_row(struct jw *w, const struct mm_event *e)
{
    const struct mm_event_row *row = &mm_event_rows[e->type];
    const char *args = row->args;
    size_t n;

    jw_open(w, '[');
    jw_text(w, row->name);
    jw_u64(w, e->cause_distance);
    jw_u64(w, e->cpu);
    for (unsigned i = 0; i < 6 && (n = enc_word(&args)) > 0; i++, args += n)
        jw_u64(w, e->arg[i]);
    jw_close(w, ']');
}

void enc_event_args(struct jw *w, const struct mm_event *e)
{
    const char *args = mm_event_rows[e->type].args;
    char name[48];
    size_t n;

    jw_open(w, '{');
    for (unsigned i = 0; i < 6 && (n = enc_word(&args)) > 0; i++, args += n) {
        size_t len = n < sizeof name ? n : sizeof name - 1;
        memcpy(name, args, len);
        name[len] = 0;
        jw_kv_u64(w, name, e->arg[i]);
    }
    jw_close(w, '}');
}

void enc_value(struct jw *w, const struct mm_field_row *row, uint64_t value)
{
    if (row->is_signed)
        jw_i64(w, (int64_t)value);
    else
        jw_u64(w, value);
}

static void enc_change(struct jw *w, const struct mm_change *c)
{
    const struct mm_field_row *row = &mm_field_rows[c->field];

    jw_u64(w, c->id);
    jw_u64(w, (uint64_t)enc_field_index((enum mm_field_id)c->field));
    enc_value(w, row, c->before);
    enc_value(w, row, c->after);
}

void enc_changes(struct jw *w, const struct mm_change *changes, const uint32_t *at, size_t count,
                 uint32_t mask)
{
    uint64_t seen = 0;

    for (size_t i = 0; i < count; i++)
        seen |= 1ull << changes[i].kind;
    jw_open(w, '{');
    for (unsigned k = 0; k < MM_R_ALL; k++) {
        if (!(seen >> k & 1) || !(mask & enc_kind_section((enum mm_record_kind)k)))
            continue;
        jw_key(w, mm_kind_rows[k].name);
        jw_open(w, '[');
        for (size_t i = 0; i < count; i++) {
            const struct mm_change *c = &changes[i];
            if (c->kind != k || enc_field_index((enum mm_field_id)c->field) < 0)
                continue;
            if (at)
                jw_u64(w, at[i]);
            enc_change(w, c);
        }
        jw_close(w, ']');
    }
    jw_close(w, '}');
}
