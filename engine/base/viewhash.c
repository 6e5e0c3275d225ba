/* viewhash.c - view_hash: the sum of a mix over all visible fields. */
#include "base/viewhash.h"

uint32_t mm_name_hash(const char *name)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (; *name != '\0'; name++) {
        h = (h ^ (uint8_t)*name) * 16777619u;
    }
    return h;
}

static uint32_t mix_in(uint32_t h, uint32_t w) /* a round of MurmurHash3 (Appleby) */
{
    w *= 0xcc9e2d51u;
    w = (w << 15) | (w >> 17);
    w *= 0x1b873593u;
    h ^= w;
    h = (h << 13) | (h >> 19);
    return h * 5 + 0xe6546b64u;
}

static uint32_t mix_end(uint32_t h)
{
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    return h ^ (h >> 16);
}

void mm_view_mix(uint32_t kind_hash, uint64_t id, uint32_t field_hash, uint64_t value,
                 uint32_t lanes[2])
{
    uint32_t h = kind_hash;

    lanes[0] = lanes[1] = 0;
    if (value == 0) {
        return; /* an empty field counts nothing, so an empty slot does not either */
    }
    h = mix_in(h, (uint32_t)id);
    h = mix_in(h, (uint32_t)(id >> 32));
    h = mix_in(h, field_hash);
    h = mix_in(h, (uint32_t)value);
    h = mix_in(h, (uint32_t)(value >> 32));
    lanes[0] = mix_end(h);
    lanes[1] = mix_end(h ^ 0x5bd1e995u);
}

const uint8_t viewhash_section[MM_R_ALL] = {
#define ROW_SECTION(kind, section, whole, en, zh) [MM_R_##kind] = MM_SEC_##section,
    MM_RECORDS(ROW_SECTION)[MM_R_pte] = MM_SEC_tables};

void viewhash_add(const struct mm_field_row *row, uint64_t id, uint64_t value, uint32_t sign,
                  uint32_t sum[2])
{
    uint32_t lanes[2];

    mm_view_mix(mm_name_hash(mm_kind_rows[row->kind].name), id, mm_name_hash(row->name), value,
                lanes);
    sum[0] += sign * lanes[0];
    sum[1] += sign * lanes[1];
}

void mm_view_apply(struct mm *m, const struct mm_change *ch)
{
    const struct mm_field_row *row = &mm_field_rows[ch->field];
    uint32_t *sum = m->view[viewhash_section[row->kind]];

    viewhash_add(row, ch->id, ch->before, UINT32_MAX, sum);
    viewhash_add(row, ch->id, ch->after, 1, sum);
}
