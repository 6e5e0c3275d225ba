/* shadow.c - the net change of a long step: values kept aside, compared later. */
#include "encode.h"

#include <stdlib.h>
#include <string.h>

struct shadow_pte {
    uint64_t id, value;
};

struct enc_shadow {
    uint8_t *records[MM_R_COUNT];
    uint32_t count[MM_R_COUNT];
    struct shadow_pte *pte;
    size_t pte_count, pte_room;
};

static bool shadow_ptes(struct enc_shadow *s, const struct mm *m)
{
    uint64_t id, value;

    for (id = 0; mm_next_pte(m, &id, &value); id++) {
        if (s->pte_count == s->pte_room) {
            size_t room = s->pte_room ? s->pte_room * 2 : 1024;
            struct shadow_pte *grown = realloc(s->pte, room * sizeof *grown);
            if (!grown)
                return false;
            s->pte = grown;
            s->pte_room = room;
        }
        s->pte[s->pte_count++] = (struct shadow_pte){id, value};
    }
    return true;
}

struct enc_shadow *enc_shadow_take(const struct mm *m)
{
    struct enc_shadow *s = calloc(1, sizeof *s);
    bool ok = s != NULL;

    for (unsigned k = 0; ok && k < MM_R_COUNT; k++) {
        uint32_t stride;
        const void *base = mm_records(m, (enum mm_record_kind)k, &stride);
        s->count[k] = mm_record_count(m, (enum mm_record_kind)k);
        size_t bytes = (size_t)s->count[k] * stride;
        s->records[k] = malloc(bytes + 1);
        ok = s->records[k] != NULL;
        if (ok)
            memcpy(s->records[k], base, bytes);
    }
    if (ok && mm_record_count(m, MM_R_frame) <= ENC_TABLE_FRAMES)
        ok = shadow_ptes(s, m);
    if (ok)
        return s;
    enc_shadow_free(s);
    return NULL;
}

void enc_shadow_free(struct enc_shadow *s)
{
    if (!s)
        return;
    for (unsigned k = 0; k < MM_R_COUNT; k++)
        free(s->records[k]);
    free(s->pte);
    free(s);
}

static void shadow_change(struct jw *w, enum mm_record_kind kind, bool *opened, uint64_t id,
                          const struct mm_field_row *row, uint64_t before, uint64_t after)
{
    if (!*opened) {
        jw_key(w, mm_kind_rows[kind].name);
        jw_open(w, '[');
        *opened = true;
    }
    jw_u64(w, id);
    jw_u64(w, (uint64_t)enc_field_index((enum mm_field_id)row->field));
    enc_value(w, row, before);
    enc_value(w, row, after);
}

static void shadow_kind(struct jw *w, const struct enc_shadow *s, const struct mm *m,
                        enum mm_record_kind kind)
{
    const struct mm_kind_row *k = &mm_kind_rows[kind];
    uint32_t stride;
    const uint8_t *now = mm_records(m, kind, &stride), *then = s->records[kind];
    bool opened = false;

    for (uint32_t id = 0; id < s->count[kind]; id++, now += stride, then += stride) {
        if (!memcmp(now, then, stride))
            continue;
        for (uint32_t f = 0; f < k->field_count; f++) {
            const struct mm_field_row *row = &mm_field_rows[k->field_first + f];
            if (enc_field_index((enum mm_field_id)row->field) < 0)
                continue;
            uint64_t before = mm_field_load(then, row), after = mm_field_load(now, row);
            if (before != after)
                shadow_change(w, kind, &opened, id, row, before, after);
        }
    }
    if (opened)
        jw_close(w, ']');
}

/* Two ascending lists, merged: gone, changed, new. */
static void shadow_pte_diff(struct jw *w, const struct enc_shadow *s, const struct mm *m)
{
    const struct mm_field_row *row = &mm_field_rows[MM_F_pte_value];
    uint64_t id = 0, value = 0;
    bool opened = false, more = mm_next_pte(m, &id, &value);
    size_t i = 0;

    while (more || i < s->pte_count) {
        bool old = i < s->pte_count && (!more || s->pte[i].id <= id);
        bool new = more && (i == s->pte_count || id <= s->pte[i].id);
        uint64_t before = old ? s->pte[i].value : 0, after = new ? value : 0;
        if (before != after)
            shadow_change(w, MM_R_pte, &opened, old ? s->pte[i].id : id, row, before, after);
        i += old;
        if (new) {
            id++;
            more = mm_next_pte(m, &id, &value);
        }
    }
    if (opened)
        jw_close(w, ']');
}

void enc_delta(struct jw *w, const struct enc_shadow *s, const struct mm *m, uint32_t mask)
{
    jw_open(w, '{');
    for (unsigned k = 0; k < MM_R_COUNT; k++)
        if (mask & enc_kind_section((enum mm_record_kind)k))
            shadow_kind(w, s, m, (enum mm_record_kind)k);
    if (mask & enc_kind_section(MM_R_pte) && mm_record_count(m, MM_R_frame) <= ENC_TABLE_FRAMES)
        shadow_pte_diff(w, s, m);
    jw_close(w, '}');
}
