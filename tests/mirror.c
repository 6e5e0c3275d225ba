/* mirror.c - a copy of everything visible, kept up to date from changes alone. */
#include "mirror.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static uint64_t ids_of(const struct mm *m, const struct mm_field_row *row)
{
    if (row->kind == MM_R_pte) {
        return (uint64_t)mm_record_count(m, MM_R_frame) * 1024;
    }
    return mm_record_count(m, (enum mm_record_kind)row->kind);
}

void mirror_take(struct mirror *mi, struct mm *m)
{
    uint64_t id = 0;
    uint64_t value;

    for (uint32_t f = 0; f < MM_F_COUNT; f++) {
        const struct mm_field_row *row = &mm_field_rows[f];

        mi->value[f] = NULL;
        mi->ids[f] = 0;
        if (row->visibility != 'V' && row->visibility != 'S') {
            continue;
        }
        mi->ids[f] = ids_of(m, row);
        mi->value[f] = calloc(mi->ids[f] + 1, 8);
        ck_assert_ptr_nonnull(mi->value[f]);
        for (uint64_t i = 0; row->kind != MM_R_pte && i < mi->ids[f]; i++) {
            mi->value[f][i] = mm_get(m, (enum mm_field_id)f, i);
        }
    }
    while (mm_next_pte(m, &id, &value)) {
        mi->value[MM_F_pte_value][id++] = value;
    }
}

void mirror_free(struct mirror *mi)
{
    for (uint32_t f = 0; f < MM_F_COUNT; f++) {
        free(mi->value[f]);
        mi->value[f] = NULL;
    }
}

void mirror_apply(struct mirror *mi, const struct mm_change *ch, bool forward)
{
    const struct mm_field_row *row = &mm_field_rows[ch->field];
    const uint64_t from = forward ? ch->before : ch->after;
    const uint64_t to = forward ? ch->after : ch->before;

    ck_assert_msg(row->kind == ch->kind, "change of %s with kind %u", row->name, ch->kind);
    ck_assert_msg(ch->id < mi->ids[ch->field], "%s id %llu out of range", row->name,
                  (unsigned long long)ch->id);
    ck_assert_msg(mi->value[ch->field][ch->id] == from,
                  "%s.%s of %llu: mirror has %llx, change says %llx", mm_kind_rows[row->kind].name,
                  row->name, (unsigned long long)ch->id,
                  (unsigned long long)mi->value[ch->field][ch->id], (unsigned long long)from);
    mi->value[ch->field][ch->id] = to;
}

bool mirror_equal(const struct mirror *a, const struct mirror *b, uint32_t *field, uint64_t *id)
{
    for (uint32_t f = 0; f < MM_F_COUNT; f++) {
        for (uint64_t i = 0; i < a->ids[f]; i++) {
            if (a->value[f][i] != b->value[f][i]) {
                *field = f;
                *id = i;
                return false;
            }
        }
    }
    return true;
}
