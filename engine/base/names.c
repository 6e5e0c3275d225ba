/* names.c - short words shared by number. */
#include "base/names.h"

#include <string.h>

static bool pack(const char *text, uint64_t w[4])
{
    const size_t n = strlen(text);

    w[0] = w[1] = w[2] = w[3] = 0;
    if (n >= MM_NAME_BYTES) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        w[i / 8] |= (uint64_t)(uint8_t)text[i] << (8 * (i % 8));
    }
    return true;
}

static void unpack(const struct name *r, char out[MM_NAME_BYTES])
{
    const uint64_t w[4] = {r->w0, r->w1, r->w2, r->w3};

    for (size_t i = 0; i < MM_NAME_BYTES; i++) {
        out[i] = (char)(uint8_t)(w[i / 8] >> (8 * (i % 8)));
    }
    out[MM_NAME_BYTES - 1] = '\0';
}

static slot_t find_packed(const struct mm *m, const uint64_t w[4])
{
    for (slot_t i = 0; i < m->region[MM_R_name].count; i++) {
        const struct name *r = &m->name[i];

        if ((r->live || i == 0) && r->w0 == w[0] && r->w1 == w[1] && r->w2 == w[2] &&
            r->w3 == w[3]) {
            return i;
        }
    }
    return SLOT_NONE;
}

slot_t name_find(const struct mm *m, const char *text)
{
    uint64_t w[4];

    return pack(text, w) ? find_packed(m, w) : SLOT_NONE;
}

slot_t name_get(struct mm *m, const char *text)
{
    uint64_t w[4];

    if (!pack(text, w)) {
        return SLOT_NONE;
    }
    slot_t id = find_packed(m, w);

    if (id == 0) {
        return 0;
    }
    if (id == SLOT_NONE) {
        for (id = 1; id < m->region[MM_R_name].count && m->name[id].live; id++) {
        }
        if (id == m->region[MM_R_name].count) {
            return SLOT_NONE;
        }
        name_set_gen(m, id, m->name[id].gen + 1);
        name_set_live(m, id, 1);
        name_set_w0(m, id, w[0]);
        name_set_w1(m, id, w[1]);
        name_set_w2(m, id, w[2]);
        name_set_w3(m, id, w[3]);
    }
    name_set_refs(m, id, m->name[id].refs + 1);
    return id;
}

void name_hold(struct mm *m, slot_t id)
{
    if (id != 0) {
        MM_ASSERT(m, id < m->region[MM_R_name].count && m->name[id].refs > 0);
        name_set_refs(m, id, m->name[id].refs + 1);
    }
}

void name_put(struct mm *m, slot_t id)
{
    if (id == 0) {
        return;
    }
    MM_ASSERT(m, id < m->region[MM_R_name].count && m->name[id].refs > 0);
    name_set_refs(m, id, m->name[id].refs - 1);
    if (m->name[id].refs == 0) {
        name_set_live(m, id, 0);
        name_set_w0(m, id, 0);
        name_set_w1(m, id, 0);
        name_set_w2(m, id, 0);
        name_set_w3(m, id, 0);
    }
}

void name_text(const struct mm *m, slot_t id, char out[MM_NAME_BYTES])
{
    if (id < m->region[MM_R_name].count) {
        unpack(&m->name[id], out);
    } else {
        memset(out, 0, MM_NAME_BYTES);
    }
}

bool name_room(const struct mm *m, unsigned wanted)
{
    unsigned room = 0;

    for (slot_t i = 1; i < m->region[MM_R_name].count && room < wanted; i++) {
        room += !m->name[i].live;
    }
    return room >= wanted;
}

void names_check(struct mm *m)
{
    for (slot_t i = 1; i < m->region[MM_R_name].count; i++) {
        const struct name *r = &m->name[i];
        const uint64_t w[4] = {r->w0, r->w1, r->w2, r->w3};

        MM_ASSERT(m, (r->refs > 0) == (r->live == 1));    /* N2 */
        MM_ASSERT(m, !r->live || find_packed(m, w) == i); /* N1 */
    }
}
