/* lab.c - clearing the records of labs; what a command says. */
#include "lab/lab.h"

#include <string.h>

#include "base/names.h"

/* Which records a kind of lab uses. */
static bool uses(uint32_t lab, enum mm_record_kind kind)
{
    switch (kind) {
    case MM_R_labrun: return lab == LK_REPLACE || lab == LK_CURVE;
    case MM_R_labslot:
    case MM_R_labcell:
    case MM_R_labref: return lab == LK_REPLACE;
    case MM_R_labpoint: return lab == LK_CURVE;
    case MM_R_labseg: return lab == LK_SEGMENTS;
    case MM_R_labblock: return lab == LK_SEGMENTS || lab == LK_FREELIST;
    case MM_R_labtable: return lab == LK_TABLES;
    default: return lab != LK_NONE;
    }
}

uint32_t lab_used(const struct mm *m, enum mm_record_kind kind)
{
    const uint32_t count = m->region[kind].count;
    uint64_t used = count;

    if (kind == MM_R_lab) {
        return count; /* always there */
    }
    if (!uses(m->lab->kind, kind)) {
        return 0;
    }
    switch (kind) {
    case MM_R_labrun: used = m->lab->runs; break;
    case MM_R_labslot: used = m->lab->columns > 0 ? m->lab->runs * m->lab->frames * 2 : 0; break;
    case MM_R_labref: used = m->lab->columns; break;
    case MM_R_labcell: used = m->lab->columns * m->lab->runs * m->lab->frames; break;
    case MM_R_labpoint: used = (uint64_t)m->lab->runs * MM_LAB_POINTS; break;
    default: break;
    }
    return used < count ? (uint32_t)used : count;
}

/* Names that the records of the lab before hold are let go. */
static void drop_names(struct mm *m)
{
    for (uint32_t i = 0, end = lab_used(m, MM_R_labseg); i < end; i++) {
        if (m->labseg[i].name != 0) {
            name_put(m, m->labseg[i].name);
        }
    }
    for (uint32_t i = 0, end = lab_used(m, MM_R_labblock); i < end; i++) {
        if (m->labblock[i].name != 0) {
            name_put(m, m->labblock[i].name);
        }
    }
}

#define CLEAR_FIELD(kind, name, type, vis, unit, en, zh) kind##_set_##name(m, id, 0);
#define CLEAR_KIND(kind, FIELDS)                                            \
    for (uint32_t id = 0, end = lab_used(m, MM_R_##kind); id < end; id++) { \
        FIELDS(CLEAR_FIELD)                                                 \
    }

void lab_begin(struct mm *m, enum mm_lab_kind kind)
{
    drop_names(m);
    CLEAR_KIND(labrun, MM_LABRUN_FIELDS)
    CLEAR_KIND(labslot, MM_LABSLOT_FIELDS)
    CLEAR_KIND(labcell, MM_LABCELL_FIELDS)
    CLEAR_KIND(labref, MM_LABREF_FIELDS)
    CLEAR_KIND(labpoint, MM_LABPOINT_FIELDS)
    CLEAR_KIND(labseg, MM_LABSEG_FIELDS)
    CLEAR_KIND(labblock, MM_LABBLOCK_FIELDS)
    CLEAR_KIND(labtable, MM_LABTABLE_FIELDS)
    const uint32_t id = 0;

    MM_LAB_FIELDS(CLEAR_FIELD)
    lab_set_kind(m, 0, kind);
}

void lab_check(struct mm *m)
{
    for (unsigned k = MM_R_lab; k <= MM_R_labtable; k++) {
        const struct mm_region *r = &m->region[k];
        const uint32_t used =
            k == MM_R_lab && m->lab->kind == LK_NONE ? 0 : lab_used(m, (enum mm_record_kind)k);
        const uint8_t *from = m->block + r->offset + (size_t)used * r->stride;
        const size_t bytes = (size_t)(r->count - used) * r->stride;

        MM_ASSERT(m, bytes == 0 ||
                         (from[0] == 0 && memcmp(from, from + 1, bytes - 1) == 0)); /* L1 L2 */
    }
}

/* ---- memory ---- */

void lab_release(struct mm *m)
{
    if (m->lab_work != NULL) {
        m->host->release(m->host->ctx, m->lab_work, m->lab_work_bytes);
    }
    m->lab_work = NULL;
    m->lab_work_bytes = 0;
}

void *lab_reserve(struct mm *m, size_t bytes)
{
    lab_release(m);
    m->lab_work = m->host->reserve(m->host->ctx, bytes);
    m->lab_work_bytes = m->lab_work != NULL ? bytes : 0;
    return m->lab_work;
}

/* ---- commands ---- */

enum mm_err lab_refuse(struct mm *m, const struct mm_cmd *cmd, uint32_t arg, enum mm_err err,
                       uint64_t given, uint64_t limit)
{
    unsigned count = 0;
    const struct mm_arg_row *rows = mm_verb_args((enum mm_verb)cmd->verb, &count);

    m->fail = (struct mm_fail){.err = err,
                               .arg = arg < count ? arg : UINT32_MAX,
                               .field = arg < count ? rows[arg].word : "",
                               .given = given,
                               .limit = limit};
    return err;
}

bool lab_given(const struct mm_cmd *cmd, unsigned arg)
{
    return (cmd->present >> arg & 1) != 0;
}

const char *lab_text(const struct mm_cmd *cmd, unsigned arg)
{
    const uint16_t at = cmd->arg[arg].text;

    if (!lab_given(cmd, arg) || at >= MM_CMD_TEXT_BYTES ||
        memchr(cmd->text + at, '\0', MM_CMD_TEXT_BYTES - at) == NULL) {
        return "";
    }
    return cmd->text + at;
}

uint64_t lab_number(const struct mm_cmd *cmd, unsigned arg, uint64_t none)
{
    return lab_given(cmd, arg) ? cmd->arg[arg].a : none;
}
